"""Deaths, drop-out and new therapy of constant and growing hazards, against the integral in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import MECHANISM, words
from cartsim.population.streams import uniforms
from cartsim.scenario.assessment import NewTherapy
from cartsim.trial.mortality import deaths, monthly_days
from cartsim.trial.new_therapy import new_therapy_days
from cartsim.trial.responses import RANK

SEED, PATIENTS = 11, np.arange(40)
TIME = np.arange(-4.0, 301.0)
CLINIC = {"death_rate": 0.005, "death_burden": 0.5, "death_crs": 0.02, "death_lung": 0.03,
          "death_ecog": 2.0, "death_ecog_reference": 1.0}  # fmt: skip
REFERENCE = 1e10


def exponential(purpose):
    """The threshold of each patient: -ln(u)."""
    return -np.log(uniforms(SEED, purpose, PATIENTS)[:, 0])


def found(cells=0.0, crs=0, lung=0, ecog=1, time=TIME, **clinic):
    """Days and causes of one arm, of series that are the same for every patient."""
    table = [np.broadcast_to(value, (1, PATIENTS.size, time.size)) for value in (cells, crs, lung)]
    result = deaths(time, *table, np.full(PATIENTS.size, ecog), CLINIC | clinic, SEED, PATIENTS)
    return result.day[0], words(result.cause[0], MECHANISM)


def by_day_300(days):
    """Whole days; never where follow-up ends before."""
    return np.where(days <= 300, np.ceil(days), np.nan)


@pytest.mark.parametrize(
    ("cells", "ecog", "hazard"),
    [(REFERENCE, 1, 0.005), (4 * REFERENCE, 1, 0.01), (REFERENCE, 2, 0.01), (4 * REFERENCE, 0, 0.005)],
)
@pytest.mark.parametrize("time", [TIME, np.arange(-2.0, 300.01, 0.25)], ids=["days", "quarters"])
def test_a_constant_hazard_of_the_disease(cells, ecog, hazard, time):
    day, cause = found(cells, ecog=ecog, time=time)
    expected = by_day_300(exponential("death/disease") / hazard)
    np.testing.assert_array_equal(day, expected)
    assert (cause == np.where(np.isnan(expected), "none", "disease")).all()
    assert 0 < np.isfinite(day).sum() < PATIENTS.size


def test_a_growing_tumour():
    """Hazard .0001 t: its integral is .00005 t^2, which trapezia find exactly."""
    day, _ = found(np.maximum(TIME, 0) * REFERENCE / 50, death_burden=1.0)
    np.testing.assert_array_equal(day, by_day_300(np.sqrt(exponential("death/disease") / 5e-5)))


@pytest.mark.parametrize(
    ("crs", "lung", "hazard"),
    [(4, 0, 0.02), (3, 4, 0.03), (4, 4, 0.05), (5, 3, 0.02), (0, 5, 0.03), (3, 3, 0.0)],
)
def test_toxicity_kills_while_it_threatens_life(crs, lung, hazard):
    day, cause = found(crs=crs, lung=lung)
    expected = (
        by_day_300(exponential("death/toxicity") / hazard) if hazard else np.full(PATIENTS.size, np.nan)
    )
    np.testing.assert_array_equal(day, expected)
    assert (cause == np.where(np.isnan(expected), "none", "CAR-T")).all()


def test_the_death_is_the_first_and_its_cause_too():
    day, cause = found(REFERENCE, crs=4)
    disease, toxic = (
        by_day_300(exponential(f"death/{name}") / rate)
        for name, rate in (("disease", 0.005), ("toxicity", 0.02))
    )
    np.testing.assert_array_equal(day, np.fmin(disease, toxic))
    apart = disease != toxic
    assert (cause == np.where(np.isnan(day), "none", np.where(day == disease, "disease", "CAR-T")))[
        apart
    ].all()
    assert set(cause) >= {"disease", "CAR-T"}


def test_no_tumour_no_death():
    for cells in (0.0, -5.0):
        day, cause = found(cells)
        assert np.isnan(day).all()
        assert set(cause) == {"none"}


def test_each_arm_and_patient_has_its_own_series():
    cells = np.zeros((2, PATIENTS.size, TIME.size))
    cells[1, 7] = 1e18
    none = np.zeros_like(cells)
    result = deaths(TIME, cells, none, none, np.ones(PATIENTS.size), CLINIC, SEED, PATIENTS)
    assert np.argwhere(np.isfinite(result.day)).tolist() == [[1, 7]]
    assert result.cause.dtype == np.int8
    assert result.cause[1, 7] == MECHANISM.index("disease")


def test_a_monthly_chance_becomes_a_day():
    """Half of them in every 30.4375 days: 30.4375 -log2(u), rounded up."""
    expected = np.ceil(exponential("dropout") / np.log(2) * 30.4375)
    np.testing.assert_array_equal(monthly_days(0.5, SEED, "dropout", PATIENTS), expected)
    assert np.isinf(monthly_days(0.0, SEED, "dropout", PATIENTS)).all()


DAYS = np.tile([30.0, 91.0, 182.0], (PATIENTS.size, 1))


def therapy(text, last=372.0, **rules):
    """Days of a new therapy in one arm whose patients all have these responses."""
    codes = np.tile(np.array([RANK[word] for word in text.split()], np.int8), (1, PATIENTS.size, 1))
    end = np.full((1, PATIENTS.size), last)
    return new_therapy_days(DAYS, codes, end, NewTherapy(**rules), SEED, PATIENTS)[0]


def test_after_the_first_progression_a_share_changes():
    chosen = uniforms(SEED, "new therapy/after progression", PATIENTS)[:, 0] < 0.4
    expected = np.where(chosen, 91.0 + 21.0, np.nan)
    np.testing.assert_array_equal(therapy("SD PD PD", after_pd=0.4, delay=21.0), expected)
    np.testing.assert_array_equal(therapy("SD PD PD", 112.0, after_pd=0.4, delay=21.0), expected)
    assert np.isnan(therapy("SD PD PD", 111.0, after_pd=0.4, delay=21.0)).all()
    assert np.isnan(therapy("SD SD NE", after_pd=1.0, delay=21.0)).all()
    assert 0 < chosen.sum() < PATIENTS.size


def test_before_it_they_change_at_a_constant_hazard():
    early = np.ceil(exponential("new therapy/without progression") / np.log(2) * 30.4375)
    found = therapy("SD PD PD", after_pd=1.0, delay=21.0, without_pd=0.5)
    np.testing.assert_array_equal(found, np.where(early < 91, early, 112.0))
    never = therapy("SD SD SD", 40.0, without_pd=0.5)
    np.testing.assert_array_equal(never, np.where(early <= 40, early, np.nan))
