"""Cytokine release and adverse events."""

from __future__ import annotations

from functools import partial

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cartsim.report import figures
from cartsim.report.figures.safety import LEAST
from cartsim.report.plates.sheet import FEW, Block, Panel, Plate, abreast, arms_of, sheet, stacked
from cartsim.report.style import GRADES
from cartsim.results.run import Run

WINDOWS = ("ae_incidence", "ae_incidence_12_months")


def draw_crs(run: Run) -> Figure:
    """Worst grade of CRS and ICANS of every arm, then grades of CRS by day."""
    arms = arms_of(run)
    worst: list[Panel] = [
        partial(figures.syndrome_bars, run.endpoints, name="crs"),
        partial(figures.syndrome_bars, run.endpoints, name="icans", named=len(arms) <= FEW),
    ]
    by_day: list[Panel] = [partial(figures.crs_shares, run.visits, arm=arm) for arm in arms]
    blocks = [
        Block(worst, 2, max(1.6, 1.0 + 0.3 * len(arms))),
        Block(by_day, abreast(run), 2.5),
    ]
    return stacked(blocks, [Patch(facecolor=GRADES[0], label="none"), *_grade_legend()])


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
def adverse_events_words(run: Run) -> str:
    """What the bars or the matrix show, and what is left out."""
    drawn = MATRIX if len(arms_of(run)) > FEW else BARS
    return f"{SHARES} {drawn} {_left_out(run.endpoints)}"


SHARES = (
    "Share of patients by worst grade. To day 28: of those with an event or 28 days seen, before any new "
    "anticancer therapy. To month 12 or the end of the trial: Aalen-Johansen with death and new therapy "
    "competing. (LD): from lymphodepletion."
)
BARS = (
    "Figures: any grade | grade 3 or worse. Whiskers: 95 % limits of any grade, exact to day 28, Monte Carlo."
)
MATRIX = (
    "Columns are arms; figures: any grade | grade 3 or worse, the shade is that of any grade. The limits "
    "stand in the tables."
)


def _left_out(endpoints: xr.Dataset) -> str:
    """How many events are not in the figure: the rare ones, and those beyond the most it holds."""
    count, largest = figures.terms_left_out(endpoints)
    if not count:
        return "No event is left out."
    shown = len(figures.terms_shown(endpoints))
    if not shown:
        return f"Left out: {_events(count)} under 1 % in every arm; the tables have all."
    rest = f"the other {count}, " if count > 1 else "the other one, "
    most = "under 1 %" if largest < LEAST else f"at most {100 * largest:.1f} %"
    which = f"The {_events(shown)} most frequent in any arm" if shown > 1 else "The most frequent event"
    are = "are" if count > 1 else "is"
    return f"{which}; {rest}{most} in every arm, {are} in the tables, which have all."


def _events(count: int) -> str:
    return f"{count} event{'s' if count != 1 else ''}"


ADVERSE_EVENTS = Plate(
    "adverse-events", "Adverse events by grade", draw_adverse_events, adverse_events_words
)
