"""The time derivative of one patient's state: plain floats, one equation a line, as the model is written.

Units: day, cell, mL, pg/mL, molecule/um^2, mg. `p` holds the parameters by symbol and what `prepare` adds.
"""

from __future__ import annotations

from math import log, pi
from types import SimpleNamespace

from .receptors import car_signals, checkpoint, with_zeta

BODY = (
    "M_b", "E_b", "M_p", "E_p", "M_l", "E_l", "M_c", "E_c", "X_c", "F_p", "F_n", "L_f", "V_c", "G_c", "G_b",
    "A", "I6", "CRP", "H", "J_lung", "J_heart", "NEU_prol", "NEU_t1", "NEU_t2", "NEU_t3", "ANC",
    "PLT_prol", "PLT_t1", "PLT_t2", "PLT_t3", "PLT", "LD", "TZ", "DX", "W_s", "W_c",
    "LYM", "BRAIN",
)  # fmt: skip
GROUP = ("M", "E", "X", "P", "N", "D", "L")


def prepare(parameters: dict[str, float], lesions: list[dict]) -> SimpleNamespace:
    """Parameters, the groups' own (n, cavity) and everything that depends on these alone."""
    p = SimpleNamespace(**parameters)
    p.groups = [(float(g["n"]), bool(g["cavity"])) for g in lesions]
    p.kill_p, p.prol_p = car_signals(p, p.her2_p)
    p.kill_n, p.prol_n = car_signals(p, p.her2_n)
    kill_lung, prol_lung = car_signals(p, p.her2_lung)
    sw_lung, sw_heart = checkpoint(p, p.pdl1_lung)[1], checkpoint(p, p.pdl1_heart)[1]
    p.kill_lung, p.prol_lung = with_zeta(p, kill_lung, sw_lung), with_zeta(p, prol_lung, sw_lung)
    p.kill_heart = with_zeta(p, car_signals(p, p.her2_heart)[0], sw_heart)
    p.k_cb = p.q_lymph / p.v_c0 / p.r_c
    return p


def geometry(p: SimpleNamespace, n: float, cavity: bool, tumour: float) -> tuple[float, float, float]:
    """Viable volume of a group [mL], accessible fraction phi, surface [cm^2] (0 outside the cavity)."""
    r = (3.0 * max(tumour, p.cell_floor) / p.rho / (4.0 * pi * n)) ** (1.0 / 3.0)
    if not cavity:
        return tumour / p.rho, p.phi_v, 0.0
    x = p.delta / max(r, p.delta)
    rim = 1.0 - (1.0 - x) ** 3
    return tumour / p.rho, 1.0 - (1.0 - rim) * (1.0 - p.phi_v), n * 4.0 * pi * r**2


def occupancy(p: SimpleNamespace, tz: float) -> float:
    """Share of IL-6 receptors that tocilizumab blocks."""
    c = max(tz, 0.0) / p.v_tz
    return c / (c + p.tz_50)


def growth(p: SimpleNamespace, tumour: float) -> float:
    """Gompertz hazard [1/day]."""
    return p.k_g * log(p.t_max / max(tumour, p.cell_floor)) / log(p.t_max / p.t_ref)


def pdl1_target(p: SimpleNamespace, ifng: float) -> float:
    """PD-L1 per cell that IFN-g [pg/mL] would settle at."""
    g = max(ifng, 0.0) ** p.n_g
    return p.l0 * (1.0 + (p.r_l - 1.0) * g / (p.g50**p.n_g + g))


def chain(
    p: SimpleNamespace, states: list[float], base: float, mtt: float, gamma: float, loss: float
) -> list[float]:
    """Friberg chain: proliferating, three transit compartments, circulating."""
    k = 4.0 / mtt
    prol, t1, t2, t3, circ = states
    divide = k * prol * (1.0 - loss) * (base / max(circ, p.circ_floor * base)) ** gamma
    return [divide - k * prol, k * (prol - t1), k * (t1 - t2), k * (t2 - t3), k * (t3 - circ)]


def site(
    p: SimpleNamespace,
    m: float,
    e: float,
    x: float,
    prol: float,
    eng: float,
    h1: float,
    s_sw: float,
    w: float,
    dex: float,
) -> tuple[float, float, float, float]:
    """Local dM, dE, dX where T cells meet tumour (fluid or group), and their IFN-g secretion [pg/day]."""
    gain = prol * (1.0 + p.a_sw * s_sw) * (1.0 - p.i_max_p * h1) * w
    surv = 1.0 - p.b_sw * s_sw
    differentiate = p.k_me * prol * eng
    exhaust = p.k_x * (p.x_base + (1.0 - p.x_base) * h1) * surv * eng
    dm = m * (p.mu_m * gain * eng - differentiate - p.d_m) + p.r_em * e
    divide = p.mu_e * gain * eng * (1.0 - p.dex_division * dex)
    die = p.d_e + p.k_aicd * prol * surv * eng
    de = e * (divide - die - exhaust - p.r_em)
    secretion = p.s_g * gain * eng * e * (1.0 - p.dex_secretion * dex)
    return dm, de + differentiate * m, exhaust * e - p.d_x * x, secretion


def mean_signal(p: SimpleNamespace, seen_p: float, seen_n: float, s_sw: float) -> float:
    """Division signal of a mixture of antigen-positive and -negative cells, floored at one cell; 0 without
    tumour.
    """
    both = seen_p * with_zeta(p, p.prol_p, s_sw) + seen_n * with_zeta(p, p.prol_n, s_sw)
    return both / max(seen_p + seen_n, p.cell_floor)


def derivative(
    p: SimpleNamespace, y: list[float], infusion_iv: float = 0.0, infusion_cavity: float = 0.0
) -> list[float]:
    """dy/dt of the body states (BODY) followed by each group's (GROUP)."""
    M_b, E_b, M_p, E_p, M_l, E_l, M_c, E_c, X_c = y[:9]
    F_p, F_n, L_f, V_c, G_c, G_b, A, I6, CRP, H, J_lung, J_heart = y[9:21]
    neutrophils, thrombocytes, (LD, TZ, DX, W_s, W_c, LYM, BRAIN) = y[21:26], y[26:31], y[31:38]
    states = [y[i : i + 7] for i in range(len(BODY), len(y), 7)]
    dex = max(DX, 0.0) / (max(DX, 0.0) + p.dx_50)
    volume = max(V_c, p.v_floor)

    shapes = [geometry(p, n, cavity, g[3] + g[4]) for (n, cavity), g in zip(p.groups, states, strict=True)]
    surface = sum(area for _, _, area in shapes)
    near = [(phi, g) for (_, cavity), (_, phi, _), g in zip(p.groups, shapes, states, strict=True) if cavity]

    # lesion groups
    lesions: list[float] = []
    uptake = back_M = back_E = spill_M = spill_E = land = sec_cavity = sec_systemic = live_groups = 0.0
    for (n, cavity), (v, phi, area), (M, E, X, P, N, D, L) in zip(p.groups, shapes, states, strict=True):
        T = P + N
        acc = phi * T
        den = acc + E + M + X + p.k_sf1 * n
        eng = acc / den
        h1, s_sw = checkpoint(p, L)
        prol = mean_signal(p, P, N, s_sw)
        dM, dE, dX, secretion = site(p, M, E, X, prol, eng, h1, s_sw, W_c, dex)
        from_fluid = p.k_ct * area / (surface + p.a_serosa)
        to_fluid = p.k_tc if cavity else 0.0
        from_blood = p.k_bt * v
        dM += from_blood * M_b + from_fluid * M_c - (p.k_tb + to_fluid) * M
        dE += from_blood * E_b + from_fluid * E_c - (p.k_tb + to_fluid) * E
        attack = p.k_kill * E * phi / den * (1.0 - p.i_max_k * h1)
        killed_P = attack * with_zeta(p, p.kill_p, s_sw) * P
        killed_N = attack * with_zeta(p, p.kill_n, s_sw) * N
        grow = growth(p, T)
        ifng = secretion / ((p.v_tissue * v + p.v_d0 * v / (v + p.v_half) + p.v_min) * p.k_gt)
        lesions += [
            dM, dE, dX,
            grow * P - p.k_loss * P - killed_P,
            grow * N + p.k_loss * P - killed_N,
            killed_P + killed_N - p.k_clear * D,
            p.k_l * (pdl1_target(p, ifng) - L),
        ]  # fmt: skip
        uptake += from_blood
        land += from_fluid
        back_M, back_E = back_M + p.k_tb * M, back_E + p.k_tb * E
        spill_M, spill_E = spill_M + to_fluid * M, spill_E + to_fluid * E
        sec_cavity, sec_systemic = sec_cavity + secretion * cavity, sec_systemic + secretion * (not cavity)
        live_groups += M + E

    # fluid
    see_p = F_p + p.w_s * sum(phi * g[3] for phi, g in near)
    see_n = F_n + p.w_s * sum(phi * g[4] for phi, g in near)
    acc_f = see_p + see_n
    den_f = acc_f + E_c + M_c + X_c + p.k_sf_f * volume / 1000.0
    eng_c = acc_f / den_f
    h1, s_sw = checkpoint(p, L_f)
    prol_c = mean_signal(p, see_p, see_n, s_sw)
    dM_c, dE_c, dX_c, sec_c = site(p, M_c, E_c, X_c, prol_c, eng_c, h1, s_sw, W_c, dex)
    attack = p.k_kill * E_c / den_f * (1.0 - p.i_max_k * h1)
    wet = F_p + F_n + sum(g[3] + g[4] for _, g in near)
    grow = growth(p, wet)
    leave_c = p.k_cb + land
    drive = 1.0 + (1.0 - p.f_rest) * ((wet - p.tumour_c0) / (wet + p.tumour_c0))
    q_in = p.q_lymph * (drive + p.w_g_v * max(G_c, 0.0) / (p.g50_v + max(G_c, 0.0)))

    # blood, lung, lymphoid
    leave_b = p.k_bl + p.k_bp + p.k_bc + uptake
    to_blood_M = p.k_lb * M_l + p.k_pb * M_p + p.k_cb * M_c + back_M
    to_blood_E = p.k_lb * E_l + p.k_pb * E_p + p.k_cb * E_c + back_E
    live_systemic = M_b + E_b + M_p + E_p + M_l + E_l
    room = (1.0 - H) * p.n_host / (p.n_host + live_systemic)
    iv_lung, iv_blood = p.f_p0 * infusion_iv, (1.0 - p.f_p0) * infusion_iv
    live_regional = M_c + E_c + live_groups
    arrivals = (p.k_bc + uptake) * (M_b + E_b)

    # signals far from the tumour
    occ = occupancy(p, TZ)
    d = max(I6 * (1.0 - occ) - p.b6, 0.0)
    sec_lung = p.g_lung * p.s_g * p.prol_lung * E_p
    ifng_in = p.f_gb * p.k_gt * G_c * V_c + p.f_gb * sec_cavity + p.f_gs * sec_systemic + sec_lung
    g = max(G_b, 0.0)
    heart = p.heart_share * E_b

    body = [
        to_blood_M - (leave_b + p.d_m) * M_b + p.r_em * E_b + p.f_m * iv_blood,
        to_blood_E - (leave_b + p.d_e + p.r_em) * E_b + (1.0 - p.f_m) * iv_blood,
        p.k_bp * M_b - (p.k_pb + p.d_m) * M_p + p.r_em * E_p + p.f_m * iv_lung,
        p.k_bp * E_b - (p.k_pb + p.d_e + p.k_pd + p.r_em) * E_p + (1.0 - p.f_m) * iv_lung,
        p.k_bl * M_b - (p.k_lb + p.d_m) * M_l + p.r_em * E_l + p.hom_m * room * M_l,
        p.k_bl * E_b - (p.k_lb + p.d_e + p.r_em) * E_l + p.hom_e * room * (1.0 - p.dex_division * dex) * E_l,
        dM_c + p.k_bc * M_b + spill_M - leave_c * M_c + p.f_m * infusion_cavity,
        dE_c + p.k_bc * E_b + spill_E - leave_c * E_c + (1.0 - p.f_m) * infusion_cavity,
        dX_c,
        F_p * (grow - p.k_loss - attack * with_zeta(p, p.kill_p, s_sw)),
        F_n * (grow - attack * with_zeta(p, p.kill_n, s_sw)) + p.k_loss * F_p,
        p.k_l * (pdl1_target(p, G_c) - L_f),
        q_in - p.q_lymph / p.v_c0 * V_c,
        (sec_c + p.g_cavity * sec_cavity) / volume - p.k_gt * G_c - q_in / volume * G_c,
        ifng_in / p.v_b - p.k_gb * G_b,
        p.k_a * (g / (g + p.ka50) * (1.0 - p.dex_myeloid * dex) - A),
        p.k6 * (p.b6 + p.s6 * A**2 - (1.0 - p.il6_block * occ) * I6),
        p.k_crp * (p.crp0 + p.crp_max * d / (d + p.crp_50) - CRP),
        H * (1.0 - H) / p.tau_l,
        p.k_inj * p.kill_lung * max(E_p, 0.0) ** 2 / (max(E_p, 0.0) + p.e50_inj) - p.k_rep * J_lung,
        p.k_inj * p.kill_heart * max(heart, 0.0) ** 2 / (max(heart, 0.0) + p.e50_inj) - p.k_rep * J_heart,
    ]  # fmt: skip
    body += chain(p, neutrophils, p.anc0, p.mtt_n, p.gamma_n, p.e_ld_n * LD + p.w_c * A)
    body += chain(p, thrombocytes, p.plt0, p.mtt_p, p.gamma_p, p.e_ld_p * LD + p.w_c * A)
    body += [-p.k_ld * LD, -p.k_tz * TZ, -p.k_dx * DX]
    body += [
        -W_s / p.tau_fit + infusion_iv * (1.0 - W_s) / (live_systemic + p.cell_floor),
        -W_c / p.tau_fit + arrivals / (p.cell_floor + live_regional) * (W_s - W_c)
        + infusion_cavity * (1.0 - W_c) / (live_regional + p.cell_floor),
        p.k_lym * (p.alc0 - LYM) - p.kill_lym * LD * LYM,
        p.k_neuro * (A * A * (1.0 - p.dex_neuro * dex) - BRAIN),
    ]  # fmt: skip
    return body + lesions
