"""Patient flow: how many of the patients drawn reach each step, and where they are lost."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from cartsim.report.lettering import row_names
from cartsim.report.style import QUIET, arm_styles

LOSS = "#B03A2E"
FEW = 4
"""Arms up to which their names stand above the columns in a line or two."""
STEPS = {
    "drawn": "Drawn from the population",
    "enrolled": "Enrolled",
    "manufactured": "Product manufactured",
    "infused": "Infused",
    "solved": "Simulated to the end",
    "response-evaluable": "Response-evaluable",
    "DLT-evaluable": "DLT-evaluable",
}

BRANCHES = {"DLT-evaluable": "solved"}
"""Not part of the step above it, but of this one."""


def flow(endpoints: xr.Dataset, ax: Axes) -> Axes:
    """From drawn to evaluable: a column per arm, a box per step, the loss since the step before in it."""
    arms, steps = endpoints["arm"].values, endpoints["flow_step"].values
    numbers = endpoints["flow"].transpose("flow_step", "arm").values
    many = len(arms) > FEW
    titles = row_names(arms, max(12, 90 // len(arms)), 4)
    for column, look in enumerate(arm_styles(arms).values()):
        ax.text(
            column + 0.5,
            len(steps) + 0.1,
            titles[column],
            ha="center",
            va="bottom",
            fontweight="bold",
            fontsize=8 if many else 9,
            color=look.colour,
        )
        for row, before in enumerate(_sources([str(step) for step in steps])):
            lost = int(numbers[before, column] - numbers[row, column])
            _box(ax, column, len(steps) - 1 - row, int(numbers[row, column]), lost, look.colour)
            if before == row - 1:
                _arrow(ax, column, len(steps) - row)
    ax.set(xlim=(0, len(arms)), ylim=(0, len(steps) + (1.3 if many else 0.5)), xticks=[])
    places = np.arange(len(steps))[::-1] + 0.5
    ax.set_yticks(places, [STEPS.get(str(step), str(step)) for step in steps], fontsize=9)
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    return ax


def _sources(steps: list[str]) -> list[int]:
    """The row each step is reached from: the one above, but for a set that branches off further up.

    >>> _sources(["infused", "solved", "response-evaluable", "DLT-evaluable"])
    [0, 0, 1, 1]
    """
    above = [max(row - 1, 0) for row in range(len(steps))]
    return [steps.index(BRANCHES[step]) if step in BRANCHES else above[row] for row, step in enumerate(steps)]


def _arrow(ax: Axes, column: int, height: int) -> None:
    arrow = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (column + 0.5, height - 0.14), (column + 0.5, height + 0.14), arrowprops=arrow)


def _box(ax: Axes, column: int, height: int, number: int, lost: int, colour: str) -> None:
    shape = "round,pad=0,rounding_size=0.06"
    corner = (column + 0.08, height + 0.14)
    ax.add_patch(
        FancyBboxPatch(corner, 0.84, 0.72, boxstyle=shape, facecolor="white", edgecolor=colour, linewidth=1)
    )
    ax.text(column + 0.5, height + 0.5, f"{number:d}", ha="center", va="center", fontsize=11)
    if lost > 0:
        ax.text(column + 0.88, height + 0.5, f"−{lost}", ha="right", va="center", fontsize=8.5, color=LOSS)
