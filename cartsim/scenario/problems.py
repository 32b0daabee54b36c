"""Says what is wrong with a file in the words of its author: where, in which field, what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cartsim.errors import Problem
from cartsim.scenario.fields import Part
from cartsim.scenario.mistakes import Mistake, Path, nearest, path_text, safe, shown
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.source import Source

MOST_PROBLEMS = 50
"""More than anyone reads."""


def mistakes_of(error: ValidationError) -> list[Mistake]:
    """What pydantic found, in our words, without what merely follows from it."""
    found = error.errors(include_url=False)
    inside = {details["loc"][:length] for details in found for length in range(len(details["loc"]))}
    told = [
        details
        for details in found
        if details["type"] != "default_factory_not_called"
        and not (details["type"] == "too_short" and details["loc"] in inside)
    ]
    return [mistake for details in told[:MOST_PROBLEMS] for mistake in _translated(details)]


def placed(mistakes: Iterable[Mistake], source: Source) -> list[Problem]:
    """The mistakes at their places in the file, each once, in the order of the text."""
    found = dict.fromkeys((as_written(item.at, source), item) for item in mistakes)
    problems = dict.fromkeys(
        Problem(source.place(path, item.of_key), path_text(path), item.message, item.remedy)
        for path, item in found
    )
    return list(problems)


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of file, line and column."""

    def key(problem: Problem) -> tuple[str, int, int]:
        found = re.fullmatch(r"(.*):(\d+):(\d+)", problem.where, re.DOTALL)
        return (found[1], int(found[2]), int(found[3])) if found else (problem.where, 0, 0)

    ordered = sorted(dict.fromkeys(problems), key=key)
    rest = len(ordered) - MOST_PROBLEMS
    more = [Problem("", "", f"and {rest} more problems", "mend these first")] if rest > 0 else []
    return ordered[:MOST_PROBLEMS] + more


def as_written(path: Path, source: Source) -> Path:
    """The path in the file: an arm's short form has `dose` where the resolved form has `doses[0].amount`."""
    written: Path = ()
    steps = iter(path)
    for step in steps:
        here = (*written, step)
        if step == "doses" and not source.has(here) and source.has(written):
            next(steps, None)
        elif step in ("amount", "per") and not source.has(here):
            written = (*written, "dose")
        else:
            written = here
    return written


def part_at(path: Path) -> type[Part] | None:
    """The class of the block at a path; None for a value, a list or a table of free keys."""
    kind: Any = Scenario
    for step in path:
        if isinstance(kind, type) and issubclass(kind, Part):
            field = next(
                (info for name, info in kind.model_fields.items() if step in (name, info.alias)), None
            )
            kind = field.annotation if field else None
        else:
            kind = _item(kind)
    kind = _without_none(kind)
    return kind if isinstance(kind, type) and issubclass(kind, Part) else None


def _without_none(kind: Any) -> Any:
    """`Design` of `Design | None` and of `Annotated[Design, ...]`."""
    while (
        not isinstance(kind, type)
        and get_args(kind)
        and getattr(kind, "__origin__", None) not in (tuple, dict)
    ):
        kind = next((item for item in get_args(kind) if item is not type(None)), None)
    return kind


def _item(kind: Any) -> Any:
    """What a list or table holds."""
    arguments = [item for item in get_args(_without_none(kind)) if item is not ...]
    return _without_none(arguments[-1]) if arguments else None


def _translated(details: ErrorDetails) -> list[Mistake]:
    at: Path = tuple(step for step in details["loc"] if step != "[key]")
    if details["type"] == "missing" and at[-1] == "doses":
        at = (*at[:-1], "dose")
    of_key = "[key]" in details["loc"]
    context: Mapping[str, Any] = details.get("ctx") or {}
    if details["type"] == "mistakes":
        return [
            Mistake(item.message, item.remedy, (*at, *item.at), item.of_key) for item in context["mistakes"]
        ]
    message, remedy = _in_words(details["type"], details["input"], context, at)
    return [
        Mistake(
            message or safe(details["msg"], 200), remedy, at, of_key or details["type"] == "extra_forbidden"
        )
    ]


def _in_words(kind: str, written: object, context: Mapping[str, Any], at: Path) -> tuple[str, str]:
    """Message and remedy for a kind of error of pydantic."""
    name = str(at[-1]) if at else ""
    if kind == "extra_forbidden":
        part = part_at(at[:-1])
        return f"'{safe(name)}' is not known here", nearest(name, part.written_keys() if part else ())
    if kind == "missing":
        return "is missing", _missing(at)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context.get("expected")))
        hint = nearest(written if isinstance(written, str) else "", choices, "choose one of these")
        return f"{shown(written)} is not one of {', '.join(choices)}", hint
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        part = part_at(at)
        keys = (
            [*list(part.model_fields)[:1], *(part.SHORT or list(part.model_fields)[1:])[:2]]
            if part
            else ["name"]
        )
        return f"{shown(written)} is not a block of keys", f"write {{{': ..., '.join(keys)}: ...}}"
    if kind == "tuple_type":
        return f"{shown(written)} is not a list", "write a list, such as [a, b]"
    if kind == "too_short":
        return "is empty", f"give at least {context.get('min_length')}"
    if kind == "too_long":
        return f"has {context.get('actual_length')} entries", f"give at most {context.get('max_length')}"
    return "", "compare it with a scenario that works"


def _missing(at: Path) -> str:
    """What to add."""
    name = {"amount": "dose", "per": "dose"}.get(str(at[-1]), str(at[-1]))
    if name == "dose":
        return "add dose: 1e6 cells/kg, or as many as there should be"
    part, inner = part_at(at[:-1]), part_at(at)
    fields = {info.alias or key: info for key, info in part.model_fields.items()} if part else {}
    field = fields.get(name)
    if inner:
        needed = [key for key, info in inner.model_fields.items() if info.is_required()]
        return f"add {name}: {{{': ..., '.join(needed or ['...'])}: ...}}"
    if field and get_origin(field.annotation) is Literal:
        return f"add {name}: {' or '.join(map(str, get_args(field.annotation)))}"
    return f"add {name}: {field.description if field and field.description else '...'}"
