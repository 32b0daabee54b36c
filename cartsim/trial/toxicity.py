"""Toxicity per patient and per arm: CRS, ICANS, adverse events, dose-limiting toxicity, laboratory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT, DLT_REASON
from cartsim.trial.dlt import DoseLimiting, dose_limiting
from cartsim.trial.events import CRS, AdverseEvents, adverse_events
from cartsim.trial.incidence import SEVERE, ends_of, incidence
from cartsim.trial.laboratory_shift import laboratory_shift
from cartsim.trial.periods import events_until
from cartsim.trial.records import Records, read_records, treatment_emergent
from cartsim.trial.shares import arm_share, distribution
from cartsim.trial.syndromes import Syndrome, summarise

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Table = dict[str, NDArray]

CRS_LEVELS = (0, 1, 2, 3, 4, 5)


def toxicity(
    visits: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float], solved: NDArray[np.bool_]
) -> Table:
    """CRS, ICANS, adverse events and DLT per patient; incidences and laboratory shifts per arm."""
    records = treatment_emergent(read_records(visits))
    last, death = visits["last_seen_day"].values, visits["death_day"].values
    safe = (visits["infused"].values == 1) & solved
    events = adverse_events(visits, records, scenario.trial.crs_quiet)
    found = _events(events) | _syndromes(visits, records, events, scenario)
    found |= _limiting(dose_limiting(visits, records, scenario.trial.dlt))
    ends = ends_of(last, death, visits["new_therapy_day"].values)
    found |= incidence(events, last, ends, safe, events_until(scenario))
    return found | {"lab_shift": laboratory_shift(visits, clinic, scenario.trial.ctcae, safe)}


def crs_and_dlt(visits: xr.Dataset, scenario: Scenario) -> Table:
    """Worst CRS grade and dose-limiting toxicity (arm, patient) as in `toxicity`, and nothing beside them."""
    records = treatment_emergent(read_records(visits))
    events = adverse_events(visits, records, scenario.trial.crs_quiet)
    crs = _syndromes(visits, records, events, scenario)["crs_grade"]
    return {"crs_grade": crs, "dlt": dose_limiting(visits, records, scenario.trial.dlt).dlt}


def worst_crs(visits: xr.Dataset, scenario: Scenario) -> NDArray:
    """Worst CRS grade (arm, patient), as in `toxicity`."""
    return crs_and_dlt(visits, scenario)["crs_grade"]


def _events(events: AdverseEvents) -> Table:
    return {
        "event_term": np.array(events.terms),
        "ae_grade": events.grade,
        "ae_onset": events.onset,
        "ae_end": events.end,
        "ae_onset_severe": events.onset_at[..., SEVERE - 1],
        "ae_related": events.related,
        "ae_serious": events.serious,
    }


def _syndromes(visits: xr.Dataset, records: Records, events: AdverseEvents, scenario: Scenario) -> Table:
    """CRS and ICANS: from the monitoring, and what safety visits alone would have seen."""
    days, last = visits["safety_day"].values, visits["last_seen_day"].values
    quiet = scenario.trial.crs_quiet
    crs, icans = (summarise(records.of(term), days, last, quiet) for term in (CRS, "ICANS"))
    fatal = events.grade[..., events.terms.index(CRS)]
    return {
        **_named("crs", crs),
        **_named("icans", icans),
        "crs_grade": np.maximum(crs.grade, fatal),
    }


def _named(name: str, found: Syndrome) -> Table:
    return {
        f"{name}_grade": found.grade,
        f"{name}_grade_seen": found.seen,
        f"{name}_onset": found.onset,
        f"{name}_end": found.end,
        f"{name}_episodes": found.episodes,
    }


def _limiting(found: DoseLimiting) -> Table:
    reasons = [(found.reason == code).sum(axis=1) for code in range(len(DLT_REASON))]
    return {
        "dlt": found.dlt,
        "dlt_reason": found.reason,
        "dlt_day": found.day,
        "dlt_reason_count": np.stack(reasons, axis=1),
        "late_dlt": found.late,
        "late_dlt_reason": found.late_reason,
        "late_dlt_day": found.late_day,
    }


def safety_rates(visits: xr.Dataset, found: Table, solved: NDArray[np.bool_]) -> Table:
    """Shares of patients with DLT, late DLT, severe CRS and severe ICANS, and by worst grade."""
    shares: Table = {}
    for name, (event, among) in safety_measures(visits, found, solved).items():
        shares |= arm_share(name, event, among, ~solved)
    infused = solved & (visits["infused"].values == 1)
    for name in ("crs", "icans"):
        shares[f"{name}_share"] = distribution(found[f"{name}_grade"], infused, CRS_LEVELS)
    return shares


def safety_measures(
    visits: xr.Dataset, found: Mapping[str, NDArray], solved: NDArray[np.bool_]
) -> dict[str, tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """For every share of toxicity who has the event and among whom, both (arm, patient)."""
    infused = solved & (visits["infused"].values == 1)
    evaluable = found["dlt"] != DLT.index("not evaluable")
    return {
        "dlt_rate": (found["dlt"] == DLT.index("dlt"), evaluable),
        "late_dlt_rate": (found["late_dlt"] == 1, evaluable),
        "severe_crs_rate": (found["crs_grade"] >= SEVERE, infused),
        "severe_icans_rate": (found["icans_grade"] >= SEVERE, infused),
    }
