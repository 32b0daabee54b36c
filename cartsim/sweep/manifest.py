"""The manifest: one line for every shard that was written, each with its own checksum, never changed again.

Every writer has a file of its own, so that several on several hosts never write to one; together they are
the manifest. A shard may have several lines: a checksum in any of them is one that was written. A line that
was cut or changed is dropped and counted: the shard it stood for still says by its own seal what it is.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from cartsim.errors import CartsimError
from cartsim.results.seal import ADVICE

FOLDER = "manifest"
CHECK = 16
"""Hex digits of a line's checksum."""

Line = Mapping[str, Any]


class Manifest(NamedTuple):
    """The lines of every shard by its name, and how many lines could not be believed."""

    lines: dict[str, list[Line]]
    damaged: int

    def sums(self, shard: str) -> set[str]:
        """The checksums that the file of a shard may have; empty where no line tells."""
        return {str(line["sha256"]) for line in self.lines.get(shard, ())}


class Writer:
    """An open file of the manifest; a line is on disk when `add` returns."""

    def __init__(self, folder: Path) -> None:
        place = folder / FOLDER
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
        host = "".join(sign for sign in socket.gethostname() if sign.isalnum() or sign == "-")[:40]
        self.path = place / f"{stamp}-{host}-{os.getpid()}-{secrets.token_hex(2)}.jsonl"
        try:
            place.mkdir(exist_ok=True)
            self._file = self.path.open("xb", buffering=0)
        except OSError as error:
            raise _refusal(self.path, error) from error

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self.path.exists() and not self.path.stat().st_size:
            self.path.unlink()

    def add(self, line: Line) -> None:
        """Append a line; CartsimError where it cannot be, and then nothing or a torn line that nobody
        believes is left."""
        text = json.dumps(dict(line), sort_keys=True)
        content = f"{_check(text)} {text}\n".encode()
        try:
            if self._file.write(content) != len(content):
                raise OSError(28, "No space left on device")
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _refusal(self.path, error) from error


def read_manifest(folder: Path) -> Manifest:
    """All lines of a sweep, in the order of the files' names, which begin with when they were opened."""
    lines: dict[str, list[Line]] = {}
    damaged = 0
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        for content in _content(path).split(b"\n"):
            line = _believed(content)
            if line is not None:
                lines.setdefault(str(line["shard"]), []).append(line)
            elif content:
                damaged += 1
    return Manifest(lines, damaged)


def _content(path: Path) -> bytes:
    """What a file of the manifest holds; one that cannot be read counts as one damaged line."""
    try:
        return path.read_bytes()
    except OSError:
        return b"unreadable"


def _believed(content: bytes) -> Line | None:
    """What a line says, if its checksum fits and it names a shard."""
    try:
        check, _, text = content.decode().partition(" ")
        line = json.loads(text) if check == _check(text) else None
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) and "shard" in line and "sha256" in line else None


def _check(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:CHECK]


def _refusal(path: Path, error: OSError) -> CartsimError:
    reason = ADVICE.get(error.errno or 0, error.strerror or str(error))
    return CartsimError(f"{path}: not written: {reason}")
