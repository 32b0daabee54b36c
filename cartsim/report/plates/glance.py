"""The figure of the first page: response, CAR-T cells in the tumour, tumour cells, worst grade of CRS."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cartsim.report import figures
from cartsim.report.plates.courses import AFTER_DEATH
from cartsim.report.plates.sheet import FEW, Block, Panel, Plate, arm_lines, arms_of, stacked
from cartsim.report.style import GRADES
from cartsim.results.run import Run


def draw_glance(run: Run) -> Figure | None:
    """Two rows of two panels; nothing for more arms than a small panel can tell apart."""
    if len(arms_of(run)) > FEW:
        return None
    panels: list[Panel] = [
        partial(figures.response_by_visit, run.endpoints),
        partial(figures.course, run.summary, name="car_t_tumour"),
        partial(figures.course, run.summary, name="tumour_cells"),
        partial(figures.syndrome_bars, run.endpoints, name="crs"),
    ]
    names = ("no CRS", *(f"CRS grade {grade}" for grade in range(1, 5)))
    grades = [Patch(facecolor=colour, label=name) for colour, name in zip(GRADES, names, strict=False)]
    return stacked([Block(panels, 2, 2.35)], arm_lines(run), grades)


GLANCE = Plate(
    "glance",
    "At a glance",
    draw_glance,
    "Response at each scan with its 95 % exact limits (Monte Carlo); CAR-T cells in the tumour and tumour "
    "cells, median over patients with the bands that hold 50 % and 90 % of them; worst CRS grade of the "
    f"infused. {AFTER_DEATH}",
)
