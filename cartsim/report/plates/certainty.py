"""How sure the findings are."""

from __future__ import annotations

from functools import partial

from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.plates.sheet import Panel, Plate, abreast, arms_of, sheet
from cartsim.results.run import Run


def draw_uncertainties(run: Run) -> Figure | None:
    """A panel of shares per arm, and one of what patients differ in."""
    if "outcome_share" not in run.endpoints:
        return None
    panels: list[Panel] = [partial(figures.uncertainties, run.endpoints, arm=arm) for arm in arms_of(run)]
    if "cmax" in run.endpoints:
        panels.append(partial(figures.variation, run.endpoints))
    return sheet(panels, min(abreast(run), 2), 1.3 + 0.34 * min(run.endpoints.sizes["measure"], 9))


UNCERTAINTIES = Plate(
    "uncertainties",
    "What is uncertain, one kind at a time",
    draw_uncertainties,
    "Under each share: the Monte Carlo error of this many virtual patients, the range over typical values "
    "that cannot be ruled out (where drawn, and where Monte Carlo error is not all), and what a trial "
    "of the planned size would see. "
    "The last panel shows variation between patients, which is no uncertainty of a share.",
)
