"""Which traits of a patient go together, which typical values do, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cartsim.parameters.fact import Fact, read_fact
from cartsim.parameters.load import read_values


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation of two normal scores: a copula, so that each trait or value keeps its distribution."""

    first: str
    second: str
    strength: Fact[float]


@cache
def load_correlations() -> tuple[Correlation, ...]:
    """The table of correlations, in file order; a pair not in it is independent."""
    return _table("correlations")


@cache
def fitted_together() -> tuple[Correlation, ...]:
    """The same of typical values that one calibration told: what it says of one hangs on the other."""
    return _table("fitted_together")


def _table(name: str) -> tuple[Correlation, ...]:
    return tuple(_correlation(f"{name}.yaml", dict(row)) for row in read_values(name))


def _correlation(file: str, row: dict[str, object]) -> Correlation:
    first, second = str(row.pop("first", "")), str(row.pop("second", ""))
    return Correlation(first, second, read_fact(file, f"{first} with {second}", row))
