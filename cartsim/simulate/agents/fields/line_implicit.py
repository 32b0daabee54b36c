"""A field through time: implicit diffusion along lines of x, then y, then z, after an implicit reaction.

    (u + dt q) / (1 + dt s)   then, for each axis,   (1 + dt decay / 3 - dt D d2/dx2) u_new = u

by Thomas' elimination, whose coefficients are the same for all lines of an axis. Each part is a contraction,
so no step is too long for stability (the scheme of BioFVM, Ghaffarizadeh et al., Bioinformatics 32:1256,
2016, doi:10.1093/bioinformatics/btv730). Split like this, a field comes to rest beside its steady state, by
an error of first order in dt. `march_increments` splits the change of a step instead,

    (1 + dt s) (1 - dt D d2/dx2) (1 - dt D d2/dy2) (1 - dt D d2/dz2) change = dt (D lap u - (decay + s) u + q)

(Douglas and Gunn, Numer Math 6:428, 1964; with decay / 3 in each axis): it rests where the equation does, for
any dt, and is what verifies a steady state.

Lines have a pitch of whole vectors. In the lines along y and z eight neighbours in x are eliminated at a
time; for those along x sixteen lines are turned in the first-level cache. Values are kept in float64 or
float32, the arithmetic is in doubles. No voxel's arithmetic depends on how planes are shared out among
threads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cartsim._jit import kernel
from cartsim._lanes import LANES
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.fields.lines import (
    BEFORE,
    TOGETHER,
    add_row,
    climb,
    cross_plane,
    increment_plane,
    react_plane,
)


class Lines(NamedTuple):
    """A field ready to step, by place (z, y, x) with a pitch: values, their change in a step, 1 / (1 + dt s)
    and dt q / (1 + dt s). The eliminations' `m` = 1 / pivot and `k` = dt D / h^2 m along each axis (3, 2,
    place); what fixed values beyond the faces add (3, 2), and the factor of the last voxel there, -1 fixed or
    +1 (3, 2); dt D / h^2 and dt decay (2); nx, ny, nz, pitch, plane (5); each thread's scratch (thread,
    place).
    """

    u: np.ndarray
    change: np.ndarray
    gain: np.ndarray
    add: np.ndarray
    pivots: np.ndarray
    edges: np.ndarray
    mirror: np.ndarray
    ratios: np.ndarray
    sizes: np.ndarray
    line: np.ndarray


def prepare(
    grid: Grid,
    start: np.ndarray,
    diffusion: float,
    decay: float,
    values: np.ndarray,
    dt: float,
    *,
    s: np.ndarray | None = None,
    q: np.ndarray | None = None,
    dtype: type = np.float64,
    threads: int = 1,
) -> Lines:
    """A field (z, y, x) for steps of `dt` [min] with D [um^2/min], a decay everywhere [1/min], values on the
    faces (6), and, where given, a loss s [1/min] and a source q [unit/min] of each voxel.
    """
    nx, ny, nz = grid.counts
    pitch = -(-nx // LANES) * LANES
    plane = pitch * (-(-ny // TOGETHER) * TOGETHER)
    reacting = 0 if s is None and q is None else nz * plane
    ratio = dt * diffusion / grid.spacing**2
    lines = Lines(
        u=_room(nz * plane, dtype), change=_room(0, dtype),
        gain=_room(reacting, dtype), add=_room(reacting, dtype),
        pivots=np.stack([_pivots(grid, axis, ratio, dt * decay / 3) for axis in range(3)]),
        edges=2 * ratio * np.where(grid.fixed, values, 0.0).reshape(3, 2),
        mirror=np.where(grid.fixed, -1.0, 1.0).reshape(3, 2), ratios=np.array([ratio, dt * decay]),
        sizes=np.array([nx, ny, nz, pitch, plane]), line=np.zeros((threads, TOGETHER * pitch)),
    )  # fmt: skip
    _padded(lines, lines.u)[:] = start
    return _reacting(lines, dt, s, q) if reacting else lines


def _reacting(lines: Lines, dt: float, s: np.ndarray | None, q: np.ndarray | None) -> Lines:
    """The same with this loss and source."""
    gain = 1 / (1 + dt * (0.0 if s is None else s))
    _padded(lines, lines.gain)[:] = gain
    _padded(lines, lines.add)[:] = 0.0 if q is None else dt * q * gain
    return lines


def march(lines: Lines, steps: int, crew: Crew = ALONE) -> None:
    """So many steps, in place."""
    args, line, (_, ny, nz, _, _) = lines[:-1], lines.line, lines.sizes
    if crew.threads == 1:
        _march(*args, line[0], steps)
        return
    for _ in range(steps):
        crew.over(int(nz), lambda k, low, high: _planes(*args, line[k], low, high))
        crew.over(int(ny), lambda _, low, high: _stacks(*args, low, high))


def march_increments(lines: Lines, steps: int, crew: Crew = ALONE) -> Lines:
    """So many steps in place, split so that a field at rest is a steady state; what to go on with."""
    dtype, size = lines.u.dtype.type, int(lines.sizes[2] * lines.sizes[4])
    if lines.change.size == 0:
        lines = lines._replace(change=_room(size, dtype))
    if lines.gain.size == 0:
        lines = _reacting(lines._replace(gain=_room(size, dtype), add=_room(size, dtype)), 0.0, None, None)
    args, still, line, (_, ny, nz, _, _) = lines[:-1], np.zeros((3, 2)), lines.line, lines.sizes
    for _ in range(steps):
        crew.over(int(nz), lambda k, low, high: _change_planes(*args, still, line[k], low, high))
        crew.over(int(ny), lambda _, low, high: _change_stacks(*args, still, low, high))
    return lines


def current(lines: Lines) -> np.ndarray:
    """The field as it is now (z, y, x), a copy."""
    return _padded(lines, lines.u).copy()


def _room(size: int, dtype: type) -> np.ndarray:
    """Zeros for so many places and those around them, that begin where a vector does; nothing for none."""
    size = size and size + 2 * BEFORE
    room: np.ndarray = np.zeros(size + TOGETHER, dtype=dtype)
    first = (-(room.ctypes.data // room.itemsize)) % TOGETHER
    return room[first : first + size]


def _padded(lines: Lines, array: np.ndarray) -> np.ndarray:
    """An array's voxels (z, y, x) without the empty places."""
    nx, ny, nz, pitch, plane = lines.sizes
    places = array[BEFORE : BEFORE + nz * plane]
    return places.reshape(nz, plane // pitch, pitch)[:, :ny, :nx]


def _pivots(grid: Grid, axis: int, ratio: float, decayed: float) -> np.ndarray:
    """1 / pivot and off-diagonal / pivot along an axis (2, place). A face that holds a value lies half a
    voxel beyond the last centre.
    """
    count = grid.counts[axis]
    ends = np.where(grid.fixed[2 * axis : 2 * axis + 2], ratio, -ratio)
    pivots = np.zeros((2, max(grid.counts)))
    last = 0.0
    for i in range(count):
        diagonal = 1 + decayed + 2 * ratio + ends[0] * (i == 0) + ends[1] * (i == count - 1)
        last = pivots[0, i] = 1 / (diagonal - ratio**2 * last)
    pivots[1] = ratio * pivots[0]
    return pivots


@kernel
def _march(u, change, gain, add, pivots, edges, mirror, ratios, sizes, line, steps):
    """So many steps by one thread."""
    for _ in range(steps):
        for z in range(sizes[2]):
            if gain.size > 0:
                react_plane(u, gain, add, sizes, z)
            cross_plane(u, pivots, edges, sizes, line, z)
        for y in range(sizes[1]):
            climb(u, pivots, edges, sizes, y)


@kernel
def _planes(u, change, gain, add, pivots, edges, mirror, ratios, sizes, line, low, high):
    """Reaction, and lines along x and y, in a slab of planes."""
    for z in range(low, high):
        if gain.size > 0:
            react_plane(u, gain, add, sizes, z)
        cross_plane(u, pivots, edges, sizes, line, z)


@kernel
def _stacks(u, change, gain, add, pivots, edges, mirror, ratios, sizes, low, high):
    """Lines along z, for a range of y."""
    for y in range(low, high):
        climb(u, pivots, edges, sizes, y)


@kernel
def _change_planes(u, change, gain, add, pivots, edges, mirror, ratios, sizes, still, line, low, high):
    """What a step would change, and its lines along x and y, in a slab of planes. `still` (3, 2): a change is
    zero on faces that hold a value.
    """
    for z in range(low, high):
        increment_plane(u, change, gain, add, mirror, edges, ratios[0], ratios[1], sizes, z)
        cross_plane(change, pivots, still, sizes, line, z)


@kernel
def _change_stacks(u, change, gain, add, pivots, edges, mirror, ratios, sizes, still, low, high):
    """The change's lines along z, for a range of y, and the change made."""
    for y in range(low, high):
        climb(change, pivots, still, sizes, y)
        add_row(u, change, y, sizes)
