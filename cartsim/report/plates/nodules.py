"""A nodule of single cells: its course, how deep T cells kill, maps over distance and time, and cuts
through it."""

from __future__ import annotations

from functools import partial

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.report import nodule_tables
from cartsim.report.figures.nodule_slices import colour_scales, nodule_slice, scales_of, slice_marks
from cartsim.report.figures.nodules import MAPS, kill_depth, nodule_course, profile, profile_map
from cartsim.report.lettering import distinct, fits, folded
from cartsim.report.nodule_slices import SLAB, at_day, chosen_days, days_kept, has_pictures, on_wall, window
from cartsim.report.plates.sheet import WIDTH, Panel, Plate, abreast, arm_lines, arms_of, sheet
from cartsim.results.run import Run

NOT_IN_A_DISH = ("Exhausted CAR-T cells", "PD-L1 of live tumour cells")
"""Panels that the published rules of an organoid leave empty."""
MOST_DAYS = 4
"""Rows of cuts."""
BESIDE = 1.9
"""Inches beside the cuts that words and scales of colours take."""
DOTS = 220
"""Dots per inch of the cells of a cut, which are drawn as points."""


def draw_course(run: Run) -> Figure | None:
    """Counts, sizes and means by arm."""
    n = run.nodule
    if not n.sizes:
        return None
    dish = nodule_tables.in_a_dish(run)
    wanted: tuple[tuple[xr.DataArray, str, str], ...] = (
        (n["live_tumour"], "Live tumour cells", "cells"),
        (nodule_tables.t_cells(n), "Live CAR-T cells", "cells"),
        (n["t_inside"], "CAR-T cells inside the nodule", "cells"),
        (nodule_tables.kills_per_effector(n), "Kills", "per effector and day"),
        (100 * n["killing_left"], "Killing that hours of contact leave", "% of a fresh effector's"),
        (100 * nodule_tables.exhausted_share(n), "Exhausted CAR-T cells", "% of live CAR-T cells"),
        (n["pdl1_mean"], "PD-L1 of live tumour cells", "molecules per cell"),
        (n["ifng_mean"], "IFN-γ at live tumour cells", "pg/mL"),
        (n["radius_surface"], "Surface of the nodule", "radius (µm)"),
    )
    panels: list[Panel] = [
        partial(nodule_course, values, title=title, label=label)
        for values, title, label in wanted
        if np.isfinite(values.values).any() and not (dish and title in NOT_IN_A_DISH)
    ]
    return sheet(panels, 3, 2.5, arm_lines(run))


def draw_depth(run: Run) -> Figure | None:
    """One panel an arm, on one scale."""
    n = run.nodule
    if not n.sizes:
        return None
    deepest = float(np.nanmax([np.nanmax(n["kill_depth"].fillna(0)), n["radius_surface"].max()]))
    panels: list[Panel] = [partial(kill_depth, n, arm=arm, deepest=deepest) for arm in arms_of(run)]
    return sheet(panels, abreast(run), 2.4)


def draw_profiles(run: Run) -> Figure | None:
    """Rows of maps, one column an arm, one scale a row."""
    n, arms = run.nodule, arms_of(run)
    if not n.sizes:
        return None
    share = (0.5 if on_wall(run) else 1.0) * (run.scenario.agents.nodules if run.scenario.agents else 1)
    dish = nodule_tables.in_a_dish(run)
    found = {name: profile(n, name, share) for name in MAPS if not (dish and name in ("pdl1", "exhausted"))}
    found = {name: values for name, values in found.items() if np.isfinite(values.values).any()}
    far = 1.15 * float(np.nanmax(n["radius_surface"]))
    drawing = Figure(figsize=(WIDTH, 0.35 + 1.75 * len(found)), layout="constrained")
    axes = drawing.subplots(len(found), len(arms), sharex=True, sharey=True, squeeze=False)
    for row, (name, values) in zip(axes, found.items(), strict=True):
        shown = values.values[..., n["shell_inner"].values < far]
        low = 0.0 if MAPS[name].from_zero else float(np.nanmin(shown))
        limits = (low, float(np.nanquantile(shown, 0.99)) or 1.0)
        for ax, arm in zip(row, arms, strict=True):
            mesh = profile_map(n, ax, arm, values, name, limits, far)
            ax.label_outer()
        row[0].set_ylabel("Distance (µm)")
        above = np.nanmax(shown) > limits[1]
        bar = drawing.colorbar(mesh, ax=list(row), pad=0.01, aspect=12, extend="max" if above else "neither")
        bar.set_label(f"{MAPS[name].title}\n({MAPS[name].label})", fontsize=8)
        bar.ax.grid(False)
    name_columns(axes[0], arms, (WIDTH - 1.6) / len(arms))
    return drawing


def name_columns(row: np.ndarray, arms: list[str], inches: float) -> None:
    """The arms above their columns, each so many inches wide."""
    for ax, arm, short in zip(row, arms, distinct(arms, 40), strict=True):
        name = short if fits(short, inches, 10) else folded(arm, max(int(inches / 0.085), 8))
        ax.set_title(name, loc="left", fontweight="bold", fontsize=9)


def draw_slices(run: Run) -> Figure | None:
    """Arms side by side, days from above."""
    if not has_pictures(run):
        return None
    arms, days = arms_of(run), chosen_days(days_kept(run.nodule), MOST_DAYS)
    shown = [[at_day(run.nodule, arm, day) for arm in arms] for day in days]
    scales, frame = scales_of(run, [snapshot for row in shown for snapshot in row]), window(run)
    shape = (frame.high - frame.low) / (frame.right - frame.left)
    each = min((WIDTH - BESIDE) / len(arms), 3.2)
    size = (each * len(arms) + BESIDE, 0.75 + len(days) * (each * shape + 0.08))
    drawing = Figure(figsize=size, layout="compressed", dpi=DOTS)
    drawing.get_layout_engine().set(h_pad=0.03, w_pad=0.03, hspace=0.02, wspace=0.02)
    axes = drawing.subplots(len(days), len(arms), squeeze=False)
    for row, day, snapshots in zip(axes, days, shown, strict=True):
        for ax, snapshot in zip(row, snapshots, strict=True):
            nodule_slice(run, ax, snapshot, scales)
        row[0].set_ylabel(f"day {day:g}", fontweight="bold")
    name_columns(axes[0], arms, (WIDTH - 1.6) / len(arms))
    length_bar(axes[-1][0], frame.right - frame.left)
    for mappable, words in colour_scales(scales):
        bar = drawing.colorbar(mappable, ax=list(axes.ravel()), aspect=45, shrink=0.8, pad=0.01)
        bar.set_label(words, fontsize=8)
        bar.ax.grid(False)
    drawing.legend(handles=slice_marks(run, scales), loc="outside upper left", ncols=5, handlelength=1.4)
    return drawing


def length_bar(ax: Axes, width: float) -> None:
    """A bar of a round length in the lower left corner."""
    length = max(step for step in (10, 20, 50, 100, 200, 500, 1000) if step < 0.35 * width or step == 10)
    left, low = ax.get_xlim()[0] + 0.05 * width, ax.get_ylim()[0] + 0.05 * width
    ax.plot([left, left + length], [low, low], color="black", linewidth=2.5, solid_capstyle="butt", zorder=9)
    middle, points = (left + length / 2, low), "offset points"
    ax.annotate(f"{length} µm", middle, (0, 3), textcoords=points, ha="center", fontsize=7.5)


NODULE_COURSE = Plate(
    "nodule-course",
    "The nodule over time",
    draw_course,
    "Inside: within the surface of the nodule, the distance from its centre that holds 95 % of its tumour "
    "cells, dead or alive. Repeats are the same nodule with other random numbers: their spread is chance "
    "among cells, not a difference between patients.",
)
NODULE_DEPTH = Plate(
    "nodule-depth",
    "How deep T cells kill",
    draw_depth,
    "Depth of every kill below the surface that the nodule had at that moment, between outputs: the line "
    "is the median, the band holds the middle 80 % of the kills. Dotted: the centre of the nodule. Above "
    "zero: the 5 % of tumour cells outside the surface.",
)
NODULE_PROFILES = Plate(
    "nodule-profiles",
    "Where it happens",
    draw_profiles,
    "Shells of 20 µm over days, all repeats; grey: nobody there. Line: the surface of the nodule. Kills "
    "are counted between outputs and divided by the volume of the shell; PD-L1 and oxygen are means over "
    "live tumour cells, the exhausted share is one of the CAR-T cells of the shell.",
)
NODULE_SLICES = Plate(
    "nodule-slices",
    "Cuts through the nodule",
    draw_slices,
    "The plane through the centre, first repeat. Tumour cells as the plane cuts them, CAR-T cells within "
    f"{SLAB:g} µm of it. Live tumour cells by their PD-L1; behind the cells the oxygen, over them lines of "
    "equal IFN-γ.",
)
NODULES = (NODULE_COURSE, NODULE_SLICES, NODULE_PROFILES, NODULE_DEPTH)
