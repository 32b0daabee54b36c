"""Compiled parts of a multigrid solve, each over planes `low` to `high` of a level; arrays as in `red_black`.

`u`, `f`, `diagonal` and `inverse` are (colour, place); `line` is the scratch of a thread from `at` on.
"""

from __future__ import annotations

import math

from cartsim._jit import inner, kernel
from cartsim._lanes import LANES
from cartsim.simulate.agents._vectors import load, store
from cartsim.simulate.agents.red_black import (
    MASK,
    NX,
    NY,
    NZ,
    PITCH,
    PLANE,
    line_of,
    neighbours,
    prolong_planes,
    relax_planes,
    restrict_planes,
    spread_line,
    square_planes,
    vectors_of,
    widen,
)


@kernel
def relax(table, level, colour, u, f, inverse, low, high):
    """A half-sweep over one colour."""
    relax_planes(table, level, colour, u[colour], u[1 - colour], f[colour], inverse[colour], low, high)


@kernel
def squares(table, u, f, diagonal, mask, room, sums, low, high):
    """Sum of squares of the finest residual, plane by plane, into `sums` (z)."""
    sums[low:high] = 0.0
    for colour in range(2):
        args = u[colour], u[1 - colour], f[colour], diagonal[colour]
        square_planes(table, *args, colour, mask, room, sums, low, high)


@kernel
def restrict(table, level, u, f, diagonal, line, at, low, high):
    """Residual of a level as the right-hand side of the next, whose solution starts from zero."""
    restrict_planes(table, level, u[0], u[1], f[0], diagonal[0], f[0], f[1], line, at, low, high)
    for z in range(low, high):
        clear_plane(table, level + 1, u, z)


@inner
def clear_plane(table, level, u, z):
    """Zeros in a plane of a level."""
    first = line_of(table, level, 0, z)
    for colour in range(2):
        for i in range(first, first + table[level, NY] * table[level, PITCH]):
            u[colour, i] = 0.0


@kernel
def widen_level(table, level, faces, u, wide):
    """A level's correction, ready to interpolate."""
    widen(table, level, faces, u[0], u[1], wide)


@kernel
def prolong(table, level, u, mask, wide, line, at, low, high):
    """Add the interpolated correction of the next level."""
    prolong_planes(table, level, u[0], u[1], mask, wide, line, at, low, high)


@inner
def sweep(table, level, u, f, inverse, times):
    """Gauss-Seidel sweeps over a whole level: red, then black."""
    for half in range(2 * times):
        colour = half & 1
        args = u[colour], u[1 - colour], f[colour], inverse[colour]
        relax_planes(table, level, colour, *args, 0, table[level, NZ])


@inner
def overrelax(table, level, u, f, inverse, times, factor):
    """Sweeps of successive over-relaxation over a whole level."""
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    for half in range(2 * times):
        colour = half & 1
        own, other = u[colour], u[1 - colour]
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, aside = line_of(table, level, y, z), 2 * ((colour + y + z) & 1) - 1
                for k in range(vectors):
                    i = first + LANES * k
                    near = neighbours(other, i, aside, pitch, plane)
                    solved = (load(f[colour], i) + near) * load(inverse[colour], i)
                    store(own, i, load(own, i) * (1.0 - factor) + solved * factor)


@inner
def shift(table, level, u, f, diagonal, mask, line):
    """Add the constant that makes the sum of the residual zero: without a fixed face and with little decay, it
    is what sweeps are slowest to find. A constant's own sum is that of sigma, plus 2 for each fixed face.
    """
    pitch, plane = table[level, PITCH], table[level, PLANE]
    left, own = 0.0, 0.0
    for colour in range(2):
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, parity = line_of(table, level, y, z), (colour + y + z) & 1
                for i in range(first, first + (table[level, NX] - parity + 1) // 2):
                    other = u[1 - colour]
                    near = other[i] + other[i + 2 * parity - 1] + other[i - pitch] + other[i + pitch]
                    near += other[i - plane] + other[i + plane]
                    left += f[colour, i] + near - diagonal[colour, i] * u[colour, i]
                    own += diagonal[colour, i]
    own -= inner_pairs(table[level, NX], table[level, NY], table[level, NZ])
    if own <= 0.0:
        return
    for colour in range(2):
        for z in range(table[level, NZ]):
            for y in range(table[level, NY]):
                first, parity = line_of(table, level, y, z), (colour + y + z) & 1
                for i in range(first, first + (table[level, NX] - parity + 1) // 2):
                    u[colour, i] += left / own


@inner
def inner_pairs(nx, ny, nz):
    """Neighbours inside the domain, summed over all voxels."""
    return 2 * ((nx - 1) * ny * nz + nx * (ny - 1) * nz + nx * ny * (nz - 1))


@kernel
def cycle_from(table, top, u, f, diagonal, inverse, mask, faces, wide, line, sweeps, factor):
    """A V-cycle over level `top` and all coarser ones. `sweeps` (3): before, after, on the coarsest."""
    last = table.shape[0] - 2
    for level in range(top, last):
        sweep(table, level, u, f, inverse, sweeps[0])
        planes = table[level + 1, NZ]
        restrict_planes(table, level, u[0], u[1], f[0], diagonal[0], f[0], f[1], line, 0, 0, planes)
        for z in range(planes):
            clear_plane(table, level + 1, u, z)
    shift(table, last, u, f, diagonal, mask, line)
    overrelax(table, last, u, f, inverse, sweeps[2], factor)
    shift(table, last, u, f, diagonal, mask, line)
    for level in range(last - 1, top - 1, -1):
        widen(table, level + 1, faces, u[0], u[1], wide)
        prolong_planes(table, level, u[0], u[1], mask, wide, line, 0, 0, table[level + 1, NZ])
        sweep(table, level, u, f, inverse, sweeps[1])


@kernel
def arrange(table, start, s, q, scale, faces, values, u, f, diagonal, sums, low, high):
    """The finest level from arrays in natural order (z, y, x): sigma into `diagonal`, f, u, and into `sums` (z)
    the squares of f. `values` (6) on the faces; `scale` h^2 / D. Where s is negative, sigma is NaN.
    """
    nx, ny, nz = table[0, NX], table[0, NY], table[0, NZ]
    for z in range(low, high):
        sums[z] = 0.0
        for y in range(ny):
            beyond = outside(y, ny, 2, faces, values) + outside(z, nz, 4, faces, values)
            first, at = line_of(table, 0, y, z), (z * ny + y) * nx
            for colour in range(2):
                parity = (colour + y + z) & 1
                half = (nx - parity + 1) // 2
                for i in range(half):
                    x = at + 2 * i + parity
                    u[colour, first + i] = start[x]
                    f[colour, first + i] = q[x] * scale + beyond
                    diagonal[colour, first + i] = s[x] * scale if s[x] >= 0.0 else math.nan
                for i in range(half, LANES * vectors_of(table, 0)):
                    u[colour, first + i] = 0.0
            f[(y + z) & 1, first] += outside(0, nx, 0, faces, values)
            f[(nx - 1 + y + z) & 1, first + (nx - 1 >> 1)] += outside(nx - 1, nx, 0, faces, values)
            for colour in range(2):
                for i in range(first, first + (nx + 1) // 2):
                    sums[z] += f[colour, i] * f[colour, i]


@inner
def outside(place, count, face, faces, values):
    """Twice the fixed values beyond a voxel, in one direction."""
    beyond = 0.0
    if place == 0 and faces[face] < 0.0:
        beyond += 2.0 * values[face]
    if place == count - 1 and faces[face + 1] < 0.0:
        beyond += 2.0 * values[face + 1]
    return beyond


@kernel
def coarsen(table, level, sigma, line):
    """sigma of the next level: the mean over eight voxels, times 4."""
    pitch, plane = table[level, PITCH], table[level, PLANE]
    for z in range(table[level + 1, NZ]):
        for y in range(table[level + 1, NY]):
            first = line_of(table, level, 2 * y, 2 * z)
            for k in range(vectors_of(table, level)):
                i = first + LANES * k
                total = load(sigma[0], i) + load(sigma[1], i)
                total = total + load(sigma[0], i + pitch) + load(sigma[1], i + pitch)
                total = total + load(sigma[0], i + plane) + load(sigma[1], i + plane)
                total = total + load(sigma[0], i + plane + pitch) + load(sigma[1], i + plane + pitch)
                store(line, LANES * k, total)
            spread_line(table, level + 1, y, z, line, 0, 0.5, sigma[0], sigma[1])


@kernel
def finish(table, level, faces, mask, diagonal, inverse):
    """The diagonal from sigma, and its inverse: zero in the empty places of a line."""
    nx, ny, nz = table[level, NX], table[level, NY], table[level, NZ]
    for z in range(nz):
        for y in range(ny):
            first = line_of(table, level, y, z)
            more = 6.0 + walls(y, ny, 2, faces) + walls(z, nz, 4, faces)
            for colour in range(2):
                inside = table[level, MASK] + ((colour + y + z) & 1) * table[level, PITCH]
                for k in range(vectors_of(table, level)):
                    m = load(mask, inside + LANES * k)
                    wide = (load(diagonal[colour], first + LANES * k) + more) * m
                    store(diagonal[colour], first + LANES * k, wide)
            diagonal[(y + z) & 1, first] += walls(0, nx, 0, faces)
            diagonal[(nx - 1 + y + z) & 1, first + (nx - 1 >> 1)] += walls(nx - 1, nx, 0, faces)
            for colour in range(2):
                inside = table[level, MASK] + ((colour + y + z) & 1) * table[level, PITCH]
                for k in range(vectors_of(table, level)):
                    m, i = load(mask, inside + LANES * k), first + LANES * k
                    store(inverse[colour], i, m / (load(diagonal[colour], i) + (1.0 - m)))


@inner
def walls(place, count, face, faces):
    """What the faces add to the diagonal of a voxel, in one direction."""
    more = 0.0
    if place == 0:
        more -= faces[face]
    if place == count - 1:
        more -= faces[face + 1]
    return more


@kernel
def gather(table, u, values, low, high):
    """The finest level in natural order."""
    nx, ny = table[0, NX], table[0, NY]
    for z in range(low, high):
        for y in range(ny):
            first, at = line_of(table, 0, y, z), (z * ny + y) * nx
            for colour in range(2):
                parity = (colour + y + z) & 1
                for i in range((nx - parity + 1) // 2):
                    values[at + 2 * i + parity] = u[colour, first + i]
