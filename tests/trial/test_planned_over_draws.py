"""What a planned trial would see whatever the typical values are: the luck of its patients, of the virtual
ones, and the typical values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom

from cartsim.trial.components import components, narrowed
from cartsim.trial.uncertainties import UNKNOWN, drawn_uncertainties, predicted_over, predicted_over_draws

NOWHERE = (np.full((1, 1), np.nan), np.full((1, 1), np.nan))


def over_draws(table, alone=NOWHERE, patients=20):
    outcomes = np.asarray(table, np.int8)[:, None, None, :]
    found = predicted_over_draws(outcomes, drawn_uncertainties(outcomes, []), alone, patients)
    return float(found["predicted_drawn_lower"][0, 0]), float(found["predicted_drawn_upper"][0, 0])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_of_one_share_it_is_beta_binomial(share):
    spread = betabinom(20, 30 * share + 0.5, 30 * (1 - share) + 0.5)
    expected = (spread.ppf(0.025) / 20, spread.ppf(0.975) / 20)
    assert predicted_over(np.array([share]), np.array([30]), 20) == pytest.approx(expected)
    assert predicted_over(np.full(4, share), np.full(4, 30), 20) == pytest.approx(expected)


def test_of_several_it_is_their_mixture():
    """An independent simulation: a draw, its true share, a trial."""
    random = np.random.default_rng(6)
    shares, of = np.array([0.1, 0.3, 0.7]), np.array([10, 20, 40])
    which = random.integers(0, 3, 400_000)
    truth = random.beta((shares * of + 0.5)[which], ((1 - shares) * of + 0.5)[which])
    low, high = predicted_over(shares, of, 30)
    seen = random.binomial(30, truth) / 30
    assert np.mean(seen < low) < 0.025 <= np.mean(seen <= low) + 1e-3
    assert np.mean(seen <= high) >= 0.975 - 1e-3 > np.mean(seen < high) - 2e-3


def test_nobody_in_any_draw_is_no_certainty():
    """10 patients without the event in each draw: as sure of 0 as 10 patients make one, not 0.0 to 0.0."""
    low, high = over_draws(np.zeros((20, 10)))
    assert (low, high) == (0.0, betabinom.ppf(0.975, 20, 0.5, 10.5) / 20)
    assert high > 0.1


def test_it_always_holds_the_interval_without_typical_values():
    random = np.random.default_rng(2)
    for _ in range(40):
        table = random.random((20, 10)) < 0.3 * random.random((20, 1))
        alone = tuple(np.sort(random.random((2, 1, 1)), axis=0))
        inside = over_draws(table)
        low, high = over_draws(table, alone)
        assert low == min(inside[0], float(alone[0][0, 0])) <= high
        assert high == max(inside[1], float(alone[1][0, 0]))


def test_draws_are_drawn_together_to_the_sd_of_the_typical_values():
    random = np.random.default_rng(9)
    chance = 0.5 + 0.25 * np.sin(np.arange(60))[:, None]
    table = (random.random((60, 12)) < chance).astype(float)
    found, means = components(table), table.mean(axis=1)
    assert found.sd_lower > 0.0
    expected = predicted_over(narrowed(means, found.parameter_sd), np.full(60, 12), 200)
    assert over_draws(table, patients=200) == expected
    assert expected != predicted_over(means, np.full(60, 12), 200)


def test_what_is_not_separable_is_taken_for_as_much_as_it_may_be():
    random = np.random.default_rng(10)
    table = (random.random((150, 40)) < 0.4).astype(float)
    found, means = components(table), table.mean(axis=1)
    assert found.sd_lower == 0.0
    assert found.parameter_sd < found.sd_upper < means.std(ddof=1)
    expected = predicted_over(narrowed(means, found.sd_upper), np.full(150, 40), 1000)
    assert over_draws(table, patients=1000) == expected
    assert expected != predicted_over(narrowed(means, found.parameter_sd), np.full(150, 40), 1000)


def test_patients_who_do_not_count_are_not_behind_a_share():
    table = np.array([[0, 1, UNKNOWN, 1], [UNKNOWN] * 4, [1, 1, 0, 1], [0, 0, UNKNOWN, UNKNOWN]])
    found = components(np.where(table == UNKNOWN, np.nan, table))
    shares = narrowed(np.array([2 / 3, 3 / 4, 0.0]), found.sd_upper)
    assert over_draws(table) == predicted_over(shares, np.array([3, 4, 2]), 20)
    assert np.isnan(over_draws(np.full((3, 4), UNKNOWN))).all()


def test_arms_and_measures_keep_their_places():
    random = np.random.default_rng(1)
    outcomes = random.integers(0, 2, (25, 2, 3, 9)).astype(np.int8)
    outcomes[:, 1, 2] = 0
    alone = (np.full((2, 3), 0.45), np.full((2, 3), 0.55))
    found = predicted_over_draws(outcomes, drawn_uncertainties(outcomes, []), alone, 10)
    for place in np.ndindex(2, 3):
        cut = (alone[0][place].reshape(1, 1), alone[1][place].reshape(1, 1))
        expected = over_draws(outcomes[:, place[0], place[1]], cut, 10)
        assert (found["predicted_drawn_lower"][place], found["predicted_drawn_upper"][place]) == expected
    assert alone[0].tolist() == [[0.45] * 3] * 2


def test_real_trials_fall_into_it_as_often_as_it_says():
    """Another typical value and other patients than any that were simulated."""
    random, inside = np.random.default_rng(14), []
    for _ in range(60):
        chance = 0.4 + 0.1 * random.standard_normal((50, 1))
        low, high = over_draws(random.random((1, 50)) < chance)
        real = np.clip(0.4 + 0.1 * random.standard_normal(200), 0.0, 1.0)
        seen = random.binomial(20, real) / 20
        inside.append(np.mean((low <= seen) & (seen <= high)))
    assert 0.94 <= np.mean(inside) <= 0.99
