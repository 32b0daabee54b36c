"""The same bytes from any number of workers, any shards, any order, any threads.

python -m tests.campaigns.sweeps.determinism [--n 40] [--seed 1] [--out FILE]

Workers (0, 1, 2), shard sizes, the shards in one run or as slices in random order, and threads within the
engine (by a sitecustomize.py that changes the default of the function that computes rows). Every merged file
is compared byte by byte with the first one.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps.little import Little, environment, equal, little, planned, sweep
from tests.campaigns.sweeps.table import Row, main

WORKERS, SIZES, SLICES, THREADS = (0, 1, 2), (60, 23, 10, 7), (1, 3), (1, 2)
MORE_THREADS = """
import cartsim.sweep.columns as columns
columns.rows_of.__defaults__ = (*columns.rows_of.__defaults__[:-1], {threads})
"""


def campaign(n: int, seed: int, place: Path, sound: Little | None = None) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    row = Row("determinism", what="workers x shard size x order x threads, merged files compared")
    combinations = list(product(WORKERS, SIZES, SLICES, THREADS))
    order = random.permutation(len(combinations))
    for turn in range(n):
        row.count(computed(sound, place, *combinations[order[turn % len(order)]], random))
        row.patients += sound.patients
    return [row]


def computed(
    sound: Little,
    place: Path,
    workers: int,
    size: int,
    slices: int,
    threads: int,
    random: np.random.Generator,
) -> list[str]:
    """Complaints about a sweep computed in one way."""
    folder, modules = place / f"{workers}-{size}-{slices}-{threads}", place / f"threads{threads}"
    modules.mkdir(exist_ok=True)
    (modules / "sitecustomize.py").write_text(MORE_THREADS.format(threads=threads))
    plan = planned(place, folder, sound.plan.patients, min(size, sound.plan.patients))
    ends = np.linspace(0, len(plan.shards), slices + 1).astype(int)
    for part in random.permutation(slices):
        asked = ("--shards", f"{ends[part]}:{ends[part + 1]}") if slices > 1 else ()
        ended = sweep("run", folder, "--workers", workers, "--quiet", *asked, env=environment([modules]))
        if ended.code:
            return [f"{folder.name}: code {ended.code}: {ended.err[-300:]}"]
    return [f"{folder.name}: {complaint}" for complaint in equal(sound, folder)]


if __name__ == "__main__":
    main(__doc__, campaign, 40)
