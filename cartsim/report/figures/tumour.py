"""What happened to the tumours, patient by patient: waterfall, spider, swimmer."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cartsim.datasets import EVENT_KIND, RESPONSE, words
from cartsim.report.lettering import TICK, heading, inside, text_width
from cartsim.report.style import INK, QUIET, RESPONSES, boxes, note_empty

CEILING = 100.0
SHOWN = 40
SPIDERS = 200
BEFORE = "#E9EDF1"
"""Of a bar before its first scan."""
READ = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD")
"""Responses that a bar shows until the next scan."""
LINES = {name: RESPONSES[name] for name in ("CR", "PR", "PD")}
"""Thin lines need darker colours than bars: all else is grey."""


def changes(visits: xr.Dataset, arm: str) -> xr.DataArray:
    """Change of the sum of longest diameters from baseline, % (patient, visit), NaN where not read."""
    sld = visits["sld"].sel(arm=arm)
    baseline = sld.isel(visit=0)
    return 100 * (sld / baseline.where(baseline > 0) - 1)


def response_legend(responses: tuple[str, ...] = ("CR", "PR", "SD", "PD")) -> list[Patch]:
    """One patch per response, for a legend."""
    return [
        Patch(facecolor=RESPONSES[name], edgecolor=QUIET, linewidth=0.4, label=name) for name in responses
    ]


def waterfall(visits: xr.Dataset, endpoints: xr.Dataset, ax: Axes, arm: str) -> Axes:
    """Best change of the SLD of each patient, deepest last, coloured by confirmed best response."""
    change = changes(visits, arm).isel(visit=slice(1, None))
    best = change.min("visit").values
    read = np.isfinite(best)
    heading(ax, arm, f"n = {int(read.sum())} of {read.size} with a baseline and a later scan")
    if not read.any():
        return note_empty(ax, "no patient has a baseline and a later scan")
    response = words(endpoints["confirmed_response"].sel(arm=arm).values, RESPONSE)[read]
    order = np.argsort(-best[read], kind="stable")
    height = np.clip(best[read][order], -100, CEILING)
    width = 1.0 if height.size > 60 else 0.85
    places = np.arange(height.size)
    boxes(
        ax,
        places - width / 2,
        np.zeros(height.size),
        np.full(height.size, width),
        height,
        [RESPONSES[name] for name in response[order]],
    )
    for rule in (20, -30):
        ax.axhline(rule, color=INK, linewidth=0.7, linestyle="--")
        ax.annotate(
            f"{rule:+d} %".replace("-", "−"),
            (1, rule),
            (3, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=INK,
        )
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set(ylim=(-105, CEILING + 5), xlim=(-1, height.size), xticks=[], ylabel="Best change in SLD (%)")
    ax.set_xlabel("Patients, sorted")
    ax.grid(axis="x", visible=False)
    return ax


def spider(visits: xr.Dataset, endpoints: xr.Dataset, ax: Axes, arm: str) -> Axes:
    """Change of the SLD of each patient over the visits, coloured by confirmed best response."""
    change = changes(visits, arm).isel(patient=slice(SPIDERS))
    response = words(endpoints["confirmed_response"].sel(arm=arm).values, RESPONSE)
    days = np.broadcast_to(visits["visit_day"].isel(patient=slice(SPIDERS)).values, change.shape)
    height = np.clip(change.values, -100, CEILING)
    followed = np.flatnonzero(np.isfinite(height).sum(axis=1) > 1)
    lines = [np.c_[days[row], height[row]][np.isfinite(height[row])] for row in followed]
    colours = [LINES.get(response[row], "#8A9299") for row in followed]
    ax.add_collection(LineCollection(lines, colors=colours, linewidths=0.7, alpha=0.65))
    total = visits.sizes["patient"]
    heading(
        ax,
        arm,
        f"n = {len(lines)} with two scans or more"
        + (f", of the first {SPIDERS} patients" if total > SPIDERS else f", of {total}"),
    )
    for rule in (20, -30):
        ax.axhline(rule, color=INK, linewidth=0.7, linestyle="--")
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set(ylim=(-105, CEILING + 5), xlabel="Days since first infusion", ylabel="Change in SLD (%)")
    ax.set_xlim(-10, 1.03 * float(np.nanmax(visits["visit_day"])))
    _scan_ticks(ax, visits["scheduled_day"].values)
    return ax


def _scan_ticks(ax: Axes, days: np.ndarray) -> None:
    """The scheduled days, but those whose numbers would touch the one before."""
    inch = inside(ax) / np.ptp(ax.get_xlim())
    kept: list[int] = []
    for day in np.unique(np.round(days).astype(int)).tolist():
        words = [text_width(str(number), TICK) for number in (*kept[-1:], day)]
        if not kept or (day - kept[-1]) * inch > sum(words) / 2 + 0.08:
            kept.append(day)
    ax.set_xticks(kept)


def swimmer(visits: xr.Dataset, endpoints: xr.Dataset, summary: xr.Dataset, ax: Axes, arm: str) -> Axes:
    """The first patients, a bar each from infusion to last sight, with responses, doses and deaths on it.

    The same patients are shown for every arm, in the order of their time to the end.
    """
    visits, endpoints, summary = (
        data.sel(arm=arm).isel(patient=slice(SHOWN)) for data in (visits, endpoints, summary)
    )
    last = visits["last_seen_day"].values
    order = np.lexsort((visits["patient"].values, last))
    response = words(visits["overall_response"].values, RESPONSE)
    bars = [
        bar
        for row, patient in enumerate(order)
        for bar in _bars(row, visits["visit_day"].values[patient], response[patient], float(last[patient]))
    ]
    left, bottom, width, colours = zip(*bars, strict=True)
    boxes(ax, left, bottom, width, [0.62] * len(bars), colours)
    rank = np.argsort(order)
    dead = np.isfinite(visits["death_day"].values)
    followed = ~dead & (last >= float(visits["scheduled_day"].max()))
    given = summary["event_kind"].values == EVENT_KIND.index("dose")
    ax.plot(
        visits["death_day"].values[dead],
        rank[dead],
        "x",
        color=INK,
        markersize=4.5,
        markeredgewidth=1.2,
        zorder=4,
    )
    therapy = _new_therapy(visits)
    changed = np.isfinite(therapy)
    ax.plot(therapy[changed], rank[changed], "d", color=INK, markersize=4, zorder=4)
    ax.plot(last[followed] + 6, rank[followed], ">", color=QUIET, markersize=4, zorder=4)
    ax.plot(
        summary["event_day"].values[given],
        np.repeat(rank, given.sum(axis=1)),
        "^",
        color=INK,
        markersize=3.4,
        zorder=3,
    )
    ax.set(
        ylim=(-0.8, len(order) - 0.2),
        xlim=(-6, 1.05 * last.max() + 8),
        xlabel="Days since first infusion",
        ylabel="Patient",
    )
    ax.set_yticks(range(len(order)), [str(name) for name in visits["patient"].values[order]], fontsize=5.5)
    ax.grid(axis="y", visible=False)
    heading(ax, arm, f"the first {len(order)} patients, the same in every arm")
    return ax


def _new_therapy(visits: xr.Dataset) -> np.ndarray:
    """Day of the new anticancer therapy, NaN where none was begun while the patient was seen."""
    if "new_therapy_day" not in visits:
        return np.full(visits["last_seen_day"].shape, np.nan)
    day = visits["new_therapy_day"]
    return day.where(day <= visits["last_seen_day"]).values


def _bars(
    row: int, days: np.ndarray, response: np.ndarray, end: float
) -> list[tuple[float, float, float, str]]:
    """(left, bottom, width, colour): pale to the end, on it from scan to scan the colour of the response."""
    read = [(day, name) for day, name in zip(days[1:], response[1:], strict=True) if name in READ]
    stops = [*(day for day, _ in read[1:]), end]
    spans = [
        (day, row - 0.31, max(stop - day, 3), RESPONSES[name])
        for (day, name), stop in zip(read, stops, strict=bool(read))
    ]
    return [(0.0, row - 0.31, end, BEFORE), *spans]


def swimmer_legend(visits: xr.Dataset) -> list[Patch | Line2D]:
    """What the colours and marks of the swimmer figure mean; what no patient shown has is left out."""
    shown = visits.isel(patient=slice(SHOWN))
    marks = [("^", "dose"), ("x", "death"), (">", "still followed")]
    if np.isfinite(_new_therapy(shown)).any():
        marks.append(("d", "new anticancer therapy"))
    held = (words(shown["overall_response"].values[..., 1:], RESPONSE) == "NON-CR/NON-PD").any()
    before = Patch(facecolor=BEFORE, label="before the first scan")
    return [
        *response_legend(READ if held else ("CR", "PR", "SD", "PD")),
        before,
        *(
            Line2D([], [], linestyle="", marker=mark, color=INK, markersize=5, label=text)
            for mark, text in marks
        ),
    ]
