"""The names a scenario may use, taken from the rooms that define them, imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cartsim.parameters import Disease, Parameter

OBSERVABLES = {
    "crs_grade": "1",
    "temperature": "degC",
    "mean_arterial_pressure": "mmHg",
    "oxygen_need": "L/min",
    "oxygen_crs": "L/min",
    "crp": "mg/L",
    "il6": "pg/mL",
    "anc": "1e9/L",
    "platelets": "1e9/L",
    "ice_score": "1",
    "effusion_volume": "mL",
}
"""What a rule may watch, and its unit: names of the course. `il6` only where the trial measures it."""

COVARIATES = {
    "age": "year",
    "weight": "kg",
    "bsa": "m^2",
    "ecog": "1",
    "lvef0": "percent",
    "haemoglobin0": "g/L",
    "effusion_volume0": "mL",
    "tumour_cells": "cell",
    "free_tumour_cells": "cell",
}
"""What entry criteria may bound besides parameters, and its unit: names of the patients."""

SET_ELSEWHERE = {
    "kd_car": "product.car.affinity",
    "car": "product.car.density",
    "f_m": "product.memory_fraction",
    "design_pool": "product.pdl1_receptor",
    "design_scfv": "product.pdl1_receptor",
    "design_zeta": "product.pdl1_receptor",
}
"""Parameters that another field of the scenario sets, and which."""

WARD = ("map_low", "map_pressor", "map_pressors", "oxygen_low", "oxygen_positive")
"""Parameters of the equations by which the trial reads signs as well: the same in every arm."""

ENDLESS = ("tau_fit",)
"""Time constants that may be infinite: the process does not take place."""


def parameters() -> Mapping[str, Parameter]:
    """Every parameter by symbol."""
    from cartsim.parameters import load_parameters

    return load_parameters()


def diseases() -> Mapping[str, Disease]:
    """Every kind of disease by name."""
    from cartsim.parameters import load_diseases

    return load_diseases()


def model_symbols() -> tuple[str, ...]:
    """The parameters of the equations, which arms may differ in and entry may depend on."""
    from cartsim.parameters import model_symbols as symbols

    return symbols()


def typical(symbol: str) -> float:
    """The value of a parameter where no scenario changes it."""
    return parameters()[symbol].value
