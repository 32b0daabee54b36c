"""Response surfaces of a grid or a list: lines with bands over the dose, or a map of colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import sheet
from cartsim.report.style import COLOURS, DASHES, INK, MARKERS, QUIET, ArmStyle, arm_styles, log_across
from cartsim.report.words import number
from cartsim.sweep.analysis.best_dose import SAFETY
from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.analysis.surfaces import WORDS, Layout, Part, logarithmic, part_title, places

HEIGHT = 2.75
"""Inches of a panel."""
PANELS, SHEETS = 12, 6
"""Panels of a figure, and figures, at the most."""
RAMP = (0.0, 0.82)
"""The part of viridis that lines are taken from: its light end is too pale for lines."""


@dataclass(frozen=True)
class Shown:
    """What a figure shows: a share of a sweep, laid out; the limit of the DLT rate; the end of the y axis."""

    file: SweepFile
    layout: Layout
    measure: str
    limit: float

    @property
    def top(self) -> float:
        """The highest limit of any point, in percent, and some air."""
        highest = np.nanmax(np.r_[self.file.share(self.measure, "_upper").ravel(), 0.0])
        return float(min(102.0, 108.0 * highest + 1.0))


def surface_figures(file: SweepFile, found: Layout, measure: str, limit: float) -> Iterator[Figure]:
    """The surface of a share, so many panels to a figure."""
    shown = Shown(file, found, measure, limit)
    columns = 3 if found.lines is None else min(3, len(file.arms))
    page = PANELS - PANELS % columns
    for start in range(0, min(len(found.parts), SHEETS * page), page):
        panels = [partial(_panel, shown=shown, part=part) for part in found.parts[start : start + page]]
        yield sheet(panels, columns, HEIGHT, _legend(shown))


def panels_left_out(file: SweepFile, found: Layout) -> int:
    """Panels for which there is no figure."""
    columns = 3 if found.lines is None else min(3, len(file.arms))
    return max(0, len(found.parts) - SHEETS * (PANELS - PANELS % columns))


def looks(shown: Shown) -> dict[Any, ArmStyle]:
    """The look of each line: an arm's own, or along an axis from dark to light."""
    lines = shown.layout.lines
    if lines is None:
        styles = arm_styles(shown.file.arms)
        return dict(enumerate(styles.values()))
    ramp = matplotlib.colormaps["viridis"](np.linspace(*RAMP, len(lines.levels)))
    colours = [COLOURS[0]] if len(lines.levels) == 1 else [to_hex(colour) for colour in ramp]
    marks = [(DASHES[place % 8], MARKERS[place % 8]) for place in range(len(lines.levels))]
    return {
        level: ArmStyle(colour, *mark)
        for level, colour, mark in zip(lines.levels, colours, marks, strict=True)
    }


def _panel(ax: Axes, shown: Shown, part: Part) -> Axes:
    draw = _map if shown.layout.mapped else _curves
    draw(ax, shown, part)
    heading(ax, part_title(shown.file, shown.layout, part), _note(shown, part))
    return ax


def _curves(ax: Axes, shown: Shown, part: Part) -> None:
    """A line with its band for every value of the second axis; open marks are over the limit of DLT."""
    file, across = shown.file, shown.layout.across
    for line, points in part.lines.items():
        arm = line if part.arm is None else part.arm
        look = looks(shown)[line]
        x = places(across, points)
        middle, low, high = (
            100 * file.share(shown.measure, tail)[points, arm] for tail in ("", "_lower", "_upper")
        )
        ax.fill_between(x, low, high, color=look.colour, alpha=0.15, linewidth=0)
        ax.plot(x, middle, color=look.colour, linestyle=look.dash, linewidth=1.5)
        over = file.share(SAFETY)[points, arm] > shown.limit
        for some, fill in ((~over, look.colour), (over, "white")):
            marks = {"marker": look.marker, "linestyle": "", "markersize": 5, "color": look.colour}
            ax.plot(x[some], middle[some], markerfacecolor=fill, **marks)
    if shown.measure == SAFETY:
        ax.axhline(100 * shown.limit, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_ylim(-1.0, shown.top)
    ax.set_ylabel(f"{WORDS[shown.measure]} (%)")
    along_x(ax, across)


def _map(ax: Axes, shown: Shown, part: Part) -> None:
    """A cell for every pair of values, its share as a colour; what lacks is left white."""
    across, lines = shown.layout.across, shown.layout.lines
    table = np.full((len(part.lines), len(across.levels)), np.nan)
    for row, points in enumerate(part.lines.values()):
        for point in points:
            place = across.rank[across.values[point]]
            table[row, place] = 100 * shown.file.share(shown.measure)[point, part.arm]
    highest = 100 * float(np.nanmax(np.r_[shown.file.share(shown.measure).ravel(), 0.01]))
    drawn = ax.pcolormesh(table, cmap="viridis", vmin=0.0, vmax=highest)
    ax.plot(*_over(shown, part), "x", color="white", markersize=5)
    ax.figure.colorbar(drawn, ax=ax, label=f"{WORDS[shown.measure]} (%)")
    ax.grid(False)
    for axis, mark in ((across, ax.set_xticks), (lines, ax.set_yticks)):
        if axis is not None:
            kept = range(0, len(axis.levels), 1 + len(axis.levels) // 9)
            mark([place + 0.5 for place in kept], [_short(axis, axis.levels[place]) for place in kept])
    ax.set_xlabel(across.title)
    ax.set_ylabel(lines.title if lines else "")


def _over(shown: Shown, part: Part) -> tuple[list[float], list[float]]:
    """Where in a map the DLT rate is over the limit."""
    across, over = shown.layout.across, shown.file.share(SAFETY)[:, part.arm] > shown.limit
    cells = [
        (across.rank[across.values[point]] + 0.5, row + 0.5)
        for row, points in enumerate(part.lines.values())
        for point in points
        if over[point]
    ]
    return [x for x, _ in cells], [y for _, y in cells]


def along_x(ax: Axes, axis: Column) -> None:
    """The x axis of a figure: logarithmic where numbers span decades, words where they are words."""
    levels = axis.levels
    ax.set_xlabel(axis.title)
    if logarithmic(axis):
        air = (levels[-1] / levels[0]) ** 0.05
        log_across(ax, levels[0] / air, levels[-1] * air)
        if levels[-1] < 100.0 * levels[0]:
            ticks = [step * 10.0**power for power in range(-30, 31) for step in (1, 2, 5)]
            inside = [tick for tick in ticks if levels[0] <= tick * 1.001 <= levels[-1] * 1.002]
            ax.set_xticks(inside, [number(tick) for tick in inside])
    elif not axis.measured:
        ax.set_xticks(range(len(levels)), [_short(axis, level) for level in levels])
        ax.set_xlim(-0.4, len(levels) - 0.6)


def _short(axis: Column, value: Any) -> str:
    """A value as a tick says it, without its unit."""
    return axis.said(value).split(" ")[0] if axis.unit is not None else str(value).replace("_", "\n")


def _note(shown: Shown, part: Part) -> str:
    """n and interval; of a map how wide the intervals are."""
    points = [point for line in part.lines.values() for point in line]
    arm = slice(None) if part.arm is None else part.arm
    found = shown.file
    counted = found.share(shown.measure, "_n")[points, arm]
    n = f"n = {_range(counted)} per point, the same patients"
    if not shown.layout.mapped:
        return f"{n}; 95 % exact interval, Monte Carlo"
    width = (found.share(shown.measure, "_upper") - found.share(shown.measure, "_lower"))[points, arm]
    return f"{n}; 95 % exact interval at most ±{50 * np.nanmax(width):.0f} points, Monte Carlo"


def _range(numbers: np.ndarray) -> str:
    low, high = int(numbers.min()), int(numbers.max())
    return str(low) if low == high else f"{low} to {high}"


def _legend(shown: Shown) -> list[Artist]:
    """The lines, and what open marks, crosses and the dashed line are."""
    over = f"DLT rate over {100 * shown.limit:.3g} %"
    exceeded = bool((shown.file.share(SAFETY) > shown.limit).any())
    if shown.layout.mapped:
        cross = {"marker": "x", "linestyle": "", "color": "white", "markeredgecolor": QUIET}
        return [Line2D([], [], label=over, **cross)] if exceeded else []
    lines, entries = shown.layout.lines, []
    for line, look in looks(shown).items():
        label = shown.file.arms[line] if lines is None else f"{lines.name} {lines.said(line)}"
        style = {"color": look.colour, "linestyle": look.dash, "marker": look.marker, "markersize": 5}
        entries.append(Line2D([], [], label=label, **style))
    open_mark = {"marker": "o", "linestyle": "", "color": INK, "markerfacecolor": "white"}
    if exceeded:
        entries.append(Line2D([], [], label=over, **open_mark))
    if shown.measure == SAFETY:
        entries.append(Line2D([], [], color=INK, linestyle=(0, (4, 2)), linewidth=0.9, label="limit"))
    return list(entries)
