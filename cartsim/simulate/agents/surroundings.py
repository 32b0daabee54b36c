"""What cells of a well-mixed group read, and their hazards: the laws of a lesion with the group's numbers."""

from __future__ import annotations

from typing import NamedTuple

from cartsim._jit import inner
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import EFFECTOR, EXHAUSTED, HER2, KIND, MEMORY, TUMOUR
from cartsim.simulate.agents.signals import GAIN, INHIBITION, KILL, KILL_BLOCK, PROLIFERATE, SURVIVAL, contact
from cartsim.simulate.agents.t_cells import secreted, t_cell_hazards
from cartsim.simulate.agents.tumour_cells import tumour_hazards
from cartsim.simulate.agents.values import Now

STATES = ("M", "E", "X", "P", "N", "D", "L")
"""What is read of a group: cells of each kind, and PD-L1 (molecule/cell)."""
M, E, X, P, N, D, L = range(len(STATES))


class Place(NamedTuple):
    """What is fixed for a group: HER2 of its antigen-positive cells (molecule/cell), how many nodules it is,
    whether they lie in a cavity (1, 0), fitness of the T cells, dexamethasone effect.
    """

    her2: float
    nodules: float = 1.0
    cavity: float = 1.0
    fitness: float = 1.0
    dex: float = 0.0


class Surroundings(NamedTuple):
    """What the group's cells read: engaged share, signals of a mean contact, kill hazards (1/day) of an
    antigen-positive and of an antigen-negative cell, IFN-gamma (pg/mL).
    """

    engaged: float
    prol: float
    gain: float
    survives: float
    inhibited: float
    attack_pos: float
    attack_neg: float
    ifng: float


@inner
def number(n, real, whole, her2_n, out):
    """Cells of each kind among the first `n`, into `out` (M, E, X, P, N, D)."""
    for state in range(L):
        out[state] = 0.0
    for i in range(n):
        out[state_of(i, real, whole, her2_n)] += 1.0


@inner
def state_of(i, real, whole, her2_n):
    """Place of a cell in STATES."""
    kind = whole[KIND, i]
    if kind == EFFECTOR:
        return E
    if kind == TUMOUR:
        return P if real[HER2, i] > her2_n else N
    if kind == MEMORY:
        return M
    return X if kind == EXHAUSTED else D


@inner
def surroundings(seen, pdl1, place, v, now):
    """What every cell reads of a group of so many M, E, X, P, N (`seen`), by the laws of a lesion."""
    tumour = laws.tumour_cells(seen[P], seen[N])
    volume = laws.tumour_volume(tumour, v.rho)
    radius = laws.nodule_radius(tumour, v.rho, place.nodules, v.cell_floor)
    phi = laws.access(laws.rim(radius, v.delta), v.phi_v, place.cavity)
    accessible = laws.accessible(phi, tumour)
    crowd = laws.crowd(accessible, seen[M], seen[E], seen[X], v.k_sf1, place.nodules)
    engaged = laws.engaged(accessible, crowd)
    pos = contact(place.her2, pdl1, -1.0, place.fitness, v)
    neg = contact(v.her2_n, pdl1, -1.0, place.fitness, v)
    prol = laws.mean_signal(seen[P], seen[N], pos[PROLIFERATE], neg[PROLIFERATE], v.cell_floor)
    mean = contact(place.her2, pdl1, prol, place.fitness, v)
    strike = laws.strike(v.k_kill, seen[E], phi, crowd, mean[KILL_BLOCK])
    made = secreted(engaged, mean[GAIN], v, now) * seen[E]
    room = laws.distribution_volume(volume, v.v_tissue, v.v_d0, v.v_half, v.v_min)
    return Surroundings(
        engaged, prol, mean[GAIN], mean[SURVIVAL], mean[INHIBITION], laws.kill(strike, pos[KILL]),
        laws.kill(strike, neg[KILL]), laws.ifng_of_group(made, room, v.k_gt),
    )  # fmt: skip


@inner
def now_of(place, tumour, minutes):
    """What the hazards read beside the surroundings; a group breathes freely."""
    return Now(place.fitness, place.dex, place.cavity, tumour, minutes)


@inner
def of_t_cell(kind, around, v, now):
    """Hazards of a T cell of the group."""
    return t_cell_hazards(
        kind, around.engaged, around.prol, around.gain, around.survives, around.inhibited, v, now
    )


@inner
def of_tumour_cell(her2, around, v, now):
    """Hazards of a tumour cell of the group, which has oxygen enough."""
    attack = around.attack_pos if her2 > v.her2_n else around.attack_neg
    return tumour_hazards(her2, v.o2_growth, attack, v, now)
