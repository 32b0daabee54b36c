"""Time to event."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.figures.risk_table import NAME
from cartsim.report.plates.sheet import FEW, Block, Panel, Plate, arm_lines, arms_of, sheet, stacked
from cartsim.results.run import Run

ORDER = ("os", "pfs", "dor", "ddc")


def draw_survival(run: Run) -> Figure:
    """Every curve, with room for the numbers at risk and the medians; many arms, or long names of arms, have
    one legend above all."""
    names = arms_of(run)
    arms, many = len(names), len(names) > FEW or max(map(len, names)) > NAME
    panels: list[Panel] = [
        partial(figures.kaplan_meier, run.endpoints, curve=curve, compact=many) for curve in ORDER
    ]
    if many:
        return stacked([Block(panels, 2, 3.5 + 0.17 * arms)], arm_lines(run))
    return sheet(panels, 2, 3.3 + 0.36 * arms)


SURVIVAL = Plate(
    "survival",
    "Time to event",
    draw_survival,
    "Kaplan-Meier estimates with 95 % log-log limits, ticks at censorings, numbers at risk below. Death is "
    "dated on its day, progression at the scan that finds it: the curves it ends fall in steps at the "
    "visits, and their medians move in these steps. Durations of response and of disease control condition "
    "on an outcome and are no comparison of arms.",
)
