"""An outer loop too small to say anything is refused before it runs."""

from __future__ import annotations

import pytest

from cartsim.errors import BadInput
from cartsim.scenario import loads, require_runnable


def refusals(text: str, run: str) -> list[tuple[str, str, str]]:
    scenario = loads(text.replace("{patients: 10}", f"{{patients: 10, {run}}}"))
    try:
        require_runnable(scenario)
    except BadInput as error:
        return [(problem.field, problem.message, problem.remedy) for problem in error.problems]
    return []


@pytest.mark.parametrize("draws", [1, 2, 19])
def test_fewer_than_20_draws_are_no_outer_loop(draws: int, small: str) -> None:
    assert refusals(small, f"parameter_draws: {draws}") == [
        (
            "run.parameter_draws",
            f"{draws} draws of the typical values say nothing about their spread",
            "write 200 or more, 20 or more for a rough look, or 0 for none",
        )
    ]


def test_one_patient_tells_nothing_from_chance(small: str) -> None:
    assert [told[0] for told in refusals(small, "parameter_draws: 20, draw_patients: 1")] == [
        "run.draw_patients"
    ]
    assert refusals(small, "parameter_draws: 0, draw_patients: 1") == []


@pytest.mark.parametrize("draws", [0, 20, 200])
def test_none_a_rough_look_and_an_outer_loop_may_run(draws: int, small: str) -> None:
    assert refusals(small, f"parameter_draws: {draws}, draw_patients: 2") == []
