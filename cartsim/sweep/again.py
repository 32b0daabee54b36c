"""One patient of a sweep simulated again, alone, and compared bit for bit with the shard that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cartsim.errors import BadInput, Problem
from cartsim.sweep.cells import of_arm
from cartsim.sweep.columns import rows_of
from cartsim.sweep.plan import Plan, Shard
from cartsim.sweep.shards import read_shard


@dataclass(frozen=True)
class Replay:
    """How many values were compared, and the names of those that differ."""

    point: int
    arm: str
    patient: int
    compared: int
    differ: tuple[str, ...]

    @property
    def bit_equal(self) -> bool:
        return not self.differ


def replay(plan: Plan, folder: Path, point: int, arm: str, patient: int) -> Replay:
    """Compute a patient's row anew and compare it; BadInput where the sweep has no such patient yet."""
    for option, value, size in (("--point", point, len(plan.cells)), ("--patient", patient, plan.patients)):
        if not 0 <= value < size:
            message = f"there is no {option.removeprefix('--')} {value}"
            raise BadInput(Problem(str(folder), option, message, f"they go from 0 to {size - 1}"))
    if arm not in plan.arms:
        arms = ", ".join(plan.arms)
        raise BadInput(Problem(str(folder), "--arm", f"there is no arm {arm}", f"name one of {arms}"))
    shard = shard_of(plan, point, arm, patient)
    scenario = of_arm(plan.scenario(point), plan.arms.index(arm))
    found = read_shard(folder, shard, plan.row_type)
    if found.rows is None:
        message = f"the shard of this patient is {found.fault}"
        remedy = f"compute it: `cartsim sweep run {folder}`"
        raise BadInput(Problem(str(folder), "--patient", message, remedy))
    kept = found.rows[patient - shard.start : patient - shard.start + 1]
    anew = rows_of(scenario, patient, patient + 1)
    names = tuple(str(name) for name in kept.dtype.names or ())
    differ = tuple(name for name in names if kept[name].tobytes() != anew[name].tobytes())
    return Replay(point, arm, patient, len(names), differ)


def shard_of(plan: Plan, point: int, arm: str, patient: int) -> Shard:
    """The shard that holds a patient of an arm at a point."""
    cell = plan.cells[point][plan.arms.index(arm)]
    cells = list(plan.first_seen)
    number = cells.index(cell) * len(list(plan.ranges())) + patient // plan.shard_size
    return plan.shards[number]
