"""What two resolved scenarios ask differently: every field that differs, with both values as people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from cartsim.scenario import known
from cartsim.scenario.dump import quantities_of, value_in_words
from cartsim.scenario.fields import Part
from cartsim.scenario.mistakes import Path, number_text, path_text
from cartsim.scenario.overrides import Override
from cartsim.scenario.quantities import in_words
from cartsim.scenario.rescue import Condition
from cartsim.scenario.scenario import Scenario

ABSENT = "not there"


class Change(NamedTuple):
    """A field by its path, such as `product.car.affinity`, and its value in either scenario."""

    path: str
    first: str
    second: str


def changes(first: Scenario, second: Scenario, arms: Mapping[str, str] | None = None) -> list[Change]:
    """All fields that differ, in the order of the file. Arms are told by the name in the first scenario,
    `trial.arms[IC].doses[0].dose`; `arms` gives the first one's name for an arm of the second that has
    another. What only one of them has is one change, with all it says.
    """
    return list(_compared(first, second, (), arms or {}))


def _compared(first: Any, second: Any, path: Path, arms: Mapping[str, str]) -> Iterator[Change]:
    if first == second:
        return
    if isinstance(first, Part) and isinstance(second, Part) and not _is_one_value(first):
        one, two = _fields(first), _fields(second)
        for key in dict.fromkeys([*one, *two]):
            yield from _compared(one.get(key), two.get(key), (*path, key), arms)
    elif isinstance(first, dict | tuple) and type(first) is type(second):
        one, two = _items(first, {}), _items(second, arms if path == ("trial", "arms") else {})
        for key in dict.fromkeys([*one, *two]):
            step = (*path, key) if isinstance(first, dict) else (*path[:-1], f"{path[-1]}[{key}]")
            yield from _compared(one.get(key), two.get(key), step, arms)
    else:
        yield Change(path_text(path), _words(first, path), _words(second, path))


def _fields(part: Part) -> dict[str, Any]:
    """The fields of a part by their keys; amount and unit of a dose are one, values are already in words."""
    found: dict[str, Any] = {}
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        whole = value in (None, (), {}) or isinstance(value, dict) or _holds_parts(value)
        quantities = quantities_of(info.metadata, info.annotation)
        found[info.alias or name] = value if whole else value_in_words(value, quantities)
    if {"amount", "per"} <= found.keys():
        found = {"dose": f"{found.pop('amount')} {found.pop('per')}"} | found
    return found


def _items(value: Any, arms: Mapping[str, str]) -> dict[str, Any]:
    """The items of a list of parts by name or place, those of a table by key."""
    if isinstance(value, dict):
        return value
    names = [getattr(item, "name", str(place)) for place, item in enumerate(value)]
    return {arms.get(name, name): item for name, item in zip(names, value, strict=True)}


def _words(value: Any, path: Path) -> str:
    """A value on one line: all of a block that the other scenario has not."""
    symbol = str(path[1]) if len(path) == 2 and path[0] == "parameters" else ""
    if value is None and symbol in known.parameters():
        entry = known.parameters()[symbol]
        return f"{in_words(entry.value, entry.unit)} (typical value)"
    if isinstance(value, Override):
        return f"{in_words(value.value, known.parameters()[symbol].unit)}, because: {value.because}"
    if isinstance(value, Condition):
        return f"{value.observable} {value.op} {number_text(value.threshold)}"
    if isinstance(value, Part):
        said = _fields(value)
        if _is_one_value(value):
            return str(said["dose"])
        usual = {info.alias or name for name, info in type(value).model_fields.items() if _usual(value, name)}
        left = {key: inner for key, inner in said.items() if key not in usual}
        return "; ".join(f"{key}: {_words(inner, (*path, key))}" for key, inner in left.items())
    if isinstance(value, tuple):
        return "[" + ", ".join(f"{{{_words(item, path)}}}" for item in value) + "]" if value else "none"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_words(inner, (*path, key))}" for key, inner in value.items()) or "none"
    return ABSENT if value is None else number_text(value) if isinstance(value, float) else str(value)


def _usual(part: Part, name: str) -> bool:
    """Whether a field is as it would be if nothing were written."""
    info, value = type(part).model_fields[name], getattr(part, name)
    if value is None or info.is_required() or info.default_factory_takes_validated_data:
        return value is None
    return bool(value == info.get_default(call_default_factory=True))


def _is_one_value(part: Part) -> bool:
    """Whether a part is written as one value: a condition, or an amount with its unit."""
    return isinstance(part, Condition) or set(type(part).model_fields) == {"amount", "per"}


def _holds_parts(value: Any) -> bool:
    """Whether a value is a part, or a list or a table of parts."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
    return any(isinstance(item, BaseModel) for item in items)
