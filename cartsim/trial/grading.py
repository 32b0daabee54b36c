"""Grades of every adverse event at every time of the monitoring, as the ward and the laboratory give them.

A grade counts where it is worse than at the start of the monitoring. CRS and ICANS are graded by ASTCT, the
rest by CTCAE in the version of the scenario. Cytopenia within 28 days of the last day of lymphodepletion is
a term of its own; of lymphocytes, which it is given to kill, and of the white cells they are part of, all
that lasts unbroken from then belongs to it. Choices: oxygen beyond what systemic
inflammation needs is "Hypoxia outside CRS" (low flow 2, high flow 3, positive pressure 4); fluid half above
baseline at two readings in a row is an effusion event of grade 1, a drainage from day 0 one of grade 2
(pleural) or 3 (ascites) for a week; swelling and drainage of the first 28 days are "Local CRS" as well (1,
2). Nothing in the model is pain or fatigue: they are no terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import AE_TERMS, CAVITY_SITE, EVENT_KIND
from cartsim.trial.crs import oxygen_level
from cartsim.trial.ctcae_series import grade_lasting, grade_values
from cartsim.trial.effusion import UNREADABLE
from cartsim.trial.monitoring import nearest_times

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]
Flags = NDArray[np.bool_]

AFTER_CHEMOTHERAPY = "(lymphodepletion)"
EARLY = 28.0
"""Days after lymphodepletion to which cytopenia is attributed, and after infusion to which swelling is."""
SWOLLEN = 1.5
"""Volume over baseline that is swelling, when two readings in a row show it."""
BLOOD = {
    "Neutrophil count decreased": ("anc", "neutrophil_limit"),
    "Platelet count decreased": ("platelets", "platelet_limit"),
    "Lymphocyte count decreased": ("lymphocytes", "lymphocyte_limit"),
    "White blood cell decreased": ("white_cells", "white_cell_limit"),
}
"""Cytopenias: the series each is read from, and its lower limit of normal."""
SLOW = ("Lymphocyte count decreased", "White blood cell decreased")
"""Cytopenias that stay those of lymphodepletion until the count was normal once."""
FLUID = {"Pleural effusion": ("pleural", 2), "Ascites": ("peritoneal", 3)}
"""Where the fluid is, and the grade of a drainage."""


def graded_terms(
    visits: xr.Dataset,
    series: Mapping[str, NDArray],
    time: Floats,
    scenario: Scenario,
    clinic: Mapping[str, float],
) -> dict[str, Grades]:
    """Grade of every term at every time of the series (arm, patient, time), from what the clinic saw."""
    version = scenario.trial.ctcae
    graded = {
        "Cytokine release syndrome": series["crs_grade"],
        "ICANS": series["icans_grade"],
        "Fever": grade_lasting(
            "fever", grade_values("fever", series["temperature"], version=version), time, version=version
        ),
        "Pneumonitis": series["pneumonitis_grade"],
        "Ejection fraction decreased": grade_values(
            "ejection fraction decreased",
            series["lvef"],
            baseline=visits["lvef0"].values[None, :, None],
            version=version,
        ),
        "Hypoxia outside CRS": _hypoxia(series["oxygen_need"] - series["oxygen_crs"], clinic),
        "Lymphocyte count increased": grade_values(
            "lymphocyte count increased", series["lymphocytes"], version=version
        ),
    }
    graded |= _cytopenias(series, time, scenario, clinic) | _fluid(visits, series, time)
    return {term: _above_start(graded[term]) for term in AE_TERMS[1:]}


def _cytopenias(
    series: Mapping[str, NDArray], time: Floats, scenario: Scenario, clinic: Mapping[str, float]
) -> dict[str, Grades]:
    """Both terms of every cytopenia: apart from chemotherapy, and in the weeks after it."""
    chemotherapy, found = _after_lymphodepletion(time, scenario), {}
    for term, (name, limit) in BLOOD.items():
        grades = _above_start(
            grade_values(term, series[name], lower=clinic[limit], version=scenario.trial.ctcae)
        )
        theirs = chemotherapy | _unbroken(chemotherapy, grades) if term in SLOW else chemotherapy
        found[term] = np.where(theirs, 0, grades)
        found[f"{term} {AFTER_CHEMOTHERAPY}"] = np.where(theirs, grades, 0)
    return found


def _unbroken(window: Flags, grades: Grades) -> Flags:
    """After the window, until the grade is 0 for the first time."""
    after = np.maximum.accumulate(window, axis=-1) & ~window
    return after & ~np.maximum.accumulate(after & (grades == 0), axis=-1)


def _fluid(visits: xr.Dataset, series: Mapping[str, NDArray], time: Floats) -> dict[str, Grades]:
    """Swelling and drainage of the cavity that holds the fluid, and both in the first weeks as local CRS."""
    swelling = _swelling(visits, time) & np.isfinite(series["anc"])
    taps = _drainages(visits, time)
    early = (time >= 0.0) & (time <= EARLY)
    site = visits["cavity_site"].values[None, :, None]
    found = {"Local CRS": np.where(early, np.maximum(swelling, 2 * taps), 0)}
    for term, (name, tapped) in FLUID.items():
        found[term] = np.where(site == CAVITY_SITE.index(name), np.maximum(swelling, tapped * taps), 0)
    return found


def _hypoxia(oxygen: NDArray, clinic: Mapping[str, float]) -> Grades:
    """2 low flow, 3 high flow, 4 positive pressure; CTCAE has no grade 1."""
    level = oxygen_level(oxygen, clinic)
    return np.where(level > 0, 1 + level, 0)


def _above_start(grades: NDArray) -> Grades:
    """The grades where they are worse than at the start of the record, else 0."""
    return np.where(grades > grades[..., :1], grades, 0).astype(np.int8)


def _after_lymphodepletion(time: Floats, scenario: Scenario) -> Flags:
    """(arm, 1, time): from the first day of lymphodepletion to 28 days after its last."""
    rows = []
    for arm in scenario.trial.arms:
        given = scenario.trial.lymphodepletion_of(arm)
        days = given.days if given else ()
        rows.append((time >= min(days)) & (time <= max(days) + EARLY) if days else np.zeros(time.size, bool))
    return np.stack(rows)[:, None, :]


def _swelling(visits: xr.Dataset, time: Floats) -> Flags:
    """From a reading of fluid half above baseline that a neighbour bears out, to the next reading."""
    base = visits["effusion_reading"].transpose("arm", "patient", "visit").values
    more = np.where(base[..., :1] > 0, base[..., :1] * SWOLLEN, np.inf)
    read = np.full((*base.shape[:2], time.size), np.nan)
    safety = visits["effusion_safety"].transpose("arm", "patient", "safety_visit").values
    read[..., nearest_times(time, visits["safety_day"].values)] = safety
    rows = nearest_times(time, visits["visit_day"].values)
    for place in range(1, rows.shape[1]):
        read[:, np.arange(read.shape[1]), rows[:, place]] = base[..., place]
    read[..., time < 0.0] = np.nan
    there, high = np.isfinite(read), read >= more
    borne_out = high & (_latest(there, high) | _latest(there[..., ::-1], high[..., ::-1])[..., ::-1])
    return borne_out | (~there & _latest(there, borne_out))


def _latest(there: Flags, flag: Flags) -> Flags:
    """The flag of the reading before each time; False before the first."""
    places = np.maximum.accumulate(np.where(there, np.arange(there.shape[-1]), -1), axis=-1)
    before = np.concatenate([np.full_like(places[..., :1], -1), places[..., :-1]], axis=-1)
    return (before >= 0) & np.take_along_axis(flag, np.maximum(before, 0), axis=-1)


def _drainages(visits: xr.Dataset, time: Floats) -> Grades:
    """1 for a week from each drainage on or after day 0."""
    day = visits["event_day"].transpose("arm", "patient", "event").values
    drained = visits["event_kind"].transpose("arm", "patient", "event").values == EVENT_KIND.index("drainage")
    begun = np.where(drained & (day >= 0.0), day, np.inf)
    marks = np.zeros((*day.shape[:2], time.size), np.int8)
    for slot in np.flatnonzero(np.isfinite(begun).any(axis=(0, 1))):
        since = time - begun[..., slot, None]
        marks[(since >= 0.0) & (since < UNREADABLE)] = 1
    return marks
