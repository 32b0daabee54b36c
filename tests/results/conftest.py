"""One synthetic run, and the file it is saved as."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartsim.results import Run
from cartsim.results.file import write_run
from tests.report.synthetic import make_run


@pytest.fixture(scope="session")
def run() -> Run:
    return make_run(patients=30)


@pytest.fixture(scope="session")
def saved(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "run.nc"
    write_run(path, run)
    return path
