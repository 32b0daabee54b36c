"""`cartsim sensitivity` from its arguments to its files; what cannot be meant ends with code 2."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from cartsim.errors import CartsimError
from cartsim.sensitivity import extras
from tests.cli.conftest import within

SMALL = ("-n", 6, "--points", 2, "--only", "tau_fit", "--only", "k_kill")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("scenario") / "two_ways.yaml"
    path.write_text(written)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory, scenario):
    folder = tmp_path_factory.mktemp("filled")
    return folder, within("sensitivity", scenario, *SMALL, "--out", folder)


def rows(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def test_the_files_are_there_and_agree(filled):
    folder, outcome = filled
    assert outcome.returncode == 0, outcome.stderr
    names = {path.name for path in folder.iterdir()}
    results = {f"sensitivity.{kind}" for kind in ("json", "md", "png")}
    assert names == results | {"evaluations.jsonl", "indices.csv"}
    table, facts = rows(folder / "indices.csv"), json.loads((folder / "sensitivity.json").read_text())
    assert len(table) == 7 * 3
    assert {row["factor"] for row in table} == {"tau_fit", "k_kill", "dummy"}
    assert facts["evaluations"] == 2 * 5
    assert facts["solves"] == 2 * 5 * 6 * 2
    assert facts["seconds_per_evaluation"] > 0
    for row in table:
        stated = facts["outputs"][row["output"]]["indices"][row["factor"]]["total"]
        assert row["total"] == ("" if stated is None else repr(stated))
    assert "2 uncertain typical values, chosen by name" in (folder / "sensitivity.md").read_text()


def test_the_dummy_of_a_trial_is_nothing(filled):
    for row in rows(filled[0] / "indices.csv"):
        if row["factor"] == "dummy" and row["total"] and row["luck"]:
            assert float(row["total"]) == float(row["first"]) == float(row["luck"]) == 0.0


def test_the_answer_is_printed_and_the_progress_counts_trials(filled):
    folder, outcome = filled
    assert "CR or PR on day 95, IC minus IV" in outcome.stdout
    assert str(folder) in outcome.stdout
    assert "sensitivity: 10 trials in" in outcome.stderr


def test_resuming_gives_the_same_tables(filled, scenario, monkeypatch):
    folder, _ = filled
    before = (folder / "indices.csv").read_bytes()
    monkeypatch.setattr("cartsim.sensitivity.trials.outcomes_with", None)
    outcome = within("sensitivity", scenario, *SMALL, "--out", folder, "--json")
    assert outcome.returncode == 0, outcome.stderr
    assert (folder / "indices.csv").read_bytes() == before
    assert json.loads(outcome.stdout)["seconds_per_evaluation"] is None


def test_the_seeds_decide(filled, scenario, tmp_path):
    again, other = tmp_path / "again", tmp_path / "other"
    for folder, seed in ((again, 1), (other, 2)):
        assert within("sensitivity", scenario, *SMALL, "--seed", seed, "-q", "--out", folder).returncode == 0
    first = (filled[0] / "evaluations.jsonl").read_bytes()
    assert (again / "evaluations.jsonl").read_bytes() == first
    assert (other / "evaluations.jsonl").read_bytes() != first


def test_a_screening_chooses_and_its_table_is_kept(scenario, tmp_path):
    choice = ("-n", 4, "--points", 2, "--factors", 5, "--paths", 2, "--screening-patients", 4)
    outcome = within("sensitivity", scenario, *choice, "--set", "run.horizon=102 days", "--out", tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    found = rows(tmp_path / "screening.csv")
    assert len(found) > 100
    assert np.isfinite([float(row["mu_star confirmed_orr IC"]) for row in found]).all()
    facts = json.loads((tmp_path / "sensitivity.json").read_text())
    assert facts["screened"] == len(found)
    assert [factor["name"] for factor in facts["factors"]][-1] == "dummy"
    assert len(facts["factors"]) == 6
    assert (tmp_path / "screening.jsonl").is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--points", 12), "12 points do not fill a Sobol sequence; choose a power of two"),
        (("--points", 1), "1 points do not fill"),
        (("-n", 2), "2 patients have no two halves"),
        (("--factors", 2), "leave out some of tau_fit"),
        (("--paths", 1), "--paths"),
        (("--seed", 0), "no seed of a design"),
        (("--only", "tau_fix"), "'tau_fix' is no uncertain typical value"),
        (("--set", "run.patience=3"), "patience"),
    ],
)
def test_what_cannot_be_meant_is_refused(scenario, tmp_path, options, said):
    outcome = within("sensitivity", scenario, *options, "--out", tmp_path / "new")
    assert outcome.returncode == 2
    assert said in outcome.stderr
    assert not (tmp_path / "new").exists()


def test_arms_of_one_route_are_refused(scenario, tmp_path, written):
    path = tmp_path / "one.yaml"
    path.write_text(written.replace("intracavitary", "intravenous"))
    outcome = within("sensitivity", path, "--out", tmp_path / "new")
    assert outcome.returncode == 2
    assert "no two arms differ by route alone" in outcome.stderr


def test_a_folder_with_another_analysis_is_refused(filled, scenario):
    outcome = within("sensitivity", scenario, *SMALL, "--set", "run.seed=9", "--out", filled[0])
    assert outcome.returncode == 2
    assert "holds evaluations of another scenario" in outcome.stderr


def test_a_folder_that_cannot_be_is_refused(scenario):
    outcome = within("sensitivity", scenario, *SMALL, "--out", scenario / "under a file")
    assert outcome.returncode == 2
    assert "--out" in outcome.stderr


def test_without_salib_the_extra_is_named(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(CartsimError, match=r"pip install 'cartsim\[sensitivity\]'"):
        extras.salib("sample.sobol")
