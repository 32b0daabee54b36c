"""Events and censorings by hand, rule by rule: every row was written from the rules, then run."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartsim.datasets import CENSORING
from cartsim.trial.responses import RANK, History, in_order, up_to
from cartsim.trial.survival import time_to_event
from cartsim.trial.time_to_event import event_days

GRID = [30, 91, 182, 274, 365]
NON = "NON-CR/NON-PD"
GOES, ENDS, LEFT = "no event by cut-off", "death", "left the study"
WORSE, NEW, MISSED, NONE = "progression", "new anticancer therapy", "missed visits", "no adequate visit"


def visits(text):
    """'SD30 PR91' as days and words; '-' stands for nothing."""
    found = [(word.rstrip("0123456789"), word) for word in text.split() if word != "-"]
    return [float(word[len(start) :]) for start, word in found], [start or "ND" for start, _ in found]


# kind, visits, what else is known, (day, reason) under "fda", and under "simple" where it differs
PFS = [
    ("SD30 PR91 PD182", {}, (182, WORSE)),
    ("SD30 SD91 SD182 SD274 SD365", {"cutoff": 372}, (365, GOES)),
    ("SD30 SD91 ND182", {"cutoff": 150, "left": True}, (91, LEFT)),
    ("-", {"cutoff": 372}, (0, NONE)),
    ("NE30 ND91 NE182", {"cutoff": 372}, (0, NONE)),
    ("ND30", {"cutoff": 50, "left": True}, (0, NONE)),
    ("NE30", {"death": 80}, (80, ENDS)),
    ("NE30 NE91", {"death": 120}, (0, MISSED), (120, ENDS)),
    ("-", {"death": 20}, (20, ENDS)),
    ("-", {"death": 98}, (98, ENDS)),
    ("-", {"death": 99}, (0, MISSED), (99, ENDS)),
    ("SD30", {"death": 60}, (60, ENDS)),
    ("SD30 SD91 ND182 PD274", {}, (274, WORSE)),
    ("SD30 ND91 ND182 PD274", {}, (30, MISSED), (274, WORSE)),
    ("SD30 PD274", {}, (30, MISSED), (274, WORSE)),
    ("SD30 NE91 NE182 PD274", {}, (30, MISSED), (274, WORSE)),
    ("SD30 ND91 NE182 ND274 PD365", {}, (30, MISSED), (365, WORSE)),
    ("SD30 ND91 SD182 ND274 PD365", {}, (365, WORSE)),
    ("SD30 ND91 NE182", {"death": 190}, (30, MISSED), (190, ENDS)),
    ("SD30 ND91 NE182", {"death": 189}, (189, ENDS)),
    ("SD37 ND91 ND182", {"death": 300}, (37, MISSED), (300, ENDS)),
    ("SD84 ND182", {"death": 282}, (84, MISSED), (282, ENDS)),
    ("SD84 ND182", {"death": 281}, (281, ENDS)),
    ("SD83 ND182", {"death": 281}, (83, MISSED), (281, ENDS)),
    ("PR30 PR91 PD182", {"therapy": 100}, (91, NEW)),
    ("PR30 PR91 PD182", {"therapy": 182}, (182, WORSE)),
    ("PR30 PR91 PD182", {"therapy": 200}, (182, WORSE)),
    ("SD30 PD91", {"therapy": 20}, (0, NEW)),
    ("SD30 SD91 SD182", {"therapy": 100}, (91, NEW)),
    ("SD30 SD91", {"therapy": 100, "death": 150}, (91, NEW)),
    ("SD30 SD91 SD182", {"therapy": 91}, (30, NEW)),
    ("SD30 SD91", {"therapy": 200, "cutoff": 150}, (91, GOES)),
    ("SD30 SD91 PD182", {"cutoff": 150}, (91, GOES)),
    ("SD30 SD91 PD182", {"cutoff": 182}, (182, WORSE)),
    ("SD30", {"death": 80, "cutoff": 79}, (30, GOES)),
    ("SD30", {"death": 80, "cutoff": 80}, (80, ENDS)),
    ("SD30 SD91", {"pd_day": 60}, (60, WORSE)),
    ("SD30 PD91", {"pd_day": 60}, (60, WORSE)),
    ("SD30 PD91", {"pd_day": None}, (91, GOES)),
    ("SD30", {"pd_day": 300}, (30, MISSED), (300, WORSE)),
    ("SD30", {"pd_day": 80, "cutoff": 70}, (30, GOES)),
    ("PD30", {}, (30, WORSE)),
    ("SD30 PD91", {"death": 91}, (91, WORSE)),
    ("SD30 SD91", {"death": 120, "pd_day": 182}, (120, ENDS)),
    ("NE30 PD91", {}, (91, WORSE)),
    ("ND30 ND91 PD182", {}, (0, MISSED), (182, WORSE)),
    ("SD30 ND91 ND182", {"death": 195, "window": 14}, (195, ENDS)),
    ("SD30", {"death": 183, "window": 0}, (30, MISSED), (183, ENDS)),
    ("SD30 PD365", {"scheduled": []}, (365, WORSE)),
    ("SD30 PD91 SD182", {}, (91, WORSE)),
    (f"{NON}30 {NON}91", {"cutoff": 372}, (91, GOES)),
]
OS = [
    ("SD30", {"death": 200}, (200, ENDS)),
    ("SD30", {"cutoff": 372}, (372, GOES)),
    ("SD30", {"cutoff": 150, "left": True}, (150, LEFT)),
    ("SD30 PD91", {"therapy": 40, "death": 300}, (300, ENDS)),
    ("SD30 ND91 ND182", {"death": 300}, (300, ENDS)),
    ("SD30 NE91 ND182", {}, (91, GOES)),
    ("SD30", {"death": 80, "cutoff": 79}, (79, GOES)),
    ("-", {}, (0, GOES)),
]
DOR = [
    ("SD30 PR91 PR182 PD274", {"start": 91}, (274, WORSE)),
    ("SD30 PR91", {"start": 91}, (91, GOES)),
    ("PR30 ND91 ND182 PD274", {"start": 30}, (30, MISSED), (274, WORSE)),
    ("PR91 PR182", {"start": 91, "death": 300}, (300, ENDS)),
    ("PR91 PR182", {"start": 91, "therapy": 120}, (91, NEW)),
    ("PR91 PR182", {"start": 91, "cutoff": 200, "left": True}, (182, LEFT)),
    ("PR30 PD91", {"start": 30}, (91, WORSE)),
    ("PR30 ND91", {"start": 60, "cutoff": 100}, (60, NONE)),
    ("PR30", {"start": 90, "death": 190}, (190, ENDS)),
]
DDC = [
    ("SD30 PR91 PD182", {"start": 30}, (182, WORSE)),
    ("SD30", {"start": 30, "cutoff": 372}, (30, GOES)),
    (f"{NON}30 {NON}91", {"start": 30, "death": 110}, (110, ENDS)),
    ("SD91 ND182 ND274 PD365", {"start": 91}, (91, MISSED), (365, WORSE)),
    ("SD30 ND91", {"start": 60, "cutoff": 100}, (60, NONE)),
]
TABLE = [
    (kind, *row) for kind, rows in {"PFS": PFS, "OS": OS, "DOR": DOR, "DDC": DDC}.items() for row in rows
]
NAMES = {"start": "response_day", "death": "death_day", "therapy": "new_therapy_day", "cutoff": "cutoff_day"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_events_and_censorings_by_hand(row):
    kind, text, known, fda, *simple = row
    days, words = visits(text)
    more = {"scheduled": GRID, "window": 7, **known}
    for censoring, (day, reason) in (("fda", fda), ("simple", (simple or [fda])[0])):
        given_names = {NAMES.get(key, key): value for key, value in more.items() if key != "left"}
        assert time_to_event(kind, days, words, censoring=censoring, **given_names) == (
            day,
            0 if reason in (WORSE, ENDS) else 1,
        )
        arrays = {{"therapy": "new_therapy"}.get(key, key): value for key, value in more.items()}
        found = event_days(kind, in_order(days, words), censoring=censoring, **arrays)
        assert (float(found.day), CENSORING[int(found.reason)]) == (day, reason)
        assert bool(found.event) == (reason in (WORSE, ENDS))


def test_the_event_of_a_visit_lies_after_the_last_adequate_one():
    found = event_days("PFS", in_order(*visits("SD30 NE91 PD182")))
    assert (float(found.after), float(found.day)) == (30, 182)
    assert float(event_days("PFS", in_order(*visits("PD30"))).after) == 0
    assert float(event_days("PFS", in_order(*visits("SD30")), death=60).after) == 60
    assert float(event_days("PFS", in_order(*visits("SD30 PD91")), death=91).after) == 91


def test_whoever_is_not_in_the_set_has_no_day():
    history = in_order(*visits("SD30 PD91"))
    for kind in ("PFS", "OS", "DOR"):
        found = event_days(kind, history, start=inf, death=100)
        assert np.isnan(found.day)
        assert not found.event
        assert CENSORING[int(found.reason)] == "not in the set"


def test_missing_days_are_no_days():
    given_nothing = {"death_day": nan, "new_therapy_day": nan, "cutoff_day": nan}
    assert time_to_event("pfs", [30, 91], ["SD", "PD"], **given_nothing) == (91, 0)
    assert time_to_event("PFS", [30, 91], ["SD", "PD"], pd_day=nan) == (91, 1)


@pytest.mark.parametrize("kind", ["DOR", "dor", "DDC", "ddc"])
def test_a_duration_needs_its_response(kind):
    with pytest.raises(ValueError, match=f"{kind} needs response_day: only those with a response"):
        time_to_event(kind, [30, 91], ["PR", "PD"])
    assert time_to_event(kind, [30], ["PR"], response_day=60) == (60, 1)


def test_the_day_of_progression_is_first_or_a_day():
    with pytest.raises(ValueError, match="write 'first'"):
        time_to_event("PFS", [30], ["SD"], pd_day="second")


@pytest.mark.parametrize(("kind", "censoring"), [("EFS", "fda"), ("PFS", "ema")])
def test_unknown_kinds_and_rules_are_refused(kind, censoring):
    told = f"'{kind}' under '{censoring}': kinds are PFS, OS, DOR, DDC, censorings fda and simple"
    with pytest.raises(ValueError, match=f"^{told}$"):
        time_to_event(kind, [30], ["SD"], censoring=censoring)


def test_visits_have_no_window_unless_one_is_given():
    """Days 91 and 182 have passed on day 183; with a window of a day the visit of 182 might still come."""
    known = {"scheduled": [91, 182]}
    assert time_to_event("PFS", [30], ["SD"], death_day=183, **known) == (30, 1)
    assert time_to_event("PFS", [30], ["SD"], death_day=183, window=1, **known) == (183, 0)
    found = event_days("PFS", in_order([30], ["SD"]), death=183, **known)
    assert (float(found.day), bool(found.event)) == (30, False)


def test_each_patient_has_a_reason_of_its_own():
    """One never judged, one judged; one who left and one who stayed, written as 0 and 1."""
    two = History(
        np.array([30.0, 91]), np.array([[RANK["NE"], RANK["ND"]], [RANK["SD"], RANK["SD"]]], np.int8)
    )
    words = np.array(CENSORING)
    found = event_days("PFS", two, pd_day=None, cutoff=100, scheduled=[30, 91])
    assert (found.day.tolist(), words[found.reason].tolist()) == ([0, 91], [NONE, GOES])
    late = event_days("PFS", two, pd_day=None, cutoff=100, start=[0, 60], left=[0, 1])
    assert (late.day.tolist(), words[late.reason].tolist()) == ([0, 91], [NONE, LEFT])
    alive = event_days("OS", two, cutoff=100, left=[0, 1])
    assert words[alive.reason].tolist() == [GOES, LEFT]
    assert alive.after.tolist() == alive.day.tolist() == [100, 100]


def histories(seed, patients=200, places=6):
    """Random visits, deaths and therapies of many patients."""
    random = np.random.default_rng(seed)
    days = np.cumsum(random.integers(20, 80, (patients, places)), axis=1).astype(float)
    codes = random.integers(1, len(RANK), (patients, places)).astype(np.int8)
    death, therapy = (
        np.where(random.random(patients) < 0.4, random.integers(1, 400, patients), nan) for _ in range(2)
    )
    return up_to(History(days, codes), random.integers(0, 400, patients)), death, therapy


SEEDS = st.integers(0, 2**32 - 1)
RULES = {"scheduled": GRID, "window": 7.0}


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_more_censoring_rules_never_add_events_or_days(seed):
    history, death, therapy = histories(seed)
    all_rules = event_days("PFS", history, death=death, new_therapy=therapy, **RULES)
    for fewer in (
        event_days("PFS", history, death=death, new_therapy=therapy, censoring="simple", **RULES),
        event_days("PFS", history, death=death, **RULES),
    ):
        assert not (all_rules.event & ~fewer.event).any()
        assert (all_rules.day <= fewer.day).all()
    cut = event_days("PFS", history, death=death, new_therapy=therapy, cutoff=150.0, **RULES)
    assert not (cut.event & ~all_rules.event).any()
    assert (cut.day <= 150).all()


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_patients_are_independent_of_each_other(seed):
    history, death, therapy = histories(seed)
    whole = event_days("PFS", history, death=death, new_therapy=therapy, **RULES)
    order = np.random.default_rng(seed).permutation(death.size)
    mixed = event_days(
        "PFS",
        History(history.days[order], history.codes[order]),
        death=death[order],
        new_therapy=therapy[order],
        **RULES,
    )
    for one, other in zip(whole, mixed, strict=True):
        np.testing.assert_array_equal(np.asarray(one)[order], other)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_reasons_say_what_the_days_say(seed):
    history, death, therapy = histories(seed)
    found = event_days("PFS", history, death=death, new_therapy=therapy, **RULES)
    words = np.array(CENSORING)[found.reason]
    assert (found.event == np.isin(words, [WORSE, ENDS])).all()
    assert (found.day[words == ENDS] == death[words == ENDS]).all()
    assert (found.day[words == NONE] == 0).all()
    assert (found.after <= found.day).all()
    survival = event_days("OS", history, death=death, new_therapy=therapy, cutoff=400.0)
    assert (survival.event == np.isfinite(death)).all()
