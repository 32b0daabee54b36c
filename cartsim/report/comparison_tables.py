"""Arms against each other, and the bounds that failed solves leave, as rows of text."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.report.figures.paired import CELLS, contrast_arms, contrast_words, measure_name
from cartsim.report.narrow import along
from cartsim.report.tables import SAFETY, SHARES, TAILS, curves, primary
from cartsim.report.words import day, number, signed, visit_words

VISIT_SHARES = (
    ("orr", "CR or PR at", "enrolled"),
    ("orr_measurable", "CR or PR at", "measurable disease"),
    ("orr_by", "CR or PR by", "enrolled"),
    ("in_response", "In confirmed response at", "enrolled"),
)
"""Shares at each visit: name, what it is called, population."""

PAIRED_HEADER = (
    "Contrast",
    "Endpoint",
    "Difference, points (95 % Newcombe)",
    "Bootstrap 95 %",
    "Both",
    "First only",
    "Second only",
    "Neither",
    "Independent patients per arm for the same error",
)


def paired_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Every contrast and yes/no endpoint: difference in points, two-by-two counts, price of independence."""
    rows, differences = [], along(endpoints, "contrast", "measure")
    for contrast in endpoints["contrast"].values:
        name = contrast_words(*contrast_arms(endpoints, contrast))
        for measure in endpoints["measure"].values:
            chosen = differences.sel(contrast=contrast, measure=measure)
            bootstrap = between(*_limits(chosen, "bootstrap"))
            cells = (f"{float(chosen[cell]):.0f}" for cell in CELLS)
            alone = number(float(chosen["independent_patients"]))
            rows.append((name, measure_name(measure), points(chosen), bootstrap, *cells, alone))
    return rows


def points(chosen: xr.Dataset) -> str:
    """The paired difference of shares in percentage points, signed, with its limits."""
    middle = signed(100 * float(chosen["paired_difference"]))
    limits = between(*_limits(chosen, "paired_difference"))
    return middle if middle == limits else f"{middle} ({limits})"


def between(low: str, high: str) -> str:
    """`low to high`; one dash where neither exists."""
    return low if low == high == "–" else f"{low} to {high}"


def _limits(chosen: xr.Dataset, name: str) -> tuple[str, str]:
    return signed(100 * float(chosen[f"{name}_lower"])), signed(100 * float(chosen[f"{name}_upper"]))


def time_in_response_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """For every contrast the mean days in confirmed response of both arms and their difference."""
    rows = []
    for place, contrast in enumerate(endpoints["contrast"].values):
        names = [f"time_in_response_difference{tail}" for tail in TAILS]
        middle, low, high = (signed(float(endpoints[name][place])) for name in names)
        arms = contrast_arms(endpoints, contrast)
        means = [number(float(endpoints["mean_time_in_response"].sel(arm=arm))) for arm in arms]
        rows.append((contrast_words(*arms), *means, f"{middle} ({low} to {high})"))
    return rows


def bound_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """For each share and median: what it would be if no failed solve had the event and if every one had."""
    rows = [
        (label, who, *_bounds(endpoints, name))
        for name, label, _, who in (primary(endpoints), *SHARES, *SAFETY)
        if f"{name}_least" in endpoints
    ]
    for place, when in enumerate(visit_words(endpoints["scheduled_day"].values[1:]), start=1):
        visit = endpoints.isel(visit=place)
        for name, label, who in VISIT_SHARES:
            if f"{name}_least" in visit:
                rows.append((f"{label} {when.split(' ', 1)[1]}", who, *_bounds(visit, name)))
    for name, label, who in curves(endpoints):
        if f"median_{name}_least" in endpoints:
            ends = (endpoints[f"median_{name}_{end}"].values for end in ("least", "most"))
            rows.append(
                (label, who, *(f"{day(low)} to {day(high)}" for low, high in zip(*ends, strict=True)))
            )
    return rows


def _bounds(endpoints: xr.Dataset, name: str) -> list[str]:
    """`least to most` of a share in every arm; a dash where it has nobody."""
    least, most = (100 * endpoints[f"{name}_{end}"].values for end in ("least", "most"))
    pairs = zip(least, most, strict=True)
    return ["–" if np.isnan(low) else f"{low:.1f} to {high:.1f} %" for low, high in pairs]
