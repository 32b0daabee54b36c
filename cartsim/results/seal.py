"""Writing a file whole or not at all, and telling afterwards that it is still whole.

A sealed file ends with MAGIC and the SHA-256 of everything before it. HDF5 ignores bytes after its own end,
so other readers see an ordinary NetCDF4 file, while cartsim hands no damaged byte to the HDF5 library.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cartsim.errors import CartsimError

MAGIC = b"\ncartsim-seal-1\n"
LENGTH = len(MAGIC) + hashlib.sha256().digest_size
BLOCK = 1 << 20
ADVICE = {
    errno.ENOSPC: "the disk is full; free some space or write elsewhere",
    errno.EDQUOT: "the disk quota is used up; free some space or write elsewhere",
    errno.EFBIG: "the file would be larger than this system allows; write elsewhere or keep fewer courses",
    errno.EACCES: "no permission to write there; choose another folder",
    errno.EPERM: "no permission to write there; choose another folder",
    errno.EROFS: "that disk is read-only; choose another folder",
    errno.ENOENT: "there is no such folder; create it first",
    errno.ENOTDIR: "the folder named is a file; choose another name",
    errno.EISDIR: "a folder of that name is in the way; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def sealed(content: bytes | memoryview) -> tuple[bytes | memoryview, bytes]:
    """The content and the seal to write after it."""
    return content, MAGIC + hashlib.sha256(content).digest()


def is_whole(path: Path) -> bool | None:
    """True if the seal fits the bytes before it, False if not, None if the file ends without a seal."""
    body = path.stat().st_size - LENGTH
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for start in range(0, body, BLOCK):
            digest.update(file.read(min(BLOCK, body - start)))
        ending = file.read(LENGTH)
    if body <= 0 or not ending.startswith(MAGIC):
        return None
    return ending[len(MAGIC) :] == digest.digest()


def write_whole(path: Path, *parts: bytes | memoryview) -> None:
    """Write the parts as `path`: a temporary file beside it, fsync, rename, fsync of the folder.

    On any failure the temporary file is removed and whatever stood at `path` before stands there still.
    """
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.{secrets.token_hex(4)}.part")
    with _explained(path, sum(memoryview(part).nbytes for part in parts)):
        try:
            with temporary.open("xb") as file:
                for part in parts:
                    file.write(part)
                _to_disk(file)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _folder_to_disk(path.parent)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    """Make the rename itself survive a power cut; systems that cannot open a folder skip it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(path: Path, size: int) -> Iterator[None]:
    """Turn the system's error into one sentence on what went wrong and what would help."""
    try:
        yield
    except OSError as problem:
        reason = ADVICE.get(problem.errno or 0, problem.strerror or str(problem))
        text = (
            f"{path}: not written ({size / 1e6:.1f} MB were to go there): {reason}. Nothing was left behind."
        )
        raise CartsimError(text) from problem
