"""Shares that add up to all patients, one bar per arm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from cartsim.report.lettering import TICK, fits, inside, row_names
from cartsim.report.style import INK


@dataclass(frozen=True)
class Part:
    """One colour of the bars: its percentages by arm, and whether it is too dark for dark words."""

    shares: np.ndarray
    colour: str
    dark: bool
    label: str = ""


def stacked_bars(ax: Axes, arms: Sequence[object], parts: Sequence[Part], named: bool = True) -> None:
    """The parts from left to right; a percentage stands in its part where it fits. Not `named`: the panel
    beside says which arm is which."""
    rows = np.arange(len(arms))[::-1]
    left = np.zeros(len(arms))
    ax.set(xlim=(0, 100), xlabel="Patients (%)", yticks=rows)
    ax.set_yticklabels(row_names(arms) if named else [""] * len(arms))
    ax.grid(axis="y", visible=False)
    inch = inside(ax) / 100
    for part in parts:
        known = np.nan_to_num(part.shares)
        style = {"color": part.colour, "edgecolor": "white", "linewidth": 0.5, "label": part.label}
        ax.barh(rows, known, left=left, height=0.66, **style)
        for row, start, width in zip(rows, left, known, strict=True):
            if fits(f"{width:.0f}", width * inch):
                place = {"ha": "center", "va": "center", "fontsize": TICK}
                ax.text(
                    start + width / 2, row, f"{width:.0f}", color="white" if part.dark else INK, **place
                )
        left = left + known
