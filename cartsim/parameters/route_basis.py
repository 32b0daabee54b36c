"""What every contrast of routes rests on: parameters that no data identify, and the values it is shown at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from cartsim.errors import BadInput, Problem
from cartsim.parameters.load import load_parameters, read_values
from cartsim.parameters.parameter import Kind

FILE = "route_basis.yaml"
ENDLESS = float("inf")
KEYS = ("values", "unit", "kind", "reason")


@dataclass(frozen=True, slots=True)
class Basis:
    """A parameter, its low, typical and high values in its own unit, how they are known, and why these."""

    symbol: str
    values: tuple[float, ...]
    unit: str
    kind: Kind
    reason: str


@cache
def load_route_basis() -> tuple[Basis, ...]:
    """Every parameter of the file, in its order.

    >>> [basis.symbol for basis in load_route_basis()]
    ['tau_fit', 'a_serosa', 'k_ct', 'k_bt']
    """
    return tuple(read_basis(symbol, block) for symbol, block in read_values("route_basis").items())


def read_basis(symbol: str, block: Any) -> Basis:
    """The entry of one block, refused where it is not one of a parameter, in its unit and its bounds."""
    if symbol not in load_parameters():
        raise BadInput(Problem(FILE, symbol, "is not a parameter"))
    if not isinstance(block, dict) or set(block) != set(KEYS):
        raise BadInput(Problem(FILE, symbol, f"needs exactly the keys {', '.join(KEYS)}"))
    entry = load_parameters()[symbol]
    values = tuple(float(value) for value in block["values"])
    checks = {
        f"is in {block['unit']}, the parameter in {entry.unit}": block["unit"] != entry.unit,
        "values do not rise": list(values) != sorted(set(values)) or len(values) < 2,
        "a value lies outside the bounds": not all(v == ENDLESS or entry.permits(v) for v in values),
        "has an unknown kind": block["kind"] not in get_args(Kind),
        "gives no reason": not str(block["reason"]).strip(),
    }
    problems = [Problem(FILE, symbol, message) for message, wrong in checks.items() if wrong]
    if problems:
        raise BadInput(*problems)
    return Basis(symbol, values, entry.unit, block["kind"], str(block["reason"]))
