"""Axi-cel and lymphoma, four phenotypes (Mueller-Schoell 2021, doi 10.3390/cancers13112782), in logarithms.

Fixed Runge-Kutta steps on ln c of naive, central memory, effector memory and effector cells (cells/uL) and
ln T of the metabolic tumour volume (mL), the area under all cells beside them. The typical patient of the
reference class: V2 = V3 = V1, every phenotype .1 /uL at day 0, T(0) 85.7 mL.

Left open, and how it is read: "/uL" of Cmax and AUC is the sum of the four phenotypes. Sought: 7.2
/uL at day 16, area 139 and tumour 18 mL at day 28. They come out as 7.18, 16.3, 139.3 and 18.4; with .1 /uL
shared over the four at the start they would be 7.15, 19.1, 125 and 22.0.
"""

from __future__ import annotations

import numpy as np

from .runge_kutta import course, summit

V = 0.00846  # cells/uL/d per mL of tumour, greatest expansion, of the three that expand
KM1 = 1.13  # cells/uL
K12, K23, K34 = 0.140, 0.191, 0.355  # /d
K_P = np.array([0.0005, 0.007, 0.007])  # /d
KE_EARLY, KE_EFFECTOR = 0.0104, 0.518  # /d
V5 = np.array([2.57, 4.04, 3.78, 4.24])  # mL/d per cell/uL, greatest killing
KM5, K5, K0 = 276.0, 0.0023, 5000.0  # mL, /d, mL
START, TUMOUR = 0.1, 85.7  # cells/uL of each phenotype, mL
DAYS = 28.0


def slope(y: np.ndarray) -> np.ndarray:
    """Rates of ln c of the four phenotypes, ln T and the area."""
    cells, tumour = np.exp(y[:4]), np.exp(y[4])
    leaving = np.array([K12, K23, K34, KE_EFFECTOR])
    gain = np.zeros(4)
    gain[:3] = V * tumour / (KM1 + cells[:3]) + K_P - KE_EARLY
    gain[1:] += leaving[:3] * cells[:3] / cells[1:]
    growth = K5 * (1 - tumour / K0) - V5 @ cells / (KM5 + tumour)
    return np.array([*(gain - leaving), growth, cells.sum()])


def answers(steps: int = 1400) -> dict[str, float]:
    """Cmax (cells/uL), its day, area to day 28 (cells/uL d), tumour at day 28 (mL)."""
    start = [np.log(START)] * 4 + [np.log(TUMOUR), 0.0]
    times, states = course(slope, start, DAYS, steps)
    cells, rates = np.exp(states[:, :4]), np.array([slope(y)[:4] for y in states])
    day, height = summit(times, cells.sum(axis=1), (cells * rates).sum(axis=1))
    log_tumour, area = states[-1, 4:]
    return {"cmax": height, "tmax": day, "auc_28": float(area), "tumour_28": float(np.exp(log_tumour))}
