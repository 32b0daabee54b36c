"""A short trial with one pair of routes."""

from __future__ import annotations

import pytest

from cartsim.scenario import loads
from cartsim.sensitivity.trials import trial_of

TEXT = """
schema: cartsim.scenario/1
title: Two ways in
question: Which numbers move the contrast of routes?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 3e6 cells/kg, route: intravenous}
    - {name: IC, dose: 3e6 cells/kg, route: intracavitary}
  visits: {response: [30, 60, 95], safety: [1, 7, 14]}
  response: {stable_disease_from: 23 days, primary: {by: 60 days}}
run: {horizon: 102 days, seed: 4}
"""


@pytest.fixture(scope="session")
def written():
    return TEXT


@pytest.fixture(scope="session")
def small():
    return trial_of(loads(TEXT, "two ways"), 8, "two ways")
