"""One row of the table of arrays, and short ways to write many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Variable:
    """One array: its name, dims, numpy dtype, UDUNITS units, meaning and, for int8 codes, their words."""

    name: str
    dims: tuple[str, ...]
    dtype: str
    units: str
    long_name: str
    categories: tuple[str, ...] = ()

    @property
    def attrs(self) -> dict[str, Any]:
        """CF attributes of the variable."""
        attrs: dict[str, Any] = {"long_name": self.long_name}
        if self.dtype != "U":
            attrs["units"] = self.units
        if self.categories:
            attrs["flag_values"] = np.arange(len(self.categories), dtype=np.int8)
            attrs["flag_meanings"] = " ".join(_flag(word) for word in self.categories)
        return attrs


def _flag(word: str) -> str:
    """CF allows letters, digits and _ - . + @ in a flag meaning."""
    return word.translate(str.maketrans(" /", "__", "()"))


def table(dims: str, dtype: str, *rows: tuple[str, str, str]) -> list[Variable]:
    return [Variable(name, tuple(dims.split()), dtype, units, text) for name, units, text in rows]


def coded(dims: str, *rows: tuple[str, tuple[str, ...], str]) -> list[Variable]:
    return [Variable(name, tuple(dims.split()), "i1", "1", text, words) for name, words, text in rows]


def interval(dims: str, name: str, units: str, text: str) -> list[Variable]:
    return table(
        dims,
        "f8",
        (name, units, text),
        (f"{name}_lower", units, f"{text}, lower limit"),
        (f"{name}_upper", units, f"{text}, upper limit"),
    )
