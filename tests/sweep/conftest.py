"""A sweep small enough to be computed again and again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cartsim.sweep.cluster import Where
from cartsim.sweep.command import Show, plan_sweep, run_sweep
from cartsim.sweep.plan import Plan, read_plan

LITTLE = """
schema: cartsim.scenario/1
title: A little sweep
question: Does anything get lost?
disease: {kinds: {ovarian: 0.5, nsclc: 0.5}}
trial:
  arms:
    - {name: IV, dose: 1e6 cells/kg, route: intravenous}
    - {name: IC, dose: 1e6 cells/kg, route: intracavitary}
  visits: {response: [30, 60], safety: [1, 7, 14, 28]}
  response: {stable_disease_from: 23 days}
run: {patients: 20, seed: 4, horizon: 67 days, tolerance: 1e-4}
"""
DOSES = """
sweep:
  grid:
    trial.arms.IC.dose: [1e5 cells/kg, 1e7 cells/kg]
"""
HERE = Where()


class Silent:
    """Shows no progress."""

    def __call__(self, name: str, what: str) -> Silent:
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, *given: object) -> None:
        return None


silent: Show = Silent()
Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """make(block, shard_size, sets) -> a folder with the plan of LITTLE with this sweep."""

    def planned(block: str = DOSES, shard_size: int = 8, sets: tuple[str, ...] = ()) -> Path:
        place = tmp_path_factory.mktemp("sweep")
        path = place / "little.yaml"
        path.write_text(LITTLE + block)
        plan_sweep(path, sets, shard_size, place / "planned", False, silent)
        return place / "planned"

    return planned


@pytest.fixture(scope="session")
def finished(make: Make) -> Path:
    """The folder of a whole sweep, which no test may change."""
    folder = make()
    run_sweep(folder, HERE, None, silent)
    return folder


@pytest.fixture(scope="session")
def plan(finished: Path) -> Plan:
    return read_plan(finished)


@pytest.fixture
def copied(finished: Path, tmp_path: Path) -> Path:
    """The same for a test to change."""
    place = tmp_path / "copied"
    os.system(f"cp -r '{finished}' '{place}'")
    return place
