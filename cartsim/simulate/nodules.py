"""The verb `simulate_nodules`: one nodule of single cells in every arm and repeat, as one Dataset.

Threads take nodules from one line; where there are fewer nodules than threads, those left over share the
cells of a nodule. What a nodule does depends on neither, so results are bit-equal for any number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event, Lock
from typing import TypeVar

import numpy as np
import xarray as xr

from cartsim.datasets import data_array, describe
from cartsim.scenario.scenario import Scenario
from cartsim.simulate.agents.crew import Crew, crew
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.observe import DEPTHS, SHELL, shells_of
from cartsim.simulate.agents.prepare import asked_of
from cartsim.simulate.agents.t_cells import DAY
from cartsim.simulate.nodule_course import Followed, Job, States, follow, hours_of

Found = TypeVar("Found")
FURTHER = {"shell": ("shell",), "kill_depth": ("depth_quantile",)}
"""Dims beyond time of the readings whose name begins so."""


def simulate_nodules(
    scenario: Scenario,
    *,
    threads: int | None = None,
    done: Callable[[int], None] | None = None,
    states: States | None = None,
) -> xr.Dataset:
    """Counts, sizes, means and profiles (arm, repeat, time, ...) of the nodule that `agents` asks for, and
    the pictures of the first repeat that it wants kept.

    Bit-equal for any number of threads. `done` is told how many more hours of a nodule are simulated, of all
    `nodule_hours`. `states` keeps what a nodule has come to, and is asked for it before one begins.
    """
    jobs, told = jobs_of(scenario), one_at_a_time(done)

    def one(job: Job, hands: Crew, stop: Event) -> Followed:
        return follow(scenario, job, hands, stop, told, states)

    return assembled(scenario, jobs, each(jobs, threads, one))


def each(
    jobs: Sequence[Job], threads: int | None, one: Callable[[Job, Crew, Event], Found]
) -> list[Found]:
    """one(job, crew, stop) of every job, in the order of the jobs; all are called off when one fails."""
    threads = threads or os.cpu_count() or 1
    stop, helpers = Event(), max(threads // len(jobs), 1)

    def with_crew(job: Job) -> Found:
        with crew(helpers) as hands:
            return one(job, hands, stop)

    with ThreadPoolExecutor(min(threads, len(jobs))) as pool:
        running = [pool.submit(with_crew, job) for job in jobs]
        try:
            for ended in wait(running, return_when=FIRST_EXCEPTION).done:
                ended.result()
        finally:
            stop.set()  # an interrupt or an error waits for one step only
            for future in running:
                future.cancel()
    return [future.result() for future in running]


def jobs_of(scenario: Scenario) -> list[Job]:
    """Every nodule of a run."""
    repeats = asked_of(scenario).repeats
    return [Job(arm, repeat) for arm in range(len(scenario.trial.arms)) for repeat in range(repeats)]


def nodule_hours(scenario: Scenario) -> int:
    """Hours of all nodules of a run."""
    return len(jobs_of(scenario)) * hours_of(asked_of(scenario))


def one_at_a_time(done: Callable[[int], None] | None) -> Callable[[int], None]:
    """`done`, to be called from many threads."""
    lock = Lock()

    def told(more: int) -> None:
        if done is not None and more:
            with lock:
                done(more)

    return told


def added_up(watch: Callable[[int, int], None] | None, total: int) -> Callable[[int], None]:
    """Tells `watch` how many of `total` are done, when told how many more are."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        if watch is not None:
            watch(done, total)

    return told


def assembled(scenario: Scenario, jobs: Sequence[Job], found: Sequence[Followed]) -> xr.Dataset:
    """The courses of all nodules as one Dataset."""
    asked, arms = asked_of(scenario), [arm.name for arm in scenario.trial.arms]
    shape = (len(arms), asked.repeats)
    outer = shells_of(asked.domain)
    first = found[0]
    arrays = _readings(found, shape) | _ends(found, shape)
    arrays |= {
        "shell_inner": data_array("shell_inner", outer - SHELL),
        "shell_outer": data_array("shell_outer", outer),
    }
    coordinates: dict[str, object] = {
        "arm": arms,
        "repeat": np.arange(asked.repeats),
        "time": np.array([float(r["minute"]) for r in first.course.readings.values()]) / DAY,
        "shell": outer - SHELL / 2,
        "depth_quantile": list(DEPTHS),
    }
    if first.course.pictures:
        more, axes = _pictures(jobs, found, first.setting.common)
        arrays |= more
        coordinates |= axes
    return describe(xr.Dataset(arrays, coords=coordinates))


def _readings(found: Sequence[Followed], shape: tuple[int, int]) -> dict[str, xr.DataArray]:
    """Readings by name (arm, repeat, time, ...)."""
    arrays = {}
    for name in next(iter(found[0].course.readings.values())):
        if name == "minute":
            continue
        values = np.stack([[r[name] for r in one.course.readings.values()] for one in found])
        further = next((dims for start, dims in FURTHER.items() if name.startswith(start)), ())
        further = further if values.ndim > 2 else ()
        dims = ("arm", "repeat", "time", *further)
        arrays[name] = data_array(name, values.reshape(*shape, *values.shape[1:]), dims)
    return arrays


def _ends(found: Sequence[Followed], shape: tuple[int, int]) -> dict[str, xr.DataArray]:
    """What is said of each run as a whole (arm, repeat)."""
    ends = {
        "unsolved_fields": [one.nodule.unsolved for one in found],
        "field_solves": [(one.nodule.turn + 1) * len(one.setting.fields) for one in found],
        "biology_steps": [one.nodule.turn for one in found],
        "mechanics_steps": [one.nodule.step for one in found],
        "worst_residual": [one.nodule.worst_residual for one in found],
    }
    return {
        name: data_array(name, np.array(values).reshape(shape), ("arm", "repeat"))
        for name, values in ends.items()
    }


def _pictures(
    jobs: Sequence[Job], found: Sequence[Followed], grid: Grid
) -> tuple[dict[str, xr.DataArray], dict[str, object]]:
    """Every picture of every nodule, one after the other: ragged arrays of cells, and fields."""
    taken = [
        (job, at * one.setting.biology_step / DAY, picture)
        for job, one in zip(jobs, found, strict=True)
        for at, picture in one.course.pictures.items()
    ]
    values = {
        name: np.concatenate([p[name] for *_, p in taken]) for name in taken[0][2] if name != "field_value"
    }
    values |= {
        "field_value": np.stack([picture["field_value"] for *_, picture in taken]),
        "snapshot_arm": np.array([job.arm for job, *_ in taken]),
        "snapshot_repeat": np.array([job.repeat for job, *_ in taken]),
        "snapshot_day": np.array([day for _, day, _ in taken]),
        "snapshot_cells": np.array([picture["cell_x"].size for *_, picture in taken]),
        "field_unit": np.array([field.unit for field in found[0].setting.fields]),
    }
    arrays = {name: data_array(name, array) for name, array in values.items()}
    arrays["snapshot_cells"].attrs["sample_dimension"] = "cell"
    names = [field.name for field in found[0].setting.fields]
    x, y, z = grid.centres()
    axes = {"snapshot": np.arange(len(taken)), "field": names, "voxel_x": x, "voxel_y": y, "voxel_z": z}
    return arrays, axes
