"""Best overall response from the responses at the visits, unconfirmed and confirmed. RECIST 1.1.

Eisenhauer 2009 (Eur J Cancer 45:228), tables 1-3; details of confirmation as in the regulatory practice of
ADaM data sets [recalled]. Rules are written once, for arrays of histories; the functions of one patient call
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cartsim.datasets import RESPONSE
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
    responded,
)
from cartsim.trial.time_to_event import PdDay, progression_days


class BestResponse(NamedTuple):
    """The response, and the day of the first visit that qualifies for it (None without a visit)."""

    response: str
    day: float | None


class BestResponses(NamedTuple):
    """Codes of RESPONSE, the day of the first visit that qualifies (NaN: none), and the first CR or PR that
    counts as a response (NaN: none), which may be a PR before the CR that is the best; all (...)."""

    codes: Codes
    day: Floats
    response_day: Floats


def best_overall_response(
    days: Iterable[float],
    responses: Iterable[object],
    *,
    stable_disease_from: float,
    pd_day: PdDay = "first",
    missing_as_ne: bool = False,
    new_therapy_day: float | None = None,
) -> BestResponse:
    """Best of CR > PR > SD > NON-CR/NON-PD > PD > NE > ND > MISSING up to the first PD and before a new
    therapy.

    SD and NON-CR/NON-PD count from day `stable_disease_from`, earlier ones are NE. `pd_day`: "first" keeps
    visits to the first PD, a number those to that day, None all. MISSING: no visit at all; NE instead with
    `missing_as_ne`.

    >>> best_overall_response([30, 91, 182], ["SD", "PR", "PD"], stable_disease_from=42)
    BestResponse(response='PR', day=91.0)
    >>> best_overall_response([30], ["SD"], stable_disease_from=42)
    BestResponse(response='NE', day=30.0)
    """
    visits = counted_visits(in_order(days, responses), pd_day, new_therapy_day)
    return _of_one(best_responses(visits, stable_disease_from, missing_as_ne=missing_as_ne))


def confirmed_response(
    days: Iterable[float],
    responses: Iterable[object],
    *,
    stable_disease_from: float,
    confirmation: float = 28.0,
    max_ne: int = 1,
    accept_sd: bool = False,
    pd_day: PdDay = "first",
    missing_as_ne: bool = False,
    new_therapy_day: float | None = None,
) -> BestResponse:
    """As `best_overall_response`, with CR and PR only where a later visit confirms them.

    CR: the first CR at least `confirmation` days later, only CR and at most `max_ne` NE (or ND) between.
    PR: the first CR or PR late enough, only CR, PR, `max_ne` NE (and with `accept_sd` one SD) between, and
    no PR after a CR. What is not confirmed falls to SD when late enough, else NE.

    >>> confirmed_response([30, 91, 182], ["PR", "PR", "PD"], stable_disease_from=23)
    BestResponse(response='PR', day=30.0)
    >>> confirmed_response([30, 91, 182], ["SD", "PR", "PD"], stable_disease_from=23)
    BestResponse(response='SD', day=30.0)
    """
    visits = counted_visits(in_order(days, responses), pd_day, new_therapy_day)
    found = confirmed_responses(
        visits,
        stable_disease_from,
        confirmation=confirmation,
        max_ne=max_ne,
        accept_sd=accept_sd,
        missing_as_ne=missing_as_ne,
    )
    return _of_one(found)


def counted_visits(history: History, pd_day: Any = "first", new_therapy_day: Any = None) -> History:
    """The visits a best response may rest on: to the progression, and before a new therapy; others are
    MISSING.

    >>> counted_visits(in_order([30, 91, 182], ["PR", "PD", "CR"])).codes.tolist()
    [6, 3, 0]
    """
    last, before = progression_days(history, pd_day), day_or_never(new_therapy_day)
    kept = (history.days <= last[..., None]) & ~(history.days >= before[..., None])
    return history._replace(codes=np.where(kept, history.codes, RANK["MISSING"]).astype(np.int8))


def best_responses(visits: History, stable_from: Any, *, missing_as_ne: bool = False) -> BestResponses:
    """`best_overall_response` of many patients: visits as from `counted_visits`, `stable_from` a day
    (...)."""
    complete, partial = (visits.codes == RANK[word] for word in ("CR", "PR"))
    return _best(visits, complete, partial, visits.codes == RANK["SD"], stable_from, missing_as_ne)


def confirmed_responses(
    visits: History,
    stable_from: Any,
    *,
    confirmation: float = 28.0,
    max_ne: int = 1,
    accept_sd: bool = False,
    missing_as_ne: bool = False,
) -> BestResponses:
    """`confirmed_response` of many patients: visits as from `counted_visits`, `stable_from` a day (...)."""
    sure = confirmed_visits(visits, confirmation, max_ne, accept_sd)
    complete, partial = (sure & (visits.codes == RANK[word]) for word in ("CR", "PR"))
    return _best(visits, complete, partial, visits.codes >= RANK["SD"], stable_from, missing_as_ne)


def confirmed_visits(visits: History, confirmation: float, max_ne: int, accept_sd: bool) -> Flags:
    """Where (..., visit) a CR or PR is confirmed by a later one.

    From each visit on, the visits after it are read in order: once too many could not be judged, one is out
    of place, or a PR follows a CR, nothing later confirms it.

    >>> confirmed_visits(in_order([30, 58, 91], ["PR", "CR", "CR"]), 28, 1, False).tolist()
    [True, True, False]
    """
    sure = np.zeros(visits.codes.shape, bool)
    for place in range(visits.codes.shape[-1] - 1):
        start = visits.codes[..., place]
        open_ = responded(start)
        complete = start == RANK["CR"]
        stable = np.where(accept_sd & ~complete, 1, 0)
        gaps = np.full(start.shape, max_ne)
        for later in range(place + 1, visits.codes.shape[-1]):
            if not open_.any():
                break
            code = visits.codes[..., later]
            open_ &= ~(complete & (code == RANK["PR"])) & ~_out_of_place(code)
            late = visits.days[..., later] - visits.days[..., place] >= confirmation
            sure[..., place] |= open_ & responded(code) & late
            complete |= code == RANK["CR"]
            gaps = gaps - (_unread(code))
            stable = stable - (code == RANK["SD"])
            open_ &= (gaps >= 0) & (stable >= 0)
    return sure


def pending(visits: History, confirmed: BestResponses, over: ArrayLike) -> Flags:
    """Whose first CR or PR stands at the last visit that was due, so that nothing could confirm it yet (...).

    Nobody who has progressed, and nobody whose follow-up is `over`, by death, new therapy or leaving the
    study: what can never be confirmed is not pending.

    >>> history = in_order([30, 91], ["SD", "PR"])
    >>> bool(pending(history, confirmed_responses(history, 28), False))
    True
    """
    last = last_day(visits, visits.codes > RANK["MISSING"])
    first = first_day(visits, responded(visits.codes))
    progressed = (visits.codes == RANK["PD"]).any(axis=-1)
    waiting = np.isfinite(first) & (first == last) & ~responded(confirmed.codes)
    return np.asarray(waiting & ~progressed & ~np.asarray(over, bool))


def _unread(code: Codes) -> Flags:
    return (code == RANK["NE"]) | (code == RANK["ND"])


def _out_of_place(code: Codes) -> Flags:
    """What may never stand between a response and its confirmation."""
    return (code == RANK["PD"]) | (code == RANK["NON-CR/NON-PD"])


def _best(
    visits: History,
    complete: Flags,
    partial: Flags,
    stable: Flags,
    stable_from: Any,
    missing_as_ne: bool,
) -> BestResponses:
    """The best word and its first day, `complete`, `partial` and `stable` saying where (..., visit) CR, PR
    and at least SD stand."""
    codes, late = visits.codes, visits.days >= np.asarray(stable_from, float)[..., None]
    ladder = {
        "CR": complete,
        "PR": partial,
        "SD": stable & late,
        "NON-CR/NON-PD": (codes == RANK["NON-CR/NON-PD"]) & late,
        "PD": codes == RANK["PD"],
        "NE": (adequate(codes) & (codes != RANK["PD"])) | (codes == RANK["NE"]),
        "ND": codes == RANK["ND"],
    }
    days = {word: first_day(visits, where) for word, where in ladder.items()}
    reached = [np.isfinite(day) for day in days.values()]
    nothing = RANK["NE" if missing_as_ne else "MISSING"]
    found = np.select(reached, [RANK[word] for word in ladder], nothing).astype(np.int8)
    day = np.select(reached, list(days.values()), np.nan)
    response = np.minimum(days["CR"], days["PR"])
    return BestResponses(found, day, np.where(response < inf, response, np.nan))


def _of_one(found: BestResponses) -> BestResponse:
    day = float(found.day)
    return BestResponse(RESPONSE[int(found.codes)], None if np.isnan(day) else day)
