"""Operating characteristics of trials written by hand: means, shares and their errors over trials."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from cartsim.trial.campaigns import Plan
from cartsim.trial.obd import UtilityRule
from cartsim.trial.operating import ALL_TREATED, NOBODY_LEFT, SELECTED, TOXIC, Rules
from cartsim.trial.repeated import summarise
from tests.trial.campaigns_by_hand import make_people, make_trials

QUANTILES = (0.0, 0.5, 1.0)
NAN = float("nan")
NOBODY = {"who": [None] * 3, "later": [NAN] * 3}

TRIALS = [
    {"selected": 2, "ended": SELECTED, "patients": [3, 3], "dlts": [0, 1], "level": [1, 1, 1, 2, 2, 2, 2],
     "closes": 100.0, "obd": 2, "at": 2, "who": [0, 1, 2], "later": [70.0, 77.0, 84.0]},
    {"selected": 0, "ended": TOXIC, "patients": [3, 0], "dlts": [2, 0], "level": [1, 1, 1, 0, 0, 0, 0],
     "closes": 40.0, **NOBODY},
    {"selected": 0, "ended": ALL_TREATED, "patients": [6, 0], "dlts": [1, 0], "level": [1] * 6 + [0],
     "closes": 90.0, **NOBODY},
    {"selected": 1, "ended": ALL_TREATED, "patients": [3, 1], "dlts": [0, 1], "level": [1, 1, 1, 2, 0, 0, 0],
     "closes": 60.0, "obd": 1, "at": 1, "who": [3, None, None], "later": [30.0, NAN, NAN]},
    {"selected": 0, "ended": NOBODY_LEFT, "patients": [1, 0], "dlts": [0, 0], "level": [1, 1] + [0] * 5,
     "closes": 35.0, **NOBODY},
    {"selected": 0, "ended": TOXIC, "patients": [6, 0], "dlts": [2, 0], "level": [1] * 6 + [0],
     "closes": 80.0, **NOBODY},
    {"selected": 0, "ended": TOXIC, "patients": [3, 0], "dlts": [2, 0], "level": [1, 1, 1, 0, 0, 0, 0],
     "closes": 67.5, **NOBODY},
]  # fmt: skip
TRIALS = [row | {"cohort": row["level"], "day": [0.0] * 7} for row in TRIALS]

# In the expansions: patients 0, 1 and 2 at level 2, patient 3 at level 1.
PEOPLE = make_people(
    4,
    response=[(0, 2), (1, 2), (3, 1), (2, 1)],
    limited=[(0, 2), (2, 2), (3, 1)],
    lost=[(2, 2), (3, 1)],
    severe=[(0, 2), (2, 2), (3, 2)],
    missed=[(0, 2)],
)


def summary(people=PEOPLE, rows=TRIALS, **plan):
    """The trials in two batches, the first of three."""
    runs = [make_trials(part) for part in (rows[:3], rows[3:]) if part]
    return summarise(runs, people, Plan(Rules(), **plan), QUANTILES)


def share(*hits):
    """Shares of seven trials with their standard errors."""
    return [hit / 7 for hit in hits], [sqrt(hit / 7 * (1 - hit / 7) / 7) for hit in hits]


def test_a_trial_selects_a_level_or_none_or_remains_undecided():
    """None is selected where the lowest level is too toxic; undecided is a trial that ran out of patients. A
    trial that treated all of them and selects a level is decided."""
    table = summary()
    for name, hits in (
        ("design_selected", (1, 1)),
        ("design_none_selected", (3,)),
        ("design_undecided", (2,)),
    ):
        mean, error = share(*hits)
        assert np.atleast_1d(table[name]) == pytest.approx(mean), name
        assert np.atleast_1d(table[f"{name}_mcse"]) == pytest.approx(error), name


def test_patients_and_days_are_means_over_all_trials_with_their_error():
    """Enrolled 7, 3, 6, 4, 2, 6, 3: sum 31, of squares 159; the two replaced are those not evaluable."""
    table = summary()
    assert table["design_patients"] == pytest.approx([25 / 7, 4 / 7])
    assert table["design_dlts"] == pytest.approx([7 / 7, 2 / 7])
    assert table["design_enrolled"] == pytest.approx(31 / 7)
    assert table["design_enrolled_mcse"] == pytest.approx(sqrt((159 - 31**2 / 7) / 7) / sqrt(7))
    assert table["design_replaced"] == pytest.approx((1 + 1) / 7)
    assert table["design_duration"] == pytest.approx(67.5)
    off = (0.0, 32.5, 27.5, 22.5, 7.5, 32.5, 12.5)
    assert table["design_duration_mcse"] == pytest.approx(sqrt(sum(days**2 for days in off)) / 7)


def test_the_optimal_dose_is_told_where_one_is_chosen():
    assert not [name for name in summary() if "obd" in name]
    table = summary(utility=UtilityRule())
    assert set(table) > set(summary())
    mean, error = share(1, 1)
    assert table["design_obd_selected"] == pytest.approx(mean)
    assert table["design_obd_selected_mcse"] == pytest.approx(error)
    assert table["design_obd_none"] == pytest.approx(5 / 7)
    assert table["design_obd_none_mcse"] == pytest.approx(share(5)[1][0])


def test_without_an_expansion_nothing_is_said_of_one():
    assert not [name for name in summary(expansion=0) if "expan" in name]
    added = set(summary(expansion=3)) - set(summary())
    assert added == {"design_expanded", "design_expanded_mcse"} | {
        f"design_expansion_{name}_trials" for name in ("orr", "dlt", "severe_crs")
    }


def test_what_expansions_saw_is_spread_over_the_trials_that_had_one():
    """Responses 2 of 3 and 1 of 1; DLT 1 of 2, and nobody evaluable; severe CRS 1 of 2 and 0 of 1."""
    table = summary(expansion=3)
    assert table["design_expanded"] == pytest.approx(2 / 7)
    assert table["design_expanded_mcse"] == pytest.approx(share(2)[1][0])
    assert table["design_expansion_orr_trials"] == pytest.approx([2 / 3, 5 / 6, 1.0])
    assert table["design_expansion_dlt_trials"] == pytest.approx([1 / 2, 1 / 2, 1 / 2])
    assert table["design_expansion_severe_crs_trials"] == pytest.approx([0.0, 1 / 4, 1 / 2])


def test_where_no_expansion_had_anybody_its_quantiles_are_not_known():
    nobody = make_people(4, missed=[(patient, level) for patient in range(4) for level in (1, 2)])
    table = summary(nobody, expansion=3)
    assert table["design_expansion_orr_trials"].tolist() == [0.0, 0.0, 0.0]
    unknown = table["design_expansion_severe_crs_trials"]
    assert unknown.shape == (3,)
    assert np.isnan(unknown).all()
    assert unknown.dtype == float


def test_batches_are_of_no_account():
    two = summary(expansion=3, utility=UtilityRule())
    one = summarise(
        [make_trials(TRIALS)], PEOPLE, Plan(Rules(), expansion=3, utility=UtilityRule()), QUANTILES
    )
    assert set(one) == set(two)
    assert all(np.array_equal(one[name], two[name]) for name in one)
