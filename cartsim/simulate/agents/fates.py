"""One biology step of every cell: who divides, changes, dies or goes. Cells read the present and write only
themselves; births and removals wait until all have decided.
"""

from __future__ import annotations

from math import cbrt, pi

import numpy as np

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents import t_cells as t
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    CLOCK,
    CYTOPLASM,
    EFFECTOR,
    EXHAUSTED,
    HER2,
    IDENTITY,
    KIND,
    MEMORY,
    NECROTIC,
    NOBODY,
    PARTNER,
    PDL1,
    RADIUS,
    REAL,
    SPAN,
    TUMOUR,
    VOLUME,
    X,
    Y,
    Z,
    Cells,
    columns,
)
from cartsim.simulate.agents.chance import FATE, SPLIT, direction, uniforms
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
            real[PDL1, i] = express(real[PDL1, i], ifng[i], v, now.minutes / t.DAY)
            fate = fate_of_tumour_cell(real[HER2, i], oxygen[i], v, now, chance)
        elif kind == APOPTOTIC or kind == NECROTIC:
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
    if fate == t.EXHAUST:
        whole[KIND, i] = EXHAUSTED
        whole[PARTNER, i] = NOBODY
    elif fate == t.REMEMBER:
        whole[KIND, i] = MEMORY
    elif fate == t.DIFFERENTIATE:
        whole[KIND, i] = EFFECTOR
    elif fate == t.LOSE_ANTIGEN:
        real[HER2, i] = v.her2_n
    elif fate == t.STARVE:
        whole[KIND, i] = NECROTIC
        real[CLOCK, i] = 0.0
    else:
        return fate
    return t.STAY


@inner
def _grow(i, kind, real, v, minutes):
    """The volume goes to that of a grown cell of its kind; dead cells shrink away over the time they have."""
    if kind == NECROTIC:
        return
    radius = v.tumour_cell_radius if kind < MEMORY else v.t_cell_radius
    full = 4.0 / 3.0 * pi * radius**3
    if kind == APOPTOTIC:
        full = 0.0
    real[VOLUME, i] += (full - real[VOLUME, i]) * min(v.regrow * minutes, 1.0)
    real[RADIUS, i] = cbrt(3.0 * real[VOLUME, i] / (4.0 * pi))
