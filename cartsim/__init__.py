"""Virtual CAR-T cell trials for solid tumours.

A scenario names a product, a disease and a trial; the verbs below carry it, one Dataset after another, to
endpoints and a results file:

    load -> draw -> simulate -> observe -> assess -> save        (all of them: run)

Each verb lives in its own room and is imported at its first use, so that `import cartsim` costs little.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cartsim.population import draw
    from cartsim.results import open, save
    from cartsim.scenario import load
    from cartsim.simulate.course import simulate
    from cartsim.trial import assess, observe
    from cartsim.virtual_trial import run

__version__ = "0.1.0"
__all__ = ["assess", "draw", "load", "observe", "open", "run", "save", "simulate"]

ROOMS = {
    "load": "scenario",
    "draw": "population",
    "simulate": "simulate.course",
    "observe": "trial",
    "assess": "trial",
    "save": "results",
    "open": "results",
    "run": "virtual_trial",
}
"""The room each verb is taken from."""


def __getattr__(name: str) -> Any:
    if name not in ROOMS:
        raise AttributeError(f"module 'cartsim' has no attribute {name!r}; its verbs are {', '.join(ROOMS)}")
    verb = getattr(import_module(f"cartsim.{ROOMS[name]}"), name)
    globals()[name] = verb
    return verb


def __dir__() -> list[str]:
    return sorted({*globals(), *ROOMS})


class _Package(ModuleType):
    """Python binds an imported submodule to its package; `cartsim.simulate` stays the verb, not the room."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ROOMS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
