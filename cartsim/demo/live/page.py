"""What the page says, as HTML: of a viewer's settings, of a run that goes on, of a result."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cartsim.demo.live.hall import Outcome
from cartsim.demo.live.line import Job
from cartsim.demo.live.problems import Told
from cartsim.demo.live.shown import FIGURES, Drawn
from cartsim.report.page import facts, few_arms, glance
from cartsim.report.sections.findings import ENDPOINT_WORDS
from cartsim.report.sentences import MONTE_CARLO, ROUTE_CAVEAT, answer, routes_differ
from cartsim.report.tables import endpoint_header, endpoint_rows
from cartsim.virtual_trial import excess_of_failures


@cache
def _parts() -> Any:
    folder = Path(__file__).parent / "templates"
    loader, strict = FileSystemLoader(folder), StrictUndefined
    loaded = Environment(loader=loader, autoescape=True, undefined=strict)
    loaded.trim_blocks = loaded.lstrip_blocks = True
    return loaded.get_template("parts.html.j2").module


def part(name: str, *values: Any, **named: Any) -> str:
    """A part of the page; markup of controls is given as `markup`."""
    return str(getattr(_parts(), name)(*values, **named))


def markup(control: Any) -> Markup:
    """A control as it goes into a part."""
    return Markup(control.text)


def standing(job: Job, before: int, at_once: int) -> str:
    """Where a run stands, in words and as a bar."""
    if job.phase == "waiting":
        words = f"Waiting: {before} before you in the line; {at_once} trials run at a time."
    elif job.stopping and not job.ended.is_set():
        words = "Stopping ..."
    elif job.phase == "running":
        words = f"Simulating: {job.done} of {job.total} courses are done." if job.total else "Beginning ..."
    elif job.phase == "stopped":
        words = "Stopped. Nothing was changed; Run begins again."
    elif job.phase == "failed":
        words = f"The run failed: {job.problem}."
    else:
        words = f"Done: {job.total} courses."
    going_on = job.phase == "running" and not job.stopping
    return part("standing", words, job.done, job.total if going_on else 0, job.phase == "finished")


def problems(title: str, found: Iterable[Told]) -> str:
    """What is wrong with the settings or with a text."""
    return part("problems", title, list(found))


def result(outcome: Outcome, links: Iterable[Any]) -> str:
    """The answer with the arms at a glance, and what can be taken along."""
    run, scenario = outcome.run, outcome.asked.scenario
    counted, notes = facts(run), [MONTE_CARLO]
    if routes_differ(scenario):
        notes.append(ROUTE_CAVEAT)
    notes += excess_of_failures(run)
    said = [
        f"{counted['patients']} virtual patients, the same in {counted['arms']} arms",
        f"seed {scenario.run.seed}",
        f"{counted['parameters']} parameters, {counted['assumed']} of them assumed",
        f"{counted['failed']} of {counted['solves']} courses failed",
    ]
    table = glance(run)
    table["header"] = ["Arm", *table["header"]]
    table["rows"] = [{"colour": row["colour"], "cells": [row["arm"], *row["cells"]]} for row in table["rows"]]
    downloads = [markup(link) for link in links]
    return part("answer", scenario.title, scenario.question, answer(run), notes, said, table, downloads)


def endpoints(outcome: Outcome) -> str:
    """The endpoint table of the report."""
    run = few_arms(outcome.run)
    rows = [{"colour": "", "cells": row.cells} for row in endpoint_rows(run.endpoints)]
    return part("endpoints", ENDPOINT_WORDS, endpoint_header(run.endpoints), rows)


def figures(outcome: Outcome, drawn: Sequence[Drawn], words: str = "") -> str:
    """The figures that are drawn, and what is still to come."""
    run = few_arms(outcome.run)
    found = []
    for picture in drawn:
        shown = FIGURES[picture.name]
        if picture.image:
            found.append(
                {
                    "heading": shown.heading,
                    "source": f"data:image/png;base64,{b64encode(picture.image).decode()}",
                    "width": picture.width,
                    "height": picture.height,
                    "alt": shown.words(run),
                    "caption": shown.plate.words(run),
                }
            )
    return part("figures", found, words)
