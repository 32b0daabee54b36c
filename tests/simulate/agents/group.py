"""A small group in which every process matters, and the equations of that group from the second
implementation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.integrate import solve_ivp

from cartsim.model.receptors import DESIGNS
from cartsim.parameters import load_parameters
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.surroundings import STATES, Place
from cartsim.simulate.agents.values import Values
from cartsim.simulate.agents.well_mixed import Group
from tests.reference.equations import BODY, GROUP, derivative, prepare
from tests.reference.typical import TYPICAL

FAST = {
    "k_g": 0.25, "t_max": 4e3, "t_ref": 1e3, "k_kill": 2.0, "k_sf1": 150.0, "k_clear": 0.6, "k_loss": 0.05,
    "delta": 3e-3, "phi_v": 0.3, "her2_p": 1e5, "k50_p": 3.0, "mu_e": 1.7, "mu_m": 0.8, "d_e": 0.2, "d_m": 0.1,
    "d_x": 0.3, "k_aicd": 0.2, "k_me": 0.5, "r_em": 0.15, "k_x": 0.3, "k_tb": 0.1, "k_tc": 0.1, "kd_pd": 5.0,
    "g50": 1.0, "l0": 1.5e4, "k_l": 1.5, "her2_n": 2e3, "v_min": 0.15, "v_d0": 0.0,
}  # fmt: skip
"""Values at which a few hundred cells divide, kill, tire, lose their antigen and answer IFN-gamma within days."""
START = {"M": 60, "E": 150, "X": 20, "P": 400, "N": 60, "D": 0}
DEX = 0.2
WHERE = {"n": 1, "cavity": 1}


def parameters(design: str, scale: float = 1.0, **changes: float) -> dict[str, float]:
    """Values by symbol, for a group `scale` times START: what is counted in cells goes with it, so that the
    equations give `scale` times the same course.
    """
    known = {symbol: entry.value for symbol, entry in load_parameters().items()} | TYPICAL | FAST
    known |= dict(zip(("design_pool", "design_scfv", "design_zeta"), DESIGNS[design], strict=True))
    for symbol in ("t_max", "t_ref", "k_sf1", "rho", "v_min"):
        known[symbol] *= scale
    return known | changes


def place(known: dict[str, float], dex: float = DEX) -> Place:
    """Where the group is."""
    return Place(known["her2_p"], float(WHERE["n"]), float(WHERE["cavity"]), 1.0, dex)


def group(known: dict[str, float], scale: float = 1.0, repeat: int = 0, seed: int = 1, **counts: int) -> Group:
    """The group at the start: `scale` times START, or of other `counts`."""
    asked = {state: round(scale * n) for state, n in START.items()} | counts
    return Group.of(asked, place(known), Values.of(known), known["l0"], key_of(seed, repeat))


def slopes(known: dict[str, float], state: Sequence[float], dex: float = DEX) -> np.ndarray:
    """dM, dE, dX, dP, dN, dD, dL by day of the group alone, the rest of the body at rest and without T cells;
    the equations of the second implementation.
    """
    body = dict.fromkeys(BODY, 0.0) | {"V_c": known["v_c0"], "H": 1.0, "W_c": 1.0, "W_s": 1.0}
    body |= {"DX": known["dx_50"] * dex / (1 - dex)} | dict.fromkeys(BODY[21:31], 1.0)
    assert GROUP == STATES
    prepared = prepare(known, [WHERE])
    return np.array(derivative(prepared, [*body.values(), *map(float, state)])[len(BODY) :])


def course(known: dict[str, float], start: Sequence[float], days: np.ndarray) -> np.ndarray:
    """The group (time, state) by the equations, at `days`."""
    found = solve_ivp(
        lambda _, y: slopes(known, y), (0.0, float(days[-1])), start, "DOP853", days, rtol=1e-10, atol=1e-8
    )
    return found.y.T
