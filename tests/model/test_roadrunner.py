"""libRoadRunner and the engine to five digits: a short form of `tests.campaigns.roadrunner`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from cartsim.model.receptors import DESIGNS
from tests.campaigns import roadrunner as campaign
from tests.campaigns.roadrunner import CRITERION, READINGS, ROUTES, Simulators

MOST_GROUPS = 4
"""Compiling a document takes seconds, and more with every group."""


@cache
def few() -> xr.Dataset:
    """Two patients with the same number of lesion groups, so that a route is compiled once."""
    patients = campaign.plausible(40)
    groups = (patients["lesion_kind"].values > 0).sum(axis=1)
    alike = next(np.flatnonzero(groups == n) for n in range(MOST_GROUPS, 0, -1) if (groups == n).sum() >= 2)
    return patients.isel(patient=alike[:2])


@cache
def simulators() -> Simulators:
    return Simulators()


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("design", DESIGNS)
def test_another_simulator_sees_the_same_course_to_five_digits(design, route, record_property):
    for errors in campaign.compared(design, route, few(), simulators()):
        record_property("largest difference", f"{max(errors[name] for name in READINGS):.0e}")
        assert {name: errors[name] for name in READINGS if errors[name] > CRITERION} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("design", "route"), [*zip(DESIGNS, [*ROUTES, "both"], strict=True)])
def test_the_document_as_exported_gives_that_course_too(design, route):
    """Loaded whole, its time beginning with the first row, for each design."""
    arm = campaign.arm_of(design, route)
    patient = campaign.exported(arm, few(), 1, lead=0.0)
    expected = {name: rows[1] for name, rows in campaign.ours(arm, few(), lead=0.0).items()}
    found = campaign.followed(campaign.load(patient), patient)
    assert max(campaign.errors(found, expected, patient).values()) <= CRITERION


@pytest.mark.slow
def test_numbers_set_in_a_compiled_model_are_those_of_its_own_document():
    arm = campaign.arm_of("pd1_cd28", "both")
    patient = campaign.exported(arm, few(), 1)
    set_ = campaign.followed(simulators().of("both", patient), patient)
    loaded = campaign.followed(campaign.load(patient), patient)
    assert max(campaign.errors(set_, loaded, patient).values()) <= 1e-8


def test_the_campaign_found_every_reading_of_every_patient_within_the_criterion():
    """Its committed result, of 200 patients in each design and route."""
    file = Path(campaign.__file__).with_suffix(".csv")
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [(row["design"], row["route"], row["reading"]) for row in rows] == [
        (design, route, reading) for design in DESIGNS for route in ROUTES for reading in READINGS
    ]
    assert {row["patients"] for row in rows} == {"200"}
    assert [row for row in rows if float(row["within_1e-5"]) < 1.0] == []
