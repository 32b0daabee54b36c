"""Paths such as `trial.arms[0].dose` or `trial.arms.IV.dose`, as the command line and sweeps write them."""

from __future__ import annotations

import re
from typing import Any

from cartsim.scenario.mistakes import Path, nearest, refuse, shown

STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")
EVERY = "*"


def steps_of(text: str) -> tuple[str, ...]:
    """The steps of a path; what stands in brackets is one step, whatever signs it has."""
    steps: list[str] = []
    end = 0
    for found in STEP.finditer(text):
        if found.start() != end:
            break
        steps.append((found[1] or found[2]).strip())
        end = found.end()
    if not steps or end != len(text) or text.startswith(".") or "" in steps or len(steps) > 20:
        raise refuse(f"{shown(text)} is not a path", "write it like trial.arms[0].dose or run.patients")
    return tuple(steps)


def places(content: Any, steps: tuple[str, ...]) -> list[Path]:
    """Where the steps lead: list items by position, name, or all with `*`. Keys need not be there yet."""
    paths: list[tuple[Path, Any]] = [((), content)]
    for step in steps:
        paths = [
            ((*path, chosen), inner) for path, block in paths for chosen, inner in _choices(block, step, path)
        ]
    return [path for path, _ in paths]


def _choices(block: Any, step: str, path: Path) -> list[tuple[str | int, Any]]:
    if block is None:
        return [(step, None)]
    if isinstance(block, dict):
        return [(step, block.get(step))]
    if not isinstance(block, list):
        raise refuse(f"{shown(block)} has no '{step}' inside", "end the path before it")
    if step == EVERY:
        return list(enumerate(block))
    names = [str(item.get("name")) if isinstance(item, dict) else "" for item in block]
    if step in names:
        return [(names.index(step), block[names.index(step)])]
    if step.isdecimal() and int(step) < len(block):
        return [(int(step), block[int(step)])]
    raise refuse(
        f"there is no '{step}' in this list of {len(block)}",
        nearest(step, [name for name in names if name], "" if any(names) else "count from [0]"),
    )
