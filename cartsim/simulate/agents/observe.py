"""What is read from a nodule at a moment: counts, sizes, means, profiles over the distance from the centre,
the depth at which T cells killed, and pictures of every cell and field.

A tumour cell's distance is that from the centre of its own nodule, a T cell's that from the nearest one. The
surface of a nodule is the distance within which 95 % of its tumour cells lie, dead or alive; whoever is
within it is inside. Fields are those of the last biology step.
"""

from __future__ import annotations

from math import pi
from typing import NamedTuple

import numpy as np

from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    EFFECTOR,
    EXHAUSTED,
    MEMORY,
    NECROTIC,
    NOBODY,
    SPENT,
    TUMOUR,
)
from cartsim.simulate.agents.events import DAY
from cartsim.simulate.agents.fields.gradient import at_points
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.nodule import EVENTS, Motion, Nodule, Setting, places_of

Reading = dict[str, np.ndarray]
"""One value, or one array, by its name in the table of arrays."""

COUNTED = {
    "live_tumour": TUMOUR,
    "apoptotic_tumour": APOPTOTIC,
    "necrotic_tumour": NECROTIC,
    "memory_t": MEMORY,
    "effector_t": EFFECTOR,
    "exhausted_t": EXHAUSTED,
    "spent_t": SPENT,
}
"""Counts by the kind of cell."""
HAPPENED = dict(
    zip(
        EVENTS,
        (
            "tumour_born", "tumour_killed", "tumour_starved", "dead_cleared", "t_entered", "t_born", "t_died",
            "t_exhausted", "t_left_to_blood", "t_left_to_fluid",
        ),
        strict=True,
    )
)  # fmt: skip
"""Names of the counts from the start, by event."""
SURFACE = 0.95
"""Share of the tumour cells within the surface."""
DEPTHS = (0.1, 0.5, 0.9)
"""Quantiles of the depth of kills."""
SHELL = 20.0
"""um: thickness of a shell, about a cell wide."""
UM3_PER_MM3 = 1e9


class Look(NamedTuple):
    """How a nodule is looked at: outer radii of the shells (um), HER2 up to which a cell is antigen-low,
    whether it is a dome, hours of contact that halve killing and the steepness of that (rules without such
    fading: none).
    """

    shells: np.ndarray
    low: float
    dome: bool
    fading: tuple[float, float] | None


class Since(NamedTuple):
    """The reading before: minute, and surface (um)."""

    minute: float
    surface: float


def shells_of(domain: float) -> np.ndarray:
    """Outer radii (um) of the shells within a domain of this edge (um)."""
    return SHELL * np.arange(1, int(domain / 2 // SHELL) + 1)


def observe(nodule: Nodule, setting: Setting, look: Look, since: Since) -> Reading:
    """Everything that is kept of a moment but the pictures; kills are those that the nodule lists."""
    far = distances(nodule)
    surface = surface_of(nodule, far)
    kills = np.concatenate([np.empty((5, 0)), *nodule.kills], axis=1)
    levels = {name: at_cells(nodule, setting, name) for name in ("oxygen", "ifng")}
    return (
        counts(nodule, far, surface)
        | {"tumour_at_edge": np.array(at_edge(nodule, setting.motion, look.dome))}
        | sizes(nodule, far, surface, look)
        | means(nodule, levels, look)
        | depths(nodule, kills, since, surface)
        | profiles(nodule, far, kills, levels, look)
    )


def distances(nodule: Nodule) -> np.ndarray:
    """Distance of each cell from its centre (um) [cell]."""
    cells, places = nodule.cells, places_of(nodule).T
    nearest, own = np.full(cells.n, np.inf), np.zeros(cells.n)
    for number, centre in enumerate(nodule.centres):
        far = np.sqrt(((places - centre) ** 2).sum(axis=1))
        np.minimum(nearest, far, out=nearest)
        own = np.where(cells["nodule"] == number, far, own)
    return np.where(cells["kind"] <= NECROTIC, own, nearest)


def surface_of(nodule: Nodule, far: np.ndarray) -> float:
    """Distance within which SURFACE of the tumour cells lie, dead or alive (um); NaN without any."""
    tumour = nodule.cells["kind"] <= NECROTIC
    return float(np.quantile(far[tumour], SURFACE)) if tumour.any() else np.nan


def counts(nodule: Nodule, far: np.ndarray, surface: float) -> Reading:
    """Cells by kind, where T cells are and what they do, and what has happened from the start."""
    cells = nodule.cells
    t_cell, inside = cells.is_t_cell, far <= surface
    found = {name: cells.count(kind) for name, kind in COUNTED.items()}
    found |= {
        "t_inside": (t_cell & inside).sum(),
        "t_outside": (t_cell & ~inside).sum(),
        "t_holding": (t_cell & (cells["partner"] != NOBODY)).sum(),
    }
    found |= {name: nodule.counts[event] for event, name in HAPPENED.items()}
    lives = {"effector_days": np.array(nodule.effector_minutes / DAY)}
    return {name: np.array(value) for name, value in found.items()} | lives


def at_edge(nodule: Nodule, motion: Motion, dome: bool) -> int:
    """Tumour cells, dead or alive, that touch a face of the domain, where forces end that are not there in
    life; a wall under a dome does not count."""
    tumour = nodule.cells["kind"] <= NECROTIC
    places, radius = places_of(nodule)[:, tumour], nodule.cells["radius"][tumour]
    low = motion.low.copy()
    low[2] = -np.inf if dome else low[2]
    out = (places - radius < low[:, None]) | (places + radius > motion.high[:, None])
    return int(out.any(axis=0).sum())


def sizes(nodule: Nodule, far: np.ndarray, surface: float, look: Look) -> Reading:
    """Radii (um) and volume (mm3) of the tumour cells, dead or alive."""
    tumour = nodule.cells["kind"] <= NECROTIC
    volume = float(nodule.cells["volume"][tumour].sum())
    ball = (2 / 3 if look.dome else 4 / 3) * pi * len(nodule.centres)
    return {
        "radius_max": np.array(far[tumour].max(initial=0.0)),
        "radius_surface": np.array(surface),
        "radius_equivalent": np.array(np.cbrt(volume / ball)),
        "tumour_volume": np.array(volume / UM3_PER_MM3),
    }


def means(nodule: Nodule, levels: dict[str, np.ndarray], look: Look) -> Reading:
    """Means over live tumour cells and over effectors, NaN without any; the lowest oxygen of any voxel."""
    cells = nodule.cells
    live, hours = cells["kind"] == TUMOUR, cells["contact"][cells["kind"] == EFFECTOR]
    found = {
        "oxygen_mean": _mean(levels["oxygen"][live]),
        "ifng_mean": _mean(levels["ifng"][live]),
        "pdl1_mean": _mean(cells["pdl1"][live]),
        "her2_mean": _mean(cells["her2"][live]),
        "antigen_low_share": _mean(cells["her2"][live] <= look.low),
        "killing_left": _mean(unfaded(hours, *look.fading)) if look.fading else np.nan,
        "oxygen_min": float(np.min(nodule.fields["oxygen"])) if "oxygen" in nodule.fields else np.nan,
    }
    return {name: np.array(value) for name, value in found.items()}


def unfaded(hours: np.ndarray, half: float, steepness: float) -> np.ndarray:
    """Share of its killing that a T cell has left after so many hours of contact: 1/(1 + (t/half)^n)."""
    return 1 / (1 + (hours / half) ** steepness)


def depths(nodule: Nodule, kills: np.ndarray, since: Since, surface: float) -> Reading:
    """How far below the surface cells were killed since the last reading (um), negative outside of it; the
    surface between two readings is taken to move evenly.
    """
    deep = below_surface(nodule, kills, since, surface)
    some = deep.size > 0
    return {
        "kills": np.array(deep.size),
        "kill_depth_mean": np.array(_mean(deep)),
        "kill_depth": np.quantile(deep, DEPTHS) if some else np.full(len(DEPTHS), np.nan),
    }


def below_surface(nodule: Nodule, kills: np.ndarray, since: Since, surface: float) -> np.ndarray:
    """Depth of each kill (um) below the surface of its minute, between the reading before and now."""
    before = since.surface if np.isfinite(since.surface) else surface
    now = surface if np.isfinite(surface) else before
    at = np.interp(kills[0], (since.minute, nodule.minute), (before, now))
    return at - killed_at(nodule, kills)


def killed_at(nodule: Nodule, kills: np.ndarray) -> np.ndarray:
    """Distance from its nodule's centre (um) of each kill (minute, x, y, z, nodule; kill)."""
    return np.sqrt(((kills[1:4].T - nodule.centres[kills[4].astype(int)]) ** 2).sum(axis=1))


def profiles(
    nodule: Nodule, far: np.ndarray, kills: np.ndarray, levels: dict[str, np.ndarray], look: Look
) -> Reading:
    """What each shell holds (shell), and means over its live tumour cells; what lies beyond is in none."""
    cells, kind = nodule.cells, nodule.cells["kind"]
    shell, size = np.searchsorted(look.shells, far, side="right"), look.shells.size

    def number(which: np.ndarray) -> np.ndarray:
        return np.bincount(shell[which], minlength=size + 1)[:size]

    live = kind == TUMOUR
    n_live, exhausted, t_cell = number(live), number(kind == EXHAUSTED), number(cells.is_t_cell)

    def mean(values: np.ndarray) -> np.ndarray:
        total = np.bincount(shell[live], weights=values[live], minlength=size + 1)[:size]
        return np.where(n_live > 0, total / np.maximum(n_live, 1), np.nan)

    struck = np.searchsorted(look.shells, killed_at(nodule, kills), side="right")
    return {
        "shell_live": n_live,
        "shell_dead": number((kind == APOPTOTIC) | (kind == NECROTIC)),
        "shell_memory_t": number(kind == MEMORY),
        "shell_effector_t": number(kind == EFFECTOR),
        "shell_exhausted_t": exhausted,
        "shell_kills": np.bincount(struck, minlength=size + 1)[:size],
        "shell_pdl1": mean(cells["pdl1"]),
        "shell_her2": mean(cells["her2"]),
        "shell_oxygen": mean(levels["oxygen"]),
        "shell_ifng": mean(levels["ifng"]),
        "shell_exhausted_share": np.where(t_cell > 0, exhausted / np.maximum(t_cell, 1), np.nan),
    }


def at_cells(nodule: Nodule, setting: Setting, name: str) -> np.ndarray:
    """A field where each cell is [cell]; NaN where there is no such field."""
    for grid, field in zip(setting.grids, setting.fields, strict=True):
        if field.name == name and name in nodule.fields:
            return at_points(grid, nodule.fields[name], field.on_faces, places_of(nodule).T)[0]
    return np.full(nodule.cells.n, np.nan)


def picture(nodule: Nodule, setting: Setting) -> Reading:
    """Every cell (cell) and every field (field, z, y, x) of a moment, on the grid that all fields have."""
    cells = nodule.cells
    rows = ("x", "y", "z", "radius", "her2", "pdl1")
    found = {f"cell_{name}": cells[name].astype(np.float32) for name in rows}
    found |= {f"cell_{name}": cells[name].copy() for name in ("kind", "nodule", "identity")}
    found["cell_holds"] = (cells.is_t_cell & (cells["partner"] != NOBODY)).astype(np.int8)
    fields = [
        nodule.fields[field.name][inner_part(grid, setting.common)].astype(np.float32)
        for grid, field in zip(setting.grids, setting.fields, strict=True)
    ]
    return found | {"field_value": np.stack(fields)}


def inner_part(grid: Grid, common: Grid) -> tuple[slice, ...]:
    """Where the voxels of a grid inside it lie in its arrays (z, y, x)."""
    before = [round((a - b) / grid.spacing) for a, b in zip(common.origin, grid.origin, strict=True)]
    spans = zip(before, common.counts, strict=True)
    return tuple(slice(first, first + count) for first, count in spans)[::-1]


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if values.size else np.nan
