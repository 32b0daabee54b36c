"""The fields of the agent model: how fast, what share of the memory's bandwidth, what the shortcut costs.

python -m benchmarks.fields [--rounds 5] [--out docs/benchmarks]

Updates: one voxel of one field through one step (lines along x, y and z), 75^3 voxels x 2 fields, a field to
a thread. Sweep: a step of 256^3 voxels, planes shared by two threads, which reads and writes the field twice;
its bandwidth beside that of an in-place update and of the triad a = b + c x (24 bytes, as STREAM counts), all
three in the same rounds. Shortcut: a steady solve from the last one against 6 min of steps, cells moving
meanwhile. Multigrid: cycles and what a cycle leaves of the residual. Medians of the rounds, with the best. On
a machine that others use too, look at the numbers by CPU-second and at the ratios. Writes fields.json and
fields.txt.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numba
import numpy as np

from benchmarks.machine import machine
from cartsim.simulate.agents.crew import Crew, crew
from cartsim.simulate.agents.fields import cycle
from cartsim.simulate.agents.fields.field import (
    Field,
    deposit_shared,
    solve_steady,
    step_transient,
)
from cartsim.simulate.agents.fields.grid import DIRICHLET, IN_FLUID, NO_FLUX, ON_SEROSA, Grid, cubic
from cartsim.simulate.agents.fields.line_implicit import Lines, march, march_increments, prepare
from cartsim.simulate.agents.fields.multigrid import solve, workspace

PHYSICELL = 3.9e7
"""Voxel-field updates/s of PhysiCell 1.14.2 on two threads, 75^3 x 2 fields (3.5e7 to 4.2e7)."""
STEPS = 20
SMALL, LARGE = 75, 256
CELL = 2572.0
"""um^3: a cell of 17 um."""
OXYGEN = Field("oxygen", "mmHg", 1e5, 0.1, 10.0, 38.0)
INTERFERON = Field("interferon gamma", "1", 6e3, 0.0039, 0.06)
BIOLOGY = 6.0
"""min"""


def seconds(tasks: dict[str, Callable[[], Any]], rounds: int) -> dict[str, dict[str, float]]:
    """Each task once a round, after one that does not count: median and least, and median of CPU-seconds."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    used: dict[str, list[float]] = {name: [] for name in tasks}
    for count in range(rounds + 1):
        for name, task in tasks.items():
            start, cpu = time.perf_counter(), time.process_time()
            task()
            if count:
                taken[name].append(time.perf_counter() - start)
                used[name].append(time.process_time() - cpu)
    return {
        name: {"median": statistics.median(t), "least": min(t), "cpu": statistics.median(used[name])}
        for name, t in taken.items()
    }


def ready(n: int, dtype: type, *, reacting: bool = False, threads: int = 1) -> Lines:
    """A random field for steps of .01 min."""
    grid, start = Grid((n,) * 3, 20.0), np.random.default_rng(0).random((n,) * 3)
    given = {"s": 10 * start, "q": start} if reacting else {}
    return prepare(grid, start, 1e5, 0.1, np.zeros(6), 0.01, dtype=dtype, threads=threads, **given)


def updates(rounds: int, hands: Crew) -> list[dict]:
    """Voxel-field updates/s by kind of step, precision and threads."""
    ways: dict[str, tuple[Callable[..., Any], bool]] = {
        "diffusion, decay": (march, False),
        "and reaction": (march, True),
        "split change": (march_increments, True),
    }
    tasks: dict[str, Callable[[], Any]] = {}
    for kind, (way, reacting) in ways.items():
        for dtype in (np.float64, np.float32):
            pair = [ready(SMALL, dtype, reacting=reacting) for _ in range(2)]
            pair = [way(lines, 1) or lines for lines in pair]
            name = f"{kind}, {dtype.__name__}"
            tasks[f"{name}, 1 thread"] = partial(one_by_one, way, pair)
            tasks[f"{name}, 2 threads"] = partial(hands.each, partial(way, steps=STEPS), pair)
    work = 2 * STEPS * SMALL**3
    found = seconds(tasks, rounds)
    return [
        {"kind": name, "rate": work / t["median"], "best": work / t["least"], "by_cpu": work / t["cpu"]}
        for name, t in found.items()
    ]


def one_by_one(way: Callable[..., Any], fields: list[Lines]) -> None:
    for lines in fields:
        way(lines, STEPS)


@numba.njit(nogil=True)
def scale(a, low, high):
    """a *= 1 in place: read and written, 16 bytes."""
    for i in range(low, high):
        a[i] *= 1.0000001


@numba.njit(nogil=True)
def triad(a, b, c, low, high):
    for i in range(low, high):
        a[i] = b[i] + 3.0 * c[i]


def bandwidth(rounds: int, hands: Crew) -> list[dict]:
    """GB/s of the sweep and of two plain loops, and the sweep's share of the faster loop."""
    size = LARGE**3
    a, b, c = (np.ones(size) for _ in range(3))
    wide, narrow = (ready(LARGE, dtype, threads=2) for dtype in (np.float64, np.float32))
    tasks = {
        "update in place": lambda: hands.over(size, lambda _, low, high: scale(a, low, high)),
        "triad": lambda: hands.over(size, lambda _, low, high: triad(a, b, c, low, high)),
        "sweep, float64": lambda: march(wide, 1, hands),
        "sweep, float32": lambda: march(narrow, 1, hands),
    }
    bytes_ = {"update in place": 16, "triad": 24, "sweep, float64": 32, "sweep, float32": 16}
    found = seconds(tasks, rounds)
    rows = []
    for name, count in bytes_.items():
        row: dict[str, Any] = {"kind": name}
        for key, label in (("median", ""), ("least", "best_")):
            peak = max(bytes_[loop] / found[loop][key] for loop in ("update in place", "triad"))
            row[f"{label}rate"] = size * count / found[name][key] / 1e9
            row[f"{label}share"] = count / found[name][key] / peak
        rows.append(row)
    return rows


def walkers(grid: Grid, count: int, speed: float) -> Callable[[float], np.ndarray]:
    """Where cells are at a time [min] that walk straight in a nodule on the plane z = 0 (cell, 3) [um]."""
    random = np.random.default_rng(1)
    start, way = (random.normal(size=(count, 3)) for _ in range(2))
    start *= 300.0 * random.random((count, 1)) ** (1 / 3) / np.linalg.norm(start, axis=1, keepdims=True)
    way *= speed / np.linalg.norm(way, axis=1, keepdims=True)
    return lambda minutes: np.abs(start + minutes * way) * [1, 1, 1] * np.sign(start * [1, 1, 0] + [0, 0, 1])


def shortcut(rounds: int) -> list[dict]:
    """One steady solve from the last one against steps through 6 min: milliseconds and difference in L2."""
    grid = cubic(1000.0, faces=ON_SEROSA)
    tumour, t_cells = walkers(grid, 13_000, 0.1), walkers(grid, 500, 4.0)

    def taking(minutes: float) -> np.ndarray:
        return deposit_shared(grid, tumour(minutes), np.full(13_000, CELL)).amounts

    def secretion(field: Field, minutes: float) -> np.ndarray:
        amount = 0.0 if field is OXYGEN else 1.0
        return deposit_shared(grid, t_cells(minutes), np.full(500, amount)).amounts

    rows = []
    for field, dt in ((OXYGEN, 0.01), (INTERFERON, 0.05), (INTERFERON, 0.01)):
        work, start = workspace(grid), solve_steady(grid, field, taking(0.0), secretion(field, 0.0))
        values, steps = start.values, round(BIOLOGY / 30 / dt)
        began = time.perf_counter()
        for part in range(30):
            at = (part + 0.5) * BIOLOGY / 30
            values = step_transient(
                grid, field, values, taking(at), secretion(field, at), dt=dt, steps=steps
            )
        deposits = time.perf_counter() - began
        last = taking(BIOLOGY), secretion(field, BIOLOGY)
        rest = partial(solve_steady, grid, field, *last, start=start.values, work=work)
        stepped = partial(step_transient, grid, field, values, *last, dt=dt, steps=30 * steps)
        found, result = seconds({"steady": rest, "stepped": stepped}, rounds), rest()
        apart = np.linalg.norm(result.values - values) / np.linalg.norm(values)
        rows.append(
            {"field": field.name, "voxels": grid.counts[0], "dt": dt, "cycles": result.cycles,
             "apart": float(apart), "steady_ms": 1e3 * found["steady"]["median"],
             "stepped_ms": 1e3 * found["stepped"]["median"],
             "with_deposits_ms": 1e3 * deposits,
             "share": found["steady"]["median"] / found["stepped"]["median"]}
        )  # fmt: skip
    return rows


def cycles(rounds: int) -> list[dict]:
    """Convergence and cost of cycles by voxels, faces and contrast of the loss."""
    faces = {"in fluid": IN_FLUID, "on serosa": ON_SEROSA, "tube": (NO_FLUX,) * 4 + (DIRICHLET,) * 2}
    rows = []
    for n in (48, 56, 96, 160):
        for name, kinds in faces.items():
            for contrast in (1.0, 1e3):
                case = {"voxels": n, "faces": name, "contrast": contrast}
                rows.append(case | converged(n, kinds, contrast, rounds))
                if n > 56:
                    break
    return rows


def converged(n: int, faces: tuple[str, ...], contrast: float, rounds: int) -> dict:
    """One problem: scattered uptake; to a residual of 1e-10 for the rate, then timed at 1e-6."""
    grid, random = Grid((n,) * 3, 20.0, faces=faces), np.random.default_rng(5)
    s, q = np.where(random.random(grid.shape) < 0.3, 0.01 * contrast, 0.01), np.zeros(grid.shape)
    work, given = workspace(grid), (grid, 1e5, s, q, np.full(6, 38.0))
    deep = solve(*given, tolerance=1e-10, work=work)
    other = s * (1 + 0.02 * random.random(grid.shape))
    near = solve(grid, 1e5, other, *given[3:], tolerance=1e-9, work=work).values
    tasks = {"cold": partial(solve, *given, work=work), "warm": partial(solve, *given, start=near, work=work)}
    tasks["sweeps"] = partial(cycle.relax, work.table, 0, work.u, work.f, work.inverse, 4, 0, n)
    found = seconds(tasks, rounds)
    rates = np.divide(deep.residuals[2:], deep.residuals[1:-1])
    return {
        "cycles": deep.cycles, "worst": float(max(rates)), "mean": float(np.exp(np.log(rates).mean())),
        "cold_ms": 1e3 * found["cold"]["median"], "cold_cycles": tasks["cold"]().cycles,
        "warm_ms": 1e3 * found["warm"]["median"], "warm_cycles": tasks["warm"]().cycles,
        "sweep_ns": 1e9 * found["sweeps"]["cpu"] / 2 / n**3,
        "sweep_least_ns": 1e9 * found["sweeps"]["least"] / 2 / n**3,
    }  # fmt: skip


HEAD = f"{'':38}{'median':>10}{'best':>10}{'per CPU-s':>10}{'best / PhysiCell':>18}"


def table(result: dict) -> str:
    """What was measured, as text."""
    lines = [*result["machine"].values(), "", f"voxel-field updates/s, {SMALL}^3 x 2 fields", HEAD]
    for row in result["updates"]:
        rates = "".join(f"{row[key]:10.2e}" for key in ("rate", "best", "by_cpu"))
        lines.append(f"{row['kind']:38}{rates}{row['best'] / PHYSICELL:18.1f}")
    lines += ["", f"memory, {LARGE}^3, 2 threads: GB/s, of the faster plain loop; the same in the best round"]
    for row in result["bandwidth"]:
        best = f"{row['best_rate']:9.1f}{row['best_share']:6.2f}"
        lines.append(f"{row['kind']:20}{row['rate']:7.1f}{row['share']:6.2f}{best}")
    lines += ["", "steady solve against 6 min of steps: dt, cycles, ms, ms, share of cost, difference in L2"]
    for row in result["shortcut"]:
        cost = f"{row['steady_ms']:8.1f}{row['stepped_ms']:9.0f}{row['share']:9.4f}"
        lines.append(f"{row['field']:18}{row['dt']:6g}{row['cycles']:4}{cost}{row['apart']:10.1e}")
    lines += ["", "multigrid: cycles to 1e-10, residual left by a cycle (mean, worst), solves to 1e-6, sweep"]
    for row in result["multigrid"]:
        case = f"{row['voxels']:4}^3 {row['faces']:10}{row['contrast']:6g}{row['cycles']:4}"
        solves = "".join(
            f"{row[f'{start}_ms']:8.1f} ms {start} ({row[f'{start}_cycles']})" for start in ("cold", "warm")
        )
        sweep = f"{row['sweep_ns']:6.2f} CPU-ns/voxel (best {row['sweep_least_ns']:.2f} ns)"
        lines.append(f"{case}{row['mean']:7.3f}{row['worst']:7.3f}{solves}{sweep}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    asked = parser.parse_args()
    with crew(2) as hands:
        result = {
            "machine": machine(),
            "updates": updates(asked.rounds, hands),
            "bandwidth": bandwidth(asked.rounds, hands),
            "shortcut": shortcut(asked.rounds),
            "multigrid": cycles(asked.rounds),
        }
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "fields.json").write_text(json.dumps(result, indent=1) + "\n")
    (asked.out / "fields.txt").write_text(table(result) + "\n")
    print(table(result))


if __name__ == "__main__":
    main()
