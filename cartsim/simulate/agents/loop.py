"""The loop of single cells: enter, sort, fields, contact and movement, fates. What differs between models is
in the rules that the setting carries.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

import numpy as np

from cartsim.simulate.agents.cells import EFFECTOR
from cartsim.simulate.agents.fields.grid import voxel_of
from cartsim.simulate.agents.mechanics import Mechanics
from cartsim.simulate.agents.neighbours import Neighbours, bins_for, sort_cells
from cartsim.simulate.agents.nodule import Motion, Nodule, Setting, places_of, sharing

SORT_EVERY = 10
"""Biology steps between two sortings of the columns by place; the order is part of the state, not of the
result's meaning."""
ROOM = 32
"""Neighbours of a cell that room is first made for."""
Touch = Callable[[Neighbours, float], np.ndarray]
"""One contact step of so many minutes: changes partners, and gives the cells' own movement (3, cell)."""


def run(nodule: Nodule, setting: Setting, until: float) -> None:
    """Biology steps until the minute `until`; the last one is cut to end there."""
    while until - nodule.minute > setting.biology_step / 1000:
        step(nodule, setting, min(setting.biology_step, until - nodule.minute))


def step(nodule: Nodule, setting: Setting, minutes: float) -> None:
    """One biology step."""
    rules = setting.rules
    rules.enter(nodule, setting, minutes)
    if nodule.turn % SORT_EVERY == 0:
        sort(nodule, setting)
    nodule.effector_minutes += nodule.cells.count(EFFECTOR) * minutes
    sensed = rules.sense(nodule, setting)
    fields_at_rest(nodule, setting, sensed)
    move(nodule, setting, rules.touching(nodule, setting, sensed), minutes)
    rules.become(nodule, setting, sensed, minutes)
    nodule.minute += minutes
    nodule.turn += 1


def sort(nodule: Nodule, setting: Setting) -> None:
    """Bring cells near each other in space near each other in memory."""
    cells = nodule.cells
    if cells.n:
        places = places_of(nodule)
        bins = bins_for(places, 2 * setting.motion.reach * float(cells["radius"].max()))
        cells.keep(sort_cells(places, bins, sharing(nodule, setting)))


def fields_at_rest(nodule: Nodule, setting: Setting, sensed: Any) -> None:
    """Every field as it comes to rest among the cells of this moment."""
    for place, field in enumerate(setting.fields):
        grid = setting.grids[place]
        voxels = voxel_of(grid, places_of(nodule).T)
        taking, secreting = setting.rules.exchange(nodule, sensed, place, voxels, grid)
        found = setting.rules.settle(nodule, setting, place, taking, secreting)
        nodule.fields[field.name] = found.values
        nodule.worst_residual = float(np.fmax(nodule.worst_residual, found.residual))
        nodule.unsolved += not found.converged


def move(nodule: Nodule, setting: Setting, touch: Touch, minutes: float) -> None:
    """Mechanics steps that add up to `minutes`, each as long as the fastest and the stiffest cell allow."""
    if not nodule.cells.n:
        return
    left, mechanics = minutes, Mechanics(nodule.cells, setting.motion, ROOM, sharing(nodule, setting))
    while left > minutes * 1e-9:
        fastest, stiffest = mechanics.pull(setting.rules.fastest_walk)
        length = step_length(fastest, stiffest, setting.motion, left)
        mechanics.go(touch(mechanics.lists, length), length)
        nodule.step, left = nodule.step + 1, left - length


def step_length(fastest: float, stiffest: float, motion: Motion, left: float) -> float:
    """Even parts of what is left, none longer than allowed, than the fastest cell's greatest way takes, or
    than the fastest relaxation."""
    paces = np.array([1 / motion.longest, fastest / motion.most_move, stiffest])
    return left / ceil(left * paces.max() - 1e-9)
