"""Idecabtagene vicleucel in blood and marrow of myeloma patients (Singh and others 2021, the human model).

Effector E and memory M cells in blood (b) and marrow (t), cells; complexes C of CAR and BCMA and tumour
cells T, per litre of marrow; c_t = (E_t + M_t) / Vbm; time in days:

    E_b' = -K12 E_b + K21 E_t - Ke E_b           M_b' = -K12 M_b + K21 M_t - Km M_b
    E_t' =  K12 E_b - K21 E_t + Kexp E_t - Rm E_t    M_t' = K12 M_b - K21 M_t + Rm E_t
    C'   =  kon (CAR c_t - C) (Ag T - C) - koff C    T'   = kg T - Kkill T
    Kexp = Kexp_max c / (EC50 + c), c = C / c_t      Kkill = Kkill_max d / (KC50 + d), d = C / T

Two readings follow the authors' Monolix code, as nlmixr2lib reports it: killing multiplies T (equation 18
of the supplement prints the effectors), and a marrow of 1e-6 effectors per litre keeps c finite before the
first cell arrives. Copies per ug of DNA are .002 times cells per litre of blood.

Singh, Chen, Zheng and others, CPT: Pharmacometrics & Systems Pharmacology 10:362 (2021), doi
10.1002/psp4.12598. Values compared with the copy in the library nlmixr2lib, not re-read in the paper.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
from scipy.constants import Avogadro

from cartsim.published.comparison import Comparison
from cartsim.published.drawing import DASHES, colours
from cartsim.published.integrate import RTOL, Course, integrate
from cartsim.published.values import Value, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

TABLE = "Table 1, clinical model; not re-read"
CODE = "Monolix code of the supplement; not re-read"
VALUES = (
    Value("Kexp_max", "1/day", 1.73, TABLE),
    Value("EC50", "complex/cell", 10, TABLE),
    Value("Rm", "1/day", 2e-5, TABLE),
    Value("Ke", "1/day", 113, TABLE),
    Value("Km", "1/day", 0.219, TABLE),
    Value("K12", "1/day", 1.71, TABLE),
    Value("K21", "1/day", 0.176, TABLE),
    Value("Kkill_max", "1/day", 0.343, TABLE),
    Value("KC50", "complex/cell", 2.24, TABLE),
    Value("kg", "1/day", 0.008, TABLE),
    Value("kon", "1/M/s", 7.1e4, f"{TABLE}; the code has 7.103e4"),
    Value("koff", "1/s", 2.39e-3, f"{TABLE}; the code has 2.385e-3"),
    Value("CAR", "1/cell", 15000, TABLE),
    Value("Ag", "1/cell", 12590, TABLE),
    Value("Vb", "L", 5, TABLE),
    Value("Vbm", "L", 3.65, TABLE),
    Value("T0", "cell/L", 2.5e9, CODE),
    Value("E0", "cell/L", 1e-6, CODE),
    Value("copies", "copies/ug per cell/L", 0.002, TABLE),
)
DOSES = (50e6, 150e6, 450e6, 800e6)
"""CAR+ cells infused in the phase 1 study."""
DAY = 24 * 3600
"""Seconds."""


def right_hand_side(day: float, states: Sequence[float], v: SimpleNamespace) -> list[float]:
    """Supplement, equations 6 to 18; binding constants per molecule and litre, and per day."""
    E_b, M_b, E_t, M_t, C, T = states
    kon, koff = v.kon * DAY / Avogadro, v.koff * DAY
    c_t = (E_t + M_t) / v.Vbm
    c, d = C / c_t, C / T
    Kexp = v.Kexp_max * c / (v.EC50 + c)
    Kkill = v.Kkill_max * d / (v.KC50 + d)
    return [
        -v.K12 * E_b + v.K21 * E_t - v.Ke * E_b,
        -v.K12 * M_b + v.K21 * M_t - v.Km * M_b,
        v.K12 * E_b - v.K21 * E_t + Kexp * E_t - v.Rm * E_t,
        v.K12 * M_b - v.K21 * M_t + v.Rm * E_t,
        kon * (v.CAR * c_t - C) * (v.Ag * T - C) - koff * C,
        v.kg * T - Kkill * T,
    ]


def solve(dose: float, days: float = 365, v: SimpleNamespace | None = None, rtol: float = RTOL) -> Course:
    """Cells in blood and marrow, complexes and tumour cells per litre after an infusion of `dose` cells."""
    v = v or named(VALUES)
    initial = {"E_b": dose, "M_b": 0.0, "E_t": v.E0 * v.Vbm, "M_t": 0.0, "C": 0.0, "T": v.T0}
    return integrate(right_hand_side, initial, days, v, atol=1e-7, rtol=rtol)


def transgene(states: dict[str, np.ndarray], v: SimpleNamespace | None = None) -> np.ndarray:
    """Copies per ug of DNA in blood."""
    v = v or named(VALUES)
    return v.copies * (states["E_b"] + states["M_b"]) / v.Vb


def reproduce() -> tuple[Comparison, ...]:
    """Peak after the first day, when the infused cells have left the blood, at the four doses."""
    where = "nlmixr2lib's solve of the typical patient, largest after day 1; the paper plots it"
    known = (37411, 36479, 35743, 35484)
    return tuple(
        Comparison(
            f"peak at {dose / 1e6:.0f}e6 cells",
            "copies/ug",
            peak,
            solve(dose, 60).peak(transgene, start=1)[0],
            0.01,
            "nlmixr2lib",
            where,
            "solved",
        )
        for dose, peak in zip(DOSES, known, strict=True)
    )


def figure(axes: Axes) -> Axes:
    """Blood transgene by dose, as figure 3a of the paper."""
    paint = colours()
    days = np.linspace(0, 180, 2881)
    for place, dose in enumerate(DOSES):
        copies, words = transgene(solve(dose)(days)), f"{dose / 1e6:.0f} million cells"
        axes.plot(days, copies, color=paint[place], linestyle=DASHES[place], label=words)
    axes.set(yscale="log", xlim=(0, 180), ylim=(1, 1e6), xlabel="Days since infusion")
    axes.set_ylabel("Transgene (copies/µg DNA)")
    axes.legend(loc="upper right")
    return axes
