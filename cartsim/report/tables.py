"""The endpoint table as rows of text: the page and the terminal print the same cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from cartsim.report.words import counts, day, day_of, days, percent, visit_words

EXACT = "95 % exact"
LOG_LOG = "95 % log-log"
TAILS = ("", "_lower", "_upper")
LONG_GRID = 8
"""Visits beyond which their days are not listed one by one."""


@dataclass(frozen=True)
class EndpointRow:
    """One endpoint: how it is defined, and one cell per arm as 'estimate (lower to upper)'."""

    endpoint: str
    role: str
    population: str
    interval: str
    values: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row from left to right, as `endpoint_header` names the columns."""
        return (self.endpoint, self.role, self.population, *self.values, self.interval)


ShareRow = tuple[str, str, str, str]
"""Name of a share in the endpoints, what it is called, role, population."""

SHARES: tuple[ShareRow, ...] = (
    ("confirmed_orr_measurable", "The same, measurable disease", "secondary", "measurable disease"),
    ("confirmed_orr_infused", "The same, infused", "secondary", "infused"),
    ("best_orr", "CR or PR at any visit, unconfirmed", "secondary", "enrolled"),
    ("pending_orr", "First CR or PR at the last visit, confirmation pending", "secondary", "enrolled"),
    ("dcr", "Disease control (best response CR, PR or SD, unconfirmed)", "secondary", "enrolled"),
    ("dcr_measurable", "The same, measurable disease", "secondary", "measurable disease"),
    ("effusion_orr", "Effusion response (not RECIST)", "secondary", "enrolled"),
)
SAFETY: tuple[ShareRow, ...] = (
    ("dlt_rate", "Dose-limiting toxicity", "safety", "DLT-evaluable"),
    ("late_dlt_rate", "DLT-defining event after the window (crude)", "safety", "DLT-evaluable"),
    ("severe_crs_rate", "CRS grade ≥ 3", "safety", "infused"),
    ("severe_icans_rate", "ICANS grade ≥ 3", "safety", "infused"),
    ("severe_crs_unrescued_rate", "CRS grade ≥ 3 had nobody been rescued", "safety", "infused"),
)
CURVES: tuple[tuple[str, str, str], ...] = (
    ("pfs", "Progression-free survival, median days", "enrolled"),
    ("os", "Overall survival, median days", "enrolled"),
    ("dor", "Duration of response, median days", "responders"),
    ("ddc", "Duration of disease control, median days", ""),
)
GLANCE = (
    ("confirmed_orr", "Primary response"),
    ("dcr", "Disease control"),
    ("median_pfs", "Median PFS, days"),
    ("severe_crs_rate", "CRS grade ≥ 3"),
    ("dlt_rate", "DLT"),
)


NO_TARGETS = "no SD without measurable disease"
"""Said of disease control where there are such patients: NON-CR/NON-PD is no SD."""


def without_targets(endpoints: xr.Dataset) -> bool:
    """Whether some patient has no measurable disease, and so cannot be SD."""
    n = "confirmed_orr_measurable_n"
    return n in endpoints and bool((endpoints[n] < endpoints["dcr_n"]).any())


def glance_header(endpoints: xr.Dataset) -> list[str]:
    """What the columns of `glance_rows` after the arm are called."""
    return [_label(endpoints, name, label) for name, label in GLANCE]


def _label(endpoints: xr.Dataset, name: str, label: str) -> str:
    """The name of a share; of disease control with the patients that cannot have all of it."""
    return f"{label}; {NO_TARGETS}" if name == "dcr" and without_targets(endpoints) else label


def curves(endpoints: xr.Dataset) -> list[tuple[str, str, str]]:
    """CURVES with the set of disease control in the words the endpoints were computed with."""
    stated = {name: str(row["population"]) for row in estimands(endpoints) for name in row["variables"]}
    return [(name, label, who or stated[name]) for name, label, who in CURVES]


def endpoint_header(endpoints: xr.Dataset) -> tuple[str, ...]:
    """Column names to go with the cells of `endpoint_rows`."""
    arms = [str(arm) for arm in endpoints["arm"].values]
    return ("Endpoint", "Estimand", "Population", *arms, "Interval (Monte Carlo)")


def endpoint_rows(endpoints: xr.Dataset) -> list[EndpointRow]:
    """Every endpoint per arm: the primary first, then response by visit, time to event, safety."""
    return [
        *_shares(endpoints, (primary(endpoints), *SHARES)),
        *_visits(endpoints),
        *_medians(endpoints),
        *_latent(endpoints),
        *_shares(endpoints, SAFETY),
    ]


def glance_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """One row per arm with the few numbers of the first page, in the order of GLANCE."""
    cells = [
        _median_cells(endpoints, name.removeprefix("median_"))
        if name.startswith("median_")
        else _cells(endpoints, name, percent)
        for name, _ in GLANCE
    ]
    return [(str(arm), *row) for arm, *row in zip(endpoints["arm"].values, *cells, strict=True)]


def primary(endpoints: xr.Dataset) -> ShareRow:
    """The row of the primary estimand, in the words the endpoints were computed with."""
    stated = estimands(endpoints)[0]
    variable, population = str(stated["variable"]), str(stated["population"]).replace("_", "-")
    return ("confirmed_orr", variable[0].upper() + variable[1:], "primary", population)


def estimands(endpoints: xr.Dataset) -> list[dict[str, Any]]:
    """What each endpoint estimates (ICH E9(R1)), as stated with the endpoints; the primary one first."""
    return list(json.loads(endpoints.attrs["estimands"]))


def _shares(endpoints: xr.Dataset, rows: Iterable[ShareRow]) -> list[EndpointRow]:
    found = [row for row in rows if row[0] in endpoints]
    return [
        EndpointRow(
            _label(endpoints, name, label),
            role,
            f"{who}, {_n(endpoints, name)}",
            EXACT,
            _cells(endpoints, name, percent),
        )
        for name, label, role, who in found
    ]


def _n(endpoints: xr.Dataset, name: str) -> str:
    return counts([int(n) for n in np.atleast_1d(endpoints[f"{name}_n"].values)])


def _visits(endpoints: xr.Dataset) -> list[EndpointRow]:
    """CR or PR at each scheduled visit after baseline."""
    rows = []
    for place, when in enumerate(visit_words(endpoints["scheduled_day"].values[1:]), start=1):
        rows += _shares(endpoints.isel(visit=place), [("orr", f"CR or PR {when}", "secondary", "enrolled")])
    return rows


def _medians(endpoints: xr.Dataset) -> list[EndpointRow]:
    found = [curve for curve in curves(endpoints) if f"median_{curve[0]}" in endpoints]
    return [
        EndpointRow(
            label if name == "os" else f"{label}; {grid_words(endpoints)}",
            "secondary",
            _in_set(endpoints, name, who),
            LOG_LOG,
            _median_cells(endpoints, name),
        )
        for name, label, who in found
    ]


def grid_words(endpoints: xr.Dataset) -> str:
    """The visit grid, to stand beside every median that visits find: it moves in these steps.

    >>> grid_words(xr.Dataset(coords={"scheduled_day": ("visit", [-5.0, 30.0, 91.0, 182.0])}))
    'scans on days 30, 91, 182'
    """
    planned = [f"{value:.0f}" for value in endpoints["scheduled_day"].values[1:]]
    if len(planned) > LONG_GRID:
        return f"scans on {len(planned)} days from {planned[0]} to {planned[-1]}"
    return f"scans on day{'s' if len(planned) > 1 else ''} {', '.join(planned)}"


def _in_set(endpoints: xr.Dataset, name: str, who: str) -> str:
    """The population of a curve with its n: patients whose time is not NaN."""
    return f"{who}, {counts(in_set(endpoints, name))}"


def in_set(endpoints: xr.Dataset, name: str) -> list[int]:
    """How many patients of each arm have a time in a curve."""
    return [int(n) for n in endpoints[name].notnull().sum("patient").values]


def _latent(endpoints: xr.Dataset) -> list[EndpointRow]:
    """Median PFS freed of the visit grid: what Turnbull's estimate leaves open, and the model's truth."""
    if "median_pfs_latent" not in endpoints:
        return []
    who = _in_set(endpoints, "pfs", "enrolled")
    ends = ("interval_start", "interval_end", "latent")
    start, end, truth = (endpoints[f"median_pfs_{tail}"].values for tail in ends)
    sizes = in_set(endpoints, "pfs")
    between = tuple(
        "–" if not n else day(low) if low == high else f"{day(low)} to {day(high)}"
        for low, high, n in zip(start, end, sizes, strict=True)
    )
    turnbull, true = "PFS, Turnbull's median days (between scans)", "PFS, median days of the true diameters"
    return [
        EndpointRow(turnbull, "secondary", who, "none", between),
        EndpointRow(true, "secondary", who, "none", tuple(map(day_of, truth, sizes))),
    ]


def _cells(endpoints: xr.Dataset, name: str, show: Callable[[float, float, float], str]) -> tuple[str, ...]:
    columns = [np.atleast_1d(endpoints[f"{name}{tail}"].values) for tail in TAILS]
    return tuple(show(*triple) for triple in zip(*columns, strict=True))


def _median_cells(endpoints: xr.Dataset, name: str) -> tuple[str, ...]:
    columns = [endpoints[f"median_{name}{tail}"].values for tail in TAILS]
    return tuple(days(*row) for row in zip(*columns, in_set(endpoints, name), strict=True))
