"""Short form of tests/campaigns/sweeps/corruption.py: damage is found and mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.sweeps.corruption import campaign
from tests.campaigns.sweeps.little import Little, shared


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


def test_damage_is_found_and_only_what_it_hit_is_computed_again(sound: Little, tmp_path: Path) -> None:
    rows = campaign(60, 20261128, tmp_path, sound)
    assert [row.note for row in rows] == ["", "", ""]
    assert sum(row.tried for row in rows) == 60
