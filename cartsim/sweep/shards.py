"""Shards on disk: a line that says what it is, the rows as NumPy's format has them, and a seal over both.

Written as a temporary file, fsync, rename, fsync of the folder. Nothing in a shard is believed before its
seal is found to fit, and then only what the plan expects, to the byte: the name, the fields, the patients.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from cartsim.errors import CartsimError
from cartsim.results.seal import ADVICE, LENGTH, MAGIC, sealed, write_whole
from cartsim.sweep.columns import Rows
from cartsim.sweep.plan import Shard

FORMAT = "cartsim.shard/1"
FOLDER = "shards"


@dataclass(frozen=True)
class Found:
    """What lies at a shard's place: its rows and their checksum, or why they cannot be used."""

    rows: Rows | None = None
    sha256: str = ""
    fault: str = ""


def path_of(folder: Path, shard: Shard) -> Path:
    """Where a shard lies; folders of it are at most 256."""
    return folder / FOLDER / shard.cell[:2] / f"{shard.name}.shard"


def write_shard(folder: Path, shard: Shard, rows: Rows) -> tuple[str, int]:
    """Write the rows of a shard; the SHA-256 and the size of the file."""
    path = path_of(folder, shard)
    with explained(path):
        for place in (path.parent.parent, path.parent):  # not the sweep's own, which may have been moved
            place.mkdir(exist_ok=True)
    body = _head(shard) + _before(rows.dtype, rows.size) + rows.tobytes()
    whole = b"".join(sealed(body))
    write_whole(path, whole)
    return hashlib.sha256(whole).hexdigest(), len(whole)


def size_of(shard: Shard, kind: np.dtype) -> int:
    """Bytes of the file of a shard with these fields."""
    before = len(_head(shard)) + len(_before(kind, shard.patients))
    return before + shard.patients * kind.itemsize + LENGTH


def read_shard(folder: Path, shard: Shard, kind: np.dtype, sums: Collection[str] = ()) -> Found:
    """The rows of a shard if they are whole, of this shard, of these fields and, where checksums of the whole
    file are given, what was written once."""
    try:
        content = path_of(folder, shard).read_bytes()
    except FileNotFoundError:
        return Found(fault="missing")
    except OSError as error:  # a folder in its place, no permission, a disk that cannot read it
        return Found(fault=f"unreadable ({(error.strerror or str(error)).lower()})")
    body, seal = content[:-LENGTH], content[-LENGTH:]
    if seal != MAGIC + hashlib.sha256(body).digest():
        return Found(fault="damaged")
    digest = hashlib.sha256(content).hexdigest()
    if sums and digest not in sums:
        return Found(fault="not the file that the manifest names")
    head = _head(shard)
    if not body.startswith(head):
        return Found(fault="another shard's")
    before = head + _before(kind, shard.patients)
    if not body.startswith(before) or len(body) != len(before) + shard.patients * kind.itemsize:
        return Found(fault="of other fields")
    rows = np.frombuffer(body, kind, offset=len(before))
    if not np.array_equal(rows["patient"], np.arange(shard.start, shard.stop)):
        return Found(fault="of other patients")
    return Found(rows, digest)


@lru_cache(maxsize=16)
def _before(kind: np.dtype, patients: int) -> bytes:
    """What NumPy writes before so many rows of these fields."""
    content = io.BytesIO()
    described = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (patients,)}
    np.lib.format.write_array_header_1_0(content, described)
    return content.getvalue()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the system's error into a sentence on what could not be written, and why."""
    try:
        yield
    except OSError as error:
        reason = ADVICE.get(error.errno or 0, error.strerror or str(error))
        raise CartsimError(f"{path}: not written: {reason}") from error


def _head(shard: Shard) -> bytes:
    text = json.dumps({"format": FORMAT, "cell": shard.cell, "start": shard.start, "stop": shard.stop})
    return text.encode() + b"\n"
