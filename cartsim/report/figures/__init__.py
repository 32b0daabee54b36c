"""Figures a journal would print, each a function of Datasets and an Axes that returns the Axes."""

from cartsim.report.figures.blood_fit import blood_fit, blood_fit_legend
from cartsim.report.figures.courses import course, crs_shares, il6_serum, il6_signalling
from cartsim.report.figures.doses import by_level, selection, target_line
from cartsim.report.figures.flow import flow
from cartsim.report.figures.paired import (
    ROWS,
    paired_differences,
    paired_distribution,
    paired_forest,
    paired_table,
)
from cartsim.report.figures.response import best_responses, response_by_visit
from cartsim.report.figures.route_basis import route_basis, route_marks
from cartsim.report.figures.safety import ae_bars, ae_matrix, syndrome_bars, terms_left_out, terms_shown
from cartsim.report.figures.survival import kaplan_meier
from cartsim.report.figures.sweeps import swept
from cartsim.report.figures.tumour import changes, response_legend, spider, swimmer, swimmer_legend, waterfall
from cartsim.report.figures.uncertainty import uncertainties, variation

__all__ = [
    "ROWS",
    "ae_bars",
    "ae_matrix",
    "best_responses",
    "blood_fit",
    "blood_fit_legend",
    "by_level",
    "changes",
    "course",
    "crs_shares",
    "flow",
    "il6_serum",
    "il6_signalling",
    "kaplan_meier",
    "paired_differences",
    "paired_distribution",
    "paired_forest",
    "paired_table",
    "response_by_visit",
    "response_legend",
    "route_basis",
    "route_marks",
    "selection",
    "spider",
    "swept",
    "swimmer",
    "swimmer_legend",
    "syndrome_bars",
    "target_line",
    "terms_left_out",
    "terms_shown",
    "uncertainties",
    "variation",
    "waterfall",
]
