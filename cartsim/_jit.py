"""The one place where compilation options are set.

Compiled code is cached per user in a folder named by a hash of the package's own sources, its place, the
versions of Python and numba and the kind of processor: numba does not notice an edit in a function that a
cached function calls, so a changed source must mean a new folder; and nodes of two kinds that share a home
would write each other's machine code under one name. `CARTSIM_CACHE` moves the folder;
`NUMBA_DISABLE_JIT=1` runs the same functions as plain Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent
COMPILED = (
    "_jit.py", "_held.py", "_lanes.py", "_straight.py", "model/*.py", "simulate/ode/*.py",
    "simulate/agents/*.py", "simulate/agents/fields/*.py",
)  # fmt: skip
"""Files whose text decides what is compiled; single cells read the laws themselves."""


@cache
def source_hash(patterns: tuple[str, ...] = COMPILED) -> str:
    """SHA-256 (first 16 hex digits) over the named source files of the package, in path order."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in PACKAGE.glob(pattern)):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def processor(features: bool = False) -> str:
    """The kind of processor that code is compiled for, as LLVM calls it; `features`: with all it can do."""
    from llvmlite import binding

    name = str(binding.get_host_cpu_name())
    return f"{name} {binding.get_host_cpu_features().flatten()}" if features else name


@cache
def cache_folder() -> Path:
    """Where this user's compiled code for these sources lives; falls back to a private temporary folder if it
    cannot be written.
    """
    base = os.environ.get("CARTSIM_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    parts = (source_hash(), str(PACKAGE), sys.version, version("numba"), processor(features=True))
    place = "|".join(parts)
    folder = Path(base) / "cartsim" / hashlib.sha256(place.encode()).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="cartsim-cache-"))


def is_cold(module: str = "") -> bool:
    """True when the first run that needs a module (all: "") will have to compile."""
    return not any(cache_folder().rglob(f"{module}*.nbi"))


OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}
"""No interpreter lock; x/0 gives inf instead of an exception; no counting of references to arrays, of which
compiled code makes none.
"""


def uncompiled() -> bool:
    """True where compiled functions are to run as plain Python."""
    from numba import config

    return bool(config.DISABLE_JIT)  # type: ignore[attr-defined]


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that Python calls; cached on disk with everything that it calls."""
    import numba
    from numba.core import config

    previous, config.CACHE_DIR = config.CACHE_DIR, str(cache_folder())  # type: ignore[attr-defined]
    try:
        return numba.njit(cache=True, **OPTIONS)(function)
    finally:
        config.CACHE_DIR = previous  # type: ignore[attr-defined]


def inner(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only compiled functions call: machine code is made, and cached, once, in its
    callers.
    """
    import numba

    return numba.njit(**OPTIONS)(function)
