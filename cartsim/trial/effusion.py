"""Response of an effusion, beside RECIST and not part of it. Every number is a choice.

CR: fluid gone for at least 4 weeks. PR: at least 50 % less for at least 4 weeks. PD: at least 25 % above
baseline, or drained again. What a drain removed is an event and never a response: the volume is not read
within 7 days of a drainage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

SUSTAINED = 28.0
"""Days that less fluid must last."""
LESS, MORE = 0.5, 1.25
"""Shares of the baseline volume for PR and PD."""
UNREADABLE = 7.0
"""Days after a drainage in which the volume is not read."""
READ = "not read"


def readable(day: float, drained: Iterable[float]) -> bool:
    """Whether the volume of a visit may be read.

    >>> readable(30, [24]), readable(31, [24]), readable(20, [24])
    (False, True, True)
    """
    return not any(0.0 <= day - drain < UNREADABLE for drain in drained)


def effusion_responses(
    days: Sequence[float],
    volumes: Sequence[float],
    baseline: float,
    *,
    gone: float,
    drained: Iterable[float] = (),
) -> list[str]:
    """CR, PR, SD, PD or "not read" at each visit from the volumes (mL; NaN not read), the baseline and the
    drainages.

    A visit is CR or PR when the fluid stays so little at every reading up to one at least 28 days later, or
    when it has done so for 28 days before. A drainage since the visit before (from day 0) makes it PD.
    Without fluid at baseline every visit is "not read".

    >>> effusion_responses([30, 91, 182], [600, 0, 0], 1000, gone=50)
    ['SD', 'CR', 'CR']
    >>> effusion_responses([30, 91, 182], [400, 300, 1300], 1000, gone=50, drained=[120])
    ['PR', 'PR', 'PD']
    """
    if isnan(baseline) or baseline < gone:
        return [READ] * len(days)
    taps = sorted(day for day in drained if day > 0.0)
    dry = _lasting(days, [volume < gone for volume in volumes], volumes, taps)
    less = _lasting(days, [volume <= LESS * baseline for volume in volumes], volumes, taps)
    words = []
    before = 0.0
    for place, (day, volume) in enumerate(zip(days, volumes, strict=True)):
        tapped = any(before < tap <= day for tap in taps)
        if tapped or volume >= MORE * baseline:
            words.append("PD")
        elif isnan(volume):
            words.append(READ)
        else:
            words.append("CR" if dry[place] else "PR" if less[place] else "SD")
        before = day
    return words


def _lasting(
    days: Sequence[float], holds: Sequence[bool], volumes: Sequence[float], taps: Sequence[float]
) -> list[bool]:
    """Where a condition belongs to an unbroken stretch of readings, no drainage in it, of at least 28
    days."""
    result = [False] * len(days)
    stretch: list[int] = []
    for place, day in enumerate(days):
        if isnan(volumes[place]):
            continue
        tapped = bool(stretch) and any(days[stretch[-1]] < tap <= day for tap in taps)
        if not holds[place] or tapped:
            stretch = []
        if holds[place]:
            stretch.append(place)
            if day - days[stretch[0]] >= SUSTAINED:
                for member in stretch:
                    result[member] = True
    return result
