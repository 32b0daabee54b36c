"""SALib, which nothing else needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cartsim.errors import CartsimError


def salib(room: str) -> Any:
    """A module of SALib, such as `sample.sobol`; CartsimError with what installs it where it is missing."""
    try:
        return import_module(f"SALib.{room}")
    except ImportError as problem:
        text = "a sensitivity analysis needs SALib, which is missing: pip install 'cartsim[sensitivity]'"
        raise CartsimError(text) from problem
