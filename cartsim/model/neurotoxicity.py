"""Neurotoxicity: inflammation behind the blood-brain barrier, and the bedside test that shows it.

Activated myeloid cells drive it, not IL-6: in humanised mice monocytes made the IL-1 behind a delayed lethal
neurotoxicity, which anakinra prevented and tocilizumab did not (Norelli et al., Nat Med 24:739, 2018). So
tocilizumab changes nothing here. The square, the delay and the link to the score are assumed.
"""

from __future__ import annotations

from cartsim.model.reaction import quantity, reaction
from cartsim.model.shapes import hill

FULL_SCORE = 10.0
"""Points of the ICE test (immune effector cell-associated encephalopathy), ASTCT 2019: Lee et al., Biol Blood
Marrow Transplant 25:625.
"""


@reaction("0 -> neuro")
def barrier_opening(k_neuro, A, dex, dex_neuro):
    """neuro' = k_neuro (A^2 (1 - dex_neuro dex) - neuro): the more activated cells the more, as with IL-6. A
    steroid acts on A and, since it passes the barrier, here as well ...
    """
    return k_neuro * A**2 * (1 - dex_neuro * dex)


@reaction("neuro -> 0")
def barrier_healing(k_neuro):
    """... and it heals at the same rate: 1/k_neuro is the delay behind the blood."""
    return k_neuro


@quantity("1")
def neuro_severity(sus_neuro, neuro):
    """What that inflammation does to this patient's brain."""
    return sus_neuro * neuro


@quantity("1")
def ice_score(neuro_severity, neuro_half, neuro_hill):
    """ICE score before rounding: 10 (1 - s^n/(s^n + half^n)), from 10 (well) towards 0."""
    return FULL_SCORE * (1 - hill(neuro_severity, neuro_half, neuro_hill))
