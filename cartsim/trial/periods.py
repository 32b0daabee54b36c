"""How far the 12 months of the source trial's endpoints reach: never beyond what a scenario sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

YEAR = 365.0
"""Days of 12 months."""


def responses_until(scenario: Scenario) -> float:
    """The day to which time in response is counted: 365, or the last response visit if that comes before."""
    return min(YEAR, float(scenario.trial.visits.response[-1]))


def primary_until(scenario: Scenario) -> float:
    """The day by which a primary response begins, or the last response visit if that comes before."""
    return min(scenario.trial.response.primary.by, float(scenario.trial.visits.response[-1]))


def events_until(scenario: Scenario) -> float:
    """The day to which adverse events are counted: 365, or the end of the simulation if that comes before."""
    return min(YEAR, float(scenario.run.horizon))


def said_until(text: str, until: float) -> str:
    """The text with its 12 months said as the day that the trial reaches, where that comes before.

    >>> said_until("events to month 12, at day 365", 98.0), said_until("to month 12", 365.0)
    ('events to day 98, at day 98', 'to month 12')
    """
    if until >= YEAR:
        return text
    return text.replace("month 12", f"day {until:g}").replace(f"day {YEAR:g}", f"day {until:g}")
