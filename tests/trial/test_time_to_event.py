"""Events and censorings by hand, rule by rule."""

from __future__ import annotations

import pytest

from cartsim.trial.survival import time_to_event

GRID = [30, 91, 182, 274, 365]


def fda(days, words, **more):
    return time_to_event("PFS", days, words, scheduled=GRID, window=7, **more)


def test_progression_is_the_event_on_its_visit():
    assert fda([30, 91, 182], ["SD", "PR", "PD"]) == (182, 0)


def test_without_an_event_the_last_adequate_visit_censors():
    assert fda([30, 91, 182], ["SD", "PR", "NE"]) == (91, 1)
    assert fda([30, 91, 182], ["SD", "PR", ""]) == (91, 1)


def test_nobody_looked_and_alive_is_censored_at_time_zero():
    assert fda([], []) == (0, 1)
    assert fda([30, 91], ["ND", "NE"]) == (0, 1)


def test_one_missed_visit_is_forgiven_two_are_not():
    assert fda([30, 182], ["SD", "PD"]) == (182, 0)
    assert fda([30, 274], ["SD", "PD"]) == (30, 1)
    assert fda([30, 274], ["SD", "PD"], censoring="simple") == (274, 0)


def test_a_visit_counts_as_missed_only_with_its_whole_window():
    assert fda([30], ["SD"], death_day=189) == (189, 0)
    assert fda([30], ["SD"], death_day=190) == (30, 1)
    assert fda([85], ["SD"], death_day=282) == (85, 1)
    assert fda([84], ["SD"], death_day=282) == (84, 1)


def test_death_before_any_scan_is_an_event_unless_two_visits_were_missed():
    assert fda([], [], death_day=60) == (60, 0)
    assert fda([], [], death_day=99) == (0, 1)
    assert fda([], [], death_day=98) == (98, 0)


def test_new_therapy_before_the_event_censors_at_the_last_adequate_visit_before_it():
    assert fda([30, 91, 182], ["SD", "PR", "PD"], new_therapy_day=100) == (91, 1)
    assert fda([30, 91, 182], ["SD", "PR", "PD"], new_therapy_day=91) == (30, 1)
    assert fda([30, 91, 182], ["SD", "PR", "PD"], new_therapy_day=182) == (182, 0)


def test_nothing_after_the_cut_off_is_seen():
    assert fda([30, 91, 182], ["SD", "PR", "PD"], cutoff_day=150) == (91, 1)
    assert fda([30], ["SD"], death_day=80, cutoff_day=79) == (30, 1)
    assert time_to_event("OS", [30], ["SD"], death_day=80, cutoff_day=79) == (79, 1)


def test_overall_survival_knows_only_death():
    assert time_to_event("os", [30, 91], ["SD", "PD"], death_day=200) == (200, 0)
    assert time_to_event("OS", [30, 91, 182], ["SD", "PD", "ND"]) == (91, 1)
    assert time_to_event("OS", [30], ["SD"], new_therapy_day=40, cutoff_day=300) == (300, 1)


def test_duration_of_response_begins_with_the_response():
    days, words = [30, 91, 182, 274], ["SD", "PR", "PR", "PD"]
    assert time_to_event("DOR", days, words, response_day=91) == (274, 0)
    assert time_to_event("DOR", days[:2], words[:2], response_day=91) == (91, 1)
    assert time_to_event("DDC", days, words, response_day=30) == (274, 0)
    with pytest.raises(ValueError, match="response_day"):
        time_to_event("DOR", days, words)


def test_a_given_progression_day_replaces_the_first_pd():
    assert fda([30, 91], ["SD", "PD"], pd_day=60) == (60, 0)
    assert fda([30, 91], ["SD", "PD"], pd_day=None) == (91, 1)


def test_missing_days_are_no_days():
    assert fda([30, 91], ["SD", "PD"], death_day=float("nan")) == (91, 0)


@pytest.mark.parametrize(("kind", "censoring"), [("EFS", "fda"), ("PFS", "ema")])
def test_unknown_kinds_and_rules_are_refused(kind, censoring):
    with pytest.raises(ValueError, match="kinds are"):
        time_to_event(kind, [30], ["SD"], censoring=censoring)
