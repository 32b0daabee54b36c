"""One biology step of every cell: who divides, changes, dies or goes. Cells read the present and write only
themselves; births and removals wait until all have decided.
"""

from __future__ import annotations

from math import pi

import numpy as np

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents import events as ev
from cartsim.simulate.agents import t_cells as t
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    CLOCK,
    CONTACT_TIME,
    EFFECTOR,
    EXHAUSTED,
    HER2,
    IDENTITY,
    KIND,
    KINDS,
    MEMORY,
    NECROTIC,
    NOBODY,
    PARTNER,
    PDL1,
    RADIUS,
    SPAN,
    SPENT,
    TUMOUR,
    VOLUME,
    Cells,
    X,
    Z,
)
from cartsim.simulate.agents.chance import FATE, SPLIT, direction, uniforms
from cartsim.simulate.agents.nodule import Nodule
from cartsim.simulate.agents.signals import GAIN, INHIBITION, PROLIFERATE, SURVIVAL
from cartsim.simulate.agents.tumour_cells import express, fate_of_dead_cell, fate_of_tumour_cell


@kernel
def decide(begin, end, real, whole, signals, oxygen, ifng, values, now, key, step, fates):
    """Fate of each cell of a range; changes that touch no other cell are made at once."""
    v = held(values)
    for i in range(begin, end):
        kind = whole[KIND, i]
        chance = uniforms(key, whole[IDENTITY, i], step, FATE)
        real[CLOCK, i] += now.minutes
        if kind == TUMOUR:
            real[PDL1, i] = express(real[PDL1, i], ifng[i], v, now.minutes / ev.DAY)
            fate = fate_of_tumour_cell(real[HER2, i], oxygen[i], v, now, chance)
        elif kind in (APOPTOTIC, NECROTIC):
            fate = fate_of_dead_cell(i, kind, real, v, now, chance)
        else:
            fate = _of_t_cell(i, kind, whole, signals, v, now, chance)
        _grow(i, kind, real, v, now.minutes)
        fates[i] = _change(i, fate, real, whole, v)


@inner
def _of_t_cell(i, kind, whole, signals, v, now, chance):
    """A T cell that holds nobody is not engaged: its contact terms vanish."""
    o = whole[PARTNER, i]
    if o == NOBODY:
        return t.fate_of_t_cell(kind, 0.0, 0.0, 0.0, 1.0, 0.0, v, now, chance)
    return t.fate_of_t_cell(
        kind, 1.0, signals[PROLIFERATE, o], signals[GAIN, o], signals[SURVIVAL, o], signals[INHIBITION, o], v,
        now, chance,
    )  # fmt: skip


@inner
def _change(i, fate, real, whole, v):
    """Carry out what concerns the cell alone; returns what is left to do: STAY, DIVIDE or VANISH (or the
    compartment that a T cell leaves to)."""
    if fate == ev.EXHAUST:
        whole[KIND, i] = EXHAUSTED
        whole[PARTNER, i] = NOBODY
    elif fate == ev.REMEMBER:
        whole[KIND, i] = MEMORY
    elif fate == ev.DIFFERENTIATE:
        whole[KIND, i] = EFFECTOR
    elif fate == ev.LOSE_ANTIGEN:
        real[HER2, i] = v.her2_n
    elif fate == ev.STARVE:
        whole[KIND, i] = NECROTIC
        real[CLOCK, i] = 0.0
    else:
        return fate
    return ev.STAY


@inner
def _grow(i, kind, real, v, minutes):
    """The volume goes to that of a grown cell of its kind; dead cells shrink away over the time they have."""
    if kind == NECROTIC:
        return
    radius = v.tumour_cell_radius if kind <= NECROTIC else v.t_cell_radius
    full = 4.0 / 3.0 * pi * radius**3
    if kind == APOPTOTIC:
        full = 0.0
    real[VOLUME, i] += (full - real[VOLUME, i]) * min(v.regrow * minutes, 1.0)
    real[RADIUS, i] = (3.0 * real[VOLUME, i] / (4.0 * pi)) ** (1.0 / 3.0)


def split(cells: Cells, mothers: np.ndarray, key: np.ndarray, turn: int, volumes: tuple[int, ...]) -> None:
    """Each mother (columns, in order) becomes two cells of half her `volumes` (rows), side by side within her
    outline: the daughter free, the mother still holding what she held.
    """
    if not mothers.size:
        return
    offset = np.empty((3, mothers.size))
    halve(mothers, cells.real, cells.whole, key, turn, np.array(volumes), offset)
    real, whole = cells.real[:, mothers].copy(), cells.whole[:, mothers].copy()
    real[X : Z + 1] += 2 * offset
    real[CLOCK] = real[CONTACT_TIME] = 0.0
    whole[PARTNER] = NOBODY
    cells.add(real, whole)


@kernel
def halve(mothers, real, whole, key, turn, volumes, offset):
    """Halve the mothers' volumes and move each by -offset (3, mother), in a random direction."""
    for m in range(mothers.size):
        i = mothers[m]
        chance = uniforms(key, whole[IDENTITY, i], turn, SPLIT)
        x, y, z = direction(chance[0], chance[1])
        small = real[RADIUS, i] * 0.5 ** (1.0 / 3.0)
        way = real[RADIUS, i] - small
        for row in volumes:
            real[row, i] *= 0.5
        real[RADIUS, i] = small
        for axis, along in enumerate((x, y, z)):
            offset[axis, m] = way * along
            real[X + axis, i] -= way * along


@kernel
def let_go(who, whole):
    """T cells whose partner no longer lives hold nobody."""
    for t_cell in who:
        o = whole[PARTNER, t_cell]
        if o != NOBODY and whole[KIND, o] != TUMOUR:
            whole[PARTNER, t_cell] = NOBODY


@kernel
def strike_down(who, real, whole, strikes, minutes, dead):
    """Held cells that were struck begin to die, to be gone after `minutes`; the T cells let go. Returns how
    many; `dead` lists their columns."""
    n = 0
    for t_cell in who:
        o = whole[PARTNER, t_cell]
        if strikes[t_cell] and whole[KIND, o] == TUMOUR:
            whole[KIND, o] = APOPTOTIC
            real[CLOCK, o] = 0.0
            real[SPAN, o] = minutes
            dead[n] = o
            n += 1
    if n:
        for t_cell in who:
            o = whole[PARTNER, t_cell]
            if o != NOBODY and whole[KIND, o] != TUMOUR:
                whole[PARTNER, t_cell] = NOBODY
    return n


def kinds_of(cells: Cells) -> np.ndarray:
    """How many cells there are of each kind (kind)."""
    return np.bincount(cells["kind"], minlength=len(KINDS))


def note_changes(nodule: Nodule, before: np.ndarray) -> None:
    """Count who has starved, tired or come to the end of a life since there were `before` cells (kind), while
    nobody was born or taken away."""
    more = kinds_of(nodule.cells) - before
    nodule.counts["starved"] += int(more[NECROTIC])
    nodule.counts["t_died"] += max(int(more[SPENT]), 0)
    nodule.counts["exhausted"] += int(more[EXHAUSTED])


def carry_out(nodule: Nodule, fates: np.ndarray, halved: tuple[int, ...] = (VOLUME,)) -> None:
    """Births and removals that all cells have decided on, in the order of the columns."""
    cells, count = nodule.cells, nodule.counts
    kind = cells["kind"]
    t_cell = kind >= MEMORY
    goes = np.isin(fates, ev.GOING)
    count["cleared"] += int((fates == ev.VANISH).sum())
    count["t_died"] += int((fates == ev.DIE).sum())
    count["left_to_blood"] += int((fates == ev.LEAVE_BLOOD).sum())
    count["left_to_fluid"] += int((fates == ev.LEAVE_FLUID).sum())
    mothers = np.flatnonzero(fates == ev.DIVIDE)
    count["t_born"] += int(t_cell[mothers].sum())
    count["born"] += int((~t_cell[mothers]).sum())
    split(cells, mothers, nodule.key, nodule.turn, halved)
    if goes.any():
        stays = np.concatenate([np.flatnonzero(~goes), np.arange(fates.size, cells.n)])
        cells.keep(stays)
