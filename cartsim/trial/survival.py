"""Time to event: Kaplan-Meier, competing risks, restricted means, and the log-rank test.

`event` is 1 for an event and 0 for a censoring, the opposite of ADaM's CNSR. Events come before censorings
of the same day. Which day a patient's event or censoring falls on is decided in
`cartsim.trial.time_to_event`.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cartsim.trial.log_rank import LogRank, log_rank
from cartsim.trial.risk_sets import Counts, Floats, observed, risk_table
from cartsim.trial.time_to_event import EventDay, time_to_event

__all__ = [
    "AalenJohansen",
    "EventDay",
    "KaplanMeier",
    "LogRank",
    "aalen_johansen",
    "kaplan_meier",
    "log_rank",
    "quantile_time",
    "restricted_mean",
    "time_to_event",
]

IntervalKind = Literal["log-log", "log", "plain"]

HALF = 0.5
FLAT = 1e-12
"""A survival this near to one half is one half."""


class KaplanMeier(NamedTuple):
    """A row per distinct time, censorings too; `at_risk` counts patients still followed just before it."""

    time: Floats
    at_risk: Counts
    events: Counts
    survival: Floats
    lower: Floats
    upper: Floats
    median: float
    median_lower: float
    median_upper: float


class AalenJohansen(NamedTuple):
    """Cumulative incidence of cause 1 with its competing causes."""

    time: Floats
    incidence: Floats
    lower: Floats
    upper: Floats

    def at(self, day: float) -> tuple[float, float, float]:
        """(incidence, lower, upper) on a day; 0 before the first time."""
        row = int(np.searchsorted(self.time, day, side="right")) - 1
        return (0.0, 0.0, 0.0) if row < 0 else (self.incidence[row], self.lower[row], self.upper[row])


def kaplan_meier(
    time: ArrayLike, event: ArrayLike, interval: IntervalKind = "log-log", level: float = 0.95
) -> KaplanMeier:
    """Kaplan-Meier estimate with Greenwood's variance. Kaplan & Meier 1958; Kalbfleisch & Prentice for
    log-log limits.

    S(t) = prod (1 - d/n). Limits, clipped to [0, 1]: log-log S^exp(-+ z se/ln S), log S exp(-+ z se), plain
    S -+ z S se, with se^2 = sum d/(n (n-d)). They are NaN where S = 0, the log-log ones also where S = 1.
    Median: see `quantile_time`.

    >>> curve = kaplan_meier([1, 2, 3, 4], [1, 1, 0, 1])
    >>> curve.survival.tolist(), curve.median
    ([0.75, 0.5, 0.5, 0.0], 3.0)
    """
    days, seen = observed(time, event)
    times, at_risk, events = risk_table(days, seen == 1)
    survival: Floats = np.cumprod(1.0 - events / at_risk).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events))))
        lower, upper = _limits(survival, greenwood, _z(level), interval)
    curves = [np.where(survival == 0.0, np.nan, limit) for limit in (lower, upper)]
    medians = [quantile_time(times, curve) for curve in (survival, *curves)]
    return KaplanMeier(times, at_risk, events, survival, curves[0], curves[1], *medians)


def quantile_time(time: ArrayLike, survival: ArrayLike, share: float = HALF) -> float:
    """First time with survival <= share; NaN when it never comes (a NaN survival never crosses).

    Where the curve lies at exactly `share` (to 1e-12) it is the midpoint of that flat stretch, which ends
    at the next drop or, without one, at the last time.

    >>> quantile_time([2, 5, 9], [0.8, 0.5, 0.5])
    7.0
    """
    times, values = np.asarray(time, float), np.asarray(survival, float)
    reached = np.flatnonzero(values <= share + FLAT)
    if not reached.size:
        return float("nan")
    first = int(reached[0])
    if abs(values[first] - share) > FLAT:
        return float(times[first])
    drops = np.flatnonzero(values < share - FLAT)
    return float((times[first] + times[drops[0] if drops.size else -1]) / 2.0)


def restricted_mean(curve: KaplanMeier, horizon: float) -> float:
    """Area under the survival curve from 0 to the horizon (the last value is carried on).

    >>> restricted_mean(kaplan_meier([2, 4], [1, 1]), 4)
    3.0
    """
    edges = np.concatenate([[0.0], np.minimum(curve.time, horizon), [horizon]])
    return float(np.sum(np.diff(edges) * np.concatenate([[1.0], curve.survival])))


def aalen_johansen(time: ArrayLike, cause: ArrayLike, level: float = 0.95) -> AalenJohansen:
    """Cumulative incidence of cause 1; other causes > 0 compete, 0 is censored. Aalen & Johansen 1978.

    F(t) = sum S(s-) d1/n. Variance by the delta method (Marubini & Valsecchi 1995, [recalled]), limits on
    the log(-log F) scale; NaN limits where F is 0 or 1.

    >>> aalen_johansen([1, 2, 3, 4], [1, 2, 1, 0]).incidence.tolist()
    [0.25, 0.25, 0.5, 0.5]
    """
    days, causes = observed(time, cause, causes=True)
    times, at_risk, events = risk_table(days, causes > 0)
    return competing_incidence(times, at_risk, events, risk_table(days, causes == 1)[2], level)


def competing_incidence(
    times: Floats,
    at_risk: Counts,
    events: Counts,
    ours: Counts,
    level: float = 0.95,
) -> AalenJohansen:
    """`aalen_johansen` of a counted table: patients at risk (at least 1), events of any cause and of cause 1
    at each time.

    >>> at_risk, events, ours = np.array([4, 2]), np.array([1, 2]), np.array([1, 0])
    >>> competing_incidence(np.array([1.0, 3.0]), at_risk, events, ours).incidence.tolist()
    [0.25, 0.25]
    """
    after: Floats = np.cumprod(1.0 - events / at_risk).astype(float)
    before = np.concatenate([[1.0], after[:-1]]) if after.size else after
    incidence: Floats = np.cumsum(before * ours / at_risk).astype(float)
    deviation = np.sqrt(_incidence_variance(incidence, before, at_risk, events, ours))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        spread = _z(level) * deviation / (incidence * np.log(incidence))
        lower, upper = incidence ** np.exp(-spread), incidence ** np.exp(spread)
    known = (incidence > 0.0) & (incidence < 1.0)
    return AalenJohansen(times, incidence, np.where(known, lower, np.nan), np.where(known, upper, np.nan))


def _incidence_variance(
    incidence: Floats,
    before: Floats,
    at_risk: Counts,
    events: Counts,
    ours: Counts,
) -> Floats:
    """sum (F-Fs)^2 d/(n(n-d)) + sum S^2 (n-d1) d1/n^3 - 2 sum (F-Fs) S d1/n^2, each sum over s <= t, by
    cumulative sums."""
    rest = at_risk - events
    hazard = np.where(rest > 0, events / (at_risk * np.maximum(rest, 1)), 0.0)
    cross = before * ours / at_risk**2
    squares = incidence**2 * np.cumsum(hazard) - 2 * incidence * np.cumsum(incidence * hazard)
    squares += np.cumsum(incidence**2 * hazard)
    own = np.cumsum(before**2 * (at_risk - ours) * ours / at_risk.astype(float) ** 3)
    crossed = incidence * np.cumsum(cross) - np.cumsum(incidence * cross)
    return np.maximum(squares + own - 2 * crossed, 0.0)


def _limits(survival: Floats, greenwood: Floats, z: float, interval: IntervalKind) -> tuple[Floats, Floats]:
    log = np.log(survival)
    scales: dict[str, Callable[[float], Floats]] = {
        "log-log": lambda sign: survival ** np.exp(sign * z * greenwood / log),
        "log": lambda sign: survival * np.exp(sign * z * greenwood),
        "plain": lambda sign: survival + sign * z * survival * greenwood,
    }
    if interval not in scales:
        raise ValueError(f"interval {interval!r} is not one of {', '.join(scales)}")
    limits = [scales[interval](sign) for sign in (-1.0, 1.0)]
    if interval == "log-log":
        limits = [np.where(survival == 1.0, np.nan, limit) for limit in limits]
    return np.clip(limits[0], 0.0, 1.0), np.clip(limits[1], 0.0, 1.0)


def _z(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + level / 2.0)
