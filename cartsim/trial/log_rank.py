"""Log-rank test of two or more independent groups of patients.

Arms of a virtual trial hold the same patients, and a test for independent samples would take their pairing
for chance: such arms are refused. Inside a repeated trial each arm has patients of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from cartsim.trial.risk_sets import Floats, observed, risk_table


class LogRank(NamedTuple):
    """Chi-square statistic and its two-sided p-value."""

    statistic: float
    p_value: float


def log_rank(
    time: ArrayLike, event: ArrayLike, group: ArrayLike, *, patient: ArrayLike | None = None
) -> LogRank:
    """Log-rank test without weights or strata. Mantel 1966; Peto & Peto 1972.

    Per time with d events of n at risk, n_j of them in group j: expected d n_j/n, covariance
    d (n-d)/(n-1) (n_j/n) (delta_jk - n_k/n). The statistic (O-E)' V^-1 (O-E) is chi-square with one degree
    less than there are groups at risk at an event; without an event to compare it is 0, p 1.

    ValueError for fewer than two groups, and for a `patient` who is in more than one.

    >>> found = log_rank([6, 7, 10, 15, 1, 2, 3, 9], [1, 0, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1])
    >>> round(found.statistic, 4), round(found.p_value, 4)
    (4.4217, 0.0355)
    """
    days, seen = observed(time, event)
    names, member = np.unique(np.asarray(group).ravel(), return_inverse=True)
    if member.size != days.size:
        raise ValueError(f"{days.size} times and {member.size} groups")
    if names.size < 2:
        raise ValueError("a log-rank compares two groups or more")
    if patient is not None:
        _refuse_pairs(np.asarray(patient).ravel(), member)
    at_risk, events = _tables(days, seen == 1, member, names.size)
    expected = at_risk * (events.sum(axis=1) / at_risk.sum(axis=1))[:, None]
    compared = expected.sum(axis=0) > 0.0
    excess = (events - expected).sum(axis=0)[compared][1:]
    variance = _covariance(at_risk, events.sum(axis=1))[np.ix_(compared, compared)][1:, 1:]
    statistic = float(excess @ np.linalg.pinv(variance) @ excess)
    return LogRank(statistic, float(chdtrc(max(excess.size, 1), statistic)))


def _refuse_pairs(patient: NDArray, member: NDArray[np.intp]) -> None:
    if patient.size != member.size:
        raise ValueError(f"{member.size} times and {patient.size} patients")
    pairs = np.unique(np.stack([np.unique(patient, return_inverse=True)[1], member]), axis=1)
    if np.unique(pairs[0]).size < pairs.shape[1]:
        raise ValueError(
            "an unpaired log-rank on paired arms is refused: a patient is in more than one group; "
            "compare within patients, or test inside repeated trials"
        )


def _tables(
    days: Floats, seen: NDArray[np.bool_], member: NDArray[np.intp], groups: int
) -> tuple[Floats, Floats]:
    """At risk and events (time, group) at the distinct times of all patients."""
    times = np.unique(days)
    at_risk, events = np.zeros((2, times.size, groups))
    for one in range(groups):
        own, still, came = risk_table(days[member == one], seen[member == one])
        events[np.searchsorted(times, own), one] = came
        at_risk[:, one] = np.append(still, 0)[np.searchsorted(own, times)]
    return at_risk, events


def _covariance(at_risk: Floats, dead: Floats) -> Floats:
    """(group, group), summed over times."""
    total = at_risk.sum(axis=1)
    spread = dead * (total - dead) / np.maximum(total - 1, 1)
    shares = at_risk / total[:, None]
    return np.diag(spread @ shares) - shares.T @ (spread[:, None] * shares)
