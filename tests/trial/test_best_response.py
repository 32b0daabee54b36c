"""Best overall response, unconfirmed and confirmed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.datasets import RESPONSE
from cartsim.trial.best_response import (
    best_responses,
    confirmed_responses,
    confirmed_visits,
    counted_visits,
)
from cartsim.trial.recist import best_overall_response, confirmed_response
from cartsim.trial.responses import (
    RANK,
    History,
    adequate,
    controlled,
    first_day,
    in_order,
    last_day,
    responded,
    up_to,
)
from cartsim.trial.time_to_event import progression_days

DAYS = [30, 58, 91, 182]


def best(words, days=DAYS, **more):
    return tuple(best_overall_response(days[: len(words)], words, **{"stable_disease_from": 42, **more}))


def confirmed(words, days=DAYS, **more):
    return tuple(confirmed_response(days[: len(words)], words, **{"stable_disease_from": 42, **more}))


def test_the_best_up_to_progression_counts():
    assert best(["SD", "PR", "CR", "PD"]) == ("CR", 91)
    assert best(["SD", "PD", "CR"]) == ("PD", 58)
    assert best(["SD", "PD", "CR"], pd_day=None) == ("CR", 91)
    assert best(["SD", "PR", "CR"], pd_day=60) == ("PR", 58)
    assert best(["SD", "PR", "CR"], new_therapy_day=91) == ("PR", 58)


def test_stable_disease_needs_its_day():
    assert best(["SD"]) == ("NE", 30)
    assert best(["SD", "SD"]) == ("SD", 58)
    assert best(["SD"], stable_disease_from=28) == ("SD", 30)
    assert best(["SD", "SD"], [30, 42]) == ("SD", 42)
    assert best(["SD", "SD"], [30, 41]) == ("NE", 30)
    assert best(["NON-CR/NON-PD", "NON-CR/NON-PD"]) == ("NON-CR/NON-PD", 58)
    assert best(["SD", "PD"]) == ("PD", 58)


def test_nothing_seen_is_told_apart():
    assert best(["NE"]) == ("NE", 30)
    assert best(["", None, float("nan"), "NA"]) == ("ND", 30)
    assert best([]) == ("MISSING", None)
    assert best([], missing_as_ne=True) == ("NE", None)


def test_stable_from_has_no_default():
    with pytest.raises(TypeError):
        best_overall_response([30], ["SD"])


@pytest.mark.parametrize("word", ["pr", "UNK", "MISSING", 3])
def test_other_words_are_refused(word):
    with pytest.raises(ValueError, match="no response"):
        best([word])


@pytest.mark.parametrize(("words", "expected"), [
    (["PR", "PR"], ("PR", 30)),
    (["PR", "SD", "PR"], ("SD", 58)),
    (["PR", "NE", "PR"], ("PR", 30)),
    (["PR", "ND", "PR"], ("PR", 30)),
    (["PR", "CR"], ("PR", 30)),
    (["CR", "CR"], ("CR", 30)),
    (["PR", "CR", "CR"], ("CR", 58)),
    (["CR", "PR", "PR"], ("PR", 58)),
    (["CR", "PR"], ("SD", 58)),
    (["CR"], ("NE", 30)),
    (["SD", "PR"], ("SD", 58)),
    (["PR", "PD"], ("PD", 58)),
    (["CR", "NE", "ND", "CR"], ("SD", 182)),
    (["SD", "CR", "PD"], ("SD", 58)),
])  # fmt: skip
def test_confirmation_by_hand(words, expected):
    assert confirmed(words) == expected


def test_the_first_late_enough_visit_decides():
    days = [30, 50, 60, 70]
    assert confirmed(["PR", "PR", "SD", "PR"], days) == ("SD", 50)
    assert confirmed(["PR", "PR", "SD", "PR"], days, accept_sd=True) == ("PR", 30)
    assert confirmed(["PR", "CR", "PR"], days, confirmation=20) == ("PR", 30)
    assert confirmed(["PR", "CR", "PR"], days, confirmation=28) == ("SD", 50)
    assert confirmed(["CR", "NE", "NE", "CR"], days, max_ne=2) == ("CR", 30)


def test_confirmation_needs_its_days_to_the_day():
    assert confirmed(["PR", "PR"], [30, 57]) == ("SD", 57)
    assert confirmed(["PR", "PR"], [30, 58]) == ("PR", 30)


def test_visits_are_taken_in_order_of_day():
    assert best_overall_response([91, 30], ["PD", "PR"], stable_disease_from=42).response == "PR"


NON = "NON-CR/NON-PD"


@pytest.mark.parametrize(("words", "expected"), [
    (["CR"], ("CR", 30)),
    (["PR", "CR"], ("CR", 58)),
    (["NE", "PR"], ("PR", 58)),
    (["ND", "ND"], ("ND", 30)),
    (["NE", "ND"], ("NE", 30)),
    (["ND", "NE"], ("NE", 58)),
    (["SD", "NE"], ("NE", 30)),
    (["NE", "SD"], ("SD", 58)),
    (["PD", "CR"], ("PD", 30)),
    (["ND", "PD"], ("PD", 58)),
    (["SD", NON], (NON, 58)),
    ([NON], ("NE", 30)),
    ([NON, "CR"], ("CR", 58)),
    ([NON, "PD"], ("PD", 58)),
    ([NON, NON, "PD"], (NON, 58)),
    (["NE", "NE", "PD", "PR"], ("PD", 91)),
    (["SD", "SD", "SD", "SD"], ("SD", 58)),
])  # fmt: skip
def test_best_response_by_hand(words, expected):
    assert best(words) == expected


@pytest.mark.parametrize(("words", "more", "expected"), [
    (["PR", "PR", "PR"], {}, ("PR", 30)),
    (["SD", "PR", "PR"], {}, ("PR", 58)),
    (["SD", "SD", "PR", "PR"], {}, ("PR", 91)),
    (["PR", "NE", "NE", "PR"], {}, ("SD", 182)),
    (["PR", "NE", "ND", "CR"], {}, ("SD", 182)),
    (["CR", "NE", "CR"], {}, ("CR", 30)),
    (["CR", "SD", "CR"], {}, ("SD", 58)),
    (["CR", "PR", "CR", "CR"], {}, ("CR", 91)),
    (["PR", "CR", "PR"], {}, ("PR", 30)),
    (["CR", "NE", "PR"], {}, ("SD", 91)),
    (["CR", "NE", "PR", "PR"], {}, ("PR", 91)),
    (["PR", "CR", "NE", "CR"], {}, ("CR", 58)),
    (["CR", "PD"], {}, ("PD", 58)),
    (["NE", "CR", "CR"], {}, ("CR", 58)),
    (["PR"], {}, ("NE", 30)),
    (["ND", "PR"], {}, ("SD", 58)),
    (["PR", "PD", "PR"], {}, ("PD", 58)),
    (["PR", NON, "PR"], {}, ("SD", 91)),
    ([NON, "CR", "CR"], {}, ("CR", 58)),
    ([NON, "CR"], {}, ("SD", 58)),
    ([NON, NON, "CR"], {}, ("SD", 91)),
    (["PR", "SD", "PR"], {"accept_sd": True}, ("PR", 30)),
    (["PR", "SD", "SD", "PR"], {"accept_sd": True}, ("SD", 58)),
    (["CR", "SD", "CR"], {"accept_sd": True}, ("SD", 58)),
    (["PR", "SD", "NE", "PR"], {"accept_sd": True}, ("PR", 30)),
    (["PR", "SD", "CR"], {"accept_sd": True}, ("PR", 30)),
    (["PR", "NE", "PR"], {"max_ne": 0}, ("SD", 91)),
    (["NE", "NE"], {}, ("NE", 30)),
    ([], {}, ("MISSING", None)),
    ([], {"missing_as_ne": True}, ("NE", None)),
    (["PR", "PR"], {"new_therapy_day": 58}, ("NE", 30)),
    (["PR", "PR"], {"new_therapy_day": 59}, ("PR", 30)),
    (["PR", "PD", "PR"], {"pd_day": None}, ("SD", 91)),
    (["PR", "PR"], {"pd_day": 57}, ("NE", 30)),
])  # fmt: skip
def test_confirmed_response_by_hand(words, more, expected):
    assert confirmed(words, **more) == expected


@pytest.mark.parametrize(("words", "first"), [
    (["PR", "CR", "CR"], 30),
    (["PR", "SD", "CR", "CR"], 91),
    (["PR", "PR", "CR", "CR"], 30),
    (["CR", "PR", "PR"], 58),
    (["SD", "CR"], None),
])  # fmt: skip
def test_a_response_begins_with_its_first_confirmed_cr_or_pr(words, first):
    found = confirmed_responses(counted_visits(in_order(DAYS[: len(words)], words)), 42.0)
    assert (None if np.isnan(found.response_day) else float(found.response_day)) == first


def test_what_is_open_for_one_patient_is_closed_for_another():
    """SD closes the first PR, NE does not close the second one's."""
    text = [["PR", "SD", "PR"], ["PR", "NE", "PR"]]
    visits = History(np.array([30.0, 58, 91]), np.array([[RANK[word] for word in row] for row in text]))
    assert confirmed_visits(visits, 28, 1, False).tolist() == [[False] * 3, [True, False, False]]


@pytest.mark.parametrize(("days", "words", "expected"), [
    ([30, 58], ["PR", "PR"], "PR"),
    ([30, 57], ["PR", "PR"], "SD"),
    ([30, 58, 91], ["PR", "NE", "PR"], "PR"),
    ([30, 58, 91, 120], ["PR", "NE", "NE", "PR"], "SD"),
])  # fmt: skip
def test_a_response_is_confirmed_after_28_days_across_one_gap_unless_said(days, words, expected):
    found = confirmed_responses(in_order(days, words), 42.0)
    assert RESPONSE[int(found.codes)] == expected


def test_patients_without_a_visit_are_missing_or_not_evaluable():
    nobody = in_order([], [])
    for rule in (best_responses, confirmed_responses):
        assert RESPONSE[int(rule(nobody, 42.0).codes)] == "MISSING"
        assert RESPONSE[int(rule(nobody, 42.0, missing_as_ne=True).codes)] == "NE"


def test_visits_of_one_day_stay_as_they_were_written():
    words = ["SD", "PR", "NE"] * 20
    found = in_order([58, 30] * 30, words)
    assert found.codes.tolist() == [RANK[word] for word in [*words[1::2], *words[::2]]]
    assert (found.days.dtype, found.codes.dtype) == (np.float64, np.int8)
    assert counted_visits(found).codes.dtype == np.int8


@pytest.mark.parametrize(("days", "words", "told"), [
    ([30, 58], ["SD"], "^2 days and 1 responses$"),
    ([30, float("nan")], ["SD", "PR"], "^a visit has no day$"),
    ([30], ["pr"], "^'pr' is no response; the words are CR, ND, NE, NON-CR/NON-PD, PD, PR, SD$"),
])  # fmt: skip
def test_what_is_no_history_is_refused(days, words, told):
    with pytest.raises(ValueError, match=told):
        in_order(days, words)


@pytest.mark.parametrize(("rule", "words"), [
    (responded, {"PR", "CR"}),
    (controlled, {"SD", "PR", "CR"}),
    (adequate, {"PD", NON, "SD", "PR", "CR"}),
])  # fmt: skip
def test_words_by_what_they_count_for(rule, words):
    assert {word for word, code in RANK.items() if rule(np.int8(code))} == words


@pytest.mark.parametrize(("days", "where"), [((0,), (2, 0)), ((2, 0), (0,)), ((2, 0), (2, 0))])
def test_patients_without_a_visit_have_neither_a_first_nor_a_last(days, where):
    history = History(np.zeros(days), np.zeros(days, np.int8))
    assert first_day(history, np.zeros(where, bool)).tolist() == [np.inf, np.inf]
    assert last_day(history, np.zeros(where, bool)).tolist() == [-np.inf, -np.inf]


SEEDS = st.integers(0, 2**32 - 1)
RULES = (
    lambda visits: best_responses(visits, 42.0),
    lambda visits: confirmed_responses(visits, 42.0),
    lambda visits: confirmed_responses(visits, 42.0, accept_sd=True, max_ne=2),
)


def histories(seed, patients=300, places=6):
    """Random visits of many patients, seen to different days."""
    random = np.random.default_rng(seed)
    days = np.cumsum(random.integers(10, 60, (patients, places)), axis=1).astype(float)
    codes = random.integers(1, len(RANK), (patients, places)).astype(np.int8)
    return up_to(History(days, codes), random.integers(0, 300, patients))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_confirmation_never_betters_a_response(seed):
    visits = counted_visits(histories(seed))
    loose, strict, lenient = (rule(visits) for rule in RULES)
    assert (strict.codes <= loose.codes).all()
    assert (strict.codes <= lenient.codes).all()
    assert (lenient.codes <= loose.codes).all()


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_nothing_after_the_first_progression_matters(seed):
    visits = histories(seed)
    end = progression_days(visits)
    for rule in RULES:
        whole, cut = rule(counted_visits(visits)), rule(counted_visits(up_to(visits, end)))
        assert (whole.codes == cut.codes).all()


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_one_more_visit_that_is_no_better_never_betters_the_best(seed):
    visits = histories(seed)
    random = np.random.default_rng(seed)
    for rule in RULES:
        before = rule(counted_visits(visits)).codes
        worse = (before * random.random(before.size)).astype(np.int8)[:, None]
        days = np.concatenate([visits.days, visits.days[:, -1:] + 40], axis=1)
        longer = History(days, np.concatenate([visits.codes, worse], axis=1))
        assert (rule(counted_visits(longer)).codes <= np.maximum(before, worse[:, 0])).all()


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_patients_are_independent_of_each_other(seed):
    visits = counted_visits(histories(seed))
    order = np.random.default_rng(seed).permutation(visits.codes.shape[0])
    for rule in RULES:
        mixed = rule(History(visits.days[order], visits.codes[order]))
        for one, other in zip(rule(visits), mixed, strict=True):
            np.testing.assert_array_equal(one[order], other)


def test_the_rule_of_one_is_the_rule_of_many():
    visits = histories(3, patients=40)
    found = confirmed_responses(counted_visits(visits), 42.0)
    for place in range(40):
        there = visits.codes[place] > RANK["MISSING"]
        words = np.array(RESPONSE)[visits.codes[place][there]]
        one = confirmed_response(visits.days[place][there], words, stable_disease_from=42.0)
        assert one.response == RESPONSE[found.codes[place]]
        assert one.day is None or one.day == found.day[place]
