"""The censored likelihood against two libraries that have one, and its derivatives against differences."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import LogNormalFitter
from scipy.optimize import minimize
from scipy.stats import CensoredData, norm

from cartsim.fitting import likelihood
from cartsim.fitting.samples import Samples

RNG = np.random.default_rng(3)
LIMIT = np.log(0.6)
DRAWN = 0.2 + 0.9 * RNG.standard_normal(60)
BELOW = DRAWN < LIMIT
LOGS = np.where(BELOW, LIMIT, DRAWN)
SAMPLES = Samples("1", "cells/uL", np.arange(1.0, 61.0), LOGS, BELOW, np.full(60, LIMIT))


def best() -> np.ndarray:
    """Level and ln sigma of the least deviance."""

    def lack(at: np.ndarray) -> float:
        return float(likelihood.deviance(np.full(60, at[0]), SAMPLES, float(np.exp(at[1]))))

    return minimize(lack, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10}).x


def test_level_and_spread_are_those_of_scipys_censored_data():
    data = CensoredData(uncensored=DRAWN[~BELOW], left=np.full(BELOW.sum(), LIMIT))
    mean, sd = norm.fit(data)
    level, log_sigma = best()
    assert level == pytest.approx(mean, abs=1e-4)
    assert np.exp(log_sigma) == pytest.approx(sd, abs=1e-4)


def test_the_likelihood_is_that_of_lifelines():
    fitter = LogNormalFitter().fit_left_censoring(np.exp(LOGS), event_observed=~BELOW)
    found = likelihood.deviance(np.full(60, fitter.mu_), SAMPLES, float(fitter.sigma_))
    of_values = found + 2.0 * LOGS[~BELOW].sum()  # a density of values, not of their logs
    assert of_values == pytest.approx(-2.0 * fitter.log_likelihood_, rel=1e-6)


@pytest.mark.parametrize("level", [-3.0, LIMIT, 0.4, 4.0])
def test_derivatives_are_those_of_differences(level):
    at, step = np.full(60, level), 1e-5
    up, down = (likelihood.residuals(at + sign * step, SAMPLES, 0.5) for sign in (1, -1))
    assert likelihood.slopes(at, SAMPLES, 0.5) == pytest.approx((up - down) / (2 * step), abs=1e-5)
    score = (LOGS - at) / 0.5
    rise = (likelihood.mills(score + step) - likelihood.mills(score - step)) / (2 * step)
    found = likelihood.information(at, SAMPLES, 0.5)
    assert found[BELOW] == pytest.approx(-rise[BELOW] / 0.25, rel=1e-4, abs=1e-9)
    assert (found[~BELOW] == 4.0).all()


def test_far_from_the_limit_nothing_overflows():
    for level in (-1e3, 1e3):
        for found in (likelihood.residuals, likelihood.slopes, likelihood.information):
            assert np.isfinite(found(np.full(60, level), SAMPLES, 0.02)).all()
