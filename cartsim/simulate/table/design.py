"""Which nodules the table is made of: points of a scrambled Sobol sequence in every way in and receptor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartsim.parameters import load_parameters
from cartsim.parameters.nodule_table import RECEPTORS, ROUTES
from cartsim.scenario import loads
from cartsim.scenario.scenario import Scenario

AROUND = 200.0
"""um of domain beyond the nodule's diameter: fluid for the T cells."""
VOXEL = 20.0
"""um: domains are whole voxels wide."""


@dataclass(frozen=True)
class Design:
    """How the table is made: runs in each way in and receptor, longest length (day), seed, and the ranges of
    radius (um), dose (T cells per tumour cell) and PD-L1 (multiples of l0)."""

    runs: int = 8
    days: float = 2.0
    seed: int = 20261122
    radius: tuple[float, float] = (100.0, 280.0)
    ratio: tuple[float, float] = (0.01, 0.1)
    pdl1: tuple[float, float] = (1 / 3, 3.0)
    routes: tuple[str, ...] = ROUTES
    receptors: tuple[str, ...] = RECEPTORS

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The range of each variable by name."""
        return {"radius": self.radius, "ratio": self.ratio, "pdl1": self.pdl1}

    @property
    def digest(self) -> str:
        """Tells one design from another, the number of runs apart: more runs go on with those there are."""
        content = {name: value for name, value in asdict(self).items() if name != "runs"}
        return blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()


class Point(NamedTuple):
    """One nodule to run: radius (um), T cells per tumour cell, multiple of l0, way in and receptor by their
    places, and the number that addresses its random numbers."""

    radius: float
    ratio: float
    pdl1: float
    route: int
    receptor: int
    number: int


def points_of(design: Design) -> NDArray[np.float64]:
    """Every point (run, field of Point), even in the logarithms, each way in and receptor with a scrambled
    sequence of its own. A further run of each changes none of those before it.
    """
    kinds = [
        (ROUTES.index(route), RECEPTORS.index(receptor))
        for route in design.routes
        for receptor in design.receptors
    ]
    low, high = (np.log([ends[k] for ends in design.ranges.values()]) for k in (0, 1))
    drawn = [np.exp(low + (high - low) * _even(design, len(low), kind)) for kind in kinds]
    rows = [
        (*drawn[place][run], *kind, run * len(kinds) + place)
        for run in range(design.runs)
        for place, kind in enumerate(kinds)
    ]
    return np.array(rows)


def _even(design: Design, dims: int, kind: tuple[int, int]) -> NDArray[np.float64]:
    """Points of the unit cube (run, dim), alike for more runs."""
    from scipy.stats.qmc import Sobol  # a second to import, which only the making of a table waits for

    sequence = Sobol(dims, scramble=True, rng=np.random.default_rng([design.seed, *kind]))
    return sequence.random(_power_of_two(design.runs))[: design.runs]


def _power_of_two(least: int) -> int:
    return 1 << (least - 1).bit_length()


def point_of(row: NDArray[np.float64]) -> Point:
    """A point of a row of `points_of`."""
    radius, ratio, pdl1 = map(float, row[:3])
    route, receptor, number = map(int, row[3:])
    return Point(radius, ratio, pdl1, route, receptor, number)


def scenario_of(point: Point, design: Design) -> Scenario:
    """One small nodule of the typical patient, given all its T cells at once."""
    vessels = ROUTES[point.route] == "vessels"
    text = TEMPLATE.format(
        route="intravenous" if vessels else "intracavitary",
        receptor=RECEPTORS[point.receptor],
        radius=repr(point.radius),
        domain=VOXEL * ceil((2 * point.radius + AROUND) / VOXEL),
        ratio=repr(point.ratio),
        days=repr(design.days),
        seed=design.seed,
        l0=repr(point.pdl1 * load_parameters()["l0"].value),
    )
    return loads(text, "a nodule of the table")


TEMPLATE = """
schema: cartsim.scenario/1
title: A nodule of the table
question: How deep do T cells come, how fast do they kill and tire?
disease: {{kinds: {{ovarian: 1}}}}
trial:
  arms: [{{name: nodule, dose: 1e8 cells, route: {route}, pdl1_receptor: {receptor}}}]
  response: {{stable_disease_from: 23 days}}
parameters: {{l0: {{value: "{l0} molecule/cell", because: a point of the design}}}}
agents:
  mode: alone
  radius: {radius} um
  domain: {domain} um
  doses: [{{day: 0, ratio: {ratio}}}]
  duration: {days} days
run: {{seed: {seed}}}
"""
