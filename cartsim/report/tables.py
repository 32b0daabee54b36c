"""The tables of the report as rows of text: the page and the terminal print the same cells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import CELLS, contrast_arms, contrast_words, measure_name, signed
from cartsim.report.style import counts

MICRO = re.compile(r"\bu(?=[Lmg]\b|mol\b)")
EXACT = "95 % exact"
LOG_LOG = "95 % log-log"
QUARTILES = "quartiles of patients"


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


def endpoint_header(endpoints: xr.Dataset) -> tuple[str, ...]:
    """Column names to go with the cells of `endpoint_rows`."""
    return (
        "Endpoint",
        "Estimand",
        "Population",
        *(str(arm) for arm in endpoints["arm"].values),
        "Interval (Monte Carlo)",
    )


SHARES = (
    (
        "confirmed_orr_measurable",
        "Confirmed CR or PR by the primary visit",
        "secondary",
        "measurable disease",
    ),
    ("confirmed_orr_infused", "Confirmed CR or PR by the primary visit", "secondary", "infused"),
    ("best_orr", "CR or PR at any visit, unconfirmed", "secondary", "enrolled"),
    ("dcr", "Disease control (CR, PR or SD)", "secondary", "enrolled"),
    ("effusion_orr", "Effusion response (not RECIST)", "secondary", "enrolled"),
)
SAFETY = (
    ("dlt_rate", "Dose-limiting toxicity", "safety", "DLT-evaluable"),
    ("severe_crs_rate", "CRS grade ≥ 3", "safety", "infused"),
)
CURVES = (
    ("pfs", "Progression-free survival, median days", "enrolled"),
    ("os", "Overall survival, median days", "enrolled"),
    ("dor", "Duration of response, median days", "responders"),
    ("ddc", "Duration of disease control, median days", "disease control"),
)


def endpoint_rows(endpoints: xr.Dataset) -> list[EndpointRow]:
    """Every endpoint per arm: the primary first, then response by visit, time to event, safety."""
    groups = (
        _shares(endpoints, (primary(endpoints), *SHARES)),
        _visits(endpoints),
        _medians(endpoints),
        _latent(endpoints),
        _shares(endpoints, SAFETY),
    )
    return [row for group in groups for row in group]


def primary(endpoints: xr.Dataset) -> tuple[str, str, str, str]:
    """The row of the primary estimand, in the words the endpoints were computed with."""
    stated = estimands(endpoints)[0]
    variable = str(stated["variable"])
    return (
        "confirmed_orr",
        variable[0].upper() + variable[1:],
        "primary",
        str(stated["population"]).replace("_", "-"),
    )


def estimands(endpoints: xr.Dataset) -> list[dict[str, Any]]:
    """What each endpoint estimates (ICH E9(R1)), as stated with the endpoints; the first row is the primary one."""
    return list(json.loads(endpoints.attrs["estimands"]))


GLANCE = (
    ("confirmed_orr", "Confirmed response"),
    ("dcr", "Disease control"),
    ("median_pfs", "Median PFS, days"),
    ("severe_crs_rate", "CRS grade ≥ 3"),
    ("dlt_rate", "DLT"),
)


def glance_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """One row per arm with the few numbers of the first page, in the order of GLANCE."""
    cells = [_cells(endpoints, name, days if name.startswith("median") else percent) for name, _ in GLANCE]
    return [(str(arm), *row) for arm, *row in zip(endpoints["arm"].values, *cells, strict=True)]


def _shares(endpoints: xr.Dataset, rows: Iterable[tuple[str, str, str, str]]) -> list[EndpointRow]:
    return [
        EndpointRow(
            label,
            role,
            f"{who}, {counts(_denominators(endpoints, name))}",
            EXACT,
            _percent_cells(endpoints, name),
        )
        for name, label, role, who in rows
        if name in endpoints
    ]


def _denominators(endpoints: xr.Dataset, name: str) -> list[int]:
    """The n of each arm, which a share and its exact limits determine: limits of 0 of n are 0 and 1 - 0.025^(1/n).

    Between 0 and 1 it is p(1-p) over the square of the Monte Carlo error.
    """
    share, low, high, error = (
        np.atleast_1d(endpoints[f"{name}{tail}"].values) for tail in ("", "_lower", "_upper", "_mcse")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        edge = np.log(0.025) / np.log(np.where(share > 0.5, low, 1 - high))
        n = np.where((share > 0) & (share < 1), share * (1 - share) / error**2, edge)
    return [int(round(value)) if np.isfinite(value) else 0 for value in n]


def _visits(endpoints: xr.Dataset) -> list[EndpointRow]:
    """CR or PR at each scheduled visit after baseline."""
    later = [endpoints.isel(visit=place) for place in range(1, endpoints.sizes["visit"])]
    return [
        row
        for visit in later
        for row in _shares(
            visit, [("orr", f"CR or PR at month {float(visit['visit_month']):.0f}", "secondary", "enrolled")]
        )
    ]


def _medians(endpoints: xr.Dataset) -> list[EndpointRow]:
    return [
        EndpointRow(
            label,
            "secondary",
            f"{who}, {counts(_known(endpoints[name]))}",
            LOG_LOG,
            _cells(endpoints, f"median_{name}", days),
        )
        for name, label, who in CURVES
        if f"median_{name}" in endpoints
    ]


def _known(values: xr.DataArray) -> list[int]:
    return [int(n) for n in values.notnull().sum("patient").values]


def _latent(endpoints: xr.Dataset) -> list[EndpointRow]:
    """Median PFS freed of the visit grid: the interval Turnbull's estimate leaves open, and the model's own truth."""
    if "median_pfs_latent" not in endpoints:
        return []
    who = f"enrolled, {counts(_known(endpoints['pfs']))}"
    start, end, truth = (
        endpoints[f"median_pfs_{tail}"].values for tail in ("interval_start", "interval_end", "latent")
    )
    between = tuple(
        _day(low) if low == high else f"{_day(low)} to {_day(high)}"
        for low, high in zip(start, end, strict=True)
    )
    return [
        EndpointRow(
            "Progression-free survival, Turnbull's median days",
            "secondary",
            who,
            "between two scans",
            between,
        ),
        EndpointRow(
            "Progression-free survival, median of the true diameters",
            "secondary",
            who,
            "none",
            tuple(map(_day, truth)),
        ),
    ]


def _percent_cells(endpoints: xr.Dataset, name: str) -> tuple[str, ...]:
    return _cells(endpoints, name, percent)


def _cells(endpoints: xr.Dataset, name: str, show: Callable[[float, float, float], str]) -> tuple[str, ...]:
    triples = zip(
        *(np.atleast_1d(endpoints[f"{name}{tail}"].values) for tail in ("", "_lower", "_upper")), strict=True
    )
    return tuple(show(*triple) for triple in triples)


def percent(share: float, low: float, high: float) -> str:
    """A share with its limits.

    >>> percent(0.5, 0.4, 0.6)
    '50.0 % (40.0 to 60.0)'
    """
    return "–" if np.isnan(share) else f"{100 * share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def days(median: float, low: float, high: float) -> str:
    """A median in days with its limits; NR where the curve does not come down to it.

    >>> days(91.0, 60.0, float("nan"))
    '91 (60 to NR)'
    """
    return f"{_day(median)} ({_day(low)} to {_day(high)})"


def _day(value: float) -> str:
    return "NR" if np.isnan(value) else f"{value:.0f}"


def kinetics_rows(endpoints: xr.Dataset) -> list[EndpointRow]:
    """CAR-T kinetics as sampled: median with quartiles over patients, per compartment."""
    found = []
    for name, (_, where, unit) in COMPARTMENTS.items():
        tail = "" if name == "blood" else f"_{name}"
        for prefix, label in (
            ("cmax", f"Cmax, {unit_text(unit)}"),
            ("tmax", "Tmax, day"),
            ("auc_0_28", f"AUC 0–28, day·{unit_text(unit)}"),
            ("persistence", "Last found (qPCR), day"),
        ):
            if f"{prefix}{tail}" in endpoints:
                cells = tuple(
                    _quartiles(values)
                    for values in endpoints[f"{prefix}{tail}"].transpose("arm", "patient").values
                )
                found.append(
                    EndpointRow(
                        f"{where.split(' (')[0].capitalize()}: {label}",
                        "secondary",
                        "infused",
                        QUARTILES,
                        cells,
                    )
                )
    return found


def _quartiles(values: np.ndarray) -> str:
    known = values[np.isfinite(values)]
    if not known.size:
        return "–"
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    return f"{number(middle)} ({number(low)} to {number(high)})"


def unit_text(unit: str) -> str:
    """A unit as people write it.

    >>> unit_text("molecule/um**2"), unit_text("cell/uL")
    ('molecule/µm²', 'cell/µL')
    """
    text = MICRO.sub("µ", unit).replace("**", "^").replace("^2", "²").replace("^3", "³").replace("*", "·")
    return "–" if text == "1" else text


def number(value: float) -> str:
    """Three significant figures, powers of ten only where they are needed.

    >>> number(0.01234), number(1234.5), number(2.5e9), number(0)
    ('0.0123', '1230', '2.5e9', '0')
    """
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else "∞" if value > 0 else "–"
    if 1e-3 <= abs(value) < 1e5:
        digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
        text = f"{float(f'{value:.3g}'):.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


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
    """Every contrast and yes/no endpoint: difference in percentage points, two-by-two counts, price of independence."""
    if not endpoints.sizes.get("contrast"):
        return []
    rows = []
    for contrast in endpoints["contrast"].values:
        name = contrast_words(*contrast_arms(endpoints, contrast))
        for measure in endpoints["measure"].values:
            chosen = endpoints.sel(contrast=contrast, measure=measure)
            counts = tuple(f"{float(chosen[cell]):.0f}" for cell in CELLS)
            rows.append(
                (
                    name,
                    measure_name(measure),
                    points(chosen, "paired_difference"),
                    points(chosen, "bootstrap", limits_only=True),
                    *counts,
                    number(float(chosen["independent_patients"])),
                )
            )
    return rows


def time_in_response_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """For every contrast the mean difference of days in confirmed response, non-responders at 0."""
    if not endpoints.sizes.get("contrast"):
        return []
    rows = []
    for place, contrast in enumerate(endpoints["contrast"].values):
        middle, low, high = (
            float(endpoints[f"time_in_response_difference{tail}"][place]) for tail in ("", "_lower", "_upper")
        )
        arms = contrast_arms(endpoints, contrast)
        means = [number(float(endpoints["time_in_response"].sel(arm=arm).mean())) for arm in arms]
        rows.append((contrast_words(*arms), *means, f"{signed(middle)} ({signed(low)} to {signed(high)})"))
    return rows


def points(chosen: xr.Dataset, name: str, limits_only: bool = False) -> str:
    """A difference of shares in percentage points, signed, with limits."""
    middle, low, high = (100 * float(chosen[f"{name}{tail}"]) for tail in ("", "_lower", "_upper"))
    if np.isnan(middle):
        return "–"
    limits = f"{signed(low)} to {signed(high)}"
    return limits if limits_only else f"{signed(middle)} ({limits})"


def bound_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """For each share: what it would be if no failed solve had it and if every one had."""
    rows = []
    for name, label, _, who in (primary(endpoints), *SHARES, *SAFETY):
        if f"{name}_least" in endpoints:
            least, most = (endpoints[f"{name}_{end}"].values for end in ("least", "most"))
            rows.append(
                (label, who, *(f"{100 * a:.1f} to {100 * b:.1f} %" for a, b in zip(least, most, strict=True)))
            )
    return rows
