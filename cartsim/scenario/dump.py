"""The resolved scenario as plain values, for the results file; and what a file left to the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from cartsim.scenario.fields import Part, Quantity
from cartsim.scenario.mistakes import Path, path_text
from cartsim.scenario.quantities import in_words
from cartsim.scenario.scenario import Scenario

INHERITED = {"lymphodepletion", "rescue", "pdl1_receptor", "affinity", "parameters", "because", "swept"}
"""Fields of an arm that say nothing when left out: the arm is then as the trial and the product are."""


class Default(NamedTuple):
    """A value that the file leaves out; `value` as it could be written there."""

    path: str
    value: str


def dump(scenario: Scenario) -> dict[str, Any]:
    """Every field in model units, as text, numbers, lists, dicts; `Scenario.model_validate` reads it back."""
    return scenario.model_dump(mode="json", by_alias=True)


def defaults_used(scenario: Scenario) -> list[Default]:
    """What was left out, in order; a default that all items of a list share once, as `trial.arms[*]...`."""
    omitted = list(_omitted(scenario, ()))
    values: dict[str, set[str]] = {}
    for path, value in omitted:
        values.setdefault(_of_any(path), set()).add(value)
    shared = {path for path, found in values.items() if len(found) == 1}
    rows = ((_of_any(path) if _of_any(path) in shared else path_text(path), value) for path, value in omitted)
    return [Default(path, value) for path, value in dict.fromkeys(rows)]


def _omitted(part: Part, path: Path, all_of_it: bool = False) -> Iterator[tuple[Path, str]]:
    silent = INHERITED if path[:2] == ("trial", "arms") and len(path) == 3 else set()
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        omitted = all_of_it or name not in part.model_fields_set
        here = (*path, info.alias or name)
        if isinstance(value, BaseModel):
            yield from _omitted(value, here, omitted)  # type: ignore[arg-type]
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for place, item in enumerate(value):
                yield from _omitted(item, (*here, place), omitted)
        elif omitted and name not in silent:
            yield here, value_in_words(value, quantities_of(info.metadata, info.annotation))


def quantities_of(metadata: list[Any], annotation: Any) -> list[Quantity]:
    """The quantity that a field is, also inside `X | None` or a list of X."""
    here = [item for item in metadata if isinstance(item, Quantity)]
    for inner in get_args(annotation):
        here += quantities_of(list(getattr(inner, "__metadata__", ())), inner)
    return here


def value_in_words(value: object, quantities: list[Quantity]) -> str:
    """A value as it could stand in the file: `28 day`, `[1, 2]`, `none`."""
    if value is None or value == {} or value == ():
        return "none"
    if isinstance(value, tuple):
        return "[" + ", ".join(value_in_words(item, quantities) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        unit = quantities[0].unit if quantities and not quantities[0].calendar else "1"
        return in_words(float(value), unit)
    return str(value)


def _of_any(path: Path) -> str:
    """`trial.arms[*].doses[*].day`: the path with every position left open."""
    return "".join("[*]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
