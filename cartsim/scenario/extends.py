"""`extends: base.yaml`: a scenario that says only what differs from another, one level deep.

Blocks are merged key by key. Lists, tables of shares, a parameter, a sweep are taken whole from the file that
extends. Schema, title and question are never taken over: another question is another title.

The base lies in the folder of the file, below it, or in the folder just above (`../base.yaml`); links are
followed first, so that none leads elsewhere.
"""

from __future__ import annotations

import os
import re
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import Path, safe, shown
from cartsim.scenario.problems import part_at
from cartsim.scenario.source import Source, read_file

OWN = ("schema", "title", "question")
WHOLE = (("sweep",), ("parameters",))


def with_base(source: Source, path: str | os.PathLike[str] | None) -> Source:
    """The file merged over the base it names; the file itself if it names none."""
    if "extends" not in source.content:
        return source
    named = source.content.pop("extends")
    where = source.values[("extends",)]
    try:
        base = read_file(base_path(named, path))
    except BadInput as error:
        found = [_said_here(problem, named, str(where)) for problem in error.problems]
        raise BadInput(*source.problems, *found) from None
    if "extends" in base.content:
        raise BadInput(
            *source.problems,
            Problem(
                str(where),
                "extends",
                f"{shown(named)} extends another file itself",
                "extend a file that stands alone",
            ),
        )
    content = {key: value for key, value in base.content.items() if key not in OWN}
    return Source(
        source.name,
        merged(content, source.content),
        base.keys | source.keys,
        base.values | source.values,
        [*source.problems, *base.problems],
    )


def merged(base: dict[str, Any], own: dict[str, Any], path: Path = ()) -> dict[str, Any]:
    """The base with what its extension says; of the base's own kind, so that a text keeps its form."""
    result = base.copy()
    for key, value in own.items():
        here = (*path, key)
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        blocks = both and here not in WHOLE and part_at(here) is not None
        if here == ("parameters",) and both:
            result[key] = base[key].copy()
            result[key].update(value)
        else:
            result[key] = merged(base[key], value, here) if blocks else value
    return result


def base_path(named: object, path: str | os.PathLike[str] | None) -> FilePath:
    """The real path of the base, refused if it lies elsewhere."""
    remedy = "name a .yaml file beside this one, below it, or in the folder above"
    if path is None:
        raise _refusal("a text has no folder to look in", "write it to a file and load that")
    if not isinstance(named, str) or not named.endswith((".yaml", ".yml")) or "\\" in named or "\0" in named:
        raise _refusal(f"{shown(named)} is not the name of a .yaml file", remedy)
    parts = PurePosixPath(named).parts
    if PurePosixPath(named).is_absolute() or ".." in parts[1:]:
        raise _refusal(f"{safe(named)} leads elsewhere", remedy)
    folder = FilePath(os.path.realpath(path)).parent
    permitted = folder.parent if parts[0] == ".." else folder
    found = FilePath(os.path.realpath(folder / named))
    if not found.is_relative_to(permitted):
        raise _refusal(f"{safe(named)} is a link that leads elsewhere", remedy)
    return found


def _said_here(problem: Problem, named: object, where: str) -> Problem:
    """A problem inside the base stays there; one with the base as a whole is one of the line naming it."""
    if re.search(r":\d+:\d+$", problem.where):
        return problem
    message = f"{shown(named)} {problem.message}" if problem.where else problem.message
    return Problem(where, "extends", message, problem.remedy)


def _refusal(message: str, remedy: str) -> BadInput:
    return BadInput(Problem("", "", message, remedy))
