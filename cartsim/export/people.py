"""Who is who in an export: one subject per virtual patient and arm, paired by the patient's own number."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.errors import BadInput, Problem

if TYPE_CHECKING:
    from cartsim.results import Run

Ints = NDArray[np.int64]


def study_id(run: Run) -> str:
    """SIMULATED-1a2b3c4d, the same for every run of one resolved scenario."""
    written = json.dumps(run.manifest["scenario"], sort_keys=True)
    return f"SIMULATED-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def subject(run: Run, arm: Ints, patient: Ints) -> dict[str, NDArray]:
    """Who they are (columns/subject.csv), for places of arms and patients."""
    names, numbers = run.visits["arm"].values.astype(str), run.visits["patient"].values
    identity = np.char.add(
        np.char.add(np.char.add("SIMULATED-", names[arm]), "-"), numbers[patient].astype(str)
    )
    return {
        "STUDYID": np.full(arm.size, study_id(run)),
        "USUBJID": identity,
        "PATID": numbers[patient],
    }


def treated(run: Run, arm: Ints) -> dict[str, NDArray]:
    """What was planned for them (columns/treated.csv), for places of arms."""
    return {"TRTP": run.visits["arm"].values.astype(str)[arm], "TRTPN": arm + 1}


def solved(run: Run) -> NDArray[np.bool_]:
    """(arm, patient): the solve did not fail; only ADSL has rows for the others."""
    return np.asarray(run.visits["status"].values == 0)


def require(run: Run, *names: str) -> None:
    """Refuse a results file that lacks arrays which this version writes."""
    missing = [name for name in names if name not in run.visits and name not in run.endpoints]
    if missing:
        message = f"has no {missing[0]}: an older cartsim wrote it"
        raise BadInput(Problem("", "RUN", message, "run the scenario again (`cartsim run`)"))
