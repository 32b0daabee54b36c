"""A small trial to put through the engine."""

from __future__ import annotations

import pytest

from cartsim.scenario import loads

TEXT = """
schema: cartsim.scenario/1
title: engine
question: does the engine keep its promises?
product: {pdl1_receptor: pd1_cd28, manufacturing_failure: 0}
disease: {kinds: {ovarian: 0.5, nsclc: 0.5}, her2_ihc: {2+: 0.5, 3+: 0.5}}
trial:
  arms:
    - {name: IV, dose: 1e8 cells, route: intravenous}
    - {name: IC, dose: 1e8 cells, route: intracavitary}
  lymphodepletion: {fludarabine: 30 mg/m^2/day, cyclophosphamide: 300 mg/m^2/day, days: [-5, -4, -3]}
  visits: {response: [30, 60], window: 7, safety: [0, 1, 7, 14, 28]}
  response: {criteria: RECIST 1.1, confirmation: 28 days, stable_disease_from: 23 days}
run: {patients: 12, seed: 3, horizon: 80 days}
"""


@pytest.fixture(scope="session")
def trial():
    """`trial("run.patients=4", ...)`: the scenario with these settings."""

    def make(*sets: str):
        return loads(TEXT, "engine.yaml", sets)

    return make
