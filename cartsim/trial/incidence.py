"""Incidence of adverse events per arm: to day 28 as an exact share, to month 12 with death and new therapy
competing, and the crude share beside it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.events import AdverseEvents
from cartsim.trial.shares import share
from cartsim.trial.survival import competing_incidence

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

WINDOW = 28.0
DAYS_PER_YEAR = 365.25
SEVERE = 3


class Ends(NamedTuple):
    """Until when (arm, patient) each patient could have a first event, and whether death or new therapy
    ended it rather than the end of observation."""

    day: Floats
    competing: Flags


def ends_of(last_seen: Floats, death_day: Floats, new_therapy_day: Floats) -> Ends:
    """The first of death, new therapy and the end of observation; NaN is never.

    >>> ends_of(np.array([90.0, 365.0]), np.array([90.0, np.nan]), np.array([np.nan, 200.0]))
    Ends(day=array([ 90., 200.]), competing=array([ True,  True]))
    """
    day = np.fmin(last_seen, new_therapy_day)
    return Ends(day, (np.isfinite(death_day) & (death_day <= day)) | (new_therapy_day <= day))


def incidence(
    events: AdverseEvents, last_seen: Floats, ends: Ends, infused: Flags, year: float
) -> dict[str, NDArray]:
    """ae_incidence* (arm, event_term, grade), ae_mild* and ae_rate* (arm, event_term), ae_followed (arm,
    event_term, grade).

    Day 28: share of infused patients with an event or 28 days seen, whose number is `ae_followed`; both end
    with a new anticancer therapy, after which no event counts. `ae_mild` is the share of those whose worst
    grade until then is 1 or 2. Month 12, or as far as the trial sees: Aalen-Johansen at day `year`;
    `ae_crude` is the share of all infused with an event by then, whatever their follow-up. `ae_rate` counts
    events per patient-year.
    """
    onset = events.onset_at
    until = ends.day[..., None, None]
    early, seen = onset <= np.minimum(until, WINDOW), until >= WINDOW
    followed = infused[..., None, None] & (early | seen)
    mild = early[..., 0] & ~early[..., SEVERE - 1]
    found: dict[str, NDArray] = share("ae_incidence", early, followed)
    found |= share("ae_mild", mild, followed[..., 0])
    found = {key: value for key, value in found.items() if not key.endswith("mcse")}
    found["ae_followed"] = followed.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        crude = ((onset <= year) & infused[..., None, None]).sum(axis=1)
        found["ae_crude"] = crude / np.where(infused.any(axis=1), infused.sum(axis=1), np.nan)[:, None, None]
        years = np.where(infused, last_seen, 0.0).sum(axis=1)[:, None] / DAYS_PER_YEAR
        spells = np.where(infused[..., None], events.spells, 0).sum(axis=1)
        found["ae_rate"] = np.where(years > 0, spells / years, np.nan)
    return found | _to_month_12(onset, ends, infused, year)


def _to_month_12(onset: Floats, ends: Ends, infused: Flags, year: float) -> dict[str, Floats]:
    """ae_incidence_12_months with its limits (arm, event_term, grade); NaN without patients, 0 without
    events."""
    arms, _, terms, grades = onset.shape
    found = np.full((3, arms, terms, grades), np.nan)
    for arm in range(arms):
        among = infused[arm]
        if not among.any():
            continue
        day, competing, first = ends.day[arm][among], ends.competing[arm][among], onset[arm][among]
        times = np.unique(np.concatenate([day, first[np.isfinite(first)]]))
        place = np.searchsorted(times, day)
        tables = [np.bincount(place[flag], minlength=times.size) for flag in (competing, ~competing)]
        for term, grade in np.ndindex(terms, grades):
            found[:, arm, term, grade] = _incidence(
                times, place, competing, tables, first[:, term, grade], day, year
            )
    names = ("ae_incidence_12_months", "ae_incidence_12_months_lower", "ae_incidence_12_months_upper")
    return dict(zip(names, found, strict=True))


def _incidence(
    times: Floats,
    place: Counts,
    competing: Flags,
    tables: list[Counts],
    first: Floats,
    day: Floats,
    year: float,
) -> tuple[float, float, float]:
    """Aalen-Johansen at day `year` from counts per time: whoever has the event leaves the tables of ends."""
    happened = np.flatnonzero(first <= day)
    if not happened.size:
        return 0.0, np.nan, np.nan
    ours = np.bincount(np.searchsorted(times, first[happened]), minlength=times.size)
    other, censored = (
        table - np.bincount(place[happened][flag], minlength=times.size)
        for table, flag in zip(tables, (competing[happened], ~competing[happened]), strict=True)
    )
    leaving = ours + other + censored
    at_risk = leaving[::-1].cumsum()[::-1]
    some = at_risk > 0
    curve = competing_incidence(times[some], at_risk[some], (ours + other)[some], ours[some])
    return curve.at(year)
