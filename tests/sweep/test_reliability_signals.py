"""Short form of tests/campaigns/sweeps/signals.py: requests to end, at their start, in the middle, twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.sweeps.little import Little, shared
from tests.campaigns.sweeps.signals import stopped


@pytest.fixture(scope="module")
def sound() -> Little:
    return shared(20)


@pytest.mark.parametrize(
    ("moment", "workers", "name", "group", "twice"),
    [(0.0, 0, "SIGTERM", False, False), (1.2, 0, "SIGINT", True, True), (3.0, 2, "SIGINT", True, False)],
)
def test_a_request_to_end_is_answered_at_once(
    sound: Little, tmp_path: Path, moment: float, workers: int, name: str, group: bool, twice: bool
) -> None:
    _, complaints = stopped(sound, tmp_path / "stopped", moment, workers, name, group, twice)
    assert complaints == []
