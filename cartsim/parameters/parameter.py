"""What is known about one number: its value, how patients differ in it, and why it may be believed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import inf, isnan
from typing import Literal, get_args

from cartsim.parameters import second_reading as again

Distribution = Literal["fixed", "lognormal", "logitnormal", "normal", "loguniform", "beta", "covariate"]
"""How patients differ.

fixed: not at all. lognormal: median value, spread = SD of the log. logitnormal: median value, spread = SD of
the log near the median, so that the logit has SD spread/(1 - value). normal: mean value, spread = SD.
loguniform: between the bounds. beta: mean value, spread = sum of the two shape numbers. covariate: follows
from another trait or from the scenario, as the reason says.
"""

Kind = Literal["measured", "fitted", "derived", "scaled", "assumed"]
"""measured: read off an experiment. fitted: estimated or set in the source's own model. derived: arithmetic
on published numbers, or a definition. scaled: carried over from another species or size. assumed: a choice of
ours."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of the parameter files.

    `bounds` hold the typical value that a scenario may choose, and each patient's own value when the typical
    one is that of the file: the distribution is truncated to them. `source` is one key of references.bib, or
    several with commas between. `where` says "recalled" of a number written from memory, and "not re-read" of
    one taken over from others' use of the source. `second_reading` says what a second look at it found (the
    states are in `cartsim.parameters.second_reading`). `uncertainty`, where given, replaces the factor of the
    entry's kind: the typical value lies within value/factor and value*factor with a probability of 95 %.
    """

    symbol: str
    name: str
    unit: str
    value: float
    distribution: Distribution
    spread: float
    bounds: tuple[float, float]
    source: str
    where: str
    kind: Kind
    reason: str
    second_reading: str
    room: str
    uncertainty: float | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The bibliography keys one by one."""
        return tuple(key.strip() for key in self.source.split(","))

    def permits(self, value: float) -> bool:
        """Whether `value` may stand for the typical value: inside the bounds, ends included, and a number."""
        low, high = self.bounds
        return not isnan(value) and low <= value <= high


OPTIONAL = ("uncertainty",)
"""Keys that a block in a values file may have."""

REQUIRED = tuple(field.name for field in fields(Parameter) if field.name not in ("symbol", "room", *OPTIONAL))
"""Keys that it must have; it has no others."""


def faults(parameter: Parameter) -> list[str]:
    """What is wrong with an entry on its own; empty for a sound one."""
    low, high = parameter.bounds
    shape, known = parameter.distribution, get_args(Distribution)
    texts = (parameter.name, parameter.unit, parameter.source, parameter.where, parameter.reason)
    above_zero, share = shape in ("lognormal", "loguniform"), shape in ("logitnormal", "beta")
    checks = {
        f"distribution is not one of {', '.join(known)}": shape not in known,
        f"kind is not one of {', '.join(get_args(Kind))}": parameter.kind not in get_args(Kind),
        "a text is empty": not all(text.strip() for text in texts),
        "bounds are not low <= high": not low <= high,
        "value lies outside its bounds": not parameter.permits(parameter.value),
        "the spread does not suit the distribution": _needs_spread(shape) != (parameter.spread > 0),
        "the value of a lognormal or loguniform lies above 0": above_zero and not parameter.value > 0,
        "a share lies between 0 and 1": share and not 0.0 <= low <= high <= 1.0,
        "uncertainty is a factor above 1": parameter.uncertainty is not None
        and not 1.0 < parameter.uncertainty < inf,
    }
    wrong_here = [message for message, wrong in checks.items() if wrong]
    return wrong_here + again.faults(parameter.second_reading, parameter.sources)


def _needs_spread(distribution: str) -> bool:
    return distribution in ("lognormal", "logitnormal", "normal", "beta")
