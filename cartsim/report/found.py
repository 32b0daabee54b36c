"""What each section of the page found, in one sentence of numbers; paragraphs below say how to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import CELLS, contrast_arms
from cartsim.report.tables import in_set
from cartsim.report.words import day_of, share_only, spoken, unit_text

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
    parts = []
    for place in range(1, min(endpoints.sizes["visit"], 4)):
        visit = endpoints.isel(visit=place)
        shares = over_arms(endpoints, visit["orr"].values, share_only)
        parts.append(f"at month {float(visit['visit_month']):.0f} {shares}")
    return f"CR or PR {'; '.join(parts)} of those enrolled."


def duration(endpoints: xr.Dataset) -> str:
    """Median durations, dashes where nobody is in the set."""
    parts = []
    for name, words in {
        "dor": "duration of response",
        "pfs": "progression-free survival",
        "os": "overall survival",
    }.items():
        if f"median_{name}" in endpoints:
            medians = zip(endpoints[f"median_{name}"].values, in_set(endpoints, name), strict=True)
            cells = [day_of(median, n) for median, n in medians]
            parts.append(f"{words} {_named(endpoints, cells)}")
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
    return f"{'; '.join(parts)}."


def comparison(endpoints: xr.Dataset) -> str:
    """Who responds under one arm only, for the first contrast."""
    if not endpoints.sizes["contrast"]:
        return ""
    first, second = contrast_arms(endpoints, endpoints["contrast"].values[0])
    chosen = endpoints.isel(contrast=0, measure=0)
    both, one, two, none = (int(chosen[name]) for name in CELLS)
    return (
        f"Of {both + one + two + none} patients treated under either arm, {one} respond under {first} alone, "
        f"{two} under {second} alone, {both} under both and {none} under neither."
    )


def over_arms(endpoints: xr.Dataset, values: Iterable[float], show: Callable[[float], str]) -> str:
    """`31.6 (IV) against 146 (IC)`; of many arms the least and the most."""
    known = np.array(list(values), dtype=float)
    if known.size <= FEW:
        return _named(endpoints, [show(value) for value in known])
    if not np.isfinite(known).any():
        return "–"
    low, high = int(np.nanargmin(known)), int(np.nanargmax(known))
    arms = endpoints["arm"].values
    return f"from {show(known[low])} ({arms[low]}) to {show(known[high])} ({arms[high]})"


def _named(endpoints: xr.Dataset, cells: Sequence[str]) -> str:
    if len(cells) == 1:
        return cells[0]
    arms = [str(arm) for arm in endpoints["arm"].values]
    if len(cells) > FEW:
        return ", ".join(dict.fromkeys(cells))
    return " against ".join(f"{cell} ({arm})" for cell, arm in zip(cells, arms, strict=True))
