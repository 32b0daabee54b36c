"""Small nodules as plain Python. Run with `NUMBA_DISABLE_JIT=1` (`make coverage`) every line of the kernels is
counted; compiled, the same nodules are checked against the same facts.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cartsim.scenario import load, loads
from cartsim.simulate.agents.cells import APOPTOTIC, EFFECTOR, NOBODY, TUMOUR
from cartsim.simulate.agents.loop import run
from cartsim.simulate.agents.nodule import places_of
from cartsim.simulate.agents.observe import picture
from cartsim.simulate.agents.prepare import prepare
from cartsim.simulate.agents.snapshot import load_snapshot, save_snapshot

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SMALL = """
schema: cartsim.scenario/1
title: A small nodule
question: Does every line of single cells run?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: IC, dose: 1e8 cells, route: intracavitary}]
  response: {stable_disease_from: 23 days}
agents:
  mode: alone
  radius: 50 um
  domain: 240 um
  place: PLACE
  entry: ENTRY
  doses: [{day: 0, ratio: 0.3}]
  duration: 1 day
parameters:
  k_g: {value: 0.2 1/day, because: something has to divide}
run: {seed: 3}
"""


def small(place="fluid", entry="cavity"):
    scenario = loads(SMALL.replace("PLACE", place).replace("ENTRY", entry), "small")
    return prepare(scenario, scenario.trial.arms[0], 0)


@pytest.mark.parametrize(("place", "entry"), [("fluid", "vessels"), ("serosa", "cavity")])
def test_a_small_nodule_lives_an_hour(tmp_path, place, entry):
    nodule, setting = small(place, entry)
    start = nodule.cells.n
    run(nodule, setting, 60.0)
    counts = nodule.counts
    assert counts["entered"] == round(0.3 * start)
    assert nodule.unsolved == 0
    live = nodule.cells.count(TUMOUR)
    assert live == start + counts["born"] - counts["killed"] - counts["starved"]
    assert np.isfinite(places_of(nodule)).all()
    held = nodule.cells["partner"]
    assert (nodule.cells["kind"][held[held != NOBODY]] == TUMOUR).all()
    save_snapshot(tmp_path / "state.h5", nodule)
    again = load_snapshot(tmp_path / "state.h5")
    run(nodule, setting, 66.0)
    run(again, setting, 66.0)
    assert np.array_equal(again.cells.real[:, : again.cells.n], nodule.cells.real[:, : nodule.cells.n])
    assert picture(nodule, setting)["cell_x"].size == nodule.cells.n


def test_a_small_organoid_lives_half_an_hour():
    sets = ["agents.radius=50 um", "agents.domain=240 um"]
    scenario = load(SCENARIOS / "organoid" / "organoid_one_dose.yaml", sets)
    nodule, setting = prepare(scenario, scenario.trial.arms[0], 0)
    setting = replace(setting, rules=replace(setting.rules, first_steps=3, steps=1, shell=5.0))
    start = nodule.cells.n
    nodule.cells["clock"][:] = 1e4
    run(nodule, setting, 30.0)
    assert nodule.counts["born"] > 0
    assert nodule.cells.count(TUMOUR, APOPTOTIC) == start + nodule.counts["born"] - nodule.counts["cleared"]
    assert nodule.cells.count(EFFECTOR) == start
    pictured = picture(nodule, setting)["field_value"]
    assert pictured.shape == (2, *setting.common.shape)
