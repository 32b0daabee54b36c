"""Continuous monitoring and laboratory: signs, ejection fraction, grades of lung and brain, and CAR-T
samples with their limits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import COMPARTMENTS, LABORATORY
from cartsim.population.streams import normals
from cartsim.trial.crs import FULL_SCORE, grade_series, icans_from_levels

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]

CARRIED = (
    "temperature",
    "mean_arterial_pressure",
    "oxygen_crs",
    "oxygen_need",
    "anc",
    "platelets",
    "lymphocytes",
    "white_cells",
)
"""Series that the clinic sees as they are."""
CONSCIOUSNESS = {2: "neuro_voice", 3: "neuro_touch", 4: "neuro_unarousable"}
SEIZURES = {3: "neuro_seizure", 4: "neuro_status"}
"""Grades of the ASTCT parts that severity shows, and the parameters from which it does."""
FIRST_HOUR = 1.0 / 24.0
"""A sample of day 0 is drawn one hour after the infusion."""


def reading_factors(cv: float, seed: int, purpose: str, patients: NDArray[np.int64], days: Floats) -> Floats:
    """Log-normal reading errors (patient, day) with median 1 and the given coefficient of variation.

    Each scheduled day is an address of its own: another visit more changes no error of the others.
    """
    drawn = [normals(seed, f"{purpose}/day {day:g}", patients)[:, 0] for day in days]
    return np.exp(np.sqrt(np.log1p(cv * cv)) * np.stack(drawn, axis=1))


def ejection_fraction(baseline: ArrayLike, heart_injury: NDArray, half: float) -> Floats:
    """LVEF in percent: baseline * half / (half + injury); a monotone link, assumed.

    >>> ejection_fraction([60.0], np.array([0.15]), 0.15).tolist()
    [30.0]
    """
    return np.asarray(baseline) * (half / (half + np.maximum(heart_injury, 0.0)))


def lung_grade(lung_injury: NDArray, clinic: Mapping[str, float]) -> Grades:
    """CTCAE pneumonitis grade 0-4 by the assumed thresholds of injury; a missing value is 0.

    The words of the grade are the same in CTCAE 5.0 and 6.0.
    """
    return reached(lung_injury, {grade: f"pneumonitis_{grade}" for grade in (1, 2, 3, 4)}, clinic)


def neuro_grade(ice_score: NDArray, severity: NDArray, clinic: Mapping[str, float]) -> Grades:
    """ICANS grade 0-4: the ICE score to the nearest whole point, consciousness and seizures by assumed
    thresholds of severity. Motor weakness and cerebral oedema are not simulated; a missing value is no sign.

    >>> clinic = dict(neuro_voice=1, neuro_touch=2, neuro_unarousable=3, neuro_seizure=2.5, neuro_status=4)
    >>> neuro_grade(np.array([9.6, 9.4, 6.0]), np.array([0.0, 1.5, 2.5]), clinic).tolist()
    [0, 2, 3]
    """
    score = np.floor(np.where(np.isnan(ice_score), FULL_SCORE, ice_score) + 0.5)
    return icans_from_levels(
        score, reached(severity, CONSCIOUSNESS, clinic), reached(severity, SEIZURES, clinic)
    )


def reached(values: NDArray, steps: Mapping[int, str], clinic: Mapping[str, float]) -> Grades:
    """The highest grade whose threshold the value reaches; 0 for none and for a missing value."""
    grades = [np.where(values >= clinic[name], grade, 0) for grade, name in steps.items()]
    return np.max(grades, axis=0).astype(np.int8)


def monitoring(course: xr.Dataset, clinic: Mapping[str, float]) -> dict[str, NDArray]:
    """Series (arm, patient, time) of the whole course, before observation ends."""
    series = {name: _values(course, name) for name in CARRIED}
    signs = (series["temperature"], series["mean_arterial_pressure"], series["oxygen_crs"])
    treated = _values(course, "treated")
    lvef0 = np.asarray(course["lvef0"].values, float)[None, :, None]
    return series | {
        "crs_grade": grade_series(*signs, treated, clinic),
        "icans_grade": neuro_grade(_values(course, "ice_score"), _values(course, "neuro_severity"), clinic),
        "pneumonitis_grade": lung_grade(_values(course, "lung_injury"), clinic),
        "lvef": ejection_fraction(lvef0, _values(course, "heart_injury"), clinic["lvef_half_injury"]).astype(
            np.float32
        ),
    }


def nearest_times(time: Floats, days: ArrayLike) -> NDArray[np.int64]:
    """Index of the time nearest to each day; a day on the grid finds itself."""
    wanted = np.asarray(days, float)
    right = np.clip(np.searchsorted(time, wanted), 1, time.size - 1)
    return np.where(np.abs(time[right] - wanted) < np.abs(wanted - time[right - 1]), right, right - 1)


def samples(
    course: xr.Dataset, days: Floats, last_seen: Floats, clinic: Mapping[str, float], seed: int
) -> dict[str, NDArray]:
    """CAR-T in blood, fluid and tumour on the sample days (arm, patient, sample).

    Counts have the error of the assay and are 0 below the limit of qPCR. Fluid is sampled while it is seen.
    The tumour is the truth of the model: no clinic samples it.
    """
    time, patients = course["time"].values, course["patient"].values
    rows = nearest_times(time, np.where(days == 0.0, FIRST_HOUR, days))
    taken = (days[None, None, :] <= last_seen[:, :, None]) & (days <= time[-1])[None, None, :]
    there = {
        "blood": True,
        "fluid": _values(course, "effusion_volume")[..., rows] >= clinic["effusion_gone"],
        "tumour": True,
    }
    source = {"blood": "car_t_blood", "fluid": "car_t_cavity", "tumour": "car_t_tumour"}
    found = {}
    for name in COMPARTMENTS:
        count = _values(course, source[name])[..., rows].astype(float)
        if name != "tumour":
            count = count * reading_factors(clinic["assay_cv"], seed, f"assay/{name}", patients, days)[None]
            count = np.where(count < clinic["limit_qpcr"], 0.0, count)
        found[f"car_t_{name}_sampled"] = np.where(taken & there[name], count, np.nan)
    return found


def laboratory(course: xr.Dataset, lvef: NDArray, days: Floats, last_seen: Floats) -> dict[str, NDArray]:
    """Blood counts, cytokines, CRP, ejection fraction at the safety visits (arm, patient, safety_visit)."""
    rows = nearest_times(course["time"].values, days)
    taken = days[None, None, :] <= last_seen[:, :, None]
    read = {name: _values(course, truth) for name, (truth, *_) in LABORATORY.items()} | {"lvef_lab": lvef}
    return {name: np.where(taken, values[..., rows], np.nan) for name, values in read.items()}


def _values(course: xr.Dataset, name: str) -> NDArray:
    return course[name].transpose("arm", "patient", "time").values
