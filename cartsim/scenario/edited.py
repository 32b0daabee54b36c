"""The text of a scenario with other values in it; comments, order and form of all the rest stay."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from cartsim.scenario.mistakes import Path
from cartsim.scenario.source import read_text
from cartsim.scenario.template import round_trip, written

REMOVED = object()
"""Instead of a value: the key goes, and with it the default comes back."""


def edited(text: str, changes: Mapping[Path, Any]) -> str:
    """The text with these values at these paths, blocks around them made where they lack; the text itself if
    nothing changes. BadInput where the text is no scenario's.
    """
    if not changes:
        return text
    read_text(text, "text")  # refuses tags, anchors, what is too large, before the general reader sees it
    content = round_trip(text)
    for path, value in changes.items():
        _put(content, path, value)
    return written(content)


def _put(content: Any, path: Path, value: Any) -> None:
    block = content
    for step, after in pairwise(path):
        if not _has(block, step) or not isinstance(block[step], dict | list):
            if value is REMOVED:
                return
            _set(block, step, _formed({} if isinstance(after, str) else []))
        block = block[step]
    if value is not REMOVED:
        _set(block, path[-1], _formed(value))
    elif _has(block, path[-1]):
        del block[path[-1]]


def _has(block: Any, step: str | int) -> bool:
    """Whether a block has the key, or a list the place."""
    return step in block if isinstance(block, dict) else int(step) < len(block)


def _set(block: Any, step: str | int, value: Any) -> None:
    if isinstance(block, list) and step == len(block):
        block.append(value)
    else:
        block[step] = value


def _formed(value: Any) -> Any:
    """As the shipped scenarios are written: {a: 1, b: 2} and [1, 2] on one line, each block of a list on its
    own."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made: Any
    if isinstance(value, dict):
        made = CommentedMap((key, _formed(item)) for key, item in value.items())
    elif isinstance(value, list | tuple):
        made = CommentedSeq([_formed(item) for item in value])
        if any(isinstance(item, dict) for item in value):
            return made
    else:
        return value
    made.fa.set_flow_style()
    return made
