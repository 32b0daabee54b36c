"""What each section of the page found, in one sentence of numbers; paragraphs below say how to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import CELLS, contrast_arms
from cartsim.report.tables import in_set
from cartsim.report.words import share_only, spoken, unit_text, visit_words

FEW = 3
"""Arms up to which each is named; of more the least and the most are."""
WHERE = {"blood": "in blood", "fluid": "in the effusion", "tumour": "in the tumour"}


def kinetics(endpoints: xr.Dataset) -> str:
    """Median peaks by compartment."""
    parts = []
    for name, (_, _, unit) in COMPARTMENTS.items():
        variable = "cmax" if name == "blood" else f"cmax_{name}"
        if variable in endpoints:
            peaks = [_median(row) for row in endpoints[variable].transpose("arm", "patient").values]
            parts.append(f"{WHERE[name]} {over_arms(endpoints, peaks, spoken)} {unit_text(unit)}")
    return f"Median peak of CAR-T cells {'; '.join(parts)}." if parts else ""


def _median(values: NDArray[np.float64]) -> float:
    """Of those known; not-a-number where nobody's is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def response(endpoints: xr.Dataset) -> str:
    """Shares with CR or PR at the first three scans."""
    parts, whens = [], visit_words(endpoints["scheduled_day"].values[1:])
    for place, when in enumerate(whens[:3], start=1):
        shares = over_arms(endpoints, endpoints["orr"].isel(visit=place).values, share_only)
        parts.append(f"{when} {shares}")
    return f"CR or PR {'; '.join(parts)} of those enrolled." if parts else ""


def duration(endpoints: xr.Dataset) -> str:
    """Median durations, dashes where nobody is in the set."""
    parts = []
    for name, words in {
        "dor": "duration of response",
        "pfs": "progression-free survival",
        "os": "overall survival",
    }.items():
        if f"median_{name}" in endpoints:
            medians = endpoints[f"median_{name}"].values
            known = np.where(np.isnan(medians), np.inf, medians)
            among = np.where(np.array(in_set(endpoints, name)) > 0, known, np.nan)
            parts.append(f"{words} {over_arms(endpoints, among, _day)}")
    return f"Median days: {'; '.join(parts)}." if parts else ""


def toxicity(endpoints: xr.Dataset) -> str:
    """Shares with dose-limiting toxicity, severe CRS and severe ICANS."""
    words = {
        "dlt_rate": "Dose-limiting toxicity",
        "severe_crs_rate": "CRS of grade 3 or worse",
        "severe_icans_rate": "ICANS of grade 3 or worse",
    }
    parts = [
        f"{said} {over_arms(endpoints, endpoints[name].values, share_only)}"
        for name, said in words.items()
        if name in endpoints
    ]
    return f"{'; '.join(parts)}." if parts else ""


def comparison(endpoints: xr.Dataset) -> str:
    """Who has the primary response under one arm only, for the first contrast."""
    if not endpoints.sizes["contrast"]:
        return ""
    first, second = contrast_arms(endpoints, endpoints["contrast"].values[0])
    chosen = endpoints.isel(contrast=0, measure=0)
    both, one, two, none = (int(chosen[name]) for name in CELLS)
    if not both + one + two + none:
        return ""
    return (
        f"Of the {both + one + two + none} patients compared in both arms, {one} respond by the primary "
        f"endpoint under {first} alone, {two} under {second} alone, {both} under both and {none} under "
        "neither."
    )


def over_arms(endpoints: xr.Dataset, values: Iterable[float], show: Callable[[float], str]) -> str:
    """`31.6 (IV) against 146 (IC)`; of many arms the least and the most, an arm by its name where it is the
    only one."""
    known = np.array(list(values), dtype=float)
    if known.size <= FEW:
        return _named(endpoints, [show(value) for value in known])
    if not np.isfinite(known).any():
        return "–"
    cells = [show(value) for value in known]
    low, high = cells[int(np.nanargmin(known))], cells[int(np.nanargmax(known))]
    if low == high:
        return f"{low} in each of {cells.count(low)} arms"
    return f"from {low} ({_whose(endpoints, cells, low)}) to {high} ({_whose(endpoints, cells, high)})"


def _whose(endpoints: xr.Dataset, cells: Sequence[str], cell: str) -> str:
    arms = [str(arm) for arm, own in zip(endpoints["arm"].values, cells, strict=True) if own == cell]
    return arms[0] if len(arms) == 1 else f"{len(arms)} arms"


def _day(median: float) -> str:
    return "–" if np.isnan(median) else "NR" if np.isinf(median) else f"{median:.0f}"


def _named(endpoints: xr.Dataset, cells: Sequence[str]) -> str:
    if len(cells) == 1:
        return cells[0]
    arms = [str(arm) for arm in endpoints["arm"].values]
    return " against ".join(f"{cell} ({arm})" for cell, arm in zip(cells, arms, strict=True))
