"""The equations go on with a lesion as its cells did."""

from __future__ import annotations

import numpy as np
import pytest

import cartsim
from cartsim.model import kernel as k_
from cartsim.scenario import loads
from cartsim.simulate.arms import parameters_of_arm, problem
from cartsim.simulate.coupled.body import Body
from cartsim.simulate.coupled.course import handed_back
from cartsim.simulate.coupled.hand_back import Look, kills_per_effector, last_of, search_term, share_holding
from cartsim.simulate.coupled.hours import days_of_exchange, live_together
from cartsim.simulate.coupled.whole import KINDS, WholeCells
from cartsim.simulate.ode.paused import Paused
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.schedule import schedule
from tests.simulate.conftest import TEXT
from tests.simulate.coupled.smooth_nodule import SmoothNodule

IC, ONE = 1, 1
"""Arm, and a lesion of one nodule in the cavity."""
K_SF1 = k_.PARAMETERS.index("k_sf1")
CELLS = 2e4


def begun():
    """A patient whose lesion is small beside k_sf1: problem, schedule, parameters."""
    scenario = loads(TEXT, "engine.yaml", ["run.tolerance=1e-8"])
    asked, who = scenario.trial.arms[IC], cartsim.draw(scenario, [0]).copy(deep=True)
    who["lesion_tumour_cells"].values[0, ONE] = CELLS
    rows = schedule(scenario, asked, who)
    known = {symbol: float(values[0]) for symbol, values in parameters_of_arm(scenario, asked, who).items()}
    return problem(scenario, asked, who, rows), rows.plan, known


def together(search: float | None = None):
    """The patient with that lesion as a smooth nodule for two days, whose T cells search with this term."""
    whole, plan, known = begun()
    n, cavity = whole.q[0, ONE, :2]
    own = known if search is None else known | {"k_sf1": search}
    body = Body(whole, plan, ONE, WholeCells(n, np.full(KINDS, 0.5)))
    guest = SmoothNodule(own, n, cavity, CELLS / n, known["frac_n"])
    assert live_together(body, guest, days_of_exchange(plan.start, 2.0, plan.times), lambda *_: None)
    return body, known


def test_a_nodule_that_searches_by_the_law_comes_back_as_the_law_has_it():
    body, known = together()
    assert body.search == pytest.approx(known["k_sf1"], rel=0.02)


def test_a_nodule_that_finds_faster_does_so_under_the_equations_too():
    body, known = together(search=2e3)
    assert known["k_sf1"] > 2e4
    assert body.search == pytest.approx(2e3, rel=0.05)
    found = handed_back(body)
    assert found.engaged == pytest.approx(found.holding, rel=0.3)
    assert found.engaged > 1.5 * found.engaged_as_listed
    assert (found.search, found.search_as_listed) == (body.search, known["k_sf1"])
    assert found.kills_after > 0


@pytest.mark.parametrize("lesion", [ONE, 3])
def test_a_search_term_of_one_lesion_is_that_of_a_patient_who_has_it_in_all(lesion):
    """For that lesion; the others keep their own."""
    whole, plan, _ = begun()
    other = whole._replace(p=whole.p.copy())
    other.p[0, K_SF1] = 10.0
    courses = [Paused(asked, plan) for asked in (whole, whole, other)]
    for course in courses:
        course.go_on(1.0)
        course.state[:] = courses[0].state
        course.state[N_BORDER:].reshape(-1, N_LESION)[:, :3] = 1e4
    courses[1].take_for(lesion, "k_sf1", 10.0)
    for course in courses:
        course.go_on(1.2)
    listed, one, every = (course.state[N_BORDER:].reshape(-1, N_LESION) for course in courses)
    rows = [k_.LESION_STATES.index(name) for name in "PND"]
    elsewhere = [k for k in range(len(one)) if k != lesion]
    np.testing.assert_allclose(one[lesion, rows], every[lesion, rows], rtol=1e-4)
    np.testing.assert_allclose(one[elsewhere][:, rows], listed[elsewhere][:, rows], rtol=1e-4)
    if lesion == ONE:
        assert one[lesion, rows[2]] > 1.2 * listed[lesion, rows[2]]
    for course in courses:
        course.go_on()
        assert course.status == 0


def test_the_search_term_stays_between_nothing_and_the_parameter():
    one = Look(day=1.0, able=10.0, holding=4.0, t_cells=12.0, effectors=9.0, within=100.0, killed=3.0)
    assert search_term([one], 1e5) == pytest.approx(100 / 0.4 - 112)
    assert search_term([one._replace(holding=10.0)], 1e5) == 0
    assert search_term([one._replace(holding=0.0)], 1e5) == 1e5
    assert search_term([one._replace(within=0.0, holding=0.0)], 1e5) == 1e5
    assert search_term([one._replace(able=0.0, holding=0.0)], 1e5) == 1e5


def test_contacts_and_kills_are_those_of_the_last_day():
    looks = [Look(day, 10.0, 5.0 * (day > 1), 10.0, 8.0, 100.0, 40 * day) for day in np.arange(0, 2.25, 0.25)]
    last = last_of(looks)
    assert [look.day for look in last] == [1, 1.25, 1.5, 1.75, 2]
    assert share_holding(last) == pytest.approx(0.4)
    assert kills_per_effector(last) == pytest.approx(5.0)
    assert np.isnan(share_holding([last[0]._replace(able=0.0)]))
    assert np.isnan(share_holding([last[0]._replace(within=0.0)]))
    assert np.isnan(kills_per_effector([look._replace(effectors=0.0) for look in last]))
