"""Paired comparison of arms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.trial.compare import (
    PairedTable,
    bootstrap_difference,
    contrasts,
    independent_patients,
    mean_difference,
    newcombe_paired,
    paired_table,
)

TABLES = st.tuples(*[st.integers(0, 60)] * 4).filter(any).map(lambda cells: PairedTable(*cells))


def test_newcombe_by_a_published_example():
    assert newcombe_paired(PairedTable(20, 12, 2, 16)) == pytest.approx((0.0562, 0.3292), abs=5e-4)


@given(TABLES)
def test_the_interval_holds_the_difference_and_turns_with_the_arms(table):
    low, high = newcombe_paired(table)
    assert -1.0 - 1e-9 <= low <= table.difference + 1e-9
    assert table.difference - 1e-9 <= high <= 1.0 + 1e-9
    turned = PairedTable(table.both, table.second_only, table.first_only, table.neither)
    assert newcombe_paired(turned) == pytest.approx((-high, -low), abs=1e-9)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60))
def test_the_error_of_a_paired_difference_is_that_of_the_mean(pairs):
    first, second = np.array(pairs, float).T
    table = paired_table(first, second)
    difference = first - second
    assert table.difference == pytest.approx(difference.mean())
    assert table.standard_error == pytest.approx(difference.std() / np.sqrt(len(pairs)), abs=1e-9)


def test_pairing_is_worth_patients_when_arms_agree():
    assert independent_patients(PairedTable(40, 5, 5, 50)) > 400
    assert independent_patients(PairedTable(25, 25, 25, 25)) == pytest.approx(100.0)
    assert np.isnan(independent_patients(PairedTable(10, 0, 0, 10)))


def test_the_bootstrap_resamples_patients_with_all_their_arms():
    table = PairedTable(200, 120, 20, 160)
    low, high = bootstrap_difference(table, 3, "a")
    half = 1.96 * table.standard_error
    assert (low, high) == pytest.approx((table.difference - half, table.difference + half), abs=0.01)
    assert bootstrap_difference(table, 3, "a") == (low, high)
    assert bootstrap_difference(table, 3, "b") != (low, high)


def test_nobody_gives_nothing():
    empty = paired_table([], [])
    assert np.isnan([empty.difference, *newcombe_paired(empty), *bootstrap_difference(empty, 1, "x")]).all()
    assert np.isnan(mean_difference([], [])).all()
    with pytest.raises(ValueError, match="no pairs"):
        paired_table([1], [1, 0])


def test_means_are_compared_patient_by_patient():
    mean, low, high = mean_difference([3.0, 5.0, np.nan, 9.0], [1.0, 2.0, 4.0, 5.0])
    assert mean == pytest.approx(3.0)
    assert high - mean == pytest.approx(mean - low) == pytest.approx(1.959964 / np.sqrt(3))


def test_every_arm_meets_the_first_of_its_point_in_a_sweep():
    assert contrasts(["IV 14", "IC 14", "IV 25", "IC 25"], ["14", "14", "25", "25"]) == [(1, 0), (3, 2)]
    assert contrasts(["IV"], [""]) == []
