"""Quantile functions: the right distribution, inside the bounds, and rank-preserving."""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cartsim.parameters import load_parameters
from cartsim.population.distributions import between, quantile

SCORES = stats.norm.ppf((np.arange(4001) + 0.5) / 4001)
ENTRIES = load_parameters()
VARYING = sorted(s for s, e in ENTRIES.items() if e.distribution not in ("fixed", "covariate"))


def test_a_lognormal_has_its_median_and_spread():
    drawn = np.log(quantile(ENTRIES["k_kill"], SCORES))
    assert np.median(drawn) == pytest.approx(log(8.0), abs=1e-6)
    assert drawn.std() == pytest.approx(0.6, rel=2e-3)
    assert stats.kstest(drawn, "norm", args=(log(8.0), 0.6)).pvalue > 0.99


def test_a_logitnormal_share_varies_by_its_spread_near_the_median():
    entry = replace(ENTRIES["f_m"], spread=0.01)
    drawn = quantile(entry, SCORES)
    assert np.median(drawn) == pytest.approx(0.3)
    assert drawn.std() / drawn.mean() == pytest.approx(0.01, rel=5e-3)


def test_a_beta_share_has_the_shape_numbers_one_and_eight():
    drawn = quantile(ENTRIES["frac_n"], SCORES)
    assert stats.kstest(drawn, "beta", args=(1.0, 8.0)).pvalue > 0.99


def test_a_normal_is_truncated_to_its_bounds_without_a_heap_at_the_ends():
    entry = ENTRIES["age"]
    drawn = quantile(entry, SCORES)
    low, high = ((bound - entry.value) / entry.spread for bound in entry.bounds)
    law = stats.truncnorm(low, high, loc=entry.value, scale=entry.spread)
    assert stats.kstest(drawn, law.cdf).pvalue > 0.99
    assert np.unique(drawn).size == drawn.size


def test_a_loguniform_lies_evenly_between_its_bounds():
    drawn = np.log10(quantile(ENTRIES["fluid_pleural"], SCORES))
    assert stats.kstest(drawn, "uniform", args=(log(500, 10), log(4, 10))).pvalue > 0.99


@pytest.mark.parametrize("symbol", VARYING)
def test_every_patient_lies_within_the_bounds_and_keeps_the_rank(symbol):
    low, high = ENTRIES[symbol].bounds
    drawn = quantile(ENTRIES[symbol], np.linspace(-8.0, 8.0, 2001))
    assert np.isfinite(drawn).all()
    assert drawn.min() >= low * (1 - 1e-12)
    assert drawn.max() <= high * (1 + 1e-12)
    assert (np.diff(drawn) >= 0.0).all()


@pytest.mark.parametrize("symbol", [s for s in VARYING if ENTRIES[s].distribution == "lognormal"])
def test_another_typical_value_scales_every_patient_alike(symbol):
    entry = ENTRIES[symbol]
    ratio = quantile(entry, SCORES, 1.7 * entry.value) / quantile(entry, SCORES)
    assert ratio == pytest.approx(1.7, rel=1e-12)


def test_an_infinite_typical_value_is_everybodys():
    assert (quantile(ENTRIES["tau_fit"], SCORES, inf) == inf).all()


def test_a_typical_value_of_zero_is_everybodys():
    assert (quantile(ENTRIES["k_bt"], SCORES, 0.0) == 0.0).all()


@pytest.mark.parametrize(("share", "symbol"), [(s, p) for s in (0.0, 1.0) for p in ("f_m", "frac_n", "f_p0")])
def test_none_and_all_are_shares(share, symbol):
    assert (quantile(ENTRIES[symbol], SCORES, share) == share).all()


def test_without_spread_everybody_has_the_typical_value():
    assert np.allclose(quantile(replace(ENTRIES["f_m"], spread=0.0), SCORES), 0.3, rtol=1e-14)
    assert (quantile(replace(ENTRIES["k_kill"], spread=0.0), SCORES) == 8.0).all()
    assert (quantile(ENTRIES["rho"], SCORES) == 2.06e8).all()


def test_one_typical_value_per_patient_is_taken_row_by_row():
    typical = np.array([1.0, 10.0])
    drawn = quantile(ENTRIES["k_kill"], np.array([0.5, 0.5]), typical)
    assert drawn == pytest.approx(typical * exp(0.6 * 0.5))


@given(st.floats(-30, 30), st.floats(-6, 0), st.floats(0.001, 6))
def test_a_truncated_score_stays_between_its_limits(score, low, width):
    assert low <= between(np.array([score]), low, low + width)[0] <= low + width


def test_far_limits_leave_a_score_as_it_is():
    assert np.array_equal(between(SCORES, -inf, inf), SCORES)
