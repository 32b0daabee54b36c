"""docs/reference/bibliography.md: every source, and what rests on it (`make reference`)."""

from __future__ import annotations

from pathlib import Path

from cartsim.parameters import second_reading
from cartsim.parameters.cite import Citation, citations
from cartsim.parameters.references import Reference, load_references

FILE = "bibliography.md"
FOLDER = Path("docs", "reference")
HEAD = """# Bibliography

Printed from `cartsim/parameters/values/references.bib` by `make reference`: the sources of the
[parameters](parameters.md), what rests on each, and whether its entry was compared with a record or a copy of
the paper. Rules of responses and toxicity are cited where they are applied, in `cartsim/trial/`.
"""
OURS = "Entries without another source in [parameters](parameters.md): choices and definitions.\n"


def page() -> str:
    """The whole page."""
    found = citations()
    entries = load_references().values()
    counts = f"{len(entries)} sources, {sum(entry.checked for entry in entries)} of them checked.\n"
    return "\n".join([HEAD, counts, *(_entry(entry, found) for entry in entries)])


def _entry(entry: Reference, found: tuple[Citation, ...]) -> str:
    uses = [
        f"- {citation.reason}: {', '.join(f'`{item}`' for item in citation.used_for)}\n"
        for citation in found
        if citation.reference.key == entry.key
    ]
    if entry.key in second_reading.OURS:
        uses = [OURS]
    text = str(entry).replace(entry.locator, f"<{entry.locator}>") if entry.locator else str(entry)
    return f"## {entry.key}\n\n{text}\n\nEntry: {entry.fields.get('note', 'not checked')}.\n\n{''.join(uses)}"


def keep(file: str, text: str) -> None:
    """Write a page into the folder of the reference, below the current folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.joinpath(file).write_text(text, encoding="utf-8")
    print(f"wrote {FOLDER / file}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    keep(FILE, page())
