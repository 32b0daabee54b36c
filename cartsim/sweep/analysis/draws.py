"""How far a share depends on typical values that nobody knows: every combination over its draws.

The range over draws is that of the shares as they are, Monte Carlo error included. What of it the typical
values alone would give is estimated by the variance components of `trial.components`, from the same patients
in every draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.sweep.analysis.read import Column, SweepFile
from cartsim.sweep.outcomes import Outcome
from cartsim.trial.components import CENTRAL, Components, components

Floats = NDArray[np.float64]
MOST = 4_000_000
"""Outcomes held at a time: of more patients than this allows, the first are used for the components."""


@dataclass(frozen=True)
class OverDraws:
    """A share of an arm, or its difference between two arms, at a combination of the axes: median and central
    95 % over the draws, the components of the patients that were used, and in how many of the draws that
    count it is above 0."""

    fixed: tuple[Any, ...]
    arm: str
    median: float
    lower: float
    upper: float
    draws: int
    above: int
    patients: int
    parts: Components

    @property
    def from_parameters(self) -> float:
        """The part of the variance of one draw's share that is owed to the typical values; the rest is Monte
        Carlo error of its patients. NaN where neither is known."""
        of_parameters, of_luck = self.parts.parameter_sd**2, self.parts.monte_carlo_sd**2
        return of_parameters / (of_parameters + of_luck) if of_parameters + of_luck > 0.0 else float("nan")


def over_draws(file: SweepFile, measure: str) -> list[OverDraws]:
    """Every arm at every combination of the axes, then its difference from the first arm."""
    found = []
    for fixed, points in file.grouped(file.axes).items():
        patients = min(file.patients, max(2, MOST // len(points)))
        arms = [file.outcome(measure, points, arm, patients) for arm in range(len(file.arms))]
        for arm, name in enumerate(file.arms):
            shares = file.share(measure)[points, arm]
            found.append(_summary(fixed, name, shares, _values(arms[arm])))
        for arm, name in enumerate(file.arms[1:], start=1):
            apart = _values(arms[arm]) - _values(arms[0])
            found.append(_summary(fixed, f"{name} - {file.arms[0]}", _means(apart), apart))
    return found


def of_arms(rows: Sequence[OverDraws], arms: Sequence[str]) -> list[OverDraws]:
    """The rows of arms, without those of differences."""
    return [row for row in rows if row.arm in arms]


def combination(axes: Sequence[Column], row: OverDraws) -> str:
    """Values on the axes and the arm, in words."""
    values = [axis.said(value) for axis, value in zip(axes, row.fixed, strict=True)]
    return ", ".join([*values, row.arm.replace(" - ", " minus ")])


def _summary(fixed: tuple[Any, ...], arm: str, shares: Floats, outcomes: Floats) -> OverDraws:
    known = shares[np.isfinite(shares)]
    nothing = (float("nan"),) * 3
    low, middle, high = np.quantile(known, [CENTRAL[0], 0.5, CENTRAL[1]]) if known.size else nothing
    ends = (float(middle), float(low), float(high))
    above = int((known > 0).sum())
    return OverDraws(fixed, arm, *ends, known.size, above, outcomes.shape[1], components(outcomes))


def _values(outcome: Outcome) -> Floats:
    """Outcomes (draw, patient) as numbers, NaN of who does not count."""
    event, among = outcome
    return np.where(among, event.astype(float), np.nan)


def _means(values: Floats) -> Floats:
    known = np.isfinite(values)
    n = known.sum(axis=1)
    return np.asarray(np.where(known, values, 0.0).sum(axis=1) / np.where(n > 0, n, np.nan), float)
