"""Writes the page of all equations: python docs/make_equations.py FILE"""

from __future__ import annotations

import sys
from pathlib import Path

from cartsim.model.latex.page import page
from cartsim.parameters import load_parameters


def text() -> str:
    """The page, with the units of the parameter files."""
    return page({symbol: entry.unit for symbol, entry in load_parameters().items()})


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(), encoding="utf-8")
