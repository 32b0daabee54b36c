"""Life and death of a CAR-T cell: division, differentiation, exhaustion, memory, homeostatic expansion."""

from __future__ import annotations

from cartsim.model.reaction import quantity, reaction
from cartsim.model.shapes import saturation

CONTACTS = ("lesion", "fluid")
MEMORY_AND_EFFECTOR = ("blood", "lung", "lymphoid", *CONTACTS)


@quantity("1")
def dex(DX, dx_50):
    """Dexamethasone effect, 0 to 1."""
    return saturation(DX, dx_50)


@reaction("M -> 0", where=MEMORY_AND_EFFECTOR)
def memory_death(d_m):
    """Memory cells die slowly."""
    return d_m


@reaction("E -> 0", where=MEMORY_AND_EFFECTOR)
def effector_death(d_e):
    """Effector cells die."""
    return d_e


@reaction("E_p -> 0")
def lung_death(k_pd):
    """Effector cells trapped in the lung die there in addition."""
    return k_pd


@reaction("X -> 0", where=CONTACTS)
def exhausted_death(d_x):
    """Exhausted cells die."""
    return d_x


@reaction("E -> 0", where=CONTACTS)
def activation_death(k_aicd, prol_signal, survival, engaged):
    """Activation-induced death of engaged effectors, less with the switch signal."""
    return k_aicd * prol_signal * survival * engaged


@quantity("1")
def homeostatic_drive(H, n_host, live_systemic):
    """Shortage of competitors for IL-7 and IL-15, shared with the CAR-T themselves: (1-H) n/(n + C). After
    Kimmel 2021.
    """
    return (1 - H) * n_host / (n_host + max(live_systemic, 0))


@reaction("M -> 2M", where="lymphoid")
def memory_homeostasis(hom_m, homeostatic_drive):
    """In lymphoid tissue, memory cells fill the space that lymphodepletion left."""
    return hom_m * homeostatic_drive


@reaction("E -> 2E", where="lymphoid")
def effector_homeostasis(hom_e, homeostatic_drive, dex, dex_division):
    """So do effectors; this, not tumour antigen, makes the blood peak in week two."""
    return hom_e * homeostatic_drive * (1 - dex_division * dex)


@reaction("E -> M", where=MEMORY_AND_EFFECTOR)
def memory_formation(r_em):
    """Effectors become memory. Stein 2019."""
    return r_em


@reaction("M -> 2M", where=CONTACTS)
def memory_division(mu_m, gain, engaged):
    """Antigen-driven division of memory cells."""
    return mu_m * gain * engaged


@reaction("M -> E", where=CONTACTS)
def differentiation(k_me, prol_signal, engaged):
    """Antigen turns engaged memory cells into effectors. Mueller-Schoell 2021."""
    return k_me * prol_signal * engaged


@reaction("E -> 2E", where=CONTACTS)
def effector_division(mu_e, gain, engaged, dex, dex_division):
    """Antigen-driven division of effectors, less under dexamethasone."""
    return mu_e * gain * engaged * (1 - dex_division * dex)


@reaction("E -> X", where=CONTACTS)
def exhaustion(k_x, x_base, inhibition, survival, engaged):
    """Chronic engagement exhausts an effector, more so under PD-1. QSP-IO family."""
    return k_x * (x_base + (1 - x_base) * inhibition) * survival * engaged
