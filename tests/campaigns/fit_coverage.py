"""Do the intervals of `cartsim fit` hold the truth as often as they say?

python -m tests.campaigns.fit_coverage [SUBJECTS] [--out FILE]

Subjects are drawn from the model's spread between patients, sampled on the usual days with a log-normal
error of 30 % and a limit, and fitted as one group per assay, with the prior and without. Of every parameter:
in how many subjects it is identifiable, how often its 95 % interval holds the true value (exact 95 % limits
of that share), the mean and SD of ln(estimate/truth); and the same with the samples below the limit dropped.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from cartsim.fitting.fit import GroupFit
from cartsim.trial.intervals import clopper_pearson
from tests.fitting.simulated import Group, Sampled, simulated

DAYS = (1, 3, 5, 7, 10, 14, 21, 28, 42, 60, 90, 120, 180)
LIMITS = {"cells/uL": 0.05, "copies/ug": 50.0}
SIGMA, SEED = 0.3, 7
WAYS = {
    "prior": ({"prior": True}, False),
    "no prior": ({"prior": False}, False),
    "prior, samples below the limit dropped": ({"prior": True}, True),
}


def rows_of(fit: GroupFit, group: Group, way: str) -> list[dict[str, object]]:
    """One row a parameter."""
    rows = []
    for j, free in enumerate(fit.free):
        told = [i for i, subject in enumerate(fit.subjects) if subject.told[j]]
        held, errors = 0, []
        for i in told:
            estimate, truth = fit.subjects[i].estimates[j], free.value(group.truth[i, j])
            held += estimate.lower <= truth <= estimate.upper
            errors.append(np.log(estimate.value / truth))
        limits = clopper_pearson(held, len(told)) if told else (np.nan, np.nan)
        rows.append({
            "assay": fit.assay, "way": way, "symbol": free.symbol, "subjects": len(fit.subjects),
            "identifiable": len(told), "held": held, "share": held / len(told) if told else np.nan,
            "share_lower": float(limits[0]), "share_upper": float(limits[1]),
            "mean_log_error": float(np.mean(errors)) if told else np.nan,
            "sd_log_error": float(np.std(errors)) if told else np.nan,
            "residual_sd_true": SIGMA, "residual_sd_found": fit.sigma,
        })  # fmt: skip
    return rows


def dropped(group: Group) -> Group:
    """The same group without its samples below the limit."""
    samples, curves = [], []
    for own, curve in zip(group.samples, group.curves, strict=True):
        kept = ~own.below
        parts = {name: getattr(own, name)[kept] for name in ("days", "logs", "below", "limits")}
        samples.append(replace(own, **parts))
        curves.append(curve.at(own.days[kept]))
    return Group(tuple(samples), tuple(curves), group.truth)


def campaign(subjects: int, assays: tuple[str, ...] = tuple(LIMITS)) -> list[dict[str, object]]:
    """Rows of all assays and ways."""
    rows = []
    for assay in assays:
        group = simulated(Sampled(assay, DAYS, SIGMA, LIMITS[assay], SEED), subjects)
        for way, (options, drop) in WAYS.items():
            asked = dropped(group) if drop else group
            rows += rows_of(asked.fitted(**options), asked, way)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("subjects", nargs="?", type=int, default=100)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns/fit_coverage.csv"))
    asked = parser.parse_args()
    rows = campaign(asked.subjects)
    with asked.out.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.4g}" if isinstance(v, float) else v for k, v in row.items()})
    for row in rows:
        print(row["assay"], row["way"], row["symbol"], f"{row['held']}/{row['identifiable']}")


if __name__ == "__main__":
    main()
