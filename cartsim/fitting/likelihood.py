"""How likely samples are at a course: log-normal error, and below the limit the chance of being there.

A value y at a level f (both as logs) has the residual (y - f)/s. Of a sample below the limit l only that is
known: its likelihood is Phi((l - f)/s), method M3 of Beal (J Pharmacokinet Pharmacodyn 2001;28:481-504). Its
residual is the root of -2 ln of that, so that half the sum of squares is the negative log-likelihood and any
least squares can minimise it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from cartsim.fitting.samples import Samples

Floats = NDArray[np.float64]

SMALL = 1e-150
"""Residuals under it are 0: far below the limit nothing pulls."""


def residuals(levels: Floats, samples: Samples, sigma: float) -> Floats:
    """Residuals (..., sample) at ln levels (..., sample); sigma: SD of the log."""
    score = (samples.logs - levels) / sigma
    return np.where(samples.below, np.sqrt(np.maximum(-2.0 * log_ndtr(score), 0.0)), score)


def slopes(levels: Floats, samples: Samples, sigma: float) -> Floats:
    """Derivative of each residual by its ln level."""
    score = (samples.logs - levels) / sigma
    root = np.sqrt(np.maximum(-2.0 * log_ndtr(score), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        censored = np.where(root > SMALL, mills(score) / root, 0.0)
    return np.where(samples.below, censored, -1.0) / sigma


def information(levels: Floats, samples: Samples, sigma: float) -> Floats:
    """What each sample tells of its ln level: second derivative of the negative log-likelihood."""
    score = (samples.logs - levels) / sigma
    ratio = mills(score)
    return np.where(samples.below, ratio * (ratio + score), 1.0) / sigma**2


def deviance(levels: Floats, samples: Samples, sigma: float) -> Floats:
    """-2 ln likelihood (...) of the logs of the samples."""
    squares = (residuals(levels, samples, sigma) ** 2).sum(axis=-1)
    return squares + samples.measured * np.log(2.0 * np.pi * sigma**2)


def mills(score: Floats) -> Floats:
    """phi/Phi of the standard normal distribution, exact in both tails."""
    return np.exp(-0.5 * score**2 - 0.5 * np.log(2.0 * np.pi) - log_ndtr(score))
