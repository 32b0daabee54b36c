"""The merged file: what a run would have found, for every point, in bytes that tell nothing of the way."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import h5py
import numpy as np
import pytest
import xarray as xr
from sweep.conftest import HERE, LITTLE, silent

import cartsim as cs
from cartsim.errors import BadInput, CartsimError
from cartsim.results.seal import is_whole
from cartsim.scenario import loads
from cartsim.sweep.columns import AT_VISITS, OF_PATIENTS, PER_ARM, lost
from cartsim.sweep.command import merge_sweep, plan_sweep, run_sweep
from cartsim.sweep.merge import Reader
from cartsim.sweep.plan import write_plan
from cartsim.sweep.shards import path_of, write_shard

GRID = """
sweep:
  grid:
    trial.arms.IC.dose: [1e5 cells/kg, 1e7 cells/kg]
    product.pdl1_receptor: [none, pd1_cd28]
"""


@pytest.fixture(scope="module")
def merged(make):
    folder = make(GRID)
    run_sweep(folder, HERE, None, silent)
    found = merge_sweep(folder, None, False, silent)
    with xr.open_dataset(found.path, engine="h5netcdf") as data:
        yield found, data.load()


def verbs(*sets: str) -> tuple[xr.Dataset, ...]:
    """Patients, course, visits and endpoints of the little scenario."""
    scenario = loads(LITTLE, sets=sets)
    patients = cs.draw(scenario)
    course = cs.simulate(patients, scenario)
    visits = cs.observe(course, scenario)
    return patients, course, visits, cs.assess(visits, scenario)


def test_every_point_is_what_a_run_of_its_scenario_finds(merged) -> None:
    _, data = merged
    for place in range(4):
        point = data.isel(point=place)
        dose, receptor = float(point["dose"]), str(point["pdl1_receptor"].values)
        patients, course, visits, found = verbs(
            f"trial.arms.IC.dose={dose:g} cells/kg", f"product.pdl1_receptor={receptor}"
        )
        for name in [name for name in point.data_vars if point[name].dims == ("arm",) and name in found]:
            np.testing.assert_array_equal(point[name].values, found[name].values, err_msg=str(name))
        for name in (*PER_ARM, "overall_response"):
            source = next(stage for stage in (found, visits, course) if name in stage)
            assert np.array_equal(point[name].values, source[name].values, equal_nan=True), name
        for name in OF_PATIENTS:
            assert np.array_equal(point[name].values, patients[name].values), name
        np.testing.assert_array_equal(point["orr"].values, found["orr"].values)
        assert point["failed_solves"].values.tolist() == [0, 0]


def test_most_endpoints_of_a_run_are_in_it(merged) -> None:
    _, data = merged
    per_arm = [name for name in data.data_vars if data[name].dims == ("point", "arm")]
    assert {"confirmed_orr", "confirmed_orr_lower", "dlt_rate", "median_pfs", "cmax_median"} <= set(per_arm)
    per_patient = [name for name in data.data_vars if "patient" in data[name].dims]
    assert set(per_patient) == {*PER_ARM, *OF_PATIENTS, *AT_VISITS}
    assert len(per_patient) >= 40
    assert all(data[name].attrs["long_name"] for name in data.data_vars)


def test_points_are_found_by_their_values(merged) -> None:
    _, data = merged
    cube = data[["confirmed_orr"]].set_index(point=["dose", "pdl1_receptor"]).unstack("point")
    assert cube["confirmed_orr"].sizes == {"arm": 2, "dose": 2, "pdl1_receptor": 2}
    assert data["dose"].attrs == {
        "long_name": "trial.arms.IC.dose of the scenario",
        "path": "trial.arms.IC.dose",
        "scale": "linear",
        "units": "cell/kg",
    }


def test_other_programs_read_it(merged) -> None:
    found, data = merged
    assert is_whole(found.path)
    with h5py.File(found.path) as file:
        np.testing.assert_array_equal(file["confirmed_orr"][...], data["confirmed_orr"].values)
    if shutil.which("ncdump"):
        text = subprocess.run(["ncdump", "-h", found.path], capture_output=True, text=True, check=True).stdout
        assert "float confirmed_orr(point, arm)" in text.replace("double", "float")
    plan = json.loads(data.attrs["cartsim_plan"])
    kinds = {row["symbol"]: row["kind"] for row in plan["parameters"]}
    assert "assumed" in kinds.values()
    assert "SIMULATED" in data.attrs["comment"]


def test_its_bytes_do_not_tell_how_it_was_computed(make, merged, tmp_path) -> None:
    found, _ = merged
    folder = make(GRID, shard_size=5)
    for some in ("20:24", "0:11", "9:31"):
        run_sweep(folder, HERE, some, silent)
    again = merge_sweep(folder, tmp_path / "again.nc", False, silent)
    assert again.path.read_bytes() == found.path.read_bytes()


def test_a_sweep_that_is_not_whole_is_not_merged_but_its_whole_points_are(copied, plan) -> None:
    last = next(shard for shard in reversed(plan.shards) if shard.arm == 1)
    path_of(copied, last).unlink()
    with pytest.raises(CartsimError, match=r"1 of 9 shards are missing; .* --partial merges the 1 whole"):
        merge_sweep(copied, None, False, silent)
    assert not (copied / "sweep.nc").exists()
    found = merge_sweep(copied, None, True, silent)
    assert (found.points, found.of) == (1, 2)
    with xr.open_dataset(found.path, engine="h5netcdf") as data:
        assert data["dose"].values.tolist() == [1e5]
        assert data["point"].values.tolist() == [0]


def test_a_patient_lost_in_the_first_arm_is_known_from_the_other(copied, plan, finished, tmp_path) -> None:
    sound = merge_sweep(finished, tmp_path / "sound.nc", False, silent)
    shard = plan.shards[0]
    assert shard.arm == 0
    rows = Reader(plan, copied).rows(0, 0)[: shard.patients].copy()
    rows[2] = lost(plan.of_shard(shard), 2, "memory")[0]
    write_shard(copied, shard, rows)
    for path in (copied / "manifest").glob("*.jsonl"):
        path.unlink()
    merged = merge_sweep(copied, None, False, silent)
    with xr.open_dataset(sound.path, engine="h5netcdf") as one, xr.open_dataset(merged.path) as other:
        for name in OF_PATIENTS:
            np.testing.assert_array_equal(one[name].values, other[name].values, err_msg=name)
        assert other["status"].values[0, :, 2].tolist() == [5, 0]
        assert other["failed_solves"].values[0].tolist() == [1, 0]


def test_points_that_are_not_those_of_the_shards_are_not_merged(copied, plan) -> None:
    write_plan(replace(plan, points=(("1e5 cells/kg",), ("2e7 cells/kg",))), copied)
    with pytest.raises(CartsimError, match="point 1 is not what was planned"):
        merge_sweep(copied, None, False, silent)


def test_a_place_that_no_file_can_have_is_refused_before_anything_is_merged(finished, tmp_path) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "sweep.nc"):
        with pytest.raises(BadInput, match="--out: "):
            merge_sweep(finished, place, False, silent)


def test_a_shard_that_goes_away_meanwhile_is_said(copied, plan) -> None:
    reader = Reader(plan, copied)
    path_of(copied, plan.shards[0]).unlink()
    with pytest.raises(CartsimError, match="went away"):
        reader.rows(0, 0)


def test_a_changed_prior_computes_again_only_what_it_touches(copied, finished, tmp_path) -> None:
    path = tmp_path / "changed.yaml"
    path.write_text(LITTLE + "sweep: {grid: {trial.arms.IC.dose: [1e5 cells/kg, 3e7 cells/kg]}}\n")
    with pytest.raises(BadInput, match="holds the plan of another sweep") as refused:
        plan_sweep(path, (), 8, copied, False, silent)
    assert "another scenario or other axes" in str(refused.value)
    made = plan_sweep(path, (), 8, copied, True, silent)
    assert (made.done, len(made.plan.shards)) == (6, 9)
    carried = run_sweep(copied, HERE, None, silent)
    assert (carried.before, carried.ended.patients) == (6, 20)
    longer = plan_sweep(path, ("run.patients=32",), 8, copied, True, silent)
    assert (longer.done, len(longer.plan.shards)) == (6, 12)
