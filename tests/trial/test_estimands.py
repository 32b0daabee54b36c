"""What the results say their endpoints estimate, in the words of the scenario."""

from __future__ import annotations

import json

import pytest

from cartsim.trial.estimand_table import ENDPOINTS
from cartsim.trial.estimands import controlled_words, estimands_json, primary_words
from tests.trial.synthetic_course import make_scenario


def rows(*sets):
    return json.loads(estimands_json(make_scenario(*sets)))


def about(name, *sets):
    (row,) = [row for row in rows(*sets) if name in row["variables"]]
    return row


def test_the_primary_estimand_is_the_scenarios():
    first = rows()[0]
    assert (first["role"], first["variables"]) == ("primary", ["confirmed_orr"])
    assert first["variable"] == "confirmed CR or PR that begins by day 182 (and its visit window)"
    assert first["population"] == "enrolled"
    other = "trial.response.primary={by: 91 days, confirmed: false, population: response_evaluable}"
    changed = rows(other)[0]
    assert changed["variable"] == "unconfirmed CR or PR that begins by day 91 (and its visit window)"
    assert changed["population"] == "response-evaluable"


def test_only_one_estimand_is_primary_and_no_other_changes_with_it():
    table = rows("trial.response.primary={by: 91 days, confirmed: false}")
    assert [row["role"] for row in table].count("primary") == 1
    assert table[1] == json.loads(json.dumps(vars(ENDPOINTS[1])))


@pytest.mark.parametrize(("sets", "words"), [
    ((), "controlled from day 23, NON-CR/NON-PD too"),
    (("trial.response.stable_disease_from=28 days",), "controlled from day 28, NON-CR/NON-PD too"),
    (
        ("trial.response.stable_disease_from=42 days", "trial.response.sd_by=nominal"),
        "controlled from scheduled day 42, NON-CR/NON-PD too",
    ),
])  # fmt: skip
def test_the_set_of_disease_control_names_its_day(sets, words):
    assert controlled_words(make_scenario(*sets)) == words
    assert about("ddc", *sets)["population"] == words
    assert about("dor", *sets)["population"] == "confirmed responders"


def test_the_words_of_the_primary_end_with_its_population():
    assert primary_words(make_scenario()).endswith(", enrolled")
    assert primary_words(make_scenario("trial.response.primary={population: infused}")).endswith(", infused")


def test_every_estimand_says_all_of_ich_e9():
    for row in rows():
        assert all(row[part] for part in ("population", "time_zero", "variable", "summary", "intercurrent"))
