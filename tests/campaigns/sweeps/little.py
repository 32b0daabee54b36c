"""A little sweep: planned, disturbed, finished, and compared with an undisturbed one."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cartsim.errors import CartsimError
from cartsim.sweep.cluster import Where
from cartsim.sweep.make import make_plan
from cartsim.sweep.merge import merge
from cartsim.sweep.plan import Plan, read_plan, write_plan
from cartsim.sweep.run import carry_out
from cartsim.sweep.survey import Survey, survey

ROOT = Path(__file__).parents[3]
PATIENTS, SHARD = 60, 10
TEXT = """
schema: cartsim.scenario/1
title: A little sweep
question: Does it come out the same?
disease: {{kinds: {{ovarian: 1}}}}
trial:
  arms:
    - {{name: IV, dose: 1e8 cells, route: intravenous}}
    - {{name: IC, dose: 1e8 cells, route: intracavitary}}
  visits: {{response: [30, 60], safety: [1]}}
  response: {{stable_disease_from: 23 days}}
run: {{patients: {patients}, horizon: 67 days, tolerance: 1e-3, failures_allowed: 1}}
sweep:
  grid:
    parameters.tau_fit: [14 days, 50 days]
"""
TIMEOUT = 300.0
"""Seconds that any command has; a sweep of these takes some."""


@dataclass(frozen=True)
class Little:
    """A sweep that nothing disturbed: its plan, where it lies, and the merged file."""

    plan: Plan
    folder: Path
    merged: bytes

    @property
    def patients(self) -> int:
        """Courses of all shards."""
        return sum(shard.patients for shard in self.plan.shards)

    def fresh(self, folder: Path) -> Path:
        """A folder with the plan and nothing else."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(self.folder / "plan.json", folder)
        return folder

    def copy(self, folder: Path) -> Path:
        """A folder with everything."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder

    def shards_of(self, folder: Path) -> dict[str, bytes]:
        """The bytes of every file that is named like a shard."""
        return {path.name: path.read_bytes() for path in sorted((folder / "shards").rglob("*.shard"))}


def little(place: Path, patients: int = PATIENTS, shard_size: int = SHARD) -> Little:
    """Plan, compute and merge within this process."""
    folder = place / "undisturbed"
    plan = planned(place, folder, patients, shard_size)
    ended = carry_out(plan, folder, plan.shards, Where(), None)
    assert not ended.lost
    merge(plan, folder, folder / "sweep.nc")
    return Little(plan, folder, (folder / "sweep.nc").read_bytes())


@cache
def shared(patients: int, shard_size: int = SHARD) -> Little:
    """A sweep that all tests of this process share; nobody may change it."""
    place = Path(tempfile.mkdtemp(prefix="sweeps-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return little(place, patients, shard_size)


def planned(place: Path, folder: Path, patients: int = PATIENTS, shard_size: int = SHARD) -> Plan:
    """Write the scenario file and the plan of it, without trying what it costs."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = make_plan(scenario_file(place, patients), [], shard_size)
    write_plan(plan, folder)
    return plan


def scenario_file(place: Path, patients: int = PATIENTS) -> Path:
    path = place / "little.yaml"
    path.write_text(TEXT.format(patients=patients))
    return path


def environment(paths: Sequence[Path] = (), **more: str) -> dict[str, str]:
    """That of a command; modules in `paths` come before all others, sitecustomize.py among them."""
    path = os.pathsep.join(map(str, (*paths, ROOT)))
    plain = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    return {**os.environ, **plain, **more}


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "cartsim", "sweep", *map(str, args)]


def start(*args: object, env: Mapping[str, str] | None = None, **named: Any) -> subprocess.Popen[str]:
    """`cartsim sweep ARGS` as a process that leads a group of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(
        command(*args), env=env or environment(), start_new_session=True, **{**pipes, **named}
    )


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str
    seconds: float


def finish(process: subprocess.Popen[str], timeout: float = TIMEOUT) -> Ended:
    """Wait for a process; one that does not end is ended, with code 999."""
    begun = time.monotonic()
    try:
        out, err = process.communicate(timeout=timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        end(process)
        (out, err), code = process.communicate(), 999
    return Ended(code, out or "", err or "", time.monotonic() - begun)


def sweep(*args: object, env: Mapping[str, str] | None = None, timeout: float = TIMEOUT) -> Ended:
    """`cartsim sweep ARGS` from start to end."""
    return finish(start(*args, env=env), timeout)


def end(process: subprocess.Popen[str]) -> None:
    """kill -9 of a whole group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def believed(sound: Little, folder: Path) -> tuple[Survey, list[str]]:
    """What a sweep believes is done, and complaints: a shard at its place that is not whole, or is not that
    of the undisturbed sweep."""
    found = survey(sound.plan, folder)
    complaints = [f"a shard is {fault}" for fault in found.faults]
    right = sound.shards_of(sound.folder)
    for name, content in sound.shards_of(folder).items():
        if right.get(name) != content:
            complaints.append(f"{name} is not that of the undisturbed sweep")
    return found, complaints


def complete(sound: Little, folder: Path) -> list[str]:
    """Complaints about a sweep that should be finished: patients lost, doubled or failed, or a merged file
    with other bytes."""
    found, complaints = believed(sound, folder)
    counts = dict(found.statuses)
    if counts != {"ok": sound.patients}:
        complaints.append(f"patients are {counts}, not {sound.patients} ok")
    if len(sound.shards_of(folder)) != len(sound.plan.shards):
        complaints.append("there are more or fewer shards than planned")
    return complaints + equal(sound, folder)


def equal(sound: Little, folder: Path) -> list[str]:
    """Complaints where a merge does not give the bytes of the undisturbed sweep."""
    out = folder / "compared.nc"
    try:
        merge(read_plan(folder), folder, out)
    except CartsimError as error:
        return [f"it cannot be merged: {error}"]
    return [] if out.read_bytes() == sound.merged else ["the merged file has other bytes"]


def resumed(sound: Little, folder: Path, *options: object) -> list[str]:
    """Finish a sweep and compare it."""
    ended = sweep("run", folder, "--quiet", *(options or ("--workers", 0)))
    if ended.code:
        return [f"the resumed run ended with {ended.code}: {ended.err[-300:]}"]
    return complete(sound, folder)


def no_traceback(err: str) -> list[str]:
    """Complaints about what a person should not see."""
    return [f"a traceback: {err[-600:]}"] if "Traceback" in err or "Exception ignored" in err else []
