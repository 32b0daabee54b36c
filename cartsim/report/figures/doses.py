"""Over the levels of an escalation: what trials select, how many they treat, what the pool would show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.lettering import heading
from cartsim.report.style import INK, ArmStyle, arm_styles

NORMAL = 1.96
"""Standard errors to either side of a mean over trials: 95 % limits."""
NOWHERE = "none"


def by_level(endpoints: xr.Dataset, ax: Axes, name: str, title: str, label: str, note: str) -> Axes:
    """A rate of the pool at each level with its interval (%), or a mean over trials with 95 % limits."""
    share = f"{name}_lower" in endpoints
    for arm, place, look in _arms(endpoints):
        mine = endpoints.sel(design_arm=arm)
        middle, low, high = _limits(mine, name, 100 if share else 1)
        ax.vlines(place, low, high, color=look.colour, linewidth=1.4)
        ax.plot(place, middle, color=look.colour, linestyle=look.dash, marker=look.marker, markersize=5.5)
    _dose_axis(endpoints, ax)
    highest = np.nanmax([1e-9, *(np.nanmax(_limits(endpoints, name, 100 if share else 1)[2], axis=1))])
    top = min(102, 1.15 * highest + 3) if share else 1.15 * highest + 0.1
    ax.set_ylim(-top / 50, top)
    ax.set_ylabel(label)
    heading(ax, title, note)
    return ax


def selection(endpoints: xr.Dataset, ax: Axes, name: str, none: str, title: str, note: str) -> Axes:
    """Share of trials that select each level, and that select none (%), 95 % limits over trials."""
    for arm, place, look in _arms(endpoints):
        mine = endpoints.sel(design_arm=arm)
        middle, low, high = _limits(mine, name, 100)
        ax.vlines(place, low, high, color=look.colour, linewidth=1.4)
        ax.plot(place, middle, color=look.colour, linestyle=look.dash, marker=look.marker, markersize=5.5)
        middle, low, high = _limits(mine, none, 100)
        ax.vlines(place[0] - 1, low, high, color=look.colour, linewidth=1.4)
        ax.plot(place[0] - 1, middle, color=look.colour, linestyle="", marker=look.marker, markersize=5.5)
    _dose_axis(endpoints, ax, first=-1)
    ax.set_ylim(-2, 102)
    ax.set_ylabel("Share of trials (%)")
    heading(ax, title, note)
    return ax


def target_line(ax: Axes, rate: float) -> None:
    """The rate an escalation aims at, or a response rate too low, as a dashed line (%)."""
    ax.axhline(100 * rate, color=INK, linewidth=0.9, linestyle=(0, (3, 2)))


def _arms(endpoints: xr.Dataset) -> Iterator[tuple[str, np.ndarray, ArmStyle]]:
    """(arm, its places on the axis, its look), the arms a little apart."""
    arms = [str(arm) for arm in endpoints["design_arm"].values]
    levels = np.arange(endpoints.sizes["level"], dtype=float)
    for shift, (arm, look) in enumerate(arm_styles(arms).items()):
        yield arm, levels + 0.08 * (shift - (len(arms) - 1) / 2), look


def _limits(mine: xr.Dataset, name: str, scale: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimate and limits: the exact ones where there are any, else 1.96 standard errors."""
    middle = scale * mine[name].values
    if f"{name}_lower" in mine:
        return middle, scale * mine[f"{name}_lower"].values, scale * mine[f"{name}_upper"].values
    half = NORMAL * scale * mine[f"{name}_mcse"].values
    return middle, np.maximum(middle - half, 0.0), middle + half


def _dose_axis(endpoints: xr.Dataset, ax: Axes, first: int = 0) -> None:
    doses = [str(dose) for dose in endpoints["level_dose"].values]
    unit = doses[0].partition(" ")[2]
    numbers = [dose.partition(" ")[0] for dose in doses]
    ax.set_xticks(range(first, len(doses)), ([NOWHERE] if first < 0 else []) + numbers)
    ax.set(xlim=(first - 0.4, len(doses) - 0.6), xlabel=f"Dose ({unit})")
