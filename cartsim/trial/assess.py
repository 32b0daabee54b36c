"""Endpoints of the visits: per patient and per arm, one Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import CENSORING, CURVES, DLT_REASON, RESPONSE, describe, variable
from cartsim.trial.clinic import clinic_values
from cartsim.trial.curves import interval_medians, median_bounds, survival_tables
from cartsim.trial.dose_finding import design_endpoints
from cartsim.trial.duration import response_endpoints
from cartsim.trial.estimands import estimands_json, primary_words
from cartsim.trial.events import GRADES
from cartsim.trial.flow import STEPS, patient_flow
from cartsim.trial.kinetics import kinetic_endpoints
from cartsim.trial.laboratory_shift import LABS, LEVELS
from cartsim.trial.landmark import GROUPS, landmark, landmark_day
from cartsim.trial.paired import contrast_labels, paired_endpoints, yes_no_measures
from cartsim.trial.periods import events_until, responses_until, said_until
from cartsim.trial.planned_trial import planned_trials
from cartsim.trial.response_rates import (
    best_effusion_response,
    response_incidence,
    response_rates,
)
from cartsim.trial.sensitivity import other_strategies
from cartsim.trial.time_in_response import time_in_response
from cartsim.trial.toxicity import CRS_LEVELS, safety_rates, toxicity
from cartsim.trial.uncertainties import uncertainties
from cartsim.trial.unrescued import without_rescue

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]

WEEK = 7.0


def assess(visits: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """What a statistician computes: every endpoint of a trial, from what its clinic saw and nothing else.

    `visits` is a Dataset of `observe`. Failed solves keep their rows and are in no denominator; bounds
    (`..._least`, `..._most`) count them as without and as with the event.

    Gives a Dataset of patients (arm, patient), of arms (arm), by visit (arm, visit), and of contrasts in the
    same patients (contrast, measure). Shares have exact limits (Clopper and Pearson 1934), differences
    Newcombe's for pairs (1998), times Kaplan-Meier curves with log-log limits; over simulated patients all of
    these are Monte Carlo error. Days count from the time zero of each endpoint.

    Estimands, rules and their sources: the page of endpoints.
    """
    solved = visits["status"].values == 0
    found = of_patients(visits, scenario)
    found |= response_rates(visits, scenario, found, solved)
    found |= safety_rates(visits, found, solved)
    found |= survival_tables(found)
    last = visits["last_seen_day"].values
    latent, until = visits["latent_progression_day"].values, np.fmin(last, visits["new_therapy_day"].values)
    found |= interval_medians(found, latent, visits["death_day"].values, until)
    found |= median_bounds(found, ~solved, float(scenario.run.horizon))
    found |= other_strategies(visits, scenario, found)
    found |= landmark(visits, landmark_day(visits, scenario))
    found["flow"] = patient_flow(visits, found["dlt"])
    coordinates = _coordinates(visits, scenario)
    grid = coordinates["response_day_grid"]
    found["response_incidence"] = response_incidence(visits, grid)
    found |= time_in_response(found, grid, responses_until(scenario))
    measures = yes_no_measures(visits, found, solved)
    coordinates["measure"] = np.array(list(measures))
    found |= without_rescue(visits, found, solved, scenario)
    found |= paired_endpoints(measures, scenario, found["time_in_response_pseudo"])
    found |= uncertainties(measures, scenario)
    if scenario.trial.planned is not None:
        found |= planned_trials(measures, found, scenario, solved)
        coordinates["hypothesis"] = np.array(scenario.trial.planned.hierarchy)
    doses, levels = design_endpoints(visits, scenario, found, solved)
    return _dataset(found | doses, coordinates | levels, visits, scenario)


def of_patients(visits: xr.Dataset, scenario: Scenario) -> Table:
    """The endpoints that every patient has alone (arm, patient, ...), with what the same functions say of
    arms."""
    clinic, solved = clinic_values(scenario), visits["status"].values == 0
    found: Table = response_endpoints(visits, scenario)
    found |= best_effusion_response(visits, solved)
    found |= toxicity(visits, scenario, clinic, solved)
    return found | kinetic_endpoints(visits, clinic)


def _coordinates(visits: xr.Dataset, scenario: Scenario) -> Table:
    return {name: np.asarray(visits[name].values) for name in ("arm", "patient", "visit")} | {
        "event_term": np.array([]),
        "grade": np.array(GRADES),
        "crs_level": np.array(CRS_LEVELS),
        "lab_term": np.array(list(LABS)),
        "baseline_grade": np.array(LEVELS),
        "worst_grade": np.array(LEVELS),
        "dlt_reason_kind": np.array(DLT_REASON),
        "curve": np.array(list(CURVES)),
        "response": np.array(RESPONSE),
        "end_reason": np.array(CENSORING),
        "landmark_group": np.array(GROUPS),
        "flow_step": np.array(STEPS),
        "contrast": np.array(contrast_labels(scenario), dtype=str),
        "response_day_grid": np.arange(0.0, float(scenario.run.horizon) + 1.0, WEEK),
    }


def _dataset(
    found: Mapping[str, NDArray], coordinates: Table, visits: xr.Dataset, scenario: Scenario
) -> xr.Dataset:
    """The arrays under the dims of the table of names."""
    terms = found["event_term"]
    arrays = {
        name: (variable(name, _shape_dims(values)).dims, _typed(name, values))
        for name, values in found.items()
        if name != "event_term"
    }
    dataset = xr.Dataset(
        arrays,
        coords=coordinates | {"event_term": terms},
        attrs={
            "estimands": estimands_json(scenario),
            "criteria": scenario.trial.response.criteria,
            "censoring": scenario.trial.censoring,
            "landmark_day": landmark_day(visits, scenario),
            "responses_until_day": responses_until(scenario),
            "events_until_day": events_until(scenario),
            "ctcae": scenario.trial.ctcae,
            "note": "limits of shares are Monte Carlo error over virtual patients; motor weakness and "
            "cerebral oedema are no part of the simulated ICANS",
        },
    )
    for name in ("scheduled_day", "visit_month"):
        dataset = dataset.assign_coords({name: ("visit", visits[name].values)})
    described = describe(dataset)
    described["confirmed_orr"].attrs["long_name"] = f"share with {primary_words(scenario)} (primary)"
    for part, until in {"time_in_response": responses_until, "ae_": events_until}.items():
        _said_until(described, part, until(scenario))
    return described


def _said_until(described: xr.Dataset, part: str, until: float) -> None:
    """Say in the names of the variables with this part to which day they reach."""
    for name in described.data_vars:
        if part in str(name):
            found = described[name].attrs
            found["long_name"] = said_until(found["long_name"], until)


def _shape_dims(values: NDArray) -> tuple[str, ...]:
    """Which row of the table is meant where one name has several: here the one per (arm, patient)."""
    return ("arm", "patient") if values.ndim == 2 else ()


def _typed(name: str, values: NDArray) -> NDArray:
    return values.astype(variable(name, ("arm", "patient")).dtype)
