"""The numbers of a published model, each with its unit and its place in the source."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from cartsim.errors import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Value:
    """One number; `where` it stands in the source, with `not re-read` where that itself was not seen."""

    symbol: str
    unit: str
    value: float
    where: str


def named(table: tuple[Value, ...], **changed: float) -> SimpleNamespace:
    """The numbers of a table by symbol, some of them replaced: `v.kon`.

    >>> named((Value("kon", "1/M/s", 1e6, "Table 1"),), kon=0.0)
    namespace(kon=0.0)
    """
    known = {row.symbol: row.value for row in table}
    unknown = sorted(changed.keys() - known)
    if unknown:
        remedy = f"one of {', '.join(known)}"
        raise BadInput(*(Problem("", name, "no such value", remedy) for name in unknown))
    return SimpleNamespace(**(known | changed))


def not_negative(**given: float) -> None:
    """Doses, counts and times that a model is asked for are finite and not below zero."""
    wrong = [
        Problem("", name, f"{value!r} is not a number from 0 up", "give 0 or more")
        for name, value in given.items()
        if not 0 <= value < float("inf")
    ]
    if wrong:
        raise BadInput(*wrong)
