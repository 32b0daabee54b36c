"""cartsim's engine against its peers, on the same equations, patients and schedule.

python -m benchmarks.ensemble [--patients 256] [--rounds 5] [--out docs/benchmarks]

The typical population with four lesion groups, intravenous and intracavitary arm, 372 days, the default
readings, one core (a last part uses all). In each round every solver has its turn; rates are patients per
CPU-second, ratios are taken within a round and their median, least and greatest over the rounds are printed.
Errors are those of the states at all readings against the engine at a tolerance of 1e-11, relative to
|state| + scale, over states larger than their scale; and of lesion diameters in mm. A ratio compares the
engine at the tolerance at which its median error is the peer's. Without rescue rules and extinction.

Needs the extra `benchmark`. Writes ensemble.json, work_precision.png and throughput.png.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import cartsim
from benchmarks import figures, scaling
from benchmarks.machine import GROUPS, SCENARIO, machine
from benchmarks.peers import PEERS, Task, by_road_runner, course, places, road_runner, tasks
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

CHECKED = 8
"""Patients of each arm whose errors are taken and whom the peers solve."""
REPEATS = 4
"""How often the engine solves the patients of a round: once takes less than a tenth of a second."""
OURS = [
    ("Rodas4", v.RODAS4, rtol) for rtol in (3e-3, 1e-3, 3e-4, 1e-4, 1e-5)
] + [("Rodas5P", v.RODAS5P, rtol) for rtol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8)]  # fmt: skip
ROAD_RUNNER = "libRoadRunner"
THEIRS = {"numbalsoda": 8, ROAD_RUNNER: 2, "scipy odeint": 6, "scipy LSODA": 3, "scipy Radau": 1}
"""Patients a round (of each arm)."""
RTOLS = (1e-4, 1e-6)
REFERENCE = 1e-11


class Arm(NamedTuple):
    """One arm: problem and plan, the peers' tasks, patients loaded by libRoadRunner, the reference states and
    diameters of the first patients.
    """

    problem: v.Problem
    plan: v.Plan
    tasks: list[Task]
    road_runners: list[Any]
    states: np.ndarray
    diameters: np.ndarray


def arms(n_patients: int) -> list[Arm]:
    """Both arms of patients with so many lesion groups."""
    scenario = cartsim.load(SCENARIO)
    drawn = cartsim.draw(scenario, np.arange(6 * n_patients))
    groups = (drawn["lesion_kind"].values > 0).sum(axis=1)
    patients = drawn.isel(patient=np.flatnonzero(groups == GROUPS)[:n_patients])
    out = []
    for arm in scenario.trial.arms:
        asked = schedule(scenario, arm, patients)
        plan = asked.plan._replace(rules=asked.plan.rules[:0], extinct_below=-np.inf)
        whole = problem(scenario, arm, patients, asked)
        few = first(whole, CHECKED)
        exact = solve(few, plan._replace(rtol=REFERENCE, method=v.RODAS5P), with_state=True)
        states = exact.state[:, :, places(GROUPS)]
        loaded = [road_runner(scenario, arm, patients.isel(patient=[i])) for i in range(THEIRS[ROAD_RUNNER])]
        out.append(Arm(whole, plan, tasks(few, plan), loaded, states, exact.lesion[:, 0]))
    return out


def first(whole: v.Problem, n: int) -> v.Problem:
    return v.Problem(*(part[:n] for part in whole))


def errors(arm: Arm, states: np.ndarray) -> np.ndarray:
    """Relative errors of the states of the first patients that are larger than their scale."""
    exact, scale = arm.states[: len(states)], arm.tasks[0].scale
    found = np.abs(states - exact) / (np.abs(exact) + scale)
    return found[(np.abs(exact) > scale) & ~np.isnan(states)]


def summary(pooled: np.ndarray, diameters: np.ndarray | None = None) -> dict[str, float]:
    out = {f"error_{name}": float(np.quantile(pooled, q)) for name, q in QUANTILES.items()}
    if diameters is not None:
        out |= {f"diameter_mm_{name}": float(np.quantile(diameters, q)) for name, q in QUANTILES.items()}
    return out


QUANTILES = {"median": 0.5, "p95": 0.95, "p99": 0.99}


def our_errors(both: list[Arm], method: int, rtol: float) -> dict[str, float]:
    pooled, diameters = [], []
    for arm in both:
        plan = arm.plan._replace(rtol=rtol, method=method)
        found = solve(first(arm.problem, CHECKED), plan, with_state=True)
        pooled.append(errors(arm, found.state[:, :, places(GROUPS)]))
        difference = np.abs(found.lesion[:, 0] - arm.diameters)
        diameters.append(difference[np.isfinite(difference)])
    return summary(np.concatenate(pooled), np.concatenate(diameters))


def our_rate(both: list[Arm], method: int, rtol: float) -> tuple[float, float]:
    """Patients per CPU-second on one core, and steps per patient."""
    began, steps, n = time.process_time(), 0, 0
    for arm in both * REPEATS:
        found = solve(arm.problem, arm.plan._replace(rtol=rtol, method=method), threads=1)
        steps += int(found.counts[:, [v.STEPS, v.REJECTIONS]].sum())
        n += len(found.status)
    return n / (time.process_time() - began), steps / n


def their_rate(both: list[Arm], name: str, rtol: float) -> tuple[float, dict[str, float]]:
    count, pooled = THEIRS[name], []
    began, results = time.process_time(), []
    for arm in both:
        if name == ROAD_RUNNER:
            pairs = zip(arm.road_runners, arm.tasks, strict=False)
            results.append(np.array([by_road_runner(model, task, rtol) for model, task in pairs]))
        else:
            results.append(np.array([course(task, PEERS[name], rtol) for task in arm.tasks[:count]]))
    taken = time.process_time() - began
    pooled = [errors(arm, states) for arm, states in zip(both, results, strict=True)]
    return len(both) * count / taken, summary(np.concatenate(pooled))


def one_round(both: list[Arm]) -> dict[str, list]:
    """Every solver once, in turn."""
    ours = [our_rate(both, method, rtol) for _, method, rtol in OURS]
    theirs = {
        (name, rtol): their_rate(both, name, rtol)
        for name in THEIRS
        for rtol in RTOLS
        if not (name == "scipy Radau" and rtol < 1e-5)
    }
    return {"ours": ours, "theirs": theirs}


def rate_at(error: float, found: list[dict]) -> float:
    """The engine's rate at this median error: between its tolerances on logarithmic axes, for the faster
    method. Not beyond the loosest tolerance measured.
    """
    best = 0.0
    for method in {row["solver"] for row in found}:
        rows = sorted((row for row in found if row["solver"] == method), key=lambda row: row["error_median"])
        x = np.log([row["error_median"] for row in rows])
        y = np.log([row["rate"] for row in rows])
        if np.log(error) >= x[0]:
            best = max(best, float(np.exp(np.interp(np.log(error), x, y))))
    return best


def measure(n_patients: int, rounds: int) -> dict:
    both = arms(n_patients)
    accuracy = [our_errors(both, method, rtol) for _, method, rtol in OURS]
    one_round(both)  # compiles, warms caches
    taken = [one_round(both) for _ in range(rounds)]
    engine = [
        {"solver": name, "rtol": rtol, "steps": taken[0]["ours"][i][1], **accuracy[i],
         "rates": [found["ours"][i][0] for found in taken]}
        for i, (name, _, rtol) in enumerate(OURS)
    ]  # fmt: skip
    peers = []
    for name, rtol in taken[0]["theirs"]:
        rates = [found["theirs"][name, rtol][0] for found in taken]
        row = {"solver": name, "rtol": rtol, **taken[0]["theirs"][name, rtol][1], "rates": rates}
        ratios = []
        for k, rate in enumerate(rates):
            at = [{**ours, "rate": ours["rates"][k]} for ours in engine]
            ratios.append(rate_at(row["error_median"], at) / rate)
        peers.append(row | {"ratios": ratios})
    found = {"groups": scaling.by_groups(rounds), "sizes": scaling.by_size(), "threads": scaling.by_threads()}
    return {"machine": machine(), "engine": engine, "peers": peers, "scaling": found}


def table(result: dict) -> str:
    """What was measured, as text."""
    head = ("solver", "rtol", "patients per CPU-s", "median error", "p95", "p99", "engine/peer at its error")
    lines = [*result["machine"].values(), "", ROW.format(*head)]
    for row in [*result["engine"], *result["peers"]]:
        ratios = f"{_spread(row['ratios'])}" if "ratios" in row else ""
        numbers = (f"{row[f'error_{name}']:.1e}" for name in QUANTILES)
        lines.append(ROW.format(row["solver"], f"{row['rtol']:.0e}", _spread(row["rates"]), *numbers, ratios))
    at = {(row["solver"], row["rtol"]): row for row in result["engine"]}
    for key in (("Rodas4", 1e-4), ("Rodas5P", 1e-6)):
        mm = ", ".join(f"{name} {at[key][f'diameter_mm_{name}']:.1e}" for name in QUANTILES)
        lines.append(f"{key[0]} at {key[1]:.0e}: error of lesion diameters in mm {mm}; "
                     f"{at[key]['steps']:.0f} steps a patient")  # fmt: skip
    lines += ["", scaling.table(result["scaling"])]
    return "\n".join(lines)


ROW = "{:14}{:>7}{:>29}{:>14}{:>10}{:>10}{:>28}"


def _spread(values: list[float]) -> str:
    """Median, least and greatest of the rounds."""
    return f"{np.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--patients", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    asked = parser.parse_args()
    result = measure(asked.patients, asked.rounds)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "ensemble.json").write_text(json.dumps(result, indent=1) + "\n")
    (asked.out / "ensemble.txt").write_text(table(result) + "\n")
    figures.work_precision(result, asked.out / "work_precision.png")
    figures.throughput(result, asked.out / "throughput.png")
    print(table(result))


if __name__ == "__main__":
    main()
