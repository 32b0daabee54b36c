"""Which axes move the result: Sobol indices of a Saltelli design, Morris' effects along paths.

Both for every share in every arm, and for its paired difference from the first arm, by the estimators of the
room of sensitivity. `luck` is what a factor that does nothing would seem to do because few patients answer in
steps: it comes from how much the two halves of the patients disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartsim.scenario.sweep import Morris, Saltelli
from cartsim.sensitivity.factors import CENTRAL
from cartsim.sensitivity.indices import sobol_indices
from cartsim.sensitivity.screening import elementary_effects
from cartsim.sweep.analysis.read import SweepFile
from cartsim.sweep.outcomes import Outcome
from cartsim.sweep.points import design

Floats = NDArray[np.float64]
PARTS = (slice(None), slice(0, None, 2), slice(1, None, 2))
"""All patients, and either half."""
INDEXED = ("confirmed_orr", "dcr", "dlt_rate", "severe_crs_rate", "severe_icans_rate")
"""Shares looked at, beside the one that is asked for."""
MAIN = {"saltelli": "total", "morris": "mu_star"}
"""What the axes are ordered by."""

Key = tuple[str, str]
"""A measure, and an arm or a difference of two: IC, IC - IV."""


@dataclass(frozen=True)
class Output:
    """A share or a difference over the design: mean, SD, and its columns of numbers (axis); no columns where
    it never changes or is not known everywhere."""

    mean: float
    sd: float
    columns: Mapping[str, Floats]


@dataclass(frozen=True)
class Sensitivity:
    """What was found by a design of which kind, over which axes."""

    kind: str
    axes: tuple[str, ...]
    found: Mapping[Key, Output]


def no_indices(file: SweepFile) -> str:
    """Why this sweep has no indices and effects; empty if it has."""
    if not isinstance(file.sweep.sampled, Saltelli | Morris):
        return "No indices: they need a sweep of kind saltelli or morris."
    if file.draw:
        return "No indices: each point of this design has several draws."
    if file.points != len(design(file.sweep)):
        return f"No indices: {file.points} of {len(design(file.sweep))} points of the design are in the file."
    return ""


def sensitivity(file: SweepFile, measures: Sequence[str]) -> Sensitivity:
    """Indices or effects of the measures."""
    kind = file.sweep.kind or ""
    axes = tuple(axis.label for axis in file.axes)
    analyse = _sobol if kind == "saltelli" else _morris
    found = {}
    for measure in measures:
        for arm, values in outputs(file, measure).items():
            whole = values[:, 0]
            changes = np.isfinite(values).all() and np.ptp(whole) > 0.0
            columns = analyse(file, axes, values) if changes else {}
            found[measure, arm] = Output(float(whole.mean()), float(whole.std()), columns)
    return Sensitivity(kind, axes, found)


def outputs(file: SweepFile, measure: str) -> dict[str, Floats]:
    """The share (point, part) in every arm, and its difference from the first arm among those who count in
    both."""
    names = [*file.arms, *(f"{arm} - {file.arms[0]}" for arm in file.arms[1:])]
    parts: dict[str, list[Floats]] = {name: [] for name in names}
    for block in file.blocks():
        arms = [file.outcome(measure, block, arm) for arm in range(len(file.arms))]
        found = [_shares(arm) for arm in arms] + [_difference(arm, arms[0]) for arm in arms[1:]]
        for name, values in zip(names, found, strict=True):
            parts[name].append(values)
    return {name: np.concatenate(values) for name, values in parts.items()}


def _shares(outcome: Outcome) -> Floats:
    """Share of the event (point, part); NaN of nobody."""
    event, among = outcome
    return np.stack([_share(event[:, part] & among[:, part], among[:, part]) for part in PARTS], axis=1)


def _difference(one: Outcome, other: Outcome) -> Floats:
    both = one[1] & other[1]
    return _shares((one[0], both)) - _shares((other[0], both))


def _share(event: NDArray[np.bool_], among: NDArray[np.bool_]) -> Floats:
    n = among.sum(axis=1)
    return np.asarray(event.sum(axis=1) / np.where(n > 0, n, np.nan), float)


def _sobol(file: SweepFile, axes: Sequence[str], values: Floats) -> dict[str, Floats]:
    found = sobol_indices(axes, values, _seed(file))
    return {name: value for name, value in found._asdict().items() if name not in ("mean", "sd")}


def _morris(file: SweepFile, axes: Sequence[str], values: Floats) -> dict[str, Floats]:
    """mu* with limits, in the unit of the share over an axis' whole range. Half of what the two halves of the
    patients differ by is luck alone, as large as that of all patients."""
    points = CENTRAL[0] + design(file.sweep) * (CENTRAL[1] - CENTRAL[0])
    found = elementary_effects(axes, points, values[:, 0], _seed(file))
    luck = elementary_effects(axes, points, (values[:, 1] - values[:, 2]) / 2.0, _seed(file))
    return {
        "mu_star": found.mu_star,
        "mu_star_lower": np.maximum(found.mu_star - found.half_width, 0.0),
        "mu_star_upper": found.mu_star + found.half_width,
        "mu": found.mu,
        "sigma": found.sigma,
        "luck": luck.mu_star,
    }


def _seed(file: SweepFile) -> int:
    sampled = file.sweep.sampled
    return sampled.seed if sampled else 1
