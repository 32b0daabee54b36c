"""Our own rules of a nodule: the laws of the equations, read cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cartsim.simulate.agents import fates as f_
from cartsim.simulate.agents import t_cells as t
from cartsim.simulate.agents.cells import (
    EFFECTOR,
    KIND,
    MEMORY,
    NECROTIC,
    RADIUS,
    TUMOUR,
    VOLUME,
    X,
    Z,
    columns,
)
from cartsim.simulate.agents.entry import Entry
from cartsim.simulate.agents.events import DAY
from cartsim.simulate.agents.fields.field import deposit
from cartsim.simulate.agents.fields.gradient import at_points
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.fields.multigrid import Steady
from cartsim.simulate.agents.neighbours import Neighbours
from cartsim.simulate.agents.nodule import Nodule, Setting, at_rest, places_of, sharing
from cartsim.simulate.agents.signals import SIGNALS, sense
from cartsim.simulate.agents.start import full_volume
from cartsim.simulate.agents.values import Now, Values

OXYGEN, IFNG, LURE = range(3)
"""Places of the fields."""
UM3_PER_ML = 1e12


@dataclass(frozen=True)
class Tissue:
    """Our rules for one product in one nodule: parameter values, what comes in, whether T cells return to the
    fluid by the law of shedding (they walk there where the fluid is part of the domain), dexamethasone.
    """

    values: Values
    entry: Entry
    sheds: bool = False
    dex: float = 0.0

    @property
    def fastest_walk(self) -> float:
        """um/min"""
        return self.values.speed_t

    def now(self, nodule: Nodule, minutes: float) -> Now:
        """What holds for the whole nodule."""
        return Now(nodule.fitness, self.dex, float(self.sheds), float(nodule.cells.count(TUMOUR)), minutes)

    def enter(self, nodule: Nodule, setting: Setting, minutes: float) -> None:
        """T cells that the schedule puts into the coming step."""
        more = self.entry.due(nodule.minute + minutes) - nodule.given
        if more > 0:
            far = outermost(nodule) + self.values.fluid_gap
            put_in(nodule, self.entry, more, far, self.values.t_cell_radius)

    def sense(self, nodule: Nodule, setting: Setting) -> np.ndarray:
        """Signals of every tumour cell (SIGNALS, cell)."""
        cells = nodule.cells
        signals, now = np.empty((len(SIGNALS), cells.n)), self.now(nodule, 0.0)
        sharing(nodule, setting).over(
            cells.n, lambda _, a, b: sense(a, b, cells.real, cells.whole, self.values, now, signals)
        )
        return signals

    def exchange(
        self, nodule: Nodule, signals: np.ndarray, field: int, voxels: np.ndarray, grid: Grid
    ) -> tuple[np.ndarray, np.ndarray]:
        """Live cells breathe; engaged effectors make IFN-gamma, and all tissue takes it up; live tumour cells
        make the lure."""
        cells = nodule.cells
        kind, volume = cells["kind"], cells["volume"]
        live = kind == TUMOUR
        if field == OXYGEN:
            return deposit(grid, voxels, volume * (live | (kind >= MEMORY))).amounts, np.zeros(grid.shape)
        if field == IFNG:
            made = self.secreting(nodule, signals)
            return deposit(grid, voxels, volume).amounts, deposit(grid, voxels, made).amounts
        return np.zeros(grid.shape), deposit(grid, voxels, volume * live * self.values.lure_made).amounts

    def secreting(self, nodule: Nodule, signals: np.ndarray) -> np.ndarray:
        """IFN-gamma that each cell makes, pg/mL um^3/min [cell]."""
        cells = nodule.cells
        made = np.empty(cells.n)
        t.secrete(0, cells.n, cells.whole, signals, self.values, self.now(nodule, 0.0), made)
        return made * (UM3_PER_ML / DAY)

    def settle(
        self, nodule: Nodule, setting: Setting, place: int, taking: np.ndarray, secreting: np.ndarray
    ) -> Steady:
        """Every field rests."""
        return at_rest(nodule, setting, place, taking, secreting)

    def touching(
        self, nodule: Nodule, setting: Setting, signals: np.ndarray
    ) -> Callable[[Neighbours, float], np.ndarray]:
        """One contact step: T cells walk, catch, kill and let go."""
        cells = nodule.cells
        who = np.flatnonzero(cells.is_t_cell)
        walk, strikes = np.zeros((3, cells.n)), np.zeros(cells.n, dtype=np.int8)
        lure = relative_gradient(nodule, setting, LURE, who)
        crew = sharing(nodule, setting)
        f_.let_go(who, cells.whole)

        def touch(lists: Neighbours, minutes: float) -> np.ndarray:
            def some(_: int, a: int, b: int) -> None:
                near = (lists.start, lists.stop, lists.other)
                t.walk_and_hold(
                    a, b, who, cells.real, cells.whole, *near, lure, signals, self.values, nodule.key,
                    nodule.step, minutes, walk, strikes,
                )  # fmt: skip

            crew.over(who.size, some)
            dead = np.empty(who.size, dtype=np.int64)
            n = f_.strike_down(who, cells.real, cells.whole, strikes, self.values.apoptosis_t, dead)
            nodule.note_kills(dead[:n])
            return walk

        return touch

    def become(self, nodule: Nodule, setting: Setting, signals: np.ndarray, minutes: float) -> None:
        """Fates by the laws, then births and removals."""
        cells, now = nodule.cells, self.now(nodule, minutes)
        oxygen, ifng = (level(nodule, setting, field) for field in (OXYGEN, IFNG))
        fates, before = np.zeros(cells.n, dtype=np.int8), f_.kinds_of(cells)
        here = (cells.real, cells.whole, signals, oxygen, ifng)
        args = (self.values, now, nodule.key, nodule.turn, fates)
        sharing(nodule, setting).over(cells.n, lambda _, a, b: f_.decide(a, b, *here, *args))
        f_.note_changes(nodule, before)
        self.note_fates(nodule, fates)
        f_.carry_out(nodule, fates)

    def note_fates(self, nodule: Nodule, fates: np.ndarray) -> None:
        """What every cell is about to do [cell], for rules that keep books of it."""


def outermost(nodule: Nodule) -> float:
    """Greatest distance (um) of a tumour cell, dead or alive, from the centre of its nodule."""
    cells = nodule.cells
    tumour = cells["kind"] <= NECROTIC
    away = places_of(nodule)[:, tumour].T - nodule.centres[cells["nodule"][tumour]]
    return float(np.sqrt((away**2).sum(axis=1)).max(initial=0.0))


def put_in(nodule: Nodule, entry: Entry, n: int, far: float, radius: float) -> None:
    """`n` T cells of the schedule come in."""
    kinds = np.where(entry.are_memory(nodule.given, n), MEMORY, EFFECTOR)
    let_in(nodule, entry.places(nodule.given, n, far), kinds, radius)


def let_in(nodule: Nodule, places: np.ndarray, kinds: np.ndarray, radius: float) -> None:
    """T cells of these kinds [cell] come in at places (3, cell), walking nowhere yet."""
    n = kinds.size
    real, whole = columns(n)
    real[X : Z + 1] = places
    real[RADIUS], real[VOLUME] = radius, full_volume(radius)
    whole[KIND] = kinds
    nodule.cells.add(real, whole)
    nodule.given += n
    nodule.counts["entered"] += n


def level(nodule: Nodule, setting: Setting, place: int) -> np.ndarray:
    """A field where each cell is [cell]."""
    field = setting.fields[place]
    return at_points(setting.grids[place], nodule.fields[field.name], field.on_faces, places_of(nodule).T)[0]


def relative_gradient(nodule: Nodule, setting: Setting, place: int, who: np.ndarray) -> np.ndarray:
    """Gradient of a field over its value (3, cell), 1/um, of the cells `who`; 0 for others and where there is
    nothing of the field.
    """
    field = setting.fields[place]
    values = nodule.fields[field.name]
    found, slope = at_points(setting.grids[place], values, field.on_faces, places_of(nodule)[:, who].T)
    gradient = np.zeros((3, nodule.cells.n))
    there = found > 0
    gradient[:, who[there]] = (slope[there] / found[there, None]).T
    return gradient
