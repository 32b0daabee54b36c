"""The model of one virtual patient for other simulators: laws, numbers and, of an arm, what is given."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim import __version__
from cartsim.errors import BadInput, Problem
from cartsim.model import kernel as k_
from cartsim.model.patient import Constant, Patient, Source
from cartsim.model.receptors import DESIGNS
from cartsim.parameters import load_parameters
from cartsim.parameters.parameter import Parameter
from cartsim.parameters.references import load_references
from cartsim.population import draw
from cartsim.results.seal import write_whole
from cartsim.scenario import load, loads
from cartsim.scenario.doses import Arm
from cartsim.scenario.mistakes import nearest, shown
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.arms import DESIGN_FLAGS, parameters_of_arm, problem
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.sbml_events import events
from cartsim.simulate.schedule import schedule

PACKAGES = {"sbml": ("libsbml", "sympy"), "latex": ("sympy",)}
"""Target -> what it needs; the extra that brings it is named like it."""

NO_SCENARIO = """
schema: cartsim.scenario/1
title: Typical patient
question: What does the model do when nothing is given?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: none, dose: 1e8 cells, route: intravenous}]
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
run: {patients: 1, horizon: 67 days}
"""
"""Only its product is used, which is the default one."""

NOTES = (
    "Made by cartsim {version}. Rescue rules of the protocol and the extinction of pools that fall below one"
    " cell are not in this file."
)

SPREADS = {"fixed": "the same", "covariate": "following from other traits or the scenario"}
"""How a parameter differs between patients, where the name of its distribution does not read as words."""


def export_model(
    target: str,
    path: Path | None,
    patient: int | None = None,
    arm: str | None = None,
    out: Path | None = None,
) -> str:
    """The document as text or, where it is written to a file, the path of that."""
    _check(target, path, patient, arm)
    if path is None:
        scenario = loads(NO_SCENARIO, "typical")
        asked = one_patient(scenario, scenario.trial.arms[0], typical(draw(scenario)), given=False)
    else:
        scenario = load(path)
        who = _drawn(scenario, patient or 0, path)
        asked = one_patient(scenario, _arm(scenario, arm, path), who, given=True)
    written = _written(target, asked)
    if out is None:
        return written
    write_whole(out, written.encode())
    return str(out)


def _written(target: str, asked: Patient) -> str:
    if target == "latex":
        from cartsim.model.latex.document import document as in_latex

        return in_latex(asked)
    from cartsim.model.sbml.document import document, text

    return text(document(asked))


def one_patient(scenario: Scenario, arm: Arm, patients: xr.Dataset, *, given: bool) -> Patient:
    """The numbers of one patient in an arm; `given`: with its schedule, which begins at time 0."""
    planned = schedule(scenario, arm, patients)
    asked = problem(scenario, arm, patients, planned)
    n_groups, values = int(asked.n_lesions[0]), parameters_of_arm(scenario, arm, patients)
    rules = ", ".join(rule.drug for rule in scenario.trial.rescue_of(arm)) or "none"
    return Patient(
        name=f"{scenario.title}: patient {int(patients['patient'][0])}" + f", arm {arm.name}" * given,
        notes=NOTES.format(version=__version__) + f" Rules of this arm: {rules}." * given,
        first_day=planned.plan.start if given else 0.0,
        parameters={
            entry.symbol: constant(entry, float(values[entry.symbol][0]), chosen(scenario, arm, entry))
            for entry in map(load_parameters().__getitem__, (*k_.PARAMETERS, "h0", "most_drained"))
        },
        groups=[dict(zip(k_.LESION_PARAMETERS, own, strict=True)) for own in asked.q[0, :n_groups].tolist()],
        start=named(asked.y0[0], n_groups),
        events=events(planned.plan, asked.amounts[0], n_groups) if given else (),
        sources={
            key: Source(str(reference), reference.fields.get("doi", ""))
            for key, reference in load_references().items()
        },
    )


def constant(entry: Parameter, value: float, chosen: str = "") -> Constant:
    """A parameter of the equations at this value, with what the parameter file knows about it; `chosen`: why
    the scenario has another typical value, which then rests on the scenario.
    """
    reasons: tuple[str, ...] = (
        f"Kind: {entry.kind}. Source: {entry.source} ({entry.where}). Reason: {entry.reason}",
        f"Typical value {entry.value:g}, {SPREADS.get(entry.distribution, entry.distribution)} in patients.",
    )
    if not chosen:
        return Constant(value, entry.unit, entry.name, entry.kind, reasons, entry.sources)
    reasons += (f"Changed by the scenario: {chosen}",)
    return Constant(value, entry.unit, entry.name, "scenario", reasons)


def chosen(scenario: Scenario, arm: Arm, entry: Parameter) -> str:
    """Why the typical value is not that of the parameter file; empty where it is."""
    if entry.symbol in arm.parameters:
        return str(arm.because)
    if entry.symbol in scenario.parameters:
        return scenario.parameters[entry.symbol].because
    car, flags = scenario.product.car, DESIGNS[scenario.receptor_of(arm)]
    of_product = {"kd_car": car.affinity if arm.affinity is None else arm.affinity, "car": car.density}
    of_product |= dict(zip(DESIGN_FLAGS, flags, strict=True))
    changed = of_product.get(entry.symbol, entry.value) != entry.value
    return "its product has it so." if changed else ""


def named(y: NDArray[np.float64], n_groups: int) -> dict[str, float]:
    """A state of the engine by the names of the document."""
    found = dict(zip(k_.BODY_STATES, y.tolist(), strict=False))
    for k in range(n_groups):
        group = y[N_BORDER + N_LESION * k :].tolist()
        found |= {f"{name}_{k}": value for name, value in zip(k_.LESION_STATES, group, strict=False)}
    return found


def typical(patients: xr.Dataset) -> xr.Dataset:
    """The patient with every parameter at its typical value and all tumour in one nodule of the cavity."""
    entries = load_parameters()
    values = [entries[symbol].value for symbol in patients["parameter"].values.tolist()]
    first = np.arange(patients.sizes["lesion"]) == 0
    lesions = {
        "lesion_kind": first,
        "lesion_nodules": first,
        "lesion_cavity": first,
        "lesion_tumour_cells": entries["tumour_c0"].value * first,
    }
    rows = {name: (("patient", "lesion"), row[np.newaxis]) for name, row in lesions.items()}
    alone = patients.assign(rows)
    return alone.assign(
        parameter_value=(("patient", "parameter"), np.array([values])),
        free_tumour_cells=("patient", np.zeros(1)),
    )


def _check(target: str, path: Path | None, patient: int | None, arm: str | None) -> None:
    problems = []
    if target not in PACKAGES:
        message = f"{shown(target)} is not one of {', '.join(PACKAGES)}"
        problems.append(Problem("", "--to", message, nearest(target, PACKAGES, "use one of them")))
    for option, value in (("--patient", patient), ("--arm", arm)):
        if path is None and value is not None:
            problems.append(Problem("", option, "has no scenario to take it from", "name a scenario file"))
    missing = [package for package in PACKAGES.get(target, ()) if find_spec(package) is None]
    if missing and not problems:
        message = f"{target} needs {' and '.join(missing)}, not installed here"
        problems.append(Problem("", "--to", message, f"pip install 'cartsim[{target}]'"))
    if problems:
        raise BadInput(*problems)


def _arm(scenario: Scenario, name: str | None, path: Path) -> Arm:
    """The arm of this name; the first where none is asked for."""
    arms = {arm.name: arm for arm in scenario.trial.arms}
    if name is None:
        return scenario.trial.arms[0]
    if name not in arms:
        remedy = nearest(name, arms)
        raise BadInput(Problem(str(path), "--arm", f"there is no arm {shown(name)}", remedy))
    return arms[name]


def _drawn(scenario: Scenario, patient: int, path: Path) -> xr.Dataset:
    last = scenario.run.patients - 1
    if not 0 <= patient <= last:
        message, remedy = f"there is no patient {patient}", f"ids go from 0 to {last}"
        raise BadInput(Problem(str(path), "--patient", message, remedy))
    found = draw(scenario, [patient])
    if not found["plausible"].values[0]:
        message = f"nobody met disease.entry as patient {patient}"
        raise BadInput(Problem(str(path), "--patient", message, "name another one"))
    return found
