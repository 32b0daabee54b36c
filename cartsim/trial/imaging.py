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
    kinds, malignant = course["lesion_kind"].values, course["effusion_malignant"].values
    events = course["event_day"].values, course["event_kind"].values == EVENT_KIND.index("drainage")
    shape, size = done.shape, sizes.shape[-1]
    table = {
        name: np.full(shape, ND, np.int8)
        for name in ("target_response", "non_target_response", "overall_response")
    }
    new, measurable = np.zeros(shape, np.int8), np.zeros(shape[:2], np.int8)
    fluid, sld, states = np.zeros(shape, np.int8), np.full(shape, np.nan), np.zeros((*shape, size), np.int8)
    for arm, patient in np.ndindex(*shape[:2]):
        at = np.flatnonzero(done[arm, patient])
        if not at.size:
            continue
        drained = events[0][arm, patient][events[1][arm, patient]].tolist()
        on = days[patient, at].tolist()
        for place, day in zip(at, on, strict=True):
            if not readable(day, drained):
                volumes[arm, patient, place] = np.nan
        scans = PatientScans(
            on,
            kinds[patient].tolist(),
            sizes[arm, patient, at].tolist(),
            volumes[arm, patient, at].tolist(),
            drained,
            bool(malignant[patient]),
        )
        read = patient_responses(scans, clinic, scenario.trial.response.criteria)
        here = (arm, patient, at)
        for name, values in (
            ("target_response", read.target),
            ("non_target_response", read.non_target),
            ("overall_response", read.overall),
        ):
            table[name][here] = values
        new[here], sld[here], states[here], measurable[arm, patient] = (
            read.new_lesion,
            read.sld,
            read.states,
            read.measurable,
        )
        words = effusion_responses(
            on[1:], scans.volumes[1:], scans.volumes[0], gone=clinic["effusion_gone"], drained=drained
        )
        fluid[arm, patient, at[1:]] = codes(words, EFFUSION_RESPONSE)
    unseen = (states == LESION_STATE.index("not read")) | (
        (states == LESION_STATE.index("ABSENT")) & (sizes > 0)
    )
    return {
        **{name: (SEEN, values) for name, values in table.items()},
        "new_lesion": (SEEN, new),
        "sld": (SEEN, sld),
        "effusion_response": (SEEN, fluid),
        "measurable": (PERSON, measurable),
        "effusion_reading": (SEEN, np.where(done, volumes, np.nan)),
        "lesion_state": ((*SEEN, "lesion"), states),
        "lesion_reading": ((*SEEN, "lesion"), np.where(unseen, np.nan, sizes / 100.0)),
    }


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
