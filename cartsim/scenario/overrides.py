"""Changes to parameters, each with its reason."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from cartsim.scenario import known
from cartsim.scenario.fields import (
    Flag,
    Part,
    Quantity,
    Sentence,
    entries,
    from_file,
    plain_number,
    quantity_schema,
)
from cartsim.scenario.mistakes import Mistake, nearest, refuse, refuse_name, safe, shown, tried, without
from cartsim.scenario.quantities import in_words

WrittenValue = Annotated[
    float,
    PlainSerializer(plain_number),
    WithJsonSchema({"anyOf": [{"type": "number"}, quantity_schema("25 days", "infinity", endless=True)]}),
]


DENSITY = "car"
"""Receptors per cell: the product's in general, but an arm may have another as one of its parameters."""


class Override(Part):
    """The typical value a parameter has in this scenario, in the parameter's unit, and why."""

    value: WrittenValue = Field(description="typical value, in the parameter's unit or what converts to it")
    because: Sentence = Field(description="why it differs; the report prints it")
    uncertain: Flag = Field(
        default=False, description="whether run.parameter_draws draws around it; else it is taken as known"
    )


def check_symbol(symbol: str) -> None:
    """Refuses what is no parameter, and a parameter that another field sets."""
    if symbol in known.SET_ELSEWHERE:
        raise refuse_name(f"'{symbol}' is not set here", f"set {known.SET_ELSEWHERE[symbol]}")
    if symbol not in known.parameters():
        raise refuse_name(f"'{safe(symbol)}' is not a parameter", nearest(symbol, known.parameters()))


def read_value(symbol: str, written: object, bare: bool = False) -> float:
    """A parameter's new typical value in its unit, refused outside the bounds of the parameter."""
    check_symbol(symbol)
    return _read(symbol, written, bare)


def _read(symbol: str, written: object, bare: bool) -> float:
    entry = known.parameters()[symbol]
    endless = symbol in known.ENDLESS
    value = Quantity(entry.unit, in_words(entry.value, entry.unit), endless=endless).read(written, bare)
    if not entry.permits(value) and not (endless and value > entry.bounds[1]):
        low, high = (in_words(bound, entry.unit) for bound in entry.bounds)
        raise refuse(
            f"{shown(written)} is outside the bounds of {symbol}", f"choose a value from {low} to {high}"
        )
    return value


def moves_by_arm(symbol: str) -> bool:
    """Whether the typical value of a parameter can be another in each arm."""
    entry = known.parameters()[symbol]
    movable = symbol in known.model_symbols() and entry.distribution != "beta" and entry.value != 0.0
    elsewhere = symbol in known.SET_ELSEWHERE and symbol != DENSITY
    return movable and symbol not in known.WARD and not elsewhere


def read_arm_value(symbol: str, written: object, bare: bool = False) -> float:
    """As `read_value`, for one arm, where every patient's own value moves with the typical one.

    Patients are drawn once for all arms, so only parameters of the equations can differ, and only those that
    can be moved: not from 0, not where patients differ by a beta distribution, a share not to 0 or 1. All
    arms are read by the same ward.
    """
    value = _read(symbol, written, bare) if symbol == DENSITY else read_value(symbol, written, bare)
    entry = known.parameters()[symbol]
    if not moves_by_arm(symbol):
        raise refuse_name(f"'{symbol}' cannot differ between arms", "set it under parameters, for all arms")
    if entry.distribution == "logitnormal" and value in (0.0, 1.0):
        raise refuse(
            f"{shown(written)} leaves no difference between patients", "choose a value between 0 and 1"
        )
    return value


def _read_overrides(written: object, info: ValidationInfo) -> Any:
    """Resolves every value to the unit of its parameter."""
    if not isinstance(written, dict):
        return written
    mistakes: list[Mistake] = []
    resolved = {
        symbol: _read_override(symbol, block, not from_file(info), mistakes)
        for symbol, block in entries(written)
    }
    return without(mistakes, resolved)


def _read_override(symbol: str, block: object, bare: bool, mistakes: list[Mistake]) -> dict[str, Any]:
    fields = dict(entries(block))
    before = len(mistakes)
    tried(mistakes, (symbol,), check_symbol, symbol)
    mistakes += [
        Mistake(f"'{safe(key)}' is not known here", nearest(key, Override.model_fields), (symbol, key), True)
        for key in fields
        if key not in Override.model_fields
    ]
    if "value" not in fields:
        mistakes.append(Mistake("has no value", f"write {symbol}: {{value: ..., because: ...}}", (symbol,)))
    elif fields.get("because") is None:
        mistakes.append(Mistake("is changed without a reason", "add because: and say why", (symbol,)))
    if len(mistakes) == before:
        fields["value"] = tried(mistakes, (symbol, "value"), read_value, symbol, fields["value"], bare)
    return fields


def _read_typical_values(written: object, info: ValidationInfo) -> Any:
    """Resolves `{symbol: value}` of an arm."""
    if not isinstance(written, dict):
        return written
    mistakes: list[Mistake] = []
    resolved = {
        symbol: tried(mistakes, (symbol,), read_arm_value, symbol, value, not from_file(info))
        for symbol, value in entries(written)
    }
    return without(mistakes, resolved)


Overrides = Annotated[dict[str, Override], BeforeValidator(_read_overrides)]
TypicalValues = Annotated[dict[str, WrittenValue], BeforeValidator(_read_typical_values)]
