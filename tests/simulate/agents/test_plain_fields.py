"""The fields as plain Python. Run with `NUMBA_DISABLE_JIT=1` (`make coverage`) every line of the kernels is
counted; compiled, the same small problem is checked against the same facts.
"""

from __future__ import annotations

import numpy as np
import pytest
from reference import diffusion as reference

from cartsim.simulate.agents import crew as crews
from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.fields import multigrid
from cartsim.simulate.agents.fields.deposit import deposit, deposit_shared
from cartsim.simulate.agents.fields.field import Field, balance, solve_steady, step_transient
from cartsim.simulate.agents.fields.gradient import at_points
from cartsim.simulate.agents.fields.grid import ON_SEROSA, Grid, voxel_of
from cartsim.simulate.agents.fields.line_implicit import current, march, march_increments, prepare

VALUES = np.arange(6.0)


def small(counts=(8, 6, 10)):
    random = np.random.default_rng(0)
    grid = Grid(counts, 20.0, faces=ON_SEROSA)
    return grid, random.random(grid.shape), random.random(grid.shape)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_steady_state_on_two_levels(monkeypatch, threads):
    monkeypatch.setattr(multigrid, "SHARED", 1)
    monkeypatch.setattr(crews, "THINNEST", 4)
    grid, s, q = small()
    with crew(threads) as hands:
        result = multigrid.solve(grid, 1e3, s, q, VALUES, tolerance=1e-9, crew=hands)
    assert result.converged
    assert result.values == pytest.approx(reference.steady(grid, 1e3, s, q, VALUES), rel=1e-7)


def test_a_steady_state_on_one_level_of_odd_counts():
    grid, s, q = small((5, 3, 7))
    result = multigrid.solve(grid, 1e3, s, q, VALUES)
    assert result.values == pytest.approx(reference.steady(grid, 1e3, s, q, VALUES), rel=1e-4)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("way", "second"), [(march, reference.split), (march_increments, reference.increments)])
def test_two_steps(monkeypatch, way, second, dtype, threads):
    monkeypatch.setattr(crews, "THINNEST", 2)
    grid, s, q = small()
    lines = prepare(grid, s, 1e3, 0.1, VALUES, 0.1, s=s, q=q, dtype=dtype, threads=threads)
    with crew(threads) as hands:
        lines = way(lines, 2, hands) or lines
    assert current(lines) == pytest.approx(second(grid, s, 1e3, 0.1, s, q, VALUES, 0.1, 2), rel=1e-5)


def test_a_field_and_its_balance():
    grid, taking, secretion = small()
    field = Field("marker", "1", 1e3, 0.1, 10.0, tuple(VALUES), 1e-10)
    rest = solve_steady(grid, field, taking * grid.volume, secretion).values
    terms = balance(grid, field, rest, taking * grid.volume, secretion)
    assert abs(terms.gain) < 1e-6 * terms.turnover
    stepped = step_transient(grid, field, rest, taking * grid.volume, secretion, dt=0.1, steps=1)
    assert stepped == pytest.approx(rest, rel=1e-6)


def test_cells_and_points():
    grid, s, _ = small()
    points = np.array([[3.0, 117.0, 50.0], [80.0, 60.0, 199.0], [-1.0, 0.0, 0.0]])
    amounts = np.array([1.0, 2.0, 4.0])
    assert deposit(grid, voxel_of(grid, points), amounts).outside == 1
    assert deposit_shared(grid, points, amounts).amounts.sum() == pytest.approx(3.0)
    values, slopes = at_points(grid, s, VALUES, points)
    assert np.isfinite(values).tolist() == [True, True, False]
    assert np.isfinite(slopes).all(axis=1).tolist() == [True, True, False]
