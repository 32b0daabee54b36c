"""Grades of every term at every time, from courses written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial import observe
from cartsim.trial.clinic import clinic_values
from cartsim.trial.grading import graded_terms
from cartsim.trial.monitoring import monitoring
from tests.trial.synthetic_course import make_course, make_scenario, put

EXACT = "parameters.effusion_cv={value: 0, because: test}"
CLINIC = clinic_values()


def graded(course, *sets):
    """A function (term, day, arm) -> grade of the first patient."""
    scenario, time = make_scenario(EXACT, *sets), course["time"].values.astype(float)
    found = graded_terms(observe(course, scenario), monitoring(course, CLINIC), time, scenario, CLINIC)
    assert {grades.dtype for grades in found.values()} == {np.dtype(np.int8)}

    def grade(term, day, arm=0):
        (place,) = np.flatnonzero(time == day)
        return int(found[term][arm, 0, place])

    return grade


def test_a_fever_over_40_degrees_is_worse_when_it_lasts_over_a_day():
    course = make_course(1)
    put(course, "temperature", 0, 40.5, since=3, until=3.5)
    put(course, "temperature", 0, 40.5, since=6, until=8)
    grade = graded(course)
    assert [grade("Fever", day) for day in (2.0, 3.25, 5.0, 7.0, 7.25, 9.0)] == [0, 3, 0, 3, 4, 0]


def test_the_ejection_fraction_is_graded_by_its_fall_too():
    """75 to 60 %: 15 points are grade 2, though 60 % would be none by itself."""
    course = make_course(1)
    course["lvef0"].values[:] = 75.0
    put(course, "heart_injury", 0, 0.25 * CLINIC["lvef_half_injury"], since=10, until=20)
    grade = graded(course)
    assert [grade("Ejection fraction decreased", day) for day in (9.0, 15.0, 21.0)] == [0, 2, 0]


@pytest.mark.parametrize(("need", "leak", "expected"), [
    (3.0, 3.0, 0), (3.0, 2.0, 2), (10.0, 0.0, 3), (50.0, 0.0, 4), (7.0, 6.0, 2),
])  # fmt: skip
def test_hypoxia_is_graded_by_the_oxygen_that_leak_does_not_need(need, leak, expected):
    course = make_course(1)
    put(course, "oxygen_need", 0, need, since=40, until=50)
    put(course, "oxygen_crs", 0, leak, since=40, until=50)
    grade = graded(course)
    assert (grade("Hypoxia outside CRS", 45.0), grade("Hypoxia outside CRS", 55.0)) == (expected, 0)


def test_cytopenia_belongs_to_chemotherapy_for_28_days_after_it():
    """Neutrophils of 1.8 are grade 1 by the lower limit of normal; the last day of chemotherapy is day -3."""
    course = make_course(1)
    put(course, "anc", 0, 1.8, since=-4)
    grade, name = graded(course), "Neutrophil count decreased"
    assert [grade(name, day) for day in (-4.0, 10.0, 25.0, 26.0, 40.0)] == [0, 0, 0, 1, 1]
    theirs = f"{name} (lymphodepletion)"
    assert [grade(theirs, day) for day in (-4.0, 10.0, 25.0, 26.0, 40.0)] == [1, 1, 1, 0, 0]


def test_without_chemotherapy_cytopenia_is_of_nobody_else():
    course = make_course(1)
    put(course, "anc", 0, 1.8, since=5, until=9)
    grade = graded(course, "trial.lymphodepletion=none")
    assert grade("Neutrophil count decreased", 7.0) == 1
    assert grade("Neutrophil count decreased (lymphodepletion)", 7.0) == 0


def test_local_crs_is_swelling_of_the_first_28_days():
    """Fluid of 1600 mL instead of 1000 from the infusion on, read at every safety visit and scan."""
    course = make_course(1)
    put(course, "effusion_volume", 0, 1600.0, since=0)
    grade = graded(course)
    assert [grade("Local CRS", day) for day in (-1.0, 0.0, 1.0, 28.0, 29.0)] == [0, 1, 1, 1, 0]
    assert [grade("Pleural effusion", day) for day in (-1.0, 0.0, 28.0, 29.0, 200.0)] == [0, 1, 1, 1, 1]
    assert [grade("Ascites", day) for day in (0.0, 28.0, 200.0)] == [0, 0, 0]


def test_swelling_that_only_scans_see_begins_with_the_first_of_two():
    course = make_course(1)
    put(course, "effusion_volume", 0, 1600.0, since=60, until=200)
    grade = graded(course)
    days = (60.0, 90.0, 91.0, 182.0, 273.0, 274.0)
    assert [grade("Pleural effusion", day) for day in days] == [0, 0, 1, 1, 1, 0]


def test_one_high_reading_is_no_swelling():
    course = make_course(1)
    put(course, "effusion_volume", 0, 1600.0, since=60, until=100)
    assert graded(course)("Pleural effusion", 91.0) == 0


def test_without_fluid_at_baseline_nothing_swells():
    course = make_course(1)
    put(course, "effusion_volume", 0, 0.0, since=-9)
    put(course, "effusion_volume", 0, 900.0, since=60)
    assert graded(course)("Pleural effusion", 182.0) == 0
