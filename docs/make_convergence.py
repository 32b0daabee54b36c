"""Writes the convergence of a nodule of single cells into its page: `make figures`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

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


def rewrite(page: Path) -> Path:
    """The page with its table, from the head to the next empty line, made anew."""
    text = page.read_text(encoding="utf-8")
    before, there, after = text.partition(HEAD)
    if not there:
        raise SystemExit(f"{page}: no table with the head of docs/make_convergence.py")
    page.write_text(before + markdown() + "\n\n" + after.partition("\n\n")[2], encoding="utf-8")
    return page


if __name__ == "__main__":
    print(rewrite(Path(sys.argv[1])))
