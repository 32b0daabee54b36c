"""Cells of measured data: days and words, read or refused."""

from __future__ import annotations

import re

from cartsim.errors import Problem
from cartsim.measured.sheet import Record
from cartsim.scenario.mistakes import shown

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
FARTHEST_DAY = 36_525.0
"""A hundred years: a day beyond is a date, or a slip of the pen."""


def day_of(record: Record, column: str, problems: list[Problem]) -> float | None:
    """The day in a cell; None for an empty one and, with a problem told, for one that is no day."""
    text = record.cells.get(column, "")
    if not text:
        return None
    day = float(text) if NUMBER.fullmatch(text) else None
    if day is not None and abs(day) <= FARTHEST_DAY:
        return int(day) if day == int(day) else day
    problems.append(record.problem(column, f"{shown(text)} is no day", _day_remedy(text)))
    return None


def needed_day(record: Record, column: str, problems: list[Problem]) -> float | None:
    """As `day_of`, and an empty cell is a problem."""
    if not record.cells.get(column):
        problems.append(
            record.problem(column, "is empty", "give the day, counted from the first dose (day 0)")
        )
    return day_of(record, column, problems)


def decimal_comma(text: str) -> str | None:
    """The number with a point, if the text is one with a comma.

    >>> decimal_comma("12,5"), decimal_comma("12.5")
    ('12.5', None)
    """
    changed = text.replace(",", ".")
    return changed if changed != text and NUMBER.fullmatch(changed) else None


def _day_remedy(text: str) -> str:
    pointed = decimal_comma(text)
    return f"write {pointed}" if pointed else "write days since the first dose as a number, such as 91"
