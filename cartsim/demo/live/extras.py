"""marimo and the web server that comes with it, which nothing else needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cartsim.errors import CartsimError


def of_the_demo(module: str) -> Any:
    """`marimo`, or `uvicorn`; CartsimError with what installs it where it is missing."""
    try:
        return import_module(module)
    except ImportError as problem:
        text = "the live demo needs marimo, which is missing: pip install 'cartsim[demo]'"
        raise CartsimError(text) from problem
