"""Axicabtagene ciloleucel in four phenotypes against lymphoma (Mueller-Schoell and others 2021).

TN naive, TCM central memory, TEM effector memory, TEff effector cells, cells/uL of blood; T metabolic tumour
volume, mL; time in days; an expansion V1 T c / (KM1 + c) for the first three, each with its own c:

    TN'   = V1 T TN / (KM1 + TN) + (kp1 - ke1 - k12) TN
    TCM'  = V1 T TCM / (KM1 + TCM) + (kp2 - ke2 - k23) TCM + k12 TN
    TEM'  = V1 T TEM / (KM1 + TEM) + (kp3 - ke3 - k34) TEM + k23 TCM
    TEff' = k34 TEM - ke4 TEff
    T'    = k5 T (1 - T / K0) - (V51 TN + V52 TCM + V53 TEM + V54 TEff) T / (KM5 + T)

The typical patient has had no stem cell transplant and one CD4 per CD8 CAR-T cell on day 7: both
covariates of V1 are then 1 and are left out here.

Mueller-Schoell, Puebla-Osorio, Michelet and others, Cancers 13:2782 (2021), doi 10.3390/cancers13112782.
Values compared with the copy in the library nlmixr2lib, not re-read in the paper.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from cartsim.published.comparison import Comparison
from cartsim.published.drawing import DASHES, colours
from cartsim.published.integrate import AREA, RTOL, Course, integrate
from cartsim.published.values import Value, named, not_negative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

TABLE = "Table 1; not re-read"
KILL = "mL/day per cell/uL"
VALUES = (
    Value("V1", "cell/uL/day per mL", 0.00846, f"{TABLE}; reference class"),
    Value("KM1", "cell/uL", 1.13, TABLE),
    Value("k12", "1/day", 0.140, TABLE),
    Value("k23", "1/day", 0.191, TABLE),
    Value("k34", "1/day", 0.355, TABLE),
    Value("ke1", "1/day", 0.0104, TABLE),
    Value("ke2", "1/day", 0.0104, TABLE),
    Value("ke3", "1/day", 0.0104, TABLE),
    Value("ke4", "1/day", 0.518, TABLE),
    Value("kp1", "1/day", 0.0005, TABLE),
    Value("kp2", "1/day", 0.007, TABLE),
    Value("kp3", "1/day", 0.007, TABLE),
    Value("V51", KILL, 2.57, TABLE),
    Value("V52", KILL, 4.04, TABLE),
    Value("V53", KILL, 3.78, TABLE),
    Value("V54", KILL, 4.24, TABLE),
    Value("KM5", "mL", 276, TABLE),
    Value("k5", "1/day", 0.0023, TABLE),
    Value("K0", "mL", 5000, TABLE),
    Value("start", "cell/uL", 0.1, "section 3.1.4, imputed for each phenotype; not re-read"),
    Value("T0", "mL", 85.7, "Table S1, median of 19 patients; not re-read"),
)
LOW_V1 = 0.000700
"""V1 of the class that hardly expands, cell/uL/day per mL, without spread (Table 1; not re-read)."""
REFERENCE_SHARE = 0.803
"""Share of patients in the reference class (Table 1; not re-read)."""
CV = {"V1": 1.50, "V52": 3.07}
"""Coefficients of variation between patients, log-normal (Table 1; not re-read)."""
PHENOTYPES = {"TN": "naive", "TCM": "central memory", "TEM": "effector memory", "TEff": "effector"}


def right_hand_side(day: float, states: Sequence[float], v: SimpleNamespace) -> list[float]:
    """Equations 5 to 9."""
    TN, TCM, TEM, TEff, T = states
    killing = v.V51 * TN + v.V52 * TCM + v.V53 * TEM + v.V54 * TEff
    return [
        v.V1 * T * TN / (v.KM1 + TN) + (v.kp1 - v.ke1 - v.k12) * TN,
        v.V1 * T * TCM / (v.KM1 + TCM) + (v.kp2 - v.ke2 - v.k23) * TCM + v.k12 * TN,
        v.V1 * T * TEM / (v.KM1 + TEM) + (v.kp3 - v.ke3 - v.k34) * TEM + v.k23 * TCM,
        v.k34 * TEM - v.ke4 * TEff,
        v.k5 * T * (1 - T / v.K0) - killing * T / (v.KM5 + T),
    ]


def solve(days: float = 90, v: SimpleNamespace | None = None, rtol: float = RTOL) -> Course:
    """Phenotypes in cells/uL, tumour in mL, and their areas from infusion."""
    v = v or named(VALUES)
    initial = {**dict.fromkeys(PHENOTYPES, v.start), "T": v.T0}
    return integrate(right_hand_side, initial, days, v, atol=1e-9, rtol=rtol, areas=True)


def all_cells(states: dict[str, np.ndarray]) -> np.ndarray:
    """CAR-T cells of all phenotypes, cells/uL."""
    return np.sum([states[name] for name in PHENOTYPES], axis=0)


def draw(n: int, seed: int) -> list[SimpleNamespace]:
    """The values of n patients: class, expansion and killing by central memory cells differ between them."""
    not_negative(n=n, seed=seed)
    spread = {symbol: np.sqrt(np.log1p(cv**2)) for symbol, cv in CV.items()}
    stream = [np.random.default_rng([seed, 2021, place]) for place in range(len(CV) + 1)]
    normal = {symbol: own.standard_normal(n) for symbol, own in zip(CV, stream, strict=False)}
    reference = stream[-1].random(n) < REFERENCE_SHARE
    typical = named(VALUES)
    V1 = np.where(reference, typical.V1 * np.exp(spread["V1"] * normal["V1"]), LOW_V1)
    V52 = typical.V52 * np.exp(spread["V52"] * normal["V52"])
    return [named(VALUES, V1=float(one), V52=float(two)) for one, two in zip(V1, V52, strict=True)]


def reproduce() -> tuple[Comparison, ...]:
    """Kinetics of all CAR-T cells and the tumour on day 28, typical patient of the reference class."""
    course = solve(28)
    peak, day = course.peak(all_cells)
    last = course(28.0)
    area = sum(float(last[AREA + name]) for name in PHENOTYPES)
    where = "Table S2 is by patient (not re-read): an earlier solve of the typical one"
    found = (
        ("peak of all CAR-T cells", "cell/uL", 7.2, peak),
        ("day of the peak", "day", 16, day),
        ("AUC of all CAR-T cells, day 0-28", "cell/uL day", 139, area),
        ("tumour on day 28", "mL", 18, float(last["T"])),
    )
    return tuple(
        Comparison(name, unit, known, ours, 0.05, "cartsim", where, "solved")
        for name, unit, known, ours in found
    )


def figure(axes: Axes) -> Axes:
    """The four phenotypes and their sum in the typical patient."""
    paint = colours()
    days = np.linspace(0, 60, 601)
    states = solve()(days)
    for place, (name, word) in enumerate(PHENOTYPES.items()):
        axes.plot(days, states[name], color=paint[place], linestyle=DASHES[place], label=word)
    axes.plot(days, all_cells(states), color=paint[6], linewidth=2.2, label="all")
    axes.set(xlim=(0, 60), ylim=(0, None), xlabel="Days since infusion")
    axes.set_ylabel("CAR-T cells in blood (cells/µL)")
    axes.legend(loc="upper right", ncols=2)
    return axes
