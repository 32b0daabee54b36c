"""Amounts of cells on voxels. One cell after the other, in their order: the same bits however they were made.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cartsim._jit import inner, kernel
from cartsim.simulate.agents.fields.grid import Grid


class Deposit(NamedTuple):
    """Amounts by voxel (z, y, x), and how many cells lay outside the domain: theirs are in no voxel."""

    amounts: np.ndarray
    outside: int


def deposit(grid: Grid, voxels: np.ndarray, amounts: np.ndarray) -> Deposit:
    """Add each cell's amount (cell) to its voxel (cell), as given by `grid.voxel_of`."""
    total, cells = np.zeros(grid.shape), np.ascontiguousarray(voxels, dtype=np.int64)
    return Deposit(total, int(_add(cells, _each(cells, amounts), total.reshape(-1))))


def deposit_shared(grid: Grid, points: np.ndarray, amounts: np.ndarray) -> Deposit:
    """Share each cell's amount (cell) among the eight voxels whose centres surround it (cell, 3) [um], by
    trilinear weights; beyond the last centre the last voxel takes it. A source that moves then moves
    smoothly.
    """
    total, points = np.zeros(grid.shape), np.ascontiguousarray(points, dtype=np.float64)
    origin = np.array(grid.origin, dtype=np.float64)
    return Deposit(total, int(_share(points, _each(points[:, 0], amounts), origin, grid.spacing, total)))


def _each(cells: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    amounts = np.ascontiguousarray(amounts, dtype=np.float64)
    if cells.shape != amounts.shape or cells.ndim != 1:
        raise ValueError(f"needs one amount for each cell; got {amounts.shape} for {cells.shape}")
    return amounts


@kernel
def _add(voxels, amounts, total):
    """Add amounts to voxels; the number of those outside."""
    outside = 0
    for cell in range(voxels.shape[0]):
        if 0 <= voxels[cell] < total.shape[0]:
            total[voxels[cell]] += amounts[cell]
        else:
            outside += 1
    return outside


@kernel
def _share(points, amounts, origin, spacing, total):
    """Add amounts to the voxels around points; the number of those outside."""
    nz, ny, nx = total.shape
    outside = 0
    for cell in range(points.shape[0]):
        x = (points[cell, 0] - origin[0]) / spacing
        y = (points[cell, 1] - origin[1]) / spacing
        z = (points[cell, 2] - origin[2]) / spacing
        if not (0.0 <= x < nx and 0.0 <= y < ny and 0.0 <= z < nz):
            outside += 1
            continue
        i, a = place(x, nx)
        j, b = place(y, ny)
        k, c = place(z, nz)
        for side in range(8):
            dx, dy, dz = side & 1, side >> 1 & 1, side >> 2
            share = (a if dx else 1.0 - a) * (b if dy else 1.0 - b) * (c if dz else 1.0 - c)
            if share > 0.0:
                total[k + dz, j + dy, i + dx] += share * amounts[cell]
    return outside


@inner
def place(x, count):
    """The voxel whose centre lies below x, in voxels from the low face, and how far x is on to the next
    centre.
    """
    x = min(max(x - 0.5, 0.0), count - 1.0)
    i = min(int(x), count - 2)
    return i, x - i
