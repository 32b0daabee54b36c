"""What every array is called: dims, dtype, units and meaning of Patients, Course, Visits, Endpoints and
Nodule.

The names travel with the files. `units` are UDUNITS text ("day", never "days": the plural makes readers
decode durations); counts of cells are written "1" or per volume, and `long_name` keeps the unit as people say
it. Categories are int8 codes with the CF attributes `flag_values` and `flag_meanings`; `words` turns codes
back. Day 0 is the day of the first infusion everywhere. A value that does not exist is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import xarray as xr

from cartsim.datasets.categories import (
    AE_TERMS,
    CAVITY_SITE,
    CELL_KIND,
    CENSORING,
    COMPARTMENTS,
    CURVES,
    DESIGN_DECISION,
    DESIGN_END,
    DESIGN_PART,
    DISEASE,
    DLT,
    DLT_REASON,
    EFFUSION_RESPONSE,
    EVENT_KIND,
    HER2_IHC,
    IRECIST,
    LABORATORY,
    LANDMARK_STATUS,
    LESION_KIND,
    LESION_STATE,
    MECHANISM,
    NO_YES,
    RESPONSE,
    SEX,
    STATUS,
)
from cartsim.datasets.coordinates import COORDINATES
from cartsim.datasets.course import COURSE
from cartsim.datasets.dose_finding import DOSE_FINDING
from cartsim.datasets.endpoints import ENDPOINTS
from cartsim.datasets.nodule import NODULE, NODULE_COORDINATES
from cartsim.datasets.patients import PATIENTS
from cartsim.datasets.route_basis import ROUTE_BASIS
from cartsim.datasets.time_to_event import TIME_TO_EVENT
from cartsim.datasets.variable import Variable
from cartsim.datasets.visits import VISITS

__all__ = [
    "AE_TERMS",
    "CAVITY_SITE",
    "CELL_KIND",
    "CENSORING",
    "COMPARTMENTS",
    "CURVES",
    "DESIGN_DECISION",
    "DESIGN_END",
    "DESIGN_PART",
    "DISEASE",
    "DLT",
    "DLT_REASON",
    "EFFUSION_RESPONSE",
    "EVENT_KIND",
    "HER2_IHC",
    "IRECIST",
    "LABORATORY",
    "LANDMARK_STATUS",
    "LESION_KIND",
    "LESION_STATE",
    "MECHANISM",
    "NO_YES",
    "RESPONSE",
    "SEX",
    "STATUS",
    "VARIABLES",
    "Variable",
    "codes",
    "data_array",
    "describe",
    "variable",
    "words",
]

VARIABLES: tuple[Variable, ...] = (
    *COORDINATES,
    *PATIENTS,
    *COURSE,
    *VISITS,
    *ENDPOINTS,
    *TIME_TO_EVENT,
    *DOSE_FINDING,
    *ROUTE_BASIS,
    *NODULE_COORDINATES,
    *NODULE,
)
_BY_NAME: dict[str, list[Variable]] = {}
for _variable in VARIABLES:
    _BY_NAME.setdefault(_variable.name, []).append(_variable)


def variable(name: str, dims: Sequence[str] = ()) -> Variable:
    """The row of the table for `name`; where one name serves two datasets, the row with these dims.

    >>> variable("sld").units
    'mm'
    >>> variable("crs_grade", ["arm", "patient"]).dims
    ('arm', 'patient')
    """
    if name not in _BY_NAME:
        near = get_close_matches(name, _BY_NAME, n=1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        raise KeyError(f"{name!r} is not in the table of arrays{guess}")
    rows = _BY_NAME[name]
    exact = [row for row in rows if row.dims == tuple(dims)]
    wide_enough = [row for row in rows if set(dims) <= set(row.dims)]
    return (exact or wide_enough or rows)[0]


def data_array(name: str, values: Any, dims: Sequence[str] | None = None) -> xr.DataArray:
    """A DataArray of the listed dims, dtype and attributes; `dims` chooses between rows of one name."""
    row = variable(name, () if dims is None else dims)
    array = np.asarray(values)
    typed = array if row.dtype == "U" else array.astype(row.dtype, copy=False)
    return xr.DataArray(typed, dims=row.dims, attrs=row.attrs)


def describe(dataset: xr.Dataset) -> xr.Dataset:
    """The dataset with units, meaning and codes on every variable and coordinate; values are untouched.

    KeyError for a name that is not listed (it tells the nearest); ValueError for a dim the table does not
    give it.
    """
    described = dataset.copy()
    for name, values in dataset.variables.items():
        row = variable(str(name), [str(dim) for dim in values.dims])
        extra = set(values.dims) - set(row.dims)
        if extra:
            stray = sorted(map(str, extra))[0]
            raise ValueError(f"{name} has the dim {stray!r}; the table gives it {row.dims}")
        described.variables[name].attrs = {**values.attrs, **row.attrs}
    return described


def words(codes: Any, categories: Sequence[str]) -> np.ndarray:
    """The words of integer codes, same shape.

    >>> words([7, 3], RESPONSE).tolist()
    ['CR', 'PD']
    """
    return np.asarray(np.asarray(categories, dtype=str)[np.asarray(codes, dtype=int)])


def codes(texts: Any, categories: Sequence[str]) -> np.ndarray:
    """The int8 codes of words, same shape; KeyError for a word that is no category.

    >>> codes(["CR", "PD"], RESPONSE).tolist()
    [7, 3]
    """
    lookup: Mapping[str, int] = {word: code for code, word in enumerate(categories)}
    array = np.asarray(texts)
    return np.array([lookup[str(text)] for text in array.ravel()], dtype=np.int8).reshape(array.shape)
