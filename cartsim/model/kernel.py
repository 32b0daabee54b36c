"""GENERATED from the laws by `make kernel`. Do not edit: change the law instead.

Every array is (row, lane). Rows of
y: body states, one unused row per sum over lesions, then the states of each lesion group in turn (a place
without a group, up to an even number of them, holds no cells);
p: parameters, inputs set by the schedule, constants of the patient;
q: per group, its own parameters and constants; kept: per group, scratch.
"""

# ruff: noqa
from cartsim._lanes import full, get, largest, pairs, put, sqrt, where
from cartsim._straight import straight
from cartsim.model.vector_math import cube_root, log, power, power_slope

BODY_STATES = (
    "M_b", "E_b", "M_p", "E_p", "M_l", "E_l", "M_c", "E_c", "X_c", "F_p", "F_n", "L_f", "V_c", "G_c", "G_b", "A",
    "I6", "CRP", "H", "J_lung", "J_heart", "prol_n", "t1_n", "t2_n", "t3_n", "circ_n", "prol_p", "t1_p", "t2_p",
    "t3_p", "circ_p", "LD", "TZ", "DX", "W_s", "W_c", "lym", "neuro",
)
TOTALS = (
    "reach_pos", "reach_neg", "surface_total", "tumour_cavity", "volume_total", "live_lesions",
)
LESION_STATES = (
    "M", "E", "X", "P", "N", "D", "L",
)
PARAMETERS = (
    "a_c", "a_serosa", "a_sw", "a_t", "alc0", "anc0", "b6", "b_sw", "car", "cell_floor", "circ_floor", "crp0",
    "crp_50", "crp_max", "d_e", "d_m", "d_x", "delta", "design_pool", "design_scfv", "design_zeta", "dex_division",
    "dex_myeloid", "dex_neuro", "dex_secretion", "dx_50", "e50_inj", "e_ld_n", "e_ld_p", "f_gb", "f_gs", "f_m",
    "f_p0", "f_rest", "f_z", "g50", "g50_v", "g_cavity", "g_lung", "gamma_n", "gamma_p", "giga_per_ul", "h_syn",
    "heart_share", "her2_heart", "her2_lung", "her2_n", "her2_p", "hom_e", "hom_m", "i_max_k", "i_max_p", "il6_block",
    "il6_fever", "il6_leak", "il6_of_a", "il6_oxygen", "k50_k", "k50_p", "k6", "k_a", "k_aicd", "k_bc", "k_bl",
    "k_bp", "k_bt", "k_clear", "k_crp", "k_ct", "k_dx", "k_g", "k_gb", "k_gt", "k_inj", "k_kill", "k_l", "k_lb",
    "k_ld", "k_loss", "k_lym", "k_me", "k_neuro", "k_on", "k_pb", "k_pd", "k_rep", "k_sf1", "k_sf_f", "k_sw", "k_tb",
    "k_tc", "k_tz", "k_x", "ka50", "kd_car", "kd_pd", "kd_sw", "kill_lym", "l0", "map0", "map_fall", "map_low",
    "map_pressor", "map_pressors", "mtt_n", "mtt_p", "mu_e", "mu_m", "n_g", "n_host", "n_p", "n_pd1", "neuro_half",
    "neuro_hill", "nm_um3", "other_white", "oxygen_effusion", "oxygen_hill", "oxygen_low", "oxygen_lung",
    "oxygen_max", "oxygen_positive", "pd1", "pd1_50", "pdl1_heart", "pdl1_lung", "phi_v", "plt0", "q_lymph", "r_c",
    "r_em", "r_l", "rho", "s6", "s_g", "sus_crs", "sus_neuro", "sw", "t_max", "t_ref", "tau_fit", "tau_l", "tau_p",
    "temp0", "temp_rise", "tumour_c0", "tz_50", "v_b", "v_c0", "v_d0", "v_floor", "v_half", "v_min", "v_tissue",
    "v_tz", "w_c", "w_g_v", "w_s", "x_base",
)
INPUTS = (
    "infusion_iv", "infusion_cavity", "treated", "lodgers",
)
CONSTANTS = (
    "proofreading", "kd_car_2d", "kd_sw_2d", "complexes_pos", "complexes_neg", "complexes_lung", "complexes_heart",
    "pdl1_density_p", "pdl1_density_h", "scfv_bound_p", "scfv_bound_h", "pool_bound_p", "pool_bound_h",
    "switch_bound_p", "switch_bound_h", "switch_signal_p", "switch_signal_h", "zeta_signal_p", "zeta_signal_h",
    "kill_organ_p", "kill_organ_h", "prol_organ_p", "baseline_n", "baseline_p", "k_transit_n", "k_transit_p", "c0_",
    "c1_", "c2_", "c3_", "c4_", "c5_", "c6_", "c7_", "c8_", "c9_", "c10_", "c11_", "c12_", "c13_", "c14_", "c15_",
    "c16_", "c17_", "c18_", "c19_", "c20_", "c21_", "c22_", "c23_", "c24_", "c25_", "c26_", "c27_", "c28_", "c29_",
    "c30_", "c31_", "c32_", "c33_", "c34_", "c35_", "c36_", "c37_", "c38_", "c39_", "c40_", "c41_", "c42_", "c43_",
    "c44_", "c45_", "c46_", "c47_", "c48_", "c49_", "c50_", "c51_", "c52_", "c53_", "c54_", "c55_", "c56_", "c57_",
    "c58_", "c59_", "c60_", "c61_", "c62_", "c63_", "c64_", "c65_", "c66_", "c67_", "c68_", "c69_", "c70_", "c71_",
    "c72_", "c73_", "c74_", "c75_", "c76_", "c77_", "c78_", "c79_", "c80_", "c81_", "c82_", "c83_", "c84_", "c85_",
    "c86_", "c87_", "c88_", "c89_", "c90_", "c91_", "c92_", "c93_",
)
LESION_PARAMETERS = (
    "n", "cavity",
)
LESION_CONSTANTS = (
    "g0_", "g1_", "g2_", "g3_", "g4_", "g5_", "g6_",
)
KEPT = (
    "tumour", "radius", "rim", "phi", "volume", "surface", "pdl1_density", "scfv_bound", "pool_bound", "switch_bound",
    "switch_signal", "accessible", "crowd", "engaged", "lesion_car_t", "engaged_cells",
)
BODY_OBSERVABLES = (
    "car_t_blood", "car_t_lung", "car_t_lymphoid", "car_t_cavity", "car_t_tumour", "tumour_cells",
    "free_tumour_cells", "effusion_volume", "pdl1", "switch_signal", "ifng", "ifng_cavity", "myeloid_activation",
    "il6", "il6_signal", "crp", "lung_injury", "heart_injury", "anc", "platelets", "lymphocytes", "white_cells",
    "host_recovery", "fitness_systemic", "fitness_cavity", "temperature", "mean_arterial_pressure", "oxygen_crs",
    "oxygen_need", "neuro_severity", "ice_score", "treated", "crs_grade",
)
LESION_OBSERVABLES = (
    "lesion_diameter", "lesion_tumour_cells", "lesion_car_t",
)

@straight
def prepare_(p, q, n_lesions):
    """Constants of this patient, into p and q."""
    k_on = get(p, 82)
    kd_car = get(p, 94)
    tau_p = get(p, 142)
    n_p = get(p, 110)
    proofreading = power(k_on*kd_car*tau_p + 1.0, -n_p)
    put(p, 163, proofreading)
    h_syn = get(p, 42)
    nm_um3 = get(p, 114)
    kd_car_2d = h_syn*kd_car*nm_um3
    put(p, 164, kd_car_2d)
    kd_sw = get(p, 96)
    kd_sw_2d = h_syn*kd_sw*nm_um3
    put(p, 165, kd_sw_2d)
    her2_p = get(p, 47)
    a_c = get(p, 0)
    t6_ = her2_p*(1.0/a_c)
    car = get(p, 8)
    a_t = get(p, 3)
    t7_ = car*(1.0/a_t)
    t8_ = 2.0*t7_
    complexes_pos = (proofreading*t6_*t8_)*(1.0/(kd_car_2d + t6_ + t7_ + sqrt(kd_car_2d*(kd_car_2d + 2.0*t6_ + t8_) + ((-t6_ + t7_)*(-t6_ + t7_)))))
    put(p, 166, complexes_pos)
    her2_n = get(p, 46)
    t11_ = her2_n*(1.0/a_c)
    t12_ = car*(1.0/a_t)
    t13_ = 2.0*t12_
    complexes_neg = (proofreading*t11_*t13_)*(1.0/(kd_car_2d + t11_ + t12_ + sqrt(kd_car_2d*(kd_car_2d + 2.0*t11_ + t13_) + ((-t11_ + t12_)*(-t11_ + t12_)))))
    put(p, 167, complexes_neg)
    her2_lung = get(p, 45)
    t16_ = her2_lung*(1.0/a_c)
    t17_ = car*(1.0/a_t)
    t18_ = 2.0*t17_
    complexes_lung = (proofreading*t16_*t18_)*(1.0/(kd_car_2d + t16_ + t17_ + sqrt(kd_car_2d*(kd_car_2d + 2.0*t16_ + t18_) + ((-t16_ + t17_)*(-t16_ + t17_)))))
    put(p, 168, complexes_lung)
    her2_heart = get(p, 44)
    t21_ = her2_heart*(1.0/a_c)
    t22_ = car*(1.0/a_t)
    t23_ = 2.0*t22_
    complexes_heart = (proofreading*t21_*t23_)*(1.0/(kd_car_2d + t21_ + t22_ + sqrt(kd_car_2d*(kd_car_2d + 2.0*t21_ + t23_) + ((-t21_ + t22_)*(-t21_ + t22_)))))
    put(p, 169, complexes_heart)
    pdl1_lung = get(p, 125)
    pdl1_density_p = pdl1_lung*(1.0/a_c)
    put(p, 170, pdl1_density_p)
    pdl1_heart = get(p, 124)
    pdl1_density_h = pdl1_heart*(1.0/a_c)
    put(p, 171, pdl1_density_h)
    t30_ = (1.0/a_t)
    design_scfv = get(p, 19)
    sw = get(p, 137)
    t31_ = design_scfv*sw*t30_
    t32_ = 2.0*pdl1_density_p
    scfv_bound_p = (t31_*t32_)*(1.0/(kd_sw_2d + pdl1_density_p + t31_ + sqrt(kd_sw_2d*(kd_sw_2d + 2.0*t31_ + t32_) + ((design_scfv*sw*t30_ - pdl1_density_p)*(design_scfv*sw*t30_ - pdl1_density_p)))))
    put(p, 172, scfv_bound_p)
    t35_ = (1.0/a_t)
    t36_ = design_scfv*sw*t35_
    t37_ = 2.0*pdl1_density_h
    scfv_bound_h = (t36_*t37_)*(1.0/(kd_sw_2d + pdl1_density_h + t36_ + sqrt(kd_sw_2d*(kd_sw_2d + 2.0*t36_ + t37_) + ((design_scfv*sw*t35_ - pdl1_density_h)*(design_scfv*sw*t35_ - pdl1_density_h)))))
    put(p, 173, scfv_bound_h)
    design_pool = get(p, 18)
    pd1 = get(p, 122)
    t40_ = (design_pool*sw + pd1)*(1.0/a_t)
    t41_ = 2.0*t40_
    t42_ = pdl1_density_p - scfv_bound_p
    kd_pd = get(p, 95)
    pool_bound_p = (t41_*t42_)*(1.0/(kd_pd + t40_ + t42_ + sqrt(kd_pd*(kd_pd + 2.0*pdl1_density_p - 2.0*scfv_bound_p + t41_) + ((-pdl1_density_p + scfv_bound_p + t40_)*(-pdl1_density_p + scfv_bound_p + t40_)))))
    put(p, 174, pool_bound_p)
    t45_ = (design_pool*sw + pd1)*(1.0/a_t)
    t46_ = 2.0*t45_
    t47_ = pdl1_density_h - scfv_bound_h
    pool_bound_h = (t46_*t47_)*(1.0/(kd_pd + t45_ + t47_ + sqrt(kd_pd*(kd_pd + 2.0*pdl1_density_h - 2.0*scfv_bound_h + t46_) + ((-pdl1_density_h + scfv_bound_h + t45_)*(-pdl1_density_h + scfv_bound_h + t45_)))))
    put(p, 175, pool_bound_h)
    t50_ = design_pool*sw
    switch_bound_p = (pool_bound_p*t50_)*(1.0/(pd1 + t50_)) + scfv_bound_p
    put(p, 176, switch_bound_p)
    t53_ = design_pool*sw
    switch_bound_h = (pool_bound_h*t53_)*(1.0/(pd1 + t53_)) + scfv_bound_h
    put(p, 177, switch_bound_h)
    t56_ = largest(switch_bound_p, 0.0)
    k_sw = get(p, 88)
    switch_signal_p = t56_*(1.0/(k_sw + t56_))
    put(p, 178, switch_signal_p)
    t59_ = largest(switch_bound_h, 0.0)
    switch_signal_h = t59_*(1.0/(k_sw + t59_))
    put(p, 179, switch_signal_h)
    design_zeta = get(p, 20)
    f_z = get(p, 34)
    zeta_signal_p = design_zeta*f_z*switch_signal_p
    put(p, 180, zeta_signal_p)
    zeta_signal_h = design_zeta*f_z*switch_signal_h
    put(p, 181, zeta_signal_h)
    t66_ = (complexes_lung*complexes_lung)
    k50_k = get(p, 57)
    kill_organ_p = -(1.0 - zeta_signal_p)*((-t66_)*(1.0/((k50_k*k50_k) + t66_)) + 1.0) + 1.0
    put(p, 182, kill_organ_p)
    t69_ = (complexes_heart*complexes_heart)
    kill_organ_h = -(1.0 - zeta_signal_h)*((-t69_)*(1.0/((k50_k*k50_k) + t69_)) + 1.0) + 1.0
    put(p, 183, kill_organ_h)
    t72_ = largest(complexes_lung, 0.0)
    k50_p = get(p, 58)
    prol_organ_p = -(1.0 - zeta_signal_p)*((-t72_)*(1.0/(k50_p + t72_)) + 1.0) + 1.0
    put(p, 184, prol_organ_p)
    anc0 = get(p, 5)
    baseline_n = anc0
    put(p, 185, baseline_n)
    plt0 = get(p, 127)
    baseline_p = plt0
    put(p, 186, baseline_p)
    mtt_n = get(p, 104)
    k_transit_n = 4.0*(1.0/mtt_n)
    put(p, 187, k_transit_n)
    mtt_p = get(p, 105)
    k_transit_p = 4.0*(1.0/mtt_p)
    put(p, 188, k_transit_p)
    k_sf_f = get(p, 87)
    c0_ = 0.001*k_sf_f
    put(p, 189, c0_)
    f_rest = get(p, 33)
    c1_ = 1.0 - f_rest
    put(p, 190, c1_)
    q_lymph = get(p, 128)
    r_c = get(p, 129)
    v_c0 = get(p, 148)
    c2_ = q_lymph*(1.0/(r_c*v_c0))
    put(p, 191, c2_)
    tau_fit = get(p, 140)
    c3_ = (1.0/tau_fit)
    put(p, 192, c3_)
    f_m = get(p, 31)
    f_p0 = get(p, 32)
    c4_ = f_m*f_p0
    put(p, 193, c4_)
    c5_ = f_p0*(1.0 - f_m)
    put(p, 194, c5_)
    c6_ = f_m*(1.0 - f_p0)
    put(p, 195, c6_)
    c7_ = (1.0 - f_m)*(1.0 - f_p0)
    put(p, 196, c7_)
    c8_ = 1.0 - f_m
    put(p, 197, c8_)
    x_base = get(p, 158)
    c9_ = 1.0 - x_base
    put(p, 198, c9_)
    k_g = get(p, 70)
    t_max = get(p, 138)
    t_ref = get(p, 139)
    c10_ = k_g*(1.0/(log(t_max*(1.0/t_ref))))
    put(p, 199, c10_)
    c11_ = q_lymph*(1.0/v_c0)
    put(p, 200, c11_)
    f_gb = get(p, 29)
    k_gt = get(p, 72)
    v_b = get(p, 147)
    c12_ = (f_gb*k_gt)*(1.0/v_b)
    put(p, 201, c12_)
    g_lung = get(p, 38)
    s_g = get(p, 134)
    c13_ = (g_lung*prol_organ_p*s_g)*(1.0/v_b)
    put(p, 202, c13_)
    k_inj = get(p, 73)
    c14_ = k_inj*kill_organ_p
    put(p, 203, c14_)
    heart_share = get(p, 43)
    c15_ = (heart_share*heart_share)*k_inj*kill_organ_h
    put(p, 204, c15_)
    tau_l = get(p, 141)
    c16_ = (1.0/tau_l)
    put(p, 205, c16_)
    alc0 = get(p, 4)
    k_lym = get(p, 79)
    c17_ = alc0*k_lym
    put(p, 206, c17_)
    c18_ = (1.0/a_c)
    put(p, 207, c18_)
    c19_ = (design_scfv*sw)*(1.0/a_t)
    put(p, 208, c19_)
    c20_ = kd_sw_2d + (2.0*design_scfv*sw)*(1.0/a_t)
    put(p, 209, c20_)
    c21_ = kd_sw_2d + (design_scfv*sw)*(1.0/a_t)
    put(p, 210, c21_)
    c22_ = (2.0*design_scfv*sw)*(1.0/a_t)
    put(p, 211, c22_)
    c23_ = (design_pool*sw + pd1)*(1.0/a_t)
    put(p, 212, c23_)
    c24_ = kd_pd + (2.0*(design_pool*sw + pd1))*(1.0/a_t)
    put(p, 213, c24_)
    c25_ = kd_pd + (design_pool*sw + pd1)*(1.0/a_t)
    put(p, 214, c25_)
    c26_ = (2.0*(design_pool*sw + pd1))*(1.0/a_t)
    put(p, 215, c26_)
    c27_ = pd1*(1.0/(design_pool*sw + pd1))
    put(p, 216, c27_)
    t139_ = design_pool*sw
    c28_ = t139_*(1.0/(pd1 + t139_))
    put(p, 217, c28_)
    c29_ = design_zeta*f_z
    put(p, 218, c29_)
    t144_ = (complexes_pos*complexes_pos)
    c30_ = t144_*(1.0/((k50_k*k50_k) + t144_)) - 1.0
    put(p, 219, c30_)
    t147_ = (complexes_neg*complexes_neg)
    c31_ = t147_*(1.0/((k50_k*k50_k) + t147_)) - 1.0
    put(p, 220, c31_)
    t150_ = largest(complexes_pos, 0.0)
    c32_ = t150_*(1.0/(k50_p + t150_)) - 1.0
    put(p, 221, c32_)
    t153_ = largest(complexes_neg, 0.0)
    c33_ = t153_*(1.0/(k50_p + t153_)) - 1.0
    put(p, 222, c33_)
    pd1_50 = get(p, 123)
    c34_ = (1.0/pd1_50)
    put(p, 223, c34_)
    c35_ = (1.0/k_gt)
    put(p, 224, c35_)
    g50 = get(p, 35)
    c36_ = (1.0/g50)
    put(p, 225, c36_)
    r_l = get(p, 131)
    c37_ = r_l - 1.0
    put(p, 226, c37_)
    c38_ = (1.0/v_b)
    put(p, 227, c38_)
    v_tz = get(p, 154)
    c39_ = (1.0/v_tz)
    put(p, 228, c39_)
    circ_floor = get(p, 10)
    c40_ = baseline_n*circ_floor
    put(p, 229, c40_)
    c41_ = baseline_p*circ_floor
    put(p, 230, c41_)
    rho = get(p, 132)
    c42_ = 0.23873241463784301*(1.0/rho)
    put(p, 231, c42_)
    phi_v = get(p, 126)
    c43_ = 1.0 - phi_v
    put(p, 232, c43_)
    c44_ = (1.0/rho)
    put(p, 233, c44_)
    c45_ = kd_sw_2d + (-design_scfv*sw)*(1.0/a_t)
    put(p, 234, c45_)
    c46_ = kd_pd + (-(design_pool*sw + pd1))*(1.0/a_t)
    put(p, 235, c46_)
    c47_ = (-2.0*(design_pool*sw + pd1))*(1.0/a_t)
    put(p, 236, c47_)
    c48_ = -kd_pd + (design_pool*sw + pd1)*(1.0/a_t)
    put(p, 237, c48_)
    t186_ = (complexes_pos*complexes_pos)
    c49_ = (-t186_)*(1.0/((k50_k*k50_k) + t186_)) + 1.0
    put(p, 238, c49_)
    t189_ = (complexes_neg*complexes_neg)
    c50_ = (-t189_)*(1.0/((k50_k*k50_k) + t189_)) + 1.0
    put(p, 239, c50_)
    t192_ = largest(complexes_pos, 0.0)
    c51_ = (-t192_)*(1.0/(k50_p + t192_)) + 1.0
    put(p, 240, c51_)
    t195_ = largest(complexes_neg, 0.0)
    c52_ = (-t195_)*(1.0/(k50_p + t195_)) + 1.0
    put(p, 241, c52_)
    c53_ = (-1.0)*(1.0/pd1_50)
    put(p, 242, c53_)
    c54_ = (r_l - 1.0)*(1.0/g50)
    put(p, 243, c54_)
    c55_ = (-(r_l - 1.0))*(1.0/g50)
    put(p, 244, c55_)
    c56_ = (-1.0)*(1.0/v_tz)
    put(p, 245, c56_)
    dex_secretion = get(p, 24)
    c57_ = -dex_secretion*s_g
    put(p, 246, c57_)
    c58_ = q_lymph*(1.0 - f_rest)
    put(p, 247, c58_)
    dex_division = get(p, 21)
    hom_e = get(p, 48)
    c59_ = -dex_division*hom_e
    put(p, 248, c59_)
    mu_e = get(p, 106)
    c60_ = -dex_division*mu_e
    put(p, 249, c60_)
    k_x = get(p, 92)
    c61_ = k_x*(1.0 - x_base)
    put(p, 250, c61_)
    c62_ = (-k_g)*(1.0/(log(t_max*(1.0/t_ref))))
    put(p, 251, c62_)
    dex_myeloid = get(p, 22)
    k_a = get(p, 60)
    c63_ = -dex_myeloid*k_a
    put(p, 252, c63_)
    k6 = get(p, 59)
    s6 = get(p, 133)
    c64_ = 2.0*k6*s6
    put(p, 253, c64_)
    il6_block = get(p, 52)
    c65_ = -il6_block*k6
    put(p, 254, c65_)
    c66_ = 2.0*k_inj*kill_organ_p
    put(p, 255, c66_)
    c67_ = -k_inj*kill_organ_p
    put(p, 256, c67_)
    c68_ = 2.0*(heart_share*heart_share)*k_inj*kill_organ_h
    put(p, 257, c68_)
    c69_ = -(heart_share*heart_share*heart_share)*k_inj*kill_organ_h
    put(p, 258, c69_)
    c70_ = (-1.0)*(1.0/tau_l)
    put(p, 259, c70_)
    w_c = get(p, 155)
    c71_ = -k_transit_n*w_c
    put(p, 260, c71_)
    e_ld_n = get(p, 27)
    c72_ = -e_ld_n*k_transit_n
    put(p, 261, c72_)
    c73_ = -k_transit_p*w_c
    put(p, 262, c73_)
    e_ld_p = get(p, 28)
    c74_ = -e_ld_p*k_transit_p
    put(p, 263, c74_)
    k_neuro = get(p, 81)
    c75_ = 2.0*k_neuro
    put(p, 264, c75_)
    dex_neuro = get(p, 23)
    c76_ = -dex_neuro*k_neuro
    put(p, 265, c76_)
    d_m = get(p, 15)
    k_bc = get(p, 62)
    k_bl = get(p, 63)
    k_bp = get(p, 64)
    c77_ = -d_m - k_bc - k_bl - k_bp
    put(p, 266, c77_)
    d_e = get(p, 14)
    r_em = get(p, 130)
    c78_ = -d_e - k_bc - k_bl - k_bp - r_em
    put(p, 267, c78_)
    k_lb = get(p, 76)
    c79_ = -d_m - k_lb
    put(p, 268, c79_)
    c80_ = -d_e - k_lb - r_em
    put(p, 269, c80_)
    k_pb = get(p, 83)
    c81_ = -d_m - k_pb
    put(p, 270, c81_)
    k_pd = get(p, 84)
    c82_ = -d_e - k_pb - k_pd - r_em
    put(p, 271, c82_)
    c83_ = -c2_ - d_m
    put(p, 272, c83_)
    c84_ = -c2_ - d_e - r_em
    put(p, 273, c84_)
    delta = get(p, 17)
    c85_ = -3.0*delta
    put(p, 274, c85_)
    c86_ = (-1.0)*(1.0/k_gt)
    put(p, 275, c86_)
    k_tb = get(p, 89)
    c87_ = -d_m - k_tb
    put(p, 276, c87_)
    c88_ = -d_e - k_tb - r_em
    put(p, 277, c88_)
    il6_oxygen = get(p, 56)
    c89_ = (1.0/il6_oxygen)
    put(p, 278, c89_)
    oxygen_effusion = get(p, 116)
    c90_ = 0.001*oxygen_effusion
    put(p, 279, c90_)
    c91_ = 0.001*(1.0/v_b)
    put(p, 280, c91_)
    other_white = get(p, 115)
    c92_ = other_white + 1.0
    put(p, 281, c92_)
    neuro_half = get(p, 112)
    c93_ = (1.0/neuro_half)
    put(p, 282, c93_)
    for k in range(n_lesions):
        k_sf1 = get(p, 86)
        n = get(q, 9*k + 0)
        g0_ = k_sf1*n
        put(q, 9*k + 2, g0_)
        cavity = get(q, 9*k + 1)
        f_gs = get(p, 30)
        g1_ = cavity*f_gb + f_gs*(1.0 - cavity)
        put(q, 9*k + 3, g1_)
        g2_ = (1.0/n)
        put(q, 9*k + 4, g2_)
        g3_ = cavity*n
        put(q, 9*k + 5, g3_)
        g4_ = cavity*(1.0 - phi_v)
        put(q, 9*k + 6, g4_)
        k_tc = get(p, 90)
        g5_ = cavity*k_tc
        put(q, 9*k + 7, g5_)
        g6_ = (cavity*f_gb + f_gs*(1.0 - cavity))*(1.0/v_b)
        put(q, 9*k + 8, g6_)


@straight
def rhs_(y, p, q, n_lesions, kept, dy):
    """Adds dy/dt to `dy`."""
    L_f = get(y, 11)
    c18_ = get(p, 207)
    pdl1_density_c = L_f*c18_
    c22_ = get(p, 211)
    c21_ = get(p, 210)
    kd_sw_2d = get(p, 165)
    c20_ = get(p, 209)
    c19_ = get(p, 208)
    scfv_bound_c = (c22_*pdl1_density_c)*(1.0/(c21_ + pdl1_density_c + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density_c) + ((c19_ - pdl1_density_c)*(c19_ - pdl1_density_c)))))
    t2_ = pdl1_density_c - scfv_bound_c
    c26_ = get(p, 215)
    c25_ = get(p, 214)
    kd_pd = get(p, 95)
    c24_ = get(p, 213)
    c23_ = get(p, 212)
    pool_bound_c = (c26_*t2_)*(1.0/(c25_ + t2_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density_c - 2.0*scfv_bound_c) + ((c23_ - pdl1_density_c + scfv_bound_c)*(c23_ - pdl1_density_c + scfv_bound_c)))))
    c27_ = get(p, 216)
    pd1_bound_c = c27_*pool_bound_c
    c28_ = get(p, 217)
    switch_bound_c = c28_*pool_bound_c + scfv_bound_c
    t6_ = largest(switch_bound_c, 0.0)
    k_sw = get(p, 88)
    switch_signal_c = t6_*(1.0/(k_sw + t6_))
    c29_ = get(p, 218)
    zeta_signal_c = c29_*switch_signal_c
    c30_ = get(p, 219)
    kill_pos_c = c30_*(1.0 - zeta_signal_c) + 1.0
    c31_ = get(p, 220)
    kill_neg_c = c31_*(1.0 - zeta_signal_c) + 1.0
    c32_ = get(p, 221)
    prol_pos_c = c32_*(1.0 - zeta_signal_c) + 1.0
    c33_ = get(p, 222)
    prol_neg_c = c33_*(1.0 - zeta_signal_c) + 1.0
    c34_ = get(p, 223)
    n_pd1 = get(p, 111)
    t13_ = power(c34_*pd1_bound_c, n_pd1)
    inhibition_c = t13_*(1.0/(t13_ + 1.0))
    i_max_k = get(p, 50)
    kill_block_c = -i_max_k*inhibition_c + 1.0
    i_max_p = get(p, 51)
    prol_block_c = -i_max_p*inhibition_c + 1.0
    b_sw = get(p, 7)
    survival_c = -b_sw*switch_signal_c + 1.0
    V_c = get(y, 12)
    v_floor = get(p, 150)
    volume_c = largest(V_c, v_floor)
    E_b = get(y, 1)
    E_l = get(y, 5)
    E_p = get(y, 3)
    M_b = get(y, 0)
    M_l = get(y, 4)
    M_p = get(y, 2)
    live_systemic = E_b + E_l + E_p + M_b + M_l + M_p
    DX = get(y, 33)
    t20_ = largest(DX, 0.0)
    dx_50 = get(p, 25)
    dex = t20_*(1.0/(dx_50 + t20_))
    n_host = get(p, 109)
    H = get(y, 18)
    homeostatic_drive = (n_host*(1.0 - H))*(1.0/(n_host + largest(live_systemic, 0.0)))
    G_c = get(y, 13)
    ifng_local_c = G_c
    c36_ = get(p, 225)
    n_g = get(p, 108)
    t24_ = power(c36_*ifng_local_c, n_g)
    l0 = get(p, 98)
    c37_ = get(p, 226)
    pdl1_target_c = l0*((c37_*t24_)*(1.0/(t24_ + 1.0)) + 1.0)
    TZ = get(y, 32)
    c39_ = get(p, 228)
    t26_ = largest(TZ*c39_, 0.0)
    tz_50 = get(p, 146)
    occupancy = t26_*(1.0/(t26_ + tz_50))
    I6 = get(y, 16)
    il6_signal = I6*(1.0 - occupancy)
    baseline_n = get(p, 185)
    circ_n = get(y, 25)
    c40_ = get(p, 229)
    gamma_n = get(p, 39)
    feedback_n = power(baseline_n*(1.0/(largest(circ_n, c40_))), gamma_n)
    baseline_p = get(p, 186)
    circ_p = get(y, 30)
    c41_ = get(p, 230)
    gamma_p = get(p, 40)
    feedback_p = power(baseline_p*(1.0/(largest(circ_p, c41_))), gamma_p)
    reach_pos = full(0.0)
    reach_neg = full(0.0)
    surface_total = full(0.0)
    tumour_cavity = full(0.0)
    volume_total = full(0.0)
    live_lesions = full(0.0)
    for k in pairs(n_lesions):
        N = get(y, 44 + 7*k + 4)
        P = get(y, 44 + 7*k + 3)
        tumour = N + P
        c42_ = get(p, 231)
        g2_ = get(q, 9*k + 4)
        cell_floor = get(p, 9)
        radius = cube_root(c42_*g2_*largest(tumour, cell_floor))
        delta = get(p, 17)
        rim = 1.0 - (((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0))
        c43_ = get(p, 232)
        cavity = get(q, 9*k + 1)
        phi_v = get(p, 126)
        phi = c43_*cavity*rim + phi_v
        c44_ = get(p, 233)
        volume = c44_*tumour
        g3_ = get(q, 9*k + 5)
        surface = 12.566370614359172*g3_*(radius*radius)
        put(kept, 16*k + 0, tumour)
        put(kept, 16*k + 3, phi)
        put(kept, 16*k + 4, volume)
        put(kept, 16*k + 5, surface)
        reach_pos = reach_pos + P*cavity*phi
        reach_neg = reach_neg + N*cavity*phi
        surface_total = surface_total + surface
        tumour_cavity = tumour_cavity + cavity*tumour
        volume_total = volume_total + volume
        E = get(y, 44 + 7*k + 1)
        M = get(y, 44 + 7*k + 0)
        live_lesions = live_lesions + E + M
    F_n = get(y, 10)
    w_s = get(p, 157)
    t54_ = F_n + reach_neg*w_s
    F_p = get(y, 9)
    t55_ = F_p + reach_pos*w_s
    cell_floor = get(p, 9)
    prol_signal_c = (prol_neg_c*t54_ + prol_pos_c*t55_)*(1.0/(largest(t54_ + t55_, cell_floor)))
    W_c = get(y, 35)
    a_sw = get(p, 2)
    gain_c = W_c*prol_block_c*prol_signal_c*(a_sw*switch_signal_c + 1.0)
    accessible_c = F_n + F_p + w_s*(reach_neg + reach_pos)
    E_c = get(y, 7)
    M_c = get(y, 6)
    X_c = get(y, 8)
    c0_ = get(p, 189)
    crowd_c = E_c + M_c + X_c + accessible_c + c0_*largest(V_c, 0.0)
    engaged_c = accessible_c*(1.0/crowd_c)
    tumour_bathed = F_n + F_p + tumour_cavity
    lodgers = get(p, 162)
    live_regional = E_c + M_c + live_lesions + lodgers
    k_bc = get(p, 62)
    k_bt = get(p, 65)
    renewal = ((E_b + M_b)*(k_bc + k_bt*volume_total))*(1.0/(cell_floor + live_regional))
    k_kill = get(p, 74)
    strike_c = (E_c*k_kill*kill_block_c)*(1.0/crowd_c)
    s_g = get(p, 134)
    dex_secretion = get(p, 24)
    secretion_c = E_c*engaged_c*gain_c*s_g*(-dex*dex_secretion + 1.0)
    t66_ = largest(tumour_bathed, 0.0)
    tumour_c0 = get(p, 145)
    tumour_leak = (2.0*t66_)*(1.0/(t66_ + tumour_c0))
    t68_ = largest(G_c, 0.0)
    q_lymph = get(p, 128)
    c1_ = get(p, 190)
    f_rest = get(p, 33)
    w_g_v = get(p, 156)
    g50_v = get(p, 36)
    inflow = q_lymph*(c1_*tumour_leak + f_rest + (t68_*w_g_v)*(1.0/(g50_v + t68_)))
    k_lb = get(p, 76)
    egress_M_l = M_l*k_lb
    exudation_M_b = M_b*k_bc
    k_bl = get(p, 63)
    homing_M_b = M_b*k_bl
    c6_ = get(p, 195)
    infusion_iv = get(p, 159)
    infused_memory_blood_M_b = c6_*infusion_iv
    c2_ = get(p, 191)
    lymph_drainage_M_c = M_c*c2_
    k_bp = get(p, 64)
    margination_M_b = M_b*k_bp
    d_m = get(p, 15)
    memory_death_M_b = M_b*d_m
    r_em = get(p, 130)
    memory_formation_E_b = E_b*r_em
    k_pb = get(p, 83)
    release_M_p = M_p*k_pb
    put(dy, 0, get(dy, 0) + (egress_M_l - exudation_M_b - homing_M_b + infused_memory_blood_M_b + lymph_drainage_M_c - margination_M_b - memory_death_M_b + memory_formation_E_b + release_M_p))
    d_e = get(p, 14)
    effector_death_E_b = E_b*d_e
    egress_E_l = E_l*k_lb
    exudation_E_b = E_b*k_bc
    homing_E_b = E_b*k_bl
    c7_ = get(p, 196)
    infused_effector_blood_E_b = c7_*infusion_iv
    lymph_drainage_E_c = E_c*c2_
    margination_E_b = E_b*k_bp
    release_E_p = E_p*k_pb
    put(dy, 1, get(dy, 1) + (-effector_death_E_b + egress_E_l - exudation_E_b - homing_E_b + infused_effector_blood_E_b + lymph_drainage_E_c - margination_E_b - memory_formation_E_b + release_E_p))
    c4_ = get(p, 193)
    infused_memory_lung_M_p = c4_*infusion_iv
    memory_death_M_p = M_p*d_m
    memory_formation_E_p = E_p*r_em
    put(dy, 2, get(dy, 2) + (infused_memory_lung_M_p + margination_M_b - memory_death_M_p + memory_formation_E_p - release_M_p))
    effector_death_E_p = E_p*d_e
    c5_ = get(p, 194)
    infused_effector_lung_E_p = c5_*infusion_iv
    k_pd = get(p, 84)
    lung_death_E_p = E_p*k_pd
    put(dy, 3, get(dy, 3) + (-effector_death_E_p + infused_effector_lung_E_p - lung_death_E_p + margination_E_b - memory_formation_E_p - release_E_p))
    memory_death_M_l = M_l*d_m
    memory_formation_E_l = E_l*r_em
    hom_m = get(p, 49)
    memory_homeostasis_M_l = M_l*hom_m*homeostatic_drive
    put(dy, 4, get(dy, 4) + (-egress_M_l + homing_M_b - memory_death_M_l + memory_formation_E_l + memory_homeostasis_M_l))
    effector_death_E_l = E_l*d_e
    hom_e = get(p, 48)
    dex_division = get(p, 21)
    effector_homeostasis_E_l = E_l*hom_e*homeostatic_drive*(-dex*dex_division + 1.0)
    put(dy, 5, get(dy, 5) + (-effector_death_E_l + effector_homeostasis_E_l - egress_E_l + homing_E_b - memory_formation_E_l))
    k_me = get(p, 80)
    differentiation_M_c = M_c*engaged_c*k_me*prol_signal_c
    f_m = get(p, 31)
    infusion_cavity = get(p, 160)
    infused_memory_cavity_M_c = f_m*infusion_cavity
    memory_death_M_c = M_c*d_m
    mu_m = get(p, 107)
    memory_division_M_c = M_c*engaged_c*gain_c*mu_m
    memory_formation_E_c = E_c*r_em
    put(dy, 6, get(dy, 6) + (-differentiation_M_c + exudation_M_b + infused_memory_cavity_M_c - lymph_drainage_M_c - memory_death_M_c + memory_division_M_c + memory_formation_E_c))
    k_aicd = get(p, 61)
    activation_death_E_c = E_c*engaged_c*k_aicd*prol_signal_c*survival_c
    effector_death_E_c = E_c*d_e
    mu_e = get(p, 106)
    effector_division_E_c = E_c*engaged_c*gain_c*mu_e*(-dex*dex_division + 1.0)
    k_x = get(p, 92)
    c9_ = get(p, 198)
    x_base = get(p, 158)
    exhaustion_E_c = E_c*engaged_c*k_x*survival_c*(c9_*inhibition_c + x_base)
    c8_ = get(p, 197)
    infused_effector_cavity_E_c = c8_*infusion_cavity
    put(dy, 7, get(dy, 7) + (-activation_death_E_c + differentiation_M_c - effector_death_E_c + effector_division_E_c - exhaustion_E_c + exudation_E_b + infused_effector_cavity_E_c - lymph_drainage_E_c - memory_formation_E_c))
    d_x = get(p, 16)
    exhausted_death_X_c = X_c*d_x
    put(dy, 8, get(dy, 8) + (-exhausted_death_X_c + exhaustion_E_c))
    k_loss = get(p, 78)
    free_antigen_loss_F_p = F_p*k_loss
    c10_ = get(p, 199)
    t_max = get(p, 138)
    free_growth_F_p = F_p*c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    kill_free_positive_F_p = F_p*kill_pos_c*strike_c
    put(dy, 9, get(dy, 9) + (-free_antigen_loss_F_p + free_growth_F_p - kill_free_positive_F_p))
    free_growth_F_n = F_n*c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    kill_free_negative_F_n = F_n*kill_neg_c*strike_c
    put(dy, 10, get(dy, 10) + (free_antigen_loss_F_p + free_growth_F_n - kill_free_negative_F_n))
    k_l = get(p, 75)
    free_pdl1_expression_L_f = k_l*pdl1_target_c
    free_pdl1_turnover_L_f = L_f*k_l
    put(dy, 11, get(dy, 11) + (free_pdl1_expression_L_f - free_pdl1_turnover_L_f))
    c11_ = get(p, 200)
    absorption_V_c = V_c*c11_
    weeping_V_c = inflow
    put(dy, 12, get(dy, 12) + (-absorption_V_c + weeping_V_c))
    k_gt = get(p, 72)
    ifng_fluid_loss_G_c = G_c*(inflow*(1.0/volume_c) + k_gt)
    ifng_from_fluid_G_c = secretion_c*(1.0/volume_c)
    put(dy, 13, get(dy, 13) + (-ifng_fluid_loss_G_c + ifng_from_fluid_G_c))
    c13_ = get(p, 202)
    ifng_from_lung_G_b = E_p*c13_
    G_b = get(y, 14)
    k_gb = get(p, 71)
    ifng_plasma_loss_G_b = G_b*k_gb
    c12_ = get(p, 201)
    ifng_spill_fluid_G_b = G_c*V_c*c12_
    put(dy, 14, get(dy, 14) + (ifng_from_lung_G_b - ifng_plasma_loss_G_b + ifng_spill_fluid_G_b))
    t129_ = largest(G_b, 0.0)
    k_a = get(p, 60)
    dex_myeloid = get(p, 22)
    ka50 = get(p, 93)
    myeloid_activation_A = (k_a*t129_*(-dex*dex_myeloid + 1.0))*(1.0/(ka50 + t129_))
    A = get(y, 15)
    myeloid_rest_A = A*k_a
    put(dy, 15, get(dy, 15) + (myeloid_activation_A - myeloid_rest_A))
    k6 = get(p, 59)
    il6_block = get(p, 52)
    il6_clearance_I6 = I6*k6*(-il6_block*occupancy + 1.0)
    s6 = get(p, 133)
    b6 = get(p, 6)
    il6_secretion_I6 = k6*((A*A)*s6 + b6)
    put(dy, 16, get(dy, 16) + (-il6_clearance_I6 + il6_secretion_I6))
    CRP = get(y, 17)
    k_crp = get(p, 67)
    crp_loss_CRP = CRP*k_crp
    t134_ = largest(-b6 + il6_signal, 0.0)
    crp0 = get(p, 11)
    crp_max = get(p, 13)
    crp_50 = get(p, 12)
    crp_synthesis_CRP = k_crp*(crp0 + (crp_max*t134_)*(1.0/(crp_50 + t134_)))
    put(dy, 17, get(dy, 17) + (-crp_loss_CRP + crp_synthesis_CRP))
    c16_ = get(p, 205)
    host_recovery_H = H*c16_*(1.0 - H)
    put(dy, 18, get(dy, 18) + (host_recovery_H))
    c14_ = get(p, 203)
    e50_inj = get(p, 26)
    lung_injury_onset_J_lung = ((E_p*E_p)*c14_)*(1.0/(e50_inj + largest(E_p, 0.0)))
    J_lung = get(y, 19)
    k_rep = get(p, 85)
    organ_repair_J_lung = J_lung*k_rep
    put(dy, 19, get(dy, 19) + (lung_injury_onset_J_lung - organ_repair_J_lung))
    c15_ = get(p, 204)
    heart_share = get(p, 43)
    heart_injury_onset_J_heart = ((E_b*E_b)*c15_)*(1.0/(e50_inj + largest(E_b*heart_share, 0.0)))
    J_heart = get(y, 20)
    organ_repair_J_heart = J_heart*k_rep
    put(dy, 20, get(dy, 20) + (heart_injury_onset_J_heart - organ_repair_J_heart))
    k_transit_n = get(p, 187)
    prol_n = get(y, 21)
    maturation_prol_n = k_transit_n*prol_n
    w_c = get(p, 155)
    LD = get(y, 31)
    e_ld_n = get(p, 27)
    production_prol_n = feedback_n*k_transit_n*prol_n*(-A*w_c - LD*e_ld_n + 1.0)
    put(dy, 21, get(dy, 21) + (-maturation_prol_n + production_prol_n))
    t1_n = get(y, 22)
    maturation_t1_n = k_transit_n*t1_n
    put(dy, 22, get(dy, 22) + (maturation_prol_n - maturation_t1_n))
    t2_n = get(y, 23)
    maturation_t2_n = k_transit_n*t2_n
    put(dy, 23, get(dy, 23) + (maturation_t1_n - maturation_t2_n))
    t3_n = get(y, 24)
    maturation_t3_n = k_transit_n*t3_n
    put(dy, 24, get(dy, 24) + (maturation_t2_n - maturation_t3_n))
    maturation_circ_n = circ_n*k_transit_n
    put(dy, 25, get(dy, 25) + (-maturation_circ_n + maturation_t3_n))
    k_transit_p = get(p, 188)
    prol_p = get(y, 26)
    maturation_prol_p = k_transit_p*prol_p
    e_ld_p = get(p, 28)
    production_prol_p = feedback_p*k_transit_p*prol_p*(-A*w_c - LD*e_ld_p + 1.0)
    put(dy, 26, get(dy, 26) + (-maturation_prol_p + production_prol_p))
    t1_p = get(y, 27)
    maturation_t1_p = k_transit_p*t1_p
    put(dy, 27, get(dy, 27) + (maturation_prol_p - maturation_t1_p))
    t2_p = get(y, 28)
    maturation_t2_p = k_transit_p*t2_p
    put(dy, 28, get(dy, 28) + (maturation_t1_p - maturation_t2_p))
    t3_p = get(y, 29)
    maturation_t3_p = k_transit_p*t3_p
    put(dy, 29, get(dy, 29) + (maturation_t2_p - maturation_t3_p))
    maturation_circ_p = circ_p*k_transit_p
    put(dy, 30, get(dy, 30) + (-maturation_circ_p + maturation_t3_p))
    k_ld = get(p, 77)
    chemotherapy_loss_LD = LD*k_ld
    put(dy, 31, get(dy, 31) + (-chemotherapy_loss_LD))
    k_tz = get(p, 91)
    tocilizumab_loss_TZ = TZ*k_tz
    put(dy, 32, get(dy, 32) + (-tocilizumab_loss_TZ))
    k_dx = get(p, 69)
    dexamethasone_loss_DX = DX*k_dx
    put(dy, 33, get(dy, 33) + (-dexamethasone_loss_DX))
    W_s = get(y, 34)
    fitness_infused_iv_W_s = (infusion_iv*(1.0 - W_s))*(1.0/(cell_floor + live_systemic))
    c3_ = get(p, 192)
    fitness_loss_W_s = W_s*c3_
    put(dy, 34, get(dy, 34) + (fitness_infused_iv_W_s - fitness_loss_W_s))
    fitness_brought_W_c = W_s*renewal
    fitness_diluted_W_c = W_c*renewal
    fitness_infused_cavity_W_c = (infusion_cavity*(1.0 - W_c))*(1.0/(cell_floor + live_regional))
    fitness_loss_W_c = W_c*c3_
    put(dy, 35, get(dy, 35) + (fitness_brought_W_c - fitness_diluted_W_c + fitness_infused_cavity_W_c - fitness_loss_W_c))
    lym = get(y, 36)
    kill_lym = get(p, 97)
    k_lym = get(p, 79)
    lymphocyte_loss_lym = lym*(LD*kill_lym + k_lym)
    c17_ = get(p, 206)
    lymphocyte_return_lym = c17_
    put(dy, 36, get(dy, 36) + (-lymphocyte_loss_lym + lymphocyte_return_lym))
    k_neuro = get(p, 81)
    neuro = get(y, 37)
    barrier_healing_neuro = k_neuro*neuro
    dex_neuro = get(p, 23)
    barrier_opening_neuro = (A*A)*k_neuro*(-dex*dex_neuro + 1.0)
    put(dy, 37, get(dy, 37) + (-barrier_healing_neuro + barrier_opening_neuro))
    for k in pairs(n_lesions):
        L = get(y, 44 + 7*k + 6)
        pdl1_density = L*c18_
        scfv_bound = (c22_*pdl1_density)*(1.0/(c21_ + pdl1_density + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density) + ((c19_ - pdl1_density)*(c19_ - pdl1_density)))))
        t202_ = pdl1_density - scfv_bound
        pool_bound = (c26_*t202_)*(1.0/(c25_ + t202_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density - 2.0*scfv_bound) + ((c23_ - pdl1_density + scfv_bound)*(c23_ - pdl1_density + scfv_bound)))))
        pd1_bound = c27_*pool_bound
        switch_bound = c28_*pool_bound + scfv_bound
        t206_ = largest(switch_bound, 0.0)
        switch_signal = t206_*(1.0/(k_sw + t206_))
        zeta_signal = c29_*switch_signal
        kill_pos = c30_*(1.0 - zeta_signal) + 1.0
        kill_neg = c31_*(1.0 - zeta_signal) + 1.0
        prol_pos = c32_*(1.0 - zeta_signal) + 1.0
        prol_neg = c33_*(1.0 - zeta_signal) + 1.0
        t213_ = power(c34_*pd1_bound, n_pd1)
        inhibition = t213_*(1.0/(t213_ + 1.0))
        kill_block = -i_max_k*inhibition + 1.0
        prol_block = -i_max_p*inhibition + 1.0
        N = get(y, 44 + 7*k + 4)
        P = get(y, 44 + 7*k + 3)
        prol_signal = (N*prol_neg + P*prol_pos)*(1.0/(largest(N + P, cell_floor)))
        gain = W_c*prol_block*prol_signal*(a_sw*switch_signal + 1.0)
        survival = -b_sw*switch_signal + 1.0
        phi = get(kept, 16*k + 3)
        tumour = get(kept, 16*k + 0)
        accessible = phi*tumour
        E = get(y, 44 + 7*k + 1)
        M = get(y, 44 + 7*k + 0)
        X = get(y, 44 + 7*k + 2)
        g0_ = get(q, 9*k + 2)
        crowd = E + M + X + accessible + g0_
        engaged = accessible*(1.0/crowd)
        strike = (E*k_kill*kill_block*phi)*(1.0/crowd)
        secretion = E*engaged*gain*s_g*(-dex*dex_secretion + 1.0)
        volume = get(kept, 16*k + 4)
        t225_ = largest(volume, 0.0)
        v_d0 = get(p, 149)
        v_half = get(p, 151)
        v_min = get(p, 152)
        v_tissue = get(p, 153)
        distribution_volume = (t225_*v_d0)*(1.0/(t225_ + v_half)) + v_min + v_tissue*volume
        c35_ = get(p, 224)
        ifng_local = (c35_*secretion)*(1.0/distribution_volume)
        t228_ = power(c36_*ifng_local, n_g)
        pdl1_target = l0*((c37_*t228_)*(1.0/(t228_ + 1.0)) + 1.0)
        extravasation_M_b = M_b*k_bt*volume
        k_tb = get(p, 89)
        tissue_return_M = M*k_tb
        put(dy, 0, get(dy, 0) + (-extravasation_M_b + tissue_return_M))
        extravasation_E_b = E_b*k_bt*volume
        tissue_return_E = E*k_tb
        put(dy, 1, get(dy, 1) + (-extravasation_E_b + tissue_return_E))
        k_ct = get(p, 68)
        surface = get(kept, 16*k + 5)
        a_serosa = get(p, 1)
        seeding_M_c = (M_c*k_ct*surface)*(1.0/(a_serosa + surface_total))
        cavity = get(q, 9*k + 1)
        k_tc = get(p, 90)
        shedding_M = M*cavity*k_tc
        put(dy, 6, get(dy, 6) + (-seeding_M_c + shedding_M))
        seeding_E_c = (E_c*k_ct*surface)*(1.0/(a_serosa + surface_total))
        shedding_E = E*cavity*k_tc
        put(dy, 7, get(dy, 7) + (-seeding_E_c + shedding_E))
        g_cavity = get(p, 37)
        ifng_from_cavity_lesion_G_c = (cavity*g_cavity*secretion)*(1.0/volume_c)
        put(dy, 13, get(dy, 13) + (ifng_from_cavity_lesion_G_c))
        c38_ = get(p, 227)
        g1_ = get(q, 9*k + 3)
        ifng_spill_lesion_G_b = c38_*g1_*secretion
        put(dy, 14, get(dy, 14) + (ifng_spill_lesion_G_b))
        differentiation_M = M*engaged*k_me*prol_signal
        memory_death_M = M*d_m
        memory_division_M = M*engaged*gain*mu_m
        memory_formation_E = E*r_em
        put(dy, 44 + 7*k + 0, get(dy, 44 + 7*k + 0) + (-differentiation_M + extravasation_M_b - memory_death_M + memory_division_M + memory_formation_E + seeding_M_c - shedding_M - tissue_return_M))
        activation_death_E = E*engaged*k_aicd*prol_signal*survival
        effector_death_E = E*d_e
        effector_division_E = E*engaged*gain*mu_e*(-dex*dex_division + 1.0)
        exhaustion_E = E*engaged*k_x*survival*(c9_*inhibition + x_base)
        put(dy, 44 + 7*k + 1, get(dy, 44 + 7*k + 1) + (-activation_death_E + differentiation_M - effector_death_E + effector_division_E - exhaustion_E + extravasation_E_b - memory_formation_E + seeding_E_c - shedding_E - tissue_return_E))
        exhausted_death_X = X*d_x
        put(dy, 44 + 7*k + 2, get(dy, 44 + 7*k + 2) + (-exhausted_death_X + exhaustion_E))
        antigen_loss_P = P*k_loss
        growth_P = P*c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        kill_antigen_positive_P = P*kill_pos*strike
        put(dy, 44 + 7*k + 3, get(dy, 44 + 7*k + 3) + (-antigen_loss_P + growth_P - kill_antigen_positive_P))
        growth_N = N*c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        kill_antigen_negative_N = N*kill_neg*strike
        put(dy, 44 + 7*k + 4, get(dy, 44 + 7*k + 4) + (antigen_loss_P + growth_N - kill_antigen_negative_N))
        D = get(y, 44 + 7*k + 5)
        k_clear = get(p, 66)
        clearance_D = D*k_clear
        put(dy, 44 + 7*k + 5, get(dy, 44 + 7*k + 5) + (-clearance_D + kill_antigen_negative_N + kill_antigen_positive_P))
        pdl1_expression_L = k_l*pdl1_target
        pdl1_turnover_L = L*k_l
        put(dy, 44 + 7*k + 6, get(dy, 44 + 7*k + 6) + (pdl1_expression_L - pdl1_turnover_L))


@straight
def matrix_(y, p, q, n_lesions, kept, shift, border, block, dy):
    """shift I - Jacobian: body states and sums by one another in `border`, the rest in `block`.
    A sum over lesions has the equation s - sum = 0. Adds dy/dt to `dy`, as `rhs_` does.
    """
    put(border, 76, full(0.0))
    put(border, 116, full(0.0))
    put(border, 124, full(0.0))
    put(border, 174, full(0.0))
    put(border, 132, full(0.0))
    put(border, 84, full(0.0))
    L_f = get(y, 11)
    c18_ = get(p, 207)
    pdl1_density_c = L_f*c18_
    c22_ = get(p, 211)
    c21_ = get(p, 210)
    kd_sw_2d = get(p, 165)
    c20_ = get(p, 209)
    c19_ = get(p, 208)
    scfv_bound_c = (c22_*pdl1_density_c)*(1.0/(c21_ + pdl1_density_c + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density_c) + ((c19_ - pdl1_density_c)*(c19_ - pdl1_density_c)))))
    t8_ = pdl1_density_c - scfv_bound_c
    c26_ = get(p, 215)
    c25_ = get(p, 214)
    kd_pd = get(p, 95)
    c24_ = get(p, 213)
    c23_ = get(p, 212)
    pool_bound_c = (c26_*t8_)*(1.0/(c25_ + t8_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density_c - 2.0*scfv_bound_c) + ((c23_ - pdl1_density_c + scfv_bound_c)*(c23_ - pdl1_density_c + scfv_bound_c)))))
    c27_ = get(p, 216)
    pd1_bound_c = c27_*pool_bound_c
    c28_ = get(p, 217)
    switch_bound_c = c28_*pool_bound_c + scfv_bound_c
    t12_ = largest(switch_bound_c, 0.0)
    k_sw = get(p, 88)
    switch_signal_c = t12_*(1.0/(k_sw + t12_))
    c29_ = get(p, 218)
    zeta_signal_c = c29_*switch_signal_c
    c30_ = get(p, 219)
    kill_pos_c = c30_*(1.0 - zeta_signal_c) + 1.0
    c31_ = get(p, 220)
    kill_neg_c = c31_*(1.0 - zeta_signal_c) + 1.0
    c32_ = get(p, 221)
    prol_pos_c = c32_*(1.0 - zeta_signal_c) + 1.0
    c33_ = get(p, 222)
    prol_neg_c = c33_*(1.0 - zeta_signal_c) + 1.0
    c34_ = get(p, 223)
    n_pd1 = get(p, 111)
    t19_ = power(c34_*pd1_bound_c, n_pd1)
    inhibition_c = t19_*(1.0/(t19_ + 1.0))
    i_max_k = get(p, 50)
    kill_block_c = -i_max_k*inhibition_c + 1.0
    i_max_p = get(p, 51)
    prol_block_c = -i_max_p*inhibition_c + 1.0
    b_sw = get(p, 7)
    survival_c = -b_sw*switch_signal_c + 1.0
    V_c = get(y, 12)
    v_floor = get(p, 150)
    volume_c = largest(V_c, v_floor)
    E_b = get(y, 1)
    E_l = get(y, 5)
    E_p = get(y, 3)
    M_b = get(y, 0)
    M_l = get(y, 4)
    M_p = get(y, 2)
    live_systemic = E_b + E_l + E_p + M_b + M_l + M_p
    DX = get(y, 33)
    t26_ = largest(DX, 0.0)
    dx_50 = get(p, 25)
    dex = t26_*(1.0/(dx_50 + t26_))
    n_host = get(p, 109)
    H = get(y, 18)
    homeostatic_drive = (n_host*(1.0 - H))*(1.0/(n_host + largest(live_systemic, 0.0)))
    G_c = get(y, 13)
    ifng_local_c = G_c
    c36_ = get(p, 225)
    n_g = get(p, 108)
    t30_ = power(c36_*ifng_local_c, n_g)
    l0 = get(p, 98)
    c37_ = get(p, 226)
    pdl1_target_c = l0*((c37_*t30_)*(1.0/(t30_ + 1.0)) + 1.0)
    TZ = get(y, 32)
    c39_ = get(p, 228)
    t32_ = largest(TZ*c39_, 0.0)
    tz_50 = get(p, 146)
    occupancy = t32_*(1.0/(t32_ + tz_50))
    I6 = get(y, 16)
    il6_signal = I6*(1.0 - occupancy)
    baseline_n = get(p, 185)
    circ_n = get(y, 25)
    c40_ = get(p, 229)
    gamma_n = get(p, 39)
    feedback_n = power(baseline_n*(1.0/(largest(circ_n, c40_))), gamma_n)
    baseline_p = get(p, 186)
    circ_p = get(y, 30)
    c41_ = get(p, 230)
    gamma_p = get(p, 40)
    feedback_p = power(baseline_p*(1.0/(largest(circ_p, c41_))), gamma_p)
    reach_pos = full(0.0)
    reach_neg = full(0.0)
    surface_total = full(0.0)
    tumour_cavity = full(0.0)
    volume_total = full(0.0)
    live_lesions = full(0.0)
    for k in range(n_lesions):
        N = get(y, 44 + 7*k + 4)
        P = get(y, 44 + 7*k + 3)
        tumour = N + P
        put(kept, 16*k + 0, tumour)
        c42_ = get(p, 231)
        g2_ = get(q, 9*k + 4)
        cell_floor = get(p, 9)
        radius = cube_root(c42_*g2_*largest(tumour, cell_floor))
        put(kept, 16*k + 1, radius)
        delta = get(p, 17)
        rim = 1.0 - (((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0))
        c43_ = get(p, 232)
        cavity = get(q, 9*k + 1)
        phi_v = get(p, 126)
        phi = c43_*cavity*rim + phi_v
        put(kept, 16*k + 3, phi)
        c44_ = get(p, 233)
        volume = c44_*tumour
        put(kept, 16*k + 4, volume)
        g3_ = get(q, 9*k + 5)
        surface = 12.566370614359172*g3_*(radius*radius)
        put(kept, 16*k + 5, surface)
        reach_pos = reach_pos + P*cavity*phi
        reach_neg = reach_neg + N*cavity*phi
        surface_total = surface_total + surface
        tumour_cavity = tumour_cavity + cavity*tumour
        volume_total = volume_total + volume
        E = get(y, 44 + 7*k + 1)
        M = get(y, 44 + 7*k + 0)
        live_lesions = live_lesions + E + M
    put(border, 186, full(0.0))
    put(border, 53, full(0.0))
    put(border, 59, full(0.0))
    put(border, 248, full(0.0))
    c77_ = get(p, 266)
    put(border, 153, -c77_)
    d_homeostatic_drive_by_live_systemic_ = (-n_host*(1.0 - H)*where(live_systemic > 0.0, 1.0, 0.0))*(1.0/(((n_host + largest(live_systemic, 0.0))*(n_host + largest(live_systemic, 0.0)))))
    hom_m = get(p, 49)
    d_memory_homeostasis_M_l_by_homeostatic_drive_ = M_l*hom_m
    d_memory_homeostasis_M_l_M_b_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    k_bl = get(p, 63)
    put(border, 109, -d_memory_homeostasis_M_l_M_b_ - k_bl)
    c78_ = get(p, 267)
    put(border, 143, -c78_)
    hom_e = get(p, 48)
    dex_division = get(p, 21)
    d_effector_homeostasis_E_l_by_homeostatic_drive_ = E_l*hom_e*(-dex*dex_division + 1.0)
    d_effector_homeostasis_E_l_E_b_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    put(border, 101, -d_effector_homeostasis_E_l_E_b_ - k_bl)
    d_memory_homeostasis_M_l_by_M_l_ = hom_m*homeostatic_drive
    d_memory_homeostasis_M_l_M_l_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_ + d_memory_homeostasis_M_l_by_M_l_
    c79_ = get(p, 268)
    put(border, 107, -c79_ - d_memory_homeostasis_M_l_M_l_)
    k_lb = get(p, 76)
    put(border, 151, -k_lb)
    d_effector_homeostasis_E_l_by_E_l_ = hom_e*homeostatic_drive*(-dex*dex_division + 1.0)
    d_effector_homeostasis_E_l_E_l_ = d_effector_homeostasis_E_l_by_E_l_ + d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    c80_ = get(p, 269)
    put(border, 99, -c80_ - d_effector_homeostasis_E_l_E_l_)
    put(border, 141, -k_lb)
    k_bp = get(p, 64)
    put(border, 94, -k_bp)
    put(border, 65, -k_bp)
    c81_ = get(p, 270)
    put(border, 92, -c81_)
    k_pb = get(p, 83)
    put(border, 150, -k_pb)
    c82_ = get(p, 271)
    put(border, 64, -c82_)
    put(border, 140, -k_pb)
    k_bc = get(p, 62)
    put(border, 246, -k_bc)
    put(border, 183, -k_bc)
    F_n = get(y, 10)
    F_p = get(y, 9)
    w_s = get(p, 157)
    accessible_c = F_n + F_p + w_s*(reach_neg + reach_pos)
    E_c = get(y, 7)
    M_c = get(y, 6)
    X_c = get(y, 8)
    c0_ = get(p, 189)
    crowd_c = E_c + M_c + X_c + accessible_c + c0_*largest(V_c, 0.0)
    engaged_c = accessible_c*(1.0/crowd_c)
    t123_ = F_n + reach_neg*w_s
    t124_ = F_p + reach_pos*w_s
    cell_floor = get(p, 9)
    prol_signal_c = (prol_neg_c*t123_ + prol_pos_c*t124_)*(1.0/(largest(t123_ + t124_, cell_floor)))
    k_me = get(p, 80)
    d_differentiation_M_c_by_M_c_ = engaged_c*k_me*prol_signal_c
    d_differentiation_M_c_by_engaged_c_ = M_c*k_me*prol_signal_c
    d_engaged_c_by_crowd_c_ = (-accessible_c)*(1.0/((crowd_c*crowd_c)))
    d_differentiation_M_c_M_c_ = d_differentiation_M_c_by_M_c_ + d_differentiation_M_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    W_c = get(y, 35)
    a_sw = get(p, 2)
    gain_c = W_c*prol_block_c*prol_signal_c*(a_sw*switch_signal_c + 1.0)
    mu_m = get(p, 107)
    d_memory_division_M_c_by_engaged_c_ = M_c*gain_c*mu_m
    d_memory_division_M_c_by_M_c_ = engaged_c*gain_c*mu_m
    d_memory_division_M_c_M_c_ = d_engaged_c_by_crowd_c_*d_memory_division_M_c_by_engaged_c_ + d_memory_division_M_c_by_M_c_
    c83_ = get(p, 272)
    put(border, 253, -c83_ + d_differentiation_M_c_M_c_ - d_memory_division_M_c_M_c_)
    c2_ = get(p, 191)
    put(border, 157, -c2_)
    k_aicd = get(p, 61)
    d_activation_death_E_c_by_E_c_ = engaged_c*k_aicd*prol_signal_c*survival_c
    d_activation_death_E_c_by_engaged_c_ = E_c*k_aicd*prol_signal_c*survival_c
    d_activation_death_E_c_E_c_ = d_activation_death_E_c_by_E_c_ + d_activation_death_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    d_differentiation_M_c_E_c_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    mu_e = get(p, 106)
    d_effector_division_E_c_by_E_c_ = engaged_c*gain_c*mu_e*(-dex*dex_division + 1.0)
    d_effector_division_E_c_by_engaged_c_ = E_c*gain_c*mu_e*(-dex*dex_division + 1.0)
    d_effector_division_E_c_E_c_ = d_effector_division_E_c_by_E_c_ + d_effector_division_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    k_x = get(p, 92)
    c9_ = get(p, 198)
    x_base = get(p, 158)
    d_exhaustion_E_c_by_engaged_c_ = E_c*k_x*survival_c*(c9_*inhibition_c + x_base)
    d_exhaustion_E_c_by_E_c_ = engaged_c*k_x*survival_c*(c9_*inhibition_c + x_base)
    d_exhaustion_E_c_E_c_ = d_engaged_c_by_crowd_c_*d_exhaustion_E_c_by_engaged_c_ + d_exhaustion_E_c_by_E_c_
    c84_ = get(p, 273)
    put(border, 187, -c84_ + d_activation_death_E_c_E_c_ - d_differentiation_M_c_E_c_ - d_effector_division_E_c_E_c_ + d_exhaustion_E_c_E_c_)
    put(border, 147, -c2_)
    infusion_iv = get(p, 159)
    d_fitness_infused_iv_W_s_by_W_s_ = (-infusion_iv)*(1.0/(cell_floor + live_systemic))
    c3_ = get(p, 192)
    put(border, 67, c3_ - d_fitness_infused_iv_W_s_by_W_s_)
    lodgers = get(p, 162)
    live_regional = E_c + M_c + live_lesions + lodgers
    infusion_cavity = get(p, 160)
    d_fitness_infused_cavity_W_c_by_W_c_ = (-infusion_cavity)*(1.0/(cell_floor + live_regional))
    k_bt = get(p, 65)
    renewal = ((E_b + M_b)*(k_bc + k_bt*volume_total))*(1.0/(cell_floor + live_regional))
    put(border, 166, c3_ - d_fitness_infused_cavity_W_c_by_W_c_ + renewal)
    put(border, 158, -renewal)
    d_renewal_by_E_b_ = (k_bc + k_bt*volume_total)*(1.0/(cell_floor + live_regional))
    W_s = get(y, 34)
    d_fitness_brought_W_c_E_b_ = W_s*d_renewal_by_E_b_
    d_fitness_diluted_W_c_E_b_ = W_c*d_renewal_by_E_b_
    put(border, 164, -d_fitness_brought_W_c_E_b_ + d_fitness_diluted_W_c_E_b_)
    d_renewal_by_M_b_ = (k_bc + k_bt*volume_total)*(1.0/(cell_floor + live_regional))
    d_fitness_brought_W_c_M_b_ = W_s*d_renewal_by_M_b_
    d_fitness_diluted_W_c_M_b_ = W_c*d_renewal_by_M_b_
    put(border, 165, -d_fitness_brought_W_c_M_b_ + d_fitness_diluted_W_c_M_b_)
    d_renewal_by_live_regional_ = (-(E_b + M_b)*(k_bc + k_bt*volume_total))*(1.0/(((cell_floor + live_regional)*(cell_floor + live_regional))))
    d_fitness_brought_W_c_E_c_ = W_s*d_renewal_by_live_regional_
    d_fitness_diluted_W_c_E_c_ = W_c*d_renewal_by_live_regional_
    d_fitness_infused_cavity_W_c_by_live_regional_ = (-infusion_cavity*(1.0 - W_c))*(1.0/(((cell_floor + live_regional)*(cell_floor + live_regional))))
    put(border, 168, -d_fitness_brought_W_c_E_c_ + d_fitness_diluted_W_c_E_c_ - d_fitness_infused_cavity_W_c_by_live_regional_)
    d_fitness_brought_W_c_M_c_ = W_s*d_renewal_by_live_regional_
    d_fitness_diluted_W_c_M_c_ = W_c*d_renewal_by_live_regional_
    put(border, 169, -d_fitness_brought_W_c_M_c_ + d_fitness_diluted_W_c_M_c_ - d_fitness_infused_cavity_W_c_by_live_regional_)
    d_fitness_brought_W_c_live_lesions_ = W_s*d_renewal_by_live_regional_
    d_fitness_diluted_W_c_live_lesions_ = W_c*d_renewal_by_live_regional_
    put(border, 159, -d_fitness_brought_W_c_live_lesions_ + d_fitness_diluted_W_c_live_lesions_ - d_fitness_infused_cavity_W_c_by_live_regional_)
    d_renewal_by_volume_total_ = (k_bt*(E_b + M_b))*(1.0/(cell_floor + live_regional))
    d_fitness_brought_W_c_volume_total_ = W_s*d_renewal_by_volume_total_
    d_fitness_diluted_W_c_volume_total_ = W_c*d_renewal_by_volume_total_
    put(border, 160, -d_fitness_brought_W_c_volume_total_ + d_fitness_diluted_W_c_volume_total_)
    d_fitness_infused_iv_W_s_by_live_systemic_ = (-infusion_iv*(1.0 - W_s))*(1.0/(((cell_floor + live_systemic)*(cell_floor + live_systemic))))
    put(border, 71, -d_fitness_infused_iv_W_s_by_live_systemic_)
    put(border, 69, -d_fitness_infused_iv_W_s_by_live_systemic_)
    put(border, 66, -d_fitness_infused_iv_W_s_by_live_systemic_)
    put(border, 72, -d_fitness_infused_iv_W_s_by_live_systemic_)
    put(border, 70, -d_fitness_infused_iv_W_s_by_live_systemic_)
    put(border, 68, -d_fitness_infused_iv_W_s_by_live_systemic_)
    d_exhaustion_E_c_X_c_ = d_engaged_c_by_crowd_c_*d_exhaustion_E_c_by_engaged_c_
    d_x = get(p, 16)
    put(border, 269, -d_exhaustion_E_c_X_c_ + d_x)
    d_engaged_c_by_accessible_c_ = (1.0/crowd_c)
    d_engaged_c_F_n_ = d_engaged_c_by_accessible_c_ + d_engaged_c_by_crowd_c_
    d_activation_death_E_c_by_prol_signal_c_ = E_c*engaged_c*k_aicd*survival_c
    t126_ = F_n + reach_neg*w_s
    t127_ = F_p + reach_pos*w_s
    t128_ = t126_ + t127_
    t129_ = largest(t128_, cell_floor)
    d_prol_signal_c_by_F_n_ = prol_neg_c*(1.0/t129_) + (-(prol_neg_c*t126_ + prol_pos_c*t127_)*where(t128_ > cell_floor, 1.0, 0.0))*(1.0/((t129_*t129_)))
    d_activation_death_E_c_F_n_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_F_n_ + d_activation_death_E_c_by_prol_signal_c_*d_prol_signal_c_by_F_n_
    d_differentiation_M_c_by_prol_signal_c_ = M_c*engaged_c*k_me
    d_differentiation_M_c_F_n_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_F_n_ + d_differentiation_M_c_by_prol_signal_c_*d_prol_signal_c_by_F_n_
    d_effector_division_E_c_by_gain_c_ = E_c*engaged_c*mu_e*(-dex*dex_division + 1.0)
    d_gain_c_by_prol_signal_c_ = W_c*prol_block_c*(a_sw*switch_signal_c + 1.0)
    d_gain_c_F_n_ = d_gain_c_by_prol_signal_c_*d_prol_signal_c_by_F_n_
    d_effector_division_E_c_F_n_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_F_n_ + d_effector_division_E_c_by_gain_c_*d_gain_c_F_n_
    d_exhaustion_E_c_F_n_ = d_engaged_c_F_n_*d_exhaustion_E_c_by_engaged_c_
    put(border, 188, d_activation_death_E_c_F_n_ - d_differentiation_M_c_F_n_ - d_effector_division_E_c_F_n_ + d_exhaustion_E_c_F_n_)
    d_engaged_c_F_p_ = d_engaged_c_by_accessible_c_ + d_engaged_c_by_crowd_c_
    t131_ = F_n + reach_neg*w_s
    t132_ = F_p + reach_pos*w_s
    t133_ = t131_ + t132_
    t134_ = largest(t133_, cell_floor)
    d_prol_signal_c_by_F_p_ = prol_pos_c*(1.0/t134_) + (-(prol_neg_c*t131_ + prol_pos_c*t132_)*where(t133_ > cell_floor, 1.0, 0.0))*(1.0/((t134_*t134_)))
    d_activation_death_E_c_F_p_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_F_p_ + d_activation_death_E_c_by_prol_signal_c_*d_prol_signal_c_by_F_p_
    d_differentiation_M_c_F_p_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_F_p_ + d_differentiation_M_c_by_prol_signal_c_*d_prol_signal_c_by_F_p_
    d_gain_c_F_p_ = d_gain_c_by_prol_signal_c_*d_prol_signal_c_by_F_p_
    d_effector_division_E_c_F_p_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_F_p_ + d_effector_division_E_c_by_gain_c_*d_gain_c_F_p_
    d_exhaustion_E_c_F_p_ = d_engaged_c_F_p_*d_exhaustion_E_c_by_engaged_c_
    put(border, 189, d_activation_death_E_c_F_p_ - d_differentiation_M_c_F_p_ - d_effector_division_E_c_F_p_ + d_exhaustion_E_c_F_p_)
    d_engaged_c_reach_neg_ = d_engaged_c_by_accessible_c_*w_s + d_engaged_c_by_crowd_c_*w_s
    t140_ = F_n + reach_neg*w_s
    t141_ = F_p + reach_pos*w_s
    t142_ = t140_ + t141_
    t143_ = largest(t142_, cell_floor)
    d_prol_signal_c_by_reach_neg_ = (prol_neg_c*w_s)*(1.0/t143_) + (-w_s*(prol_neg_c*t140_ + prol_pos_c*t141_)*where(t142_ > cell_floor, 1.0, 0.0))*(1.0/((t143_*t143_)))
    d_activation_death_E_c_reach_neg_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_reach_neg_ + d_activation_death_E_c_by_prol_signal_c_*d_prol_signal_c_by_reach_neg_
    d_differentiation_M_c_reach_neg_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_reach_neg_ + d_differentiation_M_c_by_prol_signal_c_*d_prol_signal_c_by_reach_neg_
    d_gain_c_reach_neg_ = d_gain_c_by_prol_signal_c_*d_prol_signal_c_by_reach_neg_
    d_effector_division_E_c_reach_neg_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_reach_neg_ + d_effector_division_E_c_by_gain_c_*d_gain_c_reach_neg_
    d_exhaustion_E_c_reach_neg_ = d_engaged_c_reach_neg_*d_exhaustion_E_c_by_engaged_c_
    put(border, 180, d_activation_death_E_c_reach_neg_ - d_differentiation_M_c_reach_neg_ - d_effector_division_E_c_reach_neg_ + d_exhaustion_E_c_reach_neg_)
    d_engaged_c_reach_pos_ = d_engaged_c_by_accessible_c_*w_s + d_engaged_c_by_crowd_c_*w_s
    t145_ = F_n + reach_neg*w_s
    t146_ = F_p + reach_pos*w_s
    t147_ = t145_ + t146_
    t148_ = largest(t147_, cell_floor)
    d_prol_signal_c_by_reach_pos_ = (prol_pos_c*w_s)*(1.0/t148_) + (-w_s*(prol_neg_c*t145_ + prol_pos_c*t146_)*where(t147_ > cell_floor, 1.0, 0.0))*(1.0/((t148_*t148_)))
    d_activation_death_E_c_reach_pos_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_reach_pos_ + d_activation_death_E_c_by_prol_signal_c_*d_prol_signal_c_by_reach_pos_
    d_differentiation_M_c_reach_pos_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_reach_pos_ + d_differentiation_M_c_by_prol_signal_c_*d_prol_signal_c_by_reach_pos_
    d_gain_c_reach_pos_ = d_gain_c_by_prol_signal_c_*d_prol_signal_c_by_reach_pos_
    d_effector_division_E_c_reach_pos_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_reach_pos_ + d_effector_division_E_c_by_gain_c_*d_gain_c_reach_pos_
    d_exhaustion_E_c_reach_pos_ = d_engaged_c_reach_pos_*d_exhaustion_E_c_by_engaged_c_
    put(border, 181, d_activation_death_E_c_reach_pos_ - d_differentiation_M_c_reach_pos_ - d_effector_division_E_c_reach_pos_ + d_exhaustion_E_c_reach_pos_)
    d_activation_death_E_c_M_c_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    d_effector_division_E_c_M_c_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    d_exhaustion_E_c_M_c_ = d_engaged_c_by_crowd_c_*d_exhaustion_E_c_by_engaged_c_
    put(border, 191, d_activation_death_E_c_M_c_ - d_differentiation_M_c_M_c_ - d_effector_division_E_c_M_c_ + d_exhaustion_E_c_M_c_)
    d_crowd_c_by_V_c_ = c0_*where(V_c > 0.0, 1.0, 0.0)
    d_engaged_c_V_c_ = d_crowd_c_by_V_c_*d_engaged_c_by_crowd_c_
    d_activation_death_E_c_V_c_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_V_c_
    d_differentiation_M_c_V_c_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_V_c_
    d_effector_division_E_c_V_c_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_V_c_
    d_exhaustion_E_c_V_c_ = d_engaged_c_V_c_*d_exhaustion_E_c_by_engaged_c_
    put(border, 179, d_activation_death_E_c_V_c_ - d_differentiation_M_c_V_c_ - d_effector_division_E_c_V_c_ + d_exhaustion_E_c_V_c_)
    d_activation_death_E_c_X_c_ = d_activation_death_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    d_differentiation_M_c_X_c_ = d_differentiation_M_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    d_effector_division_E_c_X_c_ = d_effector_division_E_c_by_engaged_c_*d_engaged_c_by_crowd_c_
    put(border, 192, d_activation_death_E_c_X_c_ - d_differentiation_M_c_X_c_ - d_effector_division_E_c_X_c_ + d_exhaustion_E_c_X_c_)
    t70_ = pdl1_density_c - scfv_bound_c
    t69_ = sqrt(kd_pd*(c24_ + 2.0*pdl1_density_c - 2.0*scfv_bound_c) + ((c23_ - pdl1_density_c + scfv_bound_c)*(c23_ - pdl1_density_c + scfv_bound_c)))
    t71_ = c25_ + t69_ + t70_
    c46_ = get(p, 235)
    d_pool_bound_c_by_pdl1_density_c_ = (c26_*t70_*(-1.0 + (-(c46_ + t70_))*(1.0/t69_)))*(1.0/((t71_*t71_))) + c26_*(1.0/t71_)
    t75_ = pdl1_density_c - scfv_bound_c
    t73_ = -pdl1_density_c + scfv_bound_c
    t74_ = sqrt(kd_pd*(c24_ + 2.0*pdl1_density_c - 2.0*scfv_bound_c) + ((c23_ + t73_)*(c23_ + t73_)))
    t76_ = c25_ + t74_ + t75_
    c48_ = get(p, 237)
    c47_ = get(p, 236)
    d_pool_bound_c_by_scfv_bound_c_ = (c26_*t75_*(1.0 + (-(c48_ + t73_))*(1.0/t74_)))*(1.0/((t76_*t76_))) + c47_*(1.0/t76_)
    t65_ = sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density_c) + ((c19_ - pdl1_density_c)*(c19_ - pdl1_density_c)))
    t66_ = c21_ + pdl1_density_c + t65_
    c45_ = get(p, 234)
    d_scfv_bound_c_by_pdl1_density_c_ = (c22_*pdl1_density_c*(-1.0 + (-(c45_ + pdl1_density_c))*(1.0/t65_)))*(1.0/((t66_*t66_))) + c22_*(1.0/t66_)
    d_scfv_bound_c_L_f_ = c18_*d_scfv_bound_c_by_pdl1_density_c_
    d_pool_bound_c_L_f_ = c18_*d_pool_bound_c_by_pdl1_density_c_ + d_pool_bound_c_by_scfv_bound_c_*d_scfv_bound_c_L_f_
    d_switch_bound_c_L_f_ = c28_*d_pool_bound_c_L_f_ + d_scfv_bound_c_L_f_
    t81_ = where(switch_bound_c > 0.0, 1.0, 0.0)
    t82_ = largest(switch_bound_c, 0.0)
    t83_ = k_sw + t82_
    d_switch_signal_c_by_switch_bound_c_ = (-t81_*t82_)*(1.0/((t83_*t83_))) + t81_*(1.0/t83_)
    d_switch_signal_c_L_f_ = d_switch_bound_c_L_f_*d_switch_signal_c_by_switch_bound_c_
    d_zeta_signal_c_L_f_ = c29_*d_switch_signal_c_L_f_
    c52_ = get(p, 241)
    d_prol_neg_c_L_f_ = c52_*d_zeta_signal_c_L_f_
    t136_ = F_n + reach_neg*w_s
    d_prol_signal_c_by_prol_neg_c_ = t136_*(1.0/(largest(F_p + reach_pos*w_s + t136_, cell_floor)))
    c51_ = get(p, 240)
    d_prol_pos_c_L_f_ = c51_*d_zeta_signal_c_L_f_
    t138_ = F_p + reach_pos*w_s
    d_prol_signal_c_by_prol_pos_c_ = t138_*(1.0/(largest(F_n + reach_neg*w_s + t138_, cell_floor)))
    d_prol_signal_c_L_f_ = d_prol_neg_c_L_f_*d_prol_signal_c_by_prol_neg_c_ + d_prol_pos_c_L_f_*d_prol_signal_c_by_prol_pos_c_
    d_activation_death_E_c_by_survival_c_ = E_c*engaged_c*k_aicd*prol_signal_c
    d_survival_c_L_f_ = -b_sw*d_switch_signal_c_L_f_
    d_activation_death_E_c_L_f_ = d_activation_death_E_c_by_prol_signal_c_*d_prol_signal_c_L_f_ + d_activation_death_E_c_by_survival_c_*d_survival_c_L_f_
    d_differentiation_M_c_L_f_ = d_differentiation_M_c_by_prol_signal_c_*d_prol_signal_c_L_f_
    d_gain_c_by_prol_block_c_ = W_c*prol_signal_c*(a_sw*switch_signal_c + 1.0)
    t91_ = c34_*pd1_bound_c
    t92_ = power_slope(t91_, n_pd1)
    t93_ = power(t91_, n_pd1)
    t94_ = t93_ + 1.0
    c53_ = get(p, 242)
    d_inhibition_c_by_pd1_bound_c_ = (c34_*t92_)*(1.0/t94_) + (c53_*t92_*t93_)*(1.0/((t94_*t94_)))
    d_pd1_bound_c_L_f_ = c27_*d_pool_bound_c_L_f_
    d_inhibition_c_L_f_ = d_inhibition_c_by_pd1_bound_c_*d_pd1_bound_c_L_f_
    d_prol_block_c_L_f_ = -d_inhibition_c_L_f_*i_max_p
    d_gain_c_by_switch_signal_c_ = W_c*a_sw*prol_block_c*prol_signal_c
    d_gain_c_L_f_ = d_gain_c_by_prol_block_c_*d_prol_block_c_L_f_ + d_gain_c_by_prol_signal_c_*d_prol_signal_c_L_f_ + d_gain_c_by_switch_signal_c_*d_switch_signal_c_L_f_
    d_effector_division_E_c_L_f_ = d_effector_division_E_c_by_gain_c_*d_gain_c_L_f_
    c61_ = get(p, 250)
    d_exhaustion_E_c_by_inhibition_c_ = E_c*c61_*engaged_c*survival_c
    d_exhaustion_E_c_by_survival_c_ = E_c*engaged_c*k_x*(c9_*inhibition_c + x_base)
    d_exhaustion_E_c_L_f_ = d_exhaustion_E_c_by_inhibition_c_*d_inhibition_c_L_f_ + d_exhaustion_E_c_by_survival_c_*d_survival_c_L_f_
    put(border, 178, d_activation_death_E_c_L_f_ - d_differentiation_M_c_L_f_ - d_effector_division_E_c_L_f_ + d_exhaustion_E_c_L_f_)
    d_homeostatic_drive_by_H_ = (-n_host)*(1.0/(n_host + largest(live_systemic, 0.0)))
    d_memory_homeostasis_M_l_H_ = d_homeostatic_drive_by_H_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    put(border, 103, -d_memory_homeostasis_M_l_H_)
    d_memory_homeostasis_M_l_E_b_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    put(border, 108, -d_memory_homeostasis_M_l_E_b_)
    d_memory_homeostasis_M_l_E_l_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    r_em = get(p, 130)
    put(border, 106, -d_memory_homeostasis_M_l_E_l_ - r_em)
    d_memory_homeostasis_M_l_E_p_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    put(border, 104, -d_memory_homeostasis_M_l_E_p_)
    d_memory_homeostasis_M_l_M_p_ = d_homeostatic_drive_by_live_systemic_*d_memory_homeostasis_M_l_by_homeostatic_drive_
    put(border, 105, -d_memory_homeostasis_M_l_M_p_)
    t101_ = where(DX > 0.0, 1.0, 0.0)
    t102_ = largest(DX, 0.0)
    t103_ = dx_50 + t102_
    d_dex_by_DX_ = (-t101_*t102_)*(1.0/((t103_*t103_))) + t101_*(1.0/t103_)
    c59_ = get(p, 248)
    d_effector_homeostasis_E_l_by_dex_ = E_l*c59_*homeostatic_drive
    d_effector_homeostasis_E_l_DX_ = d_dex_by_DX_*d_effector_homeostasis_E_l_by_dex_
    put(border, 95, -d_effector_homeostasis_E_l_DX_)
    d_effector_homeostasis_E_l_H_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_H_
    put(border, 96, -d_effector_homeostasis_E_l_H_)
    d_effector_homeostasis_E_l_E_p_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    put(border, 97, -d_effector_homeostasis_E_l_E_p_)
    d_effector_homeostasis_E_l_M_b_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    put(border, 102, -d_effector_homeostasis_E_l_M_b_)
    d_effector_homeostasis_E_l_M_l_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    put(border, 100, -d_effector_homeostasis_E_l_M_l_)
    d_effector_homeostasis_E_l_M_p_ = d_effector_homeostasis_E_l_by_homeostatic_drive_*d_homeostatic_drive_by_live_systemic_
    put(border, 98, -d_effector_homeostasis_E_l_M_p_)
    put(border, 152, -r_em)
    put(border, 91, -r_em)
    d_memory_division_M_c_E_c_ = d_engaged_c_by_crowd_c_*d_memory_division_M_c_by_engaged_c_
    put(border, 249, d_differentiation_M_c_E_c_ - d_memory_division_M_c_E_c_ - r_em)
    d_memory_division_M_c_by_gain_c_ = M_c*engaged_c*mu_m
    d_memory_division_M_c_F_n_ = d_engaged_c_F_n_*d_memory_division_M_c_by_engaged_c_ + d_gain_c_F_n_*d_memory_division_M_c_by_gain_c_
    put(border, 250, d_differentiation_M_c_F_n_ - d_memory_division_M_c_F_n_)
    d_memory_division_M_c_F_p_ = d_engaged_c_F_p_*d_memory_division_M_c_by_engaged_c_ + d_gain_c_F_p_*d_memory_division_M_c_by_gain_c_
    put(border, 251, d_differentiation_M_c_F_p_ - d_memory_division_M_c_F_p_)
    d_memory_division_M_c_reach_neg_ = d_engaged_c_reach_neg_*d_memory_division_M_c_by_engaged_c_ + d_gain_c_reach_neg_*d_memory_division_M_c_by_gain_c_
    put(border, 242, d_differentiation_M_c_reach_neg_ - d_memory_division_M_c_reach_neg_)
    d_memory_division_M_c_reach_pos_ = d_engaged_c_reach_pos_*d_memory_division_M_c_by_engaged_c_ + d_gain_c_reach_pos_*d_memory_division_M_c_by_gain_c_
    put(border, 243, d_differentiation_M_c_reach_pos_ - d_memory_division_M_c_reach_pos_)
    d_memory_division_M_c_V_c_ = d_engaged_c_V_c_*d_memory_division_M_c_by_engaged_c_
    put(border, 241, d_differentiation_M_c_V_c_ - d_memory_division_M_c_V_c_)
    d_memory_division_M_c_X_c_ = d_engaged_c_by_crowd_c_*d_memory_division_M_c_by_engaged_c_
    put(border, 254, d_differentiation_M_c_X_c_ - d_memory_division_M_c_X_c_)
    d_gain_c_by_W_c_ = prol_block_c*prol_signal_c*(a_sw*switch_signal_c + 1.0)
    d_memory_division_M_c_W_c_ = d_gain_c_by_W_c_*d_memory_division_M_c_by_gain_c_
    put(border, 247, -d_memory_division_M_c_W_c_)
    d_memory_division_M_c_L_f_ = d_gain_c_L_f_*d_memory_division_M_c_by_gain_c_
    put(border, 240, d_differentiation_M_c_L_f_ - d_memory_division_M_c_L_f_)
    c60_ = get(p, 249)
    d_effector_division_E_c_by_dex_ = E_c*c60_*engaged_c*gain_c
    d_effector_division_E_c_DX_ = d_dex_by_DX_*d_effector_division_E_c_by_dex_
    put(border, 177, -d_effector_division_E_c_DX_)
    d_effector_division_E_c_W_c_ = d_effector_division_E_c_by_gain_c_*d_gain_c_by_W_c_
    put(border, 185, -d_effector_division_E_c_W_c_)
    put(border, 264, -d_exhaustion_E_c_E_c_)
    put(border, 265, -d_exhaustion_E_c_F_n_)
    put(border, 266, -d_exhaustion_E_c_F_p_)
    put(border, 257, -d_exhaustion_E_c_reach_neg_)
    put(border, 258, -d_exhaustion_E_c_reach_pos_)
    put(border, 268, -d_exhaustion_E_c_M_c_)
    put(border, 256, -d_exhaustion_E_c_V_c_)
    put(border, 255, -d_exhaustion_E_c_L_f_)
    tumour_bathed = F_n + F_p + tumour_cavity
    c10_ = get(p, 199)
    t_max = get(p, 138)
    d_free_growth_F_p_by_F_p_ = c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    c62_ = get(p, 251)
    d_free_growth_F_p_by_tumour_bathed_ = (F_p*c62_*where(tumour_bathed > cell_floor, 1.0, 0.0))*(1.0/(largest(tumour_bathed, cell_floor)))
    d_free_growth_F_p_F_p_ = d_free_growth_F_p_by_F_p_ + d_free_growth_F_p_by_tumour_bathed_
    k_kill = get(p, 74)
    strike_c = (E_c*k_kill*kill_block_c)*(1.0/crowd_c)
    d_kill_free_positive_F_p_by_F_p_ = kill_pos_c*strike_c
    d_kill_free_positive_F_p_by_strike_c_ = F_p*kill_pos_c
    d_strike_c_by_crowd_c_ = (-E_c*k_kill*kill_block_c)*(1.0/((crowd_c*crowd_c)))
    d_kill_free_positive_F_p_F_p_ = d_kill_free_positive_F_p_by_F_p_ + d_kill_free_positive_F_p_by_strike_c_*d_strike_c_by_crowd_c_
    k_loss = get(p, 78)
    put(border, 219, -d_free_growth_F_p_F_p_ + d_kill_free_positive_F_p_F_p_ + k_loss)
    d_kill_free_positive_F_p_F_n_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 218, -d_free_growth_F_p_by_tumour_bathed_ + d_kill_free_positive_F_p_F_n_)
    put(border, 212, -d_free_growth_F_p_by_tumour_bathed_)
    d_free_growth_F_n_by_F_n_ = c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    d_free_growth_F_n_by_tumour_bathed_ = (F_n*c62_*where(tumour_bathed > cell_floor, 1.0, 0.0))*(1.0/(largest(tumour_bathed, cell_floor)))
    d_free_growth_F_n_F_n_ = d_free_growth_F_n_by_F_n_ + d_free_growth_F_n_by_tumour_bathed_
    d_kill_free_negative_F_n_by_F_n_ = kill_neg_c*strike_c
    d_kill_free_negative_F_n_by_strike_c_ = F_n*kill_neg_c
    d_kill_free_negative_F_n_F_n_ = d_kill_free_negative_F_n_by_F_n_ + d_kill_free_negative_F_n_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 203, -d_free_growth_F_n_F_n_ + d_kill_free_negative_F_n_F_n_)
    d_kill_free_negative_F_n_F_p_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 204, -d_free_growth_F_n_by_tumour_bathed_ + d_kill_free_negative_F_n_F_p_ - k_loss)
    put(border, 197, -d_free_growth_F_n_by_tumour_bathed_)
    d_kill_free_positive_F_p_by_kill_pos_c_ = F_p*strike_c
    c49_ = get(p, 238)
    d_kill_pos_c_L_f_ = c49_*d_zeta_signal_c_L_f_
    d_kill_block_c_L_f_ = -d_inhibition_c_L_f_*i_max_k
    d_strike_c_by_kill_block_c_ = (E_c*k_kill)*(1.0/crowd_c)
    d_strike_c_L_f_ = d_kill_block_c_L_f_*d_strike_c_by_kill_block_c_
    d_kill_free_positive_F_p_L_f_ = d_kill_free_positive_F_p_by_kill_pos_c_*d_kill_pos_c_L_f_ + d_kill_free_positive_F_p_by_strike_c_*d_strike_c_L_f_
    put(border, 208, d_kill_free_positive_F_p_L_f_)
    d_strike_c_by_E_c_ = (k_kill*kill_block_c)*(1.0/crowd_c)
    d_strike_c_E_c_ = d_strike_c_by_E_c_ + d_strike_c_by_crowd_c_
    d_kill_free_positive_F_p_E_c_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_E_c_
    put(border, 217, d_kill_free_positive_F_p_E_c_)
    d_kill_free_positive_F_p_M_c_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 221, d_kill_free_positive_F_p_M_c_)
    d_strike_c_V_c_ = d_crowd_c_by_V_c_*d_strike_c_by_crowd_c_
    d_kill_free_positive_F_p_V_c_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_V_c_
    put(border, 209, d_kill_free_positive_F_p_V_c_)
    d_kill_free_positive_F_p_X_c_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 222, d_kill_free_positive_F_p_X_c_)
    d_strike_c_reach_neg_ = d_strike_c_by_crowd_c_*w_s
    d_kill_free_positive_F_p_reach_neg_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_reach_neg_
    put(border, 210, d_kill_free_positive_F_p_reach_neg_)
    d_strike_c_reach_pos_ = d_strike_c_by_crowd_c_*w_s
    d_kill_free_positive_F_p_reach_pos_ = d_kill_free_positive_F_p_by_strike_c_*d_strike_c_reach_pos_
    put(border, 211, d_kill_free_positive_F_p_reach_pos_)
    d_kill_free_negative_F_n_by_kill_neg_c_ = F_n*strike_c
    c50_ = get(p, 239)
    d_kill_neg_c_L_f_ = c50_*d_zeta_signal_c_L_f_
    d_kill_free_negative_F_n_L_f_ = d_kill_free_negative_F_n_by_kill_neg_c_*d_kill_neg_c_L_f_ + d_kill_free_negative_F_n_by_strike_c_*d_strike_c_L_f_
    put(border, 193, d_kill_free_negative_F_n_L_f_)
    d_kill_free_negative_F_n_E_c_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_E_c_
    put(border, 202, d_kill_free_negative_F_n_E_c_)
    d_kill_free_negative_F_n_M_c_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 206, d_kill_free_negative_F_n_M_c_)
    d_kill_free_negative_F_n_V_c_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_V_c_
    put(border, 194, d_kill_free_negative_F_n_V_c_)
    d_kill_free_negative_F_n_X_c_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_by_crowd_c_
    put(border, 207, d_kill_free_negative_F_n_X_c_)
    d_kill_free_negative_F_n_reach_neg_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_reach_neg_
    put(border, 195, d_kill_free_negative_F_n_reach_neg_)
    d_kill_free_negative_F_n_reach_pos_ = d_kill_free_negative_F_n_by_strike_c_*d_strike_c_reach_pos_
    put(border, 196, d_kill_free_negative_F_n_reach_pos_)
    t107_ = c36_*ifng_local_c
    t108_ = power_slope(t107_, n_g)
    t109_ = power(t107_, n_g)
    t110_ = t109_ + 1.0
    c54_ = get(p, 243)
    c55_ = get(p, 244)
    d_pdl1_target_c_by_ifng_local_c_ = l0*((c54_*t108_)*(1.0/t110_) + (c55_*t108_*t109_)*(1.0/((t110_*t110_))))
    k_l = get(p, 75)
    d_free_pdl1_expression_L_f_G_c_ = d_pdl1_target_c_by_ifng_local_c_*k_l
    put(border, 74, -d_free_pdl1_expression_L_f_G_c_)
    put(border, 73, k_l)
    t212_ = largest(G_c, 0.0)
    w_g_v = get(p, 156)
    t214_ = w_g_v*where(G_c > 0.0, 1.0, 0.0)
    g50_v = get(p, 36)
    t213_ = g50_v + t212_
    q_lymph = get(p, 128)
    d_inflow_by_G_c_ = q_lymph*((-t212_*t214_)*(1.0/((t213_*t213_))) + t214_*(1.0/t213_))
    put(border, 114, -d_inflow_by_G_c_)
    t206_ = largest(tumour_bathed, 0.0)
    t208_ = 2.0*where(tumour_bathed > 0.0, 1.0, 0.0)
    tumour_c0 = get(p, 145)
    t207_ = t206_ + tumour_c0
    d_tumour_leak_by_tumour_bathed_ = (-t206_*t208_)*(1.0/((t207_*t207_))) + t208_*(1.0/t207_)
    c58_ = get(p, 247)
    d_inflow_F_n_ = c58_*d_tumour_leak_by_tumour_bathed_
    put(border, 112, -d_inflow_F_n_)
    d_inflow_F_p_ = c58_*d_tumour_leak_by_tumour_bathed_
    put(border, 113, -d_inflow_F_p_)
    d_inflow_tumour_cavity_ = c58_*d_tumour_leak_by_tumour_bathed_
    put(border, 111, -d_inflow_tumour_cavity_)
    c11_ = get(p, 200)
    put(border, 110, c11_)
    d_ifng_from_fluid_G_c_by_secretion_c_ = (1.0/volume_c)
    s_g = get(p, 134)
    dex_secretion = get(p, 24)
    d_secretion_c_by_engaged_c_ = E_c*gain_c*s_g*(-dex*dex_secretion + 1.0)
    d_secretion_c_by_E_c_ = engaged_c*gain_c*s_g*(-dex*dex_secretion + 1.0)
    d_secretion_c_E_c_ = d_engaged_c_by_crowd_c_*d_secretion_c_by_engaged_c_ + d_secretion_c_by_E_c_
    d_ifng_from_fluid_G_c_E_c_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_E_c_
    put(border, 233, -d_ifng_from_fluid_G_c_E_c_)
    c57_ = get(p, 246)
    d_secretion_c_by_dex_ = E_c*c57_*engaged_c*gain_c
    d_secretion_c_DX_ = d_dex_by_DX_*d_secretion_c_by_dex_
    d_ifng_from_fluid_G_c_DX_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_DX_
    put(border, 223, -d_ifng_from_fluid_G_c_DX_)
    d_ifng_fluid_loss_G_c_by_inflow_ = G_c*(1.0/volume_c)
    d_ifng_fluid_loss_G_c_F_n_ = d_ifng_fluid_loss_G_c_by_inflow_*d_inflow_F_n_
    d_secretion_c_by_gain_c_ = E_c*engaged_c*s_g*(-dex*dex_secretion + 1.0)
    d_secretion_c_F_n_ = d_engaged_c_F_n_*d_secretion_c_by_engaged_c_ + d_gain_c_F_n_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_F_n_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_F_n_
    put(border, 234, d_ifng_fluid_loss_G_c_F_n_ - d_ifng_from_fluid_G_c_F_n_)
    d_ifng_fluid_loss_G_c_F_p_ = d_ifng_fluid_loss_G_c_by_inflow_*d_inflow_F_p_
    d_secretion_c_F_p_ = d_engaged_c_F_p_*d_secretion_c_by_engaged_c_ + d_gain_c_F_p_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_F_p_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_F_p_
    put(border, 235, d_ifng_fluid_loss_G_c_F_p_ - d_ifng_from_fluid_G_c_F_p_)
    d_secretion_c_reach_neg_ = d_engaged_c_reach_neg_*d_secretion_c_by_engaged_c_ + d_gain_c_reach_neg_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_reach_neg_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_reach_neg_
    put(border, 226, -d_ifng_from_fluid_G_c_reach_neg_)
    d_secretion_c_reach_pos_ = d_engaged_c_reach_pos_*d_secretion_c_by_engaged_c_ + d_gain_c_reach_pos_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_reach_pos_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_reach_pos_
    put(border, 227, -d_ifng_from_fluid_G_c_reach_pos_)
    d_secretion_c_M_c_ = d_engaged_c_by_crowd_c_*d_secretion_c_by_engaged_c_
    d_ifng_from_fluid_G_c_M_c_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_M_c_
    put(border, 237, -d_ifng_from_fluid_G_c_M_c_)
    t204_ = largest(tumour_bathed, 0.0)
    tumour_leak = (2.0*t204_)*(1.0/(t204_ + tumour_c0))
    t210_ = largest(G_c, 0.0)
    c1_ = get(p, 190)
    f_rest = get(p, 33)
    inflow = q_lymph*(c1_*tumour_leak + f_rest + (t210_*w_g_v)*(1.0/(g50_v + t210_)))
    d_ifng_fluid_loss_G_c_by_volume_c_ = (-G_c*inflow)*(1.0/((volume_c*volume_c)))
    d_volume_c_by_V_c_ = where(V_c > v_floor, 1.0, 0.0)
    d_ifng_fluid_loss_G_c_V_c_ = d_ifng_fluid_loss_G_c_by_volume_c_*d_volume_c_by_V_c_
    d_secretion_c_V_c_ = d_engaged_c_V_c_*d_secretion_c_by_engaged_c_
    secretion_c = E_c*engaged_c*gain_c*s_g*(-dex*dex_secretion + 1.0)
    d_ifng_from_fluid_G_c_by_volume_c_ = (-secretion_c)*(1.0/((volume_c*volume_c)))
    d_ifng_from_fluid_G_c_V_c_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_V_c_ + d_ifng_from_fluid_G_c_by_volume_c_*d_volume_c_by_V_c_
    put(border, 225, d_ifng_fluid_loss_G_c_V_c_ - d_ifng_from_fluid_G_c_V_c_)
    d_secretion_c_X_c_ = d_engaged_c_by_crowd_c_*d_secretion_c_by_engaged_c_
    d_ifng_from_fluid_G_c_X_c_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_X_c_
    put(border, 238, -d_ifng_from_fluid_G_c_X_c_)
    d_secretion_c_W_c_ = d_gain_c_by_W_c_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_W_c_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_W_c_
    put(border, 231, -d_ifng_from_fluid_G_c_W_c_)
    d_secretion_c_L_f_ = d_gain_c_L_f_*d_secretion_c_by_gain_c_
    d_ifng_from_fluid_G_c_L_f_ = d_ifng_from_fluid_G_c_by_secretion_c_*d_secretion_c_L_f_
    put(border, 224, -d_ifng_from_fluid_G_c_L_f_)
    k_gt = get(p, 72)
    d_ifng_fluid_loss_G_c_by_G_c_ = inflow*(1.0/volume_c) + k_gt
    d_ifng_fluid_loss_G_c_G_c_ = d_ifng_fluid_loss_G_c_by_G_c_ + d_ifng_fluid_loss_G_c_by_inflow_*d_inflow_by_G_c_
    put(border, 236, d_ifng_fluid_loss_G_c_G_c_)
    d_ifng_fluid_loss_G_c_tumour_cavity_ = d_ifng_fluid_loss_G_c_by_inflow_*d_inflow_tumour_cavity_
    put(border, 228, d_ifng_fluid_loss_G_c_tumour_cavity_)
    c12_ = get(p, 201)
    d_ifng_spill_fluid_G_b_by_G_c_ = V_c*c12_
    put(border, 62, -d_ifng_spill_fluid_G_b_by_G_c_)
    d_ifng_spill_fluid_G_b_by_V_c_ = G_c*c12_
    put(border, 56, -d_ifng_spill_fluid_G_b_by_V_c_)
    c13_ = get(p, 202)
    put(border, 55, -c13_)
    k_gb = get(p, 71)
    put(border, 54, k_gb)
    G_b = get(y, 14)
    t375_ = largest(G_b, 0.0)
    k_a = get(p, 60)
    dex_myeloid = get(p, 22)
    t377_ = k_a*(-dex*dex_myeloid + 1.0)*where(G_b > 0.0, 1.0, 0.0)
    ka50 = get(p, 93)
    t376_ = ka50 + t375_
    d_myeloid_activation_A_by_G_b_ = (-t375_*t377_)*(1.0/((t376_*t376_))) + t377_*(1.0/t376_)
    put(border, 43, -d_myeloid_activation_A_by_G_b_)
    t379_ = largest(G_b, 0.0)
    c63_ = get(p, 252)
    d_myeloid_activation_A_by_dex_ = (c63_*t379_)*(1.0/(ka50 + t379_))
    d_myeloid_activation_A_DX_ = d_dex_by_DX_*d_myeloid_activation_A_by_dex_
    put(border, 41, -d_myeloid_activation_A_DX_)
    put(border, 42, k_a)
    A = get(y, 15)
    c64_ = get(p, 253)
    d_il6_secretion_I6_by_A_ = A*c64_
    put(border, 7, -d_il6_secretion_I6_by_A_)
    k6 = get(p, 59)
    il6_block = get(p, 52)
    d_il6_clearance_I6_by_I6_ = k6*(-il6_block*occupancy + 1.0)
    put(border, 5, d_il6_clearance_I6_by_I6_)
    c65_ = get(p, 254)
    d_il6_clearance_I6_by_occupancy_ = I6*c65_
    t112_ = TZ*c39_
    t113_ = where(t112_ > 0.0, 1.0, 0.0)
    t114_ = largest(t112_, 0.0)
    t115_ = t114_ + tz_50
    c56_ = get(p, 245)
    d_occupancy_by_TZ_ = (c39_*t113_)*(1.0/t115_) + (c56_*t113_*t114_)*(1.0/((t115_*t115_)))
    d_il6_clearance_I6_TZ_ = d_il6_clearance_I6_by_occupancy_*d_occupancy_by_TZ_
    put(border, 6, d_il6_clearance_I6_TZ_)
    b6 = get(p, 6)
    t386_ = -b6 + il6_signal
    t387_ = largest(t386_, 0.0)
    crp_max = get(p, 13)
    t389_ = crp_max*where(t386_ > 0.0, 1.0, 0.0)
    crp_50 = get(p, 12)
    t388_ = crp_50 + t387_
    k_crp = get(p, 67)
    d_crp_synthesis_CRP_by_il6_signal_ = k_crp*((-t387_*t389_)*(1.0/((t388_*t388_))) + t389_*(1.0/t388_))
    d_il6_signal_by_I6_ = 1.0 - occupancy
    d_crp_synthesis_CRP_I6_ = d_crp_synthesis_CRP_by_il6_signal_*d_il6_signal_by_I6_
    put(border, 1, -d_crp_synthesis_CRP_I6_)
    d_il6_signal_TZ_ = -I6*d_occupancy_by_TZ_
    d_crp_synthesis_CRP_TZ_ = d_crp_synthesis_CRP_by_il6_signal_*d_il6_signal_TZ_
    put(border, 2, -d_crp_synthesis_CRP_TZ_)
    put(border, 0, k_crp)
    e50_inj = get(p, 26)
    t393_ = e50_inj + largest(E_p, 0.0)
    c67_ = get(p, 256)
    c66_ = get(p, 255)
    d_lung_injury_onset_J_lung_by_E_p_ = ((E_p*E_p)*c67_*where(E_p > 0.0, 1.0, 0.0))*(1.0/((t393_*t393_))) + (E_p*c66_)*(1.0/t393_)
    put(border, 11, -d_lung_injury_onset_J_lung_by_E_p_)
    heart_share = get(p, 43)
    t395_ = E_b*heart_share
    t396_ = e50_inj + largest(t395_, 0.0)
    c69_ = get(p, 258)
    c68_ = get(p, 257)
    d_heart_injury_onset_J_heart_by_E_b_ = ((E_b*E_b)*c69_*where(t395_ > 0.0, 1.0, 0.0))*(1.0/((t396_*t396_))) + (E_b*c68_)*(1.0/t396_)
    put(border, 9, -d_heart_injury_onset_J_heart_by_E_b_)
    k_rep = get(p, 85)
    put(border, 10, k_rep)
    put(border, 8, k_rep)
    c70_ = get(p, 259)
    c16_ = get(p, 205)
    d_host_recovery_H_by_H_ = H*c70_ + c16_*(1.0 - H)
    put(border, 4, -d_host_recovery_H_by_H_)
    c71_ = get(p, 260)
    prol_n = get(y, 21)
    d_production_prol_n_by_A_ = c71_*feedback_n*prol_n
    put(border, 40, -d_production_prol_n_by_A_)
    c72_ = get(p, 261)
    d_production_prol_n_by_LD_ = c72_*feedback_n*prol_n
    put(border, 36, -d_production_prol_n_by_LD_)
    t119_ = largest(circ_n, c40_)
    d_feedback_n_by_circ_n_ = (-baseline_n*where(circ_n > c40_, 1.0, 0.0)*power_slope(baseline_n*(1.0/t119_), gamma_n))*(1.0/((t119_*t119_)))
    k_transit_n = get(p, 187)
    w_c = get(p, 155)
    LD = get(y, 31)
    e_ld_n = get(p, 27)
    d_production_prol_n_by_feedback_n_ = k_transit_n*prol_n*(-A*w_c - LD*e_ld_n + 1.0)
    d_production_prol_n_circ_n_ = d_feedback_n_by_circ_n_*d_production_prol_n_by_feedback_n_
    put(border, 37, -d_production_prol_n_circ_n_)
    d_production_prol_n_by_prol_n_ = feedback_n*k_transit_n*(-A*w_c - LD*e_ld_n + 1.0)
    put(border, 39, -d_production_prol_n_by_prol_n_ + k_transit_n)
    c73_ = get(p, 262)
    prol_p = get(y, 26)
    d_production_prol_p_by_A_ = c73_*feedback_p*prol_p
    put(border, 49, -d_production_prol_p_by_A_)
    c74_ = get(p, 263)
    d_production_prol_p_by_LD_ = c74_*feedback_p*prol_p
    put(border, 47, -d_production_prol_p_by_LD_)
    t121_ = largest(circ_p, c41_)
    d_feedback_p_by_circ_p_ = (-baseline_p*where(circ_p > c41_, 1.0, 0.0)*power_slope(baseline_p*(1.0/t121_), gamma_p))*(1.0/((t121_*t121_)))
    k_transit_p = get(p, 188)
    e_ld_p = get(p, 28)
    d_production_prol_p_by_feedback_p_ = k_transit_p*prol_p*(-A*w_c - LD*e_ld_p + 1.0)
    d_production_prol_p_circ_p_ = d_feedback_p_by_circ_p_*d_production_prol_p_by_feedback_p_
    put(border, 48, -d_production_prol_p_circ_p_)
    d_production_prol_p_by_prol_p_ = feedback_p*k_transit_p*(-A*w_c - LD*e_ld_p + 1.0)
    put(border, 51, -d_production_prol_p_by_prol_p_ + k_transit_p)
    put(border, 24, -k_transit_n)
    put(border, 23, k_transit_n)
    put(border, 27, -k_transit_n)
    put(border, 28, k_transit_n)
    put(border, 33, -k_transit_n)
    put(border, 34, k_transit_n)
    put(border, 20, -k_transit_n)
    put(border, 19, k_transit_n)
    put(border, 26, -k_transit_p)
    put(border, 25, k_transit_p)
    put(border, 30, -k_transit_p)
    put(border, 31, k_transit_p)
    put(border, 44, -k_transit_p)
    put(border, 45, k_transit_p)
    put(border, 22, -k_transit_p)
    put(border, 21, k_transit_p)
    kill_lym = get(p, 97)
    lym = get(y, 36)
    d_lymphocyte_loss_lym_by_LD_ = kill_lym*lym
    put(border, 14, d_lymphocyte_loss_lym_by_LD_)
    k_lym = get(p, 79)
    d_lymphocyte_loss_lym_by_lym_ = LD*kill_lym + k_lym
    put(border, 15, d_lymphocyte_loss_lym_by_lym_)
    c75_ = get(p, 264)
    dex_neuro = get(p, 23)
    d_barrier_opening_neuro_by_A_ = A*c75_*(-dex*dex_neuro + 1.0)
    put(border, 18, -d_barrier_opening_neuro_by_A_)
    c76_ = get(p, 265)
    d_barrier_opening_neuro_by_dex_ = (A*A)*c76_
    d_barrier_opening_neuro_DX_ = d_barrier_opening_neuro_by_dex_*d_dex_by_DX_
    put(border, 16, -d_barrier_opening_neuro_DX_)
    k_neuro = get(p, 81)
    put(border, 17, k_neuro)
    k_ld = get(p, 77)
    put(border, 12, k_ld)
    k_tz = get(p, 91)
    put(border, 13, k_tz)
    k_dx = get(p, 69)
    put(border, 3, k_dx)
    egress_M_l = M_l*k_lb
    exudation_M_b = M_b*k_bc
    homing_M_b = M_b*k_bl
    c6_ = get(p, 195)
    infused_memory_blood_M_b = c6_*infusion_iv
    lymph_drainage_M_c = M_c*c2_
    margination_M_b = M_b*k_bp
    d_m = get(p, 15)
    memory_death_M_b = M_b*d_m
    memory_formation_E_b = E_b*r_em
    release_M_p = M_p*k_pb
    put(dy, 0, get(dy, 0) + (egress_M_l - exudation_M_b - homing_M_b + infused_memory_blood_M_b + lymph_drainage_M_c - margination_M_b - memory_death_M_b + memory_formation_E_b + release_M_p))
    d_e = get(p, 14)
    effector_death_E_b = E_b*d_e
    egress_E_l = E_l*k_lb
    exudation_E_b = E_b*k_bc
    homing_E_b = E_b*k_bl
    c7_ = get(p, 196)
    infused_effector_blood_E_b = c7_*infusion_iv
    lymph_drainage_E_c = E_c*c2_
    margination_E_b = E_b*k_bp
    release_E_p = E_p*k_pb
    put(dy, 1, get(dy, 1) + (-effector_death_E_b + egress_E_l - exudation_E_b - homing_E_b + infused_effector_blood_E_b + lymph_drainage_E_c - margination_E_b - memory_formation_E_b + release_E_p))
    c4_ = get(p, 193)
    infused_memory_lung_M_p = c4_*infusion_iv
    memory_death_M_p = M_p*d_m
    memory_formation_E_p = E_p*r_em
    put(dy, 2, get(dy, 2) + (infused_memory_lung_M_p + margination_M_b - memory_death_M_p + memory_formation_E_p - release_M_p))
    effector_death_E_p = E_p*d_e
    c5_ = get(p, 194)
    infused_effector_lung_E_p = c5_*infusion_iv
    k_pd = get(p, 84)
    lung_death_E_p = E_p*k_pd
    put(dy, 3, get(dy, 3) + (-effector_death_E_p + infused_effector_lung_E_p - lung_death_E_p + margination_E_b - memory_formation_E_p - release_E_p))
    memory_death_M_l = M_l*d_m
    memory_formation_E_l = E_l*r_em
    memory_homeostasis_M_l = M_l*hom_m*homeostatic_drive
    put(dy, 4, get(dy, 4) + (-egress_M_l + homing_M_b - memory_death_M_l + memory_formation_E_l + memory_homeostasis_M_l))
    effector_death_E_l = E_l*d_e
    effector_homeostasis_E_l = E_l*hom_e*homeostatic_drive*(-dex*dex_division + 1.0)
    put(dy, 5, get(dy, 5) + (-effector_death_E_l + effector_homeostasis_E_l - egress_E_l + homing_E_b - memory_formation_E_l))
    differentiation_M_c = M_c*engaged_c*k_me*prol_signal_c
    f_m = get(p, 31)
    infused_memory_cavity_M_c = f_m*infusion_cavity
    memory_death_M_c = M_c*d_m
    memory_division_M_c = M_c*engaged_c*gain_c*mu_m
    memory_formation_E_c = E_c*r_em
    put(dy, 6, get(dy, 6) + (-differentiation_M_c + exudation_M_b + infused_memory_cavity_M_c - lymph_drainage_M_c - memory_death_M_c + memory_division_M_c + memory_formation_E_c))
    activation_death_E_c = E_c*engaged_c*k_aicd*prol_signal_c*survival_c
    effector_death_E_c = E_c*d_e
    effector_division_E_c = E_c*engaged_c*gain_c*mu_e*(-dex*dex_division + 1.0)
    exhaustion_E_c = E_c*engaged_c*k_x*survival_c*(c9_*inhibition_c + x_base)
    c8_ = get(p, 197)
    infused_effector_cavity_E_c = c8_*infusion_cavity
    put(dy, 7, get(dy, 7) + (-activation_death_E_c + differentiation_M_c - effector_death_E_c + effector_division_E_c - exhaustion_E_c + exudation_E_b + infused_effector_cavity_E_c - lymph_drainage_E_c - memory_formation_E_c))
    exhausted_death_X_c = X_c*d_x
    put(dy, 8, get(dy, 8) + (-exhausted_death_X_c + exhaustion_E_c))
    free_antigen_loss_F_p = F_p*k_loss
    free_growth_F_p = F_p*c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    kill_free_positive_F_p = F_p*kill_pos_c*strike_c
    put(dy, 9, get(dy, 9) + (-free_antigen_loss_F_p + free_growth_F_p - kill_free_positive_F_p))
    free_growth_F_n = F_n*c10_*log(t_max*(1.0/(largest(tumour_bathed, cell_floor))))
    kill_free_negative_F_n = F_n*kill_neg_c*strike_c
    put(dy, 10, get(dy, 10) + (free_antigen_loss_F_p + free_growth_F_n - kill_free_negative_F_n))
    free_pdl1_expression_L_f = k_l*pdl1_target_c
    free_pdl1_turnover_L_f = L_f*k_l
    put(dy, 11, get(dy, 11) + (free_pdl1_expression_L_f - free_pdl1_turnover_L_f))
    absorption_V_c = V_c*c11_
    weeping_V_c = inflow
    put(dy, 12, get(dy, 12) + (-absorption_V_c + weeping_V_c))
    ifng_fluid_loss_G_c = G_c*(inflow*(1.0/volume_c) + k_gt)
    ifng_from_fluid_G_c = secretion_c*(1.0/volume_c)
    put(dy, 13, get(dy, 13) + (-ifng_fluid_loss_G_c + ifng_from_fluid_G_c))
    ifng_from_lung_G_b = E_p*c13_
    ifng_plasma_loss_G_b = G_b*k_gb
    ifng_spill_fluid_G_b = G_c*V_c*c12_
    put(dy, 14, get(dy, 14) + (ifng_from_lung_G_b - ifng_plasma_loss_G_b + ifng_spill_fluid_G_b))
    t639_ = largest(G_b, 0.0)
    myeloid_activation_A = (k_a*t639_*(-dex*dex_myeloid + 1.0))*(1.0/(ka50 + t639_))
    myeloid_rest_A = A*k_a
    put(dy, 15, get(dy, 15) + (myeloid_activation_A - myeloid_rest_A))
    il6_clearance_I6 = I6*k6*(-il6_block*occupancy + 1.0)
    s6 = get(p, 133)
    il6_secretion_I6 = k6*((A*A)*s6 + b6)
    put(dy, 16, get(dy, 16) + (-il6_clearance_I6 + il6_secretion_I6))
    CRP = get(y, 17)
    crp_loss_CRP = CRP*k_crp
    t644_ = largest(-b6 + il6_signal, 0.0)
    crp0 = get(p, 11)
    crp_synthesis_CRP = k_crp*(crp0 + (crp_max*t644_)*(1.0/(crp_50 + t644_)))
    put(dy, 17, get(dy, 17) + (-crp_loss_CRP + crp_synthesis_CRP))
    host_recovery_H = H*c16_*(1.0 - H)
    put(dy, 18, get(dy, 18) + (host_recovery_H))
    c14_ = get(p, 203)
    lung_injury_onset_J_lung = ((E_p*E_p)*c14_)*(1.0/(e50_inj + largest(E_p, 0.0)))
    J_lung = get(y, 19)
    organ_repair_J_lung = J_lung*k_rep
    put(dy, 19, get(dy, 19) + (lung_injury_onset_J_lung - organ_repair_J_lung))
    c15_ = get(p, 204)
    heart_injury_onset_J_heart = ((E_b*E_b)*c15_)*(1.0/(e50_inj + largest(E_b*heart_share, 0.0)))
    J_heart = get(y, 20)
    organ_repair_J_heart = J_heart*k_rep
    put(dy, 20, get(dy, 20) + (heart_injury_onset_J_heart - organ_repair_J_heart))
    maturation_prol_n = k_transit_n*prol_n
    production_prol_n = feedback_n*k_transit_n*prol_n*(-A*w_c - LD*e_ld_n + 1.0)
    put(dy, 21, get(dy, 21) + (-maturation_prol_n + production_prol_n))
    t1_n = get(y, 22)
    maturation_t1_n = k_transit_n*t1_n
    put(dy, 22, get(dy, 22) + (maturation_prol_n - maturation_t1_n))
    t2_n = get(y, 23)
    maturation_t2_n = k_transit_n*t2_n
    put(dy, 23, get(dy, 23) + (maturation_t1_n - maturation_t2_n))
    t3_n = get(y, 24)
    maturation_t3_n = k_transit_n*t3_n
    put(dy, 24, get(dy, 24) + (maturation_t2_n - maturation_t3_n))
    maturation_circ_n = circ_n*k_transit_n
    put(dy, 25, get(dy, 25) + (-maturation_circ_n + maturation_t3_n))
    maturation_prol_p = k_transit_p*prol_p
    production_prol_p = feedback_p*k_transit_p*prol_p*(-A*w_c - LD*e_ld_p + 1.0)
    put(dy, 26, get(dy, 26) + (-maturation_prol_p + production_prol_p))
    t1_p = get(y, 27)
    maturation_t1_p = k_transit_p*t1_p
    put(dy, 27, get(dy, 27) + (maturation_prol_p - maturation_t1_p))
    t2_p = get(y, 28)
    maturation_t2_p = k_transit_p*t2_p
    put(dy, 28, get(dy, 28) + (maturation_t1_p - maturation_t2_p))
    t3_p = get(y, 29)
    maturation_t3_p = k_transit_p*t3_p
    put(dy, 29, get(dy, 29) + (maturation_t2_p - maturation_t3_p))
    maturation_circ_p = circ_p*k_transit_p
    put(dy, 30, get(dy, 30) + (-maturation_circ_p + maturation_t3_p))
    chemotherapy_loss_LD = LD*k_ld
    put(dy, 31, get(dy, 31) + (-chemotherapy_loss_LD))
    tocilizumab_loss_TZ = TZ*k_tz
    put(dy, 32, get(dy, 32) + (-tocilizumab_loss_TZ))
    dexamethasone_loss_DX = DX*k_dx
    put(dy, 33, get(dy, 33) + (-dexamethasone_loss_DX))
    fitness_infused_iv_W_s = (infusion_iv*(1.0 - W_s))*(1.0/(cell_floor + live_systemic))
    fitness_loss_W_s = W_s*c3_
    put(dy, 34, get(dy, 34) + (fitness_infused_iv_W_s - fitness_loss_W_s))
    fitness_brought_W_c = W_s*renewal
    fitness_diluted_W_c = W_c*renewal
    fitness_infused_cavity_W_c = (infusion_cavity*(1.0 - W_c))*(1.0/(cell_floor + live_regional))
    fitness_loss_W_c = W_c*c3_
    put(dy, 35, get(dy, 35) + (fitness_brought_W_c - fitness_diluted_W_c + fitness_infused_cavity_W_c - fitness_loss_W_c))
    lymphocyte_loss_lym = lym*(LD*kill_lym + k_lym)
    c17_ = get(p, 206)
    lymphocyte_return_lym = c17_
    put(dy, 36, get(dy, 36) + (-lymphocyte_loss_lym + lymphocyte_return_lym))
    neuro = get(y, 37)
    barrier_healing_neuro = k_neuro*neuro
    barrier_opening_neuro = (A*A)*k_neuro*(-dex*dex_neuro + 1.0)
    put(dy, 37, get(dy, 37) + (-barrier_healing_neuro + barrier_opening_neuro))
    for k in range(n_lesions):
        tumour = get(kept, 16*k + 0)
        t710_ = largest(tumour, cell_floor)
        c42_ = get(p, 231)
        g2_ = get(q, 9*k + 4)
        d_radius_by_tumour_ = (0.33333333333333333*where(tumour > cell_floor, 1.0, 0.0)*cube_root(c42_*g2_*t710_))*(1.0/t710_)
        radius = get(kept, 16*k + 1)
        delta = get(p, 17)
        t712_ = largest(radius, delta)
        c85_ = get(p, 274)
        d_rim_by_radius_ = (c85_*(((-delta)*(1.0/t712_) + 1.0)*((-delta)*(1.0/t712_) + 1.0))*where(radius > delta, 1.0, 0.0))*(1.0/((t712_*t712_)))
        d_rim_P_ = d_radius_by_tumour_*d_rim_by_radius_
        g4_ = get(q, 9*k + 6)
        d_phi_P_ = d_rim_P_*g4_
        P = get(y, 44 + 7*k + 3)
        cavity = get(q, 9*k + 1)
        d_reach_pos_part_by_phi_ = P*cavity
        phi = get(kept, 16*k + 3)
        d_reach_pos_part_by_P_ = cavity*phi
        d_reach_pos_part_P_ = d_phi_P_*d_reach_pos_part_by_phi_ + d_reach_pos_part_by_P_
        put(block, 111*k + 107, -d_reach_pos_part_P_)
        d_rim_N_ = d_radius_by_tumour_*d_rim_by_radius_
        d_phi_N_ = d_rim_N_*g4_
        d_reach_pos_part_N_ = d_phi_N_*d_reach_pos_part_by_phi_
        put(block, 111*k + 95, -d_reach_pos_part_N_)
        N = get(y, 44 + 7*k + 4)
        d_reach_neg_part_by_phi_ = N*cavity
        d_reach_neg_part_by_N_ = cavity*phi
        d_reach_neg_part_N_ = d_phi_N_*d_reach_neg_part_by_phi_ + d_reach_neg_part_by_N_
        put(block, 111*k + 94, -d_reach_neg_part_N_)
        d_reach_neg_part_P_ = d_phi_P_*d_reach_neg_part_by_phi_
        put(block, 111*k + 106, -d_reach_neg_part_P_)
        g3_ = get(q, 9*k + 5)
        d_surface_by_radius_ = 25.132741228718345*g3_*radius
        d_surface_N_ = d_radius_by_tumour_*d_surface_by_radius_
        put(block, 111*k + 96, -d_surface_N_)
        d_surface_P_ = d_radius_by_tumour_*d_surface_by_radius_
        put(block, 111*k + 108, -d_surface_P_)
        put(block, 111*k + 97, -cavity)
        put(block, 111*k + 109, -cavity)
        c44_ = get(p, 233)
        put(block, 111*k + 98, -c44_)
        put(block, 111*k + 110, -c44_)
        put(block, 111*k + 79, -1.0)
        put(block, 111*k + 86, -1.0)
        volume = get(kept, 16*k + 4)
        d_extravasation_M_b_by_M_b_ = k_bt*volume
        put(border, 153, get(border, 153) + (d_extravasation_M_b_by_M_b_))
        d_extravasation_M_b_by_volume_ = M_b*k_bt
        d_extravasation_M_b_N_ = c44_*d_extravasation_M_b_by_volume_
        put(block, 111*k + 91, d_extravasation_M_b_N_)
        d_extravasation_M_b_P_ = c44_*d_extravasation_M_b_by_volume_
        put(block, 111*k + 103, d_extravasation_M_b_P_)
        put(block, 111*k + 41, -d_extravasation_M_b_by_M_b_)
        L = get(y, 44 + 7*k + 6)
        pdl1_density = L*c18_
        scfv_bound = (c22_*pdl1_density)*(1.0/(c21_ + pdl1_density + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density) + ((c19_ - pdl1_density)*(c19_ - pdl1_density)))))
        t727_ = pdl1_density - scfv_bound
        pool_bound = (c26_*t727_)*(1.0/(c25_ + t727_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density - 2.0*scfv_bound) + ((c23_ - pdl1_density + scfv_bound)*(c23_ - pdl1_density + scfv_bound)))))
        switch_bound = c28_*pool_bound + scfv_bound
        t743_ = largest(switch_bound, 0.0)
        switch_signal = t743_*(1.0/(k_sw + t743_))
        zeta_signal = c29_*switch_signal
        prol_neg = c33_*(1.0 - zeta_signal) + 1.0
        prol_pos = c32_*(1.0 - zeta_signal) + 1.0
        prol_signal = (N*prol_neg + P*prol_pos)*(1.0/(largest(N + P, cell_floor)))
        M = get(y, 44 + 7*k + 0)
        d_differentiation_M_by_engaged_ = M*k_me*prol_signal
        d_accessible_N_ = d_phi_N_*tumour + phi
        accessible = phi*tumour
        E = get(y, 44 + 7*k + 1)
        X = get(y, 44 + 7*k + 2)
        g0_ = get(q, 9*k + 2)
        crowd = E + M + X + accessible + g0_
        d_engaged_by_accessible_ = (1.0/crowd)
        d_engaged_by_crowd_ = (-accessible)*(1.0/((crowd*crowd)))
        d_engaged_N_ = d_accessible_N_*d_engaged_by_accessible_ + d_accessible_N_*d_engaged_by_crowd_
        engaged = accessible*(1.0/crowd)
        d_differentiation_M_by_prol_signal_ = M*engaged*k_me
        t773_ = N + P
        t774_ = largest(t773_, cell_floor)
        d_prol_signal_by_N_ = prol_neg*(1.0/t774_) + (-(N*prol_neg + P*prol_pos)*where(t773_ > cell_floor, 1.0, 0.0))*(1.0/((t774_*t774_)))
        d_differentiation_M_N_ = d_differentiation_M_by_engaged_*d_engaged_N_ + d_differentiation_M_by_prol_signal_*d_prol_signal_by_N_
        pd1_bound = c27_*pool_bound
        t760_ = power(c34_*pd1_bound, n_pd1)
        inhibition = t760_*(1.0/(t760_ + 1.0))
        prol_block = -i_max_p*inhibition + 1.0
        gain = W_c*prol_block*prol_signal*(a_sw*switch_signal + 1.0)
        d_memory_division_M_by_engaged_ = M*gain*mu_m
        d_gain_by_prol_signal_ = W_c*prol_block*(a_sw*switch_signal + 1.0)
        d_gain_N_ = d_gain_by_prol_signal_*d_prol_signal_by_N_
        d_memory_division_M_by_gain_ = M*engaged*mu_m
        d_memory_division_M_N_ = d_engaged_N_*d_memory_division_M_by_engaged_ + d_gain_N_*d_memory_division_M_by_gain_
        k_ct = get(p, 68)
        a_serosa = get(p, 1)
        d_seeding_M_c_by_surface_ = (M_c*k_ct)*(1.0/(a_serosa + surface_total))
        d_seeding_M_c_N_ = d_seeding_M_c_by_surface_*d_surface_N_
        put(block, 111*k + 36, d_differentiation_M_N_ - d_extravasation_M_b_N_ - d_memory_division_M_N_ - d_seeding_M_c_N_)
        d_accessible_P_ = d_phi_P_*tumour + phi
        d_engaged_P_ = d_accessible_P_*d_engaged_by_accessible_ + d_accessible_P_*d_engaged_by_crowd_
        t776_ = N + P
        t777_ = largest(t776_, cell_floor)
        d_prol_signal_by_P_ = prol_pos*(1.0/t777_) + (-(N*prol_neg + P*prol_pos)*where(t776_ > cell_floor, 1.0, 0.0))*(1.0/((t777_*t777_)))
        d_differentiation_M_P_ = d_differentiation_M_by_engaged_*d_engaged_P_ + d_differentiation_M_by_prol_signal_*d_prol_signal_by_P_
        d_gain_P_ = d_gain_by_prol_signal_*d_prol_signal_by_P_
        d_memory_division_M_P_ = d_engaged_P_*d_memory_division_M_by_engaged_ + d_gain_P_*d_memory_division_M_by_gain_
        d_seeding_M_c_P_ = d_seeding_M_c_by_surface_*d_surface_P_
        put(block, 111*k + 37, d_differentiation_M_P_ - d_extravasation_M_b_P_ - d_memory_division_M_P_ - d_seeding_M_c_P_)
        d_extravasation_E_b_by_E_b_ = k_bt*volume
        put(border, 143, get(border, 143) + (d_extravasation_E_b_by_E_b_))
        d_extravasation_E_b_by_volume_ = E_b*k_bt
        d_extravasation_E_b_N_ = c44_*d_extravasation_E_b_by_volume_
        put(block, 111*k + 87, d_extravasation_E_b_N_)
        d_extravasation_E_b_P_ = c44_*d_extravasation_E_b_by_volume_
        put(block, 111*k + 99, d_extravasation_E_b_P_)
        put(block, 111*k + 28, -d_extravasation_E_b_by_E_b_)
        survival = -b_sw*switch_signal + 1.0
        d_activation_death_E_by_engaged_ = E*k_aicd*prol_signal*survival
        d_activation_death_E_by_prol_signal_ = E*engaged*k_aicd*survival
        d_activation_death_E_N_ = d_activation_death_E_by_engaged_*d_engaged_N_ + d_activation_death_E_by_prol_signal_*d_prol_signal_by_N_
        d_effector_division_E_by_engaged_ = E*gain*mu_e*(-dex*dex_division + 1.0)
        d_effector_division_E_by_gain_ = E*engaged*mu_e*(-dex*dex_division + 1.0)
        d_effector_division_E_N_ = d_effector_division_E_by_engaged_*d_engaged_N_ + d_effector_division_E_by_gain_*d_gain_N_
        d_exhaustion_E_by_engaged_ = E*k_x*survival*(c9_*inhibition + x_base)
        d_exhaustion_E_N_ = d_engaged_N_*d_exhaustion_E_by_engaged_
        d_seeding_E_c_by_surface_ = (E_c*k_ct)*(1.0/(a_serosa + surface_total))
        d_seeding_E_c_N_ = d_seeding_E_c_by_surface_*d_surface_N_
        put(block, 111*k + 25, d_activation_death_E_N_ - d_differentiation_M_N_ - d_effector_division_E_N_ + d_exhaustion_E_N_ - d_extravasation_E_b_N_ - d_seeding_E_c_N_)
        d_activation_death_E_P_ = d_activation_death_E_by_engaged_*d_engaged_P_ + d_activation_death_E_by_prol_signal_*d_prol_signal_by_P_
        d_effector_division_E_P_ = d_effector_division_E_by_engaged_*d_engaged_P_ + d_effector_division_E_by_gain_*d_gain_P_
        d_exhaustion_E_P_ = d_engaged_P_*d_exhaustion_E_by_engaged_
        d_seeding_E_c_P_ = d_seeding_E_c_by_surface_*d_surface_P_
        put(block, 111*k + 26, d_activation_death_E_P_ - d_differentiation_M_P_ - d_effector_division_E_P_ + d_exhaustion_E_P_ - d_extravasation_E_b_P_ - d_seeding_E_c_P_)
        d_differentiation_M_by_M_ = engaged*k_me*prol_signal
        d_differentiation_M_M_ = d_differentiation_M_by_M_ + d_differentiation_M_by_engaged_*d_engaged_by_crowd_
        d_memory_division_M_by_M_ = engaged*gain*mu_m
        d_memory_division_M_M_ = d_engaged_by_crowd_*d_memory_division_M_by_engaged_ + d_memory_division_M_by_M_
        c87_ = get(p, 276)
        g5_ = get(q, 9*k + 7)
        put(block, 111*k + 35, -c87_ + d_differentiation_M_M_ - d_memory_division_M_M_ + g5_)
        k_tb = get(p, 89)
        put(block, 111*k + 84, -k_tb)
        d_activation_death_E_by_E_ = engaged*k_aicd*prol_signal*survival
        d_activation_death_E_E_ = d_activation_death_E_by_E_ + d_activation_death_E_by_engaged_*d_engaged_by_crowd_
        d_differentiation_M_E_ = d_differentiation_M_by_engaged_*d_engaged_by_crowd_
        d_effector_division_E_by_E_ = engaged*gain*mu_e*(-dex*dex_division + 1.0)
        d_effector_division_E_E_ = d_effector_division_E_by_E_ + d_effector_division_E_by_engaged_*d_engaged_by_crowd_
        d_exhaustion_E_by_E_ = engaged*k_x*survival*(c9_*inhibition + x_base)
        d_exhaustion_E_E_ = d_engaged_by_crowd_*d_exhaustion_E_by_engaged_ + d_exhaustion_E_by_E_
        c88_ = get(p, 277)
        put(block, 111*k + 23, -c88_ + d_activation_death_E_E_ - d_differentiation_M_E_ - d_effector_division_E_E_ + d_exhaustion_E_E_ + g5_)
        put(block, 111*k + 75, -k_tb)
        put(block, 111*k + 85, -g5_)
        put(block, 111*k + 76, -g5_)
        surface = get(kept, 16*k + 5)
        d_seeding_M_c_by_M_c_ = (k_ct*surface)*(1.0/(a_serosa + surface_total))
        put(border, 253, get(border, 253) + (d_seeding_M_c_by_M_c_))
        put(block, 111*k + 92, d_seeding_M_c_N_)
        put(block, 111*k + 104, d_seeding_M_c_P_)
        d_seeding_M_c_by_surface_total_ = (-M_c*k_ct*surface)*(1.0/(((a_serosa + surface_total)*(a_serosa + surface_total))))
        put(border, 248, get(border, 248) + (d_seeding_M_c_by_surface_total_))
        put(block, 111*k + 42, -d_seeding_M_c_by_M_c_)
        put(block, 111*k + 44, -d_seeding_M_c_by_surface_total_)
        d_seeding_E_c_by_E_c_ = (k_ct*surface)*(1.0/(a_serosa + surface_total))
        put(border, 187, get(border, 187) + (d_seeding_E_c_by_E_c_))
        put(block, 111*k + 88, d_seeding_E_c_N_)
        put(block, 111*k + 100, d_seeding_E_c_P_)
        d_seeding_E_c_by_surface_total_ = (-E_c*k_ct*surface)*(1.0/(((a_serosa + surface_total)*(a_serosa + surface_total))))
        put(border, 186, get(border, 186) + (d_seeding_E_c_by_surface_total_))
        put(block, 111*k + 29, -d_seeding_E_c_by_E_c_)
        put(block, 111*k + 31, -d_seeding_E_c_by_surface_total_)
        d_exhaustion_E_X_ = d_engaged_by_crowd_*d_exhaustion_E_by_engaged_
        put(block, 111*k + 7, -d_exhaustion_E_X_ + d_x)
        d_activation_death_E_M_ = d_activation_death_E_by_engaged_*d_engaged_by_crowd_
        d_effector_division_E_M_ = d_effector_division_E_by_engaged_*d_engaged_by_crowd_
        d_exhaustion_E_M_ = d_engaged_by_crowd_*d_exhaustion_E_by_engaged_
        put(block, 111*k + 24, d_activation_death_E_M_ - d_differentiation_M_M_ - d_effector_division_E_M_ + d_exhaustion_E_M_)
        d_activation_death_E_X_ = d_activation_death_E_by_engaged_*d_engaged_by_crowd_
        d_differentiation_M_X_ = d_differentiation_M_by_engaged_*d_engaged_by_crowd_
        d_effector_division_E_X_ = d_effector_division_E_by_engaged_*d_engaged_by_crowd_
        put(block, 111*k + 21, d_activation_death_E_X_ - d_differentiation_M_X_ - d_effector_division_E_X_ + d_exhaustion_E_X_)
        t730_ = pdl1_density - scfv_bound
        t729_ = sqrt(kd_pd*(c24_ + 2.0*pdl1_density - 2.0*scfv_bound) + ((c23_ - pdl1_density + scfv_bound)*(c23_ - pdl1_density + scfv_bound)))
        t731_ = c25_ + t729_ + t730_
        d_pool_bound_by_pdl1_density_ = (c26_*t730_*(-1.0 + (-(c46_ + t730_))*(1.0/t729_)))*(1.0/((t731_*t731_))) + c26_*(1.0/t731_)
        t735_ = pdl1_density - scfv_bound
        t733_ = -pdl1_density + scfv_bound
        t734_ = sqrt(kd_pd*(c24_ + 2.0*pdl1_density - 2.0*scfv_bound) + ((c23_ + t733_)*(c23_ + t733_)))
        t736_ = c25_ + t734_ + t735_
        d_pool_bound_by_scfv_bound_ = (c26_*t735_*(1.0 + (-(c48_ + t733_))*(1.0/t734_)))*(1.0/((t736_*t736_))) + c47_*(1.0/t736_)
        t723_ = sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density) + ((c19_ - pdl1_density)*(c19_ - pdl1_density)))
        t724_ = c21_ + pdl1_density + t723_
        d_scfv_bound_by_pdl1_density_ = (c22_*pdl1_density*(-1.0 + (-(c45_ + pdl1_density))*(1.0/t723_)))*(1.0/((t724_*t724_))) + c22_*(1.0/t724_)
        d_scfv_bound_L_ = c18_*d_scfv_bound_by_pdl1_density_
        d_pool_bound_L_ = c18_*d_pool_bound_by_pdl1_density_ + d_pool_bound_by_scfv_bound_*d_scfv_bound_L_
        d_switch_bound_L_ = c28_*d_pool_bound_L_ + d_scfv_bound_L_
        t745_ = where(switch_bound > 0.0, 1.0, 0.0)
        t746_ = largest(switch_bound, 0.0)
        t747_ = k_sw + t746_
        d_switch_signal_by_switch_bound_ = (-t745_*t746_)*(1.0/((t747_*t747_))) + t745_*(1.0/t747_)
        d_switch_signal_L_ = d_switch_bound_L_*d_switch_signal_by_switch_bound_
        d_zeta_signal_L_ = c29_*d_switch_signal_L_
        d_prol_neg_L_ = c52_*d_zeta_signal_L_
        d_prol_signal_by_prol_neg_ = N*(1.0/(largest(N + P, cell_floor)))
        d_prol_pos_L_ = c51_*d_zeta_signal_L_
        d_prol_signal_by_prol_pos_ = P*(1.0/(largest(N + P, cell_floor)))
        d_prol_signal_L_ = d_prol_neg_L_*d_prol_signal_by_prol_neg_ + d_prol_pos_L_*d_prol_signal_by_prol_pos_
        d_activation_death_E_by_survival_ = E*engaged*k_aicd*prol_signal
        d_survival_L_ = -b_sw*d_switch_signal_L_
        d_activation_death_E_L_ = d_activation_death_E_by_prol_signal_*d_prol_signal_L_ + d_activation_death_E_by_survival_*d_survival_L_
        d_differentiation_M_L_ = d_differentiation_M_by_prol_signal_*d_prol_signal_L_
        d_gain_by_prol_block_ = W_c*prol_signal*(a_sw*switch_signal + 1.0)
        t762_ = c34_*pd1_bound
        t763_ = power_slope(t762_, n_pd1)
        t764_ = power(t762_, n_pd1)
        t765_ = t764_ + 1.0
        d_inhibition_by_pd1_bound_ = (c34_*t763_)*(1.0/t765_) + (c53_*t763_*t764_)*(1.0/((t765_*t765_)))
        d_pd1_bound_L_ = c27_*d_pool_bound_L_
        d_inhibition_L_ = d_inhibition_by_pd1_bound_*d_pd1_bound_L_
        d_prol_block_L_ = -d_inhibition_L_*i_max_p
        d_gain_by_switch_signal_ = W_c*a_sw*prol_block*prol_signal
        d_gain_L_ = d_gain_by_prol_block_*d_prol_block_L_ + d_gain_by_prol_signal_*d_prol_signal_L_ + d_gain_by_switch_signal_*d_switch_signal_L_
        d_effector_division_E_L_ = d_effector_division_E_by_gain_*d_gain_L_
        d_exhaustion_E_by_inhibition_ = E*c61_*engaged*survival
        d_exhaustion_E_by_survival_ = E*engaged*k_x*(c9_*inhibition + x_base)
        d_exhaustion_E_L_ = d_exhaustion_E_by_inhibition_*d_inhibition_L_ + d_exhaustion_E_by_survival_*d_survival_L_
        put(block, 111*k + 22, d_activation_death_E_L_ - d_differentiation_M_L_ - d_effector_division_E_L_ + d_exhaustion_E_L_)
        d_memory_division_M_E_ = d_engaged_by_crowd_*d_memory_division_M_by_engaged_
        put(block, 111*k + 34, d_differentiation_M_E_ - d_memory_division_M_E_ - r_em)
        d_memory_division_M_X_ = d_engaged_by_crowd_*d_memory_division_M_by_engaged_
        put(block, 111*k + 32, d_differentiation_M_X_ - d_memory_division_M_X_)
        d_gain_by_W_c_ = prol_block*prol_signal*(a_sw*switch_signal + 1.0)
        d_memory_division_M_W_c_ = d_gain_by_W_c_*d_memory_division_M_by_gain_
        put(block, 111*k + 43, -d_memory_division_M_W_c_)
        d_memory_division_M_L_ = d_gain_L_*d_memory_division_M_by_gain_
        put(block, 111*k + 33, d_differentiation_M_L_ - d_memory_division_M_L_)
        d_effector_division_E_by_dex_ = E*c60_*engaged*gain
        d_effector_division_E_DX_ = d_dex_by_DX_*d_effector_division_E_by_dex_
        put(block, 111*k + 27, -d_effector_division_E_DX_)
        d_effector_division_E_W_c_ = d_effector_division_E_by_gain_*d_gain_by_W_c_
        put(block, 111*k + 30, -d_effector_division_E_W_c_)
        put(block, 111*k + 9, -d_exhaustion_E_E_)
        put(block, 111*k + 11, -d_exhaustion_E_N_)
        put(block, 111*k + 12, -d_exhaustion_E_P_)
        put(block, 111*k + 10, -d_exhaustion_E_M_)
        put(block, 111*k + 8, -d_exhaustion_E_L_)
        d_growth_P_by_P_ = c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        d_growth_P_by_tumour_ = (P*c62_*where(tumour > cell_floor, 1.0, 0.0))*(1.0/(largest(tumour, cell_floor)))
        d_growth_P_P_ = d_growth_P_by_P_ + d_growth_P_by_tumour_
        kill_pos = c30_*(1.0 - zeta_signal) + 1.0
        kill_block = -i_max_k*inhibition + 1.0
        strike = (E*k_kill*kill_block*phi)*(1.0/crowd)
        d_kill_antigen_positive_P_by_P_ = kill_pos*strike
        d_kill_antigen_positive_P_by_strike_ = P*kill_pos
        d_strike_by_crowd_ = (-E*k_kill*kill_block*phi)*(1.0/((crowd*crowd)))
        d_strike_by_phi_ = (E*k_kill*kill_block)*(1.0/crowd)
        d_strike_P_ = d_accessible_P_*d_strike_by_crowd_ + d_phi_P_*d_strike_by_phi_
        d_kill_antigen_positive_P_P_ = d_kill_antigen_positive_P_by_P_ + d_kill_antigen_positive_P_by_strike_*d_strike_P_
        put(block, 111*k + 63, -d_growth_P_P_ + d_kill_antigen_positive_P_P_ + k_loss)
        d_strike_N_ = d_accessible_N_*d_strike_by_crowd_ + d_phi_N_*d_strike_by_phi_
        d_kill_antigen_positive_P_N_ = d_kill_antigen_positive_P_by_strike_*d_strike_N_
        put(block, 111*k + 62, -d_growth_P_by_tumour_ + d_kill_antigen_positive_P_N_)
        d_growth_N_by_N_ = c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        d_growth_N_by_tumour_ = (N*c62_*where(tumour > cell_floor, 1.0, 0.0))*(1.0/(largest(tumour, cell_floor)))
        d_growth_N_N_ = d_growth_N_by_N_ + d_growth_N_by_tumour_
        kill_neg = c31_*(1.0 - zeta_signal) + 1.0
        d_kill_antigen_negative_N_by_N_ = kill_neg*strike
        d_kill_antigen_negative_N_by_strike_ = N*kill_neg
        d_kill_antigen_negative_N_N_ = d_kill_antigen_negative_N_by_N_ + d_kill_antigen_negative_N_by_strike_*d_strike_N_
        put(block, 111*k + 49, -d_growth_N_N_ + d_kill_antigen_negative_N_N_)
        d_kill_antigen_negative_N_P_ = d_kill_antigen_negative_N_by_strike_*d_strike_P_
        put(block, 111*k + 50, -d_growth_N_by_tumour_ + d_kill_antigen_negative_N_P_ - k_loss)
        d_kill_antigen_positive_P_by_kill_pos_ = P*strike
        d_kill_pos_L_ = c49_*d_zeta_signal_L_
        d_kill_block_L_ = -d_inhibition_L_*i_max_k
        d_strike_by_kill_block_ = (E*k_kill*phi)*(1.0/crowd)
        d_strike_L_ = d_kill_block_L_*d_strike_by_kill_block_
        d_kill_antigen_positive_P_L_ = d_kill_antigen_positive_P_by_kill_pos_*d_kill_pos_L_ + d_kill_antigen_positive_P_by_strike_*d_strike_L_
        put(block, 111*k + 59, d_kill_antigen_positive_P_L_)
        d_strike_by_E_ = (k_kill*kill_block*phi)*(1.0/crowd)
        d_strike_E_ = d_strike_by_E_ + d_strike_by_crowd_
        d_kill_antigen_positive_P_E_ = d_kill_antigen_positive_P_by_strike_*d_strike_E_
        put(block, 111*k + 60, d_kill_antigen_positive_P_E_)
        d_kill_antigen_positive_P_M_ = d_kill_antigen_positive_P_by_strike_*d_strike_by_crowd_
        put(block, 111*k + 61, d_kill_antigen_positive_P_M_)
        d_kill_antigen_positive_P_X_ = d_kill_antigen_positive_P_by_strike_*d_strike_by_crowd_
        put(block, 111*k + 58, d_kill_antigen_positive_P_X_)
        put(block, 111*k + 6, -d_kill_antigen_negative_N_P_ - d_kill_antigen_positive_P_P_)
        d_kill_antigen_negative_N_by_kill_neg_ = N*strike
        d_kill_neg_L_ = c50_*d_zeta_signal_L_
        d_kill_antigen_negative_N_L_ = d_kill_antigen_negative_N_by_kill_neg_*d_kill_neg_L_ + d_kill_antigen_negative_N_by_strike_*d_strike_L_
        put(block, 111*k + 2, -d_kill_antigen_negative_N_L_ - d_kill_antigen_positive_P_L_)
        d_kill_antigen_negative_N_E_ = d_kill_antigen_negative_N_by_strike_*d_strike_E_
        put(block, 111*k + 3, -d_kill_antigen_negative_N_E_ - d_kill_antigen_positive_P_E_)
        d_kill_antigen_negative_N_M_ = d_kill_antigen_negative_N_by_strike_*d_strike_by_crowd_
        put(block, 111*k + 4, -d_kill_antigen_negative_N_M_ - d_kill_antigen_positive_P_M_)
        d_kill_antigen_negative_N_X_ = d_kill_antigen_negative_N_by_strike_*d_strike_by_crowd_
        put(block, 111*k + 1, -d_kill_antigen_negative_N_X_ - d_kill_antigen_positive_P_X_)
        put(block, 111*k + 5, -d_kill_antigen_negative_N_N_ - d_kill_antigen_positive_P_N_)
        put(block, 111*k + 46, d_kill_antigen_negative_N_L_)
        put(block, 111*k + 47, d_kill_antigen_negative_N_E_)
        put(block, 111*k + 48, d_kill_antigen_negative_N_M_)
        put(block, 111*k + 45, d_kill_antigen_negative_N_X_)
        k_clear = get(p, 66)
        put(block, 111*k + 0, k_clear)
        t825_ = largest(volume, 0.0)
        v_d0 = get(p, 149)
        t827_ = v_d0*where(volume > 0.0, 1.0, 0.0)
        v_half = get(p, 151)
        t826_ = t825_ + v_half
        v_tissue = get(p, 153)
        d_distribution_volume_by_volume_ = (-t825_*t827_)*(1.0/((t826_*t826_))) + v_tissue + t827_*(1.0/t826_)
        d_distribution_volume_N_ = c44_*d_distribution_volume_by_volume_
        secretion = E*engaged*gain*s_g*(-dex*dex_secretion + 1.0)
        t823_ = largest(volume, 0.0)
        v_min = get(p, 152)
        distribution_volume = (t823_*v_d0)*(1.0/(t823_ + v_half)) + v_min + v_tissue*volume
        c86_ = get(p, 275)
        d_ifng_local_by_distribution_volume_ = (c86_*secretion)*(1.0/((distribution_volume*distribution_volume)))
        c35_ = get(p, 224)
        d_ifng_local_by_secretion_ = c35_*(1.0/distribution_volume)
        d_secretion_by_engaged_ = E*gain*s_g*(-dex*dex_secretion + 1.0)
        d_secretion_by_gain_ = E*engaged*s_g*(-dex*dex_secretion + 1.0)
        d_secretion_N_ = d_engaged_N_*d_secretion_by_engaged_ + d_gain_N_*d_secretion_by_gain_
        d_ifng_local_N_ = d_distribution_volume_N_*d_ifng_local_by_distribution_volume_ + d_ifng_local_by_secretion_*d_secretion_N_
        ifng_local = (c35_*secretion)*(1.0/distribution_volume)
        t844_ = c36_*ifng_local
        t845_ = power_slope(t844_, n_g)
        t846_ = power(t844_, n_g)
        t847_ = t846_ + 1.0
        d_pdl1_target_by_ifng_local_ = l0*((c54_*t845_)*(1.0/t847_) + (c55_*t845_*t846_)*(1.0/((t847_*t847_))))
        d_pdl1_target_N_ = d_ifng_local_N_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_N_ = d_pdl1_target_N_*k_l
        put(block, 111*k + 17, -d_pdl1_expression_L_N_)
        d_distribution_volume_P_ = c44_*d_distribution_volume_by_volume_
        d_secretion_P_ = d_engaged_P_*d_secretion_by_engaged_ + d_gain_P_*d_secretion_by_gain_
        d_ifng_local_P_ = d_distribution_volume_P_*d_ifng_local_by_distribution_volume_ + d_ifng_local_by_secretion_*d_secretion_P_
        d_pdl1_target_P_ = d_ifng_local_P_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_P_ = d_pdl1_target_P_*k_l
        put(block, 111*k + 18, -d_pdl1_expression_L_P_)
        d_secretion_by_E_ = engaged*gain*s_g*(-dex*dex_secretion + 1.0)
        d_secretion_E_ = d_engaged_by_crowd_*d_secretion_by_engaged_ + d_secretion_by_E_
        d_ifng_local_E_ = d_ifng_local_by_secretion_*d_secretion_E_
        d_pdl1_target_E_ = d_ifng_local_E_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_E_ = d_pdl1_target_E_*k_l
        put(block, 111*k + 15, -d_pdl1_expression_L_E_)
        d_secretion_by_dex_ = E*c57_*engaged*gain
        d_secretion_DX_ = d_dex_by_DX_*d_secretion_by_dex_
        d_ifng_local_DX_ = d_ifng_local_by_secretion_*d_secretion_DX_
        d_pdl1_target_DX_ = d_ifng_local_DX_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_DX_ = d_pdl1_target_DX_*k_l
        put(block, 111*k + 19, -d_pdl1_expression_L_DX_)
        d_secretion_M_ = d_engaged_by_crowd_*d_secretion_by_engaged_
        d_ifng_local_M_ = d_ifng_local_by_secretion_*d_secretion_M_
        d_pdl1_target_M_ = d_ifng_local_M_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_M_ = d_pdl1_target_M_*k_l
        put(block, 111*k + 16, -d_pdl1_expression_L_M_)
        d_secretion_X_ = d_engaged_by_crowd_*d_secretion_by_engaged_
        d_ifng_local_X_ = d_ifng_local_by_secretion_*d_secretion_X_
        d_pdl1_target_X_ = d_ifng_local_X_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_X_ = d_pdl1_target_X_*k_l
        put(block, 111*k + 13, -d_pdl1_expression_L_X_)
        d_secretion_W_c_ = d_gain_by_W_c_*d_secretion_by_gain_
        d_ifng_local_W_c_ = d_ifng_local_by_secretion_*d_secretion_W_c_
        d_pdl1_target_W_c_ = d_ifng_local_W_c_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_W_c_ = d_pdl1_target_W_c_*k_l
        put(block, 111*k + 20, -d_pdl1_expression_L_W_c_)
        d_secretion_L_ = d_gain_L_*d_secretion_by_gain_
        d_ifng_local_L_ = d_ifng_local_by_secretion_*d_secretion_L_
        d_pdl1_target_L_ = d_ifng_local_L_*d_pdl1_target_by_ifng_local_
        d_pdl1_expression_L_L_ = d_pdl1_target_L_*k_l
        put(block, 111*k + 14, -d_pdl1_expression_L_L_ + k_l)
        g_cavity = get(p, 37)
        d_ifng_from_cavity_lesion_G_c_by_secretion_ = (cavity*g_cavity)*(1.0/volume_c)
        d_ifng_from_cavity_lesion_G_c_E_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_E_
        put(block, 111*k + 78, -d_ifng_from_cavity_lesion_G_c_E_)
        d_ifng_from_cavity_lesion_G_c_DX_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_DX_
        put(border, 223, get(border, 223) + (-d_ifng_from_cavity_lesion_G_c_DX_))
        d_ifng_from_cavity_lesion_G_c_N_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_N_
        put(block, 111*k + 90, -d_ifng_from_cavity_lesion_G_c_N_)
        d_ifng_from_cavity_lesion_G_c_P_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_P_
        put(block, 111*k + 102, -d_ifng_from_cavity_lesion_G_c_P_)
        d_ifng_from_cavity_lesion_G_c_M_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_M_
        put(block, 111*k + 83, -d_ifng_from_cavity_lesion_G_c_M_)
        d_ifng_from_cavity_lesion_G_c_X_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_X_
        put(block, 111*k + 72, -d_ifng_from_cavity_lesion_G_c_X_)
        d_ifng_from_cavity_lesion_G_c_W_c_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_W_c_
        put(border, 231, get(border, 231) + (-d_ifng_from_cavity_lesion_G_c_W_c_))
        d_ifng_from_cavity_lesion_G_c_L_ = d_ifng_from_cavity_lesion_G_c_by_secretion_*d_secretion_L_
        put(block, 111*k + 74, -d_ifng_from_cavity_lesion_G_c_L_)
        d_ifng_from_cavity_lesion_G_c_by_volume_c_ = (-cavity*g_cavity*secretion)*(1.0/((volume_c*volume_c)))
        d_ifng_from_cavity_lesion_G_c_V_c_ = d_ifng_from_cavity_lesion_G_c_by_volume_c_*d_volume_c_by_V_c_
        put(border, 225, get(border, 225) + (-d_ifng_from_cavity_lesion_G_c_V_c_))
        g6_ = get(q, 9*k + 8)
        d_ifng_spill_lesion_G_b_E_ = d_secretion_E_*g6_
        put(block, 111*k + 77, -d_ifng_spill_lesion_G_b_E_)
        d_ifng_spill_lesion_G_b_DX_ = d_secretion_DX_*g6_
        put(border, 53, get(border, 53) + (-d_ifng_spill_lesion_G_b_DX_))
        d_ifng_spill_lesion_G_b_N_ = d_secretion_N_*g6_
        put(block, 111*k + 89, -d_ifng_spill_lesion_G_b_N_)
        d_ifng_spill_lesion_G_b_P_ = d_secretion_P_*g6_
        put(block, 111*k + 101, -d_ifng_spill_lesion_G_b_P_)
        d_ifng_spill_lesion_G_b_M_ = d_secretion_M_*g6_
        put(block, 111*k + 82, -d_ifng_spill_lesion_G_b_M_)
        d_ifng_spill_lesion_G_b_X_ = d_secretion_X_*g6_
        put(block, 111*k + 71, -d_ifng_spill_lesion_G_b_X_)
        d_ifng_spill_lesion_G_b_W_c_ = d_secretion_W_c_*g6_
        put(border, 59, get(border, 59) + (-d_ifng_spill_lesion_G_b_W_c_))
        d_ifng_spill_lesion_G_b_L_ = d_secretion_L_*g6_
        put(block, 111*k + 73, -d_ifng_spill_lesion_G_b_L_)
        extravasation_M_b = M_b*k_bt*volume
        tissue_return_M = M*k_tb
        put(dy, 0, get(dy, 0) + (-extravasation_M_b + tissue_return_M))
        extravasation_E_b = E_b*k_bt*volume
        tissue_return_E = E*k_tb
        put(dy, 1, get(dy, 1) + (-extravasation_E_b + tissue_return_E))
        seeding_M_c = (M_c*k_ct*surface)*(1.0/(a_serosa + surface_total))
        k_tc = get(p, 90)
        shedding_M = M*cavity*k_tc
        put(dy, 6, get(dy, 6) + (-seeding_M_c + shedding_M))
        seeding_E_c = (E_c*k_ct*surface)*(1.0/(a_serosa + surface_total))
        shedding_E = E*cavity*k_tc
        put(dy, 7, get(dy, 7) + (-seeding_E_c + shedding_E))
        ifng_from_cavity_lesion_G_c = (cavity*g_cavity*secretion)*(1.0/volume_c)
        put(dy, 13, get(dy, 13) + (ifng_from_cavity_lesion_G_c))
        c38_ = get(p, 227)
        g1_ = get(q, 9*k + 3)
        ifng_spill_lesion_G_b = c38_*g1_*secretion
        put(dy, 14, get(dy, 14) + (ifng_spill_lesion_G_b))
        differentiation_M = M*engaged*k_me*prol_signal
        memory_death_M = M*d_m
        memory_division_M = M*engaged*gain*mu_m
        memory_formation_E = E*r_em
        put(dy, 44 + 7*k + 0, get(dy, 44 + 7*k + 0) + (-differentiation_M + extravasation_M_b - memory_death_M + memory_division_M + memory_formation_E + seeding_M_c - shedding_M - tissue_return_M))
        activation_death_E = E*engaged*k_aicd*prol_signal*survival
        effector_death_E = E*d_e
        effector_division_E = E*engaged*gain*mu_e*(-dex*dex_division + 1.0)
        exhaustion_E = E*engaged*k_x*survival*(c9_*inhibition + x_base)
        put(dy, 44 + 7*k + 1, get(dy, 44 + 7*k + 1) + (-activation_death_E + differentiation_M - effector_death_E + effector_division_E - exhaustion_E + extravasation_E_b - memory_formation_E + seeding_E_c - shedding_E - tissue_return_E))
        exhausted_death_X = X*d_x
        put(dy, 44 + 7*k + 2, get(dy, 44 + 7*k + 2) + (-exhausted_death_X + exhaustion_E))
        antigen_loss_P = P*k_loss
        growth_P = P*c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        kill_antigen_positive_P = P*kill_pos*strike
        put(dy, 44 + 7*k + 3, get(dy, 44 + 7*k + 3) + (-antigen_loss_P + growth_P - kill_antigen_positive_P))
        growth_N = N*c10_*log(t_max*(1.0/(largest(tumour, cell_floor))))
        kill_antigen_negative_N = N*kill_neg*strike
        put(dy, 44 + 7*k + 4, get(dy, 44 + 7*k + 4) + (antigen_loss_P + growth_N - kill_antigen_negative_N))
        D = get(y, 44 + 7*k + 5)
        clearance_D = D*k_clear
        put(dy, 44 + 7*k + 5, get(dy, 44 + 7*k + 5) + (-clearance_D + kill_antigen_negative_N + kill_antigen_positive_P))
        t842_ = power(c36_*ifng_local, n_g)
        pdl1_target = l0*((c37_*t842_)*(1.0/(t842_ + 1.0)) + 1.0)
        pdl1_expression_L = k_l*pdl1_target
        pdl1_turnover_L = L*k_l
        put(dy, 44 + 7*k + 6, get(dy, 44 + 7*k + 6) + (pdl1_expression_L - pdl1_turnover_L))
        put(block, 111*k + 35, get(block, 111*k + 35) + shift)
        put(block, 111*k + 23, get(block, 111*k + 23) + shift)
        put(block, 111*k + 7, get(block, 111*k + 7) + shift)
        put(block, 111*k + 63, get(block, 111*k + 63) + shift)
        put(block, 111*k + 49, get(block, 111*k + 49) + shift)
        put(block, 111*k + 0, get(block, 111*k + 0) + shift)
        put(block, 111*k + 14, get(block, 111*k + 14) + shift)
    put(border, 153, get(border, 153) + shift)
    put(border, 143, get(border, 143) + shift)
    put(border, 92, get(border, 92) + shift)
    put(border, 64, get(border, 64) + shift)
    put(border, 107, get(border, 107) + shift)
    put(border, 99, get(border, 99) + shift)
    put(border, 253, get(border, 253) + shift)
    put(border, 187, get(border, 187) + shift)
    put(border, 269, get(border, 269) + shift)
    put(border, 219, get(border, 219) + shift)
    put(border, 203, get(border, 203) + shift)
    put(border, 73, get(border, 73) + shift)
    put(border, 110, get(border, 110) + shift)
    put(border, 236, get(border, 236) + shift)
    put(border, 54, get(border, 54) + shift)
    put(border, 42, get(border, 42) + shift)
    put(border, 5, get(border, 5) + shift)
    put(border, 0, get(border, 0) + shift)
    put(border, 4, get(border, 4) + shift)
    put(border, 10, get(border, 10) + shift)
    put(border, 8, get(border, 8) + shift)
    put(border, 39, get(border, 39) + shift)
    put(border, 23, get(border, 23) + shift)
    put(border, 28, get(border, 28) + shift)
    put(border, 34, get(border, 34) + shift)
    put(border, 19, get(border, 19) + shift)
    put(border, 51, get(border, 51) + shift)
    put(border, 25, get(border, 25) + shift)
    put(border, 31, get(border, 31) + shift)
    put(border, 45, get(border, 45) + shift)
    put(border, 21, get(border, 21) + shift)
    put(border, 12, get(border, 12) + shift)
    put(border, 13, get(border, 13) + shift)
    put(border, 3, get(border, 3) + shift)
    put(border, 67, get(border, 67) + shift)
    put(border, 166, get(border, 166) + shift)
    put(border, 15, get(border, 15) + shift)
    put(border, 17, get(border, 17) + shift)
    put(border, 124, get(border, 124) + 1.0)
    put(border, 116, get(border, 116) + 1.0)
    put(border, 174, get(border, 174) + 1.0)
    put(border, 132, get(border, 132) + 1.0)
    put(border, 84, get(border, 84) + 1.0)
    put(border, 76, get(border, 76) + 1.0)


@straight
def observe_(y, p, q, n_lesions, kept, out, lesion_out):
    """Observables into `out` (body) and `lesion_out` (lesion groups)."""
    L_f = get(y, 11)
    c18_ = get(p, 207)
    pdl1_density_c = L_f*c18_
    c22_ = get(p, 211)
    c21_ = get(p, 210)
    kd_sw_2d = get(p, 165)
    c20_ = get(p, 209)
    c19_ = get(p, 208)
    scfv_bound_c = (c22_*pdl1_density_c)*(1.0/(c21_ + pdl1_density_c + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density_c) + ((c19_ - pdl1_density_c)*(c19_ - pdl1_density_c)))))
    t2_ = pdl1_density_c - scfv_bound_c
    c26_ = get(p, 215)
    c25_ = get(p, 214)
    kd_pd = get(p, 95)
    c24_ = get(p, 213)
    c23_ = get(p, 212)
    pool_bound_c = (c26_*t2_)*(1.0/(c25_ + t2_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density_c - 2.0*scfv_bound_c) + ((c23_ - pdl1_density_c + scfv_bound_c)*(c23_ - pdl1_density_c + scfv_bound_c)))))
    c28_ = get(p, 217)
    switch_bound_c = c28_*pool_bound_c + scfv_bound_c
    t5_ = largest(switch_bound_c, 0.0)
    k_sw = get(p, 88)
    switch_signal_c = t5_*(1.0/(k_sw + t5_))
    V_c = get(y, 12)
    v_floor = get(p, 150)
    volume_c = largest(V_c, v_floor)
    TZ = get(y, 32)
    c39_ = get(p, 228)
    t8_ = largest(TZ*c39_, 0.0)
    tz_50 = get(p, 146)
    occupancy = t8_*(1.0/(t8_ + tz_50))
    I6 = get(y, 16)
    il6_signal = I6*(1.0 - occupancy)
    sus_crs = get(p, 135)
    A = get(y, 15)
    il6_of_a = get(p, 55)
    severity = sus_crs*(A*il6_of_a + il6_signal)
    t12_ = largest(il6_signal*sus_crs, 0.0)
    temp_rise = get(p, 144)
    il6_fever = get(p, 53)
    temp0 = get(p, 143)
    temperature = (t12_*temp_rise)*(1.0/(il6_fever + t12_)) + temp0
    t14_ = largest(severity, 0.0)
    map0 = get(p, 99)
    map_fall = get(p, 100)
    il6_leak = get(p, 54)
    mean_arterial_pressure = map0 + (-map_fall*t14_)*(1.0/(il6_leak + t14_))
    c89_ = get(p, 278)
    oxygen_hill = get(p, 117)
    t16_ = power(c89_*severity, oxygen_hill)
    oxygen_max = get(p, 120)
    oxygen_crs = (oxygen_max*t16_)*(1.0/(t16_ + 1.0))
    J_lung = get(y, 19)
    oxygen_lung = get(p, 119)
    c90_ = get(p, 279)
    oxygen_need = J_lung*oxygen_lung + V_c*c90_ + oxygen_crs
    map_low = get(p, 101)
    map_pressor = get(p, 102)
    map_pressors = get(p, 103)
    pressure_level = where(map_low > mean_arterial_pressure, 1.0, 0.0) + where(map_pressor > mean_arterial_pressure, 1.0, 0.0) + where(map_pressors > mean_arterial_pressure, 1.0, 0.0)
    oxygen_low = get(p, 118)
    oxygen_positive = get(p, 121)
    oxygen_level = where(oxygen_crs > 6.0, 1.0, 0.0) + where(oxygen_crs > oxygen_low, 1.0, 0.0) + where(oxygen_crs > oxygen_positive, 1.0, 0.0)
    t21_ = 1.0 - where(38.0 > temperature, 1.0, 0.0)
    treated = get(p, 161)
    crs_grade = (largest(pressure_level, oxygen_level) + 1.0)*largest(t21_, treated*largest(largest(t21_, where(pressure_level > 0.5, 1.0, 0.0)), where(oxygen_level > 0.5, 1.0, 0.0)))
    c91_ = get(p, 280)
    E_b = get(y, 1)
    M_b = get(y, 0)
    car_t_blood = c91_*(E_b + M_b)
    E_p = get(y, 3)
    M_p = get(y, 2)
    car_t_lung = E_p + M_p
    E_l = get(y, 5)
    M_l = get(y, 4)
    car_t_lymphoid = E_l + M_l
    E_c = get(y, 7)
    M_c = get(y, 6)
    X_c = get(y, 8)
    car_t_cavity = (0.001*(E_c + M_c + X_c))*(1.0/volume_c)
    F_n = get(y, 10)
    F_p = get(y, 9)
    free_tumour_cells = F_n + F_p
    giga_per_ul = get(p, 41)
    lym = get(y, 36)
    lymphocytes = car_t_blood*giga_per_ul + lym
    c92_ = get(p, 281)
    circ_n = get(y, 25)
    white_cells = c92_*circ_n + lymphocytes
    neuro = get(y, 37)
    sus_neuro = get(p, 136)
    neuro_severity = neuro*sus_neuro
    c93_ = get(p, 282)
    neuro_hill = get(p, 113)
    t31_ = power(c93_*neuro_severity, neuro_hill)
    ice_score = (-10.0*t31_)*(1.0/(t31_ + 1.0)) + 10.0
    reach_pos = full(0.0)
    reach_neg = full(0.0)
    car_t_tumour = full(0.0)
    lesion_burden = full(0.0)
    pdl1_mass = full(0.0)
    engaged_total = full(0.0)
    switched_total = full(0.0)
    for k in range(n_lesions):
        L = get(y, 44 + 7*k + 6)
        pdl1_density = L*c18_
        scfv_bound = (c22_*pdl1_density)*(1.0/(c21_ + pdl1_density + sqrt(kd_sw_2d*(c20_ + 2.0*pdl1_density) + ((c19_ - pdl1_density)*(c19_ - pdl1_density)))))
        t43_ = pdl1_density - scfv_bound
        pool_bound = (c26_*t43_)*(1.0/(c25_ + t43_ + sqrt(kd_pd*(c24_ + 2.0*pdl1_density - 2.0*scfv_bound) + ((c23_ - pdl1_density + scfv_bound)*(c23_ - pdl1_density + scfv_bound)))))
        switch_bound = c28_*pool_bound + scfv_bound
        t46_ = largest(switch_bound, 0.0)
        switch_signal = t46_*(1.0/(k_sw + t46_))
        N = get(y, 44 + 7*k + 4)
        P = get(y, 44 + 7*k + 3)
        tumour = N + P
        c42_ = get(p, 231)
        g2_ = get(q, 9*k + 4)
        cell_floor = get(p, 9)
        radius = cube_root(c42_*g2_*largest(tumour, cell_floor))
        delta = get(p, 17)
        rim = 1.0 - (((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0)*((-delta)*(1.0/(largest(radius, delta))) + 1.0))
        c43_ = get(p, 232)
        cavity = get(q, 9*k + 1)
        phi_v = get(p, 126)
        phi = c43_*cavity*rim + phi_v
        accessible = phi*tumour
        E = get(y, 44 + 7*k + 1)
        M = get(y, 44 + 7*k + 0)
        X = get(y, 44 + 7*k + 2)
        g0_ = get(q, 9*k + 2)
        crowd = E + M + X + accessible + g0_
        engaged = accessible*(1.0/crowd)
        lesion_car_t = E + M + X
        engaged_cells = engaged*(E + M)
        put(kept, 16*k + 0, tumour)
        put(kept, 16*k + 14, lesion_car_t)
        reach_pos = reach_pos + P*cavity*phi
        reach_neg = reach_neg + N*cavity*phi
        car_t_tumour = car_t_tumour + lesion_car_t
        lesion_burden = lesion_burden + tumour
        pdl1_mass = pdl1_mass + L*tumour
        engaged_total = engaged_total + engaged_cells
        switched_total = switched_total + engaged_cells*switch_signal
    w_s = get(p, 157)
    accessible_c = F_n + F_p + w_s*(reach_neg + reach_pos)
    c0_ = get(p, 189)
    crowd_c = E_c + M_c + X_c + accessible_c + c0_*largest(V_c, 0.0)
    engaged_c = accessible_c*(1.0/crowd_c)
    tumour_cells = free_tumour_cells + lesion_burden
    cell_floor = get(p, 9)
    pdl1_mean = (L_f*free_tumour_cells + pdl1_mass)*(1.0/(largest(tumour_cells, cell_floor)))
    t71_ = engaged_c*(E_c + M_c)
    switch_signal_mean = (switch_signal_c*t71_ + switched_total)*(1.0/(largest(engaged_total + t71_, cell_floor)))
    put(out, 0, car_t_blood)
    put(out, 1, car_t_lung)
    put(out, 2, car_t_lymphoid)
    put(out, 3, car_t_cavity)
    put(out, 4, car_t_tumour)
    put(out, 5, tumour_cells)
    put(out, 6, free_tumour_cells)
    put(out, 7, V_c)
    put(out, 8, pdl1_mean)
    put(out, 9, switch_signal_mean)
    G_b = get(y, 14)
    put(out, 10, G_b)
    G_c = get(y, 13)
    put(out, 11, G_c)
    put(out, 12, A)
    put(out, 13, I6)
    put(out, 14, il6_signal)
    CRP = get(y, 17)
    put(out, 15, CRP)
    put(out, 16, J_lung)
    J_heart = get(y, 20)
    put(out, 17, J_heart)
    put(out, 18, circ_n)
    circ_p = get(y, 30)
    put(out, 19, circ_p)
    put(out, 20, lymphocytes)
    put(out, 21, white_cells)
    H = get(y, 18)
    put(out, 22, H)
    W_s = get(y, 34)
    put(out, 23, W_s)
    W_c = get(y, 35)
    put(out, 24, W_c)
    put(out, 25, temperature)
    put(out, 26, mean_arterial_pressure)
    put(out, 27, oxygen_crs)
    put(out, 28, oxygen_need)
    put(out, 29, neuro_severity)
    put(out, 30, ice_score)
    put(out, 31, treated)
    put(out, 32, crs_grade)
    for k in range(n_lesions):
        c42_ = get(p, 231)
        g2_ = get(q, 9*k + 4)
        D = get(y, 44 + 7*k + 5)
        tumour = get(kept, 16*k + 0)
        lesion_diameter = 20.0*cube_root(c42_*g2_*largest(D + tumour, 0.0))
        put(lesion_out, k*3 + 0, lesion_diameter)
        put(lesion_out, k*3 + 1, tumour)
        lesion_car_t = get(kept, 16*k + 14)
        put(lesion_out, k*3 + 2, lesion_car_t)


N_BORDER_SLOTS = 270
N_BLOCK_SLOTS = 111


@straight
def factorise_(border, block, n_lesions):
    """LU in place."""
    put(border, 57, full(0.0))
    put(border, 58, full(0.0))
    put(border, 60, full(0.0))
    put(border, 61, full(0.0))
    put(border, 63, full(0.0))
    put(border, 75, full(0.0))
    put(border, 77, full(0.0))
    put(border, 78, full(0.0))
    put(border, 79, full(0.0))
    put(border, 80, full(0.0))
    put(border, 81, full(0.0))
    put(border, 82, full(0.0))
    put(border, 83, full(0.0))
    put(border, 85, full(0.0))
    put(border, 86, full(0.0))
    put(border, 87, full(0.0))
    put(border, 88, full(0.0))
    put(border, 89, full(0.0))
    put(border, 90, full(0.0))
    put(border, 115, full(0.0))
    put(border, 117, full(0.0))
    put(border, 118, full(0.0))
    put(border, 119, full(0.0))
    put(border, 120, full(0.0))
    put(border, 121, full(0.0))
    put(border, 122, full(0.0))
    put(border, 123, full(0.0))
    put(border, 125, full(0.0))
    put(border, 126, full(0.0))
    put(border, 127, full(0.0))
    put(border, 128, full(0.0))
    put(border, 129, full(0.0))
    put(border, 130, full(0.0))
    put(border, 131, full(0.0))
    put(border, 133, full(0.0))
    put(border, 134, full(0.0))
    put(border, 135, full(0.0))
    put(border, 136, full(0.0))
    put(border, 137, full(0.0))
    put(border, 138, full(0.0))
    put(border, 139, full(0.0))
    put(border, 144, full(0.0))
    put(border, 145, full(0.0))
    put(border, 146, full(0.0))
    put(border, 148, full(0.0))
    put(border, 149, full(0.0))
    put(border, 154, full(0.0))
    put(border, 155, full(0.0))
    put(border, 156, full(0.0))
    put(border, 170, full(0.0))
    put(border, 171, full(0.0))
    put(border, 172, full(0.0))
    put(border, 173, full(0.0))
    put(border, 175, full(0.0))
    put(border, 176, full(0.0))
    put(border, 184, full(0.0))
    put(border, 229, full(0.0))
    put(border, 230, full(0.0))
    put(border, 232, full(0.0))
    put(border, 239, full(0.0))
    put(border, 245, full(0.0))
    for k in range(n_lesions):
        b_ = 111*k
        a0_ = 1.0/(get(block, b_ + 0))
        a1_ = get(block, b_ + 1)
        a2_ = get(block, b_ + 2)
        a3_ = get(block, b_ + 3)
        a4_ = get(block, b_ + 4)
        a5_ = get(block, b_ + 5)
        a6_ = get(block, b_ + 6)
        put(block, b_ + 0, a0_)
        put(block, b_ + 1, a1_)
        put(block, b_ + 2, a2_)
        put(block, b_ + 3, a3_)
        put(block, b_ + 4, a4_)
        put(block, b_ + 5, a5_)
        put(block, b_ + 6, a6_)
        a7_ = 1.0/(get(block, b_ + 7))
        a8_ = get(block, b_ + 8)
        a9_ = get(block, b_ + 9)
        a10_ = get(block, b_ + 10)
        a11_ = get(block, b_ + 11)
        a12_ = get(block, b_ + 12)
        a13_ = (get(block, b_ + 13))*a7_
        a21_ = (get(block, b_ + 21))*a7_
        a32_ = (get(block, b_ + 32))*a7_
        a45_ = (get(block, b_ + 45))*a7_
        a58_ = (get(block, b_ + 58))*a7_
        a71_ = (get(block, b_ + 71))*a7_
        a72_ = (get(block, b_ + 72))*a7_
        put(block, b_ + 7, a7_)
        put(block, b_ + 8, a8_)
        put(block, b_ + 9, a9_)
        put(block, b_ + 10, a10_)
        put(block, b_ + 11, a11_)
        put(block, b_ + 12, a12_)
        put(block, b_ + 13, a13_)
        put(block, b_ + 21, a21_)
        put(block, b_ + 32, a32_)
        put(block, b_ + 45, a45_)
        put(block, b_ + 58, a58_)
        put(block, b_ + 71, a71_)
        put(block, b_ + 72, a72_)
        a14_ = 1.0/(get(block, b_ + 14) - a13_*a8_)
        a15_ = get(block, b_ + 15) - a13_*a9_
        a16_ = get(block, b_ + 16) - a13_*a10_
        a17_ = get(block, b_ + 17) - a13_*a11_
        a18_ = get(block, b_ + 18) - a13_*a12_
        a19_ = get(block, b_ + 19)
        a20_ = get(block, b_ + 20)
        a22_ = (get(block, b_ + 22) - a21_*a8_)*a14_
        a33_ = (get(block, b_ + 33) - a32_*a8_)*a14_
        a46_ = (get(block, b_ + 46) - a45_*a8_)*a14_
        a59_ = (get(block, b_ + 59) - a58_*a8_)*a14_
        a73_ = (get(block, b_ + 73) - a71_*a8_)*a14_
        a74_ = (get(block, b_ + 74) - a72_*a8_)*a14_
        put(block, b_ + 14, a14_)
        put(block, b_ + 15, a15_)
        put(block, b_ + 16, a16_)
        put(block, b_ + 17, a17_)
        put(block, b_ + 18, a18_)
        put(block, b_ + 19, a19_)
        put(block, b_ + 20, a20_)
        put(block, b_ + 22, a22_)
        put(block, b_ + 33, a33_)
        put(block, b_ + 46, a46_)
        put(block, b_ + 59, a59_)
        put(block, b_ + 73, a73_)
        put(block, b_ + 74, a74_)
        a23_ = 1.0/(get(block, b_ + 23) - a21_*a9_ - a22_*a15_)
        a24_ = get(block, b_ + 24) - a21_*a10_ - a22_*a16_
        a25_ = get(block, b_ + 25) - a21_*a11_ - a22_*a17_
        a26_ = get(block, b_ + 26) - a21_*a12_ - a22_*a18_
        a27_ = get(block, b_ + 27) - a22_*a19_
        a28_ = get(block, b_ + 28)
        a29_ = get(block, b_ + 29)
        a30_ = get(block, b_ + 30) - a22_*a20_
        a31_ = get(block, b_ + 31)
        a34_ = (get(block, b_ + 34) - a32_*a9_ - a33_*a15_)*a23_
        a47_ = (get(block, b_ + 47) - a45_*a9_ - a46_*a15_)*a23_
        a60_ = (get(block, b_ + 60) - a58_*a9_ - a59_*a15_)*a23_
        a75_ = (get(block, b_ + 75))*a23_
        a76_ = (get(block, b_ + 76))*a23_
        a77_ = (get(block, b_ + 77) - a71_*a9_ - a73_*a15_)*a23_
        a78_ = (get(block, b_ + 78) - a72_*a9_ - a74_*a15_)*a23_
        a79_ = (get(block, b_ + 79))*a23_
        put(block, b_ + 23, a23_)
        put(block, b_ + 24, a24_)
        put(block, b_ + 25, a25_)
        put(block, b_ + 26, a26_)
        put(block, b_ + 27, a27_)
        put(block, b_ + 28, a28_)
        put(block, b_ + 29, a29_)
        put(block, b_ + 30, a30_)
        put(block, b_ + 31, a31_)
        put(block, b_ + 34, a34_)
        put(block, b_ + 47, a47_)
        put(block, b_ + 60, a60_)
        put(block, b_ + 75, a75_)
        put(block, b_ + 76, a76_)
        put(block, b_ + 77, a77_)
        put(block, b_ + 78, a78_)
        put(block, b_ + 79, a79_)
        a35_ = 1.0/(get(block, b_ + 35) - a32_*a10_ - a33_*a16_ - a34_*a24_)
        a36_ = get(block, b_ + 36) - a32_*a11_ - a33_*a17_ - a34_*a25_
        a37_ = get(block, b_ + 37) - a32_*a12_ - a33_*a18_ - a34_*a26_
        a38_ = -(a33_*a19_ + a34_*a27_)
        a39_ = -(a34_*a28_)
        a40_ = -(a34_*a29_)
        a41_ = get(block, b_ + 41)
        a42_ = get(block, b_ + 42)
        a43_ = get(block, b_ + 43) - a33_*a20_ - a34_*a30_
        a44_ = get(block, b_ + 44) - a34_*a31_
        a48_ = (get(block, b_ + 48) - a45_*a10_ - a46_*a16_ - a47_*a24_)*a35_
        a61_ = (get(block, b_ + 61) - a58_*a10_ - a59_*a16_ - a60_*a24_)*a35_
        a80_ = (-(a75_*a24_))*a35_
        a81_ = (-(a76_*a24_))*a35_
        a82_ = (get(block, b_ + 82) - a71_*a10_ - a73_*a16_ - a77_*a24_)*a35_
        a83_ = (get(block, b_ + 83) - a72_*a10_ - a74_*a16_ - a78_*a24_)*a35_
        a84_ = (get(block, b_ + 84))*a35_
        a85_ = (get(block, b_ + 85))*a35_
        a86_ = (get(block, b_ + 86) - a79_*a24_)*a35_
        put(block, b_ + 35, a35_)
        put(block, b_ + 36, a36_)
        put(block, b_ + 37, a37_)
        put(block, b_ + 38, a38_)
        put(block, b_ + 39, a39_)
        put(block, b_ + 40, a40_)
        put(block, b_ + 41, a41_)
        put(block, b_ + 42, a42_)
        put(block, b_ + 43, a43_)
        put(block, b_ + 44, a44_)
        put(block, b_ + 48, a48_)
        put(block, b_ + 61, a61_)
        put(block, b_ + 80, a80_)
        put(block, b_ + 81, a81_)
        put(block, b_ + 82, a82_)
        put(block, b_ + 83, a83_)
        put(block, b_ + 84, a84_)
        put(block, b_ + 85, a85_)
        put(block, b_ + 86, a86_)
        a49_ = 1.0/(get(block, b_ + 49) - a45_*a11_ - a46_*a17_ - a47_*a25_ - a48_*a36_)
        a50_ = get(block, b_ + 50) - a45_*a12_ - a46_*a18_ - a47_*a26_ - a48_*a37_
        a51_ = -(a46_*a19_ + a47_*a27_ + a48_*a38_)
        a52_ = -(a47_*a28_ + a48_*a39_)
        a53_ = -(a47_*a29_ + a48_*a40_)
        a54_ = -(a48_*a41_)
        a55_ = -(a48_*a42_)
        a56_ = -(a46_*a20_ + a47_*a30_ + a48_*a43_)
        a57_ = -(a47_*a31_ + a48_*a44_)
        a62_ = (get(block, b_ + 62) - a58_*a11_ - a59_*a17_ - a60_*a25_ - a61_*a36_)*a49_
        a87_ = (get(block, b_ + 87) - a75_*a25_ - a80_*a36_)*a49_
        a88_ = (get(block, b_ + 88) - a76_*a25_ - a81_*a36_)*a49_
        a89_ = (get(block, b_ + 89) - a71_*a11_ - a73_*a17_ - a77_*a25_ - a82_*a36_)*a49_
        a90_ = (get(block, b_ + 90) - a72_*a11_ - a74_*a17_ - a78_*a25_ - a83_*a36_)*a49_
        a91_ = (get(block, b_ + 91) - a84_*a36_)*a49_
        a92_ = (get(block, b_ + 92) - a85_*a36_)*a49_
        a93_ = (-(a79_*a25_ + a86_*a36_))*a49_
        a94_ = (get(block, b_ + 94))*a49_
        a95_ = (get(block, b_ + 95))*a49_
        a96_ = (get(block, b_ + 96))*a49_
        a97_ = (get(block, b_ + 97))*a49_
        a98_ = (get(block, b_ + 98))*a49_
        put(block, b_ + 49, a49_)
        put(block, b_ + 50, a50_)
        put(block, b_ + 51, a51_)
        put(block, b_ + 52, a52_)
        put(block, b_ + 53, a53_)
        put(block, b_ + 54, a54_)
        put(block, b_ + 55, a55_)
        put(block, b_ + 56, a56_)
        put(block, b_ + 57, a57_)
        put(block, b_ + 62, a62_)
        put(block, b_ + 87, a87_)
        put(block, b_ + 88, a88_)
        put(block, b_ + 89, a89_)
        put(block, b_ + 90, a90_)
        put(block, b_ + 91, a91_)
        put(block, b_ + 92, a92_)
        put(block, b_ + 93, a93_)
        put(block, b_ + 94, a94_)
        put(block, b_ + 95, a95_)
        put(block, b_ + 96, a96_)
        put(block, b_ + 97, a97_)
        put(block, b_ + 98, a98_)
        a63_ = 1.0/(get(block, b_ + 63) - a58_*a12_ - a59_*a18_ - a60_*a26_ - a61_*a37_ - a62_*a50_)
        a64_ = -(a59_*a19_ + a60_*a27_ + a61_*a38_ + a62_*a51_)
        a65_ = -(a60_*a28_ + a61_*a39_ + a62_*a52_)
        a66_ = -(a60_*a29_ + a61_*a40_ + a62_*a53_)
        a67_ = -(a61_*a41_ + a62_*a54_)
        a68_ = -(a61_*a42_ + a62_*a55_)
        a69_ = -(a59_*a20_ + a60_*a30_ + a61_*a43_ + a62_*a56_)
        a70_ = -(a60_*a31_ + a61_*a44_ + a62_*a57_)
        a99_ = (get(block, b_ + 99) - a75_*a26_ - a80_*a37_ - a87_*a50_)*a63_
        a100_ = (get(block, b_ + 100) - a76_*a26_ - a81_*a37_ - a88_*a50_)*a63_
        a101_ = (get(block, b_ + 101) - a71_*a12_ - a73_*a18_ - a77_*a26_ - a82_*a37_ - a89_*a50_)*a63_
        a102_ = (get(block, b_ + 102) - a72_*a12_ - a74_*a18_ - a78_*a26_ - a83_*a37_ - a90_*a50_)*a63_
        a103_ = (get(block, b_ + 103) - a84_*a37_ - a91_*a50_)*a63_
        a104_ = (get(block, b_ + 104) - a85_*a37_ - a92_*a50_)*a63_
        a105_ = (-(a79_*a26_ + a86_*a37_ + a93_*a50_))*a63_
        a106_ = (get(block, b_ + 106) - a94_*a50_)*a63_
        a107_ = (get(block, b_ + 107) - a95_*a50_)*a63_
        a108_ = (get(block, b_ + 108) - a96_*a50_)*a63_
        a109_ = (get(block, b_ + 109) - a97_*a50_)*a63_
        a110_ = (get(block, b_ + 110) - a98_*a50_)*a63_
        put(block, b_ + 63, a63_)
        put(block, b_ + 64, a64_)
        put(block, b_ + 65, a65_)
        put(block, b_ + 66, a66_)
        put(block, b_ + 67, a67_)
        put(block, b_ + 68, a68_)
        put(block, b_ + 69, a69_)
        put(block, b_ + 70, a70_)
        put(block, b_ + 99, a99_)
        put(block, b_ + 100, a100_)
        put(block, b_ + 101, a101_)
        put(block, b_ + 102, a102_)
        put(block, b_ + 103, a103_)
        put(block, b_ + 104, a104_)
        put(block, b_ + 105, a105_)
        put(block, b_ + 106, a106_)
        put(block, b_ + 107, a107_)
        put(block, b_ + 108, a108_)
        put(block, b_ + 109, a109_)
        put(block, b_ + 110, a110_)
        put(border, 53, get(border, 53) - a73_*a19_ - a77_*a27_ - a82_*a38_ - a89_*a51_ - a101_*a64_)
        put(border, 59, get(border, 59) - a73_*a20_ - a77_*a30_ - a82_*a43_ - a89_*a56_ - a101_*a69_)
        put(border, 223, get(border, 223) - a74_*a19_ - a78_*a27_ - a83_*a38_ - a90_*a51_ - a102_*a64_)
        put(border, 231, get(border, 231) - a74_*a20_ - a78_*a30_ - a83_*a43_ - a90_*a56_ - a102_*a69_)
        put(border, 139, get(border, 139) - a75_*a27_ - a80_*a38_ - a87_*a51_ - a99_*a64_)
        put(border, 143, get(border, 143) - a75_*a28_ - a80_*a39_ - a87_*a52_ - a99_*a65_)
        put(border, 147, get(border, 147) - a75_*a29_ - a80_*a40_ - a87_*a53_ - a99_*a66_)
        put(border, 145, get(border, 145) - a75_*a30_ - a80_*a43_ - a87_*a56_ - a99_*a69_)
        put(border, 146, get(border, 146) - a75_*a31_ - a80_*a44_ - a87_*a57_ - a99_*a70_)
        put(border, 177, get(border, 177) - a76_*a27_ - a81_*a38_ - a88_*a51_ - a100_*a64_)
        put(border, 183, get(border, 183) - a76_*a28_ - a81_*a39_ - a88_*a52_ - a100_*a65_)
        put(border, 187, get(border, 187) - a76_*a29_ - a81_*a40_ - a88_*a53_ - a100_*a66_)
        put(border, 185, get(border, 185) - a76_*a30_ - a81_*a43_ - a88_*a56_ - a100_*a69_)
        put(border, 186, get(border, 186) - a76_*a31_ - a81_*a44_ - a88_*a57_ - a100_*a70_)
        put(border, 57, get(border, 57) - a77_*a28_ - a82_*a39_ - a89_*a52_ - a101_*a65_)
        put(border, 61, get(border, 61) - a77_*a29_ - a82_*a40_ - a89_*a53_ - a101_*a66_)
        put(border, 60, get(border, 60) - a77_*a31_ - a82_*a44_ - a89_*a57_ - a101_*a70_)
        put(border, 229, get(border, 229) - a78_*a28_ - a83_*a39_ - a90_*a52_ - a102_*a65_)
        put(border, 233, get(border, 233) - a78_*a29_ - a83_*a40_ - a90_*a53_ - a102_*a66_)
        put(border, 232, get(border, 232) - a78_*a31_ - a83_*a44_ - a90_*a57_ - a102_*a70_)
        put(border, 75, get(border, 75) - a79_*a27_ - a86_*a38_ - a93_*a51_ - a105_*a64_)
        put(border, 77, get(border, 77) - a79_*a28_ - a86_*a39_ - a93_*a52_ - a105_*a65_)
        put(border, 81, get(border, 81) - a79_*a29_ - a86_*a40_ - a93_*a53_ - a105_*a66_)
        put(border, 79, get(border, 79) - a79_*a30_ - a86_*a43_ - a93_*a56_ - a105_*a69_)
        put(border, 80, get(border, 80) - a79_*a31_ - a86_*a44_ - a93_*a57_ - a105_*a70_)
        put(border, 144, get(border, 144) - a80_*a41_ - a87_*a54_ - a99_*a67_)
        put(border, 148, get(border, 148) - a80_*a42_ - a87_*a55_ - a99_*a68_)
        put(border, 184, get(border, 184) - a81_*a41_ - a88_*a54_ - a100_*a67_)
        put(border, 191, get(border, 191) - a81_*a42_ - a88_*a55_ - a100_*a68_)
        put(border, 58, get(border, 58) - a82_*a41_ - a89_*a54_ - a101_*a67_)
        put(border, 63, get(border, 63) - a82_*a42_ - a89_*a55_ - a101_*a68_)
        put(border, 230, get(border, 230) - a83_*a41_ - a90_*a54_ - a102_*a67_)
        put(border, 237, get(border, 237) - a83_*a42_ - a90_*a55_ - a102_*a68_)
        put(border, 149, get(border, 149) - a84_*a38_ - a91_*a51_ - a103_*a64_)
        put(border, 152, get(border, 152) - a84_*a39_ - a91_*a52_ - a103_*a65_)
        put(border, 156, get(border, 156) - a84_*a40_ - a91_*a53_ - a103_*a66_)
        put(border, 153, get(border, 153) - a84_*a41_ - a91_*a54_ - a103_*a67_)
        put(border, 157, get(border, 157) - a84_*a42_ - a91_*a55_ - a103_*a68_)
        put(border, 154, get(border, 154) - a84_*a43_ - a91_*a56_ - a103_*a69_)
        put(border, 155, get(border, 155) - a84_*a44_ - a91_*a57_ - a103_*a70_)
        put(border, 239, get(border, 239) - a85_*a38_ - a92_*a51_ - a104_*a64_)
        put(border, 245, get(border, 245) - a85_*a39_ - a92_*a52_ - a104_*a65_)
        put(border, 249, get(border, 249) - a85_*a40_ - a92_*a53_ - a104_*a66_)
        put(border, 246, get(border, 246) - a85_*a41_ - a92_*a54_ - a104_*a67_)
        put(border, 253, get(border, 253) - a85_*a42_ - a92_*a55_ - a104_*a68_)
        put(border, 247, get(border, 247) - a85_*a43_ - a92_*a56_ - a104_*a69_)
        put(border, 248, get(border, 248) - a85_*a44_ - a92_*a57_ - a104_*a70_)
        put(border, 78, get(border, 78) - a86_*a41_ - a93_*a54_ - a105_*a67_)
        put(border, 82, get(border, 82) - a86_*a42_ - a93_*a55_ - a105_*a68_)
        put(border, 115, get(border, 115) - a94_*a51_ - a106_*a64_)
        put(border, 117, get(border, 117) - a94_*a52_ - a106_*a65_)
        put(border, 121, get(border, 121) - a94_*a53_ - a106_*a66_)
        put(border, 118, get(border, 118) - a94_*a54_ - a106_*a67_)
        put(border, 122, get(border, 122) - a94_*a55_ - a106_*a68_)
        put(border, 119, get(border, 119) - a94_*a56_ - a106_*a69_)
        put(border, 120, get(border, 120) - a94_*a57_ - a106_*a70_)
        put(border, 123, get(border, 123) - a95_*a51_ - a107_*a64_)
        put(border, 125, get(border, 125) - a95_*a52_ - a107_*a65_)
        put(border, 129, get(border, 129) - a95_*a53_ - a107_*a66_)
        put(border, 126, get(border, 126) - a95_*a54_ - a107_*a67_)
        put(border, 130, get(border, 130) - a95_*a55_ - a107_*a68_)
        put(border, 127, get(border, 127) - a95_*a56_ - a107_*a69_)
        put(border, 128, get(border, 128) - a95_*a57_ - a107_*a70_)
        put(border, 170, get(border, 170) - a96_*a51_ - a108_*a64_)
        put(border, 171, get(border, 171) - a96_*a52_ - a108_*a65_)
        put(border, 175, get(border, 175) - a96_*a53_ - a108_*a66_)
        put(border, 172, get(border, 172) - a96_*a54_ - a108_*a67_)
        put(border, 176, get(border, 176) - a96_*a55_ - a108_*a68_)
        put(border, 173, get(border, 173) - a96_*a56_ - a108_*a69_)
        put(border, 174, get(border, 174) - a96_*a57_ - a108_*a70_)
        put(border, 131, get(border, 131) - a97_*a51_ - a109_*a64_)
        put(border, 133, get(border, 133) - a97_*a52_ - a109_*a65_)
        put(border, 137, get(border, 137) - a97_*a53_ - a109_*a66_)
        put(border, 134, get(border, 134) - a97_*a54_ - a109_*a67_)
        put(border, 138, get(border, 138) - a97_*a55_ - a109_*a68_)
        put(border, 135, get(border, 135) - a97_*a56_ - a109_*a69_)
        put(border, 136, get(border, 136) - a97_*a57_ - a109_*a70_)
        put(border, 83, get(border, 83) - a98_*a51_ - a110_*a64_)
        put(border, 85, get(border, 85) - a98_*a52_ - a110_*a65_)
        put(border, 89, get(border, 89) - a98_*a53_ - a110_*a66_)
        put(border, 86, get(border, 86) - a98_*a54_ - a110_*a67_)
        put(border, 90, get(border, 90) - a98_*a55_ - a110_*a68_)
        put(border, 87, get(border, 87) - a98_*a56_ - a110_*a69_)
        put(border, 88, get(border, 88) - a98_*a57_ - a110_*a70_)
    a0_ = 1.0/(get(border, 0))
    a1_ = get(border, 1)
    a2_ = get(border, 2)
    put(border, 0, a0_)
    put(border, 1, a1_)
    put(border, 2, a2_)
    a3_ = 1.0/(get(border, 3))
    a16_ = (get(border, 16))*a3_
    a41_ = (get(border, 41))*a3_
    a53_ = (get(border, 53))*a3_
    a75_ = (get(border, 75))*a3_
    a83_ = (get(border, 83))*a3_
    a95_ = (get(border, 95))*a3_
    a115_ = (get(border, 115))*a3_
    a123_ = (get(border, 123))*a3_
    a131_ = (get(border, 131))*a3_
    a139_ = (get(border, 139))*a3_
    a149_ = (get(border, 149))*a3_
    a170_ = (get(border, 170))*a3_
    a177_ = (get(border, 177))*a3_
    a223_ = (get(border, 223))*a3_
    a239_ = (get(border, 239))*a3_
    put(border, 3, a3_)
    put(border, 16, a16_)
    put(border, 41, a41_)
    put(border, 53, a53_)
    put(border, 75, a75_)
    put(border, 83, a83_)
    put(border, 95, a95_)
    put(border, 115, a115_)
    put(border, 123, a123_)
    put(border, 131, a131_)
    put(border, 139, a139_)
    put(border, 149, a149_)
    put(border, 170, a170_)
    put(border, 177, a177_)
    put(border, 223, a223_)
    put(border, 239, a239_)
    a4_ = 1.0/(get(border, 4))
    a96_ = (get(border, 96))*a4_
    a103_ = (get(border, 103))*a4_
    put(border, 4, a4_)
    put(border, 96, a96_)
    put(border, 103, a103_)
    a5_ = 1.0/(get(border, 5))
    a6_ = get(border, 6)
    a7_ = get(border, 7)
    put(border, 5, a5_)
    put(border, 6, a6_)
    put(border, 7, a7_)
    a8_ = 1.0/(get(border, 8))
    a9_ = get(border, 9)
    put(border, 8, a8_)
    put(border, 9, a9_)
    a10_ = 1.0/(get(border, 10))
    a11_ = get(border, 11)
    put(border, 10, a10_)
    put(border, 11, a11_)
    a12_ = 1.0/(get(border, 12))
    a14_ = (get(border, 14))*a12_
    a36_ = (get(border, 36))*a12_
    a47_ = (get(border, 47))*a12_
    put(border, 12, a12_)
    put(border, 14, a14_)
    put(border, 36, a36_)
    put(border, 47, a47_)
    a13_ = 1.0/(get(border, 13))
    put(border, 13, a13_)
    a15_ = 1.0/(get(border, 15))
    put(border, 15, a15_)
    a17_ = 1.0/(get(border, 17))
    a18_ = get(border, 18)
    put(border, 17, a17_)
    put(border, 18, a18_)
    a19_ = 1.0/(get(border, 19))
    a20_ = get(border, 20)
    a37_ = (get(border, 37))*a19_
    put(border, 19, a19_)
    put(border, 20, a20_)
    put(border, 37, a37_)
    a21_ = 1.0/(get(border, 21))
    a22_ = get(border, 22)
    a48_ = (get(border, 48))*a21_
    put(border, 21, a21_)
    put(border, 22, a22_)
    put(border, 48, a48_)
    a23_ = 1.0/(get(border, 23))
    a24_ = get(border, 24)
    a27_ = (get(border, 27))*a23_
    put(border, 23, a23_)
    put(border, 24, a24_)
    put(border, 27, a27_)
    a25_ = 1.0/(get(border, 25))
    a26_ = get(border, 26)
    a30_ = (get(border, 30))*a25_
    put(border, 25, a25_)
    put(border, 26, a26_)
    put(border, 30, a30_)
    a28_ = 1.0/(get(border, 28))
    a29_ = -(a27_*a24_)
    a33_ = (get(border, 33))*a28_
    put(border, 28, a28_)
    put(border, 29, a29_)
    put(border, 33, a33_)
    a31_ = 1.0/(get(border, 31))
    a32_ = -(a30_*a26_)
    a44_ = (get(border, 44))*a31_
    put(border, 31, a31_)
    put(border, 32, a32_)
    put(border, 44, a44_)
    a34_ = 1.0/(get(border, 34))
    a35_ = -(a33_*a29_)
    a38_ = (-(a37_*a20_))*a34_
    put(border, 34, a34_)
    put(border, 35, a35_)
    put(border, 38, a38_)
    a39_ = 1.0/(get(border, 39) - a38_*a35_)
    a40_ = get(border, 40)
    put(border, 39, a39_)
    put(border, 40, a40_)
    a42_ = 1.0/(get(border, 42))
    a43_ = get(border, 43)
    a49_ = (get(border, 49))*a42_
    put(border, 42, a42_)
    put(border, 43, a43_)
    put(border, 49, a49_)
    a45_ = 1.0/(get(border, 45))
    a46_ = -(a44_*a32_)
    a50_ = (-(a48_*a22_))*a45_
    put(border, 45, a45_)
    put(border, 46, a46_)
    put(border, 50, a50_)
    a51_ = 1.0/(get(border, 51) - a50_*a46_)
    a52_ = -(a49_*a43_)
    put(border, 51, a51_)
    put(border, 52, a52_)
    a54_ = 1.0/(get(border, 54))
    a55_ = get(border, 55)
    a56_ = get(border, 56)
    a57_ = get(border, 57)
    a58_ = get(border, 58)
    a59_ = get(border, 59)
    a60_ = get(border, 60)
    a61_ = get(border, 61)
    a62_ = get(border, 62)
    a63_ = get(border, 63)
    put(border, 54, a54_)
    put(border, 55, a55_)
    put(border, 56, a56_)
    put(border, 57, a57_)
    put(border, 58, a58_)
    put(border, 59, a59_)
    put(border, 60, a60_)
    put(border, 61, a61_)
    put(border, 62, a62_)
    put(border, 63, a63_)
    a64_ = 1.0/(get(border, 64))
    a65_ = get(border, 65)
    a66_ = (get(border, 66))*a64_
    a91_ = (get(border, 91))*a64_
    a97_ = (get(border, 97))*a64_
    a104_ = (get(border, 104))*a64_
    a140_ = (get(border, 140))*a64_
    put(border, 64, a64_)
    put(border, 65, a65_)
    put(border, 66, a66_)
    put(border, 91, a91_)
    put(border, 97, a97_)
    put(border, 104, a104_)
    put(border, 140, a140_)
    a67_ = 1.0/(get(border, 67))
    a68_ = get(border, 68)
    a69_ = get(border, 69)
    a70_ = get(border, 70)
    a71_ = get(border, 71) - a66_*a65_
    a72_ = get(border, 72)
    a158_ = (get(border, 158))*a67_
    put(border, 67, a67_)
    put(border, 68, a68_)
    put(border, 69, a69_)
    put(border, 70, a70_)
    put(border, 71, a71_)
    put(border, 72, a72_)
    put(border, 158, a158_)
    a73_ = 1.0/(get(border, 73))
    a74_ = get(border, 74)
    a178_ = (get(border, 178))*a73_
    a193_ = (get(border, 193))*a73_
    a208_ = (get(border, 208))*a73_
    a224_ = (get(border, 224))*a73_
    a240_ = (get(border, 240))*a73_
    a255_ = (get(border, 255))*a73_
    put(border, 73, a73_)
    put(border, 74, a74_)
    put(border, 178, a178_)
    put(border, 193, a193_)
    put(border, 208, a208_)
    put(border, 224, a224_)
    put(border, 240, a240_)
    put(border, 255, a255_)
    a76_ = 1.0/(get(border, 76))
    a77_ = get(border, 77)
    a78_ = get(border, 78)
    a79_ = get(border, 79)
    a80_ = get(border, 80)
    a81_ = get(border, 81)
    a82_ = get(border, 82)
    a159_ = (get(border, 159))*a76_
    put(border, 76, a76_)
    put(border, 77, a77_)
    put(border, 78, a78_)
    put(border, 79, a79_)
    put(border, 80, a80_)
    put(border, 81, a81_)
    put(border, 82, a82_)
    put(border, 159, a159_)
    a84_ = 1.0/(get(border, 84))
    a85_ = get(border, 85)
    a86_ = get(border, 86)
    a87_ = get(border, 87)
    a88_ = get(border, 88)
    a89_ = get(border, 89)
    a90_ = get(border, 90)
    a160_ = (get(border, 160))*a84_
    put(border, 84, a84_)
    put(border, 85, a85_)
    put(border, 86, a86_)
    put(border, 87, a87_)
    put(border, 88, a88_)
    put(border, 89, a89_)
    put(border, 90, a90_)
    put(border, 160, a160_)
    a92_ = 1.0/(get(border, 92))
    a93_ = -(a91_*a65_)
    a94_ = get(border, 94)
    a98_ = (get(border, 98))*a92_
    a105_ = (get(border, 105))*a92_
    a150_ = (get(border, 150))*a92_
    a161_ = (-(a158_*a68_))*a92_
    put(border, 92, a92_)
    put(border, 93, a93_)
    put(border, 94, a94_)
    put(border, 98, a98_)
    put(border, 105, a105_)
    put(border, 150, a150_)
    put(border, 161, a161_)
    a99_ = 1.0/(get(border, 99))
    a100_ = get(border, 100)
    a101_ = get(border, 101) - a97_*a65_ - a98_*a93_
    a102_ = get(border, 102) - a98_*a94_
    a106_ = (get(border, 106))*a99_
    a141_ = (get(border, 141))*a99_
    a162_ = (-(a158_*a69_))*a99_
    put(border, 99, a99_)
    put(border, 100, a100_)
    put(border, 101, a101_)
    put(border, 102, a102_)
    put(border, 106, a106_)
    put(border, 141, a141_)
    put(border, 162, a162_)
    a107_ = 1.0/(get(border, 107) - a106_*a100_)
    a108_ = get(border, 108) - a104_*a65_ - a105_*a93_ - a106_*a101_
    a109_ = get(border, 109) - a105_*a94_ - a106_*a102_
    a142_ = (-(a141_*a100_))*a107_
    a151_ = (get(border, 151))*a107_
    a163_ = (-(a158_*a70_ + a162_*a100_))*a107_
    put(border, 107, a107_)
    put(border, 108, a108_)
    put(border, 109, a109_)
    put(border, 142, a142_)
    put(border, 151, a151_)
    put(border, 163, a163_)
    a110_ = 1.0/(get(border, 110))
    a111_ = get(border, 111)
    a112_ = get(border, 112)
    a113_ = get(border, 113)
    a114_ = get(border, 114)
    a179_ = (get(border, 179))*a110_
    a194_ = (get(border, 194))*a110_
    a209_ = (get(border, 209))*a110_
    a225_ = (get(border, 225))*a110_
    a241_ = (get(border, 241))*a110_
    a256_ = (get(border, 256))*a110_
    put(border, 110, a110_)
    put(border, 111, a111_)
    put(border, 112, a112_)
    put(border, 113, a113_)
    put(border, 114, a114_)
    put(border, 179, a179_)
    put(border, 194, a194_)
    put(border, 209, a209_)
    put(border, 225, a225_)
    put(border, 241, a241_)
    put(border, 256, a256_)
    a116_ = 1.0/(get(border, 116))
    a117_ = get(border, 117)
    a118_ = get(border, 118)
    a119_ = get(border, 119)
    a120_ = get(border, 120)
    a121_ = get(border, 121)
    a122_ = get(border, 122)
    a180_ = (get(border, 180))*a116_
    a195_ = (get(border, 195))*a116_
    a210_ = (get(border, 210))*a116_
    a226_ = (get(border, 226))*a116_
    a242_ = (get(border, 242))*a116_
    a257_ = (get(border, 257))*a116_
    put(border, 116, a116_)
    put(border, 117, a117_)
    put(border, 118, a118_)
    put(border, 119, a119_)
    put(border, 120, a120_)
    put(border, 121, a121_)
    put(border, 122, a122_)
    put(border, 180, a180_)
    put(border, 195, a195_)
    put(border, 210, a210_)
    put(border, 226, a226_)
    put(border, 242, a242_)
    put(border, 257, a257_)
    a124_ = 1.0/(get(border, 124))
    a125_ = get(border, 125)
    a126_ = get(border, 126)
    a127_ = get(border, 127)
    a128_ = get(border, 128)
    a129_ = get(border, 129)
    a130_ = get(border, 130)
    a181_ = (get(border, 181))*a124_
    a196_ = (get(border, 196))*a124_
    a211_ = (get(border, 211))*a124_
    a227_ = (get(border, 227))*a124_
    a243_ = (get(border, 243))*a124_
    a258_ = (get(border, 258))*a124_
    put(border, 124, a124_)
    put(border, 125, a125_)
    put(border, 126, a126_)
    put(border, 127, a127_)
    put(border, 128, a128_)
    put(border, 129, a129_)
    put(border, 130, a130_)
    put(border, 181, a181_)
    put(border, 196, a196_)
    put(border, 211, a211_)
    put(border, 227, a227_)
    put(border, 243, a243_)
    put(border, 258, a258_)
    a132_ = 1.0/(get(border, 132))
    a133_ = get(border, 133)
    a134_ = get(border, 134)
    a135_ = get(border, 135)
    a136_ = get(border, 136)
    a137_ = get(border, 137)
    a138_ = get(border, 138)
    a182_ = (-(a179_*a111_))*a132_
    a197_ = (get(border, 197) - a194_*a111_)*a132_
    a212_ = (get(border, 212) - a209_*a111_)*a132_
    a228_ = (get(border, 228) - a225_*a111_)*a132_
    a244_ = (-(a241_*a111_))*a132_
    a259_ = (-(a256_*a111_))*a132_
    put(border, 132, a132_)
    put(border, 133, a133_)
    put(border, 134, a134_)
    put(border, 135, a135_)
    put(border, 136, a136_)
    put(border, 137, a137_)
    put(border, 138, a138_)
    put(border, 182, a182_)
    put(border, 197, a197_)
    put(border, 212, a212_)
    put(border, 228, a228_)
    put(border, 244, a244_)
    put(border, 259, a259_)
    a143_ = 1.0/(get(border, 143) - a140_*a65_ - a141_*a101_ - a142_*a108_)
    a144_ = get(border, 144) - a141_*a102_ - a142_*a109_
    a145_ = get(border, 145)
    a146_ = get(border, 146)
    a147_ = get(border, 147)
    a148_ = get(border, 148)
    a152_ = (get(border, 152) - a150_*a93_ - a151_*a108_)*a143_
    a164_ = (get(border, 164) - a158_*a71_ - a159_*a77_ - a160_*a85_ - a161_*a93_ - a162_*a101_ - a163_*a108_)*a143_
    a171_ = (get(border, 171))*a143_
    a183_ = (get(border, 183) - a180_*a117_ - a181_*a125_ - a182_*a133_)*a143_
    a198_ = (-(a195_*a117_ + a196_*a125_ + a197_*a133_))*a143_
    a213_ = (-(a210_*a117_ + a211_*a125_ + a212_*a133_))*a143_
    a229_ = (get(border, 229) - a226_*a117_ - a227_*a125_ - a228_*a133_)*a143_
    a245_ = (get(border, 245) - a242_*a117_ - a243_*a125_ - a244_*a133_)*a143_
    a260_ = (-(a257_*a117_ + a258_*a125_ + a259_*a133_))*a143_
    put(border, 143, a143_)
    put(border, 144, a144_)
    put(border, 145, a145_)
    put(border, 146, a146_)
    put(border, 147, a147_)
    put(border, 148, a148_)
    put(border, 152, a152_)
    put(border, 164, a164_)
    put(border, 171, a171_)
    put(border, 183, a183_)
    put(border, 198, a198_)
    put(border, 213, a213_)
    put(border, 229, a229_)
    put(border, 245, a245_)
    put(border, 260, a260_)
    a153_ = 1.0/(get(border, 153) - a150_*a94_ - a151_*a109_ - a152_*a144_)
    a154_ = get(border, 154) - a152_*a145_
    a155_ = get(border, 155) - a152_*a146_
    a156_ = get(border, 156) - a152_*a147_
    a157_ = get(border, 157) - a152_*a148_
    a165_ = (get(border, 165) - a158_*a72_ - a159_*a78_ - a160_*a86_ - a161_*a94_ - a162_*a102_ - a163_*a109_ - a164_*a144_)*a153_
    a172_ = (get(border, 172) - a171_*a144_)*a153_
    a184_ = (get(border, 184) - a180_*a118_ - a181_*a126_ - a182_*a134_ - a183_*a144_)*a153_
    a199_ = (-(a195_*a118_ + a196_*a126_ + a197_*a134_ + a198_*a144_))*a153_
    a214_ = (-(a210_*a118_ + a211_*a126_ + a212_*a134_ + a213_*a144_))*a153_
    a230_ = (get(border, 230) - a226_*a118_ - a227_*a126_ - a228_*a134_ - a229_*a144_)*a153_
    a246_ = (get(border, 246) - a242_*a118_ - a243_*a126_ - a244_*a134_ - a245_*a144_)*a153_
    a261_ = (-(a257_*a118_ + a258_*a126_ + a259_*a134_ + a260_*a144_))*a153_
    put(border, 153, a153_)
    put(border, 154, a154_)
    put(border, 155, a155_)
    put(border, 156, a156_)
    put(border, 157, a157_)
    put(border, 165, a165_)
    put(border, 172, a172_)
    put(border, 184, a184_)
    put(border, 199, a199_)
    put(border, 214, a214_)
    put(border, 230, a230_)
    put(border, 246, a246_)
    put(border, 261, a261_)
    a166_ = 1.0/(get(border, 166) - a159_*a79_ - a160_*a87_ - a164_*a145_ - a165_*a154_)
    a167_ = -(a159_*a80_ + a160_*a88_ + a164_*a146_ + a165_*a155_)
    a168_ = get(border, 168) - a159_*a81_ - a160_*a89_ - a164_*a147_ - a165_*a156_
    a169_ = get(border, 169) - a159_*a82_ - a160_*a90_ - a164_*a148_ - a165_*a157_
    a173_ = (get(border, 173) - a171_*a145_ - a172_*a154_)*a166_
    a185_ = (get(border, 185) - a180_*a119_ - a181_*a127_ - a182_*a135_ - a183_*a145_ - a184_*a154_)*a166_
    a200_ = (-(a195_*a119_ + a196_*a127_ + a197_*a135_ + a198_*a145_ + a199_*a154_))*a166_
    a215_ = (-(a210_*a119_ + a211_*a127_ + a212_*a135_ + a213_*a145_ + a214_*a154_))*a166_
    a231_ = (get(border, 231) - a226_*a119_ - a227_*a127_ - a228_*a135_ - a229_*a145_ - a230_*a154_)*a166_
    a247_ = (get(border, 247) - a242_*a119_ - a243_*a127_ - a244_*a135_ - a245_*a145_ - a246_*a154_)*a166_
    a262_ = (-(a257_*a119_ + a258_*a127_ + a259_*a135_ + a260_*a145_ + a261_*a154_))*a166_
    put(border, 166, a166_)
    put(border, 167, a167_)
    put(border, 168, a168_)
    put(border, 169, a169_)
    put(border, 173, a173_)
    put(border, 185, a185_)
    put(border, 200, a200_)
    put(border, 215, a215_)
    put(border, 231, a231_)
    put(border, 247, a247_)
    put(border, 262, a262_)
    a174_ = 1.0/(get(border, 174) - a171_*a146_ - a172_*a155_ - a173_*a167_)
    a175_ = get(border, 175) - a171_*a147_ - a172_*a156_ - a173_*a168_
    a176_ = get(border, 176) - a171_*a148_ - a172_*a157_ - a173_*a169_
    a186_ = (get(border, 186) - a180_*a120_ - a181_*a128_ - a182_*a136_ - a183_*a146_ - a184_*a155_ - a185_*a167_)*a174_
    a201_ = (-(a195_*a120_ + a196_*a128_ + a197_*a136_ + a198_*a146_ + a199_*a155_ + a200_*a167_))*a174_
    a216_ = (-(a210_*a120_ + a211_*a128_ + a212_*a136_ + a213_*a146_ + a214_*a155_ + a215_*a167_))*a174_
    a232_ = (get(border, 232) - a226_*a120_ - a227_*a128_ - a228_*a136_ - a229_*a146_ - a230_*a155_ - a231_*a167_)*a174_
    a248_ = (get(border, 248) - a242_*a120_ - a243_*a128_ - a244_*a136_ - a245_*a146_ - a246_*a155_ - a247_*a167_)*a174_
    a263_ = (-(a257_*a120_ + a258_*a128_ + a259_*a136_ + a260_*a146_ + a261_*a155_ + a262_*a167_))*a174_
    put(border, 174, a174_)
    put(border, 175, a175_)
    put(border, 176, a176_)
    put(border, 186, a186_)
    put(border, 201, a201_)
    put(border, 216, a216_)
    put(border, 232, a232_)
    put(border, 248, a248_)
    put(border, 263, a263_)
    a187_ = 1.0/(get(border, 187) - a180_*a121_ - a181_*a129_ - a182_*a137_ - a183_*a147_ - a184_*a156_ - a185_*a168_ - a186_*a175_)
    a188_ = get(border, 188) - a179_*a112_
    a189_ = get(border, 189) - a179_*a113_
    a190_ = -(a178_*a74_ + a179_*a114_)
    a191_ = get(border, 191) - a180_*a122_ - a181_*a130_ - a182_*a138_ - a183_*a148_ - a184_*a157_ - a185_*a169_ - a186_*a176_
    a192_ = get(border, 192)
    a202_ = (get(border, 202) - a195_*a121_ - a196_*a129_ - a197_*a137_ - a198_*a147_ - a199_*a156_ - a200_*a168_ - a201_*a175_)*a187_
    a217_ = (get(border, 217) - a210_*a121_ - a211_*a129_ - a212_*a137_ - a213_*a147_ - a214_*a156_ - a215_*a168_ - a216_*a175_)*a187_
    a233_ = (get(border, 233) - a226_*a121_ - a227_*a129_ - a228_*a137_ - a229_*a147_ - a230_*a156_ - a231_*a168_ - a232_*a175_)*a187_
    a249_ = (get(border, 249) - a242_*a121_ - a243_*a129_ - a244_*a137_ - a245_*a147_ - a246_*a156_ - a247_*a168_ - a248_*a175_)*a187_
    a264_ = (get(border, 264) - a257_*a121_ - a258_*a129_ - a259_*a137_ - a260_*a147_ - a261_*a156_ - a262_*a168_ - a263_*a175_)*a187_
    put(border, 187, a187_)
    put(border, 188, a188_)
    put(border, 189, a189_)
    put(border, 190, a190_)
    put(border, 191, a191_)
    put(border, 192, a192_)
    put(border, 202, a202_)
    put(border, 217, a217_)
    put(border, 233, a233_)
    put(border, 249, a249_)
    put(border, 264, a264_)
    a203_ = 1.0/(get(border, 203) - a194_*a112_ - a202_*a188_)
    a204_ = get(border, 204) - a194_*a113_ - a202_*a189_
    a205_ = -(a193_*a74_ + a194_*a114_ + a202_*a190_)
    a206_ = get(border, 206) - a195_*a122_ - a196_*a130_ - a197_*a138_ - a198_*a148_ - a199_*a157_ - a200_*a169_ - a201_*a176_ - a202_*a191_
    a207_ = get(border, 207) - a202_*a192_
    a218_ = (get(border, 218) - a209_*a112_ - a217_*a188_)*a203_
    a234_ = (get(border, 234) - a225_*a112_ - a233_*a188_)*a203_
    a250_ = (get(border, 250) - a241_*a112_ - a249_*a188_)*a203_
    a265_ = (get(border, 265) - a256_*a112_ - a264_*a188_)*a203_
    put(border, 203, a203_)
    put(border, 204, a204_)
    put(border, 205, a205_)
    put(border, 206, a206_)
    put(border, 207, a207_)
    put(border, 218, a218_)
    put(border, 234, a234_)
    put(border, 250, a250_)
    put(border, 265, a265_)
    a219_ = 1.0/(get(border, 219) - a209_*a113_ - a217_*a189_ - a218_*a204_)
    a220_ = -(a208_*a74_ + a209_*a114_ + a217_*a190_ + a218_*a205_)
    a221_ = get(border, 221) - a210_*a122_ - a211_*a130_ - a212_*a138_ - a213_*a148_ - a214_*a157_ - a215_*a169_ - a216_*a176_ - a217_*a191_ - a218_*a206_
    a222_ = get(border, 222) - a217_*a192_ - a218_*a207_
    a235_ = (get(border, 235) - a225_*a113_ - a233_*a189_ - a234_*a204_)*a219_
    a251_ = (get(border, 251) - a241_*a113_ - a249_*a189_ - a250_*a204_)*a219_
    a266_ = (get(border, 266) - a256_*a113_ - a264_*a189_ - a265_*a204_)*a219_
    put(border, 219, a219_)
    put(border, 220, a220_)
    put(border, 221, a221_)
    put(border, 222, a222_)
    put(border, 235, a235_)
    put(border, 251, a251_)
    put(border, 266, a266_)
    a236_ = 1.0/(get(border, 236) - a224_*a74_ - a225_*a114_ - a233_*a190_ - a234_*a205_ - a235_*a220_)
    a237_ = get(border, 237) - a226_*a122_ - a227_*a130_ - a228_*a138_ - a229_*a148_ - a230_*a157_ - a231_*a169_ - a232_*a176_ - a233_*a191_ - a234_*a206_ - a235_*a221_
    a238_ = get(border, 238) - a233_*a192_ - a234_*a207_ - a235_*a222_
    a252_ = (-(a240_*a74_ + a241_*a114_ + a249_*a190_ + a250_*a205_ + a251_*a220_))*a236_
    a267_ = (-(a255_*a74_ + a256_*a114_ + a264_*a190_ + a265_*a205_ + a266_*a220_))*a236_
    put(border, 236, a236_)
    put(border, 237, a237_)
    put(border, 238, a238_)
    put(border, 252, a252_)
    put(border, 267, a267_)
    a253_ = 1.0/(get(border, 253) - a242_*a122_ - a243_*a130_ - a244_*a138_ - a245_*a148_ - a246_*a157_ - a247_*a169_ - a248_*a176_ - a249_*a191_ - a250_*a206_ - a251_*a221_ - a252_*a237_)
    a254_ = get(border, 254) - a249_*a192_ - a250_*a207_ - a251_*a222_ - a252_*a238_
    a268_ = (get(border, 268) - a257_*a122_ - a258_*a130_ - a259_*a138_ - a260_*a148_ - a261_*a157_ - a262_*a169_ - a263_*a176_ - a264_*a191_ - a265_*a206_ - a266_*a221_ - a267_*a237_)*a253_
    put(border, 253, a253_)
    put(border, 254, a254_)
    put(border, 268, a268_)
    a269_ = 1.0/(get(border, 269) - a264_*a192_ - a265_*a207_ - a266_*a222_ - a267_*a238_ - a268_*a254_)
    put(border, 269, a269_)


@straight
def solve_(border, block, n_lesions, x):
    """x <- (L U)^-1 x; rows of sums over lesions, no part of the state, are zeroed."""
    for k in pairs(n_lesions):
        b_ = 111*k
        x_M_ = get(x, 44 + 7*k + 0)
        x_E_ = get(x, 44 + 7*k + 1)
        x_X_ = get(x, 44 + 7*k + 2)
        x_P_ = get(x, 44 + 7*k + 3)
        x_N_ = get(x, 44 + 7*k + 4)
        x_D_ = get(x, 44 + 7*k + 5)
        x_L_ = get(x, 44 + 7*k + 6)
        x_L_ = x_L_ - get(block, b_ + 13)*x_X_
        x_E_ = x_E_ - get(block, b_ + 21)*x_X_ - get(block, b_ + 22)*x_L_
        x_M_ = x_M_ - get(block, b_ + 32)*x_X_ - get(block, b_ + 33)*x_L_ - get(block, b_ + 34)*x_E_
        x_N_ = x_N_ - get(block, b_ + 45)*x_X_ - get(block, b_ + 46)*x_L_ - get(block, b_ + 47)*x_E_ - get(block, b_ + 48)*x_M_
        x_P_ = x_P_ - get(block, b_ + 58)*x_X_ - get(block, b_ + 59)*x_L_ - get(block, b_ + 60)*x_E_ - get(block, b_ + 61)*x_M_ - get(block, b_ + 62)*x_N_
        put(x, 14, get(x, 14) - get(block, b_ + 71)*x_X_ - get(block, b_ + 73)*x_L_ - get(block, b_ + 77)*x_E_ - get(block, b_ + 82)*x_M_ - get(block, b_ + 89)*x_N_ - get(block, b_ + 101)*x_P_)
        put(x, 13, get(x, 13) - get(block, b_ + 72)*x_X_ - get(block, b_ + 74)*x_L_ - get(block, b_ + 78)*x_E_ - get(block, b_ + 83)*x_M_ - get(block, b_ + 90)*x_N_ - get(block, b_ + 102)*x_P_)
        put(x, 1, get(x, 1) - get(block, b_ + 75)*x_E_ - get(block, b_ + 80)*x_M_ - get(block, b_ + 87)*x_N_ - get(block, b_ + 99)*x_P_)
        put(x, 7, get(x, 7) - get(block, b_ + 76)*x_E_ - get(block, b_ + 81)*x_M_ - get(block, b_ + 88)*x_N_ - get(block, b_ + 100)*x_P_)
        put(x, 43, get(x, 43) - get(block, b_ + 79)*x_E_ - get(block, b_ + 86)*x_M_ - get(block, b_ + 93)*x_N_ - get(block, b_ + 105)*x_P_)
        put(x, 0, get(x, 0) - get(block, b_ + 84)*x_M_ - get(block, b_ + 91)*x_N_ - get(block, b_ + 103)*x_P_)
        put(x, 6, get(x, 6) - get(block, b_ + 85)*x_M_ - get(block, b_ + 92)*x_N_ - get(block, b_ + 104)*x_P_)
        put(x, 39, get(x, 39) - get(block, b_ + 94)*x_N_ - get(block, b_ + 106)*x_P_)
        put(x, 38, get(x, 38) - get(block, b_ + 95)*x_N_ - get(block, b_ + 107)*x_P_)
        put(x, 40, get(x, 40) - get(block, b_ + 96)*x_N_ - get(block, b_ + 108)*x_P_)
        put(x, 41, get(x, 41) - get(block, b_ + 97)*x_N_ - get(block, b_ + 109)*x_P_)
        put(x, 42, get(x, 42) - get(block, b_ + 98)*x_N_ - get(block, b_ + 110)*x_P_)
        put(x, 44 + 7*k + 0, x_M_)
        put(x, 44 + 7*k + 1, x_E_)
        put(x, 44 + 7*k + 2, x_X_)
        put(x, 44 + 7*k + 3, x_P_)
        put(x, 44 + 7*k + 4, x_N_)
        put(x, 44 + 7*k + 5, x_D_)
        put(x, 44 + 7*k + 6, x_L_)
    x_M_b_ = get(x, 0)
    x_E_b_ = get(x, 1)
    x_M_p_ = get(x, 2)
    x_E_p_ = get(x, 3)
    x_M_l_ = get(x, 4)
    x_E_l_ = get(x, 5)
    x_M_c_ = get(x, 6)
    x_E_c_ = get(x, 7)
    x_X_c_ = get(x, 8)
    x_F_p_ = get(x, 9)
    x_F_n_ = get(x, 10)
    x_L_f_ = get(x, 11)
    x_V_c_ = get(x, 12)
    x_G_c_ = get(x, 13)
    x_G_b_ = get(x, 14)
    x_A_ = get(x, 15)
    x_I6_ = get(x, 16)
    x_CRP_ = get(x, 17)
    x_H_ = get(x, 18)
    x_J_lung_ = get(x, 19)
    x_J_heart_ = get(x, 20)
    x_prol_n_ = get(x, 21)
    x_t1_n_ = get(x, 22)
    x_t2_n_ = get(x, 23)
    x_t3_n_ = get(x, 24)
    x_circ_n_ = get(x, 25)
    x_prol_p_ = get(x, 26)
    x_t1_p_ = get(x, 27)
    x_t2_p_ = get(x, 28)
    x_t3_p_ = get(x, 29)
    x_circ_p_ = get(x, 30)
    x_LD_ = get(x, 31)
    x_TZ_ = get(x, 32)
    x_DX_ = get(x, 33)
    x_W_s_ = get(x, 34)
    x_W_c_ = get(x, 35)
    x_lym_ = get(x, 36)
    x_neuro_ = get(x, 37)
    x_reach_pos_ = get(x, 38)
    x_reach_neg_ = get(x, 39)
    x_surface_total_ = get(x, 40)
    x_tumour_cavity_ = get(x, 41)
    x_volume_total_ = get(x, 42)
    x_live_lesions_ = get(x, 43)
    x_lym_ = x_lym_ - get(border, 14)*x_LD_
    x_neuro_ = x_neuro_ - get(border, 16)*x_DX_
    x_t2_n_ = x_t2_n_ - get(border, 27)*x_t1_n_
    x_t2_p_ = x_t2_p_ - get(border, 30)*x_t1_p_
    x_t3_n_ = x_t3_n_ - get(border, 33)*x_t2_n_
    x_prol_n_ = x_prol_n_ - get(border, 36)*x_LD_ - get(border, 37)*x_circ_n_ - get(border, 38)*x_t3_n_
    x_A_ = x_A_ - get(border, 41)*x_DX_
    x_t3_p_ = x_t3_p_ - get(border, 44)*x_t2_p_
    x_prol_p_ = x_prol_p_ - get(border, 47)*x_LD_ - get(border, 48)*x_circ_p_ - get(border, 49)*x_A_ - get(border, 50)*x_t3_p_
    x_G_b_ = x_G_b_ - get(border, 53)*x_DX_
    x_W_s_ = x_W_s_ - get(border, 66)*x_E_p_
    x_live_lesions_ = x_live_lesions_ - get(border, 75)*x_DX_
    x_volume_total_ = x_volume_total_ - get(border, 83)*x_DX_
    x_M_p_ = x_M_p_ - get(border, 91)*x_E_p_
    x_E_l_ = x_E_l_ - get(border, 95)*x_DX_ - get(border, 96)*x_H_ - get(border, 97)*x_E_p_ - get(border, 98)*x_M_p_
    x_M_l_ = x_M_l_ - get(border, 103)*x_H_ - get(border, 104)*x_E_p_ - get(border, 105)*x_M_p_ - get(border, 106)*x_E_l_
    x_reach_neg_ = x_reach_neg_ - get(border, 115)*x_DX_
    x_reach_pos_ = x_reach_pos_ - get(border, 123)*x_DX_
    x_tumour_cavity_ = x_tumour_cavity_ - get(border, 131)*x_DX_
    x_E_b_ = x_E_b_ - get(border, 139)*x_DX_ - get(border, 140)*x_E_p_ - get(border, 141)*x_E_l_ - get(border, 142)*x_M_l_
    x_M_b_ = x_M_b_ - get(border, 149)*x_DX_ - get(border, 150)*x_M_p_ - get(border, 151)*x_M_l_ - get(border, 152)*x_E_b_
    x_W_c_ = x_W_c_ - get(border, 158)*x_W_s_ - get(border, 159)*x_live_lesions_ - get(border, 160)*x_volume_total_ - get(border, 161)*x_M_p_ - get(border, 162)*x_E_l_ - get(border, 163)*x_M_l_ - get(border, 164)*x_E_b_ - get(border, 165)*x_M_b_
    x_surface_total_ = x_surface_total_ - get(border, 170)*x_DX_ - get(border, 171)*x_E_b_ - get(border, 172)*x_M_b_ - get(border, 173)*x_W_c_
    x_E_c_ = x_E_c_ - get(border, 177)*x_DX_ - get(border, 178)*x_L_f_ - get(border, 179)*x_V_c_ - get(border, 180)*x_reach_neg_ - get(border, 181)*x_reach_pos_ - get(border, 182)*x_tumour_cavity_ - get(border, 183)*x_E_b_ - get(border, 184)*x_M_b_ - get(border, 185)*x_W_c_ - get(border, 186)*x_surface_total_
    x_F_n_ = x_F_n_ - get(border, 193)*x_L_f_ - get(border, 194)*x_V_c_ - get(border, 195)*x_reach_neg_ - get(border, 196)*x_reach_pos_ - get(border, 197)*x_tumour_cavity_ - get(border, 198)*x_E_b_ - get(border, 199)*x_M_b_ - get(border, 200)*x_W_c_ - get(border, 201)*x_surface_total_ - get(border, 202)*x_E_c_
    x_F_p_ = x_F_p_ - get(border, 208)*x_L_f_ - get(border, 209)*x_V_c_ - get(border, 210)*x_reach_neg_ - get(border, 211)*x_reach_pos_ - get(border, 212)*x_tumour_cavity_ - get(border, 213)*x_E_b_ - get(border, 214)*x_M_b_ - get(border, 215)*x_W_c_ - get(border, 216)*x_surface_total_ - get(border, 217)*x_E_c_ - get(border, 218)*x_F_n_
    x_G_c_ = x_G_c_ - get(border, 223)*x_DX_ - get(border, 224)*x_L_f_ - get(border, 225)*x_V_c_ - get(border, 226)*x_reach_neg_ - get(border, 227)*x_reach_pos_ - get(border, 228)*x_tumour_cavity_ - get(border, 229)*x_E_b_ - get(border, 230)*x_M_b_ - get(border, 231)*x_W_c_ - get(border, 232)*x_surface_total_ - get(border, 233)*x_E_c_ - get(border, 234)*x_F_n_ - get(border, 235)*x_F_p_
    x_M_c_ = x_M_c_ - get(border, 239)*x_DX_ - get(border, 240)*x_L_f_ - get(border, 241)*x_V_c_ - get(border, 242)*x_reach_neg_ - get(border, 243)*x_reach_pos_ - get(border, 244)*x_tumour_cavity_ - get(border, 245)*x_E_b_ - get(border, 246)*x_M_b_ - get(border, 247)*x_W_c_ - get(border, 248)*x_surface_total_ - get(border, 249)*x_E_c_ - get(border, 250)*x_F_n_ - get(border, 251)*x_F_p_ - get(border, 252)*x_G_c_
    x_X_c_ = x_X_c_ - get(border, 255)*x_L_f_ - get(border, 256)*x_V_c_ - get(border, 257)*x_reach_neg_ - get(border, 258)*x_reach_pos_ - get(border, 259)*x_tumour_cavity_ - get(border, 260)*x_E_b_ - get(border, 261)*x_M_b_ - get(border, 262)*x_W_c_ - get(border, 263)*x_surface_total_ - get(border, 264)*x_E_c_ - get(border, 265)*x_F_n_ - get(border, 266)*x_F_p_ - get(border, 267)*x_G_c_ - get(border, 268)*x_M_c_
    x_X_c_ = (x_X_c_)*get(border, 269)
    x_M_c_ = (x_M_c_ - get(border, 254)*x_X_c_)*get(border, 253)
    x_G_c_ = (x_G_c_ - get(border, 237)*x_M_c_ - get(border, 238)*x_X_c_)*get(border, 236)
    x_F_p_ = (x_F_p_ - get(border, 220)*x_G_c_ - get(border, 221)*x_M_c_ - get(border, 222)*x_X_c_)*get(border, 219)
    x_F_n_ = (x_F_n_ - get(border, 204)*x_F_p_ - get(border, 205)*x_G_c_ - get(border, 206)*x_M_c_ - get(border, 207)*x_X_c_)*get(border, 203)
    x_E_c_ = (x_E_c_ - get(border, 188)*x_F_n_ - get(border, 189)*x_F_p_ - get(border, 190)*x_G_c_ - get(border, 191)*x_M_c_ - get(border, 192)*x_X_c_)*get(border, 187)
    x_surface_total_ = (x_surface_total_ - get(border, 175)*x_E_c_ - get(border, 176)*x_M_c_)*get(border, 174)
    x_W_c_ = (x_W_c_ - get(border, 167)*x_surface_total_ - get(border, 168)*x_E_c_ - get(border, 169)*x_M_c_)*get(border, 166)
    x_M_b_ = (x_M_b_ - get(border, 154)*x_W_c_ - get(border, 155)*x_surface_total_ - get(border, 156)*x_E_c_ - get(border, 157)*x_M_c_)*get(border, 153)
    x_E_b_ = (x_E_b_ - get(border, 144)*x_M_b_ - get(border, 145)*x_W_c_ - get(border, 146)*x_surface_total_ - get(border, 147)*x_E_c_ - get(border, 148)*x_M_c_)*get(border, 143)
    x_tumour_cavity_ = (x_tumour_cavity_ - get(border, 133)*x_E_b_ - get(border, 134)*x_M_b_ - get(border, 135)*x_W_c_ - get(border, 136)*x_surface_total_ - get(border, 137)*x_E_c_ - get(border, 138)*x_M_c_)*get(border, 132)
    x_reach_pos_ = (x_reach_pos_ - get(border, 125)*x_E_b_ - get(border, 126)*x_M_b_ - get(border, 127)*x_W_c_ - get(border, 128)*x_surface_total_ - get(border, 129)*x_E_c_ - get(border, 130)*x_M_c_)*get(border, 124)
    x_reach_neg_ = (x_reach_neg_ - get(border, 117)*x_E_b_ - get(border, 118)*x_M_b_ - get(border, 119)*x_W_c_ - get(border, 120)*x_surface_total_ - get(border, 121)*x_E_c_ - get(border, 122)*x_M_c_)*get(border, 116)
    x_V_c_ = (x_V_c_ - get(border, 111)*x_tumour_cavity_ - get(border, 112)*x_F_n_ - get(border, 113)*x_F_p_ - get(border, 114)*x_G_c_)*get(border, 110)
    x_M_l_ = (x_M_l_ - get(border, 108)*x_E_b_ - get(border, 109)*x_M_b_)*get(border, 107)
    x_E_l_ = (x_E_l_ - get(border, 100)*x_M_l_ - get(border, 101)*x_E_b_ - get(border, 102)*x_M_b_)*get(border, 99)
    x_M_p_ = (x_M_p_ - get(border, 93)*x_E_b_ - get(border, 94)*x_M_b_)*get(border, 92)
    x_volume_total_ = (x_volume_total_ - get(border, 85)*x_E_b_ - get(border, 86)*x_M_b_ - get(border, 87)*x_W_c_ - get(border, 88)*x_surface_total_ - get(border, 89)*x_E_c_ - get(border, 90)*x_M_c_)*get(border, 84)
    x_live_lesions_ = (x_live_lesions_ - get(border, 77)*x_E_b_ - get(border, 78)*x_M_b_ - get(border, 79)*x_W_c_ - get(border, 80)*x_surface_total_ - get(border, 81)*x_E_c_ - get(border, 82)*x_M_c_)*get(border, 76)
    x_L_f_ = (x_L_f_ - get(border, 74)*x_G_c_)*get(border, 73)
    x_W_s_ = (x_W_s_ - get(border, 68)*x_M_p_ - get(border, 69)*x_E_l_ - get(border, 70)*x_M_l_ - get(border, 71)*x_E_b_ - get(border, 72)*x_M_b_)*get(border, 67)
    x_E_p_ = (x_E_p_ - get(border, 65)*x_E_b_)*get(border, 64)
    x_G_b_ = (x_G_b_ - get(border, 55)*x_E_p_ - get(border, 56)*x_V_c_ - get(border, 57)*x_E_b_ - get(border, 58)*x_M_b_ - get(border, 59)*x_W_c_ - get(border, 60)*x_surface_total_ - get(border, 61)*x_E_c_ - get(border, 62)*x_G_c_ - get(border, 63)*x_M_c_)*get(border, 54)
    x_prol_p_ = (x_prol_p_ - get(border, 52)*x_G_b_)*get(border, 51)
    x_t3_p_ = (x_t3_p_ - get(border, 46)*x_prol_p_)*get(border, 45)
    x_A_ = (x_A_ - get(border, 43)*x_G_b_)*get(border, 42)
    x_prol_n_ = (x_prol_n_ - get(border, 40)*x_A_)*get(border, 39)
    x_t3_n_ = (x_t3_n_ - get(border, 35)*x_prol_n_)*get(border, 34)
    x_t2_p_ = (x_t2_p_ - get(border, 32)*x_prol_p_)*get(border, 31)
    x_t2_n_ = (x_t2_n_ - get(border, 29)*x_prol_n_)*get(border, 28)
    x_t1_p_ = (x_t1_p_ - get(border, 26)*x_prol_p_)*get(border, 25)
    x_t1_n_ = (x_t1_n_ - get(border, 24)*x_prol_n_)*get(border, 23)
    x_circ_p_ = (x_circ_p_ - get(border, 22)*x_t3_p_)*get(border, 21)
    x_circ_n_ = (x_circ_n_ - get(border, 20)*x_t3_n_)*get(border, 19)
    x_neuro_ = (x_neuro_ - get(border, 18)*x_A_)*get(border, 17)
    x_lym_ = (x_lym_)*get(border, 15)
    x_TZ_ = (x_TZ_)*get(border, 13)
    x_LD_ = (x_LD_)*get(border, 12)
    x_J_lung_ = (x_J_lung_ - get(border, 11)*x_E_p_)*get(border, 10)
    x_J_heart_ = (x_J_heart_ - get(border, 9)*x_E_b_)*get(border, 8)
    x_I6_ = (x_I6_ - get(border, 6)*x_TZ_ - get(border, 7)*x_A_)*get(border, 5)
    x_H_ = (x_H_)*get(border, 4)
    x_DX_ = (x_DX_)*get(border, 3)
    x_CRP_ = (x_CRP_ - get(border, 1)*x_I6_ - get(border, 2)*x_TZ_)*get(border, 0)
    put(x, 0, x_M_b_)
    put(x, 1, x_E_b_)
    put(x, 2, x_M_p_)
    put(x, 3, x_E_p_)
    put(x, 4, x_M_l_)
    put(x, 5, x_E_l_)
    put(x, 6, x_M_c_)
    put(x, 7, x_E_c_)
    put(x, 8, x_X_c_)
    put(x, 9, x_F_p_)
    put(x, 10, x_F_n_)
    put(x, 11, x_L_f_)
    put(x, 12, x_V_c_)
    put(x, 13, x_G_c_)
    put(x, 14, x_G_b_)
    put(x, 15, x_A_)
    put(x, 16, x_I6_)
    put(x, 17, x_CRP_)
    put(x, 18, x_H_)
    put(x, 19, x_J_lung_)
    put(x, 20, x_J_heart_)
    put(x, 21, x_prol_n_)
    put(x, 22, x_t1_n_)
    put(x, 23, x_t2_n_)
    put(x, 24, x_t3_n_)
    put(x, 25, x_circ_n_)
    put(x, 26, x_prol_p_)
    put(x, 27, x_t1_p_)
    put(x, 28, x_t2_p_)
    put(x, 29, x_t3_p_)
    put(x, 30, x_circ_p_)
    put(x, 31, x_LD_)
    put(x, 32, x_TZ_)
    put(x, 33, x_DX_)
    put(x, 34, x_W_s_)
    put(x, 35, x_W_c_)
    put(x, 36, x_lym_)
    put(x, 37, x_neuro_)
    put(x, 38, full(0.0))
    put(x, 39, full(0.0))
    put(x, 40, full(0.0))
    put(x, 41, full(0.0))
    put(x, 42, full(0.0))
    put(x, 43, full(0.0))
    for k in pairs(n_lesions):
        b_ = 111*k
        x_M_ = get(x, 44 + 7*k + 0)
        x_E_ = get(x, 44 + 7*k + 1)
        x_X_ = get(x, 44 + 7*k + 2)
        x_P_ = get(x, 44 + 7*k + 3)
        x_N_ = get(x, 44 + 7*k + 4)
        x_D_ = get(x, 44 + 7*k + 5)
        x_L_ = get(x, 44 + 7*k + 6)
        x_P_ = (x_P_ - get(block, b_ + 64)*x_DX_ - get(block, b_ + 65)*x_E_b_ - get(block, b_ + 66)*x_E_c_ - get(block, b_ + 67)*x_M_b_ - get(block, b_ + 68)*x_M_c_ - get(block, b_ + 69)*x_W_c_ - get(block, b_ + 70)*x_surface_total_)*get(block, b_ + 63)
        x_N_ = (x_N_ - get(block, b_ + 50)*x_P_ - get(block, b_ + 51)*x_DX_ - get(block, b_ + 52)*x_E_b_ - get(block, b_ + 53)*x_E_c_ - get(block, b_ + 54)*x_M_b_ - get(block, b_ + 55)*x_M_c_ - get(block, b_ + 56)*x_W_c_ - get(block, b_ + 57)*x_surface_total_)*get(block, b_ + 49)
        x_M_ = (x_M_ - get(block, b_ + 36)*x_N_ - get(block, b_ + 37)*x_P_ - get(block, b_ + 38)*x_DX_ - get(block, b_ + 39)*x_E_b_ - get(block, b_ + 40)*x_E_c_ - get(block, b_ + 41)*x_M_b_ - get(block, b_ + 42)*x_M_c_ - get(block, b_ + 43)*x_W_c_ - get(block, b_ + 44)*x_surface_total_)*get(block, b_ + 35)
        x_E_ = (x_E_ - get(block, b_ + 24)*x_M_ - get(block, b_ + 25)*x_N_ - get(block, b_ + 26)*x_P_ - get(block, b_ + 27)*x_DX_ - get(block, b_ + 28)*x_E_b_ - get(block, b_ + 29)*x_E_c_ - get(block, b_ + 30)*x_W_c_ - get(block, b_ + 31)*x_surface_total_)*get(block, b_ + 23)
        x_L_ = (x_L_ - get(block, b_ + 15)*x_E_ - get(block, b_ + 16)*x_M_ - get(block, b_ + 17)*x_N_ - get(block, b_ + 18)*x_P_ - get(block, b_ + 19)*x_DX_ - get(block, b_ + 20)*x_W_c_)*get(block, b_ + 14)
        x_X_ = (x_X_ - get(block, b_ + 8)*x_L_ - get(block, b_ + 9)*x_E_ - get(block, b_ + 10)*x_M_ - get(block, b_ + 11)*x_N_ - get(block, b_ + 12)*x_P_)*get(block, b_ + 7)
        x_D_ = (x_D_ - get(block, b_ + 1)*x_X_ - get(block, b_ + 2)*x_L_ - get(block, b_ + 3)*x_E_ - get(block, b_ + 4)*x_M_ - get(block, b_ + 5)*x_N_ - get(block, b_ + 6)*x_P_)*get(block, b_ + 0)
        put(x, 44 + 7*k + 0, x_M_)
        put(x, 44 + 7*k + 1, x_E_)
        put(x, 44 + 7*k + 2, x_X_)
        put(x, 44 + 7*k + 3, x_P_)
        put(x, 44 + 7*k + 4, x_N_)
        put(x, 44 + 7*k + 5, x_D_)
        put(x, 44 + 7*k + 6, x_L_)
