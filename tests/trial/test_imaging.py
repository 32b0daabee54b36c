"""Scans of a course: which drainages, which errors, what is written down of lesions and of the fluid."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import EFFUSION_RESPONSE, EVENT_KIND, LESION_KIND, words
from cartsim.trial import observe
from cartsim.trial.clinic import clinic_values
from cartsim.trial.imaging import _sizes, _volumes, drainage_days, imaging, safety_volumes
from cartsim.trial.monitoring import reading_factors
from cartsim.trial.scans import readings
from tests.trial.synthetic_course import drain, make_course, make_scenario, put

SCHEDULED = np.array([-5.0, 30, 91, 182])
CLINIC = clinic_values()
NAN = float("nan")


def scanned(course, done=None, clinic=CLINIC):
    """What imaging tells of a course on the scheduled days."""
    shape = (course.sizes["arm"], course.sizes["patient"], SCHEDULED.size)
    days = np.broadcast_to(SCHEDULED, shape[1:])
    there = np.ones(shape, bool) if done is None else np.broadcast_to(done, shape)
    found = imaging(course, make_scenario(), clinic | {"effusion_cv": 0.0}, days, there, SCHEDULED)
    return {name: values for name, (_, values) in found.items()}


def test_drainages_of_each_patient_stand_in_order_without_gaps():
    course = make_course(2)
    drain(course, 0, 5.0, arm=0, slot=1)
    drain(course, 0, 9.0, arm=0, slot=4)
    drain(course, 1, 12.0, arm=1, slot=0)
    course["event_kind"].values[0, 0, 2] = EVENT_KIND.index("dose")
    course["event_day"].values[0, 0, 2] = 7.0
    expected = [[[5, 9], [NAN, NAN]], [[NAN, NAN], [12, NAN]]]
    np.testing.assert_array_equal(drainage_days(course), expected)
    assert drainage_days(make_course(2)).shape == (2, 2, 0)


@pytest.mark.parametrize(("inside", "total"), [(1, 70.0), (0, 90.0)])
def test_lesions_outside_the_cavity_are_organs_of_their_own(inside, total):
    """Three targets of 40, 30 and 20 mm: two of one organ count, and a third elsewhere."""
    course = make_course(1)
    course["lesion_kind"].values[0, 3] = LESION_KIND.index("target")
    course["lesion_cavity"].values[0, 3] = inside
    course["lesion_diameter"].values[..., 3] = 20.0
    assert scanned(course)["sld"][0, 0, 0] == total


def test_a_drainage_since_the_last_scan_that_took_place_is_progression_of_the_effusion():
    """Drained on day 60; the scan of day 91 was missed, so that the one of day 182 is the first to tell."""
    course = make_course(1)
    drain(course, 0, 60.0)
    seen = scanned(course, done=np.array([True, True, False, True]))
    told = words(seen["effusion_response"][0, 0], EFFUSION_RESPONSE).tolist()
    assert told == ["not read", "SD", "not read", "PD"]
    whole = words(scanned(course)["effusion_response"][0, 0], EFFUSION_RESPONSE).tolist()
    assert whole == ["not read", "SD", "PD", "SD"]


def test_a_lesion_that_is_gone_reads_0_and_a_hidden_one_nothing():
    course = make_course(1)
    put(course, "lesion_diameter", 0, 0.0, since=20, lesion=1)
    readings_of = scanned(course)["lesion_reading"][0, 0]
    assert readings_of[:, 1].tolist() == [40.0, 0.0, 0.0, 0.0]
    assert np.isnan(readings_of[:, 3]).all()


def test_every_lesion_has_errors_of_its_own_and_many_nodules_average_theirs():
    course = make_course(2)
    course["lesion_kind"].values[1, 0] = LESION_KIND.index("target")
    scenario = make_scenario("trial.response.measurement_cv=0.2")
    days = np.broadcast_to(SCHEDULED, (2, SCHEDULED.size))
    sizes = _sizes(course, scenario, CLINIC, days, SCHEDULED)
    assert sizes.dtype == np.int64
    for lesion, true in ((0, 8.0), (1, 40.0)):
        factors = reading_factors(0.2, 7, f"reading error/lesion {lesion}", np.arange(2), SCHEDULED)
        if lesion == 0:
            factors[0] = factors[0] ** (1 / np.sqrt(CLINIC["nodules_read"]))
        expected = readings(np.full(factors.shape, true), factors, CLINIC)
        np.testing.assert_array_equal(sizes[0, ..., lesion], expected)


def test_the_fluid_is_read_with_an_error_by_the_day_and_not_seen_under_its_limit():
    course, gone = make_course(1), CLINIC["effusion_gone"]
    put(course, "effusion_volume", 0, gone, since=60, until=100)
    put(course, "effusion_volume", 0, gone - 1, since=150)
    days = np.broadcast_to(SCHEDULED, (1, SCHEDULED.size))
    clinic = CLINIC | {"effusion_cv": 0.3}
    factors = reading_factors(0.3, 7, "reading error/effusion", np.arange(1), SCHEDULED)[0]
    expected = np.array([1000.0, 1000.0, gone, 0.0]) * factors
    np.testing.assert_allclose(_volumes(course, make_scenario(), clinic, days, SCHEDULED)[0, 0], expected)


def test_the_fluid_of_safety_visits_has_errors_of_its_own_to_the_last_day_seen():
    course, gone = make_course(1), CLINIC["effusion_gone"]
    put(course, "effusion_volume", 0, gone, since=6, until=8)
    put(course, "effusion_volume", 0, gone - 1, since=13)
    safety = np.array([0.0, 7.0, 14.0, 21.0])
    read = safety_volumes(course, safety, np.full((2, 1), 14.0), CLINIC | {"effusion_cv": 0.3}, 7)
    factors = reading_factors(0.3, 7, "reading error/effusion safety", np.arange(1), safety)[0]
    expected = np.array([1000.0, gone, 0.0, NAN]) * factors
    np.testing.assert_allclose(read[0, 0], expected)
    assert read.dtype == float


def test_the_scans_of_a_trial_are_those_of_imaging():
    course = make_course(1)
    drain(course, 0, 60.0)
    visits = observe(course, make_scenario("parameters.effusion_cv={value: 0, because: test}"))
    alone = scanned(course)
    for name in ("sld", "effusion_reading", "lesion_reading"):
        np.testing.assert_array_equal(visits[name].values[:, :, :4], alone[name], err_msg=name)
