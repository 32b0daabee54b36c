"""A request to end: Ctrl-C, SIGTERM (as a node gets before it is taken away), SIGHUP (a terminal that goes).

Heard from the first moment of a command, slow imports included, and answered in one line.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from cartsim.errors import CartsimError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_heard: list[int] = []


class Interrupted(CartsimError):
    """The command was stopped from outside; what is written stays."""

    exit_code = 130


@contextmanager
def stoppable(told: str) -> Iterator[None]:
    """A request to end becomes KeyboardInterrupt, and in the end Interrupted with what is `told`; another one
    while the process goes ends it at once. What whoever started the command ignores (`nohup`) stays ignored.
    """
    before = {}
    _heard.clear()
    try:
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, _stop)
    except ValueError:  # not in the first thread, which alone hears signals
        pass
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(told) from None
    except Exception as error:  # an interrupted import may end with any error
        if not _heard or isinstance(error, Interrupted):
            raise
        raise Interrupted(told) from error
    finally:
        for number, old in before.items():
            signal.signal(number, _end if _heard else old)


def raise_if_stopped() -> None:
    """Raise the interrupt that was heard where Python could not raise it (in a callback from C)."""
    if _heard:
        raise Stop


class Stop(KeyboardInterrupt):
    """One of its own: where KeyboardInterrupt itself passes through `exec`, as in imports, Python ends the
    process by SIGINT whatever its exit code was to be."""


def _stop(number: int, frame: object) -> None:
    _heard.append(number)
    raise Stop


def _end(number: int, frame: object) -> None:
    os._exit(Interrupted.exit_code)
