"""Limits of the SD over typical values: by a second implementation, and by how often they hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, f, kurtosis

from cartsim.trial.components import components, narrowed


def by_covariances(table):
    """The SD and its limits from the covariances of patients over the draws, for a table without gaps."""
    draws, patients = table.shape
    pairs = np.cov(table.T)
    shared = [np.delete(pairs[p], p).mean() for p in range(patients)]
    spread, parameter = pairs.mean(), np.mean(shared)
    luck, rest = spread - parameter, (draws - 1) * (patients - 1)
    total = max(spread, luck)
    relative = 2 / (draws - 1) + max(kurtosis(table.mean(axis=1)), 0) / draws
    df = 2 / (relative + 4 * np.var(shared, ddof=1) / patients / total**2)
    low = df * (total - f.isf(0.025, df, rest) * luck) / chi2.isf(0.025, df)
    high = df * (total - f.ppf(0.025, df, rest) * luck) / chi2.ppf(0.025, df)
    return np.sqrt([max(parameter, 0), max(low, 0), high])


def normal_parts(random, draws, patients, sd):
    own, rest = random.standard_normal((1, patients)), random.standard_normal((draws, patients))
    return 0.5 + sd * random.standard_normal((draws, 1)) + 0.3 * own + 0.3 * rest


def same_numbers(random, draws, patients, sd):
    """Patient p responds in draw d if u_p < p_d, with the same u in all draws: nothing but the typical values
    and who the patients are."""
    chance = 0.4 + sd * random.standard_normal((draws, 1))
    return (random.random((1, patients)) < chance).astype(float)


@pytest.mark.parametrize("sd", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("model", [normal_parts, same_numbers])
def test_they_are_what_the_covariances_of_patients_give(model, sd):
    random, compared = np.random.default_rng(7), 0
    for _ in range(10):
        table = model(random, 24, 15, sd)
        found, most = components(table), np.ptp(table) / 2 * np.sqrt(24 / 23)
        if np.isfinite(found.sd_upper):
            expected = by_covariances(table)
            compared += expected[2] < most
            told = (found.parameter_sd, found.sd_lower, found.sd_upper)
            assert told == pytest.approx((*expected[:2], min(expected[2], most)), abs=1e-7)
    assert compared >= 5 or (sd == 0.0 and model is same_numbers)


@pytest.mark.parametrize(
    ("model", "sd"),
    [*((normal_parts, sd) for sd in (0.0, 0.05, 0.1)), (same_numbers, 0.05), (same_numbers, 0.1)],
)
def test_they_hold_the_truth_about_95_times_in_100(model, sd):
    random = np.random.default_rng(11)
    found = [components(model(random, 100, 50, sd)) for _ in range(120)]
    holds = [one.sd_lower <= sd <= one.sd_upper for one in found]
    assert np.mean(holds) >= 0.9
    assert min(one.sd_upper for one in found) > 0.0


def test_a_chi_square_of_the_draws_alone_would_hold_it_half_the_time():
    """Who the 50 patients are moves the SD as well, and more draws of the same ones do not tell."""
    random, naive = np.random.default_rng(12), []
    for _ in range(120):
        variance = components(same_numbers(random, 100, 50, 0.1)).parameter_sd ** 2
        low, high = 99 * variance / chi2.ppf([0.975, 0.025], 99)
        naive.append(low <= 0.1**2 <= high)
    assert np.mean(naive) < 0.75


def test_without_parameter_uncertainty_it_is_seldom_separable_and_never_a_point():
    random = np.random.default_rng(13)
    found = [components(normal_parts(random, 40, 20, 0.0)) for _ in range(150)]
    separable = [one for one in found if one.sd_lower > 0.0]
    assert len(separable) <= 0.05 * len(found)
    assert all(np.isnan([one.lower, one.upper]).all() for one in found if one.sd_lower == 0.0)
    assert all(one.sd_upper > 0.02 for one in found)


def test_a_spread_under_what_luck_gives_bounds_as_much_as_one_of_luck_alone():
    """Two patients who always differ in 40 draws: all means are alike, the rest has a sum of squares of
    80 / 4 on 39 degrees of freedom, half of it in a mean; both patients share as much with the other."""
    table = np.tile([[0.0, 1.0], [1.0, 0.0]], (20, 1))
    expected = 39 * (20 / 39 / 2) * (1 - f.ppf(0.025, 39, 39)) / chi2.ppf(0.025, 39)
    found = components(table)
    assert (found.parameter_sd, found.sd_lower) == (0.0, 0.0)
    assert found.sd_upper == pytest.approx(np.sqrt(expected))
    assert found.sd_upper < 0.5
    assert components(10 + 2 * table).sd_upper == pytest.approx(2 * found.sd_upper)


def test_a_clear_spread_has_a_range_drawn_together_to_its_sd():
    """Draws of 20 patients of whom the first 5, 10 or 15 respond, one more or less by chance."""
    random, table = np.random.default_rng(3), np.zeros((60, 20))
    for draw in range(60):
        table[draw, : (5, 10, 15)[draw % 3]] = 1.0
        table[draw, random.integers(20)] = random.integers(2)
    found, means = components(table), table.mean(axis=1)
    assert found.sd_lower > 0.05
    factor = found.parameter_sd / means.std(ddof=1)
    assert 0.8 < factor < 1.0
    ends = means.mean() + factor * (np.quantile(means, [0.025, 0.975]) - means.mean())
    assert (found.lower, found.upper) == pytest.approx(tuple(ends))


def test_all_patients_moving_as_one_leave_only_the_error_of_the_draws():
    """No rest: 6 of 12 draws with everybody and 6 with nobody; variance 3/11, flat, patients alike."""
    table = np.repeat([[0.0], [1.0]], 6, axis=0) * np.ones((1, 4))
    found = components(table)
    assert found.parameter_sd == pytest.approx(np.sqrt(3 / 11))
    assert found.sd_lower == pytest.approx(np.sqrt(3 / chi2.ppf(0.975, 11)))
    assert found.sd_upper == pytest.approx(0.5 * np.sqrt(12 / 11))
    assert (found.lower, found.upper) == (0.0, 1.0)


def test_one_draw_far_from_all_others_says_little():
    """A peaked spread: 39 draws with nobody, one with everybody; its kurtosis by scipy."""
    table = np.zeros((40, 5))
    table[7] = 1.0
    df = 2 / (2 / 39 + kurtosis(table.mean(axis=1)) / 40)
    found = components(table)
    assert df < 3
    assert found.sd_lower == pytest.approx(np.sqrt(df * (1 / 40) / chi2.ppf(0.975, df)))
    most = 0.5 * np.sqrt(40 / 39)
    assert found.sd_upper == pytest.approx(min(np.sqrt(df / 40 / chi2.ppf(0.025, df)), most))


def test_gaps_count_for_what_is_there():
    """The table by hand of test_components with each draw eleven times: 33 draws, 77 outcomes, 42 degrees of
    freedom of the rest; the first two patients move together, the sum of products is 1/3 per three draws, the
    third never moves."""
    gap = np.nan
    table = np.tile([[0, 1, gap], [1, 1, 1], [0, 0, gap]], (11, 1))
    spread, luck = 11 * 0.5 / 32, 11 * 5 / 42 / 42 * 4 / 9
    shared = np.array([11 / 3, 11 / 3, 0]) / (32 * 2)
    df = 2 / (2 / 32 + 4 * shared.var(ddof=1) / (3 * spread**2))
    found = components(table)
    assert found.parameter_sd == pytest.approx(np.sqrt(spread - luck))
    low = df * (spread - luck * f.ppf(0.975, df, 42)) / chi2.ppf(0.975, df)
    high = df * (spread - luck * f.ppf(0.025, df, 42)) / chi2.ppf(0.025, df)
    assert found.sd_lower == pytest.approx(np.sqrt(low))
    assert found.sd_upper == pytest.approx(min(np.sqrt(high), 0.5 * np.sqrt(33 / 32)))


def test_a_patient_who_never_counts_is_not_there():
    random = np.random.default_rng(8)
    table = same_numbers(random, 30, 12, 0.1)
    more = np.column_stack([table, np.full(30, np.nan)])
    np.testing.assert_allclose(components(more), components(table))
    np.testing.assert_allclose(components(np.vstack([more, np.full(13, np.nan)])), components(table))


def test_shares_are_drawn_together_and_never_apart():
    shares = np.array([0.2, 0.4, 0.9])
    assert narrowed(shares, 0.0) == pytest.approx([0.5] * 3)
    half = narrowed(shares, shares.std(ddof=1) / 2)
    assert half == pytest.approx([0.35, 0.45, 0.7])
    assert narrowed(shares, 5.0) == pytest.approx(shares)
    assert narrowed(shares, np.nan) == pytest.approx([0.5] * 3)
    assert narrowed(np.array([0.3]), 0.1) == pytest.approx([0.3])
    assert narrowed(np.array([0.3, 0.3]), 0.1) == pytest.approx([0.3, 0.3])
