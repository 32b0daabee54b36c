"""The published organoid study again: five schedules, several seeds, thirty days.

python -m tests.campaigns.organoid [SCHEDULE ...] [--seeds N] [--workers N] [--until DAYS] [--out FOLDER]

Writes one table a schedule, tests/campaigns/organoid_<schedule>.csv: for each seed and half day the radius,
counts of cells, types by antigen, oxygen, mean antigen of the outer and the inner half of the live tumour.
Seeds that a table has already are not run again: remove it after a change to the model.
"""

from __future__ import annotations

import argparse
import csv
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from cartsim.scenario import load
from cartsim.simulate.agents.cells import APOPTOTIC, EFFECTOR, NECROTIC, SPENT, TUMOUR
from cartsim.simulate.agents.loop import run
from cartsim.simulate.agents.nodule import Nodule, Setting, places_of
from cartsim.simulate.agents.prepare import prepare

SCENARIOS = Path(__file__).parents[2] / "scenarios" / "organoid"
SCHEDULES = ("one_quarter_dose", "no_dose", "one_dose", "two_doses", "double_dose")
TYPES = (0.5, 1.0, 1.5)
HALF_DAY = 720.0


def reading(nodule: Nodule, setting: Setting) -> dict[str, float]:
    """What the tables hold of one moment."""
    cells = nodule.cells
    kind, away = cells["kind"], np.sqrt((places_of(nodule) ** 2).sum(axis=0))
    live = kind == TUMOUR
    antigen, held = cells["her2"][live], cells["partner"][kind == EFFECTOR] >= 0
    outer = away[live] > np.median(away[live]) if live.any() else live[live]
    types = np.histogram(antigen, bins=(-np.inf, *TYPES, np.inf))[0]
    oxygen = setting.rules.breath(nodule, setting)[live] if nodule.fields else np.full(live.sum(), np.nan)
    return {
        "radius": round(float(away[kind <= NECROTIC].max(initial=0.0)), 3),
        "cancer_cells": int((kind <= NECROTIC).sum()), "all_cells": cells.n, "live": int(live.sum()),
        "apoptotic": int((kind == APOPTOTIC).sum()), "necrotic": int((kind == NECROTIC).sum()),
        "car_t": int((kind == EFFECTOR).sum()), "spent_car_t": int((kind == SPENT).sum()),
        "holding": int(held.sum()), "killed": nodule.counts["killed"],
        **{f"type_{4 - k}": int(n) for k, n in enumerate(types)},
        "antigen": round(float(antigen.mean()), 4) if live.any() else np.nan,
        "antigen_outer": round(float(antigen[outer].mean()), 4) if live.any() else np.nan,
        "antigen_inner": round(float(antigen[~outer].mean()), 4) if live.any() else np.nan,
        "oxygen_mean": round(float(oxygen.mean()), 2) if live.any() else np.nan,
        "oxygen_min": round(float(oxygen.min()), 2) if live.any() else np.nan,
        "unsolved": nodule.unsolved,
    }  # fmt: skip


def follow(schedule: str, seed: int, days: float) -> list[dict[str, float]]:
    """One run: a row for every half day."""
    scenario = load(SCENARIOS / f"organoid_{schedule}.yaml")
    nodule, setting = prepare(scenario, scenario.trial.arms[0], seed)
    rows, begun = [], time.perf_counter()
    for minute in np.arange(0.0, days * 1440.0 + 1.0, HALF_DAY):
        run(nodule, setting, minute)
        seconds = round(time.perf_counter() - begun, 1)
        rows.append({"seed": seed, "minute": int(minute), **reading(nodule, setting), "seconds": seconds})
    left = rows[-1]["cancer_cells"]
    print(f"{schedule} seed {seed}: {left} cancer cells after {days:g} days, {seconds} s", flush=True)
    return rows


def seeds_of(table: Path) -> set[int]:
    """Seeds that a table holds."""
    if not table.exists():
        return set()
    with table.open(newline="") as file:
        return {int(row["seed"]) for row in csv.DictReader(file)}


def append(table: Path, rows: list[dict[str, float]]) -> None:
    """One run more, under a head if it is the first."""
    first = not table.exists()
    with table.open("a", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        if first:
            writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("schedules", nargs="*", default=SCHEDULES)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--until", type=float, default=30.0)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns"))
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.workers) as pool:
        for schedule in asked.schedules:
            table = asked.out / f"organoid_{schedule}.csv"
            left = sorted(set(range(asked.seeds)) - seeds_of(table))
            runs = [pool.submit(follow, schedule, seed, asked.until) for seed in left]
            for one in runs:
                append(table, one.result())


if __name__ == "__main__":
    main()
