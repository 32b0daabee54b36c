"""The classical fourth-order Runge-Kutta method with steps of one length: slow, plain, checked by halving."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import CubicHermiteSpline

Slope = Callable[[np.ndarray], np.ndarray]


def course(slope: Slope, start: list[float], end: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Times (step) and states (step, state) of y' = slope(y) from 0 to `end`."""
    h = end / steps
    states = [np.array(start, float)]
    for _ in range(steps):
        y = states[-1]
        k1 = slope(y)
        k2 = slope(y + h / 2 * k1)
        k3 = slope(y + h / 2 * k2)
        k4 = slope(y + h * k3)
        states.append(y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return np.linspace(0.0, end, steps + 1), np.array(states)


def summit(times: np.ndarray, values: np.ndarray, slopes: np.ndarray) -> tuple[float, float]:
    """Time and height of the highest point, from the cubics through values and slopes beside the largest."""
    top = int(np.argmax(values))
    near = slice(top - 1, top + 2)
    cubics = CubicHermiteSpline(times[near], values[near], slopes[near])
    turns = cubics.derivative().roots(extrapolate=False)
    best = turns[np.argmax(cubics(turns))]
    return float(best), float(cubics(best))
