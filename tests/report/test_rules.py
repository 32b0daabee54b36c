"""The rules that change results stand in the report with the numbers of the scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cartsim.report import endpoint_rows, rules
from cartsim.report.page import build_page
from cartsim.report.plates import PLATES
from cartsim.report.sections import sections_of
from cartsim.results import Run
from cartsim.trial.estimands import controlled_words
from tests.report.synthetic import make_run

DLT = {
    "window": 21.0,
    "crs_grade": 3,
    "crs_lasting_grade": 2,
    "crs_resolves": 4.0,
    "icans_grade": 2,
    "icans_resolves": 1.0,
    "other_grade": 4,
    "other_resolves": 5.0,
    "lvef_grade": 2,
    "pneumonitis_grade": 1,
    "haematological_grade": 3,
    "haematological_until": 35.0,
    "evaluable_dose": 0.9,
}


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=12)


def changed(run: Run, **trial: Any) -> Run:
    """The run under other rules of its trial."""
    scenario = run.scenario.model_copy(update={"trial": run.scenario.trial.model_copy(update=trial)})
    return replace(run, scenario=scenario)


def paragraphs(run: Run, name: str) -> str:
    return " ".join(next(section for section in sections_of(run) if section.name == name).paragraphs)


def test_the_dose_limiting_rule_is_that_of_the_scenario(run: Run) -> None:
    other = changed(run, dlt=run.scenario.trial.dlt.model_copy(update=DLT))
    text = paragraphs(other, "trial")
    for part in (
        "to day 21, that day included",
        "CRS of grade ≥ 3 at once, or of grade ≥ 2 for more than 4 days",
        "ICANS of grade ≥ 2 for more than 1 day;",
        "begins by day 28, of grade ≥ 4 for more than 5 days",
        "ejection fraction decreased of grade ≥ 2",
        "pneumonitis of grade ≥ 1",
        "platelets of grade ≥ 3, not from lymphodepletion, on day 21 and still on day 35",
        "at least 90 % of the planned dose",
        "Fever, effusion and ascites are no DLTs of their own; fever is part of the CRS grade",
    ):
        assert part in text


@pytest.mark.parametrize(("quiet", "words"), [(1.0, "with 1 day without"), (1.5, "with 1.5 days without")])
def test_the_quiet_time_is_said(run: Run, quiet: float, words: str) -> None:
    assert words in paragraphs(changed(run, crs_quiet=quiet), "trial")


@pytest.mark.parametrize(
    ("rule", "words"),
    [("fda", "two or more missed visits in a row is censored"), ("simple", "counts on its day")],
)
def test_the_primary_censoring_is_said(run: Run, rule: str, words: str) -> None:
    text = paragraphs(changed(run, censoring=rule), "time-to-event")
    assert f"In the primary analysis ({rule})" in text
    assert words in text
    assert "new anticancer therapy at the last adequate visit before it" in text
    assert rules.censoring(run.scenario) != rules.censoring(changed(run, censoring="simple").scenario)


def test_captions_name_the_criteria_of_the_scenario(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = next(plate.draw for plate in PLATES if plate.name == "flow")
    kept = tuple(replace(plate, draw=draw) for plate in PLATES if plate.name == "waterfall")
    monkeypatch.setattr(
        "cartsim.report.page.PLATES",
        kept + tuple(replace(plate, draw=lambda run: None) for plate in PLATES if plate.name != "waterfall"),
    )
    rules_here = run.scenario.trial.response.model_copy(update={"criteria": "iRECIST"})
    assert "confirmed best response (iRECIST)" in " ".join(
        build_page(changed(run, response=rules_here)).split()
    )
    assert "confirmed best response (RECIST 1.1)" in " ".join(build_page(run).split())


def test_both_disease_controls_say_whom_they_are_about(run: Run) -> None:
    found = {row.endpoint.split(", median")[0]: row.population for row in endpoint_rows(run.endpoints)}
    assert "Disease control (best response CR, PR or SD, unconfirmed)" in found
    assert found["Duration of disease control"].startswith("controlled from day 23, NON-CR/NON-PD too, n")
    by_plan = run.scenario.trial.response.model_copy(update={"sd_by": "nominal"})
    words = controlled_words(changed(run, response=by_plan).scenario)
    assert words == "controlled from scheduled day 23, NON-CR/NON-PD too"
