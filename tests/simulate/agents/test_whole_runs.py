"""A day of a small nodule with everything in it: the same bits however it is shared out, and its work."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.scenario import loads
from cartsim.simulate.agents import crew as crews
from cartsim.simulate.agents import nodule as nodules
from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.loop import run
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Nodule
from cartsim.simulate.agents.prepare import prepare

DAY = 1440.0
TEXT = """
schema: cartsim.scenario/1
title: A day of single cells
question: Does it matter who computes what?
disease: {kinds: {ovarian: 1}}
trial:
  arms: [{name: IC, dose: 1e8 cells, route: intracavitary}]
  response: {stable_disease_from: 23 days}
agents:
  mode: alone
  radius: 75 um
  domain: 300 um
  doses: [{day: 0, ratio: 0.1, over: 2 hours}]
  duration: 1 day
parameters:
  k_g: {value: 0.2 per day, because: births by the dozen within a day}
"""
ALLOWED = 1.05
STEPS, LISTS = 17.3, 5.3
"""Mechanics steps and makings of lists in a biology step of the day below."""


def day(threads: int) -> Nodule:
    scenario = loads(TEXT, "day.yaml")
    with crew(threads) as hands:
        nodule, setting = prepare(scenario, scenario.trial.arms[0], 0, hands)
        run(nodule, setting, DAY)
    return nodule


def bits(nodule: Nodule) -> list[bytes]:
    cells = nodule.cells
    arrays = [cells.real[:, : cells.n], cells.whole[:, : cells.n], *nodule.fields.values()]
    return [np.ascontiguousarray(array).tobytes() for array in arrays]


@pytest.fixture(scope="module")
def counted() -> tuple[Nodule, int]:
    """The day with one thread, and how often lists were made."""
    made = 0
    plain = Neighbours.find

    def find(lists: Neighbours, *args: np.ndarray) -> None:
        nonlocal made
        made += 1
        plain(lists, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Neighbours, "find", find)
        nodule = day(1)
    return nodule, made


def test_everything_happens_in_that_day(counted):
    counts = counted[0].counts
    for event in ("born", "killed", "cleared", "entered", "t_died"):
        assert counts[event] > 10, event
    assert counted[0].cells["partner"].max() >= 0


@pytest.mark.slow
@pytest.mark.parametrize("threads", [2, 3])
def test_a_day_has_the_same_bits_for_any_number_of_threads(counted, monkeypatch, threads):
    monkeypatch.setattr(nodules, "SHARED", 1)
    monkeypatch.setattr(crews, "THINNEST", 1)
    shared = day(threads)
    assert shared.counts == counted[0].counts
    assert shared.step == counted[0].step
    assert bits(shared) == bits(counted[0])


def test_a_day_takes_no_more_steps_and_lists_than_it_did(counted):
    nodule, made = counted
    assert nodule.turn == 240
    assert nodule.step / nodule.turn <= ALLOWED * STEPS
    assert made / nodule.turn <= ALLOWED * LISTS
    assert nodule.unsolved == 0
