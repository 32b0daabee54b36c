"""How the points of a grid or a list are laid out: what is across, what the lines are, what has a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cartsim.sweep.analysis.best_dose import dose_axis
from cartsim.sweep.analysis.read import Column, SweepFile

DECADES = 30.0
"""An axis whose largest number is so many times its least is logarithmic."""
MOST_LINES = 6
"""More values of the second axis are a map of colours."""

WORDS = {
    "confirmed_orr": "Confirmed response",
    "best_orr": "Response, unconfirmed",
    "dcr": "Disease control",
    "effusion_orr": "Response of the effusion",
    "dlt_rate": "DLT",
    "late_dlt_rate": "Late DLT",
    "severe_crs_rate": "CRS grade ≥ 3",
    "severe_icans_rate": "ICANS grade ≥ 3",
}
"""Shares as figures and pages call them."""


@dataclass(frozen=True)
class Part:
    """A panel: values on the axes that have panels, an arm or None for all, and by line its points in the
    order of the x axis."""

    fixed: tuple[Any, ...]
    arm: int | None
    lines: dict[Any, list[int]]


@dataclass(frozen=True)
class Layout:
    """The axis across; the axis of the lines, None where the lines are the arms; the axes of the panels."""

    across: Column
    lines: Column | None
    panels: tuple[Column, ...]
    parts: tuple[Part, ...]

    @property
    def mapped(self) -> bool:
        """Whether a panel is a map of colours."""
        return self.lines is not None and len(self.lines.levels) > MOST_LINES


def layout(file: SweepFile) -> Layout:
    """Across: the dose, or the first axis of numbers, or the first of all. Lines: the next axis of numbers,
    or the arms. Panels: every combination of the others, for each arm."""
    varied = [axis for axis in file.axes if len(axis.levels) > 1] or list(file.axes)
    numbers = [axis for axis in varied if axis.measured]
    dose = dose_axis(file)
    across = dose if dose in varied and dose is not None else (numbers or varied)[0]
    lines = next((axis for axis in numbers if axis is not across), None)
    panels = tuple(axis for axis in varied if axis not in (across, lines))
    arms: list[int | None] = [None] if lines is None else list(range(len(file.arms)))
    parts = tuple(
        Part(fixed, arm, _lines(points, across, lines, len(file.arms)))
        for fixed, points in sorted(file.grouped(panels).items(), key=lambda item: _order(panels, item[0]))
        for arm in arms
    )
    return Layout(across, lines, panels, parts)


def _order(panels: Sequence[Column], fixed: tuple[Any, ...]) -> list[int]:
    return [axis.rank[value] for axis, value in zip(panels, fixed, strict=True)]


def _lines(points: list[int], across: Column, lines: Column | None, arms: int) -> dict[Any, list[int]]:
    """Line -> its points in the order of the axis across; of arms, by their number."""
    order = sorted(points, key=lambda point: across.rank[across.values[point]])
    if lines is None:
        return dict.fromkeys(range(arms), order)
    return {level: [p for p in order if lines.values[p] == level] for level in lines.levels}


def logarithmic(axis: Column) -> bool:
    """Whether an axis of numbers is shown on a logarithmic scale."""
    if not axis.measured or axis.levels[0] <= 0.0:
        return False
    return axis.scale == "log" or axis.levels[-1] >= DECADES * axis.levels[0]


def places(axis: Column, points: Sequence[int]) -> np.ndarray:
    """Where points lie along an axis: their numbers, or of words the order of their values."""
    if axis.measured:
        return np.array([axis.values[point] for point in points], float)
    return np.array([axis.rank[axis.values[point]] for point in points], float)


def part_title(file: SweepFile, found: Layout, part: Part) -> str:
    """What a panel holds fixed, in words."""
    named = zip(found.panels, part.fixed, strict=True)
    words = [f"{axis.name} {axis.said(value)}" for axis, value in named]
    return ", ".join([*([file.arms[part.arm]] if part.arm is not None else []), *words]) or "All arms"
