"""SIGINT and SIGTERM at random moments of a run, and another run that goes on.

python -m tests.campaigns.sweeps.signals [--n 100] [--seed 1] [--out FILE]

SIGINT goes to the whole group, as from a terminal; SIGTERM to the first process, and every second time to the
group, as from a batch system; some SIGHUPs; some people press Ctrl-C twice. Moments are uniform over the
rest of an undisturbed run from when the command hears (imports included). It has to end within five seconds,
with code 130 and one line that says how to go on, and no traceback; a run to the end must give the same
bytes. A third of the sweeps run on two Dask workers. A run that ended before the signal came is none.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps.kills import undisturbed
from tests.campaigns.sweeps.little import (
    Little,
    believed,
    complete,
    end,
    finish,
    little,
    no_traceback,
    resumed,
    start,
)  # fmt: skip
from tests.campaigns.sweeps.table import Row, main

WITHIN = 5.0
"""Seconds from the signal to the end."""
HEARS = 20.0
"""Seconds that a command has until it hears a request to end."""
SIGNALS = (
    ("SIGINT", True, False), ("SIGTERM", False, False), ("SIGINT", True, True), ("SIGTERM", True, False),
    ("SIGINT", True, False), ("SIGHUP", True, False),
)  # fmt: skip
"""Which, to the group, twice."""


def campaign(
    n: int, seed: int, place: Path, sound: Little | None = None, workers: tuple[int, ...] = (0, 0, 2)
) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    times = {count: undisturbed(sound, place, count) for count in sorted(set(workers))}
    rows = {count: Row(f"signals, {count or 'no'} workers") for count in times}
    slowest = dict.fromkeys(rows, 0.0)
    turn = 0
    while sum(row.tried for row in rows.values()) < n:
        count = workers[turn % len(workers)]
        what = SIGNALS[turn // len(workers) % len(SIGNALS)]
        seconds, complaints = stopped(sound, place / "stopped", random.uniform(0, times[count]), count, *what)
        turn += 1
        if seconds is None and not complaints:
            continue
        slowest[count] = max(slowest[count], seconds or 0.0)
        rows[count].count(complaints)
        rows[count].patients += sound.patients
    for count, row in rows.items():
        row.what = f"SIGINT, SIGTERM, SIGHUP; the slowest ended {slowest[count]:.1f} s after it"
    return list(rows.values())


def stopped(
    sound: Little, folder: Path, moment: float, workers: int, name: str, group: bool, twice: bool
) -> tuple[float | None, list[str]]:
    """Seconds that a run took to end after a signal, None if it was done before; and complaints."""
    sound.fresh(folder)
    process = start("run", folder, "--workers", workers, "--quiet")
    begun = time.monotonic()
    if not hears(process):
        return None, [f"it does not hear within {HEARS} s: {finish(process, 1).err[-300:]}"]
    time.sleep(max(0.0, moment - (time.monotonic() - begun)))
    if process.poll() is not None:
        return None, []
    asked = time.monotonic()
    for _ in range(1 + twice):
        send(process, getattr(signal, name), group)
        time.sleep(0.3 * twice)
    ended = finish(process, 60)
    seconds = time.monotonic() - asked
    if ended.code == 0:
        return None, complete(sound, folder)
    who = f"{name}{' twice' if twice else ''} at {moment:.1f} s, {workers} workers"
    wrong = [] if ended.code == 130 else [f"code {ended.code}: {ended.err[-300:]}"]
    wrong += [] if seconds <= WITHIN else [f"{seconds:.1f} s until it ended"]
    wrong += [] if "cartsim sweep run" in ended.err else [f"it does not say how to go on: {ended.err[-300:]}"]
    wrong += no_traceback(ended.err) + believed(sound, folder)[1] + left_over(process)
    return seconds, [f"{who}: {complaint}" for complaint in wrong + resumed(sound, folder)]


def hears(process: subprocess.Popen[str]) -> bool:
    """Whether a process comes to catch SIGTERM."""
    until = time.monotonic() + HEARS
    while process.poll() is None and time.monotonic() < until:
        told = Path(f"/proc/{process.pid}/status").read_text().split("SigCgt:")[-1].split()[0]
        if int(told, 16) >> (signal.SIGTERM - 1) & 1:
            return True
        time.sleep(0.01)
    return False


def send(process: subprocess.Popen[str], number: int, group: bool) -> None:
    try:
        os.killpg(process.pid, number) if group else process.send_signal(number)
    except ProcessLookupError:
        return


def left_over(process: subprocess.Popen[str]) -> list[str]:
    """Complaints about processes of the group that are still there some seconds later."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return []
        time.sleep(0.05)
    end(process)
    return ["processes of it went on"]


if __name__ == "__main__":
    main(__doc__, campaign, 100)
