"""The published models solved again, one panel each."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.published import PublishedModel
from cartsim.report.lettering import heading
from cartsim.report.plates.sheet import Panel, sheet
from cartsim.report.style import COLOURS, journal_style

NOTES = {
    "stein2019": "Stein 2019: typical patient, and 2000 drawn ones with its random effects read as variances",
    "singh2021": "Singh 2021: typical patient, four doses",
    "tsai2022": "Tsai 2022: from 100 million tumour cells, two doses",
    "muellerschoell2021": "Mueller-Schoell 2021: typical patient of the class that expands",
    "kimmel2021": "Kimmel 2021: tumour growth .105, .19 and .265 per day",
    "carrgo": "Brummer 2022: measured (mean and SD of two wells) and fits, by CAR-T cells per glioma cell",
}
"""The paper, and what a reader has to know beside the axes, by name of the model."""


def published_models(models: Sequence[PublishedModel]) -> Figure:
    """Every model as its paper shows it, two abreast."""
    with journal_style(), matplotlib.rc_context({"axes.prop_cycle": cycler(color=COLOURS)}):
        return sheet([_panel(model) for model in models], 2, 3.1)


def _panel(model: PublishedModel) -> Panel:
    def draw(axes: Axes) -> Axes:
        heading(model.figure(axes), model.title, NOTES.get(model.name, ""))
        return axes

    return draw
