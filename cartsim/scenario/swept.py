"""A scenario whose sweep is a run for every point, instead of arms of one run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cartsim.errors import BadInput, Problem
from cartsim.scenario.extends import with_base
from cartsim.scenario.fields import FROM_FILE
from cartsim.scenario.load import checked, in_viable_cells
from cartsim.scenario.mistakes import said
from cartsim.scenario.paths import steps_of
from cartsim.scenario.problems import mistakes_of, placed
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
        return in_viable_cells(Scenario.model_validate(source.content, context=FROM_FILE))
    except ValidationError as error:
        raise BadInput(*placed(mistakes_of(error), source)) from None
    except ValueError as error:
        raise BadInput(*(Problem(name, "", item.message, item.remedy) for item in said(error))) from None


def _unfit(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], tuple[str, str, str]]]:
    """(where, (field, message, remedy)) of what a sweep of runs cannot have."""
    if scenario.design:
        yield ("design",), ("design", "a sweep escalates no doses", "put the doses on an axis of the sweep")
    if scenario.agents and scenario.agents.mode != "emulated":
        yield ("agents",), ("agents", "a sweep simulates no single cells", "leave it out, or emulate")
    for path, _, at in scenario.sweep.named if scenario.sweep else ():
        first, *rest = steps_of(path)
        inside = WITHOUT_EFFECT.get(first)
        if inside == () or (inside and rest and rest[0] in inside):
            told = (f"sweep.{at[0]}", f"{path} changes nothing of a patient")
            remedy = "sweep what a patient, a dose or the equations depend on"
            yield ("sweep", *at), (*told, remedy)
