"""The table of single cells: how T cells move, kill and tire in small nodules, as the equations may read it.

nodule_table.json holds every run it was made of and the law fitted to them. For each quantity y

    ln y = intercept(way in, receptor) + a u1 [+ a2 u1^2] + b(way in) u2 + c(receptor) u3

with u1 = ln(radius/middle), u2 = ln(T cells per tumour cell/middle), u3 = ln(PD-L1/l0), middles geometric.
`cartsim agents table` makes such a file anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartsim.errors import BadInput, Problem
from cartsim.model.receptors import DESIGNS

FORMAT = "cartsim.nodule_table/1"
FILE = "nodule_table.json"
ROUTES = ("cavity", "vessels")
"""Ways in."""
RECEPTORS = tuple(DESIGNS)
VARIABLES = ("radius", "ratio", "pdl1")
QUANTITIES = {
    "depth": ("um", "depth below the surface within which 90 % of the kills happen"),
    "motility": ("um^2/min", "diffusion coefficient of T cells within the nodule"),
    "kill": ("1/day", "kills per engaged effector under full signal"),
    "exhaustion": ("1/day", "exhaustion per engaged effector under full signal"),
}
"""Quantity -> unit, meaning."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Law:
    """The fitted law of one quantity: terms by name with coefficients, their covariance, the SD of a run
    around it (ln), its leave-one-out Q2 and the runs it rests on."""

    terms: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    residual_sd: float
    q2: float
    runs: int

    def at(self, rows: Floats) -> tuple[Floats, Floats]:
        """ln y and its SD, of the coefficients and a run's own, at rows (point, term)."""
        spread = np.einsum("pi,ij,pj->p", rows, self.covariance, rows)
        return rows @ self.coefficients, np.sqrt(spread + self.residual_sd**2)


@dataclass(frozen=True)
class NoduleTable:
    """A table: its version and hash, how it was made, the ranges of its variables, what the laws of the
    equations had as typical values then, the minutes a T cell wanders, its laws, and its runs by name of
    column."""

    version: str
    sha256: str
    made: Mapping[str, Any]
    ranges: Mapping[str, tuple[float, float]]
    reference: Mapping[str, float]
    wander_minutes: float
    laws: Mapping[str, Law]
    runs: Mapping[str, list[Any]]

    def predict(
        self, quantity: str, route: str, receptor: str, variables: Mapping[str, ArrayLike]
    ) -> tuple[Floats, Floats]:
        """The quantity and the SD of its logarithm [point], variables outside their ranges taken at the edge.
        """
        if quantity not in self.laws:
            raise BadInput(Problem(FILE, quantity, "is not in the table", f"choose {', '.join(self.laws)}"))
        law, u = self.laws[quantity], self.scaled(variables)
        self._known(law, route, receptor)
        found, spread = law.at(rows_of(law.terms, [route] * len(u), [receptor] * len(u), u))
        return np.exp(found), spread

    def scaled(self, variables: Mapping[str, ArrayLike]) -> Floats:
        """u1, u2, u3 (point, variable), within the ranges."""
        within = [np.clip(np.atleast_1d(variables[name]), *self.ranges[name]) for name in VARIABLES]
        return scaled(np.stack(np.broadcast_arrays(*within), axis=1), self.ranges)

    def outside(self, name: str, values: ArrayLike) -> NDArray[np.bool_]:
        """Which values of a variable lie outside its range [point]."""
        low, high = self.ranges[name]
        return (np.atleast_1d(values) < low) | (np.atleast_1d(values) > high)

    def _known(self, law: Law, route: str, receptor: str) -> None:
        if f"{route}/{receptor}" not in law.terms:
            known = ", ".join(term for term in law.terms if "/" in term and not term.startswith("ln "))
            raise BadInput(Problem(FILE, f"{route}/{receptor}", "is not in the table", f"it has {known}"))


def scaled(variables: Floats, ranges: Mapping[str, Sequence[float]]) -> Floats:
    """ln of each variable over the geometric middle of its range (point, variable)."""
    middles = [np.sqrt(ranges[name][0] * ranges[name][1]) for name in VARIABLES]
    return np.log(variables / middles)


def terms_of(routes: Sequence[str], receptors: Sequence[str], squared: bool) -> tuple[str, ...]:
    """Names of the terms of a law, intercepts first."""
    return (
        *(f"{route}/{receptor}" for route in routes for receptor in receptors),
        "ln radius",
        *(["ln radius squared"] if squared else []),
        *(f"ln ratio/{route}" for route in routes),
        *(f"ln PD-L1/{receptor}" for receptor in receptors),
    )


def rows_of(terms: Sequence[str], routes: Sequence[str], receptors: Sequence[str], u: Floats) -> Floats:
    """What each term is at each point (point, term)."""
    route, receptor = np.array(routes), np.array(receptors)
    radius, ratio, pdl1 = u.T
    columns = {"ln radius": radius, "ln radius squared": radius**2}
    for name in dict.fromkeys([*ROUTES, *routes]):
        columns[f"ln ratio/{name}"] = ratio * (route == name)
    for name in dict.fromkeys([*RECEPTORS, *receptors]):
        columns[f"ln PD-L1/{name}"] = pdl1 * (receptor == name)
        columns |= {f"{way}/{name}": 1.0 * ((route == way) & (receptor == name)) for way in ROUTES}
    return np.stack([columns[term] for term in terms], axis=1)


@cache
def load_nodule_table() -> NoduleTable:
    """The table that comes with the program."""
    return read_nodule_table(files("cartsim.parameters").joinpath(FILE).read_bytes())


def read_nodule_table(content: bytes) -> NoduleTable:
    """The table of a file's bytes; BadInput for another file."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise ValueError("another format")
        laws = {name: _law(block) for name, block in found["laws"].items()}
        return NoduleTable(
            version=str(found["version"]),
            sha256=hashlib.sha256(content).hexdigest(),
            made=found["made"],
            ranges={name: (float(low), float(high)) for name, (low, high) in found["ranges"].items()},
            reference={name: float(value) for name, value in found["reference"].items()},
            wander_minutes=float(found["wander_minutes"]),
            laws=laws,
            runs=found["runs"],
        )
    except (ValueError, KeyError, TypeError) as error:
        remedy = "make one with cartsim agents table"
        raise BadInput(Problem(FILE, "", "is no table of single cells", remedy)) from error


def _law(block: Mapping[str, Any]) -> Law:
    law = Law(
        tuple(block["terms"]),
        np.array(block["coefficients"], dtype=float),
        np.array(block["covariance"], dtype=float),
        float(block["residual_sd"]),
        float(block["q2"]),
        int(block["runs"]),
    )
    if law.covariance.shape != (len(law.terms),) * 2 or law.coefficients.shape != (len(law.terms),):
        raise ValueError("terms and coefficients differ in number")
    return law
