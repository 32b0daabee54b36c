"""What `cartsim report RUN OTHER` answers, on standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cartsim import terminal

if TYPE_CHECKING:
    from cartsim.report.two_runs import Compared

MOST_ROWS = 25
"""Rows that are printed; the page has all."""


def compared(found: Compared, page: Path, *, as_json: bool) -> None:
    """The answer, what changed, what moved, and where the page lies."""
    from cartsim.report.two_runs import facts_of, words
    from cartsim.report.two_runs.sections import HEADER, cells

    if as_json:
        terminal.print_json(facts_of(found) | {"files": {"comparison": str(page)}})
        return
    pair = found.pair
    for letter, name, run, size in zip("AB", pair.names, pair.runs, pair.sizes, strict=True):
        who = f"{size} virtual patients, seed {run.scenario.run.seed}"
        print(f"{letter}  {name}: {run.scenario.title}; {who}")
    print(f"\n{words.answer(found)}\n\n" + "\n".join([words.patients(pair), *words.arms(pair)]))
    if pair.changes:
        print()
        terminal.print_table(("Changed", "A", "B"), pair.changes[:MOST_ROWS])
    if found.moved:
        print()
        rows = [(*cells(row)[:3], *cells(row)[4:]) for row in found.moved[:MOST_ROWS]]
        terminal.print_table(("Moved, the clearest first", *HEADER[1:3], *HEADER[4:]), rows)
    for what, count in (("changes", len(pair.changes)), ("endpoints that moved", len(found.moved))):
        if count > MOST_ROWS:
            print(f"... and {count - MOST_ROWS} more {what} on the page")
    print(f"\n{words.by_chance(found)}\n\ncomparison    {page}")
