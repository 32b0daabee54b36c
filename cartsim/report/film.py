"""A film of a nodule: cuts through the middle of every arm, side by side, one frame for each moment kept."""

from __future__ import annotations

from io import BytesIO
from math import ceil
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from cartsim.errors import BadInput, Problem
from cartsim.report import video
from cartsim.report.figures.nodule_slices import (
    COLOURS,
    EDGES,
    LINES,
    OXYGEN,
    PDL1,
    Scales,
    colour_scales,
    nodule_slice,
    scales_of,
    slice_marks,
)
from cartsim.report.nodule_slices import at_day, days_kept, has_pictures, window
from cartsim.report.plates.nodules import length_bar, name_columns
from cartsim.report.plates.sheet import arms_of
from cartsim.report.style import INK, QUIET, journal_style
from cartsim.results.run import Run
from cartsim.results.seal import write_whole

INCHES = 2.6
"""Width of the picture of an arm."""
DOTS = 110
GIF = ".gif"
SECOND = 1000.0
"""Milliseconds."""
HOLD = 4
"""How many times as long the last frame stands."""
ABREAST = 6
"""Arms side by side at most; more stand in rows."""
SHADES, MOST_COLOURS = 96, 256
"""Shades of each scale of colours, and colours of a GIF."""


def write_film(run: Run, path: Path, rate: float) -> Path:
    """A film of `rate` moments a second, of the kind that the name of the file ends with, whole or not at
    all.
    """
    ending = require_kind(path)
    days = days_of(run)
    arms = arms_of(run)
    shown = [[at_day(run.nodule, arm, day) for arm in arms] for day in days]
    scales = scales_of(run, [snapshot for row in shown for snapshot in row])
    with journal_style():
        pairs = zip(shown, days, strict=True)
        frames = [_frame(run, arms, snapshots, day, scales) for snapshots, day in pairs]
    if ending == GIF:
        content = _gif(frames, rate)
    else:
        content = video.encoded(frames, ending, rate, HOLD, f"SIMULATED. {run.scenario.title}")
    write_whole(path, content)
    return path


def require_kind(path: Path) -> str:
    """The kind of film that a name asks for; BadInput for one that is not made, or not made here."""
    ending = path.suffix.lower()
    if ending not in (GIF, *video.KINDS):
        known = ", ".join((GIF, *video.KINDS))
        raise BadInput(Problem(str(path), "--out", f"is no {known} file", "name one, such as film.gif"))
    if ending != GIF:
        video.needed()
    return ending


def _gif(frames: list[Image.Image], rate: float) -> memoryview:
    """An animated GIF."""
    content, length = BytesIO(), SECOND / rate
    times = [length] * (len(frames) - 1) + [HOLD * length]
    colours = palette()
    first, *others = [frame.quantize(palette=colours, dither=Image.Dither.NONE) for frame in frames]
    first.save(content, "GIF", save_all=True, append_images=others, duration=times, loop=0, optimize=False)
    return content.getbuffer()


def days_of(run: Run) -> np.ndarray:
    """The days of the frames; BadInput where there are not two."""
    days = days_kept(run.nodule) if has_pictures(run) else np.empty(0)
    if days.size < 2:
        found = "no snapshots" if not days.size else "one snapshot"
        remedy = "run it again with snapshots_every: 6 hours under agents"
        raise BadInput(Problem("", "RUN", f"has {found} of single cells to make a film of", remedy))
    return days


def _frame(run: Run, arms: list[str], snapshots: list[int], day: float, scales: Scales) -> Image.Image:
    """All arms on one day."""
    frame = window(run)
    shape = (frame.high - frame.low) / (frame.right - frame.left)
    rows = ceil(len(arms) / ABREAST)
    across = ceil(len(arms) / rows)
    size = (INCHES * across + 2.7, rows * (INCHES * shape + 0.3) + 0.5)
    drawing = Figure(figsize=size, layout="compressed", dpi=DOTS)
    grid = drawing.subplots(rows, across, squeeze=False)
    axes = grid.flat[: len(arms)]
    for ax in grid.flat[len(arms) :]:
        ax.set_axis_off()
    for ax, snapshot in zip(axes, snapshots, strict=True):
        nodule_slice(run, ax, snapshot, scales)
    name_columns(axes, arms, INCHES)
    length_bar(axes[0], frame.right - frame.left)
    for mappable, words in colour_scales(scales):
        bar = drawing.colorbar(mappable, ax=list(axes), aspect=25, pad=0.01)
        bar.set_label(words, fontsize=8)
        bar.ax.grid(False)
    marks = slice_marks(run, scales)
    drawing.legend(handles=marks, loc="outside upper left", ncols=9, handlelength=1.2, fontsize=7.5)
    drawing.text(0.995, 0.99, f"day {day:.2f}", ha="right", va="top", fontsize=12, fontweight="bold")
    drawing.text(0.005, 0.005, "SIMULATED", fontsize=6.5, color=QUIET, va="bottom")
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def palette() -> Image.Image:
    """One palette for all frames: the colours that mean something, exactly, then those between and greys."""
    named = [*COLOURS.values(), *EDGES.values(), LINES, INK, QUIET, "#FFFFFF", "#000000"]
    scale = np.linspace(0, 1, SHADES)
    rows = [to_rgb(name) for name in dict.fromkeys(named)]
    rows += [row[:3] for row in np.vstack([PDL1(scale), OXYGEN(scale)])]
    rows += [(grey,) * 3 for grey in np.linspace(0, 1, MOST_COLOURS - len(rows))]
    found = Image.new("P", (1, 1))
    found.putpalette(np.round(255 * np.array(rows)).astype(np.uint8).tobytes())
    return found
