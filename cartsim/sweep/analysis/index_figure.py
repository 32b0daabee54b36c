"""Sobol indices or Morris' effects as bars with intervals, a panel per share and a panel per difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cartsim.report.lettering import folded, heading
from cartsim.report.plates.sheet import Panel, sheet
from cartsim.report.style import INK, arm_styles, note_empty
from cartsim.sensitivity.tables import NEVER_CHANGES
from cartsim.sweep.analysis.indices import MAIN, Output, Sensitivity
from cartsim.sweep.analysis.read import SweepFile
from cartsim.sweep.analysis.surfaces import WORDS

AROUND, LINE = 1.2, 0.2
"""Inches around the bars of a panel, and of a bar."""
ROWS = 16
"""Axes that a panel shows, the strongest."""
REACH = 1.4
"""Where the axis of Sobol indices ends at the most; intervals of a small design run out of the panel."""


def index_figure(file: SweepFile, found: Sensitivity) -> Figure:
    """Every share in its arms beside its differences between arms."""
    panels: list[Panel] = []
    for measure in dict.fromkeys(measure for measure, _ in found.found):
        of = {arm: output for (name, arm), output in found.found.items() if name == measure}
        arms = {arm: output for arm, output in of.items() if arm in file.arms}
        apart = {arm: output for arm, output in of.items() if arm not in file.arms}
        for series in (arms, apart) if apart else (arms,):
            panels.append(partial(_panel, file=file, found=found, measure=measure, series=series))
    bars = min(ROWS, len(found.axes)) * max(len(file.arms), 1)
    return sheet(panels, 2, AROUND + LINE * max(bars, 4), _legend(file, found))


def strongest(found: Sequence[Output], main: str) -> list[int]:
    """Places of the axes with the largest index in any of the outputs, the largest first."""
    largest = np.max([output.columns[main] for output in found], axis=0)
    return sorted(range(largest.size), key=lambda place: -largest[place])[:ROWS]


def _panel(
    ax: Axes, file: SweepFile, found: Sensitivity, measure: str, series: Mapping[str, Output]
) -> Axes:
    known = {arm: output for arm, output in series.items() if output.columns}
    title = ", ".join([WORDS[measure], *([] if set(series) <= set(file.arms) else ["difference of arms"])])
    if not known:
        heading(ax, title)
        return note_empty(ax, NEVER_CHANGES)
    main = MAIN[found.kind]
    order = strongest(list(known.values()), main)
    heights, thick = np.arange(len(order))[::-1].astype(float), 0.8 / len(known)
    for row, (arm, output) in enumerate(known.items()):
        at = heights + thick * ((len(known) - 1) / 2 - row)
        _bars(ax, at, thick, {name: values[order] for name, values in output.columns.items()}, main)
        for bar in ax.containers[-1]:
            bar.set_color(_colour(file, arm))
    ax.set_yticks(heights, [folded(file.axes[place].name, 22, 2) for place in order])
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.grid(axis="y", visible=False)
    _across(ax, found.kind)
    spread = ", ".join(f"{arm} {100 * output.sd:.1f}" for arm, output in known.items())
    heading(ax, title, f"{_size(file)}; SD over the design {spread} points".replace(" - ", " − "))
    return ax


def _bars(ax: Axes, at: np.ndarray, thick: float, columns: Mapping[str, np.ndarray], main: str) -> None:
    """A bar to the index, its interval, the first order as an open dot, luck as a short upright line."""
    scale = 100.0 if main == "mu_star" else 1.0
    ax.barh(at, scale * columns[main], height=0.85 * thick, alpha=0.55, linewidth=0)
    low, high = (scale * columns[f"{main}_{end}"] for end in ("lower", "upper"))
    ax.hlines(at, low, high, color=INK, linewidth=1.1)
    if "first" in columns:
        ax.plot(columns["first"], at, "o", color=INK, markerfacecolor="white", markersize=4)
    ax.vlines(scale * columns["luck"], at - 0.42 * thick, at + 0.42 * thick, color=INK, linewidth=2.2)


def _across(ax: Axes, kind: str) -> None:
    if kind == "morris":
        ax.set_xlabel("Mean change over an axis' whole range, µ* (points)")
        ax.set_xlim(left=0.0)
        return
    low, high = ax.get_xlim()
    ax.set_xlim(max(-0.3, min(low, 0.0)), min(REACH, max(high, 1.0)))
    ax.set_xlabel("Sobol index (share of the variance over the design)")


def _size(file: SweepFile) -> str:
    return f"n = {file.patients} patients, {file.points} points"


def _colour(file: SweepFile, arm: str) -> str:
    """An arm's own; of a difference that of its first arm, or ink where there is but one difference."""
    if arm in file.arms:
        return arm_styles(file.arms)[arm].colour
    return INK if len(file.arms) == 2 else arm_styles(file.arms)[arm.rpartition(" - ")[0]].colour


def _legend(file: SweepFile, found: Sensitivity) -> list[Artist]:
    looks = arm_styles(file.arms).items()
    bars = [Patch(facecolor=look.colour, alpha=0.55, label=arm) for arm, look in looks]
    what = "total order" if found.kind == "saltelli" else "µ*"
    over = "base points" if found.kind == "saltelli" else "paths"
    marks: list[Artist] = [
        Line2D([], [], color=INK, linewidth=1.1, label=f"{what}, 95 % bootstrap over the {over}")
    ]
    if found.kind == "saltelli":
        open_dot = {"marker": "o", "linestyle": "", "color": INK, "markerfacecolor": "white"}
        marks.append(Line2D([], [], markersize=4, label="first order", **open_dot))
    luck = {"marker": "|", "linestyle": "", "color": INK, "markeredgewidth": 2.2}
    told = "owed to the luck of the patients" if found.kind == "saltelli" else "what luck alone would show"
    marks.append(Line2D([], [], markersize=9, label=told, **luck))
    return [*bars, *marks]
