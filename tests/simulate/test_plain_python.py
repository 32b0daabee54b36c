"""The engine as plain Python. Run with `NUMBA_DISABLE_JIT=1` (`make coverage`) every line of the kernels is
counted; compiled, it checks the same course against the same facts.
"""

from __future__ import annotations

import numpy as np
import pytest

import cartsim
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

RULES = (
    "[{drug: drainage, dose: 500 mL, when: effusion_volume > 300 mL, every: 2 days, at_most: 2},"
    " {drug: tocilizumab, dose: 400 mg, when: crs_grade < 1, at_most: 1, delay: 12 hours},"
    " {drug: dexamethasone, dose: 10 mg/day, when: crs_grade <= 0, until: crs_grade >= 1, at_most: 2},"
    " {drug: withhold_dose, when: crs_grade >= 0, at_most: 1}]"
)
DOSES = (
    "[{day: 0, dose: 1e8 cells, route: intravenous}, {day: 0, dose: 1e7 cells, route: intracavitary, duration: 6 hours},"
    " {day: 1.5, dose: 1e8 cells, route: intravenous}, {day: 2, dose: 1e8 cells, route: intracavitary}]"
)


def test_one_course_with_everything_in_it(trial):
    scenario = trial("run.patients=1", f"trial.arms=[{{name: all, doses: {DOSES}}}]", f"trial.rescue={RULES}")
    arm, patients = scenario.trial.arms[0], cartsim.draw(scenario)
    plan = schedule(scenario, arm, patients)
    times = np.array([-5.0, -2.0, 0.0, 0.0, 0.25, 1.0, 1.5, 3.0, 4.0])
    result = solve(
        problem(scenario, arm, patients, plan), plan.plan._replace(times=times, rtol=1e-4), with_state=True
    )
    assert result.status[0] == v.OK
    assert np.isfinite(result.body).all()
    log = [(float(d), int(k)) for d, k in zip(result.event_day[0], result.event_kind[0], strict=True) if k]
    assert log == [
        (-5.0, v.EVENT_LYMPHODEPLETION), (-4.0, v.EVENT_LYMPHODEPLETION), (-3.0, v.EVENT_LYMPHODEPLETION),
        (0.0, v.EVENT_DOSE), (0.0, v.EVENT_DOSE), (0.0, v.EVENT_DRAIN), (0.0, v.EVENT_DEXAMETHASONE), (0.5, v.EVENT_TOCILIZUMAB),
        (1.0, v.EVENT_DEXAMETHASONE), (1.5, v.EVENT_WITHHELD), (2.0, v.EVENT_DOSE), (2.0, v.EVENT_DRAIN),
    ]  # fmt: skip
    assert result.given[0, 0] == pytest.approx(2.1e8)
