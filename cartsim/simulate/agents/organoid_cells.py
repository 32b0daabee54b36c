"""What cells of the published organoid model do (Luque 2024, CART-ABM): its own laws, not those of the
equations. A probability per step there is a hazard here, so that steps may be of any length.

Rows of cells have these meanings here: HER2 the relative antigen, SPAN a tumour cell's own cycle time at full
oxygen (h) and a T cell's lifetime (min), CLOCK its phase or age (min), PARTNER on both sides of a contact.
"""

from __future__ import annotations

from math import cos, exp, log, pi, sqrt
from typing import NamedTuple

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    CLOCK,
    CYTOPLASM,
    EFFECTOR,
    FLUID,
    HER2,
    IDENTITY,
    KIND,
    NECROTIC,
    NOBODY,
    NUCLEUS,
    PARTNER,
    RADIUS,
    SPAN,
    SPENT,
    TUMOUR,
    VOLUME,
    X,
    Y,
    Z,
)
from cartsim.simulate.agents.chance import CONTACT, FATE, MOVE, START, direction, uniforms
from cartsim.simulate.agents.events import DIVIDE, HOUR, STAY, VANISH


class Organoid(NamedTuple):
    """Values of the published model by symbol (parameters/values/organoid.yaml)."""

    abm_volume: float
    abm_nucleus: float
    abm_fluid_share: float
    abm_cycle: float
    abm_cycle_sd: float
    abm_o2_full: float
    abm_o2_stop: float
    abm_o2_necrosis: float
    abm_o2_worst: float
    abm_necrosis_t: float
    abm_swell_cytoplasm: float
    abm_swell_nucleus: float
    abm_swell_fluid: float
    abm_apoptosis_t: float
    abm_pull: float
    abm_voxel: float
    abm_voxel_t: float
    abm_kick: float
    abm_persist: float
    abm_bias: float
    abm_attach: float
    abm_attach_far: float
    abm_attach_ramp: float
    abm_antigen_low: float
    abm_antigen_span: float
    abm_kill: float
    abm_hold: float
    abm_t_life: float
    abm_t_shape: float


@inner
def visibility(antigen, v):
    """Share of adhesion and killing that an antigen level allows: 0 up to abm_antigen_low, then a straight
    rise over abm_antigen_span to 1.
    """
    return min(max((antigen - v.abm_antigen_low) / v.abm_antigen_span, 0.0), 1.0)


@kernel
def touch(who, real, whole, where, first, member, pull_to, values, key, step, minutes, walk, dead):
    """One contact step of all T cells `who`, one after the other; `where` [cell], `first` [voxel + 1] and
    `member` [cell] say who shares a voxel with whom, `pull_to` (3, cell) is the unit vector up the factor.
    Returns the number of kills, listed in `dead`.
    """
    v = held(values)
    kills = 0
    for i in who:
        walk[0, i] = 0.0
        walk[1, i] = 0.0
        walk[2, i] = 0.0
        if whole[KIND, i] != EFFECTOR:
            continue
        _kick(i, real, whole, pull_to, v, key, step, minutes, walk)
        begin, end = first[where[i]], first[where[i] + 1]
        if end - begin < 2:
            continue
        _drift(i, real, whole, member, begin, end, v, walk)
        chance = uniforms(key, whole[IDENTITY, i], step, CONTACT)
        o = whole[PARTNER, i]
        if o != NOBODY:
            if chance[0] < 1.0 - exp(-v.abm_kill * visibility(real[HER2, o], v) * minutes):
                whole[KIND, o] = APOPTOTIC
                real[CLOCK, o] = 0.0
                dead[kills] = o
                kills += 1
                _part(i, o, whole)
            elif chance[1] < 1.0 - exp(-minutes / v.abm_hold):
                _part(i, o, whole)
        else:
            _attach(i, real, whole, member, begin, end, v, minutes, chance)
    return kills


@inner
def _part(i, o, whole):
    whole[PARTNER, i] = NOBODY
    whole[PARTNER, o] = NOBODY


@inner
def _kick(i, real, whole, pull_to, v, key, step, minutes, walk):
    """With probability dt/abm_persist a way of abm_kick in a direction between chance and the factor."""
    chance = uniforms(key, whole[IDENTITY, i], step, MOVE)
    if chance[0] >= minutes / v.abm_persist:
        return
    x, y, z = direction(chance[1], chance[2])
    x = (1.0 - v.abm_bias) * x + v.abm_bias * pull_to[0, i]
    y = (1.0 - v.abm_bias) * y + v.abm_bias * pull_to[1, i]
    z = (1.0 - v.abm_bias) * z + v.abm_bias * pull_to[2, i]
    length = sqrt(x * x + y * y + z * z)
    if length > 0.0:
        pace = v.abm_kick / (length * minutes)
        walk[0, i] = pace * x
        walk[1, i] = pace * y
        walk[2, i] = pace * z


@inner
def _drift(i, real, whole, member, begin, end, v, walk):
    """Every tumour cell of the voxel, alive or dead, draws the T cell to it."""
    for m in range(begin, end):
        o = member[m]
        if whole[KIND, o] <= NECROTIC:
            walk[0, i] += v.abm_pull * (real[X, o] - real[X, i])
            walk[1, i] += v.abm_pull * (real[Y, o] - real[Y, i])
            walk[2, i] += v.abm_pull * (real[Z, o] - real[Z, i])


@inner
def _eagerness(i, o, real, whole, v):
    """Hazard (1/min) of taking hold of one cell of the voxel; 0 for one that is dead, held or antigen-low."""
    if whole[KIND, o] != TUMOUR or whole[PARTNER, o] != NOBODY:
        return 0.0
    dx = real[X, i] - real[X, o]
    dy = real[Y, i] - real[Y, o]
    dz = real[Z, i] - real[Z, o]
    near = (v.abm_attach_far - sqrt(dx * dx + dy * dy + dz * dz)) / v.abm_attach_ramp
    return v.abm_attach * visibility(real[HER2, o], v) * min(max(near, 0.0), 1.0)


@inner
def _attach(i, real, whole, member, begin, end, v, minutes, chance):
    """Take hold of one of the candidates in proportion to their hazards."""
    total = 0.0
    for m in range(begin, end):
        total += _eagerness(i, member[m], real, whole, v)
    if chance[0] >= 1.0 - exp(-total * minutes):
        return
    left = chance[1] * total
    for m in range(begin, end):
        o = member[m]
        eager = _eagerness(i, o, real, whole, v)
        left -= eager
        if eager > 0.0 and left < 0.0:
            whole[PARTNER, i] = o
            whole[PARTNER, o] = i
            return


@kernel
def decide(begin, end, real, whole, oxygen, values, key, turn, minutes, fates):
    """Fate of each cell of a range; a held tumour cell waits, clock and volume too."""
    v = held(values)
    for i in range(begin, end):
        kind = whole[KIND, i]
        fates[i] = STAY
        if kind == TUMOUR:
            if whole[PARTNER, i] == NOBODY:
                fates[i] = _of_tumour_cell(i, real, whole, oxygen[i], v, key, turn, minutes)
            continue
        real[CLOCK, i] += minutes
        if kind == EFFECTOR:
            if real[CLOCK, i] > real[SPAN, i]:
                whole[KIND, i] = SPENT
                real[CLOCK, i] = 0.0
        elif kind != NECROTIC and real[CLOCK, i] > v.abm_apoptosis_t:
            fates[i] = VANISH


@inner
def _of_tumour_cell(i, real, whole, oxygen, v, key, turn, minutes):
    """The clock runs above abm_o2_stop; a cell divides when it has run for longer than the cycle time lasts
    at the oxygen and antigen of the moment.
    """
    starving = min(max((v.abm_o2_necrosis - oxygen) / (v.abm_o2_necrosis - v.abm_o2_worst), 0.0), 1.0)
    if starving > 0.0:
        chance = uniforms(key, whole[IDENTITY, i], turn, FATE)
        if chance[0] < 1.0 - exp(-starving * minutes / v.abm_necrosis_t):
            whole[KIND, i] = NECROTIC
            real[CLOCK, i] = 0.0
            return STAY
    if oxygen <= v.abm_o2_stop:
        return STAY
    breath = min((oxygen - v.abm_o2_stop) / (v.abm_o2_full - v.abm_o2_stop), 1.0)
    real[CLOCK, i] += minutes
    divides = real[CLOCK, i] * breath * real[HER2, i] > HOUR * real[SPAN, i]
    _swell(i, real, 2.0 if divides else 1.0, v, minutes / HOUR)
    if divides:
        real[CLOCK, i] = 0.0
        return DIVIDE
    return STAY


@inner
def _swell(i, real, fold, v, hours):
    """Fluid, nuclear and cytoplasmic solids go to their targets (the solids' are `fold` times those of a
    single cell), one explicit step.
    """
    solid = 1.0 - v.abm_fluid_share
    real[FLUID, i] += hours * v.abm_swell_fluid * (v.abm_fluid_share * real[VOLUME, i] - real[FLUID, i])
    real[NUCLEUS, i] += hours * v.abm_swell_nucleus * (fold * solid * v.abm_nucleus - real[NUCLEUS, i])
    wanted = fold * solid * (v.abm_volume - v.abm_nucleus)
    real[CYTOPLASM, i] += hours * v.abm_swell_cytoplasm * (wanted - real[CYTOPLASM, i])
    real[VOLUME, i] = real[FLUID, i] + real[NUCLEUS, i] + real[CYTOPLASM, i]
    real[RADIUS, i] = (3.0 * real[VOLUME, i] / (4.0 * pi)) ** (1.0 / 3.0)


@kernel
def release(who, whole):
    """Tumour cells whose T cell is gone or spent, and T cells whose target is, hold nobody."""
    for i in range(who):
        o = whole[PARTNER, i]
        if o != NOBODY:
            pair = (whole[KIND, i] == TUMOUR and whole[KIND, o] == EFFECTOR) or (
                whole[KIND, i] == EFFECTOR and whole[KIND, o] == TUMOUR
            )
            if not pair:
                whole[PARTNER, i] = NOBODY


@kernel
def give_cycles(begin, end, real, whole, values, key):
    """A cycle time of its own for each new tumour cell: normal, by its identity."""
    v = held(values)
    for i in range(begin, end):
        chance = uniforms(key, whole[IDENTITY, i], 0, START)
        score = sqrt(-2.0 * log(chance[0])) * cos(2.0 * pi * chance[1])
        real[SPAN, i] = v.abm_cycle + v.abm_cycle_sd * score


@kernel
def give_lives(begin, end, real, whole, values, key):
    """A lifetime for each new T cell: P(longer than a) = (1 - a/abm_t_life)^(1/abm_t_shape)."""
    v = held(values)
    for i in range(begin, end):
        chance = uniforms(key, whole[IDENTITY, i], 0, START)
        real[SPAN, i] = v.abm_t_life * (1.0 - chance[0] ** v.abm_t_shape)
