"""`cartsim validate`: the tables asked for, and the page they are written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.scenario.mistakes import nearest, shown
from cartsim.validation.page import write_validation
from cartsim.validation.row import TABLES, Row, Table
from cartsim.validation.tables import validate
from cartsim.virtual_trial import folder_to_fill


def validated(
    names: Sequence[str], folder: Path, watch: Callable[[int, int], None] | None
) -> tuple[list[Row], list[Path]]:
    """Rows and written files; refused where a table does not exist or nothing can be written."""
    known: dict[str, Table] = {name: name for name in TABLES}
    wrong = [name for name in names if name not in known]
    if wrong:
        messages = {name: f"{shown(name)} is not one of {', '.join(known)}" for name in wrong}
        raise BadInput(*(Problem("", "--table", said, nearest(n, known)) for n, said in messages.items()))
    with folder_to_fill(folder):
        rows = validate([known[name] for name in names], watch)
        return rows, write_validation(rows, folder)
