"""What the model's state does over time, median and bands over patients."""

from __future__ import annotations

from functools import partial

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.plates.sheet import Panel, Plate, arm_lines, sheet
from cartsim.results.run import Run

MONTH = 28.0
AFTER_DEATH = (
    "Courses are those of the model and go on after a death: medians are over all patients, the dead too."
)


def draw_car_t(run: Run) -> Figure:
    """CAR-T in every compartment, blood also over the first month alone."""
    sites = ("car_t_cavity", "car_t_tumour", "car_t_lymphoid", "car_t_lung")
    blood = [_panel(run.summary, "car_t_blood"), _panel(run.summary, "car_t_blood", MONTH)]
    panels = [*blood, *(_panel(run.summary, site) for site in sites)]
    return sheet(panels, 3, 2.6, arm_lines(run))


def draw_tumour(run: Run) -> Figure:
    """Tumour cells, fluid, and the ligand and signal of the PD-L1 receptor."""
    names = ("tumour_cells", "effusion_volume", "pdl1", "switch_signal")
    return sheet([_panel(run.summary, name) for name in names], 2, 2.6, arm_lines(run))


def draw_cytokines(run: Run) -> Figure:
    """IL-6 that signals and IL-6 in serum, IFN-g and CRP in the first month."""
    panels: list[Panel] = [
        partial(figures.il6_signalling, run.summary),
        partial(figures.il6_serum, run.summary),
        _panel(run.summary, "ifng", MONTH),
        _panel(run.summary, "crp", MONTH),
    ]
    return sheet(panels, 2, 2.6, arm_lines(run))


def _panel(summary: xr.Dataset, name: str, until: float | None = None) -> Panel:
    return partial(_course, summary, name=name, until=until)


def _course(summary: xr.Dataset, ax: Axes, name: str, until: float | None) -> Axes:
    return figures.course(summary, ax, name, until)


CAR_T = Plate(
    "car-t",
    "CAR-T by compartment",
    draw_car_t,
    "Median over patients and the bands that hold 50 % and 90 % of them (50 % only beyond three arms): "
    "variation between patients, not uncertainty. Values below the lower edge of an axis are drawn on it. "
    f"{AFTER_DEATH}",
)
TUMOUR = Plate(
    "tumour",
    "Tumour burden, fluid, PD-L1 and switch signal",
    draw_tumour,
    "Truth of the model, not what a clinic would measure. PD-L1 is the mean over tumour cells; the "
    f"receptor's signal is weighted by engagement. {AFTER_DEATH}",
)
CYTOKINES = Plate(
    "cytokines",
    "Cytokines in the first month",
    draw_cytokines,
    "Signalling IL-6 drives fever and pressure; serum IL-6 is what a laboratory measures and rises under "
    "tocilizumab, which frees it from its receptors.",
)
