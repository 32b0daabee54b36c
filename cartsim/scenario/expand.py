"""A grid over what arms may differ in becomes arms: all points in one run, with the same patients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.scenario import checks, known
from cartsim.scenario.design import Design
from cartsim.scenario.doses import Arm, read_dose
from cartsim.scenario.fields import Quantity
from cartsim.scenario.mistakes import said
from cartsim.scenario.overrides import read_arm_value
from cartsim.scenario.parts import Parts
from cartsim.scenario.paths import EVERY, steps_of
from cartsim.scenario.quantities import in_words
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.trial import MOST_ARMS

MOST_POINTS = 1000
SEPARATE = "plan it with `cartsim sweep plan`, where every point is a run of its own"
"""What to do with a sweep that cannot be arms of one run."""
DOSE = "dose"
"""Label of the one dose of an arm, in a sweep and in an escalation."""

Point = dict[str, str]
"""Label to value, as in `{"tau_fit": "14 day"}`."""


@dataclass(frozen=True)
class Change:
    """What one value of an axis does to an arm."""

    label: str
    text: str
    apply: Callable[[Arm], Arm]


@dataclass(frozen=True)
class ArmAxis:
    """The values of a path that acts on arms, and the arms it acts on."""

    arms: frozenset[str]
    changes: tuple[Change, ...]


def acts_on_arms(path: str) -> bool:
    """Whether a sweep over this path can be run as arms of one run."""
    steps = steps_of(path)
    return (
        (steps[0] == "parameters" and len(steps) in (2, 3))
        or steps
        in (("product", "pdl1_receptor"), ("product", "car", "affinity"), ("product", "car", "density"))
        or (steps[:2] == ("trial", "arms") and _leaf(steps[3:]))
    )


def _leaf(steps: tuple[str, ...]) -> bool:
    """Whether steps inside an arm end at something that a point may change."""
    return (
        steps in (("dose",), ("pdl1_receptor",), ("affinity",))
        or (len(steps) == 2 and steps[0] == "parameters")
        or (len(steps) == 3 and steps[0] == "doses" and steps[1].isdecimal() and steps[2] == "dose")
    )


def points(scenario: Scenario) -> list[Point]:
    """The points of a grid over arms, the last axis fastest; one without labels where there is none."""
    axes = _axes(scenario)
    return [
        {change.label: change.text for change in chosen}
        for chosen in product(*(axis.changes for axis in axes))
    ]


def expanded(scenario: Scenario) -> Scenario:
    """The scenario with an arm for every point that differs in it; unchanged where there is no such grid."""
    axes = _axes(scenario)
    if not axes or any(arm.swept for arm in scenario.trial.arms):
        return scenario
    count = prod(len(axis.changes) for axis in axes)
    if count > MOST_POINTS:
        raise BadInput(
            Problem("", "sweep.grid", f"has {count} points", f"keep to {MOST_POINTS}, or {SEPARATE}")
        )
    variants = {
        variant.name: variant
        for chosen in product(*(axis.changes for axis in axes))
        for arm in scenario.trial.arms
        for variant in [_variant(arm, zip(axes, chosen, strict=True))]
    }
    arms = tuple(variants.values())
    if len(arms) > MOST_ARMS:
        field = "design.levels" if scenario.design else "sweep.grid"
        raise BadInput(
            Problem("", field, f"makes {len(arms)} arms", f"keep to {MOST_ARMS}, or {SEPARATE}")
        )
    result = scenario.model_copy(update={"trial": scenario.trial.model_copy(update={"arms": arms})})
    unfit = checks.mistakes(Parts.of(result))
    if unfit:
        raise BadInput(*(Problem("", "sweep.grid", item.message, item.remedy) for item in unfit))
    return result


def _variant(arm: Arm, point: Iterable[tuple[ArmAxis, Change]]) -> Arm:
    """The arm at a point: an axis that does not act on it leaves it, and its name, alone."""
    mine = [change for axis, change in point if arm.name in axis.arms]
    variant = arm
    for change in mine:
        variant = change.apply(variant)
    labels = {change.label: change.text for change in mine}
    name = ", ".join([arm.name, *(f"{label} {text}" for label, text in labels.items())])
    return variant.model_copy(update={"name": name, "swept": labels}) if mine else arm


def _axes(scenario: Scenario) -> list[ArmAxis]:
    """The levels of an escalation, and the axes of the grid if all of them act on arms."""
    grid = (scenario.sweep.grid if scenario.sweep else None) or {}
    levels = [_levels(scenario, scenario.design)] if scenario.design else []
    if not all(acts_on_arms(path) for path in grid):
        return levels
    doses = [path for path in grid if scenario.design and steps_of(path)[-1] == "dose"]
    if doses:
        raise BadInput(
            Problem("", f"sweep.grid.{doses[0]}", "the levels of the design are the doses", "leave it out")
        )
    return [*levels, *(_axis(scenario, path, values) for path, values in grid.items())]


def _levels(scenario: Scenario, design: Design) -> ArmAxis:
    """The design's levels, each of which replaces the dose of every arm."""
    everyone = frozenset(arm.name for arm in scenario.trial.arms)
    return ArmAxis(everyone, tuple(_dose(0, DOSE, level.amount, level.per) for level in design.levels))


def escalating(scenario: Scenario) -> dict[str, list[int]]:
    """Places of the arms that are the levels of one escalation, the lowest first, by the name of the arm that
    escalates; empty without a design."""
    if scenario.design is None:
        return {}
    found: dict[str, list[int]] = {}
    for place, arm in enumerate(scenario.trial.arms):
        name = arm.name.replace(f", {DOSE} {arm.swept.get(DOSE)}", "")
        found.setdefault(name, []).append(place)
    return found


def level_words(scenario: Scenario) -> tuple[str, ...]:
    """The design's levels in words."""
    levels = scenario.design.levels if scenario.design else ()
    return tuple(in_words(level.amount, _cells(level.per)) for level in levels)


def _axis(scenario: Scenario, path: str, values: tuple[Any, ...]) -> ArmAxis:
    steps = steps_of(path)
    arms = scenario.trial.arms
    own = steps[:2] == ("trial", "arms")
    chosen = frozenset(
        arm.name for place, arm in enumerate(arms) if not own or steps[2] in (EVERY, arm.name, str(place))
    )
    problems: list[Problem] = []
    changes: list[Change] = []
    for place, value in enumerate(values):
        try:
            changes.append(_change(steps[3:] if own else steps, value))
        except ValueError as error:
            problems += [
                Problem("", f"sweep.grid.{path}[{place}]", item.message, item.remedy) for item in said(error)
            ]
    if problems:
        raise BadInput(*problems)
    return ArmAxis(chosen, tuple(changes))


def _change(steps: tuple[str, ...], written: Any) -> Change:
    """What a value does; `steps` lead to it from the arm, or from the scenario for what arms may override."""
    if steps[0] == "parameters":
        return _parameter(steps[1], read_arm_value(steps[1], written))
    if steps[-1] == "density":
        return _parameter("car", Quantity("1/cell", "15000 per cell").read(written, bare=False))
    if steps[-1] == "affinity":
        value = Quantity("nM", "0.58 nM").read(written, bare=False)
        return Change(
            "affinity", in_words(value, "nM"), lambda arm: arm.model_copy(update={"affinity": value})
        )
    if steps[-1] == "pdl1_receptor":
        return Change(
            "pdl1_receptor", str(written), lambda arm: arm.model_copy(update={"pdl1_receptor": written})
        )
    number = 0 if steps[0] == DOSE else int(steps[1])
    return _dose(number, DOSE if steps[0] == DOSE else f"dose {number + 1}", *read_dose(written))


def _parameter(symbol: str, value: float) -> Change:
    def apply(arm: Arm) -> Arm:
        return arm.model_copy(
            update={"parameters": {**arm.parameters, symbol: value}, "because": arm.because or "swept"}
        )

    return Change(symbol, in_words(value, known.parameters()[symbol].unit), apply)


def _dose(number: int, label: str, amount: float, per: str) -> Change:
    def apply(arm: Arm) -> Arm:
        doses = [
            dose.model_copy(update={"amount": amount, "per": per}) if place == number else dose
            for place, dose in enumerate(arm.doses)
        ]
        return arm.model_copy(update={"doses": tuple(doses)})

    return Change(label, in_words(amount, _cells(per)), apply)


def _cells(per: str) -> str:
    return per.replace("cell", "cells")
