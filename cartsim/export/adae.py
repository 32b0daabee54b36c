"""ADAE: one row an event, from the graded records of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import AE_TERMS, MECHANISM, words
from cartsim.export.people import require, solved, subject, treated
from cartsim.export.table import (
    Table,
    columns,
    make_table,
    marked,
    sort_rows,
    study_day,
    yes_no,
)
from cartsim.trial.events import is_serious
from cartsim.trial.records import chains, quiet_days, read_records

if TYPE_CHECKING:
    from cartsim.results import Run

WINDOW = 28.0
"""Days of the early window of the source trial's safety analysis."""
OUTCOMES = ("FATAL", "NOT RECOVERED/NOT RESOLVED", "RECOVERED/RESOLVED")
"""CDISC controlled terms."""

COLUMNS = columns("adae", "subject", "treated")


def adae(run: Run) -> Table:
    """The adverse events of everyone whose solve is ok."""
    require(run, "ae_record_term", "ae_related")
    events = _events(run)
    values = _columns(run, events)
    structure = "One row per adverse event"
    return make_table("ADAE", "Adverse Events Analysis Dataset", structure, COLUMNS, values)


def _events(run: Run) -> dict[str, NDArray]:
    """Arm, patient, term, grade, start, end of every event, joined from records as `ae_rate` counts them."""
    records = read_records(run.visits)
    records = records.where(solved(run).ravel()[records.row])
    first, last = chains(records, quiet_days(records, run.scenario.trial.crs_quiet))
    arm, patient = np.divmod(records.row[first], records.shape[1])
    grade = np.maximum.reduceat(records.grade, first) if first.size else records.grade
    return {
        "arm": arm,
        "patient": patient,
        "term": records.term[first],
        "grade": grade,
        "start": records.start[first],
        "end": records.end[last],
    }


def _columns(run: Run, events: dict[str, NDArray]) -> dict[str, NDArray]:
    arm, patient, term = (events[name].astype(int) for name in ("arm", "patient", "term"))
    start, end, known = events["start"], events["end"], run.endpoints["event_term"].values.tolist()
    place = np.array([known.index(word) if word in known else -1 for word in AE_TERMS])[term]
    key = np.stack([arm, patient, term], axis=1) if term.size else np.empty((0, 3), int)
    worst = run.endpoints["ae_grade"].values[arm, patient, place]
    fatal = (worst == 5) & _first_of(key, start, -start)
    grade = np.where(fatal, 5, events["grade"])
    end = np.where(fatal, run.visits["death_day"].values[arm, patient], end)
    mechanism = words(run.endpoints["ae_related"].values[arm, patient, place], MECHANISM)
    emergent = start >= 0
    values = (
        subject(run, arm, patient)
        | treated(run, arm)
        | {
            "AEDECOD": words(term, AE_TERMS),
            "AETOXGR": grade.astype(int).astype(np.str_),
            "ATOXGRN": grade,
            "ASTDY": study_day(start),
            "AENDY": study_day(end),
            "SIMSTDY": start,
            "SIMENDY": end,
            "AEENRF": np.where(np.isnan(end), "ONGOING", ""),
            "AEREL": yes_no(mechanism == "CAR-T"),
            "AEMECH": mechanism,
            "AESER": yes_no(is_serious(term, grade)),
            "AEOUT": np.select([fatal, np.isnan(end)], OUTCOMES[:2], OUTCOMES[2]),
            "TRTEMFL": marked(emergent),
            "ANL28FL": marked(emergent & (start <= WINDOW)),
            "AOCCPFL": marked(emergent & _first_of(key, start, ~emergent)),
            "AOCCPIFL": marked(emergent & _first_of(key, start, np.where(emergent, -grade, 0))),
        }
    )
    ordered = sort_rows(values, ("TRTPN", "PATID", "AEDECOD", "SIMSTDY"))
    return {
        column.name: (ordered | {"AESEQ": _sequence(ordered["USUBJID"])})[column.name] for column in COLUMNS
    }


def _first_of(key: NDArray, start: NDArray, rank: NDArray) -> NDArray[np.bool_]:
    """The least by rank, then by start, of the rows with one key."""
    order = np.lexsort((start, rank, *key.T[::-1]))
    ordered = key[order]
    first = (
        np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
        if order.size
        else np.zeros(0, bool)
    )
    found = np.zeros(order.size, bool)
    found[order] = first
    return found


def _sequence(subjects: NDArray) -> NDArray[np.int64]:
    """1, 2, 3, ... within runs of one subject."""
    if not subjects.size:
        return np.zeros(0, np.int64)
    begins = np.concatenate([[True], subjects[1:] != subjects[:-1]])
    place = np.arange(subjects.size)
    return place - place[begins][np.cumsum(begins) - 1] + 1
