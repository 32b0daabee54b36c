"""Voxels, and fields between their centres."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.simulate.agents.fields.gradient import at_points
from cartsim.simulate.agents.fields.grid import IN_FLUID, NO_FLUX, ON_SEROSA, Grid, cubic, voxel_of


@pytest.mark.parametrize("edge", [500.0, 760.0, 1000.0, 1500.0, 3000.0])
def test_a_domain_is_covered_by_voxels_of_at_most_20_um(edge):
    grid = cubic(edge)
    assert grid.spacing <= 20.0
    assert grid.counts[0] * grid.spacing == pytest.approx(edge)
    assert grid.spacing > 15.0
    assert grid.origin == (-edge / 2,) * 3


def test_a_wall_is_the_plane_z_0():
    assert cubic(500.0, faces=ON_SEROSA).origin == (-250.0, -250.0, 0.0)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"counts": (8, 8)}, "counts"),
        ({"counts": (8, 8, 1)}, "counts"),
        ({"spacing": 21.0}, "spacing"),
        ({"spacing": float("nan")}, "spacing"),
        ({"origin": (0.0, 0.0, float("inf"))}, "origin"),
        ({"faces": ("dirichlet",) * 5}, "faces"),
        ({"faces": ("open",) * 6}, "faces"),
    ],
)
def test_a_grid_that_cannot_be_names_what_is_wrong(changed, name):
    with pytest.raises(ValueError, match=name):
        Grid(**{"counts": (8, 8, 8), "spacing": 20.0} | changed)


def test_the_voxel_of_a_centre_is_its_own():
    grid = Grid((5, 6, 7), 15.0, (-3.0, 4.0, 5.0))
    x, y, z = grid.centres()
    points = np.array([[a, b, c] for c in z for b in y for a in x])
    assert np.array_equal(voxel_of(grid, points), np.arange(5 * 6 * 7))
    assert np.array_equal(voxel_of(grid, points - [0, 0, 7.4]), np.arange(5 * 6 * 7))


def linear(grid, slope):
    x, y, z = grid.centres()
    return 2.0 + slope[2] * z[:, None, None] + slope[1] * y[None, :, None] + slope[0] * x[None, None, :]


def test_a_linear_field_is_exact_between_centres():
    grid, slope = Grid((6, 7, 8), 20.0, (-50.0, 0.0, 10.0)), np.array([0.3, -0.2, 0.1])
    random = np.random.default_rng(0)
    low, high = np.add(grid.origin, 10.0), np.add(grid.origin, np.multiply(grid.counts, 20.0) - 10.0)
    points = random.uniform(low, high, (500, 3))
    values, slopes = at_points(grid, linear(grid, slope), np.zeros(6), points)
    assert values == pytest.approx(2.0 + points @ slope, rel=1e-12)
    assert slopes == pytest.approx(np.broadcast_to(slope, (500, 3)), rel=1e-9)


def test_between_the_last_centre_and_a_face_the_face_counts():
    """Values of the faces fit a field that is linear in x: it is exact up to the faces; in y nothing passes.
    """
    faces = ("dirichlet", "dirichlet", NO_FLUX, NO_FLUX, NO_FLUX, NO_FLUX)
    grid = Grid((6, 6, 6), 20.0, faces=faces)
    field, boundary = linear(grid, (0.5, 0.0, 0.0)), np.array([2.0, 62.0, 0, 0, 0, 0])
    points = np.random.default_rng(1).uniform(0.0, 120.0, (500, 3))
    values, slopes = at_points(grid, field, boundary, points)
    assert values == pytest.approx(2.0 + 0.5 * points[:, 0], rel=1e-12)
    assert slopes == pytest.approx(np.broadcast_to([0.5, 0.0, 0.0], (500, 3)), abs=1e-12)


def test_a_gradient_is_the_slope_of_the_interpolant():
    grid, random = Grid((6, 6, 6), 20.0, faces=IN_FLUID), np.random.default_rng(2)
    field, boundary = random.random(grid.shape), random.random(6)
    points = random.uniform(0.1, 119.9, (200, 3))
    points = points[abs((points / 20.0) % 1 - 0.5).min(axis=1) > 0.01]
    _, slopes = at_points(grid, field, boundary, points)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 1e-4
        above, below = (at_points(grid, field, boundary, points + sign * step)[0] for sign in (1, -1))
        assert (above - below) / 2e-4 == pytest.approx(slopes[:, axis], abs=1e-8)


def test_the_value_at_a_centre_is_the_voxels():
    grid, random = Grid((5, 6, 7), 15.0, (-3.0, 4.0, 5.0)), np.random.default_rng(3)
    field = random.random(grid.shape)
    x, y, z = grid.centres()
    points = np.array([[a, b, c] for c in z for b in y for a in x])
    values, _ = at_points(grid, field, np.zeros(6), points)
    assert values == pytest.approx(field.ravel(), abs=1e-14)


@pytest.mark.parametrize("point", [(-0.1, 50, 50), (50, 120.1, 50), (50, 50, np.nan), (np.inf, 50, 50)])
def test_outside_the_domain_there_is_no_number(point):
    grid = Grid((6, 6, 6), 20.0)
    values, slopes = at_points(grid, np.ones(grid.shape), np.ones(6), np.array([point]))
    assert np.isnan(values).all()
    assert np.isnan(slopes).all()


def test_an_array_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        at_points(Grid((6, 6, 8), 20.0), np.ones((6, 6, 8)), np.ones(6), np.zeros((1, 3)))
