"""Adverse events of every patient from the graded records: worst grade, onset, end, mechanism, spells.

An event is treatment-emergent (`records.treatment_emergent`) and counts once per patient at its worst grade;
`spells` counts all of them, CRS and ICANS that come back within `trial.crs_quiet` as one.
Serious (`is_serious`) is a choice. Events of the lungs, heart, brain and blood are attributed to the CAR-T
cells, cytopenia in the weeks after lymphodepletion to the chemotherapy, fluid and oxygen need that begin
after day 28 to the disease.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from cartsim.datasets import AE_TERMS, MECHANISM
from cartsim.trial.records import QUIET_TERMS, Places, Records, chains, quiet_days

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]

CRS, LUNG = "Cytokine release syndrome", "Pneumonitis"
TERMS = AE_TERMS[1:]
NOT_LATE = ("Hypoxia outside CRS", "Pleural effusion", "Ascites")
"""Terms whose later events are attributed to the disease."""
EARLY = 28.0
"""Last day on which they are attributed to the CAR-T cells."""
GRADES = (1, 2, 3, 4, 5)
LIFE_THREATENING, HOSPITAL, DEATH = 4, 3, 5
"""Grades at which an event is serious: of most terms, of CRS and ICANS (a longer hospital stay), of any."""
BLOOD_COUNTS = tuple(term for term in AE_TERMS if " count " in term or term.startswith("White blood cell"))
"""Terms that are a laboratory value alone."""
MECHANISMS = np.array(
    [MECHANISM.index("lymphodepletion" if "(lymphodepletion)" in term else "CAR-T") for term in TERMS],
    np.int8,
)
"""Mechanism of an event of each term that begins by day 28."""


class AdverseEvents(NamedTuple):
    """Per (arm, patient, term); `onset_at` (arm, patient, term, grade 1-5) is the first day at that grade
    or worse."""

    terms: tuple[str, ...]
    grade: Grades
    onset: Floats
    end: Floats
    onset_at: Floats
    related: Grades
    serious: Grades
    spells: NDArray[np.int64]


def adverse_events(visits: xr.Dataset, records: Records, crs_quiet: float) -> AdverseEvents:
    """Worst grade, times and mechanism of every event; a death by toxicity is grade 5 of what threatened
    life."""
    shape, cells = (*records.shape, len(TERMS)), records.shape[0] * records.shape[1] * len(TERMS)
    cell = records.row * len(TERMS) + records.term - 1
    first, _ = chains(records, quiet_days(records, crs_quiet))
    opens = np.flatnonzero(np.diff(cell, prepend=-1))
    closes = np.append(opens[1:], cell.size) - 1 if opens.size else opens
    grade, end = np.zeros(cells, np.int8), np.full(cells, np.nan)
    if opens.size:
        grade[cell[opens]] = np.maximum.reduceat(records.grade, opens)
        end[cell[opens]] = records.end[closes]
    onset_at = np.full((cells, len(GRADES)), np.nan)
    for level in GRADES[:-1]:
        _first_in_cell(onset_at[:, level - 1], cell, records, level)
    spells = np.bincount(cell[first], minlength=cells)
    return _with_deaths(
        visits,
        records,
        grade.reshape(shape),
        end.reshape(shape),
        onset_at.reshape(*shape, len(GRADES)),
        spells.reshape(shape),
    )


def _first_in_cell(onset: Floats, cell: Places, records: Records, level: int) -> None:
    """Write the first start at a grade or worse into each cell of patient and term."""
    severe = records.grade >= level
    place = cell[severe]
    opens = np.flatnonzero(np.diff(place, prepend=-1))
    onset[place[opens]] = records.start[severe][opens]


def _with_deaths(
    visits: xr.Dataset, records: Records, grade: Grades, end: Floats, onset_at: Floats, spells: Places
) -> AdverseEvents:
    """The events with deaths by toxicity as grade 5: of the lungs where their injury threatened life, else
    of CRS."""
    toxic = visits["death_cause"].values == MECHANISM.index("CAR-T")
    lungs = np.zeros(toxic.size, bool)
    lungs[records.of(LUNG, LIFE_THREATENING).row] = True
    lungs = lungs.reshape(toxic.shape)
    for term, fatal in ((LUNG, toxic & lungs), (CRS, toxic & ~lungs)):
        place, day = TERMS.index(term), np.where(fatal, visits["death_day"].values, np.nan)
        grade[..., place] = np.where(fatal, GRADES[-1], grade[..., place])
        end[..., place] = np.where(fatal, day, end[..., place])
        spells[..., place] = np.maximum(spells[..., place], fatal)
        onset_at[..., place, :] = np.fmin(onset_at[..., place, :], day[..., None])
    onset = onset_at[..., 0]
    serious = is_serious(np.arange(1, len(AE_TERMS)), grade).astype(np.int8)
    return AdverseEvents(TERMS, grade, onset, end, onset_at, _related(grade, onset), serious, spells)


def is_serious(term: ArrayLike, grade: ArrayLike) -> NDArray[np.bool_]:
    """Whether events of terms (places in `AE_TERMS`) are serious at their worst grade, any shape.

    A death is; so is grade 4 of all but blood counts, and CRS or ICANS of grade 3, which threatens life or
    prolongs the stay in hospital. A blood count alone never is, at whatever grade. A choice: ICH E2A asks
    for the consequence of an event, which no grade holds.

    >>> terms = [AE_TERMS.index(term) for term in ("ICANS", "Pneumonitis", "Platelet count decreased")]
    >>> is_serious(terms, [[3, 3, 3], [4, 4, 4]]).tolist()
    [[True, False, False], [True, True, False]]
    """
    threshold = np.full(len(AE_TERMS), LIFE_THREATENING)
    threshold[[AE_TERMS.index(name) for name in QUIET_TERMS]] = HOSPITAL
    threshold[[AE_TERMS.index(name) for name in BLOOD_COUNTS]] = DEATH
    return np.asarray(grade) >= threshold[np.asarray(term)]


def _related(grade: Grades, onset: Floats) -> Grades:
    """Mechanism each event is attributed to; none without an event."""
    late = (onset > EARLY) & np.isin(TERMS, NOT_LATE)
    related = np.where(late, MECHANISM.index("disease"), MECHANISMS)
    return np.where(grade > 0, related, MECHANISM.index("none")).astype(np.int8)
