"""Reads the parameter blocks of values/*.yaml, once per process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.parameters.parameter import OPTIONAL, REQUIRED, Parameter, faults

MODEL_ROOMS = (
    "receptors",
    "geometry",
    "trafficking",
    "car_t",
    "tumour",
    "cytokines",
    "organs",
    "blood_counts",
    "drugs",
    "vital_signs",
    "neurotoxicity",
)
"""Files whose every block is a parameter of the equations, in this order; named like the reaction modules."""

CELL_ROOMS = ("agents", "organoid")
"""Files of the parameters that only single cells read."""

OTHER_SHAPES = ("diseases", "correlations", "uncertainty", "route_basis", "fitted_together")
"""Files in values/ that hold something else than parameter blocks."""


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """Every parameter by symbol: the model's first and in their order, then the other files'."""
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for room in _rooms():
        for symbol, block in read_values(room).items():
            wrong = _misfits(block)
            if symbol in found:
                wrong = [f"stands in {found[symbol].room}.yaml too"]
            if not wrong:
                found[symbol] = _parameter(symbol, room, block)
                wrong = faults(found[symbol])
            problems += [Problem(f"{room}.yaml", symbol, message) for message in wrong]
    if problems:
        raise BadInput(*problems)
    return MappingProxyType(found)


@cache
def model_symbols() -> tuple[str, ...]:
    """The symbols of the equations in file order: the `parameter` coordinate of the patients."""
    return tuple(symbol for symbol, entry in load_parameters().items() if entry.room in MODEL_ROOMS)


def assumed_symbols() -> tuple[str, ...]:
    """Symbols whose value is a choice of ours; their number stands on the first page of every report."""
    return tuple(symbol for symbol, entry in load_parameters().items() if entry.kind == "assumed")


def read_text(name: str) -> str:
    """A file of values/ as text."""
    return files("cartsim.parameters").joinpath("values", name).read_text(encoding="utf-8")


def read_values(room: str) -> Any:
    """The plain content of values/<room>.yaml."""
    return plain_yaml(read_text(f"{room}.yaml"))


def plain_yaml(text: str) -> Any:
    """YAML 1.2 as plain values, so that `1e6` is a number and `NO` is a text."""
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(text)


def _rooms() -> tuple[str, ...]:
    """The files with parameter blocks: the model's in their order, then any other by name."""
    names = (item.name for item in files("cartsim.parameters").joinpath("values").iterdir())
    others = {name.removesuffix(".yaml") for name in names if name.endswith(".yaml")}
    return MODEL_ROOMS + tuple(sorted(others.difference(MODEL_ROOMS, OTHER_SHAPES)))


def _misfits(block: Any) -> list[str]:
    """Keys missing from a block or not known in one."""
    if not isinstance(block, dict):
        return ["is not a block of key: value"]
    missing = [f"{key} is missing" for key in REQUIRED if key not in block]
    known = (*REQUIRED, *OPTIONAL)
    return missing + [f"{key} is not a key of a parameter" for key in block if key not in known]


def _parameter(symbol: str, room: str, block: dict[str, Any]) -> Parameter:
    """The frozen entry of one block."""
    low, high = block["bounds"]
    numbers: dict[str, Any] = {
        "value": float(block["value"]),
        "spread": float(block["spread"]),
        "bounds": (float(low), float(high)),
    }
    texts: dict[str, Any] = {key: str(block[key]) for key in REQUIRED if key not in numbers}
    numbers |= {key: float(block[key]) for key in OPTIONAL if key in block}
    return Parameter(symbol=symbol, room=room, **texts, **numbers)
