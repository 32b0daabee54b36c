"""What the cells of a lesion tell the equations that take it back: how long its T cells search.

The equations count the share engaged = T/(T + M + E + X + k n) of the T cells of n nodules as in contact, T
the tumour cells within their reach and k the parameter k_sf1. Over the last day of the cells the law would
have counted as many as held a target with another k, and with that one the lesion goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

LAST = 1.0
"""Days before the hand-back over which contacts and kills are counted."""


class Look(NamedTuple):
    """One nodule at an exchange: day, memory and effector T cells and how many of them hold a target, all T
    cells, effectors, tumour cells within reach, and tumour cells killed so far (cell).
    """

    day: float
    able: float
    holding: float
    t_cells: float
    effectors: float
    within: float
    killed: float


class HandBack(NamedTuple):
    """A lesion on the day on which the equations take it back: share of T cells that held a target in the
    last day, share engaged by the law just after, and what it were with the parameter k_sf1; the search term
    (cell) measured and the parameter; kills per effector and day in the last day, and in the hour after.
    NaN where there is nothing to count.
    """

    day: float
    holding: float
    engaged: float
    engaged_as_listed: float
    search: float
    search_as_listed: float
    kills: float
    kills_after: float


def last_of(looks: Sequence[Look]) -> list[Look]:
    """Those of the last day."""
    return [look for look in looks if look.day >= looks[-1].day - LAST]


def share_holding(looks: Sequence[Look]) -> float:
    """Share of memory and effector T cells that hold a target, while there are any and a target within reach;
    NaN if there never are.
    """
    met = [look for look in looks if look.within > 0]
    able = sum(look.able for look in met)
    return float(sum(look.holding for look in met) / able) if able else np.nan


def search_term(looks: Sequence[Look], listed: float) -> float:
    """Search term (cell per nodule) by which the law counts as many T cells as engaged as held a target: not
    below 0 and not above the one listed, which it is where nobody could meet anybody.
    """
    met = [look for look in looks if look.able > 0 and look.within > 0]
    held = sum(look.holding for look in met)

    def too_many(k: float) -> float:
        return sum(one.able * one.within / (one.within + one.t_cells + k) for one in met) - held

    if not met or too_many(listed) >= 0:
        return listed
    return float(brentq(too_many, 0.0, listed)) if too_many(0.0) > 0 else 0.0


def kills_per_effector(looks: Sequence[Look]) -> float:
    """Tumour cells that an effector kills a day; NaN without effectors, whose number changes evenly between
    two looks.
    """
    spent = float(np.trapezoid([look.effectors for look in looks], [look.day for look in looks]))
    return (looks[-1].killed - looks[0].killed) / spent if spent else np.nan
