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
from cartsim.trial.between_runs import Resampled, Shift, mean_shift, share_shift
from cartsim.trial.compare import mean_difference
from cartsim.trial.intervals import clopper_pearson
from cartsim.trial.outcomes import RATIOS, TERM, Outcomes, outcomes


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
    """A limit; one beyond the follow-up is not reached."""
    return "not reached" if np.isinf(value) else signed(value)


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
        return [row for row in self.rows if row.name == "confirmed_orr"]


def compare(pair: Pair) -> Compared:
    """Every endpoint that both runs have, in every pair of arms."""
    until = min(float(run.endpoints.attrs["responses_until_day"]) for run in pair.runs)
    found = [outcomes(run.visits, run.endpoints, run.scenario, until) for run in pair.runs]
    labels = [labels_of(run.endpoints, one, until) for run, one in zip(pair.runs, found, strict=True)]
    common = {
        name: label
        for name, label in labels[0].items()
        if labels[1].get(name) == label or (name == "confirmed_orr" and name in labels[1])
    }
    only = (
        [label for name, label in labels[0].items() if name not in common],
        [label for name, label in labels[1].items() if name not in common],
    )
    nobody = [name for name in common if name.startswith(TERM) and not _anybody(name, pair, found)]
    shown = {name: label for name, label in common.items() if name not in nobody}
    rows = list(_rows(pair, found, shown))
    return Compared(pair, rows, only, [common[name] for name in nobody])


def _anybody(name: str, pair: Pair, found: list[Outcomes]) -> bool:
    """Whether any patient of any arm has an event."""
    return any(bool((event & among).any()) for event, among in (one.shares[name] for one in found))


def _rows(pair: Pair, found: list[Outcomes], labels: dict[str, str]) -> Iterator[Row]:
    seeds = (int(pair.first.manifest["seed"]), int(pair.second.manifest["seed"]))
    luck = Resampled(pair.sizes, pair.shared, seeds)
    places = [
        {str(arm): place for place, arm in enumerate(run.endpoints["arm"].values)} for run in pair.runs
    ]
    for name, label in labels.items():
        for arms in pair.arms:
            at = (places[0][arms.first], places[1][arms.second])
            yield _row(name, label, arms, at, pair, found, luck)


def _row(
    name: str,
    label: str,
    arms: Arms,
    at: tuple[int, int],
    pair: Pair,
    found: list[Outcomes],
    luck: Resampled,
) -> Row:
    """One endpoint in one pair of arms, by its kind."""
    sides = list(zip(found, at, strict=True))
    if name in found[0].shares:
        one, two = ((one.shares[name][0][arm], one.shares[name][1][arm]) for one, arm in sides)
        shown, scale = (_share_words(*one), _share_words(*two)), "points"
        shift = share_shift(one, two, pair.shared)
    elif name in found[0].times:
        times = [(one.times[name][0][arm], one.times[name][1][arm]) for one, arm in sides]
        ends = [_median_words(run.endpoints, name, arm) for run, arm in zip(pair.runs, at, strict=True)]
        shown, shift, scale = (ends[0], ends[1]), luck.survival_shift(*times), "days"
    elif name in found[0].means:
        means = [one.means[name][arm] for one, arm in sides]
        shown = (_mean_words(means[0]), _mean_words(means[1]))
        shift, scale = mean_shift(means[0], means[1], pair.shared), "days"
    else:
        values, ratio = [one.medians[name][arm] for one, arm in sides], name.startswith(RATIOS)
        shown = (quartiles(values[0]), quartiles(values[1]))
        shift, scale = luck.median_shift(values[0], values[1], ratio), "ratio" if ratio else "days"
    return Row(family_of(name), name, label, arms, shown, shift, scale)


def _share_words(event: np.ndarray, among: np.ndarray) -> str:
    hits, n = int((event & among).sum()), int(among.sum())
    return percent(hits / n, *clopper_pearson(hits, n)) if n else "–"


def _median_words(endpoints: xr.Dataset, name: str, arm: int) -> str:
    middle, low, high = (float(endpoints[f"median_{name}{tail}"].values[arm]) for tail in TAILS)
    return days(middle, low, high, int(endpoints[name].isel(arm=arm).notnull().sum()))


def _mean_words(values: np.ndarray) -> str:
    middle, low, high = mean_difference(values, np.zeros_like(values))
    return f"{number(middle)} ({number(low)} to {number(high)})"
