"""A results file as files for statisticians and pharmacometricians, in a folder that appears whole or not at
all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from cartsim import results
from cartsim.errors import BadInput, Problem
from cartsim.export import xpt
from cartsim.export.adae import adae
from cartsim.export.adlb import adlb
from cartsim.export.adrs import adrs
from cartsim.export.adsl import adsl
from cartsim.export.adtr import adtr
from cartsim.export.adtte import adtte
from cartsim.export.arrays import array_tables
from cartsim.export.dictionary import dictionary, readme
from cartsim.export.events import event_table
from cartsim.export.extras import needed
from cartsim.export.formats import FORMATS, write_csv
from cartsim.export.paraview import write_paraview
from cartsim.export.table import Table
from cartsim.results import Run
from cartsim.results.folder import new_folder
from cartsim.scenario.mistakes import nearest, shown

ADAM = (adsl, adrs, adtr, adtte, adae, adlb)
TARGETS: dict[str, Callable[[Run], Sequence[Table]]] = {
    "adam": lambda run: [make(run) for make in ADAM],
    "csv": array_tables,
    "events": lambda run: [event_table(run)],
}
PARAVIEW = "paraview"
"""The target that is files of its own, not tables."""
ABSENT = "."
"""What stands for a missing value in an event table, by the custom of NONMEM."""


def export(path: Path, target: str, folder: Path | None = None, formats: Sequence[str] = ("csv",)) -> Path:
    """Write the tables of `target` in each of the formats, with README.md and dictionary.json.

    The default folder stands beside the results file and is called as the target. Everything that a format
    cannot hold is refused before anything is written.
    """
    _check(target, formats)
    for name in formats:
        for package in FORMATS[name].packages:
            needed(package)
    run, folder = results.open(path), folder or path.parent / target
    if target == PARAVIEW:
        with _of_run(path), new_folder(folder) as staging:
            write_paraview(run, staging)
        return folder
    with _of_run(path):
        tables = _tables(run, target)
    problems = xpt.problems_of(tables) if "xpt" in formats else []
    if problems:
        raise BadInput(*problems)
    with new_folder(folder) as staging:
        _write(run, tables, target, formats, staging)
    return folder


@contextmanager
def _of_run(path: Path) -> Iterator[None]:
    """What a run lacks is said of its file."""
    try:
        yield
    except BadInput as error:
        own = [replace(item, where=item.where or str(path)) for item in error.problems]
        raise BadInput(*own) from None


def _tables(run: Run, target: str) -> list[Table]:
    """The tables of a target; BadInput where the run has no patients that they would be of."""
    if run.alone and target != "csv":
        message = "is a run of single cells alone, which has no patients"
        raise BadInput(Problem("", "RUN", message, "write --to csv or --to paraview"))
    return list(TARGETS[target](run))


def _write(run: Run, tables: Sequence[Table], target: str, formats: Sequence[str], folder: Path) -> None:
    for name in formats:
        write = (
            partial(write_csv, missing=ABSENT) if (target, name) == ("events", "csv") else FORMATS[name].write
        )
        for table in tables:
            write(table, folder / f"{table.name.lower()}.{FORMATS[name].ending}")
    endings = ", .".join(FORMATS[name].ending for name in formats)
    text = json.dumps(dictionary(run, tables, target), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "dictionary.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(run, tables, target, endings), encoding="utf-8")


def _check(target: str, formats: Sequence[str]) -> None:
    problems = []
    targets = (*TARGETS, PARAVIEW)
    if target not in targets:
        message = f"{shown(target)} is not one of {', '.join(targets)}"
        problems.append(Problem("", "--to", message, nearest(target, targets, "use one of them")))
    for name in formats:
        if name not in FORMATS:
            message = f"{shown(name)} is not one of {', '.join(FORMATS)}"
            problems.append(Problem("", "--format", message, nearest(name, FORMATS, "use one of them")))
    if target == "csv" and "xpt" in formats:
        message = "xpt has no room for the arrays of a run, whose names are longer than 8 capital letters"
        problems.append(Problem("", "--format", message, "use csv or parquet here, or write --to adam"))
    if problems:
        raise BadInput(*problems)
