"""A nodule so small that a course of it takes a second or two."""

from __future__ import annotations

import pytest
import xarray as xr

from cartsim.scenario import Scenario, loads
from cartsim.simulate.nodules import simulate_nodules

SMALL = """\
schema: cartsim.scenario/1
title: A small nodule
question: What becomes of it?
disease: {kinds: {ovarian: 1}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous}
    - {name: IC, dose: 1e8 cells, route: intracavitary}
  response: {stable_disease_from: 23 days}
agents:
  mode: alone
  radius: 50 um
  domain: 260 um
  doses: [{day: 0, ratio: 0.3, over: 1 hour}]
  duration: 6 hours
  every: 2 hours
  snapshots: [0, 0.25]
  repeats: 2
"""


def asked(**changes: object) -> Scenario:
    """The small scenario with changes to `agents`."""
    scenario = loads(SMALL, "small.yaml")
    assert scenario.agents is not None
    return scenario.model_copy(update={"agents": scenario.agents.model_copy(update=changes)})


@pytest.fixture(scope="session")
def small() -> Scenario:
    return asked()


@pytest.fixture(scope="session")
def nodule(small: Scenario) -> xr.Dataset:
    """Its course, simulated by one thread."""
    return simulate_nodules(small, threads=1)
