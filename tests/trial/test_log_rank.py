"""The log-rank test: by hand, its symmetries, and what it refuses. Its oracles: test_survival_oracles.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from cartsim.trial.survival import log_rank

REFUSED = (
    "^an unpaired log-rank on paired arms is refused: a patient is in more than one group; "
    "compare within patients, or test inside repeated trials$"
)
ROWS = st.lists(
    st.tuples(st.integers(1, 9), st.booleans(), st.integers(0, 2)), min_size=4, max_size=30
).filter(lambda rows: len({row[2] for row in rows}) > 1)


def test_two_groups_by_hand():
    """Day 1: 1 of 4 dies, 2 of them in a; day 2: 1 of 3, 1 in a; day 3: 1 of 2, 1 in a; day 4: 1 of 1."""
    found = log_rank([1, 3, 2, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])
    expected = 2 / 4 + 1 / 3 + 1 / 2
    variance = 1 / 4 + 2 / 9 + 1 / 4
    assert found.statistic == pytest.approx((2 - expected) ** 2 / variance)
    assert found.p_value == pytest.approx(chi2.sf((2 - expected) ** 2 / variance, 1))


def test_events_at_one_time_have_the_hypergeometric_variance():
    """Day 2: 2 of 5 die, one of 2 in a and one of 3 in b."""
    found = log_rank([2, 3, 2, 3, 3], [1, 0, 1, 0, 0], [0, 0, 1, 1, 1])
    variance = 2 * (3 / 4) * (2 / 5) * (3 / 5)
    assert found.statistic == pytest.approx((1 - 2 * 2 / 5) ** 2 / variance)


@given(ROWS)
def test_names_and_order_of_groups_and_patients_do_not_matter(rows):
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    found = log_rank(time, event, group)
    turned = log_rank(time[::-1], event[::-1], np.array(["z", "y", "x"])[group[::-1]])
    assert turned == pytest.approx(found, rel=1e-9, abs=1e-9)
    assert found.statistic >= 0
    assert 0 <= found.p_value <= 1


@given(ROWS)
def test_only_the_order_of_times_counts(rows):
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    assert log_rank(np.exp(time), event, group) == pytest.approx(log_rank(time, event, group), abs=1e-9)


def test_a_group_gone_before_the_first_event_adds_no_degree_of_freedom():
    time, event, group = [1, 3, 2, 4, 0.5, 0.5], [1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 2, 2]
    assert log_rank(time, event, group) == pytest.approx(log_rank(time[:4], event[:4], group[:4]))


@pytest.mark.parametrize(
    ("time", "event"),
    [([1, 2, 3, 4], [0, 0, 0, 0]), ([5, 5, 5, 5], [1, 1, 1, 1]), ([1, 2, 3, 4], [0, 0, 1, 1])],
)
def test_without_an_event_to_compare_there_is_no_difference(time, event):
    assert log_rank(time, event, [0, 0, 1, 1]) == (0.0, 1.0)


def test_paired_arms_are_refused():
    rows = ([1, 2, 3, 4], [1, 1, 1, 1], ["IV", "IV", "IC", "IC"])
    with pytest.raises(ValueError, match=REFUSED):
        log_rank(*rows, patient=[7, 8, 7, 9])
    assert log_rank(*rows, patient=[7, 8, 9, 10]) == log_rank(*rows)
    assert log_rank(*rows, patient=["s1", "s1", "s2", "s3"]) == log_rank(*rows)


@pytest.mark.parametrize(("time", "group", "patient", "message"), [
    ([1, 2], ["a", "a"], None, "a log-rank compares two groups or more"),
    ([], [], None, "a log-rank compares two groups or more"),
    ([1, 2], ["a", "b", "b"], None, "2 times and 3 groups"),
    ([1, 2], ["a", "b"], [1, 2, 3], "2 times and 3 patients"),
    ([1, -2], ["a", "b"], None, "a time is missing, infinite or negative"),
])  # fmt: skip
def test_what_cannot_be_compared_is_refused(time, group, patient, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        log_rank(time, np.ones(len(time)), group, patient=patient)
