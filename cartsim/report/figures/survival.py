"""Kaplan-Meier curves with the numbers at risk under them and the medians in the legend."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.figures.risk_table import compact_risk_table, median_words, named_risk_table
from cartsim.report.lettering import heading, short
from cartsim.report.narrow import along
from cartsim.report.style import QUIET, arm_styles, note_empty

TITLES = {
    "dor": "Duration of response (responders)",
    "ddc": "Duration of disease control",
    "pfs": "Progression-free survival",
    "os": "Overall survival",
}
ORIGIN = {
    "dor": "Days since first response",
    "ddc": "Days since disease control",
    "pfs": "Days since infusion",
    "os": "Days since infusion",
}
TICKS = np.array([0, 91, 182, 274, 365])


def kaplan_meier(endpoints: xr.Dataset, ax: Axes, curve: str, compact: bool = False) -> Axes:
    """The curve of each arm with its 95 % log-log band, ticks at censorings, numbers at risk and medians.

    `compact`, for many arms under one legend: lines of the numbers at risk begin with the look of the arm
    instead of its name, and end with the median.
    """
    arms = endpoints["arm"].values
    drawn = 0
    for arm, look in arm_styles(arms).items():
        steps = along(endpoints, "curve", "km_step").sel(arm=arm, curve=curve)
        time, survival = steps["km_time"].values, steps["km_survival"].values
        known = np.isfinite(time)
        if not known.any():
            continue
        drawn += 1
        x, y = np.r_[0, time[known]], np.r_[1, survival[known]]
        ax.step(
            x, y, where="post", color=look.colour, linestyle=look.dash, label=_legend(endpoints, arm, curve)
        )
        if len(arms) <= 3:
            band = [np.r_[1, steps[name].values[known]] for name in ("km_lower", "km_upper")]
            ax.fill_between(x, *band, step="post", color=look.colour, alpha=0.12, linewidth=0)
        ax.plot(*_censored(steps), "|", color=look.colour, markersize=5, markeredgewidth=0.9)
    if not drawn:
        heading(ax, TITLES[curve])
        return note_empty(ax, "no patient enters this analysis")
    _axes(ax, endpoints, curve, compact)
    return ax


def _legend(endpoints: xr.Dataset, arm: str, curve: str) -> str:
    return f"{short(arm, 34)}: median {median_words(endpoints, arm, curve)}"


def _censored(steps: xr.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Times at which someone left without an event: more left the risk set than had the event."""
    time, risk = steps["km_time"].values, steps["km_at_risk"].values
    known = np.isfinite(time)
    time, risk, events = time[known], risk[known], steps["km_events"].values[known]
    left = risk - np.r_[risk[1:], 0]
    someone = left > events
    return time[someone], steps["km_survival"].values[known][someone]


def _axes(ax: Axes, endpoints: xr.Dataset, curve: str, compact: bool) -> None:
    last = float(endpoints["km_time"].sel(curve=curve).max())
    ticks = TICKS[: max(2, int(np.searchsorted(TICKS, last - 14) + 1))]
    ax.set_xlim(0, max(float(ticks[-1]), last) * 1.02)
    ax.set_xticks(ticks)
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    ax.set_ylabel("Alive" if curve == "os" else "Without event")
    ax.set_xlabel(ORIGIN[curve])
    ax.axhline(0.5, color=QUIET, linewidth=0.6, linestyle=":")
    limits = endpoints.attrs.get("limits", "95 % limits, Monte Carlo")
    heading(ax, TITLES[curve], f"median with {limits}{_scans(endpoints, curve)}")
    (compact_risk_table if compact else named_risk_table)(ax, endpoints, curve, ticks)


def _scans(endpoints: xr.Dataset, curve: str) -> str:
    """When scans are due, for the curves that scans end."""
    scans = ", ".join(f"{day:.0f}" for day in endpoints["scheduled_day"].values[1:])
    return f"; scans on days {scans}" if scans and curve != "os" else ""
