"""How a law is declared: reactions (who becomes whom, at what hazard) and quantities (named shared
expressions).

A law is a plain function whose argument names are its data dependencies. `where` names the sites at which it
holds; at a site an argument `engaged` means `engaged` plus the site's suffix where such a name exists
(`engaged_c` in the fluid), else `engaged` itself, so one function serves blood, lung, lymphoid tissue, fluid
and every lesion group.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

SUFFIX = {
    "body": "",
    "lesion": "",
    "blood": "_b",
    "lung": "_p",
    "lymphoid": "_l",
    "fluid": "_c",
    "heart": "_h",
    "neutrophils": "_n",
    "platelets": "_p",
}
"""Site -> suffix of the names that live there. `lesion` names have none: a law at a lesion reads its own
group first.
"""

Law = Callable[..., float]


@dataclass(frozen=True)
class State:
    """One unknown of the model: symbol, site scope, unit, absolute-tolerance scale (same unit) and meaning.
    """

    name: str
    scope: str
    unit: str
    scale: float
    meaning: str


@dataclass(frozen=True)
class Reaction:
    """`left -> right` for each arrow at each site, at `law` = hazard per unit of the left side (1/day), or a
    rate when left is 0.
    """

    name: str
    law: Law
    arrows: tuple[str, ...]
    where: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.law).parameters)

    def __call__(self, *values: float, **named: float) -> float:
        return self.law(*values, **named)


@dataclass(frozen=True)
class Quantity:
    """A named expression, computed once and shared. `total`: the sum over lesion groups of a lesion-level
    expression.
    """

    name: str
    law: Law
    where: tuple[str, ...]
    unit: str
    total: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.law).parameters)

    def __call__(self, *values: float, **named: float) -> float:
        return self.law(*values, **named)


def _sites(where: str | tuple[str, ...]) -> tuple[str, ...]:
    sites = (where,) if isinstance(where, str) else tuple(where)
    for site in sites:
        if site not in SUFFIX:
            raise ValueError(f"no site {site!r}; sites are {', '.join(SUFFIX)}")
    return sites


def reaction(*arrows: str, where: str | tuple[str, ...] = "body") -> Callable[[Law], Reaction]:
    """Declare a reaction, e.g. `@reaction("E -> X", where=("lesion", "fluid"))`."""
    sites = _sites(where)

    def declare(law: Law) -> Reaction:
        return Reaction(law.__name__, law, arrows, sites)

    return declare


def quantity(
    unit: str, where: str | tuple[str, ...] = "body", total: bool = False
) -> Callable[[Law], Quantity]:
    """Declare a named quantity with its unit (pint spelling, `1` for none)."""
    sites = _sites(where)

    def declare(law: Law) -> Quantity:
        return Quantity(law.__name__, law, sites, unit, total)

    return declare


def parse_arrow(arrow: str) -> tuple[str | None, dict[str, int]]:
    """`"M -> 2M"` -> (`"M"`, {"M": +1}); `"0 -> G"` -> (None, {"G": +1}): the left species and the net change
    of each.
    """
    if arrow.count("->") != 1:
        raise ValueError(f"cannot read the arrow {arrow!r}")
    left, right = (side.strip() for side in arrow.split("->"))
    change: dict[str, int] = {}
    for side, sign in ((left, -1), (right, +1)):
        for term in side.split("+"):
            found = re.fullmatch(r"(\d*)\s*([A-Za-z]\w*)?", term.strip())
            if found is None:
                raise ValueError(f"cannot read the arrow {arrow!r}")
            if found[2]:
                change[found[2]] = change.get(found[2], 0) + sign * int(found[1] or 1)
    return (None if left == "0" else left), {name: n for name, n in change.items() if n}
