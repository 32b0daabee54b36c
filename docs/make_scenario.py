"""Writes the page of the scenario file from its classes: python docs/make_scenario.py FILE"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from math import inf
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo

from cartsim.parameters.parameter_page import table
from cartsim.parameters.parameter_page import unit as of_parameter
from cartsim.scenario import known
from cartsim.scenario.doses import Arm, Dose
from cartsim.scenario.dump import quantities_of, value_in_words
from cartsim.scenario.fields import Line, Part, Quantity, YesNo
from cartsim.scenario.quantities import in_words
from cartsim.scenario.scenario import Scenario

TEMPLATE = Path(__file__).with_name("scenario.md.txt")
EXAMPLE = Path(__file__).parents[1] / "scenarios" / "route_comparison.yaml"
HEADER = ("Field", "Written as", "Default", "Meaning")
SHORT = {
    Arm: "One dose needs no `doses`: its keys (`dose`, `route`, `day`, `duration`, `cells`) may stand here.",
    Dose: "Beside `dose` and `route` nothing is required.",
}
DOSE = ("`dose`", "text like `1e8 cells` or `1e6 cells/kg`", "**required**", "how many CAR-T cells")
Path_ = tuple[str, ...]


def text() -> str:
    """The page."""
    paths = dict[type[Part], list[str]]()
    for part, path in _parts(Scenario, ""):
        paths.setdefault(part, []).append(path)
    return TEMPLATE.read_text(encoding="utf-8").format(
        example=EXAMPLE.read_text(encoding="utf-8").strip(),
        parts="\n".join(_section(part, places, paths) for part, places in paths.items()),
        observables=_units(known.OBSERVABLES),
        covariates=_units(known.COVARIATES),
        diseases=table(
            ("Name", "Cavity"), [(f"`{n}`", disease.site.value) for n, disease in known.diseases().items()]
        ),
        elsewhere=table(
            ("Parameter", "Set by"), [(f"`{n}`", f"`{path}`") for n, path in known.SET_ELSEWHERE.items()]
        ),
    )


def _units(names: Mapping[str, str]) -> str:
    return table(("Name", "Unit"), [(f"`{name}`", of_parameter(unit) or "1") for name, unit in names.items()])


def _parts(part: type[Part], path: str) -> Iterator[tuple[type[Part], str]]:
    """Every class that has keys of its own in a file, with the path it stands at."""
    yield part, path
    for name, info in part.model_fields.items():
        here = f"{path}.{info.alias or name}".lstrip(".")
        for inner, steps in _inside(info.annotation, tuple(info.metadata)):
            yield from _parts(inner, here + steps)


def _inside(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[type[Part], str]]:
    """Classes within a type, and the steps to them: [*] into a list, .* into a block of names."""
    if any(isinstance(item, WithJsonSchema) for item in metadata):
        return
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation, ""
    step = {tuple: "[*]", dict: ".*"}.get(get_origin(annotation), "")
    more = annotation.__metadata__ if get_origin(annotation) is Annotated else ()
    for inner in get_args(annotation)[: 1 if more else None]:
        yield from ((part, step + steps) for part, steps in _inside(inner, more))


def _section(part: type[Part], places: list[str], paths: dict[type[Part], list[str]]) -> str:
    title = ", ".join(f"`{place}`" for place in places) if places != [""] else "The whole file"
    said = "\n\n".join(" ".join(block.split()) for block in (part.__doc__ or "").split("\n\n"))
    rows: list[tuple[str, ...]] = [DOSE] if part is Dose else []
    rows += [
        _row(name, info, paths) for name, info in part.model_fields.items() if name not in part.HIDDEN
    ]
    short = f"\n{SHORT[part]}\n" if part in SHORT else ""
    return f"### {title}\n\n{said}\n{short}\n{table(HEADER, rows)}"


def _row(name: str, info: FieldInfo, paths: dict[type[Part], list[str]]) -> tuple[str, ...]:
    written = _written(info.annotation, tuple(info.metadata), paths)
    return (f"`{info.alias or name}`", written, _default(info), info.description or "")


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**required**"
    if info.default_factory_takes_validated_data:
        return "see there"
    value = info.get_default(call_default_factory=True)
    if isinstance(value, Part):
        return "its defaults"
    return f"`{_said(value_in_words(value, quantities_of(info.metadata, info.annotation)))}`"


def _said(words: str) -> str:
    """A number with its unit as people write it: 28 days, 1 hour."""
    part_of_a_day = re.fullmatch(r"(0\.\d+) day", words)
    if part_of_a_day:
        words = f"{round(24 * float(part_of_a_day[1]))} hour"
    return re.sub(r"^(?!1 )(\S+ (?:day|hour|cell))\b(?!/)", r"\1s", words)


def _written(annotation: Any, metadata: tuple[Any, ...], paths: dict[type[Part], list[str]]) -> str:
    """What may stand in the file."""
    for item in metadata:
        if isinstance(item, Quantity):
            return _quantity(item)
        if isinstance(item, Line):
            return f"a line of text, at most {item.longest} characters"
        if isinstance(item, YesNo):
            return "`true` or `false`"
        if isinstance(item, WithJsonSchema) and item.json_schema is not None:
            return _shown(item.json_schema)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _written(inner[0], annotation.__metadata__, paths)
    if origin in (Union, UnionType):
        return " or ".join(_written(one, (), paths) for one in inner if one is not type(None))
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in inner)
    if origin is tuple:
        return f"list of {_many(metadata)}{_written(inner[0], (), paths)}"
    if origin is dict:
        return f"block of `name:` {_written(inner[1], (), paths)}"
    if isinstance(annotation, type) and issubclass(annotation, Part):
        anchor = re.sub(r"[^\w -]", "", ", ".join(paths[annotation]).lower()).replace(" ", "-")
        return f"[block](#{anchor})"
    return "a value as it would stand in its place" if annotation is Any else "text"


def _quantity(quantity: Quantity) -> str:
    low, high = (_said(in_words(end, quantity.unit)) for end in (quantity.low, quantity.high))
    high = "2^53" if quantity.high == 2**53 else high
    limits = f"{low} or more" if quantity.high == inf else f"{low} to {high}"
    if quantity.unit == "1":
        return f"{'whole ' if quantity.whole else ''}number, {limits}"
    bare = "; a bare number is in days" if quantity.calendar else ""
    return f"like `{quantity.example}`; {limits}{bare}"


def _many(metadata: tuple[Any, ...]) -> str:
    least = next((item.min_length for item in metadata if isinstance(item, MinLen)), 0)
    most = next((item.max_length for item in metadata if isinstance(item, MaxLen)), None)
    return f"{least} to {most}: " if most else ""


def _shown(schema: dict[str, Any]) -> str:
    """Alternatives of a field that is read from text."""
    options = schema.get("anyOf", [schema])
    chosen = [f"`{word}`" for option in options for word in option.get("enum", [])]
    chosen += [f"`{option['const']}`" for option in options if "const" in option]
    chosen += ["a number" for option in options if option.get("type") in ("number", "integer")]
    shown = [f"`{word}`" for option in options for word in option.get("examples", [])]
    return " or ".join([*([f"like {', '.join(shown)}"] if shown else []), *chosen])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
