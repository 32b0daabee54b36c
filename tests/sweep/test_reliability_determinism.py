"""Short form of tests/campaigns/sweeps/determinism.py: always the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.campaigns.sweeps.determinism import computed
from tests.campaigns.sweeps.little import Little, shared


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


@pytest.mark.parametrize(
    ("workers", "size", "slices", "threads"), [(0, 7, 2, 1), (0, 20, 1, 2), (1, 10, 1, 2)]
)
def test_the_merged_file_has_the_same_bytes(
    sound: Little, tmp_path: Path, workers: int, size: int, slices: int, threads: int
) -> None:
    random = np.random.default_rng(5)
    assert computed(sound, tmp_path, workers, size, slices, threads, random) == []
