"""Conditions of the imitated experiments: experiments.yaml."""

from __future__ import annotations

from functools import cache
from typing import Any

from cartsim.calibration.targets import read


def condition(name: str) -> float:
    """A condition in its unit.

    >>> condition("lysis_effectors")
    16.0
    """
    return float(conditions()[name]["value"])


@cache
def conditions() -> dict[str, dict[str, Any]]:
    """Every condition: value, unit, source, reason."""
    return dict(read("experiments.yaml"))
