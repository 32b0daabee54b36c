"""Planes of the multigrid: red and black voxels in arrays of their own, eight of a colour at a time.

A line of voxels x of colour c holds x = 2 i + p at place i, with p = (c + y + z) mod 2: the neighbours in x
of place i of one colour are the places i and i + 2 p - 1 of the other, those in y and z are the place i.
Lines have a pitch of whole vectors and at least one empty place at their end, planes an empty line and levels
an empty plane around them: the neighbours outside are zero, and the diagonal knows the faces (+1 of a fixed
value, -1 where nothing passes). Empty places have an inverse diagonal of zero, so they stay empty.

The equations of a level of voxel edge h are  (sigma + 6 + faces) u - sum of the neighbours = f  with
sigma = s h^2 / D and f = q h^2 / D + twice the fixed values beyond the faces. All levels lie in one array;
`u`, `f`, `diagonal`, `inverse` are (colour, place). `line` is a thread's scratch.
"""

from __future__ import annotations

from cartsim._jit import inner
from cartsim._lanes import LANES, full
from cartsim.simulate.agents._vectors import every_other, interleave, load, store

NX, NY, NZ, PITCH, PLANE, FIRST, MASK, WIDE_PITCH, WIDE_PLANE, WIDE_FIRST, COLUMNS = range(11)
"""Columns of the table of levels. WIDE: of the coarse correction in natural order, with one voxel around it.
"""


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
def relax_plane(table, level, colour, u, f, inverse, z):
    """Gauss-Seidel: every voxel of one colour in a plane solves its own equation, two lines at a time: only
    the coarsest level, which is not relaxed like this, has an odd count.
    """
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    first, ny = line_of(table, level, 0, z), table[level, NY]
    own, other, source, by = u[colour], u[1 - colour], f[colour], inverse[colour]
    aside = 2 * ((colour + z) & 1) - 1
    for pair in range(ny // 2):
        here = first + 2 * pair * pitch
        for k in range(vectors):
            i = here + LANES * k
            j = i + pitch
            near_i = neighbours(other, i, aside, pitch, plane)
            near_j = neighbours(other, j, -aside, pitch, plane)
            store(own, i, (load(source, i) + near_i) * load(by, i))
            store(own, j, (load(source, j) + near_j) * load(by, j))


@inner
def residual(own, other, source, diagonal, i, aside, pitch, plane):
    """f - A u of eight voxels."""
    return load(source, i) + neighbours(other, i, aside, pitch, plane) - load(diagonal, i) * load(own, i)


@inner
def square_plane(table, u, f, diagonal, mask, room, sums, z):
    """Sum of the squares of the finest residual in a plane, into `sums` (z). `room`: eight for each plane."""
    pitch, plane, vectors = table[0, PITCH], table[0, PLANE], vectors_of(table, 0)
    first, total = line_of(table, 0, 0, z), full(0.0)
    for colour in range(2):
        own, other, source, by = u[colour], u[1 - colour], f[colour], diagonal[colour]
        for y in range(table[0, NY]):
            parity = (colour + y + z) & 1
            inside, here, aside = table[0, MASK] + parity * pitch, first + y * pitch, 2 * parity - 1
            for k in range(vectors):
                r = residual(own, other, source, by, here + LANES * k, aside, pitch, plane)
                r = r * load(mask, inside + LANES * k)
                total = total + r * r
    store(room, z * LANES, total)
    sums[z] = 0.0
    for lane in range(LANES):
        sums[z] += room[z * LANES + lane]


@inner
def restrict_plane(table, level, u, f, diagonal, line, z):
    """Mean residual of eight voxels, times 4 = (2 h)^2 / h^2, as the right-hand side of plane z of the next
    level, whose u starts from zero: half the sum over the red ones, as the last half-sweep left none in the
    black.
    """
    pitch, plane, vectors = table[level, PITCH], table[level, PLANE], vectors_of(table, level)
    start = line_of(table, level, 0, 2 * z)
    own, other, source, by = u[0], u[1], f[0], diagonal[0]
    for y in range(table[level + 1, NY]):
        first = start + 2 * y * pitch
        for k in range(vectors):
            i = first + LANES * k
            even = residual(own, other, source, by, i, -1, pitch, plane)
            odd = residual(own, other, source, by, i + pitch, 1, pitch, plane)
            even = even + residual(own, other, source, by, i + pitch + plane, -1, pitch, plane)
            odd = odd + residual(own, other, source, by, i + plane, 1, pitch, plane)
            store(line, LANES * k, (even + odd) * 0.5)
        spread_line(table, level + 1, y, z, line, f)
        clear_line(table, level + 1, y, z, u)


@inner
def spread_line(table, level, y, z, line, into):
    """Put a line of all x, in natural order, into the two colours of a level. Empty places stay so."""
    first, red_first = line_of(table, level, y, z), (y + z) & 1
    for x in range(table[level, NX], 2 * LANES * vectors_of(table, level) + 1):
        line[x] = 0.0
    for k in range(vectors_of(table, level)):
        store(into[0], first + LANES * k, every_other(line, 2 * LANES * k + red_first))
        store(into[1], first + LANES * k, every_other(line, 2 * LANES * k + 1 - red_first))


@inner
def clear_line(table, level, y, z, u):
    """Zeros in a line of a level."""
    first = line_of(table, level, y, z)
    for k in range(vectors_of(table, level)):
        store(u[0], first + LANES * k, full(0.0))
        store(u[1], first + LANES * k, full(0.0))


@inner
def collect_line(table, level, y, z, u, line):
    """A line of a level in natural order, into the scratch."""
    first, red_first = line_of(table, level, y, z), (y + z) & 1
    even, odd = u[red_first], u[1 - red_first]
    for k in range(vectors_of(table, level)):
        i = first + LANES * k
        interleave(line, 2 * LANES * k, load(even, i), load(odd, i))


@inner
def widen(table, level, faces, u, wide, line):
    """A level's correction in natural order with the voxels beyond its faces: minus the last where a value is
    fixed (the correction is zero on the face), the last itself where nothing passes. `faces` (6) is -1 or +1.
    """
    nx, ny, nz = table[level, NX], table[level, NY], table[level, NZ]
    pitch, plane = table[level, WIDE_PITCH], table[level, WIDE_PLANE]
    inside = table[level, WIDE_FIRST] + plane + pitch + 1
    for z in range(nz):
        for y in range(ny):
            at = inside + z * plane + y * pitch
            collect_line(table, level, y, z, u, line)
            for x in range(nx):
                wide[at + x] = line[x]
            wide[at - 1], wide[at + nx] = faces[0] * line[0], faces[1] * line[nx - 1]
        low, high = inside + z * plane, inside + z * plane + (ny - 1) * pitch
        for x in range(-1, nx + 1):
            wide[low - pitch + x] = faces[2] * wide[low + x]
            wide[high + pitch + x] = faces[3] * wide[high + x]
    low, high = inside, inside + (nz - 1) * plane
    for i in range(-pitch - 1, ny * pitch + nx + 1):
        wide[low - plane + i] = faces[4] * wide[low + i]
        wide[high + plane + i] = faces[5] * wide[high + i]


@inner
def prolong_plane(table, level, u, mask, wide, line, z):
    """Add plane z of the next level's correction to the two planes it covers, by trilinear interpolation: 3/4
    of the near and 1/4 of the far voxel in each direction.
    """
    pitch, plane = table[level + 1, WIDE_PITCH], table[level + 1, WIDE_PLANE]
    corner = table[level + 1, WIDE_FIRST] + (z + 1) * plane + pitch
    for y in range(table[level + 1, NY]):
        near = corner + y * pitch
        for side in range(4):
            dy, dz = side & 1, side >> 1
            to_y, to_z = (2 * dy - 1) * pitch, (2 * dz - 1) * plane
            for k in range(pitch // LANES):
                i = near + LANES * k
                flat = load(wide, i) * 0.75 + load(wide, i + to_y) * 0.25
                far = load(wide, i + to_z) * 0.75 + load(wide, i + to_z + to_y) * 0.25
                store(line, LANES * k, flat * 0.75 + far * 0.25)
            first = line_of(table, level, 2 * y + dy, 2 * z + dz)
            add_line(u, first, (dy + dz) & 1, mask, table[level, MASK], line, vectors_of(table, level))


@inner
def add_line(u, first, parity, mask, inside, line, vectors):
    """Add the interpolated line, which begins beyond the low face, to both colours; `parity` is the red
    ones'.
    """
    red, black, aside = u[0], u[1], 2 * parity - 1
    for k in range(vectors):
        i, c = first + LANES * k, 1 + LANES * k
        m, near = load(mask, inside + LANES * k), load(line, c) * 0.75
        store(red, i, load(red, i) + m * (near + load(line, c + aside) * 0.25))
        store(black, i, load(black, i) + m * (near + load(line, c - aside) * 0.25))
