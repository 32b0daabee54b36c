"""The points of a sweep: every combination of a grid, a list, or a design over a box."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import VARIABLES
from cartsim.errors import BadInput, Problem
from cartsim.scenario.paths import EVERY, steps_of
from cartsim.scenario.quantities import number_and_unit, spelled
from cartsim.scenario.sweep import Morris, Range, Saltelli, Sweep
from cartsim.sensitivity.factors import CENTRAL

MOST_POINTS = 100_000
"""More points are planned as several sweeps: a plan is read by every worker."""

OF_A_WHOLE = ("median", "low", "high", "cv", "log10_sd", "at_least", "at_most")
"""Last steps of a path that say nothing without the one before them."""

Point = tuple[Any, ...]
"""The value on each axis, as it would stand in the scenario."""


@dataclass(frozen=True)
class Axis:
    """A path of the scenario that is swept; `unit` of its numbers, None where its values are words."""

    path: str
    label: str
    unit: str | None
    scale: str = "linear"


def axes_of(sweep: Sweep) -> tuple[Axis, ...]:
    """The axes in the order of the file; each has a label that is unique and can name an array."""
    sampled = sweep.sampled
    found: list[tuple[str, str | None, str]]
    if sampled:
        found = [(path, spelled(axis.unit), axis.scale) for path, axis in sampled.axes.items()]
    else:
        values: dict[str, list[Any]] = {}
        for path, value, _ in sweep.named:
            values.setdefault(path, []).append(value)
        found = [(path, _unit(of), "linear") for path, of in values.items()]
    labels = _labels([path for path, _, _ in found])
    return tuple(Axis(path, labels[path], unit, scale) for path, unit, scale in found)


def points_of(sweep: Sweep) -> list[Point]:
    """The values of every point on the axes of `axes_of`; of a grid the last axis changes fastest. Draws do
    not count here."""
    count = _count(sweep)
    if count * max(sweep.draws, 1) > MOST_POINTS:
        draws = f" of {sweep.draws} draws each" if sweep.draws else ""
        message, remedy = f"has {count} points{draws}", f"keep to {MOST_POINTS}, or plan several sweeps"
        raise BadInput(Problem("", "sweep", message, remedy))
    if sweep.grid is not None:
        return list(product(*sweep.grid.values()))
    if sweep.points is not None:
        return [tuple(point[path] for path in sweep.points[0]) for point in sweep.points]
    sampled = sweep.sampled
    if sampled is None:
        return [()]
    shares = design(sweep)
    return [tuple(map(_written, sampled.axes.values(), row)) for row in shares]


def design(sweep: Sweep) -> NDArray[np.float64]:
    """The shares of the way along each axis (point, axis) of a design over a box."""
    sampled = sweep.sampled
    if sampled is None:
        raise ValueError("a grid, a list and draws have no design")
    names = list(sampled.axes)
    if isinstance(sampled, Saltelli | Morris):
        return (_probabilities(sampled, names) - CENTRAL[0]) / (CENTRAL[1] - CENTRAL[0])
    from scipy.stats import qmc

    if sweep.sobol:
        return qmc.Sobol(len(names), rng=sampled.seed).random(sampled.points)
    return qmc.LatinHypercube(len(names), rng=sampled.seed).random(sampled.points)


def _probabilities(sampled: Saltelli | Morris, names: list[str]) -> NDArray[np.float64]:
    """Points (point, axis) of a design that indices or effects are computed from, as the room of sensitivity
    makes them."""
    from cartsim.sensitivity.indices import design as saltelli
    from cartsim.sensitivity.screening import paths

    if isinstance(sampled, Saltelli):
        return saltelli(names, sampled.base_points, sampled.seed)
    return paths(names, sampled.paths, sampled.seed)


def _count(sweep: Sweep) -> int:
    if sweep.grid is not None:
        return prod(len(values) for values in sweep.grid.values())
    if sweep.points is not None:
        return len(sweep.points)
    if sweep.saltelli:
        return sweep.saltelli.base_points * (len(sweep.saltelli.axes) + 2)
    if sweep.morris:
        return sweep.morris.paths * (len(sweep.morris.axes) + 1)
    box = sweep.latin_hypercube or sweep.sobol
    return box.points if box else 1


def _written(axis: Range, share: float) -> Any:
    value = axis.at(float(share))
    return f"{value!r} {axis.unit}" if axis.unit else value


def number(value: Any) -> float:
    """The number of a value that has one, in the unit it is written in; infinity is one."""
    if isinstance(value, str) and value.strip().lower().split(" ")[0].lstrip(".") in ("inf", "infinity"):
        return float("inf")
    return number_and_unit(value)[0]


def _unit(values: list[Any]) -> str | None:
    """The one unit that all numbers of an axis are written in, empty for plain ones; None for words."""
    try:
        numbers = [value for value in values if number(value) != float("inf")]
        units = {spelled(number_and_unit(value)[1]) for value in numbers}
    except ValueError:
        return None
    return units.pop() if len(units) == 1 else None


def _labels(paths: list[str]) -> dict[str, str]:
    """path -> its last steps, as many as tell it from the others and from the arrays of the merged file."""
    taken = {row.name for row in VARIABLES} | {"point", "draw", "failed_solves"}
    ends = {path: _words(path) for path in paths}
    for length in range(1, 1 + max((len(words) for words in ends.values()), default=0)):
        labels = {path: "_".join(words[-length:]) for path, words in ends.items()}
        if max(Counter(labels.values()).values(), default=1) == 1 and not taken & set(labels.values()):
            return labels
    return {path: f"axis_{place}" for place, path in enumerate(paths)}


def _words(path: str) -> list[str]:
    """The steps of a path as words of letters, digits and underscores, without those that say nothing."""
    steps = [step for step in steps_of(path) if step not in (EVERY, "value")]
    if len(steps) > 1 and steps[-1] in OF_A_WHOLE:
        steps[-2:] = ["_".join(steps[-2:])]
    words = ["".join(sign if sign.isalnum() else "_" for sign in step) for step in steps]
    return [f"n{word}" if word[:1].isdigit() else word for word in words]
