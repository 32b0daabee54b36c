"""The parts of the page as values: a section with its words, tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table of the page; columns from `numbered_from` on are figures, a folded one opens on a click."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    name: str = ""
    note: str = ""
    classes: str = ""
    numbered_from: int = 99
    folded: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the page; `plates` name its figures, `figures` holds them once drawn. `finding` is its
    result in a sentence; `chapter`, of the first section of a chapter, is what that is called."""

    name: str
    title: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    plates: Sequence[str] = ()
    figures: Sequence[Any] = field(default_factory=list)
    listing: str = ""
    listing_title: str = ""
    finding: str = ""
    chapter: str = ""
