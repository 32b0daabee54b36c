"""Uncertain typical values: addressed, inside their bounds, and only of what nobody knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from cartsim.calibration.write_back import LEAST_CORRELATION
from cartsim.calibration.written import stored
from cartsim.parameters import Correlation, Fact, load_parameters
from cartsim.parameters.uncertainty import held_symbols, load_factors, uncertain_symbols
from cartsim.population import typical
from cartsim.population.typical import around, redrawn, typical_values
from cartsim.scenario import loads

TEXT = """
schema: cartsim.scenario/1
title: Uncertain
question: What is not known?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: IV, dose: 1e8 cells, route: intravenous}]
  response: {stable_disease_from: 23 days}
parameters:
  tau_fit: {value: 25 days, because: known in this question}
  k_kill: {value: 4 1/day, because: unknown around another value, uncertain: true}
  mu_e: {value: 0 1/day, because: nothing has no factor, uncertain: true}
run: {patients: 10, parameter_draws: 6, draw_patients: 3}
"""


@pytest.fixture(scope="module")
def scenario():
    return loads(TEXT, "uncertain")


def test_a_further_draw_changes_none(scenario):
    few, many = typical_values(scenario, 5), typical_values(scenario, 40)
    assert few.keys() == many.keys()
    for symbol, values in few.items():
        assert np.array_equal(values, many[symbol][:5])


def test_every_value_is_one_the_scenario_could_have(scenario):
    for symbol, values in typical_values(scenario, 400).items():
        assert all(load_parameters()[symbol].permits(value) for value in values), symbol
        assert np.unique(values).size > 300, symbol


def test_what_a_scenario_sets_is_known_unless_it_says_otherwise(scenario):
    drawn = typical_values(scenario, 400)
    assert "tau_fit" not in drawn
    assert "mu_e" not in drawn
    assert np.median(drawn["k_kill"]) == pytest.approx(4.0, rel=0.1)
    later = redrawn(scenario, drawn, 3)
    assert later.parameters["tau_fit"].value == 25.0
    assert later.parameters["k_kill"].value == drawn["k_kill"][3]
    assert (later.run.patients, later.run.parameter_draws, later.trial.planned) == (3, 0, None)


def test_choices_and_definitions_are_never_drawn():
    held, drawn = held_symbols(), uncertain_symbols()
    assert not held.keys() & drawn.keys()
    assert held.keys() | drawn.keys() == load_parameters().keys()
    for symbol in ("kd_car", "nm_um3", "design_zeta", "age", "limit_flow", "reading_step", "attach_t"):
        assert held[symbol]
    for symbol in ("k_kill", "tau_fit", "a_serosa", "sus_crs", "death_crs"):
        assert symbol in drawn


def test_nineteen_of_twenty_draws_lie_within_the_factor():
    entry = load_parameters()["k_kill"]
    factor = load_factors()[entry.kind].factor
    values = around(entry, 8.0, np.random.default_rng(1).standard_normal(20_000))
    assert ((values > 8.0 / factor) & (values < 8.0 * factor)).mean() == pytest.approx(0.95, abs=0.005)
    assert np.exp(np.log(values).mean()) == pytest.approx(8.0, rel=0.01)


def test_an_entry_with_a_factor_of_its_own_is_drawn_by_it_and_not_by_its_kind():
    entry = replace(load_parameters()["k_kill"], uncertainty=1.3)
    ends = around(entry, 8.0, np.array([-1.959964, 0.0, 1.959964]))
    assert ends == pytest.approx([8.0 / 1.3, 8.0, 8.0 * 1.3])
    share = replace(load_parameters()["dex_division"], uncertainty=1.1)
    assert around(share, 0.01, np.array([1.959964]))[0] == pytest.approx(0.011, rel=0.001)


def test_no_entry_says_how_sure_it_is_and_is_never_drawn():
    sure = {symbol for symbol, entry in load_parameters().items() if entry.uncertainty is not None}
    assert not sure & held_symbols().keys()


@pytest.mark.parametrize("centre", [0.03, 0.3, 0.7, 0.97])
def test_a_share_and_its_complement_are_known_alike(centre):
    entry, score = load_parameters()["dex_division"], np.linspace(-2, 2, 9)
    assert around(entry, centre, score) == pytest.approx(1.0 - around(entry, 1.0 - centre, -score))
    rare = around(entry, 0.01, np.array([1.959964]))[0]
    assert rare == pytest.approx(0.02, rel=0.03)


def test_scores_of_her2_keep_their_order(scenario):
    drawn = typical_values(scenario, 200)
    assert (drawn["her2_ihc_1"] < drawn["her2_ihc_2"]).all()
    assert (drawn["her2_ihc_2"] < drawn["her2_ihc_3"]).all()
    ranks = [stats.spearmanr(drawn["her2_ihc_1"], drawn[other])[0] for other in ("her2_ihc_2", "k_kill")]
    assert ranks[0] == pytest.approx(1.0)
    assert abs(ranks[1]) < 0.2


def test_values_fitted_together_are_drawn_together(scenario, monkeypatch):
    """As the calibration's posterior has them; each keeps its own spread, and a further draw changes none."""
    row = Correlation("hom_e", "tau_l", Fact(-0.8, "cartsim", "x", "fitted", "x", "none: x"))
    alone = typical_values(scenario, 4000)
    monkeypatch.setattr(typical, "fitted_together", lambda: (row,))
    drawn = typical_values(scenario, 4000)
    first, second = (np.log(drawn[symbol]) for symbol in ("hom_e", "tau_l"))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(-0.8, abs=0.03)
    np.testing.assert_array_equal(drawn["hom_e"], alone["hom_e"])
    assert second.std() == pytest.approx(np.log(alone["tau_l"]).std(), rel=0.05)
    np.testing.assert_array_equal(typical_values(scenario, 10)["tau_l"], drawn["tau_l"][:10])


def test_what_goes_together_is_what_the_calibration_found():
    found = {(row.first, row.second): row.strength.value for row in typical.fitted_together()}
    told = {(pair["first"], pair["second"]): pair["value"] for pair in stored()["correlations"]}
    assert found == {pair: value for pair, value in told.items() if abs(value) >= LEAST_CORRELATION}
