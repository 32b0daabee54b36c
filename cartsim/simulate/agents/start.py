"""How a run begins: a nodule packed with cells, free in the fluid or on the serosa, and its vessel points."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from cartsim.population.streams import normals, uniforms
from cartsim.simulate.agents.cells import (
    HER2,
    KIND,
    NODULE,
    PDL1,
    RADIUS,
    TUMOUR,
    VOLUME,
    Cells,
    X,
    Z,
    columns,
)


def packed_ball(radius: float, spacing: float, dome: bool) -> np.ndarray:
    """Centres (3, cell) of a close packing within `radius` of the origin, in planes of z; of a dome the part
    above half a spacing over z = 0.
    """
    planes = int(radius / spacing * sqrt(1.5)) + 2
    across = int(radius / spacing * 1.2) + 2
    k, j, i = np.meshgrid(*(np.arange(-n, n + 1) for n in (planes, across, across)), indexing="ij")
    y = sqrt(3) / 2 * (j + (k % 2) / 3)
    x = i + 0.5 * ((j + k) % 2)
    z = sqrt(2 / 3) * k
    points = spacing * np.stack([x.ravel(), y.ravel(), z.ravel()])
    if dome:
        points[2] += spacing / 2
        points = points[:, points[2] > 0]
    return points[:, (points**2).sum(axis=0) < radius**2]


def packed_number(n: int, spacing: float, dome: bool) -> np.ndarray:
    """The `n` centres (3, cell) of that packing nearest to the origin."""
    points = packed_ball(radius_of_packed(n, spacing, dome) + 2 * spacing, spacing, dome)
    nearest = np.lexsort((*points, np.round((points**2).sum(axis=0), 6)))[:n]
    return points[:, np.sort(nearest)]


def radius_of_packed(n: int, spacing: float, dome: bool) -> float:
    """Radius (um) of the ball, or half ball, that `n` cells fill: sqrt(2)/spacing^3 of them a volume."""
    return spacing * float(np.cbrt(3 * n * (2 if dome else 1) / (4 * pi * sqrt(2))))


def full_volume(radius: float) -> float:
    """Volume (um^3) of a grown cell of this radius (um)."""
    return 4 / 3 * pi * radius**3


def ball_centres(number: int, radius: float, gap: float) -> np.ndarray:
    """Centres (nodule, 3) of equal nodules side by side, `gap` apart: one in the middle, the others on a
    triangular lattice around it; domes stand on z = 0, balls around it.
    """
    reach = int(sqrt(number)) + 2
    i, j = (part.ravel() for part in np.meshgrid(*(np.arange(-reach, reach + 1),) * 2, indexing="ij"))
    x, y = (i + 0.5 * (j % 2)) * (2 * radius + gap), sqrt(3) / 2 * j * (2 * radius + gap)
    nearest = np.lexsort((x, y, np.round(np.hypot(x, y), 6)))[:number]
    return np.stack([x[nearest], y[nearest], np.zeros(number)], axis=1)


def tumour_cells(
    places: np.ndarray, nodule: np.ndarray, radius: float, her2: np.ndarray, pdl1: float
) -> Cells:
    """Grown tumour cells at places (3, cell), of a nodule [cell], with HER2 [cell] and PD-L1 molecules."""
    n = places.shape[1]
    real, whole = columns(n)
    real[X : Z + 1], real[RADIUS], real[VOLUME] = places, radius, full_volume(radius)
    real[HER2], real[PDL1] = her2, pdl1
    whole[KIND], whole[NODULE] = TUMOUR, nodule
    cells = Cells.none(2 * n)
    cells.add(real, whole)
    return cells


def her2_of(
    n: int, median: float, spread: float, low: float, share_low: float, seed: int, repeat: int
) -> np.ndarray:
    """HER2 molecules of each cell [cell]: log-normal around `median` with an SD of `spread` decades, and
    `low` in the antigen-negative cells: a share of all, to the nearest whole cell, at random places.
    """
    cells = np.arange(n)
    her2 = median * 10 ** (spread * normals(seed, f"agents/her2/{repeat}", cells)[:, 0])
    order = np.argsort(uniforms(seed, f"agents/negative/{repeat}", cells)[:, 0], kind="stable")
    her2[order[: antigen_negative(n, share_low)]] = low
    return her2


def antigen_negative(n: int, share: float) -> int:
    """How many of `n` cells have no antigen."""
    return round(share * n)


MOST_TRIES = 1000
"""Draws of a place in the fluid; where that many fail there is hardly any fluid."""


def outside(
    n: int, centres: np.ndarray, radius: float, box: np.ndarray, first: int, purpose: str, seed: int
) -> np.ndarray:
    """Places (3, cell) uniform in the box (low and high corner, (2, 3)) at least `radius` from every centre
    (nodule, 3); the cells numbered from `first` on keep theirs however many enter with them. Where the box
    leaves no such place, the farthest of all that were tried.
    """
    best, reach = np.zeros((n, 3)), np.full(n, -1.0)
    for attempt in range(MOST_TRIES):
        left = np.flatnonzero(reach < radius)
        if not left.size:
            break
        there = box[0] + (box[1] - box[0]) * uniforms(seed, f"{purpose}/{attempt}", first + left, 3)
        far = np.sqrt(((there[:, None] - centres) ** 2).sum(axis=2)).min(axis=1)
        better = far > reach[left]
        best[left[better]], reach[left[better]] = there[better], far[better]
    return best.T


def within(n: int, centres: np.ndarray, radius: float, dome: bool, seed: int, purpose: str) -> np.ndarray:
    """Places (3, point) uniform within the nodules, or their domes."""
    chance = uniforms(seed, purpose, np.arange(n), 4)
    out = radius * chance[:, 0] ** (1 / 3)
    up = chance[:, 1] if dome else 2 * chance[:, 1] - 1
    turn = 2 * pi * chance[:, 2]
    flat = np.sqrt(np.maximum(1 - up**2, 0))
    whose = np.minimum((chance[:, 3] * len(centres)).astype(int), len(centres) - 1)
    along = np.stack([flat * np.cos(turn), flat * np.sin(turn), up], axis=1)
    return (centres[whose] + out[:, None] * along).T
