"""The outer loop over uncertain typical values: how far what is found depends on what nobody knows.

Each draw replaces every uncertain typical value and carries the same virtual patients (same random numbers)
through the trial. Of a draw only its endpoints per arm and the yes/no outcomes of its patients are kept, one
byte each, so that memory does not grow with what a draw simulates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import describe, variable
from cartsim.population import draw
from cartsim.population.typical import redrawn, typical_values
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe
from cartsim.trial.paired import pairs_of, yes_no_measures
from cartsim.trial.records import same_width
from cartsim.trial.uncertainties import coded, drawn_uncertainties, predicted_over_draws

BATCH = 500
"""Patients of a draw simulated at a time."""
KEPT = (
    "confirmed_orr",
    "best_orr",
    "dcr",
    "orr",
    "dlt_rate",
    "severe_crs_rate",
    "median_pfs",
    "median_os",
    "paired_difference",
)
"""Endpoints whose value in every draw stands in the results, under their name with `_draws`."""


class Draw(NamedTuple):
    """What is kept of one draw."""

    outcomes: NDArray[np.int8]
    endpoints: Mapping[str, NDArray]
    failed: NDArray[np.int64]


def parameter_draws(
    scenario: Scenario, endpoints: xr.Dataset, done: Callable[[int], None] | None = None
) -> xr.Dataset:
    """What the draws of `run.parameter_draws` add to the endpoints of a run, which have to be there for the
    planned trial."""
    typical = typical_values(scenario, scenario.run.parameter_draws)
    numbers = range(scenario.run.parameter_draws)
    draws = [carried_through(redrawn(scenario, typical, number), done) for number in numbers]
    planned = scenario.trial.planned
    outcomes = np.stack([one.outcomes for one in draws])
    found = drawn_uncertainties(outcomes, pairs_of(scenario))
    if planned:
        alone = (endpoints["predicted_lower"].values, endpoints["predicted_upper"].values)
        found |= predicted_over_draws(outcomes, found, alone, planned.patients_per_arm)
    found |= {f"{name}_draws": np.stack([one.endpoints[name] for one in draws]) for name in KEPT}
    found["failed_draws"] = np.stack([one.failed for one in draws])
    found["typical_value"] = np.stack(list(typical.values()), axis=1)
    return _dataset(found, np.array(numbers), list(typical))


def carried_through(scenario: Scenario, done: Callable[[int], None] | None = None) -> Draw:
    """One draw, from its patients to what is kept of it."""
    patients = draw(scenario)
    batches = range(0, patients.sizes["patient"], BATCH)
    parts = [patients.isel(patient=slice(start, start + BATCH)) for start in batches]
    sightings = [observe(simulate(part, scenario, done=done), scenario) for part in parts]
    whole = same_width(sightings)
    visits = whole[0] if len(whole) == 1 else xr.concat(whole, "patient", data_vars="minimal")
    endpoints = assess(visits, scenario)
    solved = visits["status"].values == 0
    values = {str(name): endpoints[name].values for name in endpoints.data_vars}
    measures = yes_no_measures(visits, values, solved)
    return Draw(coded(measures), {name: values[name] for name in KEPT}, (~solved).sum(axis=1))


def _dataset(found: Mapping[str, NDArray], numbers: NDArray, symbols: Sequence[str]) -> xr.Dataset:
    arrays = {name: (variable(name).dims, values) for name, values in found.items()}
    return describe(xr.Dataset(arrays, coords={"draw": numbers, "uncertain": list(symbols)}))
