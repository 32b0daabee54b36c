"""Sobol indices from the model's values on the matrices A, B and AB, in plain numpy.

Rows of A and B are independent draws; AB_i is A with its column i from B. With V the variance of all values
on A and B together:

- first order (Saltelli 2010, Comput Phys Commun 181:259, table 2, row b): mean(f_B (f_ABi - f_A)) / V
- total order (Jansen 1999, Comput Phys Commun 117:35; the same table, row f): mean((f_A - f_ABi)^2) / (2 V)

The mean of all values is taken off first: that keeps the expectation of the first order and its noise small
where the mean is large beside the spread. Intervals are from rows drawn again with replacement, the same rows
for A, B and every AB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np


@dataclass(frozen=True)
class Indices:
    """First and total order (factor), and those of every resample (resample, factor)."""

    first: np.ndarray
    total: np.ndarray
    first_again: np.ndarray
    total_again: np.ndarray

    def half_widths(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Half widths of the normal intervals (factor) of first and total order: z SDs of the resamples."""
        z = NormalDist().inv_cdf((1 + level) / 2)
        return z * self.first_again.std(axis=0, ddof=1), z * self.total_again.std(axis=0, ddof=1)

    def percentiles(self, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Percentile intervals (end, factor) of first and total order."""
        ends = [50 * (1 - level), 50 * (1 + level)]
        return np.percentile(self.first_again, ends, axis=0), np.percentile(self.total_again, ends, axis=0)


def matrices(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """AB (factor, row, factor): for every factor, A with that column from B."""
    ab = np.repeat(a[None], a.shape[1], axis=0)
    for i in range(a.shape[1]):
        ab[i, :, i] = b[:, i]
    return ab


def estimates(f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and total order (factor) from centred values on A and B (row) and AB (row, factor)."""
    variance = np.var(np.concatenate([f_a, f_b]))
    first = np.mean(f_b[:, None] * (f_ab - f_a[:, None]), axis=0) / variance
    total = np.mean((f_a[:, None] - f_ab) ** 2, axis=0) / (2 * variance)
    return first, total


def indices(
    f_a: np.ndarray, f_b: np.ndarray, f_ab: np.ndarray, resamples: int = 100, seed: int = 0
) -> Indices:
    """Indices with their resamples, from values on A and B (row) and AB (row, factor)."""
    centre = np.concatenate([f_a, f_b, f_ab.ravel()]).mean()
    f_a, f_b, f_ab = f_a - centre, f_b - centre, f_ab - centre
    rng = np.random.default_rng(seed)
    drawn = [rng.integers(len(f_a), size=len(f_a)) for _ in range(resamples)]
    again = [estimates(f_a[rows], f_b[rows], f_ab[rows]) for rows in drawn]
    first_again, total_again = (np.array(values) for values in zip(*again, strict=True))
    return Indices(*estimates(f_a, f_b, f_ab), first_again, total_again)


def analyse(model: Callable[[np.ndarray], np.ndarray], a: np.ndarray, b: np.ndarray, **how: int) -> Indices:
    """Indices of a model of (row, factor) -> (row), evaluated on A, B and every AB."""
    f_ab = np.stack([model(x) for x in matrices(a, b)], axis=1)
    return indices(model(a), model(b), f_ab, **how)
