"""A trial of odd patients, carried from course to results file by the real rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cartsim.datasets import EVENT_KIND, describe
from cartsim.results import Run
from cartsim.results.file import write_run
from cartsim.results.run import collect
from cartsim.trial import assess, observe
from tests.trial.synthetic_course import drain, make_course, make_scenario, put

PATIENTS = 40
SETS = (
    "trial.visits.window=7 days",
    "trial.visits.missed=0.2",
    "trial.dropout=0.05 per month",
    "trial.response.measurement_cv=0.07",
    "trial.new_therapy={after_pd: 0.5, without_pd: 0.03 per month}",
)
COVARIATES = {
    "bsa": 1.75,
    "age": 60.5,
    "haemoglobin0": 110.0,
    "effusion_volume0": 1000.0,
    "sex": 1,
    "disease": 2,
    "her2_ihc": 3,
}


def log_event(course, arm: int, patient: int, slot: int, kind: str, day: float, amount: float) -> None:
    course["event_day"].values[arm, patient, slot] = day
    course["event_kind"].values[arm, patient, slot] = EVENT_KIND.index(kind)
    course["event_amount"].values[arm, patient, slot] = amount


@pytest.fixture(scope="session")
def run() -> Run:
    """Patients with lesions that shrink and grow at random; patient 3 fails in the solver in the second arm,
    1 has no product, 2 neutropenia, 4 dies of the disease, 5 is drained and gets tocilizumab."""
    scenario, course = make_scenario(*SETS), make_course(PATIENTS)
    pick = np.random.default_rng(5)
    for patient in range(PATIENTS):
        for arm in (0, 1):
            log_event(course, arm, patient, 0, "dose", 0.0, 1e8)
            log_event(course, arm, patient, 1, "lymphodepletion", -4.0, 1.0)
            for since in (20, 80, 170, 260):
                for lesion in (1, 2):
                    size = float(pick.choice([0.0, 6.0, 15.0, 28.0, 45.0]))
                    put(course, "lesion_diameter", patient, size, arm=arm, since=since, lesion=lesion)
    course["manufacturing_failure"].values[1] = 1
    course["given_dose"].values[:, 1] = 0.0
    put(course, "anc", 2, 0.3, since=40, until=44)
    put(course, "anc", 2, 0.8, since=45, until=50)
    course["status"].values[1, 3] = 1
    put(course, "tumour_cells", 4, 1e18, since=60)
    drain(course, 5, 12.0, slot=2)
    log_event(course, 0, 5, 3, "tocilizumab", 4.0, 560.0)
    put(course, "car_t_blood", 6, 1e-4, since=100)
    for name, value in COVARIATES.items():
        course[name] = ("patient", np.full(PATIENTS, value))
    course = describe(course)
    visits = observe(course, scenario)
    people = course[[name for name in course.data_vars if course[name].dims == ("patient",)]]
    return collect(scenario, people, course, visits, assess(visits, scenario))


@pytest.fixture(scope="session")
def saved(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "run.nc"
    write_run(path, run)
    return path
