"""No shard takes for ever: a patient without end becomes an error, or the end of a worker, after a while."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TooLong(Exception):
    """The time that a shard has is over."""


@contextmanager
def within(seconds: float, last: Callable[[], object]) -> Iterator[None]:
    """TooLong after so many seconds. A thread of a worker cannot be interrupted: there `last` is called, and
    the process ends."""
    if threading.current_thread() is not threading.main_thread():
        timer = threading.Timer(seconds, _end, (last,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        return
    before = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _raise(number: int, frame: object) -> None:
    raise TooLong


def _end(last: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):
        last()
    os._exit(1)
