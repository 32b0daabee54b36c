"""Writes the convergence of a nodule of single cells into its page: `make figures`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from cartsim.report.page_table import put_table

TABLE = Path(__file__).parents[1] / "tests" / "campaigns" / "convergence_of_a_nodule.csv"
READINGS = ("live tumour cells", "killed", "live T cells", "PD-L1", "depth of kills, um")
HEAD = "| setting | repeats | live tumour cells | killed | live T cells | PD-L1 | depth of kills, µm |"


def rows() -> list[dict[str, str]]:
    """The campaign's table."""
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def markdown() -> str:
    """A row for each setting, a column for each reading."""
    lines = [HEAD, "|---|---|---|---|---|---|---|"]
    found = rows()
    for setting, value, repeats in dict.fromkeys((r["setting"], r["value"], r["repeats"]) for r in found):
        own = {r["reading"]: r for r in found if (r["setting"], r["value"]) == (setting, value)}
        name = "the first of them" if setting == "repeats" else f"{setting} {value}".strip()
        lines.append(f"| {name} | {repeats} | {' | '.join(cell(own[reading]) for reading in READINGS)} |")
    return "\n".join(lines)


def cell(row: dict[str, str]) -> str:
    """Mean, standard error, and how far from the setting of a run."""
    off = f" ({row['z']})" if row["z"] else ""
    return f"{float(row['mean']):.4g} ± {float(row['standard_error']):.2g}{off}"


if __name__ == "__main__":
    print(put_table(Path(sys.argv[1]), HEAD, markdown()))
