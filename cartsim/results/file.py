"""Saving a run as one NetCDF4 file and opening it again."""

from __future__ import annotations

import json
import stat
from mmap import ACCESS_READ, mmap
from pathlib import Path

import xarray as xr

from cartsim.errors import BadInput, Problem
from cartsim.results.manifest import FORMAT, root_attributes
from cartsim.results.netcdf import compose, read
from cartsim.results.run import Run, collect
from cartsim.results.seal import is_whole, sealed, write_whole
from cartsim.scenario.scenario import Scenario

GROUPS = ("patients", "course", "visits", "endpoints", "summary")
OF_CELLS = ("nodule", "equations")
"""Groups of single cells and of what they are compared with, which a run without them lacks."""
HDF5 = b"\x89HDF\r\n\x1a\n"
AGAIN = "run the scenario again (`cartsim run`), or restore the file from a copy"


def save(
    path: str | Path,
    scenario: Scenario,
    patients: xr.Dataset,
    course: xr.Dataset,
    visits: xr.Dataset,
    endpoints: xr.Dataset,
) -> Run:
    """Write everything of a run to `path`, whole or not at all, and return it as it was kept.

    The Datasets are those that `draw`, `simulate`, `observe` and `assess` gave for `scenario`. Courses are
    kept as `run.courses` says; all else whole. The file is NetCDF4, with the resolved scenario, every
    parameter with its source, versions, seed and counts of failures, and a checksum over its bytes.

    Raises `CartsimError` or `OSError` where it cannot be written; a file that was there stays as it was.
    """
    run = collect(scenario, patients, course, visits, endpoints)
    write_run(path, run)
    return run


def write_run(path: str | Path, run: Run) -> None:
    """Write a collected run: groups /patients /course /visits /endpoints /summary, /nodule if it has single
    cells, /equations if they are a patient's, and the manifest at the root.

    The file is composed in memory, so a full disk meets plain bytes and never a half-written HDF5 tree.
    """
    write_whole(Path(path), *_sealed(run))


def file_bytes(run: Run) -> bytes:
    """The same file as bytes, for whoever sends it elsewhere."""
    return b"".join(_sealed(run))


def _sealed(run: Run) -> tuple[bytes | memoryview, bytes]:
    groups = {name: getattr(run, name) for name in GROUPS}
    groups |= {name: getattr(run, name) for name in OF_CELLS if getattr(run, name).sizes}
    return sealed(compose(root_attributes(run.manifest), groups))


def open(path: str | Path) -> Run:
    """Read a run back, after checking that the file is a whole cartsim results file this version knows.

    Gives a `Run`: `scenario`, `manifest` and the Datasets, with the units and codes of the page of arrays.

    Raises `BadInput` for what is missing, cut short, changed, of another program or of another format, with
    what to do about it.
    """
    path = Path(path)
    _check_kind(path)
    _check_whole(path)
    try:
        root, groups = read(path)
        _check_version(path, str(root["cartsim_format"]), str(root["product_version"]))
        manifest = json.loads(root["cartsim_manifest"])
        scenario = Scenario.model_validate(manifest["scenario"])
        of_cells = {name: groups.get(name, xr.Dataset()) for name in OF_CELLS}
        return Run(manifest, scenario, **{name: groups[name] for name in GROUPS}, **of_cells)
    except BadInput:
        raise
    except Exception as problem:  # whatever a library stumbles over in sealed bytes is the file's fault
        raise _refusal(path, f"cannot be read as a results file ({problem})", AGAIN) from problem


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
        raise _refusal(
            path, f"cannot be opened: {reason.lower()}", "check the name and its folder"
        ) from problem
    if not start:
        raise _refusal(path, "is empty", AGAIN)
    if start != HDF5:
        raise _refusal(path, "is not a NetCDF4/HDF5 file", "name a .nc file written by `cartsim run`")


def _check_whole(path: Path) -> None:
    whole = is_whole(path)
    if whole:
        return
    if whole is False:
        raise _refusal(path, "is damaged: its bytes do not match its checksum", AGAIN)
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        ours, cut = content.find(b"cartsim_manifest") >= 0, _stated_end(content) > len(content)
    if cut:
        raise _refusal(path, "was cut short", AGAIN)
    if ours:
        raise _refusal(path, "was changed by another program after cartsim wrote it", AGAIN)
    raise _refusal(path, "was not written by cartsim", "open it with xarray.open_dataset instead")


def _stated_end(content: mmap) -> int:
    """The length an HDF5 file says it has (superblock versions 0 to 3, HDF5 file format specification)."""
    version = content[8] if len(content) > 48 else 0
    place = {0: 40, 1: 44}.get(version, 28)
    return int.from_bytes(content[place : place + 8], "little")


def _check_version(path: Path, written: str, program: str) -> None:
    """The number after the slash grows when older programs can no longer read the file."""
    if written == FORMAT:
        return
    newer = _number(written) > _number(FORMAT)
    remedy = "install that version or a later one" if newer else f"open it with cartsim {program}"
    age = "newer" if newer else "older"
    message = f"has the {age} format {written} of cartsim {program}; this one reads {FORMAT}"
    raise _refusal(path, message, remedy)


def _number(written: str) -> int:
    digits = written.rpartition("/")[2]
    return int(digits) if digits.isdecimal() else 0


def _refusal(path: Path, message: str, remedy: str) -> BadInput:
    return BadInput(Problem(str(path), "results file", message, remedy))
