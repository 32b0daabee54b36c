"""Draws the figure of the table of single cells and writes its tables into their page: `make figures`."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from cartsim.parameters.nodule_table import QUANTITIES, RECEPTORS, ROUTES, VARIABLES, load_nodule_table
from cartsim.report.page_table import put_table
from cartsim.report.style import COLOURS, QUIET, journal_style

HEAD = "| term | depth, um | motility, um²/min | kill, 1/day | exhaustion, 1/day |"
DPI = 160
LOOK = dict(zip(RECEPTORS, COLOURS, strict=False))
FILLED = dict(zip(ROUTES, (True, False), strict=True))
DASH = dict(zip(ROUTES, ("-", (0, (4, 2))), strict=True))
LABELS = {
    "radius": "radius of the nodule (µm)",
    "ratio": "T cells per tumour cell",
    "pdl1": "PD-L1 (multiple of $l_0$)",
}
TICKS = {"radius": (100, 140, 200, 280), "ratio": (0.01, 0.02, 0.05, 0.1), "pdl1": (1 / 3, 1, 3)}
NAMES = {
    "depth": "90 % of kills\nwithin (µm)",
    "motility": "motility\n(µm²/min)",
    "kill": "kills per engaged\neffector (1/day)",
    "exhaustion": "exhaustion per engaged\neffector (1/day)",
}
NARROW = 3.0
"""Greatest over least of an axis, up to which its ticks are evenly apart."""
EVEN = 1 - 0.1 ** (1 / 3)
"""Depth over radius within which 90 % of a ball lies."""


def figure(picture: Path) -> Path:
    """Every quantity against every variable: runs moved along the law to the middle of the other two."""
    with journal_style():
        drawn, axes = plt.subplots(4, 3, figsize=(8.6, 9.2), sharey="row", sharex="col")
        for row, quantity in zip(axes, QUANTITIES, strict=True):
            for ax, variable in zip(row, VARIABLES, strict=True):
                panel(ax, quantity, variable)
            row[0].set_ylabel(NAMES[quantity])
        for ax, variable in zip(axes[-1], VARIABLES, strict=True):
            ax.set_xlabel(LABELS[variable])
        for letter, ax in zip("abcdefghijkl", axes.flat, strict=True):
            ax.set_title(letter, loc="left", fontsize=9, fontweight="bold", pad=3)
        drawn.tight_layout(h_pad=0.6, w_pad=0.6, rect=(0, 0.05, 1, 1))
        drawn.legend(handles=key(), loc="lower center", ncol=4, frameon=False, fontsize=8)
        drawn.savefig(picture, dpi=DPI, metadata={"Software": None})
    return picture


def panel(ax: Axes, quantity: str, variable: str) -> None:
    """Runs as points; the law with the 95 % limits of its mean: of the dose by way in (pd1_cd28), of the rest
    by receptor (cavity)."""
    table = load_nodule_table()
    middle = {name: float(np.sqrt(low * high)) for name, (low, high) in table.ranges.items()}
    for route, receptor, x, y in adjusted(quantity, variable):
        face = LOOK[receptor] if FILLED[route] else "none"
        ax.plot(x, y, "o", markersize=3.2, markeredgewidth=0.8, color=LOOK[receptor], markerfacecolor=face)
    grid = np.geomspace(*table.ranges[variable], 60)
    kinds = (
        [(route, "pd1_cd28") for route in ROUTES]
        if variable == "ratio"
        else [("cavity", receptor) for receptor in RECEPTORS]
    )
    for route, receptor in kinds:
        value, spread = table.predict(quantity, route, receptor, middle | {variable: grid})
        alone = 1.96 * np.sqrt(spread**2 - table.laws[quantity].residual_sd ** 2)
        ax.fill_between(
            grid, value * np.exp(-alone), value * np.exp(alone), color=LOOK[receptor], alpha=0.14, lw=0
        )
        ax.plot(grid, value, color=LOOK[receptor], lw=1.3, ls=DASH[route])
    if quantity == "depth" and variable == "radius":
        ax.plot(grid, EVEN * grid, color="black", lw=1, ls=":", zorder=5)
        ax.text(0.97, 0.05, "dotted: even kills, .54 R", transform=ax.transAxes, ha="right", fontsize=7.5)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xticks(TICKS[variable], [f"{tick:.2g}" if tick < 10 else f"{tick:g}" for tick in TICKS[variable]])
    ax.minorticks_off()
    low, high = np.nanmin(floats(quantity)) / 1.15, np.nanmax(floats(quantity)) * 1.15
    ticks = [t for d in (0.01, 0.1, 1, 10, 100) for t in (d, 1.5 * d, 2 * d, 3 * d, 5 * d, 7 * d)]
    if high < NARROW * low:
        ticks = list(MaxNLocator(4).tick_values(low, high))
    ticks = [t for t in ticks if low <= t <= high]
    ax.set_ylim(low, high)
    ax.set_yticks(ticks, [f"{t:g}" for t in ticks])


def floats(column: str) -> np.ndarray:
    """A column of the runs; NaN where there is no reading."""
    return np.array(load_nodule_table().runs[column], dtype=float)


def adjusted(quantity: str, variable: str) -> list[tuple[str, str, float, float]]:
    """Each run: way in, receptor, its own variable, and its reading times the law at the middle of the other
    two variables over the law where it was."""
    table, rows = load_nodule_table(), []
    middle = {name: float(np.sqrt(low * high)) for name, (low, high) in table.ranges.items()}
    for k, (route, receptor) in enumerate(zip(table.runs["route"], table.runs["receptor"], strict=True)):
        own = {name: float(table.runs[name][k]) for name in VARIABLES}
        there = table.predict(quantity, route, receptor, own)[0][0]
        moved = table.predict(quantity, route, receptor, middle | {variable: own[variable]})[0][0]
        rows.append((route, receptor, own[variable], floats(quantity)[k] * moved / there))
    return rows


def key() -> list[Line2D]:
    """Receptors by colour, ways in by filling and line."""
    colours = [Line2D([], [], color=LOOK[name], marker="o", ms=4, lw=1.3, label=name) for name in RECEPTORS]
    ways = [
        Line2D(
            [], [], color=QUIET, marker="o", ms=4, lw=1.3, ls=DASH[way], label=f"from the {way}",
            markerfacecolor=QUIET if FILLED[way] else "none",
        )
        for way in ROUTES
    ]  # fmt: skip
    return colours + ways


def markdown() -> str:
    """The coefficients with their standard errors, and how good each law is."""
    laws = load_nodule_table().laws
    terms = list(dict.fromkeys(term for law in laws.values() for term in law.terms))
    lines = [HEAD, "|---|---|---|---|---|"]
    for term in terms:
        cells = [_cell(law.terms, law.coefficients, law.covariance, term) for law in laws.values()]
        lines.append(f"| {term} | {' | '.join(cells)} |")
    lines.append(f"| SD of a run | {' | '.join(f'{law.residual_sd:.3f}' for law in laws.values())} |")
    lines.append(f"| Q², one run left out | {' | '.join(f'{law.q2:.2f}' for law in laws.values())} |")
    return "\n".join(lines)


def _cell(terms: tuple[str, ...], values: np.ndarray, covariance: np.ndarray, term: str) -> str:
    if term not in terms:
        return "–"
    k = terms.index(term)
    return f"{values[k]:.3f} ± {covariance[k, k] ** 0.5:.3f}"


if __name__ == "__main__":
    print(figure(Path(sys.argv[1])))
    print(put_table(Path(sys.argv[2]), HEAD, markdown()))
