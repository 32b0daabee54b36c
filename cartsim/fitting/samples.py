"""kinetics.csv: the samples of each subject, a number or below a limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import Problem
from cartsim.fitting.free import CELLS, COPIES
from cartsim.measured.cells import NUMBER, decimal_comma, needed_day
from cartsim.measured.sheet import Record, by_subject, read_sheet, refuse, without_subject
from cartsim.scenario.mistakes import nearest, shown

COLUMNS = ("subject", "day", "value", "unit")
OPTIONAL = ("limit",)
UNITS = {
    CELLS: (CELLS, 1.0),
    "cells/mL": (CELLS, 1e-3),
    "cells/L": (CELLS, 1e-6),
    COPIES: (COPIES, 1.0),
    "copies/ug DNA": (COPIES, 1.0),
}
"""Unit as written -> the assay, and its factor to the assay's unit."""
BELOW = ("blq", "bloq", "bql", "blod", "<lloq", "<loq", "<lod", "nd", "<")
"""What is written for a sample in which less was found than the limit; the limit stands beside it."""
MOST = {CELLS: 1e5, COPIES: 1e8}
"""A hundred times the highest that was ever published: a slip of the unit."""
LEAST_MEASURED = 2
"""One number above the limit tells a level and no course."""


@dataclass(frozen=True)
class Samples:
    """One subject: day of each sample; ln of the value, of the limit where `below`; ln of the limit, NaN
    where none is stated; all in the unit of the assay and by day."""

    name: str
    assay: str
    days: NDArray[np.float64]
    logs: NDArray[np.float64]
    below: NDArray[np.bool_]
    limits: NDArray[np.float64]

    @property
    def measured(self) -> int:
        """How many samples have a number."""
        return int((~self.below).sum())


@dataclass(frozen=True)
class _Read:
    """One row that can be read."""

    record: Record
    day: float
    assay: str
    value: float
    limit: float | None
    below: bool


def read_samples(path: Path) -> tuple[Samples, ...]:
    """Subjects of a file in the order of their names; BadInput with all that is wrong."""
    sheet = read_sheet(path, COLUMNS, OPTIONAL)
    problems: list[Problem] = [*sheet.problems, *without_subject(sheet.records)]
    rows = [row for record in sheet.records if (row := _row(record, problems)) is not None]
    problems += _mixed(rows)
    sound = {row.record.line: row for row in rows}
    found = []
    for name, records in by_subject(sheet.records).items():
        own = [sound[record.line] for record in records if record.line in sound]
        if name and len(own) == len(records):
            problems += _repeated(own) or _too_few(own)
            found.append(_samples(name, own))
    refuse(problems)
    return tuple(sorted(found, key=lambda samples: natural(samples.name)))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts 2 before 10.

    >>> sorted(["10", "9", "P2", "P10"], key=natural)
    ['9', '10', 'P2', 'P10']
    """
    parts = re.findall(r"\d+|\D+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _row(record: Record, problems: list[Problem]) -> _Read | None:
    """The row as numbers; None, with the problems told, where it is wrong."""
    before = len(problems)
    day = needed_day(record, "day", problems)
    if day is not None and day <= 0:
        message = f"{day:g} is not after the infusion, day 0"
        remedy = "leave out what was drawn before it; an hour after it is day 0.04"
        problems.append(record.problem("day", message, remedy))
    unit = _unit(record, problems)
    limit = _number(record, "limit", problems) if record.cells.get("limit") else None
    value, below = _value(record, limit, problems)
    if len(problems) > before or day is None or unit is None or value is None:
        return None
    assay, factor = unit
    if value * factor > MOST[assay]:
        message = f"{value * factor:g} {assay} is more than {MOST[assay]:g}"
        problems.append(record.problem("value", message, "check the unit"))
        return None
    scaled = None if limit is None else limit * factor
    return _Read(record, day, assay, value * factor, value * factor if below else scaled, below)


def _unit(record: Record, problems: list[Problem]) -> tuple[str, float] | None:
    written = " ".join(record.cells["unit"].replace("µ", "u").replace("μ", "u").split()).lower()
    plural = re.sub(r"^cell/", "cells/", re.sub(r"^copy/", "copies/", written))
    for name, meaning in UNITS.items():
        if name.lower() == plural:
            return meaning
    text = record.cells["unit"]
    message = f"{shown(text)} is no unit known here" if text else "is empty"
    problems.append(record.problem("unit", message, nearest(text, UNITS)))
    return None


def _value(record: Record, limit: float | None, problems: list[Problem]) -> tuple[float | None, bool]:
    """The value, or the limit it lies below, and which of them."""
    text = record.cells["value"]
    if text.startswith("<") and NUMBER.fullmatch(text[1:].strip()):
        own = float(text[1:])
        if limit is not None and own != limit:
            message = f"{text} beside a limit of {limit:g}"
            problems.append(record.problem("value", message, "give one limit"))
        if own <= 0:
            problems.append(record.problem("value", f"{text} is no limit", "a limit is above 0"))
        return own, True
    if text.lower().replace(" ", "") in BELOW:
        if limit is None and not record.cells.get("limit"):
            remedy = "give the limit of quantification in the column limit, or write it as <25"
            problems.append(record.problem("value", f"{shown(text)} has no limit", remedy))
        return limit, True
    value = _number(record, "value", problems)
    if value is not None and limit is not None and value < limit:
        message = f"{value:g} is below the limit of {limit:g} and given as a number"
        remedy = "write BLQ for it, or mend the limit"
        problems.append(record.problem("value", message, remedy))
    return value, False


def _number(record: Record, column: str, problems: list[Problem]) -> float | None:
    """A number above 0."""
    text = record.cells[column]
    value = float(text) if NUMBER.fullmatch(text) else None
    if value is not None and value > 0:
        return value
    pointed = decimal_comma(text)
    remedy = f"write {pointed}" if pointed else "write a plain number, such as 12.5"
    message = f"{shown(text)} is no plain number" if text else "is empty"
    if value is not None:
        message = f"{text} is negative" if value < 0 else "is 0, and nothing measures that"
        remedy = "write BLQ with the limit of quantification in the column limit"
    elif column == "value" and not text:
        remedy = "write BLQ for a sample below the limit; leave out the row of one not taken"
    problems.append(record.problem(column, message, remedy))
    return None


def _mixed(rows: Sequence[_Read]) -> list[Problem]:
    """Counts and copies in one file have no residual error in common."""
    for row in rows:
        if row.assay != rows[0].assay:
            message = f"{row.assay}, but {rows[0].assay} in line {rows[0].record.line}"
            return [row.record.problem("unit", message, "give each assay a file of its own")]
    return []


def _repeated(rows: Sequence[_Read]) -> list[Problem]:
    first: dict[float, int] = {}
    problems = []
    for row in rows:
        if row.day in first:
            message = f"{row.day:g} has a value of this subject already, line {first[row.day]}"
            remedy = "keep one of them (of replicates the geometric mean), or give the hours apart"
            problems.append(row.record.problem("day", message, remedy))
        first.setdefault(row.day, row.record.line)
    return problems


def _too_few(rows: Sequence[_Read]) -> list[Problem]:
    measured = sum(not row.below for row in rows)
    if measured >= LEAST_MEASURED:
        return []
    name = shown(rows[0].record.cells["subject"])
    message = f"{name} has {measured} value{'s' * (measured != 1)} above the limit"
    remedy = f"a course needs {LEAST_MEASURED} at least; leave this subject out"
    return [rows[0].record.problem("subject", message, remedy)]


def _samples(name: str, rows: Sequence[_Read]) -> Samples:
    ordered = sorted(rows, key=lambda row: row.day)
    return Samples(
        name,
        ordered[0].assay,
        days=np.array([float(row.day) for row in ordered]),
        logs=np.array([log(row.value) for row in ordered]),
        below=np.array([row.below for row in ordered]),
        limits=np.array([np.nan if row.limit is None else log(row.limit) for row in ordered]),
    )
