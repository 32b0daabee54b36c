"""Variance components of parameter draws, against a model whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cartsim.trial.components import components
from cartsim.trial.uncertainties import NAMES, UNKNOWN, drawn_uncertainties

TABLES = arrays.arrays(
    float, st.tuples(st.integers(2, 8), st.integers(2, 8)), elements=st.sampled_from([0.0, 1.0])
)


def test_by_hand():
    """Draw means .25, .75, .5 (variance .0625); rest 5/6 on 6 degrees of freedom, a fourth in a mean."""
    found = components([[0, 0, 0, 1], [1, 1, 0, 1], [0, 1, 0, 1]])
    assert found.mean == pytest.approx(0.5)
    assert found.parameter_sd == pytest.approx(np.sqrt(0.0625 - 5 / 36 / 4))
    assert found.monte_carlo_sd == pytest.approx(np.sqrt((0.0625 + 0.0625 + 1 / 12) / 3))
    assert (found.sd_lower, found.sd_upper) == pytest.approx((0.0, 0.5 * np.sqrt(3 / 2)))
    assert np.isnan([found.lower, found.upper]).all()


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_it_is_the_analysis_of_variance_of_the_two_way_table(table):
    draws, patients = table.shape
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    rest = ((table - rows - columns + table.mean()) ** 2).sum() / ((draws - 1) * (patients - 1))
    expected = max(rows.var(ddof=1) - rest / patients, 0.0)
    found = components(table)
    assert found.parameter_sd == pytest.approx(np.sqrt(expected), abs=1e-7)
    assert np.isnan(found.sd_upper) or found.sd_lower <= found.parameter_sd <= found.sd_upper + 1e-12


def test_patients_who_differ_but_never_respond_to_a_parameter_leave_no_parameter_uncertainty():
    table = np.tile([0.0, 1.0, 1.0, 0.0, 1.0], (30, 1))
    found = components(table)
    assert found.parameter_sd == 0.0
    assert found.mean == pytest.approx(0.6)
    assert np.isnan([found.lower, found.upper, found.sd_lower, found.sd_upper]).all()
    assert found.monte_carlo_sd > 0.2


@pytest.mark.parametrize(("patients", "truth"), [(20, 0.1), (20, 0.0), (100, 0.1)])
def test_the_parts_of_a_known_model_are_found_again(patients, truth):
    """Patient p responds in draw d if u_p < p_d: chance p_d = .4 + truth z_d, the same u in all draws."""
    random, found = np.random.default_rng(2), []
    for _ in range(60):
        chance = 0.4 + truth * random.standard_normal((200, 1))
        found.append(components((random.random((1, patients)) < chance).astype(float)).parameter_sd ** 2)
    assert np.mean(found) == pytest.approx(truth**2, abs=6 * np.std(found) / np.sqrt(60) + 2e-4)


def test_subtracting_the_error_of_unpaired_draws_would_be_wrong():
    """With common random numbers p q / n is more than the luck that is left; it would hide the parameters."""
    random = np.random.default_rng(4)
    chance = 0.4 + 0.05 * random.standard_normal((400, 1))
    table = (random.random((1, 30)) < chance).astype(float)
    naive = table.mean(axis=1).var(ddof=1) - 0.4 * 0.6 / 30
    assert naive < 0.0 < components(table).parameter_sd


def test_too_little_gives_nothing():
    assert np.isnan(components([[0, 1, 1]]).parameter_sd)
    assert np.isnan(components([[0], [1]]).parameter_sd)
    assert np.isnan(components([[np.nan], [np.nan]]).mean)
    gaps = [[0, 1, np.nan, 1], [np.nan] * 4, [1, 1, 0, 1], [0, 0, 0, 1]]
    assert np.isfinite(components(gaps).parameter_sd)
    assert components(gaps).mean == pytest.approx((2 / 3 + 3 / 4 + 1 / 4) / 3)


def test_arms_measures_and_differences_keep_their_places():
    random = np.random.default_rng(1)
    outcomes = random.integers(0, 2, (12, 2, 3, 9)).astype(np.int8)
    outcomes[4, 1, 2, 5] = UNKNOWN
    found = drawn_uncertainties(outcomes, [(1, 0)])
    values = np.where(outcomes == UNKNOWN, np.nan, outcomes)
    for arm in range(2):
        for measure in range(3):
            told = [found[name][arm, measure] for name in NAMES]
            np.testing.assert_array_equal(told, components(values[:, arm, measure]))
    told = [found[f"difference_{name}"][0, 2] for name in NAMES]
    np.testing.assert_array_equal(told, components(values[:, 1, 2] - values[:, 0, 2]))
    assert drawn_uncertainties(outcomes, [])["difference_parameter_sd"].shape == (0, 3)


def test_a_table_with_gaps_by_hand():
    """Draw means 1/2, 1, 0 (variance 1/4); of the squares 12/7, draws explain 17/14 and patients 8/21, which
    leaves 5/42 on 7 - 3 - 3 + 1 degrees of freedom; a mean holds 4/9 of that."""
    gap = np.nan
    found = components([[0, 1, gap], [1, 1, 1], [0, 0, gap]])
    assert found.mean == pytest.approx(0.5)
    assert found.parameter_sd == pytest.approx(np.sqrt(1 / 4 - 5 / 84 * 4 / 9))
    assert found.monte_carlo_sd == pytest.approx(np.sqrt((0.25 + 0 + 0) / 3))


def test_two_draws_of_two_patients_have_one_degree_of_freedom():
    """Variance of the means 1/8; the rest is 1/4 on one degree of freedom, half of it in a mean."""
    assert components([[0, 0], [1, 0]]).parameter_sd == pytest.approx(0.0, abs=1e-7)
    assert components([[0, 1, 1]]).mean == pytest.approx(2 / 3)
