"""Endpoints of the same patients at a tolerance of 1e-6 and of 1e-9: which flip?

python -m tests.campaigns.flips [PATIENTS] [--out FILE]

The route comparison, both arms, rescue rules on. Writes every endpoint of a patient that differs (times by
more than half a day), with both values, and prints how many of how many.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

import cartsim
from cartsim.scenario.scenario import Scenario

SCENARIO = Path(__file__).parents[2] / "scenarios" / "route_comparison.yaml"
TOLERANCES = (1e-6, 1e-9)
ENDPOINTS = ("best_overall_response", "confirmed_response", "best_effusion_response", "dlt", "crs_grade",
             "icans_grade", "pfs", "os", "dor")  # fmt: skip
HALF_A_DAY = 0.5
BLOCK = 500


def at(scenario: Scenario, tolerance: float, ids: np.ndarray) -> dict[str, np.ndarray]:
    """Endpoints (arm, patient) of these patients."""
    run = scenario.run.model_copy(update={"tolerance": tolerance})
    asked = scenario.model_copy(update={"run": run})
    patients = cartsim.draw(asked, ids)
    endpoints = cartsim.assess(cartsim.observe(cartsim.simulate(patients, asked), asked), asked)
    return {name: endpoints[name].values for name in ENDPOINTS if name in endpoints}


def campaign(n: int) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Rows of what flipped, and how many values of each endpoint were compared."""
    scenario = cartsim.load(SCENARIO)
    arms, rows, compared = [arm.name for arm in scenario.trial.arms], [], dict.fromkeys(ENDPOINTS, 0)
    for first in range(0, n, BLOCK):
        ids = np.arange(first, min(first + BLOCK, n))
        loose, tight = (at(scenario, tolerance, ids) for tolerance in TOLERANCES)
        for name, values in loose.items():
            other = tight[name]
            compared[name] += values.size
            same = (values == other) | (np.isnan(values.astype(float)) & np.isnan(other.astype(float)))
            close = np.abs(values.astype(float) - other.astype(float)) <= HALF_A_DAY
            differs = ~(same | close) if name in ("pfs", "os", "dor") else ~same
            for arm, i in np.argwhere(differs):
                rows.append({"endpoint": name, "arm": arms[arm], "patient": int(ids[i]),
                             "at_1e-6": float(values[arm, i]), "at_1e-9": float(other[arm, i])})  # fmt: skip
    return rows, compared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("patients", nargs="?", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns/flips.csv"))
    asked = parser.parse_args()
    rows, compared = campaign(asked.patients)
    with asked.out.open("w", newline="") as file:
        writer = csv.DictWriter(
            file, ["endpoint", "arm", "patient", "at_1e-6", "at_1e-9"], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
    for name, n in compared.items():
        print(f"{name}: {sum(row['endpoint'] == name for row in rows)} of {n} flip")


if __name__ == "__main__":
    main()
