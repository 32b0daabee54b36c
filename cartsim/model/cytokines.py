"""IFN-gamma, myeloid activation, IL-6, CRP, and the fluid that cytokines make the serosa weep."""

from __future__ import annotations

from cartsim.model.reaction import quantity, reaction
from cartsim.model.shapes import saturation


@quantity("pg/day", where=("lesion", "fluid"))
def secretion(s_g, gain, engaged, E, dex, dex_secretion):
    """IFN-gamma made by the engaged effectors of a site."""
    return s_g * gain * engaged * E * (1 - dex_secretion * dex)


@quantity("mL", where="lesion")
def distribution_volume(volume, v_tissue, v_d0, v_half, v_min):
    """Volume in which a group's IFN-gamma is felt."""
    return v_tissue * volume + v_d0 * saturation(volume, v_half) + v_min


@quantity("pg/mL", where="lesion")
def ifng_local(secretion, distribution_volume, k_gt):
    """IFN-gamma inside a group, quasi-steady."""
    return secretion / (distribution_volume * k_gt)


@quantity("pg/mL")
def ifng_local_c(G_c):
    """Free cells feel the fluid."""
    return G_c


@quantity("1")
def tumour_leak(tumour_bathed, tumour_c0):
    """Leak of vessels that the tumour causes, over that at baseline: 2T/(T + T0). 1 at baseline, 0 without
    tumour; a growing one at most doubles it.

    Tumours make the vessels of the serosa leak: Nagy, Cancer Res 1993;53:2631.
    """
    return 2 * saturation(tumour_bathed, tumour_c0)


@quantity("mL/day")
def inflow(q_lymph, f_rest, tumour_leak, w_g_v, G_c, g50_v):
    """Fluid entering the cavity: what enters a healthy one, the tumour's leak, and more under IFN-gamma."""
    return q_lymph * (f_rest + (1 - f_rest) * tumour_leak + w_g_v * saturation(G_c, g50_v))


@reaction("0 -> V_c")
def weeping(inflow):
    """Effusion forms."""
    return inflow


@reaction("V_c -> 0")
def absorption(q_lymph, v_c0):
    """Lymphatics absorb it; steady at v_c0 with the tumour of baseline and without IFN-gamma."""
    return q_lymph / v_c0


@reaction("0 -> G_c")
def ifng_from_fluid(secretion_c, volume_c):
    """Effectors in the fluid secrete into it."""
    return secretion_c / volume_c


@reaction("0 -> G_c", where="lesion")
def ifng_from_cavity_lesion(g_cavity, cavity, secretion, volume_c):
    """A share of what cavity lesions make reaches the fluid."""
    return g_cavity * cavity * secretion / volume_c


@reaction("G_c -> 0")
def ifng_fluid_loss(k_gt, inflow, volume_c):
    """Uptake, and dilution by inflow."""
    return k_gt + inflow / volume_c


@reaction("0 -> G_b")
def ifng_spill_fluid(f_gb, k_gt, G_c, V_c, v_b):
    """What the fluid passes to plasma."""
    return f_gb * k_gt * G_c * V_c / v_b


@reaction("0 -> G_b", where="lesion")
def ifng_spill_lesion(f_gb, f_gs, cavity, secretion, v_b):
    """What lesions pass to plasma; systemic ones more than cavity ones."""
    return (f_gb * cavity + f_gs * (1 - cavity)) * secretion / v_b


@reaction("0 -> G_b")
def ifng_from_lung(g_lung, s_g, prol_organ_p, E_p, v_b):
    """On-target secretion by effectors in the lung."""
    return g_lung * s_g * prol_organ_p * E_p / v_b


@reaction("G_b -> 0")
def ifng_plasma_loss(k_gb):
    """Plasma clearance."""
    return k_gb


@reaction("0 -> A")
def myeloid_activation(k_a, G_b, ka50, dex, dex_myeloid):
    """IFN-gamma activates myeloid cells, less under dexamethasone ..."""
    return k_a * saturation(G_b, ka50) * (1 - dex_myeloid * dex)


@reaction("A -> 0")
def myeloid_rest(k_a):
    """... and they come to rest at the same rate."""
    return k_a


@quantity("1")
def occupancy(TZ, v_tz, tz_50):
    """IL-6 receptor occupancy by tocilizumab."""
    return saturation(TZ / v_tz, tz_50)


@reaction("0 -> I6")
def il6_secretion(k6, b6, s6, A):
    """Activated myeloid cells make IL-6, the more the more there are (square)."""
    return k6 * (b6 + s6 * A**2)


@reaction("I6 -> 0")
def il6_clearance(k6, il6_block, occupancy):
    """Receptor-mediated clearance; blocked receptors raise serum IL-6."""
    return k6 * (1 - il6_block * occupancy)


@quantity("pg/mL")
def il6_signal(I6, occupancy):
    """IL-6 that still signals."""
    return I6 * (1 - occupancy)


@reaction("0 -> CRP")
def crp_synthesis(k_crp, crp0, crp_max, il6_signal, b6, crp_50):
    """The liver answers IL-6 above its baseline."""
    return k_crp * (crp0 + crp_max * saturation(il6_signal - b6, crp_50))


@reaction("CRP -> 0")
def crp_loss(k_crp):
    """CRP has a half-life of 19 hours."""
    return k_crp
