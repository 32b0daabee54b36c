"""Many groups of single cells against the equations: how far their mean is off, in its own error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from scipy import stats

from cartsim.simulate.agents.values import Values
from cartsim.simulate.agents.well_mixed import follow
from tests.simulate.agents.group import course, group

THREADS = 2


class Compared(NamedTuple):
    """Readings (repeat, time, state) without the start, and the equations' (time, state)."""

    runs: np.ndarray
    expected: np.ndarray

    @property
    def error(self) -> np.ndarray:
        """Standard error of the mean (time, state)."""
        return self.runs.std(axis=0, ddof=1) / len(self.runs) ** 0.5

    @property
    def z(self) -> np.ndarray:
        """Mean less the equations, in standard errors (time, state)."""
        return (self.runs.mean(axis=0) - self.expected) / self.error

    @property
    def bias(self) -> np.ndarray:
        """Mean over the equations, less 1 (time, state)."""
        return self.runs.mean(axis=0) / self.expected - 1

    def chance(self) -> float:
        """p of Hotelling's T^2: of a mean as far off, over all times and states with their correlations, if the
        equations give the mean. Hotelling, Ann Math Stat 1931;2:360.
        """
        flat = self.runs.reshape(len(self.runs), -1)
        n, k = flat.shape
        off = flat.mean(axis=0) - self.expected.ravel()
        t2 = n * off @ np.linalg.solve(np.cov(flat, rowvar=False), off)
        return float(stats.f.sf(t2 * (n - k) / (k * (n - 1)), k, n - k))


def compare(
    known: dict[str, float], scale: float, repeats: int, minutes: float, days: int, seed: int = 1,
    against: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Compared:  # fmt: skip
    """`repeats` groups, `scale` times the start, in steps of `minutes`, read every day; `against` gives the
    equations' course (time, state) from the start, if not those of `known`.
    """
    values = Values.of(known)

    def one(repeat: int) -> np.ndarray:
        return follow(group(known, scale, repeat, seed), values, minutes, 1.0, days)

    with ThreadPoolExecutor(THREADS) as pool:
        runs = np.array(list(pool.map(one, range(repeats))))
    start = group(known, scale).read(values)
    times = np.arange(days + 1.0)
    expected = against(start) if against else course(known, start, times)
    return Compared(runs[:, 1:], expected[1:])
