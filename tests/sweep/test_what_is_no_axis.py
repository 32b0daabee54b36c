"""Axes that would say something else than what is computed."""

from __future__ import annotations

import pytest
from sweep.conftest import LITTLE

from cartsim.errors import BadInput
from cartsim.scenario.swept import at_point, load_swept


def swept(tmp_path, block: str):
    path = tmp_path / "swept.yaml"
    path.write_text(LITTLE + block)
    return load_swept(path)


@pytest.mark.parametrize(("block", "told"), [
    ("run.seed: [1, 2]", "run.seed makes other patients at every point; plan a sweep for each seed"),
    ('"trial.arms[0].name": [X, Y]', "changes nothing of a patient"),
    ("run.patients: [10, 20]", "run.patients changes nothing of a patient"),
    ('"trial.arms[*].dose": [1e6 cells], trial.arms.IC.dose: [1e7 cells]', "set the same field"),
    ('"trial.arms[1].dose": [1e6 cells], trial.arms.IC.dose: [1e7 cells]', "set the same field"),
    ("parameters.tau_fit: [9 days], parameters.tau_fit.value: [8 days]", "set the same field"),
    ("trial.arms.IC.dose: [1e7 cells, 10000000 cells]", "a number stands there twice"),
])  # fmt: skip
def test_what_is_no_axis_is_refused(block, told, tmp_path) -> None:
    with pytest.raises(BadInput) as refused:
        swept(tmp_path, f"sweep: {{grid: {{{block}}}}}\n")
    assert told in str(refused.value)


def test_axes_of_different_arms_go_together(tmp_path) -> None:
    axes = "trial.arms.IV.dose: [1e6 cells], trial.arms.IC.dose: [1e7 cells]"
    found = swept(tmp_path, f"sweep: {{grid: {{{axes}}}}}\n")
    assert len(found.sweep.named) == 2


def test_a_typical_value_on_an_axis_is_known_and_not_drawn_around(tmp_path) -> None:
    unsure = "parameters: {k_kill: {value: 8 per day, because: a guess, uncertain: true}}\n"
    block = "sweep: {draws: 3, grid: {parameters.k_kill: [4 per day, 16 per day]}}\n"
    found = swept(tmp_path, unsure + block)
    scenario = at_point(found.content, {"parameters.k_kill": "16 per day"}, "point 1")
    assert (scenario.parameters["k_kill"].value, scenario.parameters["k_kill"].uncertain) == (16.0, False)
    assert at_point(found.content, {}, "as written").parameters["k_kill"].uncertain
