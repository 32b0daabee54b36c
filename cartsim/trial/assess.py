"""Endpoints of the visits: per patient and per arm, one Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import COMPARTMENTS, CURVES, DLT, EFFUSION_RESPONSE, RESPONSE, describe, variable
from cartsim.trial.clinic import clinic_values
from cartsim.trial.crs import summarise_crs
from cartsim.trial.curves import incidence_on, interval_medians, survival_tables, worst_case_medians
from cartsim.trial.dlt import dose_limiting
from cartsim.trial.duration import controlled, responded, response_at_visits, response_endpoints
from cartsim.trial.estimands import estimands_json
from cartsim.trial.events import CRS, GRADES, adverse_events, graded_series
from cartsim.trial.flow import STEPS, patient_flow, response_evaluable
from cartsim.trial.incidence import incidence
from cartsim.trial.kinetics import geometric_cv, kinetics, median_known
from cartsim.trial.paired import paired_endpoints
from cartsim.trial.shares import arm_share, bounds, share

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]

SEVERE = 3
WEEK = 7.0
CRS_LEVELS = (0, 1, 2, 3, 4, 5)


def assess(visits: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """Every endpoint of a trial from what its clinic saw. Failed solves are kept as rows and beside the
    denominators."""
    clinic = clinic_values(scenario)
    solved = visits["status"].values == 0
    found: Table = response_endpoints(visits, scenario)
    found |= _effusion(visits, solved)
    found |= _toxicity(visits, scenario, clinic, solved)
    found |= _kinetics(visits, clinic)
    found |= _response_shares(visits, scenario, found, solved)
    found |= _safety_shares(visits, found, solved)
    found |= survival_tables(found)
    last = visits["last_seen_day"].values
    found |= interval_medians(
        found, visits["latent_progression_day"].values, visits["death_day"].values, last
    )
    found |= worst_case_medians(found, visits["dropout_day"].values, last, visits["scheduled_day"].values[1:])
    found["flow"] = patient_flow(visits, found["dlt"])
    coordinates = _coordinates(visits, scenario)
    grid = coordinates["response_day_grid"]
    found["response_incidence"] = _response_incidence(visits, grid, solved)
    pairs, labels, measures = paired_endpoints(visits, scenario, found, solved)
    coordinates |= {"contrast": labels, "measure": measures}
    return _dataset(found | pairs, coordinates, visits, scenario)


def _coordinates(visits: xr.Dataset, scenario: Scenario) -> Table:
    return {name: np.asarray(visits[name].values) for name in ("arm", "patient", "visit")} | {
        "event_term": np.array([]),
        "grade": np.array(GRADES),
        "crs_level": np.array(CRS_LEVELS),
        "curve": np.array(list(CURVES)),
        "response": np.array(RESPONSE),
        "flow_step": np.array(STEPS),
        "response_day_grid": np.arange(0.0, float(scenario.run.horizon) + 1.0, WEEK),
    }


def _dataset(
    found: Mapping[str, NDArray], coordinates: Table, visits: xr.Dataset, scenario: Scenario
) -> xr.Dataset:
    """The arrays under the dims of the table of names."""
    terms = found["event_term"]
    arrays = {
        name: (variable(name, _shape_dims(name, values, coordinates)).dims, _typed(name, values))
        for name, values in found.items()
        if name != "event_term"
    }
    dataset = xr.Dataset(
        arrays,
        coords=coordinates | {"event_term": terms},
        attrs={
            "estimands": estimands_json(scenario),
            "criteria": scenario.trial.response.criteria,
            "ctcae": "5.0",
            "note": "limits of shares are Monte Carlo error over virtual patients; ICANS is not simulated",
        },
    )
    for name in ("scheduled_day", "visit_month"):
        dataset = dataset.assign_coords({name: ("visit", visits[name].values)})
    return describe(dataset)


def _shape_dims(name: str, values: NDArray, coordinates: Table) -> tuple[str, ...]:
    """Which row of the table is meant where one name has several: here the one per (arm, patient)."""
    return ("arm", "patient") if values.ndim == 2 else ()


def _typed(name: str, values: NDArray) -> NDArray:
    return values.astype(variable(name, ("arm", "patient")).dtype)


def _effusion(visits: xr.Dataset, solved: NDArray[np.bool_]) -> Table:
    """Best response of the effusion over the visits to its first progression."""
    codes = visits["effusion_response"].transpose("arm", "patient", "visit").values
    worse = np.logical_or.accumulate(codes == EFFUSION_RESPONSE.index("PD"), axis=-1)
    best = np.where(worse & (codes > EFFUSION_RESPONSE.index("PD")), 0, codes).max(axis=-1, initial=0)
    return {"best_effusion_response": np.where(solved, best, 0)}


def _toxicity(
    visits: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], solved: NDArray[np.bool_]
) -> Table:
    """CRS, adverse events and DLT per patient, incidences per arm."""
    series = graded_series(visits, scenario, clinic)
    events = adverse_events(visits, series)
    safe = (visits["infused"].values == 1) & solved
    crs = summarise_crs(visits["time"].values, series[CRS], visits["safety_day"].values)
    limiting = dose_limiting(visits, series, scenario)
    severe = events.onset_at[..., SEVERE - 1]
    found = {
        "event_term": np.array(events.terms),
        "ae_grade": events.grade,
        "ae_onset": events.onset,
        "ae_end": events.end,
        "ae_onset_severe": severe,
        "ae_related": events.related,
        "ae_serious": events.serious,
        "crs_grade": np.maximum(crs.grade, events.grade[..., events.terms.index(CRS)]),
        "crs_grade_seen": crs.seen,
        "crs_onset": crs.onset,
        "crs_end": crs.end,
        "crs_episodes": crs.episodes,
        "dlt": limiting.dlt,
        "dlt_reason": limiting.reason,
        "dlt_day": limiting.day,
    }
    return found | incidence(events, visits["last_seen_day"].values, visits["death_day"].values, safe)


def _kinetics(visits: xr.Dataset, clinic: Mapping[str, float]) -> Table:
    """Kinetics of each compartment, per patient and summarised over the infused whose solve did not fail."""
    days = visits["sample_day"].values
    dosed = (visits["infused"].values == 1) & (visits["status"].values == 0)
    found: Table = {}
    for name in COMPARTMENTS:
        tail = "" if name == "blood" else f"_{name}"
        counts = visits[f"car_t_{name}_sampled"].transpose("arm", "patient", "sample").values
        values = kinetics(days, counts, clinic["limit_qpcr"], clinic["limit_flow"])._asdict()
        known = {key: np.where(dosed, value, np.nan) for key, value in values.items()}
        found |= {f"{key}{tail}": value for key, value in known.items()}
        found |= {
            f"{key}{tail}_median": median_known(known[key], axis=1) for key in ("cmax", "tmax", "auc_0_28")
        }
        found |= {f"{key}{tail}_gcv": geometric_cv(known[key], axis=1) for key in ("cmax", "auc_0_28")}
    return found


def _response_shares(
    visits: xr.Dataset, scenario: Scenario, found: Table, solved: NDArray[np.bool_]
) -> Table:
    """Response rates per arm and visit; every patient whose solve did not fail counts among the enrolled."""
    failed = ~solved
    measurable, infused = (
        solved & (visits["measurable"].values == 1),
        solved & (visits["infused"].values == 1),
    )
    sets = {"enrolled": solved, "infused": infused, "response_evaluable": response_evaluable(visits)}
    primary = found["response_by_primary"] == 1
    at_visit = response_at_visits(visits)
    by_visit = np.logical_or.accumulate(at_visit, axis=-1)
    scheduled = visits["scheduled_day"].values
    begin, dor = found["response_day"], found["dor"]
    end = np.where(found["dor_event"] == 1, begin + dor, np.nextafter(begin + dor, np.inf))
    within = (begin[..., None] <= scheduled) & (scheduled < end[..., None])
    shares: Table = {}
    for name, event, among in (
        ("orr", at_visit, solved),
        ("orr_measurable", at_visit, measurable),
        ("orr_by", by_visit, solved),
        ("in_response", within, solved),
    ):
        values = share(name, event, np.broadcast_to(among[..., None], event.shape))
        shares |= {
            key: np.where(scheduled > 0, value, np.nan)
            for key, value in values.items()
            if name == "orr" or not key.endswith("mcse")
        }
    shares |= {
        key: np.where(scheduled > 0, value, np.nan)
        for key, value in bounds("orr", at_visit, solved[..., None], failed[..., None]).items()
    }
    best = found["best_overall_response"]
    for name, event, among in (
        ("confirmed_orr", primary, sets[scenario.trial.response.primary.population]),
        ("confirmed_orr_measurable", primary, measurable),
        ("confirmed_orr_infused", primary, infused),
        ("best_orr", responded(best), solved),
        ("dcr", controlled(best), solved),
        ("effusion_orr", found["best_effusion_response"] >= EFFUSION_RESPONSE.index("PR"), solved),
    ):
        shares |= arm_share(name, event, among, failed)
    for name, codes in (
        ("best_response_share", best),
        ("confirmed_response_share", found["confirmed_response"]),
    ):
        shares[name] = _distribution(codes, solved, range(len(RESPONSE)))
    return shares


def _safety_shares(visits: xr.Dataset, found: Table, solved: NDArray[np.bool_]) -> Table:
    infused = solved & (visits["infused"].values == 1)
    evaluable = found["dlt"] != DLT.index("not evaluable")
    shares = arm_share("dlt_rate", found["dlt"] == DLT.index("dlt"), evaluable, ~solved)
    shares |= arm_share("severe_crs_rate", found["crs_grade"] >= SEVERE, infused, ~solved)
    return shares | {"crs_share": _distribution(found["crs_grade"], infused, CRS_LEVELS)}


def _distribution(
    codes: NDArray, among: NDArray[np.bool_], levels: range | tuple[int, ...]
) -> NDArray[np.float64]:
    """Share of patients at each level (arm, level); NaN without patients."""
    of = np.where(among.any(axis=1), among.sum(axis=1), np.nan)
    return np.stack([((codes == level) & among).sum(axis=1) / of for level in levels], axis=1)


def _response_incidence(
    visits: xr.Dataset, grid: NDArray[np.float64], solved: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Aalen-Johansen incidence of a first CR or PR on the grid (arm, day); a PD or death before it
    competes."""
    days = np.where(np.isfinite(visits["visit_day"].values), visits["visit_day"].values, np.inf)[None]
    codes = visits["overall_response"].transpose("arm", "patient", "visit").values
    first = [
        np.where(mask, days, np.inf).min(axis=-1)
        for mask in (codes >= RESPONSE.index("PR"), codes == RESPONSE.index("PD"))
    ]
    death = np.where(np.isfinite(visits["death_day"].values), visits["death_day"].values, np.inf)
    against = np.minimum(first[1], death)
    last = visits["last_seen_day"].values
    time = np.minimum(np.minimum(first[0], against), last)
    cause = np.where(first[0] < against, 1, np.where(np.isfinite(against), 2, 0))
    return incidence_on(grid, time, cause, solved)
