"""A field between the centres of its voxels: value and gradient at given points, by trilinear interpolation.

Beyond a face that holds a value b the field is continued by 2 b - u, beyond one that lets nothing through by
u itself. The gradient is that of the interpolant: constant along its own direction within a cell of the
centres' lattice, exact for a linear field. No array of gradients is made.
"""

from __future__ import annotations

import math

import numpy as np

from cartsim._jit import inner, kernel
from cartsim.simulate.agents.fields.grid import Grid


def at_points(
    grid: Grid, values: np.ndarray, boundary: np.ndarray, points: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Value [unit] (point) and gradient [unit/um] (point, 3) of a field (z, y, x) with these values on the
    faces (6) at points (point, 3) [um]; NaN outside the domain.
    """
    if values.shape != grid.shape:
        raise ValueError(f"values: needs shape (z, y, x) {grid.shape}; got {values.shape}")
    values = np.ascontiguousarray(values, dtype=np.float64)
    points = np.ascontiguousarray(points, dtype=np.float64)
    found, slope = np.empty(len(points)), np.empty((len(points), 3))
    faces = np.where(grid.fixed, np.asarray(boundary, dtype=np.float64), np.nan)
    origin = np.array(grid.origin, dtype=np.float64)
    sample(values, faces, origin, grid.spacing, points, found, slope, 0, len(points))
    return found, slope


@kernel
def sample(values, faces, origin, spacing, points, found, slope, low, high):
    """Fill `found` (point) and `slope` (point, 3) for points `low` to `high`. `faces` (6): NaN lets nothing
    pass.
    """
    nz, ny, nx = values.shape
    for p in range(low, high):
        x = (points[p, 0] - origin[0]) / spacing - 0.5
        y = (points[p, 1] - origin[1]) / spacing - 0.5
        z = (points[p, 2] - origin[2]) / spacing - 0.5
        if -0.5 <= x <= nx - 0.5 and -0.5 <= y <= ny - 0.5 and -0.5 <= z <= nz - 0.5:
            interpolate(values, faces, x, y, z, spacing, found, slope, p)
        else:
            found[p] = slope[p, 0] = slope[p, 1] = slope[p, 2] = math.nan


@inner
def interpolate(values, faces, x, y, z, spacing, found, slope, p):
    """Value and gradient at a place in units of voxels from the first centre."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    a, b, c = x - i, y - j, z - k
    u000, u100 = corner(values, faces, k, j, i), corner(values, faces, k, j, i + 1)
    u010, u110 = corner(values, faces, k, j + 1, i), corner(values, faces, k, j + 1, i + 1)
    u001, u101 = corner(values, faces, k + 1, j, i), corner(values, faces, k + 1, j, i + 1)
    u011, u111 = corner(values, faces, k + 1, j + 1, i), corner(values, faces, k + 1, j + 1, i + 1)
    v00, v10 = u000 + a * (u100 - u000), u010 + a * (u110 - u010)
    v01, v11 = u001 + a * (u101 - u001), u011 + a * (u111 - u011)
    w0, w1 = v00 + b * (v10 - v00), v01 + b * (v11 - v01)
    found[p] = w0 + c * (w1 - w0)
    slope[p, 2] = (w1 - w0) / spacing
    slope[p, 1] = ((1.0 - c) * (v10 - v00) + c * (v11 - v01)) / spacing
    d0 = (1.0 - b) * (u100 - u000) + b * (u110 - u010)
    d1 = (1.0 - b) * (u101 - u001) + b * (u111 - u011)
    slope[p, 0] = ((1.0 - c) * d0 + c * d1) / spacing


@inner
def corner(values, faces, k, j, i):
    """The field at a centre, or one voxel beyond the faces."""
    nz, ny, nx = values.shape
    v = values[min(max(k, 0), nz - 1), min(max(j, 0), ny - 1), min(max(i, 0), nx - 1)]
    v = beyond(v, i, nx, faces[0], faces[1])
    v = beyond(v, j, ny, faces[2], faces[3])
    return beyond(v, k, nz, faces[4], faces[5])


@inner
def beyond(v, place, count, low, high):
    """v continued through a face of its line of centres, if `place` lies beyond one."""
    if place < 0 and not math.isnan(low):
        return 2.0 * low - v
    if place >= count and not math.isnan(high):
        return 2.0 * high - v
    return v
