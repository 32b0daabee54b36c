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

MOST_ROUNDS, SMALL, TINY = 5_000, 1e-9, 1e-300


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
    low, high, patients = _distinct(lows, highs)
    start, end = _innermost(low, high)
    first, past = _covered(low, high, start, end)
    return Turnbull(start, end, _masses(first, past, patients / max(lows.size, 1), start.size))


def _distinct(lows: NDArray, highs: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Each interval once, with how many patients have it."""
    one, place = np.unique(lows, return_inverse=True)
    two, other = np.unique(highs, return_inverse=True)
    codes, patients = np.unique(place * two.size + other, return_counts=True)
    return one[codes // max(two.size, 1)], two[codes % max(two.size, 1)], patients


def _covered(low: NDArray, high: NDArray, start: NDArray, end: NDArray) -> tuple[NDArray, NDArray]:
    """The innermost intervals that each (low, high] holds lie side by side: the first, and the one past the
    last. An exact event holds its own alone, and an interval that opens on its day does not hold it."""
    opens = np.maximum(np.searchsorted(start, low), np.searchsorted(end, low, side="right"))
    first = np.where(low == high, np.searchsorted(end, low), opens)
    return first, np.where(low == high, first + 1, np.searchsorted(end, high, side="right"))


def _masses(first: NDArray, past: NDArray, weight: NDArray, size: int) -> NDArray[np.float64]:
    """The fixed point of the self-consistency step, by extrapolation from two steps to the next (SQUAREM).

    Varadhan & Roland 2008, Scand J Stat 35:335, scheme S3 [recalled]; a loss of likelihood is not taken.
    """

    def fit(mass: NDArray) -> tuple[NDArray, float]:
        """The step, in sums over ranges, and the log-likelihood before it."""
        so_far = np.concatenate([[0.0], np.cumsum(mass)])
        share = so_far[past] - so_far[first]
        change = np.bincount(first, weight / share, size + 1) - np.bincount(past, weight / share, size + 1)
        return mass * np.cumsum(change)[:-1], float(weight @ np.log(share))

    mass = np.full(size, 1.0 / max(size, 1))
    for _ in range(MOST_ROUNDS):
        one, _ = fit(mass)
        two, _ = fit(one)
        step, bend = one - mass, two - 2.0 * one + mass
        if np.abs(step).max(initial=0.0) < SMALL:
            return one
        stride = max(1.0, float(np.linalg.norm(step)) / max(float(np.linalg.norm(bend)), TINY))
        far = mass + 2.0 * stride * step + stride**2 * bend
        far = np.where(far > 0.0, far, two)
        far, likelihood = fit(far / far.sum())
        mass = far if likelihood >= fit(two)[1] - SMALL else two
    return mass


def _innermost(lows: NDArray, highs: NDArray) -> tuple[NDArray, NDArray]:
    """Intervals from a left end to the next right end with no other end between; an exact event is its own.

    At one time an exact event's closed left end comes first, then right ends, then the open left ends.
    """
    marks = {(float(high), 1, "right") for high in highs}
    marks |= {(float(low), 0 if low == high else 2, "left") for low, high in zip(lows, highs, strict=True)}
    order = sorted(marks)
    found = [(one[0], two[0]) for one, two in pairwise(order) if one[2] == "left" and two[2] == "right"]
    return np.array([pair[0] for pair in found]), np.array([pair[1] for pair in found])
