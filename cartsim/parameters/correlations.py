"""Which traits of a patient go together, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cartsim.parameters.fact import Fact, read_fact
from cartsim.parameters.load import read_values


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation of the normal scores of two traits: a copula, so that each keeps its distribution."""

    first: str
    second: str
    strength: Fact[float]


@cache
def load_correlations() -> tuple[Correlation, ...]:
    """The table of correlations, in file order; a pair not in it is independent."""
    return tuple(_correlation(dict(row)) for row in read_values("correlations"))


def _correlation(row: dict[str, object]) -> Correlation:
    first, second = str(row.pop("first", "")), str(row.pop("second", ""))
    return Correlation(first, second, read_fact("correlations.yaml", f"{first} with {second}", row))
