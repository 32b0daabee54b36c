"""The drawing processes of the server, as many as there are cores: a viewer takes one, and gives it back."""

from __future__ import annotations

import queue
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from cartsim.demo.live.easel import receive, send
from cartsim.errors import CartsimError
from cartsim.results.run import Run

ENDED = (EOFError, OSError, ValueError)
"""What a pipe raises whose other side is gone, or that is closed here."""


class Easels:
    """Processes that wait to draw. They end with the server, since their input does."""

    def __init__(self, count: int) -> None:
        self._free: queue.Queue[subprocess.Popen[bytes]] = queue.Queue()
        self.count = count
        for _ in range(count):
            self._free.put(_started())

    def draw(self, run: Run, names: Sequence[str]) -> Iterator[Any]:
        """Each of these figures or files as it is made; CartsimError where one cannot be made. Waits for a
        free process first; one that died is replaced."""
        process = self._free.get()
        whole, problem = False, ""
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            send(process.stdin, (run, list(names)))
            while (made := receive(process.stdout)) is not None:
                if isinstance(made, str):
                    problem = made
                    continue
                yield made
            whole = True
        except ENDED:
            raise CartsimError("the process that draws has ended; run it again") from None
        finally:
            self._free.put(process if whole or _drained(process) else _started())
        if problem:
            raise CartsimError(f"not everything could be drawn ({problem})")

    def close(self) -> None:
        """End those that are free; the others end with the server."""
        while True:
            try:
                process = self._free.get_nowait()
            except queue.Empty:
                return
            process.kill()
            process.wait()


def _started() -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C in the terminal is not for it."""
    command = [sys.executable, "-m", "cartsim.demo.live.easel"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, bufsize=-1
    )


def _drained(process: subprocess.Popen[bytes]) -> bool:
    """Whether it came to the end of what nobody waits for any more."""
    try:
        assert process.stdout is not None
        while receive(process.stdout) is not None:
            pass
    except ENDED:
        process.kill()
        return False
    return True
