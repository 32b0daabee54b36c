"""What a route result rests on: a share over the values of a swept quantity."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.lettering import heading
from cartsim.report.style import arm_styles


def swept(
    endpoints: xr.Dataset,
    ax: Axes,
    axis: str,
    labels: Mapping[str, str],
    groups: Mapping[str, str],
    share: str = "confirmed_orr",
) -> Axes:
    """A share with its interval over swept values, one line per group of arms (such as a route).

    `labels` gives each arm's value on the axis, `groups` the line it belongs to; values keep the order of
    the arms.
    """
    values = list(dict.fromkeys(labels.values()))
    for shift, (group, look) in enumerate(arm_styles(dict.fromkeys(groups.values())).items()):
        members = [arm for arm in labels if groups[arm] == group]
        place = np.array([values.index(labels[arm]) for arm in members]) + 0.06 * (shift - 0.5)
        middle, low, high = (
            100 * endpoints[f"{share}{tail}"].sel(arm=members).values for tail in ("", "_lower", "_upper")
        )
        ax.vlines(place, low, high, color=look.colour, linewidth=1.4)
        ax.plot(
            place,
            middle,
            color=look.colour,
            linestyle=look.dash,
            marker=look.marker,
            markersize=5.5,
            label=group,
        )
    ax.set_xticks(range(len(values)), values)
    ax.set(xlim=(-0.4, len(values) - 0.6), xlabel=axis, ylabel="Confirmed response (%)")
    ax.set_ylim(0, min(100, 1.15 * 100 * float(endpoints[f"{share}_upper"].max()) + 3))
    ax.legend(loc="best")
    size = int(endpoints.sizes["patient"])
    heading(
        ax,
        f"Response over {axis}",
        f"n = {size} enrolled per point, the same patients; 95 % interval, Monte Carlo",
    )
    return ax
