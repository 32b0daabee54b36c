"""The rules of 3+3 and BOIN: printed tables, formulas, every path of a small trial, whole decisions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression
from scipy.stats import beta

from cartsim.trial.boin import boin_selection, boin_table, isotonic
from cartsim.trial.escalation import boin_boundaries, boin_mtd, boin_next, three_plus_three

PRINTED_30 = {
    "escalate": [0, 1, 2, 2, 3, 4, 4, 5, 6, 7],
    "deescalate": [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    "eliminate": [3, 4, 5, 7, 8, 9, 10, 11, 12, 14],
}
"""Target .30 at 3, 6, ... 30 patients, as the design's own software (R package BOIN) prints it."""
PRINTED_30_EACH = {
    "escalate": [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4],
    "deescalate": [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 8],
}
"""The same at 1, 2, ... 20 patients."""
LAMBDAS = {
    0.15: (0.118, 0.179),
    0.20: (0.157, 0.238),
    0.25: (0.197, 0.298),
    0.30: (0.236, 0.358),
    0.35: (0.276, 0.419),
    0.40: (0.316, 0.479),
}
"""Boundaries by target, Liu & Yuan 2015, table 1 [recalled]; some digits are cut, not rounded."""
PERCENT = (15, 20, 25, 30, 35, 40)


@pytest.mark.parametrize("column", list(PRINTED_30))
def test_boin_boundaries_are_those_the_software_prints(column):
    assert [getattr(boin_boundaries(0.3, n), column) for n in range(3, 31, 3)] == PRINTED_30[column]


@pytest.mark.parametrize("column", list(PRINTED_30_EACH))
def test_boin_boundaries_are_printed_for_every_number_of_patients(column):
    assert [getattr(boin_boundaries(0.3, n), column) for n in range(1, 21)] == PRINTED_30_EACH[column]


def test_boin_lambdas():
    found = boin_boundaries(0.3, 1)
    assert found.lambda_e == pytest.approx(0.2364907, abs=5e-8)
    assert found.lambda_d == pytest.approx(0.3585195, abs=5e-8)
    assert found.eliminate is None
    assert boin_boundaries(0.3, 2).eliminate is None


@pytest.mark.parametrize("target", list(LAMBDAS))
def test_boin_lambdas_of_the_paper(target):
    assert boin_boundaries(target, 3)[:2] == pytest.approx(LAMBDAS[target], abs=1e-3)


def surely_above(percent: int, y: int, n: int) -> bool:
    """P(rate > target) > .95 under Beta(1 + y, 1 + n - y), which is P(Binomial(n + 1, target) <= y),
    exactly."""
    p = Fraction(percent, 100)
    return sum(comb(n + 1, k) * p**k * (1 - p) ** (n + 1 - k) for k in range(y + 1)) > Fraction(19, 20)


@pytest.mark.parametrize("percent", PERCENT)
def test_elimination_in_exact_arithmetic(percent):
    for n in range(3, 31):
        exact = next((y for y in range(n + 1) if surely_above(percent, y, n)), None)
        assert boin_boundaries(percent / 100, n).eliminate == exact, n


def test_elimination_at_three_patients():
    """Two of three: .9728 at target .20 eliminates, .9492 at .25 does not."""
    assert [boin_boundaries(target, 3).eliminate for target in (0.2, 0.25, 0.3)] == [2, 3, 3]


@settings(max_examples=40)
@given(st.floats(0.1, 0.5), st.integers(1, 60))
def test_boin_counts_follow_their_definitions(target, n):
    found = boin_boundaries(target, n)
    assert found.lambda_e < target < found.lambda_d
    rates = np.arange(n + 1) / n
    assert found.escalate == max((y for y in range(n + 1) if rates[y] <= found.lambda_e), default=-1)
    assert found.deescalate == min(y for y in range(n + 1) if rates[y] >= found.lambda_d - 1e-12)
    toxic = [y for y in range(n + 1) if beta.sf(target, 1 + y, 1 + n - y) > 0.95]
    assert found.eliminate == (toxic[0] if toxic and n >= 3 else None)


def test_the_table_is_the_boundaries_by_patients():
    table = boin_table(0.25, 12)
    for n in range(1, 13):
        found = boin_boundaries(0.25, n)
        assert (table.escalate[n], table.deescalate[n]) == (found.escalate, found.deescalate)
        assert table.eliminate[n] == (n + 1 if found.eliminate is None else found.eliminate)


@pytest.mark.parametrize(("outcomes", "doses", "next_dose", "done"), [
    ("", 3, 1, False),
    ("1NNN", 3, 2, False),
    ("1NNT", 3, 1, False),
    ("1NNT 1NNN", 3, 2, False),
    ("1NNT 1NNT", 3, None, True),
    ("1NTT", 3, None, True),
    ("1NNN 2NTT", 3, 1, False),
    ("1NNN 2NTT 1NNN", 3, 1, True),
    ("1NNN 2NTT 1NNT", 3, 1, True),
    ("1NNN 2NTT 1NTT", 3, None, True),
    ("1NNN 2NNT 2NNT", 3, 1, False),
    ("1NNN 2NNN 3NNN", 3, 3, True),
    ("1NNN 2NNN 3NNT", 3, 3, False),
    ("1NNN 2NNN 3NNT 3NNN", 3, 3, True),
    ("1NN", 3, 1, False),
    ("1NTT 1N", 3, 1, False),
    ("1NNN 1NNN 2NTT", 3, 1, True),
    ("2NTT 1NNN", 2, 1, False),
    ("2NTT 1NNN 1NNT", 2, 1, True),
    ("2NTT 1NNT", 2, 1, False),
])  # fmt: skip
def test_three_plus_three_by_hand(outcomes, doses, next_dose, done):
    assert tuple(three_plus_three(outcomes, doses)) == (next_dose, done)


def test_three_plus_three_that_does_not_go_back():
    assert tuple(three_plus_three("1NNN 2NTT", 3, deescalate=False)) == (1, True)


def flow_chart(dlts: list[int], doses: int) -> tuple[list[int], int | None, bool]:
    """Levels of the cohorts, the level found and whether the trial is over, by Storer's flow chart.

    `dlts` are the DLTs of cohorts of three to come; written as a walk through the chart, with what is known
    of each level in words rather than in totals.
    """
    level, treated, cohorts = 1, {}, iter(dlts)
    levels: list[int] = []
    falling = False
    while True:
        found = next(cohorts, None)
        if found is None:
            return levels, level, False
        levels.append(level)
        seen = treated.setdefault(level, [])
        seen.append(found)
        if seen == [1] and not falling:
            continue
        tolerated = sum(seen) <= (1 if len(seen) == 2 else 0)
        if tolerated and falling:
            return levels, level, True
        if tolerated:
            if level == doses:
                return levels, level, True
            level += 1
            continue
        level, falling = level - 1, True
        if level == 0:
            return levels, None, True
        if len(treated[level]) == 2:
            return levels, level, True


@pytest.mark.parametrize("doses", [1, 2, 3])
def test_every_path_of_three_plus_three_follows_the_flow_chart(doses):
    """All outcomes of up to 2 * doses cohorts; a path ends where the chart ends.

    Paths of two doses: 5 stop at level 1; from 0 of 3, 2 end well at level 2 and 5 go back to 4 outcomes;
    from 1 of 6, 2 end well and 5 end at level 1: 5 + 22 + 7.
    """
    paths = set()
    for dlts in product(range(4), repeat=2 * doses):
        levels, found, over = flow_chart(list(dlts), doses)
        assert over
        paths.add((tuple(levels), tuple(dlts[: len(levels)]), found))
    for levels, dlts, found in paths:
        cohorts = [
            f"{level}{'T' * toxic}{'N' * (3 - toxic)}" for level, toxic in zip(levels, dlts, strict=True)
        ]
        for count, following in enumerate(levels[1:], start=1):
            assert tuple(three_plus_three(" ".join(cohorts[:count]), doses)) == (following, False), cohorts
        assert tuple(three_plus_three(" ".join(cohorts), doses)) == (found, True), cohorts
    assert len(paths) == {1: 7, 2: 34, 3: 118}[doses]


@pytest.mark.parametrize(("outcomes", "next_dose", "done"), [
    ("", 1, False),
    ("1NNN", 2, False),
    ("1NNT", 1, False),
    ("1NTT", 1, False),
    ("1TTT", None, True),
    ("1NNN 2TTT", 1, False),
    ("1NNN 2TTT 1NNN", 1, False),
    ("1NNN 2NNN 3NNN", 3, False),
    ("1NNN 2NTT 1NNT", 2, False),
    ("1NNN 2NTT 1NTT", 1, False),
    ("1NNN 2NNN 3NTT", 2, False),
    ("1NNN 2NTT 2TTN 1NNN", 1, False),
])  # fmt: skip
def test_boin_next_by_hand(outcomes, next_dose, done):
    assert tuple(boin_next(outcomes, 3, target=0.3)) == (next_dose, done)


def test_the_selected_dose_is_nearest_the_target_after_pooling():
    assert boin_mtd("", 3, target=0.3) is None
    assert boin_mtd("1NNN 2NNN 3NTT 2NNT", 3, target=0.3) == 2
    assert boin_mtd("1TTT", 3, target=0.3) is None
    assert boin_mtd("1NNN 1NNN 2NNT 2NNT", 2, target=0.3) == 2
    assert boin_mtd("1NNT 1NNT 2NNN 2NNN", 2, target=0.3) == 2


def test_among_equal_rates_the_highest_below_the_target_and_the_lowest_above_it():
    assert boin_mtd("1NNN 2NNN 3NNN", 3, target=0.3) == 3
    assert boin_mtd("1NTN 1NTT 2NTN 2NTT", 2, target=0.3) == 1


RATES = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 100)), min_size=1, max_size=8)


@given(RATES)
def test_isotonic_rates_are_those_of_an_independent_regression(pairs):
    rates, weights = (np.array(column) for column in zip(*pairs, strict=True))
    expected = isotonic_regression(rates, weights=weights).x
    assert isotonic(rates[None], weights[None])[0] == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_untried_levels_change_nothing(levels):
    patients = np.array([[n for n, _ in levels]])
    dlts = np.array([[min(n, y) for n, y in levels]])
    table = boin_table(0.3, 9)
    more = [np.concatenate([counts, np.zeros((1, 2), int)], axis=1) for counts in (patients, dlts)]
    assert boin_selection(*more, table) == boin_selection(patients, dlts, table)


@pytest.mark.parametrize("bad", ["NNN", "4NNN", "0NNN", "1NXN", "1", "1NNN,2NNN"])
def test_what_is_no_cohort_is_refused(bad):
    with pytest.raises(ValueError, match="no cohort"):
        three_plus_three(bad, 3)
    with pytest.raises(ValueError, match="no cohort"):
        boin_next(bad, 3, target=0.3)


@pytest.mark.parametrize(("target", "n"), [(0.9, 3), (0.0, 3), (0.3, 0), (0.3, 2.5)])
def test_boundaries_of_nothing_are_refused(target, n):
    with pytest.raises(ValueError):
        boin_boundaries(target, n)


@pytest.mark.parametrize("doses", [0, 1.5])
def test_a_trial_without_doses_is_refused(doses):
    with pytest.raises(ValueError, match="doses"):
        three_plus_three("", doses)


COHORTS = st.lists(st.sampled_from(["NNN", "NNT", "NTT", "TTT"]), max_size=12)


@given(COHORTS, st.integers(1, 4), st.sampled_from(["3+3", "boin"]))
def test_a_trial_never_leaves_its_doses_nor_skips_one_upwards(cohorts, doses, rule):
    outcomes, level = [], 1
    for letters in cohorts:
        outcomes.append(f"{level}{letters}")
        text = " ".join(outcomes)
        decision = three_plus_three(text, doses) if rule == "3+3" else boin_next(text, doses, target=0.3)
        if decision.done or decision.next_dose is None:
            assert decision.done
            break
        assert 1 <= decision.next_dose <= min(doses, level + 1)
        level = decision.next_dose
