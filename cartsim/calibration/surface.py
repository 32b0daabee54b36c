"""A quadratic response surface for every reading: what stands for the model while a posterior is sampled.

reading(z) = a + sum b_i z_i + sum c_ij z_i z_j over scores z, by least squares on evaluations of the
model. Its error is told by leaving each evaluation out in turn (Allen's PRESS, from the hat matrix).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


class Surface(NamedTuple):
    """Coefficients [feature, column] and, per column, the SD of the error of a reading that was left out."""

    coefficients: Values
    error: Values

    @property
    def free(self) -> int:
        """How many scores it takes: n scores have (n + 1)(n + 2)/2 features."""
        return round((8 * len(self.coefficients) + 1) ** 0.5 - 3) // 2

    def __call__(self, scores: Values) -> Values:
        """Readings [..., column] at scores [..., free]."""
        return features(scores) @ self.coefficients


def features(scores: Values) -> Values:
    """1, the scores, and their products in pairs [..., feature].

    >>> features(np.array([2.0, 3.0])).tolist()
    [1.0, 2.0, 3.0, 4.0, 6.0, 9.0]
    """
    first, second = np.triu_indices(scores.shape[-1])
    ones = np.ones((*scores.shape[:-1], 1))
    return np.concatenate([ones, scores, scores[..., first] * scores[..., second]], axis=-1)


def fitted(scores: Values, rows: Values) -> Surface:
    """The surfaces of readings [evaluation, column] at scores [evaluation, free]; a reading that is NaN is
    left out of its column. Raises ValueError where a column has fewer readings than coefficients.
    """
    design = features(scores)
    coefficients, errors = np.empty((design.shape[1], rows.shape[1])), np.empty(rows.shape[1])
    for place in range(rows.shape[1]):
        known = np.isfinite(rows[:, place])
        if known.sum() <= design.shape[1]:
            raise ValueError(f"{known.sum()} readings are too few for {design.shape[1]} coefficients")
        q, r = np.linalg.qr(design[known])
        coefficients[:, place] = np.linalg.solve(r, q.T @ rows[known, place])
        left = rows[known, place] - design[known] @ coefficients[:, place]
        errors[place] = np.sqrt(np.mean((left / (1.0 - (q**2).sum(axis=1))) ** 2))
    return Surface(coefficients, errors)
