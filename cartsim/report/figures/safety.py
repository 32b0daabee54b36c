"""Harm: adverse events by grade, and CRS by its worst grade."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from cartsim.report.style import GRADES, INK, QUIET, folded, heading, note_empty, short
from cartsim.report.words import counts
from cartsim.trial.periods import YEAR, said_until

WINDOWS = {
    "ae_incidence": ("to day 28", "of those with an event or 28 days seen; 95 % limits"),
    "ae_incidence_12_months": ("to month 12", "Aalen-Johansen, death and new therapy competing; 95 % limits"),
}
TERMS = 12


def terms_shown(endpoints: xr.Dataset) -> list[str]:
    """The events that reach one patient in a hundred in some arm, most frequent first, at most TERMS."""
    windows = [endpoints[window].isel(grade=0).max("arm").fillna(0).values for window in WINDOWS]
    peak = np.maximum(*windows)
    order = np.argsort(-peak, kind="stable")
    return [str(endpoints["event_term"].values[row]) for row in order if peak[row] >= 0.01][:TERMS]


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
    heading(ax, f"{arm}, {when}", note)
    if not terms:
        return note_empty(ax, "no event in one patient of a hundred or more")
    chosen = endpoints.sel(arm=arm, event_term=terms)
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
    ax.set(xlim=(0, _reach(endpoints, window)), ylim=(-0.6, len(terms) - 0.4))
    ax.set_xlabel("Patients (%): any grade | grade 3 or worse")
    ax.set_yticks(rows, [term_name(term) for term in terms])
    ax.grid(axis="y", visible=False)
    return ax


def ae_matrix(endpoints: xr.Dataset, ax: Axes, window: str = "ae_incidence") -> Axes:
    """For many arms: events by arms, each cell the share at any grade | at grade 3 or worse."""
    terms = terms_shown(endpoints)
    when, _ = _named(endpoints, window)
    heading(ax, f"Adverse events {when}", "% of patients: any grade | grade 3 or worse; shade by any grade")
    if not terms:
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
    arms = [folded(arm, 15) for arm in endpoints["arm"].values]
    ax.set_xticks(range(len(arms)), arms)
    ax.set_yticks(range(len(terms)), [term_name(term) for term in terms])
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    return ax


def _reach(endpoints: xr.Dataset, window: str) -> float:
    """One end of the axis for every arm, with room for the figures beside the bars."""
    return 1.28 * max(10.0, 100 * float(endpoints[f"{window}_upper"].isel(grade=0).max()))


def syndrome_bars(endpoints: xr.Dataset, ax: Axes, name: str = "crs") -> Axes:
    """Share of infused patients by worst grade of CRS or ICANS (`name` crs, icans), one bar per arm."""
    share = 100 * endpoints[f"{name}_share"].transpose("arm", "crs_level")
    arms = [short(arm, 28) for arm in endpoints["arm"].values]
    rows = np.arange(len(arms))[::-1]
    left = np.zeros(len(arms))
    for column, grade in enumerate(endpoints["crs_level"].values):
        part = share.values[:, column]
        ax.barh(
            rows,
            part,
            left=left,
            height=0.66,
            color=GRADES[int(grade)],
            edgecolor="white",
            linewidth=0.5,
            label=f"grade {grade}" if grade else "none",
        )
        for row, start, width in zip(rows, left, part, strict=True):
            if width >= 4:
                ax.text(
                    start + width / 2,
                    row,
                    f"{width:.0f}",
                    ha="center",
                    va="center",
                    fontsize=8,
                    color="white" if grade >= 3 else INK,
                )
        left = left + part
    ax.set(xlim=(0, 100), xlabel="Patients (%)", yticks=rows)
    ax.set_yticklabels(arms)
    ax.grid(axis="y", visible=False)
    solved = endpoints["flow"].sel(flow_step="solved").values
    heading(ax, f"Worst {name.upper()} grade (ASTCT 2019)", f"infused, {counts([int(n) for n in solved])}")
    return ax
