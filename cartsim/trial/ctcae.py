"""CTCAE grades of laboratory values, vital signs and described events, versions 5.0 and 6.0.

The thresholds are data (`ctcae_tables/v5.json`, `v6.json`), with their sources and what of them is
[recalled]. They are compared in exact arithmetic: 120 of an upper limit of 40 is 3 times, not a little
more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

VERSIONS = ("5.0", "6.0")
SPELLING = str.maketrans({"\u00b5": "u", "\u03bc": "u", "\u2079": "^9", "\u00b3": "3"})
"""Micro signs and superscripts as they are typed without them."""

Number = float | int | str | Fraction | None


def grade(
    term: str,
    value: Number,
    *,
    unit: str | None = None,
    lower: Number = None,
    upper: Number = None,
    baseline: Number = None,
    version: str | int | float = "5.0",
) -> int | None:
    """CTCAE grade 0-5 of one value, or None where it cannot be told.

    The upper edge of an interval belongs to the lower grade. Fixed thresholds need a known `unit` (text,
    any case) and grade without limits of normal; to tell grade 1 from 0, and for multiples of normal,
    `lower` or `upper` (in the unit of the value) is needed. With a baseline above the upper limit,
    multiples of the baseline count instead; for creatinine both are read and the worse taken (version 6.0:
    only where the baseline is below the lower limit). A described event takes one of its words as the
    value. Unknown terms, words and versions are ValueErrors.

    >>> grade("Neutrophil count decreased", 0.4, unit="10^9/L")
    4
    >>> grade("neutrophil count decreased", 400, unit="/mm3", version=6)
    3
    >>> grade("Anemia", 95, unit="G/L"), grade("Anemia", 110, unit="g/L")
    (2, None)
    >>> grade("Anemia", 110, unit="g/L", lower=120)
    1
    >>> grade("ALT increased", 120, upper=40), grade("pneumonitis", "oxygen indicated")
    (1, 3)
    """
    table = _table(str(version))
    rule = _rule(table, term)
    if rule["rule"] == "words":
        return _word_grade(rule, value)
    found = _exact(value)
    if found is None:
        return None
    low, high, start = (_positive(limit) for limit in (lower, upper, baseline))
    if rule["rule"] == "multiple":
        return _multiple_grade(rule, found, low, high, start)
    scaled = _in_unit(table, rule, unit)
    if scaled is None:
        return None
    factor, name = scaled
    if rule["rule"] == "ejection fraction":
        return _ejection_grade(rule, found, start)
    if rule["rule"] == "high":
        at_least = rule.get("at_least_by_unit", {}).get(name, {})
        return max(
            _worst(rule, "above", name, lambda edge: found * factor > edge),
            max((int(key) for key, edge in at_least.items() if found >= Fraction(edge)), default=0),
        )
    fixed = _worst(rule, "below", name, lambda edge: found * factor < edge)
    if fixed or not rule["grade_1_below_lower_limit"]:
        return fixed
    return None if low is None else int(found < low)


def terms(version: str | int | float = "5.0") -> list[str]:
    """The terms that can be graded."""
    return list(_table(str(version))["terms"])


def _multiple_grade(
    rule: Mapping[str, Any],
    value: Fraction,
    lower: Fraction | None,
    upper: Fraction | None,
    baseline: Fraction | None,
) -> int | None:
    """Multiples of the upper limit of normal, or of the baseline."""
    beside = "beside" in rule["baseline_when"]
    by_baseline = 0
    if baseline is not None and (
        not beside or "always" in rule["baseline_when"] or (lower is not None and baseline < lower)
    ):
        by_baseline = max(
            (int(key) for key, times in rule["baseline"].items() if value > Fraction(times) * baseline),
            default=0,
        )
        if "baseline_grade_1_from" in rule and not by_baseline:
            by_baseline = int(value >= Fraction(rule["baseline_grade_1_from"]) * baseline)
    if upper is None:
        return by_baseline or None if beside else None
    if not beside and baseline is not None and baseline > upper:
        return by_baseline
    by_limit = max(
        (int(key) for key, times in rule["upper"].items() if value > Fraction(times) * upper), default=0
    )
    return max(by_limit, by_baseline) if beside else by_limit


def _ejection_grade(rule: Mapping[str, Any], value: Fraction, baseline: Fraction | None) -> int | None:
    """By the resting fraction, and by the drop in points from the baseline where that is known; None where
    the grade hangs on a drop that is not."""
    grades = [int(key) for key, edge in rule["below"].items() if value < Fraction(edge)]
    grades += [int(key) for key, edge in rule.get("at_most", {}).items() if value <= Fraction(edge)]
    both = {
        key: edge for key, edge in rule.get("below_with_drop", {}).items() if value < Fraction(edge["below"])
    }
    if baseline is None:
        return max(grades) if grades else None if both else 0
    drops = rule.get("drop_at_least", {}) | {key: edge["drop_at_least"] for key, edge in both.items()}
    grades += [int(key) for key, edge in drops.items() if baseline - value >= Fraction(edge)]
    return max(grades, default=0)


def _word_grade(rule: Mapping[str, Any], value: Number) -> int | None:
    if value is None or value == "" or (isinstance(value, float) and not isfinite(value)):
        return None
    word = str(value).strip().lower()
    if word not in rule["words"]:
        raise ValueError(f"{value!r} does not describe this event; the words are {', '.join(rule['words'])}")
    return int(rule["words"][word])


def _worst(rule: Mapping[str, Any], direction: str, unit: str, beyond: Any) -> int:
    """The highest grade whose fixed threshold the value is beyond; 0 for none."""
    edges: Mapping[str, str] = rule.get(f"{direction}_by_unit", {}).get(unit) or rule.get(direction, {})
    return max((int(key) for key, edge in edges.items() if beyond(Fraction(edge))), default=0)


def _in_unit(
    table: Mapping[str, Any], rule: Mapping[str, Any], unit: str | None
) -> tuple[Fraction, str] | None:
    """(factor, name) of a unit: the factor to the unit of the thresholds, or the unit whose own thresholds
    apply."""
    known: Mapping[str, str] = table["units"][rule["unit"]]
    meaning = known.get("".join(str(unit or "").lower().split()).translate(SPELLING))
    if meaning is None:
        return None
    return (Fraction(meaning), "") if meaning[0].isdigit() else (Fraction(1), meaning)


def _exact(value: Number) -> Fraction | None:
    """The number as it was written, exactly; None for nothing or what is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError):
        return None


def _positive(limit: Number) -> Fraction | None:
    """A limit of normal or a baseline; one that is not above 0 is none."""
    found = _exact(limit)
    return found if found is not None and found > 0 else None


def rule_of(term: str, version: str = "5.0") -> Mapping[str, Any]:
    """The thresholds of a term as they stand in the table."""
    return _rule(_table(version), term)


def _rule(table: Mapping[str, Any], term: str) -> Mapping[str, Any]:
    wanted = " ".join(term.lower().split())
    for name, rule in table["terms"].items():
        if wanted == name or wanted in rule["aliases"]:
            return rule
    raise ValueError(f"{term!r} is not graded here; the terms are {', '.join(table['terms'])}")


@cache
def _table(version: str) -> Mapping[str, Any]:
    number = version.strip().lower().removeprefix("v")
    name = next((known for known in VERSIONS if number in _spellings(known)), None)
    if name is None:
        raise ValueError(f"CTCAE version {version!r} is not one of {', '.join(VERSIONS)}")
    text = (
        files("cartsim.trial")
        .joinpath("ctcae_tables")
        .joinpath(f"v{name[0]}.json")
        .read_text(encoding="utf-8")
    )
    return json.loads(text)


def _spellings(version: str) -> Iterable[str]:
    return version, version.removesuffix(".0")
