"""ADSL: one row per subject, that is per virtual patient and arm; failed solves too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cartsim.datasets import CAVITY_SITE, DISEASE, DLT, DLT_REASON, HER2_IHC, MECHANISM, SEX, STATUS, words
from cartsim.export.people import require, solved, subject
from cartsim.export.table import (
    Table,
    columns,
    make_table,
    marked,
    study_day,
    yes_no,
)

if TYPE_CHECKING:
    from cartsim.results import Run

DLT_WORDS = {"DLT": "dose-limiting toxicity", "NONE": "none", "NOT EVALUABLE": "not evaluable"}

COLUMNS = columns("adsl", "subject")


def adsl(run: Run) -> Table:
    """The subject-level data set."""
    require(run, "new_therapy_day", "dlt_day")
    shape = run.visits["status"].shape
    arm, patient = (places.ravel() for places in np.indices(shape))
    who = {name: run.visits[name].values[patient] for name in COVARIATES}
    values = subject(run, arm, patient) | _arm(run, arm, patient) | _baseline(who)
    values |= _sets(run, shape) | _ends(run, arm, patient)
    values |= {"MANFAIL": yes_no(who["manufacturing_failure"])}
    ordered = {column.name: values[column.name] for column in COLUMNS}
    return make_table("ADSL", "Subject-Level Analysis Dataset", "One row per subject", COLUMNS, ordered)


COVARIATES = (
    "age",
    "sex",
    "weight",
    "bsa",
    "ecog",
    "disease",
    "her2_ihc",
    "cavity_site",
    "effusion_volume0",
    "lvef0",
    "haemoglobin0",
    "manufacturing_failure",
)


def _arm(run: Run, arm: NDArray, patient: NDArray) -> dict[str, NDArray]:
    names, numbers = run.visits["arm"].values.astype(str), run.visits["patient"].values
    given = run.visits["infused"].values.ravel() == 1
    actual = np.where(given, names[arm], "")
    return {
        "SUBJID": np.char.add(np.char.add(names[arm], "-"), numbers[patient].astype(str)),
        "ARM": names[arm],
        "ACTARM": actual,
        "TRT01P": names[arm],
        "TRT01PN": arm + 1,
        "TRT01A": actual,
        "TRTSDY": np.where(given, 1.0, np.nan),
    }


def _baseline(who: dict[str, NDArray]) -> dict[str, NDArray]:
    return {
        "AGE": who["age"],
        "AGEU": np.full(who["age"].size, "YEARS"),
        "SEX": np.where(who["sex"] == SEX.index("female"), "F", "M"),
        "WEIGHTBL": who["weight"],
        "BSABL": who["bsa"],
        "ECOGBL": who["ecog"],
        "PRIMTUM": words(who["disease"], DISEASE),
        "HER2BL": words(who["her2_ihc"], HER2_IHC),
        "CAVITY": words(who["cavity_site"], CAVITY_SITE),
        "EFFVOLBL": who["effusion_volume0"],
        "LVEFBL": who["lvef0"],
        "HGBBL": who["haemoglobin0"],
    }


def _sets(run: Run, shape: tuple[int, ...]) -> dict[str, NDArray]:
    """Populations and the dose-limiting toxicity."""
    fine, dlt = solved(run), run.endpoints["dlt"].values
    flat = {
        "SOLVSTAT": words(run.visits["status"].values, STATUS),
        "ENRLFL": yes_no(np.ones(shape)),
        "ITTFL": yes_no(fine),
        "SAFFL": yes_no(fine & (run.visits["infused"].values == 1)),
        "MEASFL": yes_no(fine & (run.visits["measurable"].values == 1)),
        "DLTEVLFL": yes_no(dlt != DLT.index("not evaluable")),
        "DLT": np.char.upper(words(dlt, DLT)),
        "DLTREAS": _unless(words(run.endpoints["dlt_reason"].values, DLT_REASON), "none"),
        "DLTDY": study_day(run.endpoints["dlt_day"].values),
        "DOSEPLN": run.visits["planned_dose"].values,
        "DOSEGVN": run.visits["given_dose"].values,
    }
    return {name: array.ravel() for name, array in flat.items()}


def _ends(run: Run, arm: NDArray, patient: NDArray) -> dict[str, NDArray]:
    """Death, new therapy, drop-out and the last day seen."""
    death, last = run.visits["death_day"].values.ravel(), run.visits["last_seen_day"].values.ravel()
    drop = run.visits["dropout_day"].values[patient]
    return {
        "DTHFL": marked(np.isfinite(death)),
        "DTHDY": study_day(death),
        "DTHCAUS": _unless(words(run.visits["death_cause"].values.ravel(), MECHANISM), "none"),
        "NTRTDY": study_day(run.visits["new_therapy_day"].values.ravel()),
        "DCDY": study_day(np.where((drop <= last) & ~np.isfinite(death), drop, np.nan)),
        "LSTALVDY": study_day(last),
    }


def _unless(texts: NDArray, nothing: str) -> NDArray:
    return np.where(texts == nothing, "", texts)
