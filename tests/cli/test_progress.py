"""Progress is a bar on a terminal and a few plain lines elsewhere; a cold start says that it compiles."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from cartsim import progress
from tests.cli.conftest import ROOT, SCENARIO, within

COMPILING = "compiling once for this machine"


class Clock:
    """Seconds that pass only when told to."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_lines_come_every_few_seconds_with_the_time_left(clock, capsys):
    watch = progress._lines("trial")
    for clock.now, done in ((60.0, 10), (61.0, 20), (70.0, 100), (71.0, 120), (80.0, 400)):
        watch(done, 400)
    assert capsys.readouterr().err.splitlines() == [
        "trial: 100 of 400 courses, about 33 s left",
        "trial: 400 courses simulated in 80.0 s",
    ]


@pytest.mark.skipif("NUMBA_DISABLE_JIT" in os.environ, reason="nothing is compiled")
def test_a_cold_start_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CARTSIM_CACHE", str(tmp_path))
    progress.tell_compilation()
    assert COMPILING in capsys.readouterr().err


def test_a_warm_start_is_not(finished, capsys):
    progress.tell_compilation()
    assert COMPILING not in capsys.readouterr().err


def test_silence_is_silent(capsys):
    with progress.shown("trial", silent=True) as watch:
        assert watch is None
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar_and_no_lines(finished, tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cartsim", "run", str(SCENARIO), "-n", "2", "--out", str(tmp_path)]
    outcome = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert outcome.returncode == 0, seen
    assert "courses, time left" in seen
    assert "courses simulated in" not in seen


def test_the_table_fits_a_narrow_page(finished, monkeypatch):
    outcome = within("show", finished.file)
    assert max(map(len, outcome.stdout.splitlines())) <= 200
