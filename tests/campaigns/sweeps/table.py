"""The one table of these campaigns: what was tried how often, and how often it failed."""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

TABLE = Path(__file__).parents[1] / "sweeps.csv"


@dataclass
class Row:
    """A row of the table; `note` is the first complaint where there is one."""

    campaign: str
    tried: int = 0
    failed: int = 0
    what: str = ""
    patients: int = 0
    note: str = ""

    def count(self, complaints: list[str], tried: int = 1) -> None:
        """Enter what was tried once more, and what was wrong with it."""
        self.tried += tried
        self.failed += bool(complaints)
        if complaints and not self.note:
            self.note = complaints[0][:300]


def record(rows: Iterable[Row], table: Path) -> None:
    """Put rows into the table, each in the place of the one of its name."""
    known: dict[str, dict[str, object]] = {}
    if table.exists():
        with table.open(newline="") as file:
            known = {row["campaign"]: dict(row) for row in csv.DictReader(file)}
    known |= {row.campaign: asdict(row) for row in rows}
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(known[name] for name in sorted(known))


def main(doc: str | None, campaign: Callable[[int, int, Path], list[Row]], n: int) -> None:
    """The command of a campaign: `campaign` takes how many to try, a seed and an empty folder."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--n", type=int, default=n)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    place, begun = Path(tempfile.mkdtemp(prefix="sweeps-")), time.monotonic()
    rows = campaign(asked.n, asked.seed, place)
    record(rows, asked.out)
    for row in rows:
        print(*asdict(row).values(), sep="  ")
    print(f"{time.monotonic() - begun:.0f} s")
    if any(row.failed for row in rows):
        raise SystemExit(f"what is left lies in {place}")
    shutil.rmtree(place)


