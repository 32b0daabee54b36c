"""ASTCT grades by enumeration, and episodes in continuous series."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.model import vital_signs
from cartsim.trial.crs import (
    OXYGEN,
    astct_grade,
    episodes,
    grade_from_levels,
    grade_series,
    icans_grade,
    summarise_crs,
)

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
    with pytest.raises(ValueError, match="oxygen"):
        astct_grade(39.0, False, 0, False, "mask")
    with pytest.raises(ValueError, match="negative"):
        astct_grade(39.0, True, -1, False, "none")


@pytest.mark.parametrize(
    ("fever", "pressure", "oxygen", "treated"), list(product((0, 1), range(4), range(4), (0, 1)))
)
def test_the_ward_and_the_trial_read_the_same_grade(fever, pressure, oxygen, treated):
    theirs = vital_signs.grade_from_levels(float(fever), float(pressure), float(oxygen), float(treated))
    assert grade_from_levels(bool(fever), pressure, oxygen, bool(treated)) == theirs


def test_the_ward_and_the_trial_have_the_same_cut_points():
    from cartsim.trial import crs

    for name in (
        "FEVER",
        "HYPOTENSION",
        "ONE_PRESSOR",
        "SEVERAL_PRESSORS",
        "LOW_FLOW",
        "HIGH_FLOW",
        "POSITIVE_PRESSURE",
    ):
        assert getattr(crs, name) == getattr(vital_signs, name)


SIGNS = st.tuples(st.floats(36, 41), st.floats(40, 95), st.floats(0, 60), st.booleans())


@given(SIGNS, st.floats(0, 2), st.floats(0, 30), st.floats(0, 30))
def test_worse_signs_never_lower_the_grade(signs, hotter, lower, more):
    temperature, pressure, oxygen, treated = signs
    before = grade_series([temperature], [pressure], [oxygen], [treated])[0]
    assert grade_series([temperature + hotter], [pressure - lower], [oxygen + more], [treated])[0] >= before


def test_missing_signs_are_no_signs():
    assert grade_series([np.nan], [np.nan], [np.nan], [1]).tolist() == [0]


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
    for bad in (
        {"ice": 11},
        {"ice": 5, "consciousness": "asleep"},
        {"ice": 5, "seizure": "long"},
        {"ice": 2.5},
    ):
        with pytest.raises(ValueError):
            icans_grade(**bad)


def test_an_episode_ends_after_a_day_without_signs():
    time, grade = [0, 0.5, 1.0, 1.5, 2.0, 3.5, 4.0], [1, 2, 0, 1, 0, 3, 0]
    assert episodes(time, grade) == [(0.0, 1.5, 2), (3.5, 3.5, 3)]
    assert [one.grade for one in episodes(time, grade, quiet=2.0)] == [3]
    assert episodes(time, np.zeros(7)) == []


def test_the_safety_visits_see_less_than_the_monitor():
    time = np.arange(0.0, 10.5, 0.5)
    grade = np.zeros((1, 2, time.size), np.int8)
    grade[0, 0, 5:7] = [3, 1]
    found = summarise_crs(time, grade, [0, 1, 3, 7])
    assert found.grade.tolist() == [[3, 0]]
    assert found.seen.tolist() == [[1, 0]]
    assert (found.onset[0, 0], found.end[0, 0], found.episodes[0, 0]) == (2.5, 3.0, 1)
    assert np.isnan(found.onset[0, 1])
