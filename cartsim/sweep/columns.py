"""What a sweep keeps of every patient: some fifty numbers, by the names and types of run files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import DLT, DLT_REASON, STATUS, variable
from cartsim.population import draw
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.course import simulate
from cartsim.trial import observe
from cartsim.trial.assess import of_patients
from cartsim.trial.duration import response_at_visits

BATCH = 1000
"""Patients simulated at a time: bounds the memory of a worker. No result depends on it."""

OF_PATIENTS = (
    "disease", "cavity_site", "her2_ihc", "sex", "age", "weight", "free_tumour_cells", "effusion_volume0",
    "manufacturing_failure", "candidates",
)  # fmt: skip
"""Known before anything is given: alike in every arm of a point."""
OF_COURSES = ("status", "steps", "given_dose")
OF_VISITS = ("infused", "measurable", "death_cause")
OF_ENDPOINTS = (
    "best_overall_response", "confirmed_response", "response_by_primary", "best_effusion_response",
    "response_day", "time_in_response", "pfs", "pfs_event", "os", "os_event", "dor", "dor_event", "ddc",
    "ddc_event", "dlt", "dlt_reason", "dlt_day", "late_dlt", "crs_grade", "crs_onset", "icans_grade",
    "icans_onset", "cmax", "tmax", "auc_0_28", "persistence", "cmax_fluid", "auc_0_28_fluid",
    "persistence_fluid", "cmax_tumour", "auc_0_28_tumour",
)  # fmt: skip
AT_VISITS = ("overall_response", "response_at_visit")
PER_ARM = (*OF_COURSES, *OF_VISITS, *OF_ENDPOINTS)
"""One value per patient of an arm."""

Rows = NDArray[Any]
"""A structured array: a row for each patient, a field for each name."""


def row_type(scenario: Scenario) -> np.dtype:
    """The fields of a row: `patient`, then the names above, little-endian; those of visits have one place for
    each, the baseline first."""
    visits = 1 + len(scenario.trial.visits.response)
    plain = [(name, _kind(name, ("patient",))) for name in OF_PATIENTS]
    plain += [(name, _kind(name, ("arm", "patient"))) for name in PER_ARM]
    listed = [(name, _kind(name, ("arm", "patient", "visit")), (visits,)) for name in AT_VISITS]
    return np.dtype([("patient", "<i8"), *plain, *listed])


def rows_of(
    scenario: Scenario, start: int, stop: int, done: Callable[[int], None] | None = None, threads: int = 1
) -> Rows:
    """The rows of patients start, start + 1, ... stop - 1 of a scenario of one arm, each computed as if it
    were alone. `done` is told how many more are finished."""
    rows = np.zeros(stop - start, row_type(scenario))
    for first in range(start, stop, BATCH):
        last = min(first + BATCH, stop)
        _fill(rows[first - start : last - start], scenario, np.arange(first, last), threads)
        if done is not None:
            done(last - first)
    return rows


def lost(scenario: Scenario, patient: int, reason: str) -> Rows:
    """The row of a patient whom no worker could compute: a status, no numbers, nothing that is known."""
    rows = np.zeros(1, row_type(scenario))
    for name in rows.dtype.names or ():
        if rows.dtype[name].base.kind == "f":
            rows[name] = np.nan
    rows["patient"], rows["status"] = patient, STATUS.index(reason)
    rows["dlt"], rows["dlt_reason"] = DLT.index("not evaluable"), DLT_REASON.index("failed solve")
    return rows


def _fill(rows: Rows, scenario: Scenario, ids: NDArray[np.int64], threads: int) -> None:
    patients = draw(scenario, ids)
    course = simulate(patients, scenario, threads=threads)
    visits = observe(course, scenario)
    found = of_patients(visits, scenario) | {"response_at_visit": response_at_visits(visits)}
    rows["patient"] = ids
    for name in OF_PATIENTS:
        rows[name] = patients[name].values
    for names, source in ((OF_COURSES, course), (OF_VISITS, visits), (OF_ENDPOINTS, found)):
        for name in names:
            rows[name] = _values(source, name)[0]
    for name, table in (("overall_response", visits), ("response_at_visit", found)):
        rows[name] = _values(table, name)[0]


def _values(source: xr.Dataset | Mapping[str, NDArray], name: str) -> NDArray:
    if isinstance(source, xr.Dataset):
        dims = ("arm", "patient", *(("visit",) if name in AT_VISITS else ()))
        return source[name].transpose(*dims).values
    return source[name]


def _kind(name: str, dims: tuple[str, ...]) -> str:
    kind = np.dtype(variable(name, dims).dtype)
    return kind.newbyteorder("<").str
