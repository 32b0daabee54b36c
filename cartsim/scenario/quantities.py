"""From `1e6 cells/kg` to a number in the unit the model counts in. The only place where units are converted.

Model units: day, cell, mL, pg/mL, molecule/um^2, mg, nM. A quantity that is written in the unit it is wanted
in is read without pint; pint is imported at the first one that must be converted.
"""

from __future__ import annotations

import re
from functools import cache
from math import inf, isfinite, isnan
from typing import Any

from cartsim.scenario.mistakes import nearest, number_text, refuse, shown

DEFINITIONS = """
pico- = 1e-12 = p-
nano- = 1e-9 = n-
micro- = 1e-6 = u-
milli- = 1e-3 = m-
centi- = 1e-2 = c-
deci- = 1e-1 = d-
kilo- = 1e3 = k-
day = [time] = d
hour = day / 24 = h
minute = hour / 60 = min
second = minute / 60 = s
week = 7 * day = wk
year = 365.25 * day
month = year / 12
metre = [length] = m = meter
gram = [mass] = g
litre = 1e-3 * metre ** 3 = L = l = liter
mole = [substance] = mol
molar = mole / litre = M
cell = [cell]
molecule = 1 = molecule
nodule = [nodule]
mmHg = [pressure]
degC = [temperature]
percent = 0.01 = %
giga = 1e9
"""
"""A month is a twelfth of a Julian year. Temperatures in degC and pressures in mmHg do not convert."""

UNIT_NAMES = (
    "day",
    "hour",
    "minute",
    "second",
    "week",
    "month",
    "year",
    "m",
    "cm",
    "mm",
    "um",
    "kg",
    "g",
    "mg",
    "ug",
    "ng",
    "pg",
    "L",
    "dL",
    "mL",
    "uL",
    "mol",
    "M",
    "uM",
    "nM",
    "pM",
    "cell",
    "molecule",
    "nodule",
    "mmHg",
    "degC",
)
PLURALS = re.compile(
    r"\b(day|hour|minute|second|week|month|year|cell|molecule|nodule|gram|litre|liter|metre|meter)s\b"
)
NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*)")
ENDLESS = re.compile(r"[-+]?\.?(inf|infinity)", re.IGNORECASE)
NOT_A_NUMBER = re.compile(r"[-+]?\.?nan", re.IGNORECASE)
UNIT = re.compile(r"(?:1(?:e\d{1,2})?|[A-Za-z%]+(?:\^-?\d)?)(?:[*/](?:[A-Za-z%]+(?:\^-?\d)?))*")


def read_quantity(written: object, *units: str, example: str, endless: bool = False) -> tuple[float, str]:
    """Value and unit of a text such as `30 mg/m^2/day`, in the first of `units` that it can be converted to.

    `endless` permits infinity, which needs no unit. Zero is a quantity; less than zero is not.
    """
    number, unit = _split(written, example, endless)
    if not unit:
        return number, units[0]
    for wanted in sorted(units, key=lambda name: spelled(name) != spelled(unit)):
        ratio = factor(unit, wanted, example)
        if ratio is not None:
            value = number if ratio == 1.0 else float(f"{number * ratio:.15g}")
            if not isfinite(value):
                raise refuse(
                    f"{shown(written)} is too large a number", f"write a finite one, such as {example}"
                )
            return value, wanted
    kind = (
        "a plain number" if units == ("1",) else f"in {' or '.join(units)}, nor in a unit that converts to it"
    )
    raise refuse(f"{shown(written)} is not {kind}", f"write it like {example}")


def _split(written: object, example: str, endless: bool) -> tuple[float, str]:
    """Number and unit; an endless one comes without unit."""
    remedy = f"write it like {example}"
    if isinstance(written, int | float) and not isinstance(written, bool):
        number = check_number(float(written), remedy, endless)
        if number == inf:
            return inf, ""
        raise refuse(f"the number {shown(written)} has no unit", remedy)
    if not isinstance(written, str) or len(written) > 100:
        raise refuse(f"{shown(written)} is not a number with a unit", remedy)
    text = written.strip()
    if ENDLESS.fullmatch(text.split(" ")[0]):
        return check_number(-inf if text.startswith("-") else inf, remedy, endless), ""
    if NOT_A_NUMBER.fullmatch(text.split(" ")[0]):
        raise refuse(f"{shown(written)} is not a number", remedy)
    found = NUMBER.fullmatch(text)
    if found is None:
        raise refuse(f"{shown(written)} is not a number with a unit", remedy)
    number = check_number(float(found[1]), remedy)
    if not found[2]:
        raise refuse(f"{shown(written)} has no unit", remedy)
    return number, found[2]


def number_and_unit(written: object) -> tuple[float, str]:
    """Number and unit as they stand, not converted, of a value that can be between two others; the unit of a
    plain number is empty."""
    remedy = "write a number with its unit, such as 1e6 cells/kg, or a plain number"
    if isinstance(written, int | float) and not isinstance(written, bool):
        return check_number(float(written), remedy), ""
    number, unit = _split(written, "1e6 cells/kg", endless=False)
    return number, unit


def check_number(number: float, remedy: str, endless: bool = False) -> float:
    """Refuses what is not a number, infinite (unless `endless`) or below zero."""
    if isnan(number):
        raise refuse("not-a-number (NaN) is no value", remedy)
    if number < 0.0:
        raise refuse(f"{shown(number)} is negative", remedy)
    if number == inf and not endless:
        raise refuse("infinity is no value here", remedy)
    return number


def factor(unit: str, wanted: str, example: str = "") -> float | None:
    """What turns a number in `unit` into one in `wanted`; None if they measure different things."""
    here, there = spelled(unit), spelled(wanted)
    if here == there:
        return 1.0
    if not UNIT.fullmatch(here) or len(here) > 60:
        raise refuse(f"{shown(unit)} is not a unit", f"write the unit like the one in {example}")
    return _converted(here, there)


def spelled(unit: str) -> str:
    """One spelling for `mg per day`, `mg / days` and `mg/day`."""
    text = re.sub(r"\bper\s+", "/", PLURALS.sub(r"\1", unit.strip()))
    text = text.replace("µ", "u").replace("μ", "u").replace("²", "^2").replace("³", "^3").replace("**", "^")
    text = re.sub(r"\s*([*/^])\s*", r"\1", text)
    text = re.sub(r"\bmolecule/", "1/", text)
    return f"1{text}" if text.startswith("/") else text


@cache
def _converted(unit: str, wanted: str) -> float | None:
    registry = _registry()
    here = _parsed(registry, unit)
    there = _parsed(registry, wanted)
    if here.dimensionality != there.dimensionality:
        return None
    return float((here / there).to_base_units().magnitude)


def _parsed(registry: Any, unit: str) -> Any:
    from pint.errors import PintError, UndefinedUnitError

    try:
        return registry.Quantity(1.0, "dimensionless") * registry.parse_expression(
            unit.replace("%", "percent")
        )
    except UndefinedUnitError as error:
        name = (
            str(error.unit_names) if isinstance(error.unit_names, str) else str(next(iter(error.unit_names)))
        )
        raise refuse(f"{shown(name)} is not a unit known here", nearest(name, UNIT_NAMES)) from None
    except (PintError, ValueError, TypeError, ArithmeticError, AttributeError):
        raise refuse(f"{shown(unit)} is not a unit", nearest(unit, UNIT_NAMES)) from None


@cache
def _registry() -> Any:
    """pint with nothing but the units above: small, quick to make, and no surprising names."""
    from pint import UnitRegistry

    registry: Any = UnitRegistry(None, autoconvert_offset_to_baseunit=False)
    for line in DEFINITIONS.strip().splitlines():
        registry.define(line)
    return registry


def in_words(value: float, unit: str) -> str:
    """`1e8 cell`, `14 day`, `15000 per cell`, `infinity`, `0.3`: a value as it could be written in a file."""
    if value == inf:
        return "infinity"
    number = number_text(value)
    return number if unit == "1" else f"{number} {re.sub('^1/', 'per ', unit.replace('**', '^'))}"
