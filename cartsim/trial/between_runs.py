"""The same endpoint of two runs: how far it moved, and whether that is more than the luck of the draw.

Where the runs have virtual patients in common (the same seed, so that a patient has the same random numbers
in both), the difference is that of these patients with themselves; otherwise the patients are independent.
Limits are Monte Carlo error. Nothing is tested: the number of virtual patients is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cartsim.trial import resampled
from cartsim.trial.compare import (
    independent_mean_difference,
    mean_difference,
    median_limits,
    newcombe_independent,
    newcombe_paired,
    paired_table,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Verdict = Literal["moved", "not told apart", "same", "no value"]
LEVEL = 0.95
ROUNDING = 1e-9
"""Of the largest value: pseudo-values of a patient whose days are the same differ by their rounding."""


@dataclass(frozen=True)
class Shared:
    """Places of the patients that two runs have in common, in either run; none: they are independent."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @property
    def paired(self) -> bool:
        """Whether patients are compared with themselves."""
        return self.first.size > 0


@dataclass(frozen=True)
class Shift:
    """Second run minus first run with its limits, from so many patients of either run."""

    difference: float
    lower: float
    upper: float
    patients: tuple[int, int]
    same: bool = False

    @property
    def verdict(self) -> Verdict:
        """`moved` where the limits leave out no difference at all; `same` where no patient differs."""
        if self.same:
            return "same"
        if np.isnan(self.lower) or np.isnan(self.upper):
            return "no value"
        return "moved" if self.lower > 0.0 or self.upper < 0.0 else "not told apart"

    @property
    def distance(self) -> float:
        """How many half intervals the difference lies from none: what moved most clearly comes first."""
        nearer = self.difference - self.lower if self.difference > 0 else self.upper - self.difference
        return abs(self.difference) / nearer if nearer > 0 else 0.0


def share_shift(first: tuple[Flags, Flags], second: tuple[Flags, Flags], shared: Shared) -> Shift:
    """Shift of a share; each run gives who has the event and among whom (patient). Newcombe's limits, paired
    or independent."""
    (event, among), (event_2, among_2) = first, second
    if not shared.paired:
        counts = [(int((e & a).sum()), int(a.sum())) for e, a in (first, second)]
        shares = [hits / n if n else np.nan for hits, n in counts]
        limits = newcombe_independent(counts[1], counts[0], LEVEL)
        return Shift(shares[1] - shares[0], *limits, (counts[0][1], counts[1][1]))
    both = among[shared.first] & among_2[shared.second]
    one, two = event[shared.first][both], event_2[shared.second][both]
    cells, n = paired_table(two, one), int(both.sum())
    alike = bool((among[shared.first] == among_2[shared.second]).all() and (one == two).all())
    return Shift(cells.difference, *newcombe_paired(cells, LEVEL), (n, n), alike and n > 0)


def mean_shift(first: Floats, second: Floats, shared: Shared) -> Shift:
    """Shift of a mean over patients, by normal limits; a NaN is a patient who has no value."""
    if not shared.paired:
        known = (int(np.isfinite(first).sum()), int(np.isfinite(second).sum()))
        return Shift(*independent_mean_difference(second, first, LEVEL), known)
    one, two = first[shared.first], second[shared.second]
    n = int((np.isfinite(one) & np.isfinite(two)).sum())
    close = bool(n) and np.allclose(one, two, rtol=0.0, atol=ROUNDING * _largest(one, two), equal_nan=True)
    if close:
        return Shift(0.0, 0.0, 0.0, (n, n), same=True)
    return Shift(*mean_difference(two, one, LEVEL), (n, n))


def _largest(first: Floats, second: Floats) -> float:
    """The largest number among the values of either run."""
    return float(np.nanmax(np.abs([first, second])))


class Resampled:
    """Medians of two runs over resamples of their patients; both alike where these are shared."""

    def __init__(self, sizes: tuple[int, int], shared: Shared, seeds: tuple[int, int]) -> None:
        self.shared = shared
        self.sizes = (shared.first.size, shared.first.size) if shared.paired else sizes
        self.seeds = seeds

    @cached_property
    def counts(self) -> list[tuple[resampled.Counts, resampled.Counts]]:
        """Counts of the patients of either run, some resamples at a time."""
        rows = max(1, resampled.AT_ONCE // max(1, *self.sizes))
        one = resampled.resamples(self.sizes[0], self.seeds[0], "first", rows)
        if self.shared.paired:
            return [(counts, counts) for counts in one]
        return list(zip(one, resampled.resamples(self.sizes[1], self.seeds[1], "second", rows), strict=True))

    def median_shift(self, first: Floats, second: Floats, ratio: bool = False) -> Shift:
        """Shift of a median, as a ratio its logarithm; of shared patients the median of each one's own."""
        one, two = self._of_shared(first), self._of_shared(second, 1)
        if self.shared.paired:
            return _own_shift(one, two, ratio)
        pairs = [(resampled.medians(one, a), resampled.medians(two, b)) for a, b in self.counts]
        return self._shift((one, two), pairs, [_median(one), _median(two)], ratio)

    def survival_shift(self, first: tuple[Floats, NDArray], second: tuple[Floats, NDArray]) -> Shift:
        """Shift of a Kaplan-Meier median; each run gives times and whether they are events (patient)."""
        one, two = (
            [self._of_shared(part, side) for part in parts] for side, parts in enumerate((first, second))
        )
        pairs = [
            (resampled.survival_medians(one[0], one[1], a), resampled.survival_medians(two[0], two[1], b))
            for a, b in self.counts
        ]
        whole = [
            float(resampled.survival_medians(time, event, np.ones((1, time.size), np.int16))[0])
            for time, event in (one, two)
        ]
        known = np.isfinite(one[0])
        same = self.shared.paired and _alike(one[0], two[0]) and bool((one[1] == two[1])[known].all())
        return replace(self._shift((one[0], two[0]), pairs, whole, ratio=False), same=same)

    def _of_shared(self, values: NDArray, side: int = 0) -> NDArray:
        places = (self.shared.first, self.shared.second)[side]
        return values[places] if self.shared.paired else values

    def _shift(
        self,
        values: tuple[Floats, Floats],
        pairs: list[tuple[Floats, Floats]],
        whole: list[float],
        ratio: bool,
    ) -> Shift:
        one, two = (np.concatenate(column) for column in zip(*pairs, strict=True))
        middle = np.array(whole)
        if ratio:
            with np.errstate(divide="ignore"):
                one, two, middle = np.log(one), np.log(two), np.log(middle)
        with np.errstate(invalid="ignore"):
            difference = 0.0 if middle[0] == middle[1] else float(middle[1] - middle[0])
        n = (int(np.isfinite(values[0]).sum()), int(np.isfinite(values[1]).sum()))
        return Shift(difference, *resampled.difference_limits(two, one, LEVEL), n)


def _own_shift(one: Floats, two: Floats, ratio: bool) -> Shift:
    """The median over patients of each one's own difference, or logarithm of the ratio; one who has nothing
    in either run does not differ."""
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.log(two) - np.log(one) if ratio else two - one
    own = np.where(one == two, 0.0, own)
    n = int((~np.isnan(own)).sum())
    return Shift(*median_limits(own, LEVEL), (n, n), _alike(one, two))


def expected_by_chance(shifts: list[Shift]) -> float:
    """How many would move if nothing had changed: one in twenty of those that could."""
    able = sum(shift.verdict in ("moved", "not told apart") for shift in shifts)
    return (1.0 - LEVEL) * able


def _alike(first: Floats, second: Floats) -> bool:
    """Whether every patient has the same value, or none, in both."""
    return bool(np.isfinite(first).any() and np.array_equal(first, second, equal_nan=True))


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")
