"""Geometric multigrid for the steady state of a field:  D lap(u) - s u + q = 0.

Cell-centred finite volumes on cubic voxels: second order; a fixed value stands on the face, half a voxel from
the last centre. A V(2,1)-cycle of red-black Gauss-Seidel sweeps, the mean of eight voxels downwards and
trilinear interpolation upwards (Mohr and Wienands, Comput Visual Sci 7:129, 2004,
doi:10.1007/s00791-004-0137-0), with the equation discretised anew on each level and s averaged. Levels halve
while all counts are even and more than 4; the coarsest is solved by over-relaxation. Doubles; the same bits
for any number of threads.
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from cartsim._lanes import LANES
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.fields import arrange as a_
from cartsim.simulate.agents.fields import cycle as c_
from cartsim.simulate.agents.fields import red_black as r_
from cartsim.simulate.agents.fields.grid import Grid

SWEEPS = (2, 1)
"""Before and after the correction from the coarser grid."""
MOST_CYCLES = 40
"""A solve that needs more has failed, and says so."""
FEWEST = 4
"""No level has fewer voxels in a direction than half of what is more than this."""
SHARED = 400_000
"""Voxels of a level from which on threads share it; a smaller one is done before they are woken."""


class Work(NamedTuple):
    """Room for one solve at a time on one grid; arrays as in `red_black`."""

    table: np.ndarray
    faces: np.ndarray
    mask: np.ndarray
    u: np.ndarray
    f: np.ndarray
    diagonal: np.ndarray
    inverse: np.ndarray
    wide: np.ndarray
    line: np.ndarray
    room: np.ndarray
    sums: np.ndarray


class Steady(NamedTuple):
    """A field at rest: values (z, y, x), the residual before the first and after each cycle relative to the
    right-hand side (both in the L2 norm), and whether the last of them is within the tolerance.
    """

    values: np.ndarray
    residuals: tuple[float, ...]
    converged: bool

    @property
    def cycles(self) -> int:
        return len(self.residuals) - 1

    @property
    def residual(self) -> float:
        return self.residuals[-1]


def workspace(grid: Grid, threads: int = 1) -> Work:
    """Room for solves on this grid by at most so many threads: about 60 bytes for a voxel."""
    counts = [grid.counts]
    while all(n % 2 == 0 and n > FEWEST for n in counts[-1]):
        counts.append(tuple(n // 2 for n in counts[-1]))  # type: ignore[arg-type]
    table = _table(counts)
    size, mask_size, wide_size = table[-1, [r_.FIRST, r_.MASK, r_.WIDE_FIRST]]
    mask = np.zeros(mask_size)
    for row in table[:-1]:
        for parity in range(2):
            at = row[r_.MASK] + parity * row[r_.PITCH]
            mask[at : at + (row[r_.NX] - parity + 1) // 2] = 1.0
    u, f, diagonal, inverse = (_aligned(2, size) for _ in range(4))
    line = np.zeros((threads, 2 * _whole(grid.counts[0]) + 4 * LANES))
    ghosts = np.where(grid.fixed, -1.0, 1.0)
    room, sums = np.zeros(grid.counts[2] * LANES), np.zeros(grid.counts[2])
    return Work(table, ghosts, mask, u, f, diagonal, inverse, np.zeros(wide_size), line, room, sums)


def _table(counts: list[tuple[int, int, int]]) -> np.ndarray:
    """Where each level lies; a last row says where the arrays end."""
    table = np.zeros((len(counts) + 1, r_.COLUMNS), dtype=np.int64)
    first, mask, wide_first = LANES, 0, 0
    for row, (nx, ny, nz) in zip(table, counts, strict=False):
        pitch, wide_pitch = _whole((nx + 1) // 2 + 1), _whole(nx + 2)
        plane, wide_plane = pitch * (ny + 2), wide_pitch * (ny + 2)
        row[:] = nx, ny, nz, pitch, plane, first, mask, wide_pitch, wide_plane, wide_first
        first, mask = first + plane * (nz + 2), mask + 2 * pitch
        wide_first += wide_plane * (nz + 2)
    table[-1, [r_.FIRST, r_.MASK, r_.WIDE_FIRST]] = first + LANES, mask, wide_first
    return table


def _whole(count: int) -> int:
    """Up to whole vectors."""
    return -(-count // LANES) * LANES


def _aligned(rows: int, size: int) -> np.ndarray:
    """Zeros (rows, size) whose rows start where vectors do."""
    size = _whole(size)
    room = np.zeros(rows * size + LANES)
    first = (-(room.ctypes.data // room.itemsize)) % LANES
    return room[first : first + rows * size].reshape(rows, size)


def solve(
    grid: Grid,
    diffusion: float,
    s: np.ndarray,
    q: np.ndarray,
    values: np.ndarray,
    *,
    start: np.ndarray | None = None,
    tolerance: float = 1e-6,
    work: Work | None = None,
    crew: Crew = ALONE,
) -> Steady:
    """Steady state for D [um^2/min], s [1/min] and q [unit/min] (z, y, x), values on the faces (6) [unit]
    (those where nothing passes are not read), from `start` (z, y, x) or zero. What is not finite, or an s
    below zero, ends unconverged.
    """
    work = work or workspace(grid, crew.threads)
    flat = [_flat(grid, a) for a in (np.zeros(grid.shape) if start is None else start, s, q)]
    size = math.sqrt(_arrange(grid, work, diffusion, flat, np.asarray(values, dtype=float), crew))
    if size == 0.0:
        return Steady(np.zeros(grid.shape), (0.0,), True)
    _square(work, crew)
    residuals = [_norm(work) / size]
    while tolerance < residuals[-1] < math.inf and len(residuals) <= MOST_CYCLES:
        _cycle(grid, work, 0, crew)
        residuals.append(_norm(work) / size)
    found = np.empty(math.prod(grid.counts))
    gather = partial(a_.gather, work.table, work.u)
    crew.over(grid.counts[2], lambda k, low, high: gather(work.line[k], found, low, high))
    return Steady(found.reshape(grid.shape), tuple(residuals), residuals[-1] <= tolerance)


def _flat(grid: Grid, array: np.ndarray) -> np.ndarray:
    array = np.ascontiguousarray(array, dtype=np.float64)
    if array.shape != grid.shape:
        raise ValueError(f"needs an array of voxels (z, y, x) of shape {grid.shape}; got {array.shape}")
    return array.reshape(-1)


def _arrange(
    grid: Grid, work: Work, diffusion: float, flat: list[np.ndarray], values: np.ndarray, crew: Crew
) -> float:
    """Fill the levels from `flat` start, s and q; the sum of squares of the right-hand side."""
    table, scale = work.table, grid.spacing**2 / diffusion
    work.line[:] = 0.0
    fill = partial(a_.arrange, table, *flat, scale, work.faces, values, work.u, work.f, work.diagonal)
    crew.over(grid.counts[2], lambda k, low, high: fill(work.line[k], work.room, work.sums, low, high))
    for level in range(len(table) - 2):
        a_.coarsen(table, level, work.diagonal, work.line[0])
    for level in range(len(table) - 1):
        a_.finish(table, level, work.faces, work.mask, work.diagonal, work.inverse)
    return float(work.sums.sum())


def _square(work: Work, crew: Crew) -> None:
    """Squares of the finest residual, plane by plane."""
    square = partial(c_.squares, work.table, work.u, work.f, work.diagonal, work.mask, work.room, work.sums)
    crew.over(len(work.sums), lambda _, low, high: square(low, high))


def _norm(work: Work) -> float:
    """L2 norm of the finest residual."""
    return math.sqrt(work.sums.sum())


def _cycle(grid: Grid, work: Work, level: int, crew: Crew) -> None:
    """One V-cycle from a level down; after the finest, with the squares of its residual. Threads share levels
    that are large enough.
    """
    table, u, f, line = work.table, work.u, work.f, work.line
    if crew.threads == 1 or math.prod(table[level, :3]) < SHARED or level == len(table) - 2:
        arrays = work.diagonal, work.inverse, work.mask, work.faces, work.wide, line[0], work.room, work.sums
        c_.cycle_from(table, level, u, f, *arrays, *_bottom(grid, table))
        return
    planes = int(table[level + 1, r_.NZ])
    _relax(work, level, 2 * SWEEPS[0], crew)
    restrict = partial(c_.restrict, table, level, u, f, work.diagonal)
    crew.over(planes, lambda k, low, high: restrict(line[k], low, high))
    _cycle(grid, work, level + 1, crew)
    c_.widen_level(table, level + 1, work.faces, u, work.wide, line[0])
    prolong = partial(c_.prolong, table, level, u, work.mask, work.wide)
    crew.over(planes, lambda k, low, high: prolong(line[k], low, high))
    _relax(work, level, 2 * SWEEPS[1], crew)
    if level == 0:
        _square(work, crew)


def _relax(work: Work, level: int, halves: int, crew: Crew) -> None:
    """Half-sweeps over slabs of planes, then over the borders between them."""
    args = work.table, level, work.u, work.f, work.inverse, halves
    borders = crew.over(int(work.table[level, r_.NZ]), lambda _, low, high: c_.relax(*args, low, high))
    for border in borders:
        c_.relax_border(*args, border)


def _bottom(grid: Grid, table: np.ndarray) -> tuple[np.ndarray, float]:
    """Sweeps before, after and on the coarsest level, and the best factor of over-relaxation there for pure
    diffusion (Young 1954): with rho the spectral radius of Jacobi's iteration, 2 / (1 + sqrt(1 - rho^2)).
    """
    counts, fixed = table[-2, :3], grid.fixed.reshape(3, 2).sum(axis=1)
    angles = [fixed[axis] * math.pi / (2 * n) for axis, n in enumerate(counts)]
    if max(angles) == 0.0:
        angles[int(np.argmax(counts))] = math.pi / max(counts)
    rho = sum(map(math.cos, angles)) / 3
    return np.array([*SWEEPS, 2 * max(counts)]), 2 / (1 + math.sqrt(1 - rho**2))
