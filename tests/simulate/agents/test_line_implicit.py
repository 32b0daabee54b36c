"""Fields through time: against a second implementation, an exact decay, the steady state, and any threads."""

from __future__ import annotations

import numpy as np
import pytest
from reference import diffusion as reference

from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.fields.grid import DIRICHLET, IN_FLUID, NO_FLUX, ON_SEROSA, Grid
from cartsim.simulate.agents.fields.line_implicit import current, march, march_increments, prepare
from cartsim.simulate.agents.fields.multigrid import solve

CLOSED = (NO_FLUX,) * 6
MIXED = (DIRICHLET, NO_FLUX) * 3
VALUES = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.0])


def problem(counts=(19, 21, 10), faces=MIXED, seed=0):
    """A grid and random start, loss and source (z, y, x)."""
    random = np.random.default_rng(seed)
    grid = Grid(counts, 20.0, faces=faces)
    return grid, *(random.random(grid.shape) * size for size in (1.0, 10.0, 5.0))


def stepped(grid, start, s, q, *, way=march, steps=4, dt=0.1, diffusion=1e4, dtype=np.float64, threads=1):
    """The field after some steps, with a decay of .1 /min."""
    lines = prepare(grid, start, diffusion, 0.1, VALUES, dt, s=s, q=q, dtype=dtype, threads=threads)
    with crew(threads) as hands:
        return current(way(lines, steps, hands) or lines)


@pytest.mark.parametrize("faces", [IN_FLUID, ON_SEROSA, MIXED, CLOSED])
@pytest.mark.parametrize("counts", [(16, 8, 24), (19, 21, 10), (8, 33, 8)])
@pytest.mark.parametrize(("way", "second"), [(march, reference.split), (march_increments, reference.increments)])
def test_a_step_is_that_of_the_second_implementation(counts, faces, way, second):
    grid, start, s, q = problem(counts, faces)
    expected = second(grid, start, 1e4, 0.1, s, q, VALUES, 0.1, 4)
    assert abs(stepped(grid, start, s, q, way=way) - expected).max() <= 1e-12 * abs(expected).max()


@pytest.mark.parametrize("way", [march, march_increments])
def test_values_kept_in_float32_are_right_to_its_digits(way):
    grid, start, s, q = problem()
    exact = stepped(grid, start, s, q, way=way, steps=50)
    rounded = stepped(grid, start, s, q, way=way, steps=50, dtype=np.float32)
    assert rounded.dtype == np.float32
    assert abs(rounded - exact).max() <= 2e-6 * abs(exact).max()


@pytest.mark.parametrize("way", [march, march_increments])
def test_no_reaction_is_a_reaction_of_nothing(way):
    grid, start, _, _ = problem()
    nothing = np.zeros(grid.shape)
    plain, reacting = (stepped(grid, start, s, s, way=way) for s in (None, nothing))
    assert abs(plain - reacting).max() <= 1e-14 * abs(plain).max()


@pytest.mark.parametrize("way", [march, march_increments])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_bits_are_the_same_for_any_number_of_threads(way, dtype):
    grid, start, s, q = problem((24, 40, 35))
    fields = [stepped(grid, start, s, q, way=way, dtype=dtype, threads=threads) for threads in (1, 2, 3, 4)]
    for other in fields[1:]:
        assert np.array_equal(other, fields[0])


@pytest.mark.parametrize("way", [march, march_increments])
def test_a_wave_in_a_closed_box_decays_at_its_rate(way):
    """cos(pi x) cos(pi y) cos(pi z) exp(-(decay + 3 pi^2 D) t) in a unit cube: of first order in dt."""
    grid = Grid((32,) * 3, 10.0, faces=CLOSED)
    x, y, z = (np.cos(np.pi * c / 320.0) for c in grid.centres())
    wave = z[:, None, None] * y[None, :, None] * x[None, None, :]
    rate, errors = 0.1 + 3 * 1e4 * (np.pi / 320.0) ** 2, []
    for steps in (100, 200):
        lines = prepare(grid, wave, 1e4, 0.1, np.zeros(6), 0.5 / steps)
        found = current(way(lines, steps) or lines)
        errors.append(abs(found - wave * np.exp(-rate * 0.5)).max() / np.exp(-rate * 0.5))
    assert errors[1] < 0.02
    assert errors[1] < 0.62 * errors[0]


@pytest.mark.parametrize("way", [march, march_increments])
def test_what_is_in_a_closed_box_stays_there(way):
    grid, start, _, _ = problem(faces=CLOSED)
    lines = prepare(grid, start, 1e5, 0.0, np.zeros(6), 0.01)
    found = current(way(lines, 200) or lines)
    assert found.sum() == pytest.approx(start.sum(), rel=1e-12)
    assert np.ptp(found) < 0.1 * np.ptp(start)


@pytest.mark.parametrize("dt", [1.0, 1e3, 1e6])
@pytest.mark.parametrize("faces", [IN_FLUID, CLOSED])
def test_no_step_is_too_long(dt, faces):
    """Split fields stay between the least and the largest of what they are made of."""
    grid, start, s, _ = problem(faces=faces)
    found = stepped(grid, start, s, None, steps=50, dt=dt, diffusion=1e5)
    assert found.min() >= 0.0
    assert found.max() <= VALUES.max()


@pytest.mark.parametrize("dt", [0.01, 1.0, 1e3, 1e6])
@pytest.mark.parametrize("contrast", [1.0, 1e3])
@pytest.mark.parametrize("faces", [IN_FLUID, MIXED, CLOSED])
def test_splitting_the_change_amplifies_no_mode(dt, contrast, faces):
    """Spectral radius of a step on a small grid, scattered losses of up to dt s = 1e6 and more among none. A
    sum of commuting parts cannot grow; for these parts, which do not commute, this is what is known.
    """
    random = np.random.default_rng(1)
    grid = Grid((8, 5, 6), 20.0, faces=faces)
    s = np.where(random.random(grid.shape) < 0.5, contrast * 10 ** random.uniform(-3, 0, grid.shape), 0.0)
    columns = []
    for unit in np.eye(s.size):
        lines = prepare(grid, unit.reshape(grid.shape), 1e5, 0.1, np.zeros(6), dt, s=s)
        columns.append(current(march_increments(lines, 1)).ravel())
    assert abs(np.linalg.eigvals(np.array(columns).T)).max() < 1.0 + 1e-12


@pytest.mark.parametrize("dt", [0.01, 0.1])
@pytest.mark.parametrize("faces", [IN_FLUID, ON_SEROSA])
def test_a_split_change_rests_at_the_steady_state(dt, faces):
    grid, start, s, q = problem((16, 16, 16), faces)
    steady = solve(grid, 1e4, s + 0.1, q, VALUES, tolerance=1e-12).values
    found = stepped(grid, start, s, q, way=march_increments, steps=2000, dt=dt)
    assert abs(found - steady).max() <= 1e-9 * abs(steady).max()


def test_a_split_field_rests_beside_it_by_first_order_in_dt():
    grid, start, s, q = problem((16, 16, 16), IN_FLUID)
    steady = solve(grid, 1e4, s + 0.1, q, VALUES, tolerance=1e-12).values
    beside = [np.linalg.norm(stepped(grid, start, s, q, steps=3000, dt=dt) - steady) for dt in (0.01, 0.005)]
    assert beside[0] > 1e-3 * np.linalg.norm(steady)
    assert 1.8 < beside[0] / beside[1] < 2.1


def test_both_ways_follow_the_unsplit_field():
    """Backward Euler without splitting, at a quarter of the step."""
    grid, start, s, q = problem((8, 10, 12), ON_SEROSA)
    smooth = solve(grid, 1e3, s, start, VALUES).values
    expected = reference.backward_euler(grid, smooth, 1e3, s + 0.1, q, VALUES, 0.0005, 200)
    for way in (march, march_increments):
        found = stepped(grid, smooth, s, q, way=way, steps=50, dt=0.002, diffusion=1e3)
        assert np.linalg.norm(found - expected) <= 0.01 * np.linalg.norm(expected)
