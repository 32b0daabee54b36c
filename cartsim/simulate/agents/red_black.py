"""Kernels of the multigrid: red and black voxels in arrays of their own, eight of a colour at a time.

A line of voxels x of colour c holds x = 2 i + p at place i, with p = (c + y + z) mod 2: the neighbours in x of
place i of one colour are the places i and i + 2 p - 1 of the other, those in y and z are the place i. Lines have
a pitch of whole vectors and at least one empty place at their end, planes an empty line and levels an empty
plane around them: the neighbours outside are zero, and the diagonal knows the faces (+1 of a fixed value, -1 of
none passing). Empty places have an inverse diagonal of zero, so they stay empty.

The equations of a level of voxel edge h are  (sigma + 6 + faces) u - sum of the neighbours = f  with
sigma = s h^2 / D and f = q h^2 / D + twice the fixed values beyond the faces. All levels lie in one array.
A kernel works on planes `low` to `high` (exclusive); no arithmetic depends on how planes are shared out.
"""

from __future__ import annotations

from cartsim._jit import inner
from cartsim._lanes import LANES, full
from cartsim.simulate.agents._vectors import load, store

NX, NY, NZ, PITCH, PLANE, FIRST, MASK, WIDE_PITCH, WIDE_PLANE, WIDE_FIRST, COLUMNS = range(11)
"""Columns of the table of levels. `WIDE`: of the coarse correction in natural order, with one voxel around it."""


@inner
def vectors_of(table, level):
    """Vectors in a line of one colour."""
    return ((table[level, NX] + 1) // 2 + LANES - 1) // LANES


@inner
def line_of(table, level, y, z):
    """Place of the first voxel of a line, in the array of either colour."""
    return table[level, FIRST] + (z + 1) * table[level, PLANE] + (y + 1) * table[level, PITCH]


@inner
def neighbours(other, i, aside, pitch, plane):
    """Sum over the six neighbours of eight voxels, all of the other colour."""
    along_x = load(other, i) + load(other, i + aside)
    along_y = load(other, i - pitch) + load(other, i + pitch)
    return along_x + along_y + (load(other, i - plane) + load(other, i + plane))


@inner
def relax_planes(table, level, colour, u, other, f, inverse, low, high):
    """A Gauss-Seidel half-sweep: every voxel of one colour solves its own equation."""
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    for z in range(low, high):
        for y in range(table[level, NY]):
            first, aside = line_of(table, level, y, z), 2 * ((colour + y + z) & 1) - 1
            for k in range(vectors):
                i = first + LANES * k
                near = neighbours(other, i, aside, pitch, plane)
                store(u, i, (load(f, i) + near) * load(inverse, i))


@inner
def residual(u, other, f, diagonal, i, aside, pitch, plane):
    """f - A u of eight voxels."""
    return load(f, i) + neighbours(other, i, aside, pitch, plane) - load(diagonal, i) * load(u, i)


@inner
def square_planes(table, u, other, f, diagonal, colour, mask, room, sums, low, high):
    """Add to `sums` (z) the squares of the finest residual of one colour. `room` (thread's eight)."""
    pitch, plane, vectors = table[0, PITCH], table[0, PLANE], vectors_of(table, 0)
    for z in range(low, high):
        total = full(0.0)
        for y in range(table[0, NY]):
            first, parity = line_of(table, 0, y, z), (colour + y + z) & 1
            inside = table[0, MASK] + parity * pitch
            for k in range(vectors):
                i = first + LANES * k
                r = residual(u, other, f, diagonal, i, 2 * parity - 1, pitch, plane) * load(mask, inside + LANES * k)
                total = total + r * r
        store(room, low * LANES, total)
        for lane in range(LANES):
            sums[z] += room[low * LANES + lane]


@inner
def spread_line(table, level, y, z, line, at, factor, red, black):
    """Put a line of all x, in natural order from `at` on, into the two colours of a level."""
    first, nx = line_of(table, level, y, z), table[level, NX]
    red_first = (y + z) & 1
    for x in range(red_first, nx, 2):
        red[first + (x >> 1)] = factor * line[at + x]
    for x in range(1 - red_first, nx, 2):
        black[first + (x >> 1)] = factor * line[at + x]


@inner
def restrict_planes(table, level, u, black, f, diagonal, f_red, f_black, line, at, low, high):
    """Mean residual of eight voxels, times 4 = (2 h)^2 / h^2, as the right-hand side of the next level: the sum
    over 2, of the red ones, as the last half-sweep left none in the black. Planes are those of the next level.
    """
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    for z in range(low, high):
        for y in range(table[level + 1, NY]):
            first = line_of(table, level, 2 * y, 2 * z)
            for k in range(vectors):
                i = first + LANES * k
                even = residual(u, black, f, diagonal, i, -1, pitch, plane)
                odd = residual(u, black, f, diagonal, i + pitch, 1, pitch, plane)
                even = even + residual(u, black, f, diagonal, i + pitch + plane, -1, pitch, plane)
                odd = odd + residual(u, black, f, diagonal, i + plane, 1, pitch, plane)
                store(line, at + LANES * k, even + odd)
            spread_line(table, level + 1, y, z, line, at, 0.5, f_red, f_black)


@inner
def widen(table, level, faces, red, black, wide):
    """A level's correction in natural order with the voxels beyond its faces: minus the last where a value is
    fixed (the correction is zero on the face), the last itself where nothing passes. `faces` (6) is -1 or +1.
    """
    nx, ny, nz = table[level, NX], table[level, NY], table[level, NZ]
    pitch, plane = table[level, WIDE_PITCH], table[level, WIDE_PLANE]
    inside = table[level, WIDE_FIRST] + plane + pitch + 1
    for z in range(nz):
        for y in range(ny):
            first, at, red_first = line_of(table, level, y, z), inside + z * plane + y * pitch, (y + z) & 1
            for x in range(red_first, nx, 2):
                wide[at + x] = red[first + (x >> 1)]
            for x in range(1 - red_first, nx, 2):
                wide[at + x] = black[first + (x >> 1)]
            wide[at - 1], wide[at + nx] = faces[0] * wide[at], faces[1] * wide[at + nx - 1]
        low, high = inside + z * plane, inside + z * plane + (ny - 1) * pitch
        for x in range(-1, nx + 1):
            wide[low - pitch + x], wide[high + pitch + x] = faces[2] * wide[low + x], faces[3] * wide[high + x]
    low, high = inside, inside + (nz - 1) * plane
    for i in range(-pitch - 1, ny * pitch + nx + 1):
        wide[low - plane + i], wide[high + plane + i] = faces[4] * wide[low + i], faces[5] * wide[high + i]


@inner
def prolong_planes(table, level, red, black, mask, wide, line, at, low, high):
    """Add the next level's correction by trilinear interpolation: 3/4 of the near and 1/4 of the far voxel in
    each direction. Planes are those of the next level.
    """
    vectors, wide_pitch, wide_plane = vectors_of(table, level), table[level + 1, WIDE_PITCH], table[level + 1, WIDE_PLANE]
    inside, corner = table[level, MASK], table[level + 1, WIDE_FIRST] + wide_plane + wide_pitch
    for z in range(low, high):
        for y in range(table[level + 1, NY]):
            near = corner + z * wide_plane + y * wide_pitch
            for side in range(4):
                dy, dz = side & 1, side >> 1
                to_y, to_z = (2 * dy - 1) * wide_pitch, (2 * dz - 1) * wide_plane
                for k in range(wide_pitch // LANES):
                    i = near + LANES * k
                    flat = load(wide, i) * 0.75 + load(wide, i + to_y) * 0.25
                    far = load(wide, i + to_z) * 0.75 + load(wide, i + to_z + to_y) * 0.25
                    store(line, at + LANES * k, flat * 0.75 + far * 0.25)
                first = line_of(table, level, 2 * y + dy, 2 * z + dz)
                add_line(red, black, first, (dy + dz) & 1, mask, inside, line, at + 1, vectors)


@inner
def add_line(red, black, first, parity, mask, inside, line, at, vectors):
    """Add the interpolated line to both colours; `parity` is that of the red voxels."""
    aside = 2 * parity - 1
    for k in range(vectors):
        i, c = first + LANES * k, at + LANES * k
        m, near = load(mask, inside + LANES * k), load(line, c) * 0.75
        store(red, i, load(red, i) + m * (near + load(line, c + aside) * 0.25))
        store(black, i, load(black, i) + m * (near + load(line, c - aside) * 0.25))
