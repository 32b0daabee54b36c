"""The probability of being in response over time, on all enrolled, and its restricted mean to 12 months.

P(in response at t) = S_pfs(t) - S_exit(t) (Temkin 1978 [recalled]), two Kaplan-Meier curves: of progression
or death, and of leaving the first state by response, progression or death. Non-responders count 0, those who
leave the study are censored, so that arms may be compared on it, unlike the duration of response.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from cartsim.trial.responses import day_or_never
from cartsim.trial.survival import KaplanMeier, kaplan_meier

Floats = NDArray[np.float64]

LEVEL = 0.95


def time_in_response(found: Mapping[str, NDArray], grid: Floats, until: float) -> dict[str, Floats]:
    """`response_probability` (arm, day of `grid`), `time_in_response_pseudo` (arm, patient), and
    `mean_time_in_response` (arm) to day `until` with its limits, from PFS and the day of the confirmed
    response."""
    arms, patients = found["pfs"].shape
    chance = np.full((arms, grid.size), np.nan)
    pseudo = np.full((arms, patients), np.nan)
    for arm in range(arms):
        inside = np.isfinite(found["pfs"][arm])
        pfs, failed = found["pfs"][arm][inside], found["pfs_event"][arm][inside] == 1
        response = day_or_never(found["response_day"][arm][inside])
        exit_, gone = np.minimum(response, pfs), np.isfinite(response) | failed
        if inside.any():
            chance[arm] = survival_on(grid, kaplan_meier(pfs, failed)) - survival_on(
                grid, kaplan_meier(exit_, gone)
            )
            pseudo[arm, inside] = pseudo_values(pfs, failed, until) - pseudo_values(exit_, gone, until)
    return {
        "response_probability": chance,
        "time_in_response_pseudo": pseudo,
        **_mean_with_limits(pseudo),
    }


def survival_on(grid: Floats, curve: KaplanMeier) -> Floats:
    """Survival on the days of a grid; 1 before the first time.

    >>> survival_on(np.array([0.0, 2.0, 3.0]), kaplan_meier([2, 4], [1, 1])).tolist()
    [1.0, 0.5, 0.5]
    """
    rows = np.searchsorted(curve.time, grid, side="right")
    return np.concatenate([[1.0], curve.survival])[rows]


def pseudo_values(time: Floats, event: NDArray, horizon: float) -> Floats:
    """What each patient contributes to the restricted mean to `horizon`: their mean is the area under the
    Kaplan-Meier curve.

    The mean plus n times the derivative of the mean by the patient's weight (infinitesimal jackknife;
    Andersen 2003, Biometrika 90:15, for the pseudo-values [recalled]). Without censoring it is the time
    itself, cut at the horizon.

    >>> pseudo_values(np.array([2.0, 4.0, 9.0]), np.array([1, 1, 1]), 6.0).round(9).tolist()
    [2.0, 4.0, 6.0]
    """
    curve = kaplan_meier(time, np.asarray(event, int))
    edges = np.minimum(np.concatenate([[0.0], curve.time, [np.inf]]), horizon)
    areas = np.diff(edges) * np.concatenate([[1.0], curve.survival])
    after = areas.sum() - np.cumsum(areas)[:-1]
    hazard = curve.events / curve.at_risk
    weight = np.where(hazard < 1.0, after / np.where(hazard < 1.0, 1.0 - hazard, 1.0), 0.0) / curve.at_risk
    place = np.searchsorted(curve.time, time)
    change = np.cumsum(weight * hazard)[place] - weight[place] * (np.asarray(event) == 1)
    return areas.sum() + time.size * change


def _mean_with_limits(pseudo: Floats) -> dict[str, Floats]:
    """Mean (arm) with normal limits: Monte Carlo error over virtual patients."""
    known = np.isfinite(pseudo)
    n = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
    mean = np.where(known, pseudo, 0.0).sum(axis=1) / n
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(known, (pseudo - mean[:, None]) ** 2, 0.0).sum(axis=1) / (n - 1.0)
        half = NormalDist().inv_cdf(0.5 + LEVEL / 2.0) * np.sqrt(squares / n)
    name = "mean_time_in_response"
    return {name: mean, f"{name}_lower": mean - half, f"{name}_upper": mean + half}
