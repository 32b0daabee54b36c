"""Writes the example of `cartsim fit`: simulated samples of simulated subjects, in copies and as counts.

python -m tests.fitting.make_example

Eight subjects with the five parameters and the scale drawn from the model's spread between patients, samples
of the usual days, a log-normal error of 30 % and a limit of quantification. Nobody was treated.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from cartsim.fitting.given import Options
from tests.fitting.simulated import Sampled, simulated

FOLDER = Path(__file__).parents[1] / "cases" / "kinetics"
DAYS = (1, 3, 5, 7, 10, 14, 21, 28, 42, 60, 90, 120, 180)


def main() -> None:
    for name, assay, limit in (("copies", "copies/ug", 50.0), ("cells", "cells/uL", 0.05)):
        asked = Options(dose="1e8 cells")
        group = simulated(Sampled(assay, DAYS, sigma=0.3, limit=limit, seed=2026), 8, asked)
        with (FOLDER / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("subject", "day", "value", "limit", "unit"))
            for subject in group.samples:
                for day, log, below in zip(subject.days, subject.logs, subject.below, strict=True):
                    value = "BLQ" if below else f"{np.exp(log):.3g}"
                    writer.writerow((f"SIM-{subject.name}", f"{day:g}", value, f"{limit:g}", assay))


if __name__ == "__main__":
    main()
