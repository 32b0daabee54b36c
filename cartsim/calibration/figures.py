"""Figures of a calibration: targets before and after, parameters before and after, the dish."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.calibration.targets import Target, load_targets
from cartsim.report.style import COLOURS, INK, QUIET, RULE, journal_style

DPI = 160
BEFORE, AFTER = QUIET, COLOURS[0]
TITLE: dict[str, Any] = {"fontsize": 8.5, "loc": "left"}
CATEGORIES = ("no CRS", "grade 1-2", "grade 3 or more")


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG and close it; the file tells no date."""
    figure.savefig(path, dpi=DPI, metadata={"Software": None})
    plt.close(figure)


def targets(result: Mapping[str, Any]) -> Figure:
    """Every target on its own axis: what is asked, the model before and after, the posterior's 95 %."""
    lines = [(target, row, k) for target, row in _rows(result) for k in range(len(target.counts or "1"))]
    with journal_style():
        figure, axes = plt.subplots(-(-len(lines) // 4), 4, figsize=(11.5, 1.5 * -(-len(lines) // 4)))
        for ax, (target, row, k) in zip(axes.flat, lines, strict=False):
            _target(ax, target, row, k)
        for ax in axes.flat[len(lines) :]:
            ax.axis("off")
        _key(axes.flat[len(lines)] if axes.size > len(lines) else axes.flat[-1], result)
        figure.tight_layout(h_pad=1.4)
    return figure


def _rows(result: Mapping[str, Any]) -> list[tuple[Target, Mapping[str, Any]]]:
    return [(load_targets()[row["id"]], row) for row in result["targets"]]


def _target(ax: Axes, target: Target, row: Mapping[str, Any], k: int) -> None:
    """One value of a target: the accepted range as a band, before as rings, after as dots."""
    pick = (lambda value: value[k]) if target.counts else (lambda value: value)
    before, after = [pick(value) for value in row["prior"]], [pick(value) for value in row["fitted"]]
    low, high = (pick(value) for value in row["predicted"])
    if target.accept is not None:
        ends = np.reshape(np.array(target.accept, dtype=float), (-1, 2))[k]
        ax.axvspan(max(ends[0], -1e9), min(ends[1], 1e9), color=RULE, alpha=0.7, linewidth=0)
    ax.hlines(0.0, low, high, color=AFTER, linewidth=4, alpha=0.35)
    ax.plot(before, [0.35] * len(before), "o", color=BEFORE, fillstyle="none", markersize=5)
    ax.plot(after, [0.0] * len(after), "o", color=AFTER, markersize=4)
    shown = np.array([*before, *after, low, high], dtype=float)
    if target.scale == "log":
        _log_axis(ax, shown.min() / 1.6, shown.max() * 1.6)
    else:
        ax.set_xlim(-0.02, 1.02)
    ax.set(ylim=(-0.5, 0.8), yticks=[])
    ax.spines["left"].set_visible(False)
    name = CATEGORIES[k] if target.counts else target.reading.replace("_", " ")
    unit = "share" if target.unit == "1" and target.scale != "log" else target.unit
    tail = "" if unit == "1" else f" ({unit})"
    ax.set_title(f"{target.id.partition('_')[0]}: {name}{tail}", **TITLE)


def _log_axis(ax: Axes, low: float, high: float) -> None:
    """A logarithmic axis with plain numbers: one, two and five of each decade, or the decades alone."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    ticks = np.outer(decades, (1.0, 2.0, 5.0)).ravel()
    ticks = ticks[(low <= ticks) & (ticks <= high)]
    ax.set_xscale("log")
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set_xlim(low, high)


def _key(ax: Axes, result: Mapping[str, Any]) -> None:
    """What the marks mean."""
    n, seeds = result["check_patients"], len(result["check_seeds"])
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(-0.5, 0.8))
    for y, text, style in (
        (0.6, f"before: priors ({seeds} seeds, n = {n})", {"color": BEFORE, "fillstyle": "none"}),
        (0.2, f"after: fitted ({seeds} seeds, n = {n})", {"color": AFTER}),
    ):
        ax.plot(0.03, y, "o", markersize=5, **style)
        ax.text(0.1, y, text, va="center", fontsize=8)
    ax.hlines(-0.15, 0.0, 0.06, color=AFTER, linewidth=4, alpha=0.35)
    ax.text(0.1, -0.15, f"95 % of the posterior (n = {result['patients']})", va="center", fontsize=8)
    ax.text(0.1, -0.45, "grey band: accepted", va="center", fontsize=8)


def parameters(result: Mapping[str, Any]) -> Figure:
    """Typical values over the prior's: prior and posterior, with what told them."""
    rows = result["parameters"][::-1]
    with journal_style():
        figure, ax = plt.subplots(figsize=(8.5, 0.33 * len(rows) + 1.2))
        for y, row in enumerate(rows):
            ax.hlines(y, 1 / row["factor"], row["factor"], color=RULE, linewidth=7)
            told = row["told_by"] != "prior"
            colour = AFTER if told else QUIET
            ax.hlines(y, row["lower"] / row["prior"], row["upper"] / row["prior"], color=colour, linewidth=2)
            ax.plot(row["shipped"] / row["prior"], y, "o", color=colour, markersize=5)
            by = (", ".join(row["targets"]) or "several together") if told else "stays as it was"
            ax.text(3.3, y, f"{row['sd_ratio']:.2f}   {by}", va="center", fontsize=8, color=INK)
        ax.text(3.3, len(rows) - 0.2, "SD ratio, told by", fontsize=8, color=QUIET)
        ax.set_yticks(range(len(rows)), [row["symbol"] for row in rows])
        ax.set_xscale("log")
        ax.set_xticks([0.33, 0.5, 1.0, 2.0, 3.0], ["1/3", "1/2", "1", "2", "3"])
        ax.minorticks_off()
        ax.set_xlabel("Typical value over that of the prior (grey: 95 % prior; line: 95 % posterior)")
        ax.set_xlim(0.28, 3.2)
        figure.tight_layout()
        figure.subplots_adjust(right=0.68)
    return figure


def dish(result: Mapping[str, Any]) -> Figure:
    """Measured and fitted tumour cells in the dish at both ratios."""
    from cartsim.calibration.dish_fit import RATIOS, curves, missed, wells

    apart = missed(result["dish"]["values"])
    values = {name: np.array([value]) for name, value in result["dish"]["values"].items()}
    hours, measured = curves()
    ours = wells(values, hours)[:, 0]
    with journal_style():
        figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.0), sharey=True)
        for ax, ratio, seen, fit in zip(axes, RATIOS, measured, ours, strict=True):
            ax.plot(hours, seen / 1e3, color=QUIET, linewidth=1.2, label="measured")
            ax.plot(hours, fit / 1e3, color=AFTER, label="laws of cartsim")
            words = f"CAR-T to tumour {ratio}: misfit {100 * apart[ratio]:.0f} % of the range"
            ax.set_title(words, loc="left", fontsize=9)
            ax.set_xlabel("Hours since CAR-T cells were added")
        axes[0].set_ylim(-1, 1.1e-3 * max(measured.max(), ours.max()))
        axes[0].set_ylabel("Tumour cells (thousands)")
        axes[0].legend()
        figure.tight_layout()
    return figure
