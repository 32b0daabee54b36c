"""The one trial that is told in full: its end, its expansion, its cohorts and its patients, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.datasets import DESIGN_DECISION, DESIGN_PART, words
from cartsim.trial.campaigns import Plan
from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.operating import ALL_TREATED, NOBODY_LEFT, SELECTED, Rules
from cartsim.trial.reported import patient_listing, reported_trials, side_by_side
from tests.trial.campaigns_by_hand import make_people, make_trials

NAN = float("nan")
COHORT = ("level", "patients", "dlts", "under_dosed", "not_followed", "opens", "closes", "decision")
PLAN = Plan(Rules(window=28.0), expansion=3)

# Nine patients in order. IV: two cohorts at level 1, one at level 2, expanded there with patients 7 and 8.
IV = {
    "level": [1, 1, 1, 1, 2, 2, 2, 0, 0], "cohort": [1, 1, 2, 2, 3, 3, 3, 0, 0],
    "day": [0.0, 7.0, 35.0, 42.0, 70.0, 77.0, 91.0, NAN, NAN], "patients": [3, 2], "dlts": [1, 1],
    "selected": 2, "ended": ALL_TREATED, "obd": 1, "closes": 150.0,
    "at": 2, "who": [7, 8, None], "later": [119.0, 126.0, NAN],
}  # fmt: skip
# IC: one cohort, at level 2; nothing is selected nor expanded.
IC = {
    "level": [2, 2, 0, 0, 0, 0, 0, 0, 0], "cohort": [1, 1, 0, 0, 0, 0, 0, 0, 0],
    "day": [0.0, 7.0, *[NAN] * 7], "patients": [0, 2], "dlts": [0, 0],
    "selected": 0, "ended": NOBODY_LEFT, "closes": 35.0, "at": 0, "who": [None] * 3, "later": [NAN] * 3,
}  # fmt: skip
PEOPLE = make_people(
    9,
    under_dosed=[(1, 1), (2, 2), (6, 1)],
    not_followed=[(5, 2), (5, 1), (0, 2)],
    lost=[(1, 1), (5, 2), (8, 2)],
    limited=[(2, 1), (5, 2), (6, 2), (7, 2), (8, 2)],
    response=[(7, 2)],
    severe=[(7, 2), (8, 1)],
)


def reported(*rows, people=PEOPLE):
    return reported_trials([make_trials([row]) for row in rows], [people] * len(rows), PLAN)


def test_the_end_of_every_trial():
    table = reported(IV, IC)
    for name, values in (
        ("selected", [2, 0]),
        ("end", [ALL_TREATED, NOBODY_LEFT]),
        ("enrolled", [7, 2]),
        ("replaced", [2, 0]),
        ("days", [150, 35]),
        ("obd", [1, 0]),
    ):
        assert table[f"design_trial_{name}"].tolist() == values, name
    assert table["design_expansion_level"].tolist() == [2, 0]


def test_the_expansion_with_exact_limits():
    """Response 1 of 2, DLT 1 of the 1 evaluable, severe CRS 1 of 2; in IC nobody, and nothing is known."""
    table = reported(IV, IC)
    for name, x, n in (("orr", 1, 2), ("dlt", 1, 1), ("severe_crs", 1, 2)):
        found = {tail: table[f"design_expansion_{name}{tail}"] for tail in ("", "_lower", "_upper", "_n")}
        assert found["_n"].tolist() == [n, 0]
        assert (found["_lower"][0], found["_upper"][0]) == pytest.approx(clopper_pearson(x, n))
        assert found[""][0] == x / n
        assert np.isnan([found[tail][1] for tail in ("", "_lower", "_upper")]).all()


def test_the_cohorts_of_the_trial():
    """A patient counts at the level that was given, whatever would have come of another one."""
    table = reported(IV, IC)
    for name, values in (
        ("level", [[1, 1, 2], [2, 0, 0]]),
        ("patients", [[1, 2, 2], [2, 0, 0]]),
        ("dlts", [[0, 1, 1], [0, 0, 0]]),
        ("under_dosed", [[1, 0, 0], [0, 0, 0]]),
        ("not_followed", [[0, 0, 1], [1, 0, 0]]),
    ):
        assert table[f"design_cohort_{name}"].tolist() == values, name


def test_a_cohort_opens_with_its_first_patient_and_closes_with_the_window_of_its_last():
    table = reported(IV, IC)
    opens, closes = table["design_cohort_opens"], table["design_cohort_closes"]
    assert opens[0].tolist() == [0, 35, 70]
    assert closes[0].tolist() == [7 + 28, 42 + 28, 91 + 28]
    assert (opens[1, 0], closes[1, 0]) == (0, 35)
    assert np.isnan(opens[1, 1:]).all()
    assert np.isnan(closes[1, 1:]).all()


@pytest.mark.parametrize(
    ("levels", "decisions"),
    [
        ([1, 1, 2], ["stay", "escalate", "stop"]),
        ([2, 1, 2], ["de-escalate", "escalate", "stop"]),
        ([2, 2, 1], ["stay", "de-escalate", "stop"]),
        ([2, 0, 0], ["stop", "none", "none"]),
        ([1, 2, 0], ["escalate", "stop", "none"]),
    ],
)
def test_the_decision_is_read_from_the_level_of_the_next_cohort(levels, decisions):
    """Beside a trial of three cohorts; one patient in each."""
    row = IC | {
        "level": [*levels, *[0] * 6],
        "cohort": [*(np.arange(1, 4) * (np.array(levels) > 0)), *[0] * 6],
    }
    table = reported(row, IV)
    assert words(table["design_cohort_decision"][0], DESIGN_DECISION).tolist() == decisions
    assert words(table["design_cohort_decision"][1], DESIGN_DECISION).tolist() == ["stay", "escalate", "stop"]


def test_trials_without_patients_have_no_cohorts():
    empty = IC | {"level": [0] * 9, "cohort": [0] * 9, "day": [NAN] * 9, "patients": [0, 0]}
    table = reported(empty, empty)
    assert table["design_cohort_level"].shape == table["design_cohort_opens"].shape == (2, 0)
    assert table["design_trial_enrolled"].tolist() == [0, 0]
    assert reported(empty, IC)["design_cohort_level"].tolist() == [[0], [2]]


def test_of_an_empty_pool_there_is_no_cohort_either():
    nobody = IC | {"level": [], "cohort": [], "day": []}
    table = reported(nobody, nobody, people=make_people(0))
    assert {name: table[name].shape for name in table if "cohort" in name} == dict.fromkeys(
        (f"design_cohort_{name}" for name in COHORT), (2, 0)
    )
    assert np.isnan(table["design_expansion_orr"]).all()


def test_the_listing_has_every_virtual_patient():
    """The pool is patients 1 to 9 of eleven: whose solve failed is in no trial."""
    trials = [make_trials([row]) for row in (IV, IC)]
    table = patient_listing(trials, np.arange(1, 10), 11)
    assert table["design_level"].tolist() == [
        [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 0], [0, 2, 2, *[0] * 8]]  # fmt: skip
    assert table["design_cohort"].tolist() == [
        [0, 1, 1, 2, 2, 3, 3, 3, 0, 0, 0], [0, 1, 1, *[0] * 8]]  # fmt: skip
    part = words(table["design_part"], DESIGN_PART).tolist()
    assert part[0] == ["not enrolled", *["escalation"] * 7, *["expansion"] * 2, "not enrolled"]
    assert part[1] == ["not enrolled", *["escalation"] * 2, *["not enrolled"] * 8]
    assert all(table[name].dtype == np.int64 for name in ("design_part", "design_level", "design_cohort"))


def test_the_listing_has_the_day_of_infusion_and_none_for_those_not_enrolled():
    trials = [make_trials([row]) for row in (IV, IC)]
    day = patient_listing(trials, np.arange(1, 10), 11)["design_day"]
    assert day[0, 1:10].tolist() == [0, 7, 35, 42, 70, 77, 91, 119, 126]
    assert day[1, 1:3].tolist() == [0, 7]
    assert np.isnan(day[0, [0, 10]]).all()
    assert np.isnan(day[1, [0, *range(3, 11)]]).all()


def test_tables_of_arms_are_stacked_the_arm_first():
    one, two = {"n": np.array([1, 2, 3]), "end": SELECTED}, {"n": np.array([4, 5, 6]), "end": ALL_TREATED}
    both = side_by_side([one, two])
    assert both["n"].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert both["end"].tolist() == [SELECTED, ALL_TREATED]
    assert side_by_side([one])["n"].tolist() == [[1, 2, 3]]
