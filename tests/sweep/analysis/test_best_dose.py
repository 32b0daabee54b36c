"""A surface whose best dose is known."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.sweep.analysis.best_dose import apart, best_doses, dose_axis, first_highest, no_best
from cartsim.sweep.analysis.read import opened
from tests.sweep.analysis.conftest import dataset, even, stored


def chosen(file, limit, measure="confirmed_orr"):
    """(receptor, arm) -> the dose that is best, and those not told from it within and over the limit."""
    found = best_doses(file, measure, limit)
    dose = found.moved[0]
    return {
        (row.fixed[0], file.arms[row.arm]): (
            None if row.point is None else dose.values[row.point],
            [dose.values[point] for point in row.alike],
            [dose.values[point] for point in row.alike_over],
        )
        for row in found.rows
    }


def test_the_best_dose_is_the_highest_share_within_the_limit(grid):
    with opened(grid) as file:
        found = chosen(file, 0.33)
    assert found["none", "IC"][0] == 1e7
    assert found["pd1_cd28", "IC"][0] == 1e7
    assert found["pd1_cd28", "IV"][0] == 1e6, "1e7 is over the limit"


def test_of_equal_doses_the_lowest_is_the_best_and_the_other_cannot_be_told_from_it(grid):
    with opened(grid) as file:
        assert chosen(file, 0.33)["none", "IV"] == (1e5, [1e6], [])


def test_doses_that_cannot_be_told_apart_are_named_and_those_over_the_limit_apart(grid):
    with opened(grid) as file:
        found = chosen(file, 0.33)
    assert found["pd1_cd28", "IV"] == (1e6, [], [1e7])
    assert found["pd1_cd28", "IC"] == (1e7, [1e6], [])


def test_no_dose_may_be_safe_enough(grid):
    with opened(grid) as file:
        rows = best_doses(file, "confirmed_orr", 0.005).rows
    assert [row.point for row in rows] == [None] * 4
    assert all((row.within, row.of) == (0, 3) for row in rows)


def test_a_share_at_the_limit_is_within_it(grid):
    with opened(grid) as file:
        assert chosen(file, 0.4)["pd1_cd28", "IV"][0] == 1e7


def test_the_verdict_is_that_of_resampled_patients():
    random = np.random.default_rng(3)
    for p, q in ((0.3, 0.32), (0.3, 0.45), (0.1, 0.12), (0.5, 0.5)):
        luck = random.random(300)
        one, other = luck < p, np.where(random.random(300) < 0.1, random.random(300), luck) < q
        drawn = random.integers(300, size=(4000, 300))
        low, high = np.quantile((one[drawn].mean(axis=1) - other[drawn].mean(axis=1)), [0.025, 0.975])
        if abs(low) > 0.01 and abs(high) > 0.01:
            counted = np.ones(300, bool)
            assert apart((one, counted), (other, counted)) == (low > 0 or high < 0)


def test_a_point_where_every_solve_failed_is_neither_best_nor_alike(tmp_path):
    chances = np.full((3, 2), 0.3)
    failed = np.zeros((3, 2, 40), bool)
    failed[1, 0] = True
    axes = {"tau_fit": ("parameters.tau_fit", "day", [14.0, 25.0, float("inf")])}
    found = dataset(axes, chances, chances / 3, even(40), failed=failed)
    sweep = {"grid": {"parameters.tau_fit": ["14 days", "25 days", "infinity"]}}
    with opened(stored(tmp_path / "sweep.nc", found, sweep, "grid")) as file:
        rows = best_doses(file, "confirmed_orr", 0.33).rows
        assert [(row.point, row.alike, row.alike_over) for row in rows] == [(0, (2,), ()), (0, (1, 2), ())]
        assert file.axes[0].said(file.axes[0].levels[-1]) == "infinity"


def test_only_who_counts_in_both_is_compared():
    yes, no = np.ones(50, bool), np.zeros(50, bool)
    some = np.arange(50) < 1
    assert apart((yes, yes), (no, yes))
    assert not apart((yes, some), (no, yes))


def test_nobody_known_is_not_the_highest():
    assert first_highest(np.array([np.nan, 0.2, 0.2])) == 1


@pytest.mark.parametrize(("unit", "path"), [("1/day", "parameters.k_kill"), (None, "product.pdl1_receptor")])
def test_without_a_dose_the_best_point_over_the_numbers_is_looked_for(tmp_path, unit, path):
    values = [2.0, 4.0] if unit else ["none", "pd1_cd28"]
    chances = np.array([[0.2, 0.2], [0.6, 0.6]])
    found = dataset({"x": (path, unit, values)}, chances, chances / 10, even(100))
    written = [f"{value} {unit}" for value in values] if unit else values
    with opened(stored(tmp_path / "sweep.nc", found, {"grid": {path: written}}, "grid")) as file:
        assert dose_axis(file) is None
        assert bool(no_best(file, "confirmed_orr")) == (unit is None)
        assert no_best(file, "dlt_rate")
        if unit:
            rows = best_doses(file, "confirmed_orr", 0.33).rows
            assert [(row.fixed, row.point) for row in rows] == [((), 1), ((), 1)]
