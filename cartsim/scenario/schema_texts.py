"""What an editor says about a field: meaning, unit, default; and the names a table may have, each with its
meaning. All of it comes from the classes, the diseases and the parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic.fields import FieldInfo

from cartsim.parameters import Parameter
from cartsim.scenario import known
from cartsim.scenario.disease import unit_of
from cartsim.scenario.dump import quantities_of, value_in_words
from cartsim.scenario.fields import Part, Quantity
from cartsim.scenario.mistakes import number_text
from cartsim.scenario.overrides import moves_by_arm
from cartsim.scenario.quantities import in_words

Node = dict[str, Any]


def describe(node: Node, field: FieldInfo) -> None:
    """Puts unit and default of a field into its node, both as people write them."""
    node.pop("title", None)
    quantity = next((item for item in quantities_of(field.metadata, field.annotation)), None)
    default = _default(field)
    texts = [str(node.get("description", field.description))]
    if quantity is not None and quantity.unit != "1":
        texts.append(f"Unit: {quantity.unit} or what converts to it, such as {quantity.example}.")
    if default is not None:
        texts.append(f"Default: {default}.")
    node["description"] = " ".join(_sentence(text) for text in texts)
    node.pop("default", None)
    if default is not None:
        node |= _written_default(field, quantity, default)


def _default(field: FieldInfo) -> str | None:
    """The default in words; None where it is nothing, that of a block's own fields, or hangs on others."""
    if field.is_required() or field.default_factory_takes_validated_data:
        return None
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Part) or value in (None, (), {}):
        return None
    return plural(value_in_words(value, quantities_of(field.metadata, field.annotation)))


def _written_default(field: FieldInfo, quantity: Quantity | None, words: str) -> Node:
    """What an editor writes for the default, if it is a single value or a list."""
    value = field.get_default(call_default_factory=True)
    if quantity is not None and quantity.unit != "1" and not quantity.calendar:
        return {"default": words}
    return {"default": list(value) if isinstance(value, tuple) else value}


def plural(text: str) -> str:
    """`28 days` of `28 day`."""
    return re.sub(r"^(?!1 )([0-9.e]+ (day|cell))$", r"\1s", text)


def _sentence(text: str) -> str:
    """A description as a sentence of its own; one that begins with a name of a field keeps its letters."""
    first = re.match(r"\w+", text)
    named = first is not None and ("_" in first[0] or text[first.end() :].startswith(":"))
    start = text if named else text[:1].upper() + text[1:]
    return start if text.endswith((".", "?")) else f"{start}."


def diseases(share: Node) -> Node:
    """Every kind of disease by name, each a share."""
    return {
        name: {"description": f"Share of patients with {kind.name}, {kind.site.value} by default."} | share
        for name, kind in known.diseases().items()
    }


def overrides() -> Node:
    """Every parameter that a scenario may change, by symbol."""
    symbols = (symbol for symbol in known.parameters() if symbol not in known.SET_ELSEWHERE)
    return _table(symbols, "Override")


def by_arm() -> Node:
    """Every parameter that arms may differ in, by symbol."""
    return _table((symbol for symbol in known.parameters() if moves_by_arm(symbol)), "TypicalValue")


def entry() -> Node:
    """Every covariate and parameter that entry may bound, by name."""
    covariates: Node = {
        name: {"$ref": "#/$defs/Bounds", "description": f"Limits on {name}, in {unit_of(name)}."}
        for name in known.COVARIATES
    }
    return covariates | _table(known.model_symbols(), "Bounds")


def _table(symbols: Iterable[str], part: str) -> Node:
    rows = known.parameters()
    return {
        symbol: {"$ref": f"#/$defs/{part}", "description": meaning(rows[symbol])} for symbol in symbols
    }


def meaning(entry: Parameter) -> str:
    """What a parameter is, its unit, its typical value and what it may be."""
    low, high = (number_text(bound) for bound in entry.bounds)
    value = plural(in_words(entry.value, entry.unit))
    limits = f"at least {low}" if high == "inf" else f"{low} to {high}"
    return f"{_sentence(entry.name)} Typical value {value} ({entry.kind}); permitted: {limits}."
