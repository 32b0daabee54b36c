"""The words of a response and what may be written for "nothing"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from cartsim.datasets import RESPONSE

WORDS = frozenset(RESPONSE) - {"MISSING"}
"""What may stand at a visit."""
RESPONDED = frozenset({"CR", "PR"})
CONTROLLED = RESPONDED | {"SD", "NON-CR/NON-PD"}
INADEQUATE = frozenset({"NE", "ND"})
"""Responses of a visit that could not be judged or was not done."""
RANK = {word: code for code, word in enumerate(RESPONSE)}
"""CR > PR > SD > NON-CR/NON-PD > PD > NE > ND > MISSING."""

Visit = tuple[float, str]


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


def in_order(days: Iterable[float], responses: Iterable[object]) -> list[Visit]:
    """(day, response) of the visits by day; ValueError for unequal lengths or a missing day."""
    on, words = [float(day) for day in days], [response_word(response) for response in responses]
    if len(on) != len(words):
        raise ValueError(f"{len(on)} days and {len(words)} responses")
    if any(isnan(day) for day in on):
        raise ValueError("a visit has no day")
    return sorted(zip(on, words, strict=True), key=lambda visit: visit[0])


def first_day(visits: Sequence[Visit], words: Iterable[str], since: float = float("-inf")) -> float | None:
    """Day of the first visit with one of the words, on or after `since`."""
    wanted = frozenset(words)
    return next((day for day, word in visits if word in wanted and day >= since), None)
