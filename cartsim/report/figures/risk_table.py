"""Under a Kaplan-Meier curve: the numbers at risk, and the medians beside or below them."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from cartsim.report.lettering import POINTS, distinct
from cartsim.report.narrow import along
from cartsim.report.style import INK, QUIET, arm_styles

TOP, LINE = 53, 12
"""Points from the axis to the first line of the numbers at risk, and from line to line."""
NAME = 16
"""Letters of a name beside the numbers at risk."""
SAMPLE = (-0.62, -0.24)
"""Where the line of an arm begins and ends that stands for its name, in inches from the axis."""


def named_risk_table(ax: Axes, endpoints: xr.Dataset, curve: str, ticks: np.ndarray) -> None:
    """Numbers at risk just before each tick, one line per arm, in its colour; below them the legend."""
    _word(ax, "At risk", (0, -4), -40, QUIET)
    looks = arm_styles(endpoints["arm"].values)
    for row, (look, name) in enumerate(zip(looks.values(), distinct(looks, NAME), strict=True)):
        _word(ax, name, (0, -16), _row(row), look.colour)
    _numbers(ax, endpoints, curve, ticks)
    below = ScaledTranslation(0, (_row(len(looks)) - 2) / POINTS, ax.figure.dpi_scale_trans)
    style = {"handlelength": 2.4, "labelspacing": 0.25, "borderaxespad": 0.0}
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=ax.transAxes + below, **style)


def compact_risk_table(ax: Axes, endpoints: xr.Dataset, curve: str, ticks: np.ndarray) -> None:
    """The same with the line of each arm for its name, and its median in days at the end."""
    _word(ax, "At risk", (0, -4), -40, QUIET)
    _word(ax, "Median, days", (1, 16), -40, QUIET)
    corner = ax.figure.dpi_scale_trans + ScaledTranslation(0, 0, ax.transAxes)
    for row, (arm, look) in enumerate(arm_styles(endpoints["arm"].values).items()):
        _word(ax, median_words(endpoints, arm, curve, "NR", ""), (1, 16), _row(row), INK)
        height = [(_row(row) + 3) / POINTS] * 2
        style = {"color": look.colour, "linestyle": look.dash, "clip_on": False}
        ax.add_artist(Line2D(SAMPLE, height, transform=corner, **style))
    _numbers(ax, endpoints, curve, ticks)


def median_words(
    endpoints: xr.Dataset, arm: str, curve: str, missing: str = "not reached", unit: str = " d"
) -> str:
    """`181 d (94 d to 182 d)`; a dash where nobody enters the curve."""
    if not np.isfinite(endpoints["km_time"].sel(arm=arm, curve=curve).values).any():
        return "–"
    names = (f"median_{curve}{tail}" for tail in ("", "_lower", "_upper"))
    values = [float(endpoints[name].sel(arm=arm)) for name in names]
    middle, low, high = (missing if np.isnan(value) else f"{value:.0f}{unit}" for value in values)
    return f"{middle} ({low} to {high})"


def _numbers(ax: Axes, endpoints: xr.Dataset, curve: str, ticks: np.ndarray) -> None:
    for row, (arm, look) in enumerate(arm_styles(endpoints["arm"].values).items()):
        steps = along(endpoints, "curve", "km_step").sel(arm=arm, curve=curve)
        for tick in ticks:
            ax.annotate(
                f"{at_risk(steps, tick)}",
                (tick, 0),
                (0, _row(row)),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                ha="center",
                fontsize=8,
                color=look.colour,
            )


def _row(row: int) -> int:
    """Points from the axis to a line of the table."""
    return -TOP - LINE * row


def _word(ax: Axes, text: str, place: tuple[float, float], below: float, colour: str) -> None:
    """A word beside the table; `place`: the end of the axis, and points away from it."""
    ax.annotate(
        text,
        (place[0], 0),
        (place[1], below),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right" if place[1] < 0 else "left",
        fontsize=8,
        color=colour,
    )


def at_risk(steps: xr.Dataset, day: float) -> int:
    """Patients whose time is `day` or later: those at risk at the first row not before it."""
    time, risk = steps["km_time"].values, steps["km_at_risk"].values
    known = np.isfinite(time)
    place = np.searchsorted(time[known], day - 1e-9)
    return int(risk[known][place]) if place < known.sum() else 0
