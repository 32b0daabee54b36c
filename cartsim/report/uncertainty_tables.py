"""How sure the shares are, what a planned trial would see, and what patients differ in, as rows of text."""

from __future__ import annotations

import numpy as np
import xarray as xr
from scipy.stats import rankdata

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import contrast_arms, contrast_words, measure_name
from cartsim.report.words import number, percent, signed, unit_text

HEADER = (
    "Endpoint",
    "Arm",
    "Share (95 % exact: Monte Carlo error)",
    "Variation: SD between patients",
    "Typical values (95 % of draws)",
)
PREDICTED = ("Planned trial, 95 % predictive", "The same over typical values")
DIFFERENCE_HEADER = (
    "Contrast",
    "Endpoint",
    "Mean over typical values, points",
    "SD over typical values, points",
    "95 % of typical values",
    "Monte Carlo error of one draw, points",
)
POWER_HEADER = (
    "Contrast",
    "Order",
    "Hypothesis",
    "Rejected alone",
    "Rejected in sequence",
    "In favour of it",
)
MOST_DRIVERS = 10
FEWEST_DRAWS = 20
"""Draws from which the ranks of a typical value and of a share are compared."""


def uncertainty_header(endpoints: xr.Dataset) -> tuple[str, ...]:
    """Columns of `uncertainty_rows`: those of a planned trial only where there is one."""
    drawn = "predicted_drawn_lower" in endpoints
    return HEADER + (PREDICTED[: 1 + drawn] if "predicted_lower" in endpoints else ())


def uncertainty_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each yes/no endpoint in each arm, one kind of uncertainty per column."""
    rows = []
    for measure in endpoints["measure"].values:
        for arm in endpoints["arm"].values:
            chosen = endpoints.sel(measure=measure, arm=arm)
            cells = [percent(*(float(chosen[f"outcome_share{tail}"]) for tail in ("", "_lower", "_upper")))]
            cells += [f"{100 * float(chosen['patient_sd']):.0f} points", between(chosen, "parameter")]
            names = [name for name in ("predicted", "predicted_drawn") if f"{name}_lower" in chosen]
            cells += [between(chosen, name) for name in names]
            rows.append((measure_name(measure), str(arm), *cells))
    return rows


def between(chosen: xr.Dataset, name: str) -> str:
    """`low to high` in percent; a dash where nothing was drawn."""
    if f"{name}_lower" not in chosen:
        return "not drawn"
    low, high = (100 * float(chosen[f"{name}_{end}"]) for end in ("lower", "upper"))
    return "–" if np.isnan(low) else f"{low:.1f} to {high:.1f} %"


def difference_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each contrast and yes/no endpoint over the typical values."""
    rows: list[tuple[str, ...]] = []
    for contrast in endpoints["contrast"].values:
        for measure in endpoints["measure"].values:
            chosen = endpoints.sel(contrast=contrast, measure=measure)
            mean, sd, low, high, error = (
                100 * float(chosen[f"difference_{name}"])
                for name in (
                    "parameter_mean",
                    "parameter_sd",
                    "parameter_lower",
                    "parameter_upper",
                    "draw_mcse",
                )
            )
            words = contrast_words(*contrast_arms(endpoints, contrast))
            limits = f"{signed(low)} to {signed(high)}"
            rows.append((words, measure_name(measure), signed(mean), f"{sd:.1f}", limits, f"{error:.1f}"))
    return rows


def power_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each contrast and hypothesis: how many repeated trials reject it, with the error of the repeats."""
    rows = []
    for contrast in endpoints["contrast"].values:
        words = contrast_words(*contrast_arms(endpoints, contrast))
        for place, name in enumerate(endpoints["hypothesis"].values):
            chosen = endpoints.sel(contrast=contrast).isel(hypothesis=place)
            cells = (
                percent(*(float(chosen[f"{kind}{tail}"]) for tail in ("", "_lower", "_upper")))
                for kind in ("power", "power_in_sequence", "power_in_favour")
            )
            rows.append((words, str(place + 1), hypothesis_name(str(name)), *cells))
    return rows


def hypothesis_name(name: str) -> str:
    """The words for a tested endpoint.

    >>> hypothesis_name("pfs"), hypothesis_name("dlt")
    ('Progression-free survival (log-rank)', 'DLT')
    """
    curves = {"pfs": "Progression-free survival (log-rank)", "os": "Overall survival (log-rank)"}
    return curves.get(name) or measure_name(name)


def variation_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """What the infused of an arm differ in: median, where half and where 90 % of them lie, and CV."""
    rows: list[tuple[str, ...]] = []
    for name, (_, where, unit) in COMPARTMENTS.items():
        tail = "" if name == "blood" else f"_{name}"
        for prefix, label in (("cmax", "Cmax"), ("auc_0_28", "AUC 0–28, day·")):
            if f"{prefix}{tail}_gcv" not in endpoints:
                continue
            what = f"{where.split(' (')[0].capitalize()}: {label}"
            what += unit_text(unit) if label.endswith("·") else f", {unit_text(unit)}"
            for arm in endpoints["arm"].values:
                chosen = endpoints.sel(arm=arm)
                cv = f"{number(float(chosen[f'{prefix}{tail}_gcv']))} %"
                rows.append((what, str(arm), *_spread(chosen[f"{prefix}{tail}"].values), cv))
    return rows


def _spread(values: np.ndarray) -> tuple[str, str, str]:
    known = values[np.isfinite(values)]
    if not known.size:
        return "–", "–", "–"
    low, first, middle, third, high = map(number, np.quantile(known, [0.05, 0.25, 0.5, 0.75, 0.95]))
    return middle, f"{first} to {third}", f"{low} to {high}"


def driver_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """The parameters whose typical value goes most with the primary response over the draws (rank
    correlation), strongest first."""
    if "typical_value" not in endpoints or endpoints.sizes["draw"] < FEWEST_DRAWS:
        return []
    shares = endpoints["confirmed_orr_draws"].transpose("draw", "arm").values
    complete = np.isfinite(shares).all(axis=1)
    values = endpoints["typical_value"].transpose("draw", "uncertain").values[complete]
    strength = rank_correlations(values, shares[complete])
    order = np.argsort(-np.nan_to_num(np.abs(strength)).max(axis=1), kind="stable")[:MOST_DRIVERS]
    symbols = endpoints["uncertain"].values
    return [(str(symbols[place]), *(signed(value, 2) for value in strength[place])) for place in order]


def rank_correlations(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Spearman's correlation of each column of `values` with each of `shares` (row of both: a draw); NaN
    where a column does not vary.

    >>> rank_correlations(np.array([[1.0], [2], [4]]), np.array([[0.1], [0.3], [0.2]])).round(2).tolist()
    [[0.5]]
    """
    first, second = (rankdata(part, axis=0) - (len(part) + 1) / 2 for part in (values, shares))
    scale = np.sqrt((first**2).sum(axis=0)[:, None] * (second**2).sum(axis=0)[None, :])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(scale > 0, first.T @ second / scale, np.nan)
