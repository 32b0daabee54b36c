"""The slow implementation against what is known without it: conservation, analytic growth, event order."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from .ode import Result, Rule, simulate
from .receptors import car_signals, complexes
from .schedule import T_CELLS
from .typical import FREE, LESIONS, TYPICAL

LYMPHODEPLETION = [(day, "lymphodepletion", 1.0) for day in (-5.0, -4.0, -3.0)]
STILL = dict.fromkeys(
    ("d_e", "d_m", "d_x", "k_pd", "k_aicd", "mu_e", "mu_m", "hom_e", "hom_m", "k_kill"), 0.0
)


def course(
    schedule: list[tuple], times: list[float], rules: tuple = (), method: str = "LSODA", **changes: float
) -> Result:
    return simulate(TYPICAL | changes, LESIONS, FREE, schedule, rules, np.array(times, float), method=method)


def t_cells(result: Result) -> np.ndarray:
    lesions = sum(result.lesion[name].sum(axis=1) for name in "MEX")
    return sum(result.body[name] for name in T_CELLS) + lesions


def days_of(result: Result, kind: str) -> list[float]:
    return [day for day, name, _ in result.events if name == kind]


@pytest.mark.parametrize("k", [1e-3, 0.005, 15.0])
def test_complexes_solve_the_mass_action_equation(k):
    x, y = 99.0, 550.0
    c = complexes(x, y, k)
    assert 0.0 < c < x
    assert (x - c) * (y - c) == pytest.approx(k * c, rel=1e-6)


@pytest.mark.parametrize(
    ("kd_car", "lung", "tumour"), [(0.58, 1.0, 1.0), (1119.0, 0.09, 0.98), (3910.0, 0.001, 0.35)]
)
def test_only_a_high_affinity_car_kills_lung(kd_car, lung, tumour):
    p = SimpleNamespace(**(TYPICAL | {"kd_car": kd_car}))
    assert car_signals(p, 4e3)[0] == pytest.approx(lung, rel=0.15, abs=1e-3)
    assert car_signals(p, 1e6)[0] == pytest.approx(tumour, rel=0.05)


def test_trafficking_and_conversion_keep_every_t_cell():
    result = course(
        [(0.0, "dose_iv", 2e8), (2.5, "infusion_cavity", 1e8, 0.5)], [0, 0.1, 2.5, 2.75, 3, 10, 30], **STILL
    )
    total = np.array([2e8, 2e8, 2e8, 2.5e8, 3e8, 3e8, 3e8])
    np.testing.assert_allclose(t_cells(result), total, rtol=1e-8)
    assert result.lesion["X"][-1].min() > 0.0


def test_an_untreated_group_follows_gompertz():
    times = np.linspace(0.0, 180.0, 10)
    one = [{"n": 1, "cavity": 1, "tumour_cells": 1e9}]
    result = simulate(TYPICAL, one, 0.0, [], [], times)
    to_go = np.log(1e12 / 1e9) * np.exp(-TYPICAL["k_g"] * times / np.log(1e12 / 1e10))
    np.testing.assert_allclose(result.observables["tumour_cells"], 1e12 * np.exp(-to_go), rtol=1e-7)
    np.testing.assert_allclose(
        result.observables["lesion_diameter"][0, 0], 20.0 * (3e9 / 4 / np.pi / 2.06e8) ** (1 / 3)
    )


def test_lymphodepletion_alone_gives_a_week_of_neutropenia():
    result = course(LYMPHODEPLETION, list(np.arange(-5.0, 61.0, 0.25)))
    anc, day = result.observables["anc"], result.times
    assert anc.min() < 0.5
    assert 0.0 < day[anc.argmin()] < 10.0
    assert 4.0 < 0.25 * np.sum(anc < 0.5) < 9.0
    assert result.observables["platelets"].min() == pytest.approx(95.0, abs=5.0)
    assert result.observables["host_recovery"].min() < 0.2


def test_no_dose_and_a_dose_of_nothing_are_the_same_course():
    times = [0, 1, 7, 30]
    nothing, zero = (
        course([], times),
        course([(0.0, "dose_iv", 0.0), (0.0, "infusion_cavity", 0.0, 0.0)], times),
    )
    for name, values in nothing.body.items():
        np.testing.assert_array_equal(values, zero.body[name], err_msg=name)
    for name, values in nothing.lesion.items():
        np.testing.assert_array_equal(values, zero.lesion[name], err_msg=name)


def test_rows_act_at_their_moment_and_outputs_follow_them():
    rows = [
        (0.25, "dose_iv", 1e8),
        (3.5, "drainage", 400.0),
        (4.0, "drainage", 1e4),
        (5.0, "dexamethasone", 10.0),
    ]
    result = course(rows, [0.25 - 1e-6, 0.25, 3.5 - 1e-6, 3.5, 4.0 - 1e-6, 4.0, 5.0])
    assert result.body["E_b"][:2].tolist() == pytest.approx([0.0, 0.7 * 0.4 * 1e8])
    assert result.body["M_p"][1] == pytest.approx(0.3 * 0.6 * 1e8)
    volume, free = result.body["V_c"], result.body["F_p"]
    assert volume[3] == pytest.approx(volume[2] - 400.0, rel=1e-5)
    assert free[3] / volume[3] == pytest.approx(free[2] / volume[2], rel=1e-5)
    assert volume[5] == pytest.approx(0.1 * volume[4], rel=1e-4)
    assert result.body["G_c"][5] == pytest.approx(result.body["G_c"][4], rel=1e-4)
    assert result.body["DX"][-1] == 10.0
    assert [event[:2] for event in result.events[:4]] == [row[:2] for row in rows]


def test_a_dose_renews_the_fitness_of_its_own_pool_only():
    result = course([(0.0, "dose_iv", 1e8), (10.0, "dose_cavity", 1e8)], [10.0 - 1e-6, 10.0])
    live = (result.body["M_c"] + result.body["E_c"] + (result.lesion["M"] + result.lesion["E"]).sum(axis=1))[
        0
    ]
    before, after = result.body["W_c"]
    assert after == pytest.approx((before * live + 1e8) / (live + 1e8), rel=1e-5)
    assert result.body["W_s"][1] == pytest.approx(result.body["W_s"][0], rel=1e-5)


def test_a_short_infusion_is_nearly_a_bolus():
    times = [0.1, 1.0, 10.0]
    bolus = course([(0.0, "dose_cavity", 1e8)], times)
    slow = course([(0.0, "infusion_cavity", 1e8, 1e-4)], times)
    for name in ("M_c", "E_c", "W_c", "G_b"):
        np.testing.assert_allclose(slow.body[name], bolus.body[name], rtol=2e-3, err_msg=name)


def test_rules_wait_repeat_and_stop():
    delayed = Rule("dexamethasone", "effusion_volume", ">", 0.0, amount=10.0, delay=0.5, every=2.0, at_most=3)
    until = Rule(
        "tocilizumab", "crp", "<", 1e9, until=("effusion_volume", "<", 500.0), amount=1.0, at_most=99
    )
    rows = [(-1.0, "lymphodepletion", 1.0), (3.0, "drainage", 900.0)]
    result = course(rows, [-1, 0, 0.4, 0.5, 6], rules=(delayed, until))
    assert days_of(result, "dexamethasone") == [0.5, 2.5, 4.5]
    assert (
        days_of(result, "tocilizumab")
        == [0.0, 1.0, 2.0, 4.0, 5.0, 6.0][:3] + days_of(result, "tocilizumab")[3:]
    )
    assert 3.0 not in days_of(result, "tocilizumab")
    assert result.observables["treated"].tolist() == [0.0, 1.0, 1.0, 1.0, 1.0]


def test_a_withheld_dose_is_the_next_one_later():
    rows = [(-1.0, "lymphodepletion", 1.0)] + [(day, "dose_iv", 1e7) for day in (0.0, 1.0, 2.0)]
    rule = Rule("withhold_dose", "car_t_lung", ">", 0.0, at_most=1)
    result = course(rows, [3.0], rules=(rule,))
    assert days_of(result, "dose_iv") == [0.0, 2.0]
    assert days_of(result, "dose_withheld") == [1.0]


def test_less_than_one_cell_dies_out_on_the_next_whole_day():
    small = [*LESIONS, {"n": 1, "cavity": 0, "tumour_cells": 0.5}]
    result = simulate(TYPICAL, small, 0.5, [(0.5, "dose_cavity", 5.0)], [], np.array([0.75, 1.0, 1.5]))
    assert (result.lesion["P"][:, -1] > 0.0).tolist() == [True, False, False]
    assert (result.body["F_n"] > 0.0).tolist() == [True, False, False]
    assert {"extinction_tumour_group", "extinction_free"} <= {
        kind for day, kind, _ in result.events if day == 1.0
    }
    assert 0.0 < result.body["M_b"][1] < 1.0  # what only trickles in is no pool that could die out


@pytest.mark.parametrize("design", [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 1)])
def test_two_kinds_of_solver_agree(design):
    flags = dict(zip(("design_pool", "design_scfv", "design_zeta"), design, strict=True))
    schedule = [*LYMPHODEPLETION, (0.0, "infusion_iv", 2.5e8, 1 / 48), (7.0, "dose_cavity", 1e8)]
    rules = (Rule("tocilizumab", "temperature", ">=", 38.0, amount=560.0, at_most=2),)
    one, two = (course(schedule, [0.01, 5, 14], rules, method, **flags) for method in ("LSODA", "DOP853"))
    assert [event[:2] for event in one.events] == [event[:2] for event in two.events]
    for name in one.body:
        np.testing.assert_allclose(one.body[name], two.body[name], rtol=1e-6, atol=1e-6, err_msg=name)
    for name in one.lesion:
        np.testing.assert_allclose(one.lesion[name], two.lesion[name], rtol=1e-6, atol=1e-3, err_msg=name)
