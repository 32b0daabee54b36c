"""The JSON Schema of scenario files, for completion in editors: made from the classes, as people write."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from cartsim.scenario.doses import EXAMPLE, Arm, Dose
from cartsim.scenario.fields import Part, quantity_schema
from cartsim.scenario.scenario import Scenario

FILE = "scenario-1.schema.json"
OWN = ["schema", "title", "question"]
"""Keys that every file has; all else may come from the file it extends, which an editor does not see."""


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file."""
    schema = Scenario.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    for part in parts.values():
        part.pop("required", None)
    _short_dose(parts["Dose"])
    _short_arm(parts["Arm"], parts["Dose"])
    parts["Lymphodepletion"] = {"anyOf": [parts["Lymphodepletion"], {"const": "none"}]}
    schema["properties"]["extends"] = {
        "type": "string",
        "pattern": r"\.ya?ml$",
        "description": "a file to start from",
    }
    schema["required"] = OWN
    heading = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cartsim scenario, version 1",
    }
    return heading | schema | {"title": heading["title"]}


def schema_text() -> str:
    """The schema as it is kept in the package."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def committed_schema() -> str:
    """The schema that is kept in the package."""
    return files("cartsim.scenario").joinpath(FILE).read_text(encoding="utf-8")


def _short_dose(part: dict[str, Any]) -> None:
    part["properties"] = {"dose": quantity_schema(*EXAMPLE.split(" or "))} | _written(part, Dose)


def _short_arm(part: dict[str, Any], dose: dict[str, Any]) -> None:
    short = {key: dose["properties"][key] for key in Arm.SHORT}
    part["properties"] = {"name": part["properties"]["name"]} | short | _written(part, Arm)


def _written(part: dict[str, Any], kind: type[Part]) -> dict[str, Any]:
    return {key: value for key, value in part["properties"].items() if key not in kind.HIDDEN}


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name(FILE).write_text(schema_text(), encoding="utf-8")
