"""Who writes to a sweep: one run of all of it, or any number of runs of some of its shards."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cartsim.errors import BadInput, CartsimError, Problem

FILE = "writers.lock"
UNKNOWN = (errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL)
"""Errors of file systems that have no locks: there writers share, which costs time and no patient."""


@contextmanager
def writing(folder: Path, whole: bool) -> Iterator[None]:
    """Hold the folder: alone (`whole`), or beside others who write some shards. BadInput names who holds it.

    The lock ends with the process, however that ends. Writers that share may compute a shard twice; it has
    the same bytes, and appears whole.
    """
    try:
        file = (folder / FILE).open("a+", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CartsimError(f"{folder}: cannot be written to: {reason}") from error
    with file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if whole else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _refusal(folder, file.name) from None
        except OSError as error:
            if error.errno not in UNKNOWN:
                raise
        _sign(file.name)
        yield


def _sign(path: str) -> None:
    """Write down who holds it, for the message of others; of several that share, the last one."""
    since = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    who = {"host": socket.gethostname(), "pid": os.getpid(), "since": since}
    try:
        Path(path).write_text(json.dumps(who))
    except OSError:
        return


def _refusal(folder: Path, path: str) -> BadInput:
    try:
        who = json.loads(Path(path).read_text())
        holder = f"process {who['pid']} on {who['host']}, since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        holder = "another process"
    message = f"is being worked on by {holder}"
    return BadInput(Problem(str(folder), "FOLDER", message, "wait for it, or let each run do some --shards"))
