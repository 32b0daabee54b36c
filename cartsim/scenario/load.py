"""From a file that people wrote to a resolved scenario, or to the list of all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from cartsim.errors import BadInput, Problem
from cartsim.scenario import checks
from cartsim.scenario.expand import expanded
from cartsim.scenario.extends import with_base
from cartsim.scenario.fields import FROM_FILE
from cartsim.scenario.mistakes import Mistake, Path, said
from cartsim.scenario.parts import Parts
from cartsim.scenario.paths import places, steps_of
from cartsim.scenario.problems import MOST_PROBLEMS, as_written, by_place, mistakes_of, placed
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.settings import apply_settings, set_value
from cartsim.scenario.source import Source, read_file, read_text


def load(path: str | os.PathLike[str], sets: Iterable[str] = ()) -> Scenario:
    """The resolved scenario of a file: what is asked, with nothing left implied.

    `sets` changes fields before anything is checked: `["run.patients=40", "product.car.affinity=5 nM"]`.

    Gives a frozen `Scenario`: every field explicit, in model units (day, nM, cell, mL), defaults filled in,
    doses in viable CAR+ cells. The fields are those of the scenario file.

    Raises `BadInput` with every problem of the file at once: line, column, field, what would be right.
    """
    return _resolved(with_base(read_file(path), path), sets)


def loads(text: str, name: str = "text", sets: Iterable[str] = ()) -> Scenario:
    """As `load`, of a text; `name` stands for the file in messages."""
    return _resolved(with_base(read_text(text, name), None), sets)


def restore(content: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """The scenario that `dump` wrote, as from a results file."""
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise BadInput(*placed(mistakes_of(error), Source(name, dict(content)))) from None


def _resolved(source: Source, sets: Iterable[str]) -> Scenario:
    scenario = checked(source, sets)
    try:
        return resolve(scenario)
    except BadInput as error:
        at = source.place(("sweep",))
        raise BadInput(
            *(Problem(at, item.field, item.message, item.remedy) for item in error.problems)
        ) from None


def checked(source: Source, sets: Iterable[str]) -> Scenario:
    """The scenario as it is written, settings over it, every value of its sweep tried; BadInput tells every
    problem."""
    apply_settings(source, tuple(sets))
    scenario, mistakes = _validated(source)
    if scenario and not source.problems:
        mistakes = _sweep_mistakes(scenario, source)
    if scenario is None or mistakes or source.problems:
        unreadable = {problem.field for problem in source.problems}
        others = [problem for problem in placed(mistakes, source) if problem.field not in unreadable]
        raise BadInput(*by_place([*source.problems, *others]))
    return scenario


def resolve(scenario: Scenario) -> Scenario:
    """Nothing implied any more: a sweep over arms is arms, a dose in total cells is one in viable cells."""
    return in_viable_cells(expanded(scenario))


def in_viable_cells(scenario: Scenario) -> Scenario:
    """Doses in viable CAR+ cells, as the equations take them."""

    def viable(arm: Any) -> Any:
        doses = tuple(
            dose
            if dose.cells == "viable"
            else dose.model_copy(
                update={"amount": dose.amount * scenario.product.viability, "cells": "viable"}
            )
            for dose in arm.doses
        )
        return arm.model_copy(update={"doses": doses}) if doses != arm.doses else arm

    arms = tuple(viable(arm) for arm in scenario.trial.arms)
    if arms == scenario.trial.arms:
        return scenario
    return scenario.model_copy(update={"trial": scenario.trial.model_copy(update={"arms": arms})})


def _validated(source: Source) -> tuple[Scenario | None, list[Mistake]]:
    """The scenario, or what is wrong: in each part, and between the parts that are sound."""
    try:
        return Scenario.model_validate(source.content, context=FROM_FILE), []
    except ValidationError as error:
        mistakes = mistakes_of(error)
        between = checks.mistakes(Parts.salvaged(source.content))
        return None, [*mistakes, *(item for item in between if item not in mistakes)]


def _sweep_mistakes(scenario: Scenario, source: Source) -> list[Mistake]:
    """Every named value of every axis is tried in its place, those of a point of a list together; what is
    wrong there is wrong with the axis."""
    if scenario.sweep is None:
        return []
    together: dict[Path, dict[str, tuple[Any, Path]]] = {}
    for path, value, at in scenario.sweep.named:
        group = at[:2] if scenario.sweep.points is not None else at
        together.setdefault(group, {})[path] = (value, at)
    mistakes: list[Mistake] = []
    for group, values in together.items():
        mistakes += _tried(source, values, group)
        if len(mistakes) >= MOST_PROBLEMS:
            break
    return mistakes


def _tried(source: Source, values: Mapping[str, tuple[Any, Path]], at: Path) -> list[Mistake]:
    """What is wrong with the file once these values are set in it, each told where it stands in the sweep.
    """
    content = {key: deepcopy(block) for key, block in source.content.items() if key != "sweep"}
    trial, there = Source(source.name, content), dict[Path, Path]()
    mistakes: list[Mistake] = []
    for path, (value, place) in values.items():
        try:
            set_value(trial, path, value, "", "swept")
            there |= dict.fromkeys(places(trial.content, steps_of(path)), place)
        except ValueError as error:
            mistakes += [Mistake(item.message, item.remedy, ("sweep", *place)) for item in said(error)]
    if mistakes:
        return mistakes
    for item in _validated(trial)[1]:
        written = as_written(item.at, trial)
        ends = [place for end, place in there.items() if written[: len(end)] == end]
        mistakes.append(Mistake(item.message, item.remedy, ("sweep", *(ends[0] if ends else at))))
    return mistakes
