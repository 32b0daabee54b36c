"""Paired comparison of arms."""

from __future__ import annotations

from hashlib import blake2b
from math import acos, cos, hypot, pi
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

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


@pytest.mark.parametrize(("table", "limits"), [
    ((1, 1, 7, 12), (-0.507, -0.026)),
    ((20, 12, 2, 16), (0.056, 0.329)),
])  # fmt: skip
def test_newcombe_by_published_examples(table, limits):
    """Airway hyper-responsiveness (Bentur 2009, in Fagerland, Lydersen & Laake); Newcombe 1998, table I."""
    assert newcombe_paired(PairedTable(*table)) == pytest.approx(limits, abs=6e-4)


@given(TABLES, st.sampled_from([0.8, 0.95]))
def test_newcombe_is_the_third_side_of_a_triangle(table, level):
    """Distances of both Wilson limits from their shares span the angle whose cosine is the correlation."""
    a, b, c, d = table
    n, z = sum(table), NormalDist().inv_cdf(0.5 + level / 2)
    roots = [np.roots([1 + z * z / n, -(2 * p + z * z / n), p * p]) for p in ((a + b) / n, (a + c) / n)]
    (down1, up1), (down2, up2) = (
        sorted(abs(root - p)) if p < 0.5 else sorted(abs(root - p), reverse=True)
        for root, p in zip(roots, ((a + b) / n, (a + c) / n), strict=True)
    )
    cross = a * d - b * c
    cross = cross if cross < 0 else max(cross - n / 2, 0)
    empty = 0 in (a + b, c + d, a + c, b + d)
    angle = pi / 2 if empty else acos(cross / hypot(1) / ((a + b) * (c + d) * (a + c) * (b + d)) ** 0.5)
    sides = [
        (one**2 + two**2 - 2 * one * two * cos(angle)) ** 0.5 for one, two in ((down1, up2), (up1, down2))
    ]
    difference = (b - c) / n
    found = newcombe_paired(table, level)
    assert found == pytest.approx((difference - sides[0], difference + sides[1]), abs=1e-6)


@pytest.mark.parametrize(
    "table", [(10, 10, 10, 10), (6, 9, 8, 14), (0, 12, 0, 9), (0, 0, 7, 5), (3, 4, 0, 0)]
)
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_without_correlation_newcombe_is_that_of_two_samples(table, level):
    a, b, c, _ = table
    n = sum(table)
    oracle = confint_proportions_2indep(a + b, n, a + c, n, method="newcomb", alpha=1 - level)
    assert newcombe_paired(PairedTable(*table), level) == pytest.approx(oracle, abs=1e-10)


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
    assert np.isnan(independent_patients(PairedTable(0, 0, 0, 0)))
    assert np.isnan(independent_patients(PairedTable(0, 1, 0, 0)))


def test_the_bootstrap_resamples_patients_with_all_their_arms():
    table = PairedTable(200, 120, 20, 160)
    low, high = bootstrap_difference(table, 3, "a")
    half = 1.96 * table.standard_error
    assert (low, high) == pytest.approx((table.difference - half, table.difference + half), abs=0.01)
    assert bootstrap_difference(table, 3, "a") == (low, high)
    key = int.from_bytes(blake2b(b"3\0bootstrap/a", digest_size=16).digest(), "little")
    cells = np.random.Generator(np.random.Philox(key=key)).multinomial(
        500, [0.4, 0.24, 0.04, 0.32], size=2000
    )
    assert (low, high) == tuple(np.quantile((cells[:, 1] - cells[:, 2]) / 500, [0.025, 0.975]))
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
    assert mean_difference(["1", "2"], ["0", "1"]) == pytest.approx((1.0, 1.0, 1.0))
    assert mean_difference([5, 7], [1, 1], 0.8)[1] == pytest.approx(5 - 1.2815516)
    assert mean_difference([5.0, np.nan], [1.0, 1.0]) == pytest.approx((4.0, np.nan, np.nan), nan_ok=True)
    assert high - mean == pytest.approx(mean - low) == pytest.approx(1.959964 / np.sqrt(3))


def test_every_arm_meets_the_first_of_its_point_in_a_sweep():
    days = [{"tau": "14"}, {"tau": "14"}, {"tau": "25"}, {"tau": "25"}]
    assert contrasts(days) == [(1, 0), (3, 2)]
    assert contrasts([{}]) == contrasts([]) == []
    assert contrasts([{"tau": "14"}, {"tau": "25"}]) == []


def test_an_arm_that_a_sweep_leaves_alone_is_compared_at_every_point():
    """IV, and IC at two doses; then both at two doses; then IC alone at two doses, on two days."""
    assert contrasts([{}, {"IC": "1e7"}, {"IC": "1e8"}]) == [(1, 0), (2, 0)]
    assert contrasts([{"IC": "1e7"}, {"IC": "1e8"}, {}]) == [(2, 0), (2, 1)]
    both = [{"IV": "1e7"}, {"IV": "1e8"}, {"IC": "1e7"}, {"IC": "1e8"}]
    assert contrasts(both) == [(2, 0), (2, 1), (3, 0), (3, 1)]
    crossed = [{"tau": "14"}, {"tau": "25"}]
    crossed += [{"tau": tau, "IC": dose} for tau in ("14", "25") for dose in ("1e7", "1e8")]
    assert contrasts(crossed) == [(2, 0), (3, 0), (4, 1), (5, 1)]
