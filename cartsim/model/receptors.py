"""What a CAR-T cell senses on contact: CAR complexes, PD-1, the PD-L1-binding receptor (model of quasi-steady
binding: seconds).

Design flags (`design_pool`, `design_scfv`, `design_zeta`) say which receptor of `DESIGNS` the cell carries.
"""

from __future__ import annotations

from cartsim.model.reaction import quantity
from cartsim.model.shapes import bound, hill, saturation

DESIGNS = {
    "none": (0.0, 0.0, 0.0),
    "pd1_cd28": (1.0, 0.0, 0.0),
    "scfv_cd28": (0.0, 1.0, 0.0),
    "scfv_zeta": (0.0, 1.0, 1.0),
}
"""Receptor -> (shares PD-1's ligand site, binds PD-L1 by an scFv, signals through CD3-zeta)."""

CONTACTS = ("lesion", "fluid")
EVERYWHERE = ("lesion", "fluid", "lung", "heart")


@quantity("1")
def proofreading(kd_car, k_on, tau_p, n_p):
    """Share of CAR complexes that dwell long enough to signal: (1 + kd k_on tau)^-n. After the ordering of
    Liu 2015.
    """
    return (1 + kd_car * k_on * tau_p) ** (-n_p)


@quantity("molecule/um**2")
def kd_car_2d(kd_car, nm_um3, h_syn):
    """CAR affinity confined to a synaptic cleft of height h_syn."""
    return kd_car * nm_um3 * h_syn


@quantity("molecule/um**2")
def kd_sw_2d(kd_sw, nm_um3, h_syn):
    """Affinity of the anti-PD-L1 scFv confined to the cleft."""
    return kd_sw * nm_um3 * h_syn


def car_complexes(her2, car, a_t, a_c, kd, proof):
    """Signalling CAR complexes per um^2 against `her2` molecules per target cell."""
    return bound(car / a_t, her2 / a_c, kd) * proof


@quantity("molecule/um**2")
def complexes_pos(her2_p, car, a_t, a_c, kd_car_2d, proofreading):
    """CAR complexes on a HER2-positive tumour cell."""
    return car_complexes(her2_p, car, a_t, a_c, kd_car_2d, proofreading)


@quantity("molecule/um**2")
def complexes_neg(her2_n, car, a_t, a_c, kd_car_2d, proofreading):
    """CAR complexes on an antigen-low tumour cell."""
    return car_complexes(her2_n, car, a_t, a_c, kd_car_2d, proofreading)


@quantity("molecule/um**2")
def complexes_lung(her2_lung, car, a_t, a_c, kd_car_2d, proofreading):
    """CAR complexes on normal lung."""
    return car_complexes(her2_lung, car, a_t, a_c, kd_car_2d, proofreading)


@quantity("molecule/um**2")
def complexes_heart(her2_heart, car, a_t, a_c, kd_car_2d, proofreading):
    """CAR complexes on normal heart."""
    return car_complexes(her2_heart, car, a_t, a_c, kd_car_2d, proofreading)


def lysis(c, k50_k):
    """Lysis needs few complexes: c^2/(k50^2 + c^2). Watanabe 2015."""
    return c**2 / (k50_k**2 + c**2)


@quantity("molecule/um**2", where="lesion")
def pdl1_density(L, a_c):
    """PD-L1 per area of a tumour cell of the group."""
    return L / a_c


@quantity("molecule/um**2")
def pdl1_density_c(L_f, a_c):
    """PD-L1 per area of a free tumour cell."""
    return L_f / a_c


@quantity("molecule/um**2")
def pdl1_density_p(pdl1_lung, a_c):
    """PD-L1 per area of a lung cell."""
    return pdl1_lung / a_c


@quantity("molecule/um**2")
def pdl1_density_h(pdl1_heart, a_c):
    """PD-L1 per area of a heart cell."""
    return pdl1_heart / a_c


@quantity("molecule/um**2", where=EVERYWHERE)
def scfv_bound(sw, design_scfv, a_t, pdl1_density, kd_sw_2d):
    """PD-L1 held by an scFv receptor, which binds first."""
    return bound(design_scfv * sw / a_t, pdl1_density, kd_sw_2d)


@quantity("molecule/um**2", where=EVERYWHERE)
def pool_bound(pd1, sw, design_pool, a_t, pdl1_density, scfv_bound, kd_pd):
    """PD-L1 held by PD-1 ectodomains: PD-1 and, in the switch design, the receptor that shares its binding
    site.
    """
    return bound((pd1 + design_pool * sw) / a_t, pdl1_density - scfv_bound, kd_pd)


@quantity("molecule/um**2", where=CONTACTS)
def pd1_bound(pool_bound, pd1, sw, design_pool):
    """Share of the pool's complexes that is native PD-1."""
    return pool_bound * pd1 / (pd1 + design_pool * sw)


@quantity("molecule/um**2", where=EVERYWHERE)
def switch_bound(pool_bound, scfv_bound, pd1, sw, design_pool):
    """Complexes that signal positively: the switch's share of the pool, or the scFv's."""
    return scfv_bound + pool_bound * design_pool * sw / (pd1 + design_pool * sw)


@quantity("1", where=EVERYWHERE)
def switch_signal(switch_bound, k_sw):
    """Positive signal from PD-L1: b/(k + b)."""
    return saturation(switch_bound, k_sw)


@quantity("1", where=EVERYWHERE)
def zeta_signal(switch_signal, design_zeta, f_z):
    """Activation through the CD3-zeta tail of the second receptor."""
    return design_zeta * f_z * switch_signal


def either(signal, zeta):
    """Two independent ways to signal: 1 - (1-s)(1-z)."""
    return 1 - (1 - signal) * (1 - zeta)


@quantity("1", where=CONTACTS)
def kill_pos(complexes_pos, k50_k, zeta_signal):
    """Lytic signal on a HER2-positive cell."""
    return either(lysis(complexes_pos, k50_k), zeta_signal)


@quantity("1", where=CONTACTS)
def kill_neg(complexes_neg, k50_k, zeta_signal):
    """Lytic signal on an antigen-low cell."""
    return either(lysis(complexes_neg, k50_k), zeta_signal)


@quantity("1", where="lung")
def kill_organ(complexes_lung, k50_k, zeta_signal):
    """Lytic signal on normal lung."""
    return either(lysis(complexes_lung, k50_k), zeta_signal)


@quantity("1")
def kill_organ_h(complexes_heart, k50_k, zeta_signal_h):
    """Lytic signal on normal heart."""
    return either(lysis(complexes_heart, k50_k), zeta_signal_h)


@quantity("1", where=CONTACTS)
def prol_pos(complexes_pos, k50_p, zeta_signal):
    """Proliferative signal of a HER2-positive cell: c/(k50 + c)."""
    return either(saturation(complexes_pos, k50_p), zeta_signal)


@quantity("1", where=CONTACTS)
def prol_neg(complexes_neg, k50_p, zeta_signal):
    """Proliferative signal of an antigen-low cell."""
    return either(saturation(complexes_neg, k50_p), zeta_signal)


@quantity("1", where="lung")
def prol_organ(complexes_lung, k50_p, zeta_signal):
    """Proliferative (secretory) signal of normal lung."""
    return either(saturation(complexes_lung, k50_p), zeta_signal)


@quantity("1", where=CONTACTS)
def inhibition(pd1_bound, pd1_50, n_pd1):
    """PD-1 occupancy signal H1. QSP-IO form."""
    return hill(pd1_bound, pd1_50, n_pd1)


@quantity("1", where=CONTACTS)
def kill_block(inhibition, i_max_k):
    """What PD-1 leaves of lysis."""
    return 1 - i_max_k * inhibition


@quantity("1", where=CONTACTS)
def prol_block(inhibition, i_max_p):
    """What PD-1 leaves of division and secretion, which it suppresses more than lysis."""
    return 1 - i_max_p * inhibition


@quantity("1", where="lesion")
def prol_signal(P, N, prol_pos, prol_neg, cell_floor):
    """Antigen-weighted mean proliferative signal of the group; 0 without tumour."""
    return (P * prol_pos + N * prol_neg) / max(P + N, cell_floor)


@quantity("1")
def prol_signal_c(F_p, F_n, w_s, reach_pos, reach_neg, prol_pos_c, prol_neg_c, cell_floor):
    """The same in the fluid: free cells, and the rims of cavity nodules at weight w_s."""
    pos = F_p + w_s * reach_pos
    neg = F_n + w_s * reach_neg
    return (pos * prol_pos_c + neg * prol_neg_c) / max(pos + neg, cell_floor)


@quantity("1", where=CONTACTS)
def gain(prol_signal, a_sw, switch_signal, prol_block, W_c):
    """Drive of division and secretion: signal x switch co-stimulation x PD-1 brake x fitness of the regional
    pool.
    """
    return prol_signal * (1 + a_sw * switch_signal) * prol_block * W_c


@quantity("1", where=CONTACTS)
def survival(b_sw, switch_signal):
    """What the switch receptor leaves of activation-induced death and exhaustion."""
    return 1 - b_sw * switch_signal
