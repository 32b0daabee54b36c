"""Figures of measured patients, by the functions that draw virtual ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from matplotlib.backends.backend_svg import FigureCanvasSVG

from cartsim.datasets import CURVES
from cartsim.report import figures
from cartsim.report.plates.sheet import Panel, sheet
from cartsim.report.style import journal_style

if TYPE_CHECKING:
    from cartsim.measured.assessment import Assessment

GROUP = "measured"
COLUMNS = {
    "km_time": "time",
    "km_at_risk": "at_risk",
    "km_events": "events",
    "km_survival": "survival",
    "km_lower": "lower",
    "km_upper": "upper",
}


def draw_measured(found: Assessment, folder: Path) -> None:
    """kaplan_meier.svg, and waterfall.svg where lesions were measured."""
    endpoints = _endpoints(found)
    panels: list[Panel] = [partial(figures.kaplan_meier, endpoints, curve=curve) for curve in CURVES]
    _save(panels, 2, 3.7, folder / "kaplan_meier.svg")
    if any(subject.measurable for subject in found.subjects):
        visits = _visits(found)
        _save([partial(figures.waterfall, visits, endpoints, arm=GROUP)], 1, 4.0, folder / "waterfall.svg")


def _save(panels: list[Panel], columns: int, height: float, path: Path) -> None:
    with journal_style():
        FigureCanvasSVG(sheet(panels, columns, height)).print_svg(str(path), metadata={"Date": None})


def _endpoints(found: Assessment) -> xr.Dataset:
    """The Kaplan-Meier tables as the figures of a run read them."""
    curves = {name: duration.curve for name, duration in found.durations.items()}
    steps = max(curve.time.size for curve in curves.values())
    tables = {key: np.full((1, len(curves), steps), np.nan) for key in COLUMNS}
    for key, field in COLUMNS.items():
        for place, curve in enumerate(curves.values()):
            tables[key][0, place, : curve.time.size] = getattr(curve, field)
    medians = {
        f"median_{name}{tail}": ("arm", [getattr(curve, f"median{tail}")])
        for name, curve in curves.items()
        for tail in ("", "_lower", "_upper")
    }
    dims = ("arm", "curve", "km_step")
    return xr.Dataset(
        {name: (dims, values) for name, values in tables.items()}
        | medians
        | {"confirmed_response": (("arm", "patient"), found.confirmed.codes[None])},
        coords={
            "arm": [GROUP],
            "curve": list(curves),
            "scheduled_day": ("visit", np.array([0.0, *found.rules.schedule])),
        },
        attrs={"limits": f"{100 * found.rules.level:g} % limits, {found.rules.interval}"},
    )


def _visits(found: Assessment) -> xr.Dataset:
    """Sums of the targets (arm, patient, visit), the baseline first; NaN: incomplete."""
    longest = max(len(subject.visits) for subject in found.subjects)
    sums = np.full((1, len(found.subjects), longest + 1), np.nan)
    for place, subject in enumerate(found.subjects):
        for visit, seen in enumerate(subject.visits):
            sums[0, place, visit + 1] = np.nan if seen.change is None else 100.0 + seen.change
        sums[0, place, 0] = 100.0 if subject.measurable else np.nan
    return xr.Dataset({"sld": (("arm", "patient", "visit"), sums)}, coords={"arm": [GROUP]})
