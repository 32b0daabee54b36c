"""The plain Sobol estimators against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from .sobol import Indices, analyse, estimates, indices, matrices

A, B = 7.0, 0.1  # the usual constants of the Ishigami function
G = np.array([0.0, 0.5, 3.0, 9.0, 99.0])  # constants of the Sobol g function: from most to least important


def uniform(factors: int, log2_rows: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A and B (row, factor): the two halves of a scrambled Sobol sequence."""
    both = qmc.Sobol(2 * factors, rng=np.random.default_rng(seed)).random_base2(log2_rows)
    return both[:, :factors], both[:, factors:]


def ishigami(x: np.ndarray) -> np.ndarray:
    """Factors in 0 to 1, of the angles -pi to pi."""
    one, two, three = (np.pi * (2 * x - 1)).T
    return np.sin(one) + A * np.sin(two) ** 2 + B * three**4 * np.sin(one)


def ishigami_indices() -> tuple[np.ndarray, np.ndarray]:
    """First and total order, from the integrals of the function (Ishigami and Homma 1990)."""
    one = (1 + B * np.pi**4 / 5) ** 2 / 2
    two = A**2 / 8
    one_three = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + one_three
    return np.array([one, two, 0.0]) / variance, np.array([one + one_three, two, one_three]) / variance


def g_function(x: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1)


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    """First and total order: every factor alone has variance v_i = 1/3/(1 + g_i)^2 (Sobol 1993)."""
    v = 1 / 3 / (1 + G) ** 2
    variance = np.prod(1 + v) - 1
    return v / variance, v * np.prod(1 + v) / (1 + v) / variance


KNOWN = [(ishigami, 3, ishigami_indices()), (g_function, len(G), g_indices())]


def test_the_known_indices_of_ishigami_are_the_printed_ones():
    first, total = ishigami_indices()
    np.testing.assert_allclose(first, [0.3139, 0.4424, 0.0], atol=5e-5)
    np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=5e-5)


@pytest.mark.parametrize(("model", "factors", "known"), KNOWN)
def test_the_known_indices_come_out(model, factors, known):
    found = analyse(model, *uniform(factors, 15), resamples=2)
    np.testing.assert_allclose(found.first, known[0], atol=0.005)
    np.testing.assert_allclose(found.total, known[1], atol=0.005)


@pytest.mark.parametrize(("model", "factors", "known"), KNOWN)
def test_more_rows_come_closer(model, factors, known):
    def miss(log2_rows: int) -> float:
        found = [analyse(model, *uniform(factors, log2_rows, seed), resamples=2) for seed in range(8)]
        return float(np.mean([np.abs([f.first - known[0], f.total - known[1]]).max() for f in found]))

    assert miss(12) < 0.5 * miss(8)


def holding(found: Indices, known: tuple[np.ndarray, np.ndarray]) -> list[np.ndarray]:
    """Whether normal and percentile intervals hold the known index (interval, order, factor)."""
    estimated = zip((found.first, found.total), found.half_widths(), known, strict=True)
    near = [np.abs(index - k) <= half for index, half, k in estimated]
    within = [(low <= k) & (k <= high) for (low, high), k in zip(found.percentiles(), known, strict=True)]
    return [near, within]


@pytest.mark.slow
def test_ninety_five_in_a_hundred_intervals_hold_the_index():
    """Independent rows, 300 repetitions: binomial spread .0126. Percentiles are somewhat short."""
    rng = np.random.default_rng(5)
    draws = [rng.random((2, 512, 3)) for _ in range(300)]
    found = [analyse(ishigami, a, b, resamples=200, seed=i) for i, (a, b) in enumerate(draws)]
    share = np.mean([holding(each, ishigami_indices()) for each in found], axis=0)
    assert ((share > 0.91) & (share < 0.99)).all(), share


def test_a_factor_without_effect_has_total_order_nought():
    found = analyse(lambda x: x[:, 0] + x[:, 1], *uniform(3, 8))
    assert found.total[2] == found.first[2] == 0.0
    assert found.total_again[:, 2].max() == 0.0


def test_a_sum_has_no_interactions_and_its_indices_are_shares_of_variance():
    weights = np.array([1.0, 2.0, 3.0])
    found = analyse(lambda x: x @ weights, *uniform(3, 14))
    np.testing.assert_allclose(found.total, weights**2 / 14, atol=0.002)
    np.testing.assert_allclose(found.first, found.total, atol=0.005)


def test_a_constant_and_a_unit_move_no_index():
    a, b = uniform(3, 8)
    plain, moved = analyse(ishigami, a, b), analyse(lambda x: 1e3 - 25.0 * ishigami(x), a, b)
    np.testing.assert_allclose(moved.first, plain.first, atol=1e-10)
    np.testing.assert_allclose(moved.total, plain.total, atol=1e-10)
    np.testing.assert_allclose(moved.half_widths(), plain.half_widths(), atol=1e-10)


def test_only_one_column_of_a_is_exchanged():
    a, b = uniform(4, 3)
    for i, ab in enumerate(matrices(a, b)):
        np.testing.assert_array_equal(ab[:, i], b[:, i])
        np.testing.assert_array_equal(np.delete(ab, i, axis=1), np.delete(a, i, axis=1))


def test_the_estimators_of_four_rows_are_those_reckoned_by_hand():
    """f_A = 1 2 3 4 and f_B = 2 1 4 3, less 2.5: V = 1.25; f_AB = 1 1 4 4 less 2.5.

    First: (-.5 * 0 - 1.5 * -1 + 1.5 * 1 + .5 * 0)/4 / 1.25 = .6; total: (0 + 1 + 1 + 0)/4 / 2.5 = .2.
    """
    f_a, f_b, f_ab = (np.array(values) - 2.5 for values in ([1, 2, 3, 4], [2, 1, 4, 3], [[1], [1], [4], [4]]))
    first, total = estimates(f_a, f_b, f_ab)
    np.testing.assert_allclose([first, total], [[0.6], [0.2]])


def test_the_same_seed_gives_the_same_resamples():
    rng = np.random.default_rng(0)
    f_a, f_b, f_ab = rng.random(64), rng.random(64), rng.random((64, 2))
    once, again, other = (indices(f_a, f_b, f_ab, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(once.total_again, again.total_again)
    assert (once.total_again != other.total_again).any()
