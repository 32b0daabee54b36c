"""The exchange itself: a body coupled to a nodule of equations follows the equations of the whole patient."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import cartsim
from cartsim.model import kernel as k_
from cartsim.scenario import loads
from cartsim.simulate.arms import parameters_of_arm, problem
from cartsim.simulate.coupled.body import Body
from cartsim.simulate.coupled.hours import days_of_exchange, live_together
from cartsim.simulate.coupled.whole import KINDS, WholeCells
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.schedule import schedule
from tests.simulate.conftest import TEXT
from tests.simulate.coupled.smooth_nodule import SmoothNodule

HOUR = 1 / 24
UNTIL = 4.0
NAMES = [*k_.BODY_STATES, *k_.TOTALS]


@cache
def distances(arm: int, lesion: int, step: float) -> dict[str, float]:
    """Greatest distance from the equations alone by state, relative (of 1e3 cells at the least), from day 1 on."""
    scenario = loads(TEXT, "engine.yaml", ["run.tolerance=1e-8"])
    asked, who = scenario.trial.arms[arm], cartsim.draw(scenario, [0])
    rows = schedule(scenario, asked, who)
    whole = problem(scenario, asked, who, rows)
    exact = solve(whole, rows.plan, with_state=True, threads=1).state[0]
    known = {symbol: float(values[0]) for symbol, values in parameters_of_arm(scenario, asked, who).items()}
    n, cavity = whole.q[0, lesion, :2]
    cells = float(who["lesion_tumour_cells"][0, lesion]) / n
    body = Body(whole, rows.plan, lesion, WholeCells(n, np.full(KINDS, 0.5)))
    guest = SmoothNodule(known, n, cavity, cells, known["frac_n"])
    seen: dict[float, np.ndarray] = {}
    days = days_of_exchange(rows.plan.start, UNTIL, rows.plan.times, step)
    assert live_together(body, guest, days, lambda day, nodule: seen.update({day: body.whole_state(nodule)}))
    read = [place for place, day in enumerate(rows.plan.times) if day in seen and day >= 1]
    found = np.array([seen[day] for day in rows.plan.times[read]])
    far = np.abs(found - exact[read][:, : found.shape[1]]) / (np.abs(exact[read][:, : found.shape[1]]) + 1e3)
    group = far[:, N_BORDER + N_LESION * lesion :][:, :N_LESION]
    by_name = dict(zip(NAMES, far.max(axis=0), strict=False))
    return {name: by_name[name] for name in k_.BODY_STATES} | dict(
        zip(k_.LESION_STATES, group.max(axis=0), strict=True)
    )


CASES = [(0, 0), (0, 3), (1, 0), (1, 1)]
"""Route and lesion: blood to carcinomatosis and to a lesion elsewhere; fluid to carcinomatosis and a target."""


@pytest.mark.parametrize(("arm", "lesion"), CASES)
def test_an_hour_is_short_enough(arm, lesion):
    """Half a percent of the lesion's cells, a percent of its PD-L1, less of the body."""
    far = distances(arm, lesion, HOUR)
    assert max(far[name] for name in k_.BODY_STATES) < 2e-3
    assert max(far[name] for name in ("M", "E", "X", "P", "N")) < 5e-3
    assert far["L"] < 1.2e-2


@pytest.mark.parametrize(("arm", "lesion"), CASES)
def test_half_the_hour_is_at_least_half_the_distance(arm, lesion):
    one, half = distances(arm, lesion, HOUR), distances(arm, lesion, HOUR / 2)
    worst = max(("M", "E", "X", "P", "N", "L"), key=lambda name: one[name])
    assert one[worst] > 1e-4
    assert half[worst] < 0.6 * one[worst]


def test_fitness_counts_the_nodules_t_cells():
    assert distances(1, 0, HOUR)["W_c"] < 1e-6


def test_days_of_exchange_meet_the_readings_and_are_an_hour_apart_at_most():
    days = days_of_exchange(-5.0, 2.0, [-5.0, 0.0, 1 / 24, 0.1, 1 / 3, 2.0, 9.0])
    assert (days[0], days[-1]) == (-5.0, 2.0)
    assert {0.0, 1 / 24, 0.1, 1 / 3} <= set(days.tolist())
    gaps = np.diff(days)
    assert gaps.max() <= HOUR + 1e-12
    assert gaps.min() > 1e-3
