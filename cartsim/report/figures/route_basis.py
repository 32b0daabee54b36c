"""What a contrast of routes rests on: the difference at other values of parameters that no data identify."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cartsim.report.figures.paired import contrast_arms, contrast_words, measure_name
from cartsim.report.lettering import heading
from cartsim.report.style import COLOURS, INK, QUIET
from cartsim.report.words import number, signed, unit_text

OWN, OTHER = COLOURS[1], INK
HEAD, GAP = 1.0, 0.35
"""Rows that the name of a block takes, and the air before it."""
LEAST_REACH = 12.0
"""Percentage points that the axis shows at the least: luck should not look large."""


class Line(NamedTuple):
    """A line of the panel: where it stands, what is written beside it, and its setting (none: a heading)."""

    height: float
    text: str
    place: int | None


def route_basis(endpoints: xr.Dataset, ax: Axes, contrast: str, measure: str) -> Axes:
    """The difference between the routes with its interval at every value, a block per parameter, the value of
    the scenario itself marked."""
    chosen = endpoints.sel(route_contrast=contrast, route_measure=measure)
    lines = list(_lines(chosen))
    middle, low, high = (100 * chosen[f"route_difference{tail}"].values for tail in ("", "_lower", "_upper"))
    ax.axvline(0, color=QUIET, linewidth=0.8)
    for height, _, place in lines:
        if place is not None:
            own = bool(chosen["route_own"].values[place])
            colour, marker = (OWN, "D") if own else (OTHER, "o")
            ax.hlines(height, low[place], high[place], color=colour, linewidth=1.6)
            ax.plot(middle[place], height, marker, color=colour, markersize=5)
            _beside(ax, height, signed(middle[place]))
    ax.set_yticks([line.height for line in lines], [line.text for line in lines])
    for label, line in zip(ax.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if line.place is None else "normal")
    reach = max(LEAST_REACH, 1.08 * float(np.nanmax(np.abs(np.r_[low, high, 0.0]))))
    bottom = lines[-1].height - 0.6
    label = f"{_words(endpoints, contrast)} (percentage points)"
    ax.set(xlim=(-reach, reach), ylim=(bottom, 0.7), xlabel=label)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    heading(ax, measure_name(measure), f"{_pairs(chosen)}; 95 % Newcombe interval, Monte Carlo")
    return ax


def route_marks() -> list[Line2D]:
    """What the two marks mean, for the legend of the plate."""
    own, other = "the value of the scenario itself", "another value, all else as in the scenario"
    return [
        Line2D([], [], color=OWN, marker="D", markersize=5, label=own),
        Line2D([], [], color=OTHER, marker="o", markersize=5, label=other),
    ]


def _lines(chosen: xr.Dataset) -> Iterator[Line]:
    """From the top: the name of each parameter with unit and kind, and its values."""
    height, before = 0.0, ""
    columns = (chosen[f"route_{name}"].values for name in ("symbol", "unit", "kind", "value"))
    for place, (symbol, unit, kind, value) in enumerate(zip(*columns, strict=True)):
        if symbol != before:
            height -= GAP if before else 0.0
            said = "" if unit == "1" else f", {unit_text(str(unit))}"
            yield Line(height, f"{symbol}{said} ({kind})", None)
            height -= HEAD
        yield Line(height, number(float(value)), place)
        height, before = height - 1.0, symbol


def _beside(ax: Axes, height: float, text: str) -> None:
    ax.annotate(
        text,
        (1, height),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        fontsize=8,
    )


def _words(endpoints: xr.Dataset, contrast: str) -> str:
    return contrast_words(*contrast_arms(endpoints, contrast))


def _pairs(chosen: xr.Dataset) -> str:
    """`n = 200 pairs`, or their range where patients count in some settings only.

    >>> _pairs(xr.Dataset({"route_pairs": ("route_setting", [180.0, 181.0])}))
    'n = 180 to 181 pairs'
    """
    low, high = (int(end(chosen["route_pairs"].values)) for end in (np.min, np.max))
    return f"n = {low} pairs" if low == high else f"n = {low} to {high} pairs"
