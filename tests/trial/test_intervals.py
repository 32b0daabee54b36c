"""Intervals of a share against scipy, and their coverage by enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from cartsim.trial.intervals import clopper_pearson, monte_carlo_error, predictive, wilson

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@settings(max_examples=150, deadline=None)
@given(COUNTS, LEVELS)
def test_both_intervals_are_those_of_scipy(counts, level):
    x, n = counts
    test = binomtest(x, n)
    for found, method in ((clopper_pearson(x, n, level), "exact"), (wilson(x, n, level), "wilson")):
        oracle = test.proportion_ci(level, method=method)
        assert found == pytest.approx((oracle.low, oracle.high), abs=1e-9)


@given(COUNTS, LEVELS)
def test_intervals_hold_the_share_and_mirror_each_other(counts, level):
    x, n = counts
    for interval in (clopper_pearson, wilson):
        low, high = interval(x, n, level)
        assert 0.0 <= low <= x / n <= high <= 1.0
        assert interval(n - x, n, level) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
def test_nobody_and_everybody_reach_the_ends_exactly(interval):
    for n in (1, 7, 1000):
        assert interval(0, n)[0] == 0.0
        assert interval(n, n)[1] == 1.0
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("n", [1, 5, 12, 40])
def test_clopper_pearson_covers_at_least_its_level_everywhere(n):
    shares = np.linspace(0.0, 1.0, 401)
    limits = np.array([clopper_pearson(x, n) for x in range(n + 1)])
    inside = (limits[:, :1] <= shares) & (shares <= limits[:, 1:])
    covered = (binom.pmf(np.arange(n + 1)[:, None], n, shares) * inside).sum(axis=0)
    assert covered.min() >= 0.95 - 1e-12


def test_predictive_interval_of_a_small_trial_is_wider_than_monte_carlo_error():
    low, high = predictive(400, 1000, 20)
    exact = clopper_pearson(400, 1000)
    assert low < exact.lower < exact.upper < high
    assert predictive(400, 1000, 20).lower * 20 == pytest.approx(round(low * 20))


def test_monte_carlo_error_is_the_binomial_one():
    assert monte_carlo_error(30, 100) == pytest.approx((0.3 * 0.7 / 100) ** 0.5)
    assert np.isnan(monte_carlo_error(0, 0))


@pytest.mark.parametrize("bad", [(-1, 5, 0.95), (6, 5, 0.95), (1.5, 5, 0.95), (1, 5, 1.0), (1, 5, 0.0)])
def test_what_is_no_count_is_refused(bad):
    for interval in (clopper_pearson, wilson):
        with pytest.raises(ValueError):
            interval(*bad)
