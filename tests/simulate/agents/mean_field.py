"""The stepping of single cells without its noise: expected numbers of cells, by the same hazards and chances.

What is left of a difference to the equations is the time step's.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np

from cartsim.simulate.agents.cells import EFFECTOR, EXHAUSTED, MEMORY
from cartsim.simulate.agents.events import (
    DAY,
    DIE,
    DIFFERENTIATE,
    DIVIDE,
    EXHAUST,
    FALL,
    LEAVE_BLOOD,
    LEAVE_FLUID,
    LOSE_ANTIGEN,
    REMEMBER,
    STARVE,
    VANISH,
    exposure,
)
from cartsim.simulate.agents.surroundings import STATES, now_of, of_t_cell, of_tumour_cell, surroundings
from cartsim.simulate.agents.t_cells import T_CELL_FATES
from cartsim.simulate.agents.tumour_cells import TUMOUR_FATES, clearance_hazard, express
from cartsim.simulate.agents.values import Values
from tests.simulate.agents.group import place

Lived = Callable[[float, float, float], float]
GONE = None
BECOMES = {
    DIE: GONE, LEAVE_BLOOD: GONE, LEAVE_FLUID: GONE, VANISH: GONE, EXHAUST: "X", REMEMBER: "M",
    DIFFERENTIATE: "E", LOSE_ANTIGEN: "N", STARVE: "D", FALL: "D",
}  # fmt: skip


def plain(divide: float, total: float, days: float) -> float:
    """Days lived within a step if a cell met one event with probability 1 - e^(-h dt) and what it gives rise to
    none: the draw that `exposure` is better than.
    """
    return (1.0 - exp(-total * days)) / total if total else days


def mean_step(
    state: np.ndarray, known: dict[str, float], values: Values, minutes: float, lived: Lived = exposure
) -> np.ndarray:
    """The expected group [state] one step later."""
    where, days, at = place(known), minutes / DAY, dict(zip(STATES, state, strict=True))
    now = now_of(where, at["P"] + at["N"], minutes)
    around = surroundings(state, at["L"], where, values, now)
    table = {
        "M": (of_t_cell(MEMORY, around, values, now), T_CELL_FATES),
        "E": (of_t_cell(EFFECTOR, around, values, now), T_CELL_FATES),
        "X": (of_t_cell(EXHAUSTED, around, values, now), T_CELL_FATES),
        "P": (of_tumour_cell(where.her2, around, values, now), TUMOUR_FATES),
        "N": (of_tumour_cell(values.her2_n, around, values, now), TUMOUR_FATES),
        "D": (clearance_hazard(values), (VANISH,)),
    }
    after = dict(at)
    for kind, (hazards, fates) in table.items():
        divide = sum(h for h, fate in zip(hazards, fates, strict=True) if fate == DIVIDE)
        there = at[kind] * lived(divide, sum(hazards), days)
        for hazard, fate in zip(hazards, fates, strict=True):
            after[kind] += there * hazard * (1 if fate == DIVIDE else -1)
            if fate != DIVIDE and BECOMES[fate]:
                after[BECOMES[fate]] += there * hazard
    after["L"] = express(at["L"], around.ifng, values, days)
    return np.array([after[name] for name in STATES])


def mean_course(
    known: dict[str, float], start: np.ndarray, minutes: float, days: np.ndarray, lived: Lived = exposure
) -> np.ndarray:
    """The expected group (time, state) at whole `days`, from 0 on."""
    values, state, out = Values.of(known), np.array(start, float), []
    steps = 0
    for day in days:
        while steps < round(day * DAY / minutes):
            state, steps = mean_step(state, known, values, minutes, lived), steps + 1
        out.append(state)
    return np.array(out)
