"""Cytokine release and adverse events."""

from __future__ import annotations

from functools import partial

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cartsim.report import figures
from cartsim.report.plates.sheet import FEW, Panel, Plate, arms_of, sheet
from cartsim.report.style import GRADES
from cartsim.results.run import Run

WINDOWS = ("ae_incidence", "ae_incidence_12_months")


def draw_crs(run: Run) -> Figure:
    """Worst grade of CRS and ICANS of every arm, then grades of CRS by day."""
    panels: list[Panel] = [
        partial(figures.syndrome_bars, run.endpoints, name=name) for name in ("crs", "icans")
    ]
    panels += [partial(figures.crs_shares, run.visits, arm=arm) for arm in arms_of(run)]
    return sheet(
        panels,
        2 if len(panels) == 4 else 3,
        2.5,
        [Patch(facecolor=GRADES[0], label="none"), *_grade_legend()],
    )


def draw_adverse_events(run: Run) -> Figure:
    """A row of bars for each arm, a column for each window; for many arms a matrix for each window."""
    arms, rows = arms_of(run), max(3, len(figures.terms_shown(run.endpoints)))
    if len(arms) > FEW:
        matrices: list[Panel] = [
            partial(figures.ae_matrix, run.endpoints, window=window) for window in WINDOWS
        ]
        return sheet(matrices, 1, 1.2 + 0.27 * rows)
    panels: list[Panel] = [
        partial(_bars, run.endpoints, arm=arm, window=window) for arm in arms for window in WINDOWS
    ]
    return sheet(panels, 2, 1.0 + 0.2 * rows, _grade_legend())


def _bars(endpoints: xr.Dataset, ax: Axes, arm: str, window: str) -> Axes:
    return figures.ae_bars(endpoints, ax, arm, window)


def _grade_legend() -> list[Patch]:
    return [Patch(facecolor=GRADES[grade], label=f"grade {grade}") for grade in range(1, 6)]


CRS = Plate(
    "crs",
    "Cytokine release syndrome and neurotoxicity",
    draw_crs,
    "Worst grade of each infused patient (ASTCT 2019): CRS from temperature, blood pressure and oxygen need; "
    "ICANS from ICE score, consciousness and seizures; motor weakness and cerebral oedema are not simulated. "
    "Then day by day: share of patients at each CRS grade, rescue drugs included.",
)
ADVERSE_EVENTS = Plate(
    "adverse-events",
    "Adverse events by grade",
    draw_adverse_events,
    "Share of patients by worst grade. To day 28: of those with an event or 28 days seen, before any new "
    "anticancer therapy, exact limits. To month 12 or the end of the trial: Aalen-Johansen with death and "
    "new therapy competing. Figures: any grade | grade 3 or worse; whiskers: any "
    "grade. (LD): from lymphodepletion. Events under 1 % in every arm are left out.",
)
