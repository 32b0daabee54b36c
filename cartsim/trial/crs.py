"""Cytokine release syndrome and neurotoxicity: the ASTCT 2019 consensus grades, and episodes in continuous
series.

Lee 2019, Biol Blood Marrow Transplant 25:625. No cytokine is part of a grade. The virtual patients have
temperature, pressure and oxygen need; the model has no brain, so ICANS is a rule for measured data only and
no endpoint of a run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEVER = 38.0
"""degC."""
OXYGEN = ("none", "low_flow", "high_flow", "positive_pressure")
"""Low flow is at most 6 L/min."""
AWAKENING = {"awake": 0, "voice": 2, "touch": 3, "unarousable": 4}
SEIZURE = {"none": 0, "brief": 3, "prolonged": 4}
OEDEMA = {"none": 0, "focal": 3, "diffuse": 4}

HYPOTENSION, ONE_PRESSOR, SEVERAL_PRESSORS = 65.0, 55.0, 50.0
"""Mean arterial pressure (mmHg) below which a ward sees hypotension, gives one vasopressor, gives several.
Assumed."""
LOW_FLOW, HIGH_FLOW, POSITIVE_PRESSURE = 0.5, 6.0, 40.0
"""Oxygen need (L/min) above which a ward gives low flow, high flow, positive pressure. 6 is ASTCT's, the
others assumed."""


class Episode(NamedTuple):
    """One CRS episode: first fever, end of the last sign, worst grade."""

    onset: float
    end: float
    grade: int


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
    pressure = 3 if pressors > 1 else 2 if pressors == 1 or vasopressin else int(bool(hypotension))
    return grade_from_levels(temperature >= FEVER, pressure, OXYGEN.index(oxygen), treated)


def grade_from_levels(fever: bool, hypotension: int, oxygen: int, treated: bool) -> int:
    """The ASTCT rule on levels 0-3: pressure none, low, one pressor, several; oxygen none, low, high flow,
    pressure.

    >>> grade_from_levels(True, 0, 2, False)
    3
    """
    counts = fever or (treated and (hypotension > 0 or oxygen > 0))
    return 1 + max(hypotension, oxygen) if counts else 0


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
    score = 0 if ice == 10 else 1 if ice >= 7 else 2 if ice >= 3 else 3
    return max(
        score,
        _level("consciousness", consciousness, AWAKENING),
        _level("seizure", seizure, SEIZURE),
        4 if motor_weakness else 0,
        _level("edema", edema, OEDEMA),
    )


def pressure_level(mean_arterial_pressure: ArrayLike) -> NDArray[np.int8]:
    """0 normal, 1 hypotension, 2 one vasopressor, 3 several; a missing value is 0."""
    pressure = np.asarray(mean_arterial_pressure)
    below = [pressure < bound for bound in (HYPOTENSION, ONE_PRESSOR, SEVERAL_PRESSORS)]
    return np.sum(below, axis=0, dtype=np.int8)


def oxygen_level(oxygen: ArrayLike) -> NDArray[np.int8]:
    """0 none, 1 low flow, 2 high flow, 3 positive pressure; a missing value is 0."""
    need = np.asarray(oxygen)
    above = [need > bound for bound in (LOW_FLOW, HIGH_FLOW, POSITIVE_PRESSURE)]
    return np.sum(above, axis=0, dtype=np.int8)


def grade_series(
    temperature: ArrayLike, mean_arterial_pressure: ArrayLike, oxygen_crs: ArrayLike, treated: ArrayLike
) -> NDArray[np.int8]:
    """CRS grade at every moment of monitoring, any shape: `grade_from_levels` on all parts of the same
    moment.

    `oxygen_crs` leaves out what lung injury and fluid need: a local cause never raises the grade.

    >>> grade_series([36.8, 39.0, 37.0], [90, 60, 60], [0, 0, 0], [0, 0, 1]).tolist()
    [0, 2, 2]
    """
    pressure, oxygen = pressure_level(mean_arterial_pressure), oxygen_level(oxygen_crs)
    worst = np.maximum(pressure, oxygen)
    counts = (np.asarray(temperature) >= FEVER) | ((np.asarray(treated) > 0) & (worst > 0))
    return np.where(counts, 1 + worst, 0).astype(np.int8)


def episodes(time: ArrayLike, grade: ArrayLike, quiet: float = 1.0) -> list[Episode]:
    """Episodes of one patient: from the first sign (a fever: nothing else starts one) to `quiet` days
    without any.

    The grade is 0 exactly when no sign counts, so that the series of grades tells the signs.

    >>> episodes([0, 1, 2, 3, 4, 5], [0, 1, 2, 0, 0, 1])
    [Episode(onset=1.0, end=2.0, grade=2), Episode(onset=5.0, end=5.0, grade=1)]
    """
    days, grades = np.asarray(time, float), np.asarray(grade)
    active = np.flatnonzero(grades > 0)
    if not active.size:
        return []
    pieces = np.split(active, np.flatnonzero(np.diff(days[active]) > quiet) + 1)
    return [
        Episode(float(days[piece[0]]), float(days[piece[-1]]), int(grades[piece].max())) for piece in pieces
    ]


class CrsSummary(NamedTuple):
    """Per (arm, patient): worst grade of the monitoring, worst at the safety visits, first fever, last
    sign, episodes."""

    grade: NDArray[np.int8]
    seen: NDArray[np.int8]
    onset: NDArray[np.float64]
    end: NDArray[np.float64]
    episodes: NDArray[np.int8]


def summarise_crs(
    time: ArrayLike, grade: NDArray[np.int8], safety_days: ArrayLike, quiet: float = 1.0
) -> CrsSummary:
    """Worst grade, times and number of episodes from the grades (arm, patient, time); days are NaN without
    CRS."""
    days = np.asarray(time, float)
    at = np.searchsorted(days, np.asarray(safety_days, float)).clip(0, days.size - 1)
    seen = grade[..., at].max(axis=-1, initial=0)
    counts = np.zeros(grade.shape[:2], np.int8)
    ends = np.full((2, *grade.shape[:2]), np.nan)
    for arm, patient in np.argwhere((grade > 0).any(axis=-1)):
        found = episodes(days, grade[arm, patient], quiet)
        counts[arm, patient] = len(found)
        ends[:, arm, patient] = found[0].onset, found[-1].end
    return CrsSummary(grade.max(axis=-1, initial=0), seen, ends[0], ends[1], counts)


def _level(name: str, written: str | None, levels: dict[str, int]) -> int:
    word = next(iter(levels)) if written in (None, "") else str(written).strip().lower().removeprefix("to ")
    if word not in levels:
        raise ValueError(f"{name} {written!r} is not one of {', '.join(levels)}")
    return levels[word]
