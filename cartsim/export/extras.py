"""Packages that only some exports need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cartsim.errors import CartsimError


def needed(package: str) -> Any:
    """The package, imported now; CartsimError with the command that installs it where it is missing."""
    try:
        return import_module(package)
    except ImportError as problem:
        text = f"this format needs {package}, which is not installed: pip install 'cartsim[cdisc]'"
        raise CartsimError(f"{text}; --format csv and json need nothing more") from problem
