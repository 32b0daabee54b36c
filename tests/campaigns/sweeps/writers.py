"""Two at once: on one machine, and on hosts that know nothing of each other.

python -m tests.campaigns.sweeps.writers [--n 10] [--seed 1] [--out FILE]

A second whole run, a new plan and a run of some shards are refused, with code 2 and the name of the first,
while a whole run works. Two runs of some shards, with ranges that overlap, share a sweep. So do two in
network, mount and host-name namespaces of their own (`unshare`, for root alone). After each, the merged file
has the bytes of an undisturbed sweep.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from cartsim.sweep.manifest import FOLDER
from tests.campaigns.sweeps.little import (
    Little,
    command,
    complete,
    end,
    environment,
    finish,
    little,
    no_traceback,
    resumed,
    scenario_file,
    start,
    sweep,
)  # fmt: skip
from tests.campaigns.sweeps.table import Row, main

HOSTS = ("node-a", "node-b")


def campaign(n: int, seed: int, place: Path, sound: Little | None = None) -> list[Row]:
    sound = sound or little(place)
    tests = {"a second whole run": refusals, "overlapping shards": overlapping}
    if may_unshare():
        tests["overlapping shards of two hosts"] = hosts
    rows = [Row(f"two writers, {name}", what="both at once") for name in tests]
    for row, test in zip(rows, tests.values(), strict=True):
        for _ in range(n):
            row.count(test(sound, place))
            row.patients += sound.patients
    return rows


def refusals(sound: Little, place: Path, most: int = 4) -> list[str]:
    """Complaints about what else (`most` of it) is let in while a whole run works."""
    folder = sound.fresh(place / "held")
    first = start("run", folder, "--workers", 0, "--quiet")
    if not holds(folder, first):
        return [f"the first does not begin: {finish(first).err[-300:]}"]
    os.kill(first.pid, 19)  # SIGSTOP: whatever the machine does beside, it holds the folder
    size = ("--shard-size", sound.plan.shard_size)
    complaints = []
    for asked in (
        ("plan", scenario_file(place, sound.plan.patients), *size, "--out", folder),
        ("run", folder, "--workers", 0),
        ("run", folder, "--shards", "0:3"),
        ("retry", folder, "--workers", 0),
    )[:most]:
        ended = sweep(*asked, "--quiet")
        if ended.code != 2 or f"process {first.pid} on " not in ended.err:
            complaints.append(f"{asked[0]}: code {ended.code}: {ended.err[-300:]}")
        complaints += no_traceback(ended.err)
    os.kill(first.pid, 18)
    ended = finish(first)
    return complaints + ([ended.err] if ended.code else []) + complete(sound, folder)


def holds(folder: Path, process: subprocess.Popen[str]) -> bool:
    """Whether a process comes to hold a folder."""
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        lock = folder / "writers.lock"
        if lock.exists() and f'"pid": {process.pid}' in lock.read_text():
            return True
        time.sleep(0.01)
    end(process)
    return False


def ranges(sound: Little) -> tuple[str, str]:
    """Two thirds from the start, two thirds up to the end."""
    count = len(sound.plan.shards)
    return f"0:{2 * count // 3}", f"{count // 3}:{count}"


def overlapping(sound: Little, place: Path) -> list[str]:
    """Complaints about two runs of some shards at once."""
    folder = sound.fresh(place / "shared")
    both = [start("run", folder, "--shards", some, "--quiet") for some in ranges(sound)]
    complaints = [ended.err for ended in map(finish, both) if ended.code]
    return complaints + complete(sound, folder)


def may_unshare() -> bool:
    """Whether this user may make a host of his own."""
    tried = subprocess.run(["unshare", "-n", "-u", "-m", "true"], capture_output=True, check=False)
    return not tried.returncode


def hosts(sound: Little, place: Path) -> list[str]:
    """Complaints about two hosts that work on one folder, the second of which is killed and goes on."""
    folder = sound.fresh(place / "hosts")
    both = [on_host(name, folder, some) for name, some in zip(HOSTS, ranges(sound), strict=True)]
    time.sleep(3.0)
    end(both[1])
    finish(both[1])
    again = on_host(HOSTS[1], folder, ranges(sound)[1])
    complaints = [ended.err for ended in map(finish, (both[0], again)) if ended.code]
    files = [path.name for path in (folder / FOLDER).iterdir()]
    complaints += [f"{name} wrote nothing" for name in HOSTS if not any(name in file for file in files)]
    return complaints + resumed(sound, folder)


def on_host(name: str, folder: Path, some: str) -> subprocess.Popen[str]:
    """A run of some shards where the host has another name and no network."""
    arguments = command("run", folder, "--shards", some, "--quiet")
    return subprocess.Popen(
        ["unshare", "-n", "-u", "-m", "sh", "-c", f'hostname {name}; exec "$@"', "sh", *arguments],
        env=environment(), start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


if __name__ == "__main__":
    main(__doc__, campaign, 10)
