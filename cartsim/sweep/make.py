"""Making a plan: points from the axes, an address for every arm of each, and what it will cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import compress

import numpy as np

from cartsim.errors import BadInput, Problem
from cartsim.scenario.swept import load_swept
from cartsim.sweep.cells import address, code, libraries, of_arm
from cartsim.sweep.columns import BATCH, Rows, rows_of
from cartsim.sweep.plan import FILE, MOST_PATIENTS, Plan, Shard, read_plan, scenario_at
from cartsim.sweep.points import axes_of, points_of
from cartsim.sweep.shards import size_of
from cartsim.sweep.work import warm_up

SHARD = 2000
"""Patients of a shard if nothing is said: some seconds of a core, which is what a lost worker loses."""
LOOKED_AT = 8
"""Cells that are tried to see what a sweep costs."""
FEW, MANY = 25, 400
"""Patients of the two tries: what a batch costs at all, and what each patient adds."""

Watch = Callable[[int, int], None]


def make_plan(path: Path, sets: Sequence[str], shard_size: int | None, watch: Watch | None = None) -> Plan:
    """The plan of a scenario file with a sweep; BadInput tells every problem of the file, and the point whose
    values do not go together."""
    swept = load_swept(path, sets)
    try:
        axes, points = axes_of(swept.sweep), points_of(swept.sweep)
    except BadInput as error:
        raise BadInput(*(replace(problem, where=str(path)) for problem in error.problems)) from None
    total = len(points) * max(swept.sweep.draws, 1)
    cells = []
    for point in range(total):
        try:
            found = scenario_at(swept.content, swept.sweep, axes, points, point)
        except BadInput as error:
            raise BadInput(*(_of_point(problem, path) for problem in error.problems)) from None
        cells.append(tuple(address(of_arm(found, arm)) for arm in range(len(found.trial.arms))))
        if watch is not None:
            watch(point + 1, total)
    scenario = swept.scenario
    patients = scenario.run.patients
    plan = Plan(
        source=path.name,
        title=scenario.title,
        question=scenario.question,
        content=swept.content,
        sweep=swept.sweep,
        arms=tuple(arm.name for arm in scenario.trial.arms),
        patients=patients,
        shard_size=min(shard_size or SHARD, patients),
        points=tuple(points),
        cells=tuple(cells),
        code=code(),
        libraries=libraries(),
        failures_allowed=scenario.run.failures_allowed,
    )
    if patients * len(plan.first_seen) > MOST_PATIENTS:
        message, remedy = f"asks for {patients * len(plan.first_seen)} patients", "plan several sweeps"
        raise BadInput(Problem(str(path), "run.patients", message, remedy))
    return plan


def _of_point(problem: Problem, path: Path) -> Problem:
    """A problem of a point as one of the file's sweep."""
    field = f"{problem.field} " if problem.field else ""
    return Problem(str(path), "sweep", f"{problem.where}: {field}{problem.message}", problem.remedy)


def require_place(plan: Plan, folder: Path, update: bool) -> None:
    """BadInput where another sweep is planned in the folder and `update` does not say to put this in its
    place."""
    if update or not os.path.exists(folder / FILE):
        return
    old = read_plan(folder)
    if old.id == plan.id:
        return
    message = f"holds the plan of another sweep ({difference(old, plan)})"
    remedy = "name another folder with --out, or --update: what still holds is not computed again"
    raise BadInput(Problem(str(folder), "--out", message, remedy))


def difference(old: Plan, new: Plan) -> str:
    """In which words two plans differ."""
    told = [
        f"{name} {before} there, {now} here"
        for name, before, now in (
            ("patients", old.patients, new.patients),
            ("shard size", old.shard_size, new.shard_size),
            ("points", len(old.cells), len(new.cells)),
            ("arms", ", ".join(old.arms), ", ".join(new.arms)),
        )
        if before != now
    ]
    if old.code != new.code:
        told.append("made by other code or parameter files")
    if old.content != new.content or old.sweep != new.sweep:
        told.append("another scenario or other axes")
    return "; ".join(told) or "other libraries"


def estimate(plan: Plan, todo: Sequence[Shard], watch: Watch | None = None) -> dict[str, Any]:
    """What the shards of a plan will cost: seconds of one core, by trying some patients of some cells; bytes
    of shards, exactly, and of the merged file, by compressing what was tried."""
    cells = list(plan.first_seen.items())
    chosen = [cells[place] for place in np.unique(np.linspace(0, len(cells) - 1, LOOKED_AT).astype(int))]
    warm_up()
    tries = []
    for count, (_, at) in enumerate(chosen, start=1):
        tries.append(_tried(plan, *at))
        if watch is not None:
            watch(count, len(chosen))
    batch, patient = (float(np.mean([row[place] for row in tries])) for place in range(2))
    rows = tries[0][2]
    kept = _compressed(rows) / rows.nbytes
    merged = len(plan.cells) * len(plan.arms) * plan.patients * rows.dtype.itemsize * kept
    return {
        "core_seconds": sum(batch * -(-shard.patients // BATCH) + patient * shard.patients for shard in todo),
        "seconds_per_patient": patient,
        "seconds_per_batch": batch,
        "patients_tried": sum(FEW + min(MANY, plan.patients) for _ in tries),
        "cells_tried": len(tries),
        "shard_bytes": sum(size_of(shard, rows.dtype) for shard in todo),
        "merged_bytes": int(merged),
    }


def _tried(plan: Plan, point: int, arm: int) -> tuple[float, float, Rows]:
    """Seconds of a core that a batch costs however small, and that a patient adds; and the patients."""
    scenario = of_arm(plan.scenario(point), arm)
    many = min(MANY, plan.patients)
    times = []
    for size in (FEW, many):
        begun = time.process_time()
        rows = rows_of(scenario, 0, size)
        times.append(time.process_time() - begun)
    if many <= FEW:
        return 0.0, times[-1] / many, rows
    slope = (times[1] - times[0]) / (many - FEW)
    return max(0.0, times[1] - slope * many), slope, rows


def _compressed(rows: Rows) -> int:
    """Bytes of the rows as the merged file keeps them: name by name, bytes of one place together."""
    total = 0
    for name in rows.dtype.names or ():
        column = np.ascontiguousarray(rows[name])
        planes = column.view(np.uint8).reshape(-1, column.dtype.itemsize).T
        total += len(compress(np.ascontiguousarray(planes).tobytes(), 1))
    return total
