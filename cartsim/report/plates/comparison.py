"""Arms against each other, and over what was swept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartsim.report import figures
from cartsim.report.figures.paired import contrast_arms
from cartsim.report.lettering import short
from cartsim.report.plates.sheet import Panel, Plate, sheet
from cartsim.results.run import Run


def draw_paired(run: Run) -> Figure | None:
    """Of one contrast the table, the differences and two of them patient by patient; of several, forests."""
    contrasts, measures = run.endpoints["contrast"].values, run.endpoints["measure"].values
    if len(contrasts) == 0:
        return None
    if len(contrasts) > 1:
        forests: list[Panel] = [
            partial(figures.paired_forest, run.endpoints, measure=measure) for measure in measures[:2]
        ]
        return sheet(forests, 2, 1.1 + 0.24 * min(len(contrasts), figures.ROWS))
    first, second = contrast_arms(run.endpoints, contrasts[0])
    change = f"{short(first, 18)} minus {short(second, 18)} (points of % change in SLD)"
    ratio = f"log10 of the ratio of Cmax, {short(first, 14)} / {short(second, 14)}"
    panels: list[Panel] = [
        partial(figures.paired_table, run.endpoints, contrast=contrasts[0], measure=measures[0]),
        partial(figures.paired_differences, run.endpoints, contrast=contrasts[0]),
        _spread(best_change(run, first) - best_change(run, second), "Best change in tumour size", change),
        _spread(log_fold(run, first, second), "Peak CAR-T in blood", ratio),
    ]
    return sheet(panels, 2, 2.9)


def _spread(values: np.ndarray, title: str, label: str) -> Panel:
    return partial(_distribution, values, title=f"{title}, patient by patient", label=label)


def _distribution(values: np.ndarray, ax: Axes, title: str, label: str) -> Axes:
    return figures.paired_distribution(values, ax, title, label)


def best_change(run: Run, arm: str) -> np.ndarray:
    """Deepest change of the SLD of each patient of an arm, %."""
    return figures.changes(run.visits, arm).isel(visit=slice(1, None)).min("visit").values


def log_fold(run: Run, first: str, second: str) -> np.ndarray:
    """log10 of the ratio of the two peaks in blood, where both are above the limit of detection."""
    peaks = run.endpoints["cmax"]
    top, bottom = (peaks.sel(arm=arm).where(peaks.sel(arm=arm) > 0).values for arm in (first, second))
    return np.log10(top) - np.log10(bottom)


def draw_sensitivity(run: Run) -> Figure | None:
    """Confirmed response over each swept quantity, if arms were made by a sweep."""
    arms = {str(arm.name): dict(arm.swept) for arm in run.scenario.trial.arms}
    axes = list(dict.fromkeys(axis for labels in arms.values() for axis in labels))
    if not axes:
        return None
    panels: list[Panel] = [partial(_swept, run.endpoints, axis=axis, arms=arms) for axis in axes]
    return sheet(panels, 2, 3.3)


def _swept(endpoints: xr.Dataset, ax: Axes, axis: str, arms: Mapping[str, Mapping[str, str]]) -> Axes:
    labels = {arm: swept[axis] for arm, swept in arms.items() if axis in swept}
    groups = {arm: arm.replace(f", {axis} {label}", "") for arm, label in labels.items()}
    return figures.swept(endpoints, ax, axis, labels, groups)


PAIRED = Plate(
    "paired",
    "Arms compared in the same patients",
    draw_paired,
    "Each virtual patient is treated under every arm with the same random numbers, so differences are within "
    "patients. Intervals show Monte Carlo error only: how well this many simulated patients pin down what "
    "the model says.",
)
SENSITIVITY = Plate(
    "sensitivity",
    "Response over the swept values",
    draw_sensitivity,
    "The primary response over the swept quantity, the same virtual patients at every point; lines join the "
    "points of one way to treat.",
    all_arms=True,
)
