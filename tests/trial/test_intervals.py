"""Intervals of a share against scipy and statsmodels, and their coverage by enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom, binomtest
from statsmodels.stats.proportion import proportion_confint

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


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize(("interval", "method"), [(clopper_pearson, "beta"), (wilson, "wilson")])
def test_every_count_of_sixty_patients_or_fewer_is_that_of_statsmodels(interval, method, level):
    for n in range(1, 61):
        found = np.array([interval(x, n, level) for x in range(n + 1)])
        oracle = np.stack(proportion_confint(np.arange(n + 1), n, 1 - level, method), axis=1)
        assert np.abs(found - oracle).max() < 1e-10


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


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize(("n", "planned"), [(0, 5), (1, 1), (12, 20), (40, 7), (200, 25)])
def test_predictive_interval_is_the_narrowest_that_leaves_each_tail_its_share(n, planned, level):
    tail, counts = (1 - level) / 2, np.arange(planned + 1)
    angles = np.pi / 2 * (np.arange(400) + 0.5) / 400
    for x in {0, n // 3, n}:
        prior = np.sin(angles) ** (2 * x) * np.cos(angles) ** (2 * (n - x))
        chance = binom.pmf(counts[:, None], planned, np.sin(angles) ** 2) @ prior
        below = np.cumsum(chance / chance.sum())
        low, high = predictive(x, n, planned, level)
        assert low == np.flatnonzero(below >= tail - 1e-12)[0] / planned
        assert high == np.flatnonzero(below >= 1 - tail - 1e-12)[0] / planned


@pytest.mark.parametrize("planned", [10, 24])
def test_a_planned_trial_falls_inside_its_predictive_interval_as_often_as_it_says(planned):
    """By enumeration of all simulated and planned results, over the Jeffreys prior and at fixed shares."""
    n, counts = 60, np.arange(planned + 1) / planned
    limits = np.array([predictive(x, n, planned, 0.9) for x in range(n + 1)])
    inside = (limits[:, :1] <= counts) & (counts <= limits[:, 1:])
    for share in np.linspace(0.02, 0.98, 49):
        covered = (
            binom.pmf(np.arange(n + 1), n, share) @ inside @ binom.pmf(np.arange(planned + 1), planned, share)
        )
        assert covered > 0.88
    prior = betabinom.pmf(np.arange(n + 1), n, 0.5, 0.5)
    given_x = [betabinom.pmf(np.arange(planned + 1), planned, x + 0.5, n - x + 0.5) for x in range(n + 1)]
    assert prior @ (inside * np.array(given_x)).sum(axis=1) >= 0.9


def test_predictive_interval_of_a_small_trial_is_wider_than_monte_carlo_error():
    low, high = predictive(400, 1000, 20)
    exact = clopper_pearson(400, 1000)
    assert low < exact.lower < exact.upper < high
    assert predictive(3, 10, 1) == (0.0, 1.0)


def test_monte_carlo_error_is_the_binomial_one():
    assert monte_carlo_error(30, 100) == pytest.approx((0.3 * 0.7 / 100) ** 0.5)
    assert np.isnan(monte_carlo_error(0, 0))


@pytest.mark.parametrize(("bad", "message"), [
    ((-1, 5, 0.95), "x = -1 of n = 5 is no count: x must be a whole number from 0 to n"),
    ((6, 5, 0.95), "x = 6 of n = 5 is no count"),
    ((1.5, 5, 0.95), "x = 1.5 of n = 5 is no count"),
    ((1, 5.5, 0.95), "x = 1 of n = 5.5 is no count"),
    ((1, 5, 1.0), "level must lie between 0 and 1, not 1.0"),
    ((1, 5, 0.0), "level must lie between 0 and 1, not 0.0"),
])  # fmt: skip
def test_what_is_no_count_is_refused(bad, message):
    for interval in (clopper_pearson, wilson, lambda x, n, level: predictive(x, n, 10, level)):
        with pytest.raises(ValueError, match=f"^{message}"):
            interval(*bad)
    with pytest.raises(ValueError, match=r"^planned must be at least 1 patient$"):
        predictive(1, 5, 0)
