"""Sweeps: the same question asked at many points."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from cartsim.scenario.fields import Count, CountOrNone, Name, Part, Quantity, Seed, plain_number
from cartsim.scenario.mistakes import refuse, shown
from cartsim.scenario.quantities import number_and_unit


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
    """The ends of an axis, both written in one unit; a logarithmic one needs a lower end above zero."""

    low: Written = Field(description="lower end, with its unit")
    high: Written = Field(description="upper end, in the same unit")
    scale: Literal["linear", "log"] = Field(
        default="linear", description="how points spread between the ends"
    )

    @model_validator(mode="after")
    def _has_a_middle(self) -> Range:
        (low, unit), (high, other) = (number_and_unit(end) for end in (self.low, self.high))
        if unit != other:
            raise refuse(f"the ends are in {unit or 'no unit'} and in {other or 'none'}", "write both in one")
        if not low < high:
            raise refuse(
                f"{shown(self.low)} is not below {shown(self.high)}", "write the lower end as low", "low"
            )
        if self.scale == "log" and low <= 0.0:
            raise refuse(
                "a logarithmic axis has no end at zero", "begin above zero, or leave scale out", "low"
            )
        return self

    @property
    def unit(self) -> str:
        """What stands behind the numbers of the ends; empty for plain numbers."""
        return number_and_unit(self.low)[1]

    def at(self, share: float) -> float:
        """The number at a share of the way from the lower to the upper end."""
        low, high = (number_and_unit(end)[0] for end in (self.low, self.high))
        value = low * (high / low) ** share if self.scale == "log" else low + share * (high - low)
        return float(f"{value:.12g}")


Axes = Annotated[dict[Name, Range], Field(min_length=1, max_length=50)]
AXES = Field(description="the two ends of each axis by its path, such as parameters.tau_fit")
POINTS_SEED = Field(default=1, description="of the points; patients have their own, run.seed")


class Sampled(Part):
    """Points spread over a box."""

    points: Count = Field(description="number of points; of a Sobol sequence a power of two")
    axes: Axes = AXES
    seed: Seed = POINTS_SEED


class Saltelli(Part):
    """Points for Sobol indices: `base_points` times (axes + 2) of them (Saltelli 2010)."""

    base_points: Annotated[int, Quantity("1", "256", low=8, high=1_000_000, whole=True)] = Field(
        description="a power of two; the number of points is this times (axes + 2)"
    )
    axes: Axes = AXES
    seed: Seed = POINTS_SEED


class Morris(Part):
    """Points for elementary effects: `paths` times (axes + 1) of them, on four levels (Morris 1991)."""

    paths: Annotated[int, Quantity("1", "10", low=4, high=1_000_000, whole=True)] = Field(
        description="the number of points is this times (axes + 1)"
    )
    axes: Axes = AXES
    seed: Seed = POINTS_SEED


def _power_of_two(sampled: Sampled | Saltelli) -> Sampled | Saltelli:
    field = "points" if isinstance(sampled, Sampled) else "base_points"
    count = getattr(sampled, field)
    if count & (count - 1):
        raise refuse(
            f"{count} points do not fill a Sobol sequence", "choose a power of two, such as 256", field
        )
    return sampled


def _alike(points: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """Every point of a list sets the same paths, and no two are one."""
    for place, point in enumerate(points):
        if set(point) != set(points[0]):
            raise refuse("sets other paths than the first point", "set the same paths in every point", place)
    return _none_twice(points)


Axis = Annotated[tuple[Written, ...], Field(min_length=1, max_length=1000), AfterValidator(_none_twice)]


Listed = Annotated[
    tuple[Annotated[dict[Name, Written], Field(min_length=1, max_length=20)], ...],
    Field(min_length=1, max_length=100_000),
    AfterValidator(_alike),
]
Kind = Literal["grid", "latin_hypercube", "sobol", "points", "saltelli", "morris"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Sweep(Part):
    """Points over any path of the scenario: a grid (every combination), a Latin hypercube, a Sobol sequence,
    a list; or those that Sobol indices or elementary effects are computed from. `draws` repeats each of them
    for so many draws of the uncertain typical values, and may stand alone.
    """

    grid: dict[Name, Axis] | None = Field(
        default=None,
        min_length=1,
        max_length=20,
        description="every combination of the values listed for each path, such as parameters.tau_fit",
    )
    latin_hypercube: Sampled | None = Field(default=None, description="points spread by a Latin hypercube")
    sobol: Annotated[Sampled, AfterValidator(_power_of_two)] | None = Field(
        default=None, description="points spread by a Sobol sequence"
    )
    points: Listed | None = Field(default=None, description="a list of points: {path: value} each")
    saltelli: Annotated[Saltelli, AfterValidator(_power_of_two)] | None = Field(
        default=None, description="points for Sobol indices"
    )
    morris: Morris | None = Field(default=None, description="points for elementary effects")
    draws: CountOrNone = Field(default=0, description="draws of the uncertain typical values, each a point")

    @model_validator(mode="after")
    def _one_kind(self) -> Sweep:
        kinds = [name for name in KINDS if getattr(self, name) is not None]
        if len(kinds) > 1 or (not kinds and not self.draws):
            raise refuse(f"has {len(kinds)} kinds of points", f"write one of {', '.join(KINDS)}")
        return self

    @property
    def kind(self) -> Kind | None:
        """How its points are chosen; None where it has draws alone."""
        return next((name for name in KINDS if getattr(self, name) is not None), None)

    @property
    def sampled(self) -> Sampled | Saltelli | Morris | None:
        """The design, where axes have ends instead of values."""
        return self.latin_hypercube or self.sobol or self.saltelli or self.morris

    @property
    def named(self) -> tuple[tuple[str, Any, tuple[str | int, ...]], ...]:
        """(path, value, where it stands in the block) of every value that the file names: all of a grid or a
        list, the two ends of a sampled axis."""
        if self.grid is not None:
            rows = ((path, values) for path, values in self.grid.items())
            return tuple((path, v, ("grid", path, i)) for path, values in rows for i, v in enumerate(values))
        if self.points is not None:
            listed = ((i, path, v) for i, row in enumerate(self.points) for path, v in row.items())
            return tuple((path, v, ("points", i, path)) for i, path, v in listed)
        sampled, kind = self.sampled, self.kind or ""
        axes = sampled.axes.items() if sampled else ()
        ends = ((path, axis, end) for path, axis in axes for end in ("low", "high"))
        return tuple((path, getattr(axis, end), (kind, "axes", path, end)) for path, axis, end in ends)
