"""Every evaluation treats the same virtual patients, and a factor is a range of its typical value."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.route_basis import outcomes_with
from cartsim.scenario import loads
from cartsim.sensitivity.factors import (
    CENTRAL,
    DUMMY,
    KINDS,
    Factor,
    at_point,
    basis_symbols,
    chosen,
    factors_here,
)
from cartsim.sensitivity.trials import TOLERANCE, Trial, output_names, trial_of

MIDDLE, LOW = np.array([0.5, 0.5, 0.5]), np.array([CENTRAL[0], 0.9, 0.5])


@pytest.fixture(scope="module")
def trial(small):
    by_name = {factor.name: factor for factor in factors_here(small)}
    return Trial(small, (by_name["tau_fit"], by_name["k_kill"], Factor(DUMMY)))


def test_a_factor_goes_over_the_central_range_of_its_typical_value(trial):
    fitness = trial.factors[0]
    low, middle, high = (fitness.values(end)["tau_fit"] for end in (CENTRAL[0], 0.5, CENTRAL[1]))
    assert middle == pytest.approx(25.0, rel=0.01)
    assert (low, high) == (pytest.approx(12.5, rel=0.01), pytest.approx(50.0, rel=0.01))


def test_what_moves_together_is_one_factor_and_no_symbol_is_lost(small):
    factors = factors_here(small)
    symbols = [symbol for factor in factors for symbol in factor.symbols]
    assert len(symbols) == len(set(symbols))
    (her2,) = (factor for factor in factors if "her2_ihc_1" in factor.symbols)
    assert her2.symbols == ("her2_ihc_1", "her2_ihc_2", "her2_ihc_3")
    assert set(basis_symbols()) <= set(symbols)


def test_what_the_scenario_sets_is_known_but_for_what_routes_rest_on(written):
    values = {"k_kill": "5 per day", "k_ct": "0.5 per day", "tau_fit": "infinity"}
    blocks = (f"{symbol}: {{value: {value}, because: known}}" for symbol, value in values.items())
    more = f"parameters: {{{', '.join(blocks)}}}\n"
    factors = {factor.name: factor for factor in factors_here(loads(written + more, "set"))}
    assert "k_kill" not in factors
    assert "tau_fit" not in factors
    assert factors["k_ct"].centres == (0.5,)


def test_the_same_patients_are_in_every_evaluation(trial):
    one, two = (draw(at_point(trial.scenario, trial.factors, point)) for point in (MIDDLE, LOW))
    moved = {"tau_fit", "k_kill"}
    for name in one.data_vars:
        if "parameter" not in one[name].dims:
            np.testing.assert_array_equal(one[name].values, two[name].values, err_msg=str(name))
    first, second = (people["parameter_value"] for people in (one, two))
    for symbol in one["parameter"].values:
        same = np.array_equal(first.sel(parameter=symbol), second.sel(parameter=symbol))
        assert same != (symbol in moved), symbol
    ratio = second / first
    for symbol in moved:
        np.testing.assert_allclose(ratio.sel(parameter=symbol), ratio.sel(parameter=symbol)[0])


def test_an_evaluation_repeats_to_the_last_bit_and_the_dummy_moves_nothing(trial):
    first = trial(LOW)
    np.testing.assert_array_equal(first, trial(LOW))
    np.testing.assert_array_equal(first, trial(np.array([LOW[0], LOW[1], 0.1])))


def test_outputs_are_the_shares_of_the_outcomes(trial, small):
    names = output_names(small)
    assert names[0] == "response_at_day_95 IC - IV"
    assert names[1:] == (
        *("confirmed_orr IC", "confirmed_orr IV"),
        *("severe_crs IC", "severe_crs IV", "dlt IC", "dlt IV"),
    )
    values = trial(LOW)
    assert values.shape == (len(names) + 1, 3)
    outcomes, failed = outcomes_with(at_point(small, trial.factors, LOW))
    event, known = outcomes["confirmed_orr"]
    assert values[1, 0] == event[0][known[0]].mean()
    np.testing.assert_allclose(values[1, 0], values[1, 1:].mean())
    event = outcomes["response_at_day_95"][0].astype(float)
    assert values[0, 0] == (event[0] - event[1]).mean()
    assert values[-1, 0] == failed == 0


def test_an_evaluation_is_as_cheap_as_its_use_allows(small):
    assert small.run.tolerance == TOLERANCE
    assert small.run.method == "rodas4"
    assert [arm.name for arm in small.trial.arms] == ["IC", "IV"]
    assert small.run.patients == small.run.route_basis_patients == 8


def test_the_highest_dose_of_several_is_analysed(written):
    doses = loads(written + "sweep: {grid: {'trial.arms[*].dose': [1e7 cells, 1e8 cells]}}\n", "doses")
    assert [arm.doses[0].amount for arm in trial_of(doses, 8, "doses").trial.arms] == [1e8, 1e8]


def test_what_the_routes_rest_on_is_always_chosen_then_the_strongest_of_no_experiment(small):
    factors = factors_here(small)
    strength = [float(place) for place in range(len(factors))]
    found = chosen(factors, strength, 10)
    assert len(found) == 10
    names = [factor.name for factor in found]
    assert set(basis_symbols()) <= set(names)
    assert {load_parameters()[name].kind for name in names} <= set(KINDS)
    others = [place for place, f in enumerate(factors) if f.kind in KINDS and f.name not in basis_symbols()]
    assert set(names) - set(basis_symbols()) == {factors[place].name for place in others[-6:]}
