"""One table as one file: CSV, Parquet, SAS transport or Dataset-JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cartsim.export.dataset_json import write_dataset_json
from cartsim.export.extras import needed
from cartsim.export.table import Column, Table
from cartsim.export.xpt import write_xpt

ROWS = 100_000
"""Rows turned into text at a time."""


class Format(NamedTuple):
    """How a table is written, the ending of the file, and the packages that takes."""

    write: Callable[[Table, Path], None]
    ending: str
    packages: tuple[str, ...] = ()


def write_csv(table: Table, path: Path, missing: str = "") -> None:
    """A header of names, then the rows; UTF-8, commas, points, `missing` for what does not exist."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for start in range(0, table.size, ROWS):
            part = slice(start, start + ROWS)
            cells = [_cells(column, table.values[column.name][part], missing) for column in table.columns]
            writer.writerows(zip(*cells, strict=True))


def write_parquet(table: Table, path: Path) -> None:
    """Missing numbers are null, missing texts empty; labels and units travel as metadata of the fields."""
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    types = {"text": arrow.string(), "integer": arrow.int64(), "float": arrow.float64()}
    fields = [
        arrow.field(column.name, types[column.kind], metadata={"label": column.label})
        for column in table.columns
    ]
    arrays = [
        arrow.array(_cells(column, table.values[column.name], None), field.type)
        for column, field in zip(table.columns, fields, strict=True)
    ]
    schema = arrow.schema(fields, metadata={"label": table.label, "note": "SIMULATED data"})
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), path)


def _cells(column: Column, values: Any, missing: str | None) -> list[Any]:
    """Values of a column in Python's types, whole numbers without a point."""
    if column.kind == "text":
        return [text or missing for text in values.tolist()] if missing else values.tolist()
    there = np.isfinite(values)
    whole = column.kind == "integer"
    return [
        (int(value) if whole else value) if known else missing
        for value, known in zip(values.tolist(), there.tolist(), strict=True)
    ]


FORMATS = {
    "csv": Format(write_csv, "csv"),
    "json": Format(write_dataset_json, "json"),
    "parquet": Format(write_parquet, "parquet", ("pyarrow", "pyarrow.parquet")),
    "xpt": Format(write_xpt, "xpt", ("pyreadstat", "pandas")),
}
