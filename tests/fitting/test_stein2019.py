"""The empirical model: closed form against its equations, and the figures published of it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from cartsim.fitting.free import CELLS, COPIES, free_parameters
from cartsim.fitting.stein2019 import Stein2019

TYPICAL = np.zeros((1, 6))


def level(*days: float) -> np.ndarray:
    return np.exp(Stein2019(free_parameters("stein2019", COPIES), np.array(days)).levels(TYPICAL)[0])


def test_published_levels_and_area():
    assert level(28, 90, 180, 365) == pytest.approx([1374, 147, 110, 60.7], rel=5e-3)
    area = quad(lambda day: level(day)[0], 0, 28, points=[9.3])[0]
    assert area == pytest.approx(1.718e5, rel=5e-3)


def test_the_closed_form_solves_the_equations():
    values = {free.symbol: free.typical for free in free_parameters("stein2019", COPIES)}
    alpha, beta, share = values["alpha"], values["beta"], values["fb"]

    def slope(_: float, y: np.ndarray) -> list[float]:
        return [-alpha * y[0], share * (alpha - beta) * y[0] - beta * y[1]]

    days = np.array([10.0, 20.0, 60.0, 200.0])
    solved = solve_ivp(slope, (9.3, 200), [24000, 0], t_eval=days, rtol=1e-9, atol=1e-9)
    assert level(*days) == pytest.approx(solved.y.sum(axis=0), rel=1e-6)
    assert level(9.3, 1e-9) == pytest.approx([24000, 24000 / 3900], rel=1e-6)


def test_of_counts_the_typical_peak_is_that_of_copies_over_the_scale():
    peak = next(free for free in free_parameters("stein2019", CELLS) if free.symbol == "cmax")
    assert (peak.typical, peak.unit) == (12.0, CELLS)
