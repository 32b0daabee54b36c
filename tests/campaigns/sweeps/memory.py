"""Does a long sweep take more and more memory?

python -m tests.campaigns.sweeps.memory [--n 100000] [--out FILE]

Resident memory of `cartsim sweep run --workers 0` over so many patients: the median of the last tenth of the
time must be less than 5 % above that of the second tenth.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps.little import finish, planned, start
from tests.campaigns.sweeps.table import Row, main

CELLS = 4
SHARDS = 400
GROWTH = 0.05


def campaign(n: int, seed: int, place: Path) -> list[Row]:
    row = Row("memory", what="resident memory of a long run", patients=n)
    row.count(grown(n, place, row))
    return [row]


def grown(n: int, place: Path, row: Row) -> list[str]:
    """Complaints about the memory of a sweep; what it took is told in `row`."""
    folder, size = place / "long", max(10, n // SHARDS)
    planned(place, folder, n // CELLS, size)
    process = start("run", folder, "--workers", 0, "--quiet")
    taken: list[float] = []
    while process.poll() is None:
        if any((folder / "shards").glob("*/*.shard")):
            taken.append(resident(process.pid))
        time.sleep(0.1)
    ended = finish(process)
    if ended.code:
        return [f"code {ended.code}: {ended.err[-300:]}"]
    tenth = len(taken) // 10
    first, last = np.median(taken[tenth : 2 * tenth]), np.median(taken[-tenth:-1])
    row.what += f": {first:.0f} MB, at the end {last:.0f} MB"
    return [] if last < first * (1 + GROWTH) else [f"it grew by {last / first - 1:.1%}"]


def resident(pid: int) -> float:
    """MB of a process in memory."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
        return float(told.split("VmRSS:")[1].split()[0]) / 1000
    except (OSError, IndexError):
        return float("nan")


if __name__ == "__main__":
    main(__doc__, campaign, 100_000)
