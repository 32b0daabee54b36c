"""A lesion as single cells beside the equations alone."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cartsim.report import coupled_tables, hand_back
from cartsim.report.figures.beside_equations import BY_EQUATIONS, WITH_CELLS, beside_equations
from cartsim.report.plates.sheet import Panel, Plate, arms_of, sheet
from cartsim.report.style import arm_styles
from cartsim.results.run import Run

AS_LONG = 2.0
"""Shown until so many times the day until which the lesion is single cells, or to the end."""


def draw_coupled(run: Run) -> Figure | None:
    """What the tables compare, over time."""
    if not run.coupled or not run.course.sizes:
        return None
    until, lesion = coupled_tables.last_day(run), coupled_tables.asked(run).lesion
    end = min(max(AS_LONG * until, 1.0), float(run.course["time"][-1]))
    panels: list[Panel] = [
        partial(
            beside_equations,
            one.read(run.course, lesion),
            equations=one.read(run.equations, lesion),
            title=one.name, label=one.label, until=until, end=end,
        )
        for one in coupled_tables.COMPARED
    ]  # fmt: skip
    return sheet(panels, 3, 2.4, [*_arms(run), *_ways()])


def _arms(run: Run) -> list[Line2D]:
    """Arms by colour: the dash tells the way."""
    looks = arm_styles(arms_of(run))
    return [Line2D([], [], color=look.colour, label=name) for name, look in looks.items()]


def _ways() -> list[Line2D]:
    names = {WITH_CELLS: "single cells", BY_EQUATIONS: "equations alone"}
    return [Line2D([], [], color="black", linestyle=dash, label=name) for dash, name in names.items()]


WAYS = (
    "The same patient twice. Solid: one nodule of the lesion followed cell by cell until the dashed line, "
    "for all of them where they are many, exchanging T cells, IFN-γ and its size with the equations of the "
    "body every hour. Dotted: equations alone. Diameter as the equations have it, from live and dead tumour "
    "cells."
)


def caption(run: Run) -> str:
    """What is drawn, and what changes at the dashed line."""
    share = hand_back.numbers(run)
    if not share:
        return WAYS
    return (
        f"{WAYS} At the dashed line the equations take the lesion back, and the laws change. T cells that "
        f"hold a target in the last day of the cells | T cells engaged by the law just after: {share}. A "
        "dash: no T cells, or nothing left to meet."
    )


COUPLED = Plate("coupled", "Single cells beside the equations", draw_coupled, caption)
