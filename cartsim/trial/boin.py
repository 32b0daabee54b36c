"""The Bayesian optimal interval design: its boundaries, the next level of many trials at once, and the dose
it selects.

Liu & Yuan 2015 (J R Stat Soc C 64:507). Selection and elimination as in the design's own software, Yan et al.
2020 (J Stat Softw 94:13). State of trials is arrays: patients and DLTs (trial, level), levels count from 1.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from math import ceil, floor, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincc

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

SAFE, TOXIC = 0.6, 1.4
"""Highest sub-therapeutic and lowest over-toxic DLT rate, as multiples of the target (the design's
defaults)."""
TOO_TOXIC = 0.95
"""Posterior probability of a DLT rate above target that eliminates a dose."""
LEAST_FOR_ELIMINATION = 3
"""Patients at a dose before it can be eliminated."""
PRIOR = 0.05
"""Beta(.05, .05): the prior under which DLT rates are made monotone."""
NUDGE = 1e-10
"""Added per level before comparing with the target: among equal rates below it the highest dose is nearest,
above it the lowest."""


class Boundaries(NamedTuple):
    """BOIN at n patients: escalate at `escalate` DLTs or fewer, de-escalate at `deescalate` or more, and so
    on."""

    lambda_e: float
    lambda_d: float
    escalate: int
    deescalate: int
    eliminate: int | None


class BoinTable(NamedTuple):
    """The boundaries by number of patients, 0 first; where nothing is eliminated, more DLTs than patients."""

    target: float
    escalate: Counts
    deescalate: Counts
    eliminate: Counts


def boin_boundaries(target: float, n: int) -> Boundaries:
    """BOIN's boundaries for a target DLT rate p and n patients at the dose.

    lambda_e = ln((1-p1)/(1-p)) / ln(p(1-p1)/(p1(1-p))), lambda_d = ln((1-p)/(1-p2)) /
    ln(p2(1-p)/(p(1-p2))), p1 = .6 p, p2 = 1.4 p. Escalate at a DLT rate <= lambda_e, de-escalate at >=
    lambda_d; eliminate the dose (n >= 3) when the probability of a rate above p exceeds .95 under Beta(1 +
    y, 1 + n - y).

    >>> boundaries = boin_boundaries(0.3, 6)
    >>> round(boundaries.lambda_e, 7), round(boundaries.lambda_d, 7)
    (0.2364907, 0.3585195)
    >>> boundaries.escalate, boundaries.deescalate, boundaries.eliminate
    (1, 3, 4)
    """
    lambda_e, lambda_d = _lambdas(target)
    if int(n) != n or n < 1:
        raise ValueError(f"n = {n}: boundaries are for at least 1 patient")
    toxic = bisect_left(range(n + 1), True, key=lambda y: _surely_above(target, y, n))
    eliminates = n >= LEAST_FOR_ELIMINATION and toxic <= n
    return Boundaries(
        lambda_e, lambda_d, floor(lambda_e * n), ceil(lambda_d * n), toxic if eliminates else None
    )


@lru_cache(maxsize=64)
def boin_table(target: float, most: int) -> BoinTable:
    """The boundaries for 0 to `most` patients at a dose.

    >>> boin_table(0.3, 6).eliminate.tolist()
    [1, 2, 3, 3, 3, 4, 4]
    """
    rows = [boin_boundaries(target, n) for n in range(1, most + 1)]
    never = [n + 1 if row.eliminate is None else row.eliminate for n, row in enumerate(rows, start=1)]
    escalate, deescalate = [row.escalate for row in rows], [row.deescalate for row in rows]
    columns = ([0, *escalate], [1, *deescalate], [1, *never])
    return BoinTable(target, *(np.array(column, np.int64) for column in columns))


def open_levels(patients: Counts, dlts: Counts, table: BoinTable) -> Counts:
    """The highest level still open in each trial; from the lowest eliminated one up all are closed.

    >>> counts = np.array([[3, 3, 0]]), np.array([[0, 3, 0]])
    >>> open_levels(*counts, boin_table(0.3, 3)).tolist()
    [1]
    """
    closed = dlts >= table.eliminate[patients]
    return np.where(closed.any(axis=1), closed.argmax(axis=1), patients.shape[1])


def boin_decision(
    level: Counts, patients: Counts, dlts: Counts, table: BoinTable
) -> tuple[Counts, NDArray[np.bool_]]:
    """Level of the next cohort of each trial (0: the lowest is eliminated), and whether the trial is over.

    It never enters an eliminated level nor leaves the range.

    >>> counts = np.array([[3, 0], [3, 3], [3, 0]]), np.array([[0, 0], [0, 2], [3, 0]])
    >>> level, done = boin_decision(np.array([1, 2, 1]), *counts, boin_table(0.3, 3))
    >>> level.tolist(), done.tolist()
    ([2, 1, 0], [False, False, True])
    """
    rows, top = np.arange(level.size), open_levels(patients, dlts, table)
    n, y = patients[rows, level - 1], dlts[rows, level - 1]
    step = np.where(y <= table.escalate[n], 1, np.where(y >= table.deescalate[n], -1, 0))
    return np.minimum(np.maximum(level + step, 1), top), top == 0


def boin_selection(patients: Counts, dlts: Counts, table: BoinTable) -> Counts:
    """The tried, not eliminated level of each trial whose isotonic DLT rate is nearest the target; 0: none.

    Rates (y + .05) / (n + .1), weighted by the inverse of their posterior variance.

    >>> counts = np.array([[3, 6, 3]]), np.array([[0, 1, 2]])
    >>> boin_selection(*counts, boin_table(0.3, 6)).tolist()
    [2]
    """
    levels = np.arange(1, patients.shape[1] + 1)
    tried = (patients > 0) & (levels <= open_levels(patients, dlts, table)[:, None])
    a, b = dlts + PRIOR, patients - dlts + PRIOR
    weight = np.where(tried, (a + b) ** 2 * (a + b + 1.0) / (a * b), 0.0)
    rates = isotonic(a / (a + b), weight) + NUDGE * levels
    distance = np.where(tried, abs(rates - table.target), np.inf)
    return np.where(tried.any(axis=1), distance.argmin(axis=1) + 1, 0)


def isotonic(rates: Floats, weights: Floats) -> Floats:
    """Non-decreasing rates (trial, level) nearest the given ones by weighted least squares.

    The value at j is the largest over i <= j of the least over k >= j of the mean from i to k, which is what
    pooling adjacent violators gives; a weight of 0 leaves a level out.

    >>> isotonic(np.array([[0.1, 0.5, 0.3, 0.9]]), np.ones((1, 4))).round(3).tolist()
    [[0.1, 0.4, 0.4, 0.9]]
    """
    edge = np.zeros((rates.shape[0], 1))
    weight = np.concatenate([edge, np.cumsum(weights, axis=1)], axis=1)
    total = np.concatenate([edge, np.cumsum(weights * rates, axis=1)], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (total[:, None, 1:] - total[:, :-1, None]) / (weight[:, None, 1:] - weight[:, :-1, None])
    upward = np.tri(rates.shape[1], dtype=bool).T
    means = np.where(upward & np.isfinite(means), means, np.inf)
    least = np.minimum.accumulate(means[..., ::-1], axis=-1)[..., ::-1]
    return np.where(upward, least, -np.inf).max(axis=1)


@lru_cache(maxsize=64)
def _lambdas(target: float) -> tuple[float, float]:
    if not 0.0 < target * TOXIC < 1.0:
        raise ValueError(f"target {target}: a DLT rate between 0 and {1 / TOXIC:.3f}")
    low, high, odds = SAFE * target, TOXIC * target, 1.0 - target
    escalate = log((1.0 - low) / odds) / log(target * (1.0 - low) / (low * odds))
    deescalate = log(odds / (1.0 - high)) / log(high * odds / (target * (1.0 - high)))
    return escalate, deescalate


def _surely_above(target: float, dlts: int, patients: int) -> bool:
    return bool(betaincc(1 + dlts, 1 + patients - dlts, target) > TOO_TOXIC)
