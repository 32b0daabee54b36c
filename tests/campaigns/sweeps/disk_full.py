"""A disk that is full in the middle of a run, a merge or a plan.

python -m tests.campaigns.sweeps.disk_full [--n 100] [--seed 1] [--out FILE]

On a small tmpfs (root alone may mount one) filled up to a random number of bytes below what the step needs.
It has to end with a code other than 0 and a line that names the disk, without a traceback; nothing that is
not whole may be believed. When there is room again, a run to the end must give the bytes of an undisturbed
one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps.little import (
    Ended,
    Little,
    believed,
    little,
    no_traceback,
    resumed,
    scenario_file,
    sweep,
)  # fmt: skip
from tests.campaigns.sweeps.table import Row, main

SIZE = 8 << 20
"""Bytes of the disk."""
STEPS = ("run", "run", "merge", "run", "plan")


def campaign(
    n: int, seed: int, place: Path, sound: Little | None = None, steps: tuple[str, ...] = STEPS
) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    rows = {step: Row(f"disk full, {step}", what="on a tmpfs filled to a random byte") for step in steps}
    with disk(place / "disk") as mounted:
        for turn in range(n):
            step = steps[turn % len(steps)]
            rows[step].count(STEP[step](sound, mounted, place, random))
            rows[step].patients += sound.patients
    return list(rows.values())


def may_mount() -> bool:
    """Whether this user may mount a disk."""
    return not os.geteuid() and not subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    ).returncode


@contextmanager
def disk(place: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(mounted: Path, left: int) -> Path:
    """A file that leaves so many bytes free."""
    free = os.statvfs(mounted)
    path = mounted / "filler"
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - left))
    return path


def during_run(sound: Little, mounted: Path, place: Path, random: np.random.Generator) -> list[str]:
    """Complaints about a run whose disk gets full, a resumed one too, and one that has room again."""
    folder = sound.fresh(mounted / "sweep")
    needs = {name: -(-len(content) // 4096) * 4096 for name, content in sound.shards_of(sound.folder).items()}
    complaints = []
    for _ in range(2):
        there = sound.shards_of(folder)
        lacking = sum(size for name, size in needs.items() if name not in there)
        if not lacking:
            break
        filler = fill(mounted, int(random.uniform(0, lacking)))
        complaints += refused(sweep("run", folder, "--workers", 0, "--quiet")) + believed(sound, folder)[1]
        filler.unlink()
    return complaints + resumed(sound, folder)


def during_merge(sound: Little, mounted: Path, place: Path, random: np.random.Generator) -> list[str]:
    """Complaints about a merge that does not fit."""
    folder = sound.copy(mounted / "sweep")
    (folder / "sweep.nc").unlink()
    filler = fill(mounted, int(random.uniform(0, len(sound.merged) - 4096)))
    complaints = refused(sweep("merge", folder, "--quiet"))
    complaints += [f"{path.name} was left" for path in folder.iterdir() if ".nc" in path.name]
    filler.unlink()
    return complaints + resumed(sound, folder)


def during_plan(sound: Little, mounted: Path, place: Path, random: np.random.Generator) -> list[str]:
    """Complaints about a plan that does not fit; when there is room again it must be the plan."""
    folder, scenario = mounted / "sweep", scenario_file(place, sound.plan.patients)
    shutil.rmtree(folder, ignore_errors=True)
    asked = ("plan", scenario, "--shard-size", sound.plan.shard_size, "--out", folder, "--quiet")
    filler = fill(mounted, int(random.choice([0, 1])))
    complaints = refused(sweep(*asked))
    complaints += ["a plan.json is there"] if (folder / "plan.json").exists() else []
    filler.unlink()
    again = sweep(*asked)
    return complaints + ([again.err] if again.code else []) + resumed(sound, folder)


STEP = {"run": during_run, "merge": during_merge, "plan": during_plan}


def refused(ended: Ended) -> list[str]:
    """Complaints about how a command told that the disk is full."""
    complaints = [] if ended.code in (1, 2) else [f"code {ended.code}"]
    told = ended.err.lower()
    if "disk is full" not in told and "no space left on device" not in told:
        complaints.append(f"it does not name the disk: {ended.err[-300:]}")
    return complaints + no_traceback(ended.err)


if __name__ == "__main__":
    main(__doc__, campaign, 100)
