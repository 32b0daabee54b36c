"""One quantity of a patient over time: with a lesion as single cells, and by equations alone."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.lettering import heading
from cartsim.report.style import arm_styles, time_axis

WITH_CELLS, BY_EQUATIONS = "-", ":"
"""Dashes of the two ways."""


def beside_equations(
    cells: xr.DataArray,
    ax: Axes,
    equations: xr.DataArray,
    *,
    title: str,
    label: str,
    until: float,
    end: float,
) -> Axes:
    """Values (arm, time) both ways until the day `end`: single cells solid, equations alone dotted; a line
    marks the day `until` which the lesion is single cells.
    """
    for arm, look in arm_styles(cells["arm"].values).items():
        for values, style, width in ((equations, BY_EQUATIONS, 1.6), (cells, WITH_CELLS, 1.8)):
            shown = values.sel(arm=arm, time=slice(0, end))
            ax.plot(shown["time"], shown, color=look.colour, linestyle=style, linewidth=width)
    ax.axvline(until, color="#444444", linewidth=0.8, linestyle="--")
    ax.set_ylabel(label)
    top = float(np.nanmax([values.sel(time=slice(0, end)).max() for values in (cells, equations)]))
    ax.set_ylim(0, 1.05 * top or 1.0)
    time_axis(ax, end)
    heading(ax, title, "one patient")
    return ax
