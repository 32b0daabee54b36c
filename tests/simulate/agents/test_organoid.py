"""The published organoid model: its start, its laws one by one, and its counts over two days."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from cartsim.parameters import load_parameters
from cartsim.scenario import load
from cartsim.simulate.agents import organoid as o_
from cartsim.simulate.agents import organoid_cells as c_
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    CLOCK,
    EFFECTOR,
    HER2,
    KIND,
    NOBODY,
    PARTNER,
    SPAN,
    SPENT,
    TUMOUR,
    VOLUME,
    X,
)
from cartsim.simulate.agents.events import DIVIDE, STAY, VANISH
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.loop import fields_at_rest, run
from cartsim.simulate.agents.nodule import places_of
from cartsim.simulate.agents.prepare import prepare, values_of

SCENARIOS = Path(__file__).parents[3] / "scenarios" / "organoid"
QUARTER = SCENARIOS / "organoid_one_quarter_dose.yaml"


@pytest.fixture(scope="module")
def known():
    scenario = load(QUARTER)
    return values_of(scenario, scenario.trial.arms[0])


@pytest.fixture
def start():
    scenario = load(QUARTER)
    return prepare(scenario, scenario.trial.arms[0], 0)


def test_the_start_is_the_published_lattice_cell_for_cell(known):
    places = o_.staggered_ball(150.0, (3 * known["abm_volume"] / (4 * np.pi)) ** (1 / 3))
    assert places.shape[1] == 3963
    assert np.sqrt((places**2).sum(axis=0)).max() == pytest.approx(149.98882, abs=1e-5)


def test_antigen_is_normal_and_never_negative(start):
    antigen = start[0].cells["her2"]
    assert antigen.mean() == pytest.approx(1, abs=4 * 0.25 / np.sqrt(3963))
    assert antigen.std() == pytest.approx(0.25, abs=0.012)
    assert antigen.min() >= 0


def test_each_repeat_draws_other_cells():
    scenario = load(QUARTER)
    one, other = (prepare(scenario, scenario.trial.arms[0], repeat)[0].cells for repeat in (0, 1))
    assert np.array_equal(one["x"], other["x"])
    assert not np.array_equal(one["her2"], other["her2"])
    assert not np.array_equal(one["span"], other["span"])


def test_lifetimes_of_car_t_cells_follow_the_published_survival(start, known):
    nodule, setting = start
    nodule.minute = 18.0
    setting.rules.enter(nodule, setting, 6.0)
    lives = np.sort(nodule.cells["span"][nodule.cells["kind"] == EFFECTOR])
    assert lives.size == 991
    above = 1 - (np.arange(lives.size) + 0.5) / lives.size
    survival = (1 - lives / known["abm_t_life"]) ** (1 / known["abm_t_shape"])
    assert np.abs(survival - above).max() < 1.63 / np.sqrt(lives.size)  # Kolmogorov, 1 %


def test_car_t_cells_enter_on_time_and_outside_the_tumour(start):
    nodule, setting = start
    nodule.minute = 12.0
    setting.rules.enter(nodule, setting, 6.0)
    assert nodule.cells.n == 3963
    nodule.minute = 18.0
    setting.rules.enter(nodule, setting, 6.0)
    away = np.sqrt((places_of(nodule) ** 2).sum(axis=0))[3963:]
    assert away.min() >= 149.98882 + 50
    assert np.abs(places_of(nodule)[:, 3963:]).max() <= 500


def alone(known, kind=TUMOUR, **rows):
    """One cell."""
    cells = o_.organoid_cells(known, 20.0, 1, 0, np.zeros(2, dtype=np.uint64))
    cells.keep(np.array([0]))
    cells.whole[KIND, 0] = kind
    for name, value in rows.items():
        cells[name][0] = value
    return cells


def decide(cells, known, oxygen, minutes=6.0, key=(1, 2)):
    fates = np.zeros(cells.n, dtype=np.int8)
    key = np.array(key, dtype=np.uint64)
    level = np.full(cells.n, float(oxygen))
    values = o_.organoid_values(known)
    c_.decide(0, cells.n, cells.real, cells.whole, level, values, key, 7, minutes, fates)
    return fates[0]


@pytest.mark.parametrize(
    ("minutes", "volume"),
    [(6, 1251.7), (60, 1308.4), (120, 1392.4), (240, 1584), (480, 1927), (960, 2298), (1920, 2471)],
)
def test_a_daughter_grows_as_in_the_published_cell_files(known, minutes, volume):
    cells = alone(known, span=1e9)
    for row in ("volume", "fluid", "nucleus", "cytoplasm"):
        cells[row][0] /= 2
    for _ in range(minutes // 6):
        decide(cells, known, 38.0)
    assert cells["volume"][0] == pytest.approx(volume, abs=1.0)


@pytest.mark.parametrize(("oxygen", "antigen", "share"), [(38, 1, 1), (60, 1, 1), (24, 1, 0.5), (38, 2, 2)])
def test_the_cycle_lasts_by_oxygen_and_antigen(known, oxygen, antigen, share):
    cells = alone(known, span=10.0, her2=antigen)
    last = 600 / share
    cells["clock"][0] = last - 6
    assert decide(cells, known, oxygen) == STAY
    assert decide(cells, known, oxygen) == DIVIDE
    assert cells["clock"][0] == 0


def test_the_clock_stands_still_without_oxygen_and_while_held(known):
    cells = alone(known, span=10.0, clock=500.0)
    assert decide(cells, known, 10.0) == STAY
    assert cells["clock"][0] == 500
    cells.whole[PARTNER, 0] = 0
    assert decide(cells, known, 38.0) == STAY
    assert cells["clock"][0] == 500


def test_a_killed_cell_keeps_its_volume_until_it_is_gone(known):
    cells = alone(known, kind=APOPTOTIC)
    cells.real[CLOCK, 0] = 0.0
    fates = [decide(cells, known, 38.0) for _ in range(87)]
    assert fates[:86] == [STAY] * 86
    assert fates[86] == VANISH
    assert cells.real[VOLUME, 0] == known["abm_volume"]


def test_a_car_t_cell_dies_of_age_and_lies_there_for_a_while(known):
    cells = alone(known, kind=EFFECTOR, clock=0.0, span=20.0)
    for _ in range(4):
        decide(cells, known, 38.0)
    assert cells.whole[KIND, 0] == SPENT
    assert cells.real[CLOCK, 0] == 0
    assert cells.real[SPAN, 0] == 20


def pair(known, distance, antigen):
    """A tumour cell at the origin and a CAR-T cell beside it."""
    cells = alone(known, her2=antigen)
    cells.add(cells.real[:, :1].copy(), cells.whole[:, :1].copy())
    cells.whole[KIND, 1], cells.real[X, 1], cells.real[HER2, 1] = EFFECTOR, cells.real[X, 0] + distance, 0.0
    return cells


def attached_share(known, distance, antigen, n=4000, minutes=1.0):
    """How often the CAR-T cell holds the tumour cell after one step."""
    values, held = o_.organoid_values(known), 0
    who, where, first = np.array([1]), np.zeros(2, dtype=np.int64), np.array([0, 2])
    member, level = np.array([0, 1], dtype=np.int32), np.zeros((3, 2))
    walk, dead, key = np.zeros((3, 2)), np.zeros(2, dtype=np.int64), np.array([3, 4], dtype=np.uint64)
    for step in range(n):
        cells = pair(known, distance, antigen)
        c_.touch(
            who, cells.real, cells.whole, where, first, member, level, values, key, step, minutes, walk, dead
        )
        held += cells.whole[PARTNER, 1] == 0
        assert (cells.whole[PARTNER, 0] == 1) == (cells.whole[PARTNER, 1] == 0)
    return held / n


@pytest.mark.parametrize(
    ("distance", "antigen", "eager"),
    [(14.0, 2.0, 1.0), (10.0, 3.0, 1.0), (16.0, 2.0, 0.5), (18.0, 2.0, 0.0), (14.0, 1.25, 0.5), (14.0, 0.5, 0.0)],
)
def test_attachment_falls_with_distance_and_lack_of_antigen(known, distance, antigen, eager):
    expected = 1 - np.exp(-known["abm_attach"] * eager)
    error = np.sqrt(max(expected * (1 - expected), 1e-12) / 4000)
    assert attached_share(known, distance, antigen) == pytest.approx(expected, abs=4 * error)


def test_a_tumour_cell_is_held_by_one_car_t_cell_at_most(start):
    nodule, setting = start
    run(nodule, setting, 60.0)
    partner, kind = nodule.cells["partner"], nodule.cells["kind"]
    for i in np.flatnonzero(partner != NOBODY):
        assert partner[partner[i]] == i
        assert {kind[i], kind[partner[i]]} == {TUMOUR, EFFECTOR}


def test_directions_climb_the_field_of_the_program():
    grid = Grid((8, 8, 8), 20.0, (-80.0, -80.0, -80.0))
    x, y, z = grid.centres()
    values = x[None, None, :] * 3.0 + y[None, :, None] * 0.0 - z[:, None, None] * 4.0
    places = np.array([[1.0, -79.0, 400.0], [3.0, 20.0, 0.0], [5.0, -20.0, 0.0]])
    assert o_.uphill(grid, values, places) == pytest.approx(np.array([[0.6], [0.0], [-0.8]]) * np.ones((3, 3)))


def test_both_grids_have_the_published_voxels(known):
    closed = o_.program_grid(1000.0, known["abm_field_voxel"])
    fed = o_.oxygen_grid(1000.0, known["abm_field_voxel"], known["abm_o2_d"], known["abm_field_step"])
    for grid in (closed, fed):
        assert grid.spacing == 20
        assert (grid.origin[0] + 500) % 20 == 0
    assert fed.origin[0] == -490 - 2.5 * 20


def stepped_as_published(places, known, minutes):
    """Oxygen that the program's cells read, by its own steps written a second time: sweeps along x, y and z
    with closed ends, the outermost voxels set to the boundary before each and at the end, then the cells one
    after the other.
    """
    n, h, dt = 50, known["abm_field_voxel"], known["abm_field_step"]
    a = known["abm_o2_d"] * dt / h**2
    sweep = np.diag(np.full(n, 1 + known["abm_o2_decay"] * dt / 3 + 2 * a))
    sweep -= a * (np.eye(n, k=1) + np.eye(n, k=-1))
    sweep[0, 0] = sweep[-1, -1] = 1 + known["abm_o2_decay"] * dt / 3 + a
    inverse = np.linalg.inv(sweep)
    voxels = tuple(np.floor((places + 500) / h).astype(int))
    cells = np.zeros((n, n, n))
    np.add.at(cells, voxels, 1)
    taken = (1 + dt * known["abm_o2_uptake"] * known["abm_volume"] / h**3) ** cells
    u = np.full((n, n, n), known["abm_o2_boundary"])
    for _ in range(round(minutes / dt)):
        for axis in range(3):
            u = np.moveaxis(np.tensordot(inverse, u, axes=(1, axis)), 0, axis)
            for end in (0, -1):
                for side in range(3):
                    np.moveaxis(u, side, 0)[end] = known["abm_o2_boundary"]
        u = u / taken
    return u[voxels]


@pytest.mark.slow
def test_cells_read_the_oxygen_of_the_published_program(start, known):
    nodule, setting = start
    fields_at_rest(nodule, setting, None)
    ours = setting.rules.breath(nodule, setting)
    theirs = stepped_as_published(places_of(nodule), known, 2.0)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=2e-3)
    assert ours.min() == pytest.approx(theirs.min(), rel=3e-3)
    assert ours.max() == pytest.approx(theirs.max(), rel=3e-3)
    assert np.abs(ours - theirs).max() < 0.15


@pytest.mark.slow
def test_two_days_follow_the_published_run(start):
    """Before chance has much to say: radius of the packed ball, counts, CAR-T cells."""
    nodule, setting = start
    published = {int(row[0]): row[1:] for row in published_rows()}
    for minute in (720, 1440):
        run(nodule, setting, float(minute))
        radius = np.sqrt((places_of(nodule) ** 2).sum(axis=0))[nodule.cells["kind"] <= APOPTOTIC].max()
        assert radius == pytest.approx(float(published[minute][0]), abs=0.005)  # steps as long as forces allow, for .1 min
        assert nodule.cells.count(TUMOUR, APOPTOTIC) == int(published[minute][1])
        assert nodule.cells.n == pytest.approx(int(published[minute][2]), abs=12)  # 4 SD of two draws of lives
    assert nodule.unsolved == 0


def published_rows():
    text = (Path(o_.__file__).parents[2] / "published" / "data" / "organoid_one_quarter_dose.csv").read_text()
    return [row for row in csv.reader(text.splitlines()) if row[0].isdigit()]


def test_the_published_run_of_the_package_is_whole():
    rows = published_rows()
    assert len(rows) == 61
    assert rows[0] == ["0", "149.989", "3963", "3963"]
    assert rows[-1] == ["43200", "405.954", "36718", "36718"]


def test_every_value_of_the_organoid_is_of_its_file(known):
    rooms = {load_parameters()[symbol].room for symbol in c_.Organoid._fields}
    assert rooms == {"organoid"}
