"""Saving and opening: what goes in comes out, other programs read it, and nothing half written is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

from cartsim.errors import BadInput, CartsimError
from cartsim.results import Run, open, save
from cartsim.results.file import write_run
from cartsim.results.manifest import FORMAT
from cartsim.results.netcdf import plain_attributes
from cartsim.results.seal import LENGTH, MAGIC, write_whole
from tests.report.synthetic import make_parts, make_run

GROUPS = ("patients", "course", "visits", "endpoints", "summary")


@pytest.fixture(scope="module")
def run() -> Run:
    return make_run(patients=30)


@pytest.fixture(scope="module")
def saved(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "run.nc"
    write_run(path, run)
    return path


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


REFUSED = {
    "missing": "cannot be opened",
    "folder": "is a folder",
    "empty": "is empty",
    "text": "is not a NetCDF4/HDF5 file",
    "cut": "was cut short",
    "flipped": "is damaged",
    "edited": "was changed by another program",
    "foreign": "was not written by cartsim",
    "newer": "newer format",
    "device": "is not a regular file",
    "NUL": "cannot be opened",
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_whole_run_file_is_refused_with_a_remedy(
    case: str, run: Run, saved: Path, tmp_path: Path
) -> None:
    path = make_bad(case, run, saved.read_bytes(), tmp_path)
    with pytest.raises(BadInput, match=REFUSED[case]) as caught:
        open(path)
    assert caught.value.exit_code == 2
    assert caught.value.problems[0].remedy


def make_bad(case: str, run: Run, whole: bytes, folder: Path) -> Path:
    path = folder / "bad.nc"
    if case in ("missing", "folder", "device", "NUL"):
        return {"missing": path, "folder": folder, "device": Path("/dev/zero"), "NUL": Path("bad\0.nc")}[case]
    if case == "foreign":
        xr.Dataset({"a": ("x", [1.0])}).to_netcdf(path, engine="h5netcdf")
    elif case == "edited":
        path.write_bytes(whole)
        with h5py.File(path, "a") as file:
            file.attrs["title"] = "another"
    elif case == "newer":
        program = {**run.manifest["program"], "version": "99.0"}
        manifest = {**run.manifest, "format": "cartsim.results/9", "program": program}
        write_run(path, Run(**{**vars(run), "manifest": manifest}))
    else:
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 1
        path.write_bytes(
            {"empty": b"", "text": b"day,response\n", "cut": whole[:-1000], "flipped": bytes(damaged)}[case]
        )
    return path


def test_a_damaged_byte_is_always_found(saved: Path, tmp_path: Path) -> None:
    """400 files with one to three bytes changed, or cut: all refused, none read as something else."""
    whole = saved.read_bytes()
    random = np.random.default_rng(11)
    path = tmp_path / "damaged.nc"
    for _ in range(400):
        damaged = bytearray(whole)
        for place in random.integers(0, len(whole), random.integers(1, 4)):
            damaged[place] ^= int(random.integers(1, 256))
        if random.random() < 0.3:
            del damaged[random.integers(0, len(whole)) :]
        path.write_bytes(damaged)
        if bytes(damaged) != whole:
            with pytest.raises(CartsimError):
                open(path)


def test_a_file_whose_seal_is_forged_around_damage_is_still_no_traceback(saved: Path, tmp_path: Path) -> None:
    import hashlib

    content = bytearray(saved.read_bytes()[:-LENGTH])
    for place in range(2000, len(content), len(content) // 25):
        damaged = content.copy()
        damaged[place : place + 64] = b"\xff" * 64
        path = tmp_path / "forged.nc"
        path.write_bytes(bytes(damaged) + MAGIC + hashlib.sha256(damaged).digest())
        done = subprocess_open(path) if place % 5 == 0 else None
        assert done in (None, "read", "refused")


def subprocess_open(path: Path) -> str:
    """Opens in another process, where a crash of the HDF5 library would be seen as one."""
    code = (
        "import sys; from cartsim.results import open; from cartsim.errors import CartsimError\n"
        "try: open(sys.argv[1]); print('read')\nexcept CartsimError: print('refused')"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_full_disk_leaves_the_old_file_and_says_so(saved: Path, tmp_path: Path) -> None:
    """The system's own limit on file size stands for the full disk: write() fails half way."""
    path = tmp_path / "run.nc"
    path.write_bytes(b"what stood here before")
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from cartsim.errors import CartsimError; from cartsim.results.seal import write_whole\n"
        "content = Path(sys.argv[1]).read_bytes()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "try: write_whole(Path(sys.argv[2]), content)\nexcept CartsimError as problem: print(problem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(saved), str(path)], capture_output=True, text=True, check=True
    )
    assert "not written" in done.stdout
    assert path.read_bytes() == b"what stood here before"
    assert os.listdir(tmp_path) == ["run.nc"]


def test_a_really_full_disk(run: Run, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no permission to mount a small disk")
    try:
        with pytest.raises(CartsimError, match="the disk is full"):
            write_run(disk / "run.nc", run)
        assert os.listdir(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str, __: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "run.nc", b"content")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["no/such/folder/run.nc", "a" * 300])
def test_a_place_that_cannot_be_written_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(CartsimError, match="not written"):
        write_whole(tmp_path / name, b"content")
