"""Response rates per arm and visit, and the incidence of a first response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import EFFUSION_RESPONSE, RESPONSE
from cartsim.trial.curves import incidence_on
from cartsim.trial.duration import answered, response_at_visits
from cartsim.trial.flow import response_evaluable
from cartsim.trial.follow_up import follow_up
from cartsim.trial.responses import RANK, first_day, responded
from cartsim.trial.shares import arm_share, bounds, distribution, share

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]
Floats = NDArray[np.float64]


def response_rates(visits: xr.Dataset, scenario: Scenario, found: Table, solved: NDArray[np.bool_]) -> Table:
    """Response rates per arm and visit; every patient whose solve did not fail counts among the enrolled."""
    failed = ~solved
    measurable = solved & (visits["measurable"].values == 1)
    at_visit = response_at_visits(visits)
    by_visit = np.logical_or.accumulate(at_visit, axis=-1)
    scheduled = visits["scheduled_day"].values
    begin, dor = found["response_day"], found["dor"]
    end = np.where(found["dor_event"] == 1, begin + dor, np.nextafter(begin + dor, np.inf))
    within = (begin[..., None] <= scheduled) & (scheduled < end[..., None])
    shares: Table = {}
    for name, event, among in (
        ("orr", at_visit, solved),
        ("orr_measurable", at_visit, measurable),
        ("orr_by", by_visit, solved),
        ("in_response", within, solved),
    ):
        values = share(name, event, np.broadcast_to(among[..., None], event.shape))
        shares |= {
            key: np.where(scheduled > 0, value, np.nan)
            for key, value in values.items()
            if name == "orr" or not key.endswith("mcse")
        }
        open_ended = bounds(name, event, among[..., None], failed[..., None])
        shares |= {key: np.where(scheduled > 0, value, np.nan) for key, value in open_ended.items()}
    for name, (event, among) in response_measures(visits, scenario, found, solved).items():
        shares |= arm_share(name, event, among, failed)
    for name, codes in (
        ("best_response_share", found["best_overall_response"]),
        ("confirmed_response_share", found["confirmed_response"]),
    ):
        shares[name] = distribution(codes, solved, range(len(RESPONSE)))
    return shares


def response_measures(
    visits: xr.Dataset, scenario: Scenario, found: Mapping[str, NDArray], solved: NDArray[np.bool_]
) -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """For every response rate who has the event and among whom, both (arm, patient)."""
    measurable, infused = solved & (visits["measurable"].values == 1), population(visits, "infused")
    primary = found["response_by_primary"] == 1
    responds, control = answered(found["best_overall_response"], visits)
    made = visits["manufacturing_failure"].values == 0
    less_fluid = found["best_effusion_response"] >= EFFUSION_RESPONSE.index("PR")
    return {
        "confirmed_orr": (primary, population(visits, scenario.trial.response.primary.population)),
        "confirmed_orr_measurable": (primary, measurable),
        "confirmed_orr_infused": (primary, infused),
        "best_orr": (responds, solved),
        "dcr": (control, solved),
        "dcr_measurable": (control, measurable),
        "pending_orr": (found["response_pending"] == 1, solved),
        "effusion_orr": (less_fluid & made, solved),
    }


def response_incidence(visits: xr.Dataset, grid: Floats) -> Floats:
    """Aalen-Johansen incidence of a first CR or PR on the grid (arm, day), confirmed or not; a PD or death
    before it competes, leaving the study and a new therapy censor."""
    seen = follow_up(visits)
    response = first_day(seen.history, responded(seen.history.codes) & seen.made[..., None])
    against = np.minimum(first_day(seen.history, seen.history.codes == RANK["PD"]), seen.death)
    last = np.minimum(seen.last, seen.new_therapy)
    time = np.minimum(np.minimum(response, against), last)
    happened = np.minimum(response, against) <= last
    cause = np.where(happened, np.where(response < against, 1, 2), 0)
    return incidence_on(grid, time, cause, seen.solved)


def population(visits: xr.Dataset, name: str) -> NDArray[np.bool_]:
    """Patients (arm, patient) of an analysis set, without those whose solve failed."""
    if name == "response_evaluable":
        return response_evaluable(visits)
    solved = visits["status"].values == 0
    return solved & (visits["infused"].values == 1) if name == "infused" else solved


def best_effusion_response(visits: xr.Dataset, solved: NDArray[np.bool_]) -> Table:
    """Best response of the effusion over the visits to its first progression."""
    codes = visits["effusion_response"].transpose("arm", "patient", "visit").values
    worse = np.logical_or.accumulate(codes == EFFUSION_RESPONSE.index("PD"), axis=-1)
    best = np.where(worse & (codes > EFFUSION_RESPONSE.index("PD")), 0, codes).max(axis=-1, initial=0)
    return {"best_effusion_response": np.where(solved, best, 0)}
