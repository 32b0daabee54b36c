"""What is not a whole results file is refused, and a write that fails leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

from cartsim.errors import BadInput, CartsimError
from cartsim.results import Run, open
from cartsim.results.file import write_run
from cartsim.results.seal import LENGTH, MAGIC, write_whole

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


def test_damage_under_a_forged_seal_is_no_traceback_either(saved: Path, tmp_path: Path) -> None:
    """In another process, where a crash of the HDF5 library would be seen as one."""
    content = saved.read_bytes()[:-LENGTH]
    places = range(2000, len(content), len(content) // 40)
    for number, place in enumerate(places):
        damaged = content[:place] + b"\xff" * 64 + content[place + 64 :]
        (tmp_path / f"{number}.nc").write_bytes(damaged + MAGIC + hashlib.sha256(damaged).digest())
    code = """if True:
        import sys
        from pathlib import Path
        from cartsim.errors import CartsimError
        from cartsim.results import open
        for path in Path(sys.argv[1]).glob("*.nc"):
            try:
                open(path)
                print("read")
            except CartsimError:
                print("refused")
    """
    found = run_python(code, tmp_path)
    assert len(found.split()) == len(places)
    assert set(found.split()) <= {"read", "refused"}


def run_python(code: str, *arguments: Path) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_full_disk_leaves_the_old_file_and_says_so(saved: Path, tmp_path: Path) -> None:
    """The system's own limit on file size stands for the full disk: write() fails half way."""
    path = tmp_path / "run.nc"
    path.write_bytes(b"what stood here before")
    code = """if True:
        import resource, sys
        from pathlib import Path
        from cartsim.errors import CartsimError
        from cartsim.results.seal import write_whole
        content = Path(sys.argv[1]).read_bytes()
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        try:
            write_whole(Path(sys.argv[2]), content)
        except CartsimError as problem:
            print(problem)
    """
    assert "not written" in run_python(code, saved, path)
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
