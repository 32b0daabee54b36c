"""Shares of dose-limiting toxicity and severe syndromes, of patients written by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import DLT
from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.toxicity import safety_rates


@pytest.fixture(scope="module")
def rates():
    """0 and 1 have a DLT, 2 none, 3 was not followed, 4 had no product, 5 failed in the solver."""
    codes = ["dlt", "dlt", "none", "not evaluable", "not evaluable", "not evaluable"]
    found = {
        "dlt": np.array([[DLT.index(code) for code in codes]], np.int8),
        "late_dlt": np.array([[0, 0, 1, 0, 0, 0]], np.int8),
        "crs_grade": np.array([[3, 2, 4, 0, 4, 4]], np.int8),
        "icans_grade": np.array([[3, 0, 0, 0, 4, 4]], np.int8),
    }
    infused = xr.Dataset({"infused": (("arm", "patient"), np.array([[1, 1, 1, 1, 0, 1]], np.int8))})
    return safety_rates(infused, found, np.array([[True] * 5 + [False]]))


def test_dose_limiting_toxicity_is_a_share_of_the_evaluable(rates):
    assert (rates["dlt_rate"][0], rates["dlt_rate_n"][0]) == (pytest.approx(2 / 3), 3)
    assert rates["dlt_rate_lower"][0] == pytest.approx(clopper_pearson(2, 3).lower)
    assert (rates["dlt_rate_least"][0], rates["dlt_rate_most"][0]) == pytest.approx((2 / 4, 3 / 4))


def test_late_events_are_a_share_of_the_same_patients(rates):
    assert (rates["late_dlt_rate"][0], rates["late_dlt_rate_n"][0]) == (pytest.approx(1 / 3), 3)
    assert (rates["late_dlt_rate_least"][0], rates["late_dlt_rate_most"][0]) == pytest.approx((1 / 4, 2 / 4))


def test_severe_syndromes_are_a_share_of_the_infused(rates):
    for name, share in (("crs", 2 / 4), ("icans", 1 / 4)):
        assert (rates[f"severe_{name}_rate"][0], rates[f"severe_{name}_rate_n"][0]) == (share, 4)
        ends = (rates[f"severe_{name}_rate_least"][0], rates[f"severe_{name}_rate_most"][0])
        assert ends == pytest.approx((share * 4 / 5, (share * 4 + 1) / 5))


def test_the_worst_grades_of_the_infused_add_up_to_one(rates):
    assert rates["crs_share"][0].tolist() == pytest.approx([1 / 4, 0, 1 / 4, 1 / 4, 1 / 4, 0])
    assert rates["icans_share"][0].tolist() == pytest.approx([3 / 4, 0, 0, 1 / 4, 0, 0])
