"""Short form of tests/campaigns/sweeps/poison.py: one patient who ends the process that computes him.

Those who kill their process, take all memory or never end take minutes: the campaign has them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.sweeps.little import Little, shared
from tests.campaigns.sweeps.poison import poisoned


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20, 2)


def test_a_patient_who_is_an_error_is_one_row_with_a_status(sound: Little, tmp_path: Path) -> None:
    assert poisoned(sound, tmp_path, "raises", 0) == []
