"""The uncertainties of the shares of one arm, one mark for each kind, and how its patients differ."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from cartsim.report.figures.paired import measure_name
from cartsim.report.lettering import folded, heading
from cartsim.report.narrow import along
from cartsim.report.style import INK, QUIET, arm_styles, note_empty

KINDS = {
    "outcome_share": ("Monte Carlo error", 4.5, INK),
    "parameter": ("typical values", 4.5, ""),
    "predicted": ("planned trial", 1.6, QUIET),
}
"""What an interval holds: its name, the width of its line, its colour (none: the arm's)."""
ROWS = 9


def uncertainties(endpoints: xr.Dataset, ax: Axes, arm: str) -> Axes:
    """The yes/no endpoints of an arm: under each share one line per kind of uncertainty."""
    chosen = along(endpoints, "measure", "arm").sel(arm=arm).isel(measure=slice(ROWS))
    colour = arm_styles(endpoints["arm"].values)[arm].colour
    names = [folded(measure_name(name), 22, 2) for name in chosen["measure"].values]
    rows = np.arange(len(names))[::-1].astype(float)
    shown = [kind for kind in KINDS if f"{kind}_lower" in chosen]
    for place, kind in enumerate(shown):
        _, width, own = KINDS[kind]
        low, high = (100 * chosen[f"{kind}_{end}"].values for end in ("lower", "upper"))
        ax.hlines(rows + 0.22 - 0.22 * place, low, high, color=own or colour, linewidth=width)
    ax.plot(100 * chosen["outcome_share"].values, rows + 0.22, "o", color="white", markersize=2.4)
    ax.set(xlim=(-2, 102), ylim=(-0.6, len(names) - 0.4), xlabel="Share of patients (%)")
    ax.set_yticks(rows, names)
    ax.grid(axis="y", visible=False)
    words = ", ".join(KINDS[kind][0] for kind in shown)
    heading(ax, arm, f"95 % lines from above: {words}")
    return ax


def variation(endpoints: xr.Dataset, ax: Axes, name: str = "cmax") -> Axes:
    """Patient by patient: the peak of CAR-T in blood in each arm, median, half and 90 % of the patients."""
    arms = arm_styles(endpoints["arm"].values)
    heading(ax, "Patients differ: peak CAR-T in blood", "median, half and 90 % of the infused; variation")
    values = {arm: endpoints[name].sel(arm=arm).values for arm in arms}
    logs = {arm: np.log10(v[np.isfinite(v) & (v > 0)]) for arm, v in values.items()}
    if not any(v.size for v in logs.values()):
        return note_empty(ax, "no sample above the limit of detection")
    for row, (arm, look) in enumerate(reversed(arms.items())):
        if logs[arm].size:
            low, first, middle, third, high = np.quantile(logs[arm], [0.05, 0.25, 0.5, 0.75, 0.95])
            ax.hlines(row, low, high, color=look.colour, linewidth=1.2)
            ax.hlines(row, first, third, color=look.colour, linewidth=6, alpha=0.55)
            ax.plot(middle, row, "o", color=look.colour, markersize=5)
    ax.set_yticks(range(len(arms)), [folded(arm, 22, 2) for arm in reversed(arms)])
    ax.set(ylim=(-0.6, len(arms) - 0.4), xlabel="log10 of Cmax, cell/µL")
    ax.grid(axis="y", visible=False)
    return ax
