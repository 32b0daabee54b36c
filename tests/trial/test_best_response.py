"""Best overall response, unconfirmed and confirmed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.trial.recist import best_overall_response, confirmed_response
from cartsim.trial.responses import RANK

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


VISITS = st.lists(st.sampled_from(["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND"]), max_size=7)


@settings(max_examples=300, deadline=None)
@given(VISITS, st.integers(0, 200), st.booleans())
def test_confirmation_never_betters_a_response(words, stable, accept):
    days = [28 * (place + 1) for place in range(len(words))]
    loose = best_overall_response(days, words, stable_disease_from=stable)
    strict = confirmed_response(days, words, stable_disease_from=stable, accept_sd=accept)
    assert RANK[strict.response] <= RANK[loose.response]
    assert confirmed_response(days, words, stable_disease_from=stable).response in (
        strict.response,
        "SD",
        "NE",
        "PD",
        "NON-CR/NON-PD",
    )


@given(VISITS)
def test_nothing_after_the_first_progression_matters(words):
    days = [30 * (place + 1) for place in range(len(words))]
    cut = words[: words.index("PD") + 1] if "PD" in words else words
    for rule in (best_overall_response, confirmed_response):
        assert rule(days, words, stable_disease_from=42) == rule(
            days[: len(cut)], cut, stable_disease_from=42
        )
