"""What became of a nodule as rows of text: the page and the terminal print the same cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from cartsim.report.words import lasting, number
from cartsim.results.run import Run

SPREAD = "mean over repeats (least to greatest)"


@dataclass(frozen=True)
class Row:
    """A quantity with its unit, read off a nodule (arm, repeat), and how its numbers are written."""

    name: str
    read: Callable[[xr.Dataset], xr.DataArray]
    write: Callable[[float], str] = number
    dish: bool = True
    """Whether the published rules of an organoid have it too."""


def whole(value: float) -> str:
    """A count, with thin spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def percent(value: float) -> str:
    """A share."""
    return f"{100 * value:.1f} %"


def one_place(value: float) -> str:
    """A length or pressure."""
    return f"{value:.1f}"


def at_end(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """A reading at the end."""
    return lambda nodule: nodule[name].isel(time=-1)


def t_cells(nodule: xr.Dataset) -> xr.DataArray:
    """Live CAR-T cells (arm, repeat, time)."""
    return nodule["memory_t"] + nodule["effector_t"] + nodule["exhausted_t"]


def left_share(nodule: xr.Dataset) -> xr.DataArray:
    """Live tumour cells over those of the start (arm, repeat, time)."""
    return nodule["live_tumour"] / nodule["live_tumour"].isel(time=0)


def exhausted_share(nodule: xr.Dataset) -> xr.DataArray:
    """Share of live CAR-T cells that are exhausted (arm, repeat, time); NaN without any."""
    total = t_cells(nodule)
    return (nodule["exhausted_t"] / total).where(total > 0)


def kills_per_effector(nodule: xr.Dataset) -> xr.DataArray:
    """Kills per effector and day between two outputs (arm, repeat, time), at the middle of each interval; NaN
    without effectors.
    """
    time = nodule["time"].values
    spent = nodule["effector_days"].diff("time")
    rate = nodule["kills"].isel(time=slice(1, None)) / spent.where(spent > 0)
    return rate.assign_coords(time=(time[1:] + time[:-1]) / 2)


def kill_rate(nodule: xr.Dataset) -> xr.DataArray:
    """Kills per effector and day over the run (arm, repeat); NaN without effectors."""
    spent = nodule["effector_days"].isel(time=-1)
    return nodule["tumour_killed"].isel(time=-1) / spent.where(spent > 0)


def kill_depth(nodule: xr.Dataset) -> xr.DataArray:
    """Mean depth of all kills (um) (arm, repeat); NaN without any."""
    total = nodule["kills"].sum("time")
    return ((nodule["kill_depth_mean"] * nodule["kills"]).sum("time") / total).where(total > 0)


ROWS = (
    Row("Live tumour cells at the start", lambda n: n["live_tumour"].isel(time=0), whole),
    Row("Live tumour cells at the end", at_end("live_tumour"), whole),
    Row("  of those at the start", lambda n: left_share(n).isel(time=-1), percent),
    Row("Tumour cells born", at_end("tumour_born"), whole),
    Row("Tumour cells killed", at_end("tumour_killed"), whole),
    Row("  per effector and day", kill_rate, one_place),
    Row("Tumour cells starved", at_end("tumour_starved"), whole),
    Row("Mean depth of kills below the surface (µm)", kill_depth, one_place),
    Row("Surface of the nodule at the end, radius (µm)", at_end("radius_surface"), one_place),
    Row("CAR-T cells come in", at_end("t_entered"), whole),
    Row("CAR-T cells at the end", lambda n: t_cells(n).isel(time=-1), whole),
    Row("  of them inside the nodule", lambda n: (n["t_inside"] / t_cells(n)).isel(time=-1), percent),
    Row("  of them exhausted", lambda n: exhausted_share(n).isel(time=-1), percent, dish=False),
    Row("PD-L1 at the end (molecules/cell)", at_end("pdl1_mean"), whole, dish=False),
    Row("Antigen-low share of tumour cells at the end", at_end("antigen_low_share"), percent),
    Row("Lowest oxygen of the run (mmHg)", lambda n: n["oxygen_min"].min("time"), one_place),
    Row("Tumour cells at the edge of the domain, most", lambda n: n["tumour_at_edge"].max("time"), whole),
)  # fmt: skip


GLANCE = (
    Row("Live tumour cells left", lambda n: left_share(n).isel(time=-1), percent),
    Row("Killed", at_end("tumour_killed"), whole),
    Row("Mean depth of kills, µm", kill_depth, one_place),
    Row("Exhausted CAR-T", lambda n: exhausted_share(n).isel(time=-1), percent, dish=False),
)


def in_a_dish(run: Run) -> bool:
    """Whether the cells follow the published rules of an organoid, without PD-L1 and exhaustion."""
    return run.scenario.agents is not None and run.scenario.agents.rules == "organoid"


def of_run(run: Run, rows: Sequence[Row]) -> list[Row]:
    """The rows that its rules have."""
    return [row for row in rows if row.dish or not in_a_dish(run)]


def glance_header(run: Run) -> tuple[str, ...]:
    """The columns of the first page."""
    return tuple(row.name for row in of_run(run, GLANCE))


def glance_rows(run: Run) -> list[tuple[str, ...]]:
    """The few numbers of each arm for the first page: arm, then means over repeats."""
    columns = [_cells(row.read(run.nodule), row.write) for row in of_run(run, GLANCE)]
    arms = map(str, run.nodule["arm"].values)
    return [(arm, *cells) for arm, *cells in zip(arms, *columns, strict=True)]


def answer(run: Run) -> str:
    """One sentence: what is left of the nodule in the arm that leaves least and in the one that leaves
    most."""
    left = left_share(run.nodule).isel(time=-1).mean("repeat")
    depth = kill_depth(run.nodule).mean("repeat")
    end, n = float(run.nodule["time"][-1]), run.nodule.sizes["repeat"]
    repeats = f"means of {n} repeats" if n > 1 else "1 repeat"

    def said(arm: str) -> str:
        deep = float(depth.sel(arm=arm))
        where = f", killed on average {deep:.0f} µm below the surface" if np.isfinite(deep) else ""
        return f"{percent(float(left.sel(arm=arm)))} under {arm}{where}"

    arms = [str(arm) for arm in run.nodule["arm"].values]
    order = sorted(arms, key=lambda arm: float(left.sel(arm=arm)))
    ends = said(order[0]) if len(order) == 1 else f"from {said(order[0])}, to {said(order[-1])}"
    return f"Live tumour cells left after {lasting(end)}, of those at the start: {ends} ({repeats})."


def header(run: Run) -> tuple[str, ...]:
    """The columns."""
    return ("Single cells", *map(str, run.nodule["arm"].values))


def rows(run: Run) -> list[tuple[str, ...]]:
    """One row per quantity, one cell per arm."""
    return [(row.name, *_cells(row.read(run.nodule), row.write)) for row in of_run(run, ROWS)]


def _cells(values: xr.DataArray, write: Callable[[float], str]) -> Sequence[str]:
    return [spread(values.sel(arm=arm).values, write) for arm in values["arm"].values]


def spread(values: np.ndarray, write: Callable[[float], str]) -> str:
    """The mean with the least and greatest of the repeats that have a value."""
    there = values[np.isfinite(values)]
    if not there.size:
        return "–"
    mean, least, greatest = (write(float(value)) for value in (there.mean(), there.min(), there.max()))
    return mean if least == greatest else f"{mean} ({least} to {greatest})"


def what_was_run(run: Run) -> str:
    """How often, for how long, and how to read the numbers."""
    n, end = run.nodule.sizes["repeat"], float(run.nodule["time"][-1])
    repeats = f"{n} repeats" if n > 1 else "1 repeat"
    reading = f"; {SPREAD}" if n > 1 else ""
    return f"{repeats} of {lasting(end)}, seed {run.scenario.run.seed}{reading}"


def fields_line(run: Run) -> str:
    """Whether every field came to rest."""
    found = run.manifest["nodule"]
    return (
        f"fields that did not converge: {found['unsolved_fields']} of {found['field_solves']} solves, "
        f"worst relative residual {found['worst_residual']:.1e}"
    )
