"""Toxicity per patient and per arm: CRS, adverse events, dose-limiting toxicity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT
from cartsim.trial.crs import summarise_crs
from cartsim.trial.dlt import dose_limiting
from cartsim.trial.events import CRS, adverse_events, graded_series
from cartsim.trial.incidence import incidence
from cartsim.trial.shares import arm_share, distribution

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]

SEVERE = 3
CRS_LEVELS = (0, 1, 2, 3, 4, 5)


def toxicity(
    visits: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], solved: NDArray[np.bool_]
) -> Table:
    """CRS, adverse events and DLT per patient, incidences per arm."""
    series = graded_series(visits, scenario, clinic)
    events = adverse_events(visits, series)
    safe = (visits["infused"].values == 1) & solved
    crs = summarise_crs(visits["time"].values, series[CRS], visits["safety_day"].values)
    limiting = dose_limiting(visits, series, scenario)
    severe = events.onset_at[..., SEVERE - 1]
    found = {
        "event_term": np.array(events.terms),
        "ae_grade": events.grade,
        "ae_onset": events.onset,
        "ae_end": events.end,
        "ae_onset_severe": severe,
        "ae_related": events.related,
        "ae_serious": events.serious,
        "crs_grade": np.maximum(crs.grade, events.grade[..., events.terms.index(CRS)]),
        "crs_grade_seen": crs.seen,
        "crs_onset": crs.onset,
        "crs_end": crs.end,
        "crs_episodes": crs.episodes,
        "dlt": limiting.dlt,
        "dlt_reason": limiting.reason,
        "dlt_day": limiting.day,
    }
    return found | incidence(events, visits["last_seen_day"].values, visits["death_day"].values, safe)


def safety_rates(visits: xr.Dataset, found: Table, solved: NDArray[np.bool_]) -> Table:
    infused = solved & (visits["infused"].values == 1)
    evaluable = found["dlt"] != DLT.index("not evaluable")
    shares = arm_share("dlt_rate", found["dlt"] == DLT.index("dlt"), evaluable, ~solved)
    shares |= arm_share("severe_crs_rate", found["crs_grade"] >= SEVERE, infused, ~solved)
    return shares | {"crs_share": distribution(found["crs_grade"], infused, CRS_LEVELS)}
