"""Response and time to event of every virtual patient, by the same rules as measured data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import CURVES, RESPONSE
from cartsim.trial.best_response import best_overall_response, confirmed_response, counted_visits
from cartsim.trial.responses import CONTROLLED, RANK, RESPONDED, first_day
from cartsim.trial.time_to_event import last_adequate_before, time_to_event

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

YEAR = 365.0
"""Days of the source trial's 12 months, to which time in response is counted."""


def response_endpoints(visits: xr.Dataset, scenario: Scenario) -> dict[str, NDArray]:
    """Best and confirmed response, DOR, DDC, PFS, OS per (arm, patient); durations from their own time zero.

    A patient whose solve failed has MISSING and NaN. Visits after death or drop-out are not scheduled any
    more; others that did not take place are ND. PFS and OS run from infusion (day 0 also for those whose
    product failed).
    """
    words = np.asarray(RESPONSE, object)[
        visits["overall_response"].transpose("arm", "patient", "visit").values
    ]
    shape = words.shape[:2]
    days, last = visits["visit_day"].values, visits["last_seen_day"].values
    solved, death = visits["status"].values == 0, visits["death_day"].values
    numbers = (*CURVES, "best_response_day", "confirmed_response_day", "response_day", "pfs_after")
    found: dict[str, NDArray] = {name: np.full(shape, np.nan) for name in numbers}
    flags = (
        "best_overall_response",
        "confirmed_response",
        "response_pending",
        *(f"{name}_event" for name in CURVES),
    )
    found |= {name: np.zeros(shape, np.int8) for name in flags}
    scheduled = visits["scheduled_day"].values[1:]
    for arm, patient in np.argwhere(solved):
        kept = days[patient, 1:] <= last[arm, patient]
        values = patient_endpoints(
            days[patient, 1:][kept].tolist(),
            words[arm, patient, 1:][kept].tolist(),
            scheduled[kept].tolist(),
            scheduled.tolist(),
            float(death[arm, patient]),
            float(last[arm, patient]),
            scenario,
        )
        for name, value in values.items():
            found[name][arm, patient] = value
    found["time_in_response"] = _time_in_response(found["response_day"], found["dor"], solved)
    by = scenario.trial.response.primary.by + scenario.trial.visits.window
    best = "confirmed_response" if scenario.trial.response.primary.confirmed else "best_overall_response"
    began = found[f"{best}_day" if best == "confirmed_response" else "best_response_day"]
    found["response_by_primary"] = (responded(found[best]) & (began <= by)).astype(np.int8)
    return found


def patient_endpoints(
    days: list[float],
    words: list[str],
    nominal: list[float],
    scheduled: list[float],
    death: float,
    last: float,
    scenario: Scenario,
) -> dict[str, float]:
    """Endpoints of one patient; `nominal` are the scheduled days of the visits that were due, `scheduled`
    all of them."""
    rules, trial = scenario.trial.response, scenario.trial
    stable = _stable_from(days, nominal, rules.stable_disease_from, rules.sd_by)
    best = best_overall_response(days, words, stable_disease_from=stable, missing_as_ne=rules.missing_as_ne)
    confirmed = confirmed_response(
        days,
        words,
        stable_disease_from=stable,
        confirmation=rules.confirmation,
        max_ne=rules.max_ne,
        accept_sd=rules.accept_sd,
        missing_as_ne=rules.missing_as_ne,
    )
    starts = {
        "pfs": 0.0,
        "os": 0.0,
        "dor": confirmed.day if confirmed.response in RESPONDED else None,
        "ddc": first_day(counted_visits(days, words), CONTROLLED, stable),
    }
    values: dict[str, float] = {
        "best_overall_response": RANK[best.response],
        "best_response_day": _number(best.day),
        "confirmed_response": RANK[confirmed.response],
        "confirmed_response_day": _number(confirmed.day),
        "response_day": _number(starts["dor"]),
        "response_pending": _pending(words, confirmed.response),
    }
    for name, start in starts.items():
        if start is not None:
            end = time_to_event(
                name,
                days,
                words,
                response_day=start,
                death_day=death,
                cutoff_day=last,
                scheduled=scheduled,
                window=trial.visits.window,
                censoring=trial.censoring,
            )
            values |= {name: end.day - start, f"{name}_event": 1 - end.CNSR}
    by_visit = values["pfs_event"] == 1 and values["pfs"] != death
    values["pfs_after"] = last_adequate_before(days, words, values["pfs"]) if by_visit else values["pfs"]
    return values


def responded(codes: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Where a response is CR or PR."""
    return codes >= RANK["PR"]


def controlled(codes: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Where a response is CR, PR or SD: disease control. NON-CR/NON-PD is not counted (choice)."""
    return codes >= RANK["SD"]


def response_at_visits(visits: xr.Dataset) -> NDArray[np.bool_]:
    """CR or PR at each visit (arm, patient, visit), none after a first PD."""
    codes = visits["overall_response"].transpose("arm", "patient", "visit").values
    progressed = np.logical_or.accumulate(codes == RANK["PD"], axis=-1)
    return responded(codes) & ~progressed


def _stable_from(days: list[float], nominal: list[float], stable_from: float, by: str) -> float:
    """The actual day from which SD counts: the rule's own, or the first visit whose scheduled day is late
    enough."""
    if by == "actual":
        return stable_from
    late = [day for day, planned in zip(days, nominal, strict=True) if planned >= stable_from]
    return min(late, default=float("inf"))


def _pending(words: list[str], confirmed: str) -> int:
    """1 when the first CR or PR stands at the last visit and nothing could confirm it yet."""
    first = next((place for place, word in enumerate(words) if word in RESPONDED), None)
    return int(
        first is not None and first == len(words) - 1 and confirmed not in RESPONDED and "PD" not in words
    )


def _time_in_response(response_day: Floats, dor: Floats, solved: NDArray[np.bool_]) -> Floats:
    """Days in confirmed response to day 365; 0 without one; a censored response counts to its censoring."""
    end = np.minimum(response_day + dor, YEAR)
    spent = np.where(np.isfinite(end), np.maximum(end - response_day, 0.0), 0.0)
    return np.where(solved, spent, np.nan)


def _number(day: float | None) -> float:
    return float("nan") if day is None else day
