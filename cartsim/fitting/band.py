"""The fitted course with the pointwise interval of its level, not of a further sample."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from cartsim.fitting.estimate import Found, Task, precision, with_slopes
from cartsim.fitting.fit import Band
from cartsim.fitting.free import Floats

FIRST_DAY = (1 / 24, 1 / 12, 1 / 6, 1 / 4, 1 / 2, 3 / 4)
FINE_UNTIL = 28
WIDEST = 100.0
"""Of the log: a band of more than forty powers of ten says nothing, and would be no number."""


def grid(last: float) -> Floats:
    """Days of a course to the last sample, four weeks at least: finer at first."""
    end = max(float(np.ceil(last)), float(FINE_UNTIL))
    fine = np.arange(1.0, FINE_UNTIL, 0.25)
    return np.concatenate([FIRST_DAY, fine, np.arange(FINE_UNTIL, end + 1.0)])


def band(task: Task, about: Found, centre: Floats, level: float) -> Band:
    """The course at `centre`; its interval by the delta method on the log: variances J C J', C the inverse of
    the precision at `about`, J the derivatives of the ln level there.

    Draws of the parameters would not do better: their ridge is curved, and a normal distribution leaves it.
    """
    days = grid(float(task.samples.days[-1]))
    curve = task.curve.at(days)
    logs = curve.levels(centre[np.newaxis])[0]
    _, slopes = with_slopes(curve, about.x, task.moves)
    half = np.zeros_like(logs)
    if task.moves.any():
        variance = np.linalg.pinv(precision(task, about), hermitian=True)
        spread = np.einsum("ti,ij,tj->t", slopes, variance, slopes)
        half = norm.ppf(0.5 + level / 2) * np.sqrt(np.maximum(spread, 0.0))
    half = np.minimum(half, WIDEST)
    return Band(days, np.exp(logs), np.exp(logs - half), np.exp(logs + half))
