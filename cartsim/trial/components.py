"""What the spread over parameter draws consists of, where every draw has the same virtual patients.

Outcome of patient p in draw d: mean + draw_d + patient_p + rest_dp. The patient's own part is the same in
all draws (common random numbers) and cancels from the spread of the draws' means; of the luck of few patients
only the rest stays in it. So, with the mean squares of the two-way table without replication,

    variance of the draws' means = parameter variance + MS_rest / n,

which is solved for the parameter variance. Subtracting p (1 - p) / n instead, as for draws with patients of
their own, would take away what the pairing has already removed. Searle, Casella & McCulloch 1992, Variance
Components, ch. 4 [recalled]. Exact where every patient counts in every draw, close where a few do not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CENTRAL = (0.025, 0.975)
"""The part of the draws that an interval of parameter uncertainty holds."""


class Components(NamedTuple):
    """Parameter uncertainty of a mean outcome, freed of Monte Carlo error, and that error of one draw."""

    mean: float
    parameter_sd: float
    lower: float
    upper: float
    monte_carlo_sd: float


def components(outcomes: ArrayLike) -> Components:
    """Variance components of outcomes (draw, patient); NaN: the patient does not count in the draw.

    `lower` and `upper` hold the central 95 % of the draws after these are drawn together around their mean
    until their SD is `parameter_sd`. NaN with fewer than two draws or patients.

    >>> found = components([[0, 0, 0, 1], [1, 1, 0, 1], [0, 1, 0, 1]])
    >>> round(found.mean, 3), round(found.parameter_sd, 3), round(found.monte_carlo_sd, 3)
    (0.5, 0.167, 0.264)
    """
    table = np.atleast_2d(np.asarray(outcomes, float))
    known = np.isfinite(table)
    table, known = table[known.any(axis=1)], known[known.any(axis=1)]
    draws, patients = table.shape[0], int(known.any(axis=0).sum())
    if draws < 2 or patients < 2:
        return Components(float(np.nanmean(table)) if known.any() else np.nan, *[np.nan] * 4)
    n, values = known.sum(axis=1), np.where(known, table, 0.0)
    means = values.sum(axis=1) / n
    rest = max(_rest(values, known, means) / max(known.sum() - draws - patients + 1, 1), 0.0)
    spread = float(means.var(ddof=1))
    parameter = max(spread - rest * float(np.mean(1.0 / n)), 0.0)
    ends = np.quantile(means, CENTRAL) - means.mean()
    narrowing = np.sqrt(parameter / spread) if spread > 0.0 else 0.0
    lower, upper = means.mean() + narrowing * ends
    error = np.sqrt(np.mean(_variance_of_mean(values, known, means, n)))
    return Components(
        float(means.mean()), float(np.sqrt(parameter)), float(lower), float(upper), float(error)
    )


def _rest(values: Floats, known: NDArray[np.bool_], means: Floats) -> float:
    """Sum of squares of what neither the draw nor the patient explains."""
    n, of = known.sum(axis=1), known.sum(axis=0)
    grand = values.sum() / known.sum()
    own = values.sum(axis=0) / np.maximum(of, 1)
    total = (np.where(known, values - grand, 0.0) ** 2).sum()
    return float(total - (n * (means - grand) ** 2).sum() - (of * (own - grand) ** 2).sum())


def _variance_of_mean(values: Floats, known: NDArray[np.bool_], means: Floats, n: NDArray) -> Floats:
    """Of each draw: how far its mean would move with other patients."""
    squares = (np.where(known, values - means[:, None], 0.0) ** 2).sum(axis=1)
    return squares / (n * np.maximum(n - 1, 1))
