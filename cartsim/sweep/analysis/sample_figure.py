"""A share over each axis of points spread in a box: every point a dot, and the trend along the axis.

The axes of such a design vary independently, so that the trend is the mean over all others: a natural cubic
spline of few knots, through the dots by least squares, with the band that resampled points give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import sheet
from cartsim.report.style import INK, QUIET, arm_styles
from cartsim.sweep.analysis.best_dose import SAFETY
from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.analysis.surface_figure import HEIGHT, along_x
from cartsim.sweep.analysis.surfaces import WORDS, logarithmic, places

Floats = NDArray[np.float64]
LEAST = 20
"""Points that a trend takes."""
KNOTS = (0.0, 1 / 3, 2 / 3, 1.0)
"""Quantiles of the points at which the spline has its knots."""
RESAMPLES = 400
ACROSS = 100
"""Places at which the trend is drawn."""


def sample_figure(file: SweepFile, measure: str, limit: float) -> Figure:
    """A panel for every axis, the arms in their colours."""
    panels = [partial(_panel, file=file, axis=axis, measure=measure, limit=limit) for axis in file.axes]
    columns = 2 if len(panels) in (1, 2, 4) else 3
    return sheet(panels, columns, HEIGHT, _legend(file, measure))


def trend(x: Floats, y: Floats, seed: int = 1) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Places along an axis, the trend there, and its 95 % limits over resampled points; None of few points,
    or of few places."""
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if x.size < LEAST or _knots(x).size < 3:
        return None
    across = np.linspace(x.min(), x.max(), ACROSS)
    basis, shown = _basis(x, x), _basis(across, x)
    drawn = np.random.default_rng(seed).integers(x.size, size=(RESAMPLES, x.size))
    resampled = np.stack([shown @ _fit(basis[some], y[some]) for some in drawn])
    low, high = np.quantile(resampled, [0.025, 0.975], axis=0)
    return across, shown @ _fit(basis, y), low, high


def _basis(x: Floats, points: Floats) -> Floats:
    """At x, the natural cubic splines that are 1 at one knot and 0 at the others."""
    from scipy.interpolate import CubicSpline  # takes long to load

    knots = _knots(points)
    return CubicSpline(knots, np.eye(knots.size), bc_type="natural")(x)


def _knots(points: Floats) -> Floats:
    return np.unique(np.quantile(points, KNOTS))


def _fit(basis: Floats, y: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(basis, y, rcond=None)[0])


def _panel(ax: Axes, file: SweepFile, axis: Column, measure: str, limit: float) -> Axes:
    points: Sequence[int] = range(file.points)
    x, log = places(axis, points), logarithmic(axis)
    for arm, look in enumerate(arm_styles(file.arms).values()):
        y = 100 * file.share(measure)[:, arm]
        ax.plot(x, y, look.marker, color=look.colour, markersize=2.6, alpha=0.45)
        found = trend(np.log(x) if log else x, y)
        if found is not None:
            across, middle, low, high = found
            across = np.exp(across) if log else across
            ax.fill_between(across, low, high, color=look.colour, alpha=0.18, linewidth=0)
            ax.plot(across, middle, color=look.colour, linestyle=look.dash)
    if measure == SAFETY:
        ax.axhline(100 * limit, color=INK, linestyle=(0, (4, 2)), linewidth=0.9)
    ax.set_ylabel(f"{WORDS[measure]} (%)")
    ax.set_ylim(bottom=-1.0)
    along_x(ax, axis)
    heading(ax, f"Over {axis.name}", _note(file, measure))
    return ax


def _note(file: SweepFile, measure: str) -> str:
    """Points, n, and how wide the interval of a dot is."""
    counted = file.share(measure, "_n")
    half = 50 * np.nanmax(file.share(measure, "_upper") - file.share(measure, "_lower"))
    low, high = int(counted.min()), int(counted.max())
    n = str(low) if low == high else f"{low} to {high}"
    return f"{file.points} points, n = {n} each; Monte Carlo error of a dot: 95 % within ±{half:.0f} points"


def _legend(file: SweepFile, measure: str) -> list[Artist]:
    entries: list[Artist] = [
        Line2D([], [], color=look.colour, linestyle=look.dash, marker=look.marker, markersize=3, label=arm)
        for arm, look in arm_styles(file.arms).items()
    ]
    if file.points >= LEAST:
        told = "around the trend (mean over all other axes): 95 % bootstrap over the points"
        entries.append(Patch(facecolor=QUIET, alpha=0.25, label=told))
    if measure == SAFETY:
        entries.append(Line2D([], [], color=INK, linestyle=(0, (4, 2)), linewidth=0.9, label="limit"))
    return entries
