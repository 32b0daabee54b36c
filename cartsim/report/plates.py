"""Figures put together for the page: which panels stand beside each other, and the sentence under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import xarray as xr
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cartsim.report import figures
from cartsim.report.figures.paired import contrast_arms
from cartsim.report.figures.tumour import changes, response_legend
from cartsim.report.style import GRADES, arm_styles, short
from cartsim.results.run import Run

WIDTH = 10.6
"""Inches: the page's column at 100 dots per inch."""
FEW = 4
"""Up to this many arms, panels per arm stand two abreast; beyond, four abreast or in one matrix."""

Panel = Callable[[Axes], Axes]


@dataclass(frozen=True)
class Plate:
    """One numbered figure of the page: `draw` returns None where the run has nothing to show in it."""

    name: str
    title: str
    draw: Callable[[Run], Figure | None]
    caption: str
    all_arms: bool = False


def sheet(panels: Sequence[Panel], columns: int, height: float, legend: Sequence[Artist] = ()) -> Figure:
    """Panels in rows of `columns`, each `height` inches high, with one legend above all of them."""
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    drawing = Figure(figsize=(WIDTH, rows * height + (0.35 if legend else 0.0)), layout="constrained")
    drawing.get_layout_engine().set(h_pad=0.08, w_pad=0.06, hspace=0.06, wspace=0.04)  # type: ignore[union-attr]
    axes = drawing.subplots(rows, columns, squeeze=False).ravel()
    for panel, ax in zip(panels, axes, strict=False):
        panel(ax)
    for ax in axes[len(panels) :]:
        ax.set_visible(False)
    if legend:
        drawing.legend(
            handles=list(legend), loc="outside upper left", ncols=legend_columns(legend), handlelength=2.2
        )
    return drawing


def legend_columns(legend: Sequence[Artist]) -> int:
    """As many entries in a line as the page is wide: about 130 letters, six of them for each mark."""
    longest = max(len(str(entry.get_label())) for entry in legend)
    total = sum(len(str(entry.get_label())) + 6 for entry in legend)
    return len(legend) if total < 130 else max(1, 130 // (longest + 6))


def arm_legend(arms: Sequence[str]) -> list[Line2D]:
    """One line per arm in its look; none for a single arm."""
    if len(arms) < 2:
        return []
    return [
        Line2D([], [], color=look.colour, linestyle=look.dash, label=short(arm, 28))
        for arm, look in arm_styles(arms).items()
    ]


def arm_marks(arms: Sequence[str]) -> list[Line2D]:
    """One marker per arm in its look; none for a single arm."""
    if len(arms) < 2:
        return []
    return [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle="", label=short(arm, 28))
        for arm, look in arm_styles(arms).items()
    ]


def arms_of(run: Run) -> list[str]:
    """Names of the arms in their order."""
    return [str(arm) for arm in run.endpoints["arm"].values]


def abreast(run: Run) -> int:
    """Panels per row where there is one per arm."""
    return 2 if len(arms_of(run)) <= FEW else 4


def car_t(run: Run) -> Figure:
    sites = ("car_t_blood", "car_t_cavity", "car_t_tumour", "car_t_lymphoid", "car_t_lung")
    panels: list[Panel] = [partial(_course, run.summary, name=name, until=None) for name in sites]
    panels.insert(1, partial(_course, run.summary, name="car_t_blood", until=28))
    return sheet(panels, 3, 2.6, arm_legend(arms_of(run)))


def tumour(run: Run) -> Figure:
    names = ("tumour_cells", "effusion_volume", "pdl1", "switch_signal")
    panels: list[Panel] = [partial(_course, run.summary, name=name, until=None) for name in names]
    return sheet(panels, 2, 2.6, arm_legend(arms_of(run)))


def _course(summary: xr.Dataset, ax: Axes, name: str, until: float | None) -> Axes:
    return figures.course(summary, ax, name, until)


def flow(run: Run) -> Figure:
    steps = run.endpoints.sizes["flow_step"]
    return sheet([partial(figures.flow, run.endpoints)], 1, 0.45 * steps + 0.4)


def response(run: Run) -> Figure:
    panels: list[Panel] = [
        partial(figures.best_responses, run.endpoints),
        partial(figures.response_by_visit, run.endpoints),
        partial(figures.response_by_visit, run.endpoints, name="in_response"),
    ]
    legend = [*response_legend(("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE")), *arm_marks(arms_of(run))]
    return sheet(panels, 3, max(2.6, 1.0 + 0.26 * len(arms_of(run))), legend)


def waterfall(run: Run) -> Figure:
    panels: list[Panel] = [
        partial(_per_arm, figures.waterfall, (run.visits, run.endpoints), arm=arm) for arm in arms_of(run)
    ]
    return sheet(panels, abreast(run), 2.9, response_legend(("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE")))


def spider(run: Run) -> Figure:
    panels: list[Panel] = [
        partial(_per_arm, figures.spider, (run.visits, run.endpoints), arm=arm) for arm in arms_of(run)
    ]
    return sheet(panels, abreast(run), 2.9, response_legend(("CR", "PR", "SD", "PD")))


def swimmer(run: Run) -> Figure:
    data = (run.visits, run.endpoints, run.summary)
    panels: list[Panel] = [partial(_per_arm, figures.swimmer, data, arm=arm) for arm in arms_of(run)]
    shown = min(run.visits.sizes["patient"], 40)
    return sheet(panels, abreast(run), 1.2 + 0.085 * shown, figures.swimmer_legend())


def _per_arm(draw: Callable[..., Axes], data: tuple[xr.Dataset, ...], ax: Axes, arm: str) -> Axes:
    return draw(*data, ax, arm)


def survival(run: Run) -> Figure:
    arms = len(arms_of(run))
    panels: list[Panel] = [
        partial(figures.kaplan_meier, run.endpoints, curve=curve) for curve in ("pfs", "dor")
    ]
    return sheet(panels, 2 if arms <= FEW else 1, 3.5 + 0.17 * arms)


def crs(run: Run) -> Figure:
    panels: list[Panel] = [partial(figures.crs_bars, run.endpoints)]
    panels += [partial(figures.crs_shares, run.visits, arm=arm) for arm in arms_of(run)]
    legend = [
        Patch(facecolor=GRADES[grade], label=f"grade {grade}" if grade else "no CRS") for grade in range(6)
    ]
    return sheet(panels, 3, 2.5, legend)


def cytokines(run: Run) -> Figure:
    panels: list[Panel] = [
        partial(figures.il6_signalling, run.summary),
        partial(figures.il6_serum, run.summary),
    ]
    panels += [partial(_course, run.summary, name=name, until=28) for name in ("ifng", "crp")]
    return sheet(panels, 2, 2.6, arm_legend(arms_of(run)))


def adverse_events(run: Run) -> Figure:
    windows = ("ae_incidence", "ae_incidence_12_months")
    arms = arms_of(run)
    rows = len(figures.terms_shown(run.endpoints))
    if len(arms) > FEW:
        matrices: list[Panel] = [
            partial(figures.ae_matrix, run.endpoints, window=window) for window in windows
        ]
        return sheet(matrices, 1, 1.2 + 0.27 * rows)
    panels: list[Panel] = [
        partial(_adverse, run.endpoints, arm=arm, window=window) for window in windows for arm in arms
    ]
    legend = [Patch(facecolor=GRADES[grade], label=f"grade {grade}") for grade in range(1, 6)]
    return sheet(panels, min(len(arms), 2), 1.0 + 0.2 * rows, legend)


def _adverse(endpoints: xr.Dataset, ax: Axes, arm: str, window: str) -> Axes:
    return figures.ae_bars(endpoints, ax, arm, window)


def paired(run: Run) -> Figure | None:
    """Of one contrast the table, the differences and two of them patient by patient; of several, forests."""
    if not run.endpoints.sizes.get("contrast"):
        return None
    contrasts = run.endpoints["contrast"].values
    if len(contrasts) > 1:
        measures = run.endpoints["measure"].values[:2]
        forests: list[Panel] = [
            partial(figures.paired_forest, run.endpoints, measure=measure) for measure in measures
        ]
        return sheet(forests, 2, 1.1 + 0.24 * min(len(contrasts), 16))
    first, second = contrast_arms(run.endpoints, contrasts[0])
    names = f"{short(first, 18)} minus {short(second, 18)}"
    ratio = f"log10 of the ratio of Cmax, {short(first, 14)} / {short(second, 14)}"
    return sheet(
        [
            partial(
                figures.paired_table,
                run.endpoints,
                contrast=contrasts[0],
                measure=run.endpoints["measure"].values[0],
            ),
            partial(figures.paired_differences, run.endpoints, contrast=contrasts[0]),
            partial(
                _distribution,
                best_change(run, first) - best_change(run, second),
                title="Best change in tumour size, patient by patient",
                label=f"{names} (points of % change in SLD)",
            ),
            partial(
                _distribution,
                fold(run, first, second),
                title="Peak CAR-T in blood, patient by patient",
                label=ratio,
            ),
        ],
        2,
        2.9,
    )


def _distribution(values: np.ndarray, ax: Axes, title: str, label: str) -> Axes:
    return figures.paired_distribution(values, ax, title, label)


def best_change(run: Run, arm: str) -> np.ndarray:
    """Deepest change of the SLD of each patient of an arm, %."""
    return changes(run.visits, arm).isel(visit=slice(1, None)).min("visit").values


def fold(run: Run, first: str, second: str) -> np.ndarray:
    """log10 of the ratio of the two peaks, where both are above the limit of detection."""
    peaks = run.endpoints["cmax"]
    top, bottom = (peaks.sel(arm=arm).where(peaks.sel(arm=arm) > 0).values for arm in (first, second))
    return np.log10(top) - np.log10(bottom)


def sensitivity(run: Run) -> Figure | None:
    """Confirmed response over each swept quantity, if arms were made by a sweep."""
    arms = {str(arm.name): dict(arm.swept) for arm in run.scenario.trial.arms}
    axes = list(dict.fromkeys(axis for labels in arms.values() for axis in labels))
    if not axes:
        return None
    panels: list[Panel] = [partial(_swept, run.endpoints, axis=axis, arms=arms) for axis in axes]
    return sheet(panels, min(2, len(axes)), 3.3)


def _swept(endpoints: xr.Dataset, ax: Axes, axis: str, arms: dict[str, dict[str, str]]) -> Axes:
    labels = {arm: swept[axis] for arm, swept in arms.items() if axis in swept}
    groups = {arm: arm.replace(f", {axis} {label}", "") for arm, label in labels.items()}
    return figures.swept(endpoints, ax, axis, labels, groups)


PLATES = (
    Plate(
        "flow",
        "Patient flow",
        flow,
        "Patients at each step, and in red how many are lost since the step before. Every arm has the same virtual "
        "patients; a lost one stays in the enrolled set as a non-responder.",
    ),
    Plate(
        "response-rates",
        "Response by arm",
        response,
        "Left: best response with confirmation; NE takes in not evaluable, not done and missing, manufacturing failures among "
        "them. Middle: CR or PR at the scan itself, none counted after a first progression. Right: in a confirmed response on the day "
        "of the scan, all others at 0; unlike the duration of response it compares arms.",
    ),
    Plate(
        "waterfall",
        "Best change in tumour size",
        waterfall,
        "Best change from baseline in the sum of longest diameters, one bar per patient, coloured by confirmed best "
        "response (RECIST 1.1). Dashed: +20 % and −30 %. Growth beyond +100 % is cut there. NE includes not done and missing.",
    ),
    Plate(
        "spider",
        "Tumour size over time",
        spider,
        "Sum of longest diameters at each scan, as read with measurement error, relative to baseline; coloured by "
        "confirmed best response (grey: SD or not evaluable).",
    ),
    Plate(
        "swimmer",
        "Course of single patients",
        swimmer,
        "One bar per patient from infusion to last sight; colours are the overall response at each scan until the next.",
    ),
    Plate(
        "paired",
        "Arms compared in the same patients",
        paired,
        "Each virtual patient is treated under every arm with the same random numbers, so differences are within patients. "
        "Intervals show Monte Carlo error only: how well this many simulated patients pin down what the model says.",
    ),
    Plate(
        "survival",
        "Time to event",
        survival,
        "Kaplan-Meier estimates with 95 % log-log limits, ticks at censorings, numbers at risk below. Progression is dated at the "
        "scan that finds it, so curves fall in steps at the visits and medians move in these steps. Duration of response "
        "conditions on response and is no comparison of arms.",
    ),
    Plate(
        "crs",
        "Cytokine release syndrome",
        crs,
        "Left: worst grade of each infused patient (ASTCT 2019), derived from temperature, blood pressure and oxygen "
        "need. Then day by day: share of patients at each grade, rescue drugs included.",
    ),
    Plate(
        "adverse-events",
        "Adverse events by grade",
        adverse_events,
        "Share of patients by worst grade. To day 28: of those with an event or 28 days seen, exact limits. To month "
        "12: Aalen-Johansen with death competing. Figures: any grade | grade 3 or worse; whiskers: any grade. (LD): from "
        "lymphodepletion. Events under 1 % in every arm are left out.",
    ),
    Plate(
        "car-t",
        "CAR-T by compartment",
        car_t,
        "Median over patients and the bands that hold 50 % and 90 % of them: variation between patients, not "
        "uncertainty. Values below the lower edge of an axis are drawn on it.",
    ),
    Plate(
        "tumour",
        "Tumour burden, fluid, PD-L1 and switch signal",
        tumour,
        "Truth of the model, not what a clinic would measure. PD-L1 is the mean over tumour cells; the receptor's signal "
        "is weighted by engagement.",
    ),
    Plate(
        "cytokines",
        "Cytokines in the first month",
        cytokines,
        "Signalling IL-6 drives fever and pressure; serum IL-6 is what a laboratory measures and rises under tocilizumab, "
        "which frees it from its receptors.",
    ),
    Plate(
        "sensitivity",
        "What the route result rests on",
        sensitivity,
        "Confirmed response over the swept quantity, the same virtual patients at every point.",
        all_arms=True,
    ),
)
