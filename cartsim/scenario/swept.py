"""A scenario whose sweep is a run for every point, instead of arms of one run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from cartsim.errors import BadInput, Problem
from cartsim.scenario.extends import with_base
from cartsim.scenario.fields import FROM_FILE
from cartsim.scenario.load import checked, in_viable_cells
from cartsim.scenario.mistakes import Path, said
from cartsim.scenario.paths import places, steps_of
from cartsim.scenario.problems import mistakes_of, placed
from cartsim.scenario.quantities import number_and_unit, spelled
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.settings import set_value
from cartsim.scenario.source import Source, read_file
from cartsim.scenario.sweep import Sweep

SWEPT = "swept"
"""Why a parameter of a point has its value."""
WITHOUT_EFFECT = {
    "run": (
        "patients", "failures_allowed", "courses", "sample", "state_cube", "parameter_draws", "draw_patients",
        "route_basis", "route_basis_patients",
    ),
    "trial": ("planned",),
    "title": (), "question": (), "schema": (), "sweep": (), "design": (),
}  # fmt: skip
"""What decides nothing of a patient of a sweep, and so is no axis; () is all of a block."""

NO_NUMBERS = ("name", "because", "uncertain")
"""Last steps of paths that decide nothing either."""


@dataclass(frozen=True)
class Swept:
    """What a file asks for: its content without the sweep, the sweep, and the scenario without it."""

    content: dict[str, Any]
    sweep: Sweep
    scenario: Scenario


def load_swept(path: str | os.PathLike[str], sets: Iterable[str] = ()) -> Swept:
    """The sweep of a scenario file, `path=value` settings over it; BadInput tells every problem found."""
    source = with_base(read_file(path), path)
    scenario = checked(source, sets)
    problems = [Problem(source.place(at), *told) for at, told in _unfit(scenario)]
    problems += [Problem(source.place(("sweep",)), *told) for told in _twice(scenario, source.content)]
    if scenario.sweep is None or problems:
        nothing = Problem(source.name, "sweep", "there is none", "write the axes under sweep:")
        raise BadInput(*(problems or [nothing]))
    content = {key: block for key, block in source.content.items() if key != "sweep"}
    return Swept(content, scenario.sweep, in_viable_cells(scenario.model_copy(update={"sweep": None})))


def at_point(content: Mapping[str, Any], values: Mapping[str, Any], name: str) -> Scenario:
    """The resolved scenario with these values at these paths; BadInput, with `name` as its place, where they
    do not go together."""
    source = Source(name, deepcopy(dict(content)))
    try:
        for path, value in values.items():
            set_value(source, path, value, name, SWEPT)
            if steps_of(path)[0] == "parameters":  # known at the point, whatever the file says of it
                source.content["parameters"][steps_of(path)[1]].pop("uncertain", None)
        return in_viable_cells(Scenario.model_validate(source.content, context=FROM_FILE))
    except ValidationError as error:
        raise BadInput(*placed(mistakes_of(error), source)) from None
    except ValueError as error:
        raise BadInput(*(Problem(name, "", item.message, item.remedy) for item in said(error))) from None


def _twice(scenario: Scenario, content: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(field, message, remedy) where two axes set one place, or one an outer part of the other's, and where
    two values of a grid are one number."""
    sweep = scenario.sweep
    paths = dict.fromkeys(path for path, _, _ in sweep.named) if sweep else {}
    written = {path: _places(path, content) for path in paths}
    for one, other in combinations(written, 2):
        if any(a[: len(b)] == b or b[: len(a)] == a for a in written[one] for b in written[other]):
            yield "sweep", f"{one} and {other} set the same field", "leave one of them out"
    for path, values in (sweep.grid or {}).items() if sweep else ():
        numbers = [found for value in values if (found := _number(value)) is not None]
        if len(set(numbers)) < len(numbers):
            yield f"sweep.grid.{path}", "a number stands there twice", "leave one of them out"


def _places(path: str, content: dict[str, Any]) -> list[Path]:
    """Where a path leads to, a parameter's value by its symbol alone, too."""
    steps = steps_of(path)
    return places(content, (*steps, "value") if len(steps) == 2 and steps[0] == "parameters" else steps)


def _number(value: object) -> tuple[float, str] | None:
    try:
        number, unit = number_and_unit(value)
        return number, spelled(unit)
    except ValueError:
        return None


def _unfit(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], tuple[str, str, str]]]:
    """(where, (field, message, remedy)) of what a sweep of runs cannot have."""
    if scenario.design:
        yield ("design",), ("design", "a sweep escalates no doses", "put the doses on an axis of the sweep")
    if scenario.agents and scenario.agents.mode != "emulated":
        yield ("agents",), ("agents", "a sweep simulates no single cells", "leave it out, or emulate")
    for path, _, at in scenario.sweep.named if scenario.sweep else ():
        first, *rest = steps_of(path)
        inside = WITHOUT_EFFECT.get(first)
        if [first, *rest] == ["run", "seed"]:
            told = (f"sweep.{at[0]}", "run.seed makes other patients at every point")
            yield ("sweep", *at), (*told, "plan a sweep for each seed, with --set run.seed=...")
        elif inside == () or (inside and rest and rest[0] in inside) or (rest and rest[-1] in NO_NUMBERS):
            told = (f"sweep.{at[0]}", f"{path} changes nothing of a patient")
            remedy = "sweep what a patient, a dose or the equations depend on"
            yield ("sweep", *at), (*told, remedy)
