"""Ide-cel in blood and marrow (Singh 2021, doi 10.1002/psp4.12598), human set, by Radau in other variables.

Variables here: effector and memory cells as amounts in blood and marrow, complexes per tumour cell
q = C/T, and the logarithm of the tumour concentration, instead of the concentrations of the paper:
q' = kon (CAR ct - q T)(Ag - q) - koff q - q (ln T)', with ct the CAR-T cells per litre of marrow.

Left open by the text, and how it is read:

- dose: a bolus of that many cells into the blood, so dose/5 L at time 0. Taking the number itself as the
  concentration gives 36.0, 35.3, 35.3, 35.9 thousand, whose order over the doses is not the one sought.
- exchange keeps cells, so K12 and K21 act on amounts; on concentrations the peak would be 51 400.
- Cmax: the peak of expansion, taken as the highest blood level after day 1. The bolus alone stands at
  .002 dose/5 L = 20 000 to 320 000 copies at time 0 and would hide any expansion.
- koff 2.39e-3 /s. A public Matlab copy (mstadt/CART) has 2.39e-2 in its human set; with that nothing
  expands within a year.

Sought: 37.4, 36.5, 35.8, 35.5 thousand; here 37.26, 36.36, 35.60, 35.32, all .4 to .6 % lower. The peak
goes about as (kon/koff)^2, so rounding alone can do that: with 6.02e23 /mol and koff 206 /d it is 37.5, 36.6,
35.8, 35.5.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

K12, K21 = 1.71, 0.176  # /d, blood to marrow and back
KE, KM = 113.0, 0.219  # /d, loss of effector and memory cells from blood
K_EXP, EC50 = 1.73, 10.0  # /d and complexes per CAR-T cell
RM = 2e-5  # /d, effector to memory
K_KILL, KC50, K_G = 0.343, 2.24, 0.008  # /d, complexes per tumour cell, /d
CAR, AG = 15_000.0, 12_590.0  # molecules per cell
V_BLOOD, V_MARROW = 5.0, 3.65  # L
TUMOUR = 2.5e9  # cells per L of marrow at time 0
COPIES = 0.002  # copies/ug per cell/L
DAY = 86_400.0  # s
K_ON = 7.1e4 * DAY / 6.02214076e23  # L/d per molecule, from 7.1e4 /M/s
K_OFF = 2.39e-3 * DAY  # /d
EXPANSION = (1.0, 40.0)  # d, where the peak is looked for


def slope(_: float, y: np.ndarray) -> np.ndarray:
    """Rates of effector and memory cells in blood, both in marrow, complexes per tumour cell, ln tumour."""
    e_b, m_b, e_t, m_t, q, log_t = y
    tumour, cells = np.exp(log_t), (e_t + m_t) / V_MARROW
    per_cell = q * tumour / cells if cells > 0 else 0.0
    e_in, m_in = K12 * e_b - K21 * e_t, K12 * m_b - K21 * m_t
    growth = K_G - K_KILL * q / (KC50 + q)
    expansion = K_EXP * per_cell / (EC50 + per_cell)
    binding = K_ON * (CAR * cells - q * tumour) * (AG - q) - K_OFF * q
    into_marrow = [e_in + (expansion - RM) * e_t, m_in + RM * e_t]
    return np.array([-e_in - KE * e_b, -m_in - KM * m_b, *into_marrow, binding - q * growth, growth])


def peak(dose: float, rtol: float) -> float:
    """Copies/ug in blood at the top of the expansion."""
    start = [dose, 0.0, 0.0, 0.0, 0.0, np.log(TUMOUR)]
    scale = rtol * np.array([1.0, 1.0, 1.0, 1.0, 1e-3, 1e-2])
    days = np.linspace(*EXPANSION, 39_001)
    run = solve_ivp(slope, (0.0, EXPANSION[1]), start, "Radau", t_eval=days, rtol=rtol, atol=scale)
    return COPIES * float((run.y[0] + run.y[1]).max()) / V_BLOOD


def answers(rtol: float = 1e-9) -> dict[str, float]:
    """Cmax (copies/ug) by dose (1e6 cells)."""
    return {f"cmax_{dose}e6": peak(dose * 1e6, rtol) for dose in (50, 150, 450, 800)}
