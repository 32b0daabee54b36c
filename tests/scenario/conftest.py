"""Texts of small scenarios that tests change in one place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SMALL = """\
schema: cartsim.scenario/1
title: A small scenario
question: What is read?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous}
    - {name: IC, dose: 1e8 cells, route: intracavitary}
  response: {stable_disease_from: 23 days}
run: {patients: 10}
"""


@pytest.fixture
def small() -> str:
    """A scenario of two arms."""
    return SMALL


@pytest.fixture
def with_block() -> Callable[[str], str]:
    """The small scenario with more lines at its end."""
    return lambda lines: SMALL + lines
