"""From a first estimate to what the samples of one subject identify, and how closely."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from cartsim.fitting.estimate import Found, Task, precision, search, spreads
from cartsim.fitting.fit import Estimate
from cartsim.fitting.free import Floats, Free
from cartsim.fitting.identify import told_apart
from cartsim.fitting.profile import Interval, closed, interval

OPEN = Interval(None, None)


@dataclass(frozen=True)
class Identified:
    """Which parameters are identified; of the others why not, what of their interval is closed, and where
    they stay without a prior (ln of the ratio to typical)."""

    moves: NDArray[np.bool_]
    gamma: float
    reasons: dict[int, str]
    stays: Floats
    ends: dict[int, Interval] = field(default_factory=dict)

    @property
    def half_told(self) -> NDArray[np.bool_]:
        """Those that the samples move and do not close the interval of."""
        return np.isin(np.arange(self.moves.size), list(self.ends))


def identified(task: Task, pilot: Found, level: float) -> Identified:
    """The parameters whose profiles by the samples alone close at both ends.

    `task`, `pilot`: all parameters moving. From the set that collinearity allows, the widest parameter with
    an open end is let go, until none has one. It then stays at its typical value or, where its interval
    excludes that, at the end nearest to it.
    """
    subset = told_apart(task, pilot, level)
    known = Identified(subset.moves.copy(), subset.gamma, dict(subset.reasons), np.zeros_like(task.held))
    while known.moves.any():
        plain = replace(task, prior=False, moves=known.moves.copy(), held=known.stays.copy())
        found = search(plain, pilot.x)
        widths = half_widths(plain, found, level)
        open_ = [
            (widths[j] / task.curve.free[j].high, int(j))
            for j in np.flatnonzero(known.moves)
            if not all(closed(plain, found, int(j), level))
        ]
        if not open_:
            break
        _, worst = max(open_)
        sides = interval(plain, found, worst, level, widths[worst])
        known.ends[worst] = sides
        known.moves[worst] = False
        known.stays[worst] = max(sides.lower or 0.0, 0.0) + min(sides.upper or 0.0, 0.0)
        known.reasons[worst] = _reason(sides, bool(known.stays[worst]))
    return known


def _reason(sides: Interval, excluded: bool) -> str:
    where = " and ".join(
        side for side, end in (("below", sides.lower), ("above", sides.upper)) if end is None
    )
    return f"interval open {where or 'in places'}" + ", typical value excluded" * excluded


def half_widths(task: Task, found: Found, level: float) -> Floats:
    """About how far the interval of each moving parameter reaches, by the curvature; 0 of the others."""
    widths = np.zeros(task.held.size)
    variance = np.diag(np.linalg.pinv(precision(task, found), hermitian=True))
    widths[task.moves] = norm.ppf(0.5 + level / 2) * np.sqrt(np.maximum(variance, 0.0))
    return widths


def intervals(task: Task, found: Found, known: Identified, level: float) -> tuple[list[Interval], Found]:
    """The interval of every parameter, and the best point, which a profile may have bettered.

    With a prior, `task` moves all parameters: what is not identified still adds its spread between patients
    to the intervals of the others.
    """
    for _ in range(3):
        widths = half_widths(task, found, level)
        sides = [
            interval(task, found, j, level, widths[j]) if known.moves[j] else known.ends.get(j, OPEN)
            for j in range(known.moves.size)
        ]
        wins = [side.better for side in sides if side.better is not None]
        if not wins:
            break
        found = search(task, min(wins, key=lambda end: end.objective).x)
    return sides, found


def estimates(
    task: Task, whole: Found, final: Found, known: Identified, sides: list[Interval]
) -> tuple[Estimate, ...]:
    """The parameters of a subject: `whole`, the point that `sides` were profiled about; `final`, the point
    where what is not identified has its typical value."""
    shrinkage: list[float | None] = [None] * known.moves.size
    if task.prior:
        variance = np.diag(np.linalg.inv(precision(task, whole)))
        shrinkage = (variance / spreads(task.curve.free) ** 2).tolist()
    return tuple(
        _estimate(free, float(final.x[j]), sides[j], bool(known.moves[j]), known.reasons.get(j, ""), part)
        for j, (free, part) in enumerate(zip(task.curve.free, shrinkage, strict=True))
    )


def _estimate(
    free: Free, x: float, side: Interval, told: bool, reason: str, shrinkage: float | None
) -> Estimate:
    lower = None if side.lower is None else min(side.lower, x)
    upper = None if side.upper is None else max(side.upper, x)
    ends = [None if end is None else free.value(end) for end in (lower, upper)]
    if told and None in ends:
        told, reason = False, _reason(side, False)
    return Estimate(free, free.value(x), ends[0], ends[1], told, reason, shrinkage)
