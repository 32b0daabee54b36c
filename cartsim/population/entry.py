"""Whom the trial enrols: target lesions wide enough, and the limits that the scenario sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_KIND
from cartsim.errors import BadInput, Problem
from cartsim.parameters import load_parameters, model_symbols
from cartsim.population.distributions import Values
from cartsim.population.lesions import diameter

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

TARGET = LESION_KIND.index("target")

Rows = dict[str, NDArray[np.float64]]


def enrolled(scenario: Scenario, rows: Rows) -> NDArray[np.bool_]:
    """Which candidates the trial would enrol [patient]."""
    fits = measurable(scenario, rows)
    for name, limits in scenario.disease.entry.items():
        value = trait(name, rows)
        if limits.at_least is not None:
            fits &= value >= limits.at_least
        if limits.at_most is not None:
            fits &= value <= limits.at_most
    return fits


def measurable(scenario: Scenario, rows: Rows) -> NDArray[np.bool_]:
    """Every target lesion is at least `target_diameter` wide at baseline [patient]; so is none."""
    changed = scenario.parameters.get("target_diameter")
    least = load_parameters()["target_diameter"].value if changed is None else changed.value
    rho = trait("rho", rows)[:, None]
    wide = diameter(rows["lesion_tumour_cells"], rho) >= least
    return np.asarray((wide | (rows["lesion_kind"] != TARGET)).all(axis=1))


def trait(name: str, rows: Rows) -> Values:
    """A covariate or parameter of the candidates [patient], in its own unit."""
    if name == "tumour_cells":
        return rows["lesion_tumour_cells"].sum(axis=1) + rows["free_tumour_cells"]
    if name in model_symbols():
        return rows["parameter_value"][:, model_symbols().index(name)]
    if name in rows and rows[name].ndim == 1:
        return rows[name]
    raise BadInput(
        Problem("disease.entry", name, "is not a trait of a patient", "limit a covariate or a parameter")
    )
