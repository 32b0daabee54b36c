"""Intervals of a share: what k of n says about the chance behind it.

`clopper_pearson` of simulated patients is Monte Carlo error and is labelled so wherever it is shown;
`predictive` is the spread of the share that one real trial of the planned size would see. Neither holds the
uncertainty of the parameters.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from scipy.special import betaincinv


class Interval(NamedTuple):
    """Lower and upper limit."""

    lower: float
    upper: float


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Interval:
    """Exact interval of a binomial share: tails of Beta(x, n-x+1) and Beta(x+1, n-x). Clopper & Pearson 1934.

    0 at x = 0, 1 at x = n; without patients (0, 1).

    >>> low, high = clopper_pearson(9, 12)
    >>> round(low, 4), round(high, 4)
    (0.4281, 0.9451)
    """
    _check(x, n, level)
    tail = (1.0 - level) / 2.0
    lower = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    upper = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1.0 - tail))
    return Interval(lower, upper)


def wilson(x: int, n: int, level: float = 0.95) -> Interval:
    """Score interval without continuity correction. Wilson 1927.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); 0 at x = 0, 1 at x = n; without patients (0,
    1).

    >>> low, high = wilson(9, 12)
    >>> round(low, 4), round(high, 4)
    (0.4677, 0.9111)
    """
    _check(x, n, level)
    if n == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    share, scale = x / n, 1.0 + z * z / n
    centre = (share + z * z / (2 * n)) / scale
    half = z * sqrt(share * (1.0 - share) / n + z * z / (4 * n * n)) / scale
    return Interval(0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half)


def monte_carlo_error(x: int, n: int) -> float:
    """Standard error of the share of n simulated patients, sqrt(p (1-p) / n); NaN without patients.

    >>> monte_carlo_error(50, 100)
    0.05
    """
    _check(x, n, 0.5)
    return sqrt(x * (n - x) / n**3) if n else float("nan")


def predictive(x: int, n: int, planned: int, level: float = 0.95) -> Interval:
    """Limits of the share that a trial of `planned` patients would see, given x of n simulated ones.

    Beta-binomial quantiles under the Jeffreys prior Beta(1/2, 1/2): Monte Carlo error and the luck of a
    small trial together.

    >>> predictive(400, 1000, 20)
    Interval(lower=0.2, upper=0.6)
    """
    _check(x, n, level)
    if planned < 1:
        raise ValueError("planned must be at least 1 patient")
    from scipy.stats import betabinom  # takes long to load, and few runs need it

    spread = betabinom(planned, x + 0.5, n - x + 0.5)
    tail = (1.0 - level) / 2.0
    return Interval(float(spread.ppf(tail)) / planned, float(spread.ppf(1.0 - tail)) / planned)


def _check(x: int, n: int, level: float) -> None:
    if int(x) != x or int(n) != n or not 0 <= x <= n:
        raise ValueError(f"x = {x} of n = {n} is no count: x must be a whole number from 0 to n")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
