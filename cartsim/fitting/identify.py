"""Which parameters of a subject its samples can tell apart: computed, not assumed.

Sensitivities s_j: change of the ln levels for one SD between patients, each sample weighed by what it tells.
A parameter whose own s_j could not even alone narrow it to the range of the search is flat. Among the rest
the largest set is taken whose collinearity index gamma = 1/sqrt(least eigenvalue of S'S), columns of S scaled
to length 1, is at most MOST_COLLINEAR, and of sets of that size the one of the largest determinant measure
rho = det(S'S)^(1/(2 k)), columns not scaled. Brun, Reichert and Kuensch, Water Resour Res 2001;37:1015-1030.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from cartsim.fitting import likelihood
from cartsim.fitting.estimate import Found, Task, ends, spreads

MOST_COLLINEAR = 10.0
"""At gamma the others undo a change of one parameter to 1/gamma of it: all but a tenth. Brun 2001 holds 10 to
15 for critical, others less than 20."""


@dataclass(frozen=True)
class Subset:
    """The parameters that are told apart, the index of them, and why each of the others is not."""

    moves: NDArray[np.bool_]
    gamma: float
    reasons: dict[int, str]


def sensitivities(task: Task, found: Found) -> NDArray[np.float64]:
    """S (sample, parameter) at a point where all parameters moved."""
    told = likelihood.information(found.levels, task.samples, task.sigma)
    return np.sqrt(told)[:, np.newaxis] * found.slopes * spreads(task.curve.free)


def collinearity(columns: NDArray[np.float64]) -> float:
    """gamma of a set of sensitivities (sample, parameter); 1 where they are at right angles.

    >>> round(collinearity(np.array([[1.0, 0.0], [0.0, 2.0]])), 3)
    1.0
    """
    scaled = columns / np.linalg.norm(columns, axis=0)
    least = np.linalg.svd(scaled, compute_uv=False)
    return float(1.0 / least[-1]) if len(columns) >= columns.shape[1] and least[-1] > 0 else np.inf


def told_apart(task: Task, found: Found, level: float) -> Subset:
    """The subset of a subject, from a point where all parameters moved."""
    columns = sensitivities(task, found)
    low, high = ends(task.curve.free)
    alone = norm.ppf(0.5 + level / 2) * spreads(task.curve.free)
    flat = np.linalg.norm(columns, axis=0) * (high - low) / 2 < alone
    places = np.flatnonzero(~flat)
    chosen, gamma = _largest(columns, places)
    moves = np.isin(np.arange(flat.size), chosen)
    reasons = {int(j): "no effect on these samples" for j in np.flatnonzero(flat)}
    for j in places[~np.isin(places, chosen)]:
        index = collinearity(columns[:, [*chosen, j]])
        said = "more parameters than samples" if np.isinf(index) else f"collinear, index {index:.0f}"
        reasons[int(j)] = said
    return Subset(moves, gamma, reasons)


def _largest(columns: NDArray[np.float64], places: NDArray[np.int64]) -> tuple[list[int], float]:
    for size in range(places.size, 0, -1):
        sound = []
        for some in combinations(places.tolist(), size):
            gamma = collinearity(columns[:, some])
            if gamma <= MOST_COLLINEAR:
                sound.append((_determinant(columns[:, some]), gamma, list(some)))
        if sound:
            _, gamma, chosen = max(sound, key=lambda item: item[0])
            return chosen, gamma
    return [], 1.0


def _determinant(columns: NDArray[np.float64]) -> float:
    return float(np.prod(np.linalg.svd(columns, compute_uv=False)) ** (1.0 / columns.shape[1]))
