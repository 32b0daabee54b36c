"""A nodule cut through the middle: cells by kind and PD-L1, oxygen behind them, IFN-gamma as lines over
them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import EllipseCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.lines import Line2D
from scipy.ndimage import zoom

from cartsim.datasets import CELL_KIND
from cartsim.report.nodule_slices import Cut, cut, field_in_plane, pdl1_limits, plane_edges, window
from cartsim.report.style import INK, QUIET
from cartsim.results.run import Run

COLOURS = {
    "apoptotic": "#F4F4F4",
    "necrotic": "#6B6B6B",
    "spent": "#FFFFFF",
    "memory": "#56B4E9",
    "effector": "#009E73",
    "exhausted": "#F0A30A",
}
"""Faces of the cells that are not coloured by PD-L1; T cells as in the palette of Okabe and Ito."""
EDGES = dict.fromkeys(("memory", "effector", "exhausted", "spent"), "#000000") | {"apoptotic": "#8A8A8A"}
WORDS = {
    "apoptotic": "killed",
    "necrotic": "starved",
    "spent": "dead CAR-T",
    "memory": "memory CAR-T",
    "effector": "effector CAR-T",
    "exhausted": "exhausted CAR-T",
}
PDL1: Colormap = LinearSegmentedColormap.from_list("pdl1", ("#F3DDEB", "#CC79A7", "#5B1648"))
OXYGEN: Colormap = LinearSegmentedColormap.from_list("oxygen", ("#5F7186", "#B9CBDD", "#F2F7FC"))
LINES = "#B3400A"
"""Of equal IFN-gamma."""
ROUND = (1.0, 2.0, 5.0)
"""What the lines of equal IFN-gamma stand at, times powers of ten: the three greatest below the maximum."""
EMPTY = 1e-3
"""pg/mL below which there are no lines."""
FINER = 4
"""Points per voxel between which lines are drawn."""


@dataclass(frozen=True)
class Scales:
    """What colours mean in all pictures of a figure or film: PD-L1, oxygen (mmHg), IFN-gamma of the lines."""

    pdl1: Normalize
    oxygen: Normalize | None
    ifng: tuple[float, ...]


def scales_of(run: Run, snapshots: list[int]) -> Scales:
    """The scales that hold all of these snapshots."""
    oxygen = _range(run, snapshots, "oxygen")
    ifng = _range(run, snapshots, "ifng")
    lines = _round_below(ifng[1]) if ifng and ifng[1] > EMPTY else ()
    return Scales(Normalize(*pdl1_limits(run, snapshots)), Normalize(*oxygen) if oxygen else None, lines)


def _range(run: Run, snapshots: list[int], name: str) -> tuple[float, float] | None:
    planes = [plane for s in snapshots if (plane := field_in_plane(run, s, name)) is not None]
    return (float(np.min(planes)), float(np.max(planes))) if planes else None


def _round_below(top: float) -> tuple[float, ...]:
    """The three greatest round numbers below a maximum, in order."""
    power = int(np.floor(np.log10(top)))
    numbers = [step * 10.0**exponent for exponent in (power - 1, power) for step in ROUND]
    return tuple(number for number in numbers if number < 0.9 * top)[-3:]


def nodule_slice(run: Run, ax: Axes, snapshot: int, scales: Scales, title: str = "") -> Axes:
    """One snapshot; the picture is drawn as points, for there are thousands of cells."""
    frame, edges = window(run), plane_edges(run)
    oxygen = field_in_plane(run, snapshot, "oxygen")
    if oxygen is not None:
        ax.imshow(
            oxygen, OXYGEN, scales.oxygen, extent=edges, origin="lower", interpolation="bilinear", zorder=0
        )
    _cells(ax, cut(run, snapshot), scales.pdl1)
    _lines(run, ax, snapshot, scales, edges)
    if frame.wall:
        ax.axhline(0, color=INK, linewidth=3)
    ax.set_xlim(frame.left, frame.right)
    ax.set_ylim(frame.low, frame.high)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_color(QUIET)
    if title:
        ax.set_title(title, fontsize=9, loc="left", pad=3)
    return ax


def _cells(ax: Axes, seen: Cut, pdl1: Normalize) -> None:
    """Tumour cells, then T cells on top."""
    faces, edges = np.empty((seen.kind.size, 4)), np.empty((seen.kind.size, 4))
    for code, kind in enumerate(CELL_KIND):
        these = seen.kind == code
        if kind == "tumour":
            faces[these], edges[these] = PDL1(pdl1(seen.pdl1[these])), (0.3, 0.3, 0.3, 0.45)
        else:
            faces[these] = _rgba(COLOURS[kind])
            edges[these] = _rgba(EDGES.get(kind, "#4A4A4A"))
    ax.add_collection(
        EllipseCollection(
            2 * seen.radii,
            2 * seen.radii,
            np.zeros(seen.radii.size),
            units="xy",
            offsets=seen.places.T,
            offset_transform=ax.transData,
            facecolors=faces,
            edgecolors=edges,
            linewidths=np.where(seen.kind >= CELL_KIND.index("memory"), 0.5, 0.25),
            rasterized=True,
        )
    )


def _rgba(colour: str) -> tuple[float, ...]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue, 1.0


def _lines(
    run: Run, ax: Axes, snapshot: int, scales: Scales, edges: tuple[float, float, float, float]
) -> None:
    ifng = field_in_plane(run, snapshot, "ifng")
    levels = [level for level in scales.ifng if ifng is not None and ifng.min() < level < ifng.max()]
    if ifng is None or not levels:
        return
    finer = zoom(ifng, FINER, order=3, mode="nearest", grid_mode=True)
    x, y = (
        np.linspace(low, high, 2 * n + 1)[1::2]
        for low, high, n in zip(edges[::2], edges[1::2], finer.shape[::-1], strict=True)
    )
    ax.contour(x, y, finer, levels, colors=LINES, linewidths=_widths(scales, levels))


def _widths(scales: Scales, levels: list[float]) -> list[float]:
    """The higher, the thicker, the same in every picture."""
    return [0.7 + 0.55 * scales.ifng.index(level) for level in levels]


def slice_marks(run: Run, scales: Scales) -> list[Artist]:
    """The legend: kinds that occur, then the lines."""
    there = {CELL_KIND[code] for code in np.unique(run.nodule["cell_kind"].values)}
    marks: list[Artist] = [
        Line2D(
            [], [], linestyle="", marker="o", markersize=6.5 if kind in ("apoptotic", "necrotic") else 5,
            markerfacecolor=COLOURS[kind], markeredgecolor=EDGES.get(kind, "#4A4A4A"), markeredgewidth=0.7,
            label=word,
        )
        for kind, word in WORDS.items()
        if kind in there
    ]  # fmt: skip
    order = list(scales.ifng)
    marks += [
        Line2D([], [], color=LINES, linewidth=width, label=f"IFN-γ {level:g} pg/mL")
        for level, width in zip(order, _widths(scales, order), strict=True)
    ]
    return marks


def colour_scales(scales: Scales) -> list[tuple[ScalarMappable, str]]:
    """What needs a scale of colours, with its words."""
    found = [(ScalarMappable(scales.pdl1, PDL1), "PD-L1 (molecules per cell)")]
    if scales.oxygen is not None:
        found.append((ScalarMappable(scales.oxygen, OXYGEN), "Oxygen (mmHg)"))
    return found


