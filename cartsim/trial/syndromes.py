"""CRS and ICANS per patient from their records: worst grade, first and last sign, episodes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.records import Records, chains

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]


class Syndrome(NamedTuple):
    """Per (arm, patient): worst grade of the monitoring, worst at the safety visits, first sign, end of the
    last episode (the last day seen where it had not ended), episodes."""

    grade: Grades
    seen: Grades
    onset: Floats
    end: Floats
    episodes: Grades


def summarise(records: Records, safety_days: Floats, last_seen: Floats, quiet: float = 1.0) -> Syndrome:
    """Summary of the records of one term; days are NaN without it.

    An episode begins with the first sign and ends when `quiet` days without any have begun: what comes
    back sooner belongs to it.
    """
    last = last_seen.ravel()[records.row]
    until = np.where(np.isnan(records.end), np.nextafter(last, np.inf), records.end)
    days = np.sort(safety_days)
    noticed = np.searchsorted(days, records.start) < np.searchsorted(days, until)
    opens = np.flatnonzero(np.diff(records.row, prepend=-1))
    rows, closes = records.row[opens], np.append(opens[1:], records.row.size)[: opens.size] - 1
    first, _ = chains(records, quiet)
    counts = np.bincount(records.row[first], minlength=last_seen.size).reshape(records.shape)
    return Syndrome(
        grade=records.spread(_worst(records.grade, opens), rows, 0),
        seen=records.spread(_worst(np.where(noticed, records.grade, 0), opens), rows, 0),
        onset=records.spread(records.start[opens], rows, np.nan),
        end=records.spread(np.fmin(records.end, last)[closes], rows, np.nan),
        episodes=counts.astype(np.int8),
    )


def _worst(grades: NDArray, opens: NDArray[np.int64]) -> Grades:
    """The worst grade of each patient's stretch of the list."""
    return np.maximum.reduceat(grades, opens).astype(np.int8) if opens.size else np.zeros(0, np.int8)
