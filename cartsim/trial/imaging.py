"""All scans of all patients as arrays: what would be read at each visit, and what the done visits show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import EVENT_KIND
from cartsim.trial.effusion import effusion_codes, readable
from cartsim.trial.monitoring import nearest_times, reading_factors
from cartsim.trial.scans import ABSENT, CARCINOMATOSIS, NOT_READ, Scans, readings, scan_responses

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

PERSON, SEEN = ("arm", "patient"), ("arm", "patient", "visit")


def imaging(
    course: xr.Dataset,
    scenario: Scenario,
    clinic: Mapping[str, float],
    days: Floats,
    done: NDArray[np.bool_],
    scheduled: Floats,
) -> dict[str, tuple[tuple[str, ...], NDArray]]:
    """Readings and responses of every arm and patient at the visits on `days` (patient, visit) that are
    `done` (arm, patient, visit)."""
    drained = drainage_days(course)
    volumes = _volumes(course, scenario, clinic, days, scheduled)
    scans = Scans(
        days=days,
        done=done,
        sizes=_sizes(course, scenario, clinic, days, scheduled),
        volumes=np.where(done & readable(days, drained), volumes, np.nan),
        drained=drained,
        kinds=course["lesion_kind"].values,
        cavity=course["lesion_cavity"].values > 0,
        malignant=course["effusion_malignant"].values > 0,
    )
    table = scan_responses(scans, clinic, scenario.trial.response.criteria)
    table["effusion_response"] = effusion_codes(
        days, scans.volumes, drained, gone=clinic["effusion_gone"], done=done
    )
    state = table["lesion_state"]
    unseen = (state == NOT_READ) | ((state == ABSENT) & (scans.sizes > 0))
    dims = {"measurable": PERSON, "lesion_state": (*SEEN, "lesion")}
    return {
        **{name: (dims.get(name, SEEN), values) for name, values in table.items()},
        "effusion_reading": (SEEN, scans.volumes),
        "lesion_reading": ((*SEEN, "lesion"), np.where(unseen, np.nan, scans.sizes / 100.0)),
    }


def drainage_days(course: xr.Dataset) -> Floats:
    """Days of the drainages (arm, patient, drainage), NaN after the last of a patient."""
    drained = course["event_kind"].transpose("arm", "patient", "event").values == EVENT_KIND.index("drainage")
    day = course["event_day"].transpose("arm", "patient", "event").values
    most = int(drained.sum(axis=-1).max(initial=0))
    found = np.full((*drained.shape[:-1], most), np.nan)
    arm, patient, event = np.nonzero(drained)
    rank = np.cumsum(drained, axis=-1)[arm, patient, event] - 1
    found[arm, patient, rank] = day[arm, patient, event]
    return found


def _sizes(
    course: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], days: Floats, scheduled: Floats
) -> NDArray[np.int64]:
    """Every lesion as it would be read at every visit (arm, patient, visit, lesion), 0.01 mm."""
    diameter = course["lesion_diameter"].transpose("arm", "patient", "time", "lesion").values
    rows = nearest_times(course["time"].values, days)
    true = diameter[:, np.arange(days.shape[0])[:, None], rows, :]
    patients, cv = course["patient"].values, scenario.trial.response.measurement_cv
    many = course["lesion_kind"].values == CARCINOMATOSIS
    averaged = np.where(many, 1.0 / np.sqrt(clinic["nodules_read"]), 1.0)
    sizes = np.empty(true.shape, np.int64)
    for place in range(true.shape[-1]):
        purpose = f"reading error/lesion {place}"
        factors = reading_factors(cv, scenario.run.seed, purpose, patients, scheduled)
        if many[:, place].any():
            factors = factors ** averaged[:, place, None]
        sizes[..., place] = readings(true[..., place].astype(float), factors[None], clinic)
    return sizes


def _volumes(
    course: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], days: Floats, scheduled: Floats
) -> Floats:
    """The effusion as it would be read at every visit (arm, patient, visit), mL; 0 under the limit of
    detection."""
    rows = nearest_times(course["time"].values, days)
    volume = course["effusion_volume"].transpose("arm", "patient", "time").values
    true = volume[:, np.arange(days.shape[0])[:, None], rows].astype(float)
    factors = reading_factors(
        clinic["effusion_cv"],
        scenario.run.seed,
        "reading error/effusion",
        course["patient"].values,
        scheduled,
    )
    return np.where(true < clinic["effusion_gone"], 0.0, true * factors[None])


def safety_volumes(
    course: xr.Dataset, safety: Floats, last: Floats, clinic: Mapping[str, float], seed: int
) -> Floats:
    """The effusion as read at the safety visits (arm, patient, safety_visit), mL."""
    rows = nearest_times(course["time"].values, safety)
    true = course["effusion_volume"].transpose("arm", "patient", "time").values[..., rows].astype(float)
    factors = reading_factors(
        clinic["effusion_cv"], seed, "reading error/effusion safety", course["patient"].values, safety
    )
    read = np.where(true < clinic["effusion_gone"], 0.0, true * factors[None])
    return np.where(safety[None, None, :] <= last[..., None], read, np.nan)
