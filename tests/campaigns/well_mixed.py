"""Single cells that meet all alike, against the equations: what is left by time step, size and chance?

python -m tests.campaigns.well_mixed [REPEATS] [--out FILE]

Three tables in one file. `expected`: the stepping without its noise, so the error of the time step alone, as
it is drawn and as it would be with one event at 1 - exp(-h dt). `step`: the mean of REPEATS runs (default
200) at each time step. `size`: the mean of groups of 1/16 to 4 times the size, the more of them the smaller
they are; the mean of a nonlinear system with noise is off by a term that falls as one over the size.
`p_of_all` is that of Hotelling's T^2 over all states and days.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from scipy import stats

from cartsim.simulate.agents.events import exposure
from cartsim.simulate.agents.surroundings import STATES
from cartsim.simulate.agents.values import Values
from tests.simulate.agents.compared import Compared, compare
from tests.simulate.agents.group import course, group, parameters
from tests.simulate.agents.mean_field import mean_course, plain

RECEPTORS = ("none", "pd1_cd28")
STEPS = (24.0, 12.0, 6.0, 3.0, 1.5)
SIZES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 4.0)
STEP, DAYS = 6.0, 3
DRAWS = {"as drawn": exposure, "one event at 1 - exp(-h dt)": plain}
Row = dict[str, object]


def rows_of(table: str, design: str, minutes: float, size: float, found: Compared) -> list[Row]:
    """One row a state and day."""
    mean, p = found.runs.mean(axis=0), found.chance()
    return [
        {
            "table": table, "receptor": design, "draw": "as drawn", "minutes": minutes, "size": size,
            "repeats": len(found.runs), "day": day + 1, "state": state, "equations": found.expected[day, i],
            "mean": mean[day, i], "standard_error": found.error[day, i], "z": found.z[day, i],
            "off_percent": 100 * found.bias[day, i], "p_of_all": p,
        }
        for day in range(DAYS)
        for i, state in enumerate(STATES)
    ]  # fmt: skip


def expected_rows(design: str) -> list[Row]:
    """The last day of the stepping without noise."""
    known, days, rows = parameters(design), np.arange(DAYS + 1.0), []
    start = group(known).read(Values.of(known))
    exact = course(known, start, days)[-1]
    for draw, lived in DRAWS.items():
        for minutes in STEPS:
            mean = mean_course(known, start, minutes, days, lived)[-1]
            rows += [
                {"table": "expected", "receptor": design, "draw": draw, "minutes": minutes, "size": 1.0,
                 "repeats": 0, "day": DAYS, "state": state, "equations": exact[i], "mean": mean[i],
                 "off_percent": 100 * (mean[i] / exact[i] - 1)}
                for i, state in enumerate(STATES)
            ]  # fmt: skip
    return rows


def campaign(repeats: int) -> list[Row]:
    """Rows of all three tables."""
    rows = []
    for design in RECEPTORS:
        rows += expected_rows(design)
        for minutes in STEPS:
            found = compare(parameters(design), 1.0, repeats, minutes, DAYS)
            rows += rows_of("step", design, minutes, 1.0, found)
        for size in SIZES:
            many = max(round(4 * repeats / size), repeats)
            found = compare(parameters(design, size), size, many, STEP, DAYS, seed=2)
            rows += rows_of("size", design, STEP, size, found)
    return rows


def told(rows: list[Row]) -> list[str]:
    """What a reader asks first: the z of each table, and whether the bias falls as one over the size."""
    out = []
    for design in RECEPTORS:
        for minutes in STEPS:
            out.append(_z(rows, f"{design}, step of {minutes:g} min", "step", design, minutes=minutes))
        for size in SIZES:
            out.append(_z(rows, f"{design}, size {size:g}", "size", design, size=size))
        for state in STATES:
            out.append(_fall(rows, design, state))
    return out


def _z(rows: list[Row], what: str, table: str, design: str, **wanted: float) -> str:
    mine = [r for r in rows if r["table"] == table and r["receptor"] == design]
    mine = [r for r in mine if all(r[name] == value for name, value in wanted.items())]
    z = np.array([r["z"] for r in mine], float)
    p, most = mine[0]["p_of_all"], np.abs(z).max()
    return f"{what}: mean z {z.mean():+.2f}, SD {z.std():.2f}, largest {most:.1f}, p {p:.2g}"


def _fall(rows: list[Row], design: str, state: str) -> str:
    """Weighted fit of bias = a/size on the last day, and the chi-square of what it leaves."""
    wanted = {"table": "size", "receptor": design, "day": DAYS, "state": state}
    mine = [row for row in rows if wanted.items() <= row.items()]
    x, y = (np.array([r[name] for r in mine], float) for name in ("size", "off_percent"))
    error = np.array([100 * r["standard_error"] / r["equations"] for r in mine], float)  # type: ignore[operator]
    weight = 1 / error**2
    a = (weight * y / x).sum() / (weight / x**2).sum()
    spread = (weight / x**2).sum() ** -0.5
    left = float((weight * (y - a / x) ** 2).sum())
    p = stats.chi2.sf(left, len(x) - 1)
    return f"{design}, {state}: bias {a:+.3f} +- {spread:.3f} % over size (chi-square {left:.1f}, p {p:.2g})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("repeats", nargs="?", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("tests/campaigns/well_mixed.csv"))
    asked = parser.parse_args()
    rows = campaign(asked.repeats)
    with asked.out.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[-1]), lineterminator="\n", restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.5g}" if isinstance(v, float) else v for k, v in row.items()})
    print("\n".join(told(rows)))


if __name__ == "__main__":
    main()
