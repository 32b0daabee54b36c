"""What the commands of a sweep do: each looks, works, and says what it found."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from cartsim.errors import BadInput, CartsimError, Problem, TooManyFailures
from cartsim.results.folder import make_folder
from cartsim.sweep.again import Replay, replay
from cartsim.sweep.cluster import Where, slurm_words
from cartsim.sweep.interrupt import raise_if_stopped
from cartsim.sweep.lock import writing
from cartsim.sweep.make import estimate, make_plan, require_place
from cartsim.sweep.merge import FILE as MERGED
from cartsim.sweep.merge import Merged, merge
from cartsim.sweep.plan import Plan, Shard, read_plan, write_plan
from cartsim.sweep.run import Ended, carry_out
from cartsim.sweep.survey import survey

Watch = Callable[[int, int], None]
Show = Callable[[str, str], AbstractContextManager[Watch | None]]
"""Opens the progress of a part of the work: its name, and what is counted."""


@dataclass(frozen=True)
class Planned:
    """A plan, where it lies, and how many of its shards hold already."""

    plan: Plan
    folder: Path
    done: int


def plan_sweep(
    path: Path, sets: Sequence[str], shard_size: int | None, folder: Path, update: bool, show: Show
) -> Planned:
    """Write the plan of a scenario file with a sweep into a folder, with what it will cost."""
    with show(path.stem, "points") as watch:
        plan = make_plan(path, sets, shard_size, watch)
    require_place(plan, folder, update)
    make_folder(folder)
    with writing(folder, whole=True):
        found = survey(plan, folder)
        with show("what it costs", "tries") as watch:
            plan = replace(plan, estimate=estimate(plan, found.missing, watch))
        write_plan(plan, folder)
    return Planned(plan, folder, len(found.done))


@dataclass(frozen=True)
class Carried:
    """What a run did, and what of the shards that it was asked for is there now."""

    plan: Plan
    folder: Path
    before: int
    ended: Ended
    asked: Sequence[Shard]
    computed: int
    lacking: int = 0


def run_sweep(folder: Path, where: Where, shards: str | None, show: Show, again: bool = False) -> Carried:
    """Compute the shards of a plan that lack (`again`: those in which a machine failed a patient)."""
    raise_if_stopped()  # an import may have swallowed it
    plan = read_plan(folder)
    require_same_code(plan, folder)
    asked = chosen(plan, shards)
    with writing(folder, whole=shards is None):
        found = survey(plan, folder, asked)
        todo = found.flawed if again else sorted([*found.missing, *found.unlisted])
        anew = {shard.name for shard in (found.flawed if again else found.unusable)}
        raise_if_stopped()
        with show(plan.title, "patients") as watch:
            ended = carry_out(plan, folder, todo, where, watch, anew)
    lacking = len(found.missing) if again else 0
    return Carried(plan, folder, len(asked) - len(todo) - lacking, ended, asked, len(todo), lacking)


def refuse(carried: Carried) -> None:
    """Raise what the exit code of a run tells: shards that could not be computed, or too many failed solves
    in those that it was asked for."""
    lost = carried.ended.lost
    if lost:
        reasons = "; ".join(sorted(set(lost.values()))[:3])
        raise CartsimError(f"{len(lost)} shards could not be computed ({reasons}); run again to try again")
    found = survey(carried.plan, carried.folder, carried.asked)
    total, share = found.statuses.total(), carried.plan.failures_allowed
    if found.failed > share * total:
        allowed = f"the share of {share:g} that run.failures_allowed grants"
        raise TooManyFailures(f"{found.failed} of {total} solves failed, more than {allowed}")


def require_same_code(plan: Plan, folder: Path) -> None:
    """BadInput where this installation would compute other bits than the plan's."""
    strange = plan.strangeness()
    if strange:
        remedy = "use those, or plan again with --update: what still holds is not computed again"
        raise BadInput(Problem(str(folder), "FOLDER", strange, remedy))


def chosen(plan: Plan, written: str | None) -> Sequence[Shard]:
    """The shards of `--shards 120:140`: from the first number up to, not with, the second; all without."""
    if written is None:
        return plan.shards
    first, colon, last = written.partition(":")
    ends = [text.strip() for text in (first, last if colon else "x")]
    sound = all(text.isdecimal() and len(text) < 12 for text in ends)
    if not sound or not int(ends[0]) <= int(ends[1]) or int(ends[0]) >= len(plan.shards):
        remedy = f"write two numbers from 0 to {len(plan.shards)}, such as 120:140"
        raise BadInput(Problem("", "--shards", f"'{written}' is no range", remedy))
    return plan.shards[int(ends[0]) : int(ends[1])]


def where_of(
    workers: int | None,
    scheduler: str | None,
    scheduler_file: Path | None,
    slurm: str | None,
    shards: str | None,
) -> Where:
    """Where to compute: as many workers as cores if nothing is said, this process for some shards."""
    options = {
        "--workers": workers,
        "--scheduler": scheduler,
        "--scheduler-file": scheduler_file,
        "--slurm": slurm,
    }
    given = [name for name, value in options.items() if value is not None]
    if len(given) > 1:
        raise BadInput(Problem("", given[1], f"does not go with {given[0]}", "say one of them"))
    if not given:
        workers = 0 if shards is not None else os.cpu_count() or 1
    words = slurm_words(slurm) if slurm is not None else {}
    return Where(workers or 0, scheduler, scheduler_file, words)


def merge_sweep(folder: Path, out: Path | None, partial: bool, show: Show) -> Merged:
    """Merge the shards of a plan into one file."""
    plan = read_plan(folder)
    require_same_code(plan, folder)
    place = out or folder / MERGED
    if place.is_dir() or not place.parent.is_dir():
        message = "is a folder" if place.is_dir() else "lies in no folder that is there"
        raise BadInput(Problem(str(place), "--out", message, "name a file in one, such as sweep.nc"))
    with show("merging", "patients") as watch:
        return merge(plan, folder, place, partial, watch)


def replay_sweep(folder: Path, point: int, arm: str, patient: int) -> Replay:
    """Simulate one patient of a sweep again."""
    plan = read_plan(folder)
    require_same_code(plan, folder)
    return replay(plan, folder, point, arm, patient)
