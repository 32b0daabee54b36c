"""Sobol indices of outputs over a Saltelli design, with bootstrap intervals and what is luck of the patients.

First order: the share of an output's variance that a factor explains alone. Total order: the share that would
be left if all others were known, with everything the factor does together with others. SALib's estimators
(Saltelli 2010; Jansen's for the total order), percentile intervals over resampled base points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.sensitivity.extras import salib
from cartsim.sensitivity.factors import CENTRAL

Floats = NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.95


class Indices(NamedTuple):
    """Of one output, all (factor): indices with limits, and `luck`, the part of the total order that is owed
    to who the virtual patients are. `mean` and `sd` are those of the output over the design.

    NaN where the output never changes.
    """

    mean: float
    sd: float
    first: Floats
    first_lower: Floats
    first_upper: Floats
    total: Floats
    total_lower: Floats
    total_upper: Floats
    luck: Floats


def problem_of(names: Sequence[str]) -> dict[str, object]:
    """The factors as SALib wants them: probabilities over the central 95 %."""
    return {"num_vars": len(names), "names": list(names), "bounds": [list(CENTRAL)] * len(names)}


def design(names: Sequence[str], base_points: int, seed: int) -> Floats:
    """Saltelli's points (row, factor): for each of N points of a scrambled Sobol sequence, A, A with one
    column of B at a time, and B; N (factors + 2) rows."""
    sample = salib("sample.sobol").sample
    return np.asarray(sample(problem_of(names), base_points, calc_second_order=False, seed=seed), float)


def sobol_indices(names: Sequence[str], outputs: Floats, seed: int) -> Indices:
    """The indices of one output (row, part) at the rows of `design`; parts: all patients, either half."""
    whole = outputs[:, 0]
    if not np.isfinite(whole).all() or np.ptp(whole) == 0.0:
        return _undefined(len(names), whole)
    found = salib("analyze.sobol").analyze(
        problem_of(names),
        whole,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        keep_resamples=True,
        seed=seed,
    )
    first, total = (_limits(np.asarray(found[f"{order}_conf_all"], float)) for order in ("S1", "ST"))
    return Indices(
        float(whole.mean()),
        float(whole.std()),
        np.asarray(found["S1"], float),
        *first,
        np.asarray(found["ST"], float),
        *total,
        patients_luck(outputs, len(names)),
    )


def patients_luck(outputs: Floats, factors: int) -> Floats:
    """The part of every total-order index (factor) that comes from the luck of who the patients are.

    A change d of an output is the mean of the changes d1, d2 in two halves of the patients, whose luck is
    independent: E[(d1 - d2)^2] / 4 is the variance of that luck in d. As the index is E[d^2] / (2 V), the
    part is E[(d1 - d2)^2] / (8 V), V the output's variance over the design. NaN where the few points of the
    design itself all give the same.
    """
    table = outputs.reshape(-1, factors + 2, outputs.shape[1])
    ends = table[:, [0, -1], 0]
    change = table[:, 1:-1] - table[:, :1]
    apart = (change[..., 1] - change[..., 2]) ** 2
    spread = ends.var()
    return np.asarray(apart.mean(axis=0) / (8.0 * spread if spread > 0.0 else np.nan), float)


def _limits(resampled: Floats) -> tuple[Floats, Floats]:
    """Percentiles over the resamples (resample, factor); those in which the output never changes have no
    index and are left out."""
    tail = (1.0 - LEVEL) / 2.0
    known = np.where(np.isfinite(resampled), resampled, np.nan)
    low, high = np.nanquantile(known, [tail, 1.0 - tail], axis=0)
    return low, high


def _undefined(factors: int, whole: Floats) -> Indices:
    nothing = np.full(factors, np.nan)
    return Indices(float(whole.mean()), float(whole.std()), *([nothing] * 7))
