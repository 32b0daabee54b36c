"""`cartsim sweep` as a person meets it: what it says, where it writes, how it ends."""

from __future__ import annotations

import json
import shutil

import pytest
from cli.conftest import within
from sweep.conftest import DOSES, LITTLE

BOTH = """
sweep:
  points:
    - {trial.arms.IC.route: intrapleural, disease.site: pleural}
    - {trial.arms.IC.route: intrapleural, disease.site: peritoneal}
"""
PLEURAL = LITTLE.replace("disease: {", "disease: {site: pleural, ")
PAIR = """
    trial.arms.IC.route: [intracavitary, intrapleural]
    disease.site: [pleural, peritoneal]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the little sweep, run and merged by commands; what they said."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "little.yaml").write_text(LITTLE + DOSES)
    said = [
        within("sweep", "plan", "little.yaml", "--shard-size", 8, cwd=folder),
        within("sweep", "run", "out/little_sweep", "--workers", 0, cwd=folder),
        within("sweep", "status", "out/little_sweep", cwd=folder),
        within("sweep", "merge", "out/little_sweep", cwd=folder),
    ]
    return folder, said


def test_each_command_says_what_it_did_and_what_comes_next(place) -> None:
    folder, (plan, run, status, merge) = place
    assert {each.returncode for each in (plan, run, status, merge)} == {0}
    assert "2 points x 2 arms (1 are like another and not computed twice) x 20 patients" in plan.stdout
    assert "= 60 courses in 9 shards" in plan.stdout
    assert "of one core, from" in plan.stdout
    assert "next  cartsim sweep run out/little_sweep" in plan.stdout
    assert "60 patients" in run.stdout
    assert "failed solves: 0 of 60" in run.stdout
    assert "9 of 9 shards done, 0 missing" in status.stdout
    assert "2 points, 80 courses" in merge.stdout
    assert (folder / "out/little_sweep/sweep.nc").exists()
    assert "A little sweep: 60 patients in" in run.stderr


def test_nothing_is_written_beside_the_folder(place) -> None:
    folder, _ = place
    assert sorted(path.name for path in folder.iterdir()) == ["little.yaml", "out"]
    assert [path.name for path in (folder / "out").iterdir()] == ["little_sweep"]


def test_machines_read_every_answer(place, tmp_path) -> None:
    folder, _ = place
    (tmp_path / "little.yaml").write_text(LITTLE + DOSES)
    plan = json.loads(within("sweep", "plan", "little.yaml", "--json", "-q", cwd=tmp_path).stdout)
    assert (plan["points"], plan["patients"], plan["shards"]) == (2, 20, 3)
    assert plan["estimate"]["core_seconds"] > 0
    words = ("run", "out/little_sweep", "--workers", 0, "--json", "-q")
    run = json.loads(within("sweep", *words, cwd=folder).stdout)
    assert (run["shards"], run["shards_before"], run["patients"]) == (9, 9, 0)
    status = json.loads(within("sweep", "status", "out/little_sweep", "--json", cwd=folder).stdout)
    assert (status["done"], status["missing"], status["patients_by_status"]) == (9, 0, {"ok": 60})
    words = ("--point", 1, "--arm", "IC", "--patient", 3, "--json")
    assert json.loads(within("sweep", "replay", "out/little_sweep", *words, cwd=folder).stdout)["bit_equal"]


def test_the_same_plan_again_changes_nothing_and_another_is_refused(place) -> None:
    folder, _ = place
    again = within("sweep", "plan", "little.yaml", "--shard-size", 8, cwd=folder)
    assert "in 9 shards, 9 of them done" in again.stdout
    other = within("sweep", "plan", "little.yaml", "--shard-size", 5, cwd=folder)
    assert other.returncode == 2
    assert "holds the plan of another sweep (shard size 8 there, 5 here)" in other.stderr


@pytest.mark.parametrize(("words", "told"), [
    (("run", "nowhere"), "nowhere FOLDER: has no plan.json; name a folder that `cartsim sweep plan` filled"),
    (("run", "out/little_sweep", "--shards", "3"), "--shards: '3' is no range"),
    (("run", "out/little_sweep", "--workers", "1", "--slurm", "x=y"), "--slurm: does not go with --workers"),
    (("run", "out/little_sweep", "--slurm", "fast"), "--slurm: 'fast' is no setting"),
    (("status", "little.yaml"), "little.yaml FOLDER: cannot be read: not a directory"),
    (("merge", "nowhere"), "has no plan.json"),
    (("replay", "out/little_sweep", "--point", "9", "--arm", "IC", "--patient", "0"), "there is no point 9"),
    (("plan", "bare.yaml"), "bare.yaml sweep: there is none; write the axes under sweep:"),
    (("plan", "title.yaml"), "title.yaml:15:13 sweep.grid: title changes nothing of a patient"),
    (("plan", "both.yaml"), "both.yaml:17:29 sweep.points[1].trial.arms.IC.route: an intrapleural dose"),
    (("plan", "grid.yaml"), "grid.yaml sweep: point 3 (route intrapleural, site peritoneal): trial.arms"),
])  # fmt: skip
def test_what_cannot_be_meant_ends_with_code_2(words, told, place) -> None:
    folder, _ = place
    (folder / "bare.yaml").write_text(LITTLE)
    (folder / "title.yaml").write_text(LITTLE + "sweep:\n  grid:\n    title: [a, b]\n")
    (folder / "both.yaml").write_text(LITTLE + BOTH)
    (folder / "grid.yaml").write_text(PLEURAL + "sweep:\n  grid:\n" + PAIR)
    outcome = within("sweep", *words, cwd=folder)
    for name in ("bare", "title", "both", "grid"):
        (folder / f"{name}.yaml").unlink()
    assert told in outcome.stderr, outcome.stderr
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr


def test_more_failed_solves_than_allowed_end_with_code_3(tmp_path) -> None:
    text = LITTLE.replace("run: {", "run: {failures_allowed: 0.1, ").replace("patients: 20", "patients: 6")
    old = text.replace("disease: {", "disease: {entry: {age: {at_least: 119 years}}, ")
    (tmp_path / "hard.yaml").write_text(old + DOSES)
    assert within("sweep", "plan", "hard.yaml", cwd=tmp_path).returncode == 0
    outcome = within("sweep", "run", "out/hard_sweep", "--workers", 0, cwd=tmp_path)
    assert outcome.returncode == 3
    assert "18 of 18 solves failed, more than the share of 0.1" in outcome.stderr
    assert "implausible 18: a drawn patient whom no trial would enrol" in outcome.stdout


def test_a_missing_shard_is_told_with_the_time_that_is_left(place, tmp_path) -> None:
    folder, _ = place
    shutil.copytree(folder / "out/little_sweep", tmp_path / "sweep")
    next((tmp_path / "sweep/shards").rglob("*.shard")).write_bytes(b"")
    status = within("sweep", "status", "sweep", cwd=tmp_path)
    assert "8 of 9 shards done, 1 missing" in status.stdout
    assert "1 at their place but damaged: to be computed again" in status.stdout
    assert "left  about" in status.stdout
    merge = within("sweep", "merge", "sweep", cwd=tmp_path)
    assert (merge.returncode, "1 of 9 shards are missing (1 damaged)" in merge.stderr) == (1, True)
