"""The words of a response, what may be written for "nothing", and histories of visits as arrays.

A history is two arrays whose last axis is the visit: study days in increasing order, and codes of RESPONSE.
MISSING at a place says that no visit was due there (it is no visit, while ND is one that did not take
place); other axes are patients, arms, anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isnan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import RESPONSE

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

WORDS = frozenset(RESPONSE) - {"MISSING"}
"""What may stand at a visit."""
RANK = {word: code for code, word in enumerate(RESPONSE)}
"""CR > PR > SD > NON-CR/NON-PD > PD > NE > ND > MISSING."""


class History(NamedTuple):
    """Days and codes of responses (..., visit), increasing in day."""

    days: Floats
    codes: Codes


def response_word(written: object) -> str:
    """The response as one of the words; empty and NA are ND, anything else unknown is a ValueError.

    >>> response_word(" "), response_word("PR")
    ('ND', 'PR')
    """
    if written is None or (isinstance(written, float) and isnan(written)):
        return "ND"
    word = str(written).strip()
    if word in ("", "NA"):
        return "ND"
    if word not in WORDS:
        raise ValueError(f"{written!r} is no response; the words are {', '.join(sorted(WORDS))}")
    return word


def in_order(days: Iterable[float], responses: Iterable[object]) -> History:
    """The visits of one patient by day; ValueError for unequal lengths or a missing day.

    >>> in_order([91, 30], ["PD", "SD"]).days.tolist()
    [30.0, 91.0]
    """
    on, words = [float(day) for day in days], [response_word(response) for response in responses]
    if len(on) != len(words):
        raise ValueError(f"{len(on)} days and {len(words)} responses")
    if any(isnan(day) for day in on):
        raise ValueError("a visit has no day")
    order = np.argsort(on, kind="stable")
    return History(np.array(on, float)[order], np.array([RANK[word] for word in words], np.int8)[order])


def up_to(history: History, day: Any) -> History:
    """The history without visits after a day (...): they become MISSING.

    >>> up_to(in_order([30, 91], ["SD", "PD"]), 60.0).codes.tolist()
    [5, 0]
    """
    seen = history.days <= np.asarray(day, float)[..., None]
    return history._replace(codes=np.where(seen, history.codes, RANK["MISSING"]).astype(np.int8))


def first_day(history: History, where: Flags) -> Floats:
    """Day (...) of the first visit with `where` (..., visit); infinite without one.

    >>> visits = in_order([30, 91, 182], ["SD", "PR", "PR"])
    >>> float(first_day(visits, responded(visits.codes)))
    91.0
    """
    found = np.full(np.broadcast_shapes(where.shape, history.days.shape)[:-1], inf)
    for place in reversed(range(where.shape[-1])):
        found = np.where(where[..., place], history.days[..., place], found)
    return found


def last_day(history: History, where: Flags, least: Any = -inf) -> Floats:
    """Day (...) of the last visit with `where` (..., visit), at least `least`."""
    found = np.full(np.broadcast_shapes(where.shape, history.days.shape)[:-1], -inf)
    for place in range(where.shape[-1]):
        found = np.where(where[..., place], history.days[..., place], found)
    return np.maximum(found, least)


def responded(codes: Codes) -> Flags:
    """Where a response is CR or PR."""
    return codes >= RANK["PR"]


def controlled(codes: Codes) -> Flags:
    """Where a response is CR, PR or SD: disease control. NON-CR/NON-PD is not counted (choice)."""
    return codes >= RANK["SD"]


def adequate(codes: Codes) -> Flags:
    """Where a visit could be judged: neither not evaluable nor not done."""
    return codes > RANK["NE"]


def day_or_never(written: Any) -> Floats:
    """Days as numbers, infinite where one is not there (None or NaN).

    >>> float(day_or_never(None)), day_or_never([3, float("nan")]).tolist()
    (inf, [3.0, inf])
    """
    days = np.asarray(inf if written is None else written, float)
    return np.where(np.isnan(days), inf, days)
