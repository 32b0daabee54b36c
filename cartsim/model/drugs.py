"""First-order loss of what the clinic gives: lymphodepleting chemotherapy, tocilizumab, dexamethasone."""

from __future__ import annotations

from cartsim.model.reaction import reaction


@reaction("LD -> 0")
def chemotherapy_loss(k_ld):
    """Effect of a lymphodepletion day fades."""
    return k_ld


@reaction("TZ -> 0")
def tocilizumab_loss(k_tz):
    """Elimination of tocilizumab."""
    return k_tz


@reaction("DX -> 0")
def dexamethasone_loss(k_dx):
    """Fading of the steroid's effect."""
    return k_dx
