"""The two figures of `benchmarks.ensemble`."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

COLOURS = {
    "Rodas5P": "#0072B2", "Rodas4": "#56B4E9", "numbalsoda": "#D55E00", "scipy odeint": "#E69F00",
    "scipy LSODA": "#CC79A7", "scipy Radau": "#000000", "libRoadRunner": "#009E73",
}  # fmt: skip
BESIDE = {"numbalsoda": (7, -7), "scipy odeint": (7, 7), "Rodas5P": (-95, -16)}
"""Where a name stands from its last point, in points, if not just to the right: lines that lie close."""
MARKS = dict(zip(COLOURS, "osD^vXP", strict=True))


def work_precision(result: dict, path: Path) -> None:
    """Cost against true error, every solver; bars from the least to the greatest of the rounds."""
    figure, axes = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
    for name, colour in COLOURS.items():
        rows = [row for row in (*result["engine"], *result["peers"]) if row["solver"] == name]
        if not rows:
            continue
        rows.sort(key=lambda row: row["error_median"])
        x = [row["error_median"] for row in rows]
        cost = [1e3 / np.array(row["rates"]) for row in rows]
        y = [np.median(values) for values in cost]
        bars = np.array([[m - c.min(), c.max() - m] for m, c in zip(y, cost, strict=True)]).T
        axes.errorbar(x, y, yerr=bars, color=colour, marker=MARKS[name], ms=5, lw=1.3, capsize=2)
        label = name if rows[0] in result["peers"] else f"cartsim {name}"
        axes.annotate(
            label, (x[-1], y[-1]), xytext=BESIDE.get(name, (7, 0)), textcoords="offset points",
            color=colour, va="center",
        )  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="Median relative error of the states",
             ylabel="CPU time per patient (ms, one core)")  # fmt: skip
    axes.set_title(f"Four lesion groups, 372 days, {len(result['engine'][0]['rates'])} rounds", fontsize=10)
    axes.margins(x=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def throughput(result: dict, path: Path) -> None:
    """Patients per second against how many there are, and against threads."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.4), layout="constrained")
    rows = result["scaling"]["sizes"]
    left.plot([row["n"] for row in rows], [row["rate"] for row in rows], "o-", color=COLOURS["Rodas4"])
    left.set(xscale="log", xlabel="Courses, one block again and again", ylabel="Courses per second (wall)")
    left.set_title("All cores, tolerance 1e-4")
    rows = result["scaling"]["threads"]
    n, rate = [row["n"] for row in rows], [row["rate"] for row in rows]
    right.plot(n, rate, "o-", color=COLOURS["Rodas4"], label="measured")
    right.plot(n, [rate[0] * k for k in n], "--", color="#555555", label="in proportion")
    right.set(xticks=n, xlabel="Threads", title="10 000 courses, medians")
    right.legend(frameon=False)
    for axes in (left, right):
        axes.set_ylim(0, 1.08 * axes.get_ylim()[1])
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)
