"""Sobol indices as dots with intervals: which typical value moves which result, and what is floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cartsim.report.figures.paired import measure_name
from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import Panel, sheet
from cartsim.report.style import INK, RULE, arm_styles, note_empty
from cartsim.sensitivity.campaign import Analysis
from cartsim.sensitivity.indices import Indices
from cartsim.sensitivity.tables import NEVER_CHANGES

ROWS = 12
"""Factors a panel shows, the strongest, and the dummy below them."""
APART = 0.26
"""Rows between the two arms of a panel."""
AXIS = (-0.3, 1.4)
"""Ends of the axis at the most; a share lies between 0 and 1, its estimate may not."""
LINE, AROUND = 0.27, 1.3
"""Inches of a row and around the rows."""

Series = Mapping[str, Indices]
"""Arm or contrast -> the indices of an output."""


def draw(analysis: Analysis) -> Figure:
    """A panel per endpoint: the response at month 3 as difference of the routes, the others in either arm."""
    names = [factor.name for factor in analysis.factors]
    size = f"n = {analysis.choices.patients} patients, N = {analysis.choices.points}"
    panels: list[Panel] = [
        partial(indices, series=series, names=names, title=title, size=size)
        for title, series in by_measure(analysis).items()
    ]
    rows = min(ROWS, len(analysis.factors) - 1) + 1
    return sheet(panels, 2, AROUND + LINE * rows, marks(analysis))


def by_measure(analysis: Analysis) -> dict[str, dict[str, Indices]]:
    """The outputs by what they measure, and in it by arm."""
    found: dict[str, dict[str, Indices]] = {}
    for name, value in analysis.found.items():
        measure, _, arms = name.partition(" ")
        difference = f", {arms.replace(' - ', ' minus ')}" if " - " in arms else ""
        found.setdefault(f"{measure_name(measure)}{difference}", {})[arms] = value
    return found


def indices(ax: Axes, series: Series, names: Sequence[str], title: str, size: str) -> Axes:
    """Total order filled with its interval, first order open; grey the part that is luck of the patients, the
    dashed line the dummy's upper limit. Intervals of a design too small for them run out of the panel."""
    known = {arm: found for arm, found in series.items() if not np.isnan(found.total).all()}
    if not known:
        heading(ax, title)
        return note_empty(ax, NEVER_CHANGES)
    places = strongest(list(known.values()))
    heights = np.arange(len(places), 0, -1).astype(float)
    luck = np.max([found.luck[places] for found in known.values()], axis=0)
    ax.barh(heights, luck, height=0.8, color=RULE, zorder=0)
    for row, (arm, found) in enumerate(known.items()):
        shift = APART * ((len(known) - 1) / 2 - row)
        _dots(ax, heights + shift, found, places, _look(series, arm))
    floor = max(float(found.total_upper[-1]) for found in known.values())
    ax.axvline(floor, color=INK, linestyle=(0, (3, 2)), linewidth=0.9)
    ax.set_yticks(heights, [names[place] for place in places])
    ax.set(xlim=_ends(known), xlabel="Sobol index (share of the variance over the design)")
    ax.set_ylim(0.4, len(places) + 0.6)
    ax.grid(axis="y", visible=False)
    spread = ", ".join(f"{_arm(arm)}{100 * found.sd:.1f}" for arm, found in known.items())
    heading(ax, title, f"{size}; SD over the design {spread} points")
    return ax


def marks(analysis: Analysis) -> list[Artist]:
    """The legend: arms, orders, floor and luck."""
    both = [name.split(" ", 1)[1] for name in analysis.found]
    arms = [arm for arm in dict.fromkeys(both) if " - " not in arm]
    looks = [Line2D([], [], color=look.colour, label=arm) for arm, look in arm_styles(arms).items()]
    line = {"color": INK, "markersize": 5}
    return [
        *looks,
        Line2D([], [], marker="o", label="total order, 95 % bootstrap", **line),
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", label="first order", **line),
        Line2D([], [], color=INK, linestyle=(0, (3, 2)), linewidth=0.9, label="dummy, upper limit"),
        Patch(facecolor=RULE, label="luck of the patients in the total order"),
    ]


def strongest(found: Sequence[Indices]) -> list[int]:
    """Places of the factors with the largest total order in any arm, and the dummy last."""
    total = np.max([one.total for one in found], axis=0)
    last = total.size - 1
    return [*sorted(range(last), key=lambda place: -total[place])[:ROWS], last]


def _dots(ax: Axes, heights: np.ndarray, found: Indices, places: Sequence[int], colour: str) -> None:
    ax.hlines(heights, found.total_lower[places], found.total_upper[places], color=colour, linewidth=1.5)
    ax.plot(found.total[places], heights, "o", color=colour, markersize=4.5)
    open_marks = {"markerfacecolor": "white", "color": colour, "markersize": 3.5}
    ax.plot(found.first[places], heights, "o", **open_marks)


def _look(series: Series, arm: str) -> str:
    """The colour of an arm; ink for a difference."""
    return INK if len(series) == 1 and " - " in arm else arm_styles(series)[arm].colour


def _arm(arm: str) -> str:
    return "" if " - " in arm else f"{arm} "


def _ends(known: Series) -> tuple[float, float]:
    """From the least first order to the largest limit, at least 0 to 1, and not beyond AXIS."""
    low = min(float(np.nanmin(found.first)) for found in known.values())
    high = max(float(np.nanmax(found.total_upper)) for found in known.values())
    return max(AXIS[0], min(-0.05, 1.1 * low)), min(AXIS[1], max(1.0, 1.05 * high))
