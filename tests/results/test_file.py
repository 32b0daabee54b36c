"""Saving and opening: what goes in comes out, and other programs read it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

from cartsim.results import Run, open, save
from cartsim.results.file import write_run
from cartsim.results.manifest import FORMAT
from cartsim.results.netcdf import plain_attributes
from tests.report.synthetic import make_parts, make_run

GROUPS = ("patients", "course", "visits", "endpoints", "summary")


def test_a_run_comes_back_as_it_was_saved(run: Run, saved: Path) -> None:
    back = open(saved)
    for name in GROUPS:
        xr.testing.assert_equal(getattr(back, name), getattr(run, name))
    assert back.scenario == run.scenario
    assert back.manifest == json.loads(json.dumps(run.manifest))


def test_save_takes_the_parts_and_returns_the_run(tmp_path: Path) -> None:
    parts = make_parts(patients=25)
    run = save(tmp_path / "run.nc", *parts)
    assert run.course.sizes["patient"] == 20
    assert run.summary.sizes["patient"] == 25
    assert open(tmp_path / "run.nc").endpoints.sizes["patient"] == 25


def test_units_and_categories_survive(run: Run, saved: Path) -> None:
    back = open(saved)
    assert back.visits["sld"].attrs["units"] == "mm"
    assert back.course["time"].attrs["units"] == "day"
    assert back.endpoints["confirmed_response"].dtype == np.int8
    assert back.endpoints["confirmed_response"].attrs["flag_meanings"].split()[-1] == "CR"
    assert back.course["car_t_blood"].dtype == np.float32


def test_the_manifest_tells_where_the_run_came_from(saved: Path) -> None:
    manifest = open(saved).manifest
    assert manifest["format"] == FORMAT
    assert len(manifest["program"]["source_sha256"]) == 64
    assert manifest["versions"]["numpy"] == np.__version__
    assert manifest["failures"]["IV"]["work_limit"] == 1
    assert manifest["scenario"]["trial"]["arms"][1]["name"] == "IC"
    changed = next(row for row in manifest["parameters"] if row["symbol"] == "tau_fit")
    assert changed["override"] == 20.0
    assert changed["because"]
    assert {"unit", "kind", "source", "reason"} <= set(changed)


@pytest.mark.parametrize("name", GROUPS)
def test_xarray_reads_every_group_as_we_do(name: str, saved: Path) -> None:
    with xr.open_dataset(saved, group=name, engine="h5netcdf") as group:
        xr.testing.assert_equal(group.load(), getattr(open(saved), name))
        assert group.coords.keys() == getattr(open(saved), name).coords.keys()


def test_h5py_reads_it(run: Run, saved: Path) -> None:
    with h5py.File(saved) as file:
        assert set(GROUPS) <= set(file)
        np.testing.assert_array_equal(file["visits/sld"][...], run.visits["sld"].values)
        assert "cartsim_manifest" in file.attrs


def test_ncdump_reads_it(saved: Path) -> None:
    try:
        listing = subprocess.run(
            ["ncdump", "-h", str(saved)], capture_output=True, text=True, check=True
        ).stdout
    except FileNotFoundError:
        pytest.skip("ncdump is not installed")
    assert "group: endpoints {" in listing
    assert 'sld:units = "mm"' in listing
    assert "Conventions" in listing


@pytest.mark.parametrize(("courses", "patients"), [("sample", 20), ("all", 30), ("none", 0)])
def test_courses_are_kept_as_asked(courses: str, patients: int, tmp_path: Path) -> None:
    run = make_run(patients=30, courses=courses)
    write_run(tmp_path / "run.nc", run)
    assert open(tmp_path / "run.nc").course.sizes.get("patient", 0) == patients


def test_a_run_of_one_arm_has_no_contrast_and_is_read_all_the_same(tmp_path: Path) -> None:
    run = make_run(arms=("IV",), patients=12)
    write_run(tmp_path / "run.nc", run)
    back = open(tmp_path / "run.nc")
    assert back.endpoints.sizes["contrast"] == 0
    xr.testing.assert_equal(back.endpoints, run.endpoints)
    with xr.open_dataset(tmp_path / "run.nc", group="endpoints", engine="h5netcdf") as group:
        assert group["paired_difference"].shape == run.endpoints["paired_difference"].shape


def test_summary_quantiles_are_those_of_the_solved_patients() -> None:
    run = make_run(patients=40, failed=3, courses="all")
    solved = run.course["tumour_cells"].sel(arm="IV").isel(patient=slice(3, None))
    expected = np.quantile(solved.values, [0.05, 0.5, 0.95], axis=0)
    found = run.summary["tumour_cells"].sel(arm="IV", quantile=[0.05, 0.5, 0.95])
    np.testing.assert_allclose(found.values, expected, rtol=1e-5)
    assert run.summary["solved"].values.tolist() == [37, 40]


def test_attributes_that_netcdf_cannot_hold_become_text_or_numbers() -> None:
    plain = plain_attributes(
        {"none": None, "flag": True, "table": {"a": 1}, "list": [1, 2], "words": ["a", "b"], "empty": []}
    )
    assert "none" not in plain
    assert plain["flag"] == 1
    assert plain["table"] == '{"a": 1}'
    assert plain["words"] == ["a", "b"]
    assert plain["empty"] == "[]"


def test_every_attribute_is_text_or_numbers(saved: Path) -> None:
    with h5py.File(saved) as file:

        def check(_: str, item: h5py.HLObject) -> None:
            for name, value in item.attrs.items():
                if name not in ("DIMENSION_LIST", "REFERENCE_LIST"):
                    assert isinstance(value, str | np.ndarray | np.number | bytes | h5py.Empty), name

        file.visititems(check)
