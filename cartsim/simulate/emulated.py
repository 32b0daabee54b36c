"""Single cells in the equations: penetration, killing and exhaustion of lesions by the nodule table.

For an arm and a patient the table is read at the radius of the nodules of the cavity, the dose per tumour
cell, the patient's PD-L1, the arm's receptor and its way in, before treatment. Then

    delta  <- delta  * sqrt(6 D t)/delta_table     D motility, t the week over which delta is reckoned
    k_kill <- k_kill * kill/k_kill_table
    k_x    <- k_x    * exhaustion/k_x_table

with the typical values of the equations of when the table was made below the line: the table replaces these,
and a patient, an arm, a scenario or a parameter draw keeps its own ratio to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.parameters.nodule_table import VARIABLES, NoduleTable, load_nodule_table
from cartsim.scenario.agents import Agents
from cartsim.scenario.doses import Arm
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.schedule import schedule

Floats = NDArray[np.float64]
UM_PER_CM = 1e4
SYMBOLS = {"depth": "delta", "kill": "k_kill", "exhaustion": "k_x"}
"""What the equations may read -> the parameter it replaces."""


class Replaced(NamedTuple):
    """The typical value that a reading of the table stands for [patient], in the unit of its parameter, and
    the SD of its logarithm."""

    typical: Floats
    spread: Floats


def is_emulated(scenario: Scenario) -> bool:
    """Whether the equations read the table."""
    return scenario.agents is not None and scenario.agents.mode == "emulated"


def with_table(
    scenario: Scenario, arm: Arm, patients: xr.Dataset, values: Mapping[str, Floats]
) -> dict[str, Floats]:
    """The parameters of an arm [patient] by symbol, with what the table changes."""
    asked, table = asked_of(scenario), load_nodule_table()
    changed = dict(values)
    for name, found in replacements(scenario, arm, patients, values).items():
        symbol = SYMBOLS[name]
        typical = found.typical * np.exp(getattr(asked.table_error, name) * found.spread)
        changed[symbol] = values[symbol] * (typical / table.reference[symbol])
    return changed


def replacements(
    scenario: Scenario, arm: Arm, patients: xr.Dataset, values: Mapping[str, Floats]
) -> dict[str, Replaced]:
    """What the table has for an arm and its patients, of the readings that the scenario wants."""
    table, where = load_nodule_table(), variables_of(scenario, arm, patients, values)
    way, receptor = way_in(arm), scenario.receptor_of(arm)
    found: dict[str, Replaced] = {}
    for name in asked_of(scenario).table_reads:
        quantity = "motility" if name == "depth" else name
        value, spread = table.predict(quantity, way, receptor, where)
        if name == "depth":
            value, spread = wandered(value, table), spread / 2
        found[name] = Replaced(value, spread)
    return found


def wandered(motility: Floats, table: NoduleTable) -> Floats:
    """Depth (cm) that a random walk of this motility (um^2/min) reaches, sqrt(6 D t)."""
    return np.sqrt(6 * motility * table.wander_minutes) / UM_PER_CM


def way_in(arm: Arm) -> str:
    """The table's name of the route of an arm's first dose."""
    return "vessels" if arm.doses[0].route == "intravenous" else "cavity"


def variables_of(
    scenario: Scenario, arm: Arm, patients: xr.Dataset, values: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Where the table is read [patient]: radius (um) of the cavity's nodules, as a mean over their cells;
    planned viable T cells per tumour cell of all lesions; multiple of the typical l0."""
    cells, nodules = patients["lesion_tumour_cells"].values, patients["lesion_nodules"].values
    weights = cells * patients["lesion_cavity"].values
    weights = np.where(weights.sum(axis=1, keepdims=True) > 0, weights, cells)
    share = weights / weights.sum(axis=1, keepdims=True)
    volume = cells / values["rho"][:, None] / np.maximum(nodules, 1.0)
    radius = UM_PER_CM * np.cbrt(3 * volume / (4 * pi))
    dose = schedule(scenario, arm, patients).planned
    found = (
        (share * radius).sum(axis=1),
        dose / cells.sum(axis=1),
        values["l0"] / load_nodule_table().reference["l0"],
    )
    return dict(zip(VARIABLES, found, strict=True))


def asked_of(scenario: Scenario) -> Agents:
    """The block `agents` of a scenario that reads the table."""
    if scenario.agents is None or scenario.agents.mode != "emulated":
        raise ValueError("the scenario reads no table of single cells")
    return scenario.agents
