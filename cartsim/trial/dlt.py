"""Dose-limiting toxicity of every patient, by the numbers of the scenario, durations read from the
continuous series.

Dose-limiting, from the first infusion to the end of the window, that day included: a related death; CRS of
`crs_grade`, or of `crs_lasting_grade` that does not fall within `crs_resolves`; other non-haematological
events of `other_grade` that do not fall within `other_resolves`; ejection fraction and pneumonitis at their
grades; cytopenia of `haematological_grade`, not from lymphodepletion, on the last day of the window and
still on `haematological_until`, dated the last day. ICANS is not simulated. An event counts from its onset:
one that begins in the window and lasts beyond it is dated by its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT, DLT_REASON, MECHANISM
from cartsim.trial.events import CRS, HEART, LUNG, NEUTROPHILS, OXYGEN, PLATELETS
from cartsim.trial.monitoring import nearest_times

if TYPE_CHECKING:
    from cartsim.scenario.assessment import DltRules
    from cartsim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]

OTHERS = (OXYGEN, "Local CRS")
"""Non-haematological terms besides CRS (whose fever and hypoxia are part of its grade), heart and lung.
Fluid that was there before the cells and is drained again is disease, not dose-limiting."""


class DoseLimiting(NamedTuple):
    """Codes of DLT and DLT_REASON, and the day (NaN: none), per (arm, patient)."""

    dlt: Grades
    reason: Grades
    day: Floats


def dose_limiting(visits: xr.Dataset, series: Mapping[str, Grades], scenario: Scenario) -> DoseLimiting:
    """DLT or not, the reason, the day; and who is not evaluable: under-dosed, or lost before the window
    closed."""
    rules, time = scenario.trial.dlt, visits["time"].values
    days = _days_by_reason(visits, series, time, rules)
    table = np.stack(list(days.values()), axis=-1)
    table = np.where(table <= rules.window, table, np.nan)
    limited = np.asarray(np.isfinite(table).any(axis=-1))
    first = np.argmin(np.where(np.isnan(table), np.inf, table), axis=-1)
    names = np.array([DLT_REASON.index(name) for name in days], np.int8)
    day = np.where(limited, np.take_along_axis(table, first[..., None], axis=-1)[..., 0], np.nan)
    reason = np.where(limited, names[first], DLT_REASON.index("none"))
    return _evaluable(visits, rules, limited, reason, day)


def _evaluable(
    visits: xr.Dataset, rules: DltRules, limited: NDArray[np.bool_], reason: NDArray, day: Floats
) -> DoseLimiting:
    """At least the share of the planned dose, and a DLT or the whole window seen."""
    given, planned = visits["given_dose"].values, visits["planned_dose"].values
    excluded = [
        ("failed solve", visits["status"].values != 0),
        ("under-dosed", ~((given > 0) & (given >= rules.evaluable_dose * planned))),
        ("not followed", ~limited & (visits["last_seen_day"].values < rules.window)),
    ]
    dlt = np.where(limited, DLT.index("dlt"), DLT.index("none"))
    for name, where in reversed(excluded):
        dlt = np.where(where, DLT.index("not evaluable"), dlt)
        reason = np.where(where, DLT_REASON.index(name), reason)
        day = np.where(where, np.nan, day)
    return DoseLimiting(dlt.astype(np.int8), reason.astype(np.int8), day)


def _days_by_reason(
    visits: xr.Dataset, series: Mapping[str, Grades], time: Floats, rules: DltRules
) -> dict[str, Floats]:
    """First day (arm, patient) of each kind of dose-limiting event; NaN: none."""
    from_infusion = time >= 0.0
    seen = {term: np.where(from_infusion, grades, 0) for term, grades in series.items()}
    last = visits["last_seen_day"].values
    crs = np.fmin(
        first_lasting(time, seen[CRS] >= rules.crs_grade, -1.0, last),
        first_lasting(time, seen[CRS] >= rules.crs_lasting_grade, rules.crs_resolves, last),
    )
    others = [
        first_lasting(time, seen[term] >= rules.other_grade, rules.other_resolves, last) for term in OTHERS
    ]
    toxic = visits["death_cause"].values == MECHANISM.index("CAR-T")
    return {
        "death": np.where(toxic, visits["death_day"].values, np.nan),
        "CRS": crs,
        "non-haematological": np.fmin.reduce(others),
        "ejection fraction": first_lasting(time, seen[HEART] >= rules.lvef_grade, -1.0, last),
        "pneumonitis": first_lasting(time, seen[LUNG] >= rules.pneumonitis_grade, -1.0, last),
        "haematological": _cytopenia(seen, time, rules),
    }


def first_lasting(time: Floats, mask: NDArray[np.bool_], longer_than: float, last: Floats) -> Floats:
    """Beginning of the first stretch of the mask (arm, patient, time) that lasts more than so many days;
    NaN: none.

    A stretch ends at the first time the mask fails, or at the last day seen.

    >>> mask = np.array([[[0, 1, 1, 0, 1, 1, 1, 1]]], bool)
    >>> float(first_lasting(np.arange(8.0), mask, 3.0, np.array([[7.5]]))[0, 0])
    4.0
    """
    begins = mask & ~np.concatenate([np.zeros_like(mask[..., :1]), mask[..., :-1]], axis=-1)
    start = np.maximum.accumulate(np.where(begins, np.arange(time.size), -1), axis=-1)
    until = np.minimum(np.append(time[1:], np.inf), last[..., None])
    long_enough = mask & (until - time[np.maximum(start, 0)] > longer_than)
    found = long_enough.any(axis=-1)
    place = np.take_along_axis(start, np.argmax(long_enough, axis=-1)[..., None], axis=-1)[..., 0]
    return np.where(found, time[np.maximum(place, 0)], np.nan)


def _cytopenia(series: Mapping[str, Grades], time: Floats, rules: DltRules) -> Floats:
    """The last day of the window, where the same cytopenia is at its grade then and still on the later
    day."""
    rows = nearest_times(time, [rules.window, rules.haematological_until])
    counts = np.stack([series[term][..., rows] for term in (NEUTROPHILS, PLATELETS)])
    lasting = (counts >= rules.haematological_grade).all(axis=-1).any(axis=0)
    return np.where(lasting, rules.window, np.nan)
