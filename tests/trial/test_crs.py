"""ASTCT grades by enumeration and by truth tables written from the consensus."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.model import kernel as k_
from cartsim.model import vital_signs
from cartsim.scenario.known import WARD
from cartsim.trial.clinic import clinic_values
from cartsim.trial.crs import (
    OXYGEN,
    astct_grade,
    grade_from_levels,
    grade_series,
    icans_from_levels,
    icans_grade,
    oxygen_level,
    pressure_level,
)

CLINIC = clinic_values()
PRESSURES = {(False, 0, False): 1, (True, 0, False): 2, (True, 1, False): 3, (True, 1, True): 3,
             (True, 0, True): 3, (True, 2, False): 4, (True, 3, True): 4}  # fmt: skip


@pytest.mark.parametrize(("pressure", "oxygen"), list(product(PRESSURES, OXYGEN)))
def test_the_worse_of_pressure_and_oxygen_grades_a_fever(pressure, oxygen):
    worst = max(PRESSURES[pressure], 1 + OXYGEN.index(oxygen))
    assert astct_grade(38.0, *pressure, oxygen) == worst
    assert astct_grade(37.99, *pressure, oxygen) == 0
    without_fever = 0 if worst == 1 else worst
    assert astct_grade(36.5, *pressure, oxygen, treated=True) == without_fever
    assert astct_grade(39.0, *pressure, oxygen, treated=True) == worst


def test_unknown_oxygen_is_refused():
    told = "^oxygen 'mask' is not one of none, low_flow, high_flow, positive_pressure$"
    with pytest.raises(ValueError, match=told):
        astct_grade(39.0, False, 0, False, "mask")
    with pytest.raises(ValueError, match=r"^the number of vasopressors is negative$"):
        astct_grade(39.0, True, -1, False, "none")


@pytest.mark.parametrize(
    ("fever", "pressure", "oxygen", "treated"), list(product((0, 1), range(4), range(4), (0, 1)))
)
def test_the_ward_and_the_trial_read_the_same_grade(fever, pressure, oxygen, treated):
    theirs = vital_signs.grade_from_levels(float(fever), float(pressure), float(oxygen), float(treated))
    assert grade_from_levels(bool(fever), pressure, oxygen, bool(treated)) == theirs


def test_the_ward_and_the_trial_have_the_same_cut_points():
    from cartsim.trial import crs

    for name in ("FEVER", "HIGH_FLOW"):
        assert getattr(crs, name) == getattr(vital_signs, name)
    assert {*crs.PRESSURES, *crs.OXYGEN_NEEDS} == set(WARD) <= set(k_.PARAMETERS)


SIGNS = st.tuples(st.floats(36, 41), st.floats(40, 95), st.floats(0, 60), st.booleans())


@given(SIGNS, st.floats(0, 2), st.floats(0, 30), st.floats(0, 30))
def test_worse_signs_never_lower_the_grade(signs, hotter, lower, more):
    temperature, pressure, oxygen, treated = signs
    before = grade_series([temperature], [pressure], [oxygen], [treated], CLINIC)
    after = grade_series([temperature + hotter], [pressure - lower], [oxygen + more], [treated], CLINIC)
    assert after[0] >= before[0]


def test_missing_signs_are_no_signs():
    assert grade_series([np.nan], [np.nan], [np.nan], [1], CLINIC).tolist() == [0]


@pytest.mark.parametrize(("ice", "grade"), [(10, 0), (9, 1), (7, 1), (6, 2), (3, 2), (2, 3), (0, 3)])
def test_icans_by_ice_score(ice, grade):
    assert icans_grade(ice) == grade


def test_icans_is_the_worst_of_its_parts():
    assert icans_grade(10, consciousness="voice") == 2
    assert icans_grade(8, consciousness="to touch") == 3
    assert icans_grade(10, consciousness="unarousable") == 4
    assert icans_grade(10, seizure="brief") == icans_grade(10, edema="focal") == 3
    assert (
        icans_grade(10, seizure="prolonged")
        == icans_grade(10, edema="diffuse")
        == icans_grade(10, motor_weakness=True)
        == 4
    )


@pytest.mark.parametrize(("bad", "told"), [
    ({"ice": 11}, "an ICE score is a whole number from 0 to 10, not 11"),
    ({"ice": -1}, "an ICE score is a whole number from 0 to 10, not -1"),
    ({"ice": 2.5}, r"an ICE score is a whole number from 0 to 10, not 2\.5"),
    ({"ice": 5, "consciousness": "asleep"},
     "consciousness 'asleep' is not one of awake, voice, touch, unarousable"),
    ({"ice": 5, "seizure": "long"}, "seizure 'long' is not one of none, brief, prolonged"),
    ({"ice": 5, "edema": "local"}, "edema 'local' is not one of none, focal, diffuse"),
])  # fmt: skip
def test_what_no_grade_can_be_read_from_is_refused(bad, told):
    with pytest.raises(ValueError, match=f"^{told}$"):
        icans_grade(**bad)


def test_what_was_not_written_down_is_normal():
    assert icans_grade(10, consciousness=None, seizure="", edema="") == 0
    assert icans_grade(9, consciousness="", seizure=None) == 1


CRS_TRUTH = [
    # temperature, hypotension, pressors, vasopressin, oxygen, treated -> grade
    (37.9, False, 0, False, "none", False, 0),
    (38.0, False, 0, False, "none", False, 1),
    (41.0, False, 0, False, "none", False, 1),
    (38.0, True, 0, False, "none", False, 2),
    (38.0, False, 0, False, "low_flow", False, 2),
    (38.0, True, 0, False, "low_flow", False, 2),
    (38.0, True, 1, False, "none", False, 3),
    (38.0, True, 1, True, "none", False, 3),
    (38.0, True, 0, True, "none", False, 3),
    (38.0, False, 0, True, "none", False, 3),
    (38.0, True, 2, False, "none", False, 4),
    (38.0, True, 2, True, "none", False, 4),
    (38.0, True, 5, False, "none", False, 4),
    (38.0, False, 0, False, "high_flow", False, 3),
    (38.0, False, 0, False, "positive_pressure", False, 4),
    (38.0, True, 0, False, "high_flow", False, 3),
    (38.0, True, 1, False, "low_flow", False, 3),
    (38.0, True, 1, False, "positive_pressure", False, 4),
    (38.0, True, 2, False, "low_flow", False, 4),
    (37.9, True, 2, True, "positive_pressure", False, 0),
    (36.5, False, 0, False, "low_flow", False, 0),
    (36.5, False, 0, False, "none", True, 0),
    (36.5, True, 0, False, "none", True, 2),
    (36.5, False, 0, False, "low_flow", True, 2),
    (36.5, True, 1, False, "none", True, 3),
    (36.5, True, 1, True, "none", True, 3),
    (36.5, False, 0, False, "high_flow", True, 3),
    (36.5, True, 2, False, "none", True, 4),
    (36.5, False, 0, False, "positive_pressure", True, 4),
    (38.0, False, 0, False, "none", True, 1),
    (39.0, True, 0, False, "low_flow", True, 2),
]  # fmt: skip
ICANS_TRUTH = [
    # ice, consciousness, seizure, motor weakness, oedema -> grade
    (10, "awake", None, False, None, 0), (9, "awake", None, False, None, 1),
    (7, "awake", None, False, None, 1), (6, "awake", None, False, None, 2),
    (3, "awake", None, False, None, 2), (2, "awake", None, False, None, 3),
    (0, "awake", None, False, None, 3), (0, "unarousable", None, False, None, 4),
    (10, "to voice", None, False, None, 2), (9, "voice", None, False, None, 2),
    (10, "to touch", None, False, None, 3), (4, "touch", None, False, None, 3),
    (10, "unarousable", None, False, None, 4),
    (10, "awake", "brief", False, None, 3), (10, "awake", "prolonged", False, None, 4),
    (10, "awake", "none", False, "none", 0), (10, "awake", None, True, None, 4),
    (10, "awake", None, False, "focal", 3), (10, "awake", None, False, "diffuse", 4),
    (5, "to voice", "brief", False, None, 3), (2, "to voice", None, False, "focal", 3),
    (0, "to touch", "brief", True, "focal", 4),
]  # fmt: skip


@pytest.mark.parametrize("state", CRS_TRUTH)
def test_crs_truth_table(state):
    *signs, treated, grade = state
    assert astct_grade(*signs, treated=treated) == grade


@pytest.mark.parametrize("state", ICANS_TRUTH)
def test_icans_truth_table(state):
    ice, consciousness, seizure, weak, oedema, grade = state
    found = icans_grade(ice, consciousness=consciousness, seizure=seizure, motor_weakness=weak, edema=oedema)
    assert found == grade


def test_the_array_rule_is_the_scalar_rule():
    scores, levels = np.arange(11), (0, 2, 3, 4)
    words = ("awake", "voice", "touch", "unarousable")
    for level, word in zip(levels, words, strict=True):
        single = [icans_grade(int(score), consciousness=word) for score in scores]
        assert icans_from_levels(scores, np.full(11, level)).tolist() == single


def test_a_local_cause_never_raises_the_grade():
    """Oxygen that lung injury or fluid needs is no part of the oxygen that CRS is graded by."""
    need = np.array([0.0, 7.0, 50.0])
    hot, well, none = np.full(3, 39.0), np.full(3, 90.0), np.zeros(3)
    assert grade_series(hot, well, none, none, CLINIC).tolist() == [1, 1, 1]
    assert grade_series(hot, well, need, none, CLINIC).tolist() == [1, 3, 4]


@pytest.mark.parametrize(("pressure", "oxygen", "grade"), [
    (65.0, 0.5, 1), (64.9, 0.5, 2), (55.0, 0.5, 2), (54.9, 0.5, 3), (50.0, 0.5, 3), (49.9, 0.5, 4),
    (90.0, 0.6, 2), (90.0, 6.0, 2), (90.0, 6.1, 3), (90.0, 40.0, 3), (90.0, 40.1, 4),
])  # fmt: skip
def test_the_ward_acts_beyond_its_cut_points(pressure, oxygen, grade):
    assert grade_series([38.0], [pressure], [oxygen], [0], CLINIC).tolist() == [grade]


def test_many_moments_are_read_at_once_as_small_whole_numbers():
    """As many patients as moments and as parts; signs read from a file may be 0.0 and 1.0."""
    pressure = pressure_level([[90.0, 60, 52, 40]], CLINIC)
    oxygen = oxygen_level([[0.0, 3, 10, 60]], CLINIC)
    assert pressure.tolist() == oxygen.tolist() == [[0, 1, 2, 3]]
    treated = grade_series([36.8, 39.0, 37.0], [90, 60, 60], [0, 0, 0], [0, 0, 1], CLINIC)
    assert treated.tolist() == [0, 2, 2]
    grades = grade_from_levels([1.0, 0.0, 0.0], [0, 1, 1], [2, 0, 0], [0.0, 0.0, 1.0])
    assert grades.tolist() == [3, 0, 2]
    parts = icans_from_levels([10, 9, 6, 2], [0, 0, 3, 0], [0, 0, 0, 4])
    assert parts.tolist() == [0, 1, 3, 4]
    assert {found.dtype for found in (pressure, oxygen, treated, grades, parts)} == {np.dtype(np.int8)}


def test_a_missing_temperature_is_refused():
    with pytest.raises(ValueError, match="temperature is missing"):
        astct_grade(float("nan"), True, 2, False, "high_flow")
