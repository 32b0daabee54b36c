"""Patients at each step of the trial, counted by hand; a failed solve is lost where it fails."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DLT
from cartsim.trial.flow import STEPS, patient_flow, response_evaluable
from cartsim.trial.responses import RANK

# What was read at baseline and at three visits, what is not as usual, DLT; who is response-evaluable.
IV = [
    ("NE SD ND ND", {}, "none", True),
    ("NE NE ND NE", {}, "dlt", False),
    ("SD ND ND NE", {}, "none", False),
    ("NE SD PR PR", {"measurable": 0}, "none", False),
    ("NE SD PR PR", {"status": 1}, "not evaluable", False),
    ("NE SD SD SD", {"manufacturing_failure": 1, "infused": 0}, "not evaluable", False),
    ("NE SD SD SD", {"infused": 0}, "not evaluable", False),
    ("NE ND ND ND", {"infused": 0, "status": 3}, "not evaluable", False),
    ("NE ND ND PD", {}, "not evaluable", True),
]
IC = [
    ("NE ND NON-CR/NON-PD ND", {}, "dlt", True),
    *[("NE CR CR CR", {}, "none", True)] * 4,
    ("NE SD SD SD", {"manufacturing_failure": 1, "infused": 0}, "not evaluable", False),
    *[("NE CR CR CR", {}, "none", True)] * 2,
    ("NE CR CR CR", {"status": 2}, "not evaluable", False),
]
USUAL = {"measurable": 1, "infused": 1, "status": 0}


def flags(name, usual):
    return np.array([[row[1].get(name, usual) for row in arm] for arm in (IV, IC)], np.int8)


def make_flow_visits():
    """Two arms of nine patients; the visits may come in any order of dims."""
    codes = np.array([[[RANK[word] for word in row[0].split()] for row in arm] for arm in (IV, IC)], np.int8)
    return xr.Dataset(
        {"overall_response": (("visit", "arm", "patient"), np.moveaxis(codes, -1, 0))}
        | {"manufacturing_failure": ("patient", flags("manufacturing_failure", 0)[0])}
        | {name: (("arm", "patient"), flags(name, usual)) for name, usual in USUAL.items()}
    )


def flow(visits):
    dlt = np.array([[DLT.index(row[2]) for row in arm] for arm in (IV, IC)], np.int8)
    counts = patient_flow(visits, dlt)
    assert counts.dtype == np.int64
    return [dict(zip(STEPS, row, strict=True)) for row in counts.tolist()]


def test_the_steps_of_the_trial_in_their_order():
    assert STEPS == (
        "drawn", "enrolled", "manufactured", "infused", "solved", "response-evaluable", "DLT-evaluable"
    )  # fmt: skip


def test_response_evaluable_are_the_infused_with_measurable_disease_and_a_scan_that_was_judged():
    found = response_evaluable(make_flow_visits())
    assert found.tolist() == [[row[3] for row in arm] for arm in (IV, IC)]


def test_every_step_by_hand():
    """IV: one of nine has no product, two more are not infused, of six infused one fails."""
    one, two = flow(make_flow_visits())
    assert one == {
        "drawn": 9, "enrolled": 9, "manufactured": 8, "infused": 6, "solved": 5,
        "response-evaluable": 2, "DLT-evaluable": 4}  # fmt: skip
    assert two == {
        "drawn": 9, "enrolled": 9, "manufactured": 8, "infused": 8, "solved": 7,
        "response-evaluable": 7, "DLT-evaluable": 7}  # fmt: skip


@pytest.mark.parametrize(
    "candidates",
    [[1] * 9, [1, 1, 3, 1, 1, 2, 1, 1, 1], [1, 1, 1, 1, 200, 1, 1, 2, 1], [200] * 9],
    ids=["nobody refused", "three refused", "one fits never", "nobody fits"],
)
def test_drawn_are_all_candidates_looked_at(candidates):
    """Of a patient none of whose candidates could be enrolled the last one stays: all 200 were drawn."""
    looked_at = sum(candidates)
    visits = make_flow_visits().assign(candidates=("patient", np.array(candidates, np.int16)))
    fits = sum(one < 200 for one in candidates)
    visits.attrs |= {"candidates": looked_at, "acceptance_rate": fits / looked_at}
    assert [arm["drawn"] for arm in flow(visits)] == [looked_at] * 2
    assert [arm["enrolled"] for arm in flow(visits)] == [9, 9]


def test_no_patient_takes_every_step_away():
    empty = make_flow_visits().isel(patient=slice(0, 0))
    assert patient_flow(empty, np.zeros((2, 0), np.int8)).tolist() == [[0] * len(STEPS)] * 2
