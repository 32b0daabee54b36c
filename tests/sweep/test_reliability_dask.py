"""Schedulers and workers that are not as they should be: absent, blind, of other code, gone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.sweeps import dask_command
from tests.campaigns.sweeps.dask_command import Scheduler
from tests.campaigns.sweeps.little import (
    ROOT,
    Little,
    environment,
    finish,
    no_traceback,
    shared,
    start,
    sweep,
)
from tests.campaigns.sweeps.writers import may_unshare

IMPATIENT = "import cartsim.sweep.cluster as cluster; cluster.WAIT = 0.5"


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20, 2)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Scheduler]:
    with dask_command.scheduler(tmp_path) as started:
        yield started


def test_a_sweep_without_workers_says_so_and_ends_with_its_scheduler(
    sound: Little, tmp_path: Path, scheduler: Scheduler
) -> None:
    folder, modules = sound.fresh(tmp_path / "alone"), tmp_path / "modules"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text(IMPATIENT)
    env = environment([modules])
    process = start("run", folder, "--scheduler", scheduler.address, "--quiet", env=env)
    assert process.stderr is not None
    assert f"no workers yet; start some with `dask worker {scheduler.address}`" in process.stderr.readline()
    with dask_command.worker(scheduler, tmp_path, 1):
        until = time.monotonic() + 60
        while not any((folder / "shards").rglob("*.shard")) and time.monotonic() < until:
            time.sleep(0.05)
        scheduler.process.kill()
        ended = finish(process)
    assert (ended.code, no_traceback(ended.err)) == (1, [])
    assert "the scheduler went away" in ended.err


@pytest.mark.skipif(not may_unshare(), reason="only root may hide a folder from a process")
def test_a_worker_that_does_not_see_the_folder_is_told(
    sound: Little, tmp_path: Path, scheduler: Scheduler
) -> None:
    folder = sound.fresh(tmp_path / "hidden")
    hide = ("unshare", "-m", "sh", "-c", f'mount -t tmpfs none "{folder}"; exec "$@"', "sh")
    with dask_command.worker(scheduler, tmp_path, 1, None, *hide):
        ended = sweep("run", folder, "--scheduler-file", scheduler.file, "--quiet")
    assert (ended.code, no_traceback(ended.err)) == (1, [])
    assert "cannot read the plan" in ended.err
    assert "under the same path" in ended.err


def test_a_worker_of_other_code_is_refused(sound: Little, tmp_path: Path, scheduler: Scheduler) -> None:
    folder, other = sound.fresh(tmp_path / "strange"), tmp_path / "other"
    shutil.copytree(ROOT / "cartsim", other / "cartsim")
    with (other / "cartsim" / "sweep" / "points.py").open("a") as file:
        file.write("# other code\n")
    env = environment() | {"PYTHONPATH": str(other)}
    with dask_command.worker(scheduler, tmp_path, 1, env):
        ended = sweep("run", folder, "--scheduler", scheduler.address, "--quiet")
    assert (ended.code, no_traceback(ended.err)) == (1, [])
    assert "the plan was made by other code" in ended.err
    assert not any((folder / "shards").rglob("*.shard"))
