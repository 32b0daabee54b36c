"""Interrupted at 37 % on two workers, resumed on one.

python -m tests.campaigns.sweeps.partway [--n 10] [--seed 1] [--out FILE]

Ctrl-C when 37 % of the shards are there; a run on one worker ends it. The merged file must have the bytes of
a sweep that nothing disturbed, and what was there before must not be computed again.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.campaigns.sweeps.little import Little, finish, little, resumed, start
from tests.campaigns.sweeps.table import Row, main

SHARE = 0.37


def campaign(n: int, seed: int, place: Path, sound: Little | None = None) -> list[Row]:
    sound = sound or little(place)
    row = Row("stopped at 37 %", what="on two workers, resumed on one")
    for _ in range(n):
        row.count(partway(sound, place / "partway"))
        row.patients += sound.patients
    return [row]


def partway(sound: Little, folder: Path) -> list[str]:
    """Complaints about a sweep that is stopped partway and goes on with fewer workers."""
    sound.fresh(folder)
    process = start("run", folder, "--workers", 2, "--quiet")
    while process.poll() is None and len(written(folder)) < SHARE * len(sound.plan.shards):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    ended, before = finish(process), written(folder)
    complaints = [] if ended.code == 130 else [f"code {ended.code}: {ended.err[-300:]}"]
    if len(before) == len(sound.plan.shards):
        complaints.append("it was at its end before it was stopped")
    complaints += resumed(sound, folder, "--workers", 1)
    after = written(folder)
    complaints += [f"{path.name} was written again" for path in before if before[path] != after[path]]
    return complaints


def written(folder: Path) -> dict[Path, int]:
    """The shards that are there, by which file on the disk it is."""
    return {path: path.stat().st_ino for path in (folder / "shards").rglob("*.shard")}


if __name__ == "__main__":
    main(__doc__, campaign, 10)
