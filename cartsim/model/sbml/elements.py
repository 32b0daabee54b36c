"""Single elements of an SBML model: what the schema asks of each, and units."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import libsbml

from cartsim.model.patient import Constant, Event, Source
from cartsim.model.sbml import units
from cartsim.model.sbml.annotation import annotate, annotate_number
from cartsim.model.sbml.counted import COUNTED_IN
from cartsim.model.sbml.formulas import Rate, Rule
from cartsim.model.state import State

CONCENTRATIONS = {"pg/mL": ("pg", "mL"), "mg/L": ("mg", "L"), "giga/L": ("giga", "L")}
"""Units that SBML knows as an amount in a volume: species stand in a compartment of one unit of that volume,
so that amount and concentration are the same number. All others are amounts.
"""


@dataclass(frozen=True)
class Place:
    """How a state is counted: in which compartment, in what unit of substance."""

    compartment: str
    substance: str

    @property
    def one(self) -> str:
        """Parameter that is one unit of the substance; empty where that is no unit."""
        return "" if self.substance == units.NONE else f"one_{units.identifier(self.substance)}"


def place(name: str, state: State) -> Place:
    """Where and how a species of this name stands."""
    if name in COUNTED_IN:
        return Place("body", units.NONE)
    substance, volume = CONCENTRATIONS.get(state.unit, (state.unit, ""))
    return Place(f"one_{volume}" if volume else "body", substance)


def compartment(model: libsbml.Model, name: str, unit: str, meaning: str) -> None:
    """A compartment of size 1."""
    made = model.createCompartment()
    made.setId(name)
    made.setName(meaning)
    made.setConstant(True)
    made.setSpatialDimensions(3)
    made.setSize(1.0)
    made.setUnits(units.declare(model, unit))
    annotate(made, "compartment", name)


def species(
    model: libsbml.Model, name: str, state: State, meaning: str, start: float
) -> libsbml.Species:
    """A state, and the factor that turns the extent of reactions into its unit."""
    at = place(name, state)
    made = model.createSpecies()
    made.setId(name)
    made.setName(meaning)
    made.setCompartment(at.compartment)
    made.setSubstanceUnits(units.declare(model, at.substance))
    made.setHasOnlySubstanceUnits(at.compartment == "body")
    made.setBoundaryCondition(False)
    made.setConstant(False)
    made.setInitialAmount(start)
    if at.one:
        made.setConversionFactor(at.one)
    annotate(made, "species", state.name)
    return made


def parameter(
    model: libsbml.Model,
    name: str,
    unit: str,
    meaning: str,
    value: float | None,
    *,
    constant: bool = True,
    papers: Sequence[str] = (),
) -> libsbml.Parameter:
    """A parameter; one without a value has a rule."""
    made = model.createParameter()
    made.setId(name)
    made.setName(meaning)
    made.setUnits(units.declare(model, unit))
    made.setConstant(constant)
    if value is not None:
        made.setValue(value)
    annotate_number(made, name, unit, papers)
    return made


def constant(
    model: libsbml.Model, name: str, number: Constant, sources: Mapping[str, Source]
) -> libsbml.Parameter:
    """A number that stays, with what is known about it."""
    papers = [f"doi:{sources[key].doi}" for key in number.sources if sources[key].doi]
    made = parameter(model, name, number.unit, number.meaning, number.value, papers=papers)
    if number.reasons:
        note(made, *number.reasons)
    return made


def rule(model: libsbml.Model, given: Rule) -> libsbml.Parameter:
    """A parameter that follows from others at every moment."""
    made = parameter(model, given.name, given.unit, given.name, None, constant=False)
    note(made, given.meaning)
    assignment = model.createAssignmentRule()
    assignment.setVariable(given.name)
    assignment.setMath(math(given.formula))
    return made


def reaction(model: libsbml.Model, rate: Rate, places: Mapping[str, Place]) -> libsbml.Reaction:
    """A reaction, its extent a pure number: times of one unit of what it moves."""
    made = model.createReaction()
    made.setId(rate.name)
    made.setName(rate.law.replace("_", " "))
    made.setReversible(False)
    note(made, rate.meaning)
    annotate(made, "reaction", rate.law)
    for name, n in rate.left.items():
        made.addReactant(model.getSpecies(name), n)
    for name, n in rate.right.items():
        made.addProduct(model.getSpecies(name), n)
    for name in modifiers(rate, places):
        made.addModifier(model.getSpecies(name))
    moved = next(iter({**rate.left, **rate.right}))
    at, formula = places[moved], rate.formula
    if at.compartment != "body":
        formula = f"{at.compartment}*({formula})"
    one = COUNTED_IN.get(moved, at.one)
    made.createKineticLaw().setMath(math(f"({formula})/{one}" if one else formula))
    return made


def modifiers(rate: Rate, places: Collection[str]) -> list[str]:
    """Species that the rate reads and that the reaction does not move."""
    return sorted((rate.reads & set(places)) - rate.left.keys() - rate.right.keys())


def event(model: libsbml.Model, given: Event, priority: int) -> libsbml.Event:
    """What is given at a moment. Of those at one moment the higher priority comes first."""
    constant(model, f"amount_of_{given.name}", given.amount, {})
    made = model.createEvent()
    made.setId(given.name)
    made.setName(given.amount.meaning)
    made.setUseValuesFromTriggerTime(False)
    annotate(made, "event", given.row)
    trigger = made.createTrigger()
    trigger.setInitialValue(False)
    trigger.setPersistent(True)
    trigger.setMath(math(f"time >= {given.time!r} day"))
    made.createPriority().setMath(math(f"{priority} {units.NO_UNIT}"))
    for name, formula in given.changes.items():
        assignment = made.createEventAssignment()
        assignment.setVariable(name)
        assignment.setMath(math(formula))
    return made


def math(formula: str) -> libsbml.ASTNode:
    """SBML's infix notation as a tree."""
    node = libsbml.parseL3Formula(formula)
    if node is None:
        raise ValueError(f"{libsbml.getLastParseL3Error()} in {formula}")
    return node


def note(element: libsbml.SBase, *paragraphs: str) -> None:
    """Paragraphs for people, after those that are there."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    element.appendNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{body}</body>')
