"""How the tests of the rules run: rules first, whole trials last, and the settings of mutation testing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation",
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same examples for every mutant, no shrinking, no clock: a busy machine is no reason to fail."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A wrong rule is found by its own test before a whole trial is assessed for it."""
    items.sort(key=lambda item: hasattr(getattr(item, "module", None), "make_course"))
