"""The rows of one patient as the arrays that the rules work on: a column per lesion, a row per visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_STATE
from cartsim.trial.lesion_rows import Row

Visits = Mapping[float, Mapping[str, Row]]
"""Rows by day, then by lesion."""
Flags = NDArray[np.bool_]

STATE = {word: code for code, word in enumerate(LESION_STATE)}
MOST_EXACT = 2**58
"""Ten times a sum of sizes up to here fits int64; above it Python integers are used."""


@dataclass(frozen=True)
class LesionTable:
    """What was written down of one patient; row 0 is the baseline, all "not read" where there is none.

    `states` codes of LESION_STATE and `sizes` in 1/`per_mm` mm (visit, lesion), 0 without a number; per
    lesion: `offered` as a target, `followed` from baseline on, `new` by its type at any visit, `nodal`, and
    `organs` (0 unknown).
    """

    days: list[float]
    names: list[str]
    states: NDArray[np.int8]
    sizes: NDArray[Any]
    per_mm: int
    nodal: Flags
    offered: Flags
    followed: Flags
    new: Flags
    organs: NDArray[np.int64]

    def refuse_progressed(self, targets: Flags) -> None:
        """ValueError for a target that is called PD: its progression is computed from mm."""
        for name in np.array(self.names)[targets & (self.states == STATE["PD"]).any(axis=0)]:
            raise ValueError(
                f"target lesion {str(name)!r} is called PD; a target is measured in mm (or ABSENT, TSTM, NE)"
            )


def lesion_table(visits: Visits) -> LesionTable:
    """The visits after day 0, and the last one before of which anything was read, as a table.

    >>> from cartsim.trial.lesion_rows import by_visit, read_rows
    >>> rows = [{"day": day, "lesion": 1, "type": "target", "measure": mm}
    ...         for day, mm in [(0, 9), (30, "8.125")]]
    >>> table = lesion_table(by_visit(read_rows(rows)))
    >>> table.sizes.tolist(), table.per_mm
    ([[1800], [1625]], 200)
    """
    start = _baseline_day(visits)
    baseline = {} if start is None else visits[start]
    later = {day: found for day, found in visits.items() if day > 0}
    if start is not None:
        _check(baseline, later)
    columns = {name: row for found in (*later.values(), baseline) for name, row in found.items()}
    names = sorted(columns, key=_name_order)
    shown = [baseline, *later.values()]
    sizes, per_mm = _whole([[_size(found, name) for name in names] for found in shown])
    first = [baseline.get(name) for name in names]
    return LesionTable(
        days=list(later),
        names=names,
        states=np.array([[_state(found, name) for name in names] for found in shown], np.int8),
        sizes=sizes,
        per_mm=per_mm,
        nodal=np.array([columns[name].nodal for name in names], bool),
        offered=np.array([row is not None and row.type == "target" and not row.fluid for row in first], bool),
        followed=np.array([_followed(row) for row in first], bool),
        new=np.array([any(_is_new(found.get(name)) for found in shown) for name in names], bool),
        organs=_organs([columns[name] for name in names]),
    )


def _baseline_day(visits: Visits) -> float | None:
    """The last visit on day <= 0 of which anything was read."""
    read = (
        day
        for day, found in visits.items()
        if day <= 0 and any(row.reading.state != "not read" for row in found.values())
    )
    return max(read, default=None)


def _check(baseline: Mapping[str, Row], later: Visits) -> None:
    """ValueError for what cannot be: PD or a new lesion at baseline, a lesion that is new later or old too
    late."""
    for problem in _problems(baseline, later):
        raise ValueError(problem)


def _problems(baseline: Mapping[str, Row], later: Visits) -> Iterator[str]:
    for name, row in baseline.items():
        if row.reading.state == "PD":
            yield f"lesion {name!r} is called PD at baseline, where nothing can have progressed"
        if row.type == "new" and row.reading.state not in ("ABSENT", "not read", "NE"):
            yield f"lesion {name!r} is of type new at baseline; what is there then is target or nontarget"
    for day, found in later.items():
        for name, row in found.items():
            if row.type != "new" and name not in baseline:
                late = f"lesion {name!r} of day {day} has no row at baseline"
                yield f"{late}; one first seen later is of type new"
            if (
                row.type == "new"
                and _followed(baseline.get(name))
                and baseline[name].reading.state != "ABSENT"
            ):
                yield f"lesion {name!r} of day {day} is of type new, but was there at baseline"


def _followed(row: Row | None) -> bool:
    """Whether the baseline shows what the lesion was: a lesion not judged then is no part of the baseline."""
    return row is not None and row.type != "new" and row.reading.state not in ("not read", "NE")


def _is_new(row: Row | None) -> bool:
    """Whether a visit calls the lesion new; one that could not be judged at baseline may be so later."""
    return row is not None and row.type == "new"


def _state(found: Mapping[str, Row], name: str) -> int:
    return STATE[found[name].reading.state] if name in found else STATE["not read"]


def _size(found: Mapping[str, Row], name: str) -> Fraction:
    size = found[name].reading.size if name in found else None
    return Fraction(0) if size is None else size


def _whole(sizes: list[list[Fraction]]) -> tuple[NDArray[Any], int]:
    """Sizes of 0.01 mm as whole numbers of a unit fine enough for all, and how many units a mm has."""
    finer = lcm(*(size.denominator for row in sizes for size in row))
    whole = [[int(size * finer) for size in row] for row in sizes]
    fits = 10 * sum(map(sum, whole)) < MOST_EXACT and 100 * finer < MOST_EXACT
    return np.array(whole, np.int64 if fits else object), 100 * finer


def _organs(rows: list[Row]) -> NDArray[np.int64]:
    """A number per organ, 0 unknown; the nodes of all chains are one organ (RECIST working group)."""
    names = ["lymph nodes" if row.nodal and row.organ else row.organ for row in rows]
    numbers = {name: number for number, name in enumerate(sorted({*names} - {""}), start=1)}
    return np.array([numbers.get(name, 0) for name in names], np.int64)


def _name_order(name: str) -> tuple[bool, float, str]:
    """Numbers by value and before words."""
    return (not name.isdigit(), float(name) if name.isdigit() else 0.0, name)
