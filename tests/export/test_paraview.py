"""Files for ParaView, read by VTK itself."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLImageDataReader, vtkXMLPolyDataReader

from cartsim import exporting
from cartsim.errors import BadInput
from cartsim.report.nodule_slices import cells_of
from cartsim.results import Run
from tests.report.nodules.conftest import run, saved

__all__ = ["run", "saved"]


@pytest.fixture(scope="module")
def folder(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exporting.export(saved, "paraview", tmp_path_factory.mktemp("export") / "paraview")


def read(reader, path: Path):  # type: ignore[no-untyped-def]
    reader.SetFileName(str(path))
    reader.Update()
    assert reader.GetErrorCode() == 0
    return reader.GetOutput()


def arrays(data) -> dict[str, NDArray]:  # type: ignore[no-untyped-def]
    return {data.GetArrayName(k): vtk_to_numpy(data.GetArray(k)) for k in range(data.GetNumberOfArrays())}


def steps(path: Path) -> list[tuple[float, str]]:
    found = ET.parse(path).getroot().iter("DataSet")
    return [(float(row.attrib["timestep"]), row.attrib["file"]) for row in found]


def test_a_series_names_every_snapshot_of_an_arm_with_its_day(folder: Path) -> None:
    for kind, ending in (("cells", "vtp"), ("fields", "vti")):
        rows = steps(folder / f"arm_1_{kind}.pvd")
        assert [day for day, _ in rows] == [0.0, 0.125, 0.25]
        assert all((folder / name).exists() and name.endswith(ending) for _, name in rows)


def test_vtk_reads_the_cells_that_the_run_has(folder: Path, run: Run) -> None:
    for place, (_, name) in enumerate(steps(folder / "arm_1_cells.pvd")):
        points = read(vtkXMLPolyDataReader(), folder / name)
        cells = cells_of(run.nodule, 3 + place)
        assert points.GetNumberOfPoints() == points.GetNumberOfVerts() == cells.sizes["cell"]
        places = vtk_to_numpy(points.GetPoints().GetData())
        np.testing.assert_array_equal(places, np.stack([cells[f"cell_{axis}"] for axis in "xyz"], axis=1))
        found = arrays(points.GetPointData())
        named = {"kind": "kind", "radius_um": "radius", "her2": "her2", "pdl1": "pdl1"}
        for array, source in named.items():
            np.testing.assert_array_equal(found[array], cells[f"cell_{source}"])


def test_vtk_reads_the_fields_where_they_are(folder: Path, run: Run) -> None:
    image = read(vtkXMLImageDataReader(), folder / steps(folder / "arm_1_fields.pvd")[-1][1])
    values = run.nodule["field_value"].isel(snapshot=5)
    nz, ny, nx = values.shape[1:]
    assert image.GetDimensions() == (nx + 1, ny + 1, nz + 1)
    spacing = float(np.diff(run.nodule["voxel_x"].values[:2])[0])
    np.testing.assert_allclose(image.GetSpacing(), spacing)
    np.testing.assert_allclose(image.GetOrigin(), [float(run.nodule["voxel_x"][0]) - spacing / 2] * 3)
    found = arrays(image.GetCellData())
    assert list(found) == ["oxygen", "ifng", "lure"]
    np.testing.assert_array_equal(found["ifng"].reshape(nz, ny, nx), values.sel(field="ifng"))


def test_the_readme_says_units_and_codes(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    for said in ("SIMULATED", "oxygen (mmHg)", "4 memory", "| arm_1 | IC | 3 |", "days"):
        assert said in text


def test_readings_go_into_tables_and_patients_are_missed_in_words(
    saved: Path, run: Run, tmp_path: Path
) -> None:
    made = exporting.export(saved, "csv", tmp_path / "csv")
    lines = (made / "nodule_course.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + run.nodule["live_tumour"].size
    assert {"nodule_shells.csv", "nodules.csv", "dictionary.json"} <= {path.name for path in made.iterdir()}
    for target in ("adam", "events"):
        with pytest.raises(BadInput, match="no patients; write --to csv or --to paraview"):
            exporting.export(saved, target, tmp_path / target)
        assert not (tmp_path / target).exists()
