"""Arms compared within the same virtual patients, who have common random numbers in all arms.

Intervals are Monte Carlo error: how far the difference would move with other virtual patients. There is no
p-value, since the number of virtual patients is a setting, and no test for independent samples (an unpaired
log-rank would ignore the pairing).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import product
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik

from cartsim.trial.intervals import Interval, wilson

DRAWS = 2000
"""Bootstrap samples."""


class PairedTable(NamedTuple):
    """Patients with the event in both arms, in the first only, in the second only, in neither."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def patients(self) -> int:
        """Patients compared."""
        return sum(self)

    @property
    def difference(self) -> float:
        """Share in the first arm minus share in the second."""
        return (self.first_only - self.second_only) / self.patients if self.patients else float("nan")

    @property
    def standard_error(self) -> float:
        """sqrt(b + c - (b-c)^2/n) / n."""
        b, c, n = self.first_only, self.second_only, self.patients
        return sqrt(b + c - (b - c) ** 2 / n) / n if n else float("nan")


def paired_table(first: ArrayLike, second: ArrayLike) -> PairedTable:
    """The two-by-two table of two yes/no endpoints of the same patients.

    >>> paired_table([1, 1, 0, 0, 1], [1, 0, 0, 0, 0])
    PairedTable(both=1, first_only=2, second_only=0, neither=2)
    """
    one, two = np.asarray(first, bool), np.asarray(second, bool)
    if one.shape != two.shape:
        raise ValueError(f"{one.size} and {two.size} patients are no pairs")
    return PairedTable(
        int((one & two).sum()), int((one & ~two).sum()), int((~one & two).sum()), int((~one & ~two).sum())
    )


def newcombe_paired(table: PairedTable, level: float = 0.95) -> Interval:
    """Interval of a paired difference of shares: Wilson limits of both shares, squared and added with their
    correlation.

    Newcombe 1998 (Stat Med 17:2635), method 10, [recalled]: phi = (ad - bc) / sqrt((a+b)(c+d)(a+c)(b+d)),
    with ad - bc lessened by n/2 but not under 0 where it is positive; 0 where a margin is empty.

    >>> low, high = newcombe_paired(PairedTable(20, 12, 2, 16))
    >>> round(low, 3), round(high, 3)
    (0.056, 0.329)
    """
    a, b, c, _ = table
    n = table.patients
    if n == 0:
        return Interval(float("nan"), float("nan"))
    shares = (a + b) / n, (a + c) / n
    limits = [wilson(a + b, n, level), wilson(a + c, n, level)]
    phi = _phi(table)
    down = [share - limit.lower for share, limit in zip(shares, limits, strict=True)]
    up = [limit.upper - share for share, limit in zip(shares, limits, strict=True)]
    difference = shares[0] - shares[1]
    return Interval(difference - _joined(down[0], up[1], phi), difference + _joined(up[0], down[1], phi))


def newcombe_independent(first: tuple[int, int], second: tuple[int, int], level: float = 0.95) -> Interval:
    """Interval of a difference of shares (events, patients) of independent patients, first minus second.

    Newcombe 1998 (Stat Med 17:873), method 10, [recalled]: Wilson limits of both shares, squared and added.
    NaN without patients.

    >>> low, high = newcombe_independent((56, 70), (48, 80))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    if first[1] == 0 or second[1] == 0:
        return Interval(float("nan"), float("nan"))
    shares = [events / patients for events, patients in (first, second)]
    limits = [wilson(*counts, level) for counts in (first, second)]
    down, up = shares[0] - limits[0].lower, limits[1].upper - shares[1]
    rise, fall = limits[0].upper - shares[0], shares[1] - limits[1].lower
    difference = shares[0] - shares[1]
    return Interval(difference - _joined(down, up, 0.0), difference + _joined(rise, fall, 0.0))


def independent_patients(table: PairedTable) -> float:
    """Patients per arm at which two independent arms have the same standard error: (p1 q1 + p2 q2) / se^2.

    NaN where the paired difference has no error.

    >>> round(independent_patients(PairedTable(20, 12, 2, 16)), 1)
    99.3
    """
    n = table.patients
    if n == 0 or table.standard_error == 0.0:
        return float("nan")
    shares = (table.both + table.first_only) / n, (table.both + table.second_only) / n
    return sum(share * (1.0 - share) for share in shares) / table.standard_error**2


def bootstrap_difference(table: PairedTable, seed: int, purpose: str, level: float = 0.95) -> Interval:
    """Percentile interval of the difference over resampled patients, all arms of a patient together.

    Drawing n patients with replacement is a multinomial draw of the four cells. The stream is addressed by
    seed and purpose.

    >>> bootstrap_difference(PairedTable(20, 12, 2, 16), 1, "example")
    Interval(lower=0.06, upper=0.34)
    """
    n = table.patients
    if n == 0:
        return Interval(float("nan"), float("nan"))
    cells = _generator(seed, purpose).multinomial(n, np.array(table) / n, size=DRAWS)
    return _percentiles((cells[:, 1] - cells[:, 2]) / n, level)


def mean_difference(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> tuple[float, float, float]:
    """(mean paired difference, lower, upper) by the normal limits of its standard error; patients with a
    NaN are left out.

    >>> mean_difference([3.0, 5.0, 4.0], [1.0, 2.0, 3.0])[0]
    2.0
    """
    difference = np.asarray(first, float) - np.asarray(second, float)
    known = difference[np.isfinite(difference)]
    if known.size < 2:
        return (float(known.mean()) if known.size else float("nan"), float("nan"), float("nan"))
    half = NormalDist().inv_cdf(0.5 + level / 2.0) * float(known.std(ddof=1)) / sqrt(known.size)
    return float(known.mean()), float(known.mean() - half), float(known.mean() + half)


def median_limits(values: ArrayLike, level: float = 0.95) -> tuple[float, float, float]:
    """(median, lower, upper) by the order statistics between which it lies whatever the distribution (the
    interval of the sign test); NaN limits where patients are too few. A NaN is left out, infinity is not.

    >>> median_limits([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
    (4.0, 1.0, 7.0)
    """
    known = np.sort(np.asarray(values, float))
    known = known[~np.isnan(known)]
    if not known.size:
        return float("nan"), float("nan"), float("nan")
    beyond = int(bdtrik((1.0 - level) / 2.0, known.size, 0.5))
    while beyond >= 0 and bdtr(beyond, known.size, 0.5) > (1.0 - level) / 2.0:
        beyond -= 1
    half = (known.size - 1) // 2, known.size // 2
    middle = float(known[half[0]]) if known[half[0]] == known[half[1]] else float(known[list(half)].mean())
    if beyond < 0:
        return middle, float("nan"), float("nan")
    return middle, float(known[beyond]), float(known[-1 - beyond])


def independent_mean_difference(
    first: ArrayLike, second: ArrayLike, level: float = 0.95
) -> tuple[float, float, float]:
    """(difference of means of independent patients, lower, upper) by the normal limits of its standard error;
    patients with a NaN are left out.

    >>> independent_mean_difference([3.0, 5.0, 4.0], [1.0, 2.0, 3.0])[0]
    2.0
    """
    known = [values[np.isfinite(values)] for values in (np.asarray(first, float), np.asarray(second, float))]
    if min(values.size for values in known) == 0:
        return float("nan"), float("nan"), float("nan")
    difference = float(known[0].mean() - known[1].mean())
    if min(values.size for values in known) < 2:
        return difference, float("nan"), float("nan")
    error = sqrt(sum(float(values.var(ddof=1)) / values.size for values in known))
    half = NormalDist().inv_cdf(0.5 + level / 2.0) * error
    return difference, difference - half, difference + half


def contrasts(swept: Sequence[Mapping[str, str]]) -> list[tuple[int, int]]:
    """(arm, reference) pairs to compare, from the swept values of each arm: at every point of the sweep, each
    arm with the first that belongs to the point. An arm that an axis leaves alone belongs to all its points.

    >>> contrasts([{}, {}, {}])
    [(1, 0), (2, 0)]
    >>> contrasts([{}, {"dose": "1e7"}, {"dose": "1e8"}])
    [(1, 0), (2, 0)]
    """
    axes: dict[str, dict[str, None]] = {}
    for values in swept:
        for axis, value in values.items():
            axes.setdefault(axis, {})[value] = None
    pairs = set()
    for point in product(*axes.values()):
        at = dict(zip(axes, point, strict=True))
        here = [place for place, values in enumerate(swept) if values.items() <= at.items()]
        pairs |= {(place, here[0]) for place in here[1:]}
    return sorted(pairs)


def _phi(table: PairedTable) -> float:
    """Correlation of the two endpoints, with Newcombe's continuity correction."""
    a, b, c, d = table
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    cross = a * d - b * c
    corrected = max(cross - table.patients / 2.0, 0.0) if cross > 0 else cross
    return corrected / sqrt(margins)


def _joined(one: float, two: float, phi: float) -> float:
    return sqrt(max(one * one - 2.0 * phi * one * two + two * two, 0.0))


def _percentiles(values: NDArray[np.float64], level: float) -> Interval:
    tail = (1.0 - level) / 2.0
    return Interval(*(float(limit) for limit in np.quantile(values, [tail, 1.0 - tail])))


def _generator(seed: int, purpose: str) -> np.random.Generator:
    digest = blake2b(f"{seed}\0bootstrap/{purpose}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))
