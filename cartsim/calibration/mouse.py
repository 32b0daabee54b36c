"""Clearing doses in a mouse without lymphocytes, by vein and into the pleura (target C6).

The typical patient of the human model with a thousand million tumour cells of one kind in fifty pleural
nodules and nothing elsewhere; host lymphoid tissue begins as after lymphodepletion. Cleared: fewer than 1 %
of the tumour cells on day 63. A patient here is a dose.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.calibration.experiments import condition
from cartsim.calibration.trials import asked
from cartsim.parameters import load_parameters
from cartsim.population import draw
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate

Values = NDArray[np.float64]

DOSES_TRIED = 61
"""Between two of them the clearing dose is interpolated."""


def clearing_ratio(typical: Mapping[str, float]) -> Values:
    """log of the clearing dose by vein over that into the pleura [1]; NaN where no dose clears."""
    doses = np.geomspace(condition("mouse_least_dose"), condition("mouse_largest_dose"), DOSES_TRIED)
    given = asked("mouse", typical, doses.size, 1)
    course = simulate(mice(given, doses), given, threads=1)
    left = course["tumour_cells"].values[:, :, -1].astype(float) / condition("mouse_tumour")
    by_vein, into_pleura = (clearing_dose(doses, share) for share in left)
    return np.array([np.log(by_vein / into_pleura)])


def mice(given: Scenario, doses: Values) -> xr.Dataset:
    """The same mouse once per dose; its dose is written as its weight, per kilogram of which it is given."""
    drawn = draw(given)
    symbols = drawn["parameter"].values.tolist()
    typical = {s: entry.value for s, entry in load_parameters().items()}
    typical |= {s: float(written.value) for s, written in given.parameters.items()} | {"frac_n": 0.0}
    values = [typical[symbol] for symbol in symbols]
    n = drawn.sizes["patient"]
    first = (np.arange(drawn.sizes["lesion"]) == 0).astype(float)
    groups = {
        "lesion_kind": first,
        "lesion_cavity": first,
        "lesion_nodules": condition("mouse_nodules") * first,
        "lesion_tumour_cells": condition("mouse_tumour") * first,
    }
    rows = {name: (("patient", "lesion"), np.tile(row, (n, 1))) for name, row in groups.items()}
    return drawn.assign(rows).assign(
        parameter_value=(("patient", "parameter"), np.tile(values, (n, 1))),
        free_tumour_cells=("patient", np.zeros(n)),
        weight=("patient", doses),
    )


def clearing_dose(doses: Values, left: Values) -> float:
    """Smallest dose that clears, by interpolation of the logarithms where the share left first falls below.

    >>> clearing_dose(np.array([1e6, 1e8]), np.array([1.0, 1e-4])).__round__()
    10000000
    """
    y = np.log(np.maximum(left, 1e-300)) - np.log(condition("mouse_cleared"))
    below = np.flatnonzero(y < 0.0)
    if not below.size or below[0] == 0:
        return np.nan
    k = below[0]
    part = y[k - 1] / (y[k - 1] - y[k])
    return float(np.exp(np.log(doses[k - 1]) + part * np.log(doses[k] / doses[k - 1])))
