"""Sweeps: the same question asked at many points."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from cartsim.scenario.fields import Count, Name, Part, Seed, plain_number
from cartsim.scenario.mistakes import refuse, shown


def _written(value: object) -> object:
    """One value as it would stand in the file: text, a number or true/false."""
    if isinstance(value, str | int | float) and value == value:
        return value
    raise refuse(f"{shown(value)} is not a single value", "write one as it would stand in the file")


def _for_json(value: Any) -> Any:
    return plain_number(value) if isinstance(value, float) else value


Written = Annotated[Any, BeforeValidator(_written), PlainSerializer(_for_json)]


def _none_twice(values: tuple[Any, ...]) -> tuple[Any, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise refuse(f"{shown(value)} stands there twice", "leave one of them out", place)
    return values


class Range(Part):
    """The ends of an axis; a logarithmic one needs a lower end above zero."""

    low: Written
    high: Written
    scale: Literal["linear", "log"] = "linear"


class Sampled(Part):
    """Points spread over a box."""

    points: Count
    axes: dict[Name, Range] = Field(min_length=1, max_length=50)
    seed: Seed = 1


def _power_of_two(sampled: Sampled) -> Sampled:
    if sampled.points & (sampled.points - 1):
        raise refuse(
            f"{sampled.points} points do not fill a Sobol sequence",
            "choose a power of two, such as 256",
            "points",
        )
    return sampled


Axis = Annotated[tuple[Written, ...], Field(min_length=1, max_length=1000), AfterValidator(_none_twice)]


class Sweep(Part):
    """A grid (every combination), a Latin hypercube or a Sobol sequence, over any path of the scenario."""

    grid: dict[Name, Axis] | None = Field(default=None, min_length=1, max_length=20)
    latin_hypercube: Sampled | None = None
    sobol: Annotated[Sampled, AfterValidator(_power_of_two)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Sweep:
        kinds = [name for name in Sweep.model_fields if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise refuse(f"has {len(kinds)} kinds of points", "write one of grid, latin_hypercube, sobol")
        return self

    @property
    def axes(self) -> dict[str, tuple[Any, ...]]:
        """The values of each axis that the file names: all of a grid, the two ends of a sampled axis."""
        if self.grid is not None:
            return self.grid
        sampled = self.latin_hypercube or self.sobol
        return {path: (ends.low, ends.high) for path, ends in sampled.axes.items()} if sampled else {}
