"""How panels become one figure: rows and columns, one legend above all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report.style import arm_styles, short
from cartsim.results.run import Run

WIDTH = 10.6
"""Inches: the page's column at 100 dots per inch."""
FEW = 4
"""Up to this many arms, panels per arm stand two abreast; beyond, four abreast or in one matrix."""
LETTERS = 130
"""Letters that a legend's line holds."""

Panel = Callable[[Axes], Axes]


@dataclass(frozen=True)
class Plate:
    """One numbered figure of the page: `draw` returns None where the run has nothing to show in it.

    `{criteria}` in a caption stands for the response criteria of the scenario.
    """

    name: str
    title: str
    draw: Callable[[Run], Figure | None]
    caption: str
    all_arms: bool = False


def sheet(panels: Sequence[Panel], columns: int, height: float, legend: Sequence[Artist] = ()) -> Figure:
    """Panels in rows of `columns`, each `height` inches high, under one legend."""
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    drawing = Figure(figsize=(WIDTH, rows * height + (0.35 if legend else 0.0)), layout="constrained")
    drawing.get_layout_engine().set(h_pad=0.08, w_pad=0.06, hspace=0.06, wspace=0.04)
    axes = drawing.subplots(rows, columns, squeeze=False).ravel()
    for panel, ax in zip(panels, axes, strict=False):
        panel(ax)
    for ax in axes[len(panels) :]:
        ax.set_visible(False)
    if legend:
        columns = legend_columns(legend)
        drawing.legend(handles=list(legend), loc="outside upper left", ncols=columns, handlelength=2.2)
    return drawing


def legend_columns(legend: Sequence[Artist]) -> int:
    """All entries in one line if they fit, else as many as the longest allows; a mark takes six letters."""
    widths = [len(str(entry.get_label())) + 6 for entry in legend]
    return len(legend) if sum(widths) < LETTERS else max(1, LETTERS // max(widths))


def arms_of(run: Run) -> list[str]:
    """Names of the arms in their order."""
    return [str(arm) for arm in run.endpoints["arm"].values]


def abreast(run: Run) -> int:
    """Panels per row where there is one per arm: three arms in one row, four in two, eight in two."""
    arms = len(arms_of(run))
    return 3 if arms == 3 else 2 if arms <= FEW else 4


def arm_lines(run: Run) -> list[Line2D]:
    """One line per arm in its look; none for a single arm."""
    looks = arm_styles(arms_of(run))
    lines = [
        Line2D([], [], color=look.colour, linestyle=look.dash, label=short(arm, 34))
        for arm, look in looks.items()
    ]
    return lines if len(looks) > 1 else []


def arm_marks(run: Run) -> list[Line2D]:
    """One marker per arm in its look; none for a single arm."""
    looks = arm_styles(arms_of(run))
    marks = [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle="", label=short(arm, 34))
        for arm, look in looks.items()
    ]
    return marks if len(looks) > 1 else []
