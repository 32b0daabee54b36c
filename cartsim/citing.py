"""What a scenario or a run rests on: its sources, each with what for, and the numbers that have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from cartsim import results, scenario
from cartsim.parameters import second_reading
from cartsim.parameters.load import read_text
from cartsim.parameters.references import ENTRY
from cartsim.results.file import HDF5
from cartsim.results.manifest import json_safe
from cartsim.results.sources import (
    Row,
    because_words,
    changed,
    looked_up,
    ours,
    parameter_table,
    reference_table,
    used,
    value_words,
)

OURS = second_reading.OURS
WIDTH = 100
MEMORY = " (entry written from memory)"


@dataclass(frozen=True, slots=True)
class Cited:
    """`sources`: rows of key, text, link, checked, reason and used_for; `parameters`: those of a manifest."""

    sources: list[Row]
    parameters: list[Row]

    @property
    def unused(self) -> list[Row]:
        """The parameters without effect here, which cite nothing."""
        return [row for row in self.parameters if row.get("unused") is not None]

    def as_json(self) -> dict[str, Any]:
        """Everything, each parameter once in full and then by symbol."""
        rows = self.parameters
        return {
            "sources": self.sources,
            "parameters": json_safe(rows),
            "changed": _symbols(changed(rows)),
            "choices_of_ours": _symbols(ours(rows)),
            "unused": _symbols(self.unused),
        }


def cited(path: str | Path) -> Cited:
    """What a results file, or a scenario to be run, rests on."""
    path = Path(path)
    if path.suffix == ".nc" or _begins_like_hdf5(path):
        manifest = results.open(path).manifest
        return Cited(list(manifest["references"]), list(manifest["parameters"]))
    read = scenario.load(path)
    return Cited(reference_table(read), parameter_table(read))


def bibtex(rows: Iterable[dict[str, Any]]) -> str:
    """The entries of the cited keys as they stand in the bibliography, each once."""
    keys = {row["key"] for row in rows}
    return "\n\n".join(entry[0] for entry in ENTRY.finditer(read_text("references.bib")) if entry[2] in keys)


def text(found: Cited) -> str:
    """Each paper once and what it is used for; then what the scenario changed, what is a choice of ours, what
    a second look at a source did not bear out, and what has no effect here.
    """
    parts = (_papers(found.sources), _changes(found), _choices(found), _doubts(found), _idle(found))
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _papers(rows: list[Row]) -> Iterator[str]:
    papers = {row["key"]: row for row in rows if row["key"] not in OURS}
    recalled = sum(not row["checked"] for row in papers.values())
    yield f"{len(papers)} papers and books, {recalled} of them entered from memory:"
    for key, paper in papers.items():
        yield _wrapped(f"[{key}] {paper['text']}" + ("" if paper["checked"] else MEMORY), 0)
        yield from (_listed(row["reason"], row["used_for"]) for row in rows if row["key"] == key)


def _changes(found: Cited) -> Iterator[str]:
    rows = changed(found.parameters)
    if rows:
        yield f"Changed by this scenario: {len(rows)}"
    for row in rows:
        unit = "" if row["unit"] == "1" else f" {row['unit']}"
        usual = f"{row['value']:g}{unit}"
        yield _wrapped(f"{row['symbol']} = {value_words(row)}, usually {usual}: {because_words(row)}")


def _choices(found: Cited) -> Iterator[str]:
    rows, n_used = ours(found.parameters), len(used(found.parameters))
    yield f"Choices of ours: {len(rows)} of the {n_used} parameters in use are assumed, not measured"
    yield "(reasons: the report, or --json):"
    for room in dict.fromkeys(row["room"] for row in rows):
        symbols = [row["symbol"] for row in rows if row["room"] == room]
        yield _listed(f"{room.replace('_', ' ')} ({len(symbols)})", symbols)
    for row in found.sources:
        if row["key"] in OURS and row["reason"] in ("disease", "correlation"):
            yield _listed(f"{row['reason']} ({len(row['used_for'])})", row["used_for"])


def _doubts(found: Cited) -> Iterator[str]:
    differ, missing = looked_up(found.parameters, "differs"), looked_up(found.parameters, "not found")
    if differ or missing:
        yield "A second look at the sources"
    if differ:
        yield _listed("found another value than ours for", _symbols(differ))
    if missing:
        yield _listed("did not find the value of", _symbols(missing))


def _idle(found: Cited) -> Iterator[str]:
    rows = found.unused
    if rows:
        yield f"Without effect here, so that nothing is cited for them: {len(rows)}"
    for why in dict.fromkeys(row["unused"] for row in rows):
        yield _listed(why, [row["symbol"] for row in rows if row["unused"] == why])


def _listed(title: str, items: Iterable[str]) -> str:
    return _wrapped(f"{title}: {', '.join(items)}")


def _wrapped(line: str, indent: int = 4) -> str:
    """Lines as wide as a terminal; links stay whole."""
    first, later = " " * indent, " " * (indent + 4)
    return fill(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _symbols(rows: Iterable[Row]) -> list[str]:
    return [row["symbol"] for row in rows]


def _begins_like_hdf5(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HDF5)) == HDF5
    except (OSError, ValueError):
        return False
