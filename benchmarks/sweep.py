"""How fast a sweep is beside its engine, and what a million patients take.

python -m benchmarks.sweep workers [--patients 20000] [--rounds 3] [--out docs/benchmarks]
python -m benchmarks.sweep million [--patients 50000] [--out docs/benchmarks]

workers: the default scenario, PATIENTS in one arm, in shards of 2000. The engine alone: `rows_of` (draw,
simulate, observe, assess) of every shard in a plain process, and in two processes side by side, nothing
written. The sweep: the same shards on 1 and 2 Dask workers that are up and have compiled, written, synced and
listed. Paired: each round does all four. Efficiency is the ratio of patients per second, round by round.

million: `cartsim sweep plan` and `run` on two workers of PATIENTS in both arms: the estimate against what it
took, memory of the workers over time. Then the merge of a million patients in both arms: shards of the real
rows, again and again under other ids, so that sizes and times of the merge are those of real data.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import machine
from cartsim.sweep.cells import of_arm
from cartsim.sweep.cluster import Where, client_of
from cartsim.sweep.columns import rows_of
from cartsim.sweep.manifest import Writer
from cartsim.sweep.merge import merge
from cartsim.sweep.plan import Plan, Shard, read_plan, write_plan
from cartsim.sweep.run import carry_out
from cartsim.sweep.shards import write_shard
from cartsim.sweep.work import line, warm_up

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "route_comparison.yaml"
MILLION = 1_000_000
SWEEP = """
schema: cartsim.scenario/1
title: The default scenario, many patients
question: How long does it take?
extends: base.yaml
run: {{patients: {patients}, seed: 20261122}}
sweep: {{grid: {{parameters.tau_fit: [25 days]}}}}
"""


def planned(folder: Path, patients: int) -> Path:
    """The folder of a plan of the default scenario with so many patients, by the command."""
    (folder / "base.yaml").write_text(SCENARIO.read_text())
    (folder / "many.yaml").write_text(SWEEP.format(patients=patients))
    command(folder, "sweep", "plan", "many.yaml", "-q")
    return folder / "out" / "many_sweep"


def command(folder: Path, *words: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "cartsim", *words], cwd=folder, check=True, env=environment)


def engine(place: str, shards: list[Shard]) -> None:
    """What the engine alone does of some shards, after one that does not count."""
    plan = read_plan(Path(place))
    for shard in shards:
        rows_of(of_arm(plan.scenario(shard.point), shard.arm), shard.start, shard.stop)


def side_by_side(place: str, shards: list[Shard], processes: int) -> float:
    """Seconds that so many processes need for the shards, shared out; they are up and have compiled."""
    with multiprocessing.get_context("spawn").Pool(processes, warm_up) as pool:
        pool.map(ready, range(8 * processes), chunksize=1)
        begun = time.perf_counter()
        pool.starmap(engine, [(place, [shard]) for shard in shards], chunksize=1)
        return time.perf_counter() - begun


def ready(number: int) -> None:
    time.sleep(0.05)


def workers(patients: int, rounds: int) -> list[dict[str, Any]]:
    """Patients per second of the engine and of the sweep, on one core and on two."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        folder = planned(Path(place), patients)
        plan = read_plan(folder)
        shards = [shard for shard in plan.shards if shard.arm == 1]
        for count in range(rounds):
            for cores in (1, 2):
                alone = side_by_side(str(folder), shards, cores)
                found.append({"round": count, "cores": cores, "engine": patients / alone})
                found[-1]["sweep"] = patients / swept(plan, folder, shards, cores)
                found[-1]["efficiency"] = found[-1]["sweep"] / found[-1]["engine"]
                print(found[-1], flush=True)
    return found


def swept(plan: Plan, folder: Path, shards: list[Shard], cores: int) -> float:
    """Seconds of the shards on so many workers, which are up and have compiled."""
    for path in (folder / "shards").rglob("*.shard"):
        path.unlink()
    with client_of(Where(workers=cores), folder) as client:
        client.run(warm_up)
        address = client.scheduler.address
        return carry_out(plan, folder, shards, Where(scheduler=address), None).seconds


class Memory(threading.Thread):
    """Bytes that the processes below this one hold, looked at twice a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, int]] = []
        self.over = threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        while not self.over.wait(0.5):
            held = sum(resident(pid) for pid in below(os.getpid()))
            self.seen.append((time.monotonic() - begun, held))

    def growth(self) -> tuple[float, float]:
        """Median bytes of the last fifth of the time over those of the second fifth, and the bytes."""
        fifth = max(1, len(self.seen) // 5)
        early, late = (statistics.median(held for _, held in part) for part in (
            self.seen[fifth : 2 * fifth], self.seen[-fifth - 2 : -2],
        ))  # fmt: skip
        return late / early - 1.0, late


def below(pid: int) -> list[int]:
    """Processes that this one started, and those that they started; any thread may have."""
    try:
        lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    children = [int(child) for told in lists for child in told]
    return [each for child in children for each in (child, *below(child))]


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def million(patients: int) -> dict[str, Any]:
    """The estimate, what it took, memory, and the merge of a million."""
    with tempfile.TemporaryDirectory() as place:
        folder = planned(Path(place), patients)
        plan = read_plan(folder)
        memory = Memory()
        memory.start()
        begun = time.perf_counter()
        command(folder.parent.parent, "sweep", "run", str(folder), "--workers", "2")
        wall = time.perf_counter() - begun
        memory.over.set()
        growth, held = memory.growth()
        lines = [json.loads(row.partition(" ")[2]) for path in (folder / "manifest").glob("*.jsonl")
                 for row in path.read_text().splitlines()]  # fmt: skip
        core = sum(row["core_seconds"] for row in lines)
        courses = plan.patients * len(plan.arms)
        found: dict[str, Any] = {
            "courses": courses,
            "estimated core s": plan.estimate["core_seconds"],
            "taken core s": core,
            "estimate over taken": plan.estimate["core_seconds"] / core,
            "wall s, two workers": wall,
            "courses/s": courses / wall,
            "core hours of a million in two arms": core / courses * 2 * MILLION / 3600,
            "wall hours of them on two workers": wall / courses * 2 * MILLION / 3600,
            "memory of all processes, MB": held / 1e6,
            "growth of memory": growth,
        }
        print(json.dumps(found, indent=1), flush=True)
        return found | merged_million(plan, folder)


def merged_million(plan: Plan, folder: Path) -> dict[str, Any]:
    """Time and size of the merge of a million patients in both arms."""
    from cartsim.sweep.merge import Reader

    reader = Reader(plan, folder)
    real = [reader.rows(0, arm) for arm in range(2)]
    large = replace(plan, patients=MILLION)
    with tempfile.TemporaryDirectory() as place:
        many = Path(place)
        write_plan(large, many)
        with Writer(many) as manifest:
            for shard in large.shards:
                ids = np.arange(shard.start, shard.stop)
                rows = real[shard.arm][ids % plan.patients]
                rows["patient"] = ids
                manifest.add(line(shard, rows, *write_shard(many, shard, rows)))
        shards = sum(path.stat().st_size for path in (many / "shards").rglob("*.shard"))
        begun, used = time.perf_counter(), time.process_time()
        done = merge(large, many, many / "sweep.nc")
        found = {
            "merge of a million in two arms, s": time.perf_counter() - begun,
            "merge, core s": time.process_time() - used,
            "shards, MB": shards / 1e6,
            "merged file, MB": done.size / 1e6,
        }
    print(json.dumps(found, indent=1), flush=True)
    return found


def told(found: dict[str, Any]) -> str:
    """The table as text."""
    parts = []
    if "workers" in found:
        parts.append("workers: patients/s of one arm, median of rounds (least to most)\n")
        for cores in (1, 2):
            rows = [row for row in found["workers"] if row["cores"] == cores]
            for name in ("engine", "sweep", "efficiency"):
                values = [row[name] for row in rows]
                middle, form = statistics.median(values), ".2f" if name == "efficiency" else ".0f"
                spread = f"({min(values):{form}} to {max(values):{form}})"
                parts.append(f"  {cores} core(s)  {name:<12}{middle:>8{form}}  {spread}")
    if "million" in found:
        parts.append("\nmillion: the default scenario, two arms\n")
        parts += [f"  {name:<42}{value:>14.4g}" for name, value in found["million"].items()]
    return "\n".join([*parts, "", *found["machine"].values()]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("workers", "million"))
    parser.add_argument("--patients", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks")
    asked = parser.parse_args()
    path = asked.out / "sweep.json"
    found = json.loads(path.read_text()) if path.exists() else {}
    if asked.what == "workers":
        found["workers"] = workers(asked.patients or 20_000, asked.rounds)
    else:
        found["million"] = million(asked.patients or 50_000)
    found["machine"] = machine()
    path.write_text(json.dumps(found, indent=1) + "\n")
    (asked.out / "sweep.txt").write_text(told(found))
    print(told(found))


if __name__ == "__main__":
    main()
