"""The law of a quantity fitted to the runs: ordinary least squares of ln y, judged by leaving one run out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import BadInput, Problem
from cartsim.parameters.nodule_table import QUANTITIES, VARIABLES, Law, rows_of, scaled, terms_of

Floats = NDArray[np.float64]


def fitted(runs: Mapping[str, Sequence[Any]], ranges: Mapping[str, Sequence[float]]) -> dict[str, Law]:
    """The law of every quantity, from runs by column; the square of ln radius is in it if runs left out are
    then predicted better."""
    return {name: _better(name, runs, ranges) for name in QUANTITIES}


def _better(name: str, runs: Mapping[str, Sequence[Any]], ranges: Mapping[str, Sequence[float]]) -> Law:
    straight, curved = (law_of(name, runs, ranges, squared) for squared in (False, True))
    return curved if curved.q2 > straight.q2 else straight


def law_of(
    name: str, runs: Mapping[str, Sequence[Any]], ranges: Mapping[str, Sequence[float]], squared: bool
) -> Law:
    """Least squares over the runs in which the quantity is there and positive.

    Of a run left out, with h its leverage: error e/(1-h); Q2 = 1 - sum of their squares over those around the
    mean.
    """
    values = np.array(runs[name], dtype=float)
    there = values > 0
    routes, receptors = (np.array(runs[column])[there].tolist() for column in ("route", "receptor"))
    terms = terms_of(list(dict.fromkeys(routes)), list(dict.fromkeys(receptors)), squared)
    if there.sum() <= len(terms):
        message = f"{there.sum()} runs with {name} are too few for the {len(terms)} terms of its law"
        raise BadInput(Problem("", "--runs", message, "make more runs, or longer ones (--days)"))
    u = scaled(np.array([runs[column] for column in VARIABLES], dtype=float).T[there], ranges)
    x, y = rows_of(terms, routes, receptors, u), np.log(values[there])
    inverse = np.asarray(np.linalg.inv(x.T @ x), dtype=np.float64)
    coefficients = inverse @ (x.T @ y)
    error = y - x @ coefficients
    variance = float(error @ error) / (len(y) - len(terms))
    left_out = error / (1 - np.einsum("pi,ij,pj->p", x, inverse, x))
    around_mean = float(((y - y.mean()) ** 2).sum())
    q2 = 1 - float(left_out @ left_out) / around_mean if around_mean else 0.0
    return Law(terms, coefficients, variance * inverse, variance**0.5, q2, len(y))
