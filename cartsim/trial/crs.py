"""Cytokine release syndrome and neurotoxicity: the ASTCT 2019 consensus grades of single moments and of
arrays.

Lee 2019, Biol Blood Marrow Transplant 25:625. No cytokine is part of a grade. The virtual patients have
temperature, pressure and oxygen need, an ICE score, consciousness and seizures; motor weakness and cerebral
oedema are graded in measured data only.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEVER, HIGH_FLOW = 38.0, 6.0
"""degC from which there is fever, L/min above which flow is high."""
OXYGEN = ("none", "low_flow", "high_flow", "positive_pressure")
"""Low flow is at most 6 L/min."""
FULL_SCORE = 10
ICE_CUTS = (10, 7, 3)
"""ICE scores below which the grade is at least 1, 2, 3."""
AWAKENING = {"awake": 0, "voice": 2, "touch": 3, "unarousable": 4}
SEIZURE = {"none": 0, "brief": 3, "prolonged": 4}
OEDEMA = {"none": 0, "focal": 3, "diffuse": 4}
PRESSURES = ("map_low", "map_pressor", "map_pressors")
"""The clinic's assumed pressures (mmHg): below them it sees hypotension, gives one vasopressor, several."""
OXYGEN_NEEDS = ("oxygen_low", "oxygen_positive")
"""The clinic's assumed oxygen needs (L/min) above which it gives low flow, and positive pressure."""


def astct_grade(
    temperature: float,
    hypotension: bool,
    pressors: int,
    vasopressin: bool,
    oxygen: str,
    *,
    treated: bool = False,
) -> int:
    """CRS grade 0-4 of one moment; grade 5 is death.

    Fever >= 38.0 degC is required, unless tocilizumab or a steroid was given (`treated`): then hypotension
    or oxygen alone keeps the grade, and without any sign it is 0. The grade is the worse of pressure (none
    1, hypotension 2, one vasopressor 3, with vasopressin still 3, vasopressin alone 3, several 4) and
    oxygen (none 1, low flow 2, high flow 3, positive pressure 4). `pressors` counts vasopressors other than
    vasopressin.

    >>> astct_grade(38.0, False, 0, False, "none"), astct_grade(37.9, True, 2, False, "none")
    (1, 0)
    >>> astct_grade(39.0, True, 1, True, "low_flow"), astct_grade(36.5, True, 0, False, "none", treated=True)
    (3, 2)
    """
    if oxygen not in OXYGEN:
        raise ValueError(f"oxygen {oxygen!r} is not one of {', '.join(OXYGEN)}")
    if pressors < 0:
        raise ValueError("the number of vasopressors is negative")
    if isnan(temperature):
        raise ValueError("the temperature is missing: without it nobody knows whether there is fever")
    pressure = 3 if pressors > 1 else 2 if pressors == 1 or vasopressin else int(bool(hypotension))
    return int(grade_from_levels(temperature >= FEVER, pressure, OXYGEN.index(oxygen), treated))


def grade_from_levels(
    fever: ArrayLike, hypotension: ArrayLike, oxygen: ArrayLike, treated: ArrayLike
) -> NDArray[np.int8]:
    """The ASTCT rule on levels 0-3, any shape: pressure none, low, one pressor, several; oxygen none, low,
    high flow, pressure.

    >>> grade_from_levels([True, False, False], [0, 1, 1], [2, 0, 0], [False, False, True]).tolist()
    [3, 0, 2]
    """
    worst = np.maximum(hypotension, oxygen)
    counts = np.asarray(fever, bool) | (np.asarray(treated, bool) & (worst > 0))
    return np.where(counts, 1 + worst, 0).astype(np.int8)


def icans_grade(
    ice: int,
    *,
    consciousness: str = "awake",
    seizure: str | None = None,
    motor_weakness: bool = False,
    edema: str | None = None,
) -> int:
    """ICANS grade 0-4: the worst of its parts.

    ICE score 10 0, 7-9 1, 3-6 2, 0-2 3; awake 0, awakens to voice 2, to touch 3, unarousable 4; seizure
    brief 3, prolonged 4; motor weakness 4; cerebral oedema focal 3, diffuse 4.

    >>> icans_grade(8), icans_grade(10, consciousness="voice"), icans_grade(4, seizure="brief")
    (1, 2, 3)
    """
    if int(ice) != ice or not 0 <= ice <= 10:
        raise ValueError(f"an ICE score is a whole number from 0 to 10, not {ice}")
    parts = (
        _level("consciousness", consciousness, AWAKENING),
        _level("seizure", seizure, SEIZURE),
        4 if motor_weakness else 0,
        _level("edema", edema, OEDEMA),
    )
    return int(icans_from_levels(ice, *parts))


def icans_from_levels(ice: ArrayLike, *parts: ArrayLike) -> NDArray[np.int8]:
    """The ASTCT rule on whole ICE scores and the grades of the other parts, any shape: the worst.

    >>> icans_from_levels([10, 9, 6, 2], [0, 0, 3, 0], [0, 0, 0, 4]).tolist()
    [0, 1, 3, 4]
    """
    score = np.asarray(ice)
    by_score = np.sum([score < cut for cut in ICE_CUTS], axis=0)
    return np.max(np.broadcast_arrays(by_score, *parts), axis=0).astype(np.int8)


def pressure_level(mean_arterial_pressure: ArrayLike, clinic: Mapping[str, float]) -> NDArray[np.int8]:
    """0 normal, 1 hypotension, 2 one vasopressor, 3 several; a missing value is 0."""
    pressure = np.asarray(mean_arterial_pressure)
    below = [pressure < clinic[symbol] for symbol in PRESSURES]
    return np.sum(below, axis=0, dtype=np.int8)


def oxygen_level(oxygen: ArrayLike, clinic: Mapping[str, float]) -> NDArray[np.int8]:
    """0 none, 1 low flow, 2 high flow, 3 positive pressure; a missing value is 0."""
    need = np.asarray(oxygen)
    low, positive = (clinic[symbol] for symbol in OXYGEN_NEEDS)
    return np.sum([need > bound for bound in (low, HIGH_FLOW, positive)], axis=0, dtype=np.int8)


def grade_series(
    temperature: ArrayLike,
    mean_arterial_pressure: ArrayLike,
    oxygen_crs: ArrayLike,
    treated: ArrayLike,
    clinic: Mapping[str, float],
) -> NDArray[np.int8]:
    """CRS grade at every moment of monitoring, any shape: `grade_from_levels` on all parts of the same
    moment.

    `oxygen_crs` leaves out what lung injury and fluid need: a local cause never raises the grade.

    >>> clinic = dict(map_low=65, map_pressor=55, map_pressors=50, oxygen_low=0.5, oxygen_positive=40)
    >>> grade_series([36.8, 39.0, 37.0], [90, 60, 60], [0, 0, 0], [0, 0, 1], clinic).tolist()
    [0, 2, 2]
    """
    pressure, oxygen = pressure_level(mean_arterial_pressure, clinic), oxygen_level(oxygen_crs, clinic)
    return grade_from_levels(np.asarray(temperature) >= FEVER, pressure, oxygen, treated)


def _level(name: str, written: str | None, levels: dict[str, int]) -> int:
    word = next(iter(levels)) if written in (None, "") else str(written).strip().lower().removeprefix("to ")
    if word not in levels:
        raise ValueError(f"{name} {written!r} is not one of {', '.join(levels)}")
    return levels[word]
