"""Work that a course takes: counters, the same on every machine to a few steps, that a change must not raise."""

from __future__ import annotations

import numpy as np
import pytest

import cartsim
from benchmarks.roofline import operations, step_operations
from cartsim.model import kernel as k_
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import rodas4, rodas5p
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

ALLOWED = 1.03
STEPS = {("IV", 1e-4): 127.3, ("IC", 1e-4): 123.1, ("IV", 1e-6): 217.5, ("IC", 1e-6): 210.3}
"""Steps and rejections a patient, by arm and tolerance, of the year below."""
OPERATIONS = {rodas5p: 55_372, rodas4: 42_020}
"""Arithmetic operations of a step with four lesion groups."""


@pytest.mark.parametrize(("arm", "tolerance"), STEPS)
def test_a_year_takes_no_more_steps_than_it_did(trial, arm, tolerance):
    scenario = trial("run.patients=24", "run.horizon=372 days", f"run.tolerance={tolerance}")
    patients = cartsim.draw(scenario)
    chosen = next(one for one in scenario.trial.arms if one.name == arm)
    asked = schedule(scenario, chosen, patients)
    found = solve(problem(scenario, chosen, patients, asked), asked.plan)
    steps, rejections = found.counts[:, v.STEPS].mean(), found.counts[:, v.REJECTIONS].mean()
    assert steps + rejections <= ALLOWED * STEPS[arm, tolerance]
    assert rejections <= 0.1 * steps
    assert (found.counts[:, v.JACOBIANS] == found.counts[:, [v.STEPS, v.REJECTIONS]].sum(axis=1)).all()


@pytest.mark.parametrize("method", OPERATIONS)
def test_a_step_takes_no_more_arithmetic_than_it_did(method):
    assert sum(step_operations(method).values()) <= ALLOWED * OPERATIONS[method]
    assert operations(k_.observe_) < operations(k_.rhs_)


def test_looking_every_day_takes_few_steps_more(trial):
    """Rules that act cost their own restarts, and those that do not cost none."""
    never = "trial.rescue=[{drug: tocilizumab, dose: 8 mg/kg, when: effusion_volume > 1e9 mL}]"
    counts = []
    for sets in ((), (never,)):
        scenario = trial("run.patients=16", *sets)
        patients = cartsim.draw(scenario)
        asked = schedule(scenario, scenario.trial.arms[0], patients)
        counts.append(solve(problem(scenario, scenario.trial.arms[0], patients, asked), asked.plan).counts)
    np.testing.assert_array_equal(counts[0][:, v.STEPS], counts[1][:, v.STEPS])
