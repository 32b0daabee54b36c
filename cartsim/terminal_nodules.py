"""What the commands answer of single cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cartsim.terminal import nested, print_table

if TYPE_CHECKING:
    from cartsim.results import Run
    from cartsim.scenario import Scenario


def table(run: Run) -> None:
    """Title, question, what became of the nodule in each arm, and the fields that did not come to rest."""
    from cartsim.report import nodule_tables

    print(f"{run.scenario.title}\n{run.scenario.question}\n{nodule_tables.what_was_run(run)}\n")
    print_table(nodule_tables.header(run), nodule_tables.rows(run))
    print("\n" + nodule_tables.fields_line(run))


def lesion_table(run: Run) -> None:
    """The lesion of a patient as single cells beside the equations alone."""
    from cartsim.report import coupled_tables, hand_back, nodule_tables

    print("\n" + " ".join([coupled_tables.lesion_words(run), *coupled_tables.at_start(run)]) + "\n")
    print_table(coupled_tables.header(run), coupled_tables.rows(run))
    if hand_back.facts_of(run):
        print()
        print_table(hand_back.header(run), hand_back.rows(run))
        print(f"\n{hand_back.later_visits(run)}")
        print("".join(f"warning: {sentence}\n" for sentence in hand_back.warnings(run)), end="")
    print()
    print_table(nodule_tables.header(run), nodule_tables.rows(run))
    print("\n" + nodule_tables.fields_line(run))


def facts(run: Run) -> dict[str, Any]:
    """Of a run of single cells alone what a program wants to know."""
    return {
        "title": run.scenario.title,
        "question": run.scenario.question,
        "repeats": run.nodule.sizes["repeat"],
        "seed": run.scenario.run.seed,
        "failures": run.manifest["failures"],
        **nodule_facts(run),
    }


def nodule_facts(run: Run) -> dict[str, Any]:
    """Every reading at the end, per arm and repeat, and whether the fields came to rest."""
    last = run.nodule.isel(time=-1)
    readings = [name for name in last.data_vars if last[name].dims == ("arm", "repeat")]
    return {
        "fields": run.manifest["nodule"],
        "day": float(last["time"]),
        "nodule": {str(name): nested(last[name]) for name in readings},
    }


def say_of_cells(scenario: Scenario) -> None:
    """What a coupled scenario will do; nothing of others."""
    from cartsim.coupled_run import is_coupled, require_lesion

    if is_coupled(scenario):
        print(f"\ncoupled single cells\n{require_lesion(scenario)}")
