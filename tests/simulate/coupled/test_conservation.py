"""Cells and IFN-gamma are conserved across the interface."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.model import kernel as k_
from cartsim.simulate.agents.cells import EFFECTOR, EXHAUSTED, MEMORY
from cartsim.simulate.agents.loop import fields_at_rest
from cartsim.simulate.agents.signals import GAIN
from cartsim.simulate.coupled.body import Body
from cartsim.simulate.coupled.guest import Arrivals, Gone, Seen
from cartsim.simulate.coupled.hours import days_of_exchange, live_together
from cartsim.simulate.coupled.whole import WholeCells
from cartsim.simulate.ode.actions import CAR_T
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from tests.simulate.coupled.conftest import BUSY, CAVITY, ELSEWHERE, IMMORTAL, pair, patient, scenario

IV, IC = 0, 1
DOSE = {IV: 3e6, IC: 3e5}


def t_cells(body: Body) -> float:
    """Of the patient: every pool of the equations, and what rounding to whole cells owes to the nodules."""
    state = body.course.state
    groups = state[N_BORDER:].reshape(-1, N_LESION)[:, :3]
    return float(state[CAR_T].sum() + groups.sum() + body.whole.owed.sum())


@pytest.mark.parametrize("nodules", [1, 5])
@pytest.mark.parametrize(("arm", "lesion"), [(IV, ELSEWHERE), (IV, CAVITY), (IC, CAVITY)])
def test_no_t_cell_is_lost_or_made_on_the_way_in_or_out(arm, lesion, nodules):
    asked = scenario(lesion, "agents.duration=3 days")
    both = pair(asked, patient(asked, nodules, 60.0, **IMMORTAL, **BUSY), arm)
    body, guest = both.body, both.guest
    body.course.plan = body.course.plan._replace(extinct_below=-np.inf)
    totals, inside = [], []

    def watch(day, seen):
        if day > 0:
            totals.append(t_cells(body) + nodules * (seen.M + seen.E + seen.X))
            inside.append(seen.M + seen.E + seen.X)

    assert live_together(body, guest, days_of_exchange(0.0, 3.0, body.course.plan.times), watch)
    np.testing.assert_allclose(totals, DOSE[arm], rtol=0, atol=1e-6)
    assert t_cells(body) == pytest.approx(DOSE[arm], abs=1e-6)
    counts = guest.nodule.counts
    assert counts["entered"] > 20
    assert counts["left_to_blood"] > 0
    assert (counts["left_to_fluid"] > 0) == (lesion == CAVITY)
    assert counts["t_born"] == counts["t_died"] == 0
    assert counts["entered"] - counts["left_to_blood"] - counts["left_to_fluid"] == inside[-1]


@pytest.mark.parametrize(("arm", "lesion"), [(IV, ELSEWHERE), (IC, CAVITY)])
def test_t_cells_change_in_number_by_counted_births_and_deaths_alone(arm, lesion):
    """In the nodule; in the equations none is born and none dies."""
    asked = scenario(lesion)
    both = pair(asked, patient(asked, 1, 60.0, **IMMORTAL, **BUSY), arm)
    body, guest = both.body, both.guest
    body.course.plan = body.course.plan._replace(extinct_below=-np.inf)
    rules = guest.rules
    guest.rules = rules.__class__(
        rules.values._replace(d_e=3.0, mu_e=20.0), rules.entry, rules.sheds, 0.0, 1.0, rules.books
    )

    def watch(day, seen):
        if day > 0:
            changed = guest.nodule.counts["t_born"] - guest.nodule.counts["t_died"]
            total = t_cells(body) + seen.M + seen.E + seen.X
            assert total == pytest.approx(DOSE[arm] + changed, abs=1e-6)

    assert live_together(body, guest, days_of_exchange(0.0, 1.0, []), watch)
    assert guest.nodule.counts["t_born"] > 5
    assert guest.nodule.counts["t_died"] > 5


@pytest.mark.parametrize(("lesion", "nodules"), [(CAVITY, 1), (CAVITY, 5), (ELSEWHERE, 1)])
def test_every_pg_that_a_nodule_makes_goes_where_the_laws_send_a_lesions(lesion, nodules):
    asked = scenario(lesion)
    both = pair(asked, patient(asked, nodules, 60.0), IC)
    body = both.body
    body.course.go_on(1.0)
    state, p = body.course.state, body.p
    g_c, g_b = (k_.BODY_STATES.index(name) for name in ("G_c", "G_b"))
    before = state.copy()
    body.give(Gone(ifng=123.0), 0.5)
    made, cavity = 0.5 * nodules * 123.0, lesion == CAVITY
    volume = max(state[k_.BODY_STATES.index("V_c")], p["v_floor"])
    to_fluid = (state[g_c] - before[g_c]) * volume
    to_blood = (state[g_b] - before[g_b]) * p["v_b"]
    assert to_fluid == pytest.approx(p["g_cavity"] * made if cavity else 0.0, rel=1e-9)
    assert to_blood == pytest.approx((p["f_gb"] if cavity else p["f_gs"]) * made, rel=1e-9)
    changed = np.flatnonzero(state != before)
    assert set(changed) <= {g_c, g_b}


def test_all_that_the_cells_secrete_is_given_once():
    """What the books hand out is the secretion law over the steps, and all of it reaches the body."""
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 5, 200.0, a_serosa=1e-3), IC)
    body, guest, made, given = both.body, both.guest, [], []
    become, give = type(guest.rules).become, body.give

    def seen_becoming(rules, nodule, setting, signals, minutes):
        made.append(rules.books.rate * minutes / 1440)
        become(rules, nodule, setting, signals, minutes)

    def seen_giving(gone, part):
        given.append(part * gone.ifng)
        give(gone, part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(guest.rules), "become", seen_becoming)
        patch.setattr(body, "give", seen_giving)
        live_together(body, guest, days_of_exchange(0.0, 0.5, []), lambda *_: None)
    assert sum(made) > 0
    assert sum(given) == pytest.approx(sum(made), rel=1e-12)


def test_the_rate_in_the_books_is_that_of_the_law():
    """Effectors that hold a cell make s_g times its gain."""
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 1, 200.0, a_serosa=0.1), IC)
    body, guest = both.body, both.guest
    live_together(body, guest, days_of_exchange(0.0, 1 / 12, []), lambda *_: None)
    rules, nodule = guest.rules, guest.nodule
    signals = rules.sense(nodule, guest.setting)
    partner, kind = nodule.cells["partner"], nodule.cells["kind"]
    holding = np.flatnonzero((partner >= 0) & (kind == EFFECTOR))
    assert holding.size > 3
    fields_at_rest(nodule, guest.setting, signals)
    assert rules.books.rate == pytest.approx(rules.values.s_g * signals[GAIN, partner[holding]].sum(), rel=1e-9)


def test_lymphodepletion_thins_the_nodules_t_cells_as_it_does_the_bodys():
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 1, 200.0, a_serosa=1e-3), IC)
    live_together(both.body, both.guest, days_of_exchange(0.0, 0.25, []), lambda *_: None)
    cells = both.guest.nodule.cells
    before, died = int(cells.is_t_cell.sum()), both.guest.nodule.counts["t_died"]
    tumour = cells.n - before
    both.guest.spare(0.25)
    after = int(cells.is_t_cell.sum())
    assert after == before - (both.guest.nodule.counts["t_died"] - died)
    assert abs(after - before / 4) < 4 * np.sqrt(before * 3 / 16)
    assert cells.n - after == tumour


def test_the_share_that_lymphodepletion_spares_is_that_of_its_rows():
    chemotherapy = "{fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}"
    asked = scenario(CAVITY, f"trial.lymphodepletion={chemotherapy}")
    both = pair(asked, patient(asked), IC)
    body = both.body
    left = [body.go_on(day, Gone()) for day in (-4.5, -4.0, -3.5, -2.5)]
    assert body.course.plan.start == -5
    once = body.course.problem.h0[0] ** (1 / 3)
    assert left == pytest.approx([once, once, 1.0, once])


def test_whole_cells_cross_and_the_books_keep_the_rest():
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 5), IC)
    body = both.body
    body.whole = WholeCells(5, np.array([0.0, 0.5, 0.0]))
    body.course.go_on(0.5)
    body.influx = np.array([[1.0, 3.0], [0.0, 2.0]])
    body.group()[:3] = 12.75, 4.5, 0.25
    arrivals = body.take()
    assert arrivals[:3] == (2, 1, 0)
    assert (arrivals.M_by_blood, arrivals.E_by_blood) == (0.25, 0.0)
    np.testing.assert_allclose(body.whole.owed, (2.75, -0.5, 0.25))
    body.group()[:3] = 2.5, 0.5, 0.0
    assert body.take()[:3] == (1, 0, 0)
    np.testing.assert_allclose(body.whole.owed, (0.25, 0.0, 0.25), atol=1e-12)
    assert not body.group()[:3].any()


def test_few_t_cells_come_into_many_nodules_in_time_and_none_waits():
    """Ten cells an hour into 105 nodules: every seed lets one in at another hour, so that as a mean over seeds
    each nodule has a tenth of a cell after the first hour already; and never is one cell per nodule missing.
    """
    nodules, hours, seeds = 105.0, 24, 2000
    came = np.array([10.0, 3.0, 0.2])
    gone_in = np.zeros((seeds, hours, 3))
    for seed in range(seeds):
        cells = WholeCells.of_run(nodules, seed, 0)
        for hour in range(hours):
            gone_in[seed, hour] = cells.of(came)
            assert (np.abs(cells.owed) < nodules).all()
    inside, due = gone_in.cumsum(axis=1).mean(axis=0), came / nodules * np.arange(1, hours + 1)[:, None]
    error = np.sqrt(np.maximum(due % 1 * (1 - due % 1), 1e-4) / seeds)
    assert (np.abs(inside - due) < 5 * error).all()


def test_what_rounding_owes_is_no_living_cell():
    """Nothing of it is read, counts among the T cells of the region, or comes back with the lesion."""
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 5), IC)
    body, seen = both.body, Seen(2, 3, 1, 100, 10, 0, 1e4)
    body.course.go_on(0.5)
    body.whole, body.influx = WholeCells(5, np.zeros(3)), np.ones((2, 2))
    body.group()[:3] = 4.5, 3.25, 0.5
    assert body.take()[:3] == (0, 0, 0)
    np.testing.assert_allclose(body.whole_state(seen)[body.first : body.first + 3], (10, 15, 5))
    body.take_back(seen)
    np.testing.assert_allclose(body.group()[:3], (10, 15, 5))


def test_t_cells_of_the_fluid_land_on_the_surface_and_those_of_the_blood_in_the_vessels():
    asked = scenario(CAVITY)
    both = pair(asked, patient(asked, 1, 400.0), IC)
    guest = both.guest
    cells = guest.nodule.cells
    reach = np.sqrt((np.array([cells[axis] for axis in "xyz"]) ** 2).sum(axis=0)).max()
    for share, inside in ((0.0, False), (1.0, True)):
        first = cells.n
        guest.admit(Arrivals(20, 30, 2, share, share))
        where = np.sqrt(sum(cells[axis][first:] ** 2 for axis in "xyz"))
        assert ((where < reach + 1) == inside).mean() > 0.9
        assert [int((cells["kind"][first:] == kind).sum()) for kind in (MEMORY, EFFECTOR, EXHAUSTED)] == [20, 30, 2]
