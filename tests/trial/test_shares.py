"""Shares of patients per arm: counts by hand, and the bounds that failed solves leave open."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.shares import arm_share, bounds, distribution, share

EVENT = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]], bool)
AMONG = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]], bool)
FAILED = np.array([[0, 0, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0]], bool)


def test_a_share_counts_events_among_its_set():
    found = share("orr", EVENT, AMONG)
    assert list(found) == ["orr", "orr_lower", "orr_upper", "orr_mcse", "orr_n"]
    assert found["orr"] == pytest.approx([2 / 3, 0.0, np.nan], nan_ok=True)
    limits = np.stack([found["orr_lower"], found["orr_upper"]], axis=1)
    assert limits[0] == pytest.approx(clopper_pearson(2, 3))
    assert limits[1] == pytest.approx(clopper_pearson(0, 2))
    assert np.isnan(limits[2]).all()
    assert found["orr_n"].tolist() == [3, 2, 0]
    assert found["orr_mcse"] == pytest.approx([(2 / 27) ** 0.5, 0.0, np.nan], nan_ok=True)
    assert all(array.dtype == float for array in found.values())


def test_a_share_per_visit_keeps_its_last_axis():
    event = np.stack([EVENT, ~EVENT], axis=2)
    found = share("orr", event, np.stack([AMONG, AMONG], axis=2))
    assert found["orr"][:2].tolist() == [[2 / 3, 1 / 3], [0.0, 1.0]]
    assert np.isnan(found["orr_upper"][2]).all()


def test_bounds_are_the_share_without_and_with_every_failed_solve():
    found = bounds("orr", EVENT, AMONG, FAILED)
    assert found["orr_least"] == pytest.approx([2 / 4, 0.0, np.nan], nan_ok=True)
    assert found["orr_most"] == pytest.approx([3 / 4, 2 / 4, np.nan], nan_ok=True)


def test_one_patient_is_enough_for_bounds():
    one, none = np.array([[True]]), np.array([[False]])
    assert [float(value[0]) for value in bounds("x", one, one, none).values()] == [1.0, 1.0]
    assert [float(value[0]) for value in bounds("x", one, none, one).values()] == [0.0, 1.0]


def test_a_share_of_an_arm_holds_both():
    assert list(arm_share("dcr", EVENT, AMONG, FAILED)) == [
        "dcr", "dcr_lower", "dcr_upper", "dcr_mcse", "dcr_n", "dcr_least", "dcr_most"]  # fmt: skip
    assert arm_share("dcr", EVENT, AMONG, FAILED)["dcr_most"][0] == pytest.approx(3 / 4)


def test_a_distribution_sums_to_one_where_there_is_somebody():
    grades = np.array([[0, 2, 2, 4], [1, 3, 0, 0], [0, 0, 0, 0]])
    found = distribution(grades, AMONG, range(5))
    assert found[0] == pytest.approx([1 / 3, 0, 2 / 3, 0, 0])
    assert found[1] == pytest.approx([1 / 2, 0, 0, 1 / 2, 0])
    assert np.isnan(found[2]).all()
    assert found.dtype == float
