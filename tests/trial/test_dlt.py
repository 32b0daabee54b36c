"""Dose-limiting toxicity of patients whose records are written by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DLT, DLT_REASON, words
from cartsim.scenario.assessment import DltRules
from cartsim.trial.dlt import dose_limiting
from tests.trial.records_by_hand import NAN, OPEN, records_of, visits_of

CRS, ICANS, LUNG, HEART = (
    "Cytokine release syndrome",
    "ICANS",
    "Pneumonitis",
    "Ejection fraction decreased",
)
HYPOXIA, LOCAL = "Hypoxia outside CRS", "Local CRS"
NEUTROPHILS, PLATELETS = "Neutrophil count decreased", "Platelet count decreased"


def verdict(events, known=None, **rules):
    """DLT, its reason and day, and the reason and day of a late one, of one patient."""
    found = dose_limiting(visits_of(known or {}), records_of(events), DltRules(**rules))
    dlt, reason, day, late, late_reason, late_day = (part.item() for part in found)
    assert bool(late) == (DLT_REASON[late_reason] != "none") == bool(np.isfinite(late_day))
    return DLT[dlt], DLT_REASON[reason], day, DLT_REASON[late_reason], late_day


QUIET = ("none", "none", None)
INSIDE = [
    # events, what else is known, rules, (DLT, reason, day)
    ([], {}, {}, QUIET),
    ([(CRS, 4, 5, 5.25)], {}, {}, ("dlt", "CRS", 5)),
    ([(CRS, 4, 5, 5.25)], {}, {"crs_grade": 5}, QUIET),
    ([(CRS, 3, 5, 8)], {}, {}, QUIET),
    ([(CRS, 3, 5, 8.25)], {}, {}, ("dlt", "CRS", 5)),
    ([(CRS, 3, 5, 8.25)], {}, {"crs_resolves": 4.0}, QUIET),
    ([(CRS, 2, 5, 20)], {}, {}, QUIET),
    ([(CRS, 2, 5, 20)], {}, {"crs_lasting_grade": 2}, ("dlt", "CRS", 5)),
    ([(CRS, 3, 5, 6), (CRS, 4, 6, 6.25)], {}, {}, ("dlt", "CRS", 6)),
    ([(CRS, 3, 2, 6), (CRS, 4, 10, 11)], {}, {}, ("dlt", "CRS", 2)),
    ([(CRS, 4, 2, 3), (CRS, 3, 10, 14)], {}, {}, ("dlt", "CRS", 2)),
    ([(ICANS, 3, 5, 8)], {}, {}, QUIET),
    ([(ICANS, 4, 5, 8)], {}, {}, QUIET),
    ([(ICANS, 3, 5, 8.25)], {}, {}, ("dlt", "ICANS", 5)),
    ([(ICANS, 2, 5, 20)], {}, {}, QUIET),
    ([(HYPOXIA, 3, 2, 9)], {}, {}, QUIET),
    ([(HYPOXIA, 3, 2, 9.25)], {}, {}, ("dlt", "non-haematological", 2)),
    ([(HYPOXIA, 2, 2, 20)], {}, {}, QUIET),
    ([(HYPOXIA, 2, 2, 20)], {}, {"other_grade": 2}, ("dlt", "non-haematological", 2)),
    ([(HYPOXIA, 3, 2, 9)], {}, {"other_resolves": 6.5}, ("dlt", "non-haematological", 2)),
    ([(LOCAL, 3, 2, 9.25)], {}, {}, ("dlt", "non-haematological", 2)),
    ([(HYPOXIA, 3, 10, 20), (LOCAL, 3, 4, 12)], {}, {}, ("dlt", "non-haematological", 4)),
    ([(HYPOXIA, 3, 28, 40)], {}, {"window": 40.0}, ("dlt", "non-haematological", 28)),
    ([(HYPOXIA, 3, 28.5, 40)], {}, {"window": 40.0}, QUIET),
    ([("Pleural effusion", 3, 2, 30)], {}, {}, QUIET),
    ([(HEART, 3, 3, 3.25)], {}, {}, ("dlt", "ejection fraction", 3)),
    ([(HEART, 2, 3, 30)], {}, {}, QUIET),
    ([(HEART, 3, 3, 3.25)], {}, {"lvef_grade": 4}, QUIET),
    ([(LUNG, 3, 28, 28.25)], {}, {}, ("dlt", "pneumonitis", 28)),
    ([(LUNG, 2, 3, 30)], {}, {}, QUIET),
    ([(LUNG, 2, 3, 30)], {}, {"pneumonitis_grade": 2}, ("dlt", "pneumonitis", 3)),
    ([(LUNG, 3, 10, 11), (CRS, 4, 12, 13)], {}, {}, ("dlt", "pneumonitis", 10)),
    ([(NEUTROPHILS, 4, 20, 42.25)], {}, {}, ("dlt", "haematological", 28)),
    ([(NEUTROPHILS, 4, 28, 43)], {}, {}, ("dlt", "haematological", 28)),
    ([(NEUTROPHILS, 4, 20, 42)], {}, {}, QUIET),
    ([(NEUTROPHILS, 4, 20, OPEN)], {"last": 42.0}, {}, ("dlt", "haematological", 28)),
    ([(NEUTROPHILS, 4, 20, OPEN)], {"last": 41.0}, {}, QUIET),
    ([(NEUTROPHILS, 3, 20, 50)], {}, {}, QUIET),
    ([(NEUTROPHILS, 3, 20, 50)], {}, {"haematological_grade": 3}, ("dlt", "haematological", 28)),
    ([(PLATELETS, 4, 1, 50)], {}, {}, ("dlt", "haematological", 28)),
    ([(PLATELETS, 4, 1, 50)], {}, {"window": 21.0}, ("dlt", "haematological", 21)),
    ([(PLATELETS, 4, 1, 50)], {}, {"haematological_until": 50.0}, QUIET),
    ([(NEUTROPHILS, 4, 20, 30), (PLATELETS, 4, 30, 44)], {}, {}, QUIET),
    ([(f"{NEUTROPHILS} (lymphodepletion)", 4, 1, 50)], {}, {}, QUIET),
    ([("Lymphocyte count decreased", 4, 1, 50)], {}, {}, QUIET),
    ([(PLATELETS, 4, 1, 50), (LUNG, 3, 28, 30)], {}, {"window": 30.0}, ("dlt", "pneumonitis", 28)),
    ([], {"death": 12.0, "cause": "CAR-T", "last": 12.0}, {}, ("dlt", "death", 12)),
    ([], {"death": 28.0, "cause": "CAR-T", "last": 28.0}, {}, ("dlt", "death", 28)),
    ([], {"death": 12.0, "cause": "disease", "last": 12.0}, {}, ("not evaluable", "not followed", None)),
    ([(CRS, 4, 5, 5.25)], {"last": 10.0}, {}, ("dlt", "CRS", 5)),
    ([], {"last": 27.75}, {}, ("not evaluable", "not followed", None)),
    ([], {"last": 28.0}, {}, QUIET),
    ([], {"given": 0.8e8}, {}, QUIET),
    ([], {"given": 1.0, "planned": 1.0}, {}, QUIET),
    ([], {"given": 0.79e8}, {}, ("not evaluable", "under-dosed", None)),
    ([], {"given": 0.79e8}, {"evaluable_dose": 0.7}, QUIET),
    ([], {"given": 0.0, "planned": 0.0}, {}, ("not evaluable", "under-dosed", None)),
    ([(CRS, 4, 5, 6)], {"given": 0.5e8}, {}, ("not evaluable", "under-dosed", None)),
    ([], {"given": 0.5e8, "last": 9.0}, {}, ("not evaluable", "under-dosed", None)),
    ([(CRS, 4, 5, 6)], {"status": 1, "given": 0.0}, {}, ("not evaluable", "failed solve", None)),
    ([], {"status": 2}, {}, ("not evaluable", "failed solve", None)),
]  # fmt: skip


@pytest.mark.parametrize("row", INSIDE, ids=str)
def test_dose_limiting_in_the_window(row):
    events, known, rules, (dlt, reason, day) = row
    found = verdict(events, known, **rules)
    assert found[:2] == (dlt, reason)
    assert found[2] == pytest.approx(NAN if day is None else day, nan_ok=True)
    assert found[3] == "none"


LATE = [
    ([(CRS, 4, 40, 41)], {}, {}, ("CRS", 40)),
    ([(CRS, 4, 40, 41)], {}, {"late_until": 40.0}, ("CRS", 40)),
    ([(CRS, 4, 40, 41)], {}, {"late_until": 39.0}, None),
    ([(CRS, 4, 40, 41)], {"status": 1}, {}, None),
    ([(CRS, 4, 40, 41)], {"given": 0.0}, {}, None),
    ([(CRS, 4, 40, 41)], {"given": 0.5e8}, {}, ("CRS", 40)),
    ([(CRS, 4, 40, 41)], {"given": 1.0}, {}, ("CRS", 40)),
    ([(CRS, 4, 60, 61), (LUNG, 3, 50, 51)], {}, {}, ("pneumonitis", 50)),
    ([(CRS, 4, 5, 6), (LUNG, 3, 50, 51)], {}, {}, None),
    ([(CRS, 4, 5, 6), (LUNG, 3, 50, 51)], {"given": 0.5e8}, {}, None),
    ([], {"death": 29.0, "cause": "CAR-T", "last": 29.0}, {}, ("death", 29)),
    ([], {"death": 29.0, "cause": "disease", "last": 29.0}, {}, None),
    ([(HYPOXIA, 3, 25, 40)], {}, {"window": 20.0}, ("non-haematological", 25)),
    ([(HYPOXIA, 3, 29, 40)], {}, {"window": 20.0}, None),
    ([(NEUTROPHILS, 4, 28.25, 42.5)], {}, {}, ("haematological", 28.25)),
    ([(NEUTROPHILS, 4, 28.25, 42.25)], {}, {}, None),
    ([(NEUTROPHILS, 4, 28, 40)], {}, {}, None),
    ([(NEUTROPHILS, 4, 28, 40)], {}, {"haematological_until": 41.0}, None),
    ([(NEUTROPHILS, 3, 50, 90)], {}, {}, None),
    ([(PLATELETS, 4, 60, 90), (NEUTROPHILS, 4, 70, 90)], {}, {}, ("haematological", 60)),
    ([(PLATELETS, 4, 60, 90), (PLATELETS, 4, 20, 25)], {}, {}, ("haematological", 60)),
    ([(PLATELETS, 4, 60, 90), (PLATELETS, 4, 5, 25)], {}, {}, ("haematological", 60)),
    ([(PLATELETS, 4, 60, 70)], {}, {"haematological_until": 35.0}, ("haematological", 60)),
]  # fmt: skip


@pytest.mark.parametrize("row", LATE, ids=str)
def test_late_after_the_window(row):
    events, known, rules, expected = row
    assert verdict(events, known, **rules)[3:] == pytest.approx(expected or ("none", NAN), nan_ok=True)


def test_patients_and_arms_keep_their_places():
    """Two arms of two: a DLT in the last place only, another event late in the first."""
    records = records_of([(LUNG, 3, 50, 51)], [], [], [(CRS, 4, 5, 6)], shape=(2, 2))
    visits = xr.concat([visits_of({}, {"last": 20.0})] * 2, dim="arm")
    found = dose_limiting(visits, records, DltRules())
    assert words(found.dlt, DLT).tolist() == [["none", "not evaluable"], ["none", "dlt"]]
    assert words(found.reason, DLT_REASON).tolist() == [["none", "not followed"], ["none", "CRS"]]
    assert found.day.tolist() == [
        [pytest.approx(NAN, nan_ok=True)] * 2,
        [pytest.approx(NAN, nan_ok=True), 5.0],
    ]
    assert found.late.tolist() == [[1, 0], [0, 0]]
    assert words(found.late_reason, DLT_REASON).tolist() == [["pneumonitis", "none"], ["none", "none"]]
    codes = (found.dlt, found.reason, found.late, found.late_reason)
    assert [part.dtype for part in codes] == [np.int8] * 4
