"""On which day a patient has the event of PFS, OS, DOR or DDC, or is censored, and why that day.

Rules: FDA guidance on clinical trial endpoints for cancer drugs (2018), [recalled]. Days are study days,
day 0 the first infusion; the time to give to a survival curve is the day minus the time zero (infusion for
PFS and OS, the response for DOR and DDC). The rules are written once, for arrays of histories; the function
of one patient calls them.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cartsim.datasets import CENSORING
from cartsim.trial.responses import (
    RANK,
    Codes,
    Flags,
    Floats,
    History,
    adequate,
    day_or_never,
    first_day,
    in_order,
    last_day,
    up_to,
)

KINDS = ("PFS", "OS", "DOR", "DDC")
MISSED_VISITS = 2
"""So many consecutive missed visits before an event censor it under the FDA rule."""
WHY = {word: code for code, word in enumerate(CENSORING)}

PdDay = Literal["first"] | float | None
Censoring = Literal["fda", "simple"]


class EventDay(NamedTuple):
    """Study day, and ADaM's CNSR: 0 event, 1 censored."""

    day: float
    CNSR: int


class EventDays(NamedTuple):
    """Per patient (...): study day, whether it is an event, why this day (code of CENSORING), and the last
    adequate visit before an event found by a visit (the day itself for a death or a censoring)."""

    day: Floats
    event: Flags
    reason: Codes
    after: Floats


def time_to_event(
    kind: str,
    days: Iterable[float],
    responses: Iterable[object],
    *,
    response_day: float | None = None,
    pd_day: PdDay = "first",
    death_day: float | None = None,
    new_therapy_day: float | None = None,
    cutoff_day: float | None = None,
    scheduled: Iterable[float] | None = None,
    window: float = 0.0,
    censoring: Censoring = "fda",
) -> EventDay:
    """Study day and CNSR of one patient's PFS, OS, DOR or DDC; see `event_days` for the rules.

    `response_day` is the time zero of DOR and DDC: the first CR/PR, or the first control on or after the
    least day of stable disease. `pd_day`: "first" takes the first PD of the responses, a number that day,
    None no progression.

    >>> time_to_event("PFS", [30, 91, 182], ["SD", "PR", "PD"])
    EventDay(day=182.0, CNSR=0)
    >>> time_to_event("PFS", [30], ["SD"], death_day=300, scheduled=[30, 91, 182], window=7)
    EventDay(day=30.0, CNSR=1)
    """
    start = day_or_never(response_day)
    if kind.upper() in ("DOR", "DDC") and start == inf:
        raise ValueError(f"{kind} needs response_day: only those with a response have a duration")
    found = event_days(
        kind,
        in_order(days, responses),
        start=start if kind.upper() in ("DOR", "DDC") else 0.0,
        pd_day=pd_day,
        death=death_day,
        new_therapy=new_therapy_day,
        cutoff=cutoff_day,
        scheduled=() if scheduled is None else list(scheduled),
        window=window,
        censoring=censoring,
    )
    return EventDay(float(found.day), 1 - int(found.event))


def event_days(
    kind: str,
    history: History,
    *,
    start: ArrayLike = 0.0,
    pd_day: Any = "first",
    death: Any = None,
    new_therapy: Any = None,
    cutoff: Any = None,
    scheduled: ArrayLike = (),
    window: float = 0.0,
    censoring: Censoring = "fda",
    left: ArrayLike = False,
) -> EventDays:
    """Days, events and reasons of many patients (...) with histories (..., visit); NaN or None: no such day.

    `start` is the time zero: 0 for PFS and OS, the response for DOR and DDC, infinite for those who are not
    in the set. PFS, DOR, DDC: progression or death. OS: death, whatever else is given; else `cutoff`, the
    last day anything is known of, else the last visit. Nothing after `cutoff` is seen; `left` says whose
    cut-off is the day of leaving the study.
    Censored: at time zero without an adequate visit (not NE, not ND) after it; at the last adequate visit
    without an event; at the last adequate visit before a new therapy that comes before the event; and, under
    "fda", at the last adequate visit when two or more visits in a row are missed between it and the event. A
    visit is missed when the whole window of a `scheduled` day lies between the last adequate visit (else
    time zero) and the event. A patient without a scan at baseline has NE at every visit, hence time zero.

    >>> found = event_days("PFS", in_order([30, 91], ["SD", "PD"]), new_therapy=60)
    >>> float(found.day), bool(found.event), CENSORING[int(found.reason)]
    (30.0, False, 'new anticancer therapy')
    """
    name = kind.upper()
    if name not in KINDS or censoring not in ("fda", "simple"):
        raise ValueError(
            f"{kind!r} under {censoring!r}: kinds are {', '.join(KINDS)}, censorings fda and simple"
        )
    horizon = day_or_never(cutoff)
    visits, dead = up_to(history, horizon), _seen(day_or_never(death), horizon)
    if name == "OS":
        return _survival(visits, dead, horizon, np.isinf(start), left)
    worse = _seen(progression_days(visits, pd_day), horizon)
    begin, event = np.asarray(start, float), np.minimum(worse, dead)
    therapy = _seen(day_or_never(new_therapy), horizon)
    limit = np.minimum(event, therapy)
    judged = adequate(visits.codes) & (visits.days >= begin[..., None]) & (visits.days < limit[..., None])
    last = last_day(visits, judged, begin)
    changed = therapy < event
    missed = (censoring == "fda") & (_missed(scheduled, window, last, event) >= MISSED_VISITS)
    seen = np.isfinite(event) & ~changed & ~missed & np.isfinite(begin)
    why = {
        "not in the set": np.isinf(begin),
        "new anticancer therapy": changed,
        "missed visits": np.isfinite(event) & missed,
        "progression": seen & (worse <= dead),
        "death": seen,
        "no adequate visit": ~judged.any(axis=-1),
        "left the study": np.asarray(left, bool),
    }
    day = np.where(np.isinf(begin), np.nan, np.where(seen, event, last))
    by_visit = seen & (worse < dead)
    return EventDays(day, seen, _reason(why, day.shape), np.where(by_visit, last, day))


def progression_days(history: History, pd_day: Any = "first") -> Floats:
    """Day (...) of the progression: of the first PD of the history, or the days given (None or NaN: never).

    >>> visits = in_order([30, 91], ["PD", "PD"])
    >>> float(progression_days(visits)), float(progression_days(visits, 45))
    (30.0, 45.0)
    """
    if isinstance(pd_day, str):
        if pd_day != "first":
            raise ValueError(f"pd_day {pd_day!r}: write 'first', a day or None")
        return first_day(history, history.codes == RANK["PD"])
    return day_or_never(pd_day)


def _survival(
    visits: History, dead: Floats, horizon: Floats, outside: ArrayLike, left: ArrayLike
) -> EventDays:
    """Overall survival: known to live until the cut-off, else until the last visit that took place."""
    there = last_day(visits, visits.codes > RANK["ND"], 0.0)
    seen = np.isfinite(dead) & ~np.broadcast_to(outside, there.shape)
    day = np.where(seen, dead, np.where(np.isfinite(horizon), horizon, there))
    day = np.where(outside, np.nan, day)
    why = {
        "not in the set": np.asarray(outside, bool),
        "death": seen,
        "left the study": np.asarray(left, bool),
    }
    return EventDays(day, seen, _reason(why, day.shape), day)


def _seen(day: Floats, horizon: Floats) -> Floats:
    """The day where it is known by the cut-off, else infinity."""
    return np.where(day <= horizon, day, inf)


def _missed(scheduled: ArrayLike, window: float, last: Floats, event: Floats) -> Floats:
    """Scheduled visits whose whole window lies between the last adequate visit and the event: these are
    consecutive."""
    count = np.zeros(np.broadcast_shapes(last.shape, event.shape))
    for day in np.asarray(scheduled, float):
        count += (last < day - window) & (day + window < event)
    return count


def _reason(why: dict[str, Flags], shape: tuple[int, ...]) -> Codes:
    """The first reason that holds, else that there was no event by the cut-off."""
    holds = [np.broadcast_to(flags, shape) for flags in why.values()]
    return np.select(holds, [WHY[word] for word in why], WHY["no event by cut-off"]).astype(np.int8)
