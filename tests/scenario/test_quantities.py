"""Units are read at the boundary: checked for their dimension, converted to what the model counts in."""

from __future__ import annotations

import re
from math import inf

import pytest

from cartsim.parameters import load_parameters
from cartsim.scenario.mistakes import number_text
from cartsim.scenario.quantities import factor, in_words, read_quantity


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("1e8 cells", "cell", 1e8),
        ("1e8cells", "cell", 1e8),
        ("3e6 cells/kg", "cell/kg", 3e6),
        ("28 days", "day", 28.0),
        ("4 weeks", "day", 28.0),
        ("72 hours", "day", 3.0),
        ("90 min", "day", 0.0625),
        ("1 month", "day", 365.25 / 12),
        ("250 mg/m^2/day", "mg/m^2/day", 250.0),
        ("0.25 g/m**2/day", "mg/m^2/day", 250.0),
        ("580 pM", "nM", 0.58),
        ("0.58 nmol/L", "nM", 0.58),
        ("15000 per cell", "1/cell", 15000.0),
        ("1.5 L", "mL", 1500.0),
        ("3 dL", "mL", 300.0),
        ("9 g/dL", "g/L", 90.0),
        ("5e9/L", "1e9/L", 5.0),
        ("3 m^2", "cm**2", 30000.0),
        ("1 ng/mL", "pg/mL", 1000.0),
        ("30 %", "1", 0.3),
        ("0 cells", "cell", 0.0),
    ],
)
def test_a_quantity_is_converted_to_the_wanted_unit(written: str, unit: str, value: float) -> None:
    assert read_quantity(written, unit, example="...") == (value, unit)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (5, "the number 5 has no unit"),
        (1e6, "the number 1e6 has no unit"),
        ("5", "'5' has no unit"),
        (True, "true is not a number with a unit"),
        (None, "nothing is not a number with a unit"),
        ([], "a list is not a number with a unit"),
        ({}, "a block of keys is not a number with a unit"),
        ("-5 days", "-5 is negative"),
        ("nan days", "'nan days' is not a number"),
        ("inf days", "infinity is no value here"),
        ("1e999 days", "infinity is no value here"),
        ("1e308 years", "too large"),
        ("5 mg", "'5 mg' is not in day"),
        ("5 dayz", "'dayz' is not a unit known here; did you mean 'day'?"),
        ("5 day^99", "'day^99' is not a unit"),
        ("5 day**day", "'day**day' is not a unit"),
        ("5 (day)", "'(day)' is not a unit"),
        ("5 __import__", "'__import__' is not a unit"),
        ("9**9**9 days", "is not a unit"),
        ("1,5 days", "',5 days' is not a unit"),
        ("5 days and more", "is not a unit"),
        ("5 " + "day*" * 20 + "day", "is not a unit"),
        ("5 " + "d" * 200, "is not a number with a unit"),
    ],
)
def test_what_is_no_such_quantity_is_refused(written: object, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_quantity(written, "day", example="28 days")


def test_only_a_time_constant_may_be_endless() -> None:
    assert read_quantity("infinity", "day", example="...", endless=True) == (inf, "day")
    assert read_quantity(inf, "day", example="...", endless=True) == (inf, "day")
    with pytest.raises(ValueError, match="negative"):
        read_quantity("-inf", "day", example="...", endless=True)


def test_the_first_unit_that_fits_is_taken() -> None:
    assert read_quantity("1e6 cells/kg", "cell", "cell/kg", example="...") == (1e6, "cell/kg")
    assert read_quantity("1e3 cells/g", "cell", "cell/kg", example="...") == (1e6, "cell/kg")


@pytest.mark.parametrize("unit", sorted({entry.unit for entry in load_parameters().values()}))
def test_the_unit_of_every_parameter_is_understood(unit: str) -> None:
    if unit != "1":
        assert read_quantity(f"3 {unit}", unit, example="...") == (3.0, unit)
        assert factor(f"{unit}*g/kg", unit) == pytest.approx(1e-3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e8, "1e8"),
        (1.5e7, "1.5e7"),
        (15000.0, "15000"),
        (0.58, "0.58"),
        (1e-5, "1e-5"),
        (0.0, "0"),
        (1e15, "1e15"),
        (-5.0, "-5"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, text: str) -> None:
    assert number_text(value) == text
    assert float(text) == value


def test_words_for_a_value_can_be_read_again() -> None:
    assert in_words(14.0, "day") == "14 day"
    assert in_words(inf, "day") == "infinity"
    assert in_words(15000.0, "1/cell") == "15000 per cell"
    assert in_words(0.3, "1") == "0.3"
    for value, unit in [(14.0, "day"), (15000.0, "1/cell"), (1.5e4, "cm**2"), (0.008, "1/day")]:
        assert read_quantity(in_words(value, unit), unit, example="...") == (value, unit)
