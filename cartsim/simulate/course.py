"""The verb `simulate`: every arm of every patient, as one Dataset."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from cartsim.datasets import STATUS, data_array, describe
from cartsim.model import kernel as k_
from cartsim.model.state import MAX_LESIONS
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BODY, N_BORDER
from cartsim.simulate.ode.values import Solution
from cartsim.simulate.schedule import course_times, schedule

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
    arms = scenario.trial.arms
    schedules = [schedule(scenario, arm, patients) for arm in arms]
    solutions = [
        solve(
            problem(scenario, arm, patients, plan),
            plan.plan,
            with_state=scenario.run.state_cube,
            threads=threads,
            done=done,
        )
        for arm, plan in zip(arms, schedules, strict=True)
    ]
    data = {**_readings(solutions), **_log(solutions)}
    if "plausible" in patients:
        data["status"] = np.where(patients["plausible"].values == 0, IMPLAUSIBLE, data["status"])
    data["planned_dose"] = np.array([plan.planned for plan in schedules])
    data["given_dose"] = np.array([solution.given[:, 0] for solution in solutions])
    arrays = {name: data_array(name, values, _dims(name, values)) for name, values in data.items()}
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


def state_names() -> list[str]:
    """Names along `state`: body states, then `P.0` for state P of lesion group 0, and so on."""
    return [*k_.BODY_STATES, *(f"{name}.{k}" for k in range(MAX_LESIONS) for name in k_.LESION_STATES)]


def _readings(solutions: list[Solution]) -> dict[str, np.ndarray]:
    """Observables, and the whole state where it was asked for. Codes have no NaN: 0 after a failure, as the
    status says.
    """
    body = np.stack([solution.body for solution in solutions])
    lesion = np.stack([solution.lesion for solution in solutions])
    out = {name: body[..., i] for i, name in enumerate(k_.BODY_OBSERVABLES)}
    out |= {name: lesion[..., i] for i, name in enumerate(k_.LESION_OBSERVABLES)}
    for name in ("treated", "crs_grade"):
        out[name] = np.nan_to_num(out[name], nan=0.0)
    state = np.stack([solution.state for solution in solutions])
    if state.shape[2]:
        out["state_value"] = np.delete(state, np.arange(N_BODY, N_BORDER), axis=-1)
    return out


def _log(solutions: list[Solution]) -> dict[str, np.ndarray]:
    out = {
        name: np.stack([getattr(s, name) for s in solutions])
        for name in ("event_day", "event_kind", "event_amount", "status")
    }
    return out | {name: np.stack([s.counts[:, i] for s in solutions]) for name, i in COUNTERS.items()}


def _dims(name: str, values: np.ndarray) -> tuple[str, ...]:
    if name in k_.LESION_OBSERVABLES:
        return (*READINGS, "lesion")
    if name == "state_value":
        return (*READINGS, "state")
    if name.startswith("event_") and name != "event_overflow":
        return ("arm", "patient", "event")
    return READINGS if values.ndim == len(READINGS) else READINGS[:2]


def _covariates(patients: xr.Dataset, taken: dict[str, xr.DataArray]) -> xr.Dataset:
    """What a clinic knows of a patient travels with the course; parameters do not."""
    wanted = [
        name for name in patients.data_vars if name not in taken and "parameter" not in patients[name].dims
    ]
    return patients[wanted]
