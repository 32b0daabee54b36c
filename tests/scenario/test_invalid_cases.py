"""Every file of the specification's invalid half is refused at the places its first lines name, and why.

A file begins with one comment for each problem: `# line:column field: what is wrong`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cartsim.errors import BadInput
from cartsim.scenario import load

INVALID = sorted((Path(__file__).parents[1] / "cases/invalid").glob("*.yaml"))
EXPECTED = re.compile(r"# (\d+:\d+) (\S*): (.+)")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_is_refused_where_and_for_what_it_says(path: Path) -> None:
    expected = [
        found.groups() for line in path.read_text().splitlines() if (found := EXPECTED.fullmatch(line))
    ]
    with pytest.raises(BadInput) as refused:
        load(path)
    problems = refused.value.problems
    assert [(problem.where.removeprefix(f"{path}:"), problem.field) for problem in problems] == [
        (place, field) for place, field, _ in expected
    ]
    for problem, (_, _, message) in zip(problems, expected, strict=True):
        assert message in problem.message
        assert problem.remedy
        assert "\n" not in str(problem)
        assert str(problem).isprintable()
    assert str(refused.value).count("\n") == len(problems) - 1


def test_there_are_at_least_a_hundred_and_forty_invalid_cases() -> None:
    assert len(INVALID) >= 140


def test_many_mistakes_are_told_in_one_go() -> None:
    from cartsim.scenario import loads

    text = """\
schema: cartsim.scenario/1
title: Many mistakes
question: Are all of them told?
product: {car: {affinity: 0.58}, pdl1_receptor: pd1cd28}
disease: {kinds: {ovarain: 0.4, gastric: 0.3}}
trial:
  arms:
    - {name: IV, dose: 1e6, route: intravenous}
    - {name: IC, dose: 1e6 cells, route: intrapleural}
  response: {stable_disease_from: 28 days}
parameters: {tau_fitt: {value: 5 days, because: x}, k_g: {value: 0.01 per day}}
run: {horizon: 100 days, patients: many}
sweeep: {}
"""
    with pytest.raises(BadInput) as refused:
        loads(text, "many.yaml")
    fields = [problem.field for problem in refused.value.problems]
    assert fields == [
        "product.car.affinity",
        "product.pdl1_receptor",
        "disease.kinds",
        "disease.kinds.ovarain",
        "trial.arms[0].dose",
        "trial.response.stable_disease_from",
        "parameters.tau_fitt",
        "parameters.k_g",
        "run.patients",
        "sweeep",
    ]
