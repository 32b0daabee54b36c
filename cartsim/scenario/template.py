"""A shipped scenario as the beginning of one's own: a text that stands alone and says what can be changed.

The comments come from the classes of the scenario, as the editor's completion does.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from cartsim.scenario import known
from cartsim.scenario.doses import Dose
from cartsim.scenario.extends import OWN, base_path, merged
from cartsim.scenario.fields import Part
from cartsim.scenario.mistakes import Path
from cartsim.scenario.problems import part_at
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.source import Source, read_text

WIDTH = 110
"""Columns of a comment."""


def template(file: FilePath) -> str:
    """The text of a shipped scenario, its base merged in, with a comment above every field."""
    text = standing_alone(file)
    source = read_text(text, file.name)
    lines: list[str] = []
    told: set[Path] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        notes = [*_notes(number, line, source, told)]
        if notes and not line.startswith(" ") and lines[-1]:
            lines.append("")
        lines += [*notes, line]
    more = [(key, info.description) for key, info in _fields(Scenario).items() if not source.has((key,))]
    return "\n".join([*lines, "", "# Also possible:", *(f"#   {key}: {text}" for key, text in more)]) + "\n"


def standing_alone(file: FilePath) -> str:
    """The text of a scenario file; where it extends another, with what it takes over from there."""
    text = file.read_text(encoding="utf-8")
    own = round_trip(text)
    if "extends" not in own:
        return text
    base = round_trip(base_path(own["extends"], file).read_text(encoding="utf-8"))
    for block, keys in ((own, (*OWN, "extends")), (base, OWN)):
        for key in keys:
            del block[key]
    head = text[: text.index("\nextends:") + 1]
    return head + written(merged(base, own))


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 10_000, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def round_trip(text: str) -> dict[str, Any]:
    """The content, which remembers how it was written."""
    content: dict[str, Any] = _yaml().load(text)
    return content


def written(content: dict[str, Any]) -> str:
    out = io.StringIO()
    _yaml().dump(content, out)
    return out.getvalue()


def _notes(number: int, line: str, source: Source, told: set[Path]) -> Iterator[str]:
    """Comments of the key that begins this line; what is said of one item of a list holds for all."""
    indent = line[: len(line) - len(line.lstrip())]
    for path, place in source.keys.items():
        kind = tuple(step for step in path if not isinstance(step, int))
        begins = (place.line, place.column) == (number, len(indent) + 1)
        if begins and kind not in told and kind[0] not in OWN:
            told.add(kind)
            for deep, text in _meaning(path, source):
                first = f"{indent}# {'  ' * deep}"
                yield from textwrap.wrap(
                    text, WIDTH, initial_indent=first, subsequent_indent=f"{first}{'  ' * deep}",
                    break_long_words=False, break_on_hyphens=False,
                )  # fmt: skip


def _meaning(path: Path, source: Source) -> Iterator[tuple[bool, str]]:
    """What a key means, and then, deeper: the keys of a block on one line, the keys of each item of a list,
    and what else there could be."""
    field = _fields(part_at(path[:-1])).get(str(path[-1]))
    if field is None:
        return
    yield False, said(field)
    inner, item = part_at(path), part_at((*path, 0))
    if item:
        yield True, f"each: {', '.join(_keys(item))}"
    if inner:
        written = [key for key in _fields(inner) if source.has((*path, key))]
        if source.keys[path].line == max(source.keys[(*path, key)].line for key in written):
            yield from ((True, f"{key}: {said(_fields(inner)[key])}") for key in written)
        others = [key for key in inner.written_keys() if key not in written]
        if others:
            yield True, f"also possible: {', '.join(others)}"


def said(field: FieldInfo) -> str:
    """The description of a field and the words it may be, unless it names them all."""
    words = list(dict.fromkeys(_words(field.annotation)))
    text = str(field.description).replace("see below", ", ".join(known.diseases()))
    return text if len(words) < 2 or all(word in text for word in words) else f"{text} ({' | '.join(words)})"


def _fields(part: type[Part] | None) -> dict[str, FieldInfo]:
    """The fields of a block by the keys that a file uses."""
    return {info.alias or name: info for name, info in part.model_fields.items()} if part else {}


def _keys(item: type[Part]) -> list[str]:
    """The keys of an item of a list, its name first, with the choices that each leaves."""
    fields = _fields(Dose) | _fields(item)
    keys = sorted(item.written_keys(), key=lambda key: key != "name")
    return [f"{key}{_choices(fields[key]) if key in fields else ''}" for key in keys]


def _choices(field: FieldInfo) -> str:
    words = list(dict.fromkeys(_words(field.annotation)))
    return f" ({' | '.join(words)})" if len(words) > 1 else ""


def _words(kind: Any) -> Iterator[str]:
    """The words of a field that is one of several."""
    if get_origin(kind) is Literal:
        yield from map(str, get_args(kind))
    else:
        for inner in get_args(kind):
            yield from _words(inner)
