"""Saving a run as one NetCDF4 file and opening it again."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from cartsim.errors import BadInput, Problem
from cartsim.results.manifest import FORMAT, root_attributes
from cartsim.results.run import Run, collect
from cartsim.results.seal import is_whole, sealed, write_whole
from cartsim.scenario.scenario import Scenario

GROUPS = ("patients", "course", "visits", "endpoints", "summary")
HDF5 = b"\x89HDF\r\n\x1a\n"
COMPRESSION = {"zlib": True, "complevel": 1, "shuffle": True}
AGAIN = "run the scenario again (`cartsim run`), or restore the file from a copy"


def save(
    path: str | Path,
    scenario: Scenario,
    patients: xr.Dataset,
    course: xr.Dataset,
    visits: xr.Dataset,
    endpoints: xr.Dataset,
) -> Run:
    """Write everything of a run to `path`, whole or not at all, and return it as it was kept."""
    run = collect(scenario, patients, course, visits, endpoints)
    write_run(path, run)
    return run


def write_run(path: str | Path, run: Run) -> None:
    """Write a collected run: groups /patients /course /visits /endpoints /summary, manifest at the root.

    The file is composed in memory, so a full disk meets plain bytes and never a half-written HDF5 tree.
    """
    groups = {f"/{name}": storable(getattr(run, name)) for name in GROUPS}
    tree = xr.DataTree.from_dict({"/": xr.Dataset(attrs=root_attributes(run.manifest)), **groups})
    encoding = {name: {key: _encoding(group[key]) for key in group.variables} for name, group in groups.items()}
    content = tree.to_netcdf(None, engine="h5netcdf", encoding=encoding)
    write_whole(Path(path), *sealed(content))


def open(path: str | Path) -> Run:
    """Read a run back, after checking that the file is a whole cartsim results file this version knows."""
    path = Path(path)
    _check_kind(path)
    _check_whole(path)
    try:
        groups = xr.open_groups(path, engine="h5netcdf", decode_times=False, decode_timedelta=False)
        for group in groups.values():
            group.load().close()
        root = groups["/"].attrs
        _check_version(path, str(root["cartsim_format"]), str(root["product_version"]))
        manifest = json.loads(root["cartsim_manifest"])
        return Run(manifest, Scenario.model_validate(manifest["scenario"]), **{name: groups[f"/{name}"] for name in GROUPS})
    except (OSError, KeyError, ValueError, RuntimeError, TypeError) as problem:
        if isinstance(problem, BadInput):
            raise
        raise _refusal(path, f"cannot be read as a results file ({problem})", AGAIN) from problem


def storable(dataset: xr.Dataset) -> xr.Dataset:
    """The same Dataset with attributes NetCDF can hold: text and numbers, no None, no Python bool, no dict."""
    clean = dataset.copy(deep=False)
    clean.attrs = plain_attributes(dataset.attrs)
    for variable in clean.variables.values():
        variable.attrs = plain_attributes(variable.attrs)
        variable.encoding = {}
    return clean


def plain_attributes(attrs: dict[Any, Any]) -> dict[str, Any]:
    """Drop None, make bools 0/1, keep text, numbers and arrays of them, and write the rest as JSON or text."""
    return {str(name): _plain(value) for name, value in attrs.items() if value is not None}


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


def _encoding(variable: xr.DataArray) -> dict[str, Any]:
    """Numbers of one dimension or more are compressed; text and scalars are stored as they are."""
    return dict(COMPRESSION) if variable.ndim and variable.dtype.kind in "iufb" else {}


def _check_kind(path: Path) -> None:
    """Refuse what is not there, not a regular file, not readable, or not HDF5."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refusal(path, "is a folder", "name the .nc file inside it, such as run.nc")
        if not stat.S_ISREG(mode):
            raise _refusal(path, "is not a regular file", "name a .nc file written by `cartsim run`")
        with path.open("rb") as file:
            start = file.read(len(HDF5))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise _refusal(path, f"cannot be opened: {reason.lower()}", "check the name and its folder") from problem
    if not start:
        raise _refusal(path, "is empty", AGAIN)
    if start != HDF5:
        raise _refusal(path, "is not a NetCDF4/HDF5 file", "name a .nc file written by `cartsim run`")


def _check_whole(path: Path) -> None:
    whole = is_whole(path)
    if whole is False:
        raise _refusal(path, "is damaged: its bytes do not match its checksum", AGAIN)
    if whole is None and b"cartsim_manifest" in path.read_bytes():
        raise _refusal(path, "was cut short, or changed by another program after cartsim wrote it", AGAIN)
    if whole is None:
        raise _refusal(path, "was not written by cartsim", "open it with xarray.open_dataset instead")


def _check_version(path: Path, written: str, program: str) -> None:
    """The number after the slash grows when older programs can no longer read the file."""
    if written == FORMAT:
        return
    newer = _number(written) > _number(FORMAT)
    remedy = "install that version or a later one" if newer else f"open it with cartsim {program}"
    message = f"has the {'newer' if newer else 'older'} format {written} of cartsim {program}; this one reads {FORMAT}"
    raise _refusal(path, message, remedy)


def _number(written: str) -> int:
    digits = written.rpartition("/")[2]
    return int(digits) if digits.isdecimal() else 0


def _refusal(path: Path, message: str, remedy: str) -> BadInput:
    return BadInput(Problem(str(path), "results file", message, remedy))
