"""Values set from the command line, `--set path=value`, over those of the file."""

from __future__ import annotations

from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import path_text, safe, said
from cartsim.scenario.paths import places, steps_of
from cartsim.scenario.source import Source, read_value
from cartsim.scenario.yaml_reader import Place

BY_HAND = "set on the command line"


def apply_settings(source: Source, settings: tuple[str, ...]) -> None:
    """Sets them in order; what cannot be set is added to the source's problems."""
    for setting in settings:
        where = f"--set {safe(setting)}"
        path, equals, text = setting.partition("=")
        if not equals:
            source.problems.append(
                Problem(where, "", "has no = in it", "write --set path=value, such as run.patients=50")
            )
            continue
        try:
            value = read_value(text, where) if text.strip() else None
            set_value(source, path.strip(), value, where, BY_HAND)
        except BadInput as error:
            source.problems += error.problems
        except ValueError as error:
            source.problems += [
                Problem(where, path_text(item.at), item.message, item.remedy) for item in said(error)
            ]


def set_value(source: Source, path: str, value: Any, where: str, because: str) -> None:
    """Sets what the path leads to. A parameter may be set by its symbol, for the reason `because`."""
    steps = steps_of(path)
    parameter = len(steps) in (2, 3) and steps[0] == "parameters"
    if parameter and len(steps) == 2 and not isinstance(value, dict):
        steps = (*steps, "value")
    for at in places(source.content, steps):
        source.put(at, value, Place(where, 0, 0))
        block = source.content["parameters"][at[1]] if parameter else None
        if isinstance(block, dict) and at[2:] == ("value",):
            block["because"] = because
            source.values[(*at[:2], "because")] = Place(where, 0, 0)
