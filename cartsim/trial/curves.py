"""Kaplan-Meier tables, medians, and cumulative incidences per arm, as arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CURVES
from cartsim.trial.survival import KaplanMeier, aalen_johansen, kaplan_meier
from cartsim.trial.turnbull import turnbull

Floats = NDArray[np.float64]

COLUMNS = {
    "km_time": "time",
    "km_at_risk": "at_risk",
    "km_events": "events",
    "km_survival": "survival",
    "km_lower": "lower",
    "km_upper": "upper",
}
MEDIANS = {"": "median", "_lower": "median_lower", "_upper": "median_upper"}


def survival_tables(found: Mapping[str, NDArray]) -> dict[str, Floats]:
    """km_* (arm, curve, km_step), padded with NaN, and median_* (arm) of every curve; NaN days are not in
    the set."""
    arms = found["pfs"].shape[0]
    curves = [
        [_curve(found[name][arm], found[f"{name}_event"][arm]) for name in CURVES] for arm in range(arms)
    ]
    steps = max((curve.time.size for row in curves for curve in row), default=0)
    tables = {key: np.full((arms, len(CURVES), steps), np.nan) for key in COLUMNS}
    for key, field in COLUMNS.items():
        for arm, row in enumerate(curves):
            for place, curve in enumerate(row):
                tables[key][arm, place, : curve.time.size] = getattr(curve, field)
    medians = {
        f"median_{name}{tail}": np.array([getattr(row[place], field) for row in curves])
        for place, name in enumerate(CURVES)
        for tail, field in MEDIANS.items()
    }
    return tables | medians


def interval_medians(
    found: Mapping[str, NDArray], latent_day: Floats, death_day: Floats, last_seen: Floats
) -> dict[str, Floats]:
    """Median PFS without the lateness of visits: Turnbull's interval (arm), and that of the latent
    progression."""
    rows = [_turnbull_median(found, arm) for arm in range(found["pfs"].shape[0])]
    event = np.fmin(latent_day, death_day)
    seen = np.isfinite(event) & (event <= last_seen)
    days = np.where(seen, event, last_seen)
    solved = np.isfinite(found["pfs"])
    latent = [_curve(np.where(solved, days, np.nan)[arm], seen[arm]).median for arm in range(days.shape[0])]
    return {
        "median_pfs_interval_start": np.array([row[0] for row in rows]),
        "median_pfs_interval_end": np.array([row[1] for row in rows]),
        "median_pfs_latent": np.array(latent),
    }


def medians(days: Floats, events: NDArray) -> Floats:
    """Kaplan-Meier median (arm) of times and events (arm, patient); NaN days are not in the set.

    >>> medians(np.array([[1.0, 2.0, np.nan]]), np.array([[1, 1, 0]])).tolist()
    [1.5]
    """
    return np.array([_curve(*row).median for row in zip(days, events, strict=True)])


def median_bounds(
    found: Mapping[str, NDArray], failed: NDArray[np.bool_], horizon: float
) -> dict[str, Floats]:
    """Median PFS and OS (arm) if every failed solve had the event at once, and if none ever had it.

    Durations of response and of disease control have none: who is in their set is an outcome itself.
    """
    bounds = {}
    for name in ("pfs", "os"):
        for end, day, event in (("least", 0.0, True), ("most", horizon, False)):
            days = np.where(failed, day, found[name])
            events = np.where(failed, event, found[f"{name}_event"] == 1)
            medians = [_curve(*row).median for row in zip(days, events, strict=True)]
            bounds[f"median_{name}_{end}"] = np.array(medians)
    return bounds


def incidence_on(days: Floats, time: Floats, cause: NDArray, among: NDArray[np.bool_]) -> Floats:
    """Aalen-Johansen incidence of cause 1 per arm on the days (arm, day)."""
    table = np.full((time.shape[0], days.size), np.nan)
    for arm in range(time.shape[0]):
        if among[arm].any():
            curve = aalen_johansen(time[arm][among[arm]], cause[arm][among[arm]])
            table[arm] = [curve.at(day)[0] for day in days]
    return table


def incidence_with_limits(day: float, time: Floats, cause: NDArray) -> tuple[float, float, float]:
    """(incidence, lower, upper) of cause 1 by a day, of one group of patients; NaN for an empty one."""
    if not time.size:
        return float("nan"), float("nan"), float("nan")
    return aalen_johansen(time, cause).at(day)


def _curve(days: Floats, events: NDArray) -> KaplanMeier:
    inside = np.isfinite(days)
    return kaplan_meier(days[inside], events[inside].astype(int))


def _turnbull_median(found: Mapping[str, NDArray], arm: int) -> tuple[float, float]:
    """The events of visits lie between the last adequate visit before and the visit; deaths are exact."""
    days, event, after = found["pfs"][arm], found["pfs_event"][arm] == 1, found["pfs_after"][arm]
    inside = np.isfinite(days)
    left = np.where(event, after, days)[inside]
    return turnbull(left, np.where(event, days, np.inf)[inside]).median()
