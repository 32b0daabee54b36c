"""Writes the last results of the campaigns of sweeps into their page: `make figures`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from cartsim.report.page_table import put_table

TABLE = Path(__file__).parents[1] / "tests" / "campaigns" / "sweeps.csv"
HEAD = "| campaign | tried | failed | what is tried | patients compared |"


def markdown() -> str:
    """A row for each campaign; n stands beside every zero."""
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [HEAD, "|---|---|---|---|---|"]
    for row in rows:
        what = f"{row['what']}; {row['note']}" if row["note"] else row["what"]
        failed = f"{row['failed']} of {row['tried']}"
        lines.append(f"| {row['campaign']} | {row['tried']} | {failed} | {what} | {row['patients']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(put_table(Path(sys.argv[1]), HEAD, markdown()))
