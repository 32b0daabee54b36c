"""Patients whose graded records, deaths and doses are written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from cartsim.datasets import AE_TERMS, MECHANISM
from cartsim.trial.records import Records

NAN = OPEN = float("nan")
USUAL = {"last": 372.0, "death": NAN, "cause": "none", "status": 0, "given": 1e8, "planned": 1e8}
NAMES = {
    "last": "last_seen_day", "death": "death_day", "cause": "death_cause", "status": "status",
    "given": "given_dose", "planned": "planned_dose",
}  # fmt: skip


def records_of(*patients: list[tuple[str, int, float, float]], shape: tuple[int, int] = (0, 0)) -> Records:
    """Records of patients, each a list of (term, grade, start, end); of one arm unless `shape` is given."""
    rows = [
        (row, AE_TERMS.index(term), grade, start, end)
        for row, events in enumerate(patients)
        for term, grade, start, end in events
    ]
    rows.sort(key=lambda item: (item[0], item[1], item[3]))
    row, term, grade, start, end = zip(*rows, strict=True) if rows else [()] * 5
    return Records(
        np.array(row, int), np.array(term, np.int8), np.array(grade, np.int8), np.array(start, float),
        np.array(end, float), shape if any(shape) else (1, len(patients)),
    )  # fmt: skip


def visits_of(*known: dict[str, Any]) -> xr.Dataset:
    """What the visits say of the patients of one arm."""
    rows = [USUAL | one for one in known]
    columns = {
        name: [MECHANISM.index(row[name]) if name == "cause" else row[name] for row in rows] for name in NAMES
    }
    return xr.Dataset(
        {NAMES[name]: (("arm", "patient"), np.array([column])) for name, column in columns.items()}
    )
