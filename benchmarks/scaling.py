"""How the engine's speed depends on lesion groups, rescue rules, numbers of patients and threads.

Part of `python -m benchmarks.ensemble`; default readings, rates in patients of one arm.
"""

from __future__ import annotations

import os
import time

import numpy as np

import cartsim
from benchmarks.machine import GROUPS, SCENARIO
from cartsim.simulate.arms import problem
from cartsim.simulate.course import BLOCK
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.ode.sizes import N_BORDER, N_LESION
from cartsim.simulate.schedule import schedule

TOLERANCES = {1e-4: v.RODAS4, 1e-6: v.RODAS5P}
ALL_GROUPS = (1, 2, 3, 4, 5, 6, 7, 8)
SIZES = (1000, 10_000, 100_000, 1_000_000)


def patients_with(groups: int, n: int) -> tuple[v.Problem, v.Plan]:
    """Some virtual patients in the intracavitary arm, with rescue rules: of those with most groups the first
    ones are kept; one is put in twice where more are asked for.
    """
    what, plan = as_drawn(4000)
    found = what.n_lesions
    most = np.resize(np.flatnonzero(found == found.max()), n)
    what = v.Problem(*(part[most] for part in what))
    for k in range(found.max(), groups):
        here, first = (slice(N_BORDER + N_LESION * i, N_BORDER + N_LESION * (i + 1)) for i in (k, 0))
        what.y0[:, here], what.q[:, k] = what.y0[:, first], what.q[:, 0]
    return what._replace(n_lesions=np.full(n, groups)), plan


def as_drawn(n: int) -> tuple[v.Problem, v.Plan]:
    """The first virtual patients of the scenario, with as many groups as they have, in the same arm."""
    scenario = cartsim.load(SCENARIO)
    patients, arm = cartsim.draw(scenario, np.arange(n)), scenario.trial.arms[1]
    asked = schedule(scenario, arm, patients)
    return problem(scenario, arm, patients, asked), asked.plan


def rate(what: v.Problem, plan: v.Plan) -> float:
    """Patients per CPU-second of one core."""
    began = time.process_time()
    solve(what, plan, threads=1)
    return len(what.y0) / (time.process_time() - began)


def by_groups(rounds: int, n: int = 256) -> list[dict]:
    """Rates for each number of lesion groups and for patients as drawn (0), with and without rescue rules, in
    turn.
    """
    rows = []
    for groups in (*ALL_GROUPS, 0):
        what, plan = patients_with(groups, n) if groups else as_drawn(2 * n)
        for rtol, method in TOLERANCES.items():
            ruled = plan._replace(rtol=rtol, method=method)
            bare = ruled._replace(rules=plan.rules[:0])
            solve(what, ruled, threads=1)
            pairs = [(rate(what, ruled), rate(what, bare)) for _ in range(rounds)]
            with_rules, without = zip(*pairs, strict=True)
            slower = [b / a - 1.0 for a, b in pairs]
            rows.append({"groups": groups, "rtol": rtol, "with_rules": with_rules, "without": without,
                         "rules_cost": slower})  # fmt: skip
    return rows


def by_size() -> list[dict]:
    """Wall and CPU time of up to a million courses at 1e-4 on all cores: a block of patients as large as
    `cartsim.simulate` gives to the engine, again and again. Drawing and keeping are not in it.
    """
    rows = []
    for n in SIZES:
        wall, cpu = _blocks(n, os.cpu_count() or 1)
        rows.append({"n": n, "rate": n / wall, "cpu_us": 1e6 * cpu / n})
    return rows


def by_threads(rounds: int = 5, n: int = 10_000) -> list[dict]:
    """Wall patients/s for 1, 2, ... threads, in turn; the median of the rounds and all of them."""
    counts = range(1, (os.cpu_count() or 1) + 1)
    taken = [[n / _blocks(n, threads)[0] for threads in counts] for _ in range(rounds)]
    return [
        {"n": threads, "rate": float(np.median(rates)), "rates": list(rates)}
        for threads, rates in zip(counts, zip(*taken, strict=True), strict=True)
    ]


def _blocks(n: int, threads: int) -> tuple[float, float]:
    size = min(n, BLOCK)
    what, plan = patients_with(GROUPS, size)
    plan = plan._replace(rtol=1e-4, method=v.RODAS4, rules=plan.rules[:0])
    solve(what, plan, threads=threads)
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(0, n, size):
        solve(what, plan, threads=threads)
    return time.perf_counter() - wall, time.process_time() - cpu


def table(found: dict) -> str:
    """What was measured, as text."""
    lines = ["lesion groups: patients per CPU-second with rescue rules (rules cost, median)"]
    for rtol in TOLERANCES:
        rows = [row for row in found["groups"] if row["rtol"] == rtol]
        cells = [
            f"{row['groups'] or 'as drawn'}: {np.median(row['with_rules']):.0f} "
            f"({100 * np.median(row['rules_cost']):+.0f} %)"
            for row in rows
        ]
        lines.append(f"  {rtol:.0e}  " + "  ".join(cells))
    lines.append("courses on all cores at 1e-04, without rules, one block again and again; CPU time of one")
    lines += [f"  {row['n']:>9}  {row['rate']:.0f}/s  {row['cpu_us']:.1f} us" for row in found["sizes"]]
    for row in found["threads"][1:]:
        shares = [a / b / row["n"] for a, b in zip(row["rates"], found["threads"][0]["rates"], strict=True)]
        lines.append(f"{row['n']} threads, 10 000 patients: {row['rate']:.0f} patients/s, efficiency "
                     f"{np.median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f})")  # fmt: skip
    return "\n".join(lines)
