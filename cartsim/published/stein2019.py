"""Tisagenlecleucel in blood: exponential expansion, then a decline in two phases (Stein and others 2019).

Transgene copies per ug of genomic DNA of 90 children and young adults with B-cell leukaemia. E effector, M
memory cells, time in days:

    E' = rho E before Tmax, -alpha E after it;    M' = k E - beta M from Tmax on
    rho = ln(foldx) / Tmax,  E(0) = Cmax / foldx,  k = FB (alpha - beta)

so that after Tmax E + M = (1 - FB) Cmax exp(-alpha (t - Tmax)) + FB Cmax exp(-beta (t - Tmax)). The closed
form says that memory starts at Tmax with nothing; were k at work before, the peak would be .1 % higher.

Stein, Grupp, Levine and others, CPT: Pharmacometrics & Systems Pharmacology 8:285 (2019),
doi 10.1002/psp4.12388. Values compared with the copy in the library nlmixr2lib, not re-read in the paper.
"""

from __future__ import annotations

from functools import partial
from math import exp, log
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from cartsim.errors import BadInput, Problem
from cartsim.published.comparison import Comparison
from cartsim.published.drawing import colours
from cartsim.published.integrate import RTOL, integrate
from cartsim.published.values import Value, named, not_negative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

FIXED = "Table 1, fixed effect; not re-read"
VALUES = (
    Value("foldx", "1", 3900, FIXED),
    Value("Tmax", "day", 9.3, FIXED),
    Value("Cmax", "copies/ug", 24000, FIXED),
    Value("alpha", "1/day", 0.16, FIXED),
    Value("FB", "1", 0.0079, FIXED),
    Value("beta", "1/day", 0.0032, FIXED),
)
RANDOM = {"foldx": 2.4, "Tmax": 0.38, "Cmax": 0.65, "alpha": 0.91, "FB": 0.80, "beta": 0.86}
"""Random effects of the logarithms (Table 1; not re-read); residual .56 on the logarithm. The library reads
them as variances; Monolix, with which the paper was fitted, usually prints standard deviations."""
Spread = Literal["variance", "SD"]
TOLERANCE = 0.005


def level(days: ArrayLike, v: SimpleNamespace) -> np.ndarray:
    """Copies per ug by the closed form; values of v may be arrays that broadcast with the days."""
    after = np.maximum(np.asarray(days) - v.Tmax, 0)
    growing = v.Cmax * np.exp(np.log(v.foldx) * np.minimum(np.asarray(days) / v.Tmax - 1, 0))
    falling = (1 - v.FB) * np.exp(-v.alpha * after) + v.FB * np.exp(-v.beta * after)
    return growing * falling


def right_hand_side(day: float, states: Sequence[float], v: SimpleNamespace) -> list[float]:
    """dE/dt and dM/dt after Tmax; `day` counts from there."""
    E, M = states
    return [-v.alpha * E, v.FB * (v.alpha - v.beta) * E - v.beta * M]


def solve(days: ArrayLike, v: SimpleNamespace | None = None, rtol: float = RTOL) -> np.ndarray:
    """Copies per ug at the days given, by solving the differential equations piece by piece."""
    v, days = v or named(VALUES), np.asarray(days, dtype=float)
    not_negative(first_day=float(days.min()))
    past = np.maximum(days - v.Tmax, 0)
    fall = integrate(
        right_hand_side, {"E": v.Cmax, "M": 0.0}, max(float(past.max()), 1e-3), v, atol=1e-9, rtol=rtol
    )(past)
    rho = SimpleNamespace(rho=log(v.foldx) / v.Tmax)
    rise = integrate(
        lambda day, E, v: [v.rho * E[0]], {"E": v.Cmax / v.foldx}, v.Tmax, rho, atol=1e-9, rtol=rtol
    )(np.minimum(days, v.Tmax))
    return np.where(days < v.Tmax, rise["E"], fall["E"] + fall["M"])


def area(day: float, v: SimpleNamespace) -> float:
    """Copies x day per ug from infusion to a day after Tmax, in closed form."""
    past = day - v.Tmax
    rise = v.Cmax * (1 - 1 / v.foldx) * v.Tmax / log(v.foldx)
    fast = (1 - v.FB) * v.Cmax * (1 - exp(-v.alpha * past)) / v.alpha
    return rise + fast + v.FB * v.Cmax * (1 - exp(-v.beta * past)) / v.beta


def draw(n: int, seed: int, spread: Spread = "variance") -> SimpleNamespace:
    """The values of n patients, each an array (patient); `spread` says what the printed random effects are.

    Log-normal around the typical value. Patient, value and seed address the random number: the first patients
    of a larger draw are those of a smaller one.
    """
    not_negative(n=n, seed=seed)
    if spread not in get_args(Spread):
        raise BadInput(Problem("", "spread", f"{spread!r} is unknown", "variance or SD"))
    typical, drawn = named(VALUES), {}
    for place, (symbol, effect) in enumerate(RANDOM.items()):
        sd = effect**0.5 if spread == "variance" else effect
        normal = np.random.default_rng([seed, 2019, place]).standard_normal(n)
        drawn[symbol] = getattr(typical, symbol) * np.exp(sd * normal)
    return SimpleNamespace(**drawn)


def reproduce() -> tuple[Comparison, ...]:
    """Exposure, levels, doubling time and half-lives of the typical patient."""
    v = named(VALUES)
    fast, slow, doubling = log(2) / v.alpha, log(2) / v.beta, log(2) * v.Tmax / log(v.foldx)
    unprinted = "the paper prints no such number: an earlier solve of its equations"
    text = "abstract and discussion, two digits"
    solved = partial(Comparison, tolerance=TOLERANCE, source="cartsim", where=unprinted, kind="solved")
    printed = partial(Comparison, unit="day", tolerance=TOLERANCE, source="stein2019", where=text)
    levels = {28: 1374, 90: 147, 180: 110, 365: 60.7}
    return (
        solved("AUC, day 0-28", "copies/ug day", 1.718e5, area(28, v)),
        *(
            solved(f"level on day {day}", "copies/ug", known, float(level(day, v)))
            for day, known in levels.items()
        ),
        printed("doubling time", published=0.78, ours=doubling, rounding=0.005),
        printed("half-life, fast phase", published=4.3, ours=fast, rounding=0.05),
        printed("half-life, slow phase", published=220, ours=slow, rounding=5),
        solved("half-life, slow phase, ln 2 / beta", "day", 217, slow),
    )


def figure(axes: Axes) -> Axes:
    """Typical course and the middle 90 % of 2000 drawn patients, random effects read as variances."""
    paint = colours()
    days = np.linspace(0, 365, 731)
    patients = draw(2000, 1)
    columns = SimpleNamespace(**{name: values[:, None] for name, values in vars(patients).items()})
    low, high = np.quantile(level(days, columns), (0.05, 0.95), axis=0)
    axes.fill_between(days, low, high, color=paint[0], alpha=0.2, linewidth=0, label="90 % of patients")
    axes.plot(days, level(days, named(VALUES)), color=paint[0], label="typical patient")
    axes.set(yscale="log", xlim=(0, 365), ylim=(1, 1e6), xlabel="Days since infusion")
    axes.set_ylabel("Transgene (copies/µg DNA)")
    axes.legend(loc="upper right")
    return axes
