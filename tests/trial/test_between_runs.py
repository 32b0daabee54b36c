"""How far an endpoint moves between two runs, and how often chance alone is called a move."""

from __future__ import annotations

from math import comb, inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.trial import resampled
from cartsim.trial.between_runs import Resampled, Shared, expected_by_chance, mean_shift, share_shift
from cartsim.trial.compare import median_limits, newcombe_independent
from cartsim.trial.curves import medians as whole_medians

NOBODY = Shared(np.array([], dtype=np.int64), np.array([], dtype=np.int64))
COMPARISONS = 200


def all_of(n: int) -> Shared:
    return Shared(np.arange(n), np.arange(n))


def share(event: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return event, np.ones(event.size, bool)


def beyond(moved: int, of: int = COMPARISONS, chance: float = 0.05) -> float:
    """Probability of so many moves or more, if each has the chance."""
    return sum(comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(moved, of + 1))


def independent_shares(stream: np.random.Generator) -> str:
    one, two = stream.random(150) < 0.35, stream.random(150) < 0.35
    return share_shift(share(one), share(two), NOBODY).verdict


def paired_shares(stream: np.random.Generator) -> str:
    """Half of the patients have the same event in both runs, the other half have luck of their own."""
    one, other = stream.random(300) < 0.4, stream.random(300) < 0.4
    return share_shift(share(one), share(np.where(stream.random(300) < 0.5, one, other)), all_of(300)).verdict


def independent_means(stream: np.random.Generator) -> str:
    return mean_shift(stream.exponential(size=150), stream.exponential(size=150), NOBODY).verdict


def paired_ratios(stream: np.random.Generator) -> str:
    one = stream.normal(size=150)
    two = one + 0.2 * stream.normal(size=150)
    luck = Resampled((150, 150), all_of(150), (1, 1))
    return luck.median_shift(np.exp(one), np.exp(two), ratio=True).verdict


NULLS = [independent_shares, paired_shares, independent_means, paired_ratios]


@pytest.mark.parametrize("compare", NULLS, ids=lambda one: one.__name__)
def test_where_nothing_changed_one_comparison_in_twenty_moves(compare):
    """The count lies within what a chance of 5 % gives in 999 of 1000 such tests, at both ends."""
    stream = np.random.default_rng(20261128)
    moved = sum(compare(stream) == "moved" for _ in range(COMPARISONS))
    assert beyond(moved) > 0.0005
    assert beyond(moved + 1) < 0.9995


def test_medians_of_independent_patients_do_not_move_more_often_than_that():
    """On the steps of visits they move less often: a median stays on its step."""
    stream, moved = np.random.default_rng(5), 0
    for number in range(60):
        time = np.minimum(stream.exponential(150, size=(2, 80)), 365)
        luck = Resampled((80, 80), NOBODY, (number, number + 1000))
        shift = luck.survival_shift((time[0], time[0] < 365), (time[1], time[1] < 365))
        moved += shift.verdict == "moved"
    assert beyond(moved, 60) > 0.0005


def test_a_pair_tells_more_apart_than_independent_patients():
    stream = np.random.default_rng(1)
    one = stream.random(200) < 0.4
    two = one & ~(stream.random(200) < 0.1)
    assert share_shift(share(one), share(two), all_of(200)).verdict == "moved"
    assert share_shift(share(one), share(two), NOBODY).verdict == "not told apart"


def test_patients_who_are_alike_in_every_value_are_the_same():
    event, value = np.array([1, 0, 1, 0]) == 1, np.array([1.0, 2.0, nan, 4.0])
    luck = Resampled((4, 4), all_of(4), (1, 1))
    shifts = [
        share_shift(share(event), share(event), all_of(4)),
        mean_shift(value, value, all_of(4)),
        luck.median_shift(value, value),
        luck.survival_shift((value, event), (value, event)),
    ]
    assert [shift.verdict for shift in shifts] == ["same"] * 4
    assert expected_by_chance(shifts) == 0
    longer = luck.survival_shift((value, event), (value, ~event))
    assert longer.verdict != "same"


def test_only_shared_patients_are_compared_and_only_those_of_both_sets():
    one = (np.array([1, 1, 0, 0]) == 1, np.array([1, 1, 1, 0]) == 1)
    two = (np.array([0, 1, 0]) == 1, np.array([1, 1, 1]) == 1)
    shared = Shared(np.array([0, 2, 3]), np.array([0, 1, 2]))
    shift = share_shift(one, two, shared)
    assert shift.patients == (2, 2)
    assert shift.difference == 0.0
    assert shift.verdict == "not told apart"


def test_without_patients_there_is_no_value():
    nobody = (np.array([True]), np.array([False]))
    assert share_shift(nobody, nobody, NOBODY).verdict == "no value"
    assert share_shift(nobody, nobody, all_of(1)).verdict == "no value"
    assert mean_shift(np.array([nan]), np.array([1.0]), NOBODY).verdict == "no value"
    luck = Resampled((1, 1), NOBODY, (1, 2))
    assert luck.median_shift(np.array([nan]), np.array([1.0])).verdict == "no value"


def test_a_median_that_one_run_never_reaches_moves_beyond_all_limits():
    time, event = np.full(60, 100.0), np.ones(60, bool)
    luck = Resampled((60, 60), NOBODY, (1, 2))
    shift = luck.survival_shift((time, event), (time, ~event))
    assert shift.verdict == "moved"
    assert shift.lower == shift.upper == inf
    never = luck.survival_shift((time, ~event), (time, ~event))
    assert never.verdict == "not told apart"


def test_nothing_in_both_runs_is_no_ratio_but_no_difference_either():
    luck = Resampled((9, 9), all_of(9), (1, 1))
    shift = luck.median_shift(np.array([0.0] * 5 + [1.0] * 4), np.array([0.0] * 5 + [2.0] * 4), ratio=True)
    assert shift.difference == 0.0
    assert shift.verdict == "not told apart"


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=30))
def test_one_resample_of_everybody_has_the_median_itself(values):
    once = np.ones((1, len(values)), np.int16)
    array = np.array(values)
    assert resampled.medians(array, once)[0] == pytest.approx(np.median(array))


def test_a_survival_median_of_everybody_is_that_of_the_trial():
    stream = np.random.default_rng(3)
    time, event = np.rint(stream.exponential(100, 41)), stream.random(41) < 0.8
    found = resampled.survival_medians(time, event, np.ones((1, 41), np.int16))[0]
    assert found == whole_medians(time[None], event[None])[0]


def test_resamples_are_the_same_in_pieces_of_any_length():
    whole = np.concatenate(list(resampled.resamples(7, 1, "a", draws=10)))
    assert (whole.sum(axis=1) == 7).all()
    pieces = np.concatenate(list(resampled.resamples(7, 1, "a", rows=3, draws=10)))
    assert (whole == pieces).all()


def test_the_limits_of_a_median_hold_it_as_often_as_they_say():
    """Exact: the limits of the sign test between order statistics, n = 6 the least with any at 95 %."""
    assert np.isnan(median_limits(np.arange(5.0))[1])
    assert median_limits(np.arange(6.0)) == (2.5, 0.0, 5.0)
    assert median_limits(np.arange(20.0))[1:] == (5.0, 14.0)
    assert median_limits([0.0, inf, inf])[0] == inf


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_limits_of_two_independent_shares_hold_their_difference_and_mirror(x, n, y, m):
    x, y = min(x, n), min(y, m)
    low, high = newcombe_independent((x, n), (y, m))
    assert -1 <= low <= x / n - y / m <= high <= 1
    assert newcombe_independent((y, m), (x, n)) == pytest.approx((-high, -low))


def test_rounding_moves_no_mean():
    rng = np.random.default_rng(3)
    values = rng.uniform(10, 300, 40)
    shift = mean_shift(values, values + 1e-12 * rng.uniform(0.5, 1, 40), Shared(np.arange(40), np.arange(40)))
    assert shift.verdict == "same"
    assert (shift.difference, shift.lower, shift.upper) == (0.0, 0.0, 0.0)
    real = mean_shift(values, values + 0.01, Shared(np.arange(40), np.arange(40)))
    assert real.verdict == "moved"
