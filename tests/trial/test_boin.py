"""BOIN on many trials at once, and the dose it selects beside an independent isotonic regression."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from scipy.optimize import isotonic_regression
from scipy.stats import beta

from cartsim.trial.boin import (
    boin_boundaries,
    boin_decision,
    boin_selection,
    boin_table,
    isotonic,
    open_levels,
)
from cartsim.trial.escalation import three_plus_three_decision, totals

OUTCOMES = [(0, 0), (1, 0), (1, 1), *((n, y) for n in (3, 6) for y in range(n + 1))]
"""Patients and DLTs at a level."""


def toxic(n: int, y: int) -> bool:
    """n >= 3 and P(rate > .3) > .95 under Beta(1 + y, 1 + n - y), as a binomial sum."""
    p = Fraction(3, 10)
    below = sum(comb(n + 1, k) * p**k * (1 - p) ** (n + 1 - k) for k in range(y + 1))
    return n >= 3 and below > Fraction(19, 20)


TOXIC = {outcome: toxic(*outcome) for outcome in OUTCOMES}
WEIGHT = {(n, y): 1.0 / beta.var(y + 0.05, n - y + 0.05) for n, y in OUTCOMES if n}


def selected(trial: tuple[tuple[int, int], ...]) -> int:
    """The level nearest .3 among those tried below the first toxic one; 0 without any."""
    closed = next((place for place, outcome in enumerate(trial) if TOXIC[outcome]), len(trial))
    tried = [place for place in range(closed) if trial[place][0]]
    if not tried:
        return 0
    rates = [(trial[place][1] + 0.05) / (trial[place][0] + 0.1) for place in tried]
    pooled = isotonic_regression(rates, weights=[WEIGHT[trial[place]] for place in tried]).x
    distance = abs(pooled - 0.3)
    nearest = np.flatnonzero(distance < distance.min() + 1e-9)
    below = nearest[pooled[nearest] < 0.3]
    return 1 + tried[below[-1] if below.size else nearest[0]]


def test_every_trial_of_three_levels_selects_the_level_of_an_independent_regression():
    trials = list(product(OUTCOMES, repeat=3))
    patients, dlts = np.moveaxis(np.array(trials), -1, 0)
    found = boin_selection(patients, dlts, boin_table(0.3, 6))
    wrong = [trial for trial, level in zip(trials, found, strict=True) if level != selected(trial)]
    assert not wrong


def test_a_level_left_out_takes_no_part_in_pooling():
    found = isotonic(np.array([[0.1, 0.5, 0.3]]), np.array([[1.0, 0.0, 1.0]]))[0]
    assert np.isfinite(found).all()
    assert found[[0, 2]] == pytest.approx([0.1, 0.3])


def test_each_trial_has_its_own_levels():
    """Three of three are toxic, none or one of three is not."""
    patients = np.array([[3, 3, 0], [3, 0, 0], [3, 3, 3], [3, 0, 0]])
    dlts = np.array([[0, 3, 0], [0, 0, 0], [0, 1, 3], [3, 0, 0]])
    table = boin_table(0.3, 3)
    assert open_levels(patients, dlts, table).tolist() == [1, 3, 2, 0]
    level, done = boin_decision(np.array([2, 1, 3, 1]), patients, dlts, table)
    assert (level.tolist(), done.tolist()) == ([1, 2, 2, 0], [False, False, False, True])


def test_three_plus_three_on_many_trials():
    """0 of 3: up. 2 of 3 at level 2 after 3 at level 1: down for 3 more, or done where none goes back."""
    counts = np.array([[3, 0], [3, 3]]), np.array([[0, 0], [0, 2]])
    level, done = three_plus_three_decision(np.array([1, 2]), *counts)
    assert (level.tolist(), done.tolist(), done.dtype) == ([2, 1], [False, False], bool)
    level, done = three_plus_three_decision(np.array([1, 2]), *counts, False)
    assert (level.tolist(), done.tolist(), done.dtype) == ([2, 1], [False, True], bool)


def test_totals_are_those_of_one_trial():
    patients, dlts = totals([(1, "NNN"), (2, "NNT"), (1, "NTT")], 3)
    assert (patients.tolist(), dlts.tolist()) == ([[6, 3, 0]], [[2, 1, 0]])


def test_no_patients_have_no_boundaries():
    with pytest.raises(ValueError, match=r"^n = 0: boundaries are for at least 1 patient$"):
        boin_boundaries(0.3, 0)
