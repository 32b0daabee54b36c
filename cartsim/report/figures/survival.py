"""Kaplan-Meier curves with the numbers at risk under them and the medians in the legend."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from cartsim.report.style import QUIET, arm_styles, heading, note_empty, short

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
FEW = 4
"""Arms up to which the legend stands below the panel."""
RISK_TOP, RISK_LINE = 53, 12
"""Points from the axis to the first line of the numbers at risk, and from line to line."""
TICKS = np.array([0, 91, 182, 274, 365])


def kaplan_meier(endpoints: xr.Dataset, ax: Axes, curve: str) -> Axes:
    """The curve of each arm with its 95 % log-log band, ticks at censorings, numbers at risk and medians."""
    arms = endpoints["arm"].values
    drawn = 0
    for arm, look in arm_styles(arms).items():
        steps = endpoints.sel(arm=arm, curve=curve)
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
    _axes(ax, endpoints, curve)
    return ax


def _legend(endpoints: xr.Dataset, arm: str, curve: str) -> str:
    middle, low, high = (
        float(endpoints[f"median_{curve}{tail}"].sel(arm=arm)) for tail in ("", "_lower", "_upper")
    )
    return f"{short(arm, 34)}: median {_day(middle)} ({_day(low)} to {_day(high)})"


def _day(value: float) -> str:
    return "not reached" if np.isnan(value) else f"{value:.0f} d"


def _censored(steps: xr.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Times at which someone left without an event: more left the risk set than had the event."""
    time, risk = steps["km_time"].values, steps["km_at_risk"].values
    known = np.isfinite(time)
    time, risk, events = time[known], risk[known], steps["km_events"].values[known]
    left = risk - np.r_[risk[1:], 0]
    someone = left > events
    return time[someone], steps["km_survival"].values[known][someone]


def _axes(ax: Axes, endpoints: xr.Dataset, curve: str) -> None:
    last = float(endpoints["km_time"].sel(curve=curve).max())
    ticks = TICKS[: max(2, int(np.searchsorted(TICKS, last - 14) + 1))]
    ax.set_xlim(0, max(float(ticks[-1]), last) * 1.02)
    ax.set_xticks(ticks)
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    ax.set_ylabel("Without event")
    ax.set_xlabel(ORIGIN[curve])
    ax.axhline(0.5, color=QUIET, linewidth=0.6, linestyle=":")
    _outside_legend(ax, endpoints.sizes["arm"])
    scans = ", ".join(f"{day:.0f}" for day in endpoints["scheduled_day"].values[1:])
    limits = endpoints.attrs.get("limits", "95 % limits, Monte Carlo")
    heading(ax, TITLES[curve], f"median with {limits}" + (f"; scans on days {scans}" if scans else ""))
    _risk_table(ax, endpoints, curve, ticks)


def _outside_legend(ax: Axes, arms: int) -> None:
    """Off the curves: beside many arms, else below the numbers at risk."""
    look = {"handlelength": 2.4, "labelspacing": 0.25, "borderaxespad": 0.0}
    if arms > FEW:
        ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), **look)
        return
    below = ScaledTranslation(0, -(RISK_TOP + RISK_LINE * arms + 2) / 72, ax.figure.dpi_scale_trans)
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=ax.transAxes + below, **look)


def _risk_table(ax: Axes, endpoints: xr.Dataset, curve: str, ticks: np.ndarray) -> None:
    """Numbers at risk just before each tick, one line per arm, in its colour."""
    ax.annotate(
        "At risk",
        (0, 0),
        (-4, -40),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        fontsize=8,
        color=QUIET,
    )
    many = endpoints.sizes["arm"] > FEW
    for row, (arm, look) in enumerate(arm_styles(endpoints["arm"].values).items()):
        offset = -RISK_TOP - RISK_LINE * row
        ax.annotate(
            short(arm, 30 if many else 16),
            (0, 0),
            (-16, offset),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            fontsize=8,
            color=look.colour,
        )
        steps = endpoints.sel(arm=arm, curve=curve)
        for tick in ticks:
            ax.annotate(
                f"{at_risk(steps, tick)}",
                (tick, 0),
                (0, offset),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                color=look.colour,
            )


def at_risk(steps: xr.Dataset, day: float) -> int:
    """Patients whose time is `day` or later: those at risk at the first row not before it."""
    time, risk = steps["km_time"].values, steps["km_at_risk"].values
    known = np.isfinite(time)
    place = np.searchsorted(time[known], day - 1e-9)
    return int(risk[known][place]) if place < known.sum() else 0
