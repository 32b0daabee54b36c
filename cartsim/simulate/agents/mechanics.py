"""Cells push, stick and walk: overdamped motion of soft spheres.

Two cells at distance d with R = r_i + r_j push each other apart at push (1 - d/R)^2 for d < R, and hold
together at stick (1 - d/S)^2 for d < S = reach R (um/min). A T cell holding on to a target is drawn to it by
a spring. A wall at z = 0 pushes like a cell's mirror image. Ghaffarizadeh 2018 (PhysiCell).
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from cartsim._jit import kernel
from cartsim.simulate.agents.cells import NOBODY

TINY = 1e-9
"""Square of a distance (um^2) under which two centres have no direction between them, and do not push."""


@kernel
def forces(
    begin, end, x, y, z, radius, stick, partner, walk, start, other, push, reach, spring, wall, v, fastest
):
    """Velocity v (3, cell) of each cell of a range, um/min, and the greatest speed of the range, fastest [1].

    `stick` [cell] is the square root of a cell's adhesion, so that a pair has the geometric mean; `walk`
    (3, cell) the own movement; `wall` is 1 for a wall at z = 0.
    """
    top = 0.0
    per_reach = 1.0 / reach
    for i in range(begin, end):
        xi = x[i]
        yi = y[i]
        zi = z[i]
        ri = radius[i]
        si = stick[i]
        ax = 0.0
        ay = 0.0
        az = 0.0
        for m in range(start[i], start[i + 1]):
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
            f = (push * away * away - si * stick[o] * hold * hold) * per * touch
            ax += f * dx
            ay += f * dy
            az += f * dz
        if wall > 0.0:
            away = max(1.0 - zi / ri, 0.0)
            az += push * away * away
        v[0, i] = ax + walk[0, i]
        v[1, i] = ay + walk[1, i]
        v[2, i] = az + walk[2, i]
        p = partner[i]
        if p != NOBODY:
            v[0, i] += spring * (x[p] - xi)
            v[1, i] += spring * (y[p] - yi)
            v[2, i] += spring * (z[p] - zi)
        top = max(top, v[0, i] * v[0, i] + v[1, i] * v[1, i] + v[2, i] * v[2, i])
    fastest[0] = sqrt(top)
