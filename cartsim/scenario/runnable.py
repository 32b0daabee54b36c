"""What a scenario may ask for and this version cannot compute yet. It is said before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator

from cartsim.errors import BadInput, Problem
from cartsim.scenario.expand import SEPARATE, acts_on_arms
from cartsim.scenario.scenario import Scenario

LEAST_DRAWS = 20
"""A rough look: of fewer, nothing can be said about the ends of 95 % of the typical values, nor can ranks be
compared. 200 are the outer loop."""
IDLE = {
    "alone": ("patient", "lesion", "table_reads", "table_error"),
    "coupled": ("table_reads", "table_error"),
}
"""Fields of `agents` that a mode does not read; emulated reads those of the table alone."""
NO_EFFECT = {
    "alone": "there is no patient and no table",
    "coupled": "the cells are there themselves",
    "emulated": "the table has nodules of its own",
}
LEAST_DRAW_PATIENTS = 2
"""What the parameters move is told from what chance moves by how patients of a draw differ."""


def require_runnable(scenario: Scenario) -> None:
    """Raises BadInput naming every part that `cartsim run` would have to leave out."""
    problems = [Problem("", field, message, remedy) for field, message, remedy in _not_yet(scenario)]
    if problems:
        raise BadInput(*problems)


def warnings_of(scenario: Scenario) -> list[str]:
    """What can be run and is hardly meant: fewer virtual patients than an escalation may use up, and words
    about a nodule where its table is read.
    """
    return [*_idle_words(scenario), *_few_patients(scenario)]


def _idle_words(scenario: Scenario) -> Iterator[str]:
    """Fields of `agents` that another mode reads."""
    asked = scenario.agents
    if asked is None:
        return
    for name, field in type(asked).model_fields.items():
        idle = name in IDLE.get(asked.mode, ()) if asked.mode != "emulated" else not name.startswith("table_")
        if name != "mode" and idle and getattr(asked, name) != field.default:
            why = NO_EFFECT[asked.mode]
            yield f"warning: agents.{name}: has no effect in mode {asked.mode}: {why}; leave it out"


def _few_patients(scenario: Scenario) -> list[str]:
    """Fewer virtual patients than an escalation may use up."""
    design = scenario.design
    if design is None:
        return []
    expansion = design.expansion.patients if design.expansion else 0
    wanted = 2 * design.cohort * len(design.levels) + expansion
    if scenario.run.patients >= wanted:
        return []
    later = f" and {expansion} of the expansion" if expansion else ""
    return [
        f"warning: run.patients: {scenario.run.patients} virtual patients are fewer than the {wanted} of two "
        f"cohorts at each of {len(design.levels)} levels{later}: trials may run out of them; draw more"
    ]


def _not_yet(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    sweep = scenario.sweep
    if sweep and sweep.grid is None:
        what = "draws of a sweep" if sweep.kind is None else f"points of {sweep.kind}"
        yield ("sweep", f"{what} are no arms", SEPARATE)
    for path in (sweep.grid or {}) if sweep else {}:
        if not acts_on_arms(path):
            yield (f"sweep.grid.{path}", "a sweep over this has no arms", f"{SEPARATE}; or use --set")
    if sweep and sweep.grid is not None and sweep.draws:
        yield ("sweep.draws", "draws of a sweep are no arms", f"{SEPARATE}; or set run.parameter_draws")
    yield from _no_such_cells(scenario)
    yield from _too_few_to_escalate(scenario)
    yield from _too_few_draws(scenario)


def _no_such_cells(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Single cells are alone, or one lesion of one patient, of whom nothing about many patients can be
    said.
    """
    if scenario.agents is None or scenario.agents.mode == "emulated":
        return
    if scenario.design:
        whose = "alone has no patients" if scenario.agents.mode == "alone" else "of one patient has no others"
        yield ("agents", f"a nodule {whose} to escalate a dose in", "leave out agents or design")
    if scenario.run.parameter_draws:
        yield (
            "run.parameter_draws",
            "single cells are not drawn again and again",
            "write 0, or leave agents out",
        )


def _too_few_to_escalate(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """The reported trial needs a cohort for each level, of patients who are enrolled once."""
    design = scenario.design
    if design is None:
        return
    levels = len(design.levels) - design.start + 1
    needed = design.cohort * levels
    if scenario.run.patients < needed:
        yield (
            "run.patients",
            f"{scenario.run.patients} virtual patients are no cohort of {design.cohort} at each of the "
            f"{levels} levels from the start to the top",
            f"draw {needed} or more; replaced patients, later cohorts and the expansion need more",
        )


def _too_few_draws(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Parameter draws are many enough for a spread, or there are none."""
    run = scenario.run
    if 0 < run.parameter_draws < LEAST_DRAWS:
        yield (
            "run.parameter_draws",
            f"{run.parameter_draws} draws of the typical values say nothing about their spread",
            f"write 200 or more, {LEAST_DRAWS} or more for a rough look, or 0 for none",
        )
    if run.parameter_draws and run.draw_patients < LEAST_DRAW_PATIENTS:
        yield (
            "run.draw_patients",
            "one patient in a draw does not tell the typical values from chance",
            f"write 50, or {LEAST_DRAW_PATIENTS} at the least",
        )
