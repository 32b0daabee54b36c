"""Patients of an arm as the engine's numbers: parameters with what the arm changes, lesion groups, the state
at the start.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.model import kernel as k_
from cartsim.model.receptors import DESIGNS
from cartsim.model.state import MAX_LESIONS
from cartsim.parameters.load import load_parameters
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.emulated import is_emulated, with_table
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.ode.values import Problem
from cartsim.simulate.schedule import Schedule

DESIGN_FLAGS = ("design_pool", "design_scfv", "design_zeta")
START = {"L_f": "l0", "V_c": "v_c0", "I6": "b6", "CRP": "crp0", "lym": "alc0"}
"""State -> the parameter it starts at."""
START_AT_ONE = ("H", "W_s", "W_c")
LINEAGES = {"n": "anc0", "p": "plt0"}
STAGES = ("prol", "t1", "t2", "t3", "circ")


def problem(scenario: Scenario, arm: Arm, patients: xr.Dataset, schedule: Schedule) -> Problem:
    """One arm of these patients, ready to solve."""
    values = parameters_of_arm(scenario, arm, patients)
    return Problem(
        y0=_start(values, patients),
        p=_parameters(values),
        q=_groups(patients),
        n_lesions=(patients["lesion_kind"].values > 0).sum(axis=1),
        h0=values["h0"],
        most_drained=values["most_drained"],
        amounts=schedule.amounts,
        rule_amounts=schedule.rule_amounts,
    )


def parameters_of_arm(scenario: Scenario, arm: Arm, patients: xr.Dataset) -> dict[str, np.ndarray]:
    """Symbol -> value per patient: those of the equations, with what the table of single cells replaces where
    the scenario reads it.
    """
    values = own_parameters_of_arm(scenario, arm, patients)
    return with_table(scenario, arm, patients, values) if is_emulated(scenario) else values


def own_parameters_of_arm(scenario: Scenario, arm: Arm, patients: xr.Dataset) -> dict[str, np.ndarray]:
    """Symbol -> value per patient. An arm moves the typical value; a patient keeps its own distance from it.
    """
    table = patients["parameter_value"]
    columns = np.array(table.transpose("parameter", "patient").values, order="C")
    values = {str(symbol): column for symbol, column in zip(table["parameter"].values, columns, strict=True)}
    for symbol, new in arm.parameters.items():
        values[symbol] = _moved(
            values[symbol], typical(scenario, symbol), new, load_parameters()[symbol].distribution
        )
    if arm.affinity is not None:
        values["kd_car"] = _moved(values["kd_car"], scenario.product.car.affinity, arm.affinity, "lognormal")
    for flag, value in zip(DESIGN_FLAGS, DESIGNS[scenario.receptor_of(arm)], strict=True):
        values[flag] = np.full(table.sizes["patient"], value)
    return values


def typical(scenario: Scenario, symbol: str) -> float:
    """The typical value the patients were drawn around."""
    of_product = {"kd_car": scenario.product.car.affinity, "car": scenario.product.car.density}
    if symbol in of_product:
        return of_product[symbol]
    if symbol in scenario.parameters:
        return float(scenario.parameters[symbol].value)
    return load_parameters()[symbol].value


def _moved(values: np.ndarray, old: float, new: float, distribution: str) -> np.ndarray:
    """The same patients around another typical value: same ratio to it, or same distance in logits for a
    share.

    Around an infinite typical value no patient has a distance of its own; all take the new one.

    """
    if not np.isfinite(old):
        return np.full_like(values, new)
    if distribution == "logitnormal":
        odds = values / (1 - values) * (new / (1 - new)) / (old / (1 - old))
        return odds / (1 + odds)
    return values * (new / old)


def _parameters(values: dict[str, np.ndarray]) -> np.ndarray:
    """(patient, parameter | input); nothing runs and nobody has been treated at the start."""
    n_patients = next(iter(values.values())).size
    p = np.zeros((n_patients, len(k_.PARAMETERS) + len(k_.INPUTS)))
    for i, symbol in enumerate(k_.PARAMETERS):
        p[:, i] = values[symbol]
    return p


def _groups(patients: xr.Dataset) -> np.ndarray:
    """(patient, lesion, own parameter)."""
    q = np.zeros((patients.sizes["patient"], MAX_LESIONS, len(k_.LESION_PARAMETERS)))
    q[:, :, k_.LESION_PARAMETERS.index("n")] = patients["lesion_nodules"].values
    q[:, :, k_.LESION_PARAMETERS.index("cavity")] = patients["lesion_cavity"].values
    return q


def _start(values: dict[str, np.ndarray], patients: xr.Dataset) -> np.ndarray:
    """State before anything is given (patient, state)."""
    y = np.zeros((patients.sizes["patient"], N_BORDER + N_LESION * MAX_LESIONS))
    body = {name: y[:, i] for i, name in enumerate(k_.BODY_STATES)}
    for state, symbol in START.items():
        body[state][:] = values[symbol]
    for state in START_AT_ONE:
        body[state][:] = 1.0
    for lineage, symbol in LINEAGES.items():
        for stage in STAGES:
            body[f"{stage}_{lineage}"][:] = values[symbol]
    free = patients["free_tumour_cells"].values
    body["F_p"][:], body["F_n"][:] = (1 - values["frac_n"]) * free, values["frac_n"] * free
    for k in range(MAX_LESIONS):
        group = {name: y[:, N_BORDER + N_LESION * k + i] for i, name in enumerate(k_.LESION_STATES)}
        cells, present = (
            patients["lesion_tumour_cells"].values[:, k],
            patients["lesion_kind"].values[:, k] > 0,
        )
        group["P"][:], group["N"][:] = (1 - values["frac_n"]) * cells, values["frac_n"] * cells
        group["L"][:] = values["l0"] * present
    return y
