"""A course that waits every hour and is left as it is is the same course."""

from __future__ import annotations

import numpy as np
import pytest

import cartsim
from cartsim.model import kernel as k_
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.paused import Paused
from cartsim.simulate.schedule import schedule

ARM = (
    "trial.arms=[{name: A, doses: [{day: 0, dose: 3e8 cells, route: intravenous, duration: 90 min}, "
    "{day: 2.02, dose: 1e8 cells, route: intracavitary, duration: 150 min}, "
    "{day: 7, dose: 1e8 cells, route: intravenous}]}]"
)
RULES = (
    "trial.rescue=[{drug: tocilizumab, dose: 8 mg/kg, when: crs_grade >= 1, delay: 30 h, at_most: 3}, "
    "{drug: drainage, dose: 500 mL, when: effusion_volume > 800 mL, at_most: 4}, "
    "{drug: withhold_dose, when: crs_grade >= 1}]"
)
W_C = k_.BODY_STATES.index("W_c")
START, END = -5, 80


def one(trial, patient: int, *sets: str):
    """Problem and plan of one patient."""
    scenario = trial("run.tolerance=1e-8", ARM, *sets)
    who = cartsim.draw(scenario, [patient])
    asked = schedule(scenario, scenario.trial.arms[0], who)
    return problem(scenario, scenario.trial.arms[0], who, asked), asked.plan


@pytest.mark.parametrize("patient", [0, 2, 5])
def test_waiting_every_hour_moves_no_reading_and_no_event(trial, patient):
    asked, plan = one(trial, patient, RULES)
    whole, paused = solve(asked, plan, with_state=True, threads=1), Paused(asked, plan)
    for hour in range(1, (END - START) * 24 + 1):
        assert paused.go_on(START + hour / 24)
    assert paused.waiting
    assert not paused.go_on()
    found = paused.result
    assert paused.status == v.OK
    np.testing.assert_allclose(found.body, whole.body, rtol=2e-5, atol=1e-4)
    np.testing.assert_array_equal(found.codes, whole.codes)
    np.testing.assert_allclose(found.lesion, whole.lesion, rtol=2e-5, atol=1e-2)
    np.testing.assert_array_equal(found.event_kind, whole.event_kind)
    np.testing.assert_allclose(found.event_day, whole.event_day, rtol=1e-6)
    np.testing.assert_array_equal(found.given, whole.given)
    assert {v.EVENT_DOSE, v.EVENT_TOCILIZUMAB, v.EVENT_DRAIN} <= set(whole.event_kind[0].tolist()) or patient


def test_a_course_goes_on_from_what_its_state_was_set_to(trial):
    asked, plan = one(trial, 0)
    paused = Paused(asked, plan)
    paused.go_on(1.0)
    cells = paused.state[0]
    paused.state[0] = 2 * cells
    paused.go_on()
    assert paused.result.body[0, 0, plan.times == 1.0] > 1.2 * solve(asked, plan).body[0, 0, plan.times == 1.0]


def test_a_course_is_asked_for_days_that_lie_ahead(trial):
    asked, plan = one(trial, 0)
    paused = Paused(asked, plan)
    with pytest.raises(ValueError, match="until: needs a day after -5; got -5"):
        paused.go_on(-5.0)
    paused.go_on()
    with pytest.raises(ValueError, match="the course is over, with status 0"):
        paused.go_on()


def test_a_failed_course_says_so(trial):
    asked, plan = one(trial, 0)
    paused = Paused(asked, plan._replace(max_steps=40))
    reached = [paused.go_on(START + hour / 24) for hour in range(1, 60) if not paused.failed]
    assert reached[-1] is False
    assert paused.status == v.WORK_LIMIT
    assert np.isnan(paused.result.body[0, :, -1]).all()


def test_lodgers_are_of_the_regional_pool(trial):
    """Fresh cells come into a pool of as many lodgers: they are half of it."""
    dose = "trial.arms=[{name: A, dose: 1e8 cells, route: intracavitary}]"
    asked, plan = one(trial, 0, dose)
    fitness = {}
    for lodgers in (0.0, 1e8):
        paused = Paused(asked, plan)
        paused.go_on(-1.0)
        paused.state[W_C] = 0.5
        paused.lodge(lodgers)
        paused.go_on(0.0)
        fitness[lodgers] = paused.state[W_C]
    old = 0.5 * np.exp(-1 / asked.p[0, k_.PARAMETERS.index("tau_fit")])
    assert fitness[0.0] == 1.0
    assert fitness[1e8] == pytest.approx((old + 1) / 2, rel=1e-5)
