"""Laboratory shift: the CTCAE grade at baseline against the worst grade at the safety visits after it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.trial.ctcae_series import grade_values

LABS = {
    "Neutrophil count decreased": ("anc_lab", "neutrophil_limit"),
    "Platelet count decreased": ("platelets_lab", "platelet_limit"),
    "Lymphocyte count decreased": ("lymphocytes_lab", "lymphocyte_limit"),
    "Lymphocyte count increased": ("lymphocytes_lab", None),
    "White blood cell decreased": ("white_cells_lab", "white_cell_limit"),
    "Ejection fraction decreased": ("lvef_lab", None),
}
"""CTCAE terms, the values they grade, and the parameter with the lower limit of normal."""
LEVELS = (0, 1, 2, 3, 4)


def laboratory_shift(
    visits: xr.Dataset, clinic: Mapping[str, float], version: str, among: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Patients (arm, lab_term, baseline_grade, worst_grade) of `among` with a value on both sides.

    The baseline is the last value on or before day 0, after the chemotherapy that precedes the cells.
    """
    before = visits["safety_day"].values <= 0.0
    tables = []
    for term, (name, limit) in LABS.items():
        values = visits[name].transpose("arm", "patient", "safety_visit").values
        grades = grade_values(
            term,
            values,
            lower=None if limit is None else clinic[limit],
            baseline=visits["lvef0"].values[None, :, None],
            version=version,
        )
        tables.append(_counts(grades, np.isfinite(values), before, among))
    return np.stack(tables, axis=1)


def _counts(
    grades: NDArray[np.int8], known: NDArray[np.bool_], before: NDArray[np.bool_], among: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """(arm, grade before, worst grade after)."""
    arms, size = grades.shape[0], len(LEVELS)
    if not before.any() or before.all():
        return np.zeros((arms, size, size), np.int64)
    first = np.flatnonzero(before)[-1]
    there = among & known[..., first] & known[..., ~before].any(axis=-1)
    worst = np.where(known[..., ~before], grades[..., ~before], 0).max(axis=-1)
    pair = grades[..., first].astype(np.int64) * size + worst
    tables = [np.bincount(pair[arm][there[arm]], minlength=size * size) for arm in range(arms)]
    return np.stack(tables).reshape(arms, size, size)
