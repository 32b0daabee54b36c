"""Courses over time: median over patients with the bands that hold 50 % and 90 % of them.

They are drawn from `summary`, which holds the quantiles over all solved patients of each arm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.lettering import heading
from cartsim.report.style import GRADES, SHORT, arm_styles, log_axis, time_axis
from cartsim.report.words import counts
from cartsim.trial.records import held, read_records

BANDS = (((0.05, 0.95), 0.10), ((0.25, 0.75), 0.22))
MANY = 3
"""Beyond this many arms the 90 % bands would hide each other and are left out; the note says so."""

CRS_GRADES = (1, 2, 3, 4)
EARLY_DAYS = np.linspace(0.0, 28.0, 113)


@dataclass(frozen=True)
class Level:
    """How one course variable is drawn: title, axis label, and the floor of its log axis (None: linear)."""

    title: str
    label: str
    floor: float | None = None
    line: tuple[float, str] | None = None


LEVELS = {
    "car_t_blood": Level("CAR-T in blood", "cell/µL", 1e-3, (0.025, "qPCR limit 0.025/µL")),
    "car_t_lung": Level("CAR-T in lung", "cells", 1e3),
    "car_t_lymphoid": Level("CAR-T in lymphoid and other tissue", "cells", 1e5),
    "car_t_cavity": Level("CAR-T in cavity fluid", "cell/µL of fluid", 1e-3),
    "car_t_tumour": Level("CAR-T in tumour", "cells", 1e3),
    "tumour_cells": Level("Tumour burden", "tumour cells", 1e6),
    "free_tumour_cells": Level("Free tumour cells in the fluid", "tumour cells", 1e3),
    "effusion_volume": Level("Effusion volume", "mL"),
    "pdl1": Level("PD-L1 on tumour cells", "molecules per cell"),
    "switch_signal": Level("PD-L1 receptor signal", "signal (0–1)"),
    "ifng": Level("IFN-γ in plasma", "pg/mL", 1e-2),
    "ifng_cavity": Level("IFN-γ in cavity fluid", "pg/mL", 1e-1),
    "il6_signal": Level("IL-6, signalling", "pg/mL", 1.0),
    "il6": Level("IL-6, serum", "pg/mL", 1.0),
    "crp": Level("C-reactive protein", "mg/L"),
    "anc": Level("Neutrophils", "G/L", None, (0.5, "0.5 G/L")),
    "platelets": Level("Platelets", "G/L", None, (50, "50 G/L")),
}


def course(summary: xr.Dataset, ax: Axes, name: str, until: float | None = None) -> Axes:
    """Any course variable by arm: median line, 50 % and 90 % bands of patients."""
    level = LEVELS[name]
    arms = summary["arm"].values
    end = until or float(summary["time"].max())
    shown = summary[name].sel(time=slice(0, end))
    for arm, look in arm_styles(arms).items():
        values = shown.sel(arm=arm)
        if level.floor is not None:
            values = values.clip(min=level.floor)
        for (low, high), strength in BANDS if len(arms) <= MANY else BANDS[1:]:
            ax.fill_between(
                values["time"],
                values.sel(quantile=low),
                values.sel(quantile=high),
                color=look.colour,
                alpha=strength if len(arms) <= MANY else 0.1,
                linewidth=0,
            )
        ax.plot(values["time"], values.sel(quantile=0.5), color=look.colour, linestyle=look.dash, label=arm)
    level_axis(ax, level)
    time_axis(ax, end)
    bands = "median, 50 and 90 % bands" if len(arms) <= MANY else "median, 50 % band"
    title = f"{level.title}, first month" if end <= SHORT else level.title
    heading(ax, title, f"{bands}; {counts(summary['solved'].values.tolist())}")
    return ax


def level_axis(ax: Axes, level: Level) -> None:
    """The y axis of a course variable, with the limit that is worth a line."""
    ax.set_ylabel(level.label)
    top = ax.get_ylim()[1]
    if level.floor is None:
        ax.set_ylim(0, top)
    else:
        log_axis(ax, level.floor, max(2 * top, 100 * level.floor))
    if level.line:
        ax.axhline(level.line[0], color="#444444", linewidth=0.8, linestyle=":")
        ax.annotate(
            level.line[1],
            (1, level.line[0]),
            (-3, 3),
            xycoords=("axes fraction", "data"),
            ha="right",
            textcoords="offset points",
            fontsize=7.5,
            color="#333333",
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6},
        )


def il6_signalling(summary: xr.Dataset, ax: Axes) -> Axes:
    """The IL-6 that fever and pressure answer to, first month."""
    return course(summary, ax, "il6_signal", until=28)


def il6_serum(summary: xr.Dataset, ax: Axes) -> Axes:
    """The IL-6 a laboratory measures; it rises under tocilizumab, which frees it from its receptors."""
    return course(summary, ax, "il6", until=28)


def crs_shares(visits: xr.Dataset, ax: Axes, arm: str) -> Axes:
    """Share of patients at each CRS grade, day by day, in one arm: the stacked area."""
    shares = _crs_by_grade(visits)
    place = [str(name) for name in visits["arm"].values].index(arm)
    lower = np.zeros(EARLY_DAYS.size)
    for grade, share in zip(CRS_GRADES, shares[:, place], strict=True):
        ax.fill_between(
            EARLY_DAYS,
            lower,
            lower + share,
            step="post",
            color=GRADES[grade],
            linewidth=0,
            label=f"grade {grade}",
        )
        lower = lower + share
    ax.set_xlim(0, 28)
    ax.set_xticks([0, 7, 14, 21, 28])
    ax.set_ylim(0, min(100.0, max(10.0, 1.15 * float(shares.sum(axis=0).max()))))
    ax.set_xlabel("Days since first infusion")
    ax.set_ylabel("Patients in CRS (%)")
    treated = int((visits["infused"].sel(arm=arm).values == 1).sum())
    heading(ax, arm, f"n = {treated} infused, by grade")
    return ax


def _crs_by_grade(visits: xr.Dataset) -> np.ndarray:
    """Percent of the infused at each grade (grade, arm, day), from the records."""
    infused, last = (visits[name].transpose("arm", "patient").values for name in ("infused", "last_seen_day"))
    records = read_records(visits)
    records = records.where(infused.ravel()[records.row] == 1).of("Cytokine release syndrome")
    counts = np.stack([held(records, grade, EARLY_DAYS, last) for grade in CRS_GRADES])
    return 100 * counts / np.maximum((infused == 1).sum(axis=1), 1)[None, :, None]
