"""What each patient of a finished run contributes to every endpoint of an arm: the rows that two runs are
compared by. Endpoints of a file are read, none is computed anew but from its own patients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import COMPARTMENTS, CURVES
from cartsim.trial.duration import response_at_visits
from cartsim.trial.incidence import SEVERE
from cartsim.trial.periods import responses_until
from cartsim.trial.response_rates import response_measures
from cartsim.trial.time_in_response import pseudo_values, time_in_response
from cartsim.trial.toxicity import safety_measures

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TERM = "ae_severe/"
"""Begins the name of a share of patients with an adverse event of grade 3 or worse."""
VISIT = "orr_at_day_"
"""Begins the name of the share in response at a scheduled day."""
MEAN = "mean_days_without_"
"""Begins the name of the mean days without progression or death, or without death, to a day."""
RATIOS = ("cmax", "auc_0_28")
"""Kinetics that are compared as ratios; the others are days."""
DAYS = ("tmax", "persistence")


@dataclass(frozen=True)
class Outcomes:
    """Arrays (arm, patient) by the name of the endpoint.

    `shares`: who has the event, among whom. `times`: days to an event and whether it is one. `means` and
    `medians`: values whose mean or median over patients is the endpoint; NaN where a patient has none.
    """

    shares: dict[str, tuple[Flags, Flags]]
    times: dict[str, tuple[Floats, Flags]]
    means: dict[str, Floats]
    medians: dict[str, Floats]


def outcomes(visits: xr.Dataset, endpoints: xr.Dataset, scenario: Scenario, until: float) -> Outcomes:
    """The outcomes of the patients of a run, all or some; mean days without event reach to day `until`."""
    found = {
        str(name): endpoints[name].transpose("arm", "patient", ...).values
        for name in endpoints.data_vars
        if {"arm", "patient"} <= set(endpoints[name].dims)
    }
    times = {name: (found[name], found[f"{name}_event"] == 1) for name in CURVES if name in found}
    own = time_in_response(found, np.zeros(1), responses_until(scenario))
    means = {"mean_time_in_response": own["time_in_response_pseudo"]}
    means |= {f"{MEAN}{name}": _without_event(*times[name], until) for name in ("pfs", "os")}
    medians = {name: found[name] for name in kinetics_names() if name in found}
    return Outcomes(_shares(visits, endpoints, scenario, found), times, means, medians)


def _without_event(time: Floats, event: Flags, until: float) -> Floats:
    """What each patient (arm, patient) contributes to the mean days without event (pseudo-values)."""
    values = np.full(time.shape, np.nan)
    for arm, inside in enumerate(np.isfinite(time)):
        if inside.any():
            values[arm, inside] = pseudo_values(time[arm][inside], event[arm][inside].astype(int), until)
    return values


def kinetics_names() -> list[str]:
    """Kinetics of every compartment, as they are called in the endpoints."""
    tails = ["" if name == "blood" else f"_{name}" for name in COMPARTMENTS]
    return [f"{name}{tail}" for tail in tails for name in (*RATIOS, *DAYS)]


def _shares(
    visits: xr.Dataset, endpoints: xr.Dataset, scenario: Scenario, found: dict[str, NDArray]
) -> dict[str, tuple[Flags, Flags]]:
    solved = visits["status"].transpose("arm", "patient").values == 0
    infused = solved & (visits["infused"].transpose("arm", "patient").values == 1)
    shares = response_measures(visits, scenario, found, solved) | safety_measures(visits, found, solved)
    if "crs_grade_unrescued" in found:
        grade = found["crs_grade_unrescued"]
        shares["severe_crs_unrescued_rate"] = (grade >= SEVERE, infused & (grade >= 0))
    at_visit = response_at_visits(visits)
    for place, day in enumerate(endpoints["scheduled_day"].values):
        if day > 0:
            shares[f"{VISIT}{day:.0f}"] = (at_visit[..., place], solved)
    for place, term in enumerate(endpoints["event_term"].values):
        shares[f"{TERM}{term}"] = (found["ae_grade"][..., place] >= SEVERE, infused)
    return shares
