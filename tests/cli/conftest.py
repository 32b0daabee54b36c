"""The command as a person meets it: arguments in; exit code, standard output and standard error out.

Most tests call it within this process, since a new one spends seconds on imports; `apart` is the real thing.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cartsim import cli, virtual_trial

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "route_comparison.yaml"


@dataclass(frozen=True)
class Outcome:
    """What is left of a command."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Outcome]


def within(*args: object, cwd: Path = ROOT) -> Outcome:
    """`cartsim ARGS` in this process."""
    out, err = io.StringIO(), io.StringIO()
    patch = pytest.MonkeyPatch()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(cwd),
        patch.context(),
    ):
        patch.setattr(sys, "argv", ["cartsim", *map(str, args)])
        patch.setenv("COLUMNS", "120")
        try:
            cli.main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        finally:
            patch.undo()
    return Outcome(code, out.getvalue(), err.getvalue())


def apart(*args: object, cwd: Path = ROOT, **kwargs: object) -> Outcome:
    """`cartsim ARGS` as a process of its own."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cartsim", *map(str, args)]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, **kwargs
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


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
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("finished") / "deep" / "folder"
    outcome = apart("run", SCENARIO, "-n", 8, "--out", folder)
    assert outcome.returncode == 0, outcome.stderr
    return Finished(folder, outcome.stdout, outcome.stderr)


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing the page takes seconds and has tests of its own."""
    monkeypatch.setattr(virtual_trial, "write_report", lambda run, path: path.write_text("<html></html>"))
