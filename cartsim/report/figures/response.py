"""Who responded: best response by arm, and response at each scan."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.figures.stacked import Part, stacked_bars
from cartsim.report.lettering import heading
from cartsim.report.style import RESPONSES, arm_styles

SHOWN = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE")
"""From best to worst; NE takes in what was not done and what is missing."""


def best_responses(endpoints: xr.Dataset, ax: Axes) -> Axes:
    """Share of enrolled patients by confirmed best response, one bar per arm."""
    share = 100 * endpoints["confirmed_response_share"].transpose("arm", "response")
    parts = [Part(_part(share, name), RESPONSES[name], name in ("CR", "PD"), name) for name in SHOWN]
    stacked_bars(ax, endpoints["arm"].values.tolist(), parts)
    heading(ax, "Confirmed best response", f"n = {endpoints.sizes['patient']} enrolled per arm, %")
    return ax


def _part(share: xr.DataArray, name: str) -> np.ndarray:
    names = (name,) if name != "NE" else ("NE", "ND", "MISSING")
    return (
        share.sel(response=[word for word in names if word in share["response"].values])
        .sum("response")
        .values
    )


TITLES = {"orr": "Response at each scan", "in_response": "In confirmed response"}


def response_by_visit(endpoints: xr.Dataset, ax: Axes, name: str = "orr") -> Axes:
    """CR or PR at each scan, or the share in confirmed response, with exact intervals, arms side by side."""
    visits = endpoints.isel(visit=slice(1, None))
    places = np.arange(visits.sizes["visit"])
    looks = arm_styles(endpoints["arm"].values)
    for column, (arm, look) in enumerate(looks.items()):
        shift = (column - (len(looks) - 1) / 2) * min(0.16, 0.7 / len(looks))
        middle, low, high = (
            100 * visits[f"{name}{tail}"].sel(arm=arm).values for tail in ("", "_lower", "_upper")
        )
        ax.vlines(places + shift, low, high, color=look.colour, linewidth=1.6)
        ax.plot(places + shift, middle, color=look.colour, marker=look.marker, markersize=5, linestyle="")
    ax.set_xticks(places, [f"{month:.0f}" for month in visits["visit_month"].values])
    highest = float(visits["orr_upper"].fillna(0).max())
    ax.set(xlabel="Scan at month", ylabel="Patients (%)", ylim=(0, min(100, 8 + 100 * highest)))
    ax.grid(axis="x", visible=False)
    heading(ax, TITLES[name], f"n = {endpoints.sizes['patient']} enrolled; 95 % exact limits")
    return ax
