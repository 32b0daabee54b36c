"""A cell: one arm at one point, addressed by the hash of all that its patients' results depend on.

Arms do not see each other and patients have their random numbers by their ids, so an arm alone gives the bits
that it gives among others. Cells with one address are computed once: an arm that an axis does not touch is
the same cell at every point, and stays where it is when another arm, axis or point changes.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from cartsim import _jit
from cartsim.parameters.nodule_table import load_nodule_table
from cartsim.scenario.dump import dump
from cartsim.scenario.scenario import Scenario
from cartsim.scenario.swept import WITHOUT_EFFECT

CODE = (
    "_*.py", "datasets/*.py", "model/*.py", "parameters/*.py", "population/*.py", "scenario/*.py",
    "simulate/**/*.py", "trial/*.py", "trial/ctcae_tables/*.json", "sweep/columns.py", "sweep/points.py",
    "parameters/values/*.yaml",
)  # fmt: skip
"""Files that decide what a patient of a sweep becomes."""
LIBRARIES = ("numpy", "scipy", "numba")
"""Packages whose version may move the last digits."""
OF_ARM = ("name", "because", "swept")
"""Fields of an arm that decide nothing."""


def of_arm(scenario: Scenario, arm: int) -> Scenario:
    """The scenario with one of its arms alone."""
    trial = scenario.trial.model_copy(update={"arms": scenario.trial.arms[arm : arm + 1]})
    return scenario.model_copy(update={"trial": trial})


def address(scenario: Scenario) -> str:
    """The address of a scenario of one arm: 32 hex digits, alike for scenarios whose patients are alike."""
    content = _deciding(dump(scenario))
    if scenario.agents is not None and scenario.agents.mode == "emulated":
        content["table"] = load_nodule_table().sha256
    text = json.dumps([content, code(), libraries()], sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def code() -> str:
    """The hash of the sources and parameter files that decide results."""
    return _jit.source_hash(CODE)


@cache
def libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def _deciding(content: dict[str, Any]) -> dict[str, Any]:
    """A dumped scenario without titles, reasons, names and what is kept of a run."""
    for block, names in WITHOUT_EFFECT.items():
        if not names:
            content.pop(block, None)
        for name in names:
            content[block].pop(name, None)
    for override in content["parameters"].values():
        del override["because"], override["uncertain"]
    for arm in content["trial"]["arms"]:
        for name in OF_ARM:
            arm.pop(name, None)
    return content
