"""A patient who ends the process that computes him.

python -m tests.campaigns.sweeps.poison [--n 10] [--seed 1] [--out FILE]

In one cell patient 17 kills his process, lets it fault, raises an error, asks for memory without end (all
processes have a limit) or never comes to an end: what a sitecustomize.py in front of the path does to the
function that computes rows. The sweep has to end, with a status in his row alone and every other row bit for
bit as it was; `cartsim sweep retry` without the poison has to mend it. Without workers, and on two; a run
without them that dies with him is started again, as somebody would.
"""

from __future__ import annotations

import resource
import signal
from itertools import product
from pathlib import Path

from cartsim.datasets import STATUS
from cartsim.sweep.again import shard_of
from cartsim.sweep.columns import row_type
from cartsim.sweep.shards import read_shard
from tests.campaigns.sweeps.little import (
    Ended,
    Little,
    complete,
    environment,
    finish,
    little,
    no_traceback,
    start,
    sweep,
)  # fmt: skip
from tests.campaigns.sweeps.table import Row, main

PATIENT = 17
SLEEP = 10.0
"""LIMIT of the careful processes where a patient has no end."""
MEMORY = 12 << 30
"""Bytes of addresses that a process may have."""
RUNS = 5
"""Times that a run which dies is started."""
REASONS = {
    "kills": "memory", "faults": "crashed", "raises": "crashed", "allocates": "memory", "sleeps": "wall_time",
}  # fmt: skip
"""What the patient does, and the status of his row."""
POISON = """
import os, signal, sys, time
import cartsim.sweep.careful
import cartsim.sweep.columns as columns
from cartsim.sweep.cells import address

sound = columns.rows_of
if "{way}" == "sleeps":
    cartsim.sweep.careful.LIMIT = {sleep}

def rows_of(scenario, start, stop, *given, **named):
    if start <= {patient} < stop and address(scenario) == "{cell}":
        {way}()
    return sound(scenario, start, stop, *given, **named)

def kills():
    os.kill(os.getpid(), signal.SIGKILL)

def faults():
    os.kill(os.getpid(), signal.SIGSEGV)

def raises():
    raise ZeroDivisionError("a patient")

def allocates():
    kept = []
    while True:
        kept.append(bytearray(1 << 28))

def sleeps():
    while True:
        time.sleep(3600)

columns.rows_of = rows_of
"""


def campaign(
    n: int,
    seed: int,
    place: Path,
    sound: Little | None = None,
    workers: tuple[int, ...] = (0, 2),
    ways: tuple[str, ...] = tuple(REASONS),
) -> list[Row]:
    sound = sound or little(place, patients=24, shard_size=4)
    tries = list(product(workers, ways))
    rows = {count: Row(f"poison, {count or 'no'} workers", what=", ".join(ways)) for count in workers}
    for turn in range(n):
        count, way = tries[turn % len(tries)]
        complaints = poisoned(sound, place, way, count, turn % len(sound.plan.cells))
        rows[count].count([f"{way}, {count} workers: {complaint}" for complaint in complaints])
        rows[count].patients += sound.patients
    return list(rows.values())


def poisoned(sound: Little, place: Path, way: str, workers: int, point: int = 0) -> list[str]:
    """Complaints about a sweep with a poisonous patient."""
    folder, modules = sound.fresh(place / "poisoned"), place / "poison"
    modules.mkdir(exist_ok=True)
    shard = shard_of(sound.plan, point, sound.plan.arms[0], PATIENT)
    text = POISON.format(way=way, patient=PATIENT, cell=shard.cell, sleep=SLEEP)
    (modules / "sitecustomize.py").write_text(text)
    ended = run(folder, modules, workers)
    if ended.code:
        return [f"code {ended.code}: {ended.err[-300:]}"]
    complaints = no_traceback(ended.err)
    right, found = sound.shards_of(sound.folder), sound.shards_of(folder)
    differ = {name for name in right if found.get(name) != right[name]}
    if differ != {f"{shard.name}.shard"}:
        return [f"shards that differ are {differ}"]
    kind = row_type(sound.plan.scenario(point))
    rows, other = (read_shard(at, shard, kind).rows for at in (folder, sound.folder))
    if rows is None or other is None:
        return ["his shard cannot be read"]
    alike = rows["patient"] != PATIENT
    if rows[alike].tobytes() != other[alike].tobytes():
        complaints.append("another patient's row differs")
    reasons = {STATUS[code] for code in rows["status"][~alike]}
    complaints += [] if reasons == {REASONS[way]} else [f"his status is {reasons}"]
    mended = sweep("retry", folder, "--workers", workers, "--quiet")
    complaints += [f"retry ended with {mended.code}: {mended.err[-300:]}"] if mended.code else []
    return complaints + complete(sound, folder)


def run(folder: Path, modules: Path, workers: int) -> Ended:
    """A run with the poison on its path; one that its patient kills is started again."""
    for _ in range(RUNS):
        env = environment([modules])
        process = start("run", folder, "--workers", workers, "--quiet", env=env, preexec_fn=_limited)
        ended = finish(process, 600)
        if ended.code not in (-signal.SIGKILL, -signal.SIGSEGV):
            break
    return ended


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main(__doc__, campaign, 10)
