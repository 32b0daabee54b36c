"""What cells put in and take out, what is left of it, and the shortcut over time."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.fields.field import (
    Field,
    balance,
    deposit,
    deposit_shared,
    solve_steady,
    step_transient,
)
from cartsim.simulate.agents.fields.grid import ON_SEROSA, Grid, cubic, voxel_of
from cartsim.simulate.agents.fields.multigrid import workspace

CELL = 2572.0
OXYGEN = Field("oxygen", "mmHg", 1e5, 0.1, 10.0, 38.0)
INTERFERON = Field("interferon gamma", "1", 6e3, 0.0039, 0.06)


def nodule(count, radius, seed=0):
    """Points evenly in the half of a ball that lies on the plane z = 0 (point, 3)."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(count, 3))
    points *= radius * random.random((count, 1)) ** (1 / 3) / np.linalg.norm(points, axis=1, keepdims=True)
    return np.abs(points) * [1, 1, 1] * np.sign(random.normal(size=(count, 3)) * [1, 1, 0] + [0, 0, 1])


def tissue(grid, count=9000, radius=250.0):
    """Volume of cells that take up [um^3] (z, y, x)."""
    return deposit(grid, voxel_of(grid, nodule(count, radius)), np.full(count, CELL)).amounts


def test_deposits_sum_to_what_the_cells_have():
    grid, random = cubic(800.0, faces=ON_SEROSA), np.random.default_rng(1)
    points, amounts = nodule(20_000, 300.0), 10 ** random.uniform(-6, 6, 20_000)
    voxels = voxel_of(grid, points)
    found = deposit(grid, voxels, amounts)
    expected = np.bincount(voxels, weights=amounts, minlength=found.amounts.size)
    assert found.outside == 0
    assert found.amounts.sum() == pytest.approx(amounts.sum(), rel=1e-14)
    assert np.array_equal(found.amounts.ravel(), expected)


def test_a_shared_deposit_keeps_amounts_and_their_centre():
    grid, random = cubic(800.0), np.random.default_rng(1)
    points, amounts = random.uniform(-380.0, 380.0, (1000, 3)), random.random(1000)
    found = deposit_shared(grid, points, amounts)
    assert found.outside == 0
    assert found.amounts.sum() == pytest.approx(amounts.sum(), rel=1e-13)
    for axis, centres in enumerate(grid.centres()):
        along = found.amounts.sum(axis=tuple(a for a in range(3) if a != 2 - axis))
        assert along @ centres == pytest.approx(points[:, axis] @ amounts, abs=1e-9)


def test_a_shared_deposit_near_a_face_stays_inside():
    grid = cubic(400.0, faces=ON_SEROSA)
    points = np.array([[0, 0, 0.1], [-199.9, 199.9, 399.9], [0, 0, -0.1], [np.nan, 0, 0]])
    found = deposit_shared(grid, points, np.array([1.0, 2.0, 4.0, 8.0]))
    assert found.outside == 2
    assert found.amounts.sum() == pytest.approx(3.0, rel=1e-14)
    assert found.amounts[-1, -1, 0] == 2.0


def test_cells_outside_are_counted_and_in_no_voxel():
    grid = cubic(400.0, faces=ON_SEROSA)
    points = np.array([[0, 0, 1], [0, 0, -1e-9], [200, 0, 0], [np.nan, 0, 0], [-200, 199.9, 0], [0, 0, np.inf]])
    found = deposit(grid, voxel_of(grid, points), np.arange(1.0, 7.0))
    assert found.outside == 4
    assert found.amounts.sum() == 1.0 + 5.0


def test_amounts_of_other_cells_are_refused():
    grid = cubic(400.0)
    with pytest.raises(ValueError, match="one amount for each cell"):
        deposit(grid, np.zeros(3, dtype=int), np.zeros(4))


@pytest.mark.parametrize(("field", "secreting"), [(OXYGEN, 0), (INTERFERON, 200)])
def test_what_enters_leaves(field, secreting):
    """Secretion = uptake + decay + outflow, to the summed residual."""
    grid = cubic(800.0, faces=ON_SEROSA)
    taking = tissue(grid)
    secretion = deposit(grid, voxel_of(grid, nodule(secreting, 250.0, 2)), np.ones(secreting)).amounts
    result = solve_steady(grid, field, taking, secretion)
    terms = balance(grid, field, result.values, taking, secretion)
    assert result.converged
    assert terms.secretion == secreting
    assert terms.turnover > 0
    assert abs(terms.gain) <= 1e-4 * terms.turnover
    assert terms.outflow[4] == 0.0
    assert (terms.outflow.sum() > 0) == (secreting > 0)


def test_the_balance_closes_with_the_residual():
    grid = cubic(800.0, faces=ON_SEROSA)
    taking, none = tissue(grid), np.zeros(grid.shape)
    gains = []
    for tolerance in (1e-5, 1e-8, 1e-11):
        field = Field("oxygen", "mmHg", 1e5, 0.1, 10.0, 38.0, tolerance)
        values = solve_steady(grid, field, taking, none).values
        terms = balance(grid, field, values, taking, none)
        gains.append(abs(terms.gain) / terms.turnover)
    assert gains[1] < 1e-2 * gains[0]
    assert gains[2] < 1e-9


def test_oxygen_falls_towards_the_middle_of_a_nodule():
    grid = cubic(800.0, faces=ON_SEROSA)
    result = solve_steady(grid, OXYGEN, tissue(grid), np.zeros(grid.shape))
    x, y, z = grid.centres()
    r = np.sqrt(z[:, None, None] ** 2 + y[None, :, None] ** 2 + x[None, None, :] ** 2)
    shells = [result.values[(low <= r) & (r < low + 40.0)].mean() for low in range(0, 400, 40)]
    assert np.all(np.diff(shells) > 0)
    assert 0 < result.values.min() < result.values.max() < 38.0


def test_uptake_is_rate_times_share_of_the_voxel_times_concentration():
    """One voxel's worth of cells in a closed voxel's neighbourhood takes 10 /min of what is there."""
    grid = Grid((8, 8, 8), 20.0, faces=("no_flux",) * 6)
    field = Field("marker", "1", 1e5, 0.0, 10.0)
    taking = np.full(grid.shape, 0.25 * grid.volume)
    result = solve_steady(grid, field, taking, np.full(grid.shape, 5.0 * grid.volume))
    assert result.values == pytest.approx(np.full(grid.shape, 5.0 / (10.0 * 0.25)), rel=1e-6)


@pytest.mark.parametrize(("field", "dt"), [(OXYGEN, 0.01), (INTERFERON, 0.1)])
def test_a_field_through_time_relaxes_to_its_steady_state(field, dt):
    grid = cubic(500.0, faces=ON_SEROSA)
    taking = tissue(grid, 3000, 180.0)
    secretion = deposit(grid, voxel_of(grid, nodule(100, 180.0, 2)), np.ones(100)).amounts
    steady = solve_steady(grid, field, taking, secretion).values
    start = np.full(grid.shape, float(np.mean(field.boundary)))
    relaxed = step_transient(grid, field, start, taking, secretion, dt=dt, steps=round(180 / dt))
    assert np.linalg.norm(relaxed - steady) <= 1e-4 * np.linalg.norm(steady)


def walked(field, dt, speed, spread):
    """Largest relative difference in L2 between rest and the field through time at the ends of two biology
    steps of 6 min, for 150 secreting cells that walk straight [um/min], each its own way, seen every .2 min.
    """
    grid, random = cubic(500.0, faces=ON_SEROSA), np.random.default_rng(8)
    taking, start, way = tissue(grid, 3000, 180.0), nodule(150, 180.0, 2), random.normal(size=(150, 3))
    way *= speed / np.linalg.norm(way, axis=1, keepdims=True)

    def secretion(minutes):
        points = start + minutes * way
        points[:, 2] = abs(points[:, 2])
        return spread(grid, points, np.ones(len(points))).amounts

    values, apart = solve_steady(grid, field, taking, secretion(0.0)).values, []
    for step in range(60):
        at = 0.2 * step + 0.1
        values = step_transient(grid, field, values, taking, secretion(at), dt=dt, steps=round(0.2 / dt))
        if step % 30 == 29:
            rest = solve_steady(grid, field, taking, secretion(0.2 * step + 0.2), start=values).values
            apart.append(np.linalg.norm(rest - values) / np.linalg.norm(values))
    return max(apart)


def to_voxels(grid, points, amounts):
    return deposit(grid, voxel_of(grid, points), amounts)


@pytest.mark.parametrize(
    ("field", "dt", "speed", "spread"),
    [(OXYGEN, 0.01, 4.0, to_voxels), (INTERFERON, 0.05, 1.0, to_voxels), (INTERFERON, 0.05, 4.0, deposit_shared)],
)
def test_rest_is_within_a_hundredth_of_the_field_of_moving_cells(field, dt, speed, spread):
    """Interferon lags minutes behind cells as fast as T cells; whole cells that jump from voxel to voxel
    would double that, so theirs are shared among voxels.
    """
    assert walked(field, dt, speed, spread) <= 0.01


def test_fields_solved_side_by_side_are_those_solved_one_after_another():
    grid = cubic(500.0, faces=ON_SEROSA)
    taking, none = tissue(grid, 3000, 180.0), np.ones(grid.shape)
    fields = [OXYGEN, INTERFERON, Field("chemokine", "1", 6e3, 0.01, 0.0)]
    rooms = [workspace(grid) for _ in fields]

    def rest(which):
        return solve_steady(grid, fields[which], taking, none, work=rooms[which]).values

    with crew(2) as hands:
        together = hands.each(rest, range(3))
    for found, which in zip(together, range(3), strict=True):
        assert np.array_equal(found, rest(which))


@pytest.mark.parametrize(
    ("name", "value"), [("diffusion", 0.0), ("decay", -1.0), ("uptake", np.nan), ("boundary", (1.0, 2.0))]
)
def test_a_field_that_cannot_be_names_what_is_wrong(name, value):
    given = {"diffusion": 1.0, "decay": 0.0, "uptake": 0.0, "boundary": 0.0} | {name: value}
    with pytest.raises(ValueError, match=name):
        Field("oxygen", "mmHg", **given)
