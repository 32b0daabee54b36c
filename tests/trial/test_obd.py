"""The optimal biological dose: utilities by hand, admissibility in exact arithmetic, the choice."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.trial.obd import (
    Outcomes,
    UtilityRule,
    admissible,
    optimal_level,
    posterior_utility,
    utility_sums,
)

RULE = UtilityRule()


def outcomes(*rows: tuple[int, int, int, int]) -> Outcomes:
    """One trial; a row per level: patients, DLTs, responses, both."""
    return Outcomes(*(np.array([column]) for column in zip(*rows, strict=True)))


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ((1, 0, 1, 0), 100),
        ((1, 1, 1, 1), 60),
        ((1, 0, 0, 0), 40),
        ((1, 1, 0, 0), 0),
        ((10, 3, 4, 1), 3 * 100 + 60 + 4 * 40),
        ((0, 0, 0, 0), 0),
    ],
)
def test_utilities_by_hand(counts, total):
    assert utility_sums(outcomes(counts), RULE)[0, 0] == total


def test_the_posterior_mean_begins_at_fifty():
    """Beta(1, 1) before, Beta(1 + x, 1 + n - x) after: 100 (1 + 5.2) / 12."""
    assert posterior_utility(outcomes((0, 0, 0, 0)), RULE)[0, 0] == 50
    assert posterior_utility(outcomes((10, 3, 4, 1)), RULE)[0, 0] == pytest.approx(100 * 6.2 / 12)


def tail(p: Fraction, y: int, n: int) -> Fraction:
    """P(rate > p) under Beta(1 + y, 1 + n - y) = P(Binomial(n + 1, p) <= y)."""
    return sum((comb(n + 1, k) * p**k * (1 - p) ** (n + 1 - k) for k in range(y + 1)), Fraction(0))


def test_admissibility_in_exact_arithmetic():
    for n in range(1, 13):
        for y in range(n + 1):
            for r in range(n + 1):
                toxic = tail(Fraction(3, 10), y, n) > Fraction(95, 100)
                weak = 1 - tail(Fraction(1, 4), r, n) > Fraction(9, 10)
                found = admissible(outcomes((n, y, r, 0)), RULE)[0, 0]
                assert found == (not toxic and not weak), (n, y, r)


@pytest.mark.parametrize(
    ("rows", "highest", "level"),
    [
        ([(6, 0, 1, 0), (6, 0, 3, 0), (6, 2, 4, 1)], 3, 2),
        ([(6, 0, 1, 0), (6, 0, 3, 0), (6, 2, 4, 1)], 1, 1),
        ([(6, 0, 1, 0), (6, 0, 3, 0), (6, 2, 4, 1)], 0, 0),
        ([(6, 0, 3, 0), (6, 0, 3, 0), (0, 0, 0, 0)], 3, 1),
        ([(0, 0, 0, 0), (3, 0, 2, 0)], 2, 2),
        ([(9, 0, 0, 0), (9, 0, 0, 0)], 2, 0),
        ([(3, 3, 3, 3)], 1, 0),
    ],
)
def test_the_choice(rows, highest, level):
    """Highest utility below the selected level; the lower among equals; untried, toxic and weak never."""
    assert int(optimal_level(outcomes(*rows), RULE, [highest])[0]) == level


LEVEL = st.integers(0, 20).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)).flatmap(
        lambda row: st.tuples(
            *map(st.just, row), st.integers(max(0, row[1] + row[2] - row[0]), min(row[1], row[2]))
        )
    )
)


@settings(max_examples=40)
@given(st.lists(LEVEL, min_size=1, max_size=5))
def test_a_choice_is_admissible_and_none_admissible_is_worth_more(rows):
    found = outcomes(*rows)
    level = int(optimal_level(found, RULE, [len(rows)])[0])
    allowed, worth = admissible(found, RULE)[0], posterior_utility(found, RULE)[0]
    if level == 0:
        assert not allowed.any()
    else:
        assert allowed[level - 1]
        assert worth[level - 1] == worth[allowed].max()
    sums = utility_sums(found, RULE)[0]
    assert ((sums >= 0) & (sums <= 100 * found.patients[0])).all()


def test_a_toxicity_without_response_has_its_own_utility():
    rule = UtilityRule(dlt_only=10.0)
    assert utility_sums(outcomes((1, 1, 0, 0)), rule)[0, 0] == 10
    assert utility_sums(outcomes((3, 3, 1, 1)), rule)[0, 0] == 60 + 2 * 10


def test_an_untried_level_is_not_admissible():
    assert admissible(outcomes((0, 0, 0, 0), (3, 0, 2, 0)), RULE).tolist() == [[False, True]]


def test_each_trial_has_its_own_choice():
    """Response in half of six at level 2 of the first, of nobody in the second, at level 1 of the third."""
    good, bad, untried = (6, 0, 3, 0), (9, 0, 0, 0), (0, 0, 0, 0)
    trials = [(bad, good), (bad, bad), (good, untried)]
    found = Outcomes(*(np.array(trials)[..., place] for place in range(4)))
    assert optimal_level(found, RULE, [2, 2, 2]).tolist() == [2, 0, 1]
    assert optimal_level(found, RULE, [1, 2, 1]).tolist() == [0, 0, 1]
    alone = Outcomes(*(part[0] for part in found))
    assert int(optimal_level(alone, RULE, 2)) == 2
    stacked = Outcomes(*(np.stack([part, part[::-1]]) for part in found))
    assert optimal_level(stacked, RULE, np.full((2, 3), 2)).tolist() == [[2, 0, 1], [1, 0, 2]]
