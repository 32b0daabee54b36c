"""Escalation trials whose every patient is written by hand."""

from __future__ import annotations

import numpy as np

from cartsim.datasets import DLT_REASON
from cartsim.trial.campaigns import Campaigns, Candidates, Expansion
from cartsim.trial.obd import Outcomes
from cartsim.trial.operating import SELECTED, Escalations, Pool

LEVELS = 2


def make_people(patients: int, **marks: list[tuple[int, int]]) -> Candidates:
    """A pool to whom nothing happens, all infused and evaluable; a mark names cells (patient, level from 1)
    that are otherwise: limited, lost (not evaluable), response, missed (not infused), severe, and the words
    `under_dosed` and `not_followed` of the reason."""

    def cells(name: str) -> np.ndarray:
        flags = np.zeros((patients, LEVELS), bool)
        for patient, level in marks.get(name, []):
            flags[patient, level - 1] = True
        return flags

    reason = np.zeros((patients, LEVELS), np.int8)
    for word in ("under-dosed", "not followed"):
        reason[cells(word.replace("-", "_").replace(" ", "_"))] = DLT_REASON.index(word)
    pool = Pool(cells("limited"), ~cells("lost"), np.zeros(reason.shape))
    return Candidates(pool, cells("response"), ~cells("missed"), cells("severe"), reason)


def make_trials(rows: list[dict]) -> Campaigns:
    """A trial per row; a row: `level`, `cohort` and `day` of its patients in the order of enrolment,
    `patients` and `dlts` by level, `selected`, `ended`, `obd`, `closes`, and of the expansion `who`, its
    level `at` and its days `later`; a place of the expansion that was not filled is None."""

    def column(name: str, usual: object, kind: type = np.int64) -> np.ndarray:
        return np.array([row.get(name, usual) for row in rows], kind)

    none = [0] * LEVELS
    who = [row.get("who", []) for row in rows]
    filled = np.array([[one is not None for one in places] for places in who], bool)
    escalation = Escalations(
        column("level", []),
        column("cohort", []),
        column("day", [], float),
        column("patients", none),
        column("dlts", none),
        column("selected", 0),
        column("ended", SELECTED),
        column("closes", 0.0, float),
    )
    expansion = Expansion(
        column("at", 0),
        np.array([[one or 0 for one in places] for places in who], np.int64),
        filled,
        column("later", [], float).reshape(filled.shape),
    )
    counts = Outcomes(*(np.zeros((len(rows), LEVELS), np.int64) for _ in range(4)))
    return Campaigns(escalation, expansion, counts, column("obd", 0), column("closes", 0.0, float))
