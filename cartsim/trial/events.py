"""Adverse events: graded series of every term, and onset, end, worst grade, mechanism per patient.

An event is treatment-emergent: a grade above the one at the start of the record, from infusion on. Cytopenia
within 28 days of the last day of lymphodepletion is a term of its own. CRS is graded by ASTCT, the rest by
CTCAE 5.0. Choices: oxygen beyond what systemic inflammation needs is "Hypoxia outside CRS" (low flow 2, high
flow 3, positive pressure 4); fluid half above baseline at two readings in a row is an effusion event of grade
1, a drainage from day 0 one of grade 2 (pleural) or 3 (ascites) for a week; swelling and drainage of the
first 28 days are "Local CRS" as well (1, 2). Neurotoxicity is no part of the model: there is no ICANS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import CAVITY_SITE, EVENT_KIND, MECHANISM
from cartsim.trial.crs import oxygen_level
from cartsim.trial.ctcae_series import grade_ejection_fractions, grade_fevers, grade_low_counts
from cartsim.trial.effusion import UNREADABLE
from cartsim.trial.monitoring import nearest_times

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]

CRS, LUNG, HEART = "Cytokine release syndrome", "Pneumonitis", "Ejection fraction decreased"
NEUTROPHILS, PLATELETS, OXYGEN = (
    "Neutrophil count decreased",
    "Platelet count decreased",
    "Hypoxia outside CRS",
)
AFTER_CHEMOTHERAPY = "(lymphodepletion)"
MECHANISM_OF = {
    CRS: "CAR-T",
    "Fever": "CAR-T",
    "Local CRS": "CAR-T",
    LUNG: "CAR-T",
    HEART: "CAR-T",
    OXYGEN: "CAR-T",
    NEUTROPHILS: "CAR-T",
    PLATELETS: "CAR-T",
    f"{NEUTROPHILS} {AFTER_CHEMOTHERAPY}": "lymphodepletion",
    f"{PLATELETS} {AFTER_CHEMOTHERAPY}": "lymphodepletion",
    "Pleural effusion": "CAR-T",
    "Ascites": "CAR-T",
}
"""Terms in the order of the tables, each with the mechanism of an event that begins by day 28."""
NOT_LATE = {OXYGEN, "Pleural effusion", "Ascites"}
"""Terms whose later events are attributed to the disease."""
EARLY = 28.0
"""Days after lymphodepletion to which cytopenia is attributed, and after infusion to which fluid and oxygen
need are."""
SWOLLEN = 1.5
"""Volume over baseline that is swelling, when two readings in a row show it."""
GRADES = (1, 2, 3, 4, 5)


class AdverseEvents(NamedTuple):
    """Per (arm, patient, term); `onset_at` (arm, patient, term, grade 1-5) is the first day at that grade
    or worse."""

    terms: tuple[str, ...]
    grade: Grades
    onset: Floats
    end: Floats
    onset_at: Floats
    related: Grades
    serious: Grades
    spells: NDArray[np.int64]


def graded_series(visits: xr.Dataset, scenario: Scenario, clinic: Mapping[str, float]) -> dict[str, Grades]:
    """Grade of every term at every time of monitoring (arm, patient, time), treatment-emergent."""
    time = visits["time"].values
    chemotherapy = _after_lymphodepletion(time, scenario)
    counts = {
        NEUTROPHILS: grade_low_counts(
            "neutrophil count decreased", _series(visits, "anc"), clinic["neutrophil_limit"]
        ),
        PLATELETS: grade_low_counts(
            "platelet count decreased", _series(visits, "platelets"), clinic["platelet_limit"]
        ),
    }
    local = _series(visits, "oxygen_need") - _series(visits, "oxygen_crs")
    swelling, taps = _swelling(visits, time), _drainages(visits, time)
    early = (time >= 0.0) & (time <= EARLY)
    site = visits["cavity_site"].values[None, :, None]
    series = {
        CRS: _series(visits, "crs_grade"),
        "Fever": grade_fevers(_series(visits, "temperature")),
        "Local CRS": np.where(early, np.maximum(swelling, 2 * taps), 0),
        LUNG: _series(visits, "pneumonitis_grade"),
        HEART: grade_ejection_fractions(_series(visits, "lvef"), visits["lvef0"].values[None, :, None]),
        OXYGEN: np.where(oxygen_level(local) > 0, 1 + oxygen_level(local), 0),
    }
    since = time >= 0.0
    windows = dict.fromkeys(MECHANISM_OF, since)
    for term, grades in counts.items():
        series[term] = series[f"{term} {AFTER_CHEMOTHERAPY}"] = grades
        windows |= {term: since & ~chemotherapy, f"{term} {AFTER_CHEMOTHERAPY}": chemotherapy}
    for term, name, tapped in (("Pleural effusion", "pleural", 2), ("Ascites", "peritoneal", 3)):
        series[term] = np.where(site == CAVITY_SITE.index(name), np.maximum(swelling, tapped * taps), 0)
    return {
        term: np.where(windows[term], _above_start(series[term]), 0).astype(np.int8) for term in MECHANISM_OF
    }


def adverse_events(visits: xr.Dataset, series: Mapping[str, Grades]) -> AdverseEvents:
    """Worst grade, times and mechanism of every event; a death by toxicity is grade 5 of what threatened
    life."""
    time, last = visits["time"].values, visits["last_seen_day"].values
    fatal = np.where(
        visits["death_cause"].values == MECHANISM.index("CAR-T"), visits["death_day"].values, np.nan
    )
    found = [
        _events_of(term, grades, time, last, _fatal_to(term, series, fatal))
        for term, grades in series.items()
    ]
    stacked = [np.stack(parts, axis=2) for parts in zip(*found, strict=True)]
    return AdverseEvents(tuple(series), *stacked)


def _events_of(
    term: str, grades: Grades, time: Floats, last: Floats, fatal: Floats
) -> tuple[Grades, Floats, Floats, Floats, Grades, Grades, NDArray[np.int64]]:
    """The fields of `AdverseEvents` after `terms`, for one term."""
    died = np.isfinite(fatal)
    worst = np.where(died, 5, grades.max(axis=-1, initial=0)).astype(np.int8)
    firsts = [_first(grades >= level, time) for level in GRADES[:-1]]
    onset_at = np.stack([*(np.fmin(first, fatal) for first in firsts), fatal], axis=-1)
    active = grades > 0
    until = time[active.shape[-1] - 1 - np.argmax(active[..., ::-1], axis=-1)]
    ongoing = until >= np.floor(last)
    end = np.where(active.any(axis=-1) & ~ongoing, until, np.nan)
    end = np.where(died, fatal, end)
    runs = active[..., 0] + (active[..., 1:] & ~active[..., :-1]).sum(axis=-1)
    late = (onset_at[..., 0] > EARLY) & (term in NOT_LATE)
    related = np.where(late, MECHANISM.index("disease"), MECHANISM.index(MECHANISM_OF[term]))
    related = np.where(worst > 0, related, MECHANISM.index("none")).astype(np.int8)
    return (
        worst,
        onset_at[..., 0],
        end,
        onset_at,
        related,
        (worst >= 4).astype(np.int8),
        np.maximum(runs, died),
    )


def _fatal_to(term: str, series: Mapping[str, Grades], fatal: Floats) -> Floats:
    """The day of a toxic death for the term that killed: lung injury where it was life-threatening, else
    CRS."""
    lung = (series[LUNG] >= 4).any(axis=-1)
    mine = lung if term == LUNG else ~lung if term == CRS else np.zeros_like(lung)
    return np.where(mine, fatal, np.nan)


def _first(mask: NDArray[np.bool_], time: Floats) -> Floats:
    """First time at which the mask holds; NaN: never."""
    return np.where(mask.any(axis=-1), time[np.argmax(mask, axis=-1)], np.nan)


def _above_start(grades: NDArray) -> NDArray:
    """The grades where they are worse than at the start of the record, else 0."""
    return np.where(grades > grades[..., :1], grades, 0)


def _after_lymphodepletion(time: Floats, scenario: Scenario) -> NDArray[np.bool_]:
    """(arm, 1, time): from the first day of lymphodepletion to 28 days after its last."""
    rows = []
    for arm in scenario.trial.arms:
        given = scenario.trial.lymphodepletion_of(arm)
        days = given.days if given else ()
        rows.append((time >= min(days)) & (time <= max(days) + EARLY) if days else np.zeros(time.size, bool))
    return np.stack(rows)[:, None, :]


def _swelling(visits: xr.Dataset, time: Floats) -> Grades:
    """1 from a reading of fluid half above baseline that a neighbour bears out, to the next reading."""
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
    lasting = borne_out | (~there & _latest(there, borne_out))
    return (lasting & np.isfinite(_series(visits, "anc"))).astype(np.int8)


def _latest(there: NDArray[np.bool_], flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The flag of the reading before each time; False before the first."""
    places = np.maximum.accumulate(np.where(there, np.arange(there.shape[-1]), -1), axis=-1)
    before = np.concatenate([np.full_like(places[..., :1], -1), places[..., :-1]], axis=-1)
    return (before >= 0) & np.take_along_axis(flag, np.maximum(before, 0), axis=-1)


def _drainages(visits: xr.Dataset, time: Floats) -> Grades:
    """1 for a week from each drainage on or after day 0."""
    day = visits["event_day"].transpose("arm", "patient", "event").values
    drained = (
        visits["event_kind"].transpose("arm", "patient", "event").values == EVENT_KIND.index("drainage")
    ) & (day >= 0.0)
    marks = np.zeros((*day.shape[:2], time.size), np.int8)
    last = visits["last_seen_day"].values
    for arm, patient, event in np.argwhere(drained):
        begun = day[arm, patient, event]
        marks[arm, patient, (time >= begun) & (time < begun + UNREADABLE) & (time <= last[arm, patient])] = 1
    return marks


def _series(visits: xr.Dataset, name: str) -> NDArray:
    return visits[name].transpose("arm", "patient", "time").values
