"""The papers that a scenario or a run rests on, each with the reason it is cited for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cartsim import results, scenario
from cartsim.parameters.load import read_text
from cartsim.parameters.references import ENTRY
from cartsim.results.file import HDF5
from cartsim.results.sources import reference_table


def cited(path: str | Path) -> list[dict[str, Any]]:
    """Rows of key, text, link, reason and used_for, of a results file or of a scenario to be run."""
    path = Path(path)
    if path.suffix == ".nc" or _begins_like_hdf5(path):
        return list(results.open(path).manifest["references"])
    return reference_table(scenario.load(path))


def bibtex(rows: Iterable[dict[str, Any]]) -> str:
    """The entries of the cited keys as they stand in the bibliography, each once."""
    keys = {row["key"] for row in rows}
    return "\n\n".join(entry[0] for entry in ENTRY.finditer(read_text("references.bib")) if entry[2] in keys)


def _begins_like_hdf5(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HDF5)) == HDF5
    except (OSError, ValueError):
        return False
