"""What a contrast of routes rests on."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.plates.sheet import Panel, Plate, sheet
from cartsim.results.run import Run

MOST_CONTRASTS = 6
"""Contrasts that have a panel; the table lists all."""
MONTH_3 = 1
"""Place of the response at month 3 among the endpoints."""
HEADINGS, LINE = 1.5, 0.2
"""Inches around the lines of a panel, and of one of them."""


def draw_route_basis(run: Run) -> Figure | None:
    """Of one contrast every endpoint, of several the response at month 3 of each."""
    if "route_difference" not in run.endpoints:
        return None
    contrasts, measures = (run.endpoints[name].values for name in ("route_contrast", "route_measure"))
    if len(contrasts) == 1:
        wanted = [(contrasts[0], measure) for measure in measures]
    else:
        wanted = [(contrast, measures[MONTH_3]) for contrast in contrasts[:MOST_CONTRASTS]]
    panels: list[Panel] = [
        partial(figures.route_basis, run.endpoints, contrast=contrast, measure=measure)
        for contrast, measure in wanted
    ]
    lines = run.endpoints.sizes["route_setting"] + len(set(run.endpoints["route_symbol"].values))
    return sheet(panels, 2, HEADINGS + LINE * lines, figures.route_marks())


ROUTE_BASIS = Plate(
    "route-basis",
    "What the contrast of routes rests on",
    draw_route_basis,
    "The difference between the routes in the same virtual patients, one parameter at a time at other values "
    "that cannot be ruled out. Each interval is Monte Carlo error at its value; how far apart the points of "
    "a block lie is what the result owes to a number that nobody has measured.",
    all_arms=True,
)
