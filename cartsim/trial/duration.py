"""Response and time to event of every virtual patient, by the same rules as measured data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.trial.best_response import counted_visits, pending
from cartsim.trial.follow_up import Answers, FollowUp, answers, follow_up, starts, times
from cartsim.trial.periods import responses_until
from cartsim.trial.responses import (
    RANK,
    Flags,
    Floats,
    adequate,
    controlled,
    day_or_never,
    responded,
)

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario


def response_endpoints(visits: xr.Dataset, scenario: Scenario) -> dict[str, NDArray]:
    """Best and confirmed response, DOR, DDC, PFS, OS per (arm, patient); durations from their own time zero.

    A patient whose solve failed has MISSING and NaN. Visits after death or drop-out are not scheduled any
    more; others that did not take place are ND. PFS and OS run from the planned day of infusion (day 0 also
    for those whose product failed).
    """
    seen = follow_up(visits)
    found = answers(seen, scenario)
    over = (seen.death <= seen.last) | seen.left | (seen.new_therapy <= seen.last) | ~seen.made
    table: dict[str, NDArray] = {
        "best_overall_response": np.where(seen.solved, found.best.codes, RANK["MISSING"]),
        "best_response_day": found.best.day,
        "confirmed_response": np.where(seen.solved, found.confirmed.codes, RANK["MISSING"]),
        "confirmed_response_day": found.confirmed.day,
        "response_day": found.confirmed.response_day,
        "response_pending": pending(seen.history, found.confirmed, over).astype(np.int8),
        "response_by_primary": responds_by(found, scenario).astype(np.int8),
        "visits_missed": _unread_visits(seen),
    }
    for name, start in starts(seen, found).items():
        end = times(seen, start, name, scenario)
        with np.errstate(invalid="ignore"):
            table |= {
                name: end.day - start,
                f"{name}_event": end.event.astype(np.int8),
                f"{name}_reason": end.reason,
                f"{name}_after": end.after - start,
            }
    table["time_in_response"] = _time_in_response(
        table["response_day"], table["dor"], seen.solved, responses_until(scenario)
    )
    return table


def responds_by(found: Answers, scenario: Scenario) -> Flags:
    """Responders of the primary estimand (arm, patient): the response begins by its day and window."""
    primary = scenario.trial.response.primary
    best = found.confirmed if primary.confirmed else found.best
    return day_or_never(best.response_day) <= primary.by + scenario.trial.visits.window


def response_at_visits(visits: xr.Dataset) -> Flags:
    """CR or PR at each visit (arm, patient, visit) of those with a product: before a new therapy, and none
    after a first PD."""
    seen = follow_up(visits)
    after = responded(counted_visits(seen.history, "first", seen.new_therapy).codes) & seen.made[..., None]
    return np.concatenate([np.zeros_like(after[..., :1]), after], axis=-1)


def answered(codes: NDArray[np.int8], visits: xr.Dataset) -> tuple[Flags, Flags]:
    """Whose best response (arm, patient) is CR or PR, and whose is disease control; nobody's without a
    product."""
    made = visits["manufacturing_failure"].values == 0
    return responded(codes) & made, controlled(codes) & made


def _unread_visits(seen: FollowUp) -> NDArray[np.int8]:
    """How many visits that were due could not be judged or did not take place."""
    codes = seen.history.codes
    return ((codes > RANK["MISSING"]) & ~adequate(codes)).sum(axis=-1).astype(np.int8)


def _time_in_response(response_day: Floats, dor: Floats, solved: Flags, until: float) -> Floats:
    """Days in confirmed response to day `until`; 0 without one; a censored response counts to its
    censoring."""
    end = np.minimum(response_day + dor, until)
    spent = np.where(np.isfinite(end), np.maximum(end - response_day, 0.0), 0.0)
    return np.where(solved, spent, np.nan)
