"""`cartsim assess` and `cartsim export` as a person meets them."""

from __future__ import annotations

import json

from tests.cli.conftest import ROOT, within

CASES = ROOT / "tests" / "cases" / "measured"
RESPONSES = ("assess", "--responses", CASES / "responses.csv")


def test_measured_responses_are_answered_in_tables():
    outcome = within(*RESPONSES, "--stable-disease-from", "42")
    assert outcome.returncode == 0, outcome.stderr
    for words in (
        "ORR, confirmed",
        "1/4",
        "152 progression",
        "exact sampling interval",
        "No schedule was given",
    ):
        assert words in outcome.stdout


def test_measured_responses_are_answered_in_json():
    outcome = within(*RESPONSES, "--stable-disease-from", "42", "--json")
    found = json.loads(outcome.stdout)
    assert found["shares"][0]["x"] == 1
    assert found["rules"]["stable_disease_from"] == 42
    assert [row["confirmed_response"] for row in found["subjects"]] == ["PR", "PD", "SD", "NE"]


def test_the_day_of_stable_disease_must_be_said():
    outcome = within(*RESPONSES)
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("--stable-disease-from: is missing")


def test_measured_lesions_fill_a_folder(tmp_path):
    options = ["--stable-disease-from", "28", "--schedule", "30,91,182", "--out", tmp_path / "found"]
    outcome = within("assess", CASES / "lesions.csv", "--subjects", CASES / "subjects.csv", *options)
    assert outcome.returncode == 0, outcome.stderr
    assert (tmp_path / "found" / "waterfall.svg").stat().st_size > 1000
    assert str(tmp_path / "found") in outcome.stdout


def test_a_run_is_exported_beside_its_file(finished, tmp_path):
    for target, name in (("adam", "adsl.csv"), ("events", "events.csv"), ("csv", "subjects.csv")):
        outcome = within("export", finished.file, "--to", target, "--out", tmp_path / target)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        assert (tmp_path / target / name).stat().st_size > 100
        assert (tmp_path / target / "dictionary.json").exists()


def test_an_export_that_cannot_be_is_bad_input(finished, tmp_path):
    for arguments in (
        [finished.file, "--to", "sdtm"],
        [finished.file, "--to", "adam", "--format", "sas7bdat"],
        [tmp_path / "none.nc", "--to", "adam"],
        [finished.file, "--to", "csv", "--format", "xpt"],
        [finished.file],
    ):
        outcome = within("export", *arguments, *(["--out", tmp_path / "x"]))
        assert outcome.returncode == 2, arguments
        assert "Traceback" not in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_days_may_carry_their_unit_and_an_impossible_folder_is_bad_input(finished, tmp_path):
    assert within(*RESPONSES, "--stable-disease-from", "42 days", "--criteria", "recist").returncode == 0
    (tmp_path / "file").write_text("")
    nowhere = tmp_path / "file" / "x"
    for arguments in (
        (*RESPONSES, "--stable-disease-from", "42", "--out", nowhere),
        (*RESPONSES, "--stable-disease-from", "soon"),
        ("export", finished.file, "--to", "csv", "--out", nowhere),
    ):
        outcome = within(*arguments)
        assert (outcome.returncode, outcome.stderr.count("\n")) == (2, 1), outcome.stderr
