"""All scans of all patients as arrays: what would be read at each visit, and what the done visits show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import EFFUSION_RESPONSE, EVENT_KIND, LESION_STATE, RESPONSE, codes
from cartsim.trial.effusion import effusion_responses, readable
from cartsim.trial.monitoring import nearest_times, reading_factors
from cartsim.trial.scans import CARCINOMATOSIS, PatientScans, patient_responses, readings

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

PERSON, SEEN = ("arm", "patient"), ("arm", "patient", "visit")
ND = RESPONSE.index("ND")


def imaging(
    course: xr.Dataset,
    scenario: Scenario,
    clinic: Mapping[str, float],
    days: Floats,
    done: NDArray[np.bool_],
    scheduled: Floats,
) -> dict[str, tuple[tuple[str, ...], NDArray]]:
    """Readings and responses of every arm and patient."""
    sizes = _sizes(course, scenario, clinic, days, scheduled)
    volumes = _volumes(course, scenario, clinic, days, scheduled)
    drained = _drainages(course)
    kinds, malignant = course["lesion_kind"].values, course["effusion_malignant"].values
    table = _blank(done.shape, sizes.shape[-1])
    for arm, patient in np.ndindex(*done.shape[:2]):
        at = np.flatnonzero(done[arm, patient])
        if not at.size:
            continue
        on, taps = days[patient, at].tolist(), drained.get((arm, patient), [])
        unread = [place for place, day in zip(at, on, strict=True) if not readable(day, taps)]
        volumes[arm, patient, unread] = np.nan
        seen = sizes[arm, patient, at].tolist(), volumes[arm, patient, at].tolist()
        scans = PatientScans(on, kinds[patient].tolist(), *seen, taps, bool(malignant[patient]))
        _enter(table, (arm, patient, at), scans, clinic, scenario.trial.response.criteria)
    absent = (table["lesion_state"] == LESION_STATE.index("ABSENT")) & (sizes > 0)
    unseen = absent | (table["lesion_state"] == LESION_STATE.index("not read"))
    dims = {"measurable": PERSON, "lesion_state": (*SEEN, "lesion")}
    return {
        **{name: (dims.get(name, SEEN), values) for name, values in table.items()},
        "effusion_reading": (SEEN, np.where(done, volumes, np.nan)),
        "lesion_reading": ((*SEEN, "lesion"), np.where(unseen, np.nan, sizes / 100.0)),
    }


def _blank(shape: tuple[int, ...], lesions: int) -> dict[str, NDArray]:
    """The records before anything is entered: every visit not done."""
    words = ("target_response", "non_target_response", "overall_response")
    return {
        **{name: np.full(shape, ND, np.int8) for name in words},
        "new_lesion": np.zeros(shape, np.int8),
        "sld": np.full(shape, np.nan),
        "effusion_response": np.zeros(shape, np.int8),
        "measurable": np.zeros(shape[:2], np.int8),
        "lesion_state": np.zeros((*shape, lesions), np.int8),
    }


def _enter(
    table: dict[str, NDArray],
    here: tuple[int, int, NDArray[np.int64]],
    scans: PatientScans,
    clinic: Mapping[str, float],
    criteria: str,
) -> None:
    """Write the responses of one patient's done visits (arm, patient, visits) into the records."""
    read = patient_responses(scans, clinic, criteria)
    arm, patient, at = here
    table["target_response"][here] = read.target
    table["non_target_response"][here] = read.non_target
    table["overall_response"][here] = read.overall
    table["new_lesion"][here] = read.new_lesion
    table["sld"][here] = read.sld
    table["lesion_state"][here] = read.states
    table["measurable"][arm, patient] = read.measurable
    gone, fluid = clinic["effusion_gone"], scans.volumes
    words = effusion_responses(scans.days[1:], fluid[1:], fluid[0], gone=gone, drained=scans.drained)
    table["effusion_response"][arm, patient, at[1:]] = codes(words, EFFUSION_RESPONSE)


def _drainages(course: xr.Dataset) -> dict[tuple[int, int], list[float]]:
    """Days of the drainages of each (arm, patient) that had any."""
    drained = course["event_kind"].transpose("arm", "patient", "event").values == EVENT_KIND.index("drainage")
    day = course["event_day"].transpose("arm", "patient", "event").values
    found: dict[tuple[int, int], list[float]] = {}
    for arm, patient, event in np.argwhere(drained).tolist():
        found.setdefault((arm, patient), []).append(float(day[arm, patient, event]))
    return found


def _sizes(
    course: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], days: Floats, scheduled: Floats
) -> NDArray[np.int64]:
    """Every lesion as it would be read at every visit (arm, patient, visit, lesion), 0.01 mm."""
    diameter = course["lesion_diameter"].transpose("arm", "patient", "time", "lesion").values
    rows = nearest_times(course["time"].values, days)
    true = diameter[:, np.arange(days.shape[0])[:, None], rows, :].astype(float)
    patients, cv = course["patient"].values, scenario.trial.response.measurement_cv
    kinds = course["lesion_kind"].values
    factors = np.stack(
        [
            reading_factors(cv, scenario.run.seed, f"reading error/lesion {place}", patients, scheduled)
            for place in range(true.shape[-1])
        ],
        axis=-1,
    )
    averaged = factors ** (1.0 / np.sqrt(clinic["nodules_read"]))
    many = (kinds == CARCINOMATOSIS)[:, None, :]
    return readings(true, np.where(many, averaged, factors)[None], clinic)


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
