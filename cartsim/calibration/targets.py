"""What the calibration asks of the model: targets.yaml, and how far a reading is from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf, isinf
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, log_ndtr, logit, xlogy

from cartsim.parameters.uncertainty import CENTRAL_95

Values = NDArray[np.float64]
ENDS = {"log": (-inf, inf), "logit": (-inf, inf)}


@dataclass(frozen=True, slots=True)
class Target:
    """One published result and the reading that stands for it. See the head of targets.yaml."""

    id: str
    name: str
    reading: str
    scale: str
    unit: str
    source: str
    where: str
    estimate: Mapping[str, float] | None = None
    band: Mapping[str, float] | None = None
    counts: tuple[float, ...] | None = None
    shown: bool = False
    accept: Any = None

    @property
    def width(self) -> int:
        """Numbers of the reading on its scale: 2 log odds for three shares, else 1."""
        return len(self.counts) - 1 if self.counts else 1

    @property
    def asked(self) -> str:
        """What is accepted, in words; a range for each category of counts."""
        if self.accept is None:
            return "shown"
        ranges = np.reshape(np.array(self.accept, dtype=float), (-1, 2))
        return " / ".join(within(low, high, self.unit) for low, high in ranges)

    def log_likelihood(self, reading: ArrayLike) -> Values:
        """Log-likelihood [...] of readings on the target's scale [..., width]; 0 where it is only shown."""
        y = np.asarray(reading, dtype=float)
        if self.counts is not None:
            return xlogy(np.array(self.counts), shares(y)).sum(axis=-1)
        y = y[..., 0]
        if self.estimate is not None:
            low, middle, high = (on_scale(self.estimate[k], self.scale) for k in ("low", "value", "high"))
            return -0.5 * ((y - middle) / ((high - low) / (2.0 * CENTRAL_95))) ** 2
        if self.band is None:
            return np.zeros(y.shape)
        low, high, error = (self.band[key] for key in ("low", "high", "error"))
        return _inside((y - on_scale(low, self.scale)) / error, (on_scale(high, self.scale) - y) / error)

    def value(self, reading: ArrayLike) -> Values:
        """Readings on the target's scale [..., width] in its unit: [...], or shares [..., category]."""
        y = np.asarray(reading, dtype=float)
        if self.counts is not None:
            return shares(y)
        return {"log": np.exp, "logit": expit}[self.scale](y[..., 0])

    def accepts(self, value: ArrayLike) -> bool | None:
        """Whether a value in the target's unit is what the validation page asks; None if it asks nothing."""
        if self.accept is None:
            return None
        limits = np.reshape(np.array(self.accept, dtype=float), (-1, 2))
        found = np.atleast_1d(np.asarray(value, dtype=float))
        return bool(((limits[:, 0] <= found) & (found <= limits[:, 1])).all())


def within(low: float, high: float, unit: str) -> str:
    """A range in words.

    >>> within(0.04, 0.16, "1"), within(15, inf, "pg/mL"), within(0, 1, "1")
    ('0.04 to 0.16', '15 pg/mL or more', 'any')
    """
    tail = "" if unit == "1" else f" {unit}"
    if (low, high) == (0.0, 1.0):
        return "any"
    if isinf(high):
        return f"{low:g}{tail} or more"
    return f"{low:g} to {high:g}{tail}"


def on_scale(value: float, scale: str) -> float:
    """A value of the target's unit on its scale; the ends of the scale are endless."""
    if value <= 0.0:
        return -inf
    if isinf(value) or (scale == "logit" and value >= 1.0):
        return inf
    return float({"log": np.log, "logit": logit}[scale](value))


def shares(odds: Values) -> Values:
    """Shares of three categories [..., 3] from log odds [..., 2] of the second and of the third against
    the rest before them: P(2 or 3) and, of these, P(3).

    >>> shares(np.array([0.0, 0.0])).tolist()
    [0.5, 0.25, 0.25]
    """
    some, severe = expit(odds[..., 0]), expit(odds[..., 1])
    return np.stack([1.0 - some, some * (1.0 - severe), some * severe], axis=-1)


def odds_of(counts: ArrayLike) -> Values:
    """The inverse of `shares`, from how many were seen in each category; half a patient more in each, so
    that none is endless.

    >>> shares(odds_of([99.5, 49.5, 49.5])).round(3).tolist()
    [0.5, 0.25, 0.25]
    """
    none, some, severe = np.asarray(counts, dtype=float) + 0.5
    return np.array([np.log((some + severe) / none), np.log(severe / some)])


def share_on_scale(seen: float, of: float) -> float:
    """Log odds of a share, half a patient more on either side."""
    return float(np.log((seen + 0.5) / (of - seen + 0.5)))


@cache
def load_targets() -> Mapping[str, Target]:
    """Every target by its id, in file order."""
    blocks = read("targets.yaml")
    return MappingProxyType({name: _target(name, block) for name, block in blocks.items()})


def read(name: str) -> Any:
    """The plain content of a YAML file of this room."""
    from cartsim.parameters.load import plain_yaml

    return plain_yaml(files("cartsim.calibration").joinpath(name).read_text(encoding="utf-8"))


def _target(name: str, block: dict[str, Any]) -> Target:
    counts = tuple(block.pop("counts")) if "counts" in block else None
    return Target(id=name, counts=counts, **block)


def _inside(above: Values, below: Values) -> Values:
    """log P(low < y + error < high): above and below are the distances from the ends in errors."""
    near, far = np.minimum(above, below), np.maximum(above, below)
    first, second = log_ndtr(near), log_ndtr(-far)
    return first + np.log1p(-np.exp(second - first))
