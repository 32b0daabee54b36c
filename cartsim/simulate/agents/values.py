"""The numbers that the processes of a nodule read: parameters of the laws and of the cells, by symbol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

OF_THE_GROUP = ("rho", "delta", "phi_v", "k_sf1", "k_gt", "v_d0", "v_tissue", "v_half", "v_min")
"""Values that only cells which meet all alike read (`well_mixed`); else depth, room and search follow from
places."""
OF_A_CAVITY = ("k_tc",)
"""Values that only a nodule in a patient's cavity reads."""


class Values(NamedTuple):
    """Parameter values by symbol; unit and source of each stand in its parameter file."""

    # the laws
    car: float
    kd_car: float
    k_on: float
    tau_p: float
    n_p: float
    h_syn: float
    nm_um3: float
    a_t: float
    a_c: float
    her2_n: float
    k50_k: float
    k50_p: float
    pd1: float
    kd_pd: float
    pd1_50: float
    n_pd1: float
    i_max_k: float
    i_max_p: float
    sw: float
    kd_sw: float
    k_sw: float
    a_sw: float
    b_sw: float
    f_z: float
    design_pool: float
    design_scfv: float
    design_zeta: float
    rho: float
    delta: float
    phi_v: float
    cell_floor: float
    k_tb: float
    k_tc: float
    mu_e: float
    mu_m: float
    d_e: float
    d_m: float
    d_x: float
    k_aicd: float
    k_me: float
    r_em: float
    k_x: float
    x_base: float
    dex_division: float
    dex_secretion: float
    k_g: float
    t_max: float
    t_ref: float
    k_kill: float
    k_sf1: float
    k_clear: float
    k_loss: float
    l0: float
    r_l: float
    g50: float
    n_g: float
    k_l: float
    s_g: float
    k_gt: float
    v_d0: float
    v_tissue: float
    v_half: float
    v_min: float
    # the cells
    tumour_cell_radius: float
    t_cell_radius: float
    spring: float
    contact_reach: float
    speed_t: float
    persist_t: float
    bias_t: float
    sense_t: float
    attach_t: float
    hold_t: float
    fade_50: float
    fade_n: float
    regrow: float
    apoptosis_t: float
    necrosis_rate: float
    o2_necrosis: float
    o2_growth: float
    lure_made: float
    fluid_gap: float

    @classmethod
    def of(cls, known: Mapping[str, float]) -> Values:
        """The values among those known by symbol; KeyError if one is missing."""
        return cls(*(float(known[symbol]) for symbol in cls._fields))


class Now(NamedTuple):
    """What holds for the whole nodule during a step: fitness of the T cells, dexamethasone effect, whether it
    lies in a cavity, cells of its tumour, and time step (min).
    """

    fitness: float
    dex: float
    cavity: float
    tumour: float
    minutes: float
