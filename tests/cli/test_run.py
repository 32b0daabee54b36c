"""`cartsim run`: two files, one table, and the settings given on the command line."""

from __future__ import annotations

import json
import re

import pytest

from cartsim import open as open_run
from cartsim import virtual_trial
from tests.cli.conftest import ROOT, SCENARIO, within

pytestmark = pytest.mark.usefixtures("no_figures")


def test_a_run_leaves_two_files_and_nothing_else(finished):
    assert sorted(path.name for path in finished.folder.iterdir()) == ["report.html", "run.nc"]


def test_the_endpoint_table_names_arms_and_intervals(finished):
    assert "IV" in finished.stdout
    assert "IC" in finished.stdout
    assert re.search(r"CR or PR at month 6 .*% \(\d.* to \d", finished.stdout)


def test_the_last_lines_say_where_the_files_lie(finished):
    assert str(finished.folder / "run.nc") in finished.stdout
    assert finished.stdout.rstrip().endswith("report.html")


def test_without_a_terminal_progress_is_plain_lines(finished):
    """8 patients in 2 arms, and at 9 other values of what the routes rest on; who got a rescue drug is
    simulated once more without."""
    told = int(re.search(r"(\d+) courses simulated", finished.stderr).group(1))
    assert 10 * 16 <= told <= 11 * 16
    assert "\x1b" not in finished.stderr + finished.stdout


def test_options_reach_the_scenario(tmp_path):
    outcome = within(
        "run", SCENARIO, "-n", 3, "--seed", 7, "--set", "run.horizon=372 days", "--out", tmp_path
    )
    assert outcome.returncode == 0, outcome.stderr
    run = open_run(tmp_path / "run.nc")
    assert run.patients.sizes["patient"] == 3
    assert run.scenario.run.seed == 7


def test_json_is_one_object_a_line_with_every_arm(tmp_path):
    outcome = within("run", SCENARIO, "-n", 2, "--out", tmp_path, "--json", "--quiet")
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    answer = json.loads(outcome.stdout)
    assert answer["patients"] == 2
    assert set(answer["endpoints"]["confirmed_orr"]) == {"IV", "IC"}
    assert answer["files"]["run"] == str(tmp_path / "run.nc")


def test_quiet_prints_nothing(tmp_path):
    outcome = within("run", SCENARIO, "-n", 2, "--out", tmp_path, "-q")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")


def test_several_scenarios_get_a_folder_each(tmp_path):
    files = [SCENARIO, ROOT / "scenarios" / "dose_levels.yaml"]
    outcome = within("run", *files, "-n", 2, "--out", tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dose_levels", "route_comparison"]


def test_the_default_folder_is_named_after_the_scenario(tmp_path):
    outcome = within("run", SCENARIO, "-n", 2, "-q", cwd=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert (tmp_path / "out" / "route_comparison" / "run.nc").is_file()


def test_the_same_seed_gives_the_same_numbers(tmp_path):
    for name in ("first", "second"):
        within("run", SCENARIO, "-n", 3, "-q", "--out", tmp_path / name)
    first, second = (open_run(tmp_path / name / "run.nc") for name in ("first", "second"))
    for stage in ("patients", "course", "visits", "endpoints"):
        assert getattr(first, stage).identical(getattr(second, stage)), stage


def test_no_result_depends_on_the_batch(monkeypatch):
    whole = virtual_trial.run(SCENARIO, sets=["run.patients=5"])
    monkeypatch.setattr(virtual_trial, "BATCH", 2)
    in_batches = virtual_trial.run(SCENARIO, sets=["run.patients=5"])
    for stage in ("patients", "course", "visits", "endpoints", "summary"):
        assert getattr(whole, stage).identical(getattr(in_batches, stage)), stage


def test_too_many_failures_end_with_3_after_the_files_are_written(monkeypatch, tmp_path):
    honest = virtual_trial.simulate

    def failing(patients, scenario, **options):
        course = honest(patients, scenario, **options)
        course["status"].values[:, 0] = 1
        return course

    monkeypatch.setattr(virtual_trial, "simulate", failing)
    outcome = within("run", SCENARIO, "-n", 3, "--set", "run.route_basis=false", "--out", tmp_path)
    assert outcome.returncode == 3
    assert (tmp_path / "run.nc").is_file()
    assert "2 of 6 solves failed" in outcome.stderr
