"""What of a sweep is done, found by looking at every shard; nothing else is believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cartsim.sweep.manifest import Line, Manifest, read_manifest
from cartsim.sweep.plan import Plan, Shard
from cartsim.sweep.shards import Found, read_shard
from cartsim.sweep.work import flawed, statuses

Watch = Callable[[int, int], None]


@dataclass
class Survey:
    """Shards that are whole, that lack (and why a file at their place could not be used), and whole ones in
    which a machine failed a patient; patients by how their solve ended; what the manifest says beside."""

    done: list[Shard] = field(default_factory=list)
    missing: list[Shard] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    unusable: list[Shard] = field(default_factory=list)
    flawed: list[Shard] = field(default_factory=list)
    unlisted: list[Shard] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    damaged_lines: int = 0
    seconds: float = 0.0
    core_seconds: float = 0.0
    timed_patients: int = 0
    processors: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return self.statuses.total() - self.statuses["ok"]

    def seconds_left(self) -> float:
        """Of one core, by what the shards that are done took; NaN where nobody knows yet."""
        left = sum(shard.patients for shard in self.missing)
        if not left:
            return 0.0
        return left * self.seconds / self.timed_patients if self.timed_patients else float("nan")


def survey(
    plan: Plan, folder: Path, wanted: Iterable[Shard] | None = None, watch: Watch | None = None
) -> Survey:
    """Look at every shard (or those `wanted`): read, check, count."""
    manifest, found = read_manifest(folder), Survey()
    found.damaged_lines = manifest.damaged
    shards = list(plan.shards if wanted is None else wanted)
    for number, (shard, read) in enumerate(read_all(plan, folder, shards, manifest), start=1):
        _enter(found, shard, read, manifest.lines.get(shard.name, []))
        if watch is not None:
            watch(number, len(shards))
    return found


def read_all(
    plan: Plan, folder: Path, shards: Iterable[Shard], manifest: Manifest
) -> Iterator[tuple[Shard, Found]]:
    """Each shard with what lies at its place."""
    for shard in shards:
        yield shard, read_shard(folder, shard, plan.row_type, manifest.sums(shard.name))


def _enter(found: Survey, shard: Shard, read: Found, lines: list[Line]) -> None:
    if read.rows is None:
        found.missing.append(shard)
        if read.fault != "missing":
            found.faults[read.fault] += 1
            found.unusable.append(shard)
        return
    found.done.append(shard)
    found.statuses.update(statuses(read.rows))
    if flawed(read.rows):
        found.flawed.append(shard)
    if not lines:
        found.unlisted.append(shard)
    for line in lines[-1:]:
        found.processors[str(line.get("processor", ""))] += 1
        seconds = line.get("seconds")
        if isinstance(seconds, float) and seconds > 0.0:
            found.seconds += seconds
            found.core_seconds += float(line.get("core_seconds", 0.0))
            found.timed_patients += shard.patients


def facts(plan: Plan, found: Survey) -> dict[str, Any]:
    """What `cartsim sweep status --json` prints."""
    left = found.seconds_left()
    return {
        "plan": plan.id,
        "title": plan.title,
        "shards": len(plan.shards),
        "done": len(found.done),
        "missing": len(found.missing),
        "unusable": dict(found.faults),
        "damaged_manifest_lines": found.damaged_lines,
        "patients": sum(shard.patients for shard in plan.shards),
        "patients_done": found.statuses.total(),
        "patients_by_status": dict(found.statuses),
        "to_retry": len(found.flawed),
        "core_seconds": round(found.core_seconds, 2),
        "core_seconds_left": None if left != left else round(left, 1),
        "processors": dict(found.processors),
    }
