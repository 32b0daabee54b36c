"""The arrays of a run as tidy tables: one table per combination of dims, a row per combination of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from cartsim.datasets import variable, words
from cartsim.export.table import Column, Kind, Table, make_table

if TYPE_CHECKING:
    from cartsim.results import Run

Dims = tuple[str, ...]

NAMES: dict[Dims, str] = {
    ("patient",): "patients",
    ("patient", "lesion"): "patient_lesions",
    ("patient", "parameter"): "patient_parameters",
    ("patient", "visit"): "visit_days",
    ("arm", "patient"): "subjects",
    ("arm", "patient", "visit"): "visits",
    ("arm", "patient", "visit", "lesion"): "lesions",
    ("arm", "patient", "safety_visit"): "safety_visits",
    ("arm", "patient", "sample"): "samples",
    ("arm", "patient", "event"): "events",
    ("arm", "patient", "ae_record"): "adverse_event_records",
    ("arm", "patient", "event_term"): "adverse_events",
    ("arm", "patient", "time"): "monitoring",
    ("arm",): "arms",
    ("arm", "repeat"): "nodules",
    ("arm", "repeat", "time"): "nodule_course",
    ("arm", "repeat", "time", "shell"): "nodule_shells",
    ("arm", "repeat", "time", "depth_quantile"): "nodule_kill_depths",
    ("shell",): "shells",
}
"""File names; other combinations are called by their dims."""
SLOTS = ("event", "ae_record", "km_step")
"""Dims that only count."""
SLOT = "Place in the list."
PICTURED = {"cell", "snapshot", "field"}
"""Dims of the snapshots of single cells."""
PADDED = ("event", "ae_record", "lesion", "km_step")
"""Dims with slots that may be empty: rows in which nothing stands are left out."""


def array_tables(run: Run) -> list[Table]:
    """Tables of the patients, visits, endpoints and nodules; the first data set that has a name gives it.
    Cells and fields of snapshots are left to the results file and to ParaView.
    """
    groups: dict[Dims, dict[str, xr.DataArray]] = {}
    taken: set[str] = set()
    pictures = [name for name, array in run.nodule.variables.items() if PICTURED & set(array.dims)]
    for data in (run.patients, run.visits, run.endpoints, run.nodule.drop_vars(pictures)):
        for name in data.data_vars:
            dims = tuple(map(str, data[name].dims))
            if str(name) not in taken and dims:
                groups.setdefault(dims, {})[str(name)] = data[name]
        taken |= {str(name) for name in data.data_vars}
    return [_table(dims, arrays) for dims, arrays in groups.items()]


def _table(dims: Dims, arrays: dict[str, xr.DataArray]) -> Table:
    sample = next(iter(arrays.values()))
    places = [index.ravel() for index in np.indices(sample.shape)]
    columns: list[Column] = []
    values: dict[str, NDArray] = {}
    for dim, place in zip(dims, places, strict=True):
        labels = sample[dim].values if dim in sample.coords else np.arange(sample.sizes[dim])
        columns.append(_column(dim, (dim,), labels, key=len(columns) + 1))
        values[dim] = labels[place]
        for name in sample.coords:
            if sample[name].dims == (dim,) and name != dim:
                columns.append(_column(str(name), (dim,), sample[name].values))
                values[str(name)] = sample[name].values[place]
    empty = np.full(sample.size, any(dim in PADDED for dim in dims))
    for name, array in arrays.items():
        flat = array.values.ravel()
        empty &= np.isnan(flat) if flat.dtype.kind == "f" else flat == 0
        columns.append(_column(name, dims, flat))
        values[name] = _worded(name, dims, flat)
    kept = {name: array[~empty] for name, array in values.items()}
    name = NAMES.get(dims, "_by_".join(dims))
    return make_table(
        name, name.replace("_", " ").capitalize(), f"One row per {', '.join(dims)}", columns, kept
    )


def _column(name: str, dims: Dims, values: NDArray, key: int = 0) -> Column:
    """The column of an array, described as the table of arrays has it."""
    if name in SLOTS:
        return Column(name, f"slot of the {name.replace('_', ' ')}", "integer", SLOT, "Assigned", None, key)
    row = variable(name, dims)
    kind: Kind = "text" if row.categories or values.dtype.kind in "UO" else "float"
    if kind == "float" and values.dtype.kind in "iu":
        kind = "integer"
    units = "" if row.units in ("1", "") else f" [{row.units}]"
    codes = {word: word for word in row.categories} or None
    return Column(name, f"{row.long_name}{units}", kind, "As in the results file.", "Simulated", codes, key)


def _worded(name: str, dims: Dims, values: NDArray) -> NDArray:
    categories = variable(name, dims).categories
    return words(values, categories) if categories else values
