"""Time to event."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.plates.sheet import FEW, Panel, Plate, arms_of, sheet
from cartsim.results.run import Run


def draw_survival(run: Run) -> Figure:
    """Progression-free survival and duration of response, with room for the numbers at risk."""
    arms = len(arms_of(run))
    panels: list[Panel] = [
        partial(figures.kaplan_meier, run.endpoints, curve=curve) for curve in ("pfs", "dor")
    ]
    return sheet(panels, 2 if arms <= FEW else 1, 3.5 + (0.36 if arms <= FEW else 0.17) * arms)


SURVIVAL = Plate(
    "survival",
    "Time to event",
    draw_survival,
    "Kaplan-Meier estimates with 95 % log-log limits, ticks at censorings, numbers at risk below. "
    "Progression is dated at the scan that finds it, so curves fall in steps at the visits and medians move "
    "in these steps. Duration of response conditions on response and is no comparison of arms.",
)
