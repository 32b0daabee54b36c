"""Short form of tests/campaigns/sweeps/signals.py: requests to end, at their start, in the middle, twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns.sweeps.little import Little, environment, shared
from tests.campaigns.sweeps.signals import stopped


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


@pytest.mark.parametrize(
    ("moment", "workers", "name", "group", "twice"),
    [(0.0, 0, "SIGTERM", False, False), (1.2, 0, "SIGINT", True, True), (3.0, 2, "SIGINT", True, False)],
)
def test_a_request_to_end_is_answered_at_once(
    sound: Little, tmp_path: Path, moment: float, workers: int, name: str, group: bool, twice: bool
) -> None:
    _, complaints = stopped(sound, tmp_path / "stopped", moment, workers, name, group, twice)
    assert complaints == []


def test_a_request_to_end_while_text_is_executed_keeps_the_exit_code(tmp_path: Path) -> None:
    text = "import os, signal; os.kill(os.getpid(), signal.SIGTERM); [None for _ in range(1000)]"
    (tmp_path / "program.py").write_text(f"""
import sys
from cartsim.sweep.interrupt import Interrupted, stoppable
try:
    with stoppable("stopped"):
        exec({text!r})
except Interrupted as error:
    sys.exit(error.exit_code)
""")
    command = [sys.executable, "-m", "program"]
    ended = subprocess.run(command, env=environment([tmp_path]), check=False)
    assert ended.returncode == 130
