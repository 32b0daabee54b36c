"""Runs with the shapes and names of the real ones and made-up numbers, as odd as a test needs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from cartsim import datasets
from cartsim.results.run import Run, collect
from cartsim.scenario.scenario import Scenario
from cartsim.trial.records import write_records
from tests.report.synthetic_endpoints import make_endpoints

TIMES = np.unique(np.r_[-5:373, 1 / 24, 1 / 12, 1 / 6, 0.25:14.01:0.25, 14:28.01:0.5].round(4))
SCHEDULED = np.array([0.0, 30, 91, 182, 274, 365])
SAFETY = np.array([0.0, 1, 2, 3, 5, 7, 10, 14, 21, 28])
BURST = {
    "car_t_blood": 8.0,
    "car_t_lung": 4e8,
    "car_t_lymphoid": 6e10,
    "car_t_cavity": 300.0,
    "car_t_tumour": 3e9,
    "switch_signal": 0.4,
    "ifng": 90.0,
    "ifng_cavity": 900.0,
    "myeloid_activation": 0.5,
    "il6": 200.0,
    "il6_signal": 150.0,
    "crp": 80.0,
    "lung_injury": 0.02,
    "heart_injury": 0.001,
    "oxygen_crs": 1.0,
    "oxygen_need": 1.2,
}
BASE = {
    "effusion_volume": 1500.0,
    "pdl1": 3e4,
    "anc": 4.0,
    "platelets": 220.0,
    "lymphocytes": 1.2,
    "white_cells": 5.5,
    "host_recovery": 0.8,
    "fitness_systemic": 0.6,
    "fitness_cavity": 0.7,
    "temperature": 37.0,
    "mean_arterial_pressure": 88.0,
}


def make_run(arms: Sequence[str] = ("IV", "IC"), patients: int = 60, seed: int = 3, **choices: Any) -> Run:
    """A whole synthetic run, as it is saved."""
    return collect(*make_parts(arms, patients, seed, **choices))


def make_parts(
    arms: Sequence[str] = ("IV", "IC"),
    patients: int = 60,
    seed: int = 3,
    *,
    respond: float = 0.5,
    failed: int = 1,
    swept: str = "",
    courses: str = "sample",
) -> tuple[Scenario, xr.Dataset, xr.Dataset, xr.Dataset, xr.Dataset]:
    """Scenario, patients, course, visits, endpoints.

    `respond` scales how many respond; `failed` solves fail in the first arm.
    """
    random = np.random.default_rng(seed)
    scenario = make_scenario(arms, patients, swept, courses)
    people = make_patients(patients, random)
    course = make_course(arms, patients, random, failed)
    visits = make_visits(course, random, respond)
    return scenario, people, course, visits, make_endpoints(scenario, course, visits, random)


def make_scenario(arms: Sequence[str], patients: int, swept: str, courses: str) -> Scenario:
    """A real scenario; its arms are intravenous and intracavitary in turn."""

    def arm(place: int, name: str) -> dict[str, Any]:
        route = "intravenous" if place % 2 == 0 else "intracavitary"
        labels = {swept: name.rsplit(f", {swept} ", 1)[1]} if swept else {}
        return {"name": name, "doses": [{"amount": 1e6, "per": "cell/kg", "route": route}], "swept": labels}

    product = {"name": "HER2 CAR with PD-1/CD28 switch receptor", "pdl1_receptor": "pd1_cd28"}
    rescue = [
        {
            "drug": "tocilizumab",
            "dose": {"amount": 8, "per": "mg/kg"},
            "at_most": 3,
            "when": {"observable": "crs_grade", "op": ">=", "threshold": 2},
        }
    ]
    trial = {
        "arms": [arm(place, name) for place, name in enumerate(arms)],
        "response": {"stable_disease_from": 23.0},
        "lymphodepletion": {"days": [-5, -4, -3]},
        "rescue": rescue,
    }
    return Scenario.model_validate(
        {
            "schema": "cartsim.scenario/1",
            "title": "Dual HER2/PD-L1 CAR-T, intravenous against intracavitary",
            "question": "In the same virtual patients, what does infusing into the cavity change?",
            "product": product,
            "disease": {"kinds": {"ovarian": 0.5, "gastric": 0.5}},
            "trial": trial,
            "parameters": {"tau_fit": {"value": 20.0, "because": "a test of overriding"}},
            "run": {"patients": patients, "courses": courses},
        }
    )


def swept_arms(
    axis: str = "tau_fit", values: Sequence[str] = ("14 day", "25 day", "50 day", "infinity")
) -> list[str]:
    """Names of arms as a grid over one axis makes them."""
    return [f"{route}, {axis} {value}" for value in values for route in ("IV", "IC")]


def make_patients(count: int, random: np.random.Generator) -> xr.Dataset:
    symbols = ["tau_fit", "a_serosa", "k_ct", "k_bt", "mu_e"]
    return datasets.describe(
        xr.Dataset(
            {
                "parameter_value": (
                    ("patient", "parameter"),
                    random.lognormal(0, 0.4, (count, len(symbols))),
                ),
                "weight": ("patient", random.normal(65, 9, count)),
                "disease": ("patient", random.integers(0, 4, count).astype("i1")),
                "manufacturing_failure": ("patient", (np.arange(count) % 30 == 29).astype("i1")),
            },
            coords={"patient": np.arange(count), "parameter": symbols},
            attrs={"acceptance_rate": 0.83, "filter": None},
        )
    )


def make_course(arms: Sequence[str], count: int, random: np.random.Generator, failed: int) -> xr.Dataset:
    """Rise and fall after day 0 for everything that bursts, drift around a level for the rest."""
    shape = (len(arms), count, 1)
    own = random.lognormal(0, 0.9, (1, count, 1)) * (1 + 0.25 * np.arange(len(arms)))[:, None, None]
    rise = np.where(
        TIMES > 0, (np.maximum(TIMES, 1e-9) / 11) ** 2 * np.exp(2 - 2 * np.maximum(TIMES, 0) / 11), 0
    )
    tail = np.where(TIMES > 0, np.exp(-np.maximum(TIMES, 0) / 60) * 0.1, 0)
    series = {
        name: top * own * random.lognormal(0, 0.3, shape) * (rise + tail) for name, top in BURST.items()
    }
    series |= {
        name: level * random.lognormal(0, 0.1, shape) * (1 - 0.3 * rise) for name, level in BASE.items()
    }
    series["tumour_cells"] = (
        1e10 * random.lognormal(0, 1, shape) * np.exp(-own * rise - 2e-3 * own * np.maximum(TIMES, 0))
    )
    series["free_tumour_cells"] = series["tumour_cells"] / 100
    series["treated"] = np.zeros((len(arms), count, TIMES.size))
    series["crs_grade"] = np.clip(np.floor(own * rise * 1.6), 0, 4)
    status = np.zeros((len(arms), count), "i1")
    status[0, :failed] = 1
    variables = {
        name: (("arm", "patient", "time"), value.astype("i1" if name in ("treated", "crs_grade") else "f4"))
        for name, value in series.items()
    }
    variables |= {
        name: (("arm", "patient"), np.full(status.shape, 1e8)) for name in ("planned_dose", "given_dose")
    }
    variables |= {
        "status": (("arm", "patient"), status),
        "event_day": (("arm", "patient", "event"), np.full((*status.shape, 4), np.nan, "f4")),
        "event_kind": (("arm", "patient", "event"), np.zeros((*status.shape, 4), "i1")),
    }
    variables["event_day"][1][..., 0], variables["event_kind"][1][..., 0] = 0.0, 1
    return datasets.describe(
        xr.Dataset(variables, coords={"arm": list(arms), "patient": np.arange(count), "time": TIMES})
    )


def make_visits(course: xr.Dataset, random: np.random.Generator, respond: float) -> xr.Dataset:
    arms, count = course.sizes["arm"], course.sizes["patient"]
    depth = random.normal(0.1, 0.35, (1, count, 1)) - respond * random.random((arms, count, 1)) * 1.3
    regrowth = random.random((arms, count, 1)) * np.maximum(SCHEDULED - 91, 0) / 274
    sld = (
        80
        * random.lognormal(0, 0.3, (1, count, 1))
        * np.clip(1 + depth * np.minimum(SCHEDULED / 60, 1) + regrowth, 0, 3)
    )
    left = np.where(random.random((arms, count)) < 0.5, random.uniform(60, 365, (arms, count)), 372.0)
    sld = np.where(left[..., None] < SCHEDULED, np.nan, sld)
    change = sld / sld[..., :1] - 1
    response = np.select([np.isnan(change), change <= -0.95, change <= -0.3, change >= 0.2], [1, 7, 6, 3], 5)
    response[..., 0] = 5
    both = ("arm", "patient")
    return datasets.describe(
        xr.Dataset(
            {
                "sld": ((*both, "visit"), sld),
                "overall_response": ((*both, "visit"), response.astype("i1")),
                "visit_done": ((*both, "visit"), np.isfinite(sld).astype("i1")),
                "last_seen_day": (both, left),
                "visit_day": (
                    ("patient", "visit"),
                    np.broadcast_to(SCHEDULED, (count, SCHEDULED.size)).copy(),
                ),
                "death_day": (
                    both,
                    np.where((left < 372) & (random.random((arms, count)) < 0.4), left, np.nan),
                ),
                **write_records(TIMES, {"Cytokine release syndrome": course["crs_grade"].values}, left),
                "infused": (both, np.ones((arms, count), "i1")),
                "il6_lab": ((*both, "safety_visit"), random.lognormal(3, 1, (arms, count, SAFETY.size))),
            },
            coords={
                "arm": course["arm"],
                "patient": course["patient"],
                "visit": np.arange(SCHEDULED.size),
                "scheduled_day": ("visit", SCHEDULED),
                "visit_month": ("visit", SCHEDULED / 30.4375),
                "safety_visit": np.arange(SAFETY.size),
                "safety_day": ("safety_visit", SAFETY),
            },
        )
    )
