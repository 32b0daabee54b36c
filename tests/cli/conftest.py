"""The command as a person meets it: another process, another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "route_comparison.yaml"

Command = Callable[..., subprocess.CompletedProcess[str]]


def command(*args: object, cwd: Path = ROOT, **kwargs: object) -> subprocess.CompletedProcess[str]:
    """`cartsim ARGS` as its own process, without a terminal and without colours."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "cartsim", *map(str, args)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        **kwargs,
    )


@dataclass(frozen=True)
class Finished:
    """A run of eight patients that every test may read and none may change."""

    folder: Path
    stdout: str
    stderr: str

    @property
    def file(self) -> Path:
        return self.folder / "run.nc"


@pytest.fixture(scope="session")
def cartsim() -> Command:
    return command


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("finished") / "deep" / "folder"
    outcome = command("run", SCENARIO, "-n", 8, "--out", folder)
    assert outcome.returncode == 0, outcome.stderr
    return Finished(folder, outcome.stdout, outcome.stderr)
