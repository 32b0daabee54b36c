"""ADLB: laboratory values at the safety visits, with CTCAE grades where the table grades by value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
)
from cartsim.trial.clinic import clinic_values
from cartsim.trial.ctcae_series import grade_values

if TYPE_CHECKING:
    from cartsim.results import Run


class Test(NamedTuple):
    """A laboratory test: its code, text and unit, the CTCAE term, and its lower limit among the clinic's."""

    code: str
    text: str
    unit: str
    term: str = ""
    limit: str = ""


TESTS = {
    "anc_lab": Test("NEUT", "Neutrophils", "10^9/L", "neutrophil count decreased", "neutrophil_limit"),
    "platelets_lab": Test("PLAT", "Platelets", "10^9/L", "platelet count decreased", "platelet_limit"),
    "lymphocytes_lab": Test("LYM", "Lymphocytes", "10^9/L", "lymphocyte count decreased", "lymphocyte_limit"),
    "white_cells_lab": Test("WBC", "Leukocytes", "10^9/L", "white blood cell decreased", "white_cell_limit"),
    "il6_lab": Test("IL6", "Interleukin 6", "pg/mL"),
    "crp_lab": Test("CRP", "C-Reactive Protein", "mg/L"),
    "ifng_lab": Test("IFNG", "Interferon Gamma", "pg/mL"),
    "lvef_lab": Test("LVEF", "Left Ventricular Ejection Fraction", "%", "ejection fraction decreased"),
}

COLUMNS = columns("adlb", "subject", "treated")
PARAMETERS = codelist(COLUMNS, "PARAMCD")


def adlb(run: Run) -> Table:
    """The laboratory data set of everyone whose solve is ok, to the last day seen."""
    require(run, *TESTS)
    values = stack([_test(run, name, test) for name, test in TESTS.items()], COLUMNS)
    values = sort_rows(values, ("TRTPN", "PATID", "PARAMCD", "AVISITN"))
    structure = "One row per subject, test and safety visit"
    return make_table("ADLB", "Laboratory Analysis Dataset", structure, COLUMNS, values)


def _test(run: Run, name: str, test: Test) -> dict[str, NDArray]:
    found = run.visits[name].transpose("arm", "patient", "safety_visit").values
    day = run.visits["safety_day"].values
    before = np.flatnonzero(day <= 0)
    first = int(before[-1]) if before.size else -1
    base = found[..., [first]] if before.size else np.full_like(found[..., :1], np.nan)
    limit = clinic_values(run.scenario)[test.limit] if test.limit else np.nan
    kept = np.isfinite(found) & solved(run)[..., None]
    arm, patient, visit = np.nonzero(kept)
    value, start = found[kept], np.broadcast_to(base, found.shape)[kept]
    return (
        subject(run, arm, patient)
        | treated(run, arm)
        | {
            "PARAMCD": np.full(arm.size, test.code),
            "PARAM": np.full(arm.size, PARAMETERS[test.code]),
            "AVISITN": visit + 1,
            "ADY": study_day(day[visit]),
            "AVAL": value,
            "AVALU": np.full(arm.size, test.unit),
            "ABLFL": marked(visit == first),
            "BASE": start,
            "CHG": np.where(visit > first, value - start, np.nan),
            "ANRLO": np.full(arm.size, limit),
            "ATOXDSCL": np.full(arm.size, test.term.capitalize()),
            "ATOXGRL": _grades(run, test, value, start, limit),
        }
    )


def _grades(run: Run, test: Test, value: NDArray, base: NDArray, limit: float) -> NDArray:
    """Grades as text; empty without a term."""
    if not test.term:
        return np.full(value.size, "")
    lower = None if np.isnan(limit) else limit
    grades = grade_values(test.term, value, lower=lower, baseline=base, version=run.scenario.trial.ctcae)
    return grades.astype(int).astype(np.str_)
