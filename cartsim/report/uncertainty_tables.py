"""How sure the shares are, what a planned trial would see, and what patients differ in, as rows of text."""

from __future__ import annotations

import numpy as np
import xarray as xr

from cartsim.datasets import COMPARTMENTS
from cartsim.report.figures.paired import contrast_arms, contrast_words, measure_name
from cartsim.report.narrow import along
from cartsim.report.words import number, percent, signed, unit_text

HEADER = (
    "Endpoint",
    "Arm",
    "Share (95 % exact: Monte Carlo error)",
    "Variation: SD between patients",
    "Typical values: mean (95 % of draws)",
)
PREDICTED = ("Planned trial, 95 % predictive", "The same over typical values")
DIFFERENCE_HEADER = (
    "Contrast",
    "Endpoint",
    "Mean over typical values, points",
    "SD over typical values (95 % limits), points",
    "95 % of typical values",
    "Monte Carlo error of one draw, points",
)
DRAWN = ("mean", "sd", "lower", "upper", "sd_lower", "sd_upper")
"""What is known of the draws, after `parameter_`."""
TOO_FEW = "too few draws or patients"
ALIKE = "no patient differs between draws"
POWER_HEADER = (
    "Contrast",
    "Order",
    "Hypothesis",
    "Rejected alone",
    "Rejected in sequence",
    "In favour of it",
)


def uncertainty_header(endpoints: xr.Dataset) -> tuple[str, ...]:
    """Columns of `uncertainty_rows`: those of a planned trial only where there is one."""
    drawn = "predicted_drawn_lower" in endpoints
    return HEADER + (PREDICTED[: 1 + drawn] if "predicted_lower" in endpoints else ())


def uncertainty_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each yes/no endpoint in each arm, one kind of uncertainty per column."""
    rows, shares = [], along(endpoints, "measure", "arm")
    for measure in endpoints["measure"].values:
        for arm in endpoints["arm"].values:
            chosen = shares.sel(measure=measure, arm=arm)
            cells = [percent(*(float(chosen[f"outcome_share{tail}"]) for tail in ("", "_lower", "_upper")))]
            spread = 100 * float(chosen["patient_sd"])
            cells += ["–" if np.isnan(spread) else f"{spread:.0f} points", over_typical_values(chosen)]
            names = [name for name in ("predicted", "predicted_drawn") if f"{name}_lower" in chosen]
            cells += [between(chosen, name) for name in names]
            rows.append((measure_name(measure), str(arm), *cells))
    return rows


def between(chosen: xr.Dataset, name: str) -> str:
    """`low to high` in percent; a dash where nothing is known."""
    low, high = (100 * float(chosen[f"{name}_{end}"]) for end in ("lower", "upper"))
    return "–" if np.isnan(low) else f"{low:.1f} to {high:.1f} %"


def over_typical_values(chosen: xr.Dataset) -> str:
    """Mean over the draws and where 95 % of them lie; where that is not known, why not, and never a point."""
    if "parameter_mean" not in chosen:
        return "not drawn"
    mean, sd, low, high, _, most = (100 * float(chosen[f"parameter_{name}"]) for name in DRAWN)
    if np.isnan(mean):
        return "–"
    if np.isnan(sd):
        return f"{mean:.1f} % ({TOO_FEW})"
    if np.isnan(most):
        return f"{mean:.1f} % ({ALIKE})"
    if np.isnan(low):
        return f"{mean:.1f} % (not separable: SD at most {most:.1f} points)"
    if f"{low:.1f}" == f"{high:.1f}":
        return f"{mean:.1f} % (nearly all draws at {low:.1f} %, SD {sd:.1f} points)"
    return f"{mean:.1f} % ({low:.1f} to {high:.1f})"


def difference_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each contrast and yes/no endpoint over the typical values."""
    rows: list[tuple[str, ...]] = []
    differences = along(endpoints, "contrast", "measure")
    for contrast in endpoints["contrast"].values:
        words = contrast_words(*contrast_arms(endpoints, contrast))
        for measure in endpoints["measure"].values:
            chosen = differences.sel(contrast=contrast, measure=measure)
            mean, *parts = (100 * float(chosen[f"difference_parameter_{name}"]) for name in DRAWN)
            error = 100 * float(chosen["difference_draw_mcse"])
            told = "–" if np.isnan(error) else f"{error:.1f}"
            rows.append((words, measure_name(measure), signed(mean), *_spread_of_draws(*parts), told))
    return rows


def _spread_of_draws(sd: float, low: float, high: float, least: float, most: float) -> tuple[str, str]:
    """SD over typical values with its limits, and where 95 % of them lie; never a point."""
    if np.isnan(sd):
        return "–", TOO_FEW
    if np.isnan(most):
        return "–", ALIKE
    if np.isnan(low):
        return f"at most {most:.1f}", "not separable"
    inside = f"{signed(low)} to {signed(high)}"
    if signed(low) == signed(high):
        inside = f"nearly all draws at {signed(low)}"
    return f"{sd:.1f} ({least:.1f} to {most:.1f})", inside


def power_rows(endpoints: xr.Dataset) -> list[tuple[str, ...]]:
    """Each contrast and hypothesis: how many repeated trials reject it, with the error of the repeats."""
    rows, powers = [], along(endpoints, "contrast", "hypothesis")
    for contrast in endpoints["contrast"].values:
        words = contrast_words(*contrast_arms(endpoints, contrast))
        for place, name in enumerate(endpoints["hypothesis"].values):
            chosen = powers.sel(contrast=contrast).isel(hypothesis=place)
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
                cv = f"{number(float(endpoints[f'{prefix}{tail}_gcv'].sel(arm=arm)))} %"
                rows.append((what, str(arm), *_spread(endpoints[f"{prefix}{tail}"].sel(arm=arm).values), cv))
    return rows


def _spread(values: np.ndarray) -> tuple[str, str, str]:
    known = values[np.isfinite(values)]
    if not known.size:
        return "–", "–", "–"
    low, first, middle, third, high = map(number, np.quantile(known, [0.05, 0.25, 0.5, 0.75, 0.95]))
    return middle, f"{first} to {third}", f"{low} to {high}"

