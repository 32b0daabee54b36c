"""New therapy, landmark, time in response and the strategies beside the primary one, on visits by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import CENSORING, CURVES, LANDMARK_STATUS, words
from cartsim.scenario.assessment import NewTherapy
from cartsim.trial.duration import response_at_visits, response_endpoints
from cartsim.trial.landmark import landmark, landmark_day
from cartsim.trial.mortality import deaths, monthly_days
from cartsim.trial.new_therapy import new_therapy_days
from cartsim.trial.response_rates import population, response_incidence
from cartsim.trial.responses import RANK
from cartsim.trial.sensitivity import other_strategies
from cartsim.trial.survival import kaplan_meier, restricted_mean
from cartsim.trial.time_in_response import pseudo_values, time_in_response
from tests.trial.synthetic_course import make_scenario
from tests.trial.visits_by_hand import GRID, LAST, make_visits

ROWS = [
    {"seen": "PR PR PR PD SD"},
    {"seen": "SD SD SD SD SD"},
    {"seen": "PR PR PR PR PR", "therapy": 100},
    {"seen": "SD SD ND ND ND", "left": 150},
    {"seen": "PD ND ND ND ND", "death": 80},
    {"seen": "SD ND ND ND ND", "death": 300},
    {"seen": "SD PR PR PR PR", "infused": 0},
    {"seen": "PR PR PR PR PR", "status": 1},
]


@pytest.fixture(scope="module")
def trial():
    visits, scenario = make_visits(ROWS), make_scenario()
    return visits, scenario, response_endpoints(visits, scenario)


def reasons(found, name):
    return words(found[f"{name}_reason"][0], CENSORING).tolist()


def test_every_end_has_its_reason(trial):
    found = trial[2]
    assert reasons(found, "pfs") == [
        "progression", "no event by cut-off", "new anticancer therapy", "left the study",
        "progression", "missed visits", "no event by cut-off", "not in the set"]  # fmt: skip
    assert reasons(found, "os") == [
        "no event by cut-off", "no event by cut-off", "no event by cut-off", "left the study",
        "death", "death", "no event by cut-off", "not in the set"]  # fmt: skip
    assert reasons(found, "dor") == [
        "progression", "not in the set", "new anticancer therapy", *["not in the set"] * 3,
        "no event by cut-off", "not in the set"]  # fmt: skip
    assert found["pfs"][0, :7].tolist() == [274, 365, 91, 91, 30, 30, 365]
    assert found["dor"][0, [0, 2, 6]].tolist() == [244, 61, 274]
    assert found["visits_missed"][0].tolist() == [0, 0, 0, 0, 0, 3, 0, 0]


def test_ends_are_counted_and_strategies_move_them(trial):
    visits, scenario, found = trial
    table = other_strategies(visits, scenario, found)
    assert table["end_reasons"].shape == (1, len(CURVES), len(CENSORING))
    assert (table["end_reasons"].sum(axis=2) == len(ROWS)).all()
    by_hand = {
        "median_pfs_fda": km([274, 365, 91, 91, 30, 30, 365], [1, 0, 0, 0, 1, 0, 0]),
        "median_pfs_simple": km([274, 365, 91, 91, 30, 300, 365], [1, 0, 0, 0, 1, 1, 0]),
        "median_pfs_policy": km([274, 365, 365, 91, 30, 30, 365], [1, 0, 0, 0, 1, 0, 0]),
        "median_pfs_worst_case": km([274, 365, 91, 182, 30, 30, 365], [1, 0, 0, 1, 1, 0, 0]),
        "median_pfs_infused": km([274, 365, 91, 91, 30, 30], [1, 0, 0, 0, 1, 0]),
        "median_dor_policy": km([244, 335, 274], [1, 0, 0]),
    }
    assert {name: float(table[name][0]) for name in by_hand} == pytest.approx(by_hand, nan_ok=True)
    assert by_hand["median_pfs_simple"] == 300
    assert table["confirmed_orr_policy"] == pytest.approx(3 / 7)
    assert table["confirmed_orr_policy_n"] == 7
    assert table["median_pfs_enrolment"] == pytest.approx(table["median_pfs_fda"] + 5, nan_ok=True)


def km(days, events):
    return kaplan_meier(days, events).median


def test_responses_after_a_new_therapy_do_not_count(trial):
    visits, scenario, _ = trial
    assert response_at_visits(visits)[0, 2].tolist() == [False, True, True, False, False, False]
    assert response_at_visits(visits)[0, 0].tolist() == [False, True, True, True, False, False]
    early = make_visits([{"seen": "SD PR PR PR PR", "therapy": 60}, {"seen": "SD PR PR PR PR"}])
    rates = other_strategies(early, scenario, response_endpoints(early, scenario))
    assert response_endpoints(early, scenario)["response_by_primary"].tolist() == [[0, 1]]
    assert rates["confirmed_orr_policy"] == 1.0
    assert response_incidence(early, np.array([90.0, 91.0])).tolist() == [[0.0, 1.0]]


def test_a_progression_or_death_competes_with_the_first_response():
    visits = make_visits([{"seen": "SD PR PR PR PR"}, {"seen": "PD PR PR PR PR"}, {"seen": "SD SD SD SD SD"},
                          {"seen": "SD ND ND ND ND", "death": 60}])  # fmt: skip
    assert response_incidence(visits, np.array([60.0, 91, 365])).tolist() == [[0.0, 0.25, 0.25]]


def test_sets_are_those_of_the_protocol(trial):
    visits = trial[0]
    assert population(visits, "enrolled").sum() == 7
    assert population(visits, "infused").sum() == 6
    assert population(visits, "response_evaluable")[0].tolist() == [True] * 6 + [False] * 2


def test_responders_are_compared_from_the_landmark_on(trial):
    visits, scenario, _ = trial
    assert landmark_day(visits, scenario) == 91
    found = landmark(visits, 91.0)
    status = words(found["landmark_status"][0], LANDMARK_STATUS).tolist()
    response, without, outside = "response", "no response", "not in the set"
    assert status == [response, without, response, without, outside, without, response, outside]
    assert found["landmark_n"].tolist() == [[3, 3]]
    assert found["landmark_os"][0].tolist() == [1.0, 0.5]
    assert np.isnan(found["landmark_median_os"][0, 0])
    assert found["landmark_median_os"][0, 1] == pytest.approx((300 + LAST) / 2 - 91)
    assert landmark(visits, 400.0)["landmark_n"].tolist() == [[0, 0]]


def test_without_a_visit_at_month_three_the_landmark_is_month_three(trial):
    later = trial[0].isel(visit=[0, 1, 3, 4])
    assert landmark_day(later, trial[1]) == 91
    assert landmark_day(trial[0], make_scenario("trial.visits.window=7")) == 98


def test_time_in_response_without_censoring_is_the_time_itself():
    found = {
        "pfs": np.array([[274.0, 365.0, 91.0, 200.0]]),
        "pfs_event": np.array([[1, 1, 1, 1]]),
        "response_day": np.array([[30.0, np.nan, np.nan, 91.0]]),
    }
    table = time_in_response(found, np.array([0.0, 30, 91, 199, 200, 274]), 365.0)
    assert table["time_in_response_pseudo"][0] == pytest.approx([244, 0, 0, 109])
    assert table["response_probability"][0] == pytest.approx([0, 0.25, 0.5, 0.5, 0.25, 0])
    assert table["mean_time_in_response"] == pytest.approx((244 + 109) / 4)


def test_who_leaves_does_not_pull_the_mean_down():
    random = np.random.default_rng(4)
    response = np.where(random.random(4000) < 0.5, 30.0, np.nan)
    true = np.full(4000, 230.0)
    left = random.exponential(300, 4000)
    found = {
        "pfs": np.minimum(true, left)[None],
        "pfs_event": (true <= left)[None].astype(int),
        "response_day": np.where(response <= left, response, np.nan)[None],
    }
    table = time_in_response(found, np.array([0.0]), 365.0)
    assert table["mean_time_in_response_lower"] < 100 < table["mean_time_in_response_upper"]


def test_pseudo_values_are_those_of_leaving_one_out():
    random = np.random.default_rng(8)
    time, event = np.ceil(random.exponential(20, 120)), (random.random(120) < 0.6).astype(int)
    whole = restricted_mean(kaplan_meier(time, event), 40.0)
    without = [
        restricted_mean(kaplan_meier(np.delete(time, place), np.delete(event, place)), 40.0)
        for place in range(120)
    ]
    values = pseudo_values(time, event, 40.0)
    assert values.mean() == pytest.approx(whole)
    assert np.abs(values - (120 * whole - 119 * np.array(without))).max() < 0.6


def test_a_new_therapy_follows_progression_or_comes_before_it():
    patients = np.arange(4000)
    days = np.broadcast_to(GRID[1:], (4000, 5))
    codes = np.full((2, 4000, 5), RANK["SD"], np.int8)
    codes[0, :, 1] = RANK["PD"]
    last = np.full((2, 4000), LAST)
    found = new_therapy_days(days, codes, last, NewTherapy(after_pd=0.4, delay=21.0), 1, patients)
    assert set(found[0][np.isfinite(found[0])]) == {112.0}
    assert np.isfinite(found[0]).mean() == pytest.approx(0.4, abs=0.03)
    assert np.isnan(found[1]).all()
    early = new_therapy_days(days, codes, last, NewTherapy(without_pd=0.1), 1, patients)
    assert (early[0][np.isfinite(early[0])] < 91).all()
    assert np.isfinite(early[1]).mean() == pytest.approx(1 - 0.9 ** (LAST / 30.4375), abs=0.03)
    seen = np.isfinite(early[0])
    assert (early[0][seen] == early[1][seen]).all()
    assert np.isnan(new_therapy_days(days, codes, last, NewTherapy(), 1, patients)).all()
    gone = new_therapy_days(days, codes, np.full((2, 4000), 111.0), NewTherapy(after_pd=1.0), 1, patients)
    assert np.isnan(gone).all()


CLINIC = {"death_rate": 0.004, "death_burden": 0.5, "death_crs": 0.0, "death_lung": 0.0,
          "death_ecog": 1.6, "death_ecog_reference": 0.77}  # fmt: skip


def test_performance_status_multiplies_the_hazard_of_the_disease():
    time, patients = np.arange(0.0, 366.0), np.arange(6000)
    cells, none = np.full((1, 6000, 366), 1e10), np.zeros((1, 6000, 366))
    ecog = patients % 3
    died = np.isfinite(deaths(time, cells, none, none, ecog, CLINIC, 3, patients).day[0])
    for status in range(3):
        expected = 1 - np.exp(-0.004 * 1.6 ** (status - 0.77) * 365)
        assert died[ecog == status].mean() == pytest.approx(expected, abs=0.035)
    flat = deaths(time, cells, none, none, ecog, CLINIC | {"death_ecog": 1.0}, 3, patients).day[0]
    assert np.isfinite(flat).mean() == pytest.approx(1 - np.exp(-0.004 * 365), abs=0.02)


def test_nobody_leaves_without_a_hazard():
    assert np.isinf(monthly_days(0.0, 1, "dropout", np.arange(5))).all()
