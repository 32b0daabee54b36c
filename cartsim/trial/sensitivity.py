"""Time to event and response under other strategies than the primary one, on the same follow-up.

Both forms of censoring, new anticancer therapy as treatment policy (nothing is censored there), progression
at the next visit for those who left, the infused patients only, and time zero at enrolment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, get_args

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import CENSORING, CURVES
from cartsim.trial.curves import medians
from cartsim.trial.duration import responds_by
from cartsim.trial.follow_up import Answers, FollowUp, answers, follow_up, starts, times
from cartsim.trial.response_rates import population
from cartsim.trial.shares import arm_share
from cartsim.trial.time_to_event import Censoring

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]

BY_VISITS = ("pfs", "dor", "ddc")
"""Curves that rest on visits, which the forms of censoring change."""


def other_strategies(visits: xr.Dataset, scenario: Scenario, found: Mapping[str, NDArray]) -> Table:
    """Medians and the primary rate (arm) under other strategies, and how many patients end for which reason
    (arm, curve, reason)."""
    seen = follow_up(visits)
    own = answers(seen, scenario)
    table = {"end_reasons": _ends(found)} | _left_progressed(seen, own, found)
    for censoring in get_args(Censoring):
        if censoring == scenario.trial.censoring:
            same = {name: medians(found[name], found[f"{name}_event"]) for name in BY_VISITS}
            table |= {f"median_{name}_{censoring}": values for name, values in same.items()}
        else:
            table |= _medians(seen, own, scenario, censoring, censoring)
    policy = replace(seen, new_therapy=np.full_like(seen.new_therapy, inf))
    changed = np.isfinite(seen.new_therapy).any()
    whatever = answers(policy, scenario) if changed else own
    table |= _medians(policy, whatever, scenario, "policy") | _policy_rate(visits, whatever, scenario)
    return table | _other_sets(visits, found)


def _other_sets(visits: xr.Dataset, found: Mapping[str, NDArray]) -> Table:
    """Medians of the infused from infusion, and of the enrolled from enrolment, the day of the baseline."""
    enrolment = -visits["scheduled_day"].values[0]
    infused = np.where(visits["infused"].values == 1, 0.0, np.nan)
    table = {}
    for name in ("pfs", "os"):
        days, event = found[name], found[f"{name}_event"]
        table[f"median_{name}_infused"] = medians(days + infused, event)
        table[f"median_{name}_enrolment"] = medians(days + enrolment, event)
    return table


def _medians(
    seen: FollowUp, found: Answers, scenario: Scenario, tail: str, censoring: Censoring | None = None
) -> Table:
    table = {}
    for name, start in starts(seen, found).items():
        if name in BY_VISITS:
            end = times(seen, start, name, scenario, censoring)
            with np.errstate(invalid="ignore"):
                table[f"median_{name}_{tail}"] = medians(end.day - start, end.event)
    return table


def _policy_rate(visits: xr.Dataset, found: Answers, scenario: Scenario) -> Table:
    """The primary response whatever therapy came after, in the primary population."""
    among = population(visits, scenario.trial.response.primary.population)
    failed = visits["status"].values != 0
    return arm_share("confirmed_orr_policy", responds_by(found, scenario) & ~failed, among, failed)


def _left_progressed(seen: FollowUp, own: Answers, found: Mapping[str, NDArray]) -> Table:
    """Medians if whoever left without an event had progressed at the next scheduled visit."""
    places = np.searchsorted(seen.scheduled, seen.last, side="right")
    due = np.append(seen.scheduled, inf)[places]
    table = {}
    for name, start in starts(seen, own).items():
        if name in BY_VISITS:
            event = found[f"{name}_event"] == 1
            changed = found[f"{name}_reason"] == CENSORING.index("new anticancer therapy")
            assumed = seen.left & ~event & ~changed & np.isfinite(due) & np.isfinite(start)
            with np.errstate(invalid="ignore"):
                days = np.where(assumed, due - start, found[name])
            table[f"median_{name}_worst_case"] = medians(days, event | assumed)
    return table


def _ends(found: Mapping[str, NDArray]) -> NDArray[np.int64]:
    """Patients (arm, curve, reason) whose time ends for each reason of CENSORING."""
    counts = [
        [(found[f"{name}_reason"] == code).sum(axis=1) for code in range(len(CENSORING))] for name in CURVES
    ]
    return np.array(counts, np.int64).transpose(2, 0, 1)
