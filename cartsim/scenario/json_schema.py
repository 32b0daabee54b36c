"""The JSON Schema of scenario files, for completion in editors: made from the classes, as people write."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from cartsim.scenario import schema_texts as texts
from cartsim.scenario.doses import EXAMPLE, Arm, Dose
from cartsim.scenario.fields import Part, quantity_schema
from cartsim.scenario.problems import part_at
from cartsim.scenario.scenario import Scenario

FILE = "scenario-1.schema.json"
TITLE = "cartsim scenario, version 1"
OWN = ["schema", "title", "question"]
"""Keys that every file has; all else may come from the file it extends, which an editor does not see."""

WHOLE = ("Override", "Range", "Sampled", "Saltelli", "Morris", "RescueRule", "CellsPerTumourCell")
"""Blocks that are never merged with those of an extended file, so that an editor may ask for their keys."""


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file."""
    schema = Scenario.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    _describe(schema, Scenario)
    for name, kind in _kinds(Part).items():
        if name in parts:
            _describe(parts[name], kind)
            needed = parts[name].pop("required", None)
            parts[name] |= {"required": needed} if needed and name in WHOLE else {}
    _short_dose(parts["Dose"])
    _short_arm(parts["Arm"], parts["Dose"])
    _name_tables(schema["properties"], parts)
    parts["Lymphodepletion"] = {"anyOf": [parts["Lymphodepletion"], {"const": "none"}]}
    schema["properties"]["extends"] = {
        "type": "string",
        "pattern": r"\.ya?ml$",
        "description": "A scenario file to start from: this one says only what differs. It lies beside this "
        "file, below it or in the folder above.",
    }
    schema |= {"required": OWN} | _unless("extends", _needed(Scenario))
    heading = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE}
    return heading | schema | {"title": heading["title"]}


def schema_text() -> str:
    """The schema as it is kept in the package."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def committed_schema() -> str:
    """The schema that is kept in the package."""
    return files("cartsim.scenario").joinpath(FILE).read_text(encoding="utf-8")


def _kinds(above: type[Part]) -> dict[str, type[Part]]:
    """Every part of a scenario by its name in the schema."""
    below = {kind.__name__: kind for kind in above.__subclasses__()}
    return below | {name: kind for part in below.values() for name, kind in _kinds(part).items()}


def _describe(node: dict[str, Any], kind: type[Part]) -> None:
    """Every field of a part says what it means."""
    for name, field in kind.model_fields.items():
        texts.describe(node["properties"][field.alias or name], field)


def _short_dose(part: dict[str, Any]) -> None:
    amount = quantity_schema(*EXAMPLE.split(" or "))
    amount["description"] = f"How many cells, per patient or per kg, such as {EXAMPLE}."
    part["properties"] = {"dose": amount} | _written(part, Dose)
    part["required"] = ["dose", "route"]


def _short_arm(part: dict[str, Any], dose: dict[str, Any]) -> None:
    short = {key: dose["properties"][key] for key in Arm.SHORT}
    part["properties"] = {"name": part["properties"]["name"]} | short | _written(part, Arm)
    part |= {"required": ["name"], "dependentRequired": {"parameters": ["because"]}}
    part |= _unless("doses", {"required": ["dose", "route"]})
    part["else"] = {"not": {"anyOf": [{"required": [key]} for key in Arm.SHORT]}}


def _written(part: dict[str, Any], kind: type[Part]) -> dict[str, Any]:
    return {key: value for key, value in part["properties"].items() if key not in kind.HIDDEN}


def _unless(key: str, then: dict[str, Any]) -> dict[str, Any]:
    """What holds where a key is not written."""
    return {"if": {"not": {"required": [key]}}, "then": then}


def _needed(kind: type[Part], *path: str) -> dict[str, Any]:
    """The keys without a default in a part and in the parts within it, lists left aside."""
    needed: list[str] = []
    within: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        key = field.alias or name
        needed += [key] if field.is_required() and key not in OWN else []
        inner = part_at((*path, key))
        below = _needed(inner, *path, key) if inner and inner.__name__ not in WHOLE else {}
        within |= {key: below} if below else {}
    return ({"required": needed} if needed else {}) | ({"properties": within} if within else {})


def _name_tables(top: dict[str, Any], parts: dict[str, Any]) -> None:
    """Tables whose keys are diseases, covariates or parameters list them, each with its meaning."""
    kinds, entry = (parts["Disease"]["properties"][key] for key in ("kinds", "entry"))
    arm = parts["Arm"]["properties"]["parameters"]
    parts["TypicalValue"] = arm["additionalProperties"]
    names = (
        (kinds, texts.diseases(kinds["additionalProperties"])),
        (entry, texts.entry()),
        (arm, texts.by_arm()),
        (top["parameters"], texts.overrides()),
    )
    for table, properties in names:
        table |= {"properties": properties, "additionalProperties": False}


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name(FILE).write_text(schema_text(), encoding="utf-8")
