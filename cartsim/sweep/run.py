"""Carrying out a sweep: which shards lack, who computes them, what became of them."""

from __future__ import annotations

import queue
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartsim.errors import CartsimError
from cartsim.sweep.cluster import GONE, Where, Workers, client_of
from cartsim.sweep.interrupt import Interrupted, raise_if_stopped
from cartsim.sweep.manifest import Line, Writer
from cartsim.sweep.plan import Plan, Shard
from cartsim.sweep.work import work

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 2
"""Shards given to a worker at a time: one in work, one waiting."""
LOOK = 0.5
"""Seconds after which somebody looks up from waiting: for an interrupt, and for the workers."""
MOST_LOSSES = 20
"""Times that Dask may lose a shard for no reason we know of before it is left for another run."""

Watch = Callable[[int, int], None]


@dataclass
class Ended:
    """What became of the shards: patients by status, and shards that could not be computed, by reason."""

    statuses: Counter[str] = field(default_factory=Counter)
    lost: dict[str, str] = field(default_factory=dict)
    patients: int = 0
    seconds: float = 0.0


def carry_out(
    plan: Plan,
    folder: Path,
    shards: Sequence[Shard],
    where: Where,
    watch: Watch | None,
    again: Collection[str] = (),
) -> Ended:
    """Compute shards (those named in `again` even where a whole one lies) and list them in the manifest.
    Interrupted says how to go on; CartsimError where nothing more can be written."""
    ended, begun = Ended(), time.monotonic()
    total = sum(shard.patients for shard in shards)
    try:
        lines = _lines(plan, folder, shards, where, again)
        with Writer(folder) as manifest, closing(lines):
            for shard, line in lines:
                _enter(ended, manifest, shard, line)
                if watch is not None:
                    watch(ended.patients, total)
                raise_if_stopped()
    except KeyboardInterrupt:
        left = total - ended.patients - sum(shard.patients for shard in shards if shard.name in ended.lost)
        told = f"stopped: {ended.patients} patients were written and stay, {left} are to be done"
        raise Interrupted(f"{told}; `cartsim sweep run {folder}` goes on") from None
    ended.seconds = time.monotonic() - begun
    return ended


def _enter(ended: Ended, manifest: Writer, shard: Shard, line: Line | str) -> None:
    if isinstance(line, str):
        ended.lost[shard.name] = line
        return
    manifest.add(line)
    ended.statuses.update(line["status"])
    ended.patients += shard.patients


def _lines(
    plan: Plan, folder: Path, shards: Sequence[Shard], where: Where, again: Collection[str]
) -> Generator[tuple[Shard, Line | str], None, None]:
    """Each shard with its line, or with the reason why it has none."""
    place = str(folder.absolute())
    if where.here:
        for shard in shards:
            yield shard, _told(work, place, plan.id, shard.number, shard.name in again)
    elif shards:
        with client_of(where, folder) as client:
            yield from _from_workers(client, place, plan.id, shards, where, again)


def _told(do: Callable[..., Line], *given: Any) -> Line | str:
    """The line, or why a shard failed as a whole; what would fail every other one is raised."""
    try:
        return do(*given)
    except (CartsimError, OSError):
        raise
    except Exception as error:
        return _words(error)


def _from_workers(
    client: Client, place: str, plan_id: str, shards: Sequence[Shard], where: Where, again: Collection[str]
) -> Generator[tuple[Shard, Line | str], None, None]:
    """Some shards at a time go to the workers, so that a scheduler never holds all of a long sweep."""
    waiting, losses = list(reversed(shards)), Counter[str]()
    asked: dict[Any, Shard] = {}
    finished: queue.Queue[Any] = queue.Queue()
    workers = Workers(client, where)
    while waiting or asked:
        room = max(1, AHEAD * workers.threads())
        while waiting and len(asked) < room:
            shard = waiting.pop()
            key = f"{plan_id}-{shard.number}-{losses[shard.name]}"
            given = (place, plan_id, shard.number, shard.name in again)
            future = client.submit(work, *given, key=key, pure=False)
            asked[future] = shard
            future.add_done_callback(finished.put)
        try:
            future = finished.get(timeout=LOOK)
        except queue.Empty:
            continue
        shard = asked.pop(future)
        outcome = _outcome(future)
        losses[shard.name] += outcome is None
        if outcome is None and losses[shard.name] < MOST_LOSSES:
            waiting.append(shard)
        else:
            yield shard, outcome or "its workers went away again and again"


def _outcome(future: Any) -> Line | str | None:
    """A line; or why a shard failed; None of one that was lost with its workers and is to be asked again."""
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise CartsimError(GONE)
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, KilledWorker):
        return None
    if isinstance(error, CartsimError | OSError):
        raise error
    return _words(error)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]

