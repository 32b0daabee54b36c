"""One patient as an SBML document: compartments and units, states, parameters, quantities, fluxes, events."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

import libsbml

from cartsim.model.sbml import units
from cartsim.model.sbml.formulas import FlatLaws, Rate, Rule
from cartsim.model.sbml.patient import Constant, Event, Patient
from cartsim.model.state import BODY_STATES, INPUTS, LESION_PARAMETERS, LESION_STATES, State

LEVEL, VERSION = 3, 2

AMOUNTS = ("cell", "mg", "1", "molecule/cell")
"""Units in which SBML counts a species as it is."""
CONCENTRATIONS = {"pg/mL": ("pg", "mL"), "mg/L": ("mg", "L"), "giga/L": ("giga", "L")}
"""Those it knows as an amount in a volume: species stand in a compartment of one unit of that volume, so that
amount and concentration are the same number. What is neither (mL) is a parameter with a rate rule.
"""


def document(patient: Patient) -> libsbml.SBMLDocument:
    """The SBML document; time 0 is the study day `first_day`, unit of time is the day."""
    n_groups = len(patient.groups)
    laws = FlatLaws(n_groups)
    out = libsbml.SBMLDocument(LEVEL, VERSION)
    model = out.createModel("cartsim")
    model.setName(patient.name)
    _note(model, patient.notes)
    model.setTimeUnits(units.declare(model, "day"))
    for name, formula in laws.functions().items():
        function = model.createFunctionDefinition()
        function.setId(name)
        function.setMath(_math(formula))
    _compartments(model)
    states = [(s.name, s, s.meaning) for s in BODY_STATES]
    states += [(f"{s.name}_{k}", s, f"{s.meaning} {k}") for k in range(n_groups) for s in LESION_STATES]
    species = {name: _state(model, name, s, meaning, patient.start[name]) for name, s, meaning in states}
    for name, constant in _constants(patient).items():
        _parameter(model, name, constant.unit, constant.meaning, constant.value)
    for name, unit in INPUTS.items():
        _parameter(model, name, unit, "set by events", 0.0, constant=False)
    _rule(model, Rule("day", "time + first_day", "day", "Study day; day 0 is the first infusion."))
    for rule in laws.rules():
        _rule(model, rule)
    _fluxes(model, laws, {name: place for name, place in species.items() if place})
    for place, event in enumerate(patient.events):
        _event(model, event, priority=len(patient.events) - place)
    return out


def text(out: libsbml.SBMLDocument) -> str:
    """The document as XML."""
    return libsbml.writeSBMLToString(out)


def _constants(patient: Patient) -> dict[str, Constant]:
    found = {"first_day": Constant(patient.first_day, "day", "study day of time 0"), **patient.parameters}
    meanings = {"n": "number of nodules", "cavity": "1 in the cavity, 0 elsewhere"}
    for k, group in enumerate(patient.groups):
        for name, unit in LESION_PARAMETERS.items():
            found[f"{name}_{k}"] = Constant(group[name], unit, f"{meanings[name]}, group {k}")
    return found


def _compartments(model: libsbml.Model) -> None:
    for name, unit, meaning in (
        ("body", "1", "place of all amounts"),
        ("one_mL", "mL", "volume in which concentrations per mL are counted"),
        ("one_L", "L", "volume in which concentrations per L are counted"),
    ):
        compartment = model.createCompartment()
        compartment.setId(name)
        compartment.setName(meaning)
        compartment.setConstant(True)
        compartment.setSpatialDimensions(3)
        compartment.setSize(1.0)
        compartment.setUnits(units.declare(model, unit))


def _state(model: libsbml.Model, name: str, state: State, meaning: str, start: float) -> str:
    """Declare a state; the compartment of a species, nothing for a parameter."""
    if state.unit not in (*AMOUNTS, *CONCENTRATIONS):
        _parameter(model, name, state.unit, meaning, start, constant=False)
        return ""
    substance, volume = CONCENTRATIONS.get(state.unit, (state.unit, ""))
    species = model.createSpecies()
    species.setId(name)
    species.setName(meaning)
    species.setCompartment(f"one_{volume}" if volume else "body")
    species.setSubstanceUnits(units.declare(model, substance))
    species.setHasOnlySubstanceUnits(not volume)
    species.setBoundaryCondition(False)
    species.setConstant(False)
    species.setInitialAmount(start)
    return species.getCompartment()


def _parameter(
    model: libsbml.Model, name: str, unit: str, meaning: str, value: float | None, *, constant: bool = True
) -> libsbml.Parameter:
    parameter = model.createParameter()
    parameter.setId(name)
    parameter.setName(meaning)
    parameter.setUnits(units.declare(model, unit))
    parameter.setConstant(constant)
    if value is not None:
        parameter.setValue(value)
    return parameter


def _rule(model: libsbml.Model, rule: Rule) -> None:
    parameter = _parameter(model, rule.name, rule.unit, rule.name, None, constant=False)
    _note(parameter, rule.meaning)
    assignment = model.createAssignmentRule()
    assignment.setVariable(rule.name)
    assignment.setMath(_math(rule.formula))


def _fluxes(model: libsbml.Model, laws: FlatLaws, species: Mapping[str, str]) -> None:
    """A reaction for each flux between species. Where the state is a parameter the flux is a quantity, and
    the state has a rate rule.
    """
    others: dict[str, list[str]] = {}
    for rate in laws.rates():
        touched = {**rate.left, **rate.right}
        if touched.keys() <= species.keys():
            _reaction(model, rate, species)
            continue
        (state,) = touched
        unit = f"{model.getParameter(state).getUnits()}/day"
        _rule(model, Rule(rate.name, rate.formula, unit, rate.meaning))
        change = rate.right.get(state, 0) - rate.left.get(state, 0)
        others.setdefault(state, []).append(f"{change}*{rate.name}")
    for state, terms in others.items():
        rule = model.createRateRule()
        rule.setVariable(state)
        rule.setMath(_math(" + ".join(terms)))


def _reaction(model: libsbml.Model, rate: Rate, species: Mapping[str, str]) -> None:
    reaction = model.createReaction()
    reaction.setId(rate.name)
    reaction.setReversible(False)
    _note(reaction, rate.meaning)
    for name, n in rate.left.items():
        reaction.addReactant(model.getSpecies(name), n)
    for name, n in rate.right.items():
        reaction.addProduct(model.getSpecies(name), n)
    for name in sorted((rate.reads & species.keys()) - rate.left.keys() - rate.right.keys()):
        reaction.addModifier(model.getSpecies(name))
    place = species[next(iter({**rate.left, **rate.right}))]
    formula = rate.formula if place == "body" else f"{place}*({rate.formula})"
    reaction.createKineticLaw().setMath(_math(formula))


def _event(model: libsbml.Model, given: Event, priority: int) -> None:
    amount = f"amount_of_{given.name}"
    _parameter(model, amount, given.amount.unit, given.amount.meaning, given.amount.value)
    event = model.createEvent()
    event.setId(given.name)
    event.setName(given.amount.meaning)
    event.setUseValuesFromTriggerTime(False)
    trigger = event.createTrigger()
    trigger.setInitialValue(False)
    trigger.setPersistent(True)
    trigger.setMath(_math(f"time >= {given.time!r}"))
    event.createPriority().setMath(_math(str(priority)))
    for name, formula in given.changes.items():
        assignment = event.createEventAssignment()
        assignment.setVariable(name)
        assignment.setMath(_math(formula))


def _math(formula: str) -> libsbml.ASTNode:
    node = libsbml.parseL3Formula(formula)
    if node is None:
        raise ValueError(f"{libsbml.getLastParseL3Error()} in {formula}")
    return node


def _note(element: libsbml.SBase, text: str) -> None:
    element.setNotes(escape(text), True)
