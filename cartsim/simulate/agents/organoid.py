"""The published organoid model (Luque 2024, CART-ABM) as a set of rules: a ball of tumour cells of differing
antigen in a cube, into which CAR-T cells are put at random.

What the program does that the paper's words do not say is followed: cells killed keep their size, oxygen
demand and attraction until they are gone, and a held cell stands still. What is different here, and why, is
listed in docs/explanation/organoid.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from cartsim.population.streams import normals
from cartsim.simulate.agents import organoid_cells as o_
from cartsim.simulate.agents.cells import (
    CYTOPLASM,
    EFFECTOR,
    FLUID,
    HER2,
    NECROTIC,
    NUCLEUS,
    RADIUS,
    VOLUME,
    Cells,
    X,
    Z,
    columns,
)
from cartsim.simulate.agents.entry import Entry
from cartsim.simulate.agents.fates import carry_out, kinds_of, note_changes
from cartsim.simulate.agents.fields.field import Field, deposit
from cartsim.simulate.agents.fields.grid import Grid, good_count, voxel_of
from cartsim.simulate.agents.fields.line_implicit import current, march, prepare
from cartsim.simulate.agents.fields.multigrid import Steady
from cartsim.simulate.agents.neighbours import Bins, Neighbours, sort_cells
from cartsim.simulate.agents.nodule import Nodule, Setting, at_rest, places_of, sharing
from cartsim.simulate.agents.organoid_cells import Organoid
from cartsim.simulate.agents.tissue import outermost, put_in

OXYGEN, FACTOR = range(2)
PARTS = (VOLUME, FLUID, NUCLEUS, CYTOPLASM)
"""Rows that a division halves."""


@dataclass(frozen=True)
class OrganoidRules:
    """The published rules with their values; `shell` is how far outside the tumour T cells are put, `share_t`
    a T cell's oxygen uptake over a tumour cell's, `made` and `full` rate and ceiling of the factor,
    `field_step` (min) the published program's step of its fields, `uptake` of oxygen (1/min), `first_steps`
    and `steps` how many of them are done at the start and in each biology step.
    """

    values: Organoid
    entry: Entry
    shell: float
    share_t: float
    made: float
    full: float
    field_step: float
    uptake: float
    first_steps: int
    steps: int
    fastest_walk: float = 0.0

    def enter(self, nodule: Nodule, setting: Setting, minutes: float) -> None:
        """T cells whose day has come, each with a lifetime of its own."""
        more = self.entry.due(nodule.minute) - nodule.given
        if more <= 0:
            return
        cells, first = nodule.cells, nodule.cells.n
        radius = float(np.cbrt(3 * self.values.abm_volume / (4 * np.pi)))
        put_in(nodule, self.entry, more, outermost(nodule) + self.shell, radius)
        o_.give_lives(first, cells.n, cells.real, cells.whole, self.values, nodule.key)

    def sense(self, nodule: Nodule, setting: Setting) -> None:
        """Nothing: T cells see the antigen itself."""

    def exchange(
        self, nodule: Nodule, sensed: None, field: int, voxels: np.ndarray, grid: Grid
    ) -> tuple[np.ndarray, np.ndarray]:
        """Everything breathes, dead cells too; every tumour cell, dead or alive, makes the factor up to its
        ceiling. Of oxygen, `taking` is the log of what the cells of a voxel divide it by in a field step.
        """
        cells = nodule.cells
        tumour = cells["kind"] <= NECROTIC
        volume = cells["volume"]
        if field == OXYGEN:
            share = self.uptake * self.field_step * np.where(tumour, 1.0, self.share_t) / grid.volume
            return deposit(grid, voxels, np.log1p(volume * share)).amounts, np.zeros(grid.shape)
        making = deposit(grid, voxels, volume * tumour).amounts
        return making, making * self.made * self.full

    def settle(
        self, nodule: Nodule, setting: Setting, place: int, taking: np.ndarray, secreting: np.ndarray
    ) -> Steady:
        """The factor rests. Oxygen is stepped as the program does, from where it was, for as long as it takes
        to follow the cells: its splitting moves the field at rest by some percent.
        """
        if place == FACTOR:
            return at_rest(nodule, setting, place, taking, secreting)
        grid, field = setting.grids[place], setting.fields[place]
        start = nodule.fields.get(field.name)
        steps = self.first_steps if start is None else self.steps
        start = np.full(grid.shape, field.on_faces[0]) if start is None else start
        lines = prepare(
            grid, start, field.diffusion, field.decay, field.on_faces, self.field_step,
            s=np.expm1(taking) / self.field_step, threads=setting.crew.threads,
        )  # fmt: skip
        march(lines, steps, setting.crew)
        found = current(lines)
        return Steady(found, (np.nan,), bool(np.isfinite(found).all()))

    def touching(
        self, nodule: Nodule, setting: Setting, sensed: None
    ) -> Callable[[Neighbours, float], np.ndarray]:
        """One contact step of the T cells, in their order; who shares a voxel is looked up every abm_voxel_t.
        """
        cells, v = nodule.cells, self.values
        who = np.flatnonzero(cells["kind"] == EFFECTOR)
        walk, dead = np.zeros((3, cells.n)), np.empty(max(who.size, 1), dtype=np.int64)
        pull_to = np.zeros((3, cells.n))
        pull_to[:, who] = uphill(setting.grids[FACTOR], nodule.fields["factor"], places_of(nodule)[:, who])
        since, shared = np.inf, None

        def touch(lists: Neighbours, minutes: float) -> np.ndarray:
            nonlocal since, shared
            if who.size and since >= v.abm_voxel_t:
                since, shared = 0.0, voxel_mates(nodule, setting, v.abm_voxel)
            since += minutes
            if shared is not None:
                kills = o_.touch(
                    who, cells.real, cells.whole, *shared, pull_to, v, nodule.key, nodule.step, minutes, walk,
                    dead,
                )  # fmt: skip
                nodule.note_kills(dead[:kills])
            return walk

        return touch

    def breath(self, nodule: Nodule, setting: Setting) -> np.ndarray:
        """Oxygen that each cell reads (mmHg) [cell]: that of its voxel after the cells there took their share
        of a field step.
        """
        grid, field = setting.grids[OXYGEN], setting.fields[OXYGEN]
        voxels = voxel_of(grid, inside(grid, places_of(nodule)))
        taking, _ = self.exchange(nodule, None, OXYGEN, voxels, grid)
        return (nodule.fields[field.name] * np.exp(-taking)).reshape(-1)[voxels]

    def become(self, nodule: Nodule, setting: Setting, sensed: None, minutes: float) -> None:
        """Clocks, divisions and deaths; a daughter gets a cycle time of its own."""
        cells, v, before = nodule.cells, self.values, nodule.cells.born
        oxygen = self.breath(nodule, setting)
        fates, before_fates = np.zeros(cells.n, dtype=np.int8), kinds_of(cells)
        args = (cells.real, cells.whole, oxygen, v, nodule.key, nodule.turn, minutes, fates)
        sharing(nodule, setting).over(cells.n, lambda _, a, b: o_.decide(a, b, *args))
        note_changes(nodule, before_fates)
        carry_out(nodule, fates, PARTS)
        new = cells.born - before
        o_.give_cycles(cells.n - new, cells.n, cells.real, cells.whole, v, nodule.key)
        o_.release(cells.n, cells.whole)


def inside(grid: Grid, places: np.ndarray) -> np.ndarray:
    """Places (3, cell) as points (cell, 3), those beyond or near the edge of the grid moved into its
    outermost voxels."""
    x, y, z = grid.centres()
    first, last = np.array([[axis[0], axis[-1]] for axis in (x, y, z)]).T
    return np.clip(places.T, first - grid.spacing / 4, last + grid.spacing / 4)


def uphill(grid: Grid, values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Unit vectors (3, cell) up the central differences of a field (z, y, x) around each cell's voxel,
    one-sided at the edge; 0 where it is level.
    """
    voxels = np.array(np.unravel_index(voxel_of(grid, inside(grid, places)), grid.shape))
    slope = np.empty_like(places)
    for axis in range(3):  # x, y, z, whose places in `values` run the other way
        ahead, behind = voxels.copy(), voxels.copy()
        ahead[2 - axis] = np.minimum(ahead[2 - axis] + 1, grid.counts[axis] - 1)
        behind[2 - axis] = np.maximum(behind[2 - axis] - 1, 0)
        apart = ahead[2 - axis] - behind[2 - axis]
        slope[axis] = (values[tuple(ahead)] - values[tuple(behind)]) / apart
    steep = np.sqrt((slope**2).sum(axis=0))
    return slope / np.where(steep > 0, steep, 1.0)


def program_grid(edge: float, voxel: float) -> Grid:
    """Voxels of the published size around the origin, the largest number within `edge` (um) that a multigrid
    can halve.
    """
    count = next(n for n in range(int(edge / voxel), 0, -1) if good_count(n) == n)
    return around_origin(count, voxel)


def oxygen_grid(edge: float, voxel: float, diffusion: float, step: float) -> Grid:
    """The voxels of oxygen, which reach beyond the cube.

    The program sets its outermost voxels to the boundary's value before each sweep along an axis, which then
    takes part in the sweep behind a closed end: u_end (1 + a) - a u_next = value with a = D dt/h^2. That is
    the value held a h beyond the outermost centres, not at them.
    """
    return around_origin(round(edge / voxel - 1 + 2 * diffusion * step / voxel**2), voxel)


def around_origin(count: int, voxel: float) -> Grid:
    """So many voxels along each axis."""
    return Grid((count,) * 3, voxel, (-count * voxel / 2,) * 3)


def voxel_mates(nodule: Nodule, setting: Setting, size: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Voxel of each cell [cell], and by voxel who is in it: `first` [voxel + 1], `member` [cell]."""
    motion, places = setting.motion, places_of(nodule)
    counts = np.ceil((motion.high - motion.low) / size).astype(np.int64)
    bins = Bins(motion.low, size, counts, np.zeros(int(counts.prod()) + 1, dtype=np.int64))
    member = sort_cells(places, bins, sharing(nodule, setting))
    where = np.empty(member.size, dtype=np.int64)
    where[member] = np.repeat(np.arange(bins.first.size - 1), np.diff(bins.first))
    return where, bins.first, member


def staggered_ball(radius: float, r: float) -> np.ndarray:
    """Centres (3, cell) of the published start: planes of z and rows of x sqrt(3) r apart, 2 r along y, every
    other plane shifted by r/2 in x and every other row, counted through all planes, by r in y.
    """
    steps = [-radius + s * np.arange(int(np.ceil(2 * radius / s))) for s in (sqrt(3) * r, sqrt(3) * r, 2 * r)]
    k, i, j = np.meshgrid(*(np.arange(axis.size) for axis in steps), indexing="ij")
    row = k * steps[1].size + i
    points = np.stack([
        steps[1][i] + 0.5 * r * (k % 2),
        steps[2][j] + r * (row % 2),
        steps[0][k],
    ]).reshape(3, -1)  # fmt: skip
    return points[:, (points**2).sum(axis=0) < radius**2]


def organoid_cells(
    known: Mapping[str, float], radius: float, seed: int, repeat: int, key: np.ndarray
) -> Cells:
    """The tumour of the start: grown cells, normal antigen (never below 0), a cycle time each, clocks at 0.
    """
    values = organoid_values(known)
    r = float(np.cbrt(3 * values.abm_volume / (4 * np.pi)))
    places = staggered_ball(radius, r)
    n = places.shape[1]
    real, whole = columns(n)
    real[X : Z + 1], real[RADIUS], real[VOLUME] = places, r, values.abm_volume
    solid = 1 - values.abm_fluid_share
    real[FLUID] = values.abm_fluid_share * values.abm_volume
    real[NUCLEUS] = solid * values.abm_nucleus
    real[CYTOPLASM] = solid * (values.abm_volume - values.abm_nucleus)
    score = normals(seed, f"agents/antigen/{repeat}", np.arange(n))[:, 0]
    real[HER2] = np.maximum(known["abm_antigen"] + known["abm_antigen_sd"] * score, 0.0)
    cells = Cells.none(4 * n)
    cells.add(real, whole)
    o_.give_cycles(0, n, cells.real, cells.whole, values, key)
    return cells


def organoid_values(known: Mapping[str, float]) -> Organoid:
    """The values that its cells read."""
    return Organoid(*(known[symbol] for symbol in Organoid._fields))


def organoid_rules(known: Mapping[str, float], entry: Entry) -> OrganoidRules:
    """The rules with everything they need."""
    return OrganoidRules(
        organoid_values(known), entry, known["abm_shell"], known["abm_o2_uptake_t"] / known["abm_o2_uptake"],
        known["abm_factor_made"], known["abm_factor_full"], known["abm_field_step"], known["abm_o2_uptake"],
        round(known["abm_rest_first"] / known["abm_field_step"]),
        round(known["abm_rest"] / known["abm_field_step"]),
    )  # fmt: skip


def organoid_fields(known: Mapping[str, float]) -> tuple[Field, ...]:
    """Oxygen, held at its value on all faces, and the factor that draws T cells, which none let out."""
    return (
        Field(
            "oxygen", "mmHg", known["abm_o2_d"], known["abm_o2_decay"], known["abm_o2_uptake"],
            known["abm_o2_boundary"],
        ),
        Field("factor", "1", known["abm_factor_d"], known["abm_factor_decay"], known["abm_factor_made"]),
    )  # fmt: skip
