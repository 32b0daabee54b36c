"""Endpoints and a manifest to go with a synthetic run, counted plainly from its visits."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import xarray as xr

from cartsim import datasets
from cartsim.scenario.scenario import Scenario
from cartsim.trial.estimands import estimands_json
from cartsim.trial.intervals import clopper_pearson

TERMS = (
    "Cytokine release syndrome",
    "Neutrophil count decreased",
    "Platelet count decreased",
    "Neutrophil count decreased (lymphodepletion)",
    "Fever",
    "Hypoxia",
    "Pneumonitis",
    "Ejection fraction decreased",
    "Pleural effusion",
    "Anaemia",
)
LABS = ("Neutrophil count decreased", "Platelet count decreased")
MEASURES = ("confirmed_orr", "dcr", "response_at_day_91", "severe_crs", "dlt")
STEPS = ("drawn", "enrolled", "manufactured", "infused", "solved", "response-evaluable", "DLT-evaluable")


def make_endpoints(
    scenario: Scenario, course: xr.Dataset, visits: xr.Dataset, random: np.random.Generator
) -> xr.Dataset:
    response = visits["overall_response"].values
    best = response[..., 1:].max(axis=-1)
    responder = best >= 6
    arms, count = best.shape
    days = visits["visit_day"].values
    values: dict[str, tuple[tuple[str, ...], Any]] = {}
    per_patient = ("arm", "patient")
    first = np.where(responder, days[np.arange(count), 1 + (response[..., 1:] >= 6).argmax(axis=-1)], np.nan)
    values |= {
        "best_overall_response": (per_patient, best),
        "confirmed_response": (per_patient, best),
        "response_by_primary": (per_patient, responder),
        "response_day": (per_patient, first),
        "crs_grade": (per_patient, course["crs_grade"].max("time").values),
        "icans_grade": (per_patient, course["crs_grade"].max("time").values // 2),
        "time_in_response": (per_patient, np.where(responder, random.uniform(60, 300, best.shape), 0)),
        "dlt": (per_patient, random.random(best.shape) < 0.05),
        "late_dlt": (per_patient, random.random(best.shape) < 0.1),
    }
    for name in ("cmax", "auc_0_28", "cmax_fluid"):
        values[name] = (
            per_patient,
            random.lognormal(2, 1, (1, count)) * random.lognormal(0.1, 0.5, best.shape),
        )
    values["tmax"] = (per_patient, random.choice([7.0, 10, 14, 21], best.shape))
    values["mean_time_in_response"] = (("arm",), values["time_in_response"][1].mean(axis=1))
    values |= curves(visits, first, random)
    values |= ends(values, arms)
    values |= landmark(arms, random)
    values |= shares(
        "arm visit",
        {
            "orr": response >= 6,
            "orr_by": np.maximum.accumulate(response >= 6, axis=-1),
            "in_response": response >= 6,
        },
        axis=1,
    )
    values |= shares(
        "arm",
        {
            "confirmed_orr": responder,
            "best_orr": responder,
            "dcr": best >= 5,
            "dlt_rate": values["dlt"][1] > 0,
            "late_dlt_rate": values["late_dlt"][1],
            "severe_crs_rate": values["crs_grade"][1] >= 3,
            "severe_icans_rate": values["icans_grade"][1] >= 3,
        },
        axis=1,
    )
    for name in ("crs", "icans"):
        level = [(values[f"{name}_grade"][1] == grade).mean(axis=1) for grade in range(5)]
        values[f"{name}_share"] = (("arm", "crs_level"), np.stack(level, axis=1))
    values |= safety(values["late_dlt"][1], random)
    confirmed = np.stack([(best == code).mean(axis=1) for code in range(8)], axis=1)
    values["confirmed_response_share"] = (("arm", "response"), confirmed)
    for name, top in {"ae_incidence": 0.5, "ae_incidence_12_months": 0.8}.items():
        share = random.uniform(0.05, top, (arms, len(TERMS), 1)) * np.array([1, 0.7, 0.35, 0.1, 0.01])
        values |= limits(("arm", "event_term", "grade"), name, share, 0.05)
    steps = np.array([1.2, 1, 0.97, 0.97, 0.965, 0.93, 0.95]) * count
    values["flow"] = (("arm", "flow_step"), np.tile(steps.astype(int), (arms, 1)))
    values |= contrasts(np.stack([values[n][1] > 0 for n in ("response_by_primary", "dlt")]), visits, arms)
    coords = {
        "arm": course["arm"],
        "patient": course["patient"],
        "visit": visits["visit"],
        "crs_level": np.arange(5),
        "scheduled_day": visits["scheduled_day"],
        "visit_month": visits["visit_month"],
        "event_term": list(TERMS),
        "grade": np.arange(1, 6),
        "lab_term": list(LABS),
        "baseline_grade": np.arange(5),
        "worst_grade": np.arange(5),
        "dlt_reason_kind": list(datasets.DLT_REASON),
        "flow_step": list(STEPS),
        "response": list(datasets.RESPONSE),
        "curve": list(datasets.CURVES),
        "end_reason": list(datasets.CENSORING),
        "landmark_group": list(datasets.LANDMARK_STATUS[1:]),
    }
    names = [f"{b} - {a}" for a, b in combinations(course["arm"].values, 2)]
    contrast = {"contrast": np.array(names, dtype=str), "measure": list(MEASURES)}
    attrs = {"estimands": estimands_json(scenario), "landmark_day": 98.0, "censoring": "fda"}
    return datasets.describe(xr.Dataset(values, coords=coords | contrast, attrs=attrs))


def safety(late: np.ndarray, random: np.random.Generator) -> dict[str, Any]:
    """What the safety tables hold beside the incidences."""
    arms, graded = len(late), ("arm", "event_term", "grade")
    mild = random.uniform(0, 0.3, (arms, len(TERMS)))
    lab = random.integers(0, 9, (arms, len(LABS), 5, 5))
    reasons = np.where(late, datasets.DLT_REASON.index("pneumonitis"), 0)
    return limits(("arm", "event_term"), "ae_mild", mild, 0.05) | {
        "ae_followed": (graded, np.full((arms, len(TERMS), 5), 57)),
        "ae_crude": (graded, np.full((arms, len(TERMS), 5), 0.25)),
        "ae_rate": (("arm", "event_term"), np.full((arms, len(TERMS)), 1.5)),
        "lab_shift": (("arm", "lab_term", "baseline_grade", "worst_grade"), lab),
        "late_dlt_reason": (("arm", "patient"), reasons),
        "dlt_reason_count": (
            ("arm", "dlt_reason_kind"),
            np.tile(np.arange(len(datasets.DLT_REASON)), (arms, 1)),
        ),
    }


def shares(dims: str, flags: dict[str, np.ndarray], axis: int) -> dict[str, Any]:
    """Shares over the patients with exact limits, Monte Carlo error and bounds."""
    found: dict[str, Any] = {}
    names = tuple(dims.split())
    for name, flag in flags.items():
        n, hits = flag.shape[axis], flag.sum(axis=axis)
        exact = np.array([clopper_pearson(int(x), n) for x in hits.ravel()]).reshape(*hits.shape, 2)
        found |= {
            name: (names, hits / n),
            f"{name}_lower": (names, exact[..., 0]),
            f"{name}_upper": (names, exact[..., 1]),
            f"{name}_n": (names, np.full(hits.shape, n)),
        }
        if name not in ("orr_by", "in_response"):
            found[f"{name}_mcse"] = (names, np.sqrt(hits / n * (1 - hits / n) / n))
            found |= {f"{name}_{end}": (names, hits / n) for end in ("least", "most")}
    return found


def limits(dims: tuple[str, ...], name: str, value: np.ndarray, half: float) -> dict[str, Any]:
    return {
        name: (dims, value),
        f"{name}_lower": (dims, np.maximum(value - half, 0)),
        f"{name}_upper": (dims, np.minimum(value + half, 1)),
    }


def curves(visits: xr.Dataset, first: np.ndarray, random: np.random.Generator) -> dict[str, Any]:
    """PFS ends at last sight or sooner; every curve in the padded table of the real Endpoints."""
    found: dict[str, Any] = {}
    pfs = np.minimum(visits["last_seen_day"].values, random.exponential(150, first.shape) + 30)
    times = {
        "os": visits["last_seen_day"].values,
        "pfs": pfs,
        "dor": np.maximum(pfs - first, 1),
        "ddc": np.maximum(pfs - 30, 1),
    }
    event = random.random(first.shape) < 0.7
    tables = {name: [km(time[arm], event[arm]) for arm in range(len(time))] for name, time in times.items()}
    rows = max(len(table[0]) for group in tables.values() for table in group)
    padded = np.full((6, len(first), len(tables), rows), np.nan)
    for column, group in enumerate(tables.values()):
        for arm, table in enumerate(group):
            padded[:, arm, column, : len(table[0])] = table
    for name, part in zip(("time", "at_risk", "events", "survival", "lower", "upper"), padded, strict=True):
        found[f"km_{name}"] = (("arm", "curve", "km_step"), part)
    for name, time in times.items():
        found |= {name: (("arm", "patient"), time), f"{name}_event": (("arm", "patient"), event)}
        middle = (
            np.nanmedian(np.where(np.isnan(time), np.nan, time), axis=1)
            if np.isfinite(time).any()
            else np.full(len(time), np.nan)
        )
        for tail, factor in {"": 1.0, "_lower": 0.8, "_upper": 1.3}.items():
            found[f"median_{name}{tail}"] = (("arm",), middle * factor)
    return found


def ends(values: dict[str, Any], arms: int) -> dict[str, Any]:
    """Events are progressions, censorings the cut-off; medians under other rules are the primary ones."""
    counts = np.zeros((arms, len(datasets.CURVES), len(datasets.CENSORING)), int)
    for place, name in enumerate(datasets.CURVES):
        known, event = np.isfinite(values[name][1]), values[f"{name}_event"][1]
        counts[:, place, datasets.CENSORING.index("progression")] = (known & event).sum(axis=1)
        counts[:, place, datasets.CENSORING.index("no event by cut-off")] = (known & ~event).sum(axis=1)
    others = {
        f"median_{name}_{tail}": values[f"median_{name}"]
        for name in ("pfs", "dor", "ddc")
        for tail in ("fda", "simple", "policy", "worst_case")
    }
    policy = {
        f"confirmed_orr_policy{tail}": (("arm",), np.full(arms, 0.4)) for tail in ("", "_lower", "_upper")
    }
    return {"end_reasons": (("arm", "curve", "end_reason"), counts)} | others | policy


def landmark(arms: int, random: np.random.Generator) -> dict[str, Any]:
    """Twelve patients in each group but the last of the last arm, which is empty."""
    dims, n = ("arm", "landmark_group"), np.full((arms, 2), 12)
    n[-1, -1] = 0
    alive = np.where(n > 0, random.uniform(0.4, 0.6, n.shape), np.nan)
    return {
        "landmark_n": (dims, n),
        **limits(dims, "landmark_os", alive, 0.2),
        **{
            f"landmark_median_os{tail}": (dims, np.full(n.shape, np.nan)) for tail in ("", "_lower", "_upper")
        },
    }


def km(time: np.ndarray, event: np.ndarray) -> np.ndarray:
    known = np.isfinite(time)
    time, event = time[known], event[known]
    steps = np.unique(time)
    risk = np.array([(time >= step).sum() for step in steps], float)
    died = np.array([(event & (time == step)).sum() for step in steps], float)
    survival = np.cumprod(1 - died / np.maximum(risk, 1))
    return np.stack(
        [steps, risk, died, survival, np.maximum(survival - 0.08, 0), np.minimum(survival + 0.08, 1)]
    )


def contrasts(flags: np.ndarray, visits: xr.Dataset, arms: int) -> dict[str, Any]:
    pairs = list(combinations(range(arms), 2))
    tables = np.array(
        [
            [
                [
                    (flags[m % 2, b] & flags[m % 2, a]).sum(),
                    (flags[m % 2, b] & ~flags[m % 2, a]).sum(),
                    (~flags[m % 2, b] & flags[m % 2, a]).sum(),
                    (~flags[m % 2, b] & ~flags[m % 2, a]).sum(),
                ]
                for m in range(len(MEASURES))
            ]
            for a, b in pairs
        ],
        float,
    ).reshape(len(pairs), len(MEASURES), 4)
    difference = (tables[..., 1] - tables[..., 2]) / tables.sum(axis=-1)
    dims = ("contrast", "measure")
    found: dict[str, Any] = {}
    for name in ("paired_difference", "bootstrap"):
        found |= {
            name: (dims, difference),
            f"{name}_lower": (dims, difference - 0.06),
            f"{name}_upper": (dims, difference + 0.06),
        }
    found |= {
        name: (dims, tables[..., i])
        for i, name in enumerate(("both", "first_only", "second_only", "neither"))
    }
    found |= {
        "paired_se": (dims, np.full(difference.shape, 0.03)),
        "independent_patients": (dims, np.full(difference.shape, 410.0)),
    }
    for tail, shift in {"": 20.0, "_lower": 8.0, "_upper": 33.0}.items():
        found[f"time_in_response_difference{tail}"] = (("contrast",), np.full(len(pairs), shift))
    return found
