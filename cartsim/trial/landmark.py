"""Survival of responders and of others from a landmark: the only way the two may be compared.

Responders have lived long enough to respond, so a curve from infusion favours them by construction. At the
landmark everybody is sorted by what was seen until then, and followed from there (Anderson 1983 [recalled]).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import LANDMARK_STATUS
from cartsim.trial.best_response import counted_visits
from cartsim.trial.follow_up import follow_up
from cartsim.trial.periods import YEAR
from cartsim.trial.responses import RANK, responded, up_to
from cartsim.trial.survival import kaplan_meier

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

MONTH, MONTH_DAYS = 3, 365.25 / 12.0
"""The landmark of the protocol, in months."""
GROUPS = LANDMARK_STATUS[1:]


def landmark_day(visits: xr.Dataset, scenario: Scenario) -> float:
    """The end of the window of the month 3 visit; without one, month 3 itself."""
    planned = visits["scheduled_day"].values[visits["visit_month"].values == MONTH]
    return float(planned[0] + scenario.trial.visits.window if planned.size else round(MONTH * MONTH_DAYS))


def landmark(visits: xr.Dataset, day: float) -> dict[str, NDArray]:
    """`landmark_status` (arm, patient), and per (arm, group) the patients and their survival from the
    landmark.

    In response: CR or PR seen by then, confirmed or not (a confirmation after the landmark would look
    ahead), no PD and no new therapy. In the set: alive and under observation after that day.
    """
    seen = follow_up(visits)
    history = up_to(seen.history, day)
    there = seen.solved & (seen.last > day)
    counted = counted_visits(history, "first", seen.new_therapy).codes
    progressed = (history.codes == RANK["PD"]).any(axis=-1) | (seen.new_therapy <= day)
    answered = responded(counted).any(axis=-1) & ~progressed
    status = np.where(there, np.where(answered, GROUPS.index("response"), GROUPS.index("no response")) + 1, 0)
    died = seen.death <= seen.last
    return {"landmark_status": status} | _survival(status, seen.last - day, died, YEAR - day)


def _survival(status: NDArray, time: NDArray, died: NDArray, until: float) -> dict[str, NDArray]:
    """Median survival from the landmark, and the share alive on day 365, per (arm, group) with limits."""
    names = [f"landmark_{what}{tail}" for what in ("median_os", "os") for tail in ("", "_lower", "_upper")]
    table = {name: np.full((status.shape[0], len(GROUPS)), np.nan) for name in ("landmark_n", *names)}
    for arm, group in np.ndindex(status.shape[0], len(GROUPS)):
        here = status[arm] == group + 1
        curve = kaplan_meier(time[arm][here], died[arm][here])
        row = int(np.searchsorted(curve.time, until, side="right")) - 1
        alive = tuple(limit[row] for limit in curve[3:6]) if row >= 0 else (1.0, np.nan, np.nan)
        known = here.any() and (curve.time[-1] >= until or curve.survival[-1] == 0.0)
        values = (*curve[6:9], *(alive if known else (np.nan,) * 3))
        for name, value in zip(names, values, strict=True):
            table[name][arm, group] = value
        table["landmark_n"][arm, group] = here.sum()
    return table
