"""The drawing processes of the server, as many as there are cores: a viewer takes one, and gives it back."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from cartsim.demo.live.easel import main
from cartsim.errors import CartsimError
from cartsim.results.run import Run

ENDED = (EOFError, OSError, ValueError)
"""What a pipe raises whose other side is gone, or that is closed here."""


@dataclass(frozen=True)
class Easel:
    """A process and this side of its pipe."""

    process: BaseProcess
    pipe: Connection

    def end(self) -> None:
        """At once."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Easels:
    """Processes that wait to draw. They end with the server, since their input does."""

    def __init__(self, count: int) -> None:
        self._free: queue.Queue[Easel] = queue.Queue()
        self.count = count
        for _ in range(count):
            self._free.put(_started())

    def draw(self, run: Run, names: Sequence[str]) -> Iterator[Any]:
        """Each of these figures or files as it is made; CartsimError where one cannot be made. What a process
        leaves undone that died (the system may be short of memory) is asked of another one, once."""
        missing, problem = list(names), ""
        for last in (False, True):
            try:
                for made in self._made(run, missing):
                    missing.pop(0)
                    if isinstance(made, str):
                        problem = made
                    else:
                        yield made
                break
            except ENDED:
                if last:
                    raise CartsimError("the process that draws has ended; run it again") from None
        if problem:
            raise CartsimError(f"not everything could be drawn ({problem})")

    def _made(self, run: Run, names: Sequence[str]) -> Iterator[Any]:
        """What a process makes of these, once one is free; one that died is replaced."""
        easel = self._free.get()
        if not easel.process.is_alive():
            easel.end()
            easel = _started()
        whole = False
        try:
            easel.pipe.send((run, list(names)))
            while (made := easel.pipe.recv()) is not None:
                yield made
            whole = True
        finally:
            self._free.put(easel if whole or _drained(easel) else _started())

    def close(self) -> None:
        """End those that are free; the others end with the server."""
        while True:
            try:
                easel = self._free.get_nowait()
            except queue.Empty:
                return
            easel.end()


def _started() -> Easel:
    """A new one: a fresh interpreter, since the server has threads."""
    fresh = get_context("spawn")
    here, there = fresh.Pipe()
    process = fresh.Process(target=main, args=(there,), daemon=True)
    process.start()
    there.close()
    return Easel(process, here)


def _drained(easel: Easel) -> bool:
    """Whether it came to the end of what nobody waits for any more."""
    try:
        while easel.pipe.recv() is not None:
            pass
    except ENDED:
        easel.end()
        return False
    return True
