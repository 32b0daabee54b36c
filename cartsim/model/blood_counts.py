"""Neutrophils and platelets: a proliferating pool, three transits, a circulating pool with feedback (Friberg
2002). Lymphocytes: killed by lymphodepletion, slow to return.
"""

from __future__ import annotations

from cartsim.model.reaction import quantity, reaction
from cartsim.model.shapes import power

LINEAGES = ("neutrophils", "platelets")


@quantity("giga/L")
def baseline_n(anc0):
    """Neutrophils before treatment."""
    return anc0


@quantity("giga/L")
def baseline_p(plt0):
    """Platelets before treatment."""
    return plt0


@quantity("1/day", where=LINEAGES)
def k_transit(mtt):
    """Four steps within the mean transit time."""
    return 4 / mtt


@quantity("1", where=LINEAGES)
def feedback(baseline, circ, circ_floor, gamma):
    """Fewer circulating cells drive production up: (base/circ)^gamma."""
    return power(baseline / max(circ, circ_floor * baseline), gamma)


@reaction("prol -> 2prol", where=LINEAGES)
def production(k_transit, e_ld, LD, w_c, A, feedback):
    """Proliferation, inhibited by lymphodepleting chemotherapy and by inflammation."""
    return k_transit * (1 - e_ld * LD - w_c * A) * feedback


@reaction("prol -> t1", "t1 -> t2", "t2 -> t3", "t3 -> circ", "circ -> 0", where=LINEAGES)
def maturation(k_transit):
    """One step down the chain; the last leaves the blood."""
    return k_transit


@reaction("0 -> lym")
def lymphocyte_return(k_lym, alc0):
    """lym' = k_lym alc0 - (k_lym + kill_lym LD) lym: the host's lymphocytes come back to the count before
    treatment. The count is not the shortage of competitors (`H`), which ends weeks earlier.
    """
    return k_lym * alc0


@reaction("lym -> 0")
def lymphocyte_loss(k_lym, kill_lym, LD):
    """Turnover, and the killing by lymphodepleting chemotherapy. Steroids and margination are left out."""
    return k_lym + kill_lym * LD


@quantity("giga/L")
def lymphocytes(lym, car_t_blood, giga_per_ul):
    """Lymphocytes as the laboratory counts them: the host's and the CAR-T in blood."""
    return lym + giga_per_ul * car_t_blood


@quantity("giga/L")
def white_cells(circ_n, other_white, lymphocytes):
    """Neutrophils, monocytes and the other granulocytes in proportion to them, and lymphocytes."""
    return circ_n * (1 + other_white) + lymphocytes
