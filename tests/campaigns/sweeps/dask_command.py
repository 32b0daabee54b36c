"""`dask scheduler` and `dask worker` as somebody starts them by hand."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.sweeps.little import end, environment

PATIENCE = 60.0
"""Seconds that a scheduler has to come up."""


@dataclass(frozen=True)
class Scheduler:
    address: str
    file: Path
    process: subprocess.Popen[bytes]


@contextmanager
def scheduler(place: Path) -> Iterator[Scheduler]:
    """A scheduler that wrote its file."""
    file = place / "scheduler.json"
    file.unlink(missing_ok=True)
    arguments = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", file)
    with _started("scheduler", place, *arguments) as process:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                address = json.loads(file.read_text())["address"]
                break
            except (OSError, ValueError):
                time.sleep(0.05)
        else:
            raise RuntimeError("no scheduler comes up")
        yield Scheduler(address, file, process)


@contextmanager
def worker(
    to: Scheduler, place: Path, count: int, env: Mapping[str, str] | None = None, *before: object
) -> Iterator[subprocess.Popen[bytes]]:
    """So many workers of one thread under one process; `before` is put before the command."""
    arguments = (to.address, "--nworkers", count, "--nthreads", 1, "--local-directory", place / "scratch")
    with _started("worker", place, *arguments, "--no-dashboard", env=env, before=before) as process:
        yield process


@contextmanager
def _started(
    what: str, place: Path, *arguments: object, env: Mapping[str, str] | None = None, before: tuple = ()
) -> Iterator[subprocess.Popen[bytes]]:
    command = [*before, sys.executable, "-m", "dask", what, *arguments]
    with (place / f"{what}.log").open("ab") as log:
        process = subprocess.Popen(
            list(map(str, command)), cwd=place, env=env or environment(), start_new_session=True,
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        end(process)
        process.wait()
