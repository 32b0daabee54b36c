"""What the ward and the laboratory read off a course: grades, sample days, limits, errors."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.population.streams import normals
from cartsim.trial.clinic import clinic_values
from cartsim.trial.monitoring import (
    laboratory,
    lung_grade,
    monitoring,
    nearest_times,
    neuro_grade,
    reached,
    reading_factors,
    samples,
)
from tests.trial.synthetic_course import make_course, put

NAN = float("nan")
WHO = np.arange(6)
CLINIC = clinic_values() | {"assay_cv": 0.0}


def test_reading_errors_are_drawn_by_purpose_patient_and_day():
    factors = reading_factors(0.3, 7, "assay/blood", WHO, np.array([1.0, 30.0]))
    spread = np.sqrt(np.log(1 + 0.09))
    expected = [np.exp(spread * normals(7, f"assay/blood/day {day}", WHO)[:, 0]) for day in (1, 30)]
    np.testing.assert_allclose(factors, np.transpose(expected), rtol=1e-12)
    np.testing.assert_array_equal(
        reading_factors(0.3, 7, "assay/blood", WHO, np.array([30.0])), factors[:, 1:]
    )
    assert (reading_factors(0.3, 7, "assay/fluid", WHO, np.array([30.0])) != factors[:, 1:]).all()


def test_grades_of_lung_injury_begin_at_their_thresholds():
    clinic = {f"pneumonitis_{grade}": grade / 10 for grade in (1, 2, 3, 4)}
    grades = lung_grade(np.array([0.05, 0.1, 0.19, 0.2, 0.3, 0.39, 0.4, 9.0, NAN]), clinic)
    assert grades.tolist() == [0, 1, 1, 2, 3, 3, 4, 4, 0]
    assert grades.dtype == np.int8
    assert reached(np.array([1.0]), {2: "low", 1: "high"}, {"low": 0.5, "high": 0.9}).tolist() == [2]


def test_neurotoxicity_is_the_worst_of_score_consciousness_and_seizures():
    clinic = {"neuro_voice": 1, "neuro_touch": 8, "neuro_unarousable": 9}
    clinic |= {"neuro_seizure": 2, "neuro_status": 3}
    severity = np.array([0.0, 1.5, 2.5, 3.5, 8.5, 0.0, 0.0])
    score = np.array([10.0, 10.0, 10.0, 10.0, 10.0, 2.4, NAN])
    assert neuro_grade(score, severity, clinic).tolist() == [0, 2, 3, 4, 4, 3, 0]


def test_a_sign_without_fever_is_a_syndrome_only_in_the_treated():
    course = make_course(2)
    put(course, "mean_arterial_pressure", 0, 60.0, since=3, until=5)
    put(course, "mean_arterial_pressure", 1, 60.0, since=3, until=5)
    put(course, "treated", 1, 1, since=2)
    series = monitoring(course, CLINIC)
    here = np.flatnonzero(course["time"].values == 4.0)[0]
    assert series["crs_grade"][0, :, here].tolist() == [0, 2]
    assert series["lvef"].dtype == np.float32
    assert series["lvef"][0, 0, here] == 60.0


def test_each_day_finds_the_nearest_time_and_the_earlier_of_two_as_near():
    time = np.array([0.0, 1.0, 2.5, 4.0])
    days = [-3, 0, 0.4, 0.5, 0.6, 1, 1.7, 1.75, 1.8, 2.5, 3.25, 3.3, 4, 9]
    assert nearest_times(time, days).tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert nearest_times(time, [1, 2, 3]).tolist() == [1, 2, 2]
    assert nearest_times(np.array([0.0, 1.0]), [0.2, 0.8]).tolist() == [0, 1]


def test_the_sample_of_day_0_is_drawn_an_hour_after_the_infusion():
    course = make_course(1)
    put(course, "car_t_blood", 0, 7.0, since=0.04, until=0.05)
    put(course, "car_t_blood", 0, 3.0, since=1.0, until=1.0)
    seen = samples(course, np.array([0.0, 1.0, 2.0]), np.full((2, 1), 372.0), CLINIC, 7)
    assert seen["car_t_blood_sampled"][0, 0].tolist() == [7.0, 3.0, 1.0]


def test_samples_are_taken_to_the_last_day_seen_and_within_the_course():
    course = make_course(2)
    days, last = np.array([0.0, 30.0, 372.0, 400.0]), np.array([[30.0, 500.0]] * 2)
    taken = np.isfinite(samples(course, days, last, CLINIC, 7)["car_t_blood_sampled"])
    assert taken[0].tolist() == [[True, True, False, False], [True, True, True, False]]


def test_fluid_is_sampled_while_it_is_seen_and_tumour_always():
    course, gone = make_course(1), CLINIC["effusion_gone"]
    put(course, "effusion_volume", 0, gone, since=10, until=19)
    put(course, "effusion_volume", 0, gone - 1, since=20)
    seen = samples(course, np.array([5.0, 14.0, 28.0]), np.full((2, 1), 372.0), CLINIC, 7)
    assert np.isfinite(seen["car_t_fluid_sampled"][0, 0]).tolist() == [True, True, False]
    assert np.isfinite(seen["car_t_tumour_sampled"][0, 0]).all()


def test_counts_under_the_limit_of_the_assay_are_0_and_the_tumour_is_the_truth():
    course, limit = make_course(1), np.float32(CLINIC["limit_qpcr"])
    for since, count in ((0, limit), (10, 0.9 * limit), (20, 2 * limit)):
        for name in ("car_t_blood", "car_t_tumour"):
            put(course, name, 0, count, since=since)
    days, last = np.array([5.0, 14.0, 28.0]), np.full((2, 1), 372.0)
    clinic = CLINIC | {"limit_qpcr": float(limit)}
    exact = samples(course, days, last, clinic, 7)
    assert exact["car_t_blood_sampled"][0, 0].tolist() == pytest.approx([limit, 0.0, 2 * limit])
    noisy = samples(course, days, last, clinic | {"assay_cv": 0.4}, 7)
    factor = reading_factors(0.4, 7, "assay/blood", np.arange(1), days)[0]
    read = np.array([limit, 0.9 * limit, 2 * limit]) * factor
    expected = np.where(read < limit, 0.0, read)
    assert noisy["car_t_blood_sampled"][0, 0].tolist() == pytest.approx(expected.tolist(), rel=1e-6)
    truth = pytest.approx([limit, 0.9 * limit, 2 * limit])
    assert noisy["car_t_tumour_sampled"][0, 0].tolist() == truth


def test_the_laboratory_reads_to_the_last_day_seen():
    course = make_course(1)
    put(course, "anc", 0, 0.4, since=7, until=9)
    lvef = np.full(course["anc"].shape, 55.0)
    found = laboratory(course, lvef, np.array([0.0, 7.0, 14.0]), np.full((2, 1), 7.0))
    assert found["anc_lab"][0, 0].tolist() == pytest.approx([5.0, 0.4, NAN], nan_ok=True)
    assert found["lvef_lab"][0, 0].tolist() == pytest.approx([55.0, 55.0, NAN], nan_ok=True)
