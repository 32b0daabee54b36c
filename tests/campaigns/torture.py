"""Absurd patients: parameters times 1e-6 to 1e6, doses of 0 to 1e15 cells.

python -m tests.campaigns.torture [PATIENTS] [--out FILE]

Half of the patients have one parameter multiplied by 10^U(-6, 6), the other half every parameter by a factor
of its own; tumours too. Nobody may crash, hang or be lost: each ends with a status, and nothing is written
after a failure. Prints and writes how they ended, with steps and the longest time that eight lanes took.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np

import cartsim
from cartsim.datasets import STATUS
from cartsim.model import kernel as k_
from cartsim.simulate.arms import problem
from cartsim.simulate.ode import values as v
from cartsim.simulate.ode.ensemble import solve
from cartsim.simulate.schedule import schedule

SCENARIO = Path(__file__).parents[2] / "scenarios" / "route_comparison.yaml"
DECADES, DOSE_DECADES = 6.0, 15.0
BLOCK = 1000


def tortured(first: int, n: int, seed: int) -> tuple[v.Problem, v.Plan]:
    """Patients first..first + n of the campaign."""
    scenario, random = cartsim.load(SCENARIO), np.random.default_rng((seed, first))
    patients = cartsim.draw(scenario, np.arange(first, first + n))
    arm = scenario.trial.arms[first // BLOCK % 2]
    asked = schedule(scenario, arm, patients)
    what = problem(scenario, arm, patients, asked)
    factors = 10.0 ** random.uniform(-DECADES, DECADES, (n, len(k_.PARAMETERS)))
    one = random.integers(len(k_.PARAMETERS), size=n)
    alone = np.arange(n) % 2 == 0
    factors[alone] = np.where(np.arange(len(k_.PARAMETERS)) == one[alone, np.newaxis], factors[alone], 1.0)
    what.p[:, : len(k_.PARAMETERS)] *= factors
    what.y0[~alone] *= 10.0 ** random.uniform(-DECADES, DECADES, (int((~alone).sum()), 1))
    cells = 10.0 ** random.uniform(0.0, DOSE_DECADES, n) * (random.random(n) > 0.1)
    dose = asked.plan.row_kind >= v.DOSE_IV
    what.amounts[:, dose] = cells[:, np.newaxis]
    return what, asked.plan


def campaign(n: int, seed: int = 1) -> list[dict[str, object]]:
    """How they ended, by kind of torture."""
    rows: dict[tuple[str, str], list[int]] = {}
    longest = 0.0
    for first in range(0, n, BLOCK):
        what, plan = tortured(first, min(BLOCK, n - first), seed)
        began = time.perf_counter()
        found = solve(what, plan)
        longest = max(longest, time.perf_counter() - began)
        check(found, plan)
        for i, status in enumerate(found.status):
            kind = "every parameter" if i % 2 else "one parameter"
            steps = int(found.counts[i, [v.STEPS, v.REJECTIONS]].sum())
            rows.setdefault((kind, STATUS[status]), []).append(steps)
    return [
        {"torture": kind, "status": status, "patients": len(steps), "median_steps": int(np.median(steps)),
         "most_steps": max(steps), "longest_block_s": round(longest, 1)}
        for (kind, status), steps in sorted(rows.items())
    ]  # fmt: skip


def check(found: v.Solution, plan: v.Plan) -> None:
    """A course that is done is a number everywhere (infinite where it is beyond float32); one that failed is
    none from where it failed.
    """
    body = ~np.isnan(found.body).any(axis=2)
    done = found.status == v.OK
    assert set(np.unique(found.status)) <= {v.OK, v.WORK_LIMIT, v.STEP_UNDERFLOW, v.NOT_FINITE}
    assert body[done].all(), "a course that is done with a reading that is no number"
    assert (np.diff(body.astype(int), axis=1) <= 0)[~done].all(), "a reading after a failure"
    assert not body[~done, -1].any(), "a failed course with a last reading"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("patients", nargs="?", type=int, default=20_000)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns/torture.csv"))
    asked = parser.parse_args()
    rows = campaign(asked.patients)
    with asked.out.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        print(*row.values(), sep="  ")


if __name__ == "__main__":
    main()
