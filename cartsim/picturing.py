"""Single cells of a results file to look at: a film, or a page in three dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.results import open

PAGES = (".html", ".htm")


def film(path: Path, out: Path, rate: float) -> Path:
    """Make a film of the snapshots of a results file: GIF, MP4 or WebM, as the name of `out` ends."""
    from cartsim.report.film import require_kind, write_film

    require_kind(out)
    with _of_run(path):
        return write_film(open(path), out, rate)


def view(path: Path, out: Path, arms: Sequence[str] = ()) -> Path:
    """Make one HTML page that shows the snapshots of a results file in three dimensions; of some arms, or of
    all.
    """
    from cartsim.report.view import write_view

    if out.suffix.lower() not in PAGES:
        raise BadInput(Problem(str(out), "--out", "is no .html file", "name one, such as nodule.html"))
    with _of_run(path):
        return write_view(open(path), out, arms)


@contextmanager
def _of_run(path: Path) -> Iterator[None]:
    """What a run lacks is said of its file."""
    try:
        yield
    except BadInput as error:
        own = [replace(item, where=item.where or str(path)) for item in error.problems]
        raise BadInput(*own) from None
