"""Response of an effusion, beside RECIST and not part of it. Every number is a choice.

CR: fluid gone for at least 4 weeks. PR: at least 50 % less for at least 4 weeks. PD: at least 25 % above
baseline, or drained again. What a drain removed is an event and never a response: the volume is not read
within 7 days of a drainage.

Arrays end in the dim visit, visit 0 the baseline, or drainage (days, NaN for none); whatever stands before it
(arm, patient) is carried along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import EFFUSION_RESPONSE, words

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SUSTAINED = 28.0
"""Days that less fluid must last."""
LESS, MORE = 0.5, 1.25
"""Shares of the baseline volume for PR and PD."""
UNREADABLE = 7.0
"""Days after a drainage in which the volume is not read."""
UNREAD, PD, SD, PR, CR = (np.int8(code) for code in range(len(EFFUSION_RESPONSE)))


def readable(days: ArrayLike, drained: ArrayLike) -> Flags:
    """Whether the volume of a visit may be read (..., visit).

    >>> readable([30.0, 31.0, 20.0], [24.0]).tolist()
    [False, True, True]
    """
    on, taps = np.asarray(days, float), np.asarray(drained, float)
    hidden = np.zeros(np.broadcast_shapes(on.shape, (*taps.shape[:-1], 1)), bool)
    for tap in range(taps.shape[-1]):
        since = on - taps[..., tap, None]
        hidden |= (since >= 0.0) & (since < UNREADABLE)
    return ~hidden


def effusion_responses(
    days: Sequence[float],
    volumes: Sequence[float],
    baseline: float,
    *,
    gone: float,
    drained: Iterable[float] = (),
) -> list[str]:
    """CR, PR, SD, PD or "not read" at each visit of one patient from the volumes (mL; NaN not read), the
    baseline and the drainages, as `effusion_codes` says.

    >>> effusion_responses([30, 91, 182], [600, 0, 0], 1000, gone=50)
    ['SD', 'CR', 'CR']
    >>> effusion_responses([30, 91, 182], [400, 300, 1300], 1000, gone=50, drained=[120])
    ['PR', 'PR', 'PD']
    """
    taps = np.array(list(drained), float)
    found = effusion_codes(np.array([0.0, *days]), np.array([baseline, *volumes], float), taps, gone=gone)
    return [str(word) for word in words(found[1:], EFFUSION_RESPONSE)]


def effusion_codes(
    days: Floats, volumes: Floats, drained: Floats, *, gone: float, done: Flags | None = None
) -> NDArray[np.int8]:
    """Codes of EFFUSION_RESPONSE (..., visit) from the volumes (mL; NaN not read) and the drainages.

    A visit is CR or PR when the fluid stays so little at every reading up to one at least 28 days later, or
    when it has done so for 28 days before. A drainage since the last visit `done` (from day 0) makes it PD.
    Without fluid at baseline every visit is "not read".

    >>> volumes = np.array([[1000.0, 0, 0], [1000, 900, 1250], [20, 0, 0]])
    >>> found = effusion_codes(np.array([0.0, 30, 91]), volumes, np.full((3, 1), np.nan), gone=50)
    >>> words(found[:, 1:], EFFUSION_RESPONSE).tolist()
    [['CR', 'CR'], ['SD', 'PD'], ['not read', 'not read']]
    """
    days = np.broadcast_to(days, volumes.shape)
    done = np.ones(volumes.shape, bool) if done is None else done
    start, tapped = volumes[..., :1], _tapped(days, drained, done)
    dry = _lasting(days, volumes, volumes < gone, drained)
    less = _lasting(days, volumes, volumes <= LESS * start, drained)
    found = np.where(dry, CR, np.where(less, PR, np.where(np.isnan(volumes), UNREAD, SD)))
    found[tapped | (volumes >= MORE * start)] = PD
    found[~done | ~(start >= gone)] = UNREAD
    found[..., 0] = UNREAD
    return found


def _tapped(days: Floats, drained: Floats, done: Flags) -> Flags:
    """Whether fluid was drained between the last done visit (or day 0) and this one (..., visit)."""
    found = np.zeros(days.shape, bool)
    before = np.zeros(days.shape[:-1])
    for visit in range(1, days.shape[-1]):
        found[..., visit] = _between(drained, before, days[..., visit])
        before = np.where(done[..., visit], days[..., visit], before)
    return found


def _lasting(days: Floats, volumes: Floats, holds: Flags, drained: Floats) -> Flags:
    """Where a condition belongs to an unbroken stretch of readings after baseline, no drainage in it, of at
    least 28 days."""
    read = ~np.isnan(volumes)
    read[..., 0] = False
    first = _first_days(days, read, holds, drained)
    found = np.zeros(days.shape, bool)
    stretch, last = np.full(days.shape[:-1], np.nan), np.full(days.shape[:-1], np.nan)
    for visit in reversed(range(days.shape[-1])):
        begun, now = first[..., visit], read[..., visit]
        last = np.where(now & (begun != stretch), days[..., visit], last)
        stretch = np.where(now, begun, stretch)
        found[..., visit] = last - begun >= SUSTAINED
    return found


def _first_days(days: Floats, read: Flags, holds: Flags, drained: Floats) -> Floats:
    """First day of the stretch of readings that a visit belongs to (..., visit); NaN outside of any."""
    first = np.full(days.shape, np.nan)
    begun, before = np.full(days.shape[:-1], np.nan), np.full(days.shape[:-1], np.nan)
    for visit in range(days.shape[-1]):
        day, now = days[..., visit], read[..., visit]
        unbroken = ~np.isnan(begun) & ~_between(drained, before, day)
        member = np.where(holds[..., visit], np.where(unbroken, begun, day), np.nan)
        begun, before = np.where(now, member, begun), np.where(now, day, before)
        first[..., visit] = np.where(now, member, np.nan)
    return first


def _between(drained: Floats, after: Floats, until: Floats) -> Flags:
    """Whether a drainage lies in (after, until], and after day 0 (...)."""
    found = np.zeros(np.broadcast_shapes(after.shape, drained.shape[:-1]), bool)
    for tap in range(drained.shape[-1]):
        day = drained[..., tap]
        found |= (day > 0.0) & (day > after) & (day <= until)
    return found
