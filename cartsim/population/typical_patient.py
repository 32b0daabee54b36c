"""The typical patient of a scenario: every parameter at its typical value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from cartsim.model.receptors import DESIGNS
from cartsim.population.candidates import Candidates
from cartsim.population.draw import draw

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario


def typical_patient(scenario: Scenario, weight: float | None = None) -> xr.Dataset:
    """One patient with every parameter at the scenario's typical value, all tumour in one nodule of the
    cavity, a product that could be made, and a weight [kg] if it is known."""
    alone = draw(scenario, [0])
    who = Candidates(scenario, alone["patient"].values, 0)
    made = scenario.product
    special = {
        "kd_car": made.car.affinity,
        "car": made.car.density,
        "f_m": made.memory_fraction.median,
        **dict(zip(("design_pool", "design_scfv", "design_zeta"), DESIGNS[made.pdl1_receptor], strict=True)),
    }
    symbols = alone["parameter"].values.tolist()
    values = [special[symbol] if symbol in special else who.typical(symbol) for symbol in symbols]
    first = np.arange(alone.sizes["lesion"]) == 0
    lesions = {
        "lesion_kind": first,
        "lesion_nodules": first,
        "lesion_cavity": first,
        "lesion_tumour_cells": who.typical("tumour_c0") * first,
    }
    person = {"free_tumour_cells": 0.0, "manufacturing_failure": 0.0, "plausible": 1.0}
    if weight is not None:
        person["weight"] = weight
    return alone.assign(
        {name: (("patient", "lesion"), row[np.newaxis]) for name, row in lesions.items()}
        | {name: ("patient", np.array([value])) for name, value in person.items()}
        | {"parameter_value": (("patient", "parameter"), np.array([values], dtype=np.float64))}
    )
