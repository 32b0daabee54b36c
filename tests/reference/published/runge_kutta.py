"""The classical fourth-order Runge-Kutta method with steps of one length: slow, plain, checked by halving."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

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


def summit(times: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Time and height of the top of the parabola through the largest value and its neighbours."""
    top = int(np.argmax(values))
    before, at, after = values[top - 1 : top + 2]
    shift = (before - after) / (2 * (before - 2 * at + after))
    return float(times[top] + shift * (times[1] - times[0])), float(at - (before - after) * shift / 4)
