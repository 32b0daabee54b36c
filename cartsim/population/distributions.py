"""From a standard normal score to a patient's value: the quantile functions of the parameters' distributions.

A distribution is truncated to the parameter's bounds by mapping the score onto what lies between them, not by
drawing again: a patient keeps its rank, and one number is used per value. Where a scenario replaces the
typical value, the window moves with it: each patient's deviation from the typical value stays the same.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, logit, ndtr, ndtri

from cartsim.parameters import Parameter

Values = NDArray[np.float64]
Typical = float | Values


def quantile(entry: Parameter, score: Values, typical: Typical | None = None) -> Values:
    """Values of `entry` [its unit, patient] at normal scores; `typical` replaces the value of the file."""
    centre = entry.value if typical is None else typical
    if entry.distribution not in SHAPES:
        return np.broadcast_to(np.asarray(centre, dtype=np.float64), score.shape).copy()
    return SHAPES[entry.distribution](entry, score, centre)


def _lognormal(entry: Parameter, score: Values, typical: Typical) -> Values:
    """typical * exp(spread z); an infinite or zero typical value is everybody's."""
    if entry.spread == 0.0:
        return typical * np.ones_like(score)
    low, high = (_log_ratio(bound, entry.value) / entry.spread for bound in entry.bounds)
    return typical * np.exp(entry.spread * between(score, low, high))


def _logitnormal(entry: Parameter, score: Values, typical: Typical) -> Values:
    """expit(logit(typical) + spread/(1 - typical) z): near the median the share's log has SD `spread`."""
    centre = np.clip(typical, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        slope = np.where(centre < 1.0, entry.spread / (1.0 - centre), 0.0)
    return expit(logit(centre) + slope * score)


def _normal(entry: Parameter, score: Values, typical: Typical) -> Values:
    """typical + spread z."""
    low, high = ((bound - entry.value) / entry.spread for bound in entry.bounds)
    return typical + entry.spread * between(score, low, high)


def _loguniform(entry: Parameter, score: Values, typical: Typical) -> Values:
    """low (high/low)^u; another typical value moves both ends."""
    low, high = entry.bounds
    return typical / entry.value * low * np.exp(log(high / low) * ndtr(score))


def _beta(entry: Parameter, score: Values, typical: Typical) -> Values:
    """Beta(typical c, (1 - typical) c), c = spread; nothing or all where typical is 0 or 1."""
    mean = np.clip(typical, 1e-300, 1.0 - 1e-16)
    drawn = betaincinv(mean * entry.spread, (1.0 - mean) * entry.spread, ndtr(score))
    return np.where(
        (np.asarray(typical) > 0.0) & (np.asarray(typical) < 1.0), drawn, np.asarray(typical, float)
    )


def between(score: Values, low: float, high: float) -> Values:
    """The score at the same rank of the normal distribution truncated to [low, high]."""
    below, above = ndtr(low), ndtr(-high)
    if below == 0.0 and above == 0.0:
        return score
    return np.clip(ndtri(below + ndtr(score) * (1.0 - above - below)), low, high)


def _log_ratio(bound: float, value: float) -> float:
    return -inf if bound == 0.0 else inf if bound == inf else log(bound / value)


SHAPES: dict[str, Callable[[Parameter, Values, Typical], Values]] = {
    "lognormal": _lognormal,
    "logitnormal": _logitnormal,
    "normal": _normal,
    "loguniform": _loguniform,
    "beta": _beta,
}
