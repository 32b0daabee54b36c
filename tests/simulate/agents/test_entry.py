"""T cells come in where the route of their arm says, as many as were asked for, when they were asked for."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.scenario import Scenario, loads
from cartsim.simulate.agents.cells import EFFECTOR, MEMORY, NOBODY, X, Z
from cartsim.simulate.agents.entry import Entry, Infusion
from cartsim.simulate.agents.nodule import Nodule, Setting
from cartsim.simulate.agents.prepare import prepare
from cartsim.simulate.agents.tissue import outermost
from tests.simulate.agents.by_hand import MANY, assert_as_likely, assert_even, assert_uniform
from tests.simulate.nodules.conftest import SMALL

IV, IC = 0, 1
RADIUS, DOMAIN = 60.0, 320.0
PLACES = {
    "one in the fluid": ("fluid", 1), "three in the fluid": ("fluid", 3), "one dome": ("serosa", 1),
    "three domes": ("serosa", 3),
}  # fmt: skip
TEXT = SMALL.replace("radius: 50", f"radius: {RADIUS:g}") + """\
parameters:
  vessel_share: {value: 0.4, because: more than a few points in so small a nodule}
"""
DAY = 1440.0


def scenario_of(place: str = "fluid", nodules: int = 1, **agents: str) -> Scenario:
    domain = DOMAIN if nodules == 1 else 600.0
    more = {"place": place, "nodules": nodules, "domain": f"{domain:g} um", "doses": "[{day: 0, ratio: 4}]"}
    more |= agents
    return loads(TEXT, "entry.yaml", [f"agents.{name}={value}" for name, value in more.items()])


def prepared(arm: int, place: str = "fluid", nodules: int = 1, **agents: str) -> tuple[Nodule, Setting]:
    scenario = scenario_of(place, nodules, **agents)
    return prepare(scenario, scenario.trial.arms[arm], 0)


def entered(arm: int, place: str, nodules: int) -> tuple[Nodule, Setting, np.ndarray]:
    """The nodule after T cells came in at once, and their places (3, T cell)."""
    nodule, setting = prepared(arm, place, nodules)
    before = nodule.cells.n
    setting.rules.enter(nodule, setting, 6.0)
    new = nodule.cells.n - before
    assert new == 4 * before == nodule.given == nodule.counts["entered"]
    assert nodule.cells.is_t_cell[before:].all()
    assert (nodule.cells["partner"][before:] == NOBODY).all()
    assert (nodule.cells["radius"][before:] == setting.rules.values.t_cell_radius).all()
    return nodule, setting, nodule.cells.real[X : Z + 1, before : before + new].copy()


def away(places: np.ndarray, from_: np.ndarray) -> np.ndarray:
    """Distances (place, point) of places (3, place) from points (point, 3)."""
    return np.sqrt(((places.T[:, None] - from_) ** 2).sum(axis=2))


def by_hand(way: str = "vessels", memory: float = 0.3, infusions: tuple[Infusion, ...] = ()) -> Entry:
    """Five vessel points 1 um wide to either side, 100 um apart along x, and one nodule in the middle."""
    vessels = np.stack([100.0 * np.arange(5), np.full(5, 7.0), np.full(5, -3.0)])
    box = np.array([[-100.0, -100, -100], [100, 100, 100]])
    return Entry(infusions, way, memory, 11, 0, np.zeros((1, 3)), box, vessels, 1.0)


@pytest.mark.parametrize("where", PLACES)
def test_cells_of_the_blood_come_in_at_the_vessels_within_the_nodules(where):
    place, nodules = PLACES[where]
    nodule, setting, places = entered(IV, place, nodules)
    entry = setting.rules.entry
    assert entry.way == "vessels"
    assert 0 < entry.half_width < RADIUS / 2
    assert entry.vessels.shape[1] > 5
    aside = np.abs(places.T[:, None] - entry.vessels.T).max(axis=2).min(axis=1)
    assert (aside <= entry.half_width * (1 + 1e-12)).all()
    assert away(places, nodule.centres).min(axis=1).max() <= RADIUS + 3**0.5 * entry.half_width
    assert (np.median(away(places, nodule.centres).min(axis=1))) < RADIUS


@pytest.mark.parametrize("where", PLACES)
def test_vessels_lie_within_the_nodules_and_above_the_wall(where):
    place, nodules = PLACES[where]
    nodule, setting = prepared(IV, place, nodules)
    vessels = setting.rules.entry.vessels
    out = away(vessels, nodule.centres)
    assert (out.min(axis=1) < RADIUS).all()
    assert (vessels[2] >= 0).all() == (place == "serosa")
    assert set(out.argmin(axis=1)) == set(range(nodules))


@pytest.mark.parametrize("where", PLACES)
def test_cells_of_the_cavity_come_in_outside_all_nodules_and_inside_the_box(where):
    place, nodules = PLACES[where]
    nodule, setting, places = entered(IC, place, nodules)
    gap = setting.rules.values.fluid_gap
    assert setting.rules.entry.way == "cavity"
    assert outermost(nodule) > RADIUS - 10
    assert away(places, nodule.centres).min() >= outermost(nodule) + gap
    low, high = setting.motion.low, setting.motion.high
    assert (low <= places.T).all()
    assert (high >= places.T).all()
    assert low[2] == (0.0 if place == "serosa" else low[0])
    assert high[2] - low[2] == pytest.approx(high[0] - low[0])


def test_the_cavity_fills_the_whole_box_but_for_the_nodule():
    """As many come in in every octant, and near the faces, where no nodule is in the way, evenly."""
    entry = by_hand("cavity")
    places = entry.places(0, MANY, 60.0)
    octant = (places > 0).T @ np.array([1, 2, 4])
    assert_even(np.bincount(octant, minlength=8))
    for axis in range(3):
        near_face = np.abs(places[axis]) > 60.0
        other = places[(axis + 1) % 3][near_face]
        assert_uniform(other, -100.0, 100.0)
    assert away(places, entry.centres).min() >= 60.0
    assert away(places, entry.centres).min() < 62.0


def test_every_vessel_point_lets_in_as_many_over_its_whole_width():
    entry = by_hand("vessels")
    places = entry.places(0, MANY, 1e3)
    which = np.round(places[0] / 100).astype(int)
    assert_even(np.bincount(which, minlength=5))
    for offset in places - entry.vessels[:, which]:
        assert_uniform(offset, -1.0, 1.0)


@pytest.mark.parametrize("way", ["cavity", "vessels"])
def test_a_cell_comes_in_at_the_same_place_however_many_come_with_it(way):
    entry = by_hand(way)
    whole = entry.places(0, 50, 60.0)
    parts = np.hstack([entry.places(first, n, 60.0) for first, n in ((0, 1), (1, 30), (31, 19))])
    assert np.array_equal(whole, parts)
    kinds = np.hstack([entry.are_memory(0, 20), entry.are_memory(20, 30)])
    assert np.array_equal(entry.are_memory(0, 50), kinds)


def test_cells_of_the_blood_come_in_above_the_wall():
    _, setting, places = entered(IV, *PLACES["three domes"])
    assert setting.motion.wall == 1.0
    assert (places[2] >= 0.0).all()


@pytest.mark.parametrize("asked", ["cavity", "vessels"])
@pytest.mark.parametrize("arm", [IV, IC])
def test_a_way_in_that_is_asked_for_goes_before_the_route(arm, asked):
    _, setting = prepared(arm, entry=asked)
    assert setting.rules.entry.way == asked


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 1.0])
def test_the_share_of_memory_cells_is_the_products(share):
    found = by_hand(memory=share).are_memory(0, MANY)
    if share in (0.0, 1.0):
        assert (found == share).all()
    else:
        assert_as_likely(found.sum(), MANY, share)


def test_memory_cells_of_an_arm_are_as_many_as_its_product_has():
    nodule, setting, _ = entered(IC, "fluid", 3)
    rules = setting.rules
    assert 0.01 < rules.entry.memory < 0.99
    memory, n = nodule.cells.count(MEMORY), nodule.given
    assert memory + nodule.cells.count(EFFECTOR) == n
    assert_as_likely(memory, n, rules.entry.memory)
    assert np.array_equal(nodule.cells["kind"][-n:] == MEMORY, rules.entry.are_memory(0, n))


@pytest.mark.parametrize(
    ("minute", "number"),
    [(-1, 0), (99.9, 0), (100, 0), (101.9, 0), (102, 1), (150, 25), (199, 49), (200, 50), (1e6, 50)],
)
def test_an_infusion_comes_in_evenly_over_its_time(minute, number):
    assert Infusion(100.0, 50, over=100.0).entered(minute) == number


@pytest.mark.parametrize(("minute", "number"), [(99.9, 0), (100, 50), (1e6, 50)])
def test_an_infusion_without_a_time_comes_in_at_once(minute, number):
    assert Infusion(100.0, 50).entered(minute) == number


def test_infusions_add_up():
    entry = by_hand(infusions=(Infusion(0.0, 10), Infusion(100.0, 40, over=200.0), Infusion(200.0, 7)))
    assert [entry.due(minute) for minute in (0, 50, 150, 200, 250, 300, 9e9)] == [10, 10, 20, 37, 47, 57, 57]


def test_the_schedule_of_a_nodule_puts_in_what_is_due_by_the_end_of_each_step_and_no_more():
    """0.5 per tumour cell over two hours from the start, 0.25 at once after a day."""
    doses = "[{day: 0, ratio: 0.5, over: 2 hours}, {day: 1, ratio: 0.25}]"
    nodule, setting = prepared(IV, duration="2 days", doses=doses)
    n, rules, minutes, found = nodule.cells.n, setting.rules, 6.0, {}
    first, second = round(0.5 * n), round(0.25 * n)
    for turn in range(250):
        rules.enter(nodule, setting, minutes)
        nodule.minute = minutes * (turn + 1)
        found[nodule.minute] = nodule.cells.count(MEMORY, EFFECTOR)
    for minute, number in found.items():
        due = first * min(minute / 120, 1) + (second if minute >= DAY else 0)
        assert number in (int(due - 1e-9), int(due + 1e-9))
    assert found[1434.0] == first
    assert found[1440.0] == found[1500.0] == first + second
    assert nodule.counts["entered"] == nodule.given == first + second


@pytest.mark.parametrize("arm", [IV, IC])
def test_cells_that_come_in_later_are_no_copies_of_the_first(arm):
    nodule, setting = prepared(arm, doses="[{day: 0, ratio: 0.5, over: 1 hour}]")
    for turn in range(11):
        setting.rules.enter(nodule, setting, 6.0)
        nodule.minute = 6.0 * (turn + 1)
    places = nodule.cells.real[X : Z + 1, : nodule.cells.n][:, nodule.cells.is_t_cell]
    assert places.shape[1] == nodule.given > 50
    assert np.unique(places, axis=1).shape == places.shape
