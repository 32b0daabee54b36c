"""`cartsim cite`: papers, changes, choices of ours and what has no effect, of a scenario and of a run."""

from __future__ import annotations

import json

from tests.cli.conftest import SCENARIO, within


def test_cite_names_papers_and_why(finished):
    for source in (SCENARIO, finished.file):
        outcome = within("cite", source)
        assert outcome.returncode == 0, outcome.stderr
        assert "papers and books" in outcome.stdout.splitlines()[0]
        assert "10." in outcome.stdout
        assert "    parameter of the model: kd_car, k_on, tau_p, n_p" in outcome.stdout


def test_cite_cites_nothing_for_what_has_no_effect():
    shown = within("cite", SCENARIO).stdout
    assert "no arm has an scFv against PD-L1: kd_sw" in shown
    assert shown.count("kd_sw") == 1


def test_a_run_rests_on_what_its_scenario_rests_on(finished):
    facts = json.loads(within("cite", finished.file, "--json").stdout)
    scenario = json.loads(within("cite", SCENARIO, "--json").stdout)
    assert facts["sources"] == scenario["sources"]
    assert facts["choices_of_ours"] == scenario["choices_of_ours"]


def test_cite_counts_choices_of_ours_and_shows_changes(tmp_path):
    text = SCENARIO.read_text(encoding="utf-8")
    changed = tmp_path / "changed.yaml"
    changed.write_text(
        text + "parameters: {tau_fit: {value: infinity, because: fitness is held in this test}}\n",
        encoding="utf-8",
    )
    shown, facts = within("cite", changed).stdout, json.loads(within("cite", changed, "--json").stdout)
    assert "tau_fit = infinity, usually 25 day: fitness is held in this test" in shown
    assert facts["changed"] == ["tau_fit"]
    n_used = len(facts["parameters"]) - len(facts["unused"])
    assert f"{len(facts['choices_of_ours'])} of the {n_used} parameters in use are assumed" in shown
    assert "tau_fit" not in facts["choices_of_ours"]
    (row,) = [row for row in facts["parameters"] if row["symbol"] == "tau_fit"]
    assert row["override"] == "infinity"


def test_cite_tells_what_a_second_look_did_not_bear_out():
    shown = within("cite", SCENARIO).stdout
    assert "found another value than ours for: " in shown
    assert "did not find the value of: " in shown


def test_cite_prints_bibtex():
    outcome = within("cite", SCENARIO, "--bibtex")
    assert outcome.stdout.count("@") >= 10
    assert "doi = {" in outcome.stdout


def test_links_stay_whole():
    lines = within("cite", SCENARIO).stdout.splitlines()
    assert any(line.endswith("https://doi.org/10.1371/journal.pcbi.1009504") for line in lines)
