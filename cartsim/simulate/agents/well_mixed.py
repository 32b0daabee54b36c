"""A group of single cells without places: every T cell meets every tumour cell alike, as in the equations.

The cells, their random numbers and their hazards are those of a nodule; only what a cell reads is the whole
group's: the engaged share of the T cells instead of a contact, one kill hazard per kind of tumour cell, one
PD-L1, one IFN-gamma. Many such groups give on average what the equations give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents import laws
from cartsim.simulate.agents import tumour_cells as tu
from cartsim.simulate.agents.cells import (
    EFFECTOR,
    EXHAUSTED,
    HER2,
    IDENTITY,
    KIND,
    MEMORY,
    NECROTIC,
    NOBODY,
    PARTNER,
    TUMOUR,
    Cells,
    columns,
)
from cartsim.simulate.agents.chance import FATE, uniforms
from cartsim.simulate.agents.events import (
    DAY,
    DIE,
    DIFFERENTIATE,
    DIVIDE,
    EXHAUST,
    FALL,
    GOING,
    LOSE_ANTIGEN,
    REMEMBER,
    STAY,
    VANISH,
    likely,
    pick,
)
from cartsim.simulate.agents.surroundings import (
    STATES,
    E,
    L,
    M,
    N,
    P,
    Place,
    X,
    now_of,
    number,
    of_t_cell,
    of_tumour_cell,
    state_of,
    surroundings,
)
from cartsim.simulate.agents.t_cells import T_CELL_FATES
from cartsim.simulate.agents.values import Values


@dataclass
class Group:
    """Cells, their common PD-L1, the key of their random numbers, and how many steps they have lived."""

    cells: Cells
    place: Place
    pdl1: float
    key: np.ndarray
    turn: int = 0

    @classmethod
    def of(cls, counts: dict[str, int], place: Place, values: Values, pdl1: float, key: np.ndarray) -> Group:
        """A group of so many cells of each of M, E, X, P, N, D."""
        cells = Cells.none(4 * sum(counts.values()) + 64)
        kinds = {"M": MEMORY, "E": EFFECTOR, "X": EXHAUSTED, "P": TUMOUR, "N": TUMOUR, "D": NECROTIC}
        for state, n in counts.items():
            real, whole = columns(n)
            whole[KIND] = kinds[state]
            real[HER2] = place.her2 if state == "P" else values.her2_n
            cells.add(real, whole)
        return cls(cells, place, pdl1, key)

    def read(self, values: Values) -> np.ndarray:
        """The group in STATES [state]."""
        out = np.empty(len(STATES))
        count(self.cells.n, self.cells.real, self.cells.whole, values.her2_n, out)
        out[L] = self.pdl1
        return out


@kernel
def count(n, real, whole, her2_n, out):
    """`number`, for Python."""
    number(n, real, whole, her2_n, out)


@kernel
def live(steps, minutes, n, born, turn, real, whole, pdl1, place, values, key, seen):
    """So many biology steps, or as many as there is room for twice the cells. Returns the number of cells,
    identities given, steps lived, PD-L1.
    """
    v = held(values)
    days = minutes / DAY
    for _ in range(steps):
        if 2 * n > real.shape[1]:
            break
        number(n, real, whole, v.her2_n, seen)
        now = now_of(place, laws.tumour_cells(seen[P], seen[N]), minutes)
        around = surroundings(seen, pdl1, place, v, now)
        pdl1 = tu.express(pdl1, around.ifng, v, days)
        n, born = one_step(n, born, turn, real, whole, around, place, v, now, key)
        turn += 1
    return n, born, turn, pdl1


@inner
def one_step(n, born, turn, real, whole, around, place, v, now, key):
    """Fates of all cells by the hazards of the group at the start of the step; returns how many there are
    then, and the identities given.
    """
    days = now.minutes / DAY
    memory, effector = of_t_cell(MEMORY, around, v, now), of_t_cell(EFFECTOR, around, v, now)
    exhausted, dead = of_t_cell(EXHAUSTED, around, v, now), tu.clearance_hazard(v)
    pos, neg = of_tumour_cell(place.her2, around, v, now), of_tumour_cell(v.her2_n, around, v, now)
    often_m, often_e = likely(memory, memory[2], days), likely(effector, effector[2], days)
    often_x, often_d = likely(exhausted, 0.0, days), likely(dead, 0.0, days)
    often_p, often_n = likely(pos, pos[0], days), likely(neg, neg[0], days)
    kept, end = 0, n
    for i in range(n):
        chance = uniforms(key, whole[IDENTITY, i], turn, FATE)
        state, fate = state_of(i, real, whole, v.her2_n), STAY
        if state == E:
            fate = pick(effector, T_CELL_FATES, chance[1]) if chance[0] < often_e else STAY
        elif state == P:
            fate = pick(pos, tu.TUMOUR_FATES, chance[1]) if chance[0] < often_p else STAY
        elif state == N:
            fate = pick(neg, tu.TUMOUR_FATES, chance[1]) if chance[0] < often_n else STAY
        elif state == M:
            fate = pick(memory, T_CELL_FATES, chance[1]) if chance[0] < often_m else STAY
        elif state == X:
            fate = DIE if chance[0] < often_x else STAY
        elif chance[0] < often_d:
            fate = VANISH
        if fate == DIVIDE:
            copy(i, end, real, whole)
            whole[IDENTITY, end] = born
            end, born = end + 1, born + 1
        elif changes(i, fate, real, whole, v):
            continue
        copy(i, kept, real, whole)
        kept += 1
    for i in range(n, end):
        copy(i, kept, real, whole)
        kept += 1
    return kept, born


@inner
def changes(i, fate, real, whole, v):
    """A cell that stays becomes what its fate says; true if it goes."""
    if fate == EXHAUST:
        whole[KIND, i] = EXHAUSTED
    elif fate == REMEMBER:
        whole[KIND, i] = MEMORY
    elif fate == DIFFERENTIATE:
        whole[KIND, i] = EFFECTOR
    elif fate == LOSE_ANTIGEN:
        real[HER2, i] = v.her2_n
    elif fate == FALL:
        whole[KIND, i] = NECROTIC
    return fate in GOING


@inner
def copy(i, j, real, whole):
    """What a cell without a place has, from column `i` to column `j`."""
    if i != j:
        whole[IDENTITY, j], whole[KIND, j], whole[PARTNER, j] = whole[IDENTITY, i], whole[KIND, i], NOBODY
        real[HER2, j] = real[HER2, i]


def run(group: Group, values: Values, steps: int, minutes: float) -> None:
    """`steps` biology steps of `minutes`."""
    cells, end, seen = group.cells, group.turn + steps, np.empty(len(STATES))
    while group.turn < end:
        cells.make_room(cells.n + 64)
        cells.n, cells.born, group.turn, group.pdl1 = live(
            end - group.turn, minutes, cells.n, cells.born, group.turn, cells.real, cells.whole, group.pdl1,
            group.place, values, group.key, seen,
        )  # fmt: skip


def follow(group: Group, values: Values, minutes: float, every: float, times: int) -> np.ndarray:
    """The group (time, state) at the start and after each of `times` stretches of `every` days."""
    out = [group.read(values)]
    for _ in range(times):
        run(group, values, round(every * DAY / minutes), minutes)
        out.append(group.read(values))
    return np.array(out)
