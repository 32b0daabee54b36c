"""A patient with small lesions, in both routes."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import numpy as np
import pytest
import xarray as xr

import cartsim
from cartsim.parameters import model_symbols
from cartsim.scenario import Scenario, loads
from cartsim.simulate.agents.crew import ALONE
from cartsim.simulate.coupled.course import Pair
from cartsim.simulate.coupled.lesion import Lesion, chosen, sized
from cartsim.simulate.nodule_course import Job

TEXT = """\
schema: cartsim.scenario/1
title: A coupled lesion
question: Is nothing lost between cells and equations?
disease: {kinds: {ovarian: 1}}
product: {pdl1_receptor: pd1_cd28, manufacturing_failure: 0}
trial:
  arms:
    - {name: IV, dose: 3e6 cells, route: intravenous}
    - {name: IC, dose: 3e5 cells, route: intracavitary}
  visits: {response: [30, 60], safety: [1]}
  response: {stable_disease_from: 23 days}
agents: {mode: coupled, lesion: 1, duration: 2 days, every: 6 hours, snapshots: [1]}
run: {patients: 1, seed: 3, horizon: 67 days}
"""
CAVITY, ELSEWHERE = 1, 3
"""Lesions of the patient: a target in the cavity and one elsewhere."""
IMMORTAL = dict.fromkeys(
    ("d_m", "d_e", "d_x", "k_pd", "k_aicd", "mu_e", "mu_m", "hom_m", "hom_e"), 0.0
)
"""No T cell is born and none dies."""
BUSY = {"k_tb": 3.0, "k_tc": 2.0, "k_bt": 3e4, "a_serosa": 1e-3}
"""T cells come into a small lesion and go again within hours."""


def scenario(lesion: int = CAVITY, *sets: str) -> Scenario:
    return loads(TEXT, "coupled.yaml", [f"agents.lesion={lesion}", *sets])


def patient(asked: Scenario, nodules: int = 1, cells: float = 200.0, **parameters: float) -> xr.Dataset:
    """The patient, whose lesion that is single cells has so many nodules of so many cells and whose others have a
    hundred, with these parameters.
    """
    assert asked.agents is not None
    who = cartsim.draw(asked, [0]).copy(deep=True)
    place = asked.agents.lesion
    who["lesion_tumour_cells"].values[0, who["lesion_kind"].values[0] > 0] = 100.0
    who["lesion_nodules"].values[0, place] = nodules
    who["lesion_tumour_cells"].values[0, place] = nodules * cells
    for symbol, value in parameters.items():
        who["parameter_value"].values[0, list(model_symbols()).index(symbol)] = value
    return who


def pair(asked: Scenario, who: xr.Dataset, arm: int, told=lambda _: None, repeat: int = 0) -> Pair:
    """Patient and nodule of an arm."""
    lesion: Lesion = chosen(asked, who)
    return Pair(sized(asked, who, lesion), who, lesion, Job(arm, repeat), ALONE, Event(), told)


@dataclass
class Census:
    """T cells of the body, of the group in the equations, of the nodules and of those that wait, by day."""

    days: list[float]
    cells: list[float]

    @property
    def spread(self) -> float:
        return float(np.ptp(self.cells))


@pytest.fixture(scope="session")
def small():
    return scenario
