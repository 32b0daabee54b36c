"""Receptor signals at binding equilibrium: CAR with HER2, PD-1 and the PD-L1-binding receptor with PD-L1."""

from __future__ import annotations

from math import sqrt
from types import SimpleNamespace


def complexes(x: float, y: float, k: float) -> float:
    """Bound pairs of two densities [1/um^2]: the smaller root of (x - c)(y - c) = k c."""
    s = x + y + k
    return 2.0 * x * y / (s + sqrt((x - y) ** 2 + k * (2.0 * (x + y) + k)))


def car_signals(p: SimpleNamespace, her2: float) -> tuple[float, float]:
    """Lysis and division signals (0-1) of the CAR against a cell with `her2` molecules."""
    confined = p.kd_car * p.nm_um3 * p.h_syn
    proofreading = (1.0 + p.kd_car * p.k_on * p.tau_p) ** (-p.n_p)
    c = complexes(p.car / p.a_t, her2 / p.a_c, confined) * proofreading
    return c**2 / (p.k50_k**2 + c**2), c / (p.k50_p + c)


def checkpoint(p: SimpleNamespace, pdl1: float) -> tuple[float, float]:
    """PD-1 occupancy signal H1 and PD-L1-receptor signal s_sw (0-1) against a cell with `pdl1` molecules."""
    ligand = max(pdl1, 0.0) / p.a_c
    if p.design_pool:
        both = complexes((p.pd1 + p.sw) / p.a_t, ligand, p.kd_pd)
        b1 = both * p.pd1 / (p.pd1 + p.sw)
        bs = both * p.sw / (p.pd1 + p.sw)
    elif p.design_scfv:
        bs = complexes(p.sw / p.a_t, ligand, p.kd_sw * p.nm_um3 * p.h_syn)
        b1 = complexes(p.pd1 / p.a_t, max(ligand - bs, 0.0), p.kd_pd)
    else:
        bs = 0.0
        b1 = complexes(p.pd1 / p.a_t, ligand, p.kd_pd)
    q = (b1 / p.pd1_50) ** p.n_pd1
    return q / (1.0 + q), bs / (p.k_sw + bs)


def with_zeta(p: SimpleNamespace, s: float, s_sw: float) -> float:
    """A CAR signal once a PD-L1 receptor with a CD3-zeta tail adds to it; unchanged in the other designs."""
    return 1.0 - (1.0 - s) * (1.0 - p.f_z * s_sw) if p.design_zeta else s
