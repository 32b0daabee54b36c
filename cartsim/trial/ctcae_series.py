"""CTCAE grades of whole arrays, by the same tables as single values. A missing value is grade 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cartsim.trial.ctcae import rule_of


def grade_low_counts(term: str, values: ArrayLike, lower: float, version: str = "5.0") -> NDArray[np.int8]:
    """Grades of an array of counts in 1e9/L that may fall too low; a missing value is grade 0.

    >>> grade_low_counts("neutrophil count decreased", [5.0, 1.2, 0.5, 0.4], lower=2.0).tolist()
    [0, 2, 3, 4]
    """
    rule = rule_of(term, version)
    edges = {int(key): float(edge) for key, edge in rule["below"].items()}
    if rule["grade_1_below_lower_limit"]:
        edges[1] = lower
    counts, grades = np.asarray(values), np.zeros(np.shape(values), np.int8)
    for level in sorted(edges):
        grades[counts < edges[level]] = level
    return grades


def grade_ejection_fractions(
    values: ArrayLike, baseline: ArrayLike, version: str = "5.0"
) -> NDArray[np.int8]:
    """Grades of an array of ejection fractions (%), by value and by drop from the baseline; a missing value
    is grade 0.

    >>> grade_ejection_fractions([55.0, 50.0, 39.0], 60.0).tolist()
    [0, 2, 3]
    """
    rule = rule_of("ejection fraction decreased", version)
    fraction, grades = np.asarray(values, float), np.zeros(np.shape(values), np.int8)
    drop = np.asarray(baseline, float) - fraction
    for level in (2, 3, 4):
        low = fraction < float(rule["below"].get(str(level), "-inf"))
        low |= fraction <= float(rule["at_most"].get(str(level), "-inf"))
        low |= drop >= float(rule["drop_at_least"].get(str(level), "inf"))
        grades[low] = level
    return grades


def grade_fevers(temperature: ArrayLike, version: str = "5.0") -> NDArray[np.int8]:
    """Grades of an array of temperatures (degC), at most 3; a missing value is grade 0.

    >>> grade_fevers([37.9, 38.0, 39.5, 40.5]).tolist()
    [0, 1, 2, 3]
    """
    rule = rule_of("fever", version)
    degrees = np.asarray(temperature, float)
    grades = (degrees >= float(rule["at_least_by_unit"]["degc"]["1"])).astype(np.int8)
    for level, edge in sorted(rule["above_by_unit"]["degc"].items()):
        grades[degrees > float(edge)] = int(level)
    return grades
