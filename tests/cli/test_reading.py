"""The commands that read: check, show, report, schema, cite, replay, warmup."""

from __future__ import annotations

import json

from cartsim.scenario.json_schema import json_schema
from tests.cli.conftest import SCENARIO, within


def test_check_lists_what_is_resolved_and_every_default(tmp_path):
    outcome = within("check", SCENARIO, cwd=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert "run.failures_allowed" in outcome.stdout
    assert "default" in outcome.stdout
    assert list(tmp_path.iterdir()) == []


def test_check_in_json_holds_the_resolved_scenario():
    answer = json.loads(within("check", SCENARIO, "--set", "run.seed=5", "--json").stdout)
    assert answer["scenario"]["run"]["seed"] == 5
    assert "run.tolerance" not in answer["defaults"]


def test_show_prints_the_table_of_the_run(finished):
    outcome = within("show", finished.file)
    assert outcome.returncode == 0, outcome.stderr
    assert "failed solves" in outcome.stdout
    assert outcome.stdout.strip() in finished.stdout


def test_show_in_json(finished):
    answer = json.loads(within("show", finished.file, "--json").stdout)
    assert answer["patients"] == 8
    assert set(answer["failures"]) == {"IV", "IC"}


def test_report_is_rebuilt_beside_the_run_or_elsewhere(finished, tmp_path):
    outcome = within("report", finished.file, "--out", tmp_path / "again")
    assert outcome.returncode == 0, outcome.stderr
    page = (tmp_path / "again" / "report.html").read_text(encoding="utf-8")
    assert page == (finished.folder / "report.html").read_text(encoding="utf-8")


def test_schema_is_the_one_of_the_classes():
    assert json.loads(within("schema").stdout) == json_schema()


def test_replay_is_bit_equal(finished):
    outcome = within("replay", finished.file, "--patient", 5)
    assert outcome.returncode == 0, outcome.stderr
    assert "bit-equal" in outcome.stdout
    assert "not bit-equal" not in outcome.stdout


def test_every_patient_of_a_run_can_be_replayed_though_estimates_rest_on_all():
    """Twelve patients, some censored: what a patient adds to a mean over all is no part of the comparison."""
    from cartsim.replay import compare
    from cartsim.scenario import load
    from cartsim.virtual_trial import carry_out

    stored = carry_out(load(SCENARIO, ["run.patients=12"]))
    assert (stored.endpoints["pfs_event"] == 0).any()
    assert [patient for patient in range(12) if not compare(stored, patient).bit_equal] == []


def test_replay_of_nobody_is_bad_input(finished):
    outcome = within("replay", finished.file, "--patient", 8)
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


def test_warmup_compiles_once():
    assert within("warmup").returncode == 0
    outcome = within("warmup")
    assert outcome.returncode == 0
    assert "compiling" not in outcome.stderr


def test_failed_solves_are_explained_where_they_are_counted():
    """One line for each reason that occurs, and where to look further; nothing where nothing failed."""
    from types import SimpleNamespace

    from cartsim.terminal import failure_lines

    counts = {"IV": {"ok": 8, "work_limit": 2, "not_finite": 0}, "IC": {"ok": 10}}
    lines = failure_lines(SimpleNamespace(manifest={"failures": counts}))
    assert lines[:2] == ["failed solves, IV: 2 of 10 (work_limit 2)", "failed solves, IC: 0 of 10"]
    assert [line.split(":")[0].strip() for line in lines[2:]] == ["work_limit", "which patients"]
    assert len(failure_lines(SimpleNamespace(manifest={"failures": {"IC": {"ok": 10}}}))) == 1
