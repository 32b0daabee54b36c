"""The shipped scenarios: one question each, short, and runnable by this version."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.scenario import load, require_runnable
from cartsim.scenario.swept import load_swept

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))

QUESTIONS = """route_comparison receptor_comparison dose_levels split_dose antigen_escape rescue_rules
route_fitness_sweep route_surface_sweep why_the_cavity stop_becomes_go dose_finding"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_short_asks_a_question_and_can_be_run(path: Path) -> None:
    scenario = load(path)
    if path.parent.name == "sweeps":
        assert load_swept(path).sweep == scenario.sweep, "planned by `cartsim sweep plan`, not run"
    else:
        require_runnable(scenario)
    assert len(path.read_text().splitlines()) <= 40
    assert scenario.question.endswith("?")


def test_the_questions_are_all_there_and_all_different() -> None:
    names = {path.stem for path in SHIPPED}
    assert names >= set(QUESTIONS.split())
    assert len({load(path).question for path in SHIPPED}) == len(SHIPPED)


def test_the_main_scenario_compares_two_routes_in_two_hundred_patients() -> None:
    scenario = load(next(path for path in SHIPPED if path.stem == "route_comparison"))
    assert scenario.run.patients == 200
    assert [arm.doses[0].route for arm in scenario.trial.arms] == ["intravenous", "intracavitary"]
