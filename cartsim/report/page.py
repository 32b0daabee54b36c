"""The report as one HTML file that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cartsim.report.plates import PLATES, Plate
from cartsim.report.sections import Section, sections_of
from cartsim.report.sentences import MONTE_CARLO, ROUTE_CAVEAT, answer, routes_differ
from cartsim.report.style import arm_styles, journal_style
from cartsim.report.tables import glance_header, glance_rows
from cartsim.results.run import Run
from cartsim.results.seal import write_whole

TEMPLATES = Path(__file__).parent / "templates"
MOST_ARMS = 8
"""Arms that the figures can tell apart; further ones stand in the tables and in the sweep figure only."""
DOTS = 100
"""Page pixels per inch of figure."""


@dataclass(frozen=True)
class Drawing:
    """A figure as the template prints it."""

    name: str
    number: int
    title: str
    caption: str
    source: str
    width: int
    height: int


def write_report(run: Run, path: str | Path) -> Path:
    """Write the page of a run, whole or not at all, and return where it stands."""
    path = Path(path)
    write_whole(path, build_page(run).encode())
    return path


def build_page(run: Run) -> str:
    """The page as text."""
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=run.scenario.title,
            question=run.scenario.question,
            answer=answer(run),
            monte_carlo=MONTE_CARLO,
            route_caveat=ROUTE_CAVEAT if routes_differ(run.scenario) else "",
            facts=facts(run),
            glance=glance(run),
            manifest=run.manifest,
            sections=list(_with_figures(run, sections_of(run))),
        )
    )


def facts(run: Run) -> dict[str, Any]:
    """The counts of the first page."""
    failures, parameters = run.manifest["failures"], run.manifest["parameters"]
    solves = sum(sum(by_status.values()) for by_status in failures.values())
    return {
        "patients": run.endpoints.sizes["patient"],
        "arms": run.endpoints.sizes["arm"],
        "parameters": len(parameters),
        "assumed": sum(row["kind"] == "assumed" for row in parameters),
        "solves": solves,
        "failed": solves - sum(by_status.get("ok", 0) for by_status in failures.values()),
    }


def glance(run: Run) -> dict[str, Any]:
    """The few numbers of each arm for the first page, with the arm's colour."""
    looks = arm_styles(run.endpoints["arm"].values)
    rows = [
        {"colour": looks[name].colour, "arm": name, "cells": cells}
        for name, *cells in glance_rows(run.endpoints)
    ]
    return {"header": glance_header(run.endpoints), "rows": rows[:MOST_ARMS]}


def _environment() -> Environment:
    """Every value is escaped: a title may hold any characters."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _with_figures(run: Run, sections: Sequence[Section]) -> Iterator[Section]:
    """The sections with their figures drawn and numbered through the page."""
    numbers = count(1)
    shown = few_arms(run)
    plates = {plate.name: plate for plate in PLATES}
    with journal_style():
        for section in sections:
            found = [(plates[name], run if plates[name].all_arms else shown) for name in section.plates]
            drawn = [(plate, plate.draw(of), of) for plate, of in found]
            yield replace(
                section,
                figures=[_drawing(plate, figure, next(numbers), of) for plate, figure, of in drawn if figure],
            )


def few_arms(run: Run) -> Run:
    """The run with its first MOST_ARMS arms."""
    if run.endpoints.sizes["arm"] <= MOST_ARMS:
        return run
    first = slice(MOST_ARMS)
    return replace(
        run,
        course=run.course.isel(arm=first, missing_dims="ignore"),
        visits=run.visits.isel(arm=first),
        endpoints=run.endpoints.isel(arm=first),
        summary=run.summary.isel(arm=first),
    )


def _drawing(plate: Plate, figure: Figure, number: int, run: Run) -> Drawing:
    """The figure as a picture inside the page; `print_svg` draws once where `savefig` draws twice."""
    image = BytesIO()
    FigureCanvasSVG(figure).print_svg(image, metadata={"Date": None, "Creator": None})
    source = f"data:image/svg+xml;base64,{b64encode(image.getvalue()).decode()}"
    width, height = (round(DOTS * inches) for inches in figure.get_size_inches())
    return Drawing(plate.name, number, plate.title, plate.words(run), source, width, height)
