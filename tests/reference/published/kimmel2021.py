"""Competing lymphocytes after lymphodepletion (Kimmel 2021, doi 10.1098/rspb.2021.0229), in logarithms.

Fixed Runge-Kutta steps on ln N of host lymphocytes and ln C of CAR-T cells (cells): (ln N)' = -rN ln(T/KN)
and (ln C)' = -rC(T) ln(T/KC), T = N + C, with rC = rhoC + b (T - KN)^2/(a T^2 + (T - KN)^2), the form printed
in its figure 2b. Values are the fitted ones of its table 1.

Left open, and how it is read: the tumour's own growth (.01 to .5 /d) needs no choice, since no tumour term
enters N or C, so the tumour is not solved. The peak sought, 1.5e10 cells at day 7, comes out as 1.511e10 at
day 7.02; day 28 is 1.25e9 and day 90 1.71e8, about the number infused, as the paper says of its median.
"""

from __future__ import annotations

import numpy as np

from .runge_kutta import course, summit

K_N, K_C = 2.5e11, 6.96e10  # cells
R_N, RHO_C = 0.17, 0.0251  # /d
A, B = 0.423, 0.525  # no unit, /d
HOST, CAR_T = 3e9, 1.8e8  # cells at day 0
DAYS = 90


def slope(y: np.ndarray) -> np.ndarray:
    """Rates of ln N and ln C."""
    total = np.exp(y).sum()
    below = (total - K_N) ** 2
    r_c = RHO_C + B * below / (A * total**2 + below)
    return np.array([-R_N * np.log(total / K_N), -r_c * np.log(total / K_C)])


def answers(steps_a_day: int = 50) -> dict[str, float]:
    """Peak of CAR-T cells, its day, cells at days 28 and 90."""
    times, states = course(slope, np.log([HOST, CAR_T]), DAYS, DAYS * steps_a_day)
    day, height = summit(times, states[:, 1], np.array([slope(y)[1] for y in states]))
    at = {f"day_{d}": float(np.exp(states[d * steps_a_day, 1])) for d in (28, DAYS)}
    return {"peak": float(np.exp(height)), "peak_day": day} | at
