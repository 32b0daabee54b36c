"""Draws the figure of the README from the run file of the route comparison: `make figures`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import cartsim as cs
from cartsim.report import figures
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


if __name__ == "__main__":
    print(route_comparison(sys.argv[1], Path(sys.argv[2])))
