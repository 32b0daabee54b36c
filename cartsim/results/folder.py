"""A folder of files that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cartsim.errors import BadInput, CartsimError, Problem
from cartsim.results.seal import ADVICE


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to write files into; it gets its name when the block ends well, else it is removed.

    BadInput if something with files in it stands there already, so that no file of an older export is
    mistaken for one of this, or where none can be made; CartsimError, with nothing left behind, where the
    system refuses.
    """
    _refuse_full(folder)
    made = [place for place in folder.absolute().parents if not place.exists()]
    staging = folder.absolute().with_name(f".{folder.name[:200]}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        _make(staging, folder)
        yield staging
        os.replace(staging, folder)
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        for place in made:
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
        if isinstance(error, OSError):
            raise _refusal(folder, error) from error
        raise


def make_folder(folder: Path) -> None:
    """Make a folder that may be there already; BadInput where none can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message, remedy = f"cannot be made ({reason})", "name a folder you may write to"
        raise BadInput(Problem(str(folder), "--out", message, remedy)) from error


def _make(staging: Path, folder: Path) -> None:
    """BadInput where no folder can be made: the wrong place was named."""
    try:
        staging.mkdir(parents=True)
    except OSError as error:
        reason = ADVICE.get(error.errno or 0, error.strerror or str(error))
        message = f"cannot be made: {reason.partition(';')[0]}"
        raise BadInput(Problem(str(folder), "--out", message, "name a folder you may write to")) from error


def _refuse_full(folder: Path) -> None:
    try:
        full = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            Problem(str(folder), "--out", reason.lower(), "name a folder you may write to")
        ) from error
    if full:
        message = "has files in it" if folder.is_dir() else "is a file"
        raise BadInput(Problem(str(folder), "--out", message, "name a new folder, or remove that one first"))


def _refusal(folder: Path, error: OSError) -> CartsimError:
    reason = ADVICE.get(error.errno or 0, error.strerror or str(error))
    return CartsimError(f"{folder}: not written: {reason}. Nothing was left behind.")
