"""Short form of tests/campaigns/sweeps/worker_kills.py: workers that are killed under a sweep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.campaigns.sweeps.little import Little, shared
from tests.campaigns.sweeps.worker_kills import disturbed


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


def test_workers_that_are_killed_take_no_patient_with_them(sound: Little, tmp_path: Path) -> None:
    kills, complaints = disturbed(sound, tmp_path, "--workers", 3, np.random.default_rng(7))
    assert complaints == []
    assert kills, "no worker was killed"
