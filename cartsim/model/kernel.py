"""GENERATED from the laws by `make kernel`. Do not edit: change the law instead.

y = body states, one unused place per sum over lesions, then the states of each lesion group in turn.
p = parameters, inputs set by the schedule, constants of this patient.
q[k] = the group's own parameters and constants.
"""

# ruff: noqa
from math import log, sqrt

from cartsim._jit import kernel

BODY_STATES = (
    "M_b",
    "E_b",
    "M_p",
    "E_p",
    "M_l",
    "E_l",
    "M_c",
    "E_c",
    "X_c",
    "F_p",
    "F_n",
    "L_f",
    "V_c",
    "G_c",
    "G_b",
    "A",
    "I6",
    "CRP",
    "H",
    "J_lung",
    "J_heart",
    "prol_n",
    "t1_n",
    "t2_n",
    "t3_n",
    "circ_n",
    "prol_p",
    "t1_p",
    "t2_p",
    "t3_p",
    "circ_p",
    "LD",
    "TZ",
    "DX",
    "W_s",
    "W_c",
    "lym",
    "neuro",
)
TOTALS = (
    "reach_pos",
    "reach_neg",
    "surface_total",
    "tumour_cavity",
    "volume_total",
    "live_lesions",
)
LESION_STATES = (
    "M",
    "E",
    "X",
    "P",
    "N",
    "D",
    "L",
)
PARAMETERS = (
    "a_c",
    "a_serosa",
    "a_sw",
    "a_t",
    "alc0",
    "anc0",
    "b6",
    "b_sw",
    "car",
    "cell_floor",
    "circ_floor",
    "crp0",
    "crp_50",
    "crp_max",
    "d_e",
    "d_m",
    "d_x",
    "delta",
    "design_pool",
    "design_scfv",
    "design_zeta",
    "dex_division",
    "dex_myeloid",
    "dex_neuro",
    "dex_secretion",
    "dx_50",
    "e50_inj",
    "e_ld_n",
    "e_ld_p",
    "f_gb",
    "f_gs",
    "f_m",
    "f_p0",
    "f_z",
    "g50",
    "g50_v",
    "g_cavity",
    "g_lung",
    "gamma_n",
    "gamma_p",
    "giga_per_ul",
    "h_syn",
    "heart_share",
    "her2_heart",
    "her2_lung",
    "her2_n",
    "her2_p",
    "hom_e",
    "hom_m",
    "i_max_k",
    "i_max_p",
    "il6_block",
    "il6_fever",
    "il6_leak",
    "il6_of_a",
    "il6_oxygen",
    "k50_k",
    "k50_p",
    "k6",
    "k_a",
    "k_aicd",
    "k_bc",
    "k_bl",
    "k_bp",
    "k_bt",
    "k_clear",
    "k_crp",
    "k_ct",
    "k_dx",
    "k_g",
    "k_gb",
    "k_gt",
    "k_inj",
    "k_kill",
    "k_l",
    "k_lb",
    "k_ld",
    "k_loss",
    "k_lym",
    "k_me",
    "k_neuro",
    "k_on",
    "k_pb",
    "k_pd",
    "k_rep",
    "k_sf1",
    "k_sf_f",
    "k_sw",
    "k_tb",
    "k_tc",
    "k_tz",
    "k_x",
    "ka50",
    "kd_car",
    "kd_pd",
    "kd_sw",
    "kill_lym",
    "l0",
    "map0",
    "map_fall",
    "mtt_n",
    "mtt_p",
    "mu_e",
    "mu_m",
    "n_g",
    "n_host",
    "n_p",
    "n_pd1",
    "neuro_half",
    "neuro_hill",
    "nm_um3",
    "other_white",
    "oxygen_effusion",
    "oxygen_hill",
    "oxygen_lung",
    "oxygen_max",
    "pd1",
    "pd1_50",
    "pdl1_heart",
    "pdl1_lung",
    "phi_v",
    "plt0",
    "q_lymph",
    "r_c",
    "r_em",
    "r_l",
    "rho",
    "s6",
    "s_g",
    "sus_crs",
    "sus_neuro",
    "sw",
    "t_max",
    "t_ref",
    "tau_fit",
    "tau_l",
    "tau_p",
    "temp0",
    "temp_rise",
    "tz_50",
    "v_b",
    "v_c0",
    "v_d0",
    "v_floor",
    "v_half",
    "v_min",
    "v_tissue",
    "v_tz",
    "w_c",
    "w_g_v",
    "w_s",
    "x_base",
)
INPUTS = (
    "infusion_iv",
    "infusion_cavity",
    "treated",
)
CONSTANTS = (
    "proofreading",
    "kd_car_2d",
    "kd_sw_2d",
    "complexes_pos",
    "complexes_neg",
    "complexes_lung",
    "complexes_heart",
    "pdl1_density_p",
    "pdl1_density_h",
    "scfv_bound_p",
    "scfv_bound_h",
    "pool_bound_p",
    "pool_bound_h",
    "switch_bound_p",
    "switch_bound_h",
    "switch_signal_p",
    "switch_signal_h",
    "zeta_signal_p",
    "zeta_signal_h",
    "kill_organ_p",
    "kill_organ_h",
    "prol_organ_p",
    "baseline_n",
    "baseline_p",
    "k_transit_n",
    "k_transit_p",
    "c0_",
    "c1_",
    "c2_",
    "c3_",
    "c4_",
    "c5_",
    "c6_",
    "c7_",
    "c8_",
    "c9_",
    "c10_",
    "c11_",
    "c12_",
    "c13_",
    "c14_",
    "c15_",
    "c16_",
    "c17_",
    "c18_",
    "c19_",
    "c20_",
    "c21_",
    "c22_",
    "c23_",
    "c24_",
    "c25_",
    "c26_",
    "c27_",
    "c28_",
    "c29_",
    "c30_",
    "c31_",
    "c32_",
    "c33_",
    "c34_",
    "c35_",
    "c36_",
    "c37_",
    "c38_",
    "c39_",
    "c40_",
    "c41_",
    "c42_",
    "c43_",
    "c44_",
    "c45_",
    "c46_",
    "c47_",
    "c48_",
    "c49_",
    "c50_",
    "c51_",
    "c52_",
    "c53_",
    "c54_",
    "c55_",
    "c56_",
    "c57_",
    "c58_",
    "c59_",
    "c60_",
    "c61_",
    "c62_",
    "c63_",
    "c64_",
    "c65_",
    "c66_",
    "c67_",
    "c68_",
    "c69_",
    "c70_",
    "c71_",
    "c72_",
    "c73_",
    "c74_",
    "c75_",
    "c76_",
    "c77_",
    "c78_",
    "c79_",
    "c80_",
    "c81_",
    "c82_",
    "c83_",
    "c84_",
    "c85_",
    "c86_",
    "c87_",
    "c88_",
    "c89_",
    "c90_",
    "c91_",
    "c92_",
    "c93_",
    "c94_",
    "c95_",
    "c96_",
    "c97_",
)
LESION_PARAMETERS = (
    "n",
    "cavity",
)
LESION_CONSTANTS = (
    "g0_",
    "g1_",
    "g2_",
    "g3_",
    "g4_",
    "g5_",
    "g6_",
)
BODY_OBSERVABLES = (
    "car_t_blood",
    "car_t_lung",
    "car_t_lymphoid",
    "car_t_cavity",
    "car_t_tumour",
    "tumour_cells",
    "free_tumour_cells",
    "effusion_volume",
    "pdl1",
    "switch_signal",
    "ifng",
    "ifng_cavity",
    "myeloid_activation",
    "il6",
    "il6_signal",
    "crp",
    "lung_injury",
    "heart_injury",
    "anc",
    "platelets",
    "lymphocytes",
    "white_cells",
    "host_recovery",
    "fitness_systemic",
    "fitness_cavity",
    "temperature",
    "mean_arterial_pressure",
    "oxygen_crs",
    "oxygen_need",
    "neuro_severity",
    "ice_score",
    "treated",
    "crs_grade",
)
LESION_OBSERVABLES = (
    "lesion_diameter",
    "lesion_tumour_cells",
    "lesion_car_t",
)


@kernel
def prepare_(p, q, n_lesions):
    """Constants of this patient, into p and q."""
    a_c = p[0]
    a_t = p[3]
    alc0 = p[4]
    anc0 = p[5]
    car = p[8]
    circ_floor = p[10]
    d_e = p[14]
    d_m = p[15]
    delta = p[17]
    design_pool = p[18]
    design_scfv = p[19]
    design_zeta = p[20]
    dex_division = p[21]
    dex_myeloid = p[22]
    dex_neuro = p[23]
    dex_secretion = p[24]
    e_ld_n = p[27]
    e_ld_p = p[28]
    f_gb = p[29]
    f_gs = p[30]
    f_m = p[31]
    f_p0 = p[32]
    f_z = p[33]
    g50 = p[34]
    g_lung = p[37]
    gamma_n = p[38]
    gamma_p = p[39]
    h_syn = p[41]
    heart_share = p[42]
    her2_heart = p[43]
    her2_lung = p[44]
    her2_n = p[45]
    her2_p = p[46]
    hom_e = p[47]
    il6_block = p[51]
    il6_oxygen = p[55]
    k50_k = p[56]
    k50_p = p[57]
    k6 = p[58]
    k_a = p[59]
    k_bc = p[61]
    k_bl = p[62]
    k_bp = p[63]
    k_g = p[69]
    k_gt = p[71]
    k_inj = p[72]
    k_lb = p[75]
    k_lym = p[78]
    k_neuro = p[80]
    k_on = p[81]
    k_pb = p[82]
    k_pd = p[83]
    k_sf1 = p[85]
    k_sf_f = p[86]
    k_sw = p[87]
    k_tb = p[88]
    k_tc = p[89]
    k_x = p[91]
    kd_car = p[93]
    kd_pd = p[94]
    kd_sw = p[95]
    mtt_n = p[100]
    mtt_p = p[101]
    mu_e = p[102]
    n_g = p[104]
    n_p = p[106]
    n_pd1 = p[107]
    neuro_half = p[108]
    nm_um3 = p[110]
    other_white = p[111]
    oxygen_effusion = p[112]
    pd1 = p[116]
    pd1_50 = p[117]
    pdl1_heart = p[118]
    pdl1_lung = p[119]
    phi_v = p[120]
    plt0 = p[121]
    q_lymph = p[122]
    r_c = p[123]
    r_em = p[124]
    r_l = p[125]
    rho = p[126]
    s6 = p[127]
    s_g = p[128]
    sw = p[131]
    t_max = p[132]
    t_ref = p[133]
    tau_fit = p[134]
    tau_l = p[135]
    tau_p = p[136]
    v_b = p[140]
    v_c0 = p[141]
    v_tz = p[147]
    w_c = p[148]
    x_base = p[151]
    proofreading = (k_on * kd_car * tau_p + 1.0) ** (-n_p)
    p[155] = proofreading
    kd_car_2d = h_syn * kd_car * nm_um3
    p[156] = kd_car_2d
    kd_sw_2d = h_syn * kd_sw * nm_um3
    p[157] = kd_sw_2d
    t0_ = her2_p / a_c
    t1_ = car / a_t
    t2_ = 2.0 * t1_
    complexes_pos = (
        proofreading
        * t0_
        * t2_
        / (
            kd_car_2d
            + t0_
            + t1_
            + sqrt(kd_car_2d * (kd_car_2d + 2.0 * t0_ + t2_) + ((-t0_ + t1_) * (-t0_ + t1_)))
        )
    )
    p[158] = complexes_pos
    t0_ = her2_n / a_c
    t1_ = car / a_t
    t2_ = 2.0 * t1_
    complexes_neg = (
        proofreading
        * t0_
        * t2_
        / (
            kd_car_2d
            + t0_
            + t1_
            + sqrt(kd_car_2d * (kd_car_2d + 2.0 * t0_ + t2_) + ((-t0_ + t1_) * (-t0_ + t1_)))
        )
    )
    p[159] = complexes_neg
    t0_ = her2_lung / a_c
    t1_ = car / a_t
    t2_ = 2.0 * t1_
    complexes_lung = (
        proofreading
        * t0_
        * t2_
        / (
            kd_car_2d
            + t0_
            + t1_
            + sqrt(kd_car_2d * (kd_car_2d + 2.0 * t0_ + t2_) + ((-t0_ + t1_) * (-t0_ + t1_)))
        )
    )
    p[160] = complexes_lung
    t0_ = her2_heart / a_c
    t1_ = car / a_t
    t2_ = 2.0 * t1_
    complexes_heart = (
        proofreading
        * t0_
        * t2_
        / (
            kd_car_2d
            + t0_
            + t1_
            + sqrt(kd_car_2d * (kd_car_2d + 2.0 * t0_ + t2_) + ((-t0_ + t1_) * (-t0_ + t1_)))
        )
    )
    p[161] = complexes_heart
    pdl1_density_p = pdl1_lung / a_c
    p[162] = pdl1_density_p
    pdl1_density_h = pdl1_heart / a_c
    p[163] = pdl1_density_h
    t0_ = 1 / a_t
    t1_ = design_scfv * sw * t0_
    t2_ = 2.0 * pdl1_density_p
    scfv_bound_p = (
        t1_
        * t2_
        / (
            kd_sw_2d
            + pdl1_density_p
            + t1_
            + sqrt(
                kd_sw_2d * (kd_sw_2d + 2.0 * t1_ + t2_)
                + ((design_scfv * sw * t0_ - pdl1_density_p) * (design_scfv * sw * t0_ - pdl1_density_p))
            )
        )
    )
    p[164] = scfv_bound_p
    t0_ = 1 / a_t
    t1_ = design_scfv * sw * t0_
    t2_ = 2.0 * pdl1_density_h
    scfv_bound_h = (
        t1_
        * t2_
        / (
            kd_sw_2d
            + pdl1_density_h
            + t1_
            + sqrt(
                kd_sw_2d * (kd_sw_2d + 2.0 * t1_ + t2_)
                + ((design_scfv * sw * t0_ - pdl1_density_h) * (design_scfv * sw * t0_ - pdl1_density_h))
            )
        )
    )
    p[165] = scfv_bound_h
    t0_ = (design_pool * sw + pd1) / a_t
    t1_ = 2.0 * t0_
    t2_ = pdl1_density_p - scfv_bound_p
    pool_bound_p = (
        t1_
        * t2_
        / (
            kd_pd
            + t0_
            + t2_
            + sqrt(
                kd_pd * (kd_pd + 2.0 * pdl1_density_p - 2.0 * scfv_bound_p + t1_)
                + ((-pdl1_density_p + scfv_bound_p + t0_) * (-pdl1_density_p + scfv_bound_p + t0_))
            )
        )
    )
    p[166] = pool_bound_p
    t0_ = (design_pool * sw + pd1) / a_t
    t1_ = 2.0 * t0_
    t2_ = pdl1_density_h - scfv_bound_h
    pool_bound_h = (
        t1_
        * t2_
        / (
            kd_pd
            + t0_
            + t2_
            + sqrt(
                kd_pd * (kd_pd + 2.0 * pdl1_density_h - 2.0 * scfv_bound_h + t1_)
                + ((-pdl1_density_h + scfv_bound_h + t0_) * (-pdl1_density_h + scfv_bound_h + t0_))
            )
        )
    )
    p[167] = pool_bound_h
    t0_ = design_pool * sw
    switch_bound_p = pool_bound_p * t0_ / (pd1 + t0_) + scfv_bound_p
    p[168] = switch_bound_p
    t0_ = design_pool * sw
    switch_bound_h = pool_bound_h * t0_ / (pd1 + t0_) + scfv_bound_h
    p[169] = switch_bound_h
    t0_ = max(switch_bound_p, 0.0)
    switch_signal_p = t0_ / (k_sw + t0_)
    p[170] = switch_signal_p
    t0_ = max(switch_bound_h, 0.0)
    switch_signal_h = t0_ / (k_sw + t0_)
    p[171] = switch_signal_h
    zeta_signal_p = design_zeta * f_z * switch_signal_p
    p[172] = zeta_signal_p
    zeta_signal_h = design_zeta * f_z * switch_signal_h
    p[173] = zeta_signal_h
    t0_ = complexes_lung * complexes_lung
    kill_organ_p = -(1.0 - zeta_signal_p) * (-t0_ / ((k50_k * k50_k) + t0_) + 1.0) + 1.0
    p[174] = kill_organ_p
    t0_ = complexes_heart * complexes_heart
    kill_organ_h = -(1.0 - zeta_signal_h) * (-t0_ / ((k50_k * k50_k) + t0_) + 1.0) + 1.0
    p[175] = kill_organ_h
    t0_ = max(complexes_lung, 0.0)
    prol_organ_p = -(1.0 - zeta_signal_p) * (-t0_ / (k50_p + t0_) + 1.0) + 1.0
    p[176] = prol_organ_p
    baseline_n = anc0
    p[177] = baseline_n
    baseline_p = plt0
    p[178] = baseline_p
    k_transit_n = 4.0 / mtt_n
    p[179] = k_transit_n
    k_transit_p = 4.0 / mtt_p
    p[180] = k_transit_p
    c0_ = 1 / a_c
    p[181] = c0_
    c1_ = design_scfv * sw / a_t
    p[182] = c1_
    c2_ = kd_sw_2d + 2.0 * design_scfv * sw / a_t
    p[183] = c2_
    c3_ = kd_sw_2d + design_scfv * sw / a_t
    p[184] = c3_
    c4_ = 2.0 * design_scfv * sw / a_t
    p[185] = c4_
    c5_ = (design_pool * sw + pd1) / a_t
    p[186] = c5_
    c6_ = kd_pd + 2.0 * (design_pool * sw + pd1) / a_t
    p[187] = c6_
    c7_ = kd_pd + (design_pool * sw + pd1) / a_t
    p[188] = c7_
    c8_ = 2.0 * (design_pool * sw + pd1) / a_t
    p[189] = c8_
    c9_ = pd1 / (design_pool * sw + pd1)
    p[190] = c9_
    t0_ = design_pool * sw
    c10_ = t0_ / (pd1 + t0_)
    p[191] = c10_
    c11_ = design_zeta * f_z
    p[192] = c11_
    t0_ = complexes_pos * complexes_pos
    c12_ = t0_ / ((k50_k * k50_k) + t0_) - 1.0
    p[193] = c12_
    t0_ = complexes_neg * complexes_neg
    c13_ = t0_ / ((k50_k * k50_k) + t0_) - 1.0
    p[194] = c13_
    t0_ = max(complexes_pos, 0.0)
    c14_ = t0_ / (k50_p + t0_) - 1.0
    p[195] = c14_
    t0_ = max(complexes_neg, 0.0)
    c15_ = t0_ / (k50_p + t0_) - 1.0
    p[196] = c15_
    c16_ = 1 / pd1_50
    p[197] = c16_
    c17_ = 1 / g50
    p[198] = c17_
    c18_ = r_l - 1.0
    p[199] = c18_
    c19_ = 1 / v_tz
    p[200] = c19_
    c20_ = baseline_n * circ_floor
    p[201] = c20_
    c21_ = baseline_p * circ_floor
    p[202] = c21_
    c22_ = 1 / rho
    p[203] = c22_
    c23_ = 1.0 - phi_v
    p[204] = c23_
    c24_ = 0.001 * k_sf_f
    p[205] = c24_
    c25_ = q_lymph / (r_c * v_c0)
    p[206] = c25_
    c26_ = 1 / tau_fit
    p[207] = c26_
    c27_ = f_m * f_p0
    p[208] = c27_
    c28_ = f_p0 * (1.0 - f_m)
    p[209] = c28_
    c29_ = f_m * (1.0 - f_p0)
    p[210] = c29_
    c30_ = (1.0 - f_m) * (1.0 - f_p0)
    p[211] = c30_
    c31_ = 1.0 - f_m
    p[212] = c31_
    c32_ = 1.0 - x_base
    p[213] = c32_
    c33_ = k_g / log(t_max / t_ref)
    p[214] = c33_
    c34_ = q_lymph / v_c0
    p[215] = c34_
    c35_ = f_gb * k_gt / v_b
    p[216] = c35_
    c36_ = g_lung * prol_organ_p * s_g / v_b
    p[217] = c36_
    c37_ = k_inj * kill_organ_p
    p[218] = c37_
    c38_ = (heart_share * heart_share) * k_inj * kill_organ_h
    p[219] = c38_
    c39_ = 1 / tau_l
    p[220] = c39_
    c40_ = alc0 * k_lym
    p[221] = c40_
    c41_ = 1 / k_gt
    p[222] = c41_
    c42_ = 1 / v_b
    p[223] = c42_
    c43_ = kd_sw_2d - design_scfv * sw / a_t
    p[224] = c43_
    c44_ = kd_pd - (design_pool * sw + pd1) / a_t
    p[225] = c44_
    c45_ = -2.0 * (design_pool * sw + pd1) / a_t
    p[226] = c45_
    c46_ = -kd_pd + (design_pool * sw + pd1) / a_t
    p[227] = c46_
    t0_ = complexes_pos * complexes_pos
    c47_ = -t0_ / ((k50_k * k50_k) + t0_) + 1.0
    p[228] = c47_
    t0_ = complexes_neg * complexes_neg
    c48_ = -t0_ / ((k50_k * k50_k) + t0_) + 1.0
    p[229] = c48_
    t0_ = max(complexes_pos, 0.0)
    c49_ = -t0_ / (k50_p + t0_) + 1.0
    p[230] = c49_
    t0_ = max(complexes_neg, 0.0)
    c50_ = -t0_ / (k50_p + t0_) + 1.0
    p[231] = c50_
    c51_ = n_pd1 - 1.0
    p[232] = c51_
    c52_ = n_pd1 / pd1_50
    p[233] = c52_
    c53_ = -n_pd1 / pd1_50
    p[234] = c53_
    c54_ = n_g - 1.0
    p[235] = c54_
    c55_ = n_g * (r_l - 1.0) / g50
    p[236] = c55_
    c56_ = -n_g * (r_l - 1.0) / g50
    p[237] = c56_
    c57_ = -1.0 / v_tz
    p[238] = c57_
    c58_ = gamma_n - 1.0
    p[239] = c58_
    c59_ = -baseline_n * gamma_n
    p[240] = c59_
    c60_ = gamma_p - 1.0
    p[241] = c60_
    c61_ = -baseline_p * gamma_p
    p[242] = c61_
    c62_ = -dex_secretion * s_g
    p[243] = c62_
    c63_ = -dex_division * hom_e
    p[244] = c63_
    c64_ = -dex_division * mu_e
    p[245] = c64_
    c65_ = k_x * (1.0 - x_base)
    p[246] = c65_
    c66_ = -k_g / log(t_max / t_ref)
    p[247] = c66_
    c67_ = -dex_myeloid * k_a
    p[248] = c67_
    c68_ = 2.0 * k6 * s6
    p[249] = c68_
    c69_ = -il6_block * k6
    p[250] = c69_
    c70_ = 2.0 * k_inj * kill_organ_p
    p[251] = c70_
    c71_ = -k_inj * kill_organ_p
    p[252] = c71_
    c72_ = 2.0 * (heart_share * heart_share) * k_inj * kill_organ_h
    p[253] = c72_
    c73_ = -(heart_share * heart_share * heart_share) * k_inj * kill_organ_h
    p[254] = c73_
    c74_ = -1.0 / tau_l
    p[255] = c74_
    c75_ = -k_transit_n * w_c
    p[256] = c75_
    c76_ = -e_ld_n * k_transit_n
    p[257] = c76_
    c77_ = -k_transit_p * w_c
    p[258] = c77_
    c78_ = -e_ld_p * k_transit_p
    p[259] = c78_
    c79_ = 2.0 * k_neuro
    p[260] = c79_
    c80_ = -dex_neuro * k_neuro
    p[261] = c80_
    c81_ = -d_m - k_bc - k_bl - k_bp
    p[262] = c81_
    c82_ = -d_e - k_bc - k_bl - k_bp - r_em
    p[263] = c82_
    c83_ = -d_m - k_lb
    p[264] = c83_
    c84_ = -d_e - k_lb - r_em
    p[265] = c84_
    c85_ = -d_m - k_pb
    p[266] = c85_
    c86_ = -d_e - k_pb - k_pd - r_em
    p[267] = c86_
    c87_ = -c25_ - d_m
    p[268] = c87_
    c88_ = -c25_ - d_e - r_em
    p[269] = c88_
    c89_ = -3.0 * delta
    p[270] = c89_
    c90_ = -1.0 / k_gt
    p[271] = c90_
    c91_ = -d_m - k_tb
    p[272] = c91_
    c92_ = -d_e - k_tb - r_em
    p[273] = c92_
    c93_ = 1 / il6_oxygen
    p[274] = c93_
    c94_ = 0.001 * oxygen_effusion
    p[275] = c94_
    c95_ = 0.001 / v_b
    p[276] = c95_
    c96_ = other_white + 1.0
    p[277] = c96_
    c97_ = 1 / neuro_half
    p[278] = c97_
    for k in range(n_lesions):
        n = q[k, 0]
        cavity = q[k, 1]
        g0_ = 1 / n
        q[k, 2] = g0_
        g1_ = cavity * n
        q[k, 3] = g1_
        g2_ = k_sf1 * n
        q[k, 4] = g2_
        g3_ = cavity * f_gb + f_gs * (1.0 - cavity)
        q[k, 5] = g3_
        g4_ = cavity * (1.0 - phi_v)
        q[k, 6] = g4_
        g5_ = cavity * k_tc
        q[k, 7] = g5_
        g6_ = (cavity * f_gb + f_gs * (1.0 - cavity)) / v_b
        q[k, 8] = g6_


@kernel
def rhs_(y, p, q, n_lesions, dy):
    """dy/dt."""
    M_b = y[0]
    E_b = y[1]
    M_p = y[2]
    E_p = y[3]
    M_l = y[4]
    E_l = y[5]
    M_c = y[6]
    E_c = y[7]
    X_c = y[8]
    F_p = y[9]
    F_n = y[10]
    L_f = y[11]
    V_c = y[12]
    G_c = y[13]
    G_b = y[14]
    A = y[15]
    I6 = y[16]
    CRP = y[17]
    H = y[18]
    J_lung = y[19]
    J_heart = y[20]
    prol_n = y[21]
    t1_n = y[22]
    t2_n = y[23]
    t3_n = y[24]
    circ_n = y[25]
    prol_p = y[26]
    t1_p = y[27]
    t2_p = y[28]
    t3_p = y[29]
    circ_p = y[30]
    LD = y[31]
    TZ = y[32]
    DX = y[33]
    W_s = y[34]
    W_c = y[35]
    lym = y[36]
    neuro = y[37]
    a_serosa = p[1]
    a_sw = p[2]
    b6 = p[6]
    b_sw = p[7]
    cell_floor = p[9]
    crp0 = p[11]
    crp_50 = p[12]
    crp_max = p[13]
    d_e = p[14]
    d_m = p[15]
    d_x = p[16]
    delta = p[17]
    dex_division = p[21]
    dex_myeloid = p[22]
    dex_neuro = p[23]
    dex_secretion = p[24]
    dx_50 = p[25]
    e50_inj = p[26]
    e_ld_n = p[27]
    e_ld_p = p[28]
    f_m = p[31]
    g50_v = p[35]
    g_cavity = p[36]
    gamma_n = p[38]
    gamma_p = p[39]
    heart_share = p[42]
    hom_e = p[47]
    hom_m = p[48]
    i_max_k = p[49]
    i_max_p = p[50]
    il6_block = p[51]
    k6 = p[58]
    k_a = p[59]
    k_aicd = p[60]
    k_bc = p[61]
    k_bl = p[62]
    k_bp = p[63]
    k_bt = p[64]
    k_clear = p[65]
    k_crp = p[66]
    k_ct = p[67]
    k_dx = p[68]
    k_gb = p[70]
    k_gt = p[71]
    k_kill = p[73]
    k_l = p[74]
    k_lb = p[75]
    k_ld = p[76]
    k_loss = p[77]
    k_lym = p[78]
    k_me = p[79]
    k_neuro = p[80]
    k_pb = p[82]
    k_pd = p[83]
    k_rep = p[84]
    k_sw = p[87]
    k_tb = p[88]
    k_tc = p[89]
    k_tz = p[90]
    k_x = p[91]
    ka50 = p[92]
    kd_pd = p[94]
    kill_lym = p[96]
    l0 = p[97]
    mu_e = p[102]
    mu_m = p[103]
    n_g = p[104]
    n_host = p[105]
    n_pd1 = p[107]
    phi_v = p[120]
    q_lymph = p[122]
    r_em = p[124]
    s6 = p[127]
    s_g = p[128]
    t_max = p[132]
    tz_50 = p[139]
    v_d0 = p[142]
    v_floor = p[143]
    v_half = p[144]
    v_min = p[145]
    v_tissue = p[146]
    w_c = p[148]
    w_g_v = p[149]
    w_s = p[150]
    x_base = p[151]
    infusion_iv = p[152]
    infusion_cavity = p[153]
    kd_sw_2d = p[157]
    baseline_n = p[177]
    baseline_p = p[178]
    k_transit_n = p[179]
    k_transit_p = p[180]
    c0_ = p[181]
    c1_ = p[182]
    c2_ = p[183]
    c3_ = p[184]
    c4_ = p[185]
    c5_ = p[186]
    c6_ = p[187]
    c7_ = p[188]
    c8_ = p[189]
    c9_ = p[190]
    c10_ = p[191]
    c11_ = p[192]
    c12_ = p[193]
    c13_ = p[194]
    c14_ = p[195]
    c15_ = p[196]
    c16_ = p[197]
    c17_ = p[198]
    c18_ = p[199]
    c19_ = p[200]
    c20_ = p[201]
    c21_ = p[202]
    c22_ = p[203]
    c23_ = p[204]
    c24_ = p[205]
    c25_ = p[206]
    c26_ = p[207]
    c27_ = p[208]
    c28_ = p[209]
    c29_ = p[210]
    c30_ = p[211]
    c31_ = p[212]
    c32_ = p[213]
    c33_ = p[214]
    c34_ = p[215]
    c35_ = p[216]
    c36_ = p[217]
    c37_ = p[218]
    c38_ = p[219]
    c39_ = p[220]
    c40_ = p[221]
    c41_ = p[222]
    c42_ = p[223]
    pdl1_density_c = L_f * c0_
    scfv_bound_c = (
        c4_
        * pdl1_density_c
        / (
            c3_
            + pdl1_density_c
            + sqrt(
                kd_sw_2d * (c2_ + 2.0 * pdl1_density_c) + ((c1_ - pdl1_density_c) * (c1_ - pdl1_density_c))
            )
        )
    )
    t0_ = pdl1_density_c - scfv_bound_c
    pool_bound_c = (
        c8_
        * t0_
        / (
            c7_
            + t0_
            + sqrt(
                kd_pd * (c6_ + 2.0 * pdl1_density_c - 2.0 * scfv_bound_c)
                + ((c5_ - pdl1_density_c + scfv_bound_c) * (c5_ - pdl1_density_c + scfv_bound_c))
            )
        )
    )
    pd1_bound_c = c9_ * pool_bound_c
    switch_bound_c = c10_ * pool_bound_c + scfv_bound_c
    t0_ = max(switch_bound_c, 0.0)
    switch_signal_c = t0_ / (k_sw + t0_)
    zeta_signal_c = c11_ * switch_signal_c
    kill_pos_c = c12_ * (1.0 - zeta_signal_c) + 1.0
    kill_neg_c = c13_ * (1.0 - zeta_signal_c) + 1.0
    prol_pos_c = c14_ * (1.0 - zeta_signal_c) + 1.0
    prol_neg_c = c15_ * (1.0 - zeta_signal_c) + 1.0
    t0_ = max(c16_ * pd1_bound_c, 0.0) ** (n_pd1)
    inhibition_c = t0_ / (t0_ + 1.0)
    kill_block_c = -i_max_k * inhibition_c + 1.0
    prol_block_c = -i_max_p * inhibition_c + 1.0
    survival_c = -b_sw * switch_signal_c + 1.0
    volume_c = max(V_c, v_floor)
    live_systemic = E_b + E_l + E_p + M_b + M_l + M_p
    t0_ = max(DX, 0.0)
    dex = t0_ / (dx_50 + t0_)
    homeostatic_drive = n_host * (1.0 - H) / (n_host + max(live_systemic, 0.0))
    ifng_local_c = G_c
    t0_ = max(c17_ * ifng_local_c, 0.0) ** (n_g)
    pdl1_target_c = l0 * (c18_ * t0_ / (t0_ + 1.0) + 1.0)
    t0_ = max(G_c, 0.0)
    inflow = q_lymph * (t0_ * w_g_v / (g50_v + t0_) + 1.0)
    t0_ = max(TZ * c19_, 0.0)
    occupancy = t0_ / (t0_ + tz_50)
    il6_signal = I6 * (1.0 - occupancy)
    feedback_n = max(baseline_n / max(circ_n, c20_), 0.0) ** (gamma_n)
    feedback_p = max(baseline_p / max(circ_p, c21_), 0.0) ** (gamma_p)
    reach_pos = 0.0
    reach_neg = 0.0
    surface_total = 0.0
    tumour_cavity = 0.0
    volume_total = 0.0
    live_lesions = 0.0
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g1_ = q[k, 3]
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        phi = c23_ * cavity * rim + phi_v
        volume = c22_ * tumour
        surface = 12.566370614359172 * g1_ * (radius * radius)
        reach_pos += P * cavity * phi
        reach_neg += N * cavity * phi
        surface_total += surface
        tumour_cavity += cavity * tumour
        volume_total += volume
        live_lesions += E + M
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    prol_signal_c = (prol_neg_c * t0_ + prol_pos_c * t1_) / max(t0_ + t1_, cell_floor)
    gain_c = W_c * prol_block_c * prol_signal_c * (a_sw * switch_signal_c + 1.0)
    accessible_c = F_n + F_p + w_s * (reach_neg + reach_pos)
    crowd_c = E_c + M_c + X_c + accessible_c + c24_ * max(V_c, 0.0)
    engaged_c = accessible_c / crowd_c
    live_regional = E_c + M_c + live_lesions
    renewal = (E_b + M_b) * (k_bc + k_bt * volume_total) / (cell_floor + live_regional)
    strike_c = E_c * k_kill * kill_block_c / crowd_c
    secretion_c = E_c * engaged_c * gain_c * s_g * (-dex * dex_secretion + 1.0)
    homing_M_b = M_b * k_bl
    homing_E_b = E_b * k_bl
    egress_M_l = M_l * k_lb
    egress_E_l = E_l * k_lb
    margination_M_b = M_b * k_bp
    margination_E_b = E_b * k_bp
    release_M_p = M_p * k_pb
    release_E_p = E_p * k_pb
    exudation_M_b = M_b * k_bc
    exudation_E_b = E_b * k_bc
    lymph_drainage_M_c = M_c * c25_
    lymph_drainage_E_c = E_c * c25_
    fitness_loss_W_s = W_s * c26_
    fitness_loss_W_c = W_c * c26_
    fitness_brought_W_c = W_s * renewal
    fitness_diluted_W_c = W_c * renewal
    fitness_infused_iv_W_s = infusion_iv * (1.0 - W_s) / (cell_floor + live_systemic)
    fitness_infused_cavity_W_c = infusion_cavity * (1.0 - W_c) / (cell_floor + live_regional)
    infused_memory_lung_M_p = c27_ * infusion_iv
    infused_effector_lung_E_p = c28_ * infusion_iv
    infused_memory_blood_M_b = c29_ * infusion_iv
    infused_effector_blood_E_b = c30_ * infusion_iv
    infused_memory_cavity_M_c = f_m * infusion_cavity
    infused_effector_cavity_E_c = c31_ * infusion_cavity
    memory_death_M_b = M_b * d_m
    memory_death_M_p = M_p * d_m
    memory_death_M_l = M_l * d_m
    memory_death_M_c = M_c * d_m
    effector_death_E_b = E_b * d_e
    effector_death_E_p = E_p * d_e
    effector_death_E_l = E_l * d_e
    effector_death_E_c = E_c * d_e
    lung_death_E_p = E_p * k_pd
    exhausted_death_X_c = X_c * d_x
    activation_death_E_c = E_c * engaged_c * k_aicd * prol_signal_c * survival_c
    memory_homeostasis_M_l = M_l * hom_m * homeostatic_drive
    effector_homeostasis_E_l = E_l * hom_e * homeostatic_drive * (-dex * dex_division + 1.0)
    memory_formation_E_b = E_b * r_em
    memory_formation_E_p = E_p * r_em
    memory_formation_E_l = E_l * r_em
    memory_formation_E_c = E_c * r_em
    memory_division_M_c = M_c * engaged_c * gain_c * mu_m
    differentiation_M_c = M_c * engaged_c * k_me * prol_signal_c
    effector_division_E_c = E_c * engaged_c * gain_c * mu_e * (-dex * dex_division + 1.0)
    exhaustion_E_c = E_c * engaged_c * k_x * survival_c * (c32_ * inhibition_c + x_base)
    free_growth_F_p = F_p * c33_ * log(t_max / max(F_n + F_p + tumour_cavity, cell_floor))
    free_growth_F_n = F_n * c33_ * log(t_max / max(F_n + F_p + tumour_cavity, cell_floor))
    free_antigen_loss_F_p = F_p * k_loss
    kill_free_positive_F_p = F_p * kill_pos_c * strike_c
    kill_free_negative_F_n = F_n * kill_neg_c * strike_c
    free_pdl1_expression_L_f = k_l * pdl1_target_c
    free_pdl1_turnover_L_f = L_f * k_l
    weeping_V_c = inflow
    absorption_V_c = V_c * c34_
    ifng_from_fluid_G_c = secretion_c / volume_c
    ifng_fluid_loss_G_c = G_c * (inflow / volume_c + k_gt)
    ifng_spill_fluid_G_b = G_c * V_c * c35_
    ifng_from_lung_G_b = E_p * c36_
    ifng_plasma_loss_G_b = G_b * k_gb
    t0_ = max(G_b, 0.0)
    myeloid_activation_A = k_a * t0_ * (-dex * dex_myeloid + 1.0) / (ka50 + t0_)
    myeloid_rest_A = A * k_a
    il6_secretion_I6 = k6 * ((A * A) * s6 + b6)
    il6_clearance_I6 = I6 * k6 * (-il6_block * occupancy + 1.0)
    t0_ = max(-b6 + il6_signal, 0.0)
    crp_synthesis_CRP = k_crp * (crp0 + crp_max * t0_ / (crp_50 + t0_))
    crp_loss_CRP = CRP * k_crp
    lung_injury_onset_J_lung = (E_p * E_p) * c37_ / (e50_inj + max(E_p, 0.0))
    heart_injury_onset_J_heart = (E_b * E_b) * c38_ / (e50_inj + max(E_b * heart_share, 0.0))
    organ_repair_J_lung = J_lung * k_rep
    organ_repair_J_heart = J_heart * k_rep
    host_recovery_H = H * c39_ * (1.0 - H)
    production_prol_n = feedback_n * k_transit_n * prol_n * (-A * w_c - LD * e_ld_n + 1.0)
    production_prol_p = feedback_p * k_transit_p * prol_p * (-A * w_c - LD * e_ld_p + 1.0)
    maturation_prol_n = k_transit_n * prol_n
    maturation_t1_n = k_transit_n * t1_n
    maturation_t2_n = k_transit_n * t2_n
    maturation_t3_n = k_transit_n * t3_n
    maturation_circ_n = circ_n * k_transit_n
    maturation_prol_p = k_transit_p * prol_p
    maturation_t1_p = k_transit_p * t1_p
    maturation_t2_p = k_transit_p * t2_p
    maturation_t3_p = k_transit_p * t3_p
    maturation_circ_p = circ_p * k_transit_p
    lymphocyte_return_lym = c40_
    lymphocyte_loss_lym = lym * (LD * kill_lym + k_lym)
    barrier_opening_neuro = (A * A) * k_neuro * (-dex * dex_neuro + 1.0)
    barrier_healing_neuro = k_neuro * neuro
    chemotherapy_loss_LD = LD * k_ld
    tocilizumab_loss_TZ = TZ * k_tz
    dexamethasone_loss_DX = DX * k_dx
    dy[0] = (
        egress_M_l
        - exudation_M_b
        - homing_M_b
        + infused_memory_blood_M_b
        + lymph_drainage_M_c
        - margination_M_b
        - memory_death_M_b
        + memory_formation_E_b
        + release_M_p
    )
    dy[1] = (
        -effector_death_E_b
        + egress_E_l
        - exudation_E_b
        - homing_E_b
        + infused_effector_blood_E_b
        + lymph_drainage_E_c
        - margination_E_b
        - memory_formation_E_b
        + release_E_p
    )
    dy[2] = infused_memory_lung_M_p + margination_M_b - memory_death_M_p + memory_formation_E_p - release_M_p
    dy[3] = (
        -effector_death_E_p
        + infused_effector_lung_E_p
        - lung_death_E_p
        + margination_E_b
        - memory_formation_E_p
        - release_E_p
    )
    dy[4] = -egress_M_l + homing_M_b - memory_death_M_l + memory_formation_E_l + memory_homeostasis_M_l
    dy[5] = -effector_death_E_l + effector_homeostasis_E_l - egress_E_l + homing_E_b - memory_formation_E_l
    dy[6] = (
        -differentiation_M_c
        + exudation_M_b
        + infused_memory_cavity_M_c
        - lymph_drainage_M_c
        - memory_death_M_c
        + memory_division_M_c
        + memory_formation_E_c
    )
    dy[7] = (
        -activation_death_E_c
        + differentiation_M_c
        - effector_death_E_c
        + effector_division_E_c
        - exhaustion_E_c
        + exudation_E_b
        + infused_effector_cavity_E_c
        - lymph_drainage_E_c
        - memory_formation_E_c
    )
    dy[8] = -exhausted_death_X_c + exhaustion_E_c
    dy[9] = -free_antigen_loss_F_p + free_growth_F_p - kill_free_positive_F_p
    dy[10] = free_antigen_loss_F_p + free_growth_F_n - kill_free_negative_F_n
    dy[11] = free_pdl1_expression_L_f - free_pdl1_turnover_L_f
    dy[12] = -absorption_V_c + weeping_V_c
    dy[13] = -ifng_fluid_loss_G_c + ifng_from_fluid_G_c
    dy[14] = ifng_from_lung_G_b - ifng_plasma_loss_G_b + ifng_spill_fluid_G_b
    dy[15] = myeloid_activation_A - myeloid_rest_A
    dy[16] = -il6_clearance_I6 + il6_secretion_I6
    dy[17] = -crp_loss_CRP + crp_synthesis_CRP
    dy[18] = host_recovery_H
    dy[19] = lung_injury_onset_J_lung - organ_repair_J_lung
    dy[20] = heart_injury_onset_J_heart - organ_repair_J_heart
    dy[21] = -maturation_prol_n + production_prol_n
    dy[22] = maturation_prol_n - maturation_t1_n
    dy[23] = maturation_t1_n - maturation_t2_n
    dy[24] = maturation_t2_n - maturation_t3_n
    dy[25] = -maturation_circ_n + maturation_t3_n
    dy[26] = -maturation_prol_p + production_prol_p
    dy[27] = maturation_prol_p - maturation_t1_p
    dy[28] = maturation_t1_p - maturation_t2_p
    dy[29] = maturation_t2_p - maturation_t3_p
    dy[30] = -maturation_circ_p + maturation_t3_p
    dy[31] = -chemotherapy_loss_LD
    dy[32] = -tocilizumab_loss_TZ
    dy[33] = -dexamethasone_loss_DX
    dy[34] = fitness_infused_iv_W_s - fitness_loss_W_s
    dy[35] = fitness_brought_W_c - fitness_diluted_W_c + fitness_infused_cavity_W_c - fitness_loss_W_c
    dy[36] = -lymphocyte_loss_lym + lymphocyte_return_lym
    dy[37] = -barrier_healing_neuro + barrier_opening_neuro
    dy[38] = 0.0
    dy[39] = 0.0
    dy[40] = 0.0
    dy[41] = 0.0
    dy[42] = 0.0
    dy[43] = 0.0
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        X = y[44 + 7 * k + 2]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        D = y[44 + 7 * k + 5]
        L = y[44 + 7 * k + 6]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g1_ = q[k, 3]
        g2_ = q[k, 4]
        g3_ = q[k, 5]
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        phi = c23_ * cavity * rim + phi_v
        volume = c22_ * tumour
        surface = 12.566370614359172 * g1_ * (radius * radius)
        pdl1_density = L * c0_
        scfv_bound = (
            c4_
            * pdl1_density
            / (
                c3_
                + pdl1_density
                + sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density) + ((c1_ - pdl1_density) * (c1_ - pdl1_density)))
            )
        )
        t0_ = pdl1_density - scfv_bound
        pool_bound = (
            c8_
            * t0_
            / (
                c7_
                + t0_
                + sqrt(
                    kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound)
                    + ((c5_ - pdl1_density + scfv_bound) * (c5_ - pdl1_density + scfv_bound))
                )
            )
        )
        pd1_bound = c9_ * pool_bound
        switch_bound = c10_ * pool_bound + scfv_bound
        t0_ = max(switch_bound, 0.0)
        switch_signal = t0_ / (k_sw + t0_)
        zeta_signal = c11_ * switch_signal
        kill_pos = c12_ * (1.0 - zeta_signal) + 1.0
        kill_neg = c13_ * (1.0 - zeta_signal) + 1.0
        prol_pos = c14_ * (1.0 - zeta_signal) + 1.0
        prol_neg = c15_ * (1.0 - zeta_signal) + 1.0
        t0_ = max(c16_ * pd1_bound, 0.0) ** (n_pd1)
        inhibition = t0_ / (t0_ + 1.0)
        kill_block = -i_max_k * inhibition + 1.0
        prol_block = -i_max_p * inhibition + 1.0
        prol_signal = (N * prol_neg + P * prol_pos) / max(N + P, cell_floor)
        gain = W_c * prol_block * prol_signal * (a_sw * switch_signal + 1.0)
        survival = -b_sw * switch_signal + 1.0
        accessible = phi * tumour
        crowd = E + M + X + accessible + g2_
        engaged = accessible / crowd
        strike = E * k_kill * kill_block * phi / crowd
        secretion = E * engaged * gain * s_g * (-dex * dex_secretion + 1.0)
        t0_ = max(volume, 0.0)
        distribution_volume = t0_ * v_d0 / (t0_ + v_half) + v_min + v_tissue * volume
        ifng_local = c41_ * secretion / distribution_volume
        t0_ = max(c17_ * ifng_local, 0.0) ** (n_g)
        pdl1_target = l0 * (c18_ * t0_ / (t0_ + 1.0) + 1.0)
        extravasation_M_b = M_b * k_bt * volume
        extravasation_E_b = E_b * k_bt * volume
        tissue_return_M = M * k_tb
        tissue_return_E = E * k_tb
        shedding_M = M * cavity * k_tc
        shedding_E = E * cavity * k_tc
        seeding_M_c = M_c * k_ct * surface / (a_serosa + surface_total)
        seeding_E_c = E_c * k_ct * surface / (a_serosa + surface_total)
        memory_death_M = M * d_m
        effector_death_E = E * d_e
        exhausted_death_X = X * d_x
        activation_death_E = E * engaged * k_aicd * prol_signal * survival
        memory_formation_E = E * r_em
        memory_division_M = M * engaged * gain * mu_m
        differentiation_M = M * engaged * k_me * prol_signal
        effector_division_E = E * engaged * gain * mu_e * (-dex * dex_division + 1.0)
        exhaustion_E = E * engaged * k_x * survival * (c32_ * inhibition + x_base)
        growth_P = P * c33_ * log(t_max / max(tumour, cell_floor))
        growth_N = N * c33_ * log(t_max / max(tumour, cell_floor))
        antigen_loss_P = P * k_loss
        kill_antigen_positive_P = P * kill_pos * strike
        kill_antigen_negative_N = N * kill_neg * strike
        clearance_D = D * k_clear
        pdl1_expression_L = k_l * pdl1_target
        pdl1_turnover_L = L * k_l
        ifng_from_cavity_lesion_G_c = cavity * g_cavity * secretion / volume_c
        ifng_spill_lesion_G_b = c42_ * g3_ * secretion
        dy[0] += -extravasation_M_b + tissue_return_M
        dy[1] += -extravasation_E_b + tissue_return_E
        dy[6] += -seeding_M_c + shedding_M
        dy[7] += -seeding_E_c + shedding_E
        dy[13] += ifng_from_cavity_lesion_G_c
        dy[14] += ifng_spill_lesion_G_b
        dy[44 + 7 * k + 0] = (
            -differentiation_M
            + extravasation_M_b
            - memory_death_M
            + memory_division_M
            + memory_formation_E
            + seeding_M_c
            - shedding_M
            - tissue_return_M
        )
        dy[44 + 7 * k + 1] = (
            -activation_death_E
            + differentiation_M
            - effector_death_E
            + effector_division_E
            - exhaustion_E
            + extravasation_E_b
            - memory_formation_E
            + seeding_E_c
            - shedding_E
            - tissue_return_E
        )
        dy[44 + 7 * k + 2] = -exhausted_death_X + exhaustion_E
        dy[44 + 7 * k + 3] = -antigen_loss_P + growth_P - kill_antigen_positive_P
        dy[44 + 7 * k + 4] = antigen_loss_P + growth_N - kill_antigen_negative_N
        dy[44 + 7 * k + 5] = -clearance_D + kill_antigen_negative_N + kill_antigen_positive_P
        dy[44 + 7 * k + 6] = pdl1_expression_L - pdl1_turnover_L


@kernel
def jacobian_(y, p, q, n_lesions, border, block):
    """Derivatives of body states and sums by one another in `border`, others in `block`."""
    M_b = y[0]
    E_b = y[1]
    M_p = y[2]
    E_p = y[3]
    M_l = y[4]
    E_l = y[5]
    M_c = y[6]
    E_c = y[7]
    X_c = y[8]
    F_p = y[9]
    F_n = y[10]
    L_f = y[11]
    V_c = y[12]
    G_c = y[13]
    G_b = y[14]
    A = y[15]
    I6 = y[16]
    H = y[18]
    prol_n = y[21]
    circ_n = y[25]
    prol_p = y[26]
    circ_p = y[30]
    LD = y[31]
    TZ = y[32]
    DX = y[33]
    W_s = y[34]
    W_c = y[35]
    lym = y[36]
    a_serosa = p[1]
    a_sw = p[2]
    b6 = p[6]
    b_sw = p[7]
    cell_floor = p[9]
    crp_50 = p[12]
    crp_max = p[13]
    d_x = p[16]
    delta = p[17]
    dex_division = p[21]
    dex_myeloid = p[22]
    dex_neuro = p[23]
    dex_secretion = p[24]
    dx_50 = p[25]
    e50_inj = p[26]
    e_ld_n = p[27]
    e_ld_p = p[28]
    g50_v = p[35]
    g_cavity = p[36]
    gamma_n = p[38]
    gamma_p = p[39]
    heart_share = p[42]
    hom_e = p[47]
    hom_m = p[48]
    i_max_k = p[49]
    i_max_p = p[50]
    il6_block = p[51]
    k6 = p[58]
    k_a = p[59]
    k_aicd = p[60]
    k_bc = p[61]
    k_bl = p[62]
    k_bp = p[63]
    k_bt = p[64]
    k_clear = p[65]
    k_crp = p[66]
    k_ct = p[67]
    k_dx = p[68]
    k_gb = p[70]
    k_gt = p[71]
    k_kill = p[73]
    k_l = p[74]
    k_lb = p[75]
    k_ld = p[76]
    k_loss = p[77]
    k_lym = p[78]
    k_me = p[79]
    k_neuro = p[80]
    k_pb = p[82]
    k_rep = p[84]
    k_sw = p[87]
    k_tb = p[88]
    k_tz = p[90]
    k_x = p[91]
    ka50 = p[92]
    kd_pd = p[94]
    kill_lym = p[96]
    l0 = p[97]
    mu_e = p[102]
    mu_m = p[103]
    n_g = p[104]
    n_host = p[105]
    n_pd1 = p[107]
    phi_v = p[120]
    q_lymph = p[122]
    r_em = p[124]
    s_g = p[128]
    t_max = p[132]
    tz_50 = p[139]
    v_d0 = p[142]
    v_floor = p[143]
    v_half = p[144]
    v_min = p[145]
    v_tissue = p[146]
    w_c = p[148]
    w_g_v = p[149]
    w_s = p[150]
    x_base = p[151]
    infusion_iv = p[152]
    infusion_cavity = p[153]
    kd_sw_2d = p[157]
    baseline_n = p[177]
    baseline_p = p[178]
    k_transit_n = p[179]
    k_transit_p = p[180]
    c0_ = p[181]
    c1_ = p[182]
    c2_ = p[183]
    c3_ = p[184]
    c4_ = p[185]
    c5_ = p[186]
    c6_ = p[187]
    c7_ = p[188]
    c8_ = p[189]
    c9_ = p[190]
    c10_ = p[191]
    c11_ = p[192]
    c12_ = p[193]
    c13_ = p[194]
    c14_ = p[195]
    c15_ = p[196]
    c16_ = p[197]
    c17_ = p[198]
    c18_ = p[199]
    c19_ = p[200]
    c20_ = p[201]
    c21_ = p[202]
    c22_ = p[203]
    c23_ = p[204]
    c24_ = p[205]
    c25_ = p[206]
    c26_ = p[207]
    c32_ = p[213]
    c33_ = p[214]
    c34_ = p[215]
    c35_ = p[216]
    c36_ = p[217]
    c39_ = p[220]
    c41_ = p[222]
    c43_ = p[224]
    c44_ = p[225]
    c45_ = p[226]
    c46_ = p[227]
    c47_ = p[228]
    c48_ = p[229]
    c49_ = p[230]
    c50_ = p[231]
    c51_ = p[232]
    c52_ = p[233]
    c53_ = p[234]
    c54_ = p[235]
    c55_ = p[236]
    c56_ = p[237]
    c57_ = p[238]
    c58_ = p[239]
    c59_ = p[240]
    c60_ = p[241]
    c61_ = p[242]
    c62_ = p[243]
    c63_ = p[244]
    c64_ = p[245]
    c65_ = p[246]
    c66_ = p[247]
    c67_ = p[248]
    c68_ = p[249]
    c69_ = p[250]
    c70_ = p[251]
    c71_ = p[252]
    c72_ = p[253]
    c73_ = p[254]
    c74_ = p[255]
    c75_ = p[256]
    c76_ = p[257]
    c77_ = p[258]
    c78_ = p[259]
    c79_ = p[260]
    c80_ = p[261]
    c81_ = p[262]
    c82_ = p[263]
    c83_ = p[264]
    c84_ = p[265]
    c85_ = p[266]
    c86_ = p[267]
    c87_ = p[268]
    c88_ = p[269]
    c89_ = p[270]
    c90_ = p[271]
    c91_ = p[272]
    c92_ = p[273]
    border[:] = 0.0
    pdl1_density_c = L_f * c0_
    scfv_bound_c = (
        c4_
        * pdl1_density_c
        / (
            c3_
            + pdl1_density_c
            + sqrt(
                kd_sw_2d * (c2_ + 2.0 * pdl1_density_c) + ((c1_ - pdl1_density_c) * (c1_ - pdl1_density_c))
            )
        )
    )
    t0_ = pdl1_density_c - scfv_bound_c
    pool_bound_c = (
        c8_
        * t0_
        / (
            c7_
            + t0_
            + sqrt(
                kd_pd * (c6_ + 2.0 * pdl1_density_c - 2.0 * scfv_bound_c)
                + ((c5_ - pdl1_density_c + scfv_bound_c) * (c5_ - pdl1_density_c + scfv_bound_c))
            )
        )
    )
    pd1_bound_c = c9_ * pool_bound_c
    switch_bound_c = c10_ * pool_bound_c + scfv_bound_c
    t0_ = max(switch_bound_c, 0.0)
    switch_signal_c = t0_ / (k_sw + t0_)
    zeta_signal_c = c11_ * switch_signal_c
    kill_pos_c = c12_ * (1.0 - zeta_signal_c) + 1.0
    kill_neg_c = c13_ * (1.0 - zeta_signal_c) + 1.0
    prol_pos_c = c14_ * (1.0 - zeta_signal_c) + 1.0
    prol_neg_c = c15_ * (1.0 - zeta_signal_c) + 1.0
    t0_ = max(c16_ * pd1_bound_c, 0.0) ** (n_pd1)
    inhibition_c = t0_ / (t0_ + 1.0)
    kill_block_c = -i_max_k * inhibition_c + 1.0
    prol_block_c = -i_max_p * inhibition_c + 1.0
    survival_c = -b_sw * switch_signal_c + 1.0
    volume_c = max(V_c, v_floor)
    live_systemic = E_b + E_l + E_p + M_b + M_l + M_p
    t0_ = max(DX, 0.0)
    dex = t0_ / (dx_50 + t0_)
    homeostatic_drive = n_host * (1.0 - H) / (n_host + max(live_systemic, 0.0))
    ifng_local_c = G_c
    t0_ = max(c17_ * ifng_local_c, 0.0) ** (n_g)
    pdl1_target_c = l0 * (c18_ * t0_ / (t0_ + 1.0) + 1.0)
    t0_ = max(G_c, 0.0)
    inflow = q_lymph * (t0_ * w_g_v / (g50_v + t0_) + 1.0)
    t0_ = max(TZ * c19_, 0.0)
    occupancy = t0_ / (t0_ + tz_50)
    il6_signal = I6 * (1.0 - occupancy)
    feedback_n = max(baseline_n / max(circ_n, c20_), 0.0) ** (gamma_n)
    feedback_p = max(baseline_p / max(circ_p, c21_), 0.0) ** (gamma_p)
    reach_pos = 0.0
    reach_neg = 0.0
    surface_total = 0.0
    tumour_cavity = 0.0
    volume_total = 0.0
    live_lesions = 0.0
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g1_ = q[k, 3]
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        phi = c23_ * cavity * rim + phi_v
        volume = c22_ * tumour
        surface = 12.566370614359172 * g1_ * (radius * radius)
        reach_pos += P * cavity * phi
        reach_neg += N * cavity * phi
        surface_total += surface
        tumour_cavity += cavity * tumour
        volume_total += volume
        live_lesions += E + M
    t0_ = sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density_c) + ((c1_ - pdl1_density_c) * (c1_ - pdl1_density_c)))
    t1_ = c3_ + pdl1_density_c + t0_
    d_scfv_bound_c_by_pdl1_density_c_ = (
        c4_ * pdl1_density_c * (-1.0 - (c43_ + pdl1_density_c) / t0_) / (t1_ * t1_) + c4_ / t1_
    )
    d_scfv_bound_c_L_f_ = c0_ * d_scfv_bound_c_by_pdl1_density_c_
    t0_ = sqrt(
        kd_pd * (c6_ + 2.0 * pdl1_density_c - 2.0 * scfv_bound_c)
        + ((c5_ - pdl1_density_c + scfv_bound_c) * (c5_ - pdl1_density_c + scfv_bound_c))
    )
    t1_ = pdl1_density_c - scfv_bound_c
    t2_ = c7_ + t0_ + t1_
    d_pool_bound_c_by_pdl1_density_c_ = c8_ * t1_ * (-1.0 - (c44_ + t1_) / t0_) / (t2_ * t2_) + c8_ / t2_
    t0_ = -pdl1_density_c + scfv_bound_c
    t1_ = sqrt(kd_pd * (c6_ + 2.0 * pdl1_density_c - 2.0 * scfv_bound_c) + ((c5_ + t0_) * (c5_ + t0_)))
    t2_ = pdl1_density_c - scfv_bound_c
    t3_ = c7_ + t1_ + t2_
    d_pool_bound_c_by_scfv_bound_c_ = c45_ / t3_ + c8_ * t2_ * (1.0 - (c46_ + t0_) / t1_) / (t3_ * t3_)
    d_pool_bound_c_L_f_ = (
        c0_ * d_pool_bound_c_by_pdl1_density_c_ + d_pool_bound_c_by_scfv_bound_c_ * d_scfv_bound_c_L_f_
    )
    d_pd1_bound_c_L_f_ = c9_ * d_pool_bound_c_L_f_
    d_switch_bound_c_L_f_ = c10_ * d_pool_bound_c_L_f_ + d_scfv_bound_c_L_f_
    t0_ = 1.0 if switch_bound_c > 0.0 else 0.0
    t1_ = max(switch_bound_c, 0.0)
    t2_ = k_sw + t1_
    d_switch_signal_c_by_switch_bound_c_ = -t0_ * t1_ / (t2_ * t2_) + t0_ / t2_
    d_switch_signal_c_L_f_ = d_switch_bound_c_L_f_ * d_switch_signal_c_by_switch_bound_c_
    d_zeta_signal_c_L_f_ = c11_ * d_switch_signal_c_L_f_
    d_kill_pos_c_L_f_ = c47_ * d_zeta_signal_c_L_f_
    d_kill_neg_c_L_f_ = c48_ * d_zeta_signal_c_L_f_
    d_prol_pos_c_L_f_ = c49_ * d_zeta_signal_c_L_f_
    d_prol_neg_c_L_f_ = c50_ * d_zeta_signal_c_L_f_
    t0_ = c16_ * pd1_bound_c
    t1_ = max(t0_, 0.0) ** (c51_)
    t2_ = max(t0_, 0.0) ** (n_pd1)
    t3_ = t2_ + 1.0
    d_inhibition_c_by_pd1_bound_c_ = c52_ * t1_ / t3_ + c53_ * t1_ * t2_ / (t3_ * t3_)
    d_inhibition_c_L_f_ = d_inhibition_c_by_pd1_bound_c_ * d_pd1_bound_c_L_f_
    d_kill_block_c_L_f_ = -d_inhibition_c_L_f_ * i_max_k
    d_prol_block_c_L_f_ = -d_inhibition_c_L_f_ * i_max_p
    d_survival_c_L_f_ = -b_sw * d_switch_signal_c_L_f_
    d_volume_c_by_V_c_ = 1.0 if V_c > v_floor else 0.0
    t0_ = 1.0 if DX > 0.0 else 0.0
    t1_ = max(DX, 0.0)
    t2_ = dx_50 + t1_
    d_dex_by_DX_ = -t0_ * t1_ / (t2_ * t2_) + t0_ / t2_
    d_homeostatic_drive_by_H_ = -n_host / (n_host + max(live_systemic, 0.0))
    d_homeostatic_drive_by_live_systemic_ = (
        -n_host
        * (1.0 - H)
        * (1.0 if live_systemic > 0.0 else 0.0)
        / ((n_host + max(live_systemic, 0.0)) * (n_host + max(live_systemic, 0.0)))
    )
    t0_ = c17_ * ifng_local_c
    t1_ = max(t0_, 0.0) ** (c54_)
    t2_ = max(t0_, 0.0) ** (n_g)
    t3_ = t2_ + 1.0
    d_pdl1_target_c_by_ifng_local_c_ = l0 * (c55_ * t1_ / t3_ + c56_ * t1_ * t2_ / (t3_ * t3_))
    t0_ = max(G_c, 0.0)
    t1_ = g50_v + t0_
    t2_ = w_g_v * (1.0 if G_c > 0.0 else 0.0)
    d_inflow_by_G_c_ = q_lymph * (-t0_ * t2_ / (t1_ * t1_) + t2_ / t1_)
    t0_ = TZ * c19_
    t1_ = 1.0 if t0_ > 0.0 else 0.0
    t2_ = max(t0_, 0.0)
    t3_ = t2_ + tz_50
    d_occupancy_by_TZ_ = c19_ * t1_ / t3_ + c57_ * t1_ * t2_ / (t3_ * t3_)
    d_il6_signal_by_I6_ = 1.0 - occupancy
    d_il6_signal_TZ_ = -I6 * d_occupancy_by_TZ_
    t0_ = max(circ_n, c20_)
    d_feedback_n_by_circ_n_ = (
        c59_ * (1.0 if circ_n > c20_ else 0.0) * (max(baseline_n / t0_, 0.0) ** (c58_)) / (t0_ * t0_)
    )
    t0_ = max(circ_p, c21_)
    d_feedback_p_by_circ_p_ = (
        c61_ * (1.0 if circ_p > c21_ else 0.0) * (max(baseline_p / t0_, 0.0) ** (c60_)) / (t0_ * t0_)
    )
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    prol_signal_c = (prol_neg_c * t0_ + prol_pos_c * t1_) / max(t0_ + t1_, cell_floor)
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    t2_ = t0_ + t1_
    t3_ = max(t2_, cell_floor)
    d_prol_signal_c_by_F_n_ = prol_neg_c / t3_ - (prol_neg_c * t0_ + prol_pos_c * t1_) * (
        1.0 if t2_ > cell_floor else 0.0
    ) / (t3_ * t3_)
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    t2_ = t0_ + t1_
    t3_ = max(t2_, cell_floor)
    d_prol_signal_c_by_F_p_ = prol_pos_c / t3_ - (prol_neg_c * t0_ + prol_pos_c * t1_) * (
        1.0 if t2_ > cell_floor else 0.0
    ) / (t3_ * t3_)
    t0_ = F_n + reach_neg * w_s
    d_prol_signal_c_by_prol_neg_c_ = t0_ / max(F_p + reach_pos * w_s + t0_, cell_floor)
    t0_ = F_p + reach_pos * w_s
    d_prol_signal_c_by_prol_pos_c_ = t0_ / max(F_n + reach_neg * w_s + t0_, cell_floor)
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    t2_ = t0_ + t1_
    t3_ = max(t2_, cell_floor)
    d_prol_signal_c_by_reach_neg_ = prol_neg_c * w_s / t3_ - w_s * (prol_neg_c * t0_ + prol_pos_c * t1_) * (
        1.0 if t2_ > cell_floor else 0.0
    ) / (t3_ * t3_)
    t0_ = F_n + reach_neg * w_s
    t1_ = F_p + reach_pos * w_s
    t2_ = t0_ + t1_
    t3_ = max(t2_, cell_floor)
    d_prol_signal_c_by_reach_pos_ = prol_pos_c * w_s / t3_ - w_s * (prol_neg_c * t0_ + prol_pos_c * t1_) * (
        1.0 if t2_ > cell_floor else 0.0
    ) / (t3_ * t3_)
    d_prol_signal_c_L_f_ = (
        d_prol_neg_c_L_f_ * d_prol_signal_c_by_prol_neg_c_
        + d_prol_pos_c_L_f_ * d_prol_signal_c_by_prol_pos_c_
    )
    gain_c = W_c * prol_block_c * prol_signal_c * (a_sw * switch_signal_c + 1.0)
    d_gain_c_by_W_c_ = prol_block_c * prol_signal_c * (a_sw * switch_signal_c + 1.0)
    d_gain_c_by_prol_block_c_ = W_c * prol_signal_c * (a_sw * switch_signal_c + 1.0)
    d_gain_c_by_prol_signal_c_ = W_c * prol_block_c * (a_sw * switch_signal_c + 1.0)
    d_gain_c_by_switch_signal_c_ = W_c * a_sw * prol_block_c * prol_signal_c
    d_gain_c_L_f_ = (
        d_gain_c_by_prol_block_c_ * d_prol_block_c_L_f_
        + d_gain_c_by_prol_signal_c_ * d_prol_signal_c_L_f_
        + d_gain_c_by_switch_signal_c_ * d_switch_signal_c_L_f_
    )
    d_gain_c_F_n_ = d_gain_c_by_prol_signal_c_ * d_prol_signal_c_by_F_n_
    d_gain_c_F_p_ = d_gain_c_by_prol_signal_c_ * d_prol_signal_c_by_F_p_
    d_gain_c_reach_neg_ = d_gain_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_neg_
    d_gain_c_reach_pos_ = d_gain_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_pos_
    accessible_c = F_n + F_p + w_s * (reach_neg + reach_pos)
    crowd_c = E_c + M_c + X_c + accessible_c + c24_ * max(V_c, 0.0)
    d_crowd_c_by_V_c_ = c24_ * (1.0 if V_c > 0.0 else 0.0)
    engaged_c = accessible_c / crowd_c
    d_engaged_c_by_accessible_c_ = 1 / crowd_c
    d_engaged_c_by_crowd_c_ = -accessible_c / (crowd_c * crowd_c)
    d_engaged_c_F_n_ = d_engaged_c_by_accessible_c_ + d_engaged_c_by_crowd_c_
    d_engaged_c_F_p_ = d_engaged_c_by_accessible_c_ + d_engaged_c_by_crowd_c_
    d_engaged_c_reach_neg_ = d_engaged_c_by_accessible_c_ * w_s + d_engaged_c_by_crowd_c_ * w_s
    d_engaged_c_reach_pos_ = d_engaged_c_by_accessible_c_ * w_s + d_engaged_c_by_crowd_c_ * w_s
    d_engaged_c_V_c_ = d_crowd_c_by_V_c_ * d_engaged_c_by_crowd_c_
    live_regional = E_c + M_c + live_lesions
    renewal = (E_b + M_b) * (k_bc + k_bt * volume_total) / (cell_floor + live_regional)
    d_renewal_by_E_b_ = (k_bc + k_bt * volume_total) / (cell_floor + live_regional)
    d_renewal_by_M_b_ = (k_bc + k_bt * volume_total) / (cell_floor + live_regional)
    d_renewal_by_live_regional_ = (
        -(E_b + M_b)
        * (k_bc + k_bt * volume_total)
        / ((cell_floor + live_regional) * (cell_floor + live_regional))
    )
    d_renewal_by_volume_total_ = k_bt * (E_b + M_b) / (cell_floor + live_regional)
    strike_c = E_c * k_kill * kill_block_c / crowd_c
    d_strike_c_by_E_c_ = k_kill * kill_block_c / crowd_c
    d_strike_c_by_crowd_c_ = -E_c * k_kill * kill_block_c / (crowd_c * crowd_c)
    d_strike_c_by_kill_block_c_ = E_c * k_kill / crowd_c
    d_strike_c_E_c_ = d_strike_c_by_E_c_ + d_strike_c_by_crowd_c_
    d_strike_c_V_c_ = d_crowd_c_by_V_c_ * d_strike_c_by_crowd_c_
    d_strike_c_reach_neg_ = d_strike_c_by_crowd_c_ * w_s
    d_strike_c_reach_pos_ = d_strike_c_by_crowd_c_ * w_s
    d_strike_c_L_f_ = d_kill_block_c_L_f_ * d_strike_c_by_kill_block_c_
    secretion_c = E_c * engaged_c * gain_c * s_g * (-dex * dex_secretion + 1.0)
    d_secretion_c_by_E_c_ = engaged_c * gain_c * s_g * (-dex * dex_secretion + 1.0)
    d_secretion_c_by_dex_ = E_c * c62_ * engaged_c * gain_c
    d_secretion_c_by_engaged_c_ = E_c * gain_c * s_g * (-dex * dex_secretion + 1.0)
    d_secretion_c_by_gain_c_ = E_c * engaged_c * s_g * (-dex * dex_secretion + 1.0)
    d_secretion_c_E_c_ = d_engaged_c_by_crowd_c_ * d_secretion_c_by_engaged_c_ + d_secretion_c_by_E_c_
    d_secretion_c_DX_ = d_dex_by_DX_ * d_secretion_c_by_dex_
    d_secretion_c_F_n_ = (
        d_engaged_c_F_n_ * d_secretion_c_by_engaged_c_ + d_gain_c_F_n_ * d_secretion_c_by_gain_c_
    )
    d_secretion_c_F_p_ = (
        d_engaged_c_F_p_ * d_secretion_c_by_engaged_c_ + d_gain_c_F_p_ * d_secretion_c_by_gain_c_
    )
    d_secretion_c_reach_neg_ = (
        d_engaged_c_reach_neg_ * d_secretion_c_by_engaged_c_ + d_gain_c_reach_neg_ * d_secretion_c_by_gain_c_
    )
    d_secretion_c_reach_pos_ = (
        d_engaged_c_reach_pos_ * d_secretion_c_by_engaged_c_ + d_gain_c_reach_pos_ * d_secretion_c_by_gain_c_
    )
    d_secretion_c_M_c_ = d_engaged_c_by_crowd_c_ * d_secretion_c_by_engaged_c_
    d_secretion_c_V_c_ = d_engaged_c_V_c_ * d_secretion_c_by_engaged_c_
    d_secretion_c_X_c_ = d_engaged_c_by_crowd_c_ * d_secretion_c_by_engaged_c_
    d_secretion_c_W_c_ = d_gain_c_by_W_c_ * d_secretion_c_by_gain_c_
    d_secretion_c_L_f_ = d_gain_c_L_f_ * d_secretion_c_by_gain_c_
    d_fitness_brought_W_c_E_b_ = W_s * d_renewal_by_E_b_
    d_fitness_brought_W_c_M_b_ = W_s * d_renewal_by_M_b_
    d_fitness_brought_W_c_E_c_ = W_s * d_renewal_by_live_regional_
    d_fitness_brought_W_c_M_c_ = W_s * d_renewal_by_live_regional_
    d_fitness_brought_W_c_live_lesions_ = W_s * d_renewal_by_live_regional_
    d_fitness_brought_W_c_volume_total_ = W_s * d_renewal_by_volume_total_
    d_fitness_diluted_W_c_E_b_ = W_c * d_renewal_by_E_b_
    d_fitness_diluted_W_c_M_b_ = W_c * d_renewal_by_M_b_
    d_fitness_diluted_W_c_E_c_ = W_c * d_renewal_by_live_regional_
    d_fitness_diluted_W_c_M_c_ = W_c * d_renewal_by_live_regional_
    d_fitness_diluted_W_c_live_lesions_ = W_c * d_renewal_by_live_regional_
    d_fitness_diluted_W_c_volume_total_ = W_c * d_renewal_by_volume_total_
    d_fitness_infused_iv_W_s_by_W_s_ = -infusion_iv / (cell_floor + live_systemic)
    d_fitness_infused_iv_W_s_by_live_systemic_ = (
        -infusion_iv * (1.0 - W_s) / ((cell_floor + live_systemic) * (cell_floor + live_systemic))
    )
    d_fitness_infused_cavity_W_c_by_W_c_ = -infusion_cavity / (cell_floor + live_regional)
    d_fitness_infused_cavity_W_c_by_live_regional_ = (
        -infusion_cavity * (1.0 - W_c) / ((cell_floor + live_regional) * (cell_floor + live_regional))
    )
    d_activation_death_E_c_by_E_c_ = engaged_c * k_aicd * prol_signal_c * survival_c
    d_activation_death_E_c_by_engaged_c_ = E_c * k_aicd * prol_signal_c * survival_c
    d_activation_death_E_c_by_prol_signal_c_ = E_c * engaged_c * k_aicd * survival_c
    d_activation_death_E_c_by_survival_c_ = E_c * engaged_c * k_aicd * prol_signal_c
    d_activation_death_E_c_E_c_ = (
        d_activation_death_E_c_by_E_c_ + d_activation_death_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    )
    d_activation_death_E_c_F_n_ = (
        d_activation_death_E_c_by_engaged_c_ * d_engaged_c_F_n_
        + d_activation_death_E_c_by_prol_signal_c_ * d_prol_signal_c_by_F_n_
    )
    d_activation_death_E_c_F_p_ = (
        d_activation_death_E_c_by_engaged_c_ * d_engaged_c_F_p_
        + d_activation_death_E_c_by_prol_signal_c_ * d_prol_signal_c_by_F_p_
    )
    d_activation_death_E_c_reach_neg_ = (
        d_activation_death_E_c_by_engaged_c_ * d_engaged_c_reach_neg_
        + d_activation_death_E_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_neg_
    )
    d_activation_death_E_c_reach_pos_ = (
        d_activation_death_E_c_by_engaged_c_ * d_engaged_c_reach_pos_
        + d_activation_death_E_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_pos_
    )
    d_activation_death_E_c_M_c_ = d_activation_death_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_activation_death_E_c_V_c_ = d_activation_death_E_c_by_engaged_c_ * d_engaged_c_V_c_
    d_activation_death_E_c_X_c_ = d_activation_death_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_activation_death_E_c_L_f_ = (
        d_activation_death_E_c_by_prol_signal_c_ * d_prol_signal_c_L_f_
        + d_activation_death_E_c_by_survival_c_ * d_survival_c_L_f_
    )
    d_memory_homeostasis_M_l_by_M_l_ = hom_m * homeostatic_drive
    d_memory_homeostasis_M_l_by_homeostatic_drive_ = M_l * hom_m
    d_memory_homeostasis_M_l_M_l_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
        + d_memory_homeostasis_M_l_by_M_l_
    )
    d_memory_homeostasis_M_l_H_ = d_homeostatic_drive_by_H_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    d_memory_homeostasis_M_l_E_b_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    )
    d_memory_homeostasis_M_l_E_l_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    )
    d_memory_homeostasis_M_l_E_p_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    )
    d_memory_homeostasis_M_l_M_b_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    )
    d_memory_homeostasis_M_l_M_p_ = (
        d_homeostatic_drive_by_live_systemic_ * d_memory_homeostasis_M_l_by_homeostatic_drive_
    )
    d_effector_homeostasis_E_l_by_E_l_ = hom_e * homeostatic_drive * (-dex * dex_division + 1.0)
    d_effector_homeostasis_E_l_by_dex_ = E_l * c63_ * homeostatic_drive
    d_effector_homeostasis_E_l_by_homeostatic_drive_ = E_l * hom_e * (-dex * dex_division + 1.0)
    d_effector_homeostasis_E_l_E_l_ = (
        d_effector_homeostasis_E_l_by_E_l_
        + d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_effector_homeostasis_E_l_DX_ = d_dex_by_DX_ * d_effector_homeostasis_E_l_by_dex_
    d_effector_homeostasis_E_l_H_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_H_
    )
    d_effector_homeostasis_E_l_E_b_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_effector_homeostasis_E_l_E_p_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_effector_homeostasis_E_l_M_b_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_effector_homeostasis_E_l_M_l_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_effector_homeostasis_E_l_M_p_ = (
        d_effector_homeostasis_E_l_by_homeostatic_drive_ * d_homeostatic_drive_by_live_systemic_
    )
    d_memory_division_M_c_by_M_c_ = engaged_c * gain_c * mu_m
    d_memory_division_M_c_by_engaged_c_ = M_c * gain_c * mu_m
    d_memory_division_M_c_by_gain_c_ = M_c * engaged_c * mu_m
    d_memory_division_M_c_M_c_ = (
        d_engaged_c_by_crowd_c_ * d_memory_division_M_c_by_engaged_c_ + d_memory_division_M_c_by_M_c_
    )
    d_memory_division_M_c_F_n_ = (
        d_engaged_c_F_n_ * d_memory_division_M_c_by_engaged_c_
        + d_gain_c_F_n_ * d_memory_division_M_c_by_gain_c_
    )
    d_memory_division_M_c_F_p_ = (
        d_engaged_c_F_p_ * d_memory_division_M_c_by_engaged_c_
        + d_gain_c_F_p_ * d_memory_division_M_c_by_gain_c_
    )
    d_memory_division_M_c_reach_neg_ = (
        d_engaged_c_reach_neg_ * d_memory_division_M_c_by_engaged_c_
        + d_gain_c_reach_neg_ * d_memory_division_M_c_by_gain_c_
    )
    d_memory_division_M_c_reach_pos_ = (
        d_engaged_c_reach_pos_ * d_memory_division_M_c_by_engaged_c_
        + d_gain_c_reach_pos_ * d_memory_division_M_c_by_gain_c_
    )
    d_memory_division_M_c_E_c_ = d_engaged_c_by_crowd_c_ * d_memory_division_M_c_by_engaged_c_
    d_memory_division_M_c_V_c_ = d_engaged_c_V_c_ * d_memory_division_M_c_by_engaged_c_
    d_memory_division_M_c_X_c_ = d_engaged_c_by_crowd_c_ * d_memory_division_M_c_by_engaged_c_
    d_memory_division_M_c_W_c_ = d_gain_c_by_W_c_ * d_memory_division_M_c_by_gain_c_
    d_memory_division_M_c_L_f_ = d_gain_c_L_f_ * d_memory_division_M_c_by_gain_c_
    d_differentiation_M_c_by_M_c_ = engaged_c * k_me * prol_signal_c
    d_differentiation_M_c_by_engaged_c_ = M_c * k_me * prol_signal_c
    d_differentiation_M_c_by_prol_signal_c_ = M_c * engaged_c * k_me
    d_differentiation_M_c_M_c_ = (
        d_differentiation_M_c_by_M_c_ + d_differentiation_M_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    )
    d_differentiation_M_c_F_n_ = (
        d_differentiation_M_c_by_engaged_c_ * d_engaged_c_F_n_
        + d_differentiation_M_c_by_prol_signal_c_ * d_prol_signal_c_by_F_n_
    )
    d_differentiation_M_c_F_p_ = (
        d_differentiation_M_c_by_engaged_c_ * d_engaged_c_F_p_
        + d_differentiation_M_c_by_prol_signal_c_ * d_prol_signal_c_by_F_p_
    )
    d_differentiation_M_c_reach_neg_ = (
        d_differentiation_M_c_by_engaged_c_ * d_engaged_c_reach_neg_
        + d_differentiation_M_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_neg_
    )
    d_differentiation_M_c_reach_pos_ = (
        d_differentiation_M_c_by_engaged_c_ * d_engaged_c_reach_pos_
        + d_differentiation_M_c_by_prol_signal_c_ * d_prol_signal_c_by_reach_pos_
    )
    d_differentiation_M_c_E_c_ = d_differentiation_M_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_differentiation_M_c_V_c_ = d_differentiation_M_c_by_engaged_c_ * d_engaged_c_V_c_
    d_differentiation_M_c_X_c_ = d_differentiation_M_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_differentiation_M_c_L_f_ = d_differentiation_M_c_by_prol_signal_c_ * d_prol_signal_c_L_f_
    d_effector_division_E_c_by_E_c_ = engaged_c * gain_c * mu_e * (-dex * dex_division + 1.0)
    d_effector_division_E_c_by_dex_ = E_c * c64_ * engaged_c * gain_c
    d_effector_division_E_c_by_engaged_c_ = E_c * gain_c * mu_e * (-dex * dex_division + 1.0)
    d_effector_division_E_c_by_gain_c_ = E_c * engaged_c * mu_e * (-dex * dex_division + 1.0)
    d_effector_division_E_c_E_c_ = (
        d_effector_division_E_c_by_E_c_ + d_effector_division_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    )
    d_effector_division_E_c_DX_ = d_dex_by_DX_ * d_effector_division_E_c_by_dex_
    d_effector_division_E_c_F_n_ = (
        d_effector_division_E_c_by_engaged_c_ * d_engaged_c_F_n_
        + d_effector_division_E_c_by_gain_c_ * d_gain_c_F_n_
    )
    d_effector_division_E_c_F_p_ = (
        d_effector_division_E_c_by_engaged_c_ * d_engaged_c_F_p_
        + d_effector_division_E_c_by_gain_c_ * d_gain_c_F_p_
    )
    d_effector_division_E_c_reach_neg_ = (
        d_effector_division_E_c_by_engaged_c_ * d_engaged_c_reach_neg_
        + d_effector_division_E_c_by_gain_c_ * d_gain_c_reach_neg_
    )
    d_effector_division_E_c_reach_pos_ = (
        d_effector_division_E_c_by_engaged_c_ * d_engaged_c_reach_pos_
        + d_effector_division_E_c_by_gain_c_ * d_gain_c_reach_pos_
    )
    d_effector_division_E_c_M_c_ = d_effector_division_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_effector_division_E_c_V_c_ = d_effector_division_E_c_by_engaged_c_ * d_engaged_c_V_c_
    d_effector_division_E_c_X_c_ = d_effector_division_E_c_by_engaged_c_ * d_engaged_c_by_crowd_c_
    d_effector_division_E_c_W_c_ = d_effector_division_E_c_by_gain_c_ * d_gain_c_by_W_c_
    d_effector_division_E_c_L_f_ = d_effector_division_E_c_by_gain_c_ * d_gain_c_L_f_
    d_exhaustion_E_c_by_E_c_ = engaged_c * k_x * survival_c * (c32_ * inhibition_c + x_base)
    d_exhaustion_E_c_by_engaged_c_ = E_c * k_x * survival_c * (c32_ * inhibition_c + x_base)
    d_exhaustion_E_c_by_inhibition_c_ = E_c * c65_ * engaged_c * survival_c
    d_exhaustion_E_c_by_survival_c_ = E_c * engaged_c * k_x * (c32_ * inhibition_c + x_base)
    d_exhaustion_E_c_E_c_ = (
        d_engaged_c_by_crowd_c_ * d_exhaustion_E_c_by_engaged_c_ + d_exhaustion_E_c_by_E_c_
    )
    d_exhaustion_E_c_F_n_ = d_engaged_c_F_n_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_F_p_ = d_engaged_c_F_p_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_reach_neg_ = d_engaged_c_reach_neg_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_reach_pos_ = d_engaged_c_reach_pos_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_M_c_ = d_engaged_c_by_crowd_c_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_V_c_ = d_engaged_c_V_c_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_X_c_ = d_engaged_c_by_crowd_c_ * d_exhaustion_E_c_by_engaged_c_
    d_exhaustion_E_c_L_f_ = (
        d_exhaustion_E_c_by_inhibition_c_ * d_inhibition_c_L_f_
        + d_exhaustion_E_c_by_survival_c_ * d_survival_c_L_f_
    )
    t0_ = F_n + F_p + tumour_cavity
    d_free_growth_F_p_by_F_n_ = F_p * c66_ * (1.0 if t0_ > cell_floor else 0.0) / max(t0_, cell_floor)
    t0_ = F_n + F_p + tumour_cavity
    t1_ = 1 / (max(t0_, cell_floor))
    d_free_growth_F_p_by_F_p_ = F_p * c66_ * t1_ * (1.0 if t0_ > cell_floor else 0.0) + c33_ * log(
        t1_ * t_max
    )
    t0_ = F_n + F_p + tumour_cavity
    d_free_growth_F_p_by_tumour_cavity_ = (
        F_p * c66_ * (1.0 if t0_ > cell_floor else 0.0) / max(t0_, cell_floor)
    )
    t0_ = F_n + F_p + tumour_cavity
    t1_ = 1 / (max(t0_, cell_floor))
    d_free_growth_F_n_by_F_n_ = F_n * c66_ * t1_ * (1.0 if t0_ > cell_floor else 0.0) + c33_ * log(
        t1_ * t_max
    )
    t0_ = F_n + F_p + tumour_cavity
    d_free_growth_F_n_by_F_p_ = F_n * c66_ * (1.0 if t0_ > cell_floor else 0.0) / max(t0_, cell_floor)
    t0_ = F_n + F_p + tumour_cavity
    d_free_growth_F_n_by_tumour_cavity_ = (
        F_n * c66_ * (1.0 if t0_ > cell_floor else 0.0) / max(t0_, cell_floor)
    )
    d_kill_free_positive_F_p_by_F_p_ = kill_pos_c * strike_c
    d_kill_free_positive_F_p_by_kill_pos_c_ = F_p * strike_c
    d_kill_free_positive_F_p_by_strike_c_ = F_p * kill_pos_c
    d_kill_free_positive_F_p_F_p_ = (
        d_kill_free_positive_F_p_by_F_p_ + d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_by_crowd_c_
    )
    d_kill_free_positive_F_p_L_f_ = (
        d_kill_free_positive_F_p_by_kill_pos_c_ * d_kill_pos_c_L_f_
        + d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_L_f_
    )
    d_kill_free_positive_F_p_E_c_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_E_c_
    d_kill_free_positive_F_p_M_c_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_positive_F_p_V_c_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_V_c_
    d_kill_free_positive_F_p_X_c_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_positive_F_p_F_n_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_positive_F_p_reach_neg_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_reach_neg_
    d_kill_free_positive_F_p_reach_pos_ = d_kill_free_positive_F_p_by_strike_c_ * d_strike_c_reach_pos_
    d_kill_free_negative_F_n_by_F_n_ = kill_neg_c * strike_c
    d_kill_free_negative_F_n_by_kill_neg_c_ = F_n * strike_c
    d_kill_free_negative_F_n_by_strike_c_ = F_n * kill_neg_c
    d_kill_free_negative_F_n_F_n_ = (
        d_kill_free_negative_F_n_by_F_n_ + d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_by_crowd_c_
    )
    d_kill_free_negative_F_n_L_f_ = (
        d_kill_free_negative_F_n_by_kill_neg_c_ * d_kill_neg_c_L_f_
        + d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_L_f_
    )
    d_kill_free_negative_F_n_E_c_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_E_c_
    d_kill_free_negative_F_n_M_c_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_negative_F_n_V_c_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_V_c_
    d_kill_free_negative_F_n_X_c_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_negative_F_n_F_p_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_by_crowd_c_
    d_kill_free_negative_F_n_reach_neg_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_reach_neg_
    d_kill_free_negative_F_n_reach_pos_ = d_kill_free_negative_F_n_by_strike_c_ * d_strike_c_reach_pos_
    d_free_pdl1_expression_L_f_G_c_ = d_pdl1_target_c_by_ifng_local_c_ * k_l
    d_ifng_from_fluid_G_c_by_secretion_c_ = 1 / volume_c
    d_ifng_from_fluid_G_c_by_volume_c_ = -secretion_c / (volume_c * volume_c)
    d_ifng_from_fluid_G_c_E_c_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_E_c_
    d_ifng_from_fluid_G_c_DX_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_DX_
    d_ifng_from_fluid_G_c_F_n_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_F_n_
    d_ifng_from_fluid_G_c_F_p_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_F_p_
    d_ifng_from_fluid_G_c_reach_neg_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_reach_neg_
    d_ifng_from_fluid_G_c_reach_pos_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_reach_pos_
    d_ifng_from_fluid_G_c_M_c_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_M_c_
    d_ifng_from_fluid_G_c_V_c_ = (
        d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_V_c_
        + d_ifng_from_fluid_G_c_by_volume_c_ * d_volume_c_by_V_c_
    )
    d_ifng_from_fluid_G_c_X_c_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_X_c_
    d_ifng_from_fluid_G_c_W_c_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_W_c_
    d_ifng_from_fluid_G_c_L_f_ = d_ifng_from_fluid_G_c_by_secretion_c_ * d_secretion_c_L_f_
    d_ifng_fluid_loss_G_c_by_G_c_ = inflow / volume_c + k_gt
    d_ifng_fluid_loss_G_c_by_inflow_ = G_c / volume_c
    d_ifng_fluid_loss_G_c_by_volume_c_ = -G_c * inflow / (volume_c * volume_c)
    d_ifng_fluid_loss_G_c_G_c_ = (
        d_ifng_fluid_loss_G_c_by_G_c_ + d_ifng_fluid_loss_G_c_by_inflow_ * d_inflow_by_G_c_
    )
    d_ifng_fluid_loss_G_c_V_c_ = d_ifng_fluid_loss_G_c_by_volume_c_ * d_volume_c_by_V_c_
    d_ifng_spill_fluid_G_b_by_G_c_ = V_c * c35_
    d_ifng_spill_fluid_G_b_by_V_c_ = G_c * c35_
    t0_ = max(G_b, 0.0)
    t1_ = ka50 + t0_
    t2_ = k_a * (-dex * dex_myeloid + 1.0) * (1.0 if G_b > 0.0 else 0.0)
    d_myeloid_activation_A_by_G_b_ = -t0_ * t2_ / (t1_ * t1_) + t2_ / t1_
    t0_ = max(G_b, 0.0)
    d_myeloid_activation_A_by_dex_ = c67_ * t0_ / (ka50 + t0_)
    d_myeloid_activation_A_DX_ = d_dex_by_DX_ * d_myeloid_activation_A_by_dex_
    d_il6_secretion_I6_by_A_ = A * c68_
    d_il6_clearance_I6_by_I6_ = k6 * (-il6_block * occupancy + 1.0)
    d_il6_clearance_I6_by_occupancy_ = I6 * c69_
    d_il6_clearance_I6_TZ_ = d_il6_clearance_I6_by_occupancy_ * d_occupancy_by_TZ_
    t0_ = -b6 + il6_signal
    t1_ = max(t0_, 0.0)
    t2_ = crp_50 + t1_
    t3_ = crp_max * (1.0 if t0_ > 0.0 else 0.0)
    d_crp_synthesis_CRP_by_il6_signal_ = k_crp * (-t1_ * t3_ / (t2_ * t2_) + t3_ / t2_)
    d_crp_synthesis_CRP_I6_ = d_crp_synthesis_CRP_by_il6_signal_ * d_il6_signal_by_I6_
    d_crp_synthesis_CRP_TZ_ = d_crp_synthesis_CRP_by_il6_signal_ * d_il6_signal_TZ_
    t0_ = e50_inj + max(E_p, 0.0)
    d_lung_injury_onset_J_lung_by_E_p_ = (E_p * E_p) * c71_ * (1.0 if E_p > 0.0 else 0.0) / (
        t0_ * t0_
    ) + E_p * c70_ / t0_
    t0_ = E_b * heart_share
    t1_ = e50_inj + max(t0_, 0.0)
    d_heart_injury_onset_J_heart_by_E_b_ = (E_b * E_b) * c73_ * (1.0 if t0_ > 0.0 else 0.0) / (
        t1_ * t1_
    ) + E_b * c72_ / t1_
    d_host_recovery_H_by_H_ = H * c74_ + c39_ * (1.0 - H)
    d_production_prol_n_by_A_ = c75_ * feedback_n * prol_n
    d_production_prol_n_by_LD_ = c76_ * feedback_n * prol_n
    d_production_prol_n_by_feedback_n_ = k_transit_n * prol_n * (-A * w_c - LD * e_ld_n + 1.0)
    d_production_prol_n_by_prol_n_ = feedback_n * k_transit_n * (-A * w_c - LD * e_ld_n + 1.0)
    d_production_prol_n_circ_n_ = d_feedback_n_by_circ_n_ * d_production_prol_n_by_feedback_n_
    d_production_prol_p_by_A_ = c77_ * feedback_p * prol_p
    d_production_prol_p_by_LD_ = c78_ * feedback_p * prol_p
    d_production_prol_p_by_feedback_p_ = k_transit_p * prol_p * (-A * w_c - LD * e_ld_p + 1.0)
    d_production_prol_p_by_prol_p_ = feedback_p * k_transit_p * (-A * w_c - LD * e_ld_p + 1.0)
    d_production_prol_p_circ_p_ = d_feedback_p_by_circ_p_ * d_production_prol_p_by_feedback_p_
    d_lymphocyte_loss_lym_by_LD_ = kill_lym * lym
    d_lymphocyte_loss_lym_by_lym_ = LD * kill_lym + k_lym
    d_barrier_opening_neuro_by_A_ = A * c79_ * (-dex * dex_neuro + 1.0)
    d_barrier_opening_neuro_by_dex_ = (A * A) * c80_
    d_barrier_opening_neuro_DX_ = d_barrier_opening_neuro_by_dex_ * d_dex_by_DX_
    border[221] = c81_
    border[111] = d_memory_homeostasis_M_l_M_b_ + k_bl
    border[195] = c82_
    border[103] = d_effector_homeostasis_E_l_E_b_ + k_bl
    border[109] = c83_ + d_memory_homeostasis_M_l_M_l_
    border[218] = k_lb
    border[101] = c84_ + d_effector_homeostasis_E_l_E_l_
    border[193] = k_lb
    border[96] = k_bp
    border[65] = k_bp
    border[94] = c85_
    border[217] = k_pb
    border[64] = c86_
    border[192] = k_pb
    border[236] = k_bc
    border[210] = k_bc
    border[237] = c87_ - d_differentiation_M_c_M_c_ + d_memory_division_M_c_M_c_
    border[222] = c25_
    border[211] = (
        c88_
        - d_activation_death_E_c_E_c_
        + d_differentiation_M_c_E_c_
        + d_effector_division_E_c_E_c_
        - d_exhaustion_E_c_E_c_
    )
    border[196] = c25_
    border[67] = -c26_ + d_fitness_infused_iv_W_s_by_W_s_
    border[250] = -c26_ + d_fitness_infused_cavity_W_c_by_W_c_ - renewal
    border[240] = renewal
    border[246] = d_fitness_brought_W_c_E_b_ - d_fitness_diluted_W_c_E_b_
    border[248] = d_fitness_brought_W_c_M_b_ - d_fitness_diluted_W_c_M_b_
    border[247] = (
        d_fitness_brought_W_c_E_c_
        - d_fitness_diluted_W_c_E_c_
        + d_fitness_infused_cavity_W_c_by_live_regional_
    )
    border[249] = (
        d_fitness_brought_W_c_M_c_
        - d_fitness_diluted_W_c_M_c_
        + d_fitness_infused_cavity_W_c_by_live_regional_
    )
    border[241] = (
        d_fitness_brought_W_c_live_lesions_
        - d_fitness_diluted_W_c_live_lesions_
        + d_fitness_infused_cavity_W_c_by_live_regional_
    )
    border[242] = d_fitness_brought_W_c_volume_total_ - d_fitness_diluted_W_c_volume_total_
    border[71] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[69] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[66] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[72] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[70] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[68] = d_fitness_infused_iv_W_s_by_live_systemic_
    border[122] = d_exhaustion_E_c_X_c_ - d_x
    border[207] = (
        -d_activation_death_E_c_F_n_
        + d_differentiation_M_c_F_n_
        + d_effector_division_E_c_F_n_
        - d_exhaustion_E_c_F_n_
    )
    border[208] = (
        -d_activation_death_E_c_F_p_
        + d_differentiation_M_c_F_p_
        + d_effector_division_E_c_F_p_
        - d_exhaustion_E_c_F_p_
    )
    border[205] = (
        -d_activation_death_E_c_reach_neg_
        + d_differentiation_M_c_reach_neg_
        + d_effector_division_E_c_reach_neg_
        - d_exhaustion_E_c_reach_neg_
    )
    border[206] = (
        -d_activation_death_E_c_reach_pos_
        + d_differentiation_M_c_reach_pos_
        + d_effector_division_E_c_reach_pos_
        - d_exhaustion_E_c_reach_pos_
    )
    border[213] = (
        -d_activation_death_E_c_M_c_
        + d_differentiation_M_c_M_c_
        + d_effector_division_E_c_M_c_
        - d_exhaustion_E_c_M_c_
    )
    border[203] = (
        -d_activation_death_E_c_V_c_
        + d_differentiation_M_c_V_c_
        + d_effector_division_E_c_V_c_
        - d_exhaustion_E_c_V_c_
    )
    border[204] = (
        -d_activation_death_E_c_X_c_
        + d_differentiation_M_c_X_c_
        + d_effector_division_E_c_X_c_
        - d_exhaustion_E_c_X_c_
    )
    border[202] = (
        -d_activation_death_E_c_L_f_
        + d_differentiation_M_c_L_f_
        + d_effector_division_E_c_L_f_
        - d_exhaustion_E_c_L_f_
    )
    border[105] = d_memory_homeostasis_M_l_H_
    border[110] = d_memory_homeostasis_M_l_E_b_
    border[108] = d_memory_homeostasis_M_l_E_l_ + r_em
    border[106] = d_memory_homeostasis_M_l_E_p_
    border[107] = d_memory_homeostasis_M_l_M_p_
    border[97] = d_effector_homeostasis_E_l_DX_
    border[98] = d_effector_homeostasis_E_l_H_
    border[99] = d_effector_homeostasis_E_l_E_p_
    border[104] = d_effector_homeostasis_E_l_M_b_
    border[102] = d_effector_homeostasis_E_l_M_l_
    border[100] = d_effector_homeostasis_E_l_M_p_
    border[219] = r_em
    border[93] = r_em
    border[235] = -d_differentiation_M_c_E_c_ + d_memory_division_M_c_E_c_ + r_em
    border[231] = -d_differentiation_M_c_F_n_ + d_memory_division_M_c_F_n_
    border[232] = -d_differentiation_M_c_F_p_ + d_memory_division_M_c_F_p_
    border[229] = -d_differentiation_M_c_reach_neg_ + d_memory_division_M_c_reach_neg_
    border[230] = -d_differentiation_M_c_reach_pos_ + d_memory_division_M_c_reach_pos_
    border[227] = -d_differentiation_M_c_V_c_ + d_memory_division_M_c_V_c_
    border[228] = -d_differentiation_M_c_X_c_ + d_memory_division_M_c_X_c_
    border[238] = d_memory_division_M_c_W_c_
    border[226] = -d_differentiation_M_c_L_f_ + d_memory_division_M_c_L_f_
    border[201] = d_effector_division_E_c_DX_
    border[214] = d_effector_division_E_c_W_c_
    border[128] = d_exhaustion_E_c_E_c_
    border[125] = d_exhaustion_E_c_F_n_
    border[126] = d_exhaustion_E_c_F_p_
    border[123] = d_exhaustion_E_c_reach_neg_
    border[124] = d_exhaustion_E_c_reach_pos_
    border[129] = d_exhaustion_E_c_M_c_
    border[121] = d_exhaustion_E_c_V_c_
    border[120] = d_exhaustion_E_c_L_f_
    border[167] = d_free_growth_F_p_by_F_n_ - d_kill_free_positive_F_p_F_n_
    border[168] = d_free_growth_F_p_by_F_p_ - d_kill_free_positive_F_p_F_p_ - k_loss
    border[163] = d_free_growth_F_p_by_tumour_cavity_
    border[152] = d_free_growth_F_n_by_F_n_ - d_kill_free_negative_F_n_F_n_
    border[153] = d_free_growth_F_n_by_F_p_ - d_kill_free_negative_F_n_F_p_ + k_loss
    border[148] = d_free_growth_F_n_by_tumour_cavity_
    border[161] = -d_kill_free_positive_F_p_L_f_
    border[171] = -d_kill_free_positive_F_p_E_c_
    border[173] = -d_kill_free_positive_F_p_M_c_
    border[162] = -d_kill_free_positive_F_p_V_c_
    border[164] = -d_kill_free_positive_F_p_X_c_
    border[165] = -d_kill_free_positive_F_p_reach_neg_
    border[166] = -d_kill_free_positive_F_p_reach_pos_
    border[146] = -d_kill_free_negative_F_n_L_f_
    border[156] = -d_kill_free_negative_F_n_E_c_
    border[158] = -d_kill_free_negative_F_n_M_c_
    border[147] = -d_kill_free_negative_F_n_V_c_
    border[149] = -d_kill_free_negative_F_n_X_c_
    border[150] = -d_kill_free_negative_F_n_reach_neg_
    border[151] = -d_kill_free_negative_F_n_reach_pos_
    border[74] = d_free_pdl1_expression_L_f_G_c_
    border[73] = -k_l
    border[76] = d_inflow_by_G_c_
    border[75] = -c34_
    border[186] = d_ifng_from_fluid_G_c_E_c_
    border[176] = d_ifng_from_fluid_G_c_DX_
    border[182] = d_ifng_from_fluid_G_c_F_n_
    border[183] = d_ifng_from_fluid_G_c_F_p_
    border[180] = d_ifng_from_fluid_G_c_reach_neg_
    border[181] = d_ifng_from_fluid_G_c_reach_pos_
    border[188] = d_ifng_from_fluid_G_c_M_c_
    border[178] = -d_ifng_fluid_loss_G_c_V_c_ + d_ifng_from_fluid_G_c_V_c_
    border[179] = d_ifng_from_fluid_G_c_X_c_
    border[189] = d_ifng_from_fluid_G_c_W_c_
    border[177] = d_ifng_from_fluid_G_c_L_f_
    border[184] = -d_ifng_fluid_loss_G_c_G_c_
    border[57] = d_ifng_spill_fluid_G_b_by_G_c_
    border[56] = d_ifng_spill_fluid_G_b_by_V_c_
    border[55] = c36_
    border[54] = -k_gb
    border[43] = d_myeloid_activation_A_by_G_b_
    border[41] = d_myeloid_activation_A_DX_
    border[42] = -k_a
    border[7] = d_il6_secretion_I6_by_A_
    border[5] = -d_il6_clearance_I6_by_I6_
    border[6] = -d_il6_clearance_I6_TZ_
    border[1] = d_crp_synthesis_CRP_I6_
    border[2] = d_crp_synthesis_CRP_TZ_
    border[0] = -k_crp
    border[11] = d_lung_injury_onset_J_lung_by_E_p_
    border[9] = d_heart_injury_onset_J_heart_by_E_b_
    border[10] = -k_rep
    border[8] = -k_rep
    border[4] = d_host_recovery_H_by_H_
    border[40] = d_production_prol_n_by_A_
    border[36] = d_production_prol_n_by_LD_
    border[37] = d_production_prol_n_circ_n_
    border[39] = d_production_prol_n_by_prol_n_ - k_transit_n
    border[49] = d_production_prol_p_by_A_
    border[47] = d_production_prol_p_by_LD_
    border[48] = d_production_prol_p_circ_p_
    border[51] = d_production_prol_p_by_prol_p_ - k_transit_p
    border[24] = k_transit_n
    border[23] = -k_transit_n
    border[27] = k_transit_n
    border[28] = -k_transit_n
    border[33] = k_transit_n
    border[34] = -k_transit_n
    border[20] = k_transit_n
    border[19] = -k_transit_n
    border[26] = k_transit_p
    border[25] = -k_transit_p
    border[30] = k_transit_p
    border[31] = -k_transit_p
    border[44] = k_transit_p
    border[45] = -k_transit_p
    border[22] = k_transit_p
    border[21] = -k_transit_p
    border[14] = -d_lymphocyte_loss_lym_by_LD_
    border[15] = -d_lymphocyte_loss_lym_by_lym_
    border[18] = d_barrier_opening_neuro_by_A_
    border[16] = d_barrier_opening_neuro_DX_
    border[17] = -k_neuro
    border[12] = -k_ld
    border[13] = -k_tz
    border[3] = -k_dx
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        X = y[44 + 7 * k + 2]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        L = y[44 + 7 * k + 6]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g1_ = q[k, 3]
        g2_ = q[k, 4]
        g4_ = q[k, 6]
        g5_ = q[k, 7]
        g6_ = q[k, 8]
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        t0_ = max(tumour, cell_floor)
        d_radius_by_tumour_ = (
            0.20678349696646667
            * (c22_ * g0_ * t0_) ** 0.333333333333333
            * (1.0 if tumour > cell_floor else 0.0)
            / t0_
        )
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        t0_ = max(radius, delta)
        d_rim_by_radius_ = (
            c89_
            * ((-delta / t0_ + 1.0) * (-delta / t0_ + 1.0))
            * (1.0 if radius > delta else 0.0)
            / (t0_ * t0_)
        )
        d_rim_N_ = d_radius_by_tumour_ * d_rim_by_radius_
        d_rim_P_ = d_radius_by_tumour_ * d_rim_by_radius_
        phi = c23_ * cavity * rim + phi_v
        d_phi_N_ = d_rim_N_ * g4_
        d_phi_P_ = d_rim_P_ * g4_
        volume = c22_ * tumour
        surface = 12.566370614359172 * g1_ * (radius * radius)
        d_surface_by_radius_ = 25.132741228718345 * g1_ * radius
        d_surface_N_ = d_radius_by_tumour_ * d_surface_by_radius_
        d_surface_P_ = d_radius_by_tumour_ * d_surface_by_radius_
        pdl1_density = L * c0_
        scfv_bound = (
            c4_
            * pdl1_density
            / (
                c3_
                + pdl1_density
                + sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density) + ((c1_ - pdl1_density) * (c1_ - pdl1_density)))
            )
        )
        t0_ = sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density) + ((c1_ - pdl1_density) * (c1_ - pdl1_density)))
        t1_ = c3_ + pdl1_density + t0_
        d_scfv_bound_by_pdl1_density_ = (
            c4_ * pdl1_density * (-1.0 - (c43_ + pdl1_density) / t0_) / (t1_ * t1_) + c4_ / t1_
        )
        d_scfv_bound_L_ = c0_ * d_scfv_bound_by_pdl1_density_
        t0_ = pdl1_density - scfv_bound
        pool_bound = (
            c8_
            * t0_
            / (
                c7_
                + t0_
                + sqrt(
                    kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound)
                    + ((c5_ - pdl1_density + scfv_bound) * (c5_ - pdl1_density + scfv_bound))
                )
            )
        )
        t0_ = sqrt(
            kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound)
            + ((c5_ - pdl1_density + scfv_bound) * (c5_ - pdl1_density + scfv_bound))
        )
        t1_ = pdl1_density - scfv_bound
        t2_ = c7_ + t0_ + t1_
        d_pool_bound_by_pdl1_density_ = c8_ * t1_ * (-1.0 - (c44_ + t1_) / t0_) / (t2_ * t2_) + c8_ / t2_
        t0_ = -pdl1_density + scfv_bound
        t1_ = sqrt(kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound) + ((c5_ + t0_) * (c5_ + t0_)))
        t2_ = pdl1_density - scfv_bound
        t3_ = c7_ + t1_ + t2_
        d_pool_bound_by_scfv_bound_ = c45_ / t3_ + c8_ * t2_ * (1.0 - (c46_ + t0_) / t1_) / (t3_ * t3_)
        d_pool_bound_L_ = c0_ * d_pool_bound_by_pdl1_density_ + d_pool_bound_by_scfv_bound_ * d_scfv_bound_L_
        pd1_bound = c9_ * pool_bound
        d_pd1_bound_L_ = c9_ * d_pool_bound_L_
        switch_bound = c10_ * pool_bound + scfv_bound
        d_switch_bound_L_ = c10_ * d_pool_bound_L_ + d_scfv_bound_L_
        t0_ = max(switch_bound, 0.0)
        switch_signal = t0_ / (k_sw + t0_)
        t0_ = 1.0 if switch_bound > 0.0 else 0.0
        t1_ = max(switch_bound, 0.0)
        t2_ = k_sw + t1_
        d_switch_signal_by_switch_bound_ = -t0_ * t1_ / (t2_ * t2_) + t0_ / t2_
        d_switch_signal_L_ = d_switch_bound_L_ * d_switch_signal_by_switch_bound_
        zeta_signal = c11_ * switch_signal
        d_zeta_signal_L_ = c11_ * d_switch_signal_L_
        kill_pos = c12_ * (1.0 - zeta_signal) + 1.0
        d_kill_pos_L_ = c47_ * d_zeta_signal_L_
        kill_neg = c13_ * (1.0 - zeta_signal) + 1.0
        d_kill_neg_L_ = c48_ * d_zeta_signal_L_
        prol_pos = c14_ * (1.0 - zeta_signal) + 1.0
        d_prol_pos_L_ = c49_ * d_zeta_signal_L_
        prol_neg = c15_ * (1.0 - zeta_signal) + 1.0
        d_prol_neg_L_ = c50_ * d_zeta_signal_L_
        t0_ = max(c16_ * pd1_bound, 0.0) ** (n_pd1)
        inhibition = t0_ / (t0_ + 1.0)
        t0_ = c16_ * pd1_bound
        t1_ = max(t0_, 0.0) ** (c51_)
        t2_ = max(t0_, 0.0) ** (n_pd1)
        t3_ = t2_ + 1.0
        d_inhibition_by_pd1_bound_ = c52_ * t1_ / t3_ + c53_ * t1_ * t2_ / (t3_ * t3_)
        d_inhibition_L_ = d_inhibition_by_pd1_bound_ * d_pd1_bound_L_
        kill_block = -i_max_k * inhibition + 1.0
        d_kill_block_L_ = -d_inhibition_L_ * i_max_k
        prol_block = -i_max_p * inhibition + 1.0
        d_prol_block_L_ = -d_inhibition_L_ * i_max_p
        prol_signal = (N * prol_neg + P * prol_pos) / max(N + P, cell_floor)
        t0_ = N + P
        t1_ = max(t0_, cell_floor)
        d_prol_signal_by_N_ = prol_neg / t1_ - (N * prol_neg + P * prol_pos) * (
            1.0 if t0_ > cell_floor else 0.0
        ) / (t1_ * t1_)
        t0_ = N + P
        t1_ = max(t0_, cell_floor)
        d_prol_signal_by_P_ = prol_pos / t1_ - (N * prol_neg + P * prol_pos) * (
            1.0 if t0_ > cell_floor else 0.0
        ) / (t1_ * t1_)
        d_prol_signal_by_prol_neg_ = N / max(N + P, cell_floor)
        d_prol_signal_by_prol_pos_ = P / max(N + P, cell_floor)
        d_prol_signal_L_ = (
            d_prol_neg_L_ * d_prol_signal_by_prol_neg_ + d_prol_pos_L_ * d_prol_signal_by_prol_pos_
        )
        gain = W_c * prol_block * prol_signal * (a_sw * switch_signal + 1.0)
        d_gain_by_W_c_ = prol_block * prol_signal * (a_sw * switch_signal + 1.0)
        d_gain_by_prol_block_ = W_c * prol_signal * (a_sw * switch_signal + 1.0)
        d_gain_by_prol_signal_ = W_c * prol_block * (a_sw * switch_signal + 1.0)
        d_gain_by_switch_signal_ = W_c * a_sw * prol_block * prol_signal
        d_gain_L_ = (
            d_gain_by_prol_block_ * d_prol_block_L_
            + d_gain_by_prol_signal_ * d_prol_signal_L_
            + d_gain_by_switch_signal_ * d_switch_signal_L_
        )
        d_gain_N_ = d_gain_by_prol_signal_ * d_prol_signal_by_N_
        d_gain_P_ = d_gain_by_prol_signal_ * d_prol_signal_by_P_
        survival = -b_sw * switch_signal + 1.0
        d_survival_L_ = -b_sw * d_switch_signal_L_
        accessible = phi * tumour
        d_accessible_N_ = d_phi_N_ * tumour + phi
        d_accessible_P_ = d_phi_P_ * tumour + phi
        crowd = E + M + X + accessible + g2_
        engaged = accessible / crowd
        d_engaged_by_accessible_ = 1 / crowd
        d_engaged_by_crowd_ = -accessible / (crowd * crowd)
        d_engaged_N_ = d_accessible_N_ * d_engaged_by_accessible_ + d_accessible_N_ * d_engaged_by_crowd_
        d_engaged_P_ = d_accessible_P_ * d_engaged_by_accessible_ + d_accessible_P_ * d_engaged_by_crowd_
        strike = E * k_kill * kill_block * phi / crowd
        d_strike_by_E_ = k_kill * kill_block * phi / crowd
        d_strike_by_crowd_ = -E * k_kill * kill_block * phi / (crowd * crowd)
        d_strike_by_kill_block_ = E * k_kill * phi / crowd
        d_strike_by_phi_ = E * k_kill * kill_block / crowd
        d_strike_E_ = d_strike_by_E_ + d_strike_by_crowd_
        d_strike_N_ = d_accessible_N_ * d_strike_by_crowd_ + d_phi_N_ * d_strike_by_phi_
        d_strike_P_ = d_accessible_P_ * d_strike_by_crowd_ + d_phi_P_ * d_strike_by_phi_
        d_strike_L_ = d_kill_block_L_ * d_strike_by_kill_block_
        secretion = E * engaged * gain * s_g * (-dex * dex_secretion + 1.0)
        d_secretion_by_E_ = engaged * gain * s_g * (-dex * dex_secretion + 1.0)
        d_secretion_by_dex_ = E * c62_ * engaged * gain
        d_secretion_by_engaged_ = E * gain * s_g * (-dex * dex_secretion + 1.0)
        d_secretion_by_gain_ = E * engaged * s_g * (-dex * dex_secretion + 1.0)
        d_secretion_E_ = d_engaged_by_crowd_ * d_secretion_by_engaged_ + d_secretion_by_E_
        d_secretion_DX_ = d_dex_by_DX_ * d_secretion_by_dex_
        d_secretion_N_ = d_engaged_N_ * d_secretion_by_engaged_ + d_gain_N_ * d_secretion_by_gain_
        d_secretion_P_ = d_engaged_P_ * d_secretion_by_engaged_ + d_gain_P_ * d_secretion_by_gain_
        d_secretion_M_ = d_engaged_by_crowd_ * d_secretion_by_engaged_
        d_secretion_X_ = d_engaged_by_crowd_ * d_secretion_by_engaged_
        d_secretion_W_c_ = d_gain_by_W_c_ * d_secretion_by_gain_
        d_secretion_L_ = d_gain_L_ * d_secretion_by_gain_
        t0_ = max(volume, 0.0)
        distribution_volume = t0_ * v_d0 / (t0_ + v_half) + v_min + v_tissue * volume
        t0_ = max(volume, 0.0)
        t1_ = t0_ + v_half
        t2_ = v_d0 * (1.0 if volume > 0.0 else 0.0)
        d_distribution_volume_by_volume_ = -t0_ * t2_ / (t1_ * t1_) + v_tissue + t2_ / t1_
        d_distribution_volume_N_ = c22_ * d_distribution_volume_by_volume_
        d_distribution_volume_P_ = c22_ * d_distribution_volume_by_volume_
        ifng_local = c41_ * secretion / distribution_volume
        d_ifng_local_by_distribution_volume_ = c90_ * secretion / (distribution_volume * distribution_volume)
        d_ifng_local_by_secretion_ = c41_ / distribution_volume
        d_ifng_local_N_ = (
            d_distribution_volume_N_ * d_ifng_local_by_distribution_volume_
            + d_ifng_local_by_secretion_ * d_secretion_N_
        )
        d_ifng_local_P_ = (
            d_distribution_volume_P_ * d_ifng_local_by_distribution_volume_
            + d_ifng_local_by_secretion_ * d_secretion_P_
        )
        d_ifng_local_E_ = d_ifng_local_by_secretion_ * d_secretion_E_
        d_ifng_local_DX_ = d_ifng_local_by_secretion_ * d_secretion_DX_
        d_ifng_local_M_ = d_ifng_local_by_secretion_ * d_secretion_M_
        d_ifng_local_X_ = d_ifng_local_by_secretion_ * d_secretion_X_
        d_ifng_local_W_c_ = d_ifng_local_by_secretion_ * d_secretion_W_c_
        d_ifng_local_L_ = d_ifng_local_by_secretion_ * d_secretion_L_
        t0_ = max(c17_ * ifng_local, 0.0) ** (n_g)
        pdl1_target = l0 * (c18_ * t0_ / (t0_ + 1.0) + 1.0)
        t0_ = c17_ * ifng_local
        t1_ = max(t0_, 0.0) ** (c54_)
        t2_ = max(t0_, 0.0) ** (n_g)
        t3_ = t2_ + 1.0
        d_pdl1_target_by_ifng_local_ = l0 * (c55_ * t1_ / t3_ + c56_ * t1_ * t2_ / (t3_ * t3_))
        d_pdl1_target_N_ = d_ifng_local_N_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_P_ = d_ifng_local_P_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_E_ = d_ifng_local_E_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_DX_ = d_ifng_local_DX_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_M_ = d_ifng_local_M_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_X_ = d_ifng_local_X_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_W_c_ = d_ifng_local_W_c_ * d_pdl1_target_by_ifng_local_
        d_pdl1_target_L_ = d_ifng_local_L_ * d_pdl1_target_by_ifng_local_
        d_reach_pos_part_by_P_ = cavity * phi
        d_reach_pos_part_by_phi_ = P * cavity
        d_reach_pos_part_P_ = d_phi_P_ * d_reach_pos_part_by_phi_ + d_reach_pos_part_by_P_
        d_reach_pos_part_N_ = d_phi_N_ * d_reach_pos_part_by_phi_
        block[k, 107] = d_reach_pos_part_P_
        block[k, 95] = d_reach_pos_part_N_
        d_reach_neg_part_by_N_ = cavity * phi
        d_reach_neg_part_by_phi_ = N * cavity
        d_reach_neg_part_N_ = d_phi_N_ * d_reach_neg_part_by_phi_ + d_reach_neg_part_by_N_
        d_reach_neg_part_P_ = d_phi_P_ * d_reach_neg_part_by_phi_
        block[k, 94] = d_reach_neg_part_N_
        block[k, 106] = d_reach_neg_part_P_
        block[k, 96] = d_surface_N_
        block[k, 108] = d_surface_P_
        block[k, 97] = cavity
        block[k, 109] = cavity
        block[k, 98] = c22_
        block[k, 110] = c22_
        block[k, 79] = 1.0
        block[k, 86] = 1.0
        d_extravasation_M_b_by_M_b_ = k_bt * volume
        d_extravasation_M_b_by_volume_ = M_b * k_bt
        d_extravasation_M_b_N_ = c22_ * d_extravasation_M_b_by_volume_
        d_extravasation_M_b_P_ = c22_ * d_extravasation_M_b_by_volume_
        d_extravasation_E_b_by_E_b_ = k_bt * volume
        d_extravasation_E_b_by_volume_ = E_b * k_bt
        d_extravasation_E_b_N_ = c22_ * d_extravasation_E_b_by_volume_
        d_extravasation_E_b_P_ = c22_ * d_extravasation_E_b_by_volume_
        d_seeding_M_c_by_M_c_ = k_ct * surface / (a_serosa + surface_total)
        d_seeding_M_c_by_surface_ = M_c * k_ct / (a_serosa + surface_total)
        d_seeding_M_c_by_surface_total_ = (
            -M_c * k_ct * surface / ((a_serosa + surface_total) * (a_serosa + surface_total))
        )
        d_seeding_M_c_N_ = d_seeding_M_c_by_surface_ * d_surface_N_
        d_seeding_M_c_P_ = d_seeding_M_c_by_surface_ * d_surface_P_
        d_seeding_E_c_by_E_c_ = k_ct * surface / (a_serosa + surface_total)
        d_seeding_E_c_by_surface_ = E_c * k_ct / (a_serosa + surface_total)
        d_seeding_E_c_by_surface_total_ = (
            -E_c * k_ct * surface / ((a_serosa + surface_total) * (a_serosa + surface_total))
        )
        d_seeding_E_c_N_ = d_seeding_E_c_by_surface_ * d_surface_N_
        d_seeding_E_c_P_ = d_seeding_E_c_by_surface_ * d_surface_P_
        d_activation_death_E_by_E_ = engaged * k_aicd * prol_signal * survival
        d_activation_death_E_by_engaged_ = E * k_aicd * prol_signal * survival
        d_activation_death_E_by_prol_signal_ = E * engaged * k_aicd * survival
        d_activation_death_E_by_survival_ = E * engaged * k_aicd * prol_signal
        d_activation_death_E_E_ = (
            d_activation_death_E_by_E_ + d_activation_death_E_by_engaged_ * d_engaged_by_crowd_
        )
        d_activation_death_E_N_ = (
            d_activation_death_E_by_engaged_ * d_engaged_N_
            + d_activation_death_E_by_prol_signal_ * d_prol_signal_by_N_
        )
        d_activation_death_E_P_ = (
            d_activation_death_E_by_engaged_ * d_engaged_P_
            + d_activation_death_E_by_prol_signal_ * d_prol_signal_by_P_
        )
        d_activation_death_E_M_ = d_activation_death_E_by_engaged_ * d_engaged_by_crowd_
        d_activation_death_E_X_ = d_activation_death_E_by_engaged_ * d_engaged_by_crowd_
        d_activation_death_E_L_ = (
            d_activation_death_E_by_prol_signal_ * d_prol_signal_L_
            + d_activation_death_E_by_survival_ * d_survival_L_
        )
        d_memory_division_M_by_M_ = engaged * gain * mu_m
        d_memory_division_M_by_engaged_ = M * gain * mu_m
        d_memory_division_M_by_gain_ = M * engaged * mu_m
        d_memory_division_M_M_ = (
            d_engaged_by_crowd_ * d_memory_division_M_by_engaged_ + d_memory_division_M_by_M_
        )
        d_memory_division_M_N_ = (
            d_engaged_N_ * d_memory_division_M_by_engaged_ + d_gain_N_ * d_memory_division_M_by_gain_
        )
        d_memory_division_M_P_ = (
            d_engaged_P_ * d_memory_division_M_by_engaged_ + d_gain_P_ * d_memory_division_M_by_gain_
        )
        d_memory_division_M_E_ = d_engaged_by_crowd_ * d_memory_division_M_by_engaged_
        d_memory_division_M_X_ = d_engaged_by_crowd_ * d_memory_division_M_by_engaged_
        d_memory_division_M_W_c_ = d_gain_by_W_c_ * d_memory_division_M_by_gain_
        d_memory_division_M_L_ = d_gain_L_ * d_memory_division_M_by_gain_
        d_differentiation_M_by_M_ = engaged * k_me * prol_signal
        d_differentiation_M_by_engaged_ = M * k_me * prol_signal
        d_differentiation_M_by_prol_signal_ = M * engaged * k_me
        d_differentiation_M_M_ = (
            d_differentiation_M_by_M_ + d_differentiation_M_by_engaged_ * d_engaged_by_crowd_
        )
        d_differentiation_M_N_ = (
            d_differentiation_M_by_engaged_ * d_engaged_N_
            + d_differentiation_M_by_prol_signal_ * d_prol_signal_by_N_
        )
        d_differentiation_M_P_ = (
            d_differentiation_M_by_engaged_ * d_engaged_P_
            + d_differentiation_M_by_prol_signal_ * d_prol_signal_by_P_
        )
        d_differentiation_M_E_ = d_differentiation_M_by_engaged_ * d_engaged_by_crowd_
        d_differentiation_M_X_ = d_differentiation_M_by_engaged_ * d_engaged_by_crowd_
        d_differentiation_M_L_ = d_differentiation_M_by_prol_signal_ * d_prol_signal_L_
        d_effector_division_E_by_E_ = engaged * gain * mu_e * (-dex * dex_division + 1.0)
        d_effector_division_E_by_dex_ = E * c64_ * engaged * gain
        d_effector_division_E_by_engaged_ = E * gain * mu_e * (-dex * dex_division + 1.0)
        d_effector_division_E_by_gain_ = E * engaged * mu_e * (-dex * dex_division + 1.0)
        d_effector_division_E_E_ = (
            d_effector_division_E_by_E_ + d_effector_division_E_by_engaged_ * d_engaged_by_crowd_
        )
        d_effector_division_E_DX_ = d_dex_by_DX_ * d_effector_division_E_by_dex_
        d_effector_division_E_N_ = (
            d_effector_division_E_by_engaged_ * d_engaged_N_ + d_effector_division_E_by_gain_ * d_gain_N_
        )
        d_effector_division_E_P_ = (
            d_effector_division_E_by_engaged_ * d_engaged_P_ + d_effector_division_E_by_gain_ * d_gain_P_
        )
        d_effector_division_E_M_ = d_effector_division_E_by_engaged_ * d_engaged_by_crowd_
        d_effector_division_E_X_ = d_effector_division_E_by_engaged_ * d_engaged_by_crowd_
        d_effector_division_E_W_c_ = d_effector_division_E_by_gain_ * d_gain_by_W_c_
        d_effector_division_E_L_ = d_effector_division_E_by_gain_ * d_gain_L_
        d_exhaustion_E_by_E_ = engaged * k_x * survival * (c32_ * inhibition + x_base)
        d_exhaustion_E_by_engaged_ = E * k_x * survival * (c32_ * inhibition + x_base)
        d_exhaustion_E_by_inhibition_ = E * c65_ * engaged * survival
        d_exhaustion_E_by_survival_ = E * engaged * k_x * (c32_ * inhibition + x_base)
        d_exhaustion_E_E_ = d_engaged_by_crowd_ * d_exhaustion_E_by_engaged_ + d_exhaustion_E_by_E_
        d_exhaustion_E_N_ = d_engaged_N_ * d_exhaustion_E_by_engaged_
        d_exhaustion_E_P_ = d_engaged_P_ * d_exhaustion_E_by_engaged_
        d_exhaustion_E_M_ = d_engaged_by_crowd_ * d_exhaustion_E_by_engaged_
        d_exhaustion_E_X_ = d_engaged_by_crowd_ * d_exhaustion_E_by_engaged_
        d_exhaustion_E_L_ = (
            d_exhaustion_E_by_inhibition_ * d_inhibition_L_ + d_exhaustion_E_by_survival_ * d_survival_L_
        )
        d_growth_P_by_P_ = c33_ * log(t_max / max(tumour, cell_floor))
        d_growth_P_by_tumour_ = P * c66_ * (1.0 if tumour > cell_floor else 0.0) / max(tumour, cell_floor)
        d_growth_P_P_ = d_growth_P_by_P_ + d_growth_P_by_tumour_
        d_growth_N_by_N_ = c33_ * log(t_max / max(tumour, cell_floor))
        d_growth_N_by_tumour_ = N * c66_ * (1.0 if tumour > cell_floor else 0.0) / max(tumour, cell_floor)
        d_growth_N_N_ = d_growth_N_by_N_ + d_growth_N_by_tumour_
        d_kill_antigen_positive_P_by_P_ = kill_pos * strike
        d_kill_antigen_positive_P_by_kill_pos_ = P * strike
        d_kill_antigen_positive_P_by_strike_ = P * kill_pos
        d_kill_antigen_positive_P_P_ = (
            d_kill_antigen_positive_P_by_P_ + d_kill_antigen_positive_P_by_strike_ * d_strike_P_
        )
        d_kill_antigen_positive_P_L_ = (
            d_kill_antigen_positive_P_by_kill_pos_ * d_kill_pos_L_
            + d_kill_antigen_positive_P_by_strike_ * d_strike_L_
        )
        d_kill_antigen_positive_P_E_ = d_kill_antigen_positive_P_by_strike_ * d_strike_E_
        d_kill_antigen_positive_P_M_ = d_kill_antigen_positive_P_by_strike_ * d_strike_by_crowd_
        d_kill_antigen_positive_P_X_ = d_kill_antigen_positive_P_by_strike_ * d_strike_by_crowd_
        d_kill_antigen_positive_P_N_ = d_kill_antigen_positive_P_by_strike_ * d_strike_N_
        d_kill_antigen_negative_N_by_N_ = kill_neg * strike
        d_kill_antigen_negative_N_by_kill_neg_ = N * strike
        d_kill_antigen_negative_N_by_strike_ = N * kill_neg
        d_kill_antigen_negative_N_N_ = (
            d_kill_antigen_negative_N_by_N_ + d_kill_antigen_negative_N_by_strike_ * d_strike_N_
        )
        d_kill_antigen_negative_N_L_ = (
            d_kill_antigen_negative_N_by_kill_neg_ * d_kill_neg_L_
            + d_kill_antigen_negative_N_by_strike_ * d_strike_L_
        )
        d_kill_antigen_negative_N_E_ = d_kill_antigen_negative_N_by_strike_ * d_strike_E_
        d_kill_antigen_negative_N_M_ = d_kill_antigen_negative_N_by_strike_ * d_strike_by_crowd_
        d_kill_antigen_negative_N_X_ = d_kill_antigen_negative_N_by_strike_ * d_strike_by_crowd_
        d_kill_antigen_negative_N_P_ = d_kill_antigen_negative_N_by_strike_ * d_strike_P_
        d_pdl1_expression_L_N_ = d_pdl1_target_N_ * k_l
        d_pdl1_expression_L_P_ = d_pdl1_target_P_ * k_l
        d_pdl1_expression_L_E_ = d_pdl1_target_E_ * k_l
        d_pdl1_expression_L_DX_ = d_pdl1_target_DX_ * k_l
        d_pdl1_expression_L_M_ = d_pdl1_target_M_ * k_l
        d_pdl1_expression_L_X_ = d_pdl1_target_X_ * k_l
        d_pdl1_expression_L_W_c_ = d_pdl1_target_W_c_ * k_l
        d_pdl1_expression_L_L_ = d_pdl1_target_L_ * k_l
        d_ifng_from_cavity_lesion_G_c_by_secretion_ = cavity * g_cavity / volume_c
        d_ifng_from_cavity_lesion_G_c_by_volume_c_ = -cavity * g_cavity * secretion / (volume_c * volume_c)
        d_ifng_from_cavity_lesion_G_c_E_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_E_
        d_ifng_from_cavity_lesion_G_c_DX_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_DX_
        d_ifng_from_cavity_lesion_G_c_N_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_N_
        d_ifng_from_cavity_lesion_G_c_P_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_P_
        d_ifng_from_cavity_lesion_G_c_M_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_M_
        d_ifng_from_cavity_lesion_G_c_X_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_X_
        d_ifng_from_cavity_lesion_G_c_W_c_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_W_c_
        d_ifng_from_cavity_lesion_G_c_L_ = d_ifng_from_cavity_lesion_G_c_by_secretion_ * d_secretion_L_
        d_ifng_from_cavity_lesion_G_c_V_c_ = d_ifng_from_cavity_lesion_G_c_by_volume_c_ * d_volume_c_by_V_c_
        d_ifng_spill_lesion_G_b_E_ = d_secretion_E_ * g6_
        d_ifng_spill_lesion_G_b_DX_ = d_secretion_DX_ * g6_
        d_ifng_spill_lesion_G_b_N_ = d_secretion_N_ * g6_
        d_ifng_spill_lesion_G_b_P_ = d_secretion_P_ * g6_
        d_ifng_spill_lesion_G_b_M_ = d_secretion_M_ * g6_
        d_ifng_spill_lesion_G_b_X_ = d_secretion_X_ * g6_
        d_ifng_spill_lesion_G_b_W_c_ = d_secretion_W_c_ * g6_
        d_ifng_spill_lesion_G_b_L_ = d_secretion_L_ * g6_
        border[221] += -d_extravasation_M_b_by_M_b_
        block[k, 91] = -d_extravasation_M_b_N_
        block[k, 103] = -d_extravasation_M_b_P_
        block[k, 41] = d_extravasation_M_b_by_M_b_
        block[k, 36] = (
            -d_differentiation_M_N_ + d_extravasation_M_b_N_ + d_memory_division_M_N_ + d_seeding_M_c_N_
        )
        block[k, 37] = (
            -d_differentiation_M_P_ + d_extravasation_M_b_P_ + d_memory_division_M_P_ + d_seeding_M_c_P_
        )
        border[195] += -d_extravasation_E_b_by_E_b_
        block[k, 87] = -d_extravasation_E_b_N_
        block[k, 99] = -d_extravasation_E_b_P_
        block[k, 28] = d_extravasation_E_b_by_E_b_
        block[k, 25] = (
            -d_activation_death_E_N_
            + d_differentiation_M_N_
            + d_effector_division_E_N_
            - d_exhaustion_E_N_
            + d_extravasation_E_b_N_
            + d_seeding_E_c_N_
        )
        block[k, 26] = (
            -d_activation_death_E_P_
            + d_differentiation_M_P_
            + d_effector_division_E_P_
            - d_exhaustion_E_P_
            + d_extravasation_E_b_P_
            + d_seeding_E_c_P_
        )
        block[k, 35] = c91_ - d_differentiation_M_M_ + d_memory_division_M_M_ - g5_
        block[k, 84] = k_tb
        block[k, 23] = (
            c92_
            - d_activation_death_E_E_
            + d_differentiation_M_E_
            + d_effector_division_E_E_
            - d_exhaustion_E_E_
            - g5_
        )
        block[k, 75] = k_tb
        block[k, 85] = g5_
        block[k, 76] = g5_
        border[237] += -d_seeding_M_c_by_M_c_
        block[k, 92] = -d_seeding_M_c_N_
        block[k, 104] = -d_seeding_M_c_P_
        border[239] += -d_seeding_M_c_by_surface_total_
        block[k, 42] = d_seeding_M_c_by_M_c_
        block[k, 44] = d_seeding_M_c_by_surface_total_
        border[211] += -d_seeding_E_c_by_E_c_
        block[k, 88] = -d_seeding_E_c_N_
        block[k, 100] = -d_seeding_E_c_P_
        border[215] += -d_seeding_E_c_by_surface_total_
        block[k, 29] = d_seeding_E_c_by_E_c_
        block[k, 31] = d_seeding_E_c_by_surface_total_
        block[k, 7] = d_exhaustion_E_X_ - d_x
        block[k, 24] = (
            -d_activation_death_E_M_ + d_differentiation_M_M_ + d_effector_division_E_M_ - d_exhaustion_E_M_
        )
        block[k, 21] = (
            -d_activation_death_E_X_ + d_differentiation_M_X_ + d_effector_division_E_X_ - d_exhaustion_E_X_
        )
        block[k, 22] = (
            -d_activation_death_E_L_ + d_differentiation_M_L_ + d_effector_division_E_L_ - d_exhaustion_E_L_
        )
        block[k, 34] = -d_differentiation_M_E_ + d_memory_division_M_E_ + r_em
        block[k, 32] = -d_differentiation_M_X_ + d_memory_division_M_X_
        block[k, 43] = d_memory_division_M_W_c_
        block[k, 33] = -d_differentiation_M_L_ + d_memory_division_M_L_
        block[k, 27] = d_effector_division_E_DX_
        block[k, 30] = d_effector_division_E_W_c_
        block[k, 9] = d_exhaustion_E_E_
        block[k, 11] = d_exhaustion_E_N_
        block[k, 12] = d_exhaustion_E_P_
        block[k, 10] = d_exhaustion_E_M_
        block[k, 8] = d_exhaustion_E_L_
        block[k, 63] = d_growth_P_P_ - d_kill_antigen_positive_P_P_ - k_loss
        block[k, 62] = d_growth_P_by_tumour_ - d_kill_antigen_positive_P_N_
        block[k, 49] = d_growth_N_N_ - d_kill_antigen_negative_N_N_
        block[k, 50] = d_growth_N_by_tumour_ - d_kill_antigen_negative_N_P_ + k_loss
        block[k, 59] = -d_kill_antigen_positive_P_L_
        block[k, 60] = -d_kill_antigen_positive_P_E_
        block[k, 61] = -d_kill_antigen_positive_P_M_
        block[k, 58] = -d_kill_antigen_positive_P_X_
        block[k, 6] = d_kill_antigen_negative_N_P_ + d_kill_antigen_positive_P_P_
        block[k, 2] = d_kill_antigen_negative_N_L_ + d_kill_antigen_positive_P_L_
        block[k, 3] = d_kill_antigen_negative_N_E_ + d_kill_antigen_positive_P_E_
        block[k, 4] = d_kill_antigen_negative_N_M_ + d_kill_antigen_positive_P_M_
        block[k, 1] = d_kill_antigen_negative_N_X_ + d_kill_antigen_positive_P_X_
        block[k, 5] = d_kill_antigen_negative_N_N_ + d_kill_antigen_positive_P_N_
        block[k, 46] = -d_kill_antigen_negative_N_L_
        block[k, 47] = -d_kill_antigen_negative_N_E_
        block[k, 48] = -d_kill_antigen_negative_N_M_
        block[k, 45] = -d_kill_antigen_negative_N_X_
        block[k, 0] = -k_clear
        block[k, 17] = d_pdl1_expression_L_N_
        block[k, 18] = d_pdl1_expression_L_P_
        block[k, 15] = d_pdl1_expression_L_E_
        block[k, 19] = d_pdl1_expression_L_DX_
        block[k, 16] = d_pdl1_expression_L_M_
        block[k, 13] = d_pdl1_expression_L_X_
        block[k, 20] = d_pdl1_expression_L_W_c_
        block[k, 14] = d_pdl1_expression_L_L_ - k_l
        block[k, 78] = d_ifng_from_cavity_lesion_G_c_E_
        border[176] += d_ifng_from_cavity_lesion_G_c_DX_
        block[k, 90] = d_ifng_from_cavity_lesion_G_c_N_
        block[k, 102] = d_ifng_from_cavity_lesion_G_c_P_
        block[k, 83] = d_ifng_from_cavity_lesion_G_c_M_
        block[k, 72] = d_ifng_from_cavity_lesion_G_c_X_
        border[189] += d_ifng_from_cavity_lesion_G_c_W_c_
        block[k, 74] = d_ifng_from_cavity_lesion_G_c_L_
        border[178] += d_ifng_from_cavity_lesion_G_c_V_c_
        block[k, 77] = d_ifng_spill_lesion_G_b_E_
        border[53] += d_ifng_spill_lesion_G_b_DX_
        block[k, 89] = d_ifng_spill_lesion_G_b_N_
        block[k, 101] = d_ifng_spill_lesion_G_b_P_
        block[k, 82] = d_ifng_spill_lesion_G_b_M_
        block[k, 71] = d_ifng_spill_lesion_G_b_X_
        border[62] += d_ifng_spill_lesion_G_b_W_c_
        block[k, 73] = d_ifng_spill_lesion_G_b_L_


@kernel
def observe_(y, p, q, n_lesions, out, lesion_out):
    """Observables into `out` (body) and `lesion_out[k]` (lesion groups)."""
    M_b = y[0]
    E_b = y[1]
    M_p = y[2]
    E_p = y[3]
    M_l = y[4]
    E_l = y[5]
    M_c = y[6]
    E_c = y[7]
    X_c = y[8]
    F_p = y[9]
    F_n = y[10]
    L_f = y[11]
    V_c = y[12]
    G_c = y[13]
    G_b = y[14]
    A = y[15]
    I6 = y[16]
    CRP = y[17]
    H = y[18]
    J_lung = y[19]
    J_heart = y[20]
    circ_n = y[25]
    circ_p = y[30]
    TZ = y[32]
    W_s = y[34]
    W_c = y[35]
    lym = y[36]
    neuro = y[37]
    cell_floor = p[9]
    delta = p[17]
    giga_per_ul = p[40]
    il6_fever = p[52]
    il6_leak = p[53]
    il6_of_a = p[54]
    k_sw = p[87]
    kd_pd = p[94]
    map0 = p[98]
    map_fall = p[99]
    neuro_hill = p[109]
    oxygen_hill = p[113]
    oxygen_lung = p[114]
    oxygen_max = p[115]
    phi_v = p[120]
    sus_crs = p[129]
    sus_neuro = p[130]
    temp0 = p[137]
    temp_rise = p[138]
    tz_50 = p[139]
    v_floor = p[143]
    w_s = p[150]
    treated = p[154]
    kd_sw_2d = p[157]
    c0_ = p[181]
    c1_ = p[182]
    c2_ = p[183]
    c3_ = p[184]
    c4_ = p[185]
    c5_ = p[186]
    c6_ = p[187]
    c7_ = p[188]
    c8_ = p[189]
    c10_ = p[191]
    c19_ = p[200]
    c22_ = p[203]
    c23_ = p[204]
    c24_ = p[205]
    c93_ = p[274]
    c94_ = p[275]
    c95_ = p[276]
    c96_ = p[277]
    c97_ = p[278]
    pdl1_density_c = L_f * c0_
    scfv_bound_c = (
        c4_
        * pdl1_density_c
        / (
            c3_
            + pdl1_density_c
            + sqrt(
                kd_sw_2d * (c2_ + 2.0 * pdl1_density_c) + ((c1_ - pdl1_density_c) * (c1_ - pdl1_density_c))
            )
        )
    )
    t0_ = pdl1_density_c - scfv_bound_c
    pool_bound_c = (
        c8_
        * t0_
        / (
            c7_
            + t0_
            + sqrt(
                kd_pd * (c6_ + 2.0 * pdl1_density_c - 2.0 * scfv_bound_c)
                + ((c5_ - pdl1_density_c + scfv_bound_c) * (c5_ - pdl1_density_c + scfv_bound_c))
            )
        )
    )
    switch_bound_c = c10_ * pool_bound_c + scfv_bound_c
    t0_ = max(switch_bound_c, 0.0)
    switch_signal_c = t0_ / (k_sw + t0_)
    volume_c = max(V_c, v_floor)
    t0_ = max(TZ * c19_, 0.0)
    occupancy = t0_ / (t0_ + tz_50)
    il6_signal = I6 * (1.0 - occupancy)
    severity = sus_crs * (A * il6_of_a + il6_signal)
    t0_ = max(il6_signal * sus_crs, 0.0)
    temperature = t0_ * temp_rise / (il6_fever + t0_) + temp0
    t0_ = max(severity, 0.0)
    mean_arterial_pressure = map0 - map_fall * t0_ / (il6_leak + t0_)
    t0_ = max(c93_ * severity, 0.0) ** (oxygen_hill)
    oxygen_crs = oxygen_max * t0_ / (t0_ + 1.0)
    oxygen_need = J_lung * oxygen_lung + V_c * c94_ + oxygen_crs
    t0_ = (
        (1.0 if 50.0 > mean_arterial_pressure else 0.0)
        + (1.0 if 55.0 > mean_arterial_pressure else 0.0)
        + (1.0 if 65.0 > mean_arterial_pressure else 0.0)
    )
    t1_ = (
        (1.0 if oxygen_crs > 0.5 else 0.0)
        + (1.0 if oxygen_crs > 6.0 else 0.0)
        + (1.0 if oxygen_crs > 40.0 else 0.0)
    )
    t2_ = 1.0 - (1.0 if 38.0 > temperature else 0.0)
    crs_grade = (max(t0_, t1_) + 1.0) * max(
        t2_, treated * max(t2_, (1.0 if t0_ > 0.5 else 0.0), (1.0 if t1_ > 0.5 else 0.0))
    )
    car_t_blood = c95_ * (E_b + M_b)
    car_t_lung = E_p + M_p
    car_t_lymphoid = E_l + M_l
    car_t_cavity = 0.001 * (E_c + M_c + X_c) / volume_c
    free_tumour_cells = F_n + F_p
    lymphocytes = car_t_blood * giga_per_ul + lym
    white_cells = c96_ * circ_n + lymphocytes
    neuro_severity = neuro * sus_neuro
    t0_ = max(c97_ * neuro_severity, 0.0) ** (neuro_hill)
    ice_score = -10.0 * t0_ / (t0_ + 1.0) + 10.0
    reach_pos = 0.0
    reach_neg = 0.0
    car_t_tumour = 0.0
    lesion_burden = 0.0
    pdl1_mass = 0.0
    engaged_total = 0.0
    switched_total = 0.0
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        X = y[44 + 7 * k + 2]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        L = y[44 + 7 * k + 6]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g2_ = q[k, 4]
        pdl1_density = L * c0_
        scfv_bound = (
            c4_
            * pdl1_density
            / (
                c3_
                + pdl1_density
                + sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density) + ((c1_ - pdl1_density) * (c1_ - pdl1_density)))
            )
        )
        t0_ = pdl1_density - scfv_bound
        pool_bound = (
            c8_
            * t0_
            / (
                c7_
                + t0_
                + sqrt(
                    kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound)
                    + ((c5_ - pdl1_density + scfv_bound) * (c5_ - pdl1_density + scfv_bound))
                )
            )
        )
        switch_bound = c10_ * pool_bound + scfv_bound
        t0_ = max(switch_bound, 0.0)
        switch_signal = t0_ / (k_sw + t0_)
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        phi = c23_ * cavity * rim + phi_v
        accessible = phi * tumour
        crowd = E + M + X + accessible + g2_
        engaged = accessible / crowd
        lesion_car_t = E + M + X
        engaged_cells = engaged * (E + M)
        reach_pos += P * cavity * phi
        reach_neg += N * cavity * phi
        car_t_tumour += lesion_car_t
        lesion_burden += tumour
        pdl1_mass += L * tumour
        engaged_total += engaged_cells
        switched_total += engaged_cells * switch_signal
    accessible_c = F_n + F_p + w_s * (reach_neg + reach_pos)
    crowd_c = E_c + M_c + X_c + accessible_c + c24_ * max(V_c, 0.0)
    engaged_c = accessible_c / crowd_c
    tumour_cells = free_tumour_cells + lesion_burden
    pdl1_mean = (L_f * free_tumour_cells + pdl1_mass) / max(tumour_cells, cell_floor)
    t0_ = engaged_c * (E_c + M_c)
    switch_signal_mean = (switch_signal_c * t0_ + switched_total) / max(engaged_total + t0_, cell_floor)
    out[0] = car_t_blood
    out[1] = car_t_lung
    out[2] = car_t_lymphoid
    out[3] = car_t_cavity
    out[4] = car_t_tumour
    out[5] = tumour_cells
    out[6] = free_tumour_cells
    out[7] = V_c
    out[8] = pdl1_mean
    out[9] = switch_signal_mean
    out[10] = G_b
    out[11] = G_c
    out[12] = A
    out[13] = I6
    out[14] = il6_signal
    out[15] = CRP
    out[16] = J_lung
    out[17] = J_heart
    out[18] = circ_n
    out[19] = circ_p
    out[20] = lymphocytes
    out[21] = white_cells
    out[22] = H
    out[23] = W_s
    out[24] = W_c
    out[25] = temperature
    out[26] = mean_arterial_pressure
    out[27] = oxygen_crs
    out[28] = oxygen_need
    out[29] = neuro_severity
    out[30] = ice_score
    out[31] = treated
    out[32] = crs_grade
    for k in range(n_lesions):
        M = y[44 + 7 * k + 0]
        E = y[44 + 7 * k + 1]
        X = y[44 + 7 * k + 2]
        P = y[44 + 7 * k + 3]
        N = y[44 + 7 * k + 4]
        D = y[44 + 7 * k + 5]
        L = y[44 + 7 * k + 6]
        cavity = q[k, 1]
        g0_ = q[k, 2]
        g2_ = q[k, 4]
        pdl1_density = L * c0_
        scfv_bound = (
            c4_
            * pdl1_density
            / (
                c3_
                + pdl1_density
                + sqrt(kd_sw_2d * (c2_ + 2.0 * pdl1_density) + ((c1_ - pdl1_density) * (c1_ - pdl1_density)))
            )
        )
        t0_ = pdl1_density - scfv_bound
        pool_bound = (
            c8_
            * t0_
            / (
                c7_
                + t0_
                + sqrt(
                    kd_pd * (c6_ + 2.0 * pdl1_density - 2.0 * scfv_bound)
                    + ((c5_ - pdl1_density + scfv_bound) * (c5_ - pdl1_density + scfv_bound))
                )
            )
        )
        switch_bound = c10_ * pool_bound + scfv_bound
        t0_ = max(switch_bound, 0.0)
        switch_signal = t0_ / (k_sw + t0_)
        tumour = N + P
        radius = 0.62035049089940004 * (c22_ * g0_ * max(tumour, cell_floor)) ** 0.333333333333333
        rim = 1.0 - (
            (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
            * (-delta / max(radius, delta) + 1.0)
        )
        phi = c23_ * cavity * rim + phi_v
        accessible = phi * tumour
        crowd = E + M + X + accessible + g2_
        engaged = accessible / crowd
        lesion_car_t = E + M + X
        engaged_cells = engaged * (E + M)
        lesion_diameter = 12.407009817988001 * (c22_ * g0_ * max(D + tumour, 0.0)) ** 0.333333333333333
        lesion_out[k, 0] = lesion_diameter
        lesion_out[k, 1] = tumour
        lesion_out[k, 2] = lesion_car_t


N_BORDER_SLOTS = 259
N_BLOCK_SLOTS = 111
BLOCK_PIVOT = (
    0,
    7,
    14,
    23,
    35,
    49,
    63,
)
BLOCK_SCALE_START = (
    0,
    0,
    7,
    13,
    21,
    30,
    43,
    55,
)
BLOCK_SCALE = (
    13,
    21,
    32,
    45,
    58,
    71,
    72,
    22,
    33,
    46,
    59,
    73,
    74,
    34,
    47,
    60,
    75,
    76,
    77,
    78,
    79,
    48,
    61,
    80,
    81,
    82,
    83,
    84,
    85,
    86,
    62,
    87,
    88,
    89,
    90,
    91,
    92,
    93,
    94,
    95,
    96,
    97,
    98,
    99,
    100,
    101,
    102,
    103,
    104,
    105,
    106,
    107,
    108,
    109,
    110,
)
BLOCK_UPDATE_START = (
    0,
    0,
    105,
    201,
    318,
    414,
    474,
    474,
)
BLOCK_UPDATE = (
    14,
    13,
    8,
    15,
    13,
    9,
    16,
    13,
    10,
    17,
    13,
    11,
    18,
    13,
    12,
    22,
    21,
    8,
    23,
    21,
    9,
    24,
    21,
    10,
    25,
    21,
    11,
    26,
    21,
    12,
    33,
    32,
    8,
    34,
    32,
    9,
    35,
    32,
    10,
    36,
    32,
    11,
    37,
    32,
    12,
    46,
    45,
    8,
    47,
    45,
    9,
    48,
    45,
    10,
    49,
    45,
    11,
    50,
    45,
    12,
    59,
    58,
    8,
    60,
    58,
    9,
    61,
    58,
    10,
    62,
    58,
    11,
    63,
    58,
    12,
    73,
    71,
    8,
    77,
    71,
    9,
    82,
    71,
    10,
    89,
    71,
    11,
    101,
    71,
    12,
    74,
    72,
    8,
    78,
    72,
    9,
    83,
    72,
    10,
    90,
    72,
    11,
    102,
    72,
    12,
    23,
    22,
    15,
    24,
    22,
    16,
    25,
    22,
    17,
    26,
    22,
    18,
    27,
    22,
    19,
    30,
    22,
    20,
    34,
    33,
    15,
    35,
    33,
    16,
    36,
    33,
    17,
    37,
    33,
    18,
    38,
    33,
    19,
    43,
    33,
    20,
    47,
    46,
    15,
    48,
    46,
    16,
    49,
    46,
    17,
    50,
    46,
    18,
    51,
    46,
    19,
    56,
    46,
    20,
    60,
    59,
    15,
    61,
    59,
    16,
    62,
    59,
    17,
    63,
    59,
    18,
    64,
    59,
    19,
    69,
    59,
    20,
    77,
    73,
    15,
    82,
    73,
    16,
    89,
    73,
    17,
    101,
    73,
    18,
    78,
    74,
    15,
    83,
    74,
    16,
    90,
    74,
    17,
    102,
    74,
    18,
    35,
    34,
    24,
    36,
    34,
    25,
    37,
    34,
    26,
    38,
    34,
    27,
    39,
    34,
    28,
    40,
    34,
    29,
    43,
    34,
    30,
    44,
    34,
    31,
    48,
    47,
    24,
    49,
    47,
    25,
    50,
    47,
    26,
    51,
    47,
    27,
    52,
    47,
    28,
    53,
    47,
    29,
    56,
    47,
    30,
    57,
    47,
    31,
    61,
    60,
    24,
    62,
    60,
    25,
    63,
    60,
    26,
    64,
    60,
    27,
    65,
    60,
    28,
    66,
    60,
    29,
    69,
    60,
    30,
    70,
    60,
    31,
    80,
    75,
    24,
    87,
    75,
    25,
    99,
    75,
    26,
    81,
    76,
    24,
    88,
    76,
    25,
    100,
    76,
    26,
    82,
    77,
    24,
    89,
    77,
    25,
    101,
    77,
    26,
    83,
    78,
    24,
    90,
    78,
    25,
    102,
    78,
    26,
    86,
    79,
    24,
    93,
    79,
    25,
    105,
    79,
    26,
    49,
    48,
    36,
    50,
    48,
    37,
    51,
    48,
    38,
    52,
    48,
    39,
    53,
    48,
    40,
    54,
    48,
    41,
    55,
    48,
    42,
    56,
    48,
    43,
    57,
    48,
    44,
    62,
    61,
    36,
    63,
    61,
    37,
    64,
    61,
    38,
    65,
    61,
    39,
    66,
    61,
    40,
    67,
    61,
    41,
    68,
    61,
    42,
    69,
    61,
    43,
    70,
    61,
    44,
    87,
    80,
    36,
    99,
    80,
    37,
    88,
    81,
    36,
    100,
    81,
    37,
    89,
    82,
    36,
    101,
    82,
    37,
    90,
    83,
    36,
    102,
    83,
    37,
    91,
    84,
    36,
    103,
    84,
    37,
    92,
    85,
    36,
    104,
    85,
    37,
    93,
    86,
    36,
    105,
    86,
    37,
    63,
    62,
    50,
    64,
    62,
    51,
    65,
    62,
    52,
    66,
    62,
    53,
    67,
    62,
    54,
    68,
    62,
    55,
    69,
    62,
    56,
    70,
    62,
    57,
    99,
    87,
    50,
    100,
    88,
    50,
    101,
    89,
    50,
    102,
    90,
    50,
    103,
    91,
    50,
    104,
    92,
    50,
    105,
    93,
    50,
    106,
    94,
    50,
    107,
    95,
    50,
    108,
    96,
    50,
    109,
    97,
    50,
    110,
    98,
    50,
)
BLOCK_SCHUR_START = (
    0,
    0,
    0,
    12,
    87,
    234,
    486,
    738,
)
BLOCK_SCHUR = (
    53,
    73,
    19,
    62,
    73,
    20,
    176,
    74,
    19,
    189,
    74,
    20,
    191,
    75,
    27,
    195,
    75,
    28,
    196,
    75,
    29,
    199,
    75,
    30,
    200,
    75,
    31,
    201,
    76,
    27,
    210,
    76,
    28,
    211,
    76,
    29,
    214,
    76,
    30,
    215,
    76,
    31,
    53,
    77,
    27,
    58,
    77,
    28,
    59,
    77,
    29,
    62,
    77,
    30,
    63,
    77,
    31,
    176,
    78,
    27,
    185,
    78,
    28,
    186,
    78,
    29,
    189,
    78,
    30,
    190,
    78,
    31,
    77,
    79,
    27,
    79,
    79,
    28,
    80,
    79,
    29,
    83,
    79,
    30,
    84,
    79,
    31,
    191,
    80,
    38,
    195,
    80,
    39,
    196,
    80,
    40,
    197,
    80,
    41,
    198,
    80,
    42,
    199,
    80,
    43,
    200,
    80,
    44,
    201,
    81,
    38,
    210,
    81,
    39,
    211,
    81,
    40,
    212,
    81,
    41,
    213,
    81,
    42,
    214,
    81,
    43,
    215,
    81,
    44,
    53,
    82,
    38,
    58,
    82,
    39,
    59,
    82,
    40,
    60,
    82,
    41,
    61,
    82,
    42,
    62,
    82,
    43,
    63,
    82,
    44,
    176,
    83,
    38,
    185,
    83,
    39,
    186,
    83,
    40,
    187,
    83,
    41,
    188,
    83,
    42,
    189,
    83,
    43,
    190,
    83,
    44,
    216,
    84,
    38,
    219,
    84,
    39,
    220,
    84,
    40,
    221,
    84,
    41,
    222,
    84,
    42,
    223,
    84,
    43,
    224,
    84,
    44,
    225,
    85,
    38,
    234,
    85,
    39,
    235,
    85,
    40,
    236,
    85,
    41,
    237,
    85,
    42,
    238,
    85,
    43,
    239,
    85,
    44,
    77,
    86,
    38,
    79,
    86,
    39,
    80,
    86,
    40,
    81,
    86,
    41,
    82,
    86,
    42,
    83,
    86,
    43,
    84,
    86,
    44,
    191,
    87,
    51,
    195,
    87,
    52,
    196,
    87,
    53,
    197,
    87,
    54,
    198,
    87,
    55,
    199,
    87,
    56,
    200,
    87,
    57,
    201,
    88,
    51,
    210,
    88,
    52,
    211,
    88,
    53,
    212,
    88,
    54,
    213,
    88,
    55,
    214,
    88,
    56,
    215,
    88,
    57,
    53,
    89,
    51,
    58,
    89,
    52,
    59,
    89,
    53,
    60,
    89,
    54,
    61,
    89,
    55,
    62,
    89,
    56,
    63,
    89,
    57,
    176,
    90,
    51,
    185,
    90,
    52,
    186,
    90,
    53,
    187,
    90,
    54,
    188,
    90,
    55,
    189,
    90,
    56,
    190,
    90,
    57,
    216,
    91,
    51,
    219,
    91,
    52,
    220,
    91,
    53,
    221,
    91,
    54,
    222,
    91,
    55,
    223,
    91,
    56,
    224,
    91,
    57,
    225,
    92,
    51,
    234,
    92,
    52,
    235,
    92,
    53,
    236,
    92,
    54,
    237,
    92,
    55,
    238,
    92,
    56,
    239,
    92,
    57,
    77,
    93,
    51,
    79,
    93,
    52,
    80,
    93,
    53,
    81,
    93,
    54,
    82,
    93,
    55,
    83,
    93,
    56,
    84,
    93,
    57,
    130,
    94,
    51,
    132,
    94,
    52,
    133,
    94,
    53,
    134,
    94,
    54,
    135,
    94,
    55,
    136,
    94,
    56,
    137,
    94,
    57,
    138,
    95,
    51,
    140,
    95,
    52,
    141,
    95,
    53,
    142,
    95,
    54,
    143,
    95,
    55,
    144,
    95,
    56,
    145,
    95,
    57,
    252,
    96,
    51,
    253,
    96,
    52,
    254,
    96,
    53,
    255,
    96,
    54,
    256,
    96,
    55,
    257,
    96,
    56,
    258,
    96,
    57,
    112,
    97,
    51,
    114,
    97,
    52,
    115,
    97,
    53,
    116,
    97,
    54,
    117,
    97,
    55,
    118,
    97,
    56,
    119,
    97,
    57,
    85,
    98,
    51,
    87,
    98,
    52,
    88,
    98,
    53,
    89,
    98,
    54,
    90,
    98,
    55,
    91,
    98,
    56,
    92,
    98,
    57,
    191,
    99,
    64,
    195,
    99,
    65,
    196,
    99,
    66,
    197,
    99,
    67,
    198,
    99,
    68,
    199,
    99,
    69,
    200,
    99,
    70,
    201,
    100,
    64,
    210,
    100,
    65,
    211,
    100,
    66,
    212,
    100,
    67,
    213,
    100,
    68,
    214,
    100,
    69,
    215,
    100,
    70,
    53,
    101,
    64,
    58,
    101,
    65,
    59,
    101,
    66,
    60,
    101,
    67,
    61,
    101,
    68,
    62,
    101,
    69,
    63,
    101,
    70,
    176,
    102,
    64,
    185,
    102,
    65,
    186,
    102,
    66,
    187,
    102,
    67,
    188,
    102,
    68,
    189,
    102,
    69,
    190,
    102,
    70,
    216,
    103,
    64,
    219,
    103,
    65,
    220,
    103,
    66,
    221,
    103,
    67,
    222,
    103,
    68,
    223,
    103,
    69,
    224,
    103,
    70,
    225,
    104,
    64,
    234,
    104,
    65,
    235,
    104,
    66,
    236,
    104,
    67,
    237,
    104,
    68,
    238,
    104,
    69,
    239,
    104,
    70,
    77,
    105,
    64,
    79,
    105,
    65,
    80,
    105,
    66,
    81,
    105,
    67,
    82,
    105,
    68,
    83,
    105,
    69,
    84,
    105,
    70,
    130,
    106,
    64,
    132,
    106,
    65,
    133,
    106,
    66,
    134,
    106,
    67,
    135,
    106,
    68,
    136,
    106,
    69,
    137,
    106,
    70,
    138,
    107,
    64,
    140,
    107,
    65,
    141,
    107,
    66,
    142,
    107,
    67,
    143,
    107,
    68,
    144,
    107,
    69,
    145,
    107,
    70,
    252,
    108,
    64,
    253,
    108,
    65,
    254,
    108,
    66,
    255,
    108,
    67,
    256,
    108,
    68,
    257,
    108,
    69,
    258,
    108,
    70,
    112,
    109,
    64,
    114,
    109,
    65,
    115,
    109,
    66,
    116,
    109,
    67,
    117,
    109,
    68,
    118,
    109,
    69,
    119,
    109,
    70,
    85,
    110,
    64,
    87,
    110,
    65,
    88,
    110,
    66,
    89,
    110,
    67,
    90,
    110,
    68,
    91,
    110,
    69,
    92,
    110,
    70,
)
BORDER_PIVOT = (
    0,
    3,
    4,
    5,
    8,
    10,
    12,
    13,
    15,
    17,
    19,
    21,
    23,
    25,
    28,
    31,
    34,
    39,
    42,
    45,
    51,
    54,
    64,
    67,
    73,
    75,
    78,
    86,
    94,
    101,
    109,
    113,
    122,
    131,
    139,
    152,
    168,
    184,
    195,
    211,
    221,
    237,
    250,
    258,
)
BORDER_SCALE_START = (
    0,
    0,
    15,
    17,
    17,
    17,
    17,
    20,
    20,
    20,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    27,
    28,
    29,
    29,
    29,
    34,
    35,
    41,
    47,
    48,
    49,
    53,
    56,
    59,
    61,
    66,
    71,
    76,
    80,
    83,
    85,
    90,
    94,
    97,
    99,
    100,
    100,
)
BORDER_SCALE = (
    16,
    41,
    53,
    77,
    85,
    97,
    112,
    130,
    138,
    176,
    191,
    201,
    216,
    225,
    252,
    98,
    105,
    14,
    36,
    47,
    37,
    48,
    27,
    30,
    33,
    44,
    38,
    49,
    50,
    66,
    93,
    99,
    106,
    192,
    240,
    120,
    146,
    161,
    177,
    202,
    226,
    121,
    147,
    162,
    178,
    203,
    227,
    241,
    242,
    100,
    107,
    217,
    243,
    108,
    193,
    244,
    194,
    218,
    245,
    148,
    163,
    149,
    164,
    179,
    204,
    228,
    150,
    165,
    180,
    205,
    229,
    151,
    166,
    181,
    206,
    230,
    167,
    182,
    207,
    231,
    183,
    208,
    232,
    209,
    233,
    210,
    219,
    234,
    246,
    253,
    220,
    235,
    247,
    254,
    236,
    248,
    255,
    249,
    256,
    257,
)
BORDER_UPDATE_START = (
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    3,
    6,
    9,
    12,
    15,
    18,
    21,
    21,
    24,
    27,
    27,
    27,
    42,
    57,
    75,
    93,
    111,
    129,
    153,
    180,
    198,
    234,
    339,
    429,
    519,
    615,
    678,
    714,
    789,
    837,
    864,
    876,
    879,
    879,
)
BORDER_UPDATE = (
    38,
    37,
    20,
    50,
    48,
    22,
    29,
    27,
    24,
    32,
    30,
    26,
    35,
    33,
    29,
    46,
    44,
    32,
    39,
    38,
    35,
    52,
    49,
    43,
    51,
    50,
    46,
    71,
    66,
    65,
    95,
    93,
    65,
    103,
    99,
    65,
    110,
    106,
    65,
    195,
    192,
    65,
    243,
    240,
    68,
    244,
    240,
    69,
    245,
    240,
    70,
    246,
    240,
    71,
    248,
    240,
    72,
    127,
    120,
    74,
    154,
    146,
    74,
    169,
    161,
    74,
    184,
    177,
    74,
    209,
    202,
    74,
    233,
    226,
    74,
    127,
    121,
    76,
    154,
    147,
    76,
    169,
    162,
    76,
    184,
    178,
    76,
    209,
    203,
    76,
    233,
    227,
    76,
    246,
    241,
    79,
    247,
    241,
    80,
    248,
    241,
    81,
    249,
    241,
    82,
    250,
    241,
    83,
    251,
    241,
    84,
    246,
    242,
    87,
    247,
    242,
    88,
    248,
    242,
    89,
    249,
    242,
    90,
    250,
    242,
    91,
    251,
    242,
    92,
    103,
    100,
    95,
    104,
    100,
    96,
    110,
    107,
    95,
    111,
    107,
    96,
    219,
    217,
    95,
    221,
    217,
    96,
    246,
    243,
    95,
    248,
    243,
    96,
    109,
    108,
    102,
    110,
    108,
    103,
    111,
    108,
    104,
    194,
    193,
    102,
    195,
    193,
    103,
    197,
    193,
    104,
    245,
    244,
    102,
    246,
    244,
    103,
    248,
    244,
    104,
    195,
    194,
    110,
    197,
    194,
    111,
    219,
    218,
    110,
    221,
    218,
    111,
    246,
    245,
    110,
    248,
    245,
    111,
    155,
    148,
    114,
    156,
    148,
    115,
    157,
    148,
    116,
    158,
    148,
    117,
    159,
    148,
    118,
    160,
    148,
    119,
    170,
    163,
    114,
    171,
    163,
    115,
    172,
    163,
    116,
    173,
    163,
    117,
    174,
    163,
    118,
    175,
    163,
    119,
    150,
    149,
    123,
    151,
    149,
    124,
    152,
    149,
    125,
    153,
    149,
    126,
    154,
    149,
    127,
    156,
    149,
    128,
    158,
    149,
    129,
    165,
    164,
    123,
    166,
    164,
    124,
    167,
    164,
    125,
    168,
    164,
    126,
    169,
    164,
    127,
    171,
    164,
    128,
    173,
    164,
    129,
    180,
    179,
    123,
    181,
    179,
    124,
    182,
    179,
    125,
    183,
    179,
    126,
    184,
    179,
    127,
    186,
    179,
    128,
    188,
    179,
    129,
    205,
    204,
    123,
    206,
    204,
    124,
    207,
    204,
    125,
    208,
    204,
    126,
    209,
    204,
    127,
    211,
    204,
    128,
    213,
    204,
    129,
    229,
    228,
    123,
    230,
    228,
    124,
    231,
    228,
    125,
    232,
    228,
    126,
    233,
    228,
    127,
    235,
    228,
    128,
    237,
    228,
    129,
    155,
    150,
    132,
    156,
    150,
    133,
    157,
    150,
    134,
    158,
    150,
    135,
    159,
    150,
    136,
    160,
    150,
    137,
    170,
    165,
    132,
    171,
    165,
    133,
    172,
    165,
    134,
    173,
    165,
    135,
    174,
    165,
    136,
    175,
    165,
    137,
    185,
    180,
    132,
    186,
    180,
    133,
    187,
    180,
    134,
    188,
    180,
    135,
    189,
    180,
    136,
    190,
    180,
    137,
    210,
    205,
    132,
    211,
    205,
    133,
    212,
    205,
    134,
    213,
    205,
    135,
    214,
    205,
    136,
    215,
    205,
    137,
    234,
    229,
    132,
    235,
    229,
    133,
    236,
    229,
    134,
    237,
    229,
    135,
    238,
    229,
    136,
    239,
    229,
    137,
    155,
    151,
    140,
    156,
    151,
    141,
    157,
    151,
    142,
    158,
    151,
    143,
    159,
    151,
    144,
    160,
    151,
    145,
    170,
    166,
    140,
    171,
    166,
    141,
    172,
    166,
    142,
    173,
    166,
    143,
    174,
    166,
    144,
    175,
    166,
    145,
    185,
    181,
    140,
    186,
    181,
    141,
    187,
    181,
    142,
    188,
    181,
    143,
    189,
    181,
    144,
    190,
    181,
    145,
    210,
    206,
    140,
    211,
    206,
    141,
    212,
    206,
    142,
    213,
    206,
    143,
    214,
    206,
    144,
    215,
    206,
    145,
    234,
    230,
    140,
    235,
    230,
    141,
    236,
    230,
    142,
    237,
    230,
    143,
    238,
    230,
    144,
    239,
    230,
    145,
    168,
    167,
    153,
    169,
    167,
    154,
    170,
    167,
    155,
    171,
    167,
    156,
    172,
    167,
    157,
    173,
    167,
    158,
    174,
    167,
    159,
    175,
    167,
    160,
    183,
    182,
    153,
    184,
    182,
    154,
    185,
    182,
    155,
    186,
    182,
    156,
    187,
    182,
    157,
    188,
    182,
    158,
    189,
    182,
    159,
    190,
    182,
    160,
    208,
    207,
    153,
    209,
    207,
    154,
    210,
    207,
    155,
    211,
    207,
    156,
    212,
    207,
    157,
    213,
    207,
    158,
    214,
    207,
    159,
    215,
    207,
    160,
    232,
    231,
    153,
    233,
    231,
    154,
    234,
    231,
    155,
    235,
    231,
    156,
    236,
    231,
    157,
    237,
    231,
    158,
    238,
    231,
    159,
    239,
    231,
    160,
    184,
    183,
    169,
    185,
    183,
    170,
    186,
    183,
    171,
    187,
    183,
    172,
    188,
    183,
    173,
    189,
    183,
    174,
    190,
    183,
    175,
    209,
    208,
    169,
    210,
    208,
    170,
    211,
    208,
    171,
    212,
    208,
    172,
    213,
    208,
    173,
    214,
    208,
    174,
    215,
    208,
    175,
    233,
    232,
    169,
    234,
    232,
    170,
    235,
    232,
    171,
    236,
    232,
    172,
    237,
    232,
    173,
    238,
    232,
    174,
    239,
    232,
    175,
    210,
    209,
    185,
    211,
    209,
    186,
    212,
    209,
    187,
    213,
    209,
    188,
    214,
    209,
    189,
    215,
    209,
    190,
    234,
    233,
    185,
    235,
    233,
    186,
    236,
    233,
    187,
    237,
    233,
    188,
    238,
    233,
    189,
    239,
    233,
    190,
    211,
    210,
    196,
    212,
    210,
    197,
    213,
    210,
    198,
    214,
    210,
    199,
    215,
    210,
    200,
    220,
    219,
    196,
    221,
    219,
    197,
    222,
    219,
    198,
    223,
    219,
    199,
    224,
    219,
    200,
    235,
    234,
    196,
    236,
    234,
    197,
    237,
    234,
    198,
    238,
    234,
    199,
    239,
    234,
    200,
    247,
    246,
    196,
    248,
    246,
    197,
    249,
    246,
    198,
    250,
    246,
    199,
    251,
    246,
    200,
    254,
    253,
    196,
    255,
    253,
    197,
    256,
    253,
    198,
    257,
    253,
    199,
    258,
    253,
    200,
    221,
    220,
    212,
    222,
    220,
    213,
    223,
    220,
    214,
    224,
    220,
    215,
    236,
    235,
    212,
    237,
    235,
    213,
    238,
    235,
    214,
    239,
    235,
    215,
    248,
    247,
    212,
    249,
    247,
    213,
    250,
    247,
    214,
    251,
    247,
    215,
    255,
    254,
    212,
    256,
    254,
    213,
    257,
    254,
    214,
    258,
    254,
    215,
    237,
    236,
    222,
    238,
    236,
    223,
    239,
    236,
    224,
    249,
    248,
    222,
    250,
    248,
    223,
    251,
    248,
    224,
    256,
    255,
    222,
    257,
    255,
    223,
    258,
    255,
    224,
    250,
    249,
    238,
    251,
    249,
    239,
    257,
    256,
    238,
    258,
    256,
    239,
    258,
    257,
    251,
)


@kernel
def assemble_(border_j, block_j, n_lesions, shift, border, block):
    """border, block <- shift I - J; a sum over lesions has the equation s - sum = 0."""
    for i in range(border.size):
        border[i] = -border_j[i]
    border[221] += shift
    border[195] += shift
    border[94] += shift
    border[64] += shift
    border[109] += shift
    border[101] += shift
    border[237] += shift
    border[211] += shift
    border[122] += shift
    border[168] += shift
    border[152] += shift
    border[73] += shift
    border[75] += shift
    border[184] += shift
    border[54] += shift
    border[42] += shift
    border[5] += shift
    border[0] += shift
    border[4] += shift
    border[10] += shift
    border[8] += shift
    border[39] += shift
    border[23] += shift
    border[28] += shift
    border[34] += shift
    border[19] += shift
    border[51] += shift
    border[25] += shift
    border[31] += shift
    border[45] += shift
    border[21] += shift
    border[12] += shift
    border[13] += shift
    border[3] += shift
    border[67] += shift
    border[250] += shift
    border[15] += shift
    border[17] += shift
    border[139] += 1.0
    border[131] += 1.0
    border[258] += 1.0
    border[113] += 1.0
    border[86] += 1.0
    border[78] += 1.0
    for k in range(n_lesions):
        for i in range(111):
            block[k, i] = -block_j[k, i]
        block[k, 35] += shift
        block[k, 23] += shift
        block[k, 7] += shift
        block[k, 63] += shift
        block[k, 49] += shift
        block[k, 0] += shift
        block[k, 14] += shift


@kernel
def solve_(border, block, n_lesions, x):
    """x <- (L U)^-1 x; places of sums over lesions, no part of the state, are zeroed."""
    for k in range(n_lesions):
        a_ = block[k]
        x_M_ = x[44 + 7 * k + 0]
        x_E_ = x[44 + 7 * k + 1]
        x_X_ = x[44 + 7 * k + 2]
        x_P_ = x[44 + 7 * k + 3]
        x_N_ = x[44 + 7 * k + 4]
        x_D_ = x[44 + 7 * k + 5]
        x_L_ = x[44 + 7 * k + 6]
        x_L_ -= a_[13] * x_X_
        x_E_ -= a_[21] * x_X_
        x_M_ -= a_[32] * x_X_
        x_N_ -= a_[45] * x_X_
        x_P_ -= a_[58] * x_X_
        x[14] -= a_[71] * x_X_
        x[13] -= a_[72] * x_X_
        x_E_ -= a_[22] * x_L_
        x_M_ -= a_[33] * x_L_
        x_N_ -= a_[46] * x_L_
        x_P_ -= a_[59] * x_L_
        x[14] -= a_[73] * x_L_
        x[13] -= a_[74] * x_L_
        x_M_ -= a_[34] * x_E_
        x_N_ -= a_[47] * x_E_
        x_P_ -= a_[60] * x_E_
        x[1] -= a_[75] * x_E_
        x[7] -= a_[76] * x_E_
        x[14] -= a_[77] * x_E_
        x[13] -= a_[78] * x_E_
        x[43] -= a_[79] * x_E_
        x_N_ -= a_[48] * x_M_
        x_P_ -= a_[61] * x_M_
        x[1] -= a_[80] * x_M_
        x[7] -= a_[81] * x_M_
        x[14] -= a_[82] * x_M_
        x[13] -= a_[83] * x_M_
        x[0] -= a_[84] * x_M_
        x[6] -= a_[85] * x_M_
        x[43] -= a_[86] * x_M_
        x_P_ -= a_[62] * x_N_
        x[1] -= a_[87] * x_N_
        x[7] -= a_[88] * x_N_
        x[14] -= a_[89] * x_N_
        x[13] -= a_[90] * x_N_
        x[0] -= a_[91] * x_N_
        x[6] -= a_[92] * x_N_
        x[43] -= a_[93] * x_N_
        x[39] -= a_[94] * x_N_
        x[38] -= a_[95] * x_N_
        x[40] -= a_[96] * x_N_
        x[41] -= a_[97] * x_N_
        x[42] -= a_[98] * x_N_
        x[1] -= a_[99] * x_P_
        x[7] -= a_[100] * x_P_
        x[14] -= a_[101] * x_P_
        x[13] -= a_[102] * x_P_
        x[0] -= a_[103] * x_P_
        x[6] -= a_[104] * x_P_
        x[43] -= a_[105] * x_P_
        x[39] -= a_[106] * x_P_
        x[38] -= a_[107] * x_P_
        x[40] -= a_[108] * x_P_
        x[41] -= a_[109] * x_P_
        x[42] -= a_[110] * x_P_
        x[44 + 7 * k + 0] = x_M_
        x[44 + 7 * k + 1] = x_E_
        x[44 + 7 * k + 2] = x_X_
        x[44 + 7 * k + 3] = x_P_
        x[44 + 7 * k + 4] = x_N_
        x[44 + 7 * k + 5] = x_D_
        x[44 + 7 * k + 6] = x_L_
    x_M_b_ = x[0]
    x_E_b_ = x[1]
    x_M_p_ = x[2]
    x_E_p_ = x[3]
    x_M_l_ = x[4]
    x_E_l_ = x[5]
    x_M_c_ = x[6]
    x_E_c_ = x[7]
    x_X_c_ = x[8]
    x_F_p_ = x[9]
    x_F_n_ = x[10]
    x_L_f_ = x[11]
    x_V_c_ = x[12]
    x_G_c_ = x[13]
    x_G_b_ = x[14]
    x_A_ = x[15]
    x_I6_ = x[16]
    x_CRP_ = x[17]
    x_H_ = x[18]
    x_J_lung_ = x[19]
    x_J_heart_ = x[20]
    x_prol_n_ = x[21]
    x_t1_n_ = x[22]
    x_t2_n_ = x[23]
    x_t3_n_ = x[24]
    x_circ_n_ = x[25]
    x_prol_p_ = x[26]
    x_t1_p_ = x[27]
    x_t2_p_ = x[28]
    x_t3_p_ = x[29]
    x_circ_p_ = x[30]
    x_LD_ = x[31]
    x_TZ_ = x[32]
    x_DX_ = x[33]
    x_W_s_ = x[34]
    x_W_c_ = x[35]
    x_lym_ = x[36]
    x_neuro_ = x[37]
    x_reach_pos_ = x[38]
    x_reach_neg_ = x[39]
    x_surface_total_ = x[40]
    x_tumour_cavity_ = x[41]
    x_volume_total_ = x[42]
    x_live_lesions_ = x[43]
    x_neuro_ -= border[16] * x_DX_
    x_A_ -= border[41] * x_DX_
    x_G_b_ -= border[53] * x_DX_
    x_live_lesions_ -= border[77] * x_DX_
    x_volume_total_ -= border[85] * x_DX_
    x_E_l_ -= border[97] * x_DX_
    x_tumour_cavity_ -= border[112] * x_DX_
    x_reach_neg_ -= border[130] * x_DX_
    x_reach_pos_ -= border[138] * x_DX_
    x_G_c_ -= border[176] * x_DX_
    x_E_b_ -= border[191] * x_DX_
    x_E_c_ -= border[201] * x_DX_
    x_M_b_ -= border[216] * x_DX_
    x_M_c_ -= border[225] * x_DX_
    x_surface_total_ -= border[252] * x_DX_
    x_E_l_ -= border[98] * x_H_
    x_M_l_ -= border[105] * x_H_
    x_lym_ -= border[14] * x_LD_
    x_prol_n_ -= border[36] * x_LD_
    x_prol_p_ -= border[47] * x_LD_
    x_prol_n_ -= border[37] * x_circ_n_
    x_prol_p_ -= border[48] * x_circ_p_
    x_t2_n_ -= border[27] * x_t1_n_
    x_t2_p_ -= border[30] * x_t1_p_
    x_t3_n_ -= border[33] * x_t2_n_
    x_t3_p_ -= border[44] * x_t2_p_
    x_prol_n_ -= border[38] * x_t3_n_
    x_prol_p_ -= border[49] * x_A_
    x_prol_p_ -= border[50] * x_t3_p_
    x_W_s_ -= border[66] * x_E_p_
    x_M_p_ -= border[93] * x_E_p_
    x_E_l_ -= border[99] * x_E_p_
    x_M_l_ -= border[106] * x_E_p_
    x_E_b_ -= border[192] * x_E_p_
    x_W_c_ -= border[240] * x_W_s_
    x_X_c_ -= border[120] * x_L_f_
    x_F_n_ -= border[146] * x_L_f_
    x_F_p_ -= border[161] * x_L_f_
    x_G_c_ -= border[177] * x_L_f_
    x_E_c_ -= border[202] * x_L_f_
    x_M_c_ -= border[226] * x_L_f_
    x_X_c_ -= border[121] * x_V_c_
    x_F_n_ -= border[147] * x_V_c_
    x_F_p_ -= border[162] * x_V_c_
    x_G_c_ -= border[178] * x_V_c_
    x_E_c_ -= border[203] * x_V_c_
    x_M_c_ -= border[227] * x_V_c_
    x_W_c_ -= border[241] * x_live_lesions_
    x_W_c_ -= border[242] * x_volume_total_
    x_E_l_ -= border[100] * x_M_p_
    x_M_l_ -= border[107] * x_M_p_
    x_M_b_ -= border[217] * x_M_p_
    x_W_c_ -= border[243] * x_M_p_
    x_M_l_ -= border[108] * x_E_l_
    x_E_b_ -= border[193] * x_E_l_
    x_W_c_ -= border[244] * x_E_l_
    x_E_b_ -= border[194] * x_M_l_
    x_M_b_ -= border[218] * x_M_l_
    x_W_c_ -= border[245] * x_M_l_
    x_F_n_ -= border[148] * x_tumour_cavity_
    x_F_p_ -= border[163] * x_tumour_cavity_
    x_F_n_ -= border[149] * x_X_c_
    x_F_p_ -= border[164] * x_X_c_
    x_G_c_ -= border[179] * x_X_c_
    x_E_c_ -= border[204] * x_X_c_
    x_M_c_ -= border[228] * x_X_c_
    x_F_n_ -= border[150] * x_reach_neg_
    x_F_p_ -= border[165] * x_reach_neg_
    x_G_c_ -= border[180] * x_reach_neg_
    x_E_c_ -= border[205] * x_reach_neg_
    x_M_c_ -= border[229] * x_reach_neg_
    x_F_n_ -= border[151] * x_reach_pos_
    x_F_p_ -= border[166] * x_reach_pos_
    x_G_c_ -= border[181] * x_reach_pos_
    x_E_c_ -= border[206] * x_reach_pos_
    x_M_c_ -= border[230] * x_reach_pos_
    x_F_p_ -= border[167] * x_F_n_
    x_G_c_ -= border[182] * x_F_n_
    x_E_c_ -= border[207] * x_F_n_
    x_M_c_ -= border[231] * x_F_n_
    x_G_c_ -= border[183] * x_F_p_
    x_E_c_ -= border[208] * x_F_p_
    x_M_c_ -= border[232] * x_F_p_
    x_E_c_ -= border[209] * x_G_c_
    x_M_c_ -= border[233] * x_G_c_
    x_E_c_ -= border[210] * x_E_b_
    x_M_b_ -= border[219] * x_E_b_
    x_M_c_ -= border[234] * x_E_b_
    x_W_c_ -= border[246] * x_E_b_
    x_surface_total_ -= border[253] * x_E_b_
    x_M_b_ -= border[220] * x_E_c_
    x_M_c_ -= border[235] * x_E_c_
    x_W_c_ -= border[247] * x_E_c_
    x_surface_total_ -= border[254] * x_E_c_
    x_M_c_ -= border[236] * x_M_b_
    x_W_c_ -= border[248] * x_M_b_
    x_surface_total_ -= border[255] * x_M_b_
    x_W_c_ -= border[249] * x_M_c_
    x_surface_total_ -= border[256] * x_M_c_
    x_surface_total_ -= border[257] * x_W_c_
    x_surface_total_ = (x_surface_total_) * border[258]
    x_W_c_ = (x_W_c_ - border[251] * x_surface_total_) * border[250]
    x_M_c_ = (x_M_c_ - border[238] * x_W_c_ - border[239] * x_surface_total_) * border[237]
    x_M_b_ = (x_M_b_ - border[222] * x_M_c_ - border[223] * x_W_c_ - border[224] * x_surface_total_) * border[
        221
    ]
    x_E_c_ = (
        x_E_c_
        - border[212] * x_M_b_
        - border[213] * x_M_c_
        - border[214] * x_W_c_
        - border[215] * x_surface_total_
    ) * border[211]
    x_E_b_ = (
        x_E_b_
        - border[196] * x_E_c_
        - border[197] * x_M_b_
        - border[198] * x_M_c_
        - border[199] * x_W_c_
        - border[200] * x_surface_total_
    ) * border[195]
    x_G_c_ = (
        x_G_c_
        - border[185] * x_E_b_
        - border[186] * x_E_c_
        - border[187] * x_M_b_
        - border[188] * x_M_c_
        - border[189] * x_W_c_
        - border[190] * x_surface_total_
    ) * border[184]
    x_F_p_ = (
        x_F_p_
        - border[169] * x_G_c_
        - border[170] * x_E_b_
        - border[171] * x_E_c_
        - border[172] * x_M_b_
        - border[173] * x_M_c_
        - border[174] * x_W_c_
        - border[175] * x_surface_total_
    ) * border[168]
    x_F_n_ = (
        x_F_n_
        - border[153] * x_F_p_
        - border[154] * x_G_c_
        - border[155] * x_E_b_
        - border[156] * x_E_c_
        - border[157] * x_M_b_
        - border[158] * x_M_c_
        - border[159] * x_W_c_
        - border[160] * x_surface_total_
    ) * border[152]
    x_reach_pos_ = (
        x_reach_pos_
        - border[140] * x_E_b_
        - border[141] * x_E_c_
        - border[142] * x_M_b_
        - border[143] * x_M_c_
        - border[144] * x_W_c_
        - border[145] * x_surface_total_
    ) * border[139]
    x_reach_neg_ = (
        x_reach_neg_
        - border[132] * x_E_b_
        - border[133] * x_E_c_
        - border[134] * x_M_b_
        - border[135] * x_M_c_
        - border[136] * x_W_c_
        - border[137] * x_surface_total_
    ) * border[131]
    x_X_c_ = (
        x_X_c_
        - border[123] * x_reach_neg_
        - border[124] * x_reach_pos_
        - border[125] * x_F_n_
        - border[126] * x_F_p_
        - border[127] * x_G_c_
        - border[128] * x_E_c_
        - border[129] * x_M_c_
    ) * border[122]
    x_tumour_cavity_ = (
        x_tumour_cavity_
        - border[114] * x_E_b_
        - border[115] * x_E_c_
        - border[116] * x_M_b_
        - border[117] * x_M_c_
        - border[118] * x_W_c_
        - border[119] * x_surface_total_
    ) * border[113]
    x_M_l_ = (x_M_l_ - border[110] * x_E_b_ - border[111] * x_M_b_) * border[109]
    x_E_l_ = (x_E_l_ - border[102] * x_M_l_ - border[103] * x_E_b_ - border[104] * x_M_b_) * border[101]
    x_M_p_ = (x_M_p_ - border[95] * x_E_b_ - border[96] * x_M_b_) * border[94]
    x_volume_total_ = (
        x_volume_total_
        - border[87] * x_E_b_
        - border[88] * x_E_c_
        - border[89] * x_M_b_
        - border[90] * x_M_c_
        - border[91] * x_W_c_
        - border[92] * x_surface_total_
    ) * border[86]
    x_live_lesions_ = (
        x_live_lesions_
        - border[79] * x_E_b_
        - border[80] * x_E_c_
        - border[81] * x_M_b_
        - border[82] * x_M_c_
        - border[83] * x_W_c_
        - border[84] * x_surface_total_
    ) * border[78]
    x_V_c_ = (x_V_c_ - border[76] * x_G_c_) * border[75]
    x_L_f_ = (x_L_f_ - border[74] * x_G_c_) * border[73]
    x_W_s_ = (
        x_W_s_
        - border[68] * x_M_p_
        - border[69] * x_E_l_
        - border[70] * x_M_l_
        - border[71] * x_E_b_
        - border[72] * x_M_b_
    ) * border[67]
    x_E_p_ = (x_E_p_ - border[65] * x_E_b_) * border[64]
    x_G_b_ = (
        x_G_b_
        - border[55] * x_E_p_
        - border[56] * x_V_c_
        - border[57] * x_G_c_
        - border[58] * x_E_b_
        - border[59] * x_E_c_
        - border[60] * x_M_b_
        - border[61] * x_M_c_
        - border[62] * x_W_c_
        - border[63] * x_surface_total_
    ) * border[54]
    x_prol_p_ = (x_prol_p_ - border[52] * x_G_b_) * border[51]
    x_t3_p_ = (x_t3_p_ - border[46] * x_prol_p_) * border[45]
    x_A_ = (x_A_ - border[43] * x_G_b_) * border[42]
    x_prol_n_ = (x_prol_n_ - border[40] * x_A_) * border[39]
    x_t3_n_ = (x_t3_n_ - border[35] * x_prol_n_) * border[34]
    x_t2_p_ = (x_t2_p_ - border[32] * x_prol_p_) * border[31]
    x_t2_n_ = (x_t2_n_ - border[29] * x_prol_n_) * border[28]
    x_t1_p_ = (x_t1_p_ - border[26] * x_prol_p_) * border[25]
    x_t1_n_ = (x_t1_n_ - border[24] * x_prol_n_) * border[23]
    x_circ_p_ = (x_circ_p_ - border[22] * x_t3_p_) * border[21]
    x_circ_n_ = (x_circ_n_ - border[20] * x_t3_n_) * border[19]
    x_neuro_ = (x_neuro_ - border[18] * x_A_) * border[17]
    x_lym_ = (x_lym_) * border[15]
    x_TZ_ = (x_TZ_) * border[13]
    x_LD_ = (x_LD_) * border[12]
    x_J_lung_ = (x_J_lung_ - border[11] * x_E_p_) * border[10]
    x_J_heart_ = (x_J_heart_ - border[9] * x_E_b_) * border[8]
    x_I6_ = (x_I6_ - border[6] * x_TZ_ - border[7] * x_A_) * border[5]
    x_H_ = (x_H_) * border[4]
    x_DX_ = (x_DX_) * border[3]
    x_CRP_ = (x_CRP_ - border[1] * x_I6_ - border[2] * x_TZ_) * border[0]
    x[0] = x_M_b_
    x[1] = x_E_b_
    x[2] = x_M_p_
    x[3] = x_E_p_
    x[4] = x_M_l_
    x[5] = x_E_l_
    x[6] = x_M_c_
    x[7] = x_E_c_
    x[8] = x_X_c_
    x[9] = x_F_p_
    x[10] = x_F_n_
    x[11] = x_L_f_
    x[12] = x_V_c_
    x[13] = x_G_c_
    x[14] = x_G_b_
    x[15] = x_A_
    x[16] = x_I6_
    x[17] = x_CRP_
    x[18] = x_H_
    x[19] = x_J_lung_
    x[20] = x_J_heart_
    x[21] = x_prol_n_
    x[22] = x_t1_n_
    x[23] = x_t2_n_
    x[24] = x_t3_n_
    x[25] = x_circ_n_
    x[26] = x_prol_p_
    x[27] = x_t1_p_
    x[28] = x_t2_p_
    x[29] = x_t3_p_
    x[30] = x_circ_p_
    x[31] = x_LD_
    x[32] = x_TZ_
    x[33] = x_DX_
    x[34] = x_W_s_
    x[35] = x_W_c_
    x[36] = x_lym_
    x[37] = x_neuro_
    x[38] = 0.0
    x[39] = 0.0
    x[40] = 0.0
    x[41] = 0.0
    x[42] = 0.0
    x[43] = 0.0
    for k in range(n_lesions):
        a_ = block[k]
        x_M_ = x[44 + 7 * k + 0]
        x_E_ = x[44 + 7 * k + 1]
        x_X_ = x[44 + 7 * k + 2]
        x_P_ = x[44 + 7 * k + 3]
        x_N_ = x[44 + 7 * k + 4]
        x_D_ = x[44 + 7 * k + 5]
        x_L_ = x[44 + 7 * k + 6]
        x_P_ = (
            x_P_
            - a_[64] * x_DX_
            - a_[65] * x_E_b_
            - a_[66] * x_E_c_
            - a_[67] * x_M_b_
            - a_[68] * x_M_c_
            - a_[69] * x_W_c_
            - a_[70] * x_surface_total_
        ) * a_[63]
        x_N_ = (
            x_N_
            - a_[50] * x_P_
            - a_[51] * x_DX_
            - a_[52] * x_E_b_
            - a_[53] * x_E_c_
            - a_[54] * x_M_b_
            - a_[55] * x_M_c_
            - a_[56] * x_W_c_
            - a_[57] * x_surface_total_
        ) * a_[49]
        x_M_ = (
            x_M_
            - a_[36] * x_N_
            - a_[37] * x_P_
            - a_[38] * x_DX_
            - a_[39] * x_E_b_
            - a_[40] * x_E_c_
            - a_[41] * x_M_b_
            - a_[42] * x_M_c_
            - a_[43] * x_W_c_
            - a_[44] * x_surface_total_
        ) * a_[35]
        x_E_ = (
            x_E_
            - a_[24] * x_M_
            - a_[25] * x_N_
            - a_[26] * x_P_
            - a_[27] * x_DX_
            - a_[28] * x_E_b_
            - a_[29] * x_E_c_
            - a_[30] * x_W_c_
            - a_[31] * x_surface_total_
        ) * a_[23]
        x_L_ = (
            x_L_
            - a_[15] * x_E_
            - a_[16] * x_M_
            - a_[17] * x_N_
            - a_[18] * x_P_
            - a_[19] * x_DX_
            - a_[20] * x_W_c_
        ) * a_[14]
        x_X_ = (x_X_ - a_[8] * x_L_ - a_[9] * x_E_ - a_[10] * x_M_ - a_[11] * x_N_ - a_[12] * x_P_) * a_[7]
        x_D_ = (
            x_D_ - a_[1] * x_X_ - a_[2] * x_L_ - a_[3] * x_E_ - a_[4] * x_M_ - a_[5] * x_N_ - a_[6] * x_P_
        ) * a_[0]
        x[44 + 7 * k + 0] = x_M_
        x[44 + 7 * k + 1] = x_E_
        x[44 + 7 * k + 2] = x_X_
        x[44 + 7 * k + 3] = x_P_
        x[44 + 7 * k + 4] = x_N_
        x[44 + 7 * k + 5] = x_D_
        x[44 + 7 * k + 6] = x_L_
