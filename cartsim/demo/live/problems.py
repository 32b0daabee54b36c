"""Problems of a text as the page tells them: line, what stands there, field, what is wrong, remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cartsim.demo.live.asked import NAME
from cartsim.errors import Problem


class Told(NamedTuple):
    """A problem with the line of the text it stands in; no line where it is one of the whole."""

    line: str
    written: str
    field: str
    message: str
    remedy: str


def told(found: Iterable[Problem], text: str) -> list[Told]:
    """Every problem with the line that has it."""
    return [_told(problem, text.splitlines()) for problem in found]


def _told(problem: Problem, lines: list[str]) -> Told:
    place = re.fullmatch(rf"{NAME}:(\d+):(\d+)", problem.where)
    line = int(place[1]) if place else 0
    written = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Told(str(line or ""), written, problem.field, problem.message, problem.remedy)
