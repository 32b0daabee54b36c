"""Harm: adverse events by grade, and CRS by its worst grade."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from cartsim.report.figures.stacked import Part, stacked_bars
from cartsim.report.lettering import heading, row_names, short
from cartsim.report.narrow import along
from cartsim.report.style import GRADES, INK, QUIET, note_empty
from cartsim.report.words import counts
from cartsim.trial.periods import YEAR, said_until

WINDOWS = {
    "ae_incidence": ("to day 28", "of those with an event or 28 days seen; 95 % limits"),
    "ae_incidence_12_months": ("to month 12", "Aalen-Johansen; 95 % limits"),
}
TERMS = 12
"""Most events in a figure."""
LEAST = 0.01
"""Share of patients that an event in a figure reaches in some arm."""


def terms_shown(endpoints: xr.Dataset) -> list[str]:
    """The events that reach one patient in a hundred in some arm, most frequent first, at most TERMS."""
    return [term for term, peak in _peaks(endpoints) if peak >= LEAST][:TERMS]


def terms_left_out(endpoints: xr.Dataset) -> tuple[int, float]:
    """How many events that somebody had are not among those shown, and the largest share of one of them."""
    shown = terms_shown(endpoints)
    others = [peak for term, peak in _peaks(endpoints) if peak > 0 and term not in shown]
    return len(others), max(others, default=0.0)


def _peaks(endpoints: xr.Dataset) -> list[tuple[str, float]]:
    """Events with their share, any grade, in the window and arm where it is largest; the largest first."""
    windows = [endpoints[window].isel(grade=0).max("arm").fillna(0).values for window in WINDOWS]
    peak = np.maximum(*windows)
    order = np.argsort(-peak, kind="stable")
    return [(str(endpoints["event_term"].values[row]), float(peak[row])) for row in order]


def _named(endpoints: xr.Dataset, window: str) -> tuple[str, str]:
    """When the window ends, and how its shares are made."""
    until = float(endpoints.attrs.get("events_until_day", YEAR))
    when, note = WINDOWS[window]
    return said_until(when, until), said_until(note, until)


def term_name(term: str) -> str:
    """An event's name that fits beside its bar; (LD) is spelled out in the caption."""
    return short(
        term.replace("(lymphodepletion)", "(LD)")
        .replace("Neutrophil count", "Neutrophils")
        .replace("Platelet count", "Platelets"),
        34,
    )


def ae_bars(endpoints: xr.Dataset, ax: Axes, arm: str, window: str = "ae_incidence") -> Axes:
    """One bar per event, split by worst grade; the whisker is the interval of any grade."""
    terms = terms_shown(endpoints)
    when, note = _named(endpoints, window)
    if not terms:
        heading(ax, f"{arm}, {when}", note)
        return note_empty(ax, "no event in one patient of a hundred or more")
    chosen = along(endpoints, "event_term").sel(arm=arm, event_term=terms)
    worse = 100 * chosen[window].transpose("event_term", "grade").fillna(0).values
    exact = worse - np.c_[worse[:, 1:], np.zeros(len(terms))]
    left = np.zeros(len(terms))
    rows = np.arange(len(terms))[::-1]
    for column, grade in enumerate(endpoints["grade"].values):
        ax.barh(
            rows,
            exact[:, column],
            left=left,
            height=0.68,
            color=GRADES[int(grade)],
            edgecolor="white",
            linewidth=0.4,
            label=f"grade {grade}",
        )
        left = left + exact[:, column]
    low, high = (100 * chosen[f"{window}_{end}"].isel(grade=0).values for end in ("lower", "upper"))
    ax.hlines(rows, low, high, color="white", linewidth=2.4, alpha=0.8)
    ax.hlines(rows, low, high, color=INK, linewidth=1)
    severe = worse[:, 2] if worse.shape[1] > 2 else np.zeros(len(terms))
    for row, edge, any_grade, bad in zip(rows, np.fmax(high, left), left, severe, strict=True):
        ax.annotate(
            f"{any_grade:.0f} | {bad:.0f}",
            (edge, row),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=QUIET,
        )
    ax.set_ylim(-0.6, len(terms) - 0.4)
    ax.set_yticks(rows, [term_name(term) for term in terms])
    ax.grid(axis="y", visible=False)
    _percent_axis(ax, _reach(endpoints, window))
    heading(ax, f"{arm}, {when}", note)
    return ax


def _percent_axis(ax: Axes, reach: float) -> None:
    """Room for the figures beside the bars, but no axis beyond 100 %."""
    ax.set_xlim(0, reach)
    if reach > 100:
        ax.set_xticks(range(0, 101, 20))
        ax.spines["bottom"].set_bounds(0, 100)
    ax.set_xlabel("Patients (%): any grade | grade 3 or worse", x=min(0.5, 50 / reach))


def ae_matrix(endpoints: xr.Dataset, ax: Axes, window: str = "ae_incidence") -> Axes:
    """For many arms: events by arms, each cell the share at any grade | at grade 3 or worse."""
    terms = terms_shown(endpoints)
    when, _ = _named(endpoints, window)
    title, note = f"Adverse events {when}", "% of patients: any grade | grade 3 or worse; shade by any grade"
    if not terms:
        heading(ax, title, note)
        return note_empty(ax, "no event in one patient of a hundred or more")
    worse = (
        100 * endpoints[window].sel(event_term=terms).transpose("event_term", "arm", "grade").fillna(0).values
    )
    ax.imshow(
        worse[..., 0],
        cmap=LinearSegmentedColormap.from_list("share", ("#FFFFFF", GRADES[2])),
        vmin=0,
        vmax=100,
        aspect="auto",
    )
    for (row, column), share in np.ndenumerate(worse[..., 0]):
        ax.text(
            column, row, f"{share:.0f} | {worse[row, column, 2]:.0f}", ha="center", va="center", fontsize=8.5
        )
    arms = row_names(endpoints["arm"].values, 15, 5)
    ax.set_xticks(range(len(arms)), arms)
    ax.set_yticks(range(len(terms)), [term_name(term) for term in terms])
    heading(ax, title, note)
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    return ax


def _reach(endpoints: xr.Dataset, window: str) -> float:
    """One end of the axis for every arm, with room for the figures beside the bars."""
    return 1.28 * max(10.0, 100 * float(endpoints[f"{window}_upper"].isel(grade=0).max()))


def syndrome_bars(endpoints: xr.Dataset, ax: Axes, name: str = "crs", named: bool = True) -> Axes:
    """Share of infused patients by worst grade of CRS or ICANS (`name` crs, icans), one bar per arm."""
    share = 100 * endpoints[f"{name}_share"].transpose("arm", "crs_level").values
    parts = [
        Part(share[:, column], GRADES[int(grade)], grade >= 3, f"grade {grade}" if grade else "none")
        for column, grade in enumerate(endpoints["crs_level"].values)
    ]
    stacked_bars(ax, endpoints["arm"].values.tolist(), parts, named)
    solved = endpoints["flow"].sel(flow_step="solved").values
    heading(ax, f"Worst {name.upper()} grade (ASTCT 2019)", f"infused, {counts([int(n) for n in solved])}")
    return ax
