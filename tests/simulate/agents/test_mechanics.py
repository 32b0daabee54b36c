"""Forces, steps and bounds against formulas written out anew."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from cartsim.simulate.agents.cells import NECROTIC
from cartsim.simulate.agents.crew import ALONE, crew
from cartsim.simulate.agents.loop import step_length
from cartsim.simulate.agents.mechanics import Mechanics
from cartsim.simulate.agents.start import packed_ball
from tests.simulate.agents.packing import (
    REST,
    by_identity,
    cells_at,
    motion,
    move,
    nodule_of,
    speeds,
)  # fmt: skip

R = 8.4127
RANDOM = np.random.default_rng(4)


def mixture(n: int = 300, t_cells: int = 60, width: float = 50.0):
    cells = cells_at(RANDOM.uniform(-width, width, (3, n)), RANDOM.uniform(-width, width, (3, t_cells)))
    cells["radius"][:] *= RANDOM.uniform(0.8, 1.0, cells.n)
    return cells


def plainly(cells, how) -> np.ndarray:
    """Velocities (3, cell) pair by pair, straight from the law."""
    x, r = cells.real[:3, : cells.n], cells["radius"]
    t_cell = (cells["kind"] > NECROTIC).astype(int)
    away = x[:, :, None] - x[:, None, :]
    d = np.sqrt((away**2).sum(axis=0)) + np.eye(cells.n)
    touch = r[:, None] + r[None, :]
    push, stick = how.push[t_cell], how.stick[t_cell]
    f = np.outer(push, push) * np.clip(1 - d / touch, 0, None) ** 2
    f -= np.outer(stick, stick) * np.clip(1 - d / (how.reach * touch), 0, None) ** 2
    v = (np.where(np.eye(cells.n) > 0, 0, f / d) * away).sum(axis=2)
    v[2] += how.wall * push**2 * np.clip(1 - x[2] / r, 0, None) ** 2
    return v


@pytest.mark.parametrize("wall", [0.0, 1.0])
def test_velocities_are_those_of_the_law_pair_by_pair(wall):
    cells, how = mixture(), motion(wall=wall)
    np.testing.assert_allclose(speeds(cells, how), plainly(cells, how), rtol=1e-7, atol=1e-7)


def test_forces_of_a_pair_are_equal_and_opposite():
    cells, how = mixture(), motion()
    v = speeds(cells, how)
    assert np.abs(v).max() > 5
    np.testing.assert_allclose(v.sum(axis=1), 0, atol=1e-11)


def test_velocities_are_the_same_bits_for_any_number_of_threads():
    cells, how = mixture(3000, 400, 110), motion()
    alone = speeds(cells, how)
    for threads in (2, 3):
        with crew(threads) as hands:
            mechanics = Mechanics(cells, how, 16, hands)
            mechanics.pull(0.0)
            np.testing.assert_array_equal(mechanics.v, alone)


@pytest.mark.parametrize("start", [3.0, 12.0, 20.5])
def test_two_cells_come_to_rest_where_push_and_hold_cancel(start):
    nodule = nodule_of(cells_at(np.array([[0, start], [0, 0], [0, 0]])))
    move(nodule, motion(), 3000.0)
    held = lambda d: 10 * (1 - d / (2 * R)) ** 2 - 0.4 * (1 - d / (2.5 * R)) ** 2  # noqa: E731
    assert held(REST) == pytest.approx(0, abs=1e-12)
    assert apart(nodule) == pytest.approx(REST, rel=1e-6)


def apart(nodule) -> float:
    x = by_identity(nodule.cells)
    return float(np.linalg.norm(x[:, 0] - x[:, 1]))


def test_cells_out_of_reach_stay_where_they_are():
    nodule = nodule_of(cells_at(np.array([[0, 2.5 * R + 0.01], [0, 0], [0, 0]])))
    move(nodule, motion(), 60.0)
    assert apart(nodule) == 2.5 * R + 0.01


def test_a_cell_comes_to_rest_on_the_wall_where_it_touches():
    nodule = nodule_of(cells_at(np.array([[0.0], [0.0], [1.0]])))
    move(nodule, motion(wall=1.0), 20_000.0)
    assert nodule.cells["z"][0] == pytest.approx(R, rel=0.01)
    assert nodule.cells["z"][0] < R


def test_cells_stay_in_the_box():
    nodule = nodule_of(cells_at(RANDOM.uniform(-5, 5, (3, 40))))
    move(nodule, motion(box=12.0), 60.0)
    assert np.abs(by_identity(nodule.cells)).max() == 12.0


def test_a_pressed_lattice_expands_to_the_spacing_at_which_its_forces_cancel():
    """Inside, cells have twelve neighbours of the first shell and six of the second, just out of reach; at the
    surface fewer, so only the middle is compared with the infinite lattice."""
    nodule = nodule_of(cells_at(packed_ball(60.0, 14.0, dome=False)))
    before = apart_in_the_middle(nodule)
    move(nodule, motion(), 6000.0)
    assert before == pytest.approx(14.0, rel=1e-9)
    assert apart_in_the_middle(nodule) == pytest.approx(REST, rel=0.01)


def apart_in_the_middle(nodule) -> float:
    """Mean distance from the cell nearest to the centre to its first shell."""
    x = by_identity(nodule.cells)
    middle = x[:, np.argmin((x**2).sum(axis=0))]
    return float(np.sort(np.linalg.norm(x - middle[:, None], axis=0))[1:13].mean())


def pair_apart(start: float, minutes: float) -> float:
    """The distance of two cells after `minutes`, by an independent solver."""
    q = 2 * R
    law = lambda _, d: 2 * (10 * max(1 - d[0] / q, 0) ** 2 - 0.4 * max(1 - d[0] / (1.25 * q), 0) ** 2)  # noqa: E731
    return float(solve_ivp(law, (0, minutes), [start], rtol=1e-12, atol=1e-12, method="DOP853").y[0, -1])


def test_steps_of_uneven_length_are_of_second_order():
    exact, errors = pair_apart(8.0, 6.4), []
    for parts in (32, 64, 128, 256):
        cells = cells_at(np.array([[0, 8.0], [0, 0], [0, 0]]))
        mechanics, still = Mechanics(cells, motion(), 16, ALONE), np.zeros((3, 2))
        for k in range(parts):
            mechanics.pull(0.0)
            mechanics.go(still, 6.4 / parts * (1.6 if k % 2 else 0.4))
        errors.append(abs(apart(nodule_of(cells)) - exact))
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 1e-3
    assert (orders > 1.95).all()
    assert orders[-1] == pytest.approx(2, abs=0.1)


def stiffness(cells, how) -> float:
    """Greatest rate (1/min) at which places of these cells relax: of the Jacobian by differences."""
    n, h = cells.n, 1e-5
    jacobian = np.empty((3 * n, 3 * n))
    for k in range(3 * n):
        ahead = plainly_moved(cells, how, k, h)
        jacobian[:, k] = (ahead - plainly_moved(cells, how, k, -h)) / (2 * h)
    return float(-np.linalg.eigvalsh((jacobian + jacobian.T) / 2).min())


def plainly_moved(cells, how, k: int, by: float) -> np.ndarray:
    axis, i = divmod(k, cells.n)
    cells.real[axis, i] += by
    v = plainly(cells, how)
    cells.real[axis, i] -= by
    return v.ravel()


@pytest.mark.parametrize("spacing", [5.0, 10.0, 14.0, REST, 18.0])
@pytest.mark.parametrize("spread", [0.0, 0.7])
def test_no_packing_relaxes_faster_than_its_bound(spacing, spread):
    places = packed_ball(2.6 * spacing, spacing, dome=False)
    cells, how = cells_at(places + spread * RANDOM.normal(size=places.shape)), motion()
    _, bound = Mechanics(cells, how, 64, ALONE).pull(0.0)
    true = stiffness(cells, how)
    assert true <= bound * (1 + 1e-6)
    assert bound < 8 * true or spacing > 2 * R


def test_a_step_is_as_long_as_way_rate_and_the_longest_allow():
    how = motion(longest=1.0, most_move=2.0)
    assert step_length(0.0, 0.0, how, 6.0) == 1.0
    assert step_length(0.0, 0.0, how, 0.4) == 0.4
    assert step_length(5.0, 0.0, how, 6.0) == 6.0 / 15
    assert step_length(5.0, 4.0, how, 6.0) == 0.25
    assert step_length(0.0, 1.1, how, 6.0) == 6.0 / 7


def test_the_greatest_speed_counts_the_walk_of_t_cells_only():
    still = np.array([[0.0, 100], [0, 0], [0, 0]])
    pulled = Mechanics(cells_at(still), motion(), 16, ALONE).pull(4.0)
    assert pulled == (0.0, 0.0)
    walks = Mechanics(cells_at(still, np.array([[300.0], [0], [0]])), motion(), 16, ALONE).pull(4.0)
    assert walks == (4.0, 0.0)


def test_lists_are_made_anew_when_a_cell_has_left_its_margin():
    cells = cells_at(np.array([[0.0, 100], [0, 0], [0, 0]]), np.array([[300.0], [0], [0]]))
    mechanics, walk = Mechanics(cells, motion(), 16, ALONE), np.zeros((3, 3))
    walk[0, 2] = 4.0
    for _ in range(2):
        mechanics.pull(4.0)
        mechanics.go(walk, 1.0)
    assert mechanics.lists.made == 1
    assert mechanics.strayed
    mechanics.pull(4.0)
    assert mechanics.lists.made == 2
    walk[:] = [[0.0, 1.6, 0.0]] * 1 + [[0.0] * 3] * 2
    mechanics.go(walk, 0.9)
    assert not mechanics.strayed
    mechanics.pull(4.0)
    mechanics.go(walk, 0.1)
    assert mechanics.strayed

