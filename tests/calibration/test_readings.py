"""Readings of the model: trials, mouse, dish."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from cartsim.calibration import dish, mouse, trials
from cartsim.calibration.experiments import condition
from cartsim.calibration.readings import parts, readings
from cartsim.calibration.targets import load_targets

FEW = 60


@pytest.fixture(scope="module")
def found():
    return readings({}, FEW, 1)


def test_every_target_has_its_reading(found):
    assert list(parts(found)) == list(load_targets())
    assert np.isfinite(found).all()


def test_the_same_parameters_and_patients_give_the_same_readings(found):
    np.testing.assert_array_equal(readings({}, FEW, 1), found)


def test_other_patients_give_others_but_not_in_mouse_and_dish(found):
    other = parts(readings({}, FEW, 2))
    same = {name for name, part in parts(found).items() if np.array_equal(part, other[name])}
    assert {"C5", "C6"} <= same
    assert "C7_peak" not in same


@pytest.mark.parametrize(
    ("symbol", "factor", "reading", "sign"),
    [
        ("k_kill", 2.0, "response_car_alone", 1),
        ("a_sw", 0.2, "response_switch", -1),
        ("hom_e", 1.5, "peak", 1),
        ("tau_l", 1.6, "peak_day", 1),
        ("d_m", 4.0, "lasting_flow", -1),
    ],
)
def test_a_parameter_moves_the_reading_it_is_there_for(symbol, factor, reading, sign):
    from cartsim.parameters import load_parameters

    typical = {symbol: load_parameters()[symbol].value * factor}
    before = trials.responses_and_kinetics({}, FEW, 1)[reading]
    after = trials.responses_and_kinetics(typical, FEW, 1)[reading]
    assert sign * (after - before)[0] > 0


def test_the_day_of_the_peak_is_found_between_readings():
    days = np.array([0.0, 2.0, 4.0, 6.0, 8.0, 10.0])
    counts = np.exp(-0.1 * (days - 5.3) ** 2)[None]
    assert trials.interpolated_day(days, counts) == pytest.approx(5.3, abs=1e-9)
    falling = np.exp(-days)[None]
    assert trials.interpolated_day(days, falling) == 2.0


def test_a_mouse_needs_fewer_cells_in_the_pleura():
    assert mouse.clearing_ratio({})[0] > 0.0


def test_a_clearing_dose_that_was_not_tried_is_no_number():
    assert np.isnan(mouse.clearing_dose(np.array([1.0, 10.0]), np.array([1.0, 0.5])))
    assert np.isnan(mouse.clearing_dose(np.array([1.0, 10.0]), np.array([0.001, 0.0001])))


def test_without_cells_a_dish_grows_and_with_them_it_shrinks():
    hours = np.array([0.0, 24.0])
    wells = {"tumour": np.full(2, 1e4), "effectors": np.array([0.0, 1e5])}
    left = dish.tumour_left(wells, hours)
    assert left[:, 0] == pytest.approx(1e4)
    assert left[0, 1] > 1e4 > left[1, 1]


def test_killing_in_a_dish_follows_the_law_at_the_start():
    """dT/T = -k_kill E/(T + E + k_sf1) kill_pos + growth, from the laws themselves."""
    hours = np.array([0.0, 0.01])
    well = {"tumour": np.array([1e4]), "effectors": np.array([2e4]), "k_sf1": np.array([5e3])}
    without = {"tumour": np.array([1e4]), "effectors": np.array([0.0])}
    rate = -np.log(dish.tumour_left(well, hours)[0, 1] / dish.tumour_left(without, hours)[0, 1]) * 24 / 0.01
    blocked = dish.tumour_left(well | {"kd_pd": np.array([dish.UNBOUND])}, hours)[0, 1]
    unblocked = -np.log(blocked / dish.tumour_left(without, hours)[0, 1]) * 24 / 0.01
    assert unblocked == pytest.approx(8.0 * 2e4 / 3.5e4, rel=0.02)
    assert 1.0 - 0.31 < rate / unblocked < 1.0


def test_lysis_is_less_under_pd1_than_what_was_measured_without():
    share = expit(dish.lysis({})[0])
    assert share < condition("lysis_blocked")
    assert expit(dish.lysis({"i_max_k": 0.0})[0]) == pytest.approx(condition("lysis_blocked"), abs=1e-3)
