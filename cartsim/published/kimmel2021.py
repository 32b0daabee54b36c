"""Host lymphocytes and CAR-T cells compete after lymphodepletion; cure is extinction (Kimmel 2021).

N host lymphocytes, C CAR-T cells, B tumour cells, all cells of the body; T = N + C; time in days:

    N' = -r_N N ln(T / K_N)      C' = -r_C(T) C ln(T / K_C)      B' = r_B B - g_B B C / (k_B + C)
    r_C(T) = rho_C + b (T - K_N)^2 / (a T^2 + (T - K_N)^2)

The text of the paper sets the brackets of r_C differently (a over the sum); its figure 2b and BioModels
BIOMD0000001041 have this form, which alone gives a rate between rho_C and rho_C + b. Tumour growth is a
range; the three rates drawn are those of figure 3b. Only the mean-field equations are solved here, not
extinction.

Kimmel, Locke and Altrock, Proceedings of the Royal Society B 288:20210229 (2021), doi 10.1098/rspb.2021.0229.
"""

from __future__ import annotations

from math import log
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from cartsim.published.comparison import Comparison
from cartsim.published.drawing import colours
from cartsim.published.integrate import RTOL, Course, integrate
from cartsim.published.values import Value, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

VALUES = (
    Value("K_N", "cell", 2.5e11, "Table 1"),
    Value("K_C", "cell", 6.96e10, "Table 1"),
    Value("r_N", "1/day", 0.17, "Table 1"),
    Value("rho_C", "1/day", 0.0251, "Table 1"),
    Value("a", "1", 0.423, "Table 1"),
    Value("b", "1/day", 0.525, "Table 1"),
    Value("r_B", "1/day", 0.19, "figure 3b, medium; Table 1 gives .01 to .5"),
    Value("g_B", "1/day", 1.15, "Table 1"),
    Value("k_B", "cell", 2.024e9, "Table 1"),
    Value("N0", "cell", 3.00e9, "Table 1"),
    Value("C0", "cell", 1.80e8, "Table 1"),
    Value("B0", "cell", 9.486e10, "Table 1"),
)
GROWTH = {"slow": 0.105, "medium": 0.19, "fast": 0.265}
"""Tumour growth of figure 3b, 1/day."""


def right_hand_side(day: float, states: Sequence[float], v: SimpleNamespace) -> list[float]:
    """Equations 2.1 to 2.3."""
    N, C, B = states
    T = N + C
    r_C = v.rho_C + v.b * (T - v.K_N) ** 2 / (v.a * T**2 + (T - v.K_N) ** 2)
    return [
        -v.r_N * N * log(T / v.K_N),
        -r_C * C * log(T / v.K_C),
        v.r_B * B - v.g_B * B * C / (v.k_B + C),
    ]


def solve(days: float = 180, v: SimpleNamespace | None = None, rtol: float = RTOL) -> Course:
    """Host lymphocytes, CAR-T cells and tumour cells after infusion."""
    v = v or named(VALUES)
    return integrate(right_hand_side, {"N": v.N0, "C": v.C0, "B": v.B0}, days, v, atol=1e-6, rtol=rtol)


def reproduce() -> tuple[Comparison, ...]:
    """CAR-T cells at their peak and later; they do not depend on the tumour."""
    course = solve(90)
    peak, day = course.peak(lambda states: states["C"])
    late = course([28, 90])["C"]
    where = "the paper plots it (figure 2b): an earlier solve of its equations"
    found = (
        ("peak of CAR-T cells", "cell", 1.5e10, peak),
        ("day of the peak", "day", 7.0, day),
        ("CAR-T cells on day 28", "cell", 1.25e9, float(late[0])),
        ("CAR-T cells on day 90", "cell", 1.7e8, float(late[1])),
    )
    return tuple(
        Comparison(name, unit, known, ours, 0.1, "cartsim", where, "solved")
        for name, unit, known, ours in found
    )


def figure(axes: Axes) -> Axes:
    """The three populations, the tumour at its three rates of growth."""
    paint = colours()
    days = np.linspace(0, 120, 481)
    course = solve()(days)
    axes.plot(days, course["N"], color=paint[2], label="host lymphocytes")
    axes.plot(days, course["C"], color=paint[0], label="CAR-T cells")
    for (name, rate), dash in zip(GROWTH.items(), (":", "--", "-."), strict=True):
        tumour = solve(v=named(VALUES, r_B=rate))(days)["B"]
        axes.plot(days, tumour, color=paint[1], linestyle=dash, label=f"tumour, {name} growth")
    axes.axhline(1, color="0.4", linewidth=0.8)
    axes.annotate("one cell", (2, 1.3), ha="left", va="bottom", fontsize=7.5)
    axes.set(yscale="log", xlim=(0, 120), ylim=(0.1, 1e20))
    axes.set(xlabel="Days since infusion", ylabel="Cells in the body")
    axes.legend(loc="upper right", ncols=2)
    return axes
