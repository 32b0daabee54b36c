"""One shard from start to end, as a worker does it: look whether it is there, compute, write, tell.

A patient whom the machine cannot compute (no memory, a crash, no end) must not end the sweep, nor take others
with it. A worker writes down that it begins a shard and takes the note away when the shard is written. Where
notes of earlier beginnings lie, the shard has seen workers die; it is then computed carefully, in a process
of its own and, where that dies too, in ever smaller parts, until the patient is found: a row with a status.
"""

from __future__ import annotations

import fcntl
import socket
import time
from contextlib import ExitStack
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from cartsim import _jit
from cartsim.datasets import STATUS
from cartsim.errors import BadInput, CartsimError
from cartsim.scenario import loads
from cartsim.scenario.smallest import SMALLEST
from cartsim.sweep.careful import carefully, limit
from cartsim.sweep.columns import Rows, rows_of
from cartsim.sweep.limit import within
from cartsim.sweep.plan import Plan, Shard, planned
from cartsim.sweep.shards import explained, path_of, read_shard, write_shard

ATTEMPTS = "attempts"
MOST_DEATHS = 3
"""Workers that may die over a shard before it is computed carefully; most die of something else."""


def work(folder: str, plan_id: str, index: int, again: bool = False) -> dict[str, Any]:
    """Compute a shard of the plan in a folder and write it, unless a whole one lies there already (`again`:
    even so). Returns the line of the manifest. Never raises for a patient."""
    plan, place = _planned(folder, plan_id), Path(folder)
    shard = plan.shards[index]
    known = None if again else read_shard(place, shard, plan.row_type).rows
    if known is not None:
        digest, size = _as_written(place, shard)
        return {**line(shard, known, digest, size), "host": "", "processor": "unknown"}
    plan.of_shard(shard)  # other code than the plan's is refused before it is compiled
    _compiled()
    begun, worked = time.perf_counter(), time.process_time()
    deaths = _begin(place, shard)
    rows = _rows(plan, place, shard, careful=deaths >= MOST_DEATHS)
    digest, size = write_shard(place, shard, rows)
    _note(place, shard).unlink(missing_ok=True)
    spent = time.perf_counter() - begun, time.process_time() - worked
    return line(shard, rows, digest, size, *spent)


def _planned(folder: str, plan_id: str) -> Plan:
    """The plan; on a worker that does not see the folder, CartsimError that says so."""
    try:
        return planned(folder, plan_id)
    except BadInput as error:
        where = f"a worker on {socket.gethostname()} cannot read the plan"
        raise CartsimError(f"{where} ({error}); workers need the folder under the same path") from error


def line(
    shard: Shard, rows: Rows, digest: str, size: int, seconds: float = 0.0, core_seconds: float = 0.0
) -> dict[str, Any]:
    """What the manifest says of a shard: its checksum, how its patients ended, what it took, where."""
    return {
        "shard": shard.name,
        "sha256": digest,
        "bytes": size,
        "status": statuses(rows),
        "seconds": round(seconds, 4),
        "core_seconds": round(core_seconds, 4),
        "host": socket.gethostname(),
        "processor": _jit.processor(),
    }


def statuses(rows: Rows) -> dict[str, int]:
    """Patients by how their solve ended."""
    codes, counts = np.unique(rows["status"], return_counts=True)
    return {STATUS[code]: int(count) for code, count in zip(codes, counts, strict=True)}


@lru_cache(maxsize=1)
def _compiled() -> None:
    """Let one worker of those that share a cache folder compile, while the others wait for it."""
    with ExitStack() as held:
        if _jit.is_cold() and not _jit.uncompiled():
            try:
                file = held.enter_context((_jit.cache_folder() / "compiling.lock").open("a"))
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError:  # a file system without locks: each compiles for itself
                pass
        warm_up()


def warm_up() -> None:
    """Compile, or load from the cache, everything that a shard needs."""
    rows_of(loads(SMALLEST, "warm-up"), 0, 1)


def _rows(plan: Plan, folder: Path, shard: Shard, careful: bool) -> Rows:
    scenario = plan.of_shard(shard)
    if not careful:
        try:
            with within(limit(shard.patients), partial(_suspect, folder, shard)):
                return rows_of(scenario, shard.start, shard.stop)
        except (CartsimError, OSError):
            raise
        except Exception:  # whatever it is, it is one patient's: find whose
            pass
    return carefully(plan, folder, shard, scenario)


def _note(folder: Path, shard: Shard) -> Path:
    return folder / ATTEMPTS / shard.name


def _suspect(folder: Path, shard: Shard) -> None:
    """Note that a shard is to be computed carefully."""
    _note(folder, shard).write_bytes(b"." * MOST_DEATHS)


def _begin(folder: Path, shard: Shard) -> int:
    """Note that a worker begins a shard; how many began before and never came to its end."""
    note = _note(folder, shard)
    with explained(note):
        note.parent.mkdir(exist_ok=True)
        with note.open("ab") as file:
            before = file.tell()
            file.write(b".")
    return before


def _as_written(folder: Path, shard: Shard) -> tuple[str, int]:
    from hashlib import sha256

    content = path_of(folder, shard).read_bytes()
    return sha256(content).hexdigest(), len(content)


def flawed(rows: Rows) -> bool:
    """Whether a machine, and not the patient, is why some row has no numbers."""
    return bool(np.isin(rows["status"], [STATUS.index(name) for name in OF_MACHINES]).any())


OF_MACHINES = ("memory", "crashed", "wall_time")
"""Statuses that another try may not give."""
