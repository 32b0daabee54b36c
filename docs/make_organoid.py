"""Draws the figure of the organoid campaign and writes its tables into their page: `make figures`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from cartsim.report.page_table import put_table
from cartsim.report.style import COLOURS, QUIET, journal_style

ROOT = Path(__file__).parents[1]
CAMPAIGNS = ROOT / "tests" / "campaigns"
PUBLISHED = ROOT / "cartsim" / "published" / "data" / "organoid_one_quarter_dose.csv"
SCHEDULES = {
    "no_dose": "no dose",
    "one_quarter_dose": "a quarter dose",
    "one_dose": "one dose",
    "two_doses": "two doses",
    "double_dose": "two double doses",
}
LOOK = dict(zip(SCHEDULES, ("#000000", *COLOURS), strict=False))
LABELS = ("live cancer cells", "relative antigen, mean", "antigen outside / inside − 1 (%)")
DPI = 160
COMPARED = "| day | cancer cells, published | here | CAR-T, published | here | radius, published | here |"
FOUND = "| schedule | seeds | live cancer cells, day 10 | day 20 | day 30 | killed by day 30 |"
Table = dict[str, np.ndarray]


def campaign(schedule: str) -> Table:
    """A table of the campaign: each column (seed, time), `day` (time)."""
    with (CAMPAIGNS / f"organoid_{schedule}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    seeds = len({row["seed"] for row in rows})
    columns = {name: np.array([float(row[name]) for row in rows]).reshape(seeds, -1) for name in rows[0]}
    return columns | {"day": columns["minute"][0] / 1440}


def published_run() -> Table:
    """The published run: each column (time)."""
    lines = [line for line in PUBLISHED.read_text().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    found = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return found | {"car_t": found["all_cells"] - found["cancer_cells"]}


def band(ax: Axes, days: np.ndarray, values: np.ndarray, colour: str, label: str) -> None:
    """Median over seeds, and from the least to the greatest."""
    ax.fill_between(days, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.2, lw=0)
    ax.plot(days, np.median(values, axis=0), color=colour, lw=1.3, label=f"{label}, n = {len(values)}")


def against_published(ax: Axes, column: str, values: Callable[[Table], np.ndarray], label: str) -> None:
    """A reading of the quarter dose against the published run."""
    ours, theirs = campaign("one_quarter_dose"), published_run()
    band(ax, ours["day"], values(ours), LOOK["one_quarter_dose"], "here")
    ax.plot(theirs["minute"] / 1440, theirs[column], "o", ms=2.2, color="black", label="published run")
    ax.set_ylabel(label)
    ax.legend(frameon=False, fontsize=7.5)


def car_t(table: Table) -> np.ndarray:
    """CAR-T cells, alive and dead."""
    return table["all_cells"] - table["cancer_cells"]


def figure(picture: Path) -> Path:
    """The published run, the schedules, and the antigen of the outer and the inner half of the tumour."""
    with journal_style():
        drawn, axes = plt.subplots(2, 3, figsize=(8.8, 5.4), layout="constrained")
        against_published(axes[0, 0], "cancer_cells", lambda t: t["cancer_cells"], "cancer cells")
        against_published(axes[0, 1], "car_t", car_t, "CAR-T cells")
        against_published(axes[0, 2], "radius", lambda t: t["radius"], "distance of the farthest (µm)")
        for schedule, name in SCHEDULES.items():
            table = campaign(schedule)
            band(axes[1, 0], table["day"], table["live"], LOOK[schedule], name)
            band(axes[1, 1], table["day"], table["antigen"], LOOK[schedule], name)
            shield = 100 * (table["antigen_outer"] / table["antigen_inner"] - 1)
            band(axes[1, 2], table["day"], shield, LOOK[schedule], name)
        axes[1, 2].axhline(0, color=QUIET, lw=0.8)
        for ax, label in zip(axes[1], LABELS, strict=True):
            ax.set_ylabel(label)
        axes[1, 0].set_yscale("log")
        names = axes[1, 0].get_legend_handles_labels()
        drawn.legend(*names, loc="outside lower center", ncols=len(SCHEDULES), frameon=False, fontsize=7.5)
        for letter, ax in zip("abcdef", axes.flat, strict=True):
            ax.set_xlim(0, 30)
            ax.set_xlabel("days")
            ax.set_title(letter, loc="left", fontsize=9, fontweight="bold", pad=3)
        drawn.savefig(picture, dpi=DPI, metadata={"Software": None})
    return picture


def compared(days: Sequence[int] = (3, 5, 8, 10, 15, 20, 25, 30)) -> str:
    """The published run beside the seeds."""
    ours, theirs = campaign("one_quarter_dose"), published_run()
    lines = [COMPARED, "|---|---|---|---|---|---|---|"]
    for day in days:
        then, now = theirs["minute"] == day * 1440, ours["day"] == day
        cells = [str(day)]
        for column, values in (
            ("cancer_cells", ours["cancer_cells"]), ("car_t", car_t(ours)), ("radius", ours["radius"])
        ):  # fmt: skip
            cells += [f"{theirs[column][then][0]:.0f}", spread(values[:, now][:, 0])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def found(days: Sequence[int] = (10, 20, 30)) -> str:
    """Live cancer cells of every schedule."""
    lines = [FOUND, "|---|---|---|---|---|---|"]
    for schedule, name in SCHEDULES.items():
        table = campaign(schedule)
        cells = [spread(table["live"][:, table["day"] == day][:, 0]) for day in days]
        last = spread(table["killed"][:, -1])
        lines.append(f"| {name} | {len(table['live'])} | {' | '.join(cells)} | {last} |")
    return "\n".join(lines)


def spread(values: np.ndarray) -> str:
    """Median, least and greatest."""
    if len(values) == 1:
        return f"{values[0]:.0f}"
    return f"{np.median(values):.0f} ({values.min():.0f} to {values.max():.0f})"


if __name__ == "__main__":
    print(figure(Path(sys.argv[1])))
    put_table(Path(sys.argv[2]), COMPARED, compared())
    print(put_table(Path(sys.argv[2]), FOUND, found()))
