"""Draws the figures of README and docs: `make figures`. One is of the run file of the route comparison."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import cartsim as cs
from cartsim.published import MODELS
from cartsim.report import figures
from cartsim.report.plates import published
from cartsim.report.plates.route_basis import draw_route_basis
from cartsim.report.plates.sheet import arm_lines, sheet
from cartsim.report.style import journal_style

INCHES_TO_PIXELS = 110


def route_comparison(path: str, folder: Path) -> Path:
    """Cells in fluid and blood, tumour, and the paired differences, as one picture."""
    run = cs.open(path)
    contrast = run.endpoints["contrast"].values[0]
    panels = [
        partial(figures.course, run.summary, name="car_t_cavity", until=None),
        partial(figures.course, run.summary, name="car_t_blood", until=None),
        partial(figures.course, run.summary, name="tumour_cells", until=None),
        partial(figures.paired_differences, run.endpoints, contrast=contrast),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / "route_comparison.png"
    with journal_style():
        sheet(panels, 2, 2.7, arm_lines(run)).savefig(picture, dpi=INCHES_TO_PIXELS)
    return picture


def route_contrast(path: str, folder: Path) -> Path:
    """What the contrast of routes rests on, as the report draws it."""
    picture = folder / "route_contrast.png"
    with journal_style():
        drawn = draw_route_basis(cs.open(path))
    if drawn is None:
        raise SystemExit(f"{path} carries no contrast of routes")
    drawn.savefig(picture, dpi=INCHES_TO_PIXELS)
    return picture


def published_models(folder: Path) -> Path:
    """The six published models, a panel each, as one picture."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / "published_models.png"
    with journal_style():
        published.published_models(MODELS).savefig(picture, dpi=INCHES_TO_PIXELS)
    return picture


if __name__ == "__main__":
    print(route_comparison(sys.argv[1], Path(sys.argv[2])))
    print(route_contrast(sys.argv[1], Path(sys.argv[2])))
    print(published_models(Path(sys.argv[2])))
