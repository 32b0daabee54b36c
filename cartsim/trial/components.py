"""What the spread over parameter draws consists of, where every draw has the same virtual patients.

Outcome of patient p in draw d: mean + draw_d + patient_p + rest_dp. The patient's own part is the same in
all draws (common random numbers) and cancels from the spread of the draws' means; of the luck of few patients
only the rest stays in it. So, with the mean squares of the two-way table without replication,

    variance of the draws' means = parameter variance + MS_rest / n,

which is solved for the parameter variance. Subtracting p (1 - p) / n instead, as for draws with patients of
their own, would take away what the pairing has already removed. Searle, Casella & McCulloch 1992, Variance
Components, ch. 4 [recalled]. Exact where every patient counts in every draw, close where a few do not.

The limits of the parameter SD are those of Williams (1962) and Tukey [recalled], with L = MS_rest / n, V the
larger of L and the variance of the draws' means, and df and df_rest the degrees of freedom of the two,

    df (V - F_0.975(df, df_rest) L) / chi2_0.975(df)  to  df (V - F_0.025(df, df_rest) L) / chi2_0.025(df),

so that a spread under what luck gives on average is no evidence of less than nothing. They hold for normal
parts, df = draws - 1. Shares are skewed, and patients who share their random numbers in all draws move
together in a way that depends on who they are. Both widen the error of V, and df is that of the chi-square
with the same relative variance (Satterthwaite's device):

    2 / df = 2 / (draws - 1) + kurtosis / draws + 4 var(shared) / (n V^2),

shared: the covariance of a patient with the mean of the others over the draws, whose mean over patients is
the parameter variance (first term of Hoeffding's decomposition).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CENTRAL = (0.025, 0.975)
"""The part of the draws that an interval of parameter uncertainty holds."""
NO_REST = 1e-9
"""Sum of squares of whole numbers under which there is none: the least that is possible is about 1/2."""


class Components(NamedTuple):
    """Parameter uncertainty of a mean outcome, freed of Monte Carlo error, and that error of one draw."""

    mean: float
    parameter_sd: float
    lower: float
    upper: float
    sd_lower: float
    sd_upper: float
    monte_carlo_sd: float


def components(outcomes: ArrayLike) -> Components:
    """Variance components of outcomes (draw, patient); NaN: the patient does not count in the draw.

    `sd_lower` and `sd_upper` are the 95 % limits of `parameter_sd`, NaN where nothing differs between draws.
    With `sd_lower` 0 the typical values cannot be separated from Monte Carlo error, and there are no `lower`
    and `upper`. Else these hold the central 95 % of the draws after they are drawn together around their mean
    until their SD is `parameter_sd`. NaN with fewer than two draws or patients.

    >>> found = components([[0, 0, 0, 1], [1, 1, 0, 1], [0, 1, 0, 1]])
    >>> round(found.mean, 3), round(found.parameter_sd, 3), round(found.monte_carlo_sd, 3)
    (0.5, 0.167, 0.264)
    >>> found.sd_lower, found.lower
    (0.0, nan)
    """
    table = np.atleast_2d(np.asarray(outcomes, float))
    table = table[np.isfinite(table).any(axis=1)]
    table = table[:, np.isfinite(table).any(axis=0)]
    known = np.isfinite(table)
    draws, patients = table.shape
    if draws < 2 or patients < 2:
        return Components(float(np.nanmean(table)) if known.any() else np.nan, *[np.nan] * 6)
    n, values = known.sum(axis=1), np.where(known, table, 0.0)
    means = values.sum(axis=1) / n
    freedom = max(int(known.sum()) - draws - patients + 1, 1)
    luck = _rest(values, known, means) / freedom * float(np.mean(1.0 / n))
    spread = float(means.var(ddof=1)) if np.ptp(means) > 0.0 else 0.0
    parameter_sd = float(np.sqrt(max(spread - luck, 0.0)))
    sd_lower, sd_upper = _sd_limits(spread, luck, _freedom(values, known, means, max(spread, luck)), freedom)
    most = (values.max() - values.min()) / 2.0 * float(np.sqrt(draws / (draws - 1)))
    lower, upper = np.quantile(narrowed(means, parameter_sd), CENTRAL) if sd_lower > 0.0 else (np.nan,) * 2
    error = np.sqrt(np.mean(_variance_of_mean(values, known, means, n)))
    sd_upper = float(np.minimum(most, sd_upper))
    return Components(
        float(means.mean()), parameter_sd, float(lower), float(upper), sd_lower, sd_upper, float(error)
    )


def narrowed(shares: Floats, sd: float) -> Floats:
    """Shares drawn together around their mean until their SD is `sd`; never apart, nothing for `sd` NaN.

    >>> narrowed(np.array([0.0, 0.4]), 0.1 * 2**0.5).round(3).tolist(), narrowed(np.array([0.0, 0.4]), 1.0)
    ([0.1, 0.3], array([0. , 0.4]))
    """
    centre, spread = shares.mean(), float(shares.std(ddof=1)) if shares.size > 1 else 0.0
    return centre + (min(np.nan_to_num(sd) / spread, 1.0) if spread > 0.0 else 0.0) * (shares - centre)


def _sd_limits(spread: float, luck: float, freedom: float, rest_freedom: int) -> tuple[float, float]:
    """95 % limits of the parameter SD."""
    from scipy.stats import chi2, f  # takes long to load, and few runs need it

    total = max(spread, luck)
    if total <= 0.0:
        return np.nan, np.nan
    below, above = (
        freedom * (total - luck * f.ppf(level, freedom, rest_freedom)) / chi2.ppf(level, freedom)
        for level in CENTRAL[::-1]
    )
    return float(np.sqrt(max(below, 0.0))), float(np.sqrt(above))


def _freedom(values: Floats, known: NDArray[np.bool_], means: Floats, total: float) -> float:
    """Degrees of freedom of a chi-square that is relatively as uncertain as the variance of the means."""
    draws, patients = values.shape
    square = (means - means.mean()) ** 2
    peaked = max(float(np.mean(square**2) / np.mean(square) ** 2) - 3.0, 0.0) if np.ptp(means) > 0.0 else 0.0
    own = np.where(known, values - values.sum(axis=0) / known.sum(axis=0), 0.0)
    others = own.sum(axis=1, keepdims=True) - own
    shared = (own * others).sum(axis=0) / ((draws - 1) * (patients - 1))
    moved = 4.0 * float(shared.var(ddof=1)) / (patients * total**2) if total > 0.0 else 0.0
    return 2.0 / (2.0 / (draws - 1) + peaked / draws + moved)


def _rest(values: Floats, known: NDArray[np.bool_], means: Floats) -> float:
    """Sum of squares of what neither the draw nor the patient explains."""
    n, of = known.sum(axis=1), known.sum(axis=0)
    grand = values.sum() / known.sum()
    own = values.sum(axis=0) / of
    total = (np.where(known, values - grand, 0.0) ** 2).sum()
    rest = float(total - (n * (means - grand) ** 2).sum() - (of * (own - grand) ** 2).sum())
    return rest if rest > NO_REST else 0.0


def _variance_of_mean(values: Floats, known: NDArray[np.bool_], means: Floats, n: NDArray) -> Floats:
    """Of each draw: how far its mean would move with other patients."""
    squares = (np.where(known, values - means[:, None], 0.0) ** 2).sum(axis=1)
    return squares / (n * np.maximum(n - 1, 1))
