"""Tables of the documentation, made anew where they stand in a page."""

from __future__ import annotations

from pathlib import Path


def put_table(page: Path, head: str, table: str) -> Path:
    """The page with a table in place of the one that begins with this head and ends with an empty line.

    SystemExit where the page has no such head.
    """
    before, found, after = page.read_text(encoding="utf-8").partition(head)
    if not found:
        raise SystemExit(f"{page}: no table with the head {head}")
    page.write_text(before + table + "\n\n" + after.partition("\n\n")[2], encoding="utf-8")
    return page
