"""Threads that share the planes of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

THINNEST = 8
"""Planes of a slab: half-sweeps that follow one another leave some on either side of a border for later."""


class Crew(NamedTuple):
    """How many threads work on one field, and where they come from."""

    threads: int = 1
    pool: ThreadPoolExecutor | None = None

    def over(self, count: int, work: Callable[[int, int, int], Any]) -> list[int]:
        """Call work(slab, low, high) for slabs of `count` planes and wait for all of them; the borders
        between.
        """
        slabs = max(1, min(self.threads, count // THINNEST))
        if self.pool is None or slabs < 2:
            work(0, 0, count)
            return []
        ends = [count * k // slabs for k in range(slabs + 1)]
        rest = [self.pool.submit(work, k, ends[k], ends[k + 1]) for k in range(1, slabs)]
        work(0, 0, ends[1])
        for part in rest:
            part.result()
        return ends[1:-1]

    def each(self, work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """work(item) of every item, one field to a thread: nothing to wait for between half-sweeps or steps,
        so the better way to share where there are as many fields as threads. `work` itself is done ALONE.
        """
        if self.pool is None or not items:
            return [work(item) for item in items]
        rest = [self.pool.submit(work, item) for item in items[1:]]
        return [work(items[0]), *(part.result() for part in rest)]


ALONE = Crew()
"""The caller's own thread."""


@contextmanager
def crew(threads: int) -> Iterator[Crew]:
    """A crew of this many threads, the caller's among them, for as long as the block lasts."""
    if threads < 2:
        yield ALONE
        return
    with ThreadPoolExecutor(threads - 1) as pool:
        yield Crew(threads, pool)
