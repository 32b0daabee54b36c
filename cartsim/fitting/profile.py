"""Intervals by profiles: how far one parameter can go, the others following, until the fit is as much worse
as the level allows.

The end lies where the least objective with that parameter held exceeds the least of all by the quantile of
chi^2 with one degree of freedom: 3.84 for 95 %. An end that is not reached within the search is open, None.
Venzon and Moolgavkar, Appl Stat 1988;37:87; Raue 2009, Bioinformatics 25:1923.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from cartsim.fitting.estimate import Found, Task, ends, search
from cartsim.fitting.free import Floats

CLOSE = 0.01
"""Of its own length: how closely an end is sought."""
ENOUGH = 1e-4
"""Relative gain at which the search for one point of a profile ends: a thousandth of what
the level allows."""
STRETCH = 1.5
"""From one try for an outer point to the next."""
BETTER = 0.02
"""A profile that finds so much less than the least so far says that the search had not ended."""


@dataclass(frozen=True)
class Interval:
    """Ends as ln(value/typical); None: open within the search. `better`: a point that is better than the one
    the profile began at, if it found one."""

    lower: float | None
    upper: float | None
    better: Found | None = None


def interval(task: Task, found: Found, place: int, level: float, width: float) -> Interval:
    """Both ends for the parameter at `place`; `width`: about how far they lie."""
    sides = [_Side(task, found, place, level, sign) for sign in (-1.0, 1.0)]
    lower, upper = (side.end(width) for side in sides)
    wins = [side.better for side in sides if side.better is not None]
    return Interval(lower, upper, min(wins, key=lambda end: end.objective, default=None))


def closed(task: Task, found: Found, place: int, level: float) -> tuple[bool, bool]:
    """Whether the interval ends below and above within the search: the profile is looked at its ends only."""
    low, high = _Side(task, found, place, level, -1.0), _Side(task, found, place, level, 1.0)
    return low.excess(low.reach) > 0.0, high.excess(high.reach) > 0.0


class _Side:
    """The profile of one parameter on one side of its estimate; remembers where the others were."""

    def __init__(self, task: Task, found: Found, place: int, level: float, sign: float) -> None:
        self.task, self.found, self.place, self.sign = task.moving(stop=(place,)), found, place, sign
        low, high = ends(task.curve.free)
        self.reach = float(high[place] - found.x[place] if sign > 0 else found.x[place] - low[place])
        self.prior = (1.0 / task.curve.free[place].sd) if task.prior else 0.0
        self.root = float(np.sqrt(chi2.ppf(level, 1)))
        self.seen: list[tuple[float, Floats]] = [(0.0, found.x)]
        self.better: Found | None = None

    def excess(self, far: float) -> float:
        """Root of the rise of the objective at this distance, less that of the level: about linear."""
        held = self.found.x.copy()
        held[self.place] += self.sign * far
        _, start = min(self.seen, key=lambda point: abs(point[0] - far))
        begin = np.where(self.task.moves, start, held)
        end = search(self.task.holding(held), begin, ENOUGH)
        objective = end.objective + (self.prior * held[self.place]) ** 2
        self.seen.append((far, end.x))
        if objective < self.found.objective - BETTER:
            self._remember(end, objective)
        return float(np.sqrt(max(objective - self.found.objective, 0.0)) - self.root)

    def end(self, width: float) -> float | None:
        """x where the excess is 0."""
        inner, outer = 0.0, min(max(width, 1e-3), self.reach)
        while (rise := self.excess(outer)) < 0.0:
            if outer >= self.reach:
                return None
            scale = self.root / max(rise + self.root, self.root / STRETCH**2)
            inner, outer = outer, min(self.reach, outer * max(1.05 * scale, 1.1))
        values: dict[float, float] = {0.0: -self.root, outer: rise}
        far = brentq(_remembered(self.excess, values), inner, outer, xtol=CLOSE * outer, rtol=CLOSE)
        return float(self.found.x[self.place] + self.sign * far)

    def _remember(self, end: Found, objective: float) -> None:
        if self.better is None or objective < self.better.objective:
            self.better = Found(end.x, objective, end.levels, end.slopes, end.converged)


def _remembered(function: Callable[[float], float], values: dict[float, float]) -> Callable[[float], float]:
    def call(far: float) -> float:
        if far not in values:
            values[far] = function(far)
        return values[far]

    return call
