"""Every part of an assessment gets the visits, the settings and the solves that it needs."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import EFFUSION_RESPONSE, words
from cartsim.trial import assess, observe
from cartsim.trial.dose_finding import design_endpoints
from cartsim.trial.paired import yes_no_measures
from cartsim.trial.planned_trial import planned_trials
from tests.trial.synthetic_course import make_course, make_scenario, put

EXACT = ("parameters.effusion_cv={value: 0, because: test}", "parameters.assay_cv={value: 0, because: test}")


def assessed(course, *sets):
    scenario = make_scenario(*EXACT, *sets)
    visits = observe(course, scenario)
    return scenario, visits, assess(visits, scenario)


def table_of(endpoints):
    return {str(name): endpoints[name].values for name in endpoints.variables}


def test_the_rules_of_the_trial_stand_with_its_endpoints():
    _, _, endpoints = assessed(make_course(1), "trial.censoring=simple")
    names = ("criteria", "censoring", "landmark_day", "ctcae")
    assert [endpoints.attrs[name] for name in names] == ["RECIST 1.1", "simple", 91.0, "5.0"]
    assert endpoints["contrast"].values.tolist() == ["IC - IV"]


@pytest.mark.parametrize(("horizon", "last"), [(370, 364), (371, 371), (372, 371)])
def test_responses_over_time_are_told_by_the_week_to_the_end(horizon, last):
    _, _, endpoints = assessed(make_course(1), f"run.horizon={horizon} days")
    grid = endpoints["response_day_grid"].values
    assert (grid[0], grid[1], grid[-1]) == (0.0, 7.0, last)


def test_limits_of_normal_are_those_of_the_scenario():
    course = make_course(1)
    put(course, "anc", 0, 2.5, since=2)
    for limit, graded in ((2, 0), (3, 1)):
        changed = f"parameters.neutrophil_limit={{value: {limit} 1e9/L, because: test}}"
        _, _, endpoints = assessed(course, changed)
        shift = endpoints["lab_shift"].sel(lab_term="Neutrophil count decreased").values[0]
        assert shift[0].tolist() == [1 - graded, graded, 0, 0, 0]


def test_the_effusion_of_a_failed_solve_has_no_response():
    course = make_course(3)
    for patient in (0, 1):
        put(course, "effusion_volume", patient, 0.0, since=20)
    course["status"].values[0, 1] = 2
    _, _, endpoints = assessed(course)
    best = words(endpoints["best_effusion_response"].values, EFFUSION_RESPONSE)
    assert best.tolist() == [["CR", "not read", "SD"], ["CR", "CR", "SD"]]
    assert endpoints["effusion_orr"].values.tolist() == pytest.approx([1 / 2, 2 / 3])


def test_a_planned_trial_is_told_beside_the_rest():
    course = make_course(40)
    for patient in range(25):
        for lesion in (1, 2):
            put(course, "lesion_diameter", patient, 10.0, since=20, lesion=lesion, arm=1)
    course["status"].values[1, 39] = 1
    planned = "trial.planned={patients_per_arm: 10, trials: 200, hierarchy: [confirmed_orr, pfs]}"
    scenario, visits, endpoints = assessed(course, planned, "run.patients=40")
    assert endpoints["hypothesis"].values.tolist() == ["confirmed_orr", "pfs"]
    solved, found = visits["status"].values == 0, table_of(endpoints)
    expected = planned_trials(yes_no_measures(visits, found, solved), found, scenario, solved)
    for name, values in expected.items():
        np.testing.assert_array_equal(endpoints[name].values, values, err_msg=name)
    assert endpoints["power"].values[0, 0] > 0.3
    assert "confirmed_orr" in endpoints
    assert "power" not in assessed(make_course(1))[2]


def test_what_happens_without_rescue_is_told_where_somebody_is_rescued():
    course = make_course(3)
    course["status"].values[0, 2] = 2
    scenario = make_scenario(
        *EXACT, "trial.rescue=[{drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 2}]"
    )
    visits = observe(course, scenario)
    again = np.array([[3, -1, -1], [-1, -1, 2]], np.int8)
    endpoints = assess(visits.assign(crs_grade_again=(("arm", "patient"), again)), scenario)
    assert endpoints["crs_grade_unrescued"].values.tolist() == [[3, 0, 0], [0, 0, 2]]
    assert endpoints["severe_crs_unrescued_rate"].values.tolist() == [0.5, 0.0]


def test_an_escalation_is_told_beside_the_rest():
    design = "design={kind: 3+3, levels: [1e6 cells, 1e7 cells], trials: 50}"
    scenario = make_scenario(*EXACT, design, "run.patients=12")
    course = make_course(12, arms=tuple(arm.name for arm in scenario.trial.arms))
    course["status"].values[1, 4] = 3
    visits = observe(course, scenario)
    endpoints = assess(visits, scenario)
    solved = visits["status"].values == 0
    expected, coordinates = design_endpoints(visits, scenario, table_of(endpoints), solved)
    assert endpoints["design_arm"].values.tolist() == coordinates["design_arm"].tolist() == ["IV", "IC"]
    for name, values in expected.items():
        np.testing.assert_array_equal(endpoints[name].values, values, err_msg=name)
