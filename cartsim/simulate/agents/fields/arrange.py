"""Between arrays of voxels in natural order, flat (z, y, x), and the levels of the multigrid (`red_black`).
"""

from __future__ import annotations

import math

from cartsim._jit import inner, kernel
from cartsim._lanes import LANES, full
from cartsim.simulate.agents._vectors import load, store
from cartsim.simulate.agents.fields.red_black import (
    MASK,
    NX,
    NY,
    NZ,
    PITCH,
    PLANE,
    collect_line,
    line_of,
    spread_line,
    vectors_of,
)


@kernel
def arrange(table, start, s, q, scale, faces, values, u, f, sigma, line, room, sums, low, high):
    """The finest level: u from `start`, f, sigma, and into `sums` (z) the squares of f. `values` (6) on the
    faces; `scale` is h^2 / D. Where s is negative, sigma is NaN.
    """
    nx, ny, nz = table[0, NX], table[0, NY], table[0, NZ]
    for z in range(low, high):
        sums[z], total = 0.0, full(0.0)
        for y in range(ny):
            at = (z * ny + y) * nx
            for x in range(nx):
                line[x] = start[at + x]
            spread_line(table, 0, y, z, line, u)
            for x in range(nx):
                line[x] = s[at + x] * scale if s[at + x] >= 0.0 else math.nan
            spread_line(table, 0, y, z, line, sigma)
            beyond = outside(y, ny, 2, faces, values) + outside(z, nz, 4, faces, values)
            for x in range(nx):
                line[x] = q[at + x] * scale + beyond
            line[0] += outside(0, nx, 0, faces, values)
            line[nx - 1] += outside(nx - 1, nx, 0, faces, values)
            spread_line(table, 0, y, z, line, f)
            for k in range(2 * vectors_of(table, 0)):
                total = total + load(line, LANES * k) * load(line, LANES * k)
        store(room, z * LANES, total)
        for lane in range(LANES):
            sums[z] += room[z * LANES + lane]


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
    """sigma of the next level: the mean over eight voxels, times 4, where the mean is the harmonic one of
    sigma + 6. Beside strong sinks that lets cycles converge better than the plain mean; of weak ones the two
    differ by their variance / 6.
    """
    pitch, plane, red, black = table[level, PITCH], table[level, PLANE], sigma[0], sigma[1]
    for z in range(table[level + 1, NZ]):
        for y in range(table[level + 1, NY]):
            first = line_of(table, level, 2 * y, 2 * z)
            for k in range(vectors_of(table, level)):
                i = first + LANES * k
                sum_, product = inverses(red, black, i, pitch)
                other_sum, other_product = inverses(red, black, i + plane, pitch)
                sum_ = sum_ * other_product + other_sum * product
                store(line, LANES * k, (8.0 * (product * other_product) / sum_ - 6.0) * 4.0)
            spread_line(table, level + 1, y, z, line, sigma)


@inner
def inverses(red, black, i, pitch):
    """Numerator and denominator of the sum of 1 / (sigma + 6) over four voxels of a plane."""
    a, b = load(red, i) + 6.0, load(black, i) + 6.0
    c, d = load(red, i + pitch) + 6.0, load(black, i + pitch) + 6.0
    ab, cd = a * b, c * d
    return (a + b) * cd + (c + d) * ab, ab * cd


@kernel
def finish(table, level, faces, mask, diagonal, inverse):
    """The diagonal from sigma, and its inverse: both zero in the empty places of a line."""
    nx, ny, nz = table[level, NX], table[level, NY], table[level, NZ]
    for z in range(nz):
        for y in range(ny):
            first = line_of(table, level, y, z)
            more = 6.0 + walls(y, ny, 2, faces) + walls(z, nz, 4, faces)
            diagonal[(y + z) & 1, first] += walls(0, nx, 0, faces)
            diagonal[(nx - 1 + y + z) & 1, first + (nx - 1 >> 1)] += walls(nx - 1, nx, 0, faces)
            for colour in range(2):
                inside = table[level, MASK] + ((colour + y + z) & 1) * table[level, PITCH]
                args = diagonal[colour], inverse[colour], mask, first, inside
                finish_line(*args, more, vectors_of(table, level))


@inner
def finish_line(diagonal, inverse, mask, first, inside, more, vectors):
    """Add to the diagonal of a line and invert it."""
    for k in range(vectors):
        i, m = first + LANES * k, load(mask, inside + LANES * k)
        whole = (load(diagonal, i) + more) * m
        store(diagonal, i, whole)
        store(inverse, i, m / (whole + (full(1.0) - m)))


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
def gather(table, u, line, values, low, high):
    """The finest level in natural order."""
    nx, ny = table[0, NX], table[0, NY]
    for z in range(low, high):
        for y in range(ny):
            at = (z * ny + y) * nx
            collect_line(table, 0, y, z, u, line)
            for x in range(nx):
                values[at + x] = line[x]
