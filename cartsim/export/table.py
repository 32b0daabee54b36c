"""A data set to be written: columns that say what they are, and one array for each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Kind = Literal["text", "integer", "float"]
Origin = Literal["Assigned", "Simulated", "Derived"]


@dataclass(frozen=True)
class Column:
    """One variable: its name and label (also its XPT label), kind, how it comes about, and its codes.

    `codelist` maps a value to its meaning; `key` is the place among the keys of the data set, 0 none.
    """

    name: str
    label: str
    kind: Kind
    derivation: str
    origin: Origin = "Derived"
    codelist: Mapping[str, str] | None = None
    key: int = 0


@dataclass(frozen=True)
class Table:
    """A data set: text columns are arrays of str ("" missing), numbers of float64 (NaN missing)."""

    name: str
    label: str
    structure: str
    columns: tuple[Column, ...]
    values: Mapping[str, NDArray[Any]]

    @property
    def size(self) -> int:
        """Number of rows."""
        return int(self.values[self.columns[0].name].size)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if names != list(self.values):
            raise ValueError(f"{self.name}: columns {names} and values {list(self.values)}")


def columns(name: str, *before: str) -> tuple[Column, ...]:
    """The columns listed in `columns/<name>.csv`, after those of the files `before`.

    >>> [column.name for column in columns("treated", "subject")]
    ['STUDYID', 'USUBJID', 'PATID', 'TRTP', 'TRTPN']
    """
    return tuple(column for part in (*before, name) for column in _listed(part))


def codelist(listed: Sequence[Column], name: str) -> dict[str, str]:
    """The codes of one of the columns with their meanings."""
    codes = next(column.codelist for column in listed if column.name == name)
    return dict(codes or {})


def _codes(written: str) -> dict[str, str] | None:
    """Value and meaning of `Y=yes|N=no`."""
    pairs = [code.partition("=") for code in written.split("|") if code]
    return {value: meaning for value, _, meaning in pairs} or None


@cache
def _listed(name: str) -> tuple[Column, ...]:
    lines = files("cartsim.export").joinpath("columns", f"{name}.csv").read_text("utf-8").splitlines()
    return tuple(
        Column(
            row["name"],
            row["label"],
            row["kind"],  # type: ignore[arg-type]
            row["derivation"],
            row["origin"],  # type: ignore[arg-type]
            _codes(row["codelist"]),
            int(row["key"] or 0),
        )
        for row in csv.DictReader(lines)
    )


def make_table(
    name: str, label: str, structure: str, columns: Sequence[Column], values: Mapping[str, ArrayLike]
) -> Table:
    """The table with every array in the type of its column."""
    typed = {column.name: _typed(column, values[column.name]) for column in columns}
    return Table(name, label, structure, tuple(columns), typed)


def stack(parts: Iterable[Mapping[str, ArrayLike]], columns: Sequence[Column]) -> dict[str, NDArray[Any]]:
    """Rows of several parts under each other; a column that a part lacks is missing in its rows."""
    blocks = list(parts)
    sizes = [np.size(next(iter(block.values()))) for block in blocks]
    return {
        column.name: np.concatenate(
            [_column_of(block, column, size) for block, size in zip(blocks, sizes, strict=True)]
        )
        for column in columns
    }


def sort_rows(values: Mapping[str, NDArray[Any]], keys: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The rows in the order of the keys, the first key foremost."""
    order = np.lexsort([values[key] for key in reversed(keys)])
    return {name: array[order] for name, array in values.items()}


def study_day(day: ArrayLike) -> NDArray[np.float64]:
    """ADaM's relative day of a day since infusion: the day of infusion is 1, the day before it -1.

    >>> study_day([-5, -0.5, 0, 0.9, 30]).tolist()
    [-5.0, -1.0, 1.0, 1.0, 31.0]
    """
    whole = np.floor(np.asarray(day, float))
    return np.where(whole >= 0, whole + 1, whole)


def yes_no(flag: ArrayLike) -> NDArray[np.str_]:
    """Y or N.

    >>> yes_no([True, False]).tolist()
    ['Y', 'N']
    """
    return np.where(np.asarray(flag, bool), "Y", "N")


def marked(flag: ArrayLike) -> NDArray[np.str_]:
    """Y, or empty: the flags of records and occurrences, of which CDISC knows no N.

    >>> marked([True, False]).tolist()
    ['Y', '']
    """
    return np.where(np.asarray(flag, bool), "Y", "")


def _column_of(block: Mapping[str, ArrayLike], column: Column, size: int) -> NDArray[Any]:
    missing = "" if column.kind == "text" else np.nan
    return np.array(np.broadcast_to(_typed(column, block.get(column.name, missing)), size))


def _typed(column: Column, values: ArrayLike) -> NDArray[Any]:
    array = np.asarray(values)
    return array.astype(np.str_) if column.kind == "text" else array.astype(np.float64)
