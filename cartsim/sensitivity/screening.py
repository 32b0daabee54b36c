"""A cheap look at every uncertain typical value, to choose those that deserve the dear one.

Morris 1991, mu* of Campolongo 2007: the mean size of an output's change when one factor goes over its whole
range (two of four levels at a time), along random paths through the space of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.sensitivity.extras import salib
from cartsim.sensitivity.indices import LEVEL, RESAMPLES, problem_of

Floats = NDArray[np.float64]
LEVELS = 4


def paths(names: Sequence[str], number: int, seed: int) -> Floats:
    """Points (row, factor) of so many random paths; factors + 1 rows each."""
    sample = salib("sample.morris").sample
    return np.asarray(sample(problem_of(names), number, num_levels=LEVELS, seed=seed), float)


class Effects(NamedTuple):
    """Of one output, all (factor), in its unit: mu*, half the width of its 95 % interval over resampled
    paths, and mean and SD of the signed changes."""

    mu_star: Floats
    half_width: Floats
    mu: Floats
    sigma: Floats


def elementary_effects(names: Sequence[str], points: Floats, output: Floats, seed: int) -> Effects:
    """The effects on one output (row) at the points of `paths`."""
    found = salib("analyze.morris").analyze(
        problem_of(names),
        points,
        output,
        num_levels=LEVELS,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        seed=seed,
    )
    return Effects(*(np.asarray(found[name], float) for name in ("mu_star", "mu_star_conf", "mu", "sigma")))


def effects(names: Sequence[str], points: Floats, outputs: Floats, seed: int) -> Floats:
    """mu* (factor, output), in the unit of the output, of outputs (row, output) at the points of `paths`."""
    found = [
        np.zeros(len(names))
        if np.isnan(column).any()
        else elementary_effects(names, points, column, seed).mu_star
        for column in outputs.T
    ]
    return np.stack(found, axis=1).astype(float)


def strength(found: Floats) -> Floats:
    """One number per factor: its mean effect over all outputs, which are shares of patients alike."""
    return np.asarray(found.mean(axis=1))
