"""Endpoints of 12 months end where the trial ends."""

from __future__ import annotations

from cartsim.trial.periods import events_until, primary_until, responses_until, said_until
from tests.trial.synthetic_course import make_scenario

SHORT = ("trial.visits.response=[30, 91]", "trial.response.primary.by=91 days", "run.horizon=98 days")
LONG = ("trial.visits.response=[30, 91, 365, 500]", "run.horizon=600 days")


def test_a_year_is_the_most_that_is_counted():
    assert (responses_until(make_scenario(*LONG)), events_until(make_scenario(*LONG))) == (365.0, 365.0)


def test_a_shorter_trial_counts_to_its_last_scan_and_its_end():
    assert (responses_until(make_scenario(*SHORT)), events_until(make_scenario(*SHORT))) == (91.0, 98.0)


def test_a_primary_response_begins_by_its_day_or_the_last_scan():
    assert primary_until(make_scenario()) == 182.0
    assert primary_until(make_scenario("trial.response.primary.by=60 days")) == 60.0
    assert primary_until(make_scenario("trial.visits.response=[30, 91]", "run.horizon=98 days")) == 91.0


def test_the_day_is_said_only_where_it_is_not_a_year():
    said = "Aalen-Johansen to month 12, at day 365"
    assert said_until(said, 365.0) == said
    assert said_until(said, 364.0) == "Aalen-Johansen to day 364, at day 364"
    assert said_until(said, 98.5) == "Aalen-Johansen to day 98.5, at day 98.5"
