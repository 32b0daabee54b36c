"""Continuous monitoring and laboratory: signs, ejection fraction, lung grade, and CAR-T samples with their
limits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import COMPARTMENTS
from cartsim.population.streams import normals
from cartsim.trial.crs import grade_series

Floats = NDArray[np.float64]

CARRIED = ("temperature", "mean_arterial_pressure", "oxygen_crs", "oxygen_need", "anc", "platelets")
"""Series that the clinic sees as they are, to the last day the patient is under observation."""
LABORATORY = {"il6_lab": "il6", "crp_lab": "crp", "ifng_lab": "ifng"}
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


def lung_grade(lung_injury: NDArray, clinic: Mapping[str, float]) -> NDArray[np.int8]:
    """CTCAE pneumonitis grade 0-4 by the assumed thresholds of injury; a missing value is 0."""
    grades = [(lung_injury >= clinic[f"pneumonitis_{grade}"]).astype(np.int8) for grade in (1, 2, 3, 4)]
    return np.sum(grades, axis=0, dtype=np.int8)


def monitoring(course: xr.Dataset, clinic: Mapping[str, float]) -> dict[str, NDArray]:
    """Series (arm, patient, time) of the whole course, before observation ends."""
    series = {name: _values(course, name) for name in CARRIED}
    signs = (series["temperature"], series["mean_arterial_pressure"], series["oxygen_crs"])
    treated = _values(course, "treated")
    lvef0 = np.asarray(course["lvef0"].values, float)[None, :, None]
    return series | {
        "treated": treated,
        "crs_grade": grade_series(*signs, treated),
        "pneumonitis_grade": lung_grade(_values(course, "lung_injury"), clinic),
        "lvef": ejection_fraction(lvef0, _values(course, "heart_injury"), clinic["lvef_half_injury"]),
    }


def under_observation(series: NDArray, time: Floats, last_seen: Floats) -> NDArray:
    """The series to the last day the patient was seen; then NaN, or 0 for grades and flags."""
    seen = time[None, None, :] <= last_seen[:, :, None]
    return np.where(seen, series, 0 if np.issubdtype(series.dtype, np.integer) else np.nan)


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


def laboratory(course: xr.Dataset, days: Floats, last_seen: Floats) -> dict[str, NDArray]:
    """Cytokines and CRP at the safety visits (arm, patient, safety_visit)."""
    rows = nearest_times(course["time"].values, days)
    taken = days[None, None, :] <= last_seen[:, :, None]
    return {
        name: np.where(taken, _values(course, truth)[..., rows], np.nan) for name, truth in LABORATORY.items()
    }


def _values(course: xr.Dataset, name: str) -> NDArray:
    return course[name].transpose("arm", "patient", "time").values
