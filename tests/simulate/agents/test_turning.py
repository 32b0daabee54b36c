"""T cells turn as often as persistence says, and where the gradient draws them, as strongly as its law."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from scipy.integrate import quad

from cartsim.scenario import loads
from cartsim.simulate.agents.cells import DX, DZ, EFFECTOR, MEMORY, NOBODY, TUMOUR
from cartsim.simulate.agents.crew import ALONE
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Nodule, Setting, places_of
from cartsim.simulate.agents.prepare import prepare
from cartsim.simulate.agents.tissue import LURE, relative_gradient
from tests.simulate.agents.by_hand import (
    MANY,
    NEVER,
    assert_as_likely,
    assert_uniform,
    cells_of,
    contact_step,
    values,
)
from tests.simulate.nodules.conftest import SMALL

SIGMAS = 4.5
"""Standard errors that a mean may lie off."""
AXES = {
    "x": (1, 0, 0), "-x": (-1, 0, 0), "y": (0, 1, 0), "-y": (0, -1, 0), "z": (0, 0, 1), "-z": (0, 0, -1),
    "askew": (0.48, -0.6, 0.64),
}  # fmt: skip


def turned(lure=(0.0, 0.0, 0.0), n: int = MANY, **changes: float) -> np.ndarray:
    """Directions (3, cell) that free T cells take which had none before."""
    cells = cells_of([EFFECTOR] * n)
    walk, _ = contact_step(cells, values(speed_t=4.0, **changes), 1.0, lure=lure)
    found = cells.real[DX : DZ + 1, :n].copy()
    np.testing.assert_allclose(walk, 4.0 * found, rtol=1e-14)
    return found


def along_the_lure(weight: float, power: int) -> float:
    """Mean power of the cosine between the lure and (1 - w) u + w e, u uniform on the sphere."""

    def cosine(c: float) -> float:
        length = ((1 - weight) ** 2 + 2 * weight * (1 - weight) * c + weight**2) ** 0.5
        return ((1 - weight) * c + weight) / length

    return quad(lambda c: cosine(c) ** power / 2, -1, 1)[0]


@pytest.mark.parametrize("steepness", [0.0, 1e-4, 1e-2, 10.0])
def test_directions_are_unit_vectors(steepness):
    found = turned((steepness, 0.0, -steepness), 1000)
    np.testing.assert_allclose((found**2).sum(axis=0), 1.0, rtol=1e-12)


@pytest.mark.parametrize("minutes", [0.25, 1.0, 6.0, 25.0])
@pytest.mark.parametrize("lure", [0.0, 1e-2])
def test_a_direction_lasts_as_long_as_the_time_of_persistence(minutes, lure):
    v, cells = values(persist_t=10.0), cells_of([EFFECTOR, MEMORY] * (MANY // 2))
    cells["dx"][:], cells["dy"][:] = 0.6, -0.8
    contact_step(cells, v, minutes, lure=(0.0, lure, 0.0))
    kept = (cells["dx"] == 0.6) & (cells["dy"] == -0.8) & (cells["dz"] == 0.0)
    assert_as_likely(kept.sum(), MANY, exp(-minutes / 10.0))


def test_who_turns_after_a_time_turns_anywhere():
    """That it turns says nothing of where to."""
    cells = cells_of([EFFECTOR] * MANY)
    cells["dx"][:] = 1.0
    contact_step(cells, values(persist_t=10.0), 5.0)
    found = cells.real[DX : DZ + 1, : cells.n][:, cells["dx"] != 1.0]
    assert 0.3 * MANY < found.shape[1] < 0.5 * MANY
    for axis in range(3):
        assert_uniform(found[axis], -1.0, 1.0)


def test_a_t_cell_without_a_direction_takes_one_at_once():
    found = turned(n=1000, persist_t=NEVER)
    assert (np.abs(found) > 0).all()


def test_a_t_cell_that_holds_keeps_its_direction():
    cells = cells_of([MEMORY] * 100 + [TUMOUR])
    cells["partner"][:100], cells["dz"][:100] = 100, 1.0
    contact_step(cells, values(persist_t=1e-6, hold_t=NEVER), 5.0, lure=(1.0, 0.0, 0.0))
    assert (cells["partner"][:100] != NOBODY).all()
    assert (cells["dz"][:100] == 1.0).all()


def test_without_a_gradient_directions_are_uniform_on_the_sphere():
    found = turned()
    for axis in range(3):
        assert_uniform(found[axis], -1.0, 1.0)
    np.testing.assert_allclose(found @ found.T / MANY, np.eye(3) / 3, atol=SIGMAS * (4 / 45 / MANY) ** 0.5)


@pytest.mark.parametrize(
    ("axis", "steepness", "bias"),
    [
        *((axis, 1e-3, 0.5) for axis in AXES),
        *(("x", steepness, 0.5) for steepness in (1e-5, 1e-4, 1e-2, 1.0)),
        ("y", 1e-3, 0.9),
    ],
)
def test_a_gradient_draws_with_the_weight_of_its_law(axis, steepness, bias):
    """The mean direction lies along the lure and is as long as the law gives: bias_t g/(g + sense_t) of the
    lure, the rest at random, made a unit vector.
    """
    unit = np.array(AXES[axis])
    found = turned(steepness * unit, bias_t=bias, sense_t=1e-3)
    weight = bias * steepness / (steepness + 1e-3)
    mean, square = (along_the_lure(weight, power) for power in (1, 2))
    spread = np.array([square - mean**2, (1 - square) / 2, (1 - square) / 2])
    across = np.linalg.svd(unit[None])[2][1:]
    seen = np.vstack([unit, across]) @ found.mean(axis=1)
    assert (np.abs(seen - [mean, 0, 0]) < SIGMAS * (spread / MANY) ** 0.5).all()


def test_the_law_draws_as_strongly_as_known_weights():
    """For small weights 2 w/3; for a weight of a half the mean cosine is 2/3, that of half the angle."""
    assert along_the_lure(1e-4, 1) == pytest.approx(2 / 3 * 1e-4, rel=1e-3)
    assert along_the_lure(0.5, 1) == pytest.approx(2 / 3, rel=1e-6)


def in_a_field(slope: tuple[float, float, float], n: int) -> tuple[Nodule, Setting]:
    """A small nodule whose lure is 50 + slope x, far from which `n` T cells lie at (-90, 80, -70) um."""
    scenario = loads(SMALL, "small.yaml")
    nodule, setting = prepare(scenario, scenario.trial.arms[0], 0)
    grid: Grid = setting.grids[LURE]
    x, y, z = grid.centres()
    lure = 50.0 + slope[0] * x + slope[1] * y[:, None] + slope[2] * z[:, None, None]
    more = cells_of([EFFECTOR] * n, np.array([[-90.0], [80.0], [-70.0]]), 4.5)
    nodule.cells.add(more.real, more.whole)
    nodule.fields["lure"] = np.ascontiguousarray(np.broadcast_to(lure, grid.shape))
    return nodule, setting


@pytest.mark.parametrize("slope", [(0.2, 0, 0), (0, 0.2, 0), (0, 0, 0.2), (-0.1, 0.05, 0.2)])
def test_what_draws_t_cells_is_the_slope_of_the_lure_over_its_value(slope):
    nodule, setting = in_a_field(slope, 3)
    who = np.flatnonzero(nodule.cells.is_t_cell)
    found = relative_gradient(nodule, setting, LURE, who)
    expected = np.array(slope) / (50 + np.dot(slope, (-90, 80, -70)))
    np.testing.assert_allclose(found[:, who].T, np.broadcast_to(expected, (3, 3)), rtol=1e-9, atol=1e-15)
    assert (np.delete(found, who, axis=1) == 0).all()


def test_nothing_draws_where_there_is_no_lure():
    nodule, setting = in_a_field((0.2, 0, 0), 3)
    nodule.fields["lure"] = np.zeros_like(nodule.fields["lure"])
    assert (relative_gradient(nodule, setting, LURE, np.flatnonzero(nodule.cells.is_t_cell)) == 0).all()


@pytest.mark.parametrize("slope", [(0.3, 0, 0), (-0.3, 0, 0), (0, 0.3, 0), (0, 0, -0.3)])
def test_in_a_nodule_t_cells_walk_up_the_lure(slope):
    n = 2000
    nodule, setting = in_a_field(slope, n)
    who = np.flatnonzero(nodule.cells.is_t_cell)
    lists = Neighbours(nodule.cells.n, 32, ALONE)
    lists.find(places_of(nodule), np.full(nodule.cells.n, 0.1))
    v = setting.rules.values._replace(attach_t=0.0, speed_t=4.0)
    touch = replace(setting.rules, values=v).touching(nodule, setting, setting.rules.sense(nodule, setting))
    walk = touch(lists, 1.0)
    size = np.linalg.norm(slope)
    steep = size / (50 + np.dot(slope, (-90, 80, -70)))
    mean, square = (along_the_lure(v.bias_t * steep / (steep + v.sense_t), power) for power in (1, 2))
    seen = (np.array(slope) / size) @ walk[:, who].mean(axis=1) / 4.0
    assert abs(seen - mean) < SIGMAS * ((square - mean**2) / n) ** 0.5
    assert (np.delete(walk, who, axis=1) == 0).all()
