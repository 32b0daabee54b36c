"""The report as one HTML file that needs nothing else: no network, no script, no second file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cartsim.report import nodule_tables
from cartsim.report.pictures import pictures
from cartsim.report.plates import PLATES
from cartsim.report.sections import Section, nodules, sections_of
from cartsim.report.sentences import MONTE_CARLO, ROUTE_CAVEAT, answer, routes_differ
from cartsim.report.style import arm_styles
from cartsim.report.tables import glance_header, glance_rows
from cartsim.results.run import Run
from cartsim.results.seal import write_whole
from cartsim.results.sources import ours, used

TEMPLATES = Path(__file__).parent / "templates"
MOST_ARMS = 8
"""Arms that the figures can tell apart; further ones stand in the tables and in the sweep figure only."""


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
        environment()
        .get_template("page.html.j2")
        .render(
            title=run.scenario.title,
            question=run.scenario.question,
            **(front_of_nodule(run) if run.alone else front(run)),
            manifest=run.manifest,
            sections=list(_with_figures(run, sections_of(run))),
        )
    )


def front(run: Run) -> dict[str, Any]:
    """What the top of the page says of a trial."""
    return {
        "kicker": "Simulated trial · no real patients",
        "answer": answer(run),
        "monte_carlo": MONTE_CARLO,
        "route_caveat": ROUTE_CAVEAT if routes_differ(run.scenario) else "",
        "facts": facts(run),
        "glance": glance(run),
    }


def front_of_nodule(run: Run) -> dict[str, Any]:
    """The same of single cells."""
    found, parameters = run.manifest["nodule"], run.manifest["parameters"]
    looks = arm_styles(run.nodule["arm"].values)
    rows = [
        {"colour": looks[name].colour, "arm": name, "cells": cells}
        for name, *cells in nodule_tables.glance_rows(run)
    ]
    return {
        "kicker": "Simulated single cells · no real tissue",
        "answer": nodule_tables.answer(run),
        "monte_carlo": nodules.READING + nodules.REPEATS if found["repeats"] > 1 else "",
        "route_caveat": nodules.ROUTE_CAVEAT if routes_differ(run.scenario) else "",
        "facts": {
            "repeats": found["repeats"],
            "arms": run.nodule.sizes["arm"],
            "parameters": len(used(parameters)),
            "assumed": len(ours(parameters)),
            "solves": found["field_solves"],
            "failed": found["unsolved_fields"],
        },
        "glance": {"header": nodule_tables.glance_header(run), "rows": rows[:MOST_ARMS]},
    }


def facts(run: Run) -> dict[str, Any]:
    """The counts of the first page."""
    failures, parameters = run.manifest["failures"], run.manifest["parameters"]
    solves = sum(sum(by_status.values()) for by_status in failures.values())
    return {
        "repeats": 0,
        "patients": run.endpoints.sizes["patient"],
        "arms": run.endpoints.sizes["arm"],
        "parameters": len(used(parameters)),
        "assumed": len(ours(parameters)),
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


def environment() -> Environment:
    """The templates; every value is escaped: a title may hold any characters."""
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
    numbers, shown = count(1), few_arms(run)
    plates = {plate.name: plate for plate in PLATES}
    wishes = [
        [(plates[name], run if plates[name].all_arms else shown) for name in section.plates]
        for section in sections
    ]
    drawn = iter(pictures([wish for asked in wishes for wish in asked]))
    for section, asked in zip(sections, wishes, strict=True):
        found = [(plate, of, next(drawn)) for plate, of in asked]
        figures = [
            Drawing(plate.name, next(numbers), plate.title, plate.words(of), *image)
            for plate, of, image in found
            if image
        ]
        yield replace(section, figures=figures)


def few_arms(run: Run) -> Run:
    """The run with its first MOST_ARMS arms."""
    if run.endpoints.sizes["arm"] <= MOST_ARMS:
        return run
    first = slice(MOST_ARMS)
    return replace(
        run,
        nodule=run.nodule.isel(arm=first, missing_dims="ignore"),
        course=run.course.isel(arm=first, missing_dims="ignore"),
        visits=run.visits.isel(arm=first, missing_dims="ignore"),
        endpoints=run.endpoints.isel(arm=first),
        summary=run.summary.isel(arm=first),
    )
