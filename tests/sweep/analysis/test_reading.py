"""What is no merged sweep, or no longer whole, is refused before anything is read from it."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.errors import BadInput
from cartsim.results.seal import sealed, write_whole
from cartsim.sweep.analysis.read import Column, opened
from tests.sweep.analysis.conftest import stored


def refused(path) -> str:
    with pytest.raises(BadInput) as error, opened(path):
        pass
    assert error.value.exit_code == 2
    return str(error.value)


def test_a_changed_byte_is_found(grid, tmp_path):
    content = bytearray(grid.read_bytes())
    content[len(content) // 2] ^= 1
    path = tmp_path / "sweep.nc"
    path.write_bytes(content)
    assert "is damaged" in refused(path)


def test_a_file_that_was_cut_has_no_seal(grid, tmp_path):
    path = tmp_path / "sweep.nc"
    path.write_bytes(grid.read_bytes()[:-100])
    assert "has no seal" in refused(path)


@pytest.mark.parametrize("name", ["none.nc", "", "\0"])
def test_what_is_not_there_is_said_so(name, tmp_path):
    assert "cannot be opened" in refused(tmp_path / name)


def test_sealed_bytes_that_are_no_netcdf_are_refused(tmp_path):
    path = tmp_path / "sweep.nc"
    write_whole(path, *sealed(b"no NetCDF"))
    assert "cannot be read as NetCDF" in refused(path)


def test_another_format_is_refused_by_name(grid, tmp_path):
    with opened(grid) as file:
        copy = file.dataset.load().copy()
    path = stored(tmp_path / "sweep.nc", copy, {"draws": 1}, "draws")
    copy.attrs["cartsim_format"] = "cartsim.results/1"
    copy.to_netcdf(path, engine="h5netcdf")
    write_whole(path, *sealed(path.read_bytes()))
    assert "cartsim.results/1" in refused(path)


def test_the_axes_are_found_with_unit_and_levels(grid):
    with opened(grid) as file:
        dose, receptor = file.axes
        assert (dose.label, dose.unit, dose.levels) == ("dose", "cell/kg", [1e5, 1e6, 1e7])
        assert dose.title == "Dose (cells/kg)"
        assert dose.said(1e6) == "1e6 cells/kg"
        assert (receptor.unit, receptor.levels, receptor.measured) == (None, ["none", "pd1_cd28"], False)
        assert receptor.name == "PD-L1 receptor"
        assert file.draw is None
        assert file.population == "enrolled"


def test_a_path_is_called_by_what_tells_it():
    called = {
        "disease.burden.median": "burden median",
        "parameters.k_kill": "k_kill",
        "parameters.tau_fit.value": "tau_fit",
        "trial.arms[0].dose": "dose",
    }
    found = {path: Column("x", path, "1", "linear", (1.0,)).name for path in called}
    assert found == called


def test_patients_are_read_some_points_at_a_time_and_give_the_shares_of_the_file(grid, monkeypatch):
    monkeypatch.setattr("cartsim.sweep.analysis.read.HELD", 250)
    with opened(grid) as file:
        assert len(list(file.blocks())) == 3
        for measure in ("confirmed_orr", "dcr", "dlt_rate", "severe_crs_rate"):
            for block in file.blocks():
                event, among = file.outcome(measure, block, 1)
                shares = (event & among).sum(axis=1) / among.sum(axis=1)
                np.testing.assert_array_equal(shares, file.share(measure)[block, 1])
        assert not file.dataset["best_effusion_response"].variable._in_memory, "nobody asked for it"
        few, _ = file.outcome("confirmed_orr", [0, 1], 0, patients=7)
        assert few.shape == (2, 7)


def test_a_large_variable_is_never_read_whole(grid, monkeypatch):
    monkeypatch.setattr("cartsim.sweep.analysis.read.KEPT", 10)
    with opened(grid) as file:
        event, _ = file.outcome("confirmed_orr", [1], 0)
        assert event.sum() == 30
        assert not file.dataset["response_by_primary"].variable._in_memory
