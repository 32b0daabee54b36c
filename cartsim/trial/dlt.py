"""Dose-limiting toxicity of every patient, by the numbers of the scenario, durations read from the graded
records.

Dose-limiting, from the first infusion to the end of the window, that day included: a related death; CRS of
`crs_grade`, or of `crs_lasting_grade` that does not fall within `crs_resolves`; ICANS of `icans_grade` that
does not fall within `icans_resolves`; other non-haematological events of `other_grade` that do not fall
within `other_resolves`; ejection fraction and pneumonitis at their grades; cytopenia of
`haematological_grade`, not from lymphodepletion, on the last day of the window and still on
`haematological_until`, dated the last day. An event counts from its onset: one that begins in the window and
lasts beyond it is dated by its beginning.

Late is the first such event after the window, to `late_until`, of a patient without one in it; cytopenia is
late when it begins after the window and lasts as long as from its last day to `haematological_until`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT, DLT_REASON, MECHANISM
from cartsim.trial.events import CRS, EARLY, LUNG
from cartsim.trial.records import Records, first_lasting, present

if TYPE_CHECKING:
    from cartsim.scenario.assessment import DltRules

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]
Flags = NDArray[np.bool_]

ICANS, HEART = "ICANS", "Ejection fraction decreased"
OTHERS = ("Hypoxia outside CRS", "Local CRS")
"""Non-haematological terms besides CRS (whose fever and hypoxia are part of its grade), brain, heart and
lung. Fluid that was there before the cells and is drained again is disease, not dose-limiting; so is oxygen
need that begins after day 28."""
CYTOPENIAS = ("Neutrophil count decreased", "Platelet count decreased")
"""Lymphocytes are killed on purpose, and white cells are counted by their parts."""
AT_ONCE = -1.0
"""Any duration is longer."""


class DoseLimiting(NamedTuple):
    """Codes of DLT and DLT_REASON, and the day (NaN: none), per (arm, patient); then the same of events
    after the window."""

    dlt: Grades
    reason: Grades
    day: Floats
    late: Grades
    late_reason: Grades
    late_day: Floats


def dose_limiting(visits: xr.Dataset, records: Records, rules: DltRules) -> DoseLimiting:
    """DLT or not, the reason, the day; who is not evaluable: under-dosed, or lost before the window closed;
    and whose first DLT-defining event came after the window."""
    last = visits["last_seen_day"].values
    toxic = visits["death_cause"].values == MECHANISM.index("CAR-T")
    days = _days_by_reason(records, np.where(toxic, visits["death_day"].values, np.nan), last, rules)
    inside = days | {"haematological": _cytopenia(records, last, rules)}
    limited, reason, day = _earliest(inside, rules.window)
    after = {name: np.where(when > rules.window, when, np.nan) for name, when in days.items()}
    late, late_reason, late_day = _earliest(after, rules.late_until)
    late &= ~limited & (visits["status"].values == 0) & (visits["given_dose"].values > 0)
    return DoseLimiting(
        *_evaluable(visits, rules, limited, reason, day),
        late.astype(np.int8),
        np.where(late, late_reason, DLT_REASON.index("none")).astype(np.int8),
        np.where(late, late_day, np.nan),
    )


def _earliest(days: dict[str, Floats], until: float) -> tuple[Flags, Grades, Floats]:
    """Whether any event comes by a day, and the reason and the day of the first."""
    table = np.stack(list(days.values()), axis=-1)
    table = np.where(table <= until, table, np.inf)
    first = np.argmin(table, axis=-1)
    day = np.min(table, axis=-1)
    names = np.array([DLT_REASON.index(name) for name in days], np.int8)
    found = np.isfinite(day)
    reason = np.where(found, names[first], DLT_REASON.index("none")).astype(np.int8)
    return found, reason, np.where(found, day, np.nan)


def _evaluable(
    visits: xr.Dataset, rules: DltRules, limited: Flags, reason: Grades, day: Floats
) -> tuple[Grades, Grades, Floats]:
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
    return dlt.astype(np.int8), reason.astype(np.int8), day


def _days_by_reason(records: Records, death: Floats, last: Floats, rules: DltRules) -> dict[str, Floats]:
    """First day (arm, patient) of each kind of dose-limiting event; NaN: none.

    Cytopenia is that which begins after the window: within it, `_cytopenia` tells.
    """

    def lasting(term: str, grade: int, longer_than: float = AT_ONCE) -> Floats:
        return first_lasting(records.of(term, grade), longer_than, last)

    crs = np.fmin(lasting(CRS, rules.crs_grade), lasting(CRS, rules.crs_lasting_grade, rules.crs_resolves))
    others = np.fmin.reduce([lasting(term, rules.other_grade, rules.other_resolves) for term in OTHERS])
    later = records.where(records.start > rules.window)
    for_weeks = rules.haematological_until - rules.window
    counts = [
        first_lasting(later.of(term, rules.haematological_grade), for_weeks, last) for term in CYTOPENIAS
    ]
    return {
        "death": death,
        "CRS": crs,
        "ICANS": lasting(ICANS, rules.icans_grade, rules.icans_resolves),
        "non-haematological": np.where(others <= EARLY, others, np.nan),
        "ejection fraction": lasting(HEART, rules.lvef_grade),
        "pneumonitis": lasting(LUNG, rules.pneumonitis_grade),
        "haematological": np.fmin.reduce(counts),
    }


def _cytopenia(records: Records, last: Floats, rules: DltRules) -> Floats:
    """The last day of the window, where the same cytopenia is at its grade then and still on the later
    day."""
    stayed = [
        present(severe, rules.window, last) & present(severe, rules.haematological_until, last)
        for severe in (records.of(term, rules.haematological_grade) for term in CYTOPENIAS)
    ]
    return np.where(np.any(stayed, axis=0), rules.window, np.nan)
