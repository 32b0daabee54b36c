"""Target C10: our laws of killing, division and exhaustion against impedance curves measured in a dish.

One set of values for both effector-to-target ratios, found by differential evolution; the misfit of a well is
the root mean square of the difference over the range of its curve.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from cartsim.calibration.dish import tumour_left
from cartsim.calibration.experiments import condition
from cartsim.calibration.targets import read
from cartsim.model import kernel as k_
from cartsim.published.dish import dish_curves

Values = NDArray[np.float64]

RATIOS = {"1:4": 0.25, "1:8": 0.125}
"""CAR-T cells per tumour cell at the start."""
STARTS = ("tumour_1_4", "tumour_1_8")
EVERY = 6
"""The search looks at every sixth reading; the misfit reported is that of all."""
GENERATIONS, POPULATION = 500, 12
HOPELESS = 10.0


class DishFit(NamedTuple):
    """Values by name, and the misfit of each well."""

    values: dict[str, float]
    misfit: dict[str, float]


def fit_dish(seed: int = 1) -> DishFit:
    """The best values inside the bounds of dish.yaml."""
    bounds = {name: (block["low"], block["high"]) for name, block in read("dish.yaml").items()}
    hours, measured = curves()

    def misfit(logs: Values) -> Values:
        ours = wells(dict(zip(bounds, np.exp(logs), strict=True)), hours[::EVERY])
        squares = (misfits(ours, measured[:, None, ::EVERY]) ** 2).sum(axis=0)
        return np.where(np.isfinite(squares), squares, HOPELESS)

    found = differential_evolution(
        misfit,
        [(np.log(low), np.log(high)) for low, high in bounds.values()],
        vectorized=True,
        updating="deferred",
        popsize=POPULATION,
        maxiter=GENERATIONS,
        rng=seed,
        tol=1e-6,
        polish=False,
    )
    values = dict(zip(bounds, np.exp(found.x), strict=True))
    return DishFit({name: float(value) for name, value in values.items()}, missed(values))


def missed(values: Mapping[str, float]) -> dict[str, float]:
    """The misfit of each well at one set of values."""
    hours, measured = curves()
    ours = wells({name: np.array([value]) for name, value in values.items()}, hours)
    found = misfits(ours, measured[:, None])[:, 0]
    return {ratio: float(x) for ratio, x in zip(RATIOS, found, strict=True)}


def curves() -> tuple[Values, Values]:
    """Hours since the CAR-T cells were there [reading], and tumour cells of both wells [well, reading]."""
    measured = dish_curves()
    start = int(condition("dish_start"))
    index = np.array([measured.cell_index[ratio][start:] for ratio in RATIOS])
    return measured.hours[start:] - measured.hours[start], index * condition("dish_cells_per_index")


def wells(values: Mapping[str, Values], hours: Values) -> Values:
    """Tumour cells [well, set, reading] of the two wells at sets of values [set]."""
    n = len(values["k_kill"])
    tumour = np.concatenate([values[name] for name in STARTS])
    cells = tumour * np.repeat(list(RATIOS.values()), n)
    effectors = np.tile(values["effector_share"], len(RATIOS))
    asked = {
        symbol: np.tile(value, len(RATIOS)) for symbol, value in values.items() if symbol in k_.PARAMETERS
    }
    asked |= {
        "t_max": np.full(tumour.size, condition("dish_ceiling")),
        "t_ref": np.full(tumour.size, condition("dish_growth")),
        "tumour": tumour,
        "effectors": cells * effectors,
        "memory": cells * (1.0 - effectors),
    }
    return tumour_left(asked, hours).reshape(len(RATIOS), n, hours.size)


def misfits(ours: Values, measured: Values) -> Values:
    """Root mean square difference over the range of what was measured [well, set]."""
    return np.sqrt(np.mean((ours - measured) ** 2, axis=-1)) / np.ptp(measured, axis=-1)
