"""The agent model's speed: mechanics by number of cells and threads, against its peers, and whole studies.

python -m benchmarks.agents [sizes] [mesa] [minute] [organoid] [million] [--rounds 5] [--out docs/benchmarks]

Without names: sizes, mesa and minute, some minutes in all; `organoid` takes a quarter of an hour, and so does
`million`.

sizes    Full mechanics steps (lists of neighbours kept up to date, forces, the contact step of T cells,
         the move) of nodules from 1e4 to 1e6 cells, a thirtieth as many T cells around them, one thread and
         two in turn. Cell steps per second of wall time and of CPU time. The efficiency of two threads is the
         speed-up in wall time over 2: on a machine with other work it is too low, the CPU time of one thread
         over that of two is too high by what waits for one thread.
mesa     Cells that push in Mesa (`agents_mesa`), paired in each round with as many cells here, one thread.
minute   A simulated minute of 26 thousand cells with two fields on 80^3 voxels, under the published organoid
         rules, against what PhysiCell took for its own like run. It steps fields every 0.01 min; here they
         are at rest once in a biology step of 6 min.
organoid The thirty days of the published organoid study, no dose and one dose, two threads, once each; its
         program took 725 minutes for one dose by its authors' own words.
million  A day of a nodule of a million cells and 3e4 T cells in a cavity of 3 mm: wall time, peak memory.

Each part that is run replaces its own entry of agents.json; agents.txt tells all of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import agents_mesa
from benchmarks.machine import machine
from cartsim.scenario import load, loads
from cartsim.simulate.agents import loop
from cartsim.simulate.agents.crew import crew
from cartsim.simulate.agents.nodule import Nodule, Setting
from cartsim.simulate.agents.prepare import prepare

SIZES = {10_000: 191.0, 100_000: 411.0, 1_000_000: 886.0}
"""Radius (um) of a nodule by its number of cells."""
PHYSICELL = {
    "program": "PhysiCell 1.14.2", "cells": 25_900, "cell_steps_per_s": 1.85e5, "minute_s": [3.9, 4.3],
    "machine": "two cores of a virtual machine, its own build, measured once and not in this run",
}  # fmt: skip
TEXT = """
schema: cartsim.scenario/1
title: Speed of single cells
question: How long does it take?
disease: {{kinds: {{ovarian: 1}}}}
trial:
  arms: [{{name: IC, dose: 1e8 cells, route: intracavitary}}]
  response: {{stable_disease_from: 23 days}}
agents:
  mode: alone
  rules: {rules}
  radius: {radius} um
  domain: {domain} um
  doses: [{{day: 0, ratio: {ratio}}}]
  duration: 1 day
"""
CART_ABM_MINUTES = 725.0
"""What the published program took for thirty days with one dose (Luque 2024), machine unstated."""
ORGANOID = Path(__file__).parents[1] / "scenarios" / "organoid"
STEP = 6.0
"""A biology step, min."""


@contextmanager
def nodule(
    threads: int, radius: float, domain: float, ratio: float, rules: str
) -> Iterator[tuple[Nodule, Setting]]:
    """A nodule after its first biology step: T cells are there, fields at rest, functions compiled."""
    scenario = loads(TEXT.format(rules=rules, radius=radius, domain=domain, ratio=ratio), "agents.yaml")
    with crew(threads) as hands:
        made = prepare(scenario, scenario.trial.arms[0], 0, hands)
        loop.run(*made, STEP)
        yield made


def moved(made: tuple[Nodule, Setting]) -> dict[str, float]:
    """The mechanics of one biology step: cell steps per second of wall and of CPU time."""
    state, setting = made
    touch = setting.rules.touching(state, setting, setting.rules.sense(state, setting))
    before, wall, cpu = state.step, time.perf_counter(), time.process_time()
    loop.move(state, setting, touch, STEP)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    done = state.cells.n * (state.step - before)
    return {"wall": done / wall, "cpu": done / cpu, "steps": state.step - before}


def sizes(rounds: int) -> dict[str, Any]:
    """Rates for each number of cells, by one thread and two in turn."""
    rows = []
    for cells, radius in SIZES.items():
        times = max(1, 100_000 // cells)
        with nodule(1, radius, 3.4 * radius, 1 / 30, "tissue") as (state, alone), crew(2) as two:
            turns: dict[int, list[dict[str, float]]] = {1: [], 2: []}
            for _ in range(rounds):
                for threads, setting in ((1, alone), (2, with_crew(alone, two))):
                    turns[threads].append(mean([moved((state, setting)) for _ in range(times)]))
            rows.append({"cells": state.cells.n, "threads": turns})
    return {"rows": rows}


def with_crew(setting: Setting, hands: Any) -> Setting:
    """The same setting with other threads."""
    return Setting(setting.grids, setting.fields, setting.motion, setting.rules, setting.biology_step, hands)


def mean(found: list[dict[str, float]]) -> dict[str, float]:
    """Harmonic means of rates, that is: all work over all time."""
    return {key: len(found) / sum(1 / one[key] for one in found) for key in found[0]}


def mesa(rounds: int) -> dict[str, Any]:
    """Mesa and a nodule of about as many cells in turn, both in steps per CPU-second of one thread."""
    agents_mesa.rate(steps=1)
    with nodule(1, 90.0, 300.0, 1 / 30, "tissue") as made:
        pairs = [(mean([moved(made) for _ in range(20)])["cpu"], agents_mesa.rate()) for _ in range(rounds)]
        return {"cells": made[0].cells.n, "ours": [a for a, _ in pairs], "mesa": [b for _, b in pairs]}


def minute(rounds: int) -> dict[str, Any]:
    """Seconds of wall and CPU time for a simulated minute of everything, of an hour at a time."""
    found = []
    with nodule(2, 280.5, 1700.0, 0.05, "organoid") as (state, setting):
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            loop.run(state, setting, state.minute + 60.0)
            found.append([(time.perf_counter() - wall) / 60, (time.process_time() - cpu) / 60])
        return {"cells": state.cells.n, "voxels": list(setting.grids[0].shape), "wall_cpu": found}


def organoid(rounds: int) -> dict[str, Any]:
    """Thirty days of two schedules, once each: `rounds` is not heeded."""
    found: dict[str, Any] = {}
    for name in ("no_dose", "one_dose"):
        scenario = load(ORGANOID / f"organoid_{name}.yaml")
        began, cpu = time.perf_counter(), time.process_time()
        with crew(2) as hands:
            state, setting = prepare(scenario, scenario.trial.arms[0], 0, hands)
            loop.run(state, setting, 30 * 1440.0)
        wall, used = time.perf_counter() - began, time.process_time() - cpu
        found[name] = {"cells": state.cells.n, "steps": state.step, "wall_s": wall, "cpu_s": used}
    return found


def million(rounds: int) -> dict[str, Any]:
    """A day, once: `rounds` is not heeded."""
    began, cpu = time.perf_counter(), time.process_time()
    with nodule(2, SIZES[1_000_000], 3000.0, 0.03, "tissue") as (state, setting):
        loop.run(state, setting, 1440.0)
    return {
        "cells": state.cells.n, "t_cells": int(state.cells.is_t_cell.sum()), "steps": state.step,
        "unsolved": state.unsolved, "wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, "counts": state.counts,
    }  # fmt: skip


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "sizes": sizes, "mesa": mesa, "minute": minute, "organoid": organoid, "million": million,
}  # fmt: skip
"""What can be measured. A new part gets a row here and one in TOLD."""


def spread(values: Any, form: str = "{:.3g}") -> str:
    """Median, least and greatest."""
    low, middle, high = (form.format(at) for at in (np.min(values), np.median(values), np.max(values)))
    return f"{middle} ({low} to {high})"


SIZES_HEAD = f"{'cells':>8}{'threads':>9}  {'cell steps/s, wall':32}{'cell steps/CPU-s':32}steps in 6 min"


def told_sizes(found: dict[str, Any]) -> list[str]:
    lines = [SIZES_HEAD]
    for row in found["rows"]:
        for threads, turns in row["threads"].items():
            wall, cpu = ([turn[key] for turn in turns] for key in ("wall", "cpu"))
            steps = spread([turn["steps"] for turn in turns], "{:.0f}")
            lines.append(f"{row['cells']:>8}{threads:>9}  {spread(wall):32}{spread(cpu):32}{steps}")
        one, two = (row["threads"][key] for key in row["threads"])
        gain = [b["wall"] / a["wall"] / 2 for a, b in zip(one, two, strict=True)]
        work = [b["cpu"] / a["cpu"] for a, b in zip(one, two, strict=True)]
        lines.append(f"{'':17}  efficiency of two threads: wall {spread(gain)}, CPU time {spread(work)}")
    return lines


def told_mesa(found: dict[str, Any]) -> list[str]:
    ratios = [a / b for a, b in zip(found["ours"], found["mesa"], strict=True)]
    return [
        f"Mesa, 1000 agents: {spread(found['mesa'])} agent steps per CPU-s; {found['cells']} cells here: "
        f"{spread(found['ours'])}; ratio {spread(ratios)}"
    ]


def told_minute(found: dict[str, Any]) -> list[str]:
    wall, cpu = np.array(found["wall_cpu"]).T
    low, high = PHYSICELL["minute_s"]
    ratio = f"{low / np.median(wall):.0f} to {high / np.median(wall):.0f}"
    return [
        f"A simulated minute of {found['cells']} cells, two fields on {found['voxels']} voxels, two "
        f"threads: {spread(wall)} s, {spread(cpu)} CPU-s",
        f"{PHYSICELL['program']}, {PHYSICELL['cells']} cells, two fields on 75^3: {low} to {high} s "
        f"({PHYSICELL['machine']}): {ratio} times as long; its mechanics "
        f"{PHYSICELL['cell_steps_per_s']:.3g} cell steps/s",
    ]


def told_organoid(found: dict[str, Any]) -> list[str]:
    lines = [
        f"Thirty days of the organoid, {name.replace('_', ' ')}, two threads: {one['wall_s']:.0f} s "
        f"({one['cpu_s']:.0f} CPU-s), {one['cells']} cells at the end, {one['steps']} mechanics steps"
        for name, one in found.items()
        if name in ("no_dose", "one_dose")
    ]
    ratio = CART_ABM_MINUTES * 60 / found["one_dose"]["wall_s"]
    said = f"CART-ABM, one dose: {CART_ABM_MINUTES:g} min as its authors say"
    return [*lines, f"{said}: {ratio:.0f} times as long"]


def told_million(found: dict[str, Any]) -> list[str]:
    return [
        f"A day of {found['cells']} cells, {found['t_cells']} of them T cells, two threads: "
        f"{found['wall_s']:.0f} s ({found['cpu_s']:.0f} CPU-s), {found['steps']} mechanics steps, "
        f"{found['unsolved']} fields unsolved, peak memory {found['peak_gb']:.2f} GB"
    ]


TOLD = {
    "sizes": told_sizes, "mesa": told_mesa, "minute": told_minute, "organoid": told_organoid,
    "million": told_million,
}  # fmt: skip


def table(result: dict[str, Any]) -> str:
    """All parts measured so far, as text."""
    lines = []
    for name in (part for part in PARTS if part in result):
        lines += [name, *result[name]["machine"].values(), "", *TOLD[name](result[name]), ""]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=["sizes", "mesa", "minute"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    kept = asked.out / "agents.json"
    result = json.loads(kept.read_text()) if kept.exists() else {}
    for name in asked.parts:
        result[name] = {"machine": machine(), **json.loads(json.dumps(PARTS[name](asked.rounds)))}
        kept.write_text(json.dumps(result, indent=1) + "\n")
        (asked.out / "agents.txt").write_text(table(result))
        print("\n".join(TOLD[name](result[name])), flush=True)


if __name__ == "__main__":
    main()
