"""The figures of a result, each with a heading and, for those who do not see it, what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cartsim.report.plates.comparison import best_change
from cartsim.report.plates.courses import CAR_T, TUMOUR
from cartsim.report.plates.response import RESPONSE_RATES, WATERFALL
from cartsim.report.plates.safety import CRS
from cartsim.report.plates.sheet import Plate, arms_of
from cartsim.report.words import number, share_only, signed
from cartsim.results.run import Run


class Drawn(NamedTuple):
    """A figure as PNG and its size in pixels of the page; no bytes where a run has nothing to show in it."""

    name: str
    image: bytes
    width: int
    height: int


class Shown(NamedTuple):
    """A figure of the report, its heading here, and its alternative text."""

    plate: Plate
    heading: str
    words: Callable[[Run], str]


def by_arm(run: Run, said: Callable[[str], str]) -> str:
    """`IV 5.0 %, IC 45.0 %`."""
    return ", ".join(f"{arm} {said(arm)}" for arm in arms_of(run))


def response_words(run: Run) -> str:
    """Confirmed response rates."""
    rates = run.endpoints["confirmed_orr"]
    found = by_arm(run, lambda arm: share_only(float(rates.sel(arm=arm))))
    return f"Bars: best response of each arm; points: response at each scan. Confirmed CR or PR: {found}."


def waterfall_words(run: Run) -> str:
    """Median best change of each arm."""

    def median(arm: str) -> str:
        change = best_change(run, arm)
        known = change[np.isfinite(change)]
        return f"{signed(float(np.median(known)), 0)} %" if known.size else "not read"

    return f"A bar for each patient, by arm: best change in tumour size. Median: {by_arm(run, median)}."


def kinetics_words(run: Run) -> str:
    """Median peak in blood."""
    peaks = run.endpoints["cmax"]

    def median(arm: str) -> str:
        values = peaks.sel(arm=arm).values
        known = values[np.isfinite(values)]
        return f"{number(float(np.median(known)))} cells/µL" if known.size else "not measured"

    sites = "blood, cavity fluid, tumour, lymphoid tissue and lung"
    return f"Lines over time, by arm: CAR-T cells in {sites}. Median peak in blood: {by_arm(run, median)}."


def tumour_words(run: Run) -> str:
    """Median tumour burden at the end."""
    last = run.summary["tumour_cells"].sel(quantile=0.5).isel(time=-1)
    found = by_arm(run, lambda arm: f"{number(float(last.sel(arm=arm)))} cells")
    panels = "tumour burden, effusion, PD-L1 on tumour cells and the signal of the PD-L1 receptor"
    return f"Lines over time, by arm: {panels}. Median burden at the end: {found}."


def crs_words(run: Run) -> str:
    """Severe CRS rates."""
    rates = run.endpoints["severe_crs_rate"]
    found = by_arm(run, lambda arm: share_only(float(rates.sel(arm=arm))))
    panels = "Bars: worst grade of CRS and ICANS by arm; areas: CRS grades by day"
    return f"{panels}. CRS of grade 3 or more: {found}."


FIGURES = {
    shown.plate.name: shown
    for shown in (
        Shown(RESPONSE_RATES, "Response by arm", response_words),
        Shown(WATERFALL, "Waterfall: best change in tumour size", waterfall_words),
        Shown(CAR_T, "Kinetics: where the CAR-T cells are", kinetics_words),
        Shown(TUMOUR, "Tumour, fluid and PD-L1", tumour_words),
        Shown(CRS, "Cytokine release and neurotoxicity", crs_words),
    )
}
