"""Short form of tests/campaigns/sweeps/disk_full.py: a disk that is full at every step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.sweeps.disk_full import campaign, may_mount
from tests.campaigns.sweeps.little import Little, shared


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


@pytest.mark.skipif(not may_mount(), reason="only root may mount a small disk")
def test_a_full_disk_is_named_and_no_half_shard_believed(sound: Little, tmp_path: Path) -> None:
    rows = campaign(3, 20261128, tmp_path, sound, ("run", "merge", "plan"))
    assert [row.note for row in rows] == ["", "", ""]
    assert sum(row.tried for row in rows) == 3
