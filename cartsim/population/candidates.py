"""Candidates for enrolment: who is looked at, with which random numbers, around which typical values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.parameters import Correlation, load_correlations, load_parameters
from cartsim.population.distributions import SHAPES, Typical, Values, quantile
from cartsim.population.streams import normals, uniforms

if TYPE_CHECKING:
    from cartsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Candidates:
    """The `attempt`-th candidate for each of these patient ids.

    Every number has a purpose of its own; the attempt is part of it, so a candidate who is not enrolled is
    followed by another person under the same id.
    """

    scenario: Scenario
    ids: NDArray[np.int64]
    attempt: int
    _scores: dict[str, Values] = field(default_factory=dict)
    _owns: dict[str, Values] = field(default_factory=dict)

    def uniforms(self, purpose: str, n: int = 1) -> Values:
        """Numbers in (0, 1) [patient, n]."""
        return uniforms(self.scenario.run.seed, self._address(purpose), self.ids, n)

    def score(self, trait: str) -> Values:
        """Standard normal scores of a trait [patient], correlated as the table of correlations says."""
        if trait not in self._scores:
            terms = (
                (weight, self._own(other)) for other, weight in loadings().get(trait, {trait: 1.0}).items()
            )
            self._scores[trait] = sum((weight * own for weight, own in terms), np.zeros(self.ids.size))
        return self._scores[trait]

    def value(self, symbol: str, typical: Typical | None = None, trait: str | None = None) -> Values:
        """Values of a parameter [its unit, patient] around the scenario's typical value, or the one given."""
        entry = load_parameters()[symbol]
        centre = self.typical(symbol) if typical is None else typical
        score = self.score(trait or symbol) if entry.distribution in SHAPES else np.zeros(self.ids.size)
        return quantile(entry, score, centre)

    def typical(self, symbol: str) -> float:
        """The typical value that holds in the scenario."""
        changed = self.scenario.parameters.get(symbol)
        return load_parameters()[symbol].value if changed is None else changed.value

    def _own(self, trait: str) -> Values:
        """The trait's own independent score, before any correlation."""
        if trait not in self._owns:
            address = self._address(f"patient/{trait}")
            self._owns[trait] = normals(self.scenario.run.seed, address, self.ids)[:, 0]
        return self._owns[trait]

    def _address(self, purpose: str) -> str:
        return purpose if self.attempt == 0 else f"{purpose}/candidate {self.attempt}"


@cache
def loadings() -> Mapping[str, Mapping[str, float]]:
    """The weights of the table of correlations between a patient's traits."""
    return weights(load_correlations())


def weights(rows: Sequence[Correlation]) -> Mapping[str, Mapping[str, float]]:
    """Per correlated name the weights of the independent scores it sums (rows of a Cholesky factor)."""
    traits = tuple(dict.fromkeys(name for row in rows for name in (row.first, row.second)))
    matrix = np.eye(len(traits))
    for row in rows:
        i, j = traits.index(row.first), traits.index(row.second)
        matrix[i, j] = matrix[j, i] = row.strength.value
    factor = np.linalg.cholesky(matrix)
    return {
        trait: {other: float(weight) for other, weight in zip(traits, line, strict=True) if weight != 0.0}
        for trait, line in zip(traits, factor, strict=True)
    }
