"""How panels become one figure: rows and columns, one legend above all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report.lettering import LEGEND, beside, distinct, fit_heading, text_width
from cartsim.report.style import ArmStyle, arm_styles
from cartsim.results.run import Run

WIDTH = 10.6
"""Inches: the page's column at 100 dots per inch."""
FEW = 4
"""Up to this many arms, panels per arm stand two abreast; beyond, three or four abreast or in one matrix."""
Panel = Callable[[Axes], Axes]


@dataclass(frozen=True)
class Plate:
    """One numbered figure of the page: `draw` returns None where the run has nothing to show in it.

    `{criteria}` in a caption stands for the response criteria of the scenario; a caption that depends on what
    is shown is a function of the run.
    """

    name: str
    title: str
    draw: Callable[[Run], Figure | None]
    caption: str | Callable[[Run], str]
    all_arms: bool = False

    def words(self, run: Run) -> str:
        """The sentences under the figure."""
        text = self.caption if isinstance(self.caption, str) else self.caption(run)
        return text.replace("{criteria}", run.scenario.trial.response.criteria)


@dataclass(frozen=True)
class Block:
    """Panels of equal size in rows of `columns`, each `height` inches high."""

    panels: Sequence[Panel]
    columns: int
    height: float

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns."""
        columns = min(self.columns, len(self.panels))
        return -(-len(self.panels) // columns), columns


def sheet(panels: Sequence[Panel], columns: int, height: float, legend: Sequence[Artist] = ()) -> Figure:
    """Panels in rows of `columns`, each `height` inches high, under one legend."""
    return stacked([Block(panels, columns, height)], legend)


def stacked(blocks: Sequence[Block], legend: Sequence[Artist] = (), below: Sequence[Artist] = ()) -> Figure:
    """Blocks of panels one under the other, each with its own columns, between two legends."""
    heights = [block.grid[0] * block.height for block in blocks]
    legends = [entries for entries in (legend, below) if entries]
    room = sum(0.17 + 0.18 * -(-len(entries) // legend_columns(entries)) for entries in legends)
    drawing = Figure(figsize=(WIDTH, sum(heights) + room), layout="constrained")
    drawing.get_layout_engine().set(h_pad=0.08, w_pad=0.06, hspace=0.06, wspace=0.04)
    cells = drawing.add_gridspec(len(blocks), 1, height_ratios=heights)
    for block, cell in zip(blocks, cells, strict=True):
        grid = cell.subgridspec(*block.grid)
        drawn = [panel(drawing.add_subplot(place)) for panel, place in zip(block.panels, grid, strict=False)]
        _fit(drawn, block)
    for entries, where in ((legend, "outside upper left"), (below, "outside lower left")):
        if entries:
            ncols = legend_columns(entries)
            drawing.legend(handles=list(entries), loc=where, ncols=ncols, handlelength=2.2)
    return drawing


def _fit(drawn: Sequence[Axes], block: Block) -> None:
    """Break the headings at the width that all panels of a block have."""
    columns = block.grid[1]
    margins = [max(beside(ax) for ax in drawn[column::columns]) for column in range(columns)]
    inches = (WIDTH - sum(margins)) / columns - 0.15
    for ax in drawn:
        fit_heading(ax, inches)


MARK = 0.62
"""Inches that the mark of a legend's entry takes, with the air around it."""


def legend_columns(legend: Sequence[Artist]) -> int:
    """All entries in one line if they fit, else as many as the longest allows."""
    widths = [text_width(str(entry.get_label()), LEGEND) + MARK for entry in legend]
    return len(legend) if sum(widths) < WIDTH else max(1, int(WIDTH / max(widths)))


def arms_of(run: Run) -> list[str]:
    """Names of the arms in their order."""
    return [str(arm) for arm in run.endpoints["arm"].values]


def abreast(run: Run) -> int:
    """Panels per row where there is one per arm: three arms in one row; four, six and eight in two."""
    arms = len(arms_of(run))
    return 3 if arms in (3, 5, 6) else 2 if arms <= FEW else 4


NAME = 60
"""Letters of an arm's name in a legend."""


def arm_lines(run: Run) -> list[Line2D]:
    """One line per arm in its look; none for a single arm."""
    lines = [
        Line2D([], [], color=look.colour, linestyle=look.dash, label=name) for name, look in _named_looks(run)
    ]
    return lines if len(lines) > 1 else []


def arm_marks(run: Run) -> list[Line2D]:
    """One marker per arm in its look; none for a single arm."""
    marks = [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle="", label=name)
        for name, look in _named_looks(run)
    ]
    return marks if len(marks) > 1 else []


def _named_looks(run: Run) -> list[tuple[str, ArmStyle]]:
    arms = arms_of(run)
    return list(zip(distinct(arms, NAME), arm_styles(arms).values(), strict=True))
