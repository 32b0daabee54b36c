"""What stands where on the page, in the order it is read."""

from collections.abc import Callable
from dataclasses import replace

from cartsim.report.sections.appendix import failures, manifest, parameters, references
from cartsim.report.sections.certainty import certainty
from cartsim.report.sections.coupled import coupled
from cartsim.report.sections.dose_finding import dose_finding
from cartsim.report.sections.findings import (
    comparison,
    endpoints,
    flow,
    glance,
    kinetics,
    response,
    safety,
    survival,
    trial,
)
from cartsim.report.sections.nodule_table import nodule_table
from cartsim.report.sections.nodules import fields, nodule, nodule_setting
from cartsim.report.sections.route import route
from cartsim.report.sections.section import Section, Table
from cartsim.results.run import Run

__all__ = ["Section", "Table", "sections_of"]

Maker = Callable[[Run], Section | None]
Chapter = tuple[str, tuple[Maker, ...]]

TRIAL: tuple[Chapter, ...] = (
    ("", (glance,)),
    ("The trial", (trial, flow, dose_finding)),
    ("What was found", (kinetics, response, survival, safety, comparison)),
    ("How far it can be trusted", (route, certainty, nodule_table)),
    ("What it rests on", (endpoints, parameters, failures)),
    ("Provenance", (manifest, references)),
)
COUPLED: tuple[Chapter, ...] = (
    *TRIAL[:2],
    ("What was found", (coupled, nodule, kinetics, response, survival, safety, comparison)),
    ("How far it can be trusted", (route, certainty, nodule_table, fields)),
    *TRIAL[4:],
)
"""A run in which single cells are a lesion of its patient."""
ALONE: tuple[Chapter, ...] = (
    ("What was found", (nodule_setting, nodule)),
    ("How far it can be trusted", (fields,)),
    ("What it rests on", (parameters,)),
    ("Provenance", (manifest, references)),
)
"""A run of single cells without patients."""


def sections_of(run: Run) -> list[Section]:
    """The sections a run has something to say in; the first of a chapter carries its title."""
    chapters = ALONE if run.alone else COUPLED if run.coupled else TRIAL
    found = []
    for title, makers in chapters:
        sections = [section for section in (make(run) for make in makers) if section]
        found += [replace(section, chapter="" if k else title) for k, section in enumerate(sections)]
    return found
