"""Typical parameter values and one typical patient, by symbol, for the reference's own checks.

`her2_p` is an IHC 2+ tumour; vital-sign constants are stand-ins that put fever near 15 pg/mL of IL-6.
"""

from __future__ import annotations

TYPICAL: dict[str, float] = {
    # receptors
    "car": 15e3, "kd_car": 0.58, "k_on": 1e-4, "tau_p": 60.0, "n_p": 2.0, "h_syn": 0.015, "nm_um3": 0.6022140,
    "a_t": 151.0, "a_c": 908.0, "her2_p": 5e5, "her2_n": 1e2, "k50_k": 0.22, "k50_p": 3.0, "pd1": 5e3,
    "kd_pd": 14.8, "pd1_50": 6.0, "n_pd1": 2.0, "i_max_k": 0.31, "i_max_p": 0.6, "sw": 1e4, "kd_sw": 1.0,
    "k_sw": 10.0, "a_sw": 0.5, "b_sw": 0.5, "f_z": 0.5, "design_pool": 1.0,
    "design_scfv": 0.0, "design_zeta": 0.0, "her2_lung": 4e3, "her2_heart": 1e3,
    "pdl1_lung": 3e3, "pdl1_heart": 0.0,
    # geometry
    "rho": 2.06e8, "delta": 0.06, "phi_v": 0.3, "cell_floor": 1.0, "v_floor": 10.0,
    # trafficking
    "k_bl": 40.0, "k_lb": 1.5, "k_bp": 2.0, "k_pb": 6.0, "k_pd": 0.2, "f_p0": 0.6, "k_bt": 1e-3, "k_bc": 0.07,
    "k_tb": 0.06, "k_tc": 0.02, "k_ct": 0.3, "a_serosa": 300.0, "q_lymph": 240.0, "v_c0": 1000.0, "r_c": 2.88,
    "v_b": 5000.0,
    # CAR-T cells
    "mu_e": 1.7, "mu_m": 0.6, "d_e": 0.2, "d_m": 0.02, "d_x": 0.1, "k_aicd": 0.2, "k_me": 0.35,
    "r_em": 0.0013, "k_x": 0.15, "x_base": 0.2, "hom_m": 0.1, "hom_e": 0.6, "tau_l": 4.5,
    "h0": 0.1, "n_host": 2e11, "tau_fit": 25.0, "f_m": 0.3, "dex_division": 0.6,
    # tumour
    "k_g": 0.008, "t_max": 1e12, "t_ref": 1e10, "k_kill": 8.0, "k_sf1": 1e5, "k_sf_f": 1e7, "w_s": 0.3,
    "k_clear": 0.1, "k_loss": 1e-5, "l0": 1.5e4, "r_l": 6.0, "g50": 100.0, "n_g": 1.26, "k_l": 1.0,
    "frac_n": 1.0 / 9.0,
    # cytokines
    "s_g": 0.03, "k_gt": 7.0, "k_gb": 7.0, "v_d0": 50.0, "v_tissue": 0.4, "v_half": 50.0, "v_min": 1.0,
    "f_gb": 0.03, "f_gs": 0.15, "g_lung": 0.5, "g_cavity": 0.2, "dex_secretion": 0.7, "ka50": 15.0,
    "k_a": 1.0, "dex_myeloid": 0.8, "s6": 2e3, "k6": 8.0, "b6": 5.0, "il6_block": 0.7,
    "crp0": 5.0, "k_crp": 0.87, "crp_max": 300.0, "crp_50": 150.0, "f_rest": 0.036, "tumour_c0": 1e10,
    "w_g_v": 1.0, "g50_v": 200.0,
    # organs
    "k_inj": 2.5e-10, "e50_inj": 5e8, "k_rep": 0.25, "heart_share": 0.04,
    # blood counts
    "anc0": 5.0, "mtt_n": 5.3, "gamma_n": 0.16, "e_ld_n": 1.8, "plt0": 250.0, "mtt_p": 7.0, "gamma_p": 0.15,
    "e_ld_p": 0.7, "w_c": 0.3, "circ_floor": 1e-3,
    "alc0": 1.3, "k_lym": 0.022, "kill_lym": 1.2, "other_white": 0.12,
    # drugs
    "k_ld": 1.0, "k_tz": 0.1, "v_tz": 4.5, "tz_50": 1.0, "k_dx": 0.35, "dx_50": 10.0,
    # vital signs
    "sus_crs": 1.0, "temp0": 36.8, "temp_rise": 4.0, "il6_fever": 35.0, "map0": 90.0, "map_fall": 50.0,
    "il6_leak": 400.0, "il6_of_a": 100.0, "oxygen_max": 60.0, "il6_oxygen": 3e3, "oxygen_hill": 2.0,
    "oxygen_lung": 30.0, "oxygen_effusion": 0.5,
    # neurotoxicity
    "sus_neuro": 1.0, "k_neuro": 0.5, "dex_neuro": 0.5, "neuro_half": 1.0, "neuro_hill": 4.0,
}  # fmt: skip

LESIONS = [
    {"n": 200, "cavity": 1, "tumour_cells": 6e9},
    {"n": 1, "cavity": 1, "tumour_cells": 1.5e9},
    {"n": 1, "cavity": 1, "tumour_cells": 1.5e9},
    {"n": 1, "cavity": 0, "tumour_cells": 1e9},
]
FREE = 1e8
