"""What is known of every patient when response and time to event are read: visits up to the end of
follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.trial.best_response import BestResponses, best_responses, confirmed_responses, counted_visits
from cartsim.trial.responses import RANK, Flags, Floats, History, day_or_never, first_day, up_to
from cartsim.trial.time_to_event import Censoring, EventDays, event_days

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class FollowUp:
    """Histories (arm, patient, visit) after baseline, MISSING behind the last day seen and where the solve
    failed; days (arm, patient), infinite where there is none. Who has no product (`made` false) responds to
    none, whatever scans show."""

    history: History
    solved: Flags
    made: Flags
    death: Floats
    new_therapy: Floats
    last: Floats
    left: Flags
    scheduled: Floats


@dataclass(frozen=True)
class Answers:
    """Best responses and the first day of disease control (infinite: none), all (arm, patient)."""

    best: BestResponses
    confirmed: BestResponses
    control_day: Floats


def follow_up(visits: xr.Dataset) -> FollowUp:
    """The follow-up in the visits of a trial."""
    codes = visits["overall_response"].transpose("arm", "patient", "visit").values[..., 1:]
    days = np.broadcast_to(visits["visit_day"].values[:, 1:], codes.shape)
    solved, last = visits["status"].values == 0, visits["last_seen_day"].values
    leaves = day_or_never(visits["dropout_day"].values)
    death = day_or_never(visits["death_day"].values)
    return FollowUp(
        up_to(History(days, codes), np.where(solved, last, -inf)),
        solved,
        np.broadcast_to(visits["manufacturing_failure"].values == 0, solved.shape),
        death,
        day_or_never(visits["new_therapy_day"].values),
        last,
        (leaves[None] <= last) & ~(death <= last),
        visits["scheduled_day"].values[1:],
    )


def answers(seen: FollowUp, scenario: Scenario) -> Answers:
    """Best and confirmed response before progression and new therapy, by the rules of the scenario.

    Without a product there is no response and no disease control to last: no day of either.
    """
    rules = scenario.trial.response
    stable = stable_from(seen, rules.stable_disease_from, rules.sd_by)
    counted = counted_visits(seen.history, "first", seen.new_therapy)
    codes = counted.codes
    late = counted.days >= stable[..., None]
    best = best_responses(counted, stable, missing_as_ne=rules.missing_as_ne)
    confirmed = confirmed_responses(
        counted,
        stable,
        confirmation=rules.confirmation,
        max_ne=rules.max_ne,
        accept_sd=rules.accept_sd,
        missing_as_ne=rules.missing_as_ne,
    )
    return Answers(
        best._replace(response_day=np.where(seen.made, best.response_day, np.nan)),
        confirmed._replace(response_day=np.where(seen.made, confirmed.response_day, np.nan)),
        first_day(counted, (codes > RANK["PD"]) & late & seen.made[..., None]),
    )


def stable_from(seen: FollowUp, day: float, by: str) -> Floats:
    """The day from which SD counts (arm, patient): the rule's own, or the first visit planned for late
    enough."""
    if by == "actual":
        return np.full(seen.solved.shape, day)
    due = seen.history.codes > RANK["MISSING"]
    return first_day(seen.history, due & (seen.scheduled >= day))


def starts(seen: FollowUp, found: Answers) -> dict[str, Floats]:
    """Time zero of every curve (arm, patient); infinite for those who are not in its set."""
    enrolled = np.where(seen.solved, 0.0, inf)
    response = day_or_never(found.confirmed.response_day)
    return {"os": enrolled, "pfs": enrolled, "dor": response, "ddc": found.control_day}


def times(
    seen: FollowUp, start: NDArray, name: str, scenario: Scenario, censoring: Censoring | None = None
) -> EventDays:
    """Event or censoring of a curve; `censoring` is the scenario's unless another is asked for."""
    return event_days(
        name,
        seen.history,
        start=start,
        death=seen.death,
        new_therapy=seen.new_therapy,
        cutoff=seen.last,
        scheduled=seen.scheduled,
        window=scenario.trial.visits.window,
        censoring=censoring or scenario.trial.censoring,
        left=seen.left,
    )
