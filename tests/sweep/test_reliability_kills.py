"""Short form of tests/campaigns/sweeps/kills.py: runs that are killed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.campaigns.sweeps.kills import killed
from tests.campaigns.sweeps.little import Little, shared

SECONDS = 3.0
"""About as long as an undisturbed run takes."""


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


def test_a_run_that_is_killed_again_and_again_loses_nobody(sound: Little, tmp_path: Path) -> None:
    random = np.random.default_rng(20261128)
    assert killed(sound, tmp_path / "killed", SECONDS, 0, 4, random) == []
