"""Two runs side by side: what they are called, which arms belong together, which patients they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import xarray as xr

from cartsim.errors import BadInput, Problem
from cartsim.results.run import Run
from cartsim.scenario.difference import Change, changes
from cartsim.trial.between_runs import Shared

MOST_NAMED = 6
"""Names that are listed; more are counted."""


class Arms(NamedTuple):
    """An arm of the first run and the one of the second that it is compared with."""

    first: str
    second: str

    @property
    def name(self) -> str:
        """One name for both; both names where they differ."""
        return self.first if self.first == self.second else f"{self.first} / {self.second}"


@dataclass(frozen=True)
class Pair:
    """Two trials; A is the first, B the second, and a difference is B minus A.

    `arms` belong together, `alone` are arms that have no partner. `shared` are the patients with the same
    random numbers in both, `unlike` what differs between these patients before any treatment.
    """

    first: Run
    second: Run
    names: tuple[str, str]
    arms: tuple[Arms, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    shared: Shared
    unlike: tuple[str, ...]

    @property
    def runs(self) -> tuple[Run, Run]:
        return self.first, self.second

    @property
    def sizes(self) -> tuple[int, int]:
        """Virtual patients of either run."""
        return self.first.patients.sizes["patient"], self.second.patients.sizes["patient"]

    @property
    def changes(self) -> list[Change]:
        """Fields of the scenario that differ."""
        renamed = {both.second: both.first for both in self.arms}
        return changes(self.first.scenario, self.second.scenario, renamed)

    @property
    def renamed(self) -> list[Arms]:
        """Arms that are compared by their place, since their names differ."""
        return [both for both in self.arms if both.first != both.second]


def pair_of(first: Run, second: Run, names: tuple[str, str]) -> Pair:
    """Two runs as a pair, refused where one of them has no patients to compare."""
    cells = [name for run, name in zip((first, second), names, strict=True) if run.alone]
    if cells:
        message = "is a run of single cells without patients" if len(cells) == 1 else "are both runs of cells"
        remedy = "compare two runs of trials; `cartsim report RUN` shows single cells by themselves"
        raise BadInput(Problem(" and ".join(cells), "results file", message, remedy))
    arms, alone = _matched(*([str(arm) for arm in run.endpoints["arm"].values] for run in (first, second)))
    shared = _shared(first, second)
    unlike = tuple(_unlike(first.patients, second.patients, shared)) if shared.paired else ()
    return Pair(first, second, names, arms, alone, shared, unlike)


def _matched(
    first: list[str], second: list[str]
) -> tuple[tuple[Arms, ...], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Arms of one name belong together; the others by their order among the others."""
    only = [name for name in first if name not in second], [name for name in second if name not in first]
    by_place = dict(zip(*only, strict=False))
    arms = [Arms(name, by_place.get(name, name)) for name in first if name in second or name in by_place]
    left = len(by_place)
    return tuple(arms), (tuple(only[0][left:]), tuple(only[1][left:]))


def _shared(first: Run, second: Run) -> Shared:
    """Patients of one id have the same random numbers under one seed, and are independent under two."""
    nobody = np.array([], dtype=np.int64)
    if first.manifest["seed"] != second.manifest["seed"]:
        return Shared(nobody, nobody)
    ids = [run.endpoints["patient"].values for run in (first, second)]
    _, one, two = np.intersect1d(ids[0], ids[1], assume_unique=True, return_indices=True)
    return Shared(one, two)


def _unlike(first: xr.Dataset, second: xr.Dataset, shared: Shared) -> Iterator[str]:
    """Traits of the shared patients that are not the same in both runs: parameters by symbol, others by
    name."""
    one, two = first.isel(patient=shared.first), second.isel(patient=shared.second)
    for name in dict.fromkeys([*map(str, one.data_vars), *map(str, two.data_vars)]):
        if name not in one or name not in two:
            yield name
        elif name == "parameter_value":
            yield from _unlike_parameters(one[name], two[name])
        elif not _equal(one[name].values, two[name].values):
            yield name


def _unlike_parameters(one: xr.DataArray, two: xr.DataArray) -> Iterator[str]:
    symbols = [str(symbol) for symbol in one["parameter"].values]
    others = {str(symbol) for symbol in two["parameter"].values}
    for symbol in dict.fromkeys([*symbols, *sorted(others)]):
        there = symbol in symbols and symbol in others
        if not there or not _equal(one.sel(parameter=symbol).values, two.sel(parameter=symbol).values):
            yield symbol


def _equal(one: np.ndarray, two: np.ndarray) -> bool:
    numbers = np.issubdtype(one.dtype, np.number) and np.issubdtype(two.dtype, np.number)
    return bool(np.array_equal(one, two, equal_nan=numbers))


def listed(names: tuple[str, ...] | list[str]) -> str:
    """`a, b and 3 more`."""
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
