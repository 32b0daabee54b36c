"""iRECIST: a first progression must be confirmed, because immune cells swell a lesion before they shrink it.

Seymour 2017, Lancet Oncol 18:e143, table 2. An unconfirmed progression (iUPD) becomes a confirmed one (iCPD)
at a visit at least 4 weeks later only on further worsening; a visit under the threshold of progression resets
the bar. Small steps add up: the bar stays that of the first iUPD.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import IRECIST, RESPONSE, codes, words

Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

EARLIEST_CONFIRMATION = 28.0
"""Days from iUPD; iRECIST asks for the visit within 8 weeks, a later one of the visit grid is taken too
(choice)."""
WORSE_STEP = 5
"""mm that the sum of targets, or of new lesions, must rise above the iUPD."""

MISSING, ND, NE, PD = (np.int8(RESPONSE.index(word)) for word in ("MISSING", "ND", "NE", "PD"))
CONFIRMED = np.int8(IRECIST.index("iCPD"))


class Seen(NamedTuple):
    """What iRECIST compares between visits: arrays (..., visit).

    Days; RECIST responses as codes of RESPONSE; the sum of targets in 1/`per_mm` mm and whether all were
    measured; amounts of non-target disease (..., visit, amount), any of which may grow; number and sum of new
    lesions and whether all had a number.
    """

    days: NDArray[np.float64]
    overall: Codes
    target: Codes
    non_target: Codes
    total: NDArray[Any]
    complete: Flags
    amounts: NDArray[np.float64]
    new_lesions: NDArray[np.int64]
    new_total: NDArray[Any]
    new_complete: Flags


def irecist_codes(seen: Seen, per_mm: int = 100) -> Codes:
    """Codes of IRECIST (..., visit). Once confirmed, every judged visit is iCPD.

    The bar is the first iUPD since the last visit that was none; its sum is the first complete one from there
    on, since a sum with a lesion unmeasured can be compared with nothing.

    >>> flat = np.zeros(3, np.int64)
    >>> day, overall = np.array([30.0, 91, 182]), codes(["PD", "PD", "SD"], RESPONSE)
    >>> total = np.array([3000, 3500, 2500])
    >>> seen = Seen(day, overall, overall, flat, total, flat == 0, np.zeros((3, 1)), flat, flat, flat == 0)
    >>> words(irecist_codes(seen), IRECIST).tolist()
    ['iUPD', 'iCPD', 'iCPD']
    """
    found = seen.overall.copy()
    shape = found.shape[:-1]
    bar, summed = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    open_, confirmed = np.zeros(shape, bool), np.zeros(shape, bool)
    for visit in range(found.shape[-1]):
        overall, complete = seen.overall[..., visit], seen.complete[..., visit]
        judged, progressed = ~np.isin(overall, (MISSING, ND, NE)), overall == PD
        late = seen.days[..., visit] - _at(seen.days, bar) >= EARLIEST_CONFIRMATION
        worse = _worse(seen, visit, bar, summed, WORSE_STEP * per_mm)
        confirmed = confirmed | (open_ & progressed & late & worse)
        found[..., visit][judged & confirmed] = CONFIRMED
        bar = np.where(progressed & ~open_, visit, bar)
        renewed = progressed & (~open_ | (complete & ~_at(seen.complete, summed)))
        summed = np.where(renewed, visit, summed)
        open_ = np.where(judged, progressed, open_)
    return found


def settled_codes(immune: Codes) -> Codes:
    """Codes of RESPONSE once the end is known (..., visit): a progression dates from the first iUPD that was
    confirmed or never overturned; an iUPD that a later visit overturns is NE, since the patient had not
    progressed.

    >>> words(settled_codes(codes([["iUPD", "iSD"], ["iUPD", "ND"]], IRECIST)), RESPONSE).tolist()
    [['NE', 'SD'], ['PD', 'ND']]
    """
    found = np.where(immune == CONFIRMED, PD, immune)
    overturned = np.zeros(immune.shape[:-1], bool)
    for visit in reversed(range(immune.shape[-1])):
        word = immune[..., visit]
        unconfirmed = word == PD
        found[..., visit][unconfirmed & overturned] = NE
        decided = ~unconfirmed & ~np.isin(word, (MISSING, ND, NE))
        overturned = np.where(decided, word != CONFIRMED, overturned)
    return found


def settled(immune: Sequence[str]) -> list[str]:
    """RECIST words of one patient's iRECIST words, as `settled_codes` says.

    >>> settled(["iUPD", "iPR"]), settled(["iUPD", "iCPD"])
    (['NE', 'PR'], ['PD', 'PD'])
    """
    return [str(word) for word in words(settled_codes(codes(immune, IRECIST)), RESPONSE)]


def _worse(seen: Seen, visit: int, bar: NDArray, summed: NDArray, step: int) -> Flags:
    """Further worsening than at the bar: a larger sum of targets; a kind of progression that was not there;
    more non-target disease where that had progressed; another new lesion, or larger ones."""
    risen = _at(seen.complete, summed) & (seen.total[..., visit] - _at(seen.total, summed) >= step)
    targets_too = (seen.target[..., visit] == PD) & (_at(seen.target, bar) != PD)
    had = _at(seen.non_target, bar) == PD
    more = (seen.amounts[..., visit, :] > _at(seen.amounts, bar, axis=-2)).any(axis=-1)
    others = np.where(had, more, seen.non_target[..., visit] == PD)
    another = seen.new_lesions[..., visit] > _at(seen.new_lesions, bar)
    larger = _at(seen.new_complete, bar) & (seen.new_total[..., visit] - _at(seen.new_total, bar) >= step)
    return np.asarray(risen | targets_too | others | another | larger)


def _at(values: NDArray, visit: NDArray, axis: int = -1) -> NDArray:
    """The values of each patient at that patient's visit."""
    place = np.expand_dims(visit, tuple(range(axis, 0)))
    return np.take_along_axis(values, place, axis).squeeze(axis)
