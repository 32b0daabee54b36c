"""Every endpoint of every arm of two runs, in words, with how far it moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from cartsim.report.tables import TAILS
from cartsim.report.two_runs.labels import family_of, labels_of
from cartsim.report.two_runs.pair import Arms, Pair
from cartsim.report.words import days, number, percent, quartiles, signed
from cartsim.trial.between_runs import Resampled, Shared, Shift, mean_shift, share_shift
from cartsim.trial.compare import mean_difference
from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.outcomes import RATIOS, TERM, Outcomes, outcomes

PRIMARY = "confirmed_orr"
"""Compared also where the runs define it otherwise; its label then says both definitions."""
OTHERWISE = "Primary response, defined otherwise in A and B"


@dataclass(frozen=True)
class Row:
    """One endpoint in one pair of arms: the value of either run with its limits, and the shift.

    `scale`: percentage points, days, or the ratio of B to A.
    """

    family: str
    name: str
    label: str
    arms: Arms
    values: tuple[str, str]
    shift: Shift
    scale: str

    @property
    def difference(self) -> str:
        """B minus A with its limits; of kinetics B divided by A."""
        shift = self.shift
        ends = (shift.difference, shift.lower, shift.upper)
        if np.isnan(shift.difference) and np.isnan(shift.lower):
            return "–"
        if self.scale == "ratio":
            middle, low, high = (_times(float(np.exp(end))) for end in ends)
        else:
            factor = 100 if self.scale == "points" else 1
            middle, low, high = (_end(factor * end) for end in ends)
        return f"{middle} ({low} to {high})"


def _times(ratio: float) -> str:
    """A ratio, in so many figures that one that is not 1 does not look like 1."""
    if np.isnan(ratio) or np.isinf(ratio):
        return "–" if np.isnan(ratio) else "×∞"
    if ratio >= 100:
        return f"×{number(ratio)}"
    apart = (digits for digits in (2, 3, 4, 6) if ratio == 1 or f"{ratio:.{digits}f}" != f"{1:.{digits}f}")
    return f"×{ratio:.{next(apart, 6)}f}"


def _end(value: float) -> str:
    """A limit; where one median alone is not reached it is beyond any number, + where that is B's."""
    if np.isinf(value):
        return "+NR" if value > 0 else "−NR"
    return signed(value)


@dataclass(frozen=True)
class Compared:
    """All rows, and the endpoints that only one run has or nobody had in either."""

    pair: Pair
    rows: list[Row]
    only: tuple[list[str], list[str]]
    nobody: list[str]

    @cached_property
    def moved(self) -> list[Row]:
        """Rows that moved beyond Monte Carlo error, the clearest first."""
        found = [row for row in self.rows if row.shift.verdict == "moved"]
        return sorted(found, key=lambda row: -row.shift.distance)

    def primary(self) -> list[Row]:
        """The primary response of every pair of arms."""
        return [row for row in self.rows if row.name == PRIMARY]


def compare(pair: Pair) -> Compared:
    """Every endpoint that both runs have, in every pair of arms."""
    until = min(float(run.endpoints.attrs["responses_until_day"]) for run in pair.runs)
    whole = [outcomes(run.visits, run.endpoints, run.scenario, until) for run in pair.runs]
    labels = [labels_of(run.endpoints, one, until) for run, one in zip(pair.runs, whole, strict=True)]
    common = {name: label for name, label in labels[0].items() if labels[1].get(name) == label}
    if PRIMARY in labels[0] and PRIMARY in labels[1] and PRIMARY not in common:
        both = f"{OTHERWISE} (A: {labels[0][PRIMARY]}; B: {labels[1][PRIMARY]})"
        common = {PRIMARY: both} | common
    only = (
        [label for name, label in labels[0].items() if name not in common],
        [label for name, label in labels[1].items() if name not in common],
    )
    nobody = [name for name in common if name.startswith(TERM) and not _anybody(name, whole)]
    shown = {name: label for name, label in common.items() if name not in nobody}
    rows = list(_rows(pair, whole, _of_shared(pair, whole, until), shown))
    return Compared(pair, rows, only, [common[name] for name in nobody])


def _of_shared(pair: Pair, whole: list[Outcomes], until: float) -> list[Outcomes]:
    """The outcomes that differences are taken of: shared patients, as if no others had been there."""
    n = pair.shared.first.size
    if not n or pair.sizes == (n, n):
        return whole
    found = []
    for run, places in zip(pair.runs, (pair.shared.first, pair.shared.second), strict=True):
        visits, endpoints = (data.isel(patient=places) for data in (run.visits, run.endpoints))
        found.append(outcomes(visits, endpoints, run.scenario, until))
    return found


def _anybody(name: str, found: list[Outcomes]) -> bool:
    """Whether any patient of any arm has an event."""
    return any(bool((event & among).any()) for event, among in (one.shares[name] for one in found))


def _rows(
    pair: Pair, whole: list[Outcomes], inside: list[Outcomes], labels: dict[str, str]
) -> Iterator[Row]:
    n = pair.shared.first.size
    shared = Shared(np.arange(n), np.arange(n))
    seeds = (int(pair.first.manifest["seed"]), int(pair.second.manifest["seed"]))
    luck = Resampled(pair.sizes, shared, seeds)
    places = [
        {str(arm): place for place, arm in enumerate(run.endpoints["arm"].values)} for run in pair.runs
    ]
    for name, label in labels.items():
        for arms in pair.arms:
            at = (places[0][arms.first], places[1][arms.second])
            values = [
                _words(name, one, run.endpoints, arm)
                for one, run, arm in zip(whole, pair.runs, at, strict=True)
            ]
            shift, scale = _shift(name, inside, at, shared, luck)
            yield Row(family_of(name), name, label, arms, (values[0], values[1]), shift, scale)


def _shift(
    name: str, found: list[Outcomes], at: tuple[int, int], shared: Shared, luck: Resampled
) -> tuple[Shift, str]:
    """How far an endpoint moved in one pair of arms, by its kind, and on which scale."""
    sides = list(zip(found, at, strict=True))
    if name in found[0].shares:
        shares = [(one.shares[name][0][arm], one.shares[name][1][arm]) for one, arm in sides]
        return share_shift(shares[0], shares[1], shared), "points"
    if name in found[0].times:
        times = [(one.times[name][0][arm], one.times[name][1][arm]) for one, arm in sides]
        return luck.survival_shift(times[0], times[1]), "days"
    if name in found[0].means:
        means = [one.means[name][arm] for one, arm in sides]
        return mean_shift(means[0], means[1], shared), "days"
    values, ratio = [one.medians[name][arm] for one, arm in sides], name.startswith(RATIOS)
    return luck.median_shift(values[0], values[1], ratio), "ratio" if ratio else "days"


def _words(name: str, found: Outcomes, endpoints: xr.Dataset, arm: int) -> str:
    """The value of one arm with its limits; of kinetics with the quartiles of patients."""
    if name in found.shares:
        return _share_words(found.shares[name][0][arm], found.shares[name][1][arm])
    if name in found.times:
        return _median_words(endpoints, name, arm)
    return _mean_words(found.means[name][arm]) if name in found.means else quartiles(found.medians[name][arm])


def _share_words(event: np.ndarray, among: np.ndarray) -> str:
    hits, n = int((event & among).sum()), int(among.sum())
    return percent(hits / n, *clopper_pearson(hits, n)) if n else "–"


def _median_words(endpoints: xr.Dataset, name: str, arm: int) -> str:
    middle, low, high = (float(endpoints[f"median_{name}{tail}"].values[arm]) for tail in TAILS)
    return days(middle, low, high, int(endpoints[name].isel(arm=arm).notnull().sum()))


def _mean_words(values: np.ndarray) -> str:
    middle, low, high = mean_difference(values, np.zeros_like(values))
    return f"{number(middle)} ({number(low)} to {number(high)})"
