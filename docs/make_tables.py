"""Writes the table of the published models into their page: `make figures`."""

from __future__ import annotations

import sys
from pathlib import Path

from cartsim.published import MODELS
from cartsim.published.table import HEAD, all_rows, markdown


def rewrite(page: Path) -> Path:
    """The page with its table, from the head to the next empty line, made anew."""
    text = page.read_text(encoding="utf-8")
    before, found, after = text.partition(HEAD)
    if not found:
        raise SystemExit(f"{page}: no table with the head of cartsim/published/table.py")
    made = before + markdown(all_rows(MODELS)) + "\n\n" + after.partition("\n\n")[2]
    page.write_text(made, encoding="utf-8")
    return page


if __name__ == "__main__":
    print(rewrite(Path(sys.argv[1])))
