"""Numbers as a page carries them: quantised, packed, text.

An array of 16 bits is written as differences to the number before, first the low bytes of all, then the high
ones, which packs a third smaller; `data.js` undoes it.
"""

from __future__ import annotations

import base64
import gzip
from dataclasses import dataclass, field
from typing import Any

import numpy as np

STEPS = 65535
"""Of 16 bits, between the least and the greatest number."""


@dataclass
class Packing:
    """Arrays one after the other, and what a reader must know of each."""

    parts: list[bytes] = field(default_factory=list)
    table: dict[str, dict[str, Any]] = field(default_factory=dict)

    def bytes_of(self, name: str, values: np.ndarray) -> None:
        """An array of small whole numbers as it is."""
        self._add(name, values.astype("u1").tobytes(), {"bits": 8, "count": values.size})

    def numbers(self, name: str, values: np.ndarray, log: bool = False) -> None:
        """An array of numbers in STEPS from the least to the greatest, of log(1 + value) if asked."""
        real = np.log1p(values.astype("f8")) if log else values.astype("f8")
        low, high = (float(real.min()), float(real.max())) if real.size else (0.0, 0.0)
        steps = np.round((real - low) / ((high - low) or 1.0) * STEPS).astype("<u2").ravel()
        apart = np.diff(steps, prepend=steps[:1] * 0).astype("<u2")
        split = apart.view("u1").reshape(-1, 2).T.tobytes()
        self._add(name, split, {"bits": 16, "count": steps.size, "low": low, "high": high, "log": log})

    def _add(self, name: str, content: bytes, about: dict[str, Any]) -> None:
        self.table[name] = {"offset": sum(map(len, self.parts)), **about}
        self.parts.append(content)

    def text(self) -> str:
        """All arrays, packed, as base64; the same arrays give the same text."""
        return base64.b64encode(gzip.compress(b"".join(self.parts), 9, mtime=0)).decode("ascii")
