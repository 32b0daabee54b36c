"""Worked examples run, and every public rule has its name, its arguments, its source and an example."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "cartsim").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
RULES = {
    "intervals.clopper_pearson": "x n level",
    "intervals.wilson": "x n level",
    "survival.kaplan_meier": "time event interval level",
    "survival.log_rank": "time event group patient",
    "survival.time_to_event": "kind days responses response_day pd_day death_day new_therapy_day cutoff_day "
    "scheduled window censoring",
    "recist.visit_responses": "rows",
    "recist.best_overall_response": "days responses pd_day stable_disease_from missing_as_ne",
    "recist.confirmed_response": "days responses pd_day stable_disease_from missing_as_ne confirmation "
    "max_ne accept_sd",
    "ctcae.grade": "term value unit lower upper baseline version",
    "crs.astct_grade": "temperature hypotension pressors vasopressin oxygen treated",
    "crs.icans_grade": "ice consciousness seizure motor_weakness edema",
    "escalation.boin_boundaries": "target n",
    "escalation.three_plus_three": "outcomes doses deescalate",
    "escalation.boin_next": "outcomes doses target",
}
SOURCE = re.compile(r"\b(19|20)\d\d\b|RECIST 1\.1|CTCAE v5|\[recalled\]")


def rule(name):
    module, function = name.split(".")
    return getattr(importlib.import_module(f"cartsim.trial.{module}"), function)


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_run(name):
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", RULES)
def test_a_public_rule_keeps_its_arguments(name):
    """By order where they may be given without their name."""
    words, found = RULES[name].split(), inspect.signature(rule(name)).parameters
    assert set(words) <= set(found)
    by_place = [word for word, one in found.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert by_place == words[: len(by_place)]


@pytest.mark.parametrize("name", RULES)
def test_a_public_rule_is_documented_with_its_source_and_an_example(name):
    found = rule(name)
    text = inspect.getdoc(found) or ""
    assert ">>> " in text
    assert SOURCE.search(text + (inspect.getmodule(found).__doc__ or ""))
    assert len(text.splitlines()) > 3
