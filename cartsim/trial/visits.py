"""What the clinic sees of a course: scans on visit days, monitoring, samples; the only input of the
endpoints.

Choices: a visit falls on a whole day, uniform within half its window; the baseline is the first day of the
course; a missed visit, a visit after drop-out or on or after the day of death, and a failed solve leave no
reading (ND). All chance is addressed by seed, patient and purpose, so that a patient has the same visit
days, reading errors and thresholds of death and drop-out in every arm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import describe
from cartsim.population.streams import uniforms
from cartsim.trial.clinic import clinic_values
from cartsim.trial.grading import graded_terms
from cartsim.trial.imaging import PERSON, SEEN, imaging, safety_volumes
from cartsim.trial.latent import latent_progression_days
from cartsim.trial.monitoring import laboratory, monitoring, samples
from cartsim.trial.mortality import DAYS_PER_MONTH, deaths, monthly_days
from cartsim.trial.new_therapy import new_therapy_days
from cartsim.trial.records import write_records

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

PASSED_ON = ("event_day", "event_kind", "event_amount", "status", "planned_dose", "given_dose")
"""What the clinic's own records hold of the course."""


def observe(course: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """What a clinic sees of a course of `simulate`: scans on visit days, safety visits, samples, deaths.

    A diameter reads true x exp(s z), s^2 = ln(1 + cv^2), cv `trial.response.measurement_cv`, z a normal
    number of that patient, lesion and visit. Visits fall on whole days, uniform within half their window.

    Gives a Dataset (arm, patient, visit), also lesions in mm (..., lesion), samples (..., sample), laboratory
    values (..., safety_visit), adverse events (..., ae_record). Not done is ND, below a limit is 0.
    Eisenhauer 2009, Eur J Cancer 45:228; Lee 2019, Biol Blood Marrow Transplant 25:625; CTCAE.
    """
    clinic, seed, trial = clinic_values(scenario), scenario.run.seed, scenario.trial
    time, patients = course["time"].values.astype(float), course["patient"].values
    series = monitoring(course, clinic)
    ends = _ends(course, scenario, clinic, series)
    scheduled = np.array([np.floor(min(time[0], 0.0)), *trial.visits.response], float)
    days = visit_days(scheduled, trial.visits.window, seed, patients)
    done = _done(course, days, ends, scheduled, scenario)
    scans = imaging(course, scenario, clinic, days, done, scheduled)
    safety = np.array(trial.visits.safety, float)
    drawn = np.union1d(safety, scheduled[1:])
    last, codes = ends["last_seen_day"][1], scans["overall_response"][1]
    therapy = new_therapy_days(days[:, 1:], codes[..., 1:], last, trial.new_therapy, seed, patients)
    found: dict[str, tuple[tuple[str, ...], NDArray]] = {
        **ends,
        **scans,
        "new_therapy_day": (PERSON, therapy),
        "visit_day": (("patient", "visit"), days),
        "visit_done": (SEEN, done.astype(np.int8)),
        "infused": (PERSON, (course["given_dose"].values > 0).astype(np.int8)),
        "effusion_safety": (
            ("arm", "patient", "safety_visit"),
            safety_volumes(course, safety, last, clinic, seed),
        ),
    }
    found |= {
        name: (("arm", "patient", "safety_visit"), values)
        for name, values in laboratory(course, series["lvef"], safety, last).items()
    }
    found |= {
        name: (("arm", "patient", "sample"), values)
        for name, values in samples(course, drawn, last, clinic, seed).items()
    }
    visits = xr.Dataset(
        found | {name: course[name].variable for name in _passed_on(course)},
        coords={
            "arm": course["arm"],
            "patient": course["patient"],
            "visit": np.arange(scheduled.size),
            "scheduled_day": ("visit", scheduled),
            "visit_month": ("visit", np.round(np.maximum(scheduled, 0.0) / DAYS_PER_MONTH)),
            "safety_visit": np.arange(safety.size),
            "safety_day": ("safety_visit", safety),
            "sample": np.arange(drawn.size),
            "sample_day": ("sample", drawn),
        },
        attrs=course.attrs
        | {"data_cutoff": float(scenario.run.horizon), "criteria": trial.response.criteria},
    )
    graded = graded_terms(visits, series, time, scenario, clinic)
    return describe(visits.assign(write_records(time, graded, last)))


def visit_days(scheduled: Floats, window: float, seed: int, patients: NDArray[np.int64]) -> Floats:
    """Whole days (patient, visit): the baseline as scheduled, the others uniform within half the window on
    either side."""
    reach = int(window // 2)
    days = [np.full(patients.size, scheduled[0])]
    for day in scheduled[1:]:
        shift = np.floor(uniforms(seed, f"visit day/{day:g}", patients)[:, 0] * (2 * reach + 1)) - reach
        days.append(np.maximum(day + shift, 1.0))
    return np.stack(days, axis=1)


def _ends(
    course: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], series: Mapping[str, NDArray]
) -> dict[str, tuple[tuple[str, ...], NDArray]]:
    """Death, drop-out, last day seen, and the latent progression."""
    time, patients, seed = course["time"].values.astype(float), course["patient"].values, scenario.run.seed
    burden = course["tumour_cells"].transpose("arm", "patient", "time").values
    toxicity = (series["crs_grade"], series["pneumonitis_grade"])
    death = deaths(time, burden, *toxicity, course["ecog"].values, clinic, seed, patients)
    leaves = monthly_days(scenario.trial.dropout, seed, "dropout", patients)
    horizon = float(scenario.run.horizon)
    alive = ~(death.day <= np.minimum(leaves, horizon)[None, :])
    day = np.where(alive, np.nan, death.day)
    last = np.fmin(np.fmin(day, leaves[None, :]), horizon)
    return {
        "death_day": (PERSON, day),
        "death_cause": (PERSON, np.where(alive, 0, death.cause).astype(np.int8)),
        "dropout_day": (("patient",), np.where(leaves <= horizon, leaves, np.nan)),
        "last_seen_day": (PERSON, np.broadcast_to(last, day.shape).copy()),
        "latent_progression_day": (PERSON, latent_progression_days(course, clinic)),
    }


def _done(
    course: xr.Dataset,
    days: Floats,
    ends: Mapping[str, tuple[tuple[str, ...], NDArray]],
    scheduled: Floats,
    scenario: Scenario,
) -> NDArray[np.bool_]:
    """(arm, patient, visit): the patient was there, alive, and the solve did not fail. The baseline always
    took place."""
    patients, missed = course["patient"].values, scenario.trial.visits.missed
    skipped = np.stack(
        [
            np.zeros(patients.size, bool),
            *(
                uniforms(scenario.run.seed, f"missed visit/{day:g}", patients)[:, 0] < missed
                for day in scheduled[1:]
            ),
        ],
        axis=1,
    )
    last, death = ends["last_seen_day"][1], ends["death_day"][1]
    there = (days[None] <= last[..., None]) & ~(days[None] >= death[..., None]) & ~skipped[None]
    there[..., 0] = True
    return there & (course["status"].values == 0)[..., None]


def _passed_on(course: xr.Dataset) -> list[str]:
    """Records of the course, and every covariate of the patients."""
    covariates = [
        str(name) for name, values in course.data_vars.items() if set(values.dims) <= {"patient", "lesion"}
    ]
    return [*PASSED_ON, *(name for name in covariates if name not in PASSED_ON)]
