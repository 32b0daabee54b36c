"""Prior times likelihood of the free parameters, on response surfaces: its top, samples of it, and what the
data told about each parameter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cartsim.calibration.readings import log_likelihood
from cartsim.calibration.surface import Surface
from cartsim.calibration.targets import load_targets

Values = NDArray[np.float64]

WALKERS_PER_PARAMETER = 4
STEPS, BURN_IN, THIN = 3000, 1000, 20
SAMPLES_PER_PARAMETER = WALKERS_PER_PARAMETER * (STEPS - BURN_IN) // THIN
TOLD, HARDLY_TOLD = 0.6, 0.8
"""SD under the posterior over that under the prior: below the first the data tell the parameter, above the
second they tell nothing of it that counts."""
MORE = 1.15
"""Growth of a parameter's SD without a target that counts as told by it."""
REACH = 3.0
"""Scores beyond which a surface is not asked: it has seen no evaluation there."""


def log_posterior(scores: Values, readings: Surface, weight: float = 1.0, without: str = "") -> Values:
    """Log-density [...] at scores [..., free], up to a constant: standard normal priors, and the likelihood
    of all targets but the one named to the power `weight`; -inf beyond REACH."""
    prior = -0.5 * (scores**2).sum(axis=-1)
    found = prior + weight * log_likelihood(readings(scores), without)
    return np.where((np.abs(scores) <= REACH).all(axis=-1) & np.isfinite(found), found, -np.inf)


def sampled(readings: Surface, seed: int, weight: float = 1.0, without: str = "") -> Values:
    """Scores [sample, free] of the posterior: the affine-invariant ensemble sampler (emcee)."""
    import emcee

    n = readings.free
    random = np.random.RandomState(seed)
    start = 0.1 * random.standard_normal((WALKERS_PER_PARAMETER * n, n)) + top(readings, weight, without)
    sampler = emcee.EnsembleSampler(
        len(start), n, lambda z: log_posterior(z, readings, weight, without), vectorize=True
    )
    sampler.random_state = random.get_state()
    sampler.run_mcmc(start, STEPS)
    return sampler.get_chain(discard=BURN_IN, thin=THIN, flat=True)


def top(readings: Surface, weight: float = 1.0, without: str = "") -> Values:
    """Scores [free] of the highest posterior density, from the prior's and from a few points around it."""
    n = readings.free
    starts = np.concatenate([np.zeros((1, n)), 0.5 * np.random.default_rng(0).standard_normal((8, n))])

    def cost(scores: Values) -> float:
        return float(-log_posterior(np.clip(scores, -REACH, REACH), readings, weight, without))

    found = [
        minimize(cost, z, method="L-BFGS-B", bounds=[(-REACH, REACH)] * n, options={"maxfun": 100_000})
        for z in starts
    ]
    return min(found, key=lambda one: one.fun).x


def told_by(readings: Surface, samples: Values, seed: int) -> list[list[str]]:
    """Per free parameter the targets that tell it: without one of them the SD of the posterior is at least
    MORE times as large. The greatest first.
    """
    before = samples.std(axis=0)
    names = [name for name, target in load_targets().items() if not target.shown]
    after = {name: sampled(readings, seed, without=name).std(axis=0) / before for name in names}
    return [
        sorted((n for n in names if after[n][place] >= MORE), key=lambda n: -after[n][place])
        for place in range(samples.shape[1])
    ]


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
