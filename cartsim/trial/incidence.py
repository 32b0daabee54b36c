"""Incidence of adverse events per arm: to day 28 as an exact share, to month 12 with death competing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.curves import incidence_with_limits
from cartsim.trial.events import GRADES, AdverseEvents
from cartsim.trial.shares import share

Floats = NDArray[np.float64]

WINDOW, YEAR = 28.0, 365.0
DAYS_PER_YEAR = 365.25


def incidence(
    events: AdverseEvents, last_seen: Floats, death_day: Floats, infused: NDArray[np.bool_]
) -> dict[str, Floats]:
    """ae_incidence* (arm, event_term, grade) to day 28 and month 12, and ae_rate (arm, event_term) per
    patient-year.

    Day 28: among infused patients with an event or 28 days seen. Month 12: Aalen-Johansen at day 365, death
    without the event competing, the end of observation censoring.
    """
    onset = events.onset_at
    early = onset <= WINDOW
    followed = infused[..., None, None] & (early | (last_seen >= WINDOW)[..., None, None])
    found = {
        key: value
        for key, value in share("ae_incidence", early, followed).items()
        if not key.endswith("mcse")
    }
    shape = (onset.shape[0], len(events.terms), len(GRADES))
    names = ("ae_incidence_12_months", "ae_incidence_12_months_lower", "ae_incidence_12_months_upper")
    found |= {name: np.full(shape, np.nan) for name in names}
    for arm, term, level in np.ndindex(*shape):
        first = onset[arm, :, term, level][infused[arm]]
        if not np.isfinite(first).any():
            found[names[0]][arm, term, level] = 0.0 if first.size else np.nan
            continue
        time, cause = _competing(first, death_day[arm][infused[arm]], last_seen[arm][infused[arm]])
        values = incidence_with_limits(YEAR, time, cause)
        for name, value in zip(names, values, strict=True):
            found[name][arm, term, level] = value
    years = np.where(infused, last_seen, 0.0).sum(axis=1) / DAYS_PER_YEAR
    counts = np.where(infused[..., None], events.spells, 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return found | {"ae_rate": np.where(years[:, None] > 0, counts / years[:, None], np.nan)}


def _competing(first: Floats, death: Floats, last_seen: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Time and cause: 1 the event, 2 death without it, 0 the end of observation."""
    happened, died = np.isfinite(first), np.isfinite(death)
    time = np.where(happened, first, last_seen)
    return np.maximum(time, 0.0), np.where(happened, 1, np.where(died, 2, 0))
