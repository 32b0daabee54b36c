"""What a nodule comes to is the same for any threads, any looks at it and any interruption."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Event

import numpy as np
import pytest
import xarray as xr

from cartsim.datasets import describe
from cartsim.errors import BadInput
from cartsim.results.states import Kept
from cartsim.scenario import Scenario
from cartsim.simulate import nodule_course
from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.loop import run
from cartsim.simulate.agents.prepare import prepare
from cartsim.simulate.agents.snapshot import load_snapshot, save_snapshot
from cartsim.simulate.nodule_course import Stopped, stops_of
from cartsim.simulate.nodules import nodule_hours, simulate_nodules
from tests.simulate.nodules.conftest import asked


def test_results_are_bit_equal_for_any_number_of_threads(small: Scenario, nodule: xr.Dataset) -> None:
    for threads in (2, 9):
        xr.testing.assert_identical(simulate_nodules(small, threads=threads), nodule)


def test_looking_more_often_moves_no_cell(nodule: xr.Dataset) -> None:
    often = simulate_nodules(asked(every=1 / 24, snapshots=(0.0, 0.1, 0.25)), threads=2)
    same = often.sel(time=nodule["time"])
    since_the_output_before = ("kill", "shell_kill")
    for name in nodule.data_vars:
        if "time" in nodule[name].dims and not str(name).startswith(since_the_output_before):
            xr.testing.assert_identical(same[name], nodule[name])
    last = often.isel(cell=slice(-int(nodule["snapshot_cells"][-1]), None))
    np.testing.assert_array_equal(last["cell_x"], nodule["cell_x"][-last.sizes["cell"] :])


def test_a_run_that_goes_on_from_a_snapshot_has_the_same_bits(small: Scenario, tmp_path: Path) -> None:
    arm = small.trial.arms[1]
    with crew(1) as hands:
        whole, setting = prepare(small, arm, 0, hands)
        run(whole, setting, 90.0)
        save_snapshot(tmp_path / "state.h5", whole)
        run(whole, setting, 240.0)
        _, again = prepare(small, arm, 0, hands)
        resumed = load_snapshot(tmp_path / "state.h5")
        run(resumed, again, 240.0)
    assert whole.counts["killed"] > 0
    assert resumed.counts == whole.counts
    assert (resumed.turn, resumed.step, resumed.cells.n) == (whole.turn, whole.step, whole.cells.n)
    for rows in ("real", "whole"):
        first, second = (getattr(one.cells, rows)[:, : one.cells.n] for one in (whole, resumed))
        np.testing.assert_array_equal(first, second)
    for name, values in whole.fields.items():
        np.testing.assert_array_equal(resumed.fields[name], values)
    np.testing.assert_array_equal(np.hstack(resumed.kills), np.hstack(whole.kills))


def test_an_interrupted_run_goes_on_where_it_was_kept(
    small: Scenario, nodule: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def interrupt(more: int) -> None:
        told.append(more)
        if sum(told) >= 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate_nodules(small, threads=1, done=interrupt, states=Kept(tmp_path, small, every=0.0))
    assert {path.name for path in tmp_path.iterdir()} >= {"arm_0_repeat_0.h5", "arm_0_repeat_1.h5"}
    steps: list[int] = []
    monkeypatch.setattr(nodule_course, "run", lambda *args: (steps.append(1), run(*args)))
    resumed = simulate_nodules(small, threads=4, states=Kept(tmp_path, small, every=0.0))
    xr.testing.assert_identical(resumed, nodule)
    assert len(steps) < 0.7 * int(nodule["biology_steps"].sum())


def test_a_state_of_another_scenario_is_refused(small: Scenario, tmp_path: Path) -> None:
    kept = Kept(tmp_path, small, every=0.0)
    kept.keep("arm_0_repeat_0", lambda: b"state", False)
    assert Kept(tmp_path, small).find("arm_0_repeat_0") == b"state"
    with pytest.raises(BadInput, match="another scenario"):
        Kept(tmp_path, asked(duration=2.0)).find("arm_0_repeat_0")
    path = tmp_path / "arm_0_repeat_0.h5"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadInput, match="damaged"):
        kept.find("arm_0_repeat_0")


def test_short_runs_keep_nothing(small: Scenario, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "none", small)
    kept.keep("arm_0_repeat_0", lambda: b"state", True)
    assert not (tmp_path / "none").exists()


def test_progress_adds_up_to_the_hours_of_all_nodules(small: Scenario) -> None:
    told: list[int] = []
    simulate_nodules(small, threads=2, done=told.append)
    assert sum(told) == nodule_hours(small) == 24


def test_outputs_lie_on_the_nearest_steps_and_at_the_end() -> None:
    stops = stops_of(asked(duration=1.0, every=0.3, snapshots=(0.001, 0.5)).agents, 6.0)
    assert stops.read == [0, 72, 144, 216, 240]
    assert stops.kept == [0, 120]
    assert set(range(0, 240, 10)) <= set(stops.all)


def test_every_array_is_in_the_table_with_its_units(nodule: xr.Dataset) -> None:
    described = describe(nodule.drop_attrs())
    for name in nodule.variables:
        assert described[name].attrs["long_name"]
    assert nodule["snapshot_cells"].attrs["sample_dimension"] == "cell"
    assert int(nodule["snapshot_cells"].sum()) == nodule.sizes["cell"]
    assert nodule["snapshot_arm"].values.tolist() == [0, 0, 1, 1]


def test_an_error_in_one_nodule_ends_the_others(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from cartsim.simulate import nodules

    ended, all_run = [], Barrier(4)

    def follow(scenario, job, hands, stop: Event, told, states):  # type: ignore[no-untyped-def]
        all_run.wait(20)
        if job.arm == 0:
            raise ArithmeticError("a cell is nowhere")
        assert stop.wait(20)
        ended.append(job)
        raise Stopped

    monkeypatch.setattr(nodules, "follow", follow)
    with pytest.raises(ArithmeticError, match="nowhere"):
        simulate_nodules(small, threads=4)
    assert len(ended) == 2
