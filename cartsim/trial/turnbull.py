"""Turnbull's estimate of a survival curve from intervals: the event came after `left` and at or before
`right`.

Turnbull 1976, J R Stat Soc B 38:290: self-consistent masses on the intervals between a left end and the
next right end. A censoring has right = infinity. Kaplan-Meier at the day of detection is late by about half
a visit interval; this is not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_ROUNDS, SMALL = 20_000, 1e-9


class Turnbull(NamedTuple):
    """Mass of each interval (start, end]; the curve between two intervals is flat, inside one it is not
    known."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    mass: NDArray[np.float64]

    def median(self) -> tuple[float, float]:
        """The interval in which the survival falls to one half or below; (NaN, NaN) when the mass is at
        infinity."""
        reached = np.flatnonzero(np.cumsum(self.mass) >= 0.5 - SMALL)
        if not reached.size or np.isinf(self.end[reached[0]]):
            return float("nan"), float("nan")
        return float(self.start[reached[0]]), float(self.end[reached[0]])


def turnbull(left: ArrayLike, right: ArrayLike) -> Turnbull:
    """Masses by the self-consistency iteration, to 1e-9; left = right is an event seen exactly.

    >>> turnbull([0, 0, 30], [30, 91, float("inf")]).mass.round(3).tolist()
    [0.5, 0.5]
    """
    lows, highs = np.asarray(left, float).ravel(), np.asarray(right, float).ravel()
    if lows.size != highs.size or np.any(np.isnan(lows)) or np.any(np.isnan(highs)) or np.any(lows > highs):
        raise ValueError("every interval needs left <= right")
    start, end = _innermost(lows, highs)
    pairs, weight = np.unique(np.stack([lows, highs], axis=1), axis=0, return_counts=True)
    low, high = pairs[:, :1], pairs[:, 1:]
    exact = (low == high) & (start == low) & (end == high)
    within = (low <= start) & (low < end) & (end <= high)
    inside = (exact | within).astype(float)
    patients = max(lows.size, 1)
    mass = np.full(start.size, 1.0 / max(start.size, 1))
    for _ in range(MOST_ROUNDS):
        expected = inside * mass
        fresh = weight @ (expected / expected.sum(axis=1, keepdims=True)) / patients
        if np.abs(fresh - mass).max(initial=0.0) < SMALL:
            break
        mass = fresh
    return Turnbull(start, end, mass)


def _innermost(lows: NDArray, highs: NDArray) -> tuple[NDArray, NDArray]:
    """Intervals from a left end to the next right end with no other end between; an exact event is its own.

    At one time an exact event's closed left end comes first, then right ends, then the open left ends.
    """
    marks = {(float(high), 1, "right") for high in highs}
    marks |= {(float(low), 0 if low == high else 2, "left") for low, high in zip(lows, highs, strict=True)}
    order = sorted(marks)
    found = [(one[0], two[0]) for one, two in pairwise(order) if one[2] == "left" and two[2] == "right"]
    return np.array([pair[0] for pair in found]), np.array([pair[1] for pair in found])
