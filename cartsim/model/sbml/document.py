"""One patient as an SBML document: units, states, parameters, quantities, reactions, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libsbml

from cartsim.model.patient import Constant, Patient
from cartsim.model.sbml import elements, units
from cartsim.model.sbml.annotation import sign
from cartsim.model.sbml.formulas import CONVERSIONS, FlatLaws, Rule
from cartsim.model.state import BODY_STATES, INPUTS, LESION_PARAMETERS, LESION_STATES, State

LEVEL, VERSION = 3, 2
NAMES = (
    "Time is in days from the start; the quantity day is the study day, 0 at the first infusion. Names that"
    " end in _0 to _{last} belong to a lesion group."
)
COMPARTMENTS = (
    ("body", "1", "place of all amounts"),
    ("one_mL", "mL", "volume in which concentrations per mL are counted"),
    ("one_L", "L", "volume in which concentrations per L are counted"),
)


def document(patient: Patient) -> libsbml.SBMLDocument:
    """The SBML document; time 0 is the study day `first_day`, unit of time is the day."""
    n_groups = len(patient.groups)
    laws = FlatLaws(n_groups, {name: number.unit for name, number in patient.parameters.items()})
    out = libsbml.SBMLDocument(LEVEL, VERSION)
    model = _model(out, patient)
    for name, formula in laws.functions().items():
        function = model.createFunctionDefinition()
        function.setId(name)
        function.setMath(elements.math(formula))
    for row in COMPARTMENTS:
        elements.compartment(model, *row)
    states = tuple(_states(n_groups))
    places = {name: elements.place(name, state) for name, state, _ in states}
    for name, state, meaning in states:
        elements.species(model, name, state, meaning, patient.start[name])
    for name, number in _constants(patient, places).items():
        elements.constant(model, name, number, patient.sources)
    for name, unit in INPUTS.items():
        elements.parameter(model, name, unit, "set by events", 0.0, constant=False)
    day = Rule("day", "time + first_day", "day", "Study day; day 0 is the first infusion.")
    for rule in (day, *laws.rules()):
        elements.rule(model, rule)
    for rate in laws.rates():
        elements.reaction(model, rate, places)
    for at, event in enumerate(patient.events):
        elements.event(model, event, priority=len(patient.events) - at)
    return out


def text(out: libsbml.SBMLDocument) -> str:
    """The document as XML."""
    return libsbml.writeSBMLToString(out)


def _model(out: libsbml.SBMLDocument, patient: Patient) -> libsbml.Model:
    model = out.createModel()
    model.setId("cartsim")
    model.setName(patient.name)
    sign(model)
    elements.note(model, patient.notes, NAMES.format(last=len(patient.groups) - 1))
    model.setTimeUnits(units.declare(model, "day"))
    model.setExtentUnits(units.declare(model, units.NONE))
    return model


def _states(n_groups: int) -> Iterator[tuple[str, State, str]]:
    """Name in the document, state, meaning."""
    yield from ((state.name, state, state.meaning) for state in BODY_STATES)
    for k in range(n_groups):
        yield from ((f"{state.name}_{k}", state, f"{state.meaning} {k}") for state in LESION_STATES)


def _constants(patient: Patient, places: Mapping[str, elements.Place]) -> dict[str, Constant]:
    """Every number of the document that stays, by name."""
    found = {"first_day": Constant(patient.first_day, "day", "study day of time 0")}
    found |= {name: Constant(*number) for name, number in CONVERSIONS.items()}
    for place in places.values():
        if place.one:
            found[place.one] = Constant(1.0, place.substance, "what a reaction of extent 1 moves")
    found |= patient.parameters
    meanings = {"n": "number of nodules", "cavity": "1 in the cavity, 0 elsewhere"}
    for k, group in enumerate(patient.groups):
        for name, unit in LESION_PARAMETERS.items():
            found[f"{name}_{k}"] = Constant(group[name], unit, f"{meanings[name]}, group {k}")
    return found
