"""SIGKILL of Dask's workers while a sweep runs on them.

python -m tests.campaigns.sweeps.worker_kills [--n 200] [--seed 1] [--out FILE]

Workers of `--workers 2`, and workers that `dask worker` started for a `dask scheduler`, reached by address
and by file; the processes under the nannies are killed, at random moments, some while they start. No patient
may fail, no shard may lack, and the merged file must have the bytes of an undisturbed sweep.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.campaigns.sweeps import dask_command
from tests.campaigns.sweeps.little import Little, complete, finish, little, no_traceback, start
from tests.campaigns.sweeps.table import Row, main

KILLS = 8
"""Most per sweep: later ones are left in peace, so that it ends."""
BETWEEN = 1.5
"""Mean seconds between two."""
WAYS = ("--workers", "--workers", "--scheduler", "--scheduler-file")


def campaign(
    n: int, seed: int, place: Path, sound: Little | None = None, ways: tuple[str, ...] = WAYS
) -> list[Row]:
    sound = sound or little(place)
    random = np.random.default_rng(seed)
    rows = {way: Row(f"kill -9 of workers, {way}") for way in ways}
    turn = 0
    while (tried := sum(row.tried for row in rows.values())) < n:
        way = ways[turn % len(ways)]
        turn += 1
        kills, complaints = disturbed(sound, place, way, min(KILLS, n - tried), random)
        rows[way].count(complaints, kills)
        rows[way].patients += sound.patients
        rows[way].what = "workers killed while a sweep runs"
        if turn > 2 * n:
            raise RuntimeError("nothing could be killed")
    return list(rows.values())


def disturbed(
    sound: Little, place: Path, way: str, kills: int, random: np.random.Generator
) -> tuple[int, list[str]]:
    """How many workers were killed in a sweep, and complaints about what came of it."""
    folder = sound.fresh(place / "disturbed")
    with workers_of(way, place) as (options, parents):
        process = start("run", folder, *options, "--quiet")
        done = kill_some([*parents, process.pid], process, folder, kills, random)
        ended = finish(process)
    wrong = [] if ended.code == 0 else [f"code {ended.code}: {ended.err[-300:]}"]
    wrong += no_traceback(ended.err) + complete(sound, folder)
    return done, [f"{way}: {complaint}" for complaint in wrong]


@contextmanager
def workers_of(way: str, place: Path) -> Iterator[tuple[list[object], list[int]]]:
    """Options of `cartsim sweep run`, and the processes whose children are workers."""
    if way == "--workers":
        yield ["--workers", 2], []
        return
    with dask_command.scheduler(place) as scheduler, dask_command.worker(scheduler, place, 2) as worker:
        yield [way, scheduler.address if way == "--scheduler" else scheduler.file], [worker.pid]


def kill_some(
    parents: list[int],
    process: subprocess.Popen[str],
    folder: Path,
    kills: int,
    random: np.random.Generator,
) -> int:
    """Kill a worker now and then as long as the sweep runs; how many it were."""
    done = 0
    while done < kills and process.poll() is None:
        time.sleep(random.exponential(BETWEEN) if any(folder.glob("attempts/*")) or done else 0.05)
        found = [pid for parent in parents for pid in workers(parent)]
        if found and any(folder.glob("attempts")):
            try:
                os.kill(found[random.integers(len(found))], signal.SIGKILL)
                done += 1
            except ProcessLookupError:
                pass
    return done


def workers(parent: int) -> list[int]:
    """The processes that the nannies of a process started; they overwrite their command lines."""
    found = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it went away meanwhile
            for pid in path.read_text().split():
                told = Path(f"/proc/{pid}/cmdline").read_bytes()
                if b"resource_tracker" not in told:
                    found.append(int(pid))
    return found


if __name__ == "__main__":
    main(__doc__, campaign, 200)
