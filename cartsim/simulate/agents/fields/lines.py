"""Eliminations along lines of voxels, eight lines or more at a time; arrays as in `line_implicit.Lines`."""

from __future__ import annotations

from cartsim._jit import inner
from cartsim._lanes import LANES
from cartsim.simulate.agents._vectors import load, store, turn

BEFORE = 2 * LANES
"""Places before the first voxel and behind the last, so that each has a place beside it."""
TOGETHER = 2 * LANES
"""Lines along x that are eliminated side by side: the processor has work while it waits for one elimination.
"""


@inner
def react_plane(u, gain, add, sizes, z):
    """Loss and source of each voxel in a plane, implicitly."""
    first = BEFORE + z * sizes[4]
    for at in range(first, first + sizes[1] * sizes[3], LANES):
        store(u, at, load(u, at) * load(gain, at) + load(add, at))


@inner
def increment_plane(u, change, gain, add, mirror, edges, ratio, decayed, sizes, z):
    """dt (D lap u - (decay + s) u + q) / (1 + dt s) in a plane, from the field as it is. Beyond a face lies
    minus the last voxel plus what `edges` adds, or the last voxel itself: `mirror` (3, 2) is -1 or +1.
    """
    nx, ny, nz, pitch, plane = sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]
    down, up = plane * (z > 0), plane * (z < nz - 1)
    under, over = beyond(mirror, 2, z, nz)
    for y in range(ny):
        here, left, right = BEFORE + z * plane + y * pitch, pitch * (y > 0), pitch * (y < ny - 1)
        before, after = beyond(mirror, 1, y, ny)
        extra = outside(edges, 1, y, ny) + outside(edges, 2, z, nz)
        for i in range(here, here + pitch, LANES):
            near = load(u, i - 1) + load(u, i + 1) + (load(u, i - left) * before + load(u, i + right) * after)
            near = near + (load(u, i - down) * under + load(u, i + up) * over)
            own, part = load(u, i), load(gain, i)
            rate = near * ratio - own * (6.0 * ratio + decayed) + extra
            store(change, i, rate * part + load(add, i) - own * (1.0 - part))
        for end in range(2):
            i = here + end * (nx - 1)
            change[i] += ((mirror[0, end] * u[i] - u[i + 2 * end - 1]) * ratio + edges[0, end]) * gain[i]


@inner
def beyond(mirror, axis, place, count):
    """Factors of the neighbours below and above: 1 where they exist."""
    return mirror[axis, 0] if place == 0 else 1.0, mirror[axis, 1] if place == count - 1 else 1.0


@inner
def add_row(u, change, y, sizes):
    """Add the increments of all z at one y."""
    for z in range(sizes[2]):
        here = BEFORE + z * sizes[4] + y * sizes[3]
        for i in range(here, here + sizes[3], LANES):
            store(u, i, load(u, i) + load(change, i))


@inner
def cross_plane(u, pivots, edges, sizes, line, z):
    """Lines along x and y in one plane: forwards along y as soon as its lines along x are done."""
    ny, pitch, first = sizes[1], sizes[3], BEFORE + z * sizes[4]
    m, k = pivots[1, 0], pivots[1, 1]
    for group in range((ny + TOGETHER - 1) // TOGETHER):
        start = first + group * TOGETHER * pitch
        along_x(u, pivots, edges, sizes, line, start)
        for y in range(group * TOGETHER, min(ny, (group + 1) * TOGETHER)):
            here, extra = first + y * pitch, m[y] * outside(edges, 1, y, ny)
            forward(u, here, here - pitch * min(y, 1), m[y], k[y] * min(y, 1), extra, pitch)
    for y in range(ny - 2, -1, -1):
        backward(u, first + y * pitch, first + (y + 1) * pitch, k[y], pitch)


@inner
def climb(u, pivots, edges, sizes, y):
    """Lines along z, for one y."""
    nz, pitch, plane = sizes[2], sizes[3], sizes[4]
    m, k = pivots[2, 0], pivots[2, 1]
    for z in range(nz):
        here, extra = BEFORE + z * plane + y * pitch, m[z] * outside(edges, 2, z, nz)
        forward(u, here, here - plane * min(z, 1), m[z], k[z] * min(z, 1), extra, pitch)
    for z in range(nz - 2, -1, -1):
        here = BEFORE + z * plane + y * pitch
        backward(u, here, here + plane, k[z], pitch)


@inner
def outside(edges, axis, place, count):
    """What fixed values beyond the faces add to a voxel's right-hand side."""
    return edges[axis, 0] * (place == 0) + edges[axis, 1] * (place == count - 1)


@inner
def forward(u, here, before, m, k, extra, pitch):
    """Eliminate towards higher places: a line of x from the one before."""
    for i in range(0, pitch, LANES):
        store(u, here + i, load(u, here + i) * m + (load(u, before + i) * k + extra))


@inner
def backward(u, here, after, k, pitch):
    """Substitute from the line after."""
    for i in range(0, pitch, LANES):
        store(u, here + i, load(u, here + i) + load(u, after + i) * k)


@inner
def along_x(u, pivots, edges, sizes, line, start):
    """Sixteen lines along x, turned into the scratch (x, line), eliminated, and turned back."""
    nx, pitch, m, k = sizes[0], sizes[3], pivots[0, 0], pivots[0, 1]
    for half in range(2):
        for x in range(0, pitch, LANES):
            turn(u, start + half * LANES * pitch + x, pitch, line, x * TOGETHER + half * LANES, TOGETHER)
    for lane in range(TOGETHER):
        line[lane] += edges[0, 0]
        line[(nx - 1) * TOGETHER + lane] += edges[0, 1]
    one, two = load(line, 0) * m[0], load(line, LANES) * m[0]
    store(line, 0, one)
    store(line, LANES, two)
    for x in range(1, nx):
        i = x * TOGETHER
        one = load(line, i) * m[x] + one * k[x]
        two = load(line, i + LANES) * m[x] + two * k[x]
        store(line, i, one)
        store(line, i + LANES, two)
    for x in range(nx - 2, -1, -1):
        i = x * TOGETHER
        one = load(line, i) + one * k[x]
        two = load(line, i + LANES) + two * k[x]
        store(line, i, one)
        store(line, i + LANES, two)
    for half in range(2):
        for x in range(0, pitch, LANES):
            turn(line, x * TOGETHER + half * LANES, TOGETHER, u, start + half * LANES * pitch + x, pitch)
