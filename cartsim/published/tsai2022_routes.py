"""What the two routes of Tsai 2022 differ by: areas under the curve, clearing doses, courses.

Areas (table 2 of the paper): cells that do not bind (kon = 0) in a pleura with 1e8 tumour cells that do
not grow (kg = 0); 100 cells are given, as ratios do not depend on the dose; blood is the venous pool, lung
its vessels and interstitium. The tumour's volume is the reading that gives the table: in a mouse without
tumour the pleural ratios are 69 and 12.3. Blood and lung of the table are trapezoids on a grid of .05 h,
which takes the first .05 h after an intravenous dose, gone from blood within seconds, for a large area;
converged, the ratios are up to 1.8-fold larger.

Clearing dose: the paper's own criterion was not seen. Taken here: under 1 % of the tumour cells left on
day 63, dose by Brent's method. Days from 28 to 84 change the ratio to 21.47-21.49 (1e8 cells) and 16.24-16.36
(2e8).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import exp, log
from typing import TYPE_CHECKING, get_args

import numpy as np
from scipy.integrate import trapezoid
from scipy.optimize import brentq

from cartsim.published.comparison import Comparison
from cartsim.published.drawing import colours
from cartsim.published.integrate import AREA, RTOL
from cartsim.published.tsai2022 import VALUES, Route, solve
from cartsim.published.values import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SITES = {"blood": ("v",), "lung": ("Lv", "Li"), "pleura": ("P",)}
TRACER = 100.0
"""Cells given where nothing depends on their number."""
TABLE_TUMOUR = 1e8
"""Tumour cells in the pleura in the paper's simulations."""
GRID = 0.05
"""Hours between the points on which the paper's areas were read."""
CLEARED, CLEARING_DAY = 0.01, 63
"""Share of the tumour left at most, and when."""
Areas = Callable[[Route, float], dict[str, float]]


def converged(route: Route, hours: float, rtol: float = RTOL) -> dict[str, float]:
    """Area under the cells of each site from 0 to `hours`, cell h, integrated with the equations."""
    v = named(VALUES, kon=0.0, kg=0.0)
    last = solve(TRACER, route, TABLE_TUMOUR, hours, v, areas=True, rtol=rtol)(hours)
    return {site: sum(float(last[AREA + name]) for name in names) for site, names in SITES.items()}


def on_the_grid(route: Route, hours: float) -> dict[str, float]:
    """The same by trapezoids on the coarse grid."""
    times = np.linspace(0, hours, round(hours / GRID) + 1)
    read = solve(TRACER, route, TABLE_TUMOUR, hours, named(VALUES, kon=0.0, kg=0.0))(times)
    return {site: float(trapezoid(sum(read[name] for name in names), times)) for site, names in SITES.items()}


def ratios(areas: Areas, hours: float) -> dict[str, float]:
    """Intrapleural over intravenous, by site; volumes are the same and cancel."""
    pleural, venous = areas("intrapleural", hours), areas("intravenous", hours)
    return {site: pleural[site] / venous[site] for site in SITES}


def clearing_dose(route: Route, tumour: float, day: float = CLEARING_DAY, rtol: float = RTOL) -> float:
    """The least dose, cells, that leaves under 1 % of the tumour cells on the day."""

    def excess(logarithm: float) -> float:
        left = float(solve(exp(logarithm), route, tumour, 24 * day, rtol=rtol)(24.0 * day)["T"])
        return log(max(left, 1e-6) / (CLEARED * tumour))

    return exp(float(brentq(excess, log(1e2), log(1e8), xtol=1e-5)))


def clearing_ratio(tumour: float, day: float = CLEARING_DAY) -> float:
    """Clearing dose into a vein over that into the pleura."""
    venous, pleural = (clearing_dose(route, tumour, day) for route in get_args(Route))
    return venous / pleural


def reproduce() -> tuple[Comparison, ...]:
    """Table 2 converged and on its grid, and the clearing doses."""
    early, late = ratios(converged, 4), ratios(converged, 72)
    early_grid, late_grid = ratios(on_the_grid, 4), ratios(on_the_grid, 72)
    table = partial(Comparison, unit="1", tolerance=0.02, source="tsai2022")
    solved = partial(Comparison, unit="1", tolerance=0.02, source="cartsim", kind="solved")
    printed, grid = "Table 2; not re-read", "Table 2; not re-read; both on a grid of .05 h"
    ours = "an earlier converged solve; the paper's table is on a grid of .05 h"
    clearing = "an earlier solve; cleared: under 1 % of the tumour on day 63 (criterion assumed)"
    area, dose = "AUC ratio intrapleural/intravenous,", "clearing dose intravenous/intrapleural"
    return (
        table(f"{area} pleura 0-4 h", published=81.9, ours=early["pleura"], where=printed),
        table(f"{area} pleura 0-72 h", published=13.0, ours=late["pleura"], where=printed),
        solved(f"{area} lung 0-4 h, converged", published=0.363, ours=early["lung"], where=ours),
        solved(f"{area} lung 0-72 h, converged", published=0.947, ours=late["lung"], where=ours),
        solved(f"{area} blood 0-4 h, converged", published=0.366, ours=early["blood"], where=ours),
        solved(f"{area} blood 0-72 h, converged", published=0.942, ours=late["blood"], where=ours),
        table(f"{area} lung 0-4 h, on its grid", published=0.380, ours=early_grid["lung"], where=grid),
        table(f"{area} lung 0-72 h, on its grid", published=0.953, ours=late_grid["lung"], where=grid),
        table(f"{area} blood 0-4 h, on its grid", published=0.205, ours=early_grid["blood"], where=grid),
        table(f"{area} blood 0-72 h, on its grid", published=0.832, ours=late_grid["blood"], where=grid),
        solved(f"{dose}, 1e8 tumour cells", published=21.5, ours=clearing_ratio(1e8), where=clearing),
        solved(f"{dose}, 2e8 tumour cells", published=16.0, ours=clearing_ratio(2e8), where=clearing),
    )


def figure(axes: Axes) -> Axes:
    """Tumour cells after two doses by both routes, from 1e8 cells, as in figure 6 of the paper."""
    paint = colours()
    days = np.linspace(0, 84, 673)
    for dose, words_of_dose, dash in ((3e4, "30 thousand", "--"), (1e6, "1 million", "-")):
        for place, route in enumerate(get_args(Route)):
            left = solve(dose, route, TABLE_TUMOUR, 24 * 84)(24 * days)["T"]
            words = f"{route}, {words_of_dose}"
            axes.plot(days, np.maximum(left, 1e-3), color=paint[1 - place], linestyle=dash, label=words)
    axes.axhline(1, color="0.4", linewidth=0.8)
    axes.annotate("one cell", (83, 1.3), ha="right", va="bottom", fontsize=7.5)
    axes.set(yscale="log", xlim=(0, 84), ylim=(0.1, 1e15))
    axes.set(xlabel="Days since dose", ylabel="Tumour cells in the pleura")
    axes.legend(loc="upper right", ncols=2)
    return axes
