"""A plane through the middle of a snapshot: which cells it cuts, and the fields in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from cartsim.datasets import CELL_KIND
from cartsim.results.run import Run

SLAB = 10.0
"""um to either side of the plane within which a T cell is shown: of so few, a plane cuts hardly any."""
FIRST_T_CELL = CELL_KIND.index("memory")
TUMOUR = CELL_KIND.index("tumour")
ROOM = 1.3
"""How much more than the nodule's radius at the start a picture shows."""


class Cut(NamedTuple):
    """Cells of a plane: places (2, cell) and radii [cell] in it (um), kind and PD-L1 [cell]."""

    places: np.ndarray
    radii: np.ndarray
    kind: np.ndarray
    pdl1: np.ndarray


class Window(NamedTuple):
    """What of the plane is shown: left, right, low, high (um); whether a wall is the low end."""

    left: float
    right: float
    low: float
    high: float
    wall: bool


def has_pictures(run: Run) -> bool:
    """Whether snapshots were kept."""
    return "snapshot_day" in run.nodule


def of_arm(nodule: xr.Dataset, arm: str) -> np.ndarray:
    """The snapshots of an arm, in order of day."""
    place = [str(name) for name in nodule["arm"].values].index(arm)
    return np.flatnonzero(nodule["snapshot_arm"].values == place)


def days_kept(nodule: xr.Dataset) -> np.ndarray:
    """The days of the snapshots, each once."""
    return np.unique(nodule["snapshot_day"].values)


def at_day(nodule: xr.Dataset, arm: str, day: float) -> int:
    """The snapshot of an arm on a day."""
    found = of_arm(nodule, arm)
    return int(found[np.argmin(np.abs(nodule["snapshot_day"].values[found] - day))])


def cells_of(nodule: xr.Dataset, snapshot: int) -> xr.Dataset:
    """The cells of a snapshot (cell)."""
    ends = np.cumsum(nodule["snapshot_cells"].values)
    names = [name for name, values in nodule.variables.items() if values.dims == ("cell",)]
    start = int(ends[snapshot] - nodule["snapshot_cells"].values[snapshot])
    return nodule[names].isel(cell=slice(start, int(ends[snapshot])))


def cut(run: Run, snapshot: int) -> Cut:
    """The plane through the middle: across (x, y), or upright (x, z) where the nodule stands on a wall."""
    cells = cells_of(run.nodule, snapshot)
    x, y, z = (cells[f"cell_{axis}"].values for axis in "xyz")
    up, off = (z, y) if on_wall(run) else (y, z)
    kind, radius = cells["cell_kind"].values, cells["cell_radius"].values
    t_cell = kind >= FIRST_T_CELL
    within = np.where(t_cell, np.abs(off) < SLAB, np.abs(off) < radius)
    seen = np.where(t_cell, radius, np.sqrt(np.maximum(radius**2 - off**2, 0.0)))
    order = np.flatnonzero(within)
    order = order[np.argsort(t_cell[order], kind="stable")]
    return Cut(np.stack([x, up])[:, order], seen[order], kind[order], cells["cell_pdl1"].values[order])


def field_in_plane(run: Run, snapshot: int, name: str) -> np.ndarray | None:
    """A field in the plane (row, column): mean of the two planes of voxels beside it; None without it."""
    if name not in run.nodule["field"].values:
        return None
    field = run.nodule["field_value"].isel(snapshot=snapshot).sel(field=name)
    axis = "voxel_y" if on_wall(run) else "voxel_z"
    middle = np.argsort(np.abs(field[axis].values), kind="stable")[:2]
    return np.asarray(field.isel({axis: middle}).mean(axis).values)


def plane_edges(run: Run) -> tuple[float, float, float, float]:
    """Where the voxels of the plane end: left, right, low, high (um)."""
    axes = ("voxel_x", "voxel_z" if on_wall(run) else "voxel_y")
    ends = []
    for axis in axes:
        centres = run.nodule[axis].values
        half = (centres[1] - centres[0]) / 2
        ends += [float(centres[0] - half), float(centres[-1] + half)]
    return ends[0], ends[1], ends[2], ends[3]


def on_wall(run: Run) -> bool:
    """Whether the nodule is a dome on the serosa."""
    return run.scenario.agents is not None and run.scenario.agents.place == "serosa"


def window(run: Run) -> Window:
    """The nodule with some room around it; of several nodules the whole plane."""
    asked, edges = run.scenario.agents, plane_edges(run)
    assert asked is not None
    if asked.nodules > 1:
        return Window(*edges, wall=on_wall(run))
    grown = float(run.nodule["radius_surface"].max())
    far = min(ROOM * max(asked.radius, grown), edges[1])
    return Window(-far, far, 0.0 if on_wall(run) else -far, far, on_wall(run))


def pdl1_limits(run: Run, snapshots: Sequence[int]) -> tuple[float, float]:
    """PD-L1 of the live tumour cells of these snapshots, from the least to the 99th percentile."""
    found = [cells_of(run.nodule, snapshot) for snapshot in snapshots]
    live = np.concatenate([cells["cell_pdl1"].values[cells["cell_kind"].values == TUMOUR] for cells in found])
    if not live.size:
        return 0.0, 1.0
    low, high = float(live.min()), float(np.quantile(live, 0.99))
    return (low, high) if high > low else (0.0, max(2 * high, 1.0))


def chosen_days(days: np.ndarray, most: int) -> np.ndarray:
    """At most so many of the days, evenly spread, the first and last among them."""
    places = np.unique(np.round(np.linspace(0, days.size - 1, min(most, days.size))).astype(int))
    return np.asarray(days[places])
