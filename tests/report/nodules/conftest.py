"""A run of single cells, saved, for the page, the film and the files for ParaView."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.results import Run
from cartsim.results.file import write_run
from cartsim.results.run import collect_nodules
from cartsim.simulate.nodules import simulate_nodules
from tests.simulate.nodules.conftest import asked


@pytest.fixture(scope="session")
def run() -> Run:
    scenario = asked(snapshots=(0.0, 0.125, 0.25))
    return collect_nodules(scenario, simulate_nodules(scenario, threads=2))


@pytest.fixture(scope="session")
def saved(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nodules") / "run.nc"
    write_run(path, run)
    return path
