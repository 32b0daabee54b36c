"""Single cells breathe, starve, divide, are cleared and leave as often as their hazards say."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from cartsim.scenario import loads
from cartsim.simulate.agents import events as ev
from cartsim.simulate.agents import fates as f_
from cartsim.simulate.agents import signals as s_
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    EFFECTOR,
    EXHAUSTED,
    MEMORY,
    NECROTIC,
    NOBODY,
    TUMOUR,
)
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.crew import ALONE
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Nodule, places_of
from cartsim.simulate.agents.prepare import prepare
from cartsim.simulate.agents.start import full_volume
from cartsim.simulate.agents.tissue import LURE, OXYGEN
from cartsim.simulate.agents.tumour_cells import TUMOUR_FATES, breathing, tumour_hazards
from tests.simulate.agents.by_hand import (
    MANY,
    NEVER,
    assert_as_likely,
    biology_step,
    cells_of,
    now,
    sensed,
    shares,
    values,
)
from tests.simulate.nodules.conftest import SMALL

LIMITS = {"o2_necrosis": 5.0, "o2_growth": 15.0}


@pytest.mark.parametrize(
    ("oxygen", "share"),
    [(-1, 0), (0, 0), (4.999, 0), (5, 0), (7.5, 0.25), (10, 0.5), (14, 0.9), (15, 1), (60, 1)],
)
def test_growth_needs_oxygen_and_is_full_from_its_limit_on(oxygen, share):
    v = values(**LIMITS)
    assert breathing(oxygen, v) == pytest.approx(share, abs=1e-12)
    assert tumour_hazards(1e5, oxygen, 0.0, v, now(v, 6.0))[0] == pytest.approx(share * v.k_g, abs=1e-12)


@pytest.mark.parametrize(("oxygen", "starves"), [(0.0, 1), (4.999, 1), (5.0, 0), (10.0, 0), (60.0, 0)])
def test_cells_starve_below_the_limit_of_necrosis_only(oxygen, starves):
    v = values(necrosis_rate=4.0, **LIMITS)
    hazards = dict(zip(TUMOUR_FATES, tumour_hazards(1e5, oxygen, 0.7, v, now(v, 6.0)), strict=True))
    assert hazards[ev.STARVE] == 4.0 * starves
    assert hazards[ev.LOSE_ANTIGEN] == v.k_loss
    assert hazards[ev.FALL] == 0.7


def test_a_cell_without_the_antigen_cannot_lose_it():
    v = values()
    for her2, hazard in ((v.her2_n, 0.0), (v.her2_n / 2, 0.0), (v.her2_n * 1.01, v.k_loss)):
        assert tumour_hazards(her2, 40.0, 0.0, v, now(v, 6.0))[TUMOUR_FATES.index(ev.LOSE_ANTIGEN)] == hazard


@pytest.mark.parametrize("oxygen", [2.0, 4.99, 5.0, 10.0, 15.0, 40.0])
def test_tumour_cells_divide_starve_and_lose_antigen_as_often_as_their_hazards_say(oxygen):
    v, minutes = values(k_g=0.5, k_loss=0.2, necrosis_rate=4.0, **LIMITS), 360.0
    cells = cells_of([TUMOUR] * MANY)
    cells["clock"][:] = 50.0
    fates = biology_step(cells, v, minutes, oxygen)
    grows = {2.0: 0.0, 4.99: 0.0, 5.0: 0.0, 10.0: 0.25}.get(oxygen, 0.5)
    expected = shares({"divide": grows, "lose": 0.2, "starve": 4.0 if oxygen < 5.0 else 0.0}, 0.25, "divide")
    starved, lost = cells["kind"] == NECROTIC, cells["her2"] == v.her2_n
    assert_as_likely((fates == ev.DIVIDE).sum(), MANY, expected["divide"])
    assert_as_likely(lost.sum(), MANY, expected["lose"])
    assert_as_likely(starved.sum(), MANY, expected["starve"])
    assert set(np.unique(fates)) <= {ev.STAY, ev.DIVIDE}
    assert set(cells["kind"]) <= {TUMOUR, NECROTIC}
    assert (cells["clock"][starved] == 0.0).all()
    assert (cells["clock"][~starved] == 50.0 + minutes).all()


def test_in_a_nodule_without_oxygen_cells_starve_and_in_one_with_it_they_divide():
    """Through the rules, which read the field where each cell lies: the half at x < 0 has none."""
    scenario = loads(SMALL.replace("radius: 50", "radius: 90").replace("260", "340"), "small.yaml")
    nodule, setting = prepare(scenario, scenario.trial.arms[0], 0)
    v, days = setting.rules.values._replace(k_g=0.3, t_ref=1e4, t_max=1e9), 0.5
    grid, rules = setting.grids[OXYGEN], replace(setting.rules, values=v)
    has = np.broadcast_to(grid.centres()[0] > 0, grid.shape)
    nodule.fields = {"oxygen": 40.0 * has, "ifng": np.zeros(grid.shape), "lure": np.ones(grid.shape)}
    x, n = nodule.cells["x"].copy(), nodule.cells.n
    rules.become(nodule, setting, rules.sense(nodule, setting), days * ev.DAY)
    kind, volume = nodule.cells["kind"][:n], nodule.cells["volume"][:n]
    halved = volume < 0.6 * full_volume(v.tumour_cell_radius)
    without, rich = x < -grid.spacing, x > grid.spacing
    hazards = {"starve": v.necrosis_rate, "lose": v.k_loss}
    assert_as_likely((kind[without] == NECROTIC).sum(), without.sum(), shares(hazards, days)["starve"])
    assert not (kind[rich] == NECROTIC).any()
    assert halved[rich].any()
    assert not halved[without].any()
    assert nodule.counts["starved"] == (kind == NECROTIC).sum()
    assert nodule.cells.n == n + nodule.counts["born"]


def test_killed_cells_vanish_when_their_time_is_over():
    v = values(k_clear=1e6, regrow=0.005)
    cells = cells_of([APOPTOTIC] * 3)
    cells["span"][:], cells["clock"][:] = [516.0, 30.0, 33.0], [0.0, 0.0, 6.0]
    gone = np.zeros(3)
    for turn in range(1, 100):
        fates = biology_step(cells, v, 6.0, turn=turn)
        gone[(gone == 0) & (fates == ev.VANISH)] = 6.0 * turn
        assert set(fates) <= {ev.STAY, ev.VANISH}
    assert list(gone) == [516.0, 30.0, 30.0]
    np.testing.assert_allclose(cells["volume"], full_volume(8.5) * (1 - 0.03) ** 99, rtol=1e-9)


@pytest.mark.parametrize("minutes", [6.0, 360.0, 2880.0])
def test_starved_cells_are_cleared_by_their_hazard_however_long_they_lie(minutes):
    v = values(k_clear=0.6)
    cells = cells_of([NECROTIC] * MANY)
    cells["clock"][: MANY // 2] = NEVER
    gone = biology_step(cells, v, minutes) == ev.VANISH
    for half in (gone[: MANY // 2], gone[MANY // 2 :]):
        assert_as_likely(half.sum(), MANY // 2, 1 - exp(-0.6 * minutes / 1440))
    assert (cells["volume"] == full_volume(8.5)).all()


def test_who_vanishes_dies_or_leaves_is_taken_out_and_counted():
    cells = cells_of([NECROTIC, APOPTOTIC, TUMOUR, EFFECTOR, EFFECTOR, MEMORY, EFFECTOR])
    cells["x"][:] = 100.0 * np.arange(7)
    cells["partner"][[4, 6]] = 2
    nodule = Nodule(cells, key_of(1), np.zeros((1, 3)))
    fates = [ev.VANISH, ev.STAY, ev.STAY, ev.DIE, ev.DIVIDE, ev.LEAVE_BLOOD, ev.LEAVE_FLUID]
    f_.carry_out(nodule, np.array(fates, dtype=np.int8))
    assert list(cells["identity"]) == [1, 2, 4, 7]
    assert list(cells["partner"]) == [NOBODY, NOBODY, 1, NOBODY]
    counted = {name: n for name, n in nodule.counts.items() if n}
    assert counted == dict.fromkeys(("cleared", "t_died", "t_born", "left_to_blood", "left_to_fluid"), 1)


def test_a_kill_in_a_nodule_leaves_the_cell_there_for_the_time_of_apoptosis():
    scenario = loads(SMALL, "small.yaml")
    nodule, setting = prepare(scenario, scenario.trial.arms[0], 0)
    target, killer = 7, nodule.cells.n
    more = cells_of([EFFECTOR], places_of(nodule)[:, [target]] + 5.0, 4.5)
    nodule.cells.add(more.real, more.whole)
    nodule.cells["partner"][killer] = target
    nodule.fields = {"lure": np.ones(setting.grids[LURE].shape)}
    rules = replace(setting.rules, values=setting.rules.values._replace(k_kill=1e12))
    lists = Neighbours(nodule.cells.n, 32, ALONE)
    lists.find(places_of(nodule), nodule.cells["radius"])
    rules.touching(nodule, setting, rules.sense(nodule, setting))(lists, 1.0)
    assert nodule.cells["kind"][target] == APOPTOTIC
    assert nodule.cells["span"][target] == rules.values.apoptosis_t == 516.0
    assert nodule.cells["partner"][killer] == NOBODY
    assert nodule.counts["killed"] == 1


def test_free_effectors_die_turn_to_memory_and_leave_as_often_as_their_hazards_say():
    v = values(d_e=0.3, r_em=0.25, k_tb=0.2, k_tc=0.15)
    cells = cells_of([EFFECTOR] * MANY)
    fates = biology_step(cells, v, 360.0, cavity=0.5)
    expected = shares({"die": 0.3, "remember": 0.25, "blood": 0.2, "fluid": 0.075}, 0.25)
    for event, seen in (
        ("die", fates == ev.DIE), ("remember", cells["kind"] == MEMORY), ("blood", fates == ev.LEAVE_BLOOD),
        ("fluid", fates == ev.LEAVE_FLUID),
    ):  # fmt: skip
        assert_as_likely(seen.sum(), MANY, expected[event])
    assert not (fates == ev.DIVIDE).any()
    assert set(cells["kind"]) == {EFFECTOR, MEMORY}


def test_memory_cells_that_hold_divide_and_become_effectors_as_often_as_their_hazards_say():
    v = values(d_m=0.1, mu_m=0.8, k_me=1.5, k_tb=0.2, k_tc=0.0)
    cells = cells_of([MEMORY] * MANY + [TUMOUR])
    cells["partner"][:MANY] = MANY
    of = sensed(cells, v)[:, MANY]
    fates = biology_step(cells, v, 360.0)[:MANY]
    hazards = {"die": 0.1, "divide": 0.8 * of[s_.GAIN], "turn": 1.5 * of[s_.PROLIFERATE], "blood": 0.2}
    expected = shares(hazards, 0.25, "divide")
    for event, seen in (
        ("die", fates == ev.DIE), ("divide", fates == ev.DIVIDE), ("turn", cells["kind"][:MANY] == EFFECTOR),
        ("blood", fates == ev.LEAVE_BLOOD),
    ):  # fmt: skip
        assert_as_likely(seen.sum(), MANY, expected[event])
    assert (cells["partner"][:MANY] == MANY).all()


def test_effectors_that_hold_tire_and_let_go_as_often_as_their_hazards_say():
    v = values(d_e=0.2, k_aicd=0.4, mu_e=1.0, k_x=2.0, x_base=0.3, r_em=0.1, k_tb=0.1)
    cells = cells_of([EFFECTOR] * MANY + [TUMOUR])
    cells["partner"][:MANY] = MANY
    of = sensed(cells, v)[:, MANY]
    fates = biology_step(cells, v, 360.0)[:MANY]
    tires = 2.0 * (0.3 + 0.7 * of[s_.INHIBITION]) * of[s_.SURVIVAL]
    die = 0.2 + 0.4 * of[s_.PROLIFERATE] * of[s_.SURVIVAL]
    hazards = {"die": die, "divide": of[s_.GAIN], "tire": tires, "remember": 0.1, "blood": 0.1}
    expected = shares(hazards, 0.25, "divide")
    kind = cells["kind"][:MANY]
    for event, seen in (
        ("die", fates == ev.DIE), ("divide", fates == ev.DIVIDE), ("tire", kind == EXHAUSTED),
        ("remember", kind == MEMORY), ("blood", fates == ev.LEAVE_BLOOD),
    ):  # fmt: skip
        assert_as_likely(seen.sum(), MANY, expected[event])
    assert ((cells["partner"][:MANY] == NOBODY) == (kind == EXHAUSTED)).all()


def test_exhausted_t_cells_only_die():
    v = values(d_x=0.3, k_tb=5.0, mu_e=5.0)
    cells = cells_of([EXHAUSTED] * MANY)
    fates = biology_step(cells, v, 360.0, cavity=1.0)
    assert set(fates) == {ev.STAY, ev.DIE}
    assert_as_likely((fates == ev.DIE).sum(), MANY, 1 - exp(-0.3 * 0.25))
    assert (cells["kind"] == EXHAUSTED).all()
