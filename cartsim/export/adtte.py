"""ADTTE: PFS, OS, DOR and DDC, with the event or the reason of censoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CENSORING, CURVES, words
from cartsim.export.people import require, subject, treated
from cartsim.export.table import (
    Table,
    codelist,
    columns,
    make_table,
    sort_rows,
    stack,
    study_day,
)
from cartsim.trial.follow_up import answers, follow_up, starts

if TYPE_CHECKING:
    from cartsim.results import Run

ORIGINS = {
    "OS": "First infusion",
    "PFS": "First infusion",
    "DOR": "First visit of the confirmed response",
    "DDC": "First disease control",
}
EVENTS = {"progression": "Progressive disease", "death": "Death"}
CENSORED = {
    "no event by cut-off": ("No event by the end of the study", "Last adequate visit"),
    "left the study": ("Left the study without an event", "Last adequate visit"),
    "no adequate visit": ("No adequate visit after baseline", "Time zero"),
    "new anticancer therapy": ("New anticancer therapy first", "Last adequate visit before it"),
    "missed visits": ("Event after missed visits", "Last adequate visit before them"),
}
"""What is said of each reason, and of which day the censoring is."""
LAST_KNOWN = "Last day known alive"
"""The day of a censored OS."""

COLUMNS = columns("adtte", "subject", "treated")
PARAMETERS = codelist(COLUMNS, "PARAMCD")


def adtte(run: Run) -> Table:
    """The time-to-event data set of everyone in the set of each parameter."""
    require(run, "new_therapy_day", "pfs_reason", "pfs_after")
    seen = follow_up(run.visits)
    begin = starts(seen, answers(seen, run.scenario))
    values = stack([_curve(run, name, begin[name]) for name in CURVES], COLUMNS)
    values = sort_rows(values, ("TRTPN", "PATID", "PARAMCD"))
    return make_table(
        "ADTTE", "Time-to-Event Analysis Dataset", "One row per subject and parameter", COLUMNS, values
    )


def _curve(run: Run, name: str, begin: NDArray[np.float64]) -> dict[str, NDArray]:
    arm, patient = np.nonzero(np.isfinite(run.endpoints[name].values))
    time, event, reason, after = (
        run.endpoints[key].values[arm, patient]
        for key in (name, f"{name}_event", f"{name}_reason", f"{name}_after")
    )
    code, start = name.upper(), begin[arm, patient]
    why = words(reason, CENSORING)
    first, last = study_day(start), study_day(start + time)
    return (
        subject(run, arm, patient)
        | treated(run, arm)
        | {
            "PARAMCD": np.full(arm.size, code),
            "PARAM": np.full(arm.size, PARAMETERS[code]),
            "AVAL": last - first + 1,
            "AVALU": np.full(arm.size, "DAYS"),
            "CNSR": 1 - event,
            "EVNTDESC": np.array(
                [EVENTS.get(word) or CENSORED[word][0] for word in why.tolist()], dtype=np.str_
            ),
            "CNSDTDSC": np.array([_dated(code, word) for word in why.tolist()], dtype=np.str_),
            "STARTDY": first,
            "STARTDSC": np.full(arm.size, ORIGINS[code]),
            "ADY": last,
            "SIMTIME": time,
            "AFTERDY": study_day(start + after),
        }
    )


def _dated(code: str, reason: str) -> str:
    if reason in EVENTS:
        return ""
    return LAST_KNOWN if code == "OS" else CENSORED[reason][1]
