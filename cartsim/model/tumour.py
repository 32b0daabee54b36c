"""The tumour: growth, antigen loss, killing, clearance, PD-L1."""

from __future__ import annotations

from math import log

from cartsim.model.reaction import quantity, reaction
from cartsim.model.shapes import hill


def gompertz(cells, k_g, t_max, t_ref, cell_floor):
    """k_g ln(t_max/T)/ln(t_max/t_ref): growth hazard of a tumour of `cells` cells, k_g at t_ref."""
    return k_g * log(t_max / max(cells, cell_floor)) / log(t_max / t_ref)


@reaction("P -> 2P", "N -> 2N", where="lesion")
def growth(tumour, k_g, t_max, t_ref, cell_floor):
    """Gompertz growth per group: splitting a group changes the answer."""
    return gompertz(tumour, k_g, t_max, t_ref, cell_floor)


@reaction("F_p -> 2F_p", "F_n -> 2F_n")
def free_growth(tumour_bathed, k_g, t_max, t_ref, cell_floor):
    """Free cells share the ceiling of all tumour in the cavity."""
    return gompertz(tumour_bathed, k_g, t_max, t_ref, cell_floor)


@reaction("P -> N", where="lesion")
def antigen_loss(k_loss):
    """A HER2-positive cell loses its antigen."""
    return k_loss


@reaction("F_p -> F_n")
def free_antigen_loss(k_loss):
    """So does a free one."""
    return k_loss


@quantity("1/day", where="lesion")
def strike(k_kill, E, phi, crowd, kill_block):
    """Kill hazard of a tumour cell before antigen recognition."""
    return k_kill * E * phi / crowd * kill_block


@reaction("P -> D", where="lesion")
def kill_antigen_positive(strike, kill_pos):
    """Effectors kill HER2-positive cells within reach."""
    return strike * kill_pos


@reaction("N -> D", where="lesion")
def kill_antigen_negative(strike, kill_neg):
    """Antigen-low cells die only by a second receptor or weak recognition."""
    return strike * kill_neg


@quantity("1/day")
def strike_c(k_kill, E_c, crowd_c, kill_block_c):
    """Kill hazard of a free tumour cell before antigen recognition."""
    return k_kill * E_c / crowd_c * kill_block_c


@reaction("F_p -> 0")
def kill_free_positive(strike_c, kill_pos_c):
    """Killed free cells vanish."""
    return strike_c * kill_pos_c


@reaction("F_n -> 0")
def kill_free_negative(strike_c, kill_neg_c):
    """Killed free cells vanish."""
    return strike_c * kill_neg_c


@reaction("D -> 0", where="lesion")
def clearance(k_clear):
    """Dead cells are cleared."""
    return k_clear


@quantity("molecule/cell", where=("lesion", "fluid"))
def pdl1_target(l0, r_l, ifng_local, g50, n_g):
    """PD-L1 that IFN-gamma asks for, up to r_l-fold l0."""
    return l0 * (1 + (r_l - 1) * hill(ifng_local, g50, n_g))


@reaction("0 -> L", where="lesion")
def pdl1_expression(k_l, pdl1_target):
    """PD-L1 follows its target at k_l ..."""
    return k_l * pdl1_target


@reaction("0 -> L_f")
def free_pdl1_expression(k_l, pdl1_target_c):
    """... on free cells too ..."""
    return k_l * pdl1_target_c


@reaction("L -> 0", where="lesion")
def pdl1_turnover(k_l):
    """... and turns over at the same rate."""
    return k_l


@reaction("L_f -> 0")
def free_pdl1_turnover(k_l):
    """Turnover on free cells."""
    return k_l
