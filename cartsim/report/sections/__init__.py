"""What stands where on the page, in the order it is read."""

from cartsim.report.sections.appendix import failures, manifest, parameters, references
from cartsim.report.sections.certainty import certainty
from cartsim.report.sections.coupled import coupled
from cartsim.report.sections.dose_finding import dose_finding
from cartsim.report.sections.findings import (
    comparison,
    endpoints,
    flow,
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

MAKERS = (
    trial,
    flow,
    dose_finding,
    endpoints,
    response,
    comparison,
    survival,
    safety,
    kinetics,
    certainty,
    nodule_table,
    route,
    failures,
    parameters,
    manifest,
    references,
)
COUPLED = (*MAKERS[:3], coupled, nodule, *MAKERS[3:-4], fields, *MAKERS[-4:])
"""The sections of a run in which single cells are a lesion of its patient."""
ALONE = (nodule_setting, nodule, fields, parameters, manifest, references)
"""The sections of a run of single cells without patients."""


def sections_of(run: Run) -> list[Section]:
    """The sections a run has something to say in."""
    makers = ALONE if run.alone else COUPLED if run.coupled else MAKERS
    return [section for section in (make(run) for make in makers) if section]
