"""A scenario of single cells alone: every arm and repeat of one nodule, without patients."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cartsim.results import Run
from cartsim.results.run import collect_nodules
from cartsim.results.states import FOLDER, Kept
from cartsim.scenario.scenario import Scenario


def is_alone(scenario: Scenario) -> bool:
    """Whether a scenario asks for single cells and nothing else."""
    return scenario.agents is not None and scenario.agents.mode == "alone"


def carry_out_alone(
    scenario: Scenario, watch: Callable[[int, int], None] | None = None, folder: Path | None = None
) -> Run:
    """Simulate every nodule; `watch` is told of the hours done. A long run keeps its state in `folder` now
    and then, and goes on from what it finds there.
    """
    from cartsim.simulate.nodules import (  # which a trial need not wait for
        added_up,
        nodule_hours,
        simulate_nodules,
    )

    states = Kept(folder / FOLDER, scenario) if folder is not None else None
    told = added_up(watch, nodule_hours(scenario))
    return collect_nodules(scenario, simulate_nodules(scenario, done=told, states=states))


def forget_states(folder: Path, scenario: Scenario) -> None:
    """Remove what was kept of a run that is finished and written."""
    Kept(folder / FOLDER, scenario).forget()


def unsolved(run: Run) -> list[str]:
    """Sentences on what makes a nodule's numbers wrong: fields not at rest, a tumour at the edge."""
    found, title = run.manifest["nodule"], run.scenario.title
    said = []
    if found["unsolved_fields"]:
        said.append(
            f"{title}: {found['unsolved_fields']} of {found['field_solves']} solves of a field did not "
            f"converge, worst relative residual {found['worst_residual']:.2g}: cells near them saw wrong "
            "values"
        )
    if found["at_edge"]:
        said.append(
            f"{title}: up to {found['at_edge']} tumour cells touch the edge of the domain, which presses "
            f"them and feeds them: write {'' if run.coupled else 'a larger agents.domain or '}a shorter "
            "agents.duration"
        )
    return said
