"""Many evaluations on all cores, those that are known already not again."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.sensitivity.record import Record, key_of

Floats = NDArray[np.float64]
Evaluate = Callable[[Floats], Floats]
"""From a point (factor) to outputs (output, part)."""
Watch = Callable[[int, int], None]


def evaluated(
    evaluate: Evaluate,
    names: Sequence[str],
    points: Floats,
    record: Record,
    watch: Watch | None = None,
    workers: int | None = None,
) -> Floats:
    """The outputs (point, output, part) at points (point, factor), in order; new ones go to the record.
    `workers` processes compute them, as many as there are cores if nothing is said."""
    keys = [key_of(names, point) for point in points]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    wanted = sorted(place for key, place in first.items() if key not in record.known)
    total, known = len(first), len(first) - len(wanted)
    for done, (place, values) in enumerate(on_all_cores(evaluate, points, wanted, workers), start=known + 1):
        record.add(keys[place], values)
        if watch is not None:
            watch(done, total)
    return np.stack([record.known[key] for key in keys])


def on_all_cores(
    evaluate: Callable[[Any], Any],
    points: Sequence[Any] | Floats,
    places: Sequence[int],
    most: int | None = None,
) -> Iterator[tuple[int, Any]]:
    """Place and outputs of each; the first is computed here, so that forked processes find all compiled."""
    yield from ((place, evaluate(points[place])) for place in places[:1])
    rest = places[1:]
    workers = min(most or os.cpu_count() or 1, len(rest))
    if workers < 2 or sys.platform != "linux":
        yield from ((place, evaluate(points[place])) for place in rest)
        return
    with ProcessPoolExecutor(workers, get_context("fork"), _begin, (evaluate, points)) as pool:
        try:
            yield from zip(rest, pool.map(_at, rest), strict=True)
        finally:
            pool.shutdown(cancel_futures=True)


_task: list[tuple[Callable[[Any], Any], Sequence[Any] | Floats]] = []
"""What a forked process evaluates, and where."""


def _begin(evaluate: Callable[[Any], Any], points: Sequence[Any] | Floats) -> None:
    """An interrupt is for the first process alone to answer; memory shared with it is not searched."""
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _task[:] = [(evaluate, points)]


def _at(place: int) -> Any:
    ((evaluate, points),) = _task
    return evaluate(points[place])
