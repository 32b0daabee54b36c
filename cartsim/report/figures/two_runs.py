"""Two runs in one figure: differences with their limits, and the median courses over each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cartsim.report.figures.courses import LEVELS, level_axis
from cartsim.report.lettering import heading, row_names
from cartsim.report.style import INK, QUIET, arm_styles, note_empty, time_axis

FAINT = "#A9B6C2"
"""What is not told apart."""
DASHES = ("-", (0, (2.5, 1.5)))
"""Lines of the first and of the second run."""
REACH = {"points": 5.0, "days": 10.0, "ratio": 0.1}
"""Least half width of an axis, so that next to nothing does not look like much: percentage points, days,
logarithm."""
WORDS = {"points": "B minus A, percentage points", "days": "B minus A, days", "ratio": "B / A"}
ABOVE = (1.05, 1.1, 1.25, 1.5, 2, 5, 10, 20, 50, 100)
TICKS = (*(1 / tick for tick in reversed(ABOVE)), 1, *ABOVE)
"""Ratios that an axis may name."""


class Difference(NamedTuple):
    """A row of a forest."""

    label: str
    middle: float
    low: float
    high: float
    moved: bool


def forest(rows: Sequence[Difference], ax: Axes, title: str, note: str, scale: str) -> Axes:
    """A point and its limits per endpoint, dark where it moved; ratios on a logarithmic axis."""
    known = [row for row in rows if np.isfinite([row.middle, row.low, row.high]).all()]
    if not known:
        heading(ax, title)
        return note_empty(ax, "no endpoint has limits")
    ax.axvline(0, color=QUIET, linewidth=0.8)
    for place, row in enumerate(reversed(known)):
        colour = INK if row.moved else FAINT
        ax.hlines(place, row.low, row.high, color=colour, linewidth=1.8)
        ax.plot(row.middle, place, "o", color=colour, markerfacecolor=colour if row.moved else "white")
    reach = max(REACH[scale], 1.12 * max(max(-row.low, row.high) for row in known))
    ax.set(xlim=(-reach, reach), ylim=(-0.7, len(known) - 0.3))
    ax.set_yticks(range(len(known)), row_names([row.label for row in reversed(known)], 34))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(WORDS[scale])
    if scale == "ratio":
        _ratio_ticks(ax, reach)
    heading(ax, title, note)
    return ax


def _ratio_ticks(ax: Axes, reach: float) -> None:
    """Ratios at round numbers, at most seven."""
    inside = [tick for tick in TICKS if abs(np.log(tick)) < reach]
    step = 1 + (len(inside) - 1) // 7
    middle = inside.index(1)
    chosen = [tick for place, tick in enumerate(inside) if (place - middle) % step == 0]
    ax.set_xticks([float(np.log(tick)) for tick in chosen], [f"{tick:.3g}" for tick in chosen])


def overlay(
    summaries: tuple[xr.Dataset, xr.Dataset], ax: Axes, name: str, arms: Sequence[tuple[str, str]]
) -> Axes:
    """Median over patients of one course variable in both runs, each pair of arms in one colour."""
    level, ends = LEVELS[name], [float(summary["time"].max()) for summary in summaries]
    looks = list(arm_styles([first for first, _ in arms]).values())
    for summary, dash, side in zip(summaries, DASHES, (0, 1), strict=True):
        medians = summary[name].sel(quantile=0.5)
        for pair, look in zip(arms, looks, strict=True):
            values = medians.sel(arm=pair[side])
            shown = values if level.floor is None else values.clip(min=level.floor)
            ax.plot(values["time"], shown, color=look.colour, linestyle=dash, linewidth=1.5)
    level_axis(ax, level)
    time_axis(ax, max(ends))
    heading(ax, level.title, "median over patients; solid A, dashed B")
    return ax


def overlay_legend(arms: Sequence[tuple[str, str]], names: Sequence[str]) -> list[Line2D]:
    """The colour of each pair of arms, and the lines of the two runs."""
    looks = arm_styles([first for first, _ in arms]).values()
    colours = [Line2D([], [], color=look.colour, label=name) for look, name in zip(looks, names, strict=True)]
    pairs = zip(DASHES, "AB", strict=True)
    return [*colours, *(Line2D([], [], color=INK, linestyle=dash, label=run) for dash, run in pairs)]
