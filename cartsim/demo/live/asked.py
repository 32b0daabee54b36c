"""What a viewer asks for: a scenario text, read as any other, refused where it would hold up the class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cartsim.errors import BadInput, Problem
from cartsim.scenario import loads, require_runnable
from cartsim.scenario.mistakes import number_text
from cartsim.scenario.scenario import Scenario
from cartsim.virtual_trial import courses_of

NAME = "text"
"""What stands for the file in problems."""

MOST_PATIENTS = 200
MOST_ARMS = 8
"""As many as the figures tell apart."""
MOST_COURSES = 4000
"""A few seconds of two cores; route_basis and parameter_draws count."""
MOST_TRIALS = 2000
"""Repeated trials of a design or of a planned trial: a second each."""
LONGEST = 731.0
"""Days: two years."""
FINEST = 1e-8
"""Tolerance below which courses take many times as long."""
HERE = "this demo is shared"


@dataclass(frozen=True)
class Asked:
    """A scenario that can be run here, and the text that says so."""

    text: str
    scenario: Scenario


@lru_cache(maxsize=64)
def read(text: str) -> Asked:
    """The scenario of a text; BadInput with every problem where it is none, or more than a viewer may ask."""
    try:
        scenario = loads(text, NAME)
    except BadInput as error:
        raise BadInput(*map(_alone, error.problems)) from None
    require_runnable(scenario)
    problems = tuple(_too_much(scenario))
    if problems:
        raise BadInput(*problems)
    return Asked(text, scenario)


def _alone(problem: Problem) -> Problem:
    """No text may name a file of the server; it is not even looked for."""
    if problem.field != "extends":
        return problem
    return Problem(problem.where, "extends", "no other file can be named here", "paste the whole scenario")


def _too_much(scenario: Scenario) -> Iterator[Problem]:
    run, design, planned = scenario.run, scenario.design, scenario.trial.planned
    if scenario.agents is not None and scenario.agents.mode != "emulated":
        what = f"single cells take minutes, and {HERE}"
        yield Problem("", "agents", what, "use `cartsim run` for this one")
    if run.state_cube:
        yield Problem("", "run.state_cube", f"takes much memory, and {HERE}", "leave it out")
    yield from _above("run.patients", run.patients, MOST_PATIENTS)
    yield from _above("trial.arms", len(scenario.trial.arms), MOST_ARMS)
    yield from _above("run.horizon", run.horizon, LONGEST, " days")
    yield from _above("design.trials", design.trials if design else 0, MOST_TRIALS)
    yield from _above("trial.planned.trials", planned.trials if planned else 0, MOST_TRIALS)
    if run.tolerance < FINEST:
        what = f"finer than {number_text(FINEST)} takes long, and {HERE}"
        yield Problem("", "run.tolerance", what, "leave it out")
    courses = courses_of(scenario)
    if run.patients <= MOST_PATIENTS and courses > MOST_COURSES:
        what = f"{courses} courses are more than {MOST_COURSES}, and {HERE}"
        yield Problem("", "run", what, "take fewer patients, or leave route_basis and parameter_draws out")


def _above(field: str, value: float, limit: float, unit: str = "") -> Iterator[Problem]:
    if value > limit:
        what = f"{value:g}{unit} is more than {limit:g}{unit}, and {HERE}"
        yield Problem("", field, what, f"write {limit:g}{unit} or less; `cartsim run` has no such limit")
