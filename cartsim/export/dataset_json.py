"""CDISC Dataset-JSON 1.1: one JSON object with the columns' metadata and the rows.

Attributes and types are those of the model published with the standard (github.com/cdisc-org/
DataExchange-DatasetJson, schema/dataset.yaml). Missing numbers are null, missing texts empty.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from cartsim import __version__
from cartsim.export.table import Column, Table

VERSION = "1.1.0"
TYPES = {"text": "string", "integer": "integer", "float": "double"}
ROWS = 50_000


def write_dataset_json(table: Table, path: Path) -> None:
    """Write the header, then the rows in parts, so that memory does not grow with them."""
    header = json.dumps(_header(table), ensure_ascii=False, allow_nan=False, indent=1)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(header.removesuffix("\n}") + ',\n "rows": [')
        for start in range(0, table.size, ROWS):
            rows = _rows(table, slice(start, start + ROWS))
            text = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
            file.write((",\n" if start else "\n") + text)
        file.write("\n]}\n")


def _header(table: Table) -> dict[str, Any]:
    first = table.values.get("STUDYID")
    study = str(first[0]) if first is not None and first.size else "SIMULATED"
    return {
        "datasetJSONCreationDateTime": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "datasetJSONVersion": VERSION,
        "fileOID": f"{study}.{table.name}",
        "originator": "cartsim (simulated data)",
        "sourceSystem": {"name": "cartsim", "version": __version__},
        "studyOID": study,
        "metaDataVersionOID": f"MDV.{study}",
        "metaDataRef": "dictionary.json",
        "itemGroupOID": f"IG.{table.name}",
        "records": table.size,
        "name": table.name,
        "label": table.label,
        "columns": [_column(table, column) for column in table.columns],
    }


def _column(table: Table, column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "itemOID": f"IT.{table.name}.{column.name}",
        "name": column.name,
        "label": column.label,
        "dataType": TYPES[column.kind],
    }
    if column.kind == "text":
        found["length"] = width_of(table, column)
    return found | ({"keySequence": column.key} if column.key else {})


def width_of(table: Table, column: Column) -> int:
    """Characters of the longest value of a text column, at least 1."""
    values = table.values[column.name]
    return max(1, int(np.char.str_len(values).max(initial=0)))


def _rows(table: Table, part: slice) -> list[list[Any]]:
    columns = [_cells(column, table.values[column.name][part].tolist()) for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _cells(column: Column, values: list[Any]) -> list[Any]:
    if column.kind == "text":
        return values
    turn = int if column.kind == "integer" else float
    return [turn(value) if value == value else None for value in values]
