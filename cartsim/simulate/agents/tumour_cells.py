"""What becomes of a tumour cell: it divides, starves, loses its antigen, answers IFN-gamma with PD-L1, and is
cleared after its death.
"""

from __future__ import annotations

from math import exp

from cartsim._jit import inner
from cartsim.simulate.agents import laws
from cartsim.simulate.agents.cells import APOPTOTIC, CLOCK, SPAN
from cartsim.simulate.agents.t_cells import DAY, DIVIDE, LOSE_ANTIGEN, STARVE, STAY, VANISH


@inner
def breathing(oxygen, v):
    """Share of its growth that a cell keeps at an oxygen pressure (mmHg): 0 at o2_necrosis, 1 from o2_growth
    on, straight between.
    """
    return min(max((oxygen - v.o2_necrosis) / (v.o2_growth - v.o2_necrosis), 0.0), 1.0)


@inner
def fate_of_tumour_cell(antigen, oxygen, v, now, chance):
    """What happens to a live tumour cell within a biology step, if anything."""
    divide = laws.growth(now.tumour, v.k_g, v.t_max, v.t_ref, v.cell_floor) * breathing(oxygen, v)
    lose = laws.antigen_loss(v.k_loss) if antigen > v.her2_n else 0.0
    starve = v.necrosis_rate if oxygen < v.o2_necrosis else 0.0
    total = divide + lose + starve
    if chance[0] >= 1.0 - exp(-total * now.minutes / DAY):
        return STAY
    at = chance[1] * total
    if at < divide:
        return DIVIDE
    return LOSE_ANTIGEN if at < divide + lose else STARVE


@inner
def fate_of_dead_cell(i, kind, real, v, now, chance):
    """A killed cell is gone when its time is over, a starved one with the hazard of the clearance law."""
    if kind == APOPTOTIC:
        return VANISH if real[CLOCK, i] >= real[SPAN, i] else STAY
    return VANISH if chance[0] < 1.0 - exp(-laws.clearance(v.k_clear) * now.minutes / DAY) else STAY


@inner
def express(pdl1, ifng, v, days):
    """PD-L1 of a cell after `days` at a steady IFN-gamma (pg/mL): the two laws of PD-L1, solved exactly."""
    rate = laws.pdl1_turnover(v.k_l)
    made = laws.pdl1_expression(v.k_l, laws.pdl1_target(v.l0, v.r_l, ifng, v.g50, v.n_g))
    return made / rate + (pdl1 - made / rate) * exp(-rate * days)
