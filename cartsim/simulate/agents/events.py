"""What can happen to a cell in a biology step, and how it is drawn from hazards (1/day).

A cell meets at most one event in a step. The chance of each is its hazard times the days that the cell and
what springs from it spend in the cell's state within the step, on average: so the mean number of cells after
a step is that of the equations with hazards held, however long the step.
"""

from __future__ import annotations

from math import expm1

from cartsim._jit import inner

HOUR = 60.0
DAY = 1440.0
"""Minutes."""

(
    STAY, DIVIDE, VANISH, DIE, EXHAUST, REMEMBER, DIFFERENTIATE, LEAVE_BLOOD, LEAVE_FLUID, LOSE_ANTIGEN,
    STARVE, FALL,
) = range(12)  # fmt: skip
"""What a biology step decided for a cell. DIE is a T cell's own death, FALL a tumour cell's by T cells of no
place, VANISH the removal of a dead cell.
"""
GOING = (VANISH, DIE, LEAVE_BLOOD, LEAVE_FLUID)
"""Fates that take a cell out of the nodule."""


@inner
def exposure(divide, total, days):
    """Days lived in a state within `days`, per cell that was in it: the integral of e^(net s), net = divide -
    (total - divide) being the growth of the state's number; without division (1 - e^(-total days))/total.
    """
    net = 2.0 * divide - total
    return expm1(net * days) / net if net != 0.0 else days


@inner
def likely(hazards, divide, days):
    """Chance that one of the hazards (1/day) happens within `days`, `divide` being that of division."""
    total = 0.0
    for hazard in hazards:
        total += hazard
    return total * exposure(divide, total, days)


@inner
def pick(hazards, fates, chance):
    """One of the fates, with the weights of their hazards, by a number from 0 to 1."""
    total = 0.0
    for hazard in hazards:
        total += hazard
    at = chance * total
    for i in range(len(fates)):
        at -= hazards[i]
        if at < 0.0:
            return fates[i]
    return STAY


@inner
def drawn(hazards, fates, divide, days, chance):
    """What happens within `days`, if anything: the first number of `chance` says whether, the second what."""
    return pick(hazards, fates, chance[1]) if chance[0] < likely(hazards, divide, days) else STAY
