"""Endpoints of an arm at a point, from the rows of its patients: the names and rules of a run's endpoints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CURVES, STATUS
from cartsim.scenario.scenario import Scenario
from cartsim.sweep.columns import Rows
from cartsim.sweep.outcomes import SHARES, solved
from cartsim.trial.curves import MEDIANS
from cartsim.trial.kinetics import geometric_cv
from cartsim.trial.periods import responses_until
from cartsim.trial.shares import arm_share, share
from cartsim.trial.survival import kaplan_meier
from cartsim.trial.time_in_response import time_in_response

KINETICS = (
    "cmax", "tmax", "auc_0_28", "cmax_fluid", "auc_0_28_fluid", "cmax_tumour", "auc_0_28_tumour",
)  # fmt: skip

Table = dict[str, NDArray]


def endpoints_of(rows: Rows, scenario: Scenario) -> Table:
    """Endpoints of one arm as arrays without dims; the rows are all of its patients."""
    found = _shares(rows, scenario.trial.response.primary.population)
    found |= _times(rows) | _time_in_response(rows, responses_until(scenario)) | _kinetics(rows)
    return found | {"failed_solves": (rows["status"] != STATUS.index("ok")).sum()}


def at_visits(rows: Rows) -> Table:
    """CR or PR at each visit of the enrolled, the baseline as NaN."""
    among = (rows["status"] == 0)[None, :, None]
    event = rows["response_at_visit"][None] == 1
    found = share("orr", event, np.broadcast_to(among, event.shape))
    later = np.arange(event.shape[2]) > 0
    return {name: np.where(later, values[0], np.nan) for name, values in found.items()}


def _shares(rows: Rows, population: str) -> Table:
    failed, found = ~solved(rows), Table()
    for name, rule in SHARES.items():
        event, among = rule(rows, population)
        shares = arm_share(name, event[None], among[None], failed[None])
        found |= {key: values[0] for key, values in shares.items()}
    return found


def _times(rows: Rows) -> Table:
    """Kaplan-Meier medians with log-log limits; NaN days are not in the set."""
    found: Table = {}
    for name in CURVES:
        inside = np.isfinite(rows[name])
        curve = kaplan_meier(rows[name][inside], rows[f"{name}_event"][inside])
        for tail, field in MEDIANS.items():
            found[f"median_{name}{tail}"] = np.array(getattr(curve, field))
    return found


def _time_in_response(rows: Rows, until: float) -> Table:
    names = ("pfs", "pfs_event", "response_day")
    spent = time_in_response({name: rows[name][None] for name in names}, np.array([0.0]), until)
    kept = [f"mean_time_in_response{tail}" for tail in ("", "_lower", "_upper")]
    return {name: spent[name][0] for name in kept}


def _kinetics(rows: Rows) -> Table:
    found: Table = {}
    for name in KINETICS:
        known = rows[name][np.isfinite(rows[name])]
        found[f"{name}_median"] = np.array(np.median(known) if known.size else np.nan)
        if not name.startswith("tmax"):
            found[f"{name}_gcv"] = geometric_cv(rows[name][None])[0]
    return found
