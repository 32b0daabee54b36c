"""SAS transport files, version 5: what they can hold is checked before anything is written.

The format stores numbers as IBM doubles, whose largest is 7.2e75: a larger one would silently become
infinite, one nearer to zero than 5.4e-79 silently zero. Names have 8 characters, labels 40, texts 200, all
ASCII. (SAS Institute, "The record layout of a data set in SAS transport (XPORT) format", TS-140 [recalled].)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import Problem
from cartsim.export.extras import needed
from cartsim.export.table import Column, Table
from cartsim.scenario.mistakes import safe, shown

NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,7}")
LABEL, TEXT = 40, 200
LARGEST, SMALLEST = 1e75, 1e-78
MOST_TOLD = 20
REMEDY = "write --format csv, parquet or json, which can hold it"


def problems_of(tables: Iterable[Table]) -> list[Problem]:
    """What the format cannot hold, with data set, variable and row (from 1); the first 20 of it."""
    found = [problem for table in tables for problem in _problems(table)]
    return found[:MOST_TOLD]


def write_xpt(table: Table, path: Path) -> None:
    """Write a table whose problems are none."""
    pyreadstat, pandas = needed("pyreadstat"), needed("pandas")
    frame = pandas.DataFrame({name: _storable(values) for name, values in table.values.items()})
    pyreadstat.write_xport(
        frame,
        str(path),
        file_label=table.label,
        column_labels=[column.label for column in table.columns],
        table_name=table.name,
        file_format_version=5,
    )


def _storable(values: NDArray) -> NDArray:
    return values.astype(object) if values.dtype.kind == "U" else values


def _problems(table: Table) -> Iterator[Problem]:
    if not NAME.fullmatch(table.name):
        yield Problem(table.name, "data set", "is no name of 8 capital letters, digits or _", REMEDY)
    if len(table.label) > LABEL or not table.label.isascii():
        yield Problem(
            table.name, "label", f"{shown(table.label)} is not {LABEL} ASCII characters or fewer", REMEDY
        )
    for column in table.columns:
        if not NAME.fullmatch(column.name):
            message = "is no name of 8 capital letters, digits or _"
            yield Problem(table.name, column.name, message, REMEDY)
        if len(column.label) > LABEL or not column.label.isascii():
            message = f"its label {shown(column.label)} is not {LABEL} ASCII characters or fewer"
            yield Problem(table.name, column.name, message, REMEDY)
        yield from _values(table, column)


def _values(table: Table, column: Column) -> Iterator[Problem]:
    """The first value of a column that cannot be kept."""
    values = table.values[column.name]
    if column.kind == "text":
        distinct, first = np.unique(values, return_index=True)
        bad = [
            (row, text)
            for row, text in zip(first.tolist(), distinct.tolist(), strict=True)
            if not _plain(text)
        ]
        message = f"is longer than {TEXT} characters or not printable ASCII"
    else:
        size = np.abs(values)
        lost = np.isinf(values) | (size >= LARGEST) | ((size > 0) & (size < SMALLEST))
        bad = [(int(row), f"{values[row]:g}") for row in np.flatnonzero(lost)[:1]]
        message = "is beyond the range of the format (1e-78 to 1e75)"
    for row, value in sorted(bad)[:1]:
        yield Problem(f"{table.name} row {row + 1}", column.name, f"{shown(safe(value))} {message}", REMEDY)


def _plain(text: str) -> bool:
    return len(text) <= TEXT and text.isascii() and (text == "" or text.isprintable())
