"""Writes the pages of the documentation that are made from the code: python docs/make_reference.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from cartsim.model.latex.page import page
from cartsim.parameters import load_parameters


def pages() -> dict[str, str]:
    """File name -> text."""
    units = {symbol: entry.unit for symbol, entry in load_parameters().items()}
    return {"equations.md": page(units)}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
