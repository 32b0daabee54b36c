"""Compiled parts of a multigrid solve; arrays and planes as in `red_black`.

Half-sweeps follow one another through the planes of a level, each one plane behind the last, and the residual
or its norm behind them: a plane is read from memory once for all of them. Threads take slabs of planes; at a
border between two slabs half-sweep h stops h planes before it, and what is left there is done afterwards.
Every voxel sees the same neighbours in the same half-sweep as if one half-sweep ended before the next began.
"""

from __future__ import annotations

from cartsim._jit import inner, kernel
from cartsim._lanes import LANES
from cartsim.simulate.agents._vectors import load, store
from cartsim.simulate.agents.fields.red_black import (
    NX,
    NY,
    NZ,
    PITCH,
    PLANE,
    line_of,
    neighbours,
    prolong_plane,
    relax_plane,
    restrict_plane,
    square_plane,
    vectors_of,
    widen,
)


@kernel
def relax(table, level, u, f, inverse, halves, low, high):
    """Half-sweeps over a slab: red first. Half-sweep h leaves h planes before each border with another slab.
    """
    planes = table[level, NZ]
    for front in range(low, high + halves):
        for half in range(halves):
            z = front - half
            first = low + (half if low > 0 else 0)
            end = high - (half if high < planes else 0)
            if first <= z < end:
                relax_plane(table, level, half & 1, u, f, inverse, z)


@kernel
def relax_border(table, level, u, f, inverse, halves, border):
    """What `relax` left on both sides of the border before plane `border`."""
    for half in range(1, halves):
        for z in range(border - half, border + half):
            relax_plane(table, level, half & 1, u, f, inverse, z)


@kernel
def squares(table, u, f, diagonal, mask, room, sums, low, high):
    """Sum of squares of the finest residual, plane by plane, into `sums` (z)."""
    for z in range(low, high):
        square_plane(table, u, f, diagonal, mask, room, sums, z)


@kernel
def restrict(table, level, u, f, diagonal, line, low, high):
    """Residual of a level as the right-hand side of planes of the next."""
    for z in range(low, high):
        restrict_plane(table, level, u, f, diagonal, line, z)


@kernel
def widen_level(table, level, faces, u, wide, line):
    """A level's correction, ready to interpolate."""
    widen(table, level, faces, u, wide, line)


@kernel
def prolong(table, level, u, mask, wide, line, low, high):
    """Add the interpolated correction of planes of the next level."""
    for z in range(low, high):
        prolong_plane(table, level, u, mask, wide, line, z)


@kernel
def cycle_from(table, top, u, f, diagonal, inverse, mask, faces, wide, line, room, sums, sweeps, factor):
    """A V-cycle over level `top` and all coarser ones; if that is the finest, `sums` (z) has the squares of
    the residual after it. `sweeps` (3): before, after, on the coarsest; `factor` of over-relaxation there.
    """
    last = table.shape[0] - 2
    for level in range(top, last):
        descend(table, level, u, f, diagonal, inverse, line, 2 * sweeps[0])
    shift(table, last, u, f, diagonal)
    overrelax(table, last, u, f, inverse, sweeps[2], factor)
    shift(table, last, u, f, diagonal)
    for level in range(last - 1, top - 1, -1):
        widen(table, level + 1, faces, u, wide, line)
        ascend(table, level, u, f, diagonal, inverse, mask, wide, line, room, sums, 2 * sweeps[1])
    if last == 0:
        for z in range(table[0, NZ]):
            square_plane(table, u, f, diagonal, mask, room, sums, z)


@inner
def descend(table, level, u, f, diagonal, inverse, line, halves):
    """Half-sweeps, and the residual to the next level behind them."""
    planes = table[level, NZ]
    for front in range(planes + halves):
        for half in range(halves):
            z = front - half
            if 0 <= z < planes:
                relax_plane(table, level, half & 1, u, f, inverse, z)
        ready = front - halves
        if ready >= 0 and ready & 1:
            restrict_plane(table, level, u, f, diagonal, line, ready >> 1)


@inner
def ascend(table, level, u, f, diagonal, inverse, mask, wide, line, room, sums, halves):
    """The correction of the next level, half-sweeps behind it, and on the finest the squares of the residual.
    """
    planes = table[level, NZ]
    for front in range(planes + halves + 1):
        if front < planes and front & 1 == 0:
            prolong_plane(table, level, u, mask, wide, line, front >> 1)
        for half in range(halves):
            z = front - 1 - half
            if 0 <= z < planes:
                relax_plane(table, level, half & 1, u, f, inverse, z)
        if level == 0 and front > halves:
            square_plane(table, u, f, diagonal, mask, room, sums, front - halves - 1)


@inner
def overrelax(table, level, u, f, inverse, times, factor):
    """Sweeps of successive over-relaxation over a whole level."""
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    for half in range(2 * times):
        colour = half & 1
        own, other, source, by = u[colour], u[1 - colour], f[colour], inverse[colour]
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, aside = line_of(table, level, y, z), 2 * ((colour + y + z) & 1) - 1
                for k in range(vectors):
                    i = first + LANES * k
                    solved = (load(source, i) + neighbours(other, i, aside, pitch, plane)) * load(by, i)
                    store(own, i, load(own, i) * (1.0 - factor) + solved * factor)


@inner
def shift(table, level, u, f, diagonal):
    """Add the constant that makes the sum of the residual zero: without a fixed face and with little decay,
    it is what sweeps are slowest to find. A constant's own sum is that of sigma, and 2 for each fixed face.
    """
    pitch, plane = table[level, PITCH], table[level, PLANE]
    left, own = 0.0, -float(inner_pairs(table[level, NX], table[level, NY], table[level, NZ]))
    for colour in range(2):
        other = u[1 - colour]
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, parity = line_of(table, level, y, z), (colour + y + z) & 1
                for i in range(first, first + (table[level, NX] - parity + 1) // 2):
                    near = other[i] + other[i + 2 * parity - 1] + other[i - pitch] + other[i + pitch]
                    near += other[i - plane] + other[i + plane]
                    left += f[colour, i] + near - diagonal[colour, i] * u[colour, i]
                    own += diagonal[colour, i]
    if own > 0.0:
        add_constant(table, level, u, left / own)


@inner
def add_constant(table, level, u, constant):
    """Add a number to every voxel of a level."""
    for colour in range(2):
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, parity = line_of(table, level, y, z), (colour + y + z) & 1
                for i in range(first, first + (table[level, NX] - parity + 1) // 2):
                    u[colour, i] += constant


@inner
def inner_pairs(nx, ny, nz):
    """Neighbours inside the domain, summed over all voxels."""
    return 2 * ((nx - 1) * ny * nz + nx * (ny - 1) * nz + nx * ny * (nz - 1))
