"""What a user gets wrong is told in a line, ends with the right code, and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import ROOT, SCENARIO, apart, within

READERS = (["show"], ["report"], ["cite"], ["replay", "--patient", "0"])


def told(outcome, code: int, *words: str) -> None:
    """The exit code, no traceback, nothing on standard output, and the words in the message."""
    assert outcome.returncode == code, outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert outcome.stdout == ""
    assert [word for word in words if word not in outcome.stderr] == []


def broken(tmp_path, old: str, new: str):
    """The route comparison with one thing changed."""
    text = SCENARIO.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "nul\nname.yaml"])
def test_a_scenario_that_is_not_there(tmp_path, name):
    told(within("run", name, cwd=tmp_path), 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("dose: 1e6 cells/kg", "dose: 1e6", "dose"),
        ("dose: 1e6 cells/kg", "dose: .nan cells/kg", "dose"),
        ("pdl1_receptor: pd1_cd28", "pdl1_receptor: pd1_cd82", "did you mean 'pd1_cd28'"),
        ("name: IC", "name: IV", "name"),
        ("title:", "title: twice\ntitle:", "title"),
    ],
)
def test_a_broken_scenario_is_told_with_its_place(tmp_path, old, new, field):
    path = broken(tmp_path, old, new)
    for verb in ("check", "run"):
        told(within(verb, path, cwd=tmp_path), 2, f"{path}:", field)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["broken.yaml"]


def test_a_file_of_100_megabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    start = time.perf_counter()
    told(within("check", path), 2, "1 MiB")
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--set", "run.pateints=3"], "patients"),
        (["--set", "run.patients"], "run.patients"),
        (["--set", "run.patients=-3"], "run.patients"),
        (["-n", "0"], "run.patients"),
        (["--seed", "-1"], "run.seed"),
        (["-n", "three"], "integer"),
    ],
)
def test_a_setting_that_cannot_be(tmp_path, options, word):
    told(within("run", SCENARIO, *options, cwd=tmp_path), 2, word)
    assert list(tmp_path.iterdir()) == []


def test_every_scenario_is_read_before_the_first_is_run(tmp_path):
    path = broken(tmp_path, "dose: 1e6 cells/kg", "dose: 1e6")
    told(within("run", SCENARIO, path, "nowhere.yaml", cwd=tmp_path), 2, "broken.yaml", "nowhere.yaml")
    assert not (tmp_path / "out").exists()


def test_two_scenarios_of_one_name_would_overwrite_each_other(tmp_path):
    told(within("run", SCENARIO, SCENARIO, cwd=tmp_path), 2, "same name")


@pytest.mark.parametrize("folder", ["a_file", "a_file/below", "/proc/cartsim/out", "x" * 300])
def test_a_folder_that_cannot_be_written_to(tmp_path, folder):
    (tmp_path / "a_file").write_text("occupied")
    told(within("run", SCENARIO, "-n", 2, "--out", folder, cwd=tmp_path), 2, "--out", "cannot be written to")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a_file"]
    assert (tmp_path / "a_file").read_text() == "occupied"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else(tmp_path):
    tmp_path.chmod(0o500)
    told(within("run", SCENARIO, "-n", 2, "--out", tmp_path / "deep" / "er"), 2, "permission denied")


def small_disk() -> None:
    """A limit on the size of a file stands in for the disk: writing fails in the middle, as on a full one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


@pytest.mark.usefixtures("finished")  # compiles, so that only the results file meets the limit
def test_a_full_disk_leaves_nothing_behind(tmp_path):
    outcome = apart("run", SCENARIO, "-n", 2, "-q", "--out", tmp_path / "deep" / "er", preexec_fn=small_disk)
    told(outcome, 1, "run.nc", "not written")
    assert list(tmp_path.iterdir()) == []


def test_an_older_run_survives_a_full_disk(finished, tmp_path):
    before = finished.file.read_bytes()
    (tmp_path / "run.nc").write_bytes(before)

    outcome = apart("run", SCENARIO, "-n", 2, "-q", "--out", tmp_path, preexec_fn=small_disk)
    told(outcome, 1)
    assert (tmp_path / "run.nc").read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["run.nc"]


@pytest.mark.parametrize("verb", READERS, ids=lambda verb: verb[0])
def test_a_damaged_run_file_is_refused(finished, tmp_path, verb):
    content = bytearray(finished.file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = {"flipped.nc": bytes(content), "cut.nc": bytes(content[: len(content) // 3]), "empty.nc": b""}
    for name, data in damaged.items():
        (tmp_path / name).write_bytes(data)
        told(within(verb[0], tmp_path / name, *verb[1:]), 2, name)
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(damaged)


@pytest.mark.parametrize("verb", ["show", "report"])
def test_what_is_no_run_file_is_refused(tmp_path, verb):
    for path in (SCENARIO, tmp_path, tmp_path / "nowhere.nc"):
        told(within(verb, path), 2, str(path))


def test_a_report_that_cannot_be_written(finished, tmp_path):
    (tmp_path / "a_file").write_text("occupied")
    told(within("report", finished.file, "--out", tmp_path / "a_file"), 2, "--out")


def heed_interrupts():
    """A shell that starts tests in the background makes them, and so their children, ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_the_run_soon_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "cartsim", "run", str(SCENARIO), "-n", "20000"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=tmp_path, preexec_fn=heed_interrupts, **pipes)
    while not (tmp_path / "out").exists() and process.poll() is None:
        time.sleep(0.1)
    time.sleep(2)
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert time.perf_counter() - start < 10
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_that_closes_early_is_no_fault(finished):
    command = f"{sys.executable} -m cartsim show {finished.file} | head -n 1"
    outcome = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in outcome.stderr
