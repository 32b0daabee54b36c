"""Best overall response of one patient from the responses at the visits, unconfirmed and confirmed. RECIST
1.1.

Eisenhauer 2009 (Eur J Cancer 45:228), tables 1-3; details of confirmation as in the regulatory practice of
ADaM data sets [recalled].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from cartsim.trial.responses import CONTROLLED, Visit, first_day, in_order
from cartsim.trial.time_to_event import PdDay


class BestResponse(NamedTuple):
    """The response, and the day of the first visit that qualifies for it (None without a visit)."""

    response: str
    day: float | None


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
    visits = counted_visits(days, responses, pd_day, new_therapy_day)
    for word in ("CR", "PR"):
        if (day := first_day(visits, [word])) is not None:
            return BestResponse(word, day)
    return _without_response(visits, ["SD"], stable_disease_from, missing_as_ne)


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
    visits = counted_visits(days, responses, pd_day, new_therapy_day)
    for place, (day, word) in enumerate(visits):
        if word == "CR" and _confirms_cr(visits[place:], confirmation, max_ne):
            return BestResponse("CR", day)
    for place, (day, word) in enumerate(visits):
        if word == "PR" and _confirms_pr(visits[place:], confirmation, max_ne, accept_sd):
            return BestResponse("PR", day)
    return _without_response(visits, ["CR", "PR", "SD"], stable_disease_from, missing_as_ne)


def counted_visits(
    days: Iterable[float],
    responses: Iterable[object],
    pd_day: PdDay = "first",
    new_therapy_day: float | None = None,
) -> list[Visit]:
    """Visits by day that a best response may rest on: to the progression, and before a new therapy."""
    visits = in_order(days, responses)
    first = first_day(visits, ["PD"]) if pd_day == "first" else pd_day
    last = inf if first is None else float(first)
    before = inf if new_therapy_day is None else new_therapy_day
    return [(day, word) for day, word in visits if day <= last and not day >= before]


def _without_response(
    visits: Sequence[Visit], stable: Sequence[str], stable_disease_from: float, missing_as_ne: bool
) -> BestResponse:
    """The best response of visits without a (confirmed) CR or PR; `stable` are the words that show at least
    SD."""
    if not visits:
        return BestResponse("NE" if missing_as_ne else "MISSING", None)
    candidates = [
        ("SD", first_day(visits, stable, stable_disease_from)),
        ("NON-CR/NON-PD", first_day(visits, ["NON-CR/NON-PD"], stable_disease_from)),
        ("PD", first_day(visits, ["PD"])),
        ("NE", first_day(visits, CONTROLLED | {"NE"})),
    ]
    return next(
        (BestResponse(word, day) for word, day in candidates if day is not None),
        BestResponse("ND", visits[0][0]),
    )


def _confirms_cr(visits: Sequence[Visit], confirmation: float, max_ne: int) -> bool:
    """Whether the CR at the first of the visits is confirmed by a later one."""
    found = _stretch(visits, {"CR"}, confirmation)
    return found is not None and _only(found[1:-1], {"CR"}, max_ne)


def _confirms_pr(visits: Sequence[Visit], confirmation: float, max_ne: int, accept_sd: bool) -> bool:
    """Whether the PR at the first of the visits is confirmed by a later one."""
    found = _stretch(visits, {"CR", "PR"}, confirmation)
    if found is None:
        return False
    between = found[1:-1]
    stable = between.count("SD")
    falls_back = "CR" in found and "PR" in found[found.index("CR") :]
    allowed = {"CR", "PR", "SD"} if accept_sd and stable <= 1 else {"CR", "PR"}
    return _only(between, allowed, max_ne) and not falls_back


def _stretch(visits: Sequence[Visit], words: set[str], confirmation: float) -> list[str] | None:
    """Responses from the first visit to the first one of `words` at least `confirmation` days later."""
    start = visits[0][0]
    for place, (day, word) in enumerate(visits[1:], start=1):
        if word in words and day - start >= confirmation:
            return [response for _, response in visits[: place + 1]]
    return None


def _only(between: Sequence[str], allowed: set[str], max_ne: int) -> bool:
    """Whether nothing but the allowed words and at most `max_ne` of NE and ND lies between."""
    gaps = sum(word in ("NE", "ND") for word in between)
    return gaps <= max_ne and all(word in allowed or word in ("NE", "ND") for word in between)
