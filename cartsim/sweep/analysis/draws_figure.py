"""Shares over the draws of the typical values: a row for every combination and arm, ordered by its median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report.lettering import folded, heading
from cartsim.report.plates.sheet import Block, stacked
from cartsim.report.style import INK, QUIET, arm_styles
from cartsim.sweep.analysis.draws import OverDraws, combination
from cartsim.sweep.analysis.read import SweepFile
from cartsim.sweep.analysis.surfaces import WORDS

ROWS = 40
"""Rows that a figure holds legibly, those with the highest medians; the table lists them all."""
AROUND, LINE = 1.2, 0.26

Rows = Sequence[OverDraws]


def draws_figure(file: SweepFile, found: Mapping[str, Rows]) -> Figure:
    """The shares of the arms, a panel per measure, in the order of the first; then their differences."""
    first, *_ = found.values()
    order = sorted(range(len(first)), key=lambda place: -np.nan_to_num(first[place].median, nan=-2.0))
    arms = [place for place in order if first[place].arm in file.arms][:ROWS]
    apart = [place for place in order if first[place].arm not in file.arms][:ROWS]
    blocks = []
    for places in (arms, apart) if apart else (arms,):
        panels = [
            partial(_panel, file=file, rows=[rows[place] for place in places], measure=measure)
            for measure, rows in found.items()
        ]
        blocks.append(Block(panels, 2, AROUND + LINE * len(places)))
    return stacked(blocks, _legend(file))


def _panel(ax: Axes, file: SweepFile, rows: Rows, measure: str) -> Axes:
    apart = rows[0].arm not in file.arms
    heights = np.arange(len(rows))[::-1]
    for height, row in zip(heights, rows, strict=True):
        colour = _colour(file, row.arm)
        ax.hlines(height, 100 * row.lower, 100 * row.upper, color=colour, linewidth=1.4)
        ax.hlines(height, 100 * row.parts.lower, 100 * row.parts.upper, color=colour, linewidth=5, alpha=0.4)
        ax.plot(100 * row.median, height, "o", color=colour, markersize=4.5)
    if apart:
        ax.axvline(0, color=QUIET, linewidth=0.8)
    ax.set_yticks(heights, [folded(combination(file.axes, row), 30, 2) for row in rows])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("Difference (percentage points)" if apart else f"{WORDS[measure]} (% of patients)")
    draws = max(row.draws for row in rows)
    title = f"{WORDS[measure]}, difference of arms" if apart else WORDS[measure]
    heading(ax, title, f"{draws} draws, n = {file.patients} patients each, the same in all")
    return ax


def _colour(file: SweepFile, arm: str) -> str:
    return arm_styles(file.arms)[arm].colour if arm in file.arms else INK


def _legend(file: SweepFile) -> list[Artist]:
    arms = [Line2D([], [], color=look.colour, label=arm) for arm, look in arm_styles(file.arms).items()]
    line = {"color": INK, "marker": "o", "markersize": 4.5, "linewidth": 1.4}
    return [
        *arms,
        Line2D([], [], label="median and 95 % of the draws, Monte Carlo error in them", **line),
        Line2D([], [], color=INK, linewidth=5, alpha=0.4, label="95 % by typical values alone"),
    ]
