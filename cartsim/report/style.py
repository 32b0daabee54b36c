"""One look for all figures: a colour and a line style per arm, fonts, axes, the square-root time axis.

Colours are those of Okabe and Ito (Color Universal Design, 2008), told apart with every common colour vision;
line style and marker repeat the difference for print without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import ArrayLike

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#8C7F00")
DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = (
    "-",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    "-",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")
GRADES = ("#F2F2F2", "#FCE3C3", "#F7B267", "#E0701B", "#A33B05", "#4A1602")
"""Grade 0 to 5: one hue from light to dark, ordered also in grey."""
RESPONSES = {
    "CR": "#0B5345",
    "PR": "#45B39D",
    "SD": "#C9CFD4",
    "NON-CR/NON-PD": "#DDD3B8",
    "PD": "#7D3C98",
    "NE": "#EFEBDD",
    "ND": "#EFEBDD",
    "MISSING": "#EFEBDD",
}
"""Green, grey, purple: apart from the colours of the first two arms, and of different lightness."""
INK, QUIET, RULE = "#1B2733", "#5B6B7A", "#D5DCE3"
FONTS = ("Inter", "Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans")
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DAYS = (0, 1, 7, 28, 91, 182, 365, 730, 1826)
SAME = 1e-9
"""Rounding of days."""
SHORT = 60.0
"""Days up to which a time axis is plain."""
TICKS = (7.0, 2.0, 1.0, 0.5, 0.25)
"""Days between two ticks of a plain axis: the first of these with enough steps, or the last."""
STEPS = 4
"""Between ticks, at least."""


@dataclass(frozen=True)
class ArmStyle:
    """How one arm looks in every figure."""

    colour: str
    dash: str | tuple[int, tuple[float, ...]]
    marker: str


def arm_styles(arms: Iterable[object]) -> dict[str, ArmStyle]:
    """The look of each arm, by its place in the trial; beyond eight arms the looks repeat."""
    looks = [ArmStyle(*look) for look in zip(COLOURS, DASHES, MARKERS, strict=True)]
    return {str(arm): looks[place % len(looks)] for place, arm in enumerate(arms)}


@contextmanager
def journal_style() -> Iterator[None]:
    """Fonts, sizes and thin grey axes for everything drawn inside.

    Only these settings are put back at the end: a notebook turns its figures on while it draws the first one,
    which may be in here.
    """
    installed = set(font_manager.get_font_names())
    font = next(name for name in FONTS if name in installed)
    settings = {
        "font.family": font,
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.labelsize": 9,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": QUIET,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": RULE,
        "grid.linewidth": 0.5,
        "legend.frameon": False,
        "legend.fontsize": 8.5,
        "lines.linewidth": 1.6,
        "svg.fonttype": "path",
        "axes.unicode_minus": True,
        "figure.facecolor": "white",
        "svg.hashsalt": "cartsim",
    }
    before = {name: matplotlib.rcParams[name] for name in settings}
    matplotlib.rcParams.update(settings)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)


def time_axis(ax: Axes, end: float) -> None:
    """Days since infusion: plain for the first weeks, on a square-root scale beyond."""
    ax.set_xlim(0, end)
    if end <= SHORT:
        apart = next((days for days in TICKS if end >= STEPS * days), TICKS[-1])
        ticks = apart * np.arange(int(end / apart + SAME) + 1)
        ax.set_xticks(ticks, [f"{day:g}" for day in ticks])
        ax.set_xlabel("Days since first infusion")
        return
    ax.set_xscale("function", functions=(_root, np.square))
    landmarks = [day for day in DAYS if day <= end]
    ax.set_xticks(landmarks, [str(day) for day in landmarks])
    ax.minorticks_off()
    ax.set_xlabel("Days since infusion (square-root scale)")


def _root(day: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum(day, 0))


def log_axis(ax: Axes, low: float, high: float) -> None:
    """A logarithmic y axis with powers of ten as plain text; setting them as formulas takes seconds."""
    ax.set_yscale("log")
    ax.set_ylim(low, high)
    ticks, words = powers_of_ten(low, high)
    ax.set_yticks(ticks, words, fontfamily=[*matplotlib.rcParams["font.family"], "DejaVu Sans"])
    ax.minorticks_off()


def log_across(ax: Axes, low: float, high: float) -> None:
    """The same of an x axis."""
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ticks, words = powers_of_ten(low, high)
    ax.set_xticks(ticks, words, fontfamily=[*matplotlib.rcParams["font.family"], "DejaVu Sans"])
    ax.minorticks_off()


def powers_of_ten(low: float, high: float) -> tuple[list[float], list[str]]:
    """Those between two numbers, at most eight, and how they are written."""
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    powers = range(first, last + 1, 1 + (last - first) // 7)
    return [10.0**power for power in powers], [f"10{str(power).translate(SUPERSCRIPT)}" for power in powers]


def boxes(
    ax: Axes,
    left: ArrayLike,
    bottom: ArrayLike,
    width: ArrayLike,
    height: ArrayLike,
    colours: Sequence[str],
) -> None:
    """Many filled rectangles as one collection: hundreds of single bars would take a second to draw."""
    x, y, w, h = (np.asarray(part, dtype=float) for part in (left, bottom, width, height))
    corners = np.stack(
        [
            np.stack([x, y], -1),
            np.stack([x + w, y], -1),
            np.stack([x + w, y + h], -1),
            np.stack([x, y + h], -1),
        ],
        axis=1,
    )
    ax.add_collection(PolyCollection(corners, facecolors=list(colours), edgecolors="face", linewidths=0.3))


def note_empty(ax: Axes, text: str) -> Axes:
    """An honest blank: says why nothing is drawn."""
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color=QUIET)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    return ax
