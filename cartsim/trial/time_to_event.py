"""On which day a patient has the event of PFS, OS, DOR or DDC, or is censored, and why that day.

Rules: FDA guidance on clinical trial endpoints for cancer drugs (2018), [recalled]. Days are study days,
day 0 the first infusion; the time to give to a survival curve is the day minus the time zero (infusion for
PFS and OS, the response for DOR and DDC).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isnan
from typing import Literal, NamedTuple

from cartsim.trial.responses import INADEQUATE, Visit, first_day, in_order

KINDS = ("PFS", "OS", "DOR", "DDC")
MISSED_VISITS = 2
"""So many consecutive missed visits before an event censor it under the FDA rule."""

PdDay = Literal["first"] | float | None


class EventDay(NamedTuple):
    """Study day, and ADaM's CNSR: 0 event, 1 censored."""

    day: float
    CNSR: int


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
    censoring: Literal["fda", "simple"] = "fda",
) -> EventDay:
    """Study day and CNSR of one patient's PFS, OS, DOR or DDC.

    PFS: progression or death. DOR and DDC: the same, from `response_day` (the first CR/PR, or the first
    control on or after the least day of stable disease). OS: death; else `cutoff_day`, the last day
    anything is known of, else the last visit. `pd_day`: "first" takes the first PD of the responses, a
    number that day, None no progression. Nothing after `cutoff_day` is seen. Censored: at time zero without
    an adequate visit (not NE, not ND) after it; at the last adequate visit without an event; at the last
    adequate visit before a new therapy that comes before the event; and, under "fda", at the last adequate
    visit when two or more visits in a row are missed between it and the event. A visit is missed when the
    whole window of a `scheduled` day lies between the last adequate visit (else infusion) and the event.

    >>> time_to_event("PFS", [30, 91, 182], ["SD", "PR", "PD"])
    EventDay(day=182.0, CNSR=0)
    >>> time_to_event("PFS", [30], ["SD"], death_day=300, scheduled=[30, 91, 182], window=7)
    EventDay(day=30.0, CNSR=1)
    """
    name = kind.upper()
    if name not in KINDS or censoring not in ("fda", "simple"):
        raise ValueError(
            f"{kind!r} under {censoring!r}: kinds are {', '.join(KINDS)}, censorings fda and simple"
        )
    horizon = inf if (known := _day(cutoff_day)) is None else known
    visits = [(day, word) for day, word in in_order(days, responses) if day <= horizon]
    death = _day(death_day)
    if name == "OS":
        last = horizon if horizon < inf else max([0.0, *(day for day, word in visits if word != "ND")])
        return EventDay(last, 1) if death is None or death > horizon else EventDay(death, 0)
    start = _start(name, _day(response_day))
    progression = first_day(visits, ["PD"]) if pd_day == "first" else _day(pd_day)
    event = min([day for day in (progression, death) if day is not None and day <= horizon], default=None)
    therapy = _day(new_therapy_day)
    limit = _limit(event, therapy)
    adequate = _last_adequate(visits, start, limit)
    if event is None or event > limit:
        return EventDay(adequate, 1)
    missed = censoring == "fda" and _missed(scheduled or (), window, adequate, event) >= MISSED_VISITS
    return EventDay(adequate, 1) if missed else EventDay(event, 0)


def last_adequate_before(days: Iterable[float], responses: Iterable[object], day: float) -> float:
    """Day of the last adequate visit before `day`, else infusion: the event of a visit lies between it and
    `day`.

    >>> last_adequate_before([30, 91, 182], ["SD", "NE", "PD"], 182)
    30.0
    """
    return _last_adequate(in_order(days, responses), 0.0, day)


def _start(name: str, response_day: float | None) -> float:
    """Time zero: infusion, or the response whose duration is asked for."""
    if name == "PFS":
        return 0.0
    if response_day is None:
        raise ValueError(f"{name} needs response_day: only those with a response have a duration")
    return response_day


def _limit(event: float | None, therapy: float | None) -> float:
    """The day before which visits still count: the event's, or the new therapy's when that comes first."""
    return min([day for day in (event, therapy) if day is not None], default=inf)


def _last_adequate(visits: Sequence[Visit], start: float, limit: float) -> float:
    """Day of the last adequate visit from time zero to before the limit, else time zero."""
    return max([start, *(day for day, word in visits if word not in INADEQUATE and start <= day < limit)])


def _missed(scheduled: Iterable[float], window: float, adequate: float, event: float) -> int:
    """Scheduled visits whose whole window lies between the last adequate visit and the event: these are
    consecutive."""
    return sum(adequate < day - window and day + window < event for day in scheduled)


def _day(written: float | str | None) -> float | None:
    """A day, or None for one that is not there."""
    if written is None or isnan(float(written)):
        return None
    return float(written)
