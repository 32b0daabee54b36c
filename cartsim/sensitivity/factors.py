"""What is varied: uncertain typical values, each over the central 95 % of its distribution, and a dummy.

A point of a design holds one probability per factor; the value is the quantile of the typical value's
distribution there, so that all factors are uniform and independent. Parameters that share a random number
(values/uncertainty.yaml) are one factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from cartsim.parameters import load_parameters
from cartsim.parameters.route_basis import load_route_basis
from cartsim.parameters.uncertainty import uncertain_symbols
from cartsim.population.typical import around, uncertain_here
from cartsim.scenario.routes import own_value, with_values
from cartsim.scenario.scenario import Scenario

CENTRAL = (0.025, 0.975)
"""Probabilities between which a factor is varied: what values/uncertainty.yaml states the range of. Beyond
lie values that nobody would defend, where a course may be too fast to solve."""
DUMMY = "dummy"
"""A factor that enters nothing."""
KINDS = ("assumed", "scaled")
"""Kinds of knowledge whose parameters are varied by default: what no experiment in people has measured."""
BECAUSE = "varied: sensitivity of the result"


@dataclass(frozen=True)
class Factor:
    """One number that is varied: its name, the symbols that move with it, their centres; none of a dummy."""

    name: str
    symbols: tuple[str, ...] = ()
    centres: tuple[float, ...] = ()

    def values(self, probability: float) -> dict[str, float]:
        """Typical value by symbol, in its unit, at a probability of its distribution."""
        score = ndtri(np.array([probability]))
        return {
            symbol: float(around(load_parameters()[symbol], centre, score)[0])
            for symbol, centre in zip(self.symbols, self.centres, strict=True)
        }

    @property
    def kind(self) -> str:
        """How the value is known; that of its first symbol."""
        return load_parameters()[self.symbols[0]].kind if self.symbols else "none"


def basis_symbols() -> tuple[str, ...]:
    """What a contrast of routes rests on: varied always."""
    return tuple(basis.symbol for basis in load_route_basis())


def factors_here(scenario: Scenario) -> tuple[Factor, ...]:
    """Every uncertain typical value of a scenario as factors, in the order of the parameter files.

    What the scenario sets itself is known and left out, as in `run.parameter_draws`; what the routes rest on
    is not, unless it is endless.
    """
    kept = set(uncertain_here(scenario)) | {s for s in basis_symbols() if np.isfinite(own_value(scenario, s))}
    groups: dict[str, list[str]] = {}
    for symbol, shared in uncertain_symbols().items():
        if symbol in kept:
            groups.setdefault(shared, []).append(symbol)
    return tuple(
        Factor(symbols[0], tuple(symbols), tuple(own_value(scenario, symbol) for symbol in symbols))
        for symbols in groups.values()
    )


def at_point(scenario: Scenario, factors: Sequence[Factor], point: NDArray[np.float64]) -> Scenario:
    """The scenario with the typical values of a point (factor) of probabilities."""
    values: dict[str, float] = {}
    for factor, probability in zip(factors, point, strict=True):
        values |= factor.values(float(probability))
    return with_values(scenario, values, BECAUSE)


def chosen(factors: Sequence[Factor], strength: Sequence[float], size: int) -> tuple[Factor, ...]:
    """What the routes rest on, then the strongest of KINDS, to `size` factors; in the order of the files."""
    always = [factor for factor in factors if factor.name in basis_symbols()]
    others = [place for place, factor in enumerate(factors) if factor.kind in KINDS and factor not in always]
    others.sort(key=lambda place: -strength[place])
    names = {factor.name for factor in always}
    names |= {factors[place].name for place in others[: max(0, size - len(always))]}
    return tuple(factor for factor in factors if factor.name in names)
