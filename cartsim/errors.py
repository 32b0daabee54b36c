"""The errors cartsim raises on purpose, each with the exit code its command ends with."""

from __future__ import annotations

from dataclasses import dataclass


class CartsimError(Exception):
    """Something went wrong that the message explains; `exit_code` is what the command line returns."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where it stands, which field, what is wrong, what would be right."""

    where: str
    field: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        head = f"{self.where} {self.field}".strip()
        tail = f"; {self.remedy}" if self.remedy else ""
        return f"{head}: {self.message}{tail}" if head else f"{self.message}{tail}"


class BadInput(CartsimError):
    """The input cannot be used; every problem found is listed, one to a line."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class TooManyFailures(CartsimError):
    """A run finished, but more of its solves failed than the scenario allows."""

    exit_code = 3
