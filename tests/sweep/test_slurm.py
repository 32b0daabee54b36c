"""Where SLURM is installed: workers as its jobs, and the script for a job array as it is in the docs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sweep.conftest import silent

from cartsim.sweep.cluster import Where
from cartsim.sweep.command import run_sweep
from cartsim.sweep.plan import read_plan
from cartsim.sweep.shards import path_of
from cartsim.sweep.survey import survey

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "how-to" / "sweep_array.slurm"


def idle() -> bool:
    """Whether there is a SLURM that takes jobs."""
    if not shutil.which("sbatch"):
        return False
    told = subprocess.run(["sinfo", "-h", "-o", "%a"], capture_output=True, text=True, timeout=20)
    return told.stdout.startswith("up")


pytestmark = pytest.mark.skipif(not idle(), reason="no SLURM that takes jobs")


def test_workers_are_jobs(make, finished) -> None:
    folder = make()
    words = {"jobs": "2", "cores": "1", "memory": "1GB", "walltime": "00:10:00"}
    run_sweep(folder, Where(slurm=words), None, silent)
    plan = read_plan(folder)
    for shard in plan.shards:
        assert path_of(folder, shard).read_bytes() == path_of(finished, shard).read_bytes()
    assert list((folder / "logs").iterdir())


def test_a_job_array_computes_the_shards(make, tmp_path) -> None:
    folder = make()
    command = tmp_path / "cartsim"
    command.write_text(f"#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m cartsim \"$@\"\n")
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    words = ["sbatch", "--wait", "--array=0-2", "--mem=500M", "--export=ALL", SCRIPT, folder, "3"]
    subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=300)
    assert not survey(read_plan(folder), folder).missing
