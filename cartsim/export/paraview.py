"""Snapshots of single cells as files for ParaView: cells as points, fields as voxels, a series of each per
arm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from cartsim import __version__
from cartsim.datasets import CELL_KIND
from cartsim.errors import BadInput, Problem
from cartsim.export import vtk_files

if TYPE_CHECKING:
    from cartsim.results import Run

ARRAYS = {
    "kind": "cell_kind",
    "radius_um": "cell_radius",
    "her2": "cell_her2",
    "pdl1": "cell_pdl1",
    "holds": "cell_holds",
    "nodule": "cell_nodule",
    "identity": "cell_identity",
}
"""Arrays of the points, by the array of the results file."""


def write_paraview(run: Run, folder: Path) -> None:
    """Write every snapshot into a folder, and README.md; BadInput for a run without snapshots."""
    if "snapshot_day" not in run.nodule:
        raise BadInput(
            Problem("", "RUN", "has no snapshots of single cells", "run it with snapshots under agents")
        )
    arms = [str(name) for name in run.nodule["arm"].values]
    rows = []
    for place, arm in enumerate(arms):
        cells: list[tuple[float, str]] = []
        fields: list[tuple[float, str]] = []
        for day, snapshot in _snapshots(run.nodule, place):
            name = f"arm_{place}_{len(cells):04d}"
            (folder / f"{name}_cells.vtp").write_text(_cells(run.nodule, snapshot), encoding="ascii")
            (folder / f"{name}_fields.vti").write_text(_fields(run.nodule, snapshot), encoding="ascii")
            cells.append((day, f"{name}_cells.vtp"))
            fields.append((day, f"{name}_fields.vti"))
        (folder / f"arm_{place}_cells.pvd").write_text(vtk_files.series(cells), encoding="ascii")
        (folder / f"arm_{place}_fields.pvd").write_text(vtk_files.series(fields), encoding="ascii")
        rows.append(f"| arm_{place} | {arm} | {len(cells)} |")
    (folder / "README.md").write_text(_readme(run, rows), encoding="utf-8")


def _snapshots(nodule: xr.Dataset, arm: int) -> Iterator[tuple[float, int]]:
    for snapshot in np.flatnonzero(nodule["snapshot_arm"].values == arm):
        yield float(nodule["snapshot_day"].values[snapshot]), int(snapshot)


def _cells(nodule: xr.Dataset, snapshot: int) -> str:
    """The cells of a snapshot as points."""
    end = int(nodule["snapshot_cells"].values[: snapshot + 1].sum())
    own = slice(end - int(nodule["snapshot_cells"].values[snapshot]), end)
    places = np.stack([nodule[f"cell_{axis}"].values[own] for axis in "xyz"], axis=1)
    return vtk_files.points(places, {name: nodule[source].values[own] for name, source in ARRAYS.items()})


def _fields(nodule: xr.Dataset, snapshot: int) -> str:
    """The fields of a snapshot as voxels."""
    axes = [nodule[f"voxel_{axis}"].values for axis in "xyz"]
    spacing = float(axes[0][1] - axes[0][0])
    x, y, z = (float(axis[0]) - spacing / 2 for axis in axes)
    values = nodule["field_value"].isel(snapshot=snapshot)
    names = [str(name) for name in nodule["field"].values]
    return vtk_files.voxels((x, y, z), spacing, {name: values.sel(field=name).values for name in names})


def _readme(run: Run, rows: list[str]) -> str:
    """What a reader must know before opening a file."""
    nodule = run.nodule
    named = zip(nodule["field"].values, nodule["field_unit"].values, strict=True)
    units = ", ".join(f"{name} ({unit})" for name, unit in named)
    kinds = ", ".join(f"{code} {word}" for code, word in enumerate(CELL_KIND))
    return "\n".join(
        [
            f"# {run.scenario.title}",
            "",
            f"**SIMULATED data** (cartsim {__version__}, first repeat). For {run.manifest['intended_use']}.",
            "",
            "Open the two .pvd files of an arm in ParaView; time is in days, lengths are in um.",
            "",
            "- **Cells** (.vtp): one point each. For balls: Glyph, sphere of radius 1, scaled by "
            "radius_um with "
            f"factor 1, all points. kind: {kinds}; her2, pdl1 in molecules/cell; holds 1: a T cell that "
            "holds "
            "a tumour cell.",
            f"- **Fields** (.vti): values in voxels: {units}.",
            "",
            "| files | arm | snapshots |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
