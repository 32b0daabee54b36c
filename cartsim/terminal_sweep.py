"""What the commands of a sweep answer, on standard output."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartsim import progress
from cartsim.terminal import FAILED_BECAUSE, print_json, print_table

if TYPE_CHECKING:
    from cartsim.sweep.again import Replay
    from cartsim.sweep.analysis.command import Analysed
    from cartsim.sweep.command import Carried, Planned
    from cartsim.sweep.merge import Merged
    from cartsim.sweep.plan import Plan
    from cartsim.sweep.survey import Survey


def show(silent: bool) -> Callable[[str, str], AbstractContextManager[progress.Watch | None]]:
    """What opens the progress of a part of the work."""
    return lambda name, what: progress.shown(name, silent, what)


def planned(made: Planned, *, as_json: bool, silent: bool) -> None:
    """Points, arms, patients, shards, and what they will cost."""
    plan, cost = made.plan, made.plan.estimate
    facts = {
        "folder": str(made.folder),
        "plan": plan.id,
        "points": len(plan.cells),
        "arms": list(plan.arms),
        "patients": plan.patients,
        "cells": len(plan.first_seen),
        "shards": len(plan.shards),
        "shards_done": made.done,
        "estimate": dict(cost),
    }
    if as_json:
        print_json(facts)
    elif not silent:
        _say_plan(made)


def _say_plan(made: Planned) -> None:
    plan, cost = made.plan, made.plan.estimate
    print(f"{plan.title}\n{plan.question}\n")
    header = ("Axis", "Path", "Values")
    rows = [(axis.label, axis.path, _values(plan, place)) for place, axis in enumerate(plan.axes)]
    rows += [("draw", "uncertain typical values", f"{plan.draws} draws")] if plan.draws else []
    print_table(header, rows)
    alike = len(plan.cells) * len(plan.arms) - len(plan.first_seen)
    same = f" ({alike} are like another and not computed twice)" if alike else ""
    done = f", {made.done} of them done" if made.done else ""
    time = progress.duration(cost["core_seconds"])
    print(
        f"\n{len(plan.cells)} points x {len(plan.arms)} arms{same} x {plan.patients} patients"
        f" = {len(plan.first_seen) * plan.patients} courses in {len(plan.shards)} shards{done}\n"
        f"about {time} of one core, from {cost['patients_tried']} courses tried; "
        f"shards {size(cost['shard_bytes'])}, merged about {size(cost['merged_bytes'])}\n\n"
        f"plan  {made.folder}/plan.json\nnext  cartsim sweep run {made.folder}"
    )


def _values(plan: Plan, place: int) -> str:
    """The values of an axis, or how many and from where to where."""
    values = list(dict.fromkeys(point[place] for point in plan.points))
    sampled = plan.sweep.sampled
    if sampled:
        axis = list(sampled.axes.values())[place]
        return f"{axis.low} to {axis.high}, {axis.scale}, {len(values)} values"
    if len(values) <= MOST_NAMED:
        return ", ".join(map(str, values))
    return f"{values[0]}, {values[1]}, ... {values[-1]}: {len(values)} values"


MOST_NAMED = 8
"""Values of an axis that are printed one by one."""


def carried(done: Carried, *, as_json: bool, silent: bool) -> None:
    """What a run computed."""
    ended = done.ended
    if as_json:
        print_json(
            {
                "folder": str(done.folder),
                "shards": len(done.asked),
                "shards_before": done.before,
                "patients": ended.patients,
                "patients_by_status": dict(ended.statuses),
                "shards_lost": ended.lost,
                "seconds": round(ended.seconds, 2),
            }
        )
    elif not silent:
        if not done.computed:
            print(f"nothing to compute: {done.before} of {len(done.asked)} shards were done already")
        else:
            rate = f" ({ended.patients / ended.seconds:.0f} a second)" if ended.seconds else ""
            before = f"{done.before} were done already"
            print(f"{ended.patients} patients{rate} in {done.computed} shards; {before}")
            print("\n".join(_failures(ended.statuses)))
        whole = len(done.asked) == len(done.plan.shards)
        then = "run" if done.lacking else "merge" if whole else "status"
        print(f"next  cartsim sweep {then} {done.folder}")


def surveyed(plan: Plan, folder: Path, found: Survey, *, as_json: bool) -> None:
    """What is done, what failed and why, what lacks, and how long it will take."""
    from cartsim.sweep.survey import facts

    if as_json:
        print_json(facts(plan, found))
        return
    total = len(plan.shards)
    print(f"{plan.title}\n{len(found.done)} of {total} shards done, {len(found.missing)} missing")
    for fault, count in found.faults.items():
        print(f"  {count} at their place but {fault}: to be computed again")
    if found.damaged_lines:
        print(f"  {found.damaged_lines} lines of the manifest are damaged; a shard says itself what it is")
    if plan.strangeness():
        print(f"  {plan.strangeness()}: `cartsim sweep run` and merge will refuse")
    if len(found.processors) > 1:
        kinds = ", ".join(found.processors)
        print(f"  computed on {kinds}: kinds of processor may differ in the last digits")
    print("\n".join(_failures(found.statuses)))
    if found.flawed:
        print(f"{len(found.flawed)} shards have patients that a machine failed: cartsim sweep retry {folder}")
    left = found.seconds_left()
    if found.missing:
        time = "not known yet" if left != left else f"about {progress.duration(left)} of one core"
        print(f"left  {time}\nnext  cartsim sweep run {folder}")
    else:
        print(f"next  cartsim sweep merge {folder}")


def _failures(statuses: Any) -> list[str]:
    """How many solves failed, by reason."""
    total, failed = sum(statuses.values()), sum(statuses.values()) - statuses.get("ok", 0)
    lines = [f"failed solves: {failed} of {total}"]
    for status, count in statuses.items():
        if status != "ok" and count:
            lines.append(f"  {status} {count}: {FAILED_BECAUSE[status]}")
    return lines


def merged(found: Merged, *, as_json: bool, silent: bool) -> None:
    """What was merged, and how large it is."""
    if as_json:
        print_json({**found._asdict(), "path": str(found.path)})
    elif not silent:
        some = "" if found.points == found.of else f" of {found.of}: the others are not whole"
        print(f"{found.points} points{some}, {found.patients} courses, {size(found.size)}")
        print(f"merged  {found.path}")


def analysed(found: Analysed, *, as_json: bool, silent: bool) -> None:
    """The best doses, what was left out, and where the files lie."""
    if as_json:
        print_json({**asdict(found), "folder": str(found.folder)})
    elif not silent:
        size = f"{found.points} points x {len(found.arms)} arms x {found.patients} patients"
        print(f"{found.title}\n{size}; failed solves: {found.failed}\n")
        if found.best:
            head, *rows = found.best
            print_table(head, rows[:MOST_BEST])
            left = len(rows) - MOST_BEST
            print(f"and {left} more rows in best_dose.csv\n" if left > 0 else "")
        print("\n".join([*found.left_out, f"page  {found.folder}/{found.files[0]}"]))


MOST_BEST = 24
"""Best doses that are printed."""


def replayed(outcome: Replay, *, as_json: bool) -> None:
    """Whether the patient came out the same."""
    if as_json:
        print_json({**asdict(outcome), "bit_equal": outcome.bit_equal})
        return
    who = f"patient {outcome.patient} of {outcome.arm} at point {outcome.point}"
    if outcome.bit_equal:
        print(f"{who}: bit-equal ({outcome.compared} values compared)")
    else:
        print(f"{who}: not bit-equal: {', '.join(outcome.differ)}")


def size(count: float) -> str:
    """Bytes as people say them."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} TB"
