"""The parameters that the calibration moves, and the prior of each: free.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cartsim.calibration.targets import read
from cartsim.parameters import Kind, load_parameters
from cartsim.parameters.uncertainty import CENTRAL_95

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Free:
    """A parameter's typical value is prior exp(z ln(factor)/1.96), z standard normal. `kind` is what is known
    of the prior's."""

    symbol: str
    prior: float
    factor: float
    kind: Kind
    reason: str

    @property
    def sd_log(self) -> float:
        """SD of the logarithm under the prior."""
        return log(self.factor) / CENTRAL_95

    def value(self, score: float | Values) -> Values:
        """Typical value [unit of the parameter] at a score, kept inside the parameter's bounds.

        >>> float(load_free()["k_kill"].value(1.959964).round(6))
        16.0
        """
        low, high = load_parameters()[self.symbol].bounds
        return np.clip(self.prior * np.exp(self.sd_log * np.asarray(score)), low, high)

    def score(self, value: float) -> float:
        """The score of a typical value."""
        return log(value / self.prior) / self.sd_log


@cache
def load_free() -> Mapping[str, Free]:
    """Every free parameter by symbol, in file order: the order of score vectors."""
    return MappingProxyType({s: Free(s, **block) for s, block in read("free.yaml").items()})


def chosen(symbols: Sequence[str] = ()) -> tuple[Free, ...]:
    """The free parameters of these symbols in file order; all when none is named."""
    return tuple(free for symbol, free in load_free().items() if not symbols or symbol in symbols)


def values_at(scores: Values, free: Sequence[Free]) -> dict[str, float]:
    """Typical values by symbol at a score vector [free]."""
    return {one.symbol: float(one.value(z)) for one, z in zip(free, scores, strict=True)}
