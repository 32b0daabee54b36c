"""Laboratory grades before and after the infusion, of patients written by hand."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.trial.laboratory_shift import LABS, LEVELS, laboratory_shift

NAN = float("nan")
CLINIC = {"neutrophil_limit": 2.0, "platelet_limit": 150.0, "lymphocyte_limit": 1.0, "white_cell_limit": 4.0}
QUIET = {"anc": 5.0, "platelets": 250.0, "lymphocytes": 2.0, "white_cells": 6.0, "lvef": 70.0}
NEUTROPHILS, LVEF = (
    list(LABS).index(f"{what} decreased") for what in ("Neutrophil count", "Ejection fraction")
)


def shifts(counts, lvef=None, among=None, days=(-6.0, 0.0, 7.0, 14.0), version="5.0"):
    """Table of one or more arms; `counts` and `lvef` are (arm, patient, safety visit)."""
    counts = np.array(counts, float)
    values = {f"{name}_lab": np.full(counts.shape, level) for name, level in QUIET.items()}
    values["anc_lab"] = counts
    if lvef is not None:
        values["lvef_lab"] = np.array(lvef, float)
    dims = ("arm", "patient", "safety_visit")
    visits = xr.Dataset(
        {name: (dims, array) for name, array in values.items()}
        | {"lvef0": ("patient", np.full(counts.shape[1], 70.0))},
        coords={"safety_day": ("safety_visit", np.array(days))},
    )
    who = np.ones(counts.shape[:2], bool) if among is None else np.array(among)
    return laboratory_shift(visits, CLINIC, version, who)


def cells(table):
    """(before, after) -> patients, without the empty ones."""
    return {(LEVELS[a], LEVELS[b]): int(table[a, b]) for a, b in np.argwhere(table)}


PATIENTS = [
    [5.0, 1.2, 0.4, 3.0],  # 2 on day 0, 4 at worst
    [5.0, 1.8, 2.5, NAN],  # 1 by the lower limit of normal, 0 after; one visit unread
    [5.0, NAN, 0.4, 0.4],  # nothing on day 0
    [5.0, 1.2, NAN, NAN],  # nothing after it
    [0.9, 5.0, 0.9, 5.0],  # the value before the last does not count
]


def test_each_patient_counts_once_from_the_last_value_before_to_the_worst_after():
    table = shifts([PATIENTS])
    assert table.dtype == np.int64
    assert cells(table[0, NEUTROPHILS]) == {(2, 4): 1, (1, 0): 1, (0, 3): 1}


def test_only_the_patients_asked_for_count_and_each_arm_by_itself():
    among = [[True, False, True, True, False], [False, True, True, True, True]]
    table = shifts([PATIENTS, PATIENTS], among=among)
    assert cells(table[0, NEUTROPHILS]) == {(2, 4): 1}
    assert cells(table[1, NEUTROPHILS]) == {(1, 0): 1, (0, 3): 1}


def test_the_ejection_fraction_is_graded_by_its_fall_from_the_patients_own():
    """70 to 55 %: 15 points, grade 2, though 55 % would be none by itself."""
    table = shifts([[[5.0] * 4] * 2], lvef=[[[70, 70, 55, 60], [70, 70, 65, 70]]])
    assert cells(table[0, LVEF]) == {(0, 2): 1, (0, 0): 1}
    assert cells(table[0, NEUTROPHILS]) == {(0, 0): 2}


def test_the_version_of_ctcae_decides():
    """Neutrophils of 0.4 are grade 4 in version 5.0 and not in 6.0, where that begins under 0.1."""
    assert cells(shifts([PATIENTS[:1]])[0, NEUTROPHILS]) == {(2, 4): 1}
    ((_, worst),) = cells(shifts([PATIENTS[:1]], version="6.0")[0, NEUTROPHILS])
    assert worst < 4


def test_without_a_visit_on_one_side_there_is_no_shift():
    for days in ((1.0, 2.0, 7.0, 14.0), (-9.0, -6.0, -3.0, 0.0)):
        table = shifts([PATIENTS], days=days)
        assert table.shape == (1, len(LABS), 5, 5)
        assert table.dtype == np.int64
        assert not table.any()
