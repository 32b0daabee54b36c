"""What the controls of the page are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cartsim.parameters import load_parameters
from cartsim.report.sentences import RECEPTORS
from cartsim.scenario.doses import Arm
from cartsim.scenario.paths import EVERY, steps_of
from cartsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from cartsim.demo.static.grid import Grid


@dataclass(frozen=True)
class Words:
    """Title, unit and remark of a control; `names` of values that are words."""

    title: str
    unit: str = ""
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


ONCE = ", once, on day 0"
KNOWN = {
    "trial.arms[*].dose": Words("Dose", note=f"viable CAR+ cells{ONCE}"),
    "disease.burden.median": Words("Tumour burden", note="median over patients, all nodules together"),
    "parameters.her2_p": Words("HER2", "per tumour cell", "what the CAR binds"),
    "parameters.l0": Words("PD-L1", "per tumour cell", "the stop signal, before IFN-γ raises it"),
    "product.pdl1_receptor": Words(
        "PD-L1 receptor", note="what the cell makes of the stop signal", names=RECEPTORS
    ),
}
UNITS = {"cell": "cells", "cell/kg": "cells per kg"}
"""Units as a control says them; others stay as the file writes them."""
PER_CELL = "1/cell"
SCORES = (1, 2, 3)


def axis_words(path: str, label: str, unit: str | None = None) -> Words:
    """The words of an axis; one that is not known here is called as the sweep calls it. Its unit is that of
    its values, whatever else such an axis is often written in."""
    symbol = path.removeprefix("parameters.")
    entry = load_parameters().get(symbol) if symbol != path else None
    found = KNOWN.get(path) or (Words(entry.name) if entry else Words(label.replace("_", " ")))
    said = found.unit if unit == PER_CELL and found.unit else UNITS.get(unit or "", unit or "")
    return replace(found, unit=said)


def once(scenario: Scenario) -> bool:
    """Whether every arm is infused once, of viable cells."""
    doses = [arm.doses for arm in scenario.trial.arms]
    return all(len(of) == 1 and of[0].cells == "viable" for of in doses)


def beginning(grid: Grid) -> str:
    """What the two sides have in common at the first infusion, and no more than holds at every setting."""
    steps = [steps_of(axis.path) for axis in grid.axes]
    if any(step[:2] == ("trial", "arms") and step[2] != EVERY for step in map(tuple, steps)):
        return "What goes in differs between the sides by the settings."
    first, second = (_treatment(arm) for arm in grid.scenario.trial.arms)
    if first == second:
        return "Both sides are treated alike."
    if first | {"doses": []} != second | {"doses": []}:
        return "The sides differ in more than the infusion: see the scenario."
    bare = [[dose | {"route": ""} for dose in arm["doses"]] for arm in (first, second)]
    return "The same dose goes in on both sides; only its route differs." if bare[0] == bare[1] else (
        "The sides differ in what is infused: see the scenario."
    )  # fmt: skip


def _treatment(arm: Arm) -> dict[str, Any]:
    return arm.model_dump(mode="json", exclude={"name", "because", "swept"})


def usual(path: str) -> dict[str, float]:
    """Numbers that a reader knows by another name: HER2 by its staining score."""
    if path != "parameters.her2_p":
        return {}
    parameters = load_parameters()
    return {f"IHC {score}+": parameters[f"her2_ihc_{score}"].value for score in SCORES}
