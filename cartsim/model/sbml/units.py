"""Units as the laws and parameters spell them (`molecule/um**2`), in SBML's base units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import libsbml

BASE: dict[str, tuple[int, int, float]] = {
    "cell": (libsbml.UNIT_KIND_ITEM, 0, 1.0),
    "molecule": (libsbml.UNIT_KIND_ITEM, 0, 1.0),
    "giga": (libsbml.UNIT_KIND_ITEM, 9, 1.0),
    "nmol": (libsbml.UNIT_KIND_MOLE, -9, 1.0),
    "s": (libsbml.UNIT_KIND_SECOND, 0, 1.0),
    "min": (libsbml.UNIT_KIND_SECOND, 0, 60.0),
    "day": (libsbml.UNIT_KIND_SECOND, 0, 86400.0),
    "L": (libsbml.UNIT_KIND_LITRE, 0, 1.0),
    "mL": (libsbml.UNIT_KIND_LITRE, -3, 1.0),
    "uL": (libsbml.UNIT_KIND_LITRE, -6, 1.0),
    "mg": (libsbml.UNIT_KIND_GRAM, -3, 1.0),
    "ug": (libsbml.UNIT_KIND_GRAM, -6, 1.0),
    "pg": (libsbml.UNIT_KIND_GRAM, -12, 1.0),
    "cm": (libsbml.UNIT_KIND_METRE, -2, 1.0),
    "mm": (libsbml.UNIT_KIND_METRE, -3, 1.0),
    "um": (libsbml.UNIT_KIND_METRE, -6, 1.0),
    "mmHg": (libsbml.UNIT_KIND_PASCAL, 0, 133.322387415),
    "degC": (libsbml.UNIT_KIND_KELVIN, 0, 1.0),
}
"""Symbol -> SBML's kind, power of ten, factor. `giga` counts cells, as in giga/L. SBML has no degree Celsius:
its step is that of the kelvin, its zero is not. Millimetre of mercury: BIPM SI brochure.
"""

COMPOUND = {"nM": "nmol/L"}
NONE = "1"
NO_UNIT = "dimensionless"

Powers = Mapping[str, Fraction]
"""A unit as powers of the symbols above: cell/mL is {cell: 1, mL: -1}."""


def declare(model: libsbml.Model, text: str) -> str:
    """The id of this unit in the model, defined there if it is not yet."""
    if text == NONE:
        return NO_UNIT
    name = identifier(text)
    if model.getUnitDefinition(name) is None:
        definition = model.createUnitDefinition()
        definition.setId(name)
        definition.setName(text)
        for symbol, power in factors(text):
            kind, scale, factor = BASE[symbol]
            unit = definition.createUnit()
            unit.setKind(kind)
            unit.setExponent(power)
            unit.setScale(scale)
            unit.setMultiplier(factor)
    return name


def identifier(text: str) -> str:
    """`1/day` -> `per_day`, `um**2` -> `um2`."""
    if text == NONE:
        return NO_UNIT
    return re.sub(r"\W+", "_", text.replace("**", "").replace("1/", "per_").replace("/", "_per_"))


def powers(text: str) -> Powers:
    """The unit with this spelling."""
    found: dict[str, Fraction] = {}
    for symbol, power in factors(text):
        found[symbol] = found.get(symbol, Fraction(0)) + power
    return {symbol: power for symbol, power in found.items() if power}


def product(*parts: tuple[Powers, Fraction]) -> Powers:
    """The product of units, each to its power."""
    found: dict[str, Fraction] = {}
    for unit, power in parts:
        for symbol, own in unit.items():
            found[symbol] = found.get(symbol, Fraction(0)) + own * power
    return {symbol: power for symbol, power in found.items() if power}


def spelled(unit: Powers) -> str:
    """The spelling of a unit with whole powers."""
    above = [_raised(symbol, power) for symbol, power in unit.items() if power > 0]
    below = [_raised(symbol, -power) for symbol, power in unit.items() if power < 0]
    return "/".join(["*".join(above) or NONE, *below])


def _raised(symbol: str, power: Fraction) -> str:
    return symbol if power == 1 else f"{symbol}**{power}"


def factors(text: str) -> Iterator[tuple[str, int]]:
    """`pg/cell/day` -> (pg, 1), (cell, -1), (day, -1)."""
    for compound, simple in COMPOUND.items():
        text = text.replace(f"/{compound}", f"/{simple.replace('/', '*')}").replace(compound, simple)
    for sign, symbol, power in re.findall(r"([*/]?)([A-Za-z]+|1)(?:\*\*(\d+))?", text):
        if symbol != NONE:
            yield symbol, (-1 if sign == "/" else 1) * int(power or 1)
