"""Follow-up of patients as counts: who is still followed at each time, and what happens there."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def observed(time: ArrayLike, event: ArrayLike, causes: bool = False) -> tuple[Floats, Counts]:
    """Times and codes, one per patient: 1 an event, 0 a censoring, with `causes` 2 and up competing ones.

    ValueError where lengths differ, a time is missing, infinite or negative, or a code is another.

    >>> days, seen = observed([3, 5], [True, False])
    >>> days.tolist(), seen.tolist()
    ([3.0, 5.0], [1, 0])
    """
    days, seen = np.asarray(time, float).ravel(), np.asarray(event).ravel()
    if days.size != seen.size:
        raise ValueError(f"{days.size} times and {seen.size} events")
    if not np.all(np.isfinite(days) & (days >= 0.0)):
        raise ValueError("a time is missing, infinite or negative")
    codes = seen.astype(np.int64)
    if np.any(codes != seen) or np.any(codes < 0) or (not causes and np.any(codes > 1)):
        more = ", competing causes 2 and up" if causes else ""
        raise ValueError(f"an event is coded 1, a censoring 0{more}")
    return days, codes


def risk_table(days: Floats, counted: NDArray[np.bool_]) -> tuple[Floats, Counts, Counts]:
    """Distinct times, patients at risk just before each, counted events at each.

    >>> [column.tolist() for column in risk_table(np.array([2.0, 2.0, 5.0]), np.array([True, False, True]))]
    [[2.0, 5.0], [3, 1], [1, 1]]
    """
    times, place, rows = np.unique(days, return_inverse=True, return_counts=True)
    at_risk = np.cumsum(rows[::-1])[::-1]
    events = np.bincount(place, weights=counted, minlength=times.size)
    return times, at_risk.astype(np.int64), events.astype(np.int64)
