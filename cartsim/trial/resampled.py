"""Medians of resampled patients: how far a median, or the difference of two, moves by the luck of the draw.

A resample is a row of counts, how often each patient was drawn, so that every endpoint of the same patients
is resampled alike and the pairs of two arms or runs stay together.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.intervals import Interval

Floats = NDArray[np.float64]
Counts = NDArray[np.int16]
"""How often each patient is in a resample (draw, patient)."""

DRAWS = 1000
"""Resamples: the ends of 95 % then rest on the outer 25 at each side."""
AT_ONCE = 4_000_000
"""Counts held in memory at a time."""
NEVER = np.inf
"""The median of a curve that does not come down to one half."""


def resamples(
    patients: int, seed: int, purpose: str, rows: int = DRAWS, draws: int = DRAWS
) -> Iterator[Counts]:
    """Counts of patients drawn with replacement, `rows` draws at a time; addressed by seed and purpose."""
    digest = blake2b(f"{seed}\0resamples/{purpose}".encode(), digest_size=16).digest()
    stream = np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))
    for start in range(0, draws, rows):
        some = min(rows, draws - start)
        drawn = stream.integers(0, max(patients, 1), size=(some, patients))
        places = drawn + patients * np.arange(some)[:, None]
        yield np.bincount(places.ravel(), minlength=some * patients).reshape(some, patients).astype(np.int16)


def medians(values: Floats, counts: Counts) -> Floats:
    """Median of each resample (draw); patients with a NaN are left out, NaN where nobody is left.

    >>> counts = np.array([[1, 1, 1, 0], [0, 0, 2, 1], [1, 1, 0, 3]])
    >>> medians(np.array([1.0, 2.0, 9.0, np.nan]), counts).tolist()
    [2.0, 9.0, 1.5]
    """
    order = np.argsort(values, kind="stable")[: int(np.isfinite(values).sum())]
    if not order.size:
        return np.full(len(counts), np.nan)
    below = counts[:, order].cumsum(axis=1, dtype=np.int32)
    half = below[:, -1:] / 2.0
    ends = ((below >= half).argmax(axis=1), (below > half).argmax(axis=1))
    middle = (values[order[ends[0]]] + values[order[ends[1]]]) / 2.0
    return np.where(below[:, -1] > 0, middle, np.nan)


def survival_medians(time: Floats, event: NDArray, counts: Counts) -> Floats:
    """Kaplan-Meier median of each resample (draw); `NEVER` where the curve stays above one half, NaN where
    nobody is in the set (time NaN).

    >>> time, event = np.array([1.0, 2.0, 3.0]), np.array([1, 1, 0])
    >>> survival_medians(time, event, np.array([[1, 1, 1], [0, 1, 2]])).tolist()
    [2.0, inf]
    """
    order = np.lexsort((1 - np.asarray(event, int), time))[: int(np.isfinite(time).sum())]
    if not order.size:
        return np.full(len(counts), np.nan)
    drawn = counts[:, order].astype(float)
    at_risk = drawn.sum(axis=1, keepdims=True) - drawn.cumsum(axis=1) + drawn
    lost = drawn * (np.asarray(event)[order] == 1)
    survival = np.cumprod(1.0 - lost / np.maximum(at_risk, 1.0), axis=1)
    down = survival <= 0.5 + 1e-12
    found = np.where(down.any(axis=1), time[order[down.argmax(axis=1)]], NEVER)
    return np.where(drawn.any(axis=1), found, np.nan)


def difference_limits(first: Floats, second: Floats, level: float = 0.95) -> Interval:
    """Percentile limits of first minus second over the resamples (draw); two that are never reached do not
    differ. NaN where fewer than half of the resamples have both."""
    with np.errstate(invalid="ignore"):
        difference = np.where(first == second, 0.0, first - second)
    known = difference[~np.isnan(difference)]
    if 2 * known.size < difference.size or not known.size:
        return Interval(float("nan"), float("nan"))
    tail = (1.0 - level) / 2.0
    low = np.quantile(known, tail, method="lower")
    return Interval(float(low), float(np.quantile(known, 1.0 - tail, method="higher")))
