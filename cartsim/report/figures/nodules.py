"""A nodule over time: counts and sizes by arm with every repeat, depth of kills, maps over distance and
time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.ticker import MaxNLocator

from cartsim.report.lettering import heading
from cartsim.report.style import QUIET, arm_styles, note_empty

FEWEST_KILLS = 10
"""Of all repeats in an interval: of fewer no quantiles are drawn."""
FAINT = 0.4
"""Strength of the line of one repeat beside the mean of all."""


def days_axis(ax: Axes, end: float) -> None:
    """Days since the start."""
    ax.set_xlim(0, end)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=end >= 4))
    ax.set_xlabel("Days")


def repeats_note(n: int) -> str:
    """How repeats are drawn."""
    return f"thick: mean of n = {n} repeats; thin: each of them" if n > 1 else "n = 1 repeat"


def nodule_course(values: xr.DataArray, ax: Axes, title: str, label: str) -> Axes:
    """A reading (arm, repeat, time) by arm."""
    days = values["time"].values
    for arm, look in arm_styles(values["arm"].values).items():
        own = values.sel(arm=arm).transpose("repeat", "time").values
        if own.shape[0] > 1:
            ax.plot(days, own.T, color=look.colour, linewidth=0.6, alpha=FAINT)
        ax.plot(days, mean_of(own), color=look.colour, linestyle=look.dash, label=arm)
    top = ax.get_ylim()[1]
    ax.set_ylim(0, top if top > 0 else 1)
    ax.set_ylabel(label)
    days_axis(ax, float(days[-1]))
    heading(ax, title, repeats_note(values.sizes["repeat"]))
    return ax


def mean_of(values: np.ndarray, weights: np.ndarray | float = 1.0) -> np.ndarray:
    """Mean over the first axis of what has a value, weighted; NaN where nothing has."""
    share = np.where(np.isfinite(values), weights, 0.0)
    total, sums = (np.where(share > 0, values, 0.0) * share).sum(axis=0), share.sum(axis=0)
    return np.where(sums > 0, total / np.where(sums > 0, sums, 1.0), np.nan)


def kill_depth(nodule: xr.Dataset, ax: Axes, arm: str, deepest: float) -> Axes:
    """How deep cells were killed in one arm: median and the middle 80 % of the kills of each interval, and
    the centre of the nodule; means over repeats, each as much as it has kills. Nothing where there are few.
    """
    look = arm_styles(nodule["arm"].values)[arm]
    one = nodule.sel(arm=arm)
    days = one["time"].values
    kills = one["kills"].values
    few = kills.sum(axis=0) < FEWEST_KILLS
    low, middle, high = (
        np.where(few, np.nan, mean_of(one["kill_depth"].isel(depth_quantile=k).values, kills))
        for k in range(3)
    )
    if not np.isfinite(middle).any():
        heading(ax, arm, "no kills")
        return note_empty(ax, "No tumour cell was killed")
    for edge in (low, middle, high):
        edge[0] = edge[1] if edge.size > 1 else np.nan  # the first interval, drawn back from its end
    ax.fill_between(days, low, high, step="pre", color=look.colour, alpha=0.2, linewidth=0)
    ax.plot(days, middle, color=look.colour, drawstyle="steps-pre")
    ax.plot(days, mean_of(one["radius_surface"].values), color=QUIET, linewidth=1.0, linestyle=":")
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.set_ylim(1.05 * deepest, -0.12 * deepest)
    ax.set_ylabel("Depth (µm)")
    days_axis(ax, float(days[-1]))
    n, each = nodule.sizes["repeat"], float(kills.sum(axis=1).mean())
    heading(ax, arm, f"mean of n = {n} repeats, {each:.0f} kills each" if n > 1 else f"{each:.0f} kills")
    return ax


@dataclass(frozen=True)
class Map:
    """A row of maps: title, unit, colours, whether it counts what happened since the output before."""

    title: str
    label: str
    colours: str
    between: bool = False
    from_zero: bool = True


MAPS = {
    "kills": Map("Kills", "per day and nL", "OrRd", between=True),
    "pdl1": Map("PD-L1", "molecules per cell", "viridis", from_zero=False),
    "exhausted": Map("Exhausted share of CAR-T", "share", "cividis"),
    "oxygen": Map("Oxygen at tumour cells", "mmHg", "viridis", from_zero=False),
}
UM3_PER_NL = 1e6


def profile(nodule: xr.Dataset, name: str, share_of_ball: float) -> xr.DataArray:
    """What a map shows (arm, time, shell) of all repeats; `share_of_ball` is 1 for one ball, 1/2 for a dome,
    times the number of nodules.
    """
    found = nodule.transpose("repeat", "arm", "time", "shell", ...)
    if name == "kills":
        values = _kills(found, share_of_ball)
    elif name == "exhausted":
        exhausted = found["shell_exhausted_t"].sum("repeat").values
        total = exhausted + (found["shell_memory_t"] + found["shell_effector_t"]).sum("repeat").values
        values = np.where(total > 0, exhausted / np.maximum(total, 1), np.nan)
    else:
        values = mean_of(found[{"pdl1": "shell_pdl1", "oxygen": "shell_oxygen"}[name]].values)
    return xr.DataArray(values, dims=("arm", "time", "shell"), coords={"arm": nodule["arm"]})


def _kills(nodule: xr.Dataset, share_of_ball: float) -> np.ndarray:
    """Kills per day and nL of the shell (arm, time, shell), mean over repeats; NaN at the first output."""
    outer, inner = nodule["shell_outer"].values, nodule["shell_inner"].values
    volume = share_of_ball * 4 / 3 * np.pi * (outer**3 - inner**3) / UM3_PER_NL
    days = np.diff(nodule["time"].values, prepend=np.nan)
    rate = nodule["shell_kills"].mean("repeat").values
    return np.asarray(rate / days[:, None] / volume)


def profile_map(
    nodule: xr.Dataset,
    ax: Axes,
    arm: str,
    values: xr.DataArray,
    name: str,
    limits: tuple[float, float],
    far: float,
) -> QuadMesh:
    """One map over days and distance from the centre, with the surface as a line."""
    days = nodule["time"].values
    shown = np.asarray(values.sel(arm=arm).values, dtype=float).T
    edges = _edges(nodule["shell_inner"].values, nodule["shell_outer"].values)
    if MAPS[name].between:
        across, shown = days, shown[:, 1:]
    else:
        across = np.concatenate([days[:1], (days[1:] + days[:-1]) / 2, days[-1:]])
    mesh = ax.pcolormesh(
        across, edges, shown, cmap=MAPS[name].colours, vmin=limits[0], vmax=limits[1], rasterized=True
    )
    surface = mean_of(nodule["radius_surface"].sel(arm=arm).values)
    ax.plot(days, surface, color="white", linewidth=2.4)
    ax.plot(days, surface, color="black", linewidth=1.0)
    ax.set_ylim(0, far)
    ax.grid(False)
    days_axis(ax, float(days[-1]))
    ax.set_facecolor("#ECEFF2")
    return mesh


def _edges(inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
    return np.append(inner, outer[-1])
