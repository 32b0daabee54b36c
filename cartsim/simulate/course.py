"""The verb `simulate`: every arm of every patient, as one Dataset."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from cartsim.datasets import STATUS, data_array, describe, variable
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER
from cartsim.simulate.ode.values import Solution
from cartsim.simulate.schedule import course_times, schedule

BLOCK = 250
"""Patients that the engine is given at a time: its own arrays do not grow with the number of patients."""
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
    """Courses (arm, patient, time, ...) of these patients in every arm, in float32, with how each solve
    ended.

    The latent truth: no noise, no limit of detection. A failed solve keeps its row, with a status and NaN
    from where it stopped; so does a patient whom the trial would not enrol, with the status "implausible".
    Bit-equal for any number of threads and any grouping of patients. `done` is told how many more solves are
    finished.
    """
    arms, size = scenario.trial.arms, patients.sizes["patient"]
    data: dict[str, np.ndarray] = {}
    for start in range(0, max(size, 1), BLOCK):
        block = patients.isel(patient=slice(start, start + BLOCK))
        for place, arm in enumerate(arms):
            found = _solved(scenario, arm, block, threads, done)
            _keep(found, data, place, start, (len(arms), size))
    if "plausible" in patients:
        data["status"][:, patients["plausible"].values == 0] = IMPLAUSIBLE
    arrays = {name: data_array(name, values, _dims(name, values.ndim)) for name, values in data.items()}
    coordinates = {
        "arm": [arm.name for arm in arms],
        "patient": patients["patient"].values,
        "time": course_times(scenario),
        "lesion": np.arange(MAX_LESIONS),
        "event": np.arange(v.EVENT_SLOTS),
    }
    if scenario.run.state_cube:
        coordinates["state"] = state_names()
    course = xr.Dataset(arrays, coords=coordinates, attrs=patients.attrs)
    return describe(course.merge(_covariates(patients, arrays)))


def _solved(
    scenario: Scenario, arm: Arm, block: xr.Dataset, threads: int | None, done: Callable[[int], None] | None
) -> dict[str, np.ndarray]:
    """What becomes of some patients in one arm, by name (patient, ...)."""
    plan = schedule(scenario, arm, block)
    asked, cube = problem(scenario, arm, block, plan), scenario.run.state_cube
    return _found(solve(asked, plan.plan, with_state=cube, threads=threads, done=done), plan.planned)


def _keep(
    found: dict[str, np.ndarray], data: dict[str, np.ndarray], place: int, start: int, people: tuple[int, int]
) -> None:
    """Write what was found into the arrays of all arms and patients, made in the type they are kept in."""
    for name, values in found.items():
        if name not in data:
            shape = (*people, *values.shape[1:])
            data[name] = np.empty(shape, variable(name, _dims(name, len(shape))).dtype)
        data[name][place, start : start + BLOCK] = values
    found.clear()  # so that the engine's own arrays are gone before it makes the next


def state_names() -> list[str]:
    """Names along `state`: body states, then `P.0` for state P of lesion group 0, and so on."""
    return [*k_.BODY_STATES, *(f"{name}.{k}" for k in range(MAX_LESIONS) for name in k_.LESION_STATES)]


def _found(solution: Solution, planned: np.ndarray) -> dict[str, np.ndarray]:
    """What the engine found of each patient, by name: observables, the whole state where it was asked for,
    log, counters, doses. Codes have no NaN: 0 after a failure, as the status says.
    """
    out = {name: solution.body[..., i] for i, name in enumerate(k_.BODY_OBSERVABLES)}
    out |= {name: solution.lesion[..., i] for i, name in enumerate(k_.LESION_OBSERVABLES)}
    for name in ("treated", "crs_grade"):
        out[name] = np.nan_to_num(out[name], nan=0.0)
    if solution.state.shape[1]:
        out["state_value"] = np.delete(solution.state, np.arange(N_BODY, N_BORDER), axis=-1)
    out |= {name: getattr(solution, name) for name in ("event_day", "event_kind", "event_amount", "status")}
    out |= {name: solution.counts[:, i] for name, i in COUNTERS.items()}
    return out | {"planned_dose": planned, "given_dose": solution.given[:, 0]}


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
