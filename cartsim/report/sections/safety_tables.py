"""The tables of the safety section: adverse events by window, DLT and late DLT, laboratory shift."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.datasets import DLT_REASON
from cartsim.report.narrow import along
from cartsim.report.sections.section import Table
from cartsim.report.words import number, percent, share_only
from cartsim.trial.periods import YEAR, said_until

SEVERE = 3
CHEMOTHERAPY = "(lymphodepletion)"
DAY_28 = (
    "Share of infused patients by worst grade, among those with such an event or 28 days seen (n: at grade "
    "1–2, at grade ≥ 3). A new anticancer therapy ends both: no event after it counts, and whoever began one "
    "before day 28 without an event is left out. Exact limits are Monte Carlo error."
)
MONTH_12 = (
    "Aalen-Johansen at day 365 among infused patients, death and new anticancer therapy competing, drop-out "
    "censored; grade 1–2 is the difference of any grade and grade ≥ 3. Crude: share of all infused, whatever "
    "their follow-up."
)
LATE = (
    "Late: the first event that would be dose-limiting, by the same rule, after the window has closed; of "
    "those without one in it."
)
SHIFT = (
    "Patients by CTCAE grade at baseline and worst grade at the safety visits after it. Baseline is the last "
    "safety visit up to day 0: it comes after the lymphodepletion given before it, whose cytopenia it holds."
)


def safety_tables(endpoints: xr.Dataset) -> list[Table]:
    """Adverse events to day 28 and month 12, cytopenia of lymphodepletion apart, DLT, laboratory shift."""
    terms = [str(term) for term in endpoints["event_term"].values]
    ours = [term for term in terms if CHEMOTHERAPY not in term]
    apart = [term for term in terms if CHEMOTHERAPY in term]
    events = along(endpoints, "event_term")
    return [
        _early("Treatment-emergent adverse events to day 28", events.sel(event_term=ours)),
        _year(events.sel(event_term=ours)),
        _early("Cytopenia within 28 days of lymphodepletion", events.sel(event_term=apart)),
        _limiting(endpoints),
        _shift(endpoints),
    ]


def _seen(endpoints: xr.Dataset, window: str) -> list[tuple[str, str, xr.Dataset]]:
    """Event, arm and their numbers; the events that anybody had, most frequent first."""
    peak = endpoints[window].isel(grade=0).max("arm").fillna(0).values
    order = [place for place in np.argsort(-peak, kind="stable") if peak[place] > 0]
    return [
        (str(endpoints["event_term"].values[place]), str(arm), endpoints.isel(event_term=place, arm=row))
        for place in order
        for row, arm in enumerate(endpoints["arm"].values)
    ]


def _early(title: str, endpoints: xr.Dataset) -> Table:
    rows = []
    for term, arm, cell in _seen(endpoints, "ae_incidence"):
        severe = cell.sel(grade=SEVERE)
        n = f"{int(cell['ae_followed'].sel(grade=1))}, {int(severe['ae_followed'])}"
        rows.append((term, arm, _share(cell, "ae_mild"), _share(severe, "ae_incidence"), n))
    header = ("Event", "Arm", "Grade 1–2", "Grade ≥ 3", "n")
    return Table(header, rows, title, note=DAY_28, numbered_from=2, classes="dense", folded=True)


def _year(endpoints: xr.Dataset) -> Table:
    until = float(endpoints.attrs.get("events_until_day", YEAR))
    title = said_until("Treatment-emergent adverse events to month 12", until)
    name, rows = "ae_incidence_12_months", []
    for term, arm, cell in _seen(endpoints, name):
        whole, severe = cell.sel(grade=1), cell.sel(grade=SEVERE)
        mild = float(whole[name]) - float(severe[name])
        crude = share_only(float(whole["ae_crude"]))
        shares = (_share(whole, name), share_only(mild), _share(severe, name))
        rows.append((term, arm, *shares, number(float(cell["ae_rate"])), crude))
    header = ("Event", "Arm", "Any grade", "Grade 1–2", "Grade ≥ 3", "Events per patient-year", "Crude")
    note = said_until(MONTH_12, until)
    return Table(header, rows, title, note=note, numbered_from=2, classes="dense", folded=True)


def _limiting(endpoints: xr.Dataset) -> Table:
    """Per arm: DLTs, late DLTs and who was not evaluable, each with its reasons."""
    excluded = ("under-dosed", "not followed", "failed solve")
    rows = []
    for place, arm in enumerate(endpoints["arm"].values):
        cell = endpoints.isel(arm=place)
        counts = dict(zip(DLT_REASON, cell["dlt_reason_count"].values.tolist(), strict=True))
        within = {name: n for name, n in counts.items() if name not in ("none", *excluded)}
        codes = cell["late_dlt_reason"].values[cell["late_dlt"].values == 1]
        late = {DLT_REASON[code]: int((codes == code).sum()) for code in np.unique(codes)}
        lost = {name: counts[name] for name in excluded}
        rows.append((str(arm), *map(_listed, (within, late, lost))))
    header = ("Arm", "Dose-limiting in the window", "Late", "Not evaluable")
    return Table(header, rows, "Dose-limiting toxicity by reason", note=LATE)


def _shift(endpoints: xr.Dataset) -> Table:
    rows = []
    for lab, term in enumerate(endpoints["lab_term"].values):
        for row, arm in enumerate(endpoints["arm"].values):
            cell = endpoints["lab_shift"].isel(lab_term=lab, arm=row)
            for grade, counts in zip(endpoints["baseline_grade"].values, cell.values, strict=True):
                if counts.any():
                    rows.append((str(term), str(arm), str(grade), *map(str, counts)))
    header = ("Laboratory", "Arm", "Baseline grade", *(f"Worst {g}" for g in endpoints["worst_grade"].values))
    title = "Laboratory: grade at baseline and worst grade after"
    return Table(header, rows, title, note=SHIFT, numbered_from=2, classes="dense", folded=True)


def _share(cell: xr.Dataset, name: str) -> str:
    """A share with its limits; without limits where it is 0 by Aalen-Johansen."""
    return percent(*(float(cell[f"{name}{tail}"]) for tail in ("", "_lower", "_upper")))


def _listed(counts: dict[str, int]) -> str:
    """`5: CRS 3, ICANS 2`, the most frequent first.

    >>> _listed({"CRS": 3, "ICANS": 0}), _listed({"death": 0})
    ('3: CRS 3', '0')
    """
    some = sorted(((n, name) for name, n in counts.items() if n), reverse=True)
    total = f"{sum(n for n, _ in some)}"
    return total + (": " + ", ".join(f"{name} {n}" for n, name in some) if some else "")
