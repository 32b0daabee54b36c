"""Scenarios for the tests of the population: the usual one, with whatever a test wants to differ."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xarray as xr

from cartsim.population import draw
from cartsim.scenario import Scenario, loads

BASE = """
schema: cartsim.scenario/1
title: Population under test
question: Who enrols?
product: {{pdl1_receptor: pd1_cd28{product}}}
disease:
  kinds: {{ovarian: 0.4, gastric: 0.3, breast: 0.15, nsclc: 0.15}}
  {disease}
trial:
  arms: [{{name: IV, dose: 1e6 cells/kg, route: intravenous}}]
  response: {{stable_disease_from: 23 days}}
parameters: {{{parameters}}}
run: {{patients: {patients}, seed: {seed}}}
"""


@pytest.fixture(scope="session")
def scenario() -> Callable[..., Scenario]:
    """Makes a scenario: `product`, `disease` and `parameters` are YAML to put in."""

    def make(patients: int = 2000, seed: int = 20261122, disease: str = "", **parts: str) -> Scenario:
        texts = {"product": "", "parameters": ""} | parts
        return loads(BASE.format(patients=patients, seed=seed, disease=disease, **texts), "test.yaml")

    return make


@pytest.fixture(scope="session")
def patients(scenario: Callable[..., Scenario]) -> xr.Dataset:
    """The patients of the usual scenario."""
    return draw(scenario())
