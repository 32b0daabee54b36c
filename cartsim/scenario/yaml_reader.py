"""Builds plain values from the events of the YAML parser, one at a time, so that it can stop at any of them.

Only the plain core of YAML 1.2 is read: blocks, lists, text, numbers, true, false, null. Anchors, aliases,
tags, duplicate keys and what is too large or too deep are refused before anything is built from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import Path, path_text, safe

MOST_LEVELS = 32
MOST_VALUES = 10_000

NULL = re.compile(r"~|null|Null|NULL|")
TRUE = re.compile(r"true|True|TRUE")
FALSE = re.compile(r"false|False|FALSE")
WHOLE = re.compile(r"[-+]?[0-9]{1,30}")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
NAN = re.compile(r"\.(nan|NaN|NAN)")


@dataclass(frozen=True, order=True)
class Place:
    """file:line:column, counted from 1; line 0: no file, but an option of the command line."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Reader:
    """Builds values from the events of the YAML parser, one at a time, so that it can stop at any."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._count = 0

    def document(self, text: str) -> Any:
        """The one document of the text; None for none."""
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        events = YAML(typ="safe", pure=True).parse(text)
        try:
            return self._document(events)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.name, mark.line + 1, mark.column + 1) if mark else self.name
            raise BadInput(
                *self.problems,
                Problem(
                    str(place),
                    "",
                    f"this is not YAML: {safe(error.problem or error.context or 'unreadable', 120)}",
                    "check indentation and brackets just before; a text with ': ' or ' #' needs quotes",
                ),
            ) from None
        except (YAMLError, ValueError, AttributeError, IndexError, TypeError):
            raise BadInput(
                Problem(self.name, "", "this is not YAML", "compare it with a scenario that works")
            ) from None

    def _document(self, events: Iterator[Any]) -> Any:
        value: Any = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._problem(event, (), "a second document begins here", "keep one scenario to a file")
                    return None
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                value = self._value(event, events, ())
        return value

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._check(event, path)
        self.values[path] = self._place(event)
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return plain_value(event.value) if event.implicit[0] else event.value
        if kind == "SequenceStartEvent":
            return self._list(events, path)
        return self._block(events, path) if kind == "MappingStartEvent" else None

    def _list(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while type(event := next(events)).__name__ != "SequenceEndEvent":
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _block(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        block: dict[str, Any] = {}
        while type(event := next(events)).__name__ != "MappingEndEvent":
            if type(event).__name__ != "ScalarEvent":
                self._problem(event, path, "a key is a list, a block or an alias", "use a word as the key")
                self._value(event, events, (*path, "?"))
                self._value(next(events), events, (*path, "?"))
                continue
            here = (*path, event.value)
            self._check(event, here)
            if event.value in block:
                self._problem(
                    event,
                    here,
                    f"the key stands in line {self.keys[here].line} already",
                    "keep one of the two",
                )
                here = (*path, f"{event.value} (again)")
            self.keys[here] = self._place(event)
            value = self._value(next(events), events, here)
            block.setdefault(event.value, value)
        return block

    def _check(self, event: Any, path: Path) -> None:
        """Refuses at once what is too much, and notes what YAML can do and a scenario cannot."""
        self._count += 1
        if self._count > MOST_VALUES or len(path) > MOST_LEVELS:
            what = (
                f"more than {MOST_LEVELS} levels deep"
                if len(path) > MOST_LEVELS
                else f"more than {MOST_VALUES} values"
            )
            self._problem(event, path[:4], what, "a scenario has some forty lines")
            raise BadInput(*self.problems)
        if type(event).__name__ == "AliasEvent":
            self._problem(
                event,
                path,
                f"the alias *{safe(str(event.anchor))} stands for another value",
                "write the value itself",
            )
        elif event.anchor:
            self._problem(
                event, path, f"&{safe(str(event.anchor))} is an anchor", "write the value where it is needed"
            )
        if getattr(event, "tag", None):
            self._problem(event, path, f"{_short_tag(str(event.tag))} is a tag", "write a plain value")

    def _problem(self, event: Any, path: Path, message: str, remedy: str) -> None:
        self.problems.append(Problem(str(self._place(event)), path_text(path), message, remedy))

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


def _short_tag(tag: str) -> str:
    """`!!int`, as it is written."""
    return safe(tag.replace("tag:yaml.org,2002:", "!!"))


def plain_value(text: str) -> Any:
    """An unquoted value by the core schema of YAML 1.2 (10.3.2): `1e6` is a number, `no` is text."""
    if NULL.fullmatch(text):
        return None
    if TRUE.fullmatch(text) or FALSE.fullmatch(text):
        return bool(TRUE.fullmatch(text))
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    if infinite := INFINITE.fullmatch(text):
        return float(f"{infinite[1]}inf")
    return float("nan") if NAN.fullmatch(text) else text
