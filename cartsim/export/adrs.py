"""ADRS: the response at every visit, and the best responses, as the trial's endpoints take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import IRECIST, RESPONSE, words
from cartsim.export.people import require, solved, subject, treated
from cartsim.export.table import (
    Table,
    codelist,
    columns,
    make_table,
    marked,
    sort_rows,
    stack,
    study_day,
    yes_no,
)
from cartsim.trial.best_response import counted_visits
from cartsim.trial.follow_up import follow_up
from cartsim.trial.responses import RANK, first_day, responded

if TYPE_CHECKING:
    from cartsim.results import Run

Rows = dict[str, NDArray]

ORDER = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND", "MISSING")
NUMBERS = {word: place for place, word in enumerate(ORDER, start=1)}
"""AVAL of a response, 1 the best."""

COLUMNS = columns("adrs", "subject", "treated")
PARAMETERS = codelist(COLUMNS, "PARAMCD")


def adrs(run: Run) -> Table:
    """The response data set of everyone whose solve is ok; visits after the last day seen have no row."""
    require(run, "new_therapy_day")
    parts = [_visits(run), _best(run, "BOR", "best_overall_response", "best_response_day")]
    parts += [_best(run, "CBOR", "confirmed_response", "confirmed_response_day")]
    parts += [_responders(run, "RSP", _first_response(run))]
    parts += [_responders(run, "CRSP", run.endpoints["response_day"].values)]
    if "immune_response" in run.visits:
        parts += [_immune_visits(run)]
    values = sort_rows(stack(parts, COLUMNS), ("TRTPN", "PATID", "PARAMCD", "AVISITN"))
    structure = "One row per subject, parameter and visit"
    return make_table("ADRS", "Response Analysis Dataset", structure, COLUMNS, values)


def _visits(run: Run) -> Rows:
    """OVR: a row per visit that was due."""
    seen = follow_up(run.visits)
    due = seen.history.codes > RANK["MISSING"]
    arm, patient, visit = np.nonzero(due)
    counted = counted_visits(seen.history, "first", seen.new_therapy).codes > RANK["MISSING"]
    scheduled = seen.scheduled[visit]
    response = words(seen.history.codes[due], RESPONSE)
    return _rows(run, "OVR", arm, patient, seen.history.days[due], response) | {
        "AVISITN": visit + 1,
        "AVISIT": np.char.add("Day ", np.array([f"{day:g}" for day in scheduled], dtype=np.str_)),
        "AVAL": _numbers(response),
        "TRGRESP": _word(run, "target_response")[due],
        "NTRGRESP": _word(run, "non_target_response")[due],
        "NEWLSFL": yes_no(run.visits["new_lesion"].values[..., 1:][due]),
        "ANL01FL": marked(counted[due]),
    }


def _immune_visits(run: Run) -> Rows:
    """IOVR: the iRECIST word as it was seen at each visit that was due; no AVAL, since OVR settles it."""
    seen = follow_up(run.visits)
    due = seen.history.codes > RANK["MISSING"]
    arm, patient, visit = np.nonzero(due)
    word = words(run.visits["immune_response"].values[..., 1:][due], IRECIST)
    return _rows(run, "IOVR", arm, patient, seen.history.days[due], word) | {"AVISITN": visit + 1}


def _best(run: Run, code: str, name: str, day: str) -> Rows:
    arm, patient = np.nonzero(solved(run))
    response = words(run.endpoints[name].values[arm, patient], RESPONSE)
    days = run.endpoints[day].values[arm, patient]
    return _rows(run, code, arm, patient, days, response) | {"AVAL": _numbers(response)}


def _responders(run: Run, code: str, day: NDArray) -> Rows:
    """Y with the day of the first CR or PR, N without one."""
    arm, patient = np.nonzero(solved(run))
    days = day[arm, patient]
    there = np.isfinite(days)
    days = np.where(there, days, np.nan)
    return _rows(run, code, arm, patient, days, yes_no(there)) | {"AVAL": there.astype(float)}


def _rows(run: Run, code: str, arm: NDArray, patient: NDArray, day: NDArray, word: NDArray) -> Rows:
    return (
        subject(run, arm, patient)
        | treated(run, arm)
        | {
            "PARAMCD": np.full(arm.size, code),
            "PARAM": np.full(arm.size, PARAMETERS[code]),
            "ADY": study_day(day),
            "SIMDAY": day,
            "AVALC": word,
        }
    )


def _first_response(run: Run) -> NDArray[np.float64]:
    """Day of the first CR or PR that is not after a PD or a new therapy; infinite without one."""
    seen = follow_up(run.visits)
    counted = counted_visits(seen.history, "first", seen.new_therapy)
    return first_day(counted, responded(counted.codes))


def _word(run: Run, name: str) -> NDArray:
    """Words of a response after baseline; empty where there are no such lesions."""
    found = words(run.visits[name].values[..., 1:], RESPONSE)
    return np.where(found == "MISSING", "", found)


def _numbers(response: NDArray) -> NDArray[np.float64]:
    lookup = np.array([NUMBERS[word] for word in RESPONSE], float)
    places = {word: place for place, word in enumerate(RESPONSE)}
    return lookup[np.array([places[str(word)] for word in response], dtype=int)]
