"""On-target, off-tumour injury of lung and heart, and the recovery of the host's lymphocytes."""

from __future__ import annotations

from cartsim.model.reaction import reaction


def injury(k_inj, signal, effectors, e50_inj):
    """k s E^2/(E + e50): the square keeps ordinary expansion harmless while 8e9 cells at once are not (Morgan
    2010).
    """
    return k_inj * signal * effectors**2 / (max(effectors, 0) + e50_inj)


@reaction("0 -> J_lung")
def lung_injury_onset(k_inj, kill_organ_p, E_p, e50_inj):
    """Effectors in the lung injure it."""
    return injury(k_inj, kill_organ_p, E_p, e50_inj)


@reaction("0 -> J_heart")
def heart_injury_onset(k_inj, kill_organ_h, heart_share, E_b, e50_inj):
    """The share of blood effectors that perfuses the heart injures it."""
    return injury(k_inj, kill_organ_h, heart_share * E_b, e50_inj)


@reaction("J_lung -> 0", "J_heart -> 0")
def organ_repair(k_rep):
    """Both heal."""
    return k_rep


@reaction("0 -> H")
def host_recovery(H, tau_l):
    """Logistic recovery after lymphodepletion."""
    return H * (1 - H) / tau_l
