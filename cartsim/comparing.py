"""`cartsim report RUN OTHER`: two results files compared, on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.report.two_runs import Compared, compare, pair_of, write_comparison
from cartsim.results import open
from cartsim.virtual_trial import folder_to_fill


def compared(run: Path, other: Path) -> Compared:
    """Two results files compared; both are read before anything is said of either."""
    problems: list[Problem] = []
    runs = []
    for path in (run, other):
        try:
            runs.append(open(path))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(*problems)
    return compare(pair_of(runs[0], runs[1], (str(run), str(other))))


def write(found: Compared, run: Path, other: Path, out: Path | None) -> Path:
    """Write the page of a comparison: into the folder of the first run, into a folder, or as a .html file."""
    page = out if out is not None and out.suffix == ".html" else (out or run.parent) / _name(other)
    try:
        with folder_to_fill(page.parent):
            return write_comparison(found, page)
    except BadInput as error:
        raise BadInput(*(replace(problem, field="--out") for problem in error.problems)) from None


def _name(other: Path) -> str:
    """Named after the run that is compared with, so that several comparisons of one run stand together."""
    whole = other.resolve()
    name = whole.parent.name if whole.stem == "run" else whole.stem
    return f"comparison_with_{re.sub(r'[^A-Za-z0-9._-]+', '_', name)[:80] or 'other'}.html"
