"""Which parameters a fit may move, and why these (free_parameters.csv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

from cartsim.parameters import load_parameters

Floats = NDArray[np.float64]

CELLS, COPIES = "cells/uL", "copies/ug"
SCALE = "scale"
"""The factor from a count to copies; no parameter of the model but of the assay."""


@dataclass(frozen=True)
class Free:
    """One parameter of a patient: its typical value [unit] and the SD of its log between patients; `within`:
    the factor up to which it is searched on either side of the typical value."""

    symbol: str
    name: str
    unit: str
    typical: float
    sd: float
    within: float
    reason: str

    @property
    def low(self) -> float:
        """The end of the search, as ln(value/typical)."""
        return -log(self.within)

    @property
    def high(self) -> float:
        """The other end, inside the bounds of a parameter of the model."""
        entry = load_parameters().get(self.symbol)
        inside = log(entry.bounds[1] / self.typical) if entry else log(self.within)
        return min(log(self.within), inside)

    def value(self, x: float) -> float:
        """The value at x = ln(value/typical)."""
        return self.typical * float(np.exp(x))


def free_parameters(model: str, assay: str) -> tuple[Free, ...]:
    """The parameters of a model for samples of an assay, in the order of the table.

    >>> [free.symbol for free in free_parameters("cartsim", COPIES)]
    ['hom_e', 'tau_l', 'd_e', 'hom_m', 'd_m', 'scale']
    """
    return tuple(
        _free(row, assay) for row in _rows() if row["model"] == model and row["assay"] in ("any", assay)
    )


def models() -> tuple[str, ...]:
    """Names of the models there are."""
    return tuple(dict.fromkeys(row["model"] for row in _rows()))


def copies_per_count() -> float:
    """Copies/ug for one cell/uL, of the typical assay."""
    return next(float(row["typical"]) for row in _rows() if row["symbol"] == SCALE)


def _free(row: dict[str, str], assay: str) -> Free:
    within = float(row["within"])
    entry = load_parameters().get(row["symbol"])
    if entry is not None and not row["typical"]:
        return Free(entry.symbol, entry.name, entry.unit, entry.value, entry.spread, within, row["reason"])
    typical, unit = float(row["typical"]), row["unit"]
    if unit == COPIES and assay == CELLS:
        typical, unit = typical / copies_per_count(), CELLS
    return Free(row["symbol"], row["name"], unit, typical, float(row["sd"]), within, row["reason"])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("cartsim.fitting").joinpath("free_parameters.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
