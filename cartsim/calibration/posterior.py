"""Prior times likelihood of the free parameters, on response surfaces: its top, samples of it, and what the
data told about each parameter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cartsim.calibration.readings import log_likelihood
from cartsim.calibration.surface import Surface

Values = NDArray[np.float64]

WALKERS_PER_PARAMETER = 4
STEPS, BURN_IN = 3000, 1000
TOLD, HARDLY_TOLD = 0.6, 0.8
"""SD under the posterior over that under the prior: below the first the data tell the parameter, above the
second they tell nothing of it that counts."""
REACH = 3.0
"""Scores beyond which a surface is not asked: it has seen no evaluation there."""


def log_posterior(scores: Values, readings: Surface, weight: float = 1.0) -> Values:
    """Log-density [...] at scores [..., free], up to a constant: standard normal priors, and the likelihood
    of all targets to the power `weight`; -inf beyond REACH."""
    prior = -0.5 * (scores**2).sum(axis=-1)
    found = prior + weight * log_likelihood(readings(scores))
    return np.where((np.abs(scores) <= REACH).all(axis=-1) & np.isfinite(found), found, -np.inf)


def sampled(readings: Surface, seed: int, weight: float = 1.0) -> Values:
    """Scores [sample, free] of the posterior: the affine-invariant ensemble sampler (emcee)."""
    import emcee

    n = readings.free
    random = np.random.RandomState(seed)
    start = 0.1 * random.standard_normal((WALKERS_PER_PARAMETER * n, n)) + top(readings, weight)
    sampler = emcee.EnsembleSampler(
        len(start), n, lambda z: log_posterior(z, readings, weight), vectorize=True
    )
    sampler.random_state = random.get_state()
    sampler.run_mcmc(start, STEPS)
    return sampler.get_chain(discard=BURN_IN, thin=20, flat=True)


def top(readings: Surface, weight: float = 1.0) -> Values:
    """Scores [free] of the highest posterior density, from the prior's and from a few points around it."""
    n = readings.free
    starts = np.concatenate([np.zeros((1, n)), 0.5 * np.random.default_rng(0).standard_normal((8, n))])

    def cost(scores: Values) -> float:
        return float(-log_posterior(np.clip(scores, -REACH, REACH), readings, weight))

    found = [
        minimize(cost, z, method="L-BFGS-B", bounds=[(-REACH, REACH)] * n, options={"maxfun": 100_000})
        for z in starts
    ]
    return min(found, key=lambda one: one.fun).x


class Told(NamedTuple):
    """What the posterior says of a parameter: scores of its median and 95 % interval, its SD over the
    prior's, and in a word whether the data told it."""

    median: float
    lower: float
    upper: float
    sd_ratio: float
    word: str


def told(samples: Values) -> tuple[Told, ...]:
    """One row per free parameter, from scores [sample, free]."""
    rows = []
    for column in samples.T:
        lower, median, upper = np.quantile(column, [0.025, 0.5, 0.975])
        ratio = float(column.std())
        word = "data" if ratio < TOLD else "partly" if ratio < HARDLY_TOLD else "prior"
        rows.append(Told(float(median), float(lower), float(upper), ratio, word))
    return tuple(rows)
