"""CTCAE grades of whole arrays, by the same tables as single values. A missing value is grade 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartsim.trial.ctcae import rule_of

Edges = dict[int, float]


def grade_values(
    term: str,
    values: ArrayLike,
    *,
    lower: float | None = None,
    baseline: ArrayLike | None = None,
    version: str = "5.0",
) -> NDArray[np.int8]:
    """Grades of an array in the unit of the table: counts in 1e9/L, ejection fractions in %, degC.

    `lower` is the lower limit of normal, which tells grade 1 from 0 where the table asks for it; `baseline`
    counts for ejection fractions. One temperature tells at most grade 3.

    >>> grade_values("neutrophil count decreased", [5.0, 1.2, 0.5, 0.4], lower=2.0).tolist()
    [0, 2, 3, 4]
    >>> grade_values("neutrophil count decreased", [0.4, 0.09], version="6.0").tolist()
    [3, 4]
    >>> grade_values("ejection fraction decreased", [55.0, 50.0, 39.0], baseline=60.0).tolist()
    [0, 2, 3]
    >>> grade_values("fever", [37.9, 38.0, 39.5, 40.5]).tolist()
    [0, 1, 2, 3]
    """
    rule = rule_of(term, version)
    found, grades = np.asarray(values), np.zeros(np.shape(values), np.int8)
    below = _edges(rule, "below")
    if lower is not None and rule.get("grade_1_below_lower_limit"):
        below[1] = lower
    at_most = _edges(rule, "at_most")
    passed = [(grade, found < edge) for grade, edge in below.items()]
    passed += [(grade, found <= edge) for grade, edge in at_most.items()]
    passed += [(grade, found > edge) for grade, edge in _edges(rule, "above").items()]
    passed += [(grade, found >= edge) for grade, edge in _edges(rule, "at_least").items()]
    if baseline is not None:
        drop = np.asarray(baseline, float) - found
        passed += [(grade, drop >= edge) for grade, edge in _edges(rule, "drop_at_least").items()]
        passed += [
            (int(grade), (found < float(edge["below"])) & (drop >= float(edge["drop_at_least"])))
            for grade, edge in rule.get("below_with_drop", {}).items()
        ]
    for grade, where in passed:
        np.maximum(grades, np.where(where, grade, 0), out=grades, casting="unsafe")
    return grades


def grade_lasting(
    term: str, grades: NDArray[np.int8], time: ArrayLike, *, version: str = "5.0"
) -> NDArray[np.int8]:
    """Grades (..., time) with those that only time tells: fever above 40 degC becomes grade 4 once it has
    lasted more than 24 hours without a break; `time` in days.

    >>> grade_lasting("fever", np.array([3, 3, 3, 2, 3], np.int8), [0.0, 1.0, 1.5, 2.0, 4.0]).tolist()
    [3, 3, 4, 2, 3]
    """
    days, found = np.asarray(time, float), grades
    for grade, asked in rule_of(term, version).get("lasting", {}).items():
        held = grades >= int(asked["grade"])
        begins = held & ~np.concatenate([np.zeros_like(held[..., :1]), held[..., :-1]], axis=-1)
        since = np.maximum.accumulate(np.where(begins, days, -np.inf), axis=-1)
        long = held & (days - since > float(asked["longer_than_days"]))
        found = np.where(long, np.int8(grade), found)
    return found


def _edges(rule: Mapping[str, Any], kind: str) -> Edges:
    """Thresholds of one kind, those in degC of a temperature."""
    edges = rule.get(kind) or rule.get(f"{kind}_by_unit", {}).get("degc", {})
    return {int(grade): float(edge) for grade, edge in edges.items()}
