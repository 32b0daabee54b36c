"""One subject's samples in blood and the course fitted to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cartsim.report.lettering import heading, short
from cartsim.report.style import COLOURS, INK, log_axis, time_axis

if TYPE_CHECKING:
    from cartsim.fitting.fit import SubjectFit

LINE, CENSORED = COLOURS[0], COLOURS[1]
BELOW = 3.0
"""How far under the lowest sample or limit the axis goes, as a factor: courses fall out of sight there."""
LABELS = {"cells/uL": "CAR-T in blood (cells/µL)", "copies/ug": "Transgene (copies/µg DNA)"}


def blood_fit(subject: SubjectFit, ax: Axes) -> Axes:
    """Samples, those below the limit at it, and the course with its pointwise interval; log axis."""
    samples, course = subject.samples, subject.course
    seen = course.days <= max(float(samples.days[-1]), 28.0)
    levels = np.exp(samples.logs)
    low = float(levels.min()) / BELOW
    high = BELOW * max(float(levels.max()), float(course.upper[course.days >= 1].max()))
    days = course.days[seen]
    inside = [np.clip(part[seen], low, high) for part in (course.lower, course.upper)]
    ax.fill_between(days, *inside, color=LINE, alpha=0.2, linewidth=0)
    ax.plot(days, course.level[seen], color=LINE)
    number, under = ~samples.below, samples.below
    marks = ax.plot(
        samples.days[number], levels[number], "o", color=INK, markersize=4, linestyle="", clip_on=False
    )
    marks += ax.plot(
        samples.days[under],
        levels[under],
        "v",
        color=CENSORED,
        markerfacecolor="white",
        markersize=5.5,
        linestyle="",
        clip_on=False,
    )
    for mark in marks:
        mark.set_in_layout(False)  # unclipped, it would take room that it does not need
    log_axis(ax, low, high)
    time_axis(ax, float(days[-1]))
    ax.set_ylabel(LABELS[samples.assay])
    told = int(subject.told.sum())
    note = (
        f"n = {samples.days.size} samples, {int(under.sum())} below the limit;"
        f" {told} of {len(subject.estimates)} parameters identifiable"
    )
    heading(ax, f"Subject {short(samples.name)}", note)
    return ax


def blood_fit_legend(level: float) -> list[Artist]:
    """What the marks are."""
    return [
        Line2D([], [], color=INK, marker="o", markersize=4, linestyle="", label="sample"),
        Line2D(
            [],
            [],
            color=CENSORED,
            marker="v",
            markerfacecolor="white",
            markersize=5.5,
            linestyle="",
            label="below the limit, drawn at it",
        ),
        Line2D([], [], color=LINE, label="fitted course"),
        Patch(color=LINE, alpha=0.2, linewidth=0, label=f"its pointwise {100 * level:g} % interval"),
    ]
