"""Cells push, stick and walk: overdamped motion of soft spheres.

Two cells at distance d with R = r_i + r_j push each other apart at push (1 - d/R)^2 for d < R, and hold
together at stick (1 - d/S)^2 for d < S = reach R (um/min), each with the geometric mean of the two cells'
own coefficients. A wall at z = 0 pushes like a cell's mirror image. Ghaffarizadeh 2018 (PhysiCell).

Places follow velocities by the second-order method of Adams and Bashforth with steps of any length; own
walking is added as it is. A step is as long as keeps the fastest cell within a given way.

A cell's row in `balls` (cell, 4) is x, y, z and its radius, negative of a T cell: eight rows are read at once.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from cartsim._jit import kernel
from cartsim._lanes import LANES, full, largest, where
from cartsim._lanes import sqrt as roots
from cartsim.simulate.agents._rows import COLUMNS, columns_of, total
from cartsim.simulate.agents.cells import KIND, NECROTIC, RADIUS, VX, Cells, X, Y, Z
from cartsim.simulate.agents.crew import Crew
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Motion

TINY = 1e-9
"""Square of a distance (um^2) under which two centres have no direction between them, and do not push."""


def balls_of(cells: Cells, crew: Crew) -> np.ndarray:
    """Place and signed radius of every cell (cell, 4), each in a cache line with its neighbour's."""
    room = np.empty((cells.n + 1) * COLUMNS)
    first = -(room.ctypes.data // 8) % COLUMNS
    balls = room[first : first + cells.n * COLUMNS].reshape(cells.n, COLUMNS)
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
def forces(begin, end, balls, push, stick, start, stop, other, reach, wall, v):
    """Velocity v (3, cell) of each cell of a range, um/min; returns the greatest speed of the range.

    `push` and `stick` (2) are square roots of the coefficients (um/min) of tumour cells and of T cells, so that
    a pair has the geometric mean; `wall` is 1 for a wall at z = 0.
    """
    fastest = 0.0
    zero = full(0.0)
    for i in range(begin, end):
        x = full(balls[i, 0])
        y = full(balls[i, 1])
        z = full(balls[i, 2])
        radius = full(abs(balls[i, 3]))
        own = 1 if balls[i, 3] < 0.0 else 0
        away_c, away_t = push[own] * push[0], push[own] * push[1]
        hold_c, hold_t = stick[own] * stick[0] / reach**2, stick[own] * stick[1] / reach**2
        ax = full(0.0)
        ay = full(0.0)
        az = full(0.0)
        for m in range(start[i], stop[i], LANES):
            ox, oy, oz, signed = columns_of(balls, other, m)
            is_t = signed < 0.0
            dx = x - ox
            dy = y - oy
            dz = z - oz
            d2 = dx * dx + dy * dy + (dz * dz + TINY)
            d = roots(d2)
            touch = radius + where(is_t, -signed, signed)
            away = largest(touch - d, zero)
            hold = largest(touch * reach - d, zero)
            f = where(is_t, away_t, away_c) * away * away - where(is_t, hold_t, hold_c) * hold * hold
            f = f / (touch * touch * d)
            ax = ax + f * dx
            ay = ay + f * dy
            az = az + f * dz
        vx = total(ax)
        vy = total(ay)
        vz = total(az)
        if wall > 0.0:
            inside = max(1.0 - balls[i, 2] / abs(balls[i, 3]), 0.0)
            vz += push[own] * push[own] * inside * inside
        v[0, i] = vx
        v[1, i] = vy
        v[2, i] = vz
        fastest = max(fastest, vx * vx + vy * vy + vz * vz)
    return sqrt(fastest)


@kernel
def advance(begin, end, real, balls, v, walk, at, margin, minutes, ratio, low, high):
    """Move each cell of a range for `minutes`; `ratio` is this step's length over the last one's. Cells stay
    in the box from `low` to `high` (3). Returns 1 if one is now further from its place `at` (3, cell) than its
    margin (2: of tumour cells, of T cells) allows.
    """
    strayed = 0
    for i in range(begin, end):
        way = 0.0
        for axis in range(3):
            pace = v[axis, i] + 0.5 * ratio * (v[axis, i] - real[VX + axis, i]) + walk[axis, i]
            real[VX + axis, i] = v[axis, i]
            place = min(max(balls[i, axis] + minutes * pace, low[axis]), high[axis])
            real[X + axis, i] = place
            balls[i, axis] = place
            way += (place - at[axis, i]) ** 2
        allowed = margin[1] if balls[i, 3] < 0.0 else margin[0]
        if way > allowed * allowed:
            strayed = 1
    return strayed


def pull(balls: np.ndarray, lists: Neighbours, motion: Motion, v: np.ndarray, crew: Crew) -> float:
    """Velocities of all cells into v (3, cell); the greatest speed."""
    fastest = np.zeros(crew.threads)
    near = (lists.start, lists.stop, lists.other, motion.reach, motion.wall)

    def some(part: int, a: int, b: int) -> None:
        fastest[part] = forces(a, b, balls, motion.push, motion.stick, *near, v)

    crew.over(len(balls), some)
    return float(fastest.max())


def go(
    cells: Cells, balls: np.ndarray, lists: Neighbours, motion: Motion, v: np.ndarray, walk: np.ndarray,
    minutes: float, ratio: float, crew: Crew,
) -> bool:  # fmt: skip
    """Move all cells; true if the lists are out of date now."""
    strayed = np.zeros(crew.threads, dtype=np.int64)
    to = (lists.at, motion.margin, minutes, ratio, motion.low, motion.high)

    def some(part: int, a: int, b: int) -> None:
        strayed[part] = advance(a, b, cells.real, balls, v, walk, *to)

    crew.over(len(balls), some)
    return bool(strayed.any())
