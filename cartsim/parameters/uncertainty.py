"""How uncertain the typical value of each parameter is: by the entry's own factor where it has one, else by
the kind of knowledge (values/uncertainty.yaml).

This is no spread between patients. A parameter's typical value is one number for everybody that nobody knows
exactly; the factors say how far it may lie off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.parameters.load import CELL_ROOMS, load_parameters, read_values
from cartsim.parameters.parameter import Parameter

FILE = "uncertainty.yaml"
BY_CELLS = "read by single cells, not by the equations"
CENTRAL_95 = 1.959964
"""Standard normal score that 97.5 % lie below."""


@dataclass(frozen=True, slots=True)
class Factor:
    """The factor within which a typical value of one kind lies with a probability of 95 %, and why."""

    factor: float
    unit: str
    kind: str
    reason: str


@cache
def load_factors() -> Mapping[str, Factor]:
    """The factor of each kind of knowledge."""
    return {kind: Factor(**block) for kind, block in _content()["kinds"].items()}


@cache
def held_symbols() -> Mapping[str, str]:
    """Symbols whose typical value is never drawn, and why.

    >>> held_symbols()["age"]
    'say whom the trial enrols'
    """
    content = _content()
    held = {symbol: group["reason"] for group in content["held"] for symbol in group["symbols"]}
    chosen = set(content["clinic"]["uncertain"])
    for symbol, entry in load_parameters().items():
        if entry.room == "clinic" and symbol not in chosen:
            held[symbol] = "a choice of the clinic"
        elif entry.room in CELL_ROOMS:
            held[symbol] = BY_CELLS
        elif entry.value == 0.0:
            held.setdefault(symbol, "0 has no factor around it")
        elif entry.bounds[0] == entry.bounds[1]:
            held.setdefault(symbol, "a constant: its bounds leave one value")
    return held


@cache
def uncertain_symbols() -> Mapping[str, str]:
    """Every symbol whose typical value is drawn, with the symbol that names its random number.

    >>> uncertain_symbols()["her2_ihc_3"], uncertain_symbols()["k_kill"]
    ('her2_ihc_1', 'k_kill')
    """
    shared = {s: group["symbols"][0] for group in _content()["together"] for s in group["symbols"]}
    return {
        symbol: shared.get(symbol, symbol) for symbol in load_parameters() if symbol not in held_symbols()
    }


def factor(entry: Parameter) -> float:
    """The factor within which the typical value of a parameter lies with a probability of 95 %: its own, else
    that of its kind.
    """
    return load_factors()[entry.kind].factor if entry.uncertainty is None else entry.uncertainty


def sd_log(entry: Parameter) -> float:
    """SD of the logarithm of a parameter's typical value: ln(factor) / 1.96."""
    return log(factor(entry)) / CENTRAL_95


@cache
def _content() -> Mapping[str, Any]:
    """The file, refused where it names what is no parameter."""
    content: dict[str, Any] = read_values("uncertainty")
    named = [
        symbol for part in ("held", "together") for group in content[part] for symbol in group["symbols"]
    ]
    unknown = [symbol for symbol in named + content["clinic"]["uncertain"] if symbol not in load_parameters()]
    if unknown:
        raise BadInput(*(Problem(FILE, symbol, "is not a parameter") for symbol in unknown))
    return content
