"""Progress is a bar on a terminal and a few plain lines elsewhere; a cold start says that it compiles."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cartsim import progress
from tests.cli.conftest import ROOT, SCENARIO

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
        "trial: 100 of 400 courses, 9 a second, about 33 s left",
        "trial: 400 courses simulated in 80.0 s",
    ]


@pytest.mark.parametrize(("without_jit", "told"), [("0", True), ("1", False)])
def test_a_cold_start_is_told(tmp_path, without_jit, told):
    code = "from cartsim import progress; progress.tell_compilation()"
    environment = {**os.environ, "CARTSIM_CACHE": str(tmp_path), "NUMBA_DISABLE_JIT": without_jit}
    outcome = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (COMPILING in outcome.stderr) == told


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
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        seen = "".join(read_to_the_end(ours))
    assert process.returncode == 0, seen
    assert re.search(r"courses, \S+ a second, time left", seen)
    assert "courses simulated in" not in seen


def read_to_the_end(terminal: int) -> Iterator[str]:
    """What comes out of a terminal until the program behind it ends, which Linux reports as an error."""
    try:
        while text := os.read(terminal, 4096):
            yield text.decode(errors="replace")
    except OSError:
        pass
    finally:
        os.close(terminal)
