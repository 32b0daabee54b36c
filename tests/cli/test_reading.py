"""The commands that read: check, show, report, schema, cite, replay, warmup."""

from __future__ import annotations

import json

from tests.cli.conftest import ROOT, SCENARIO


def test_check_lists_what_is_resolved_and_every_default(cartsim, tmp_path):
    outcome = cartsim("check", SCENARIO, cwd=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert "run.failures_allowed" in outcome.stdout
    assert "default" in outcome.stdout
    assert list(tmp_path.iterdir()) == []


def test_check_in_json_holds_the_resolved_scenario(cartsim):
    answer = json.loads(cartsim("check", SCENARIO, "--set", "run.seed=5", "--json").stdout)
    assert answer["scenario"]["run"]["seed"] == 5
    assert "run.tolerance" not in answer["defaults"]


def test_show_prints_the_table_of_the_run(cartsim, finished):
    outcome = cartsim("show", finished.file)
    assert outcome.returncode == 0, outcome.stderr
    assert "failed solves" in outcome.stdout
    table = [line for line in outcome.stdout.splitlines() if "bjective response" in line]
    assert table
    assert [line for line in table if line not in finished.stdout] == []


def test_show_in_json(cartsim, finished):
    answer = json.loads(cartsim("show", finished.file, "--json").stdout)
    assert answer["patients"] == 8
    assert set(answer["failures"]) == {"IV", "IC"}


def test_report_is_rebuilt_beside_the_run_or_elsewhere(cartsim, finished, tmp_path):
    outcome = cartsim("report", finished.file, "--out", tmp_path / "again")
    assert outcome.returncode == 0, outcome.stderr
    page = (tmp_path / "again" / "report.html").read_text(encoding="utf-8")
    assert page == (finished.folder / "report.html").read_text(encoding="utf-8")


def test_schema_is_the_committed_one(cartsim):
    committed = ROOT / "cartsim" / "scenario" / "scenario-1.schema.json"
    assert cartsim("schema").stdout == committed.read_text(encoding="utf-8")


def test_cite_names_papers_and_why(cartsim, finished):
    for source in (SCENARIO, finished.file):
        outcome = cartsim("cite", source)
        assert outcome.returncode == 0, outcome.stderr
        assert "10." in outcome.stdout
        assert "kd_car" in outcome.stdout


def test_cite_prints_bibtex(cartsim):
    outcome = cartsim("cite", SCENARIO, "--bibtex")
    assert outcome.stdout.count("@") >= 10
    assert "doi = {" in outcome.stdout


def test_replay_is_bit_equal(cartsim, finished):
    outcome = cartsim("replay", finished.file, "--patient", 5)
    assert outcome.returncode == 0, outcome.stderr
    assert "bit-equal" in outcome.stdout
    assert "differ" not in outcome.stdout


def test_replay_of_nobody_is_bad_input(cartsim, finished):
    outcome = cartsim("replay", finished.file, "--patient", 8)
    assert outcome.returncode == 2
    assert "0 to 7" in outcome.stderr


def test_replay_tells_what_differs(finished, tmp_path):
    from dataclasses import replace

    from cartsim.replay import compare
    from cartsim.results import open as open_run

    stored = open_run(finished.file)
    course = stored.course.copy(deep=True)
    course["il6"].values[0, 3, 10] *= 1.001
    told = compare(replace(stored, course=course), 3)
    assert not told.bit_equal
    assert told.differ["course"] == ("il6",)


def test_warmup_compiles_once(cartsim):
    assert cartsim("warmup").returncode == 0
    outcome = cartsim("warmup")
    assert outcome.returncode == 0
    assert "compiling" not in outcome.stderr
