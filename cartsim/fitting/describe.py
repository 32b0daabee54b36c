"""Plain quantities of a course, of samples and of a fit alike: peak, exposure, persistence, half-life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import linregress

from cartsim.fitting.free import Floats
from cartsim.fitting.samples import Samples
from cartsim.trial.kinetics import kinetics

TAIL = 3
"""Samples, the last that have a number, which a terminal half-life is read from; all after the peak."""
TAIL_DAYS = 7.0
"""Days at the end of a fitted course over which its half-life is read."""


@dataclass(frozen=True)
class Described:
    """Peak and its day (days 2 to 28), area of days 0 to 28, last day at or above the limit, terminal
    half-life [day]; None where it cannot be said."""

    cmax: float | None
    tmax: float | None
    auc_0_28: float | None
    last_day: float | None
    half_life: float | None


def of_samples(samples: Samples) -> Described:
    """Of what was measured; below the limit counts as 0, as in `cartsim.trial.kinetics`."""
    values = np.where(samples.below, 0.0, np.exp(samples.logs))
    found = kinetics(samples.days, values[np.newaxis, np.newaxis], 0.0, 0.0)
    seen = np.flatnonzero(~samples.below)
    half_life = None
    tail = seen[-TAIL:]
    peak = seen[np.argmax(samples.logs[seen])]
    if tail.size == TAIL and tail[0] > peak:
        half_life = _half_life(linregress(samples.days[tail], samples.logs[tail]).slope)
    last = float(samples.days[seen[-1]])
    return Described(_known(found.cmax), _known(found.tmax), _known(found.auc_0_28), last, half_life)


def of_course(days: Floats, levels: Floats, samples: Samples) -> Described:
    """Of a fitted course on a fine grid. The last day is None where the course is above the subject's last
    stated limit to its end, or none is stated."""
    found = kinetics(days, levels[np.newaxis, np.newaxis], 0.0, 0.0)
    limits = samples.limits[np.isfinite(samples.limits)]
    last = None
    if limits.size:
        above = np.flatnonzero(levels >= np.exp(limits[-1]))
        last = 0.0 if not above.size else float(days[above[-1]]) if above[-1] < days.size - 1 else None
    before = np.searchsorted(days, days[-1] - TAIL_DAYS)
    falling = (np.log(levels[-1]) - np.log(levels[before])) / (days[-1] - days[before])
    half_life = _half_life(falling)
    return Described(_known(found.cmax), _known(found.tmax), _known(found.auc_0_28), last, half_life)


def _half_life(slope: float) -> float | None:
    return float(-np.log(2.0) / slope) if slope < 0.0 else None


def _known(values: Floats) -> float | None:
    value = float(values.item())
    return value if np.isfinite(value) else None
