"""Figures and page of a fit of measured kinetics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from cartsim.fitting import summary
from cartsim.fitting.fit import GroupFit, SubjectFit
from cartsim.report.figures.blood_fit import blood_fit, blood_fit_legend
from cartsim.report.page import environment
from cartsim.report.pictures import encoded
from cartsim.report.plates.sheet import sheet
from cartsim.report.style import journal_style

ON_A_SHEET = 12
ABREAST = 3
HEIGHT = 2.7
"""Inches of a panel."""


def sheets(fit: GroupFit) -> list[Figure]:
    """Figures of at most twelve subjects each; draw them in the journal's style."""
    starts = range(0, len(fit.subjects), ON_A_SHEET)
    return [_sheet(fit.subjects[start : start + ON_A_SHEET], fit.level) for start in starts]


def draw_fit(fit: GroupFit, folder: Path) -> None:
    """fit_1.svg, fit_2.svg and so on."""
    with journal_style():
        for number, figure in enumerate(sheets(fit), start=1):
            FigureCanvasSVG(figure).print_svg(str(folder / f"fit_{number}.svg"), metadata={"Date": None})


def fit_page(fit: GroupFit, title: str, provenance: Mapping[str, Any], carried: str) -> str:
    """The page as text, with its figures in it."""
    with journal_style():
        images = [encoded(figure) for figure in sheets(fit)]
    parameters, quantities = summary.tables(fit)
    return (
        environment()
        .get_template("fit.html.j2")
        .render(
            title=title,
            question="What do the samples of each subject tell of its CAR-T cells, and what do they not?",
            facts=_facts(fit),
            assay=fit.assay,
            parameters=parameters,
            quantities=quantities,
            notes=summary.notes(fit),
            images=images,
            carried=carried,
            free=[(f.symbol, f.name, f"{f.typical:g} {f.unit}", f"{f.sd:g}", f.reason) for f in fit.free],
            provenance=provenance,
            provenance_rows=[(key.replace("_", " "), value) for key, value in _flat(provenance)],
        )
    )


def _sheet(subjects: Sequence[SubjectFit], level: float) -> Figure:
    panels = [partial(blood_fit, subject) for subject in subjects]
    return sheet(panels, ABREAST, HEIGHT, blood_fit_legend(level))


def _facts(fit: GroupFit) -> dict[str, Any]:
    told = [estimate.identifiable for subject in fit.subjects for estimate in subject.estimates]
    return {
        "subjects": len(fit.subjects),
        "samples": sum(subject.samples.days.size for subject in fit.subjects),
        "below": sum(int(subject.samples.below.sum()) for subject in fit.subjects),
        "identifiable": sum(told),
        "parameters": len(told),
        "cv": f"{summary.facts(fit)['residual_cv_percent']:.0f}",
        "level": f"{100 * fit.level:g}",
    }


def _flat(values: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in values.items():
        name = f"{path}{key}"
        rows += _flat(value, f"{name}: ") if isinstance(value, Mapping) else [(name, str(value))]
    return rows
