"""Datasets as groups of a NetCDF4 file, written and read with h5py alone.

NetCDF4 is HDF5 with conventions: every dim is a dimension scale, every variable names the scales of its axes.
Written directly it takes a tenth of the time of the general libraries, which look every name up again at
each step. xarray, h5netcdf and ncdump read the result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]
import numpy as np
import xarray as xr

COMPRESSION = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
NO_VARIABLE = "This is a netCDF dimension but not a netCDF variable."
"""How NetCDF4 marks a dim without coordinate; ten places for its length follow."""
OURS_NOT = {
    "CLASS",
    "NAME",
    "REFERENCE_LIST",
    "DIMENSION_LIST",
    "_Netcdf4Dimid",
    "_Netcdf4Coordinates",
    "_FillValue",
}
"""Attributes of the conventions, not of the data."""


def compose(attributes: Mapping[str, Any], groups: Mapping[str, xr.Dataset]) -> bytes:
    """The file in memory: root attributes and one group per Dataset."""
    with h5py.File("in memory", "w", driver="core", backing_store=False, track_order=True) as file:
        _write_attributes(file, attributes)
        scales = 0
        for name, dataset in groups.items():
            group = file.create_group(name, track_order=True)
            _write_group(group, dataset, scales)
            scales += len(dataset.sizes)
        file.flush()
        return bytes(file.id.get_file_image())


def _write_group(group: h5py.Group, dataset: xr.Dataset, first: int) -> None:
    """The scales of the dims, numbered from `first` through the file, then the variables attached to them."""
    auxiliary = [str(name) for name in dataset.coords if name not in dataset.sizes]
    _write_attributes(group, dataset.attrs | ({"coordinates": " ".join(auxiliary)} if auxiliary else {}))
    scales = {}
    for number, (dim, size) in enumerate(dataset.sizes.items(), start=first):
        scale = (
            _write_variable(group, str(dim), dataset.variables[dim])
            if dim in dataset.coords
            else _write_dim(group, str(dim), size)
        )
        scale.make_scale(str(dim) if dim in dataset.coords else f"{NO_VARIABLE}{size:10d}")
        scale.attrs["_Netcdf4Dimid"] = np.int32(number)
        scales[dim] = scale
    for name, variable in dataset.variables.items():
        if name not in dataset.sizes:
            stored = _write_variable(group, str(name), variable)
            for axis, dim in enumerate(variable.dims):
                stored.dims[axis].attach_scale(scales[dim])


def _write_dim(group: h5py.Group, name: str, size: int) -> h5py.Dataset:
    return group.create_dataset(name, shape=(size,), dtype=">f4", **_growing((size,)))


def _write_variable(group: h5py.Group, name: str, array: xr.Variable) -> h5py.Dataset:
    """One variable with its attributes; numbers with an axis are compressed, text is UTF-8 of any length."""
    values, attributes = array.values, dict(array.attrs)
    if values.dtype.kind in "UO":
        stored = group.create_dataset(
            name, data=values.astype(object), dtype=h5py.string_dtype(), **_growing(values.shape)
        )
    else:
        if values.dtype.kind == "b":
            values, attributes = values.astype(np.int8), attributes | {"dtype": "bool"}
        options = COMPRESSION if values.ndim and values.size else {}
        stored = group.create_dataset(name, data=values, **options, **_growing(values.shape))
    if values.dtype.kind == "f":
        stored.attrs["_FillValue"] = np.array([np.nan], values.dtype)
    _write_attributes(stored, attributes)
    return stored


def _growing(shape: tuple[int, ...]) -> dict[str, Any]:
    """In NetCDF a dim of length 0 is an unlimited one, and what has it is chunked."""
    if 0 not in shape:
        return {}
    return {"maxshape": tuple(size or None for size in shape), "chunks": tuple(size or 1 for size in shape)}


def _write_attributes(place: h5py.Group | h5py.Dataset, attributes: Mapping[Any, Any]) -> None:
    for name, value in plain_attributes(attributes).items():
        place.attrs[name] = value


def plain_attributes(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    """Attributes NetCDF can hold: no None, bools as 0 or 1, text, numbers and arrays; the rest as JSON."""
    return {str(name): _plain(value) for name, value in attributes.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return np.int8(value)
    if isinstance(value, str | int | float | np.number):
        return value
    if isinstance(value, list | tuple | np.ndarray) and len(value):
        array = np.asarray(value)
        if array.ndim == 1 and array.dtype.kind in "iuf":
            return array
        if array.ndim == 1 and array.dtype.kind == "U":
            return [str(item) for item in array]
    return json.dumps(value, default=str)


def read(path: Path) -> tuple[dict[str, Any], dict[str, xr.Dataset]]:
    """Root attributes and the Dataset of each group, all of it in memory."""
    with h5py.File(path, "r") as file:
        return _attributes(file), {name: _read_group(group) for name, group in file.items()}


def _read_group(group: h5py.Group) -> xr.Dataset:
    found = dict(group.items())
    scales = {item.id: name for name, item in found.items() if item.is_scale}
    attributes = _attributes(group)
    auxiliary = str(attributes.pop("coordinates", "")).split()
    variables = {
        name: _read_variable(name, item, scales) for name, item in found.items() if not _only_dim(item)
    }
    coordinates = {name for name in variables if name in auxiliary or found[name].is_scale}
    data = {name: variable for name, variable in variables.items() if name not in coordinates}
    return xr.Dataset(data, {name: variables[name] for name in variables if name in coordinates}, attributes)


def _only_dim(item: h5py.Dataset) -> bool:
    label = item.attrs.get("NAME", b"")
    return bytes(label).startswith(NO_VARIABLE.encode()) if isinstance(label, bytes | np.bytes_) else False


def _read_variable(name: str, item: h5py.Dataset, scales: Mapping[Any, str]) -> xr.Variable:
    dims = (name,) if item.is_scale else tuple(scales[axis[0].id] for axis in item.dims)
    attributes = _attributes(item)
    if h5py.check_string_dtype(item.dtype):
        values = np.array(item.asstr()[...], dtype=str)
    else:
        values = item[...]
    if attributes.get("dtype") == "bool":
        del attributes["dtype"]
        values = values.astype(bool)
    return xr.Variable(dims, values, attributes)


def _attributes(place: h5py.Group | h5py.Dataset) -> dict[str, Any]:
    return {name: value for name, value in place.attrs.items() if name not in OURS_NOT}
