"""A scenario whose single cells are one lesion of one patient: that patient in every arm, with the lesion
as cells and, for comparison, by equations alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from cartsim.rescue_off import with_grades_without_rescue
from cartsim.results import Run, collect
from cartsim.results.manifest import nodule_facts
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import assess, observe

if TYPE_CHECKING:
    from cartsim.simulate.coupled.hand_back import HandBack


def is_coupled(scenario: Scenario) -> bool:
    """Whether single cells are one lesion of a patient."""
    return scenario.agents is not None and scenario.agents.mode == "coupled"


def require_lesion(scenario: Scenario) -> str:
    """What a coupled scenario does, in a sentence. BadInput if the patient has no such lesion, or one too
    large.
    """
    from cartsim.simulate.coupled.lesion import meaning  # which a trial need not wait for

    return meaning(scenario)


def carry_out_coupled(scenario: Scenario, watch: Callable[[int, int], None] | None = None) -> Run:
    """Draw the patient, simulate with the lesion as cells and without, observe and assess; `watch` is told
    of the hours done. CRS grades without rescue drugs are those by equations alone.
    """
    from cartsim.simulate.coupled.course import coupled_hours, simulate_coupled
    from cartsim.simulate.coupled.lesion import chosen, differences, patient_of
    from cartsim.simulate.nodules import added_up

    patient = patient_of(scenario)
    found = simulate_coupled(patient, scenario, done=added_up(watch, coupled_hours(scenario)))
    equations = simulate(patient, scenario)
    seen = observe(found.course, scenario)
    visits = with_grades_without_rescue(seen, found.course, patient, scenario, _nothing, _nothing)
    run = collect(scenario, patient, found.course, visits, assess(visits, scenario))
    manifest = run.manifest | {
        "nodule": nodule_facts(found.nodule),
        "at_start": differences(scenario, patient, chosen(scenario, patient)),
        "hand_back": hand_back_facts(found.hand_back),
    }
    return replace(run, manifest=manifest, nodule=found.nodule, equations=equations)


def hand_back_facts(found: dict[str, HandBack | None]) -> dict[str, dict[str, float | None]]:
    """How the equations took the lesion back, of the arms in which they did; None where nothing was there to
    count.
    """
    return {
        arm: {name: value if isfinite(value) else None for name, value in one._asdict().items()}
        for arm, one in found.items()
        if one is not None
    }


def _nothing(_: int) -> None:
    """Solves beside the hours are not counted."""
