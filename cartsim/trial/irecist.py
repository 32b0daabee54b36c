"""iRECIST: a first progression must be confirmed, because immune cells swell a lesion before they shrink it.

Seymour 2017, Lancet Oncol 18:e143, [recalled]. An unconfirmed progression (iUPD) becomes a confirmed one
(iCPD) at a visit at least 4 weeks later only on further worsening; a visit under the threshold of
progression resets the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cartsim.trial.recist import PD_STEP, Size

EARLIEST_CONFIRMATION = 28.0
"""Days from iUPD; iRECIST asks for the visit within 8 weeks, a later one of the visit grid is taken too
(choice)."""


class Seen(NamedTuple):
    """A visit: RECIST response, sum of targets, worst non-target measure, new lesions and their sum (0.01
    mm)."""

    day: float
    response: str
    sum_targets: Size = 0
    non_target: float = 0.0
    new_lesions: int = 0
    sum_new: Size = 0


def irecist_responses(visits: Sequence[Seen]) -> list[str]:
    """iCR, iPR, iSD, iNON-CR/NON-PD, iUPD, iCPD, NE, ND per visit.

    >>> irecist_responses([Seen(30, "PD", 3000), Seen(91, "PD", 3600), Seen(182, "SD", 2500)])
    ['iUPD', 'iCPD', 'iCPD']
    >>> irecist_responses([Seen(30, "PD", 3000), Seen(91, "PR", 1500)])
    ['iUPD', 'iPR']
    """
    words: list[str] = []
    bar: Seen | None = None
    for visit in visits:
        if words and words[-1] == "iCPD":
            words.append("iCPD")
        elif visit.response in ("NE", "ND"):
            words.append(visit.response)
        elif visit.response != "PD":
            bar = None
            words.append(f"i{visit.response}")
        elif bar is None or not (visit.day - bar.day >= EARLIEST_CONFIRMATION and _worse(visit, bar)):
            bar = bar or visit
            words.append("iUPD")
        else:
            words.append("iCPD")
    return words


def settled(visits: Sequence[Seen]) -> list[str]:
    """RECIST words once the end is known: progression dates from the first iUPD when confirmed or never
    overturned.

    An iUPD that a later visit overturns is NE, since the patient had not progressed.

    >>> settled([Seen(30, "PD", 3000), Seen(91, "PR", 1500)])
    ['NE', 'PR']
    """
    words = irecist_responses(visits)
    result = []
    for place, word in enumerate(words):
        later = next((other for other in words[place + 1 :] if other not in ("iUPD", "NE", "ND")), "iCPD")
        overturned = word == "iUPD" and later != "iCPD"
        result.append("NE" if overturned else "PD" if word in ("iUPD", "iCPD") else word.removeprefix("i"))
    return result


def _worse(visit: Seen, bar: Seen) -> bool:
    """Further worsening than at the iUPD."""
    return (
        visit.sum_targets - bar.sum_targets >= PD_STEP
        or visit.non_target > bar.non_target
        or visit.new_lesions > bar.new_lesions
        or visit.sum_new - bar.sum_new >= PD_STEP
    )
