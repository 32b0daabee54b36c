"""A course with the shape of the real one and trajectories chosen by hand, so that every answer is known."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import xarray as xr

from cartsim.datasets import EVENT_KIND, LESION_KIND, describe
from cartsim.scenario import Scenario, loads

TIMES = np.unique(np.r_[-5:373, 1 / 24, 1 / 12, 1 / 6, 0.25:14.01:0.25, 14:28.01:0.5].round(6))
LEVELS = {
    "car_t_blood": 1.0,
    "car_t_lung": 1e6,
    "car_t_cavity": 10.0,
    "car_t_tumour": 1e8,
    "tumour_cells": 0.0,
    "effusion_volume": 1000.0,
    "ifng": 5.0,
    "il6": 5.0,
    "il6_signal": 5.0,
    "crp": 5.0,
    "lung_injury": 0.0,
    "heart_injury": 0.0,
    "anc": 5.0,
    "platelets": 250.0,
    "lymphocytes": 1.5,
    "white_cells": 6.0,
    "temperature": 36.8,
    "mean_arterial_pressure": 90.0,
    "oxygen_crs": 0.0,
    "oxygen_need": 0.0,
    "neuro_severity": 0.0,
    "ice_score": 10.0,
}
SLOTS, LESIONS = 16, 8

TEXT = """
schema: cartsim.scenario/1
title: trial rules
question: Do the rules give the known answers?
disease: {kinds: {ovarian: 1.0}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous}
    - {name: IC, dose: 1e8 cells, route: intracavitary}
  lymphodepletion: {fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}
  visits: {response: [30, 91, 182, 274, 365], window: 0, safety: [0, 1, 2, 3, 5, 7, 10, 14, 21, 28]}
  response: {confirmation: 28 days, stable_disease_from: 23 days, measurement_cv: 0.0}
  dropout: 0 per month
run: {patients: 4, seed: 7, horizon: 372 days}
"""


@cache
def make_scenario(*sets: str) -> Scenario:
    """The scenario of the course: exact visit days, no reading error, no drop-out; `sets` change it."""
    return loads(TEXT, "synthetic", sets=sets) if sets else loads(TEXT, "synthetic")


def make_course(patients: int = 4, arms: tuple[str, ...] = ("IV", "IC"), first: int = 0) -> xr.Dataset:
    """A quiet course: a carcinomatosis of 8 mm nodules, targets of 40 and 30 mm, an occult seed of 3 mm."""
    shape = (len(arms), patients, TIMES.size)
    series: dict[str, Any] = {
        name: (("arm", "patient", "time"), np.full(shape, level, np.float32))
        for name, level in LEVELS.items()
    }
    series["treated"] = (("arm", "patient", "time"), np.zeros(shape, np.int8))
    series["crs_grade"] = (("arm", "patient", "time"), np.zeros(shape, np.int8))
    diameter = np.full((*shape, LESIONS), np.nan, np.float32)
    diameter[..., :4] = [8.0, 40.0, 30.0, 3.0]
    series["lesion_diameter"] = (("arm", "patient", "time", "lesion"), diameter)
    kinds = np.zeros((patients, LESIONS), np.int8)
    kinds[:, :4] = [LESION_KIND.index(word) for word in ("carcinomatosis", "target", "target", "occult")]
    series |= {
        "lesion_kind": (("patient", "lesion"), kinds),
        "lesion_nodules": (("patient", "lesion"), np.ones(kinds.shape)),
        "lesion_cavity": (
            ("patient", "lesion"),
            np.tile(np.arange(LESIONS) < 3, (patients, 1)).astype(np.int8),
        ),
    }
    series |= {
        name: ("patient", np.full(patients, value, kind))
        for name, value, kind in (
            ("lvef0", 60.0, float),
            ("cavity_site", 0, np.int8),
            ("effusion_malignant", 1, np.int8),
            ("manufacturing_failure", 0, np.int8),
            ("weight", 70.0, float),
            ("ecog", 1, np.int8),
        )
    }
    series |= {
        name: (("arm", "patient"), np.full(shape[:2], value, kind))
        for name, value, kind in (
            ("status", 0, np.int8),
            ("planned_dose", 1e8, float),
            ("given_dose", 1e8, float),
        )
    }
    empty = (*shape[:2], SLOTS)
    series |= {
        "event_day": (("arm", "patient", "event"), np.full(empty, np.nan, np.float32)),
        "event_kind": (("arm", "patient", "event"), np.zeros(empty, np.int8)),
        "event_amount": (("arm", "patient", "event"), np.full(empty, np.nan, np.float32)),
    }
    return describe(
        xr.Dataset(
            series, coords={"arm": list(arms), "patient": np.arange(first, first + patients), "time": TIMES}
        )
    )


def put(
    course: xr.Dataset,
    name: str,
    patient: int,
    value: Any,
    *,
    arm: int | None = None,
    since: float = 0.0,
    until: float = np.inf,
    lesion: int | None = None,
) -> None:
    """Set a series of one patient between two days, in one arm or in all; the last day is included."""
    time = course["time"].values
    here = (time >= since) & (time <= until)
    array = course[name].values
    arms = range(array.shape[0]) if arm is None else [arm]
    for place in arms:
        target = array[place, patient] if lesion is None else array[place, patient, :, lesion]
        target[here] = value


def drain(course: xr.Dataset, patient: int, day: float, arm: int = 0, slot: int = 0) -> None:
    """A drainage of one litre."""
    course["event_day"].values[arm, patient, slot] = day
    course["event_kind"].values[arm, patient, slot] = EVENT_KIND.index("drainage")
    course["event_amount"].values[arm, patient, slot] = 1000.0
