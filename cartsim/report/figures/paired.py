"""Two arms in the same virtual patients: differences, two-by-two tables, differences patient by patient."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyBboxPatch

from cartsim.report.lettering import folded, heading, short
from cartsim.report.style import INK, QUIET, arm_styles, note_empty
from cartsim.report.words import signed

MEASURES = {
    "confirmed_orr": "Confirmed response",
    "dcr": "Disease control",
    "severe_crs": "CRS grade ≥ 3",
    "dlt": "DLT",
}
ROWS = 16
"""Contrasts that a forest holds legibly; the table lists them all."""
CELLS = {"both": (0, 1), "first_only": (1, 1), "second_only": (0, 0), "neither": (1, 0)}
"""Column and row of each cell: columns are the second arm named (yes, no), rows the first (no, yes)."""


def measure_name(measure: object) -> str:
    """The words for a compared endpoint.

    >>> measure_name("response_at_day_91")
    'CR or PR on day 91'
    """
    if str(measure).startswith("response_at_day_"):
        return f"CR or PR on day {str(measure).rpartition('_')[2]}"
    return MEASURES.get(str(measure), str(measure).replace("_", " "))


def contrast_arms(endpoints: xr.Dataset, contrast: object) -> tuple[str, str]:
    """The two arms a contrast names, in its order: the second is subtracted from the first.

    >>> contrast_arms(xr.Dataset(coords={"arm": ["IV", "IC"]}), "IC - IV")
    ('IC', 'IV')
    """
    text = str(contrast)
    for first, second in permutations([str(arm) for arm in endpoints["arm"].values], 2):
        between = text[len(first) : len(text) - len(second)]
        if (
            text.startswith(first)
            and text.endswith(second)
            and between.strip(" -−–:/") in ("", "minus", "vs")
        ):
            return first, second
    raise KeyError(f"the contrast {text!r} names no two arms of this run")


def contrast_words(first: str, second: str) -> str:
    """A contrast in words; what both arms of a sweep have in common is said once.

    >>> contrast_words("IC, tau_fit 14 day", "IV, tau_fit 14 day")
    'IC minus IV at tau_fit 14 day'
    """
    one, two = first.split(", "), second.split(", ")
    common = 0
    while common < min(len(one), len(two)) - 1 and one[-1 - common] == two[-1 - common]:
        common += 1
    at = f" at {', '.join(one[len(one) - common :])}" if common else ""
    return f"{', '.join(one[: len(one) - common])} minus {', '.join(two[: len(two) - common])}{at}"


def paired_differences(endpoints: xr.Dataset, ax: Axes, contrast: str) -> Axes:
    """Difference of shares with its Newcombe interval, one row per yes/no endpoint."""
    chosen = endpoints.sel(contrast=contrast)
    _forest(ax, chosen, [measure_name(measure) for measure in chosen["measure"].values])
    pairs = int(sum(float(chosen[cell].values[0]) for cell in CELLS))
    heading(
        ax,
        contrast_words(*contrast_arms(endpoints, contrast)),
        f"n = {pairs} pairs; 95 % Newcombe interval, Monte Carlo",
    )
    return ax


def paired_forest(endpoints: xr.Dataset, ax: Axes, measure: str) -> Axes:
    """Difference in one endpoint with its Newcombe interval, one row per contrast."""
    chosen = endpoints.sel(measure=measure).isel(contrast=slice(ROWS))
    names = [
        folded(contrast_words(*contrast_arms(endpoints, name)), 36, 2) for name in chosen["contrast"].values
    ]
    pairs = int(sum(float(chosen[cell].values[0]) for cell in CELLS))
    _forest(ax, chosen, names)
    heading(ax, measure_name(measure), f"n = {pairs} pairs; 95 % Newcombe interval, Monte Carlo")
    return ax


def _forest(ax: Axes, chosen: xr.Dataset, names: Sequence[str]) -> None:
    """A point and its limits per row of `paired_difference`, in percentage points."""
    rows = np.arange(len(names))[::-1]
    middle, low, high = (100 * chosen[f"paired_difference{tail}"].values for tail in ("", "_lower", "_upper"))
    ax.axvline(0, color=QUIET, linewidth=0.8)
    ax.hlines(rows, low, high, color=INK, linewidth=1.8)
    ax.plot(middle, rows, "o", color=INK, markersize=6 if len(names) < 8 else 4)
    for row, value in zip(rows, middle, strict=True):
        ax.annotate(
            signed(value),
            (1, row),
            (4, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    reach = max(12.0, 1.15 * float(np.nanmax(np.abs(np.r_[low, high, 0]))))
    ax.set(xlim=(-reach, reach), ylim=(-0.6, len(names) - 0.4), xlabel="Difference (percentage points)")
    ax.set_yticks(rows, list(names))
    ax.grid(axis="y", visible=False)


def paired_table(endpoints: xr.Dataset, ax: Axes, contrast: str, measure: str) -> Axes:
    """The two-by-two table of one endpoint: the same patients under either arm of the contrast."""
    chosen = endpoints.sel(contrast=contrast, measure=measure)
    first, second = contrast_arms(endpoints, contrast)
    looks = arm_styles(endpoints["arm"].values)
    shades: dict[str, str | tuple[float, ...]] = {"both": "#DDE4EA", "neither": "#F1F4F6"}
    shades |= {"first_only": _tint(looks[first].colour), "second_only": _tint(looks[second].colour)}
    total = sum(float(chosen[name]) for name in CELLS)
    for name, (column, row) in CELLS.items():
        _cell(ax, column, row, float(chosen[name]), total, shades[name])
    ax.set(xlim=(0, 2), ylim=(0, 2), xlabel=f"under {short(second, 22)}", ylabel=f"under {short(first, 22)}")
    ax.set_xticks([0.5, 1.5], ["yes", "no"])
    ax.set_yticks([0.5, 1.5], ["no", "yes"])
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    heading(ax, measure_name(measure), f"n = {total:.0f}, each patient under both arms")
    return ax


def _cell(
    ax: Axes, column: int, row: int, number: float, total: float, shade: str | tuple[float, ...]
) -> None:
    corner = (column + 0.03, row + 0.03)
    box = "round,pad=0,rounding_size=0.04"
    ax.add_patch(FancyBboxPatch(corner, 0.94, 0.94, boxstyle=box, facecolor=shade, linewidth=0))
    place = {"ha": "center", "va": "center"}
    ax.text(column + 0.5, row + 0.56, f"{number:.0f}", fontsize=15, fontweight="bold", **place)
    ax.text(
        column + 0.5, row + 0.27, f"{100 * number / max(total, 1):.0f} %", fontsize=9, color=QUIET, **place
    )


def _tint(colour: str) -> tuple[float, ...]:
    """The colour mixed with white, light enough for dark figures on it."""
    return tuple(1 - 0.38 * (1 - part) for part in to_rgb(colour))


def paired_distribution(difference: Sequence[float] | np.ndarray, ax: Axes, title: str, label: str) -> Axes:
    """How the difference between two arms is spread over the patients, with median and quartiles.

    The outer hundredth at each end is gathered in the outer bars.
    """
    values = np.asarray(difference, dtype=float)
    values = values[np.isfinite(values)]
    if values.size < 2:
        heading(ax, title)
        return note_empty(ax, "fewer than two patients have both values")
    low, high = np.quantile(values, [0.01, 0.99])
    margin = 0.02 * (high - low) or 0.5
    bins = np.linspace(low - margin, high + margin, 26)
    ax.hist(np.clip(values, bins[0], bins[-1]), bins=bins, color="#B9C6D2", edgecolor="white", linewidth=0.4)
    quarter, middle, three = np.quantile(values, [0.25, 0.5, 0.75])
    ax.axvline(0, color=QUIET, linewidth=0.8, linestyle="--")
    ax.axvspan(quarter, three, color=INK, alpha=0.06, linewidth=0)
    ax.axvline(middle, color=INK, linewidth=1.8)
    ax.set(xlabel=label, ylabel="Patients")
    ax.margins(y=0.08)
    spread = f"median {middle:+.2g}, quartiles {quarter:+.2g} to {three:+.2g}".replace("-", "−")
    heading(ax, title, f"n = {values.size} pairs; {spread}")
    return ax
