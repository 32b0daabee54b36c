"""Patients and their tumours: flow, response rates, waterfall, spider, swimmer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.figures.tumour import SHOWN
from cartsim.report.plates.sheet import Block, Panel, Plate, abreast, arm_marks, arms_of, sheet, stacked
from cartsim.results.run import Run

ALL_RESPONSES = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE")


def draw_flow(run: Run) -> Figure:
    """One column of boxes per arm."""
    return sheet([partial(figures.flow, run.endpoints)], 1, 0.45 * run.endpoints.sizes["flow_step"] + 0.4)


def draw_rates(run: Run) -> Figure:
    """Best response, response at each scan, in response at each scan."""
    panels: list[Panel] = [
        partial(figures.best_responses, run.endpoints),
        partial(figures.response_by_visit, run.endpoints),
        partial(figures.response_by_visit, run.endpoints, name="in_response"),
    ]
    height = max(2.6, 1.0 + 0.3 * len(arms_of(run)))
    return stacked([Block(panels, 3, height)], figures.response_legend(ALL_RESPONSES), arm_marks(run))


def draw_waterfall(run: Run) -> Figure:
    """One panel per arm."""
    panels = _per_arm(run, figures.waterfall, run.visits, run.endpoints)
    return sheet(panels, abreast(run), 2.9, figures.response_legend(ALL_RESPONSES))


def draw_spider(run: Run) -> Figure:
    """One panel per arm."""
    panels = _per_arm(run, figures.spider, run.visits, run.endpoints)
    return sheet(panels, abreast(run), 2.9, figures.response_legend(("CR", "PR", "SD", "PD")))


def draw_swimmer(run: Run) -> Figure:
    """One panel per arm, as high as its patients need."""
    panels = _per_arm(run, figures.swimmer, run.visits, run.endpoints, run.summary)
    height = 1.2 + 0.085 * min(run.visits.sizes["patient"], SHOWN)
    return sheet(panels, abreast(run), height, figures.swimmer_legend(run.visits))


def _per_arm(run: Run, draw: Callable[..., Axes], *data: xr.Dataset) -> list[Panel]:
    return [partial(_panel, draw, data, arm=arm) for arm in arms_of(run)]


def _panel(draw: Callable[..., Axes], data: tuple[xr.Dataset, ...], ax: Axes, arm: str) -> Axes:
    return draw(*data, ax, arm)


FLOW = Plate(
    "flow",
    "Patient flow",
    draw_flow,
    "Patients at each step, and in red how many are lost since the step before (for DLT-evaluable: since "
    "simulated to the end). Every arm has the same virtual patients; one whose product could not be made "
    "stays among the enrolled as a non-responder.",
)
RESPONSE_RATES = Plate(
    "response-rates",
    "Response by arm",
    draw_rates,
    "Left: best response with confirmation; NE takes in not evaluable, not done and missing. Middle: CR or "
    "PR at the scan itself, none counted after a first progression. Right: in a confirmed response on the "
    "day of the scan, all others at 0; unlike the duration of response it compares arms. Limits are Monte "
    "Carlo error.",
)
WATERFALL = Plate(
    "waterfall",
    "Best change in tumour size",
    draw_waterfall,
    "Best change from baseline in the sum of longest diameters, one bar per patient, coloured by confirmed "
    "best response ({criteria}). Dashed: +20 % and −30 %. Growth beyond +100 % is cut there. NE includes not "
    "done and missing.",
)
SPIDER = Plate(
    "spider",
    "Tumour size over time",
    draw_spider,
    "Sum of longest diameters at each scan, as read with measurement error, relative to baseline; coloured "
    "by confirmed best response (grey: SD or not evaluable).",
)
SWIMMER = Plate(
    "swimmer",
    "Course of single patients",
    draw_swimmer,
    "One bar per patient from infusion to last sight; colours are the overall response at each scan until "
    "the next one that was evaluable.",
)
