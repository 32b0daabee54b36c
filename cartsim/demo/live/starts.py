"""The scenarios to start from: those that come with cartsim and can be run here, with few patients."""

from __future__ import annotations

from functools import cache

from cartsim.demo.live.asked import Asked, read
from cartsim.demo.live.setting import Changes
from cartsim.errors import BadInput
from cartsim.scenario.edited import edited
from cartsim.scenario.shipped import shipped
from cartsim.scenario.template import standing_alone

PATIENTS = 20
"""Answered within three seconds on two cores."""
FEW: Changes = {("run", "patients"): PATIENTS, ("run", "route_basis"): False}
"""The contrast of routes at other values of what it rests on takes ten times as many courses: on request."""


@cache
def starts() -> dict[str, Asked]:
    """By title, the first one first. Comments of a file speak of its own run and are left out."""
    found: dict[str, Asked] = {}
    for path in shipped().values():
        lines = standing_alone(path).splitlines(keepends=True)
        text = edited("".join(line for line in lines if not line.lstrip().startswith("#")), FEW)
        try:
            asked = read(text)
        except BadInput:  # single cells, sweeps over many machines
            continue
        found[asked.scenario.title] = asked
    return found
