"""What a published model must give beside what our own solve of its equations gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cartsim.published.values import Value

Kind = Literal["printed", "solved", "limit"]
"""`printed`: the source prints the number. `solved`: it prints equations and values, and the number is an
earlier solve of them. `limit`: ours may not be larger."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number of a published model, as published and as solved here.

    `tolerance` is relative. `rounding` is half a unit of the last digit the source prints, for numbers of one
    to three digits that cannot be met more closely than they are known. `where` says where in the source the
    number stands, and what had to be assumed.
    """

    quantity: str
    unit: str
    published: float
    ours: float
    tolerance: float
    source: str
    where: str
    kind: Kind = "printed"
    rounding: float = 0.0

    @property
    def difference(self) -> float:
        """Ours against the published value, relative: ours / published - 1."""
        return self.ours / self.published - 1

    @property
    def passes(self) -> bool:
        """Within the tolerance, or the same number once rounded as the source rounds it."""
        if self.kind == "limit":
            return self.ours <= self.published
        return abs(self.difference) <= self.tolerance or self.equal_as_printed

    @property
    def equal_as_printed(self) -> bool:
        """The same to the last digit that the source prints."""
        return abs(self.ours - self.published) <= self.rounding


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A model of the literature solved again: its name here, its paper, its values, what it gives."""

    name: str
    title: str
    source: str
    doi: str
    values: tuple[Value, ...]
    reproduce: Callable[[], tuple[Comparison, ...]]
    figure: Callable[[Axes], Axes]
