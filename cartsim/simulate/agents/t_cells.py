"""What a T cell does on contact: walk, hold on, kill, let go; and what becomes of it: divide, tire, die.

Contacts act in every mechanics step: hazards of catching and letting go are per minute, that of killing is
the law of the equations (1/day), as are all fates, which act in every biology step. A contact hazard h
happens within dt with probability 1 - exp(-h dt); fates are drawn as `events` says.
"""

from __future__ import annotations

from math import exp, sqrt

from cartsim._held import held
from cartsim._jit import inner, kernel
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import (
    CONTACT_TIME,
    DX,
    DY,
    DZ,
    EFFECTOR,
    EXHAUSTED,
    IDENTITY,
    KIND,
    MEMORY,
    NOBODY,
    PARTNER,
    RADIUS,
    TUMOUR,
    X,
    Y,
    Z,
)
from cartsim.simulate.agents.chance import CONTACT, MOVE, direction, uniforms
from cartsim.simulate.agents.events import (
    DAY,
    DIE,
    DIFFERENTIATE,
    DIVIDE,
    EXHAUST,
    HOUR,
    LEAVE_BLOOD,
    LEAVE_FLUID,
    REMEMBER,
    drawn,
)
from cartsim.simulate.agents.signals import GAIN, KILL, KILL_BLOCK

T_CELL_FATES = (DIE, DIE, DIVIDE, EXHAUST, REMEMBER, DIFFERENTIATE, LEAVE_BLOOD, LEAVE_FLUID)
"""What each hazard of a T cell leads to, in the order of `t_cell_hazards`; the second is activation-induced
death.
"""


@kernel
def walk_and_hold(
    begin, end, who, real, whole, start, stop, other, lure, signals, values, key, step, minutes, walk, strikes
):
    """One contact step of the T cells `who` [begin:end]: new directions, catches, releases; `strikes` [cell]
    is 1 where a T cell kills the cell that it holds. `lure` (3, cell) is the gradient that draws them, 1/um.
    """
    v = held(values)
    for t in range(begin, end):
        i = who[t]
        strikes[i] = 0
        chance = uniforms(key, whole[IDENTITY, i], step, CONTACT)
        if whole[PARTNER, i] != NOBODY:
            real[CONTACT_TIME, i] += minutes / HOUR
            strikes[i] = _strike_or_release(i, real, whole, signals, v, minutes, chance)
        elif whole[KIND, i] != EXHAUSTED:
            _catch(i, real, whole, start, stop, other, v, minutes, chance)
        o = whole[PARTNER, i]
        if o != NOBODY:
            walk[0, i] = v.spring * (real[X, o] - real[X, i])
            walk[1, i] = v.spring * (real[Y, o] - real[Y, i])
            walk[2, i] = v.spring * (real[Z, o] - real[Z, i])
        else:
            _turn(i, real, whole, lure, v, minutes, key, step)
            walk[0, i] = v.speed_t * real[DX, i]
            walk[1, i] = v.speed_t * real[DY, i]
            walk[2, i] = v.speed_t * real[DZ, i]


@inner
def _strike_or_release(i, real, whole, signals, v, minutes, chance):
    """1 if the held cell is killed; lets go with hazard 1/hold_t. An effector that holds a cell is engaged:
    it kills by the law of the equations, less what hours of contact take: 1/(1 + (t/fade_50)^fade_n).
    """
    kill = 0.0
    if whole[KIND, i] == EFFECTOR:
        target = whole[PARTNER, i]
        strike = laws.strike(v.k_kill, 1.0, 1.0, 1.0, signals[KILL_BLOCK, target])
        fresh = 1.0 - laws.hill(real[CONTACT_TIME, i], v.fade_50, v.fade_n)
        kill = laws.kill(strike, signals[KILL, target]) * fresh / DAY
    total = kill + 1.0 / v.hold_t
    if chance[0] >= 1.0 - exp(-total * minutes):
        return 0
    if chance[1] * total < kill:
        return 1
    whole[PARTNER, i] = NOBODY
    return 0


@inner
def _catch(i, real, whole, start, stop, other, v, minutes, chance):
    """A free T cell takes hold of one of the live tumour cells that it touches, any with the same chance."""
    if chance[0] >= 1.0 - exp(-v.attach_t * minutes):
        return
    touching = 0
    for m in range(start[i], stop[i]):
        touching += _touches(i, other[m], real, whole, v)
    wanted = min(int(chance[1] * touching), touching - 1)
    for m in range(start[i], stop[i]):
        o = other[m]
        if _touches(i, o, real, whole, v):
            if wanted == 0:
                whole[PARTNER, i] = o
                return
            wanted -= 1


@inner
def _touches(i, o, real, whole, v):
    if whole[KIND, o] != TUMOUR:
        return 0
    dx = real[X, i] - real[X, o]
    dy = real[Y, i] - real[Y, o]
    dz = real[Z, i] - real[Z, o]
    near = (real[RADIUS, i] + real[RADIUS, o]) * v.contact_reach
    return 1 if dx * dx + dy * dy + dz * dz < near * near else 0


@inner
def _turn(i, real, whole, lure, v, minutes, key, step):
    """A new direction with hazard 1/persist_t: drawn to the lure with weight bias_t g/(g + sense_t) for a
    relative gradient g, at random for the rest."""
    chance = uniforms(key, whole[IDENTITY, i], step, MOVE)
    lost = real[DX, i] == 0.0 and real[DY, i] == 0.0 and real[DZ, i] == 0.0
    if chance[0] >= 1.0 - exp(-minutes / v.persist_t) and not lost:
        return
    x, y, z = direction(chance[1], chance[2])
    gx, gy, gz = lure[0, i], lure[1, i], lure[2, i]
    steep = sqrt(gx * gx + gy * gy + gz * gz)
    if steep > 0.0:
        weight = v.bias_t * steep / (steep + v.sense_t)
        x = (1.0 - weight) * x + weight * gx / steep
        y = (1.0 - weight) * y + weight * gy / steep
        z = (1.0 - weight) * z + weight * gz / steep
    length = sqrt(x * x + y * y + z * z)
    if length > 0.0:
        real[DX, i] = x / length
        real[DY, i] = y / length
        real[DZ, i] = z / length


@inner
def effector_hazards(engaged, prol, gain, survives, inhibited, v, now):
    """Hazards (1/day) of an effector, in the order of T_CELL_FATES."""
    return (
        laws.effector_death(v.d_e),
        laws.activation_death(v.k_aicd, prol, survives, engaged),
        laws.effector_division(v.mu_e, gain, engaged, now.dex, v.dex_division),
        laws.exhaustion(v.k_x, v.x_base, inhibited, survives, engaged),
        laws.memory_formation(v.r_em),
        0.0,
        laws.tissue_return(v.k_tb),
        laws.shedding(v.k_tc, now.cavity),
    )


@inner
def memory_hazards(engaged, prol, gain, v, now):
    """Hazards (1/day) of a memory cell, in the order of T_CELL_FATES."""
    return (
        laws.memory_death(v.d_m),
        0.0,
        laws.memory_division(v.mu_m, gain, engaged),
        0.0,
        0.0,
        laws.differentiation(v.k_me, prol, engaged),
        laws.tissue_return(v.k_tb),
        laws.shedding(v.k_tc, now.cavity),
    )


@inner
def t_cell_hazards(kind, engaged, prol, gain, survives, inhibited, v, now):
    """Hazards (1/day) of a T cell, in the order of T_CELL_FATES; an exhausted one does nothing but die."""
    if kind == EFFECTOR:
        return effector_hazards(engaged, prol, gain, survives, inhibited, v, now)
    if kind == MEMORY:
        return memory_hazards(engaged, prol, gain, v, now)
    return laws.exhausted_death(v.d_x), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0


@inner
def fate_of_t_cell(kind, engaged, prol, gain, survives, inhibited, v, now, chance):
    """What happens to a T cell within a biology step, if anything."""
    hazards = t_cell_hazards(kind, engaged, prol, gain, survives, inhibited, v, now)
    return drawn(hazards, T_CELL_FATES, hazards[2], now.minutes / DAY, chance)


@inner
def secreted(engaged, gain, v, now):
    """IFN-gamma (pg/day) that one effector makes."""
    return laws.secretion(v.s_g, gain, engaged, 1.0, now.dex, v.dex_secretion)


@kernel
def secrete(begin, end, whole, signals, values, now, made):
    """IFN-gamma (pg/day) that each cell of a range makes [cell]: effectors that hold a tumour cell do."""
    v = held(values)
    for i in range(begin, end):
        o = whole[PARTNER, i]
        holds = whole[KIND, i] == EFFECTOR and o != NOBODY
        made[i] = secreted(1.0, signals[GAIN, o], v, now) if holds else 0.0
