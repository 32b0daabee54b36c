"""Units as the laws and parameters spell them (`molecule/um**2`), in SBML's base units."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def declare(model: libsbml.Model, text: str) -> str:
    """The id of this unit in the model, defined there if it is not yet."""
    if text == NONE:
        return "dimensionless"
    name = re.sub(r"\W+", "_", text.replace("**", "").replace("1/", "per_").replace("/", "_per_"))
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


def factors(text: str) -> Iterator[tuple[str, int]]:
    """`pg/cell/day` -> (pg, 1), (cell, -1), (day, -1)."""
    for compound, simple in COMPOUND.items():
        text = text.replace(f"/{compound}", f"/{simple.replace('/', '*')}").replace(compound, simple)
    for sign, symbol, power in re.findall(r"([*/]?)([A-Za-z]+|1)(?:\*\*(\d+))?", text):
        if symbol != NONE:
            yield symbol, (-1 if sign == "/" else 1) * int(power or 1)
