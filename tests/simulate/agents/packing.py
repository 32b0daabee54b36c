"""Cells without biology: balls of them that push, stick, and are made to divide."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from cartsim.simulate.agents import fates, loop
from cartsim.simulate.agents.cells import EFFECTOR, KIND, RADIUS, VOLUME, Cells, X, Z, columns
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.mechanics import Mechanics
from cartsim.simulate.agents.nodule import Motion, Nodule, Setting, places_of
from cartsim.simulate.agents.start import full_volume, packed_ball, tumour_cells

RADIUS_UM = 8.4127
REST = 2 * RADIUS_UM * (1 - 0.2) / (1 - 0.2 / 1.25)
"""A grown tumour cell's radius (um), and the distance at which two of them rest: sqrt(0.4 / 10) = 0.2."""


def motion(longest: float = 1.0, most_move: float = 2.0, wall: float = 0.0, box: float = 1e4) -> Motion:
    """The mechanics of the parameter set, in a box of half this edge around the origin, or above the wall."""
    return Motion(
        push=np.sqrt([10.0, 10.0]), stick=np.sqrt([0.4, 0.0]), reach=1.25, margin=np.array([1.5, 6.0]),
        most_move=most_move, longest=longest, low=np.array([-box, -box, 0.0 if wall else -box]),
        high=np.full(3, box), wall=wall,
    )  # fmt: skip


def cells_at(tumour: np.ndarray, t_cells: np.ndarray | None = None, radius: float = RADIUS_UM) -> Cells:
    """Tumour cells and T cells (radius 5 um) at places (3, cell)."""
    n = tumour.shape[1]
    cells = tumour_cells(tumour, np.zeros(n, dtype=int), radius, np.ones(n), 1.0)
    if t_cells is not None:
        real, whole = columns(t_cells.shape[1])
        real[X : Z + 1], real[RADIUS], real[VOLUME], whole[KIND] = t_cells, 5.0, full_volume(5.0), EFFECTOR
        cells.add(real, whole)
    return cells


def nodule_of(cells: Cells) -> Nodule:
    return Nodule(cells, key_of(1), np.zeros((1, 3)))


def setting_of(how: Motion, crew: Crew = ALONE, walk: float = 0.0) -> Setting:
    """A setting that serves `loop.move` alone."""
    rules = SimpleNamespace(fastest_walk=walk)
    return Setting((), (), how, rules, 6.0, crew)  # type: ignore[arg-type]


def move(nodule: Nodule, how: Motion, minutes: float, crew: Crew = ALONE) -> None:
    """Nobody walks."""
    still = np.zeros((3, nodule.cells.n))
    loop.move(nodule, setting_of(how, crew), lambda lists, length: still, minutes)


def speeds(cells: Cells, how: Motion) -> np.ndarray:
    """Velocities of all cells (3, cell), um/min."""
    mechanics = Mechanics(cells, how, 16, ALONE)
    mechanics.pull(0.0)
    return mechanics.v


def by_identity(cells: Cells) -> np.ndarray:
    """Places (3, cell) in the order of birth."""
    return cells.real[X : Z + 1, np.argsort(cells["identity"])]


def growing(how: Motion, hours: float, share: float = 0.02, radius: float = 130.0) -> Nodule:
    """A packed ball in which a share of the cells, the same ones whatever the steps, divides every six minutes
    and all grow."""
    nodule, random = nodule_of(cells_at(packed_ball(radius, REST, dome=False))), np.random.default_rng(3)
    cells = nodule.cells
    for _ in range(round(hours * 10)):
        mothers = np.sort(random.permutation(cells.n)[: int(share * cells.n)])
        fates.split(cells, mothers, nodule.key, nodule.turn, (VOLUME,))
        move(nodule, how, 6.0)
        cells["volume"][:] += 0.02 * (full_volume(RADIUS_UM) - cells["volume"])
        cells["radius"][:] = np.cbrt(3 * cells["volume"] / (4 * np.pi))
        nodule.turn += 1
    return nodule


def outermost(nodule: Nodule) -> float:
    return float(np.sqrt((places_of(nodule) ** 2).sum(axis=0)).max())
