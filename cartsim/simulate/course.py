"""The verb `simulate`: every arm of every patient, as one Dataset."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from cartsim.datasets import STATUS, data_array, describe, variable
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import blank, solve, with_states
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER
from cartsim.simulate.ode.values import Solution
from cartsim.simulate.schedule import course_times, schedule

BLOCK = 2000
"""Patients that the engine is given at a time: what it needs beside the results does not grow with their
number.
"""
BLOCK_OF_CUBES = 100
"""The same where the whole state is kept, which the engine has in double precision."""
READINGS = ("arm", "patient", "time")
IMPLAUSIBLE = STATUS.index("implausible")
COUNTERS = {
    "steps": v.STEPS,
    "rejections": v.REJECTIONS,
    "jacobians": v.JACOBIANS,
    "event_overflow": v.OVERFLOW,
    "extinctions": v.EXTINCTIONS,
}


def simulate(
    patients: xr.Dataset,
    scenario: Scenario,
    *,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
) -> xr.Dataset:
    """What happens to these patients in every arm: the latent truth, without noise or limit of detection.

    Solves dy/dt = sum of stoichiometry x hazard x left side over all reactions of the model (the page of
    equations), y the states of body and lesion groups, t in days, for the doses, chemotherapy and rescue
    rules of each arm, to `run.tolerance`. `threads` (default: all cores) changes no bit, nor does the
    grouping of patients. `done` is told how many more solves are finished.

    Gives a Dataset (arm, patient, time) in float32: cells in blood, cavity and tumour, lesions (..., lesion),
    cytokines, blood counts, signs, events (..., event); the patients' covariates go along. `status` says how
    each solve ended: a failed one keeps its row, NaN from where it stopped; a patient whom the trial would
    not enrol is "implausible". It never raises for a patient.

    Method: Rodas5P (Steinebach 2023), Rodas4 (Hairer and Wanner 1996) from a tolerance of 1e-4 on.
    """
    arms, size = scenario.trial.arms, patients.sizes["patient"]
    times, cube = course_times(scenario), scenario.run.state_cube
    room = blank((len(arms), size), times.size, MAX_LESIONS, with_state=False)
    planned = np.zeros((len(arms), size))
    values = np.empty((len(arms), size, times.size, len(state_names())), np.float32) if cube else None
    step = BLOCK_OF_CUBES if cube else BLOCK
    for start in range(0, size, step):
        some = slice(start, start + step)
        block = patients.isel(patient=some)
        for place, arm in enumerate(arms):
            asked = schedule(scenario, arm, block)
            planned[place, some] = asked.planned
            into = Solution(*(part[place, some] for part in room))
            if cube:
                into = with_states(into, times.size, MAX_LESIONS)
            solve(problem(scenario, arm, block, asked), asked.plan, into=into, threads=threads, done=done)
            if values is not None:
                values[place, some] = without_sums(into.state)
    return as_course(scenario, patients, room, planned, values)


def without_sums(state: np.ndarray) -> np.ndarray:
    """States (..., state) in the order of `state_names`: without the sums over lesions."""
    return np.delete(state, np.arange(N_BODY, N_BORDER), axis=-1)


def as_course(
    scenario: Scenario, patients: xr.Dataset, room: Solution, planned: np.ndarray, values: np.ndarray | None
) -> xr.Dataset:
    """What the engine found (arm, patient, ...) as a Dataset, with planned doses (arm, patient) and, if
    they are kept, all states (arm, patient, time, state).
    """
    data = _by_name(room, planned) | ({"state_value": values} if values is not None else {})
    if "plausible" in patients:
        data["status"][:, patients["plausible"].values == 0] = IMPLAUSIBLE
    arrays = {name: data_array(name, values, _dims(name, values.ndim)) for name, values in data.items()}
    coordinates = {
        "arm": [arm.name for arm in scenario.trial.arms],
        "patient": patients["patient"].values,
        "time": course_times(scenario),
        "lesion": np.arange(MAX_LESIONS),
        "event": np.arange(v.EVENT_SLOTS),
    }
    if values is not None:
        coordinates["state"] = state_names()
    course = xr.Dataset(arrays, coords=coordinates, attrs=patients.attrs)
    return describe(course.merge(_covariates(patients, arrays)))


def state_names() -> list[str]:
    """Names along `state`: body states, then `P.0` for state P of lesion group 0, and so on."""
    return [*k_.BODY_STATES, *(f"{name}.{k}" for k in range(MAX_LESIONS) for name in k_.LESION_STATES)]


def _by_name(room: Solution, planned: np.ndarray) -> dict[str, np.ndarray]:
    """What the engine found of each patient (arm, patient, ...) by name: observables, log, counters, doses;
    of the type in which each is kept. Codes have no NaN: 0 after a failure, as the status says.
    """
    out = {name: room.body[:, :, i] for i, name in enumerate(v.MEASURES)}
    out |= {name: room.codes[:, :, i] for i, name in enumerate(v.CODES)}
    out |= {name: room.lesion[:, :, i].swapaxes(2, 3) for i, name in enumerate(k_.LESION_OBSERVABLES)}
    out |= {name: getattr(room, name) for name in ("event_day", "event_kind", "event_amount", "status")}
    out |= {name: room.counts[..., i] for name, i in COUNTERS.items()}
    out |= {"planned_dose": planned, "given_dose": room.given[..., 0]}
    return {
        name: values.astype(variable(name, _dims(name, values.ndim)).dtype, copy=False)
        for name, values in out.items()
    }


def _dims(name: str, ndim: int) -> tuple[str, ...]:
    if name in k_.LESION_OBSERVABLES:
        return (*READINGS, "lesion")
    if name == "state_value":
        return (*READINGS, "state")
    if name.startswith("event_") and name != "event_overflow":
        return ("arm", "patient", "event")
    return READINGS if ndim == len(READINGS) else READINGS[:2]


def _covariates(patients: xr.Dataset, taken: dict[str, xr.DataArray]) -> xr.Dataset:
    """What a clinic knows of a patient travels with the course; parameters do not."""
    wanted = [
        name for name in patients.data_vars if name not in taken and "parameter" not in patients[name].dims
    ]
    return patients[wanted]
