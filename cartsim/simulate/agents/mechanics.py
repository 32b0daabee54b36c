"""Cells push, stick and walk: overdamped motion of soft spheres.

Two cells at distance d with R = r_i + r_j push each other apart at push (1 - d/R)^2 for d < R, and hold
together at stick (1 - d/S)^2 for d < S = reach R (um/min), each with the geometric mean of the two cells'
own coefficients. A wall at z = 0 pushes like a cell's mirror image. Ghaffarizadeh 2018 (PhysiCell).

Places follow velocities by the second-order method of Adams and Bashforth with steps of any length; own
walking is added as it is. A step is as long as keeps the fastest cell within a given way.
"""

from __future__ import annotations

from math import sqrt

from cartsim._jit import kernel
from cartsim.simulate.agents.cells import VX, X

TINY = 1e-9
"""Square of a distance (um^2) under which two centres have no direction between them, and do not push."""


@kernel
def forces(begin, end, x, y, z, radius, push, stick, start, stop, other, reach, wall, v):
    """Velocity v (3, cell) of each cell of a range, um/min; returns the greatest speed of the range.

    `push` and `stick` [cell] are square roots of a cell's coefficients (um/min), so
    that a pair has the geometric mean; `wall` is 1 for a wall at z = 0.
    """
    fastest = 0.0
    per_reach = 1.0 / reach
    for i in range(begin, end):
        xi = x[i]
        yi = y[i]
        zi = z[i]
        ri = radius[i]
        ax = 0.0
        ay = 0.0
        az = 0.0
        for m in range(start[i], stop[i]):
            o = other[m]
            dx = xi - x[o]
            dy = yi - y[o]
            dz = zi - z[o]
            d2 = dx * dx + dy * dy + dz * dz + TINY
            touch = ri + radius[o]
            per = 1.0 / (sqrt(d2) * touch)  # the one division of a pair
            near = d2 * per
            away = max(1.0 - near, 0.0)
            hold = max(1.0 - near * per_reach, 0.0)
            f = (push[i] * push[o] * away * away - stick[i] * stick[o] * hold * hold) * per * touch
            ax += f * dx
            ay += f * dy
            az += f * dz
        if wall > 0.0:
            away = max(1.0 - zi / ri, 0.0)
            az += push[i] * push[i] * away * away
        v[0, i] = ax
        v[1, i] = ay
        v[2, i] = az
        fastest = max(fastest, ax * ax + ay * ay + az * az)
    return sqrt(fastest)


@kernel
def advance(begin, end, real, v, walk, minutes, ratio, low, high):
    """Move each cell of a range for `minutes`; `ratio` is this step's length over the last one's. Cells stay
    in the box from `low` to `high` (3).
    """
    for axis in range(3):
        x, before = real[X + axis], real[VX + axis]
        for i in range(begin, end):
            pace = (1.0 + 0.5 * ratio) * v[axis, i] - 0.5 * ratio * before[i]
            before[i] = v[axis, i]
            x[i] = min(max(x[i] + minutes * (pace + walk[axis, i]), low[axis]), high[axis])
