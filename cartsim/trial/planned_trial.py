"""The planned trial, repeated: different virtual patients in its arms, tested as a real trial would be.

Each repeat takes 2 n of the simulated patients, nobody twice, and treats n of them in one arm and n in the
other, so that its arms are independent like those of a randomised trial. The hypotheses are tested in their
declared order, each at the full two-sided alpha, until one is not rejected: a fixed sequence keeps the chance
of any false rejection at alpha (Maurer, Hothorn & Lehmacher 1995 [recalled]). The power is a property of the
planned trial, known to the Monte Carlo error of the repeats and no better than the simulated shares
themselves. Here alone p-values exist; there is none over the simulated patients, whose number is a setting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from cartsim.population.streams import uniforms
from cartsim.scenario.planned import TIMES
from cartsim.trial.paired import contrast_labels, pairs_of
from cartsim.trial.shares import share

if TYPE_CHECKING:
    from cartsim.scenario.planned import Planned
    from cartsim.scenario.scenario import Scenario
    from cartsim.trial.paired import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

CHUNK = 2_000_000
"""Cells of an array over repeats and patients that are held at a time."""


class Repeats(NamedTuple):
    """Of one contrast, (repeat, hypothesis): p-values, and whether the arm did better than the reference (a
    higher share, fewer events than expected)."""

    p_value: Floats
    higher: Flags


def planned_trials(
    measures: Mapping[str, Measure], found: Mapping[str, NDArray], scenario: Scenario, solved: Flags
) -> dict[str, NDArray]:
    """The repeats of `trial.planned` over the simulated patients of a run."""
    planned = scenario.trial.planned
    if planned is None:
        return {}
    times = {name: (found[name], found[f"{name}_event"]) for name in TIMES}
    pairs, labels = pairs_of(scenario), contrast_labels(scenario)
    return repeated_trials(pairs, labels, measures, times, solved, planned, scenario.run.seed)


def repeated_trials(
    pairs: Sequence[tuple[int, int]],
    labels: Sequence[str],
    measures: Mapping[str, Measure],
    times: Mapping[str, tuple[Floats, NDArray]],
    solved: Flags,
    planned: Planned,
    seed: int,
) -> dict[str, NDArray]:
    """`power*` (contrast, hypothesis): the share of repeats that reject each hypothesis taken alone, that
    reject it in the sequence, and that reject it in favour of the arm named first.

    Limits are Monte Carlo error. NaN where the pool holds too few patients.
    """
    shape = (planned.trials, len(pairs), len(planned.hierarchy))
    alone, favour, known = (np.zeros(shape, bool) for _ in range(3))
    for row, (arm, reference) in enumerate(pairs):
        pool = np.flatnonzero(solved[arm] & solved[reference])
        if pool.size < 2 * planned.patients_per_arm:
            continue
        first, second = sampled(pool, planned.patients_per_arm, planned.trials, seed, labels[row])
        found = _tested((arm, first), (reference, second), measures, times, planned)
        alone[:, row] = found.p_value <= planned.alpha
        favour[:, row] = alone[:, row] & found.higher
        known[:, row] = True
    kinds = {
        "power": alone,
        "power_in_sequence": np.logical_and.accumulate(alone, axis=2),
        "power_in_favour": favour,
    }
    tables = [share(name, *_patients_second(flags, known)) for name, flags in kinds.items()]
    return {name: values for table in tables for name, values in table.items()}


def sampled(pool: Places, each: int, trials: int, seed: int, label: str) -> tuple[Places, Places]:
    """Patients of both arms (repeat, patient) of each repeat: 2 x `each` of the pool, none twice.

    Floyd's sampling (Bentley & Floyd 1987, CACM 30:754), then a shuffle. A repeat has its own random numbers:
    further repeats change none.

    >>> one, two = sampled(np.arange(10), 5, 1, 1, "example")
    >>> sorted([*one[0].tolist(), *two[0].tolist()])
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    both = 2 * each
    chosen = np.empty((trials, both), np.int64)
    step = max(1, CHUNK // both)
    for start in range(0, trials, step):
        repeats = np.arange(start, min(start + step, trials))
        numbers = uniforms(seed, f"planned trial/{label}", repeats, 2 * both)
        chosen[repeats] = _shuffled(_distinct(numbers[:, :both], pool.size), numbers[:, both:])
    return pool[chosen[:, :each]], pool[chosen[:, each:]]


def log_rank_p(time: Floats, event: NDArray, group: NDArray) -> tuple[Floats, Flags]:
    """Two-sided p-value of the log-rank test in every row (trial, patient), and whether group 1 had fewer
    events than expected. Mantel 1966: chi^2 = (O - E)^2 / V with the hypergeometric variance.

    p = 1 where no event tells the groups apart. Events precede censorings of the same day. With few patients
    the chi^2 is rough: of two alike arms of 20 it rejects 6 % at a level of 5 %, as the real trial's would.

    >>> p, fewer = log_rank_p(np.array([[1.0, 2, 3, 4]]), np.ones((1, 4)), np.array([[0, 0, 1, 1]]))
    >>> round(float(p[0]), 4), bool(fewer[0])
    (0.0896, True)
    """
    order = np.argsort(time, axis=1, kind="stable")
    days, seen, ones = (np.take_along_axis(part, order, axis=1) for part in (time, event, group))
    size, place = days.shape[1], np.arange(days.shape[1])
    fresh = np.concatenate([np.ones((len(days), 1), bool), days[:, 1:] != days[:, :-1]], axis=1)
    first = np.maximum.accumulate(np.where(fresh, place, 0), axis=1)
    at_risk = size - first
    ones_at_risk = np.take_along_axis(np.cumsum(ones[:, ::-1], axis=1)[:, ::-1], first, axis=1)
    last = np.concatenate([fresh[:, 1:], np.ones((len(days), 1), bool)], axis=1)
    so_far = np.cumsum(seen, axis=1)
    died = so_far - np.take_along_axis(so_far - seen, first, axis=1)
    expected = died * ones_at_risk / at_risk
    left = np.maximum(at_risk - 1, 1)
    variance = expected * (at_risk - ones_at_risk) / at_risk * (at_risk - died) / left
    excess = (seen * ones).sum(axis=1) - np.where(last, expected, 0.0).sum(axis=1)
    spread = np.where(last, variance, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(spread > 0.0, excess**2 / spread, 0.0)
    return chdtrc(1, statistic), excess < 0.0


@cache
def share_p(x: int, n: int, y: int, m: int, test: str = "fisher") -> float:
    """Two-sided p-value of x of n against y of m independent patients; 1 where an arm is empty.

    >>> round(share_p(8, 20, 1, 20), 4), round(share_p(8, 20, 1, 20, "boschloo"), 4)
    (0.0197, 0.0093)
    """
    from scipy.stats import boschloo_exact, fisher_exact  # takes long to load, and few runs need it

    if n == 0 or m == 0 or x + y in (0, n + m):
        return 1.0
    table = [[x, y], [n - x, m - y]]
    return float(fisher_exact(table)[1] if test == "fisher" else boschloo_exact(table).pvalue)


def _tested(
    one: tuple[int, Places],
    two: tuple[int, Places],
    measures: Mapping[str, Measure],
    times: Mapping[str, tuple[Floats, NDArray]],
    planned: Planned,
) -> Repeats:
    columns = [
        _compared_times(one, two, *times[name])
        if name in times
        else _compared_shares(one, two, *measures[name], planned.test)
        for name in planned.hierarchy
    ]
    return Repeats(*(np.stack(part, axis=1) for part in zip(*columns, strict=True)))


def _compared_shares(
    one: tuple[int, Places], two: tuple[int, Places], event: Flags, known: Flags, test: str
) -> tuple[Floats, Flags]:
    """Each table of counts is tested once, however many repeats have it."""
    counts = [
        part
        for arm, who in (one, two)
        for part in ((event[arm] & known[arm])[who].sum(axis=1), known[arm][who].sum(axis=1))
    ]
    tables, place = np.unique(np.stack(counts, axis=1), axis=0, return_inverse=True)
    p = np.array([share_p(*(int(cell) for cell in row), test) for row in tables])[place.ravel()]
    x, n, y, m = counts
    return p, np.asarray(x * m > y * n)


def _compared_times(
    one: tuple[int, Places], two: tuple[int, Places], day: Floats, event: NDArray
) -> tuple[Floats, Flags]:
    """Log-rank test; whoever is not in the set of the endpoint is censored at the start, before any event."""
    days, seen = (
        np.concatenate([part[arm][who] for arm, who in (one, two)], axis=1) for part in (day, event)
    )
    inside = np.isfinite(days)
    group = np.repeat([1, 0], one[1].shape[1])[None].repeat(len(days), axis=0)
    return log_rank_p(np.where(inside, days, -1.0), np.where(inside, seen, 0), group)


def _distinct(numbers: Floats, size: int) -> Places:
    """As many different whole numbers below `size` in each row as it has random numbers (Floyd)."""
    chosen = np.full(numbers.shape, -1, np.int64)
    for place, limit in enumerate(range(size - numbers.shape[1], size)):
        drawn = (numbers[:, place] * (limit + 1)).astype(np.int64)
        taken = (chosen[:, :place] == drawn[:, None]).any(axis=1)
        chosen[:, place] = np.where(taken, limit, drawn)
    return chosen


def _shuffled(rows: Places, numbers: Floats) -> Places:
    return np.take_along_axis(rows, np.argsort(numbers, axis=1), axis=1)


def _patients_second(flags: Flags, known: Flags) -> tuple[Flags, Flags]:
    """(contrast, repeat, hypothesis): `share` counts along the second axis."""
    return flags.swapaxes(0, 1), known.swapaxes(0, 1)
