"""ADTR: every lesion at every visit, and the sum of the target lesions with its nadir."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_STATE, words
from cartsim.export.people import solved, subject, treated
from cartsim.export.table import (
    Table,
    codelist,
    columns,
    make_table,
    marked,
    sort_rows,
    stack,
    study_day,
)

if TYPE_CHECKING:
    from cartsim.results import Run

Rows = dict[str, NDArray]
Floats = NDArray[np.float64]


COLUMNS = columns("adtr", "subject", "treated")
PARAMETERS = codelist(COLUMNS, "PARAMCD")


def adtr(run: Run) -> Table:
    """The tumour data set of everyone whose solve is ok, of the visits that took place."""
    values = stack([_lesions(run), _sums(run)], COLUMNS)
    values = sort_rows(values, ("TRTPN", "PATID", "PARAMCD", "AVISITN", "LNKID"))
    structure = "One row per subject, parameter, lesion and visit"
    return make_table("ADTR", "Tumour Results Analysis Dataset", structure, COLUMNS, values)


def _lesions(run: Run) -> Rows:
    state = run.visits["lesion_state"].transpose("arm", "patient", "visit", "lesion").values
    read = run.visits["lesion_reading"].transpose("arm", "patient", "visit", "lesion").values
    written = (state > 0) & solved(run)[..., None, None]
    first = state[:, :, :1]
    seen = np.logical_or.reduce((state > 0) & (state != LESION_STATE.index("ABSENT")), axis=2, keepdims=True)
    arm, patient, visit, lesion = np.nonzero(written & seen)
    group = np.select(
        [first == LESION_STATE.index("measured"), first == LESION_STATE.index("ABSENT")],
        ["TARGET", "NEW"],
        "NON-TARGET",
    )
    base = np.broadcast_to(read[:, :, :1], read.shape)
    return _rows(run, "LDIAM", (arm, patient, visit), read[written & seen], base[written & seen]) | {
        "LNKID": lesion + 1,
        "LNKGRP": np.broadcast_to(group, state.shape)[written & seen],
        "AVALC": np.char.upper(words(state[written & seen], LESION_STATE)),
    }


def _sums(run: Run) -> Rows:
    total = run.visits["sld"].transpose("arm", "patient", "visit").values
    nadir = np.fmin.accumulate(total, axis=-1)
    before = np.concatenate([np.full_like(nadir[..., :1], np.nan), nadir[..., :-1]], axis=-1)
    done = run.visits["visit_done"].transpose("arm", "patient", "visit").values == 1
    kept = done & (solved(run) & (run.visits["measurable"].values == 1))[..., None]
    base = np.broadcast_to(total[..., :1], total.shape)
    rows = _rows(run, "SUMDIAM", np.nonzero(kept), total[kept], base[kept])
    least = before[kept]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(least > 0, 100 * (total[kept] - least) / least, np.nan)
    return rows | {"NADIR": least, "CHGNAD": total[kept] - least, "PCHGNAD": share}


def _rows(run: Run, code: str, at: tuple[NDArray, ...], value: Floats, base: Floats) -> Rows:
    """What both parameters have in common, at places of arm, patient and visit."""
    arm, patient, visit = at
    day = run.visits["visit_day"].values[patient, visit]
    later = visit > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(later & (base > 0), 100 * (value - base) / base, np.nan)
    return (
        subject(run, arm, patient)
        | treated(run, arm)
        | {
            "PARAMCD": np.full(arm.size, code),
            "PARAM": np.full(arm.size, PARAMETERS[code]),
            "AVISITN": visit,
            "ADY": study_day(day),
            "SIMDAY": day,
            "AVAL": value,
            "ABLFL": marked(~later),
            "BASE": base,
            "CHG": np.where(later, value - base, np.nan),
            "PCHG": share,
        }
    )
