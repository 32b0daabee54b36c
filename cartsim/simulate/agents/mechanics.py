"""Cells push, stick and walk: overdamped motion of soft spheres.

Two cells at distance d with R = r_i + r_j push each other apart at push (1 - d/R)^2 for d < R, and hold
together at stick (1 - d/S)^2 for d < S = reach R (um/min), each with the geometric mean of the two cells'
own coefficients. A wall at z = 0 pushes like a cell's mirror image. Ghaffarizadeh 2018 (PhysiCell).

Places follow velocities by the second-order method of Adams and Bashforth with steps of any length, begun
anew where births and growth have changed the velocities; own walking is added as it is. A step is no longer
than keeps every cell within a given way, nor than the stiffest place allows: the rates of a packing are at
most twice the greatest sum over a cell's pairs of |dF/dd| (Gershgorin), and the method damps what is slower
than one in a step. Only pairs of tumour cells count there: for T cells, which pass and part, the given way is
enough.

A cell's row in `balls` (cell, 4) is x, y, z and its radius, negative of a T cell: eight rows are read at a
time.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from cartsim._jit import kernel
from cartsim._lanes import LANES, absolute, full, largest, where
from cartsim._lanes import sqrt as roots
from cartsim.simulate.agents._rows import COLUMNS, columns_of, total
from cartsim.simulate.agents.cells import KIND, NECROTIC, RADIUS, Cells, X, Y, Z
from cartsim.simulate.agents.crew import Crew
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Motion

TINY = 1e-9
"""Square of a distance (um^2) under which two centres have no direction between them, and do not push."""
FAR = 1e9
"""Where nobody is (um)."""


def balls_of(cells: Cells, crew: Crew) -> np.ndarray:
    """Place and signed radius of every cell (cell + 1, 4), no row across two cache lines; the last row is
    nobody, far from all, who fills up lists.
    """
    room = np.empty((cells.n + 2) * COLUMNS)
    first = -(room.ctypes.data // 8) % COLUMNS
    balls = room[first : first + (cells.n + 1) * COLUMNS].reshape(-1, COLUMNS)
    balls[-1] = FAR, FAR, FAR, 1.0
    crew.over(cells.n, lambda _, a, b: fill_balls(a, b, cells.real, cells.whole, balls))
    return balls


@kernel
def fill_balls(begin, end, real, whole, balls):
    """Place and signed radius of the cells of a range."""
    for i in range(begin, end):
        balls[i, 0] = real[X, i]
        balls[i, 1] = real[Y, i]
        balls[i, 2] = real[Z, i]
        balls[i, 3] = real[RADIUS, i] if whole[KIND, i] <= NECROTIC else -real[RADIUS, i]


@kernel
def forces(begin, end, balls, push, stick, start, stop, other, reach, wall, walk, v, most):
    """Velocity v (3, cell) of each cell of a range, um/min; `most` (2) gets the greatest speed (um/min), a T
    cell's with its `walk` (um/min) added, and the greatest rate (1/min) of the range.

    `push` and `stick` (2) are square roots of the coefficients (um/min) of tumour cells and of T cells, so
    that a pair has the geometric mean; `wall` is 1 for a wall at z = 0.
    """
    fastest, stiffest = 0.0, 0.0
    zero = full(0.0)
    for i in range(begin, end):
        x, y, z, radius = full(balls[i, 0]), full(balls[i, 1]), full(balls[i, 2]), full(abs(balls[i, 3]))
        own = 1 if balls[i, 3] < 0.0 else 0
        push_c, push_t = push[own] * push[0], push[own] * push[1]
        hold_c, hold_t = stick[own] * stick[0] / reach**2, stick[own] * stick[1] / reach**2
        ax, ay, az, slope = zero, zero, zero, zero
        for m in range(start[i], stop[i], LANES):
            ox, oy, oz, signed = columns_of(balls, other, m)
            is_t = signed < 0.0
            dx, dy, dz = x - ox, y - oy, z - oz
            d2 = dx * dx + dy * dy + (dz * dz + TINY)
            d = roots(d2)
            touch = radius + where(is_t, -signed, signed)
            inside, within = largest(touch - d, zero), largest(touch * reach - d, zero)
            away, hold = where(is_t, push_t, push_c) * inside, where(is_t, hold_t, hold_c) * within
            per = 1.0 / (touch * touch * d)
            f = (away * inside - hold * within) * per
            ax, ay, az = ax + f * dx, ay + f * dy, az + f * dz
            slope = slope + where(is_t, 0.0, absolute(away - hold)) * (per * d)
        vx, vy, vz = total(ax), total(ay), total(az)
        rate = 4.0 * total(slope)
        if wall > 0.0:
            pressed = max(1.0 - balls[i, 2] / abs(balls[i, 3]), 0.0)
            vz += push[own] * push[own] * pressed * pressed
            rate += 2.0 * push[own] * push[own] * pressed / abs(balls[i, 3])
        v[0, i], v[1, i], v[2, i] = vx, vy, vz
        fastest = max(fastest, sqrt(vx * vx + vy * vy + vz * vz) + own * walk)
        stiffest = max(stiffest, (1 - own) * rate)
    most[0], most[1] = fastest, stiffest


@kernel
def advance(begin, end, real, balls, v, before, walk, at, margin, minutes, ratio, low, high):
    """Move each cell of a range for `minutes`; `before` (3, cell) is the velocity one step ago, and `ratio`
    this step's length over that one's (0: there was none). Cells stay in the box from `low` to `high` (3).
    Returns 1 if one is now further from its place `at` (3, cell) than its margin (2: of tumour cells, of T
    cells) allows.
    """
    strayed = 0
    for i in range(begin, end):
        way = 0.0
        for axis in range(3):
            pace = v[axis, i] + 0.5 * ratio * (v[axis, i] - before[axis, i]) + walk[axis, i]
            place = min(max(balls[i, axis] + minutes * pace, low[axis]), high[axis])
            real[X + axis, i] = place
            balls[i, axis] = place
            way += (place - at[axis, i]) ** 2
        allowed = margin[1] if balls[i, 3] < 0.0 else margin[0]
        if way > allowed * allowed:
            strayed = 1
    return strayed


class Mechanics:
    """The cells of one biology step as the mechanics has them: `balls`, lists of neighbours, and velocities
    `v` of this step and `before` of the last (3, cell), um/min.
    """

    def __init__(self, cells: Cells, motion: Motion, room: int, crew: Crew) -> None:
        self.cells, self.motion, self.crew = cells, motion, crew
        self.balls, self.lists = balls_of(cells, crew), Neighbours(cells.n, room, crew)
        self.reach = motion.reach * cells["radius"] + motion.margin[(cells["kind"] > NECROTIC).astype(int)]
        self.v, self.before = np.zeros((2, 3, cells.n))
        self.strayed, self.last = True, 0.0

    def pull(self, walk: float) -> tuple[float, float]:
        """Velocities of all cells; greatest speed (um/min), T cells walking at `walk`, and rate (1/min)."""
        lists, motion = self.lists, self.motion
        if self.strayed:
            lists.find(self.cells.real[X : Z + 1, : self.cells.n], self.reach)
        most = np.zeros((self.crew.threads, 2))
        near = (lists.start, lists.stop, lists.other, motion.reach, motion.wall, walk)
        self.v, self.before = self.before, self.v

        def some(part: int, a: int, b: int) -> None:
            forces(a, b, self.balls, motion.push, motion.stick, *near, self.v, most[part])

        self.crew.over(self.cells.n, some)
        return tuple(most.max(axis=0))

    def go(self, walk: np.ndarray, minutes: float) -> None:
        """Move all cells, walking (3, cell) as they do [um/min]."""
        motion, strayed = self.motion, np.zeros(self.crew.threads, dtype=np.int64)
        ratio = minutes / self.last if self.last > 0 else 0.0
        to = (walk, self.lists.at, motion.margin, minutes, ratio, motion.low, motion.high)

        def some(part: int, a: int, b: int) -> None:
            strayed[part] = advance(a, b, self.cells.real, self.balls, self.v, self.before, *to)

        self.crew.over(self.cells.n, some)
        self.strayed, self.last = bool(strayed.any()), minutes
