"""ADTR: every lesion at every visit, and the sum of the target lesions with its nadir."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import LESION_STATE, words
from cartsim.export.people import SUBJECT, TREATED, solved, subject, treated
from cartsim.export.table import Table, integer, make_table, number, sort_rows, stack, study_day, text, yes_no

if TYPE_CHECKING:
    from cartsim.results import Run

Rows = dict[str, NDArray]
Floats = NDArray[np.float64]

PARAMETERS = {"LDIAM": "Diameter of the Lesion (mm)", "SUMDIAM": "Sum of Diameters of Target Lesions (mm)"}
GROUPS = {"TARGET": "target lesion", "NON-TARGET": "non-target lesion", "NEW": "first seen after baseline"}

COLUMNS = (
    *SUBJECT,
    *TREATED,
    text("PARAMCD", "Parameter Code", "LDIAM has a row per lesion and visit, SUMDIAM one per visit.", codelist=PARAMETERS, key=3),
    text("PARAM", "Parameter", "Text of PARAMCD.", origin="Assigned"),
    integer("LNKID", "Lesion of the Subject", "Lesion group, the same at all visits; missing for SUMDIAM.", key=5),
    text("LNKGRP", "Role of the Lesion", "By what was written at baseline: a measured lesion is a target, one that was there a non-target, any other new.", codelist=GROUPS),
    integer("AVISITN", "Analysis Visit (N)", "Number of the visit, 0 the baseline.", key=4),
    integer("ADY", "Analysis Relative Day", "Day 1 is the infusion; there is no day 0."),
    number("SIMDAY", "Day Since First Infusion, Exact", "Days since infusion, which is day 0.", origin="Simulated"),
    number("AVAL", "Analysis Value", "mm as read; missing where the state has no number or the sum is incomplete.", origin="Simulated"),
    text("AVALC", "Analysis Value (C)", "State of the lesion as written down; TSTM: too small to measure, 5 mm.", origin="Simulated"),
    text("ABLFL", "Baseline Record Flag", "The visit is the baseline.", codelist={"Y": "yes", "N": "no"}),
    number("BASE", "Baseline Value", "AVAL at baseline."),
    number("CHG", "Change from Baseline", "AVAL - BASE, after baseline."),
    number("PCHG", "Percent Change from Baseline", "100 (AVAL - BASE) / BASE, after baseline."),
    number("NADIR", "Nadir Before the Visit", "SUMDIAM: the least of baseline and earlier complete visits."),
    number("CHGNAD", "Change from Nadir", "AVAL - NADIR."),
    number("PCHGNAD", "Percent Change from Nadir", "100 (AVAL - NADIR) / NADIR."),
)  # fmt: skip


def adtr(run: Run) -> Table:
    """The tumour data set of everyone whose solve is ok, of the visits that took place."""
    values = stack([_lesions(run), _sums(run)], COLUMNS)
    values = sort_rows(values, ("LNKID", "AVISITN", "PARAMCD", "PATID", "TRTPN"))
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
            "ABLFL": yes_no(~later),
            "BASE": base,
            "CHG": np.where(later, value - base, np.nan),
            "PCHG": share,
        }
    )
