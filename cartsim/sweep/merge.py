"""All shards as one NetCDF4 file: every patient of every arm at every point, and every arm's endpoints.

The same plan gives the same bytes, however often it was interrupted, on whatever workers, in whatever shards:
nothing in the file tells how it was computed. Patients stand in the order of their ids. The file is composed
in memory, in compressed form, a cell at a time, and appears whole or not at all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import h5netcdf
import h5py  # type: ignore[import-untyped]
import numpy as np

from cartsim import __version__
from cartsim.datasets import STATUS, variable
from cartsim.errors import CartsimError
from cartsim.results.manifest import INTENDED_USE, json_safe
from cartsim.results.netcdf import plain_attributes
from cartsim.results.seal import sealed, write_whole
from cartsim.results.sources import parameter_table, reference_table
from cartsim.scenario.scenario import Scenario
from cartsim.sweep.arms import at_visits, endpoints_of
from cartsim.sweep.columns import AT_VISITS, OF_PATIENTS, PER_ARM, Rows
from cartsim.sweep.manifest import read_manifest
from cartsim.sweep.plan import Plan, Shard
from cartsim.sweep.points import number
from cartsim.sweep.survey import Survey, read_all, survey
from cartsim.sweep.work import OF_MACHINES

FILE = "sweep.nc"
FORMAT = "cartsim.merged/1"
CHUNK = 65_536
"""Patients of a chunk, which is compressed as one."""
COMPRESSION: dict[str, Any] = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
DIMS = ("point", "arm", "patient")

Watch = Callable[[int, int], None]


class Merged(NamedTuple):
    """What was written: points, of how many; patients of all arms; bytes."""

    path: Path
    points: int
    of: int
    patients: int
    size: int


def merge(plan: Plan, folder: Path, out: Path, partial: bool = False, watch: Watch | None = None) -> Merged:
    """Write the merged file. CartsimError where shards lack; `partial` leaves out the points they belong to.
    """
    points = whole_points(plan, survey(plan, folder), folder, partial)
    content = io.BytesIO()
    with h5netcdf.File(content, "w") as file:
        _begin(file, plan, points)
        _fill(file, plan, folder, points, watch)
    write_whole(out, *sealed(content.getbuffer()))
    return Merged(
        out, len(points), len(plan.cells), len(points) * len(plan.arms) * plan.patients, out.stat().st_size
    )


def whole_points(plan: Plan, found: Survey, folder: Path, partial: bool) -> list[int]:
    """The points of which no shard lacks."""
    lacking = {shard.cell for shard in found.missing}
    points = [place for place, cells in enumerate(plan.cells) if not lacking.intersection(cells)]
    if len(points) < len(plan.cells) and not (partial and points):
        bad = ", ".join(f"{count} {fault}" for fault, count in found.faults.items())
        lack = f"{len(found.missing)} of {len(plan.shards)} shards are missing{f' ({bad})' if bad else ''}"
        some = f"; --partial merges the {len(points)} whole points" if points else ""
        raise CartsimError(f"{folder}: {lack}; `cartsim sweep run {folder}` computes them{some}")
    return points


def _begin(file: h5netcdf.File, plan: Plan, points: Sequence[int]) -> None:
    """Attributes, dims and coordinates."""
    visits = plan.row_type["overall_response"].shape[0]
    scenario = plan.scenario(points[0])
    file.attrs.update(plain_attributes(_attributes(plan, scenario)))
    beside = [axis.label for axis in plan.axes] + (["draw"] if plan.draws else [])
    file.attrs["coordinates"] = " ".join(beside)
    sizes = {"point": len(points), "arm": len(plan.arms), "patient": plan.patients, "visit": visits}
    file.dimensions = sizes
    for name, values in _coordinates(plan, points, visits).items():
        dims, data, attributes = values
        stored = _variable(file, name, dims, data.dtype, attributes)
        stored[...] = data


Coordinate = tuple[tuple[str, ...], np.ndarray, dict[str, Any]]


def _coordinates(plan: Plan, points: Sequence[int], visits: int) -> dict[str, Coordinate]:
    """Ids of points, names of arms, ids of patients, visits, and the value on every axis at every point."""
    draws = max(plan.draws, 1)
    found: dict[str, Coordinate] = {
        "point": (("point",), np.array(points), {"long_name": "point of the sweep", "units": "1"}),
        "arm": (("arm",), np.array(plan.arms, object), dict(variable("arm").attrs)),
        "patient": (("patient",), np.arange(plan.patients), dict(variable("patient").attrs)),
        "visit": (("visit",), np.arange(visits), dict(variable("visit").attrs)),
    }
    for place, axis in enumerate(plan.axes):
        values = [plan.points[point // draws][place] for point in points]
        attributes = {"long_name": f"{axis.path} of the scenario", "path": axis.path, "scale": axis.scale}
        if axis.unit is None:
            found[axis.label] = (("point",), np.array([str(value) for value in values], object), attributes)
        else:
            numbers = np.array([number(value) for value in values])
            found[axis.label] = (("point",), numbers, attributes | {"units": axis.unit or "1"})
    if plan.draws:
        told = {"long_name": "draw of the uncertain typical values", "units": "1"}
        found["draw"] = (("point",), np.array([point % draws for point in points]), told)
    return found


def _fill(
    file: h5netcdf.File, plan: Plan, folder: Path, points: Sequence[int], watch: Watch | None
) -> None:
    """Rows of patients, some points of an arm at a time, and endpoints."""
    reader, step = Reader(plan, folder), max(1, CHUNK // plan.patients)
    endpoints: dict[str, np.ndarray] = {}
    done, total = 0, len(points) * len(plan.arms) * plan.patients
    for start in range(0, len(points), step):
        some = points[start : start + step]
        scenarios = [plan.checked(point) for point in some]
        for arm in range(len(plan.arms)):
            cells = [reader.rows(point, arm) for point in some]
            _write_rows(file, slice(start, start + len(some)), arm, cells)
            for place, (scenario, rows) in enumerate(zip(scenarios, cells, strict=True), start=start):
                found = endpoints_of(rows, scenario) | at_visits(rows)
                _enter(endpoints, (len(points), len(plan.arms)), (place, arm), found)
            done += len(some) * plan.patients
            if watch is not None:
                watch(done, total)
    for name, values in endpoints.items():
        dims = ("point", "arm", "visit")[: values.ndim]
        stored = _variable(file, name, dims, values.dtype, _meaning(name, dims))
        stored[...] = values


class Reader:
    """Rows of the cells of a sweep, each shard checked as it is read."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder, self.manifest = plan, folder, read_manifest(folder)
        self.shards: dict[str, list[Shard]] = {}
        for shard in plan.shards:
            self.shards.setdefault(shard.cell, []).append(shard)

    def rows(self, point: int, arm: int) -> Rows:
        """All patients of an arm at a point, in the order of their ids."""
        shards = self.shards[self.plan.cells[point][arm]]
        found = read_all(self.plan, self.folder, shards, self.manifest)
        parts = [(shard, read.rows) for shard, read in found]
        lacking = [shard.name for shard, rows in parts if rows is None]
        if lacking:
            raise CartsimError(f"{self.folder}: shard {lacking[0]} went away while it was to be merged")
        return np.concatenate([rows for _, rows in parts if rows is not None])


def _write_rows(file: h5netcdf.File, place: slice, arm: int, cells: Sequence[Rows]) -> None:
    """Patients of some points of an arm; of all arms once what is known before a dose."""
    shape = (place.stop - place.start, cells[0].size)
    chunk = (min(max(1, CHUNK // shape[1]), file.dimensions["point"].size), min(shape[1], CHUNK))
    for name in (*PER_ARM, *AT_VISITS, *(OF_PATIENTS if arm == 0 else ())):
        at_visit, of_arm_too = name in AT_VISITS, name not in OF_PATIENTS
        dims = tuple(dim for dim in DIMS if of_arm_too or dim != "arm") + (("visit",) if at_visit else ())
        values = np.stack([rows[name] for rows in cells])
        if name not in file.variables:
            chunks = (chunk[0], *((1,) if of_arm_too else ()), chunk[1], *values.shape[2:])
            _variable(file, name, dims, values.dtype, _meaning(name, dims), chunks)
        stored = file.variables[name]
        if of_arm_too:
            stored[place, arm] = values
        else:
            stored[place] = values
    if arm:
        _mend(file, place, cells)


def _mend(file: h5netcdf.File, place: slice, cells: Sequence[Rows]) -> None:
    """What is known before a dose, of patients whom a machine failed in the arms before and not in this one.
    """
    codes = [STATUS.index(name) for name in OF_MACHINES]
    gone = np.isin(file.variables["status"][place, 0], codes)
    known = gone & ~np.isin(np.stack([rows["status"] for rows in cells]), codes)
    for name in OF_PATIENTS if known.any() else ():
        stored = file.variables[name]
        stored[place] = np.where(known, np.stack([rows[name] for rows in cells]), stored[place])


def _enter(
    table: dict[str, np.ndarray], shape: tuple[int, int], place: tuple[int, int], found: dict[str, np.ndarray]
) -> None:
    """Put endpoints of an arm at a point into arrays (point, arm) and (point, arm, visit)."""
    for name, given in found.items():
        values = np.asarray(given)
        if name not in table:
            table[name] = np.empty((*shape, *values.shape), values.dtype)
        table[name][place] = values


def _variable(
    file: h5netcdf.File,
    name: str,
    dims: tuple[str, ...],
    kind: np.dtype,
    attributes: Mapping[str, Any],
    chunks: tuple[int, ...] | None = None,
) -> h5netcdf.Variable:
    text = kind.kind == "O"
    stored = file.create_variable(
        name,
        dims,
        h5py.string_dtype() if text else kind,
        fillvalue=np.nan if kind.kind == "f" else None,
        chunks=chunks,
        **({} if text else COMPRESSION),
    )
    stored.attrs.update(plain_attributes(attributes))
    return stored


def _meaning(name: str, dims: tuple[str, ...]) -> Mapping[str, Any]:
    if name == "failed_solves":
        return {"long_name": "patients whose solve failed or was lost", "units": "1"}
    return variable(name, [dim for dim in dims if dim != "point"]).attrs


def _attributes(plan: Plan, scenario: Scenario) -> dict[str, Any]:
    """Where the numbers come from, without a trace of when and where they were computed."""
    facts = {
        "content": plan.content,
        "sweep": plan.sweep.model_dump(mode="json", by_alias=True, exclude_none=True),
        "patients": plan.patients,
        "code": plan.code,
        "libraries": plan.libraries,
        "parameters": parameter_table(scenario),
        "references": reference_table(scenario),
    }
    return {
        "Conventions": "CF-1.11, ACDD-1.3",
        "title": plan.title,
        "summary": plan.question,
        "keywords": "CAR-T, virtual clinical trial, simulation, pharmacology, parameter sweep",
        "comment": f"SIMULATED data. Intended use: {INTENDED_USE}. Limits of shares are Monte Carlo error "
        "over virtual patients.",
        "source": f"cartsim {__version__} (simulation; code {plan.code})",
        "product_version": __version__,
        "cartsim_format": FORMAT,
        "cartsim_points_planned": len(plan.cells),
        "cartsim_kind": plan.sweep.kind or "draws",
        "cartsim_plan": json.dumps(json_safe(facts), ensure_ascii=False, allow_nan=False),
    }
