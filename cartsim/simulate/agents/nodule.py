"""The state of a run of single cells, and what stays the same during it.

A `Nodule` is everything that the next step depends on: saved and restored, a run goes on with the same bits.
A `Setting` is what was asked: fields and their grids, numbers, rules, threads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cartsim.simulate.agents.cells import Cells, Z
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.fields.field import Field, solve_steady
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.fields.multigrid import Steady, Work, workspace
from cartsim.simulate.agents.rules import Rules

EVENTS = (
    "born", "killed", "starved", "cleared", "entered", "t_born", "t_died", "exhausted", "left_to_blood",
    "left_to_fluid",
)  # fmt: skip
"""What is counted from the start of a run."""


@dataclass
class Nodule:
    """Cells and fields at a minute of the run.

    `turn` and `step` count biology and mechanics steps: they address random numbers. `fields` holds the last
    solution of each field (z, y, x). `counts` goes with EVENTS. `effector_minutes` sums the lives of
    effectors from the start. `kills` lists (minute, x, y, z, nodule) of every kill since it was last emptied.
    """

    cells: Cells
    key: np.ndarray
    centres: np.ndarray
    fields: dict[str, np.ndarray] = field(default_factory=dict)
    minute: float = 0.0
    turn: int = 0
    step: int = 0
    given: int = 0
    fitness: float = 1.0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(EVENTS, 0))
    effector_minutes: float = 0.0
    kills: list[np.ndarray] = field(default_factory=list)
    worst_residual: float = 0.0
    unsolved: int = 0

    def note_kills(self, dead: np.ndarray) -> None:
        """Cells of these columns were killed now."""
        if dead.size:
            where = self.cells.real[: Z + 1, dead]
            self.kills.append(np.vstack([np.full(dead.size, self.minute), where, self.cells["nodule"][dead]]))
            self.counts["killed"] += dead.size


class Motion(NamedTuple):
    """Numbers of the mechanics: square roots of push and stick of tumour cells and of T cells (2), greatest
    distance of adhesion over the sum of radii, margins of the lists of tumour cells and of T cells (2, um),
    greatest way in a step (um), longest step (min), the box that holds the cells, and 1 for a wall at z = 0.
    """

    push: np.ndarray
    stick: np.ndarray
    reach: float
    margin: np.ndarray
    most_move: float
    longest: float
    low: np.ndarray
    high: np.ndarray
    wall: float


@dataclass(frozen=True)
class Setting:
    """What a run was asked to do. `grids` are voxels of one kind for every field, each with its own faces.
    """

    grids: tuple[Grid, ...]
    fields: tuple[Field, ...]
    motion: Motion
    rules: Rules
    biology_step: float
    crew: Crew = ALONE
    works: dict[int, Work] = field(default_factory=dict)

    @property
    def common(self) -> Grid:
        """The smallest of the grids, which all others reach around by whole voxels."""
        return min(self.grids, key=lambda grid: grid.counts)

    def work(self, place: int) -> Work:
        """Room for solving a field, made when first needed."""
        if place not in self.works:
            self.works[place] = workspace(self.grids[place], self.crew.threads)
        return self.works[place]


def at_rest(
    nodule: Nodule, setting: Setting, place: int, taking: np.ndarray, secreting: np.ndarray
) -> Steady:
    """A field at rest among cells that take up and secrete so (z, y, x), from its last solution."""
    field = setting.fields[place]
    return solve_steady(
        setting.grids[place], field, taking, secreting,
        start=nodule.fields.get(field.name), work=setting.work(place), crew=setting.crew,
    )  # fmt: skip


SHARED = 1500
"""Cells from which threads share them."""


def places_of(nodule: Nodule) -> np.ndarray:
    """Where the cells are (3, cell), a view."""
    return nodule.cells.real[: Z + 1, : nodule.cells.n]


def sharing(nodule: Nodule, setting: Setting) -> Crew:
    """The threads, or this one alone where there is too little to share."""
    return setting.crew if nodule.cells.n >= SHARED else ALONE
