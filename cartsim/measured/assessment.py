"""Endpoints of measured patients, by the rules that also judge virtual ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CENSORING, CURVES, RESPONSE, words
from cartsim.measured.facts import Facts
from cartsim.measured.lesion_visits import LesionVisit
from cartsim.measured.rules import Rules
from cartsim.trial.best_response import (
    BestResponses,
    best_responses,
    confirmed_responses,
    counted_visits,
    pending,
)
from cartsim.trial.responses import RANK, History, controlled, first_day, responded, up_to
from cartsim.trial.survival import KaplanMeier, kaplan_meier
from cartsim.trial.time_to_event import EventDays, event_days, progression_days

Floats = NDArray[np.float64]


NEVER = 1e9
"""Day of the places that pad a history: after every other, and finite, so that days can be subtracted."""

AT_CUTOFF = "no event by cut-off"
UNCUT = {"os": "no event by the last contact"} | dict.fromkeys(
    ("pfs", "dor", "ddc"), "no event by the last visit"
)
"""What that is called of those who were not followed to a cut-off."""


@dataclass(frozen=True)
class Subject:
    """One measured patient; `measurable` None where only responses are known."""

    name: str
    visits: Sequence[LesionVisit]
    facts: Facts
    measurable: bool | None = None


@dataclass(frozen=True)
class Duration:
    """Days (subject) from time zero `start`, whether they end with the event, why; NaN: not in the set."""

    days: Floats
    event: NDArray[np.bool_]
    reason: NDArray
    start: Floats
    curve: KaplanMeier


@dataclass(frozen=True)
class Assessment:
    """Results of a group of measured patients, arrays over its subjects."""

    subjects: Sequence[Subject]
    rules: Rules
    best: BestResponses
    confirmed: BestResponses
    pending: NDArray[np.bool_]
    durations: Mapping[str, Duration]

    def words_of(self, found: BestResponses) -> list[str]:
        """The responses as words, by subject."""
        return [str(word) for word in words(found.codes, RESPONSE)]


def assess_subjects(subjects: Sequence[Subject], rules: Rules) -> Assessment:
    """Best and confirmed response, and PFS, OS, DOR and DDC, of every subject.

    PFS and OS run from day 0, DOR from the first visit of the confirmed response, DDC from the first control
    on or after the least day of stable disease. Nothing after the cut-off is seen, nor after the last day a
    living subject is known of; one whose last day is not given lived at the last visit that took place. With
    a schedule, a visit that was due and not read is ND before any rule.
    """
    followed = [with_missed_visits(subject, rules) for subject in subjects]
    history = history_of(followed)
    death, therapy = (_days(subjects, name) for name in ("death_day", "new_therapy_day"))
    horizon = np.array([horizon_of(subject.facts, rules.cutoff) for subject in subjects])
    contact = np.minimum(horizon, [last_contact(subject) for subject in subjects])
    progressed = _progressions(history, subjects)
    counted = counted_visits(up_to(history, horizon), progressed, therapy)
    stable = rules.stable_disease_from
    best = best_responses(counted, stable, missing_as_ne=rules.missing_as_ne)
    confirmed = confirmed_responses(
        counted,
        stable,
        confirmation=rules.confirmation,
        max_ne=rules.max_ne,
        accept_sd=rules.accept_sd,
        missing_as_ne=rules.missing_as_ne,
    )
    held = (counted.codes >= RANK["NON-CR/NON-PD"]) & (counted.days >= stable)
    zero = np.zeros(len(subjects))
    starts = {
        "os": zero,
        "pfs": zero,
        "dor": np.where(np.isnan(confirmed.response_day), inf, confirmed.response_day),
        "ddc": first_day(counted, held),
    }
    durations = {}
    for name in CURVES:
        found = event_days(
            name,
            history,
            start=starts[name],
            pd_day=progressed,
            death=death,
            new_therapy=therapy,
            cutoff=contact if name == "os" else horizon,
            scheduled=rules.schedule,
            window=rules.window,
            censoring=rules.censoring,
        )
        unended = np.where(contact == rules.cutoff, AT_CUTOFF, UNCUT[name])
        durations[name] = _duration(found, starts[name], rules, unended)
    lost = horizon < (-inf if rules.cutoff is None else rules.cutoff)
    waiting = pending(counted, confirmed, np.isfinite(death) | np.isfinite(therapy) | lost)
    return Assessment(subjects, rules, best, confirmed, waiting, durations)


def with_missed_visits(subject: Subject, rules: Rules) -> list[tuple[float, str]]:
    """(day, response) by day, with ND on every scheduled day whose window passed under observation unread.

    >>> from cartsim.measured.rules import Rules
    >>> visits = [LesionVisit(day, word, None, None, None) for day, word in [(31, "PR"), (180, "PR")]]
    >>> with_missed_visits(Subject("1", visits, Facts()), Rules(42, schedule=(30.0, 91.0, 182.0), window=7))
    [(31, 'PR'), (91.0, 'ND'), (180, 'PR')]
    """
    seen = [(visit.day, visit.response) for visit in subject.visits]
    known = [day for day in (subject.facts.last_day, *(day for day, _ in seen)) if day is not None]
    death = subject.facts.death_day
    end = min(horizon_of(subject.facts, rules.cutoff), max(known, default=0.0) if death is None else death)
    missed = [
        (day, "ND")
        for day in rules.schedule
        if day + rules.window <= end and not any(abs(day - other) <= rules.window for other, _ in seen)
    ]
    return sorted([*seen, *missed], key=lambda visit: visit[0])


def history_of(visits: Sequence[Sequence[tuple[float, str]]]) -> History:
    """Visits of many subjects as arrays (subject, visit), padded with MISSING."""
    longest = max((len(row) for row in visits), default=0)
    days = np.full((len(visits), longest), NEVER)
    codes = np.zeros((len(visits), longest), np.int8)
    for place, row in enumerate(visits):
        days[place, : len(row)] = [day for day, _ in row]
        codes[place, : len(row)] = [RANK[word] for _, word in row]
    return History(days, codes)


def horizon_of(facts: Facts, cutoff: float | None) -> float:
    """The last day that is seen of a subject: the cut-off, and for one not known dead the last day known."""
    last = facts.last_day if facts.death_day is None else None
    return min([day for day in (cutoff, last) if day is not None], default=inf)


def last_contact(subject: Subject) -> float:
    """The last day on which a subject is known to live: the file's, else that of the last visit that took
    place or the last event; never, of one who is known dead.

    >>> visits = [LesionVisit(day, word, None, None, None) for day, word in [(30, "SD"), (91, "ND")]]
    >>> last_contact(Subject("1", visits, Facts())), last_contact(Subject("1", visits, Facts(last_day=200)))
    (30, 200)
    """
    facts = subject.facts
    if facts.death_day is not None:
        return inf
    if facts.last_day is not None:
        return facts.last_day
    happened = [day for day in (facts.pd_day, facts.new_therapy_day) if isinstance(day, (int, float))]
    return max([*happened, *(visit.day for visit in subject.visits if visit.response != "ND")], default=0.0)


def in_response(found: BestResponses) -> NDArray[np.bool_]:
    return responded(found.codes)


def in_control(found: BestResponses) -> NDArray[np.bool_]:
    return controlled(found.codes)


def _progressions(history: History, subjects: Sequence[Subject]) -> Floats:
    """Day of progression: the first PD, or what the file says of the subject."""
    first = progression_days(history, "first")
    given = [subject.facts.pd_day for subject in subjects]
    days = [inf if day is None or isinstance(day, str) else day for day in given]
    return np.where([day == "first" for day in given], first, days)


def _duration(found: EventDays, start: Floats, rules: Rules, unended: NDArray[np.str_]) -> Duration:
    days = np.where(np.isinf(start), np.nan, found.day - np.where(np.isinf(start), 0.0, start))
    inside = np.isfinite(days)
    curve = kaplan_meier(days[inside], found.event[inside].astype(int), rules.interval, rules.level)
    reason = np.array([str(word) for word in words(found.reason, CENSORING)], dtype=object)
    reason = np.where(reason == AT_CUTOFF, unended, reason)
    return Duration(days, found.event, reason, start, curve)


def _days(subjects: Sequence[Subject], name: str) -> Floats:
    return np.array(
        [np.nan if (day := getattr(subject.facts, name)) is None else day for subject in subjects]
    )
