"""Steady states: against exact solutions, a sparse elimination, and themselves on any number of threads."""

from __future__ import annotations

import numpy as np
import pytest
from reference.diffusion import steady as reference

from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.fields import multigrid
from cartsim.simulate.agents.fields.grid import DIRICHLET, IN_FLUID, NO_FLUX, ON_SEROSA, Grid, good_count
from cartsim.simulate.agents.fields.multigrid import solve, workspace

CLOSED = (NO_FLUX,) * 6
TUBE = (NO_FLUX,) * 4 + (DIRICHLET,) * 2
MIXED = (DIRICHLET, NO_FLUX) * 3
SIZES = (16, 32, 48, 64)
EDGE = 300.0


def product(parts):
    """Of functions of x, y, z as an array (z, y, x)."""
    x, y, z = parts
    return z[:, None, None] * y[None, :, None] * x[None, None, :]


def errors(faces, exact, wave, offset, s=2.0, diffusion=1e3):
    """Largest error on grids of SIZES for u = offset + exact(x) exact(y) exact(z), lap u = -wave^2 (u -
    offset).
    """
    found = []
    for n in SIZES:
        grid = Grid((n,) * 3, EDGE / n, faces=faces)
        u = offset + product([exact[a](c / EDGE) for a, c in enumerate(grid.centres())])
        q = diffusion * wave**2 / EDGE**2 * (u - offset) + s * u
        result = solve(grid, diffusion, np.full(grid.shape, s), q, np.full(6, offset), tolerance=1e-11)
        assert result.converged
        found.append(float(abs(result.values - u).max()))
    return found


def orders(found):
    """Between neighbouring grids."""
    return np.log(np.divide(found[:-1], found[1:])) / np.log(np.divide(SIZES[1:], SIZES[:-1]))


def rise(x):
    return np.sin(np.pi * x)


def level(x):
    return np.cos(np.pi * x)


def half(x):
    return np.cos(np.pi * x / 2)


@pytest.mark.parametrize(
    ("faces", "exact", "wave"),
    [
        (IN_FLUID, (rise, rise, rise), np.pi * np.sqrt(3)),
        (CLOSED, (level, level, level), np.pi * np.sqrt(3)),
        (ON_SEROSA, (rise, rise, half), np.pi * np.sqrt(2.25)),
        (TUBE, (level, level, rise), np.pi * np.sqrt(3)),
    ],
)
def test_errors_fall_with_the_square_of_the_spacing(faces, exact, wave):
    found = errors(faces, exact, wave, offset=5.0)
    assert min(orders(found)) >= 1.9, found
    assert found[-1] < 2e-3


def ball(grid, radius, inside, outside, secretion, diffusion):
    """Exact field of a ball that secretes and takes up, around the origin: q / s + A sinh(r / l) / r in it,
    B exp(-r / m) / r around it, value and slope continuous.
    """
    reach, m = np.sqrt(diffusion / inside), np.sqrt(diffusion / outside)
    x, y, z = grid.centres()
    r = np.sqrt(z[:, None, None] ** 2 + y[None, :, None] ** 2 + x[None, None, :] ** 2)
    sinh, cosh, fall = np.sinh(radius / reach) / radius, np.cosh(radius / reach) / (reach * radius), np.exp(-radius / m) / radius
    matrix = [[sinh, -fall], [cosh - sinh / radius, fall / m + fall / radius]]
    a, b = np.linalg.solve(matrix, [-secretion / inside, 0.0])
    exact = np.where(r < radius, secretion / inside + a * np.sinh(r / reach) / r, b * np.exp(-r / m) / r)
    return r < radius, exact


@pytest.mark.parametrize(("n", "most"), [(32, 0.02), (64, 0.003), (128, 0.001)])
def test_a_ball_that_secretes_and_takes_up_has_its_exact_profile(n, most):
    """An eighth of it, by mirror planes; the steps of its surface cost part of the second order. Error in L2.
    """
    grid = Grid((n,) * 3, 640.0 / n, faces=(NO_FLUX, DIRICHLET) * 3)
    inside, exact = ball(grid, 300.0, 10.0, 60.0, 100.0, 1e5)
    s, q = np.where(inside, 10.0, 60.0), np.where(inside, 100.0, 0.0)
    result = solve(grid, 1e5, s, q, np.zeros(6), tolerance=1e-9)
    assert result.converged
    assert np.linalg.norm(result.values - exact) <= most * np.linalg.norm(exact)


@pytest.mark.parametrize("faces", [IN_FLUID, ON_SEROSA, MIXED, CLOSED])
@pytest.mark.parametrize("counts", [(16, 8, 24), (9, 7, 11), (10, 14, 6)])
def test_a_solution_is_that_of_sparse_elimination(counts, faces):
    random = np.random.default_rng(3)
    grid = Grid(counts, 20.0, faces=faces)
    s, q, values = 10 ** random.uniform(-2, 1, grid.shape), random.random(grid.shape), random.random(6) * 40
    result = solve(grid, 1e3, s, q, values, tolerance=1e-11)
    exact = reference(grid, 1e3, s, q, values)
    assert result.converged
    assert abs(result.values - exact).max() <= 1e-8 * abs(exact).max()


def rates(result):
    """What each cycle but the first leaves of the residual: the first meets the start, not the slowest mode.
    """
    return np.divide(result.residuals[2:], result.residuals[1:-1])


@pytest.mark.parametrize("faces", [IN_FLUID, ON_SEROSA, MIXED, TUBE, CLOSED])
@pytest.mark.parametrize("contrast", [1.0, 1e3])
@pytest.mark.parametrize("n", [16, 56])
def test_a_cycle_leaves_at_most_an_eighth_of_the_residual(n, contrast, faces):
    """Also where cells that take up a thousand times more than the fluid lie scattered among it."""
    random = np.random.default_rng(5)
    grid = Grid((n,) * 3, 20.0, faces=faces)
    s = np.where(random.random(grid.shape) < 0.3, 0.05 * contrast, 0.05)
    result = solve(grid, 1e5, s, random.random(grid.shape), np.full(6, 38.0), tolerance=1e-10)
    assert result.converged
    assert max(rates(result)) <= 0.13
    assert result.cycles <= 12


@pytest.mark.parametrize(("diffusion", "rate"), [(1e5, 0.15), (1e4, 0.2), (1e3, 0.35)])
def test_a_sharp_border_of_uptake_slows_a_cycle_as_stated(diffusion, rate):
    """Uptake of 10 /min beside .01: reach of 100, 32 and 10 um, the last half a voxel."""
    grid = Grid((48,) * 3, 20.0, faces=ON_SEROSA)
    s = np.full(grid.shape, 0.01)
    s[:20, 10:30, 15:40] = 10.0
    result = solve(grid, diffusion, s, np.zeros(grid.shape), np.full(6, 38.0), tolerance=1e-10)
    assert result.converged
    assert max(rates(result)) <= rate


@pytest.mark.parametrize(("shared", "counts"), [(1, (24, 20, 36)), (1, (40, 48, 32)), (400_000, (24, 20, 36))])
def test_the_bits_are_the_same_for_any_number_of_threads(monkeypatch, shared, counts):
    monkeypatch.setattr(multigrid, "SHARED", shared)
    random = np.random.default_rng(7)
    grid = Grid(counts, 20.0, faces=ON_SEROSA)
    s, q = random.random(grid.shape), random.random(grid.shape)
    results = []
    for threads in (1, 2, 3, 4):
        with crew(threads) as hands:
            results.append(solve(grid, 1e4, s, q, np.arange(6.0), tolerance=1e-9, crew=hands))
    for other in results[1:]:
        assert other.residuals == results[0].residuals
        assert np.array_equal(other.values, results[0].values)


def test_a_workspace_leaves_no_trace_in_the_next_solve():
    random = np.random.default_rng(9)
    grid = Grid((16,) * 3, 20.0)
    work, s, q = workspace(grid), random.random(grid.shape), random.random(grid.shape)
    fresh = solve(grid, 1e4, s, q, np.full(6, 1.0))
    spoilt = solve(grid, 1e4, s * np.nan, q, np.full(6, np.inf), work=work)
    again = solve(grid, 1e4, s, q, np.full(6, 1.0), work=work)
    assert not spoilt.converged
    assert again.residuals == fresh.residuals
    assert np.array_equal(again.values, fresh.values)


def test_a_warm_start_needs_fewer_cycles_and_gives_the_same():
    random = np.random.default_rng(11)
    grid = Grid((32,) * 3, 20.0)
    s, q = 10 * random.random(grid.shape), np.zeros(grid.shape)
    cold = solve(grid, 1e5, s, q, np.full(6, 38.0), tolerance=1e-8)
    near = solve(grid, 1e5, s * (1 + 1e-3 * random.random(grid.shape)), q, np.full(6, 38.0), tolerance=1e-8)
    warm = solve(grid, 1e5, s, q, np.full(6, 38.0), tolerance=1e-8, start=near.values)
    assert warm.cycles < cold.cycles
    assert abs(warm.values - cold.values).max() < 1e-5


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
@pytest.mark.parametrize("where", ["s", "q", "values", "start"])
def test_what_is_no_number_never_converges(bad, where):
    grid = Grid((8,) * 3, 20.0)
    given = {"s": np.ones(grid.shape), "q": np.ones(grid.shape), "values": np.ones(6), "start": np.ones(grid.shape)}
    given[where].flat[-1] = bad
    result = solve(grid, 1e4, given["s"], given["q"], given["values"], start=given["start"])
    fine = where != "s" and bad == -1.0
    assert result.converged == fine
    assert (result.residual <= 1e-6) == fine


def test_a_solve_that_cannot_end_says_so():
    """Without loss and with closed faces there is no steady state of a source."""
    grid = Grid((16,) * 3, 20.0, faces=CLOSED)
    result = solve(grid, 1e4, np.zeros(grid.shape), np.ones(grid.shape), np.zeros(6))
    assert not result.converged
    assert result.residual > 1e-3


def test_nothing_in_nothing_out():
    grid = Grid((8,) * 3, 20.0)
    result = solve(grid, 1e4, np.ones(grid.shape), np.zeros(grid.shape), np.zeros(6), start=np.ones(grid.shape))
    assert result.converged
    assert result.cycles == 0
    assert not result.values.any()


def test_an_array_of_another_shape_is_refused():
    grid = Grid((8, 8, 16), 20.0)
    with pytest.raises(ValueError, match="shape"):
        solve(grid, 1e4, np.ones((8, 8, 16)), np.zeros(grid.shape), np.zeros(6))


@pytest.mark.parametrize("least", [3, 8, 25, 50, 76, 150, 152])
def test_good_counts_halve_to_a_few_voxels(least):
    count = good_count(least)
    assert least <= count <= max(4, 1.25 * least + 1)
    while count % 2 == 0 and count > 4:
        count //= 2
    assert count <= 7
