"""The best dose among those that are safe enough, and which others cannot be told from it.

Best: the highest share with the chosen response among the doses whose DLT rate is at most the limit; of equal
ones the lowest dose. Others are compared with it in the same virtual patients: where Newcombe's interval of
the paired difference holds 0, the virtual patients do not tell the two apart. Each interval has 95 % for
itself, so that of many comparisons some are wrong, and the best of several is by choice a little flattered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.scenario.paths import EVERY, steps_of
from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.outcomes import Outcome
from cartsim.trial.compare import newcombe_paired, paired_table

SAFETY = "dlt_rate"
NO_EFFICACY = ("dlt_rate", "late_dlt_rate", "severe_crs_rate", "severe_icans_rate")
"""Shares of which more is not better."""


@dataclass(frozen=True)
class Best:
    """Of an arm, with these values on the other axes: the best point, None where none is within the limit;
    those that cannot be told from it, within the limit and over it; how many of how many are within it."""

    fixed: tuple[Any, ...]
    arm: int
    point: int | None
    alike: tuple[int, ...]
    alike_over: tuple[int, ...]
    within: int
    of: int


@dataclass(frozen=True)
class BestDoses:
    """What was chosen by which measure under which limit of the DLT rate: `moved` are the axes whose values
    were chosen, `fixed` the others, draws last."""

    measure: str
    limit: float
    moved: tuple[Column, ...]
    fixed: tuple[Column, ...]
    rows: tuple[Best, ...]


def dose_axis(file: SweepFile) -> Column | None:
    """The one axis that is a dose of the arms; None where there is none, or several."""
    found = [axis for axis in file.axes if steps_of(axis.path)[-1] == "dose" and axis.unit is not None]
    return found[0] if len(found) == 1 else None


def no_best(file: SweepFile, measure: str) -> str:
    """Why no best dose is looked for; empty if it is."""
    if measure in NO_EFFICACY:
        return f"No best dose: of {measure} more is not better."
    if file.sweep.kind in ("saltelli", "morris"):
        return "No best dose: the points of this design serve indices and are no candidates."
    if not any(axis.unit is not None for axis in file.axes):
        return "No best dose: no axis of this sweep is a dose or another number, all in one unit."
    if not any(moves(axis, file, arm) for axis in _moved(file) for arm in range(len(file.arms))):
        return "No best dose: no arm is moved by an axis of numbers."
    return ""


def best_doses(file: SweepFile, measure: str, limit: float) -> BestDoses:
    """The best dose of every arm at every combination of the other axes."""
    moved = _moved(file)
    fixed = tuple(axis for axis in file.axes if axis not in moved)
    fixed += (file.draw,) if file.draw else ()
    rows = [
        _best(file, measure, limit, moved, values, points, arm)
        for values, points in file.grouped(fixed).items()
        for arm in range(len(file.arms))
        if any(moves(axis, file, arm) for axis in moved)
    ]
    return BestDoses(measure, limit, moved, fixed, tuple(rows))


def moves(axis: Column, file: SweepFile, arm: int) -> bool:
    """Whether an axis touches an arm: one of another arm does not."""
    steps = steps_of(axis.path)
    return steps[:2] != ("trial", "arms") or steps[2] in (EVERY, file.arms[arm], str(arm))


def _moved(file: SweepFile) -> tuple[Column, ...]:
    """The dose, or without one all numbers; in a sample every axis, since no two points share a value."""
    dose = dose_axis(file)
    if file.sweep.sampled:
        return file.axes
    return (dose,) if dose else tuple(axis for axis in file.axes if axis.unit is not None)


def _best(
    file: SweepFile,
    measure: str,
    limit: float,
    moved: tuple[Column, ...],
    fixed: tuple[Any, ...],
    points: list[int],
    arm: int,
) -> Best:
    order = sorted(points, key=lambda point: [axis.rank[axis.values[point]] for axis in moved])
    within = [point for point in order if file.share(SAFETY)[point, arm] <= limit]
    shares = file.share(measure)[within, arm]
    if not np.isfinite(shares).any():
        return Best(fixed, arm, None, (), (), len(within), len(points))
    best = within[first_highest(shares)]
    chosen = file.outcome(measure, [best], arm)
    known = np.isfinite(file.share(measure)[:, arm] + file.share(SAFETY)[:, arm])
    others = [point for point in order if point != best and known[point]]
    alike = [point for point in others if not apart(chosen, file.outcome(measure, [point], arm))]
    inside = tuple(point for point in alike if point in within)
    over = tuple(point for point in alike if point not in within)
    return Best(fixed, arm, best, inside, over, len(within), len(points))


def first_highest(shares: NDArray[np.float64]) -> int:
    """The place of the highest share, of equal ones the first.

    >>> first_highest(np.array([0.1, np.nan, 0.3, 0.1 + 0.2]))
    2
    """
    return int(np.argmax(shares >= np.nanmax(shares) - 1e-12))


def apart(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes of the same patients differ by more than the luck of who they are: Newcombe's 95 %
    interval of the paired difference, among those who count in both, does not hold 0."""
    both = one[1] & other[1]
    low, high = newcombe_paired(paired_table(one[0][both], other[0][both]))
    return low > 0.0 or high < 0.0
