"""What becomes of a tumour cell: it divides, starves, loses its antigen, answers IFN-gamma with PD-L1, and is
cleared after its death.
"""

from __future__ import annotations

from math import exp

from cartsim._jit import inner
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import APOPTOTIC, CLOCK, SPAN
from cartsim.simulate.agents.events import DAY, DIVIDE, FALL, LOSE_ANTIGEN, STARVE, STAY, VANISH, drawn

TUMOUR_FATES = (DIVIDE, LOSE_ANTIGEN, STARVE, FALL)
"""What each hazard of a live tumour cell leads to, in the order of `tumour_hazards`."""


@inner
def breathing(oxygen, v):
    """Share of its growth that a cell keeps at an oxygen pressure (mmHg): 0 at o2_necrosis, 1 from o2_growth
    on, straight between.
    """
    return min(max((oxygen - v.o2_necrosis) / (v.o2_growth - v.o2_necrosis), 0.0), 1.0)


@inner
def tumour_hazards(antigen, oxygen, attack, v, now):
    """Hazards (1/day) of a live tumour cell, in the order of TUMOUR_FATES. `attack` is the kill hazard by T
    cells that are nowhere in particular: 0 where they hold what they kill.
    """
    return (
        laws.growth(now.tumour, v.k_g, v.t_max, v.t_ref, v.cell_floor) * breathing(oxygen, v),
        laws.antigen_loss(v.k_loss) if antigen > v.her2_n else 0.0,
        v.necrosis_rate if oxygen < v.o2_necrosis else 0.0,
        attack,
    )


@inner
def fate_of_tumour_cell(antigen, oxygen, v, now, chance):
    """What happens to a live tumour cell within a biology step, if anything but a kill."""
    hazards = tumour_hazards(antigen, oxygen, 0.0, v, now)
    return drawn(hazards, TUMOUR_FATES, hazards[0], now.minutes / DAY, chance)


@inner
def clearance_hazard(v):
    """Hazard (1/day) at which a dead cell is cleared, as the only one it has (1)."""
    return (laws.clearance(v.k_clear),)


@inner
def fate_of_dead_cell(i, kind, real, v, now, chance):
    """A killed cell is gone when its time is over, a starved one with the hazard of the clearance law."""
    if kind == APOPTOTIC:
        return VANISH if real[CLOCK, i] >= real[SPAN, i] else STAY
    return drawn(clearance_hazard(v), (VANISH,), 0.0, now.minutes / DAY, chance)


@inner
def pdl1_rates(ifng, v):
    """PD-L1 made per cell (molecule/day), and the rate (1/day) of its turnover, at an IFN-gamma (pg/mL)."""
    target = laws.pdl1_target(v.l0, v.r_l, ifng, v.g50, v.n_g)
    return laws.pdl1_expression(v.k_l, target), laws.pdl1_turnover(v.k_l)


@inner
def express(pdl1, ifng, v, days):
    """PD-L1 of a cell after `days` at a steady IFN-gamma (pg/mL): the two laws of PD-L1, solved exactly."""
    made, rate = pdl1_rates(ifng, v)
    return made / rate + (pdl1 - made / rate) * exp(-rate * days)
