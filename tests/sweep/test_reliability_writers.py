"""Short form of tests/campaigns/sweeps/writers.py: two at once, on one host and on two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.sweeps.little import Little, shared
from tests.campaigns.sweeps.writers import hosts, may_unshare, overlapping, refusals


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


def test_a_second_run_and_a_new_plan_are_refused_by_name(sound: Little, tmp_path: Path) -> None:
    assert refusals(sound, tmp_path, 2) == []


def test_runs_of_overlapping_shards_share_a_sweep(sound: Little, tmp_path: Path) -> None:
    assert overlapping(sound, tmp_path) == []


@pytest.mark.skipif(not may_unshare(), reason="only root may make a host of his own")
def test_two_hosts_share_a_sweep(sound: Little, tmp_path: Path) -> None:
    assert hosts(sound, tmp_path) == []
