"""The fitted course with the pointwise interval of its level, not of a further sample."""

from __future__ import annotations

import numpy as np

from cartsim.fitting.estimate import Curve, Found, Task, ends, precision
from cartsim.fitting.fit import Band
from cartsim.fitting.free import Floats
from cartsim.population.streams import normals

DRAWS = 400
"""Of the parameters: an end of a 95 % band rests on ten of them."""
SEED = 0
"""A fit has no seed of its own: the draws of a subject are addressed by its name."""
FIRST_DAY = (1 / 24, 1 / 12, 1 / 6, 1 / 4, 1 / 2, 3 / 4)
FINE_UNTIL = 28


def grid(last: float) -> Floats:
    """Days of a course to the last sample, four weeks at least: finer at first."""
    end = max(float(np.ceil(last)), float(FINE_UNTIL))
    fine = np.arange(1.0, FINE_UNTIL, 0.25)
    return np.concatenate([FIRST_DAY, fine, np.arange(FINE_UNTIL, end + 1.0)])


def band(name: str, task: Task, about: Found, centre: Floats, level: float) -> Band:
    """Course at `centre` with quantiles over draws from the normal distribution whose precision is that of
    the objective at `about`."""
    days = grid(float(task.samples.days[-1]))
    curve: Curve = task.curve.at(days)
    points = np.repeat(centre[np.newaxis], DRAWS + 1, axis=0)
    places = np.flatnonzero(task.moves)
    if places.size:
        scores = normals(SEED, f"band of a fit/{name}", np.arange(DRAWS), places.size)
        values, vectors = np.linalg.eigh(np.linalg.pinv(precision(task, about), hermitian=True))
        points[1:, places] += scores @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    low, high = ends(task.curve.free)
    levels = curve.levels(np.clip(points, low, high))
    outer = np.quantile(levels[1:], [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Band(days, *np.exp([levels[0], *outer]))
