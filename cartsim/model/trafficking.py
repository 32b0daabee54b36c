"""How CAR-T cells move: blood, lung, lymphoid tissue, cavity fluid, lesions. Exhausted cells stay."""

from __future__ import annotations

from cartsim.model.reaction import quantity, reaction


@reaction("M_b -> M_l", "E_b -> E_l")
def homing(k_bl):
    """Blood to lymphoid and other tissue."""
    return k_bl


@reaction("M_l -> M_b", "E_l -> E_b")
def egress(k_lb):
    """Lymphoid tissue back to blood."""
    return k_lb


@reaction("M_b -> M_p", "E_b -> E_p")
def margination(k_bp):
    """Blood to lung."""
    return k_bp


@reaction("M_p -> M_b", "E_p -> E_b")
def release(k_pb):
    """Lung to blood."""
    return k_pb


@reaction("M_b -> M", "E_b -> E", where="lesion")
def extravasation(k_bt, volume):
    """Blood into a lesion, in proportion to its perfused volume."""
    return k_bt * volume


@reaction("M_b -> M_c", "E_b -> E_c")
def exudation(k_bc):
    """Blood into the cavity fluid."""
    return k_bc


@reaction("M -> M_b", "E -> E_b", where="lesion")
def tissue_return(k_tb):
    """Lesion back to blood."""
    return k_tb


@reaction("M -> M_c", "E -> E_c", where="lesion")
def shedding(k_tc, cavity):
    """Cavity lesion into the fluid."""
    return k_tc * cavity


@reaction("M_c -> M", "E_c -> E", where="lesion")
def seeding(k_ct, surface, surface_total, a_serosa):
    """Fluid into a cavity lesion: its share of the adhesive surface, tumour and serosa together."""
    return k_ct * surface / (surface_total + a_serosa)


@reaction("M_c -> M_b", "E_c -> E_b")
def lymph_drainage(q_lymph, v_c0, r_c):
    """Fluid to blood with the lymph, retarded r_c-fold. Tsai 2022."""
    return q_lymph / v_c0 / r_c


@quantity("cell")
def live_systemic(M_b, E_b, M_p, E_p, M_l, E_l):
    """Live CAR-T in blood, lung and lymphoid tissue."""
    return M_b + E_b + M_p + E_p + M_l + E_l


@quantity("cell")
def live_regional(M_c, E_c, live_lesions, lodgers):
    """Live CAR-T in fluid and lesions, with those of a lesion that is followed as single cells (lodgers)."""
    return M_c + E_c + live_lesions + lodgers


@quantity("1/day")
def renewal(k_bc, k_bt, volume_total, M_b, E_b, live_regional, cell_floor):
    """Arrivals from blood per live cell of the regional pool."""
    return (k_bc + k_bt * volume_total) * (M_b + E_b) / (cell_floor + live_regional)


@reaction("W_s -> 0", "W_c -> 0")
def fitness_loss(tau_fit):
    """An infused cell can keep dividing for tau_fit on average."""
    return 1 / tau_fit


@reaction("0 -> W_c")
def fitness_brought(renewal, W_s):
    """Newcomers bring the fitness of the systemic pool ..."""
    return renewal * W_s


@reaction("W_c -> 0")
def fitness_diluted(renewal):
    """... and dilute that of the regional pool."""
    return renewal


@reaction("0 -> W_s")
def fitness_infused_iv(infusion_iv, W_s, live_systemic, cell_floor):
    """A running intravenous infusion renews the systemic pool: limit of W <- (W C + d)/(C + d) for small d.
    """
    return infusion_iv * (1 - W_s) / (live_systemic + cell_floor)


@reaction("0 -> W_c")
def fitness_infused_cavity(infusion_cavity, W_c, live_regional, cell_floor):
    """The same for a running cavity infusion."""
    return infusion_cavity * (1 - W_c) / (live_regional + cell_floor)


@reaction("0 -> M_p")
def infused_memory_lung(infusion_iv, f_m, f_p0):
    """Running infusion, memory cells caught by the lung on first pass."""
    return infusion_iv * f_m * f_p0


@reaction("0 -> E_p")
def infused_effector_lung(infusion_iv, f_m, f_p0):
    """Running infusion, effector cells caught by the lung on first pass."""
    return infusion_iv * (1 - f_m) * f_p0


@reaction("0 -> M_b")
def infused_memory_blood(infusion_iv, f_m, f_p0):
    """Running infusion, memory cells that pass."""
    return infusion_iv * f_m * (1 - f_p0)


@reaction("0 -> E_b")
def infused_effector_blood(infusion_iv, f_m, f_p0):
    """Running infusion, effector cells that pass."""
    return infusion_iv * (1 - f_m) * (1 - f_p0)


@reaction("0 -> M_c")
def infused_memory_cavity(infusion_cavity, f_m):
    """Running cavity infusion, memory cells."""
    return infusion_cavity * f_m


@reaction("0 -> E_c")
def infused_effector_cavity(infusion_cavity, f_m):
    """Running cavity infusion, effector cells."""
    return infusion_cavity * (1 - f_m)
