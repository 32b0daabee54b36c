"""The measured killing of glioma cells in a dish: cell index (impedance) of untreated wells and two ratios.

PBT1 (PBT030) cells, IL13Ra2 CAR-T cells added about a day after seeding, no dexamethasone; one unit of
cell index is about 1e4 cells; mean and standard deviation of two wells. Brummer and others 2022, doi
10.1371/journal.pcbi.1009504; the file in `data/` is MIT licence, (c) 2021 Alex Brummer.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

FILE = "killing_pbt1.csv"
CONDITIONS = {"untreated": 0.0, "1:4": 1 / 4, "1:8": 1 / 8}
"""CAR-T cells per glioma cell, by the name that the columns carry."""
FIRST_ROW = 100
"""Row at which the published fits of the treated wells start: CAR-T cells are in, the index has settled."""


@dataclass(frozen=True)
class DishCurves:
    """Hours since seeding (time); by condition cell index and its standard deviation of two wells (time)."""

    hours: np.ndarray
    cell_index: Mapping[str, np.ndarray]
    sd: Mapping[str, np.ndarray]


@cache
def dish_curves() -> DishCurves:
    """All rows of the file; the arrays cannot be written to, as every caller gets the same ones."""
    rows = list(csv.DictReader(_text().splitlines()[1:]))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    for column in columns.values():
        column.flags.writeable = False
    return DishCurves(
        columns["hour"],
        MappingProxyType({name: columns[f"cell_index_{name}"] for name in CONDITIONS}),
        MappingProxyType({name: columns[f"sd_{name}"] for name in CONDITIONS}),
    )


def licence_line() -> str:
    """The first line of the file: what was measured, whose it is, under which licence."""
    return _text().splitlines()[0].removeprefix("# ")


def _text() -> str:
    return files("cartsim.published").joinpath("data", FILE).read_text(encoding="utf-8")


def normalised_rmse(model: np.ndarray, measured: np.ndarray) -> float:
    """Root mean square difference over the range (largest less smallest) of the measured curve."""
    return float(np.sqrt(np.mean((model - measured) ** 2)) / np.ptp(measured))
