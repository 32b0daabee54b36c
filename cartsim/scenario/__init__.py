"""The scenario: what is asked, read from one file, resolved and checked.

`load("scenarios/route_comparison.yaml", sets=["run.patients=50"])` gives a frozen `Scenario`;
`dump` gives it back as plain values, `restore` reads those.
"""

from __future__ import annotations

from cartsim.scenario.dump import Default, defaults_used, dump
from cartsim.scenario.expand import points
from cartsim.scenario.load import load, loads, resolve, restore
from cartsim.scenario.runnable import require_runnable
from cartsim.scenario.scenario import Scenario

__all__ = [
    "Default",
    "Scenario",
    "defaults_used",
    "dump",
    "load",
    "loads",
    "points",
    "require_runnable",
    "resolve",
    "restore",
]
