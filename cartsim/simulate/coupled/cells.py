"""The nodule's side: single cells under our own rules, in the surroundings that the body gives them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Event

import numpy as np

from cartsim.population.streams import uniforms
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    EFFECTOR,
    EXHAUSTED,
    MEMORY,
    NECROTIC,
    NOBODY,
    TUMOUR,
)
from cartsim.simulate.agents.events import DAY, LEAVE_BLOOD, LEAVE_FLUID
from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.loop import fields_at_rest, step
from cartsim.simulate.agents.nodule import Nodule, Setting
from cartsim.simulate.agents.tissue import IFNG, UM3_PER_ML, Tissue, let_in, outermost
from cartsim.simulate.agents.values import Now
from cartsim.simulate.coupled.guest import Around, Arrivals, Gone, Seen
from cartsim.simulate.nodule_course import Stopped

SAME = 1e-3
"""Of a biology step: a time that is nearer has come."""


@dataclass
class Books:
    """What has left a nodule since the books were closed, and the rate (pg/day) at which it makes
    IFN-gamma.
    """

    rate: float = 0.0
    gone: dict[str, float] = field(default_factory=lambda: dict.fromkeys(Gone._fields, 0.0))

    def close(self) -> Gone:
        """What is in the books; they are empty after."""
        gone = Gone(**self.gone)
        self.gone = dict.fromkeys(Gone._fields, 0.0)
        return gone


@dataclass(frozen=True)
class Lent(Tissue):
    """Our rules in a nodule that is one of `nodules` equal ones of a group, which grows by the number of
    all, and whose T cells come from a body: nothing comes in by a schedule. `books` keep what leaves.
    """

    nodules: float = 1.0
    books: Books = field(default_factory=Books)

    def now(self, nodule: Nodule, minutes: float) -> Now:
        """What holds for the whole nodule."""
        now = super().now(nodule, minutes)
        return now._replace(tumour=now.tumour * self.nodules)

    def enter(self, nodule: Nodule, setting: Setting, minutes: float) -> None:
        """Nobody: see `NoduleOfCells.admit`."""

    def exchange(
        self, nodule: Nodule, signals: np.ndarray, field: int, voxels: np.ndarray, grid: Grid
    ) -> tuple[np.ndarray, np.ndarray]:
        """As alone; the IFN-gamma made is written down."""
        if field == IFNG:
            self.books.rate = float(self.secreting(nodule, signals).sum()) * (DAY / UM3_PER_ML)
        return super().exchange(nodule, signals, field, voxels, grid)

    def become(self, nodule: Nodule, setting: Setting, signals: np.ndarray, minutes: float) -> None:
        """As alone; the fields of this step were solved with the rate in the books."""
        super().become(nodule, setting, signals, minutes)
        self.books.gone["ifng"] += self.books.rate * minutes / DAY

    def note_fates(self, nodule: Nodule, fates: np.ndarray) -> None:
        """T cells that leave, by kind and way."""
        kind = nodule.cells["kind"]
        for name, which in (("M", MEMORY), ("E", EFFECTOR)):
            for way, fate in (("b", LEAVE_BLOOD), ("c", LEAVE_FLUID)):
                self.books.gone[f"{name}_{way}"] += int(((kind == which) & (fates == fate)).sum())


class NoduleOfCells:
    """A nodule as a guest of the equations. `dome`: it stands on the serosa."""

    def __init__(
        self, nodule: Nodule, setting: Setting, nodules: float, sheds: bool, dome: bool, stop: Event
    ) -> None:
        rules = setting.rules
        assert isinstance(rules, Tissue)
        self.books = Books()
        self.rules = Lent(rules.values, rules.entry, sheds, 0.0, nodules, self.books)
        self.setting = replace(setting, rules=self.rules)
        self.nodule, self.entry, self.dome, self.stop = nodule, rules.entry, dome, stop
        self.pdl1 = rules.values.l0
        fields_at_rest(nodule, self.setting, self.rules.sense(nodule, self.setting))

    def see(self) -> Seen:
        """Counts by kind, mean PD-L1 of live tumour cells: the last one if none is left; contacts, kills."""
        cells = self.nodule.cells
        live = cells["kind"] == TUMOUR
        positive = int((live & (cells["her2"] > self.rules.values.her2_n)).sum())
        if live.any():
            self.pdl1 = float(cells["pdl1"][live].mean())
        return Seen(
            cells.count(MEMORY),
            cells.count(EFFECTOR),
            cells.count(EXHAUSTED),
            positive,
            int(live.sum()) - positive,
            cells.count(APOPTOTIC, NECROTIC),
            self.pdl1,
            int((cells.is_t_cell & (cells["partner"] != NOBODY)).sum()),
            self.nodule.counts["killed"],
        )

    def live(self, until: float, around: Around) -> Gone:
        """Biology steps to a minute."""
        self.nodule.fitness = around.fitness
        fields = list(self.setting.fields)
        fields[IFNG] = replace(fields[IFNG], boundary=around.ifng)
        self.rules = replace(self.rules, dex=around.dex)
        self.setting = replace(self.setting, fields=tuple(fields), rules=self.rules)
        longest = self.setting.biology_step
        while until - self.nodule.minute > longest * SAME:
            if self.stop.is_set():
                raise Stopped
            step(self.nodule, self.setting, min(longest, until - self.nodule.minute))
        return self.books.close()

    def admit(self, arrivals: Arrivals) -> None:
        """T cells out of the vessels, or at the surface if they come from the fluid."""
        kinds = np.repeat([MEMORY, EFFECTOR, EXHAUSTED], arrivals[:3])
        by_blood = np.repeat([arrivals.M_by_blood, arrivals.E_by_blood, arrivals.E_by_blood], arrivals[:3])
        if not kinds.size:
            return
        numbers = self.nodule.given + np.arange(kinds.size)
        out_of_vessels = self.chances("way", numbers)[:, 0] < by_blood
        places = np.where(out_of_vessels, self.in_vessels(numbers), self.at_surface(numbers))
        low, high = self.setting.motion.low, self.setting.motion.high
        let_in(self.nodule, np.clip(places.T, low, high).T, kinds, self.rules.values.t_cell_radius)

    def chances(self, what: str, numbers: np.ndarray) -> np.ndarray:
        """Four random numbers (cell, 4) of the cells that come in with these numbers."""
        return uniforms(self.entry.seed, f"agents/{what}/{self.entry.repeat}", numbers, 4)

    def in_vessels(self, numbers: np.ndarray) -> np.ndarray:
        """Places (3, cell) at vessel points."""
        return replace(self.entry, way="vessels").places(int(numbers[0]), numbers.size, 0.0)

    def at_surface(self, numbers: np.ndarray) -> np.ndarray:
        """Places (3, cell) just outside the outermost tumour cell, in any direction."""
        chance, centre = self.chances("surface", numbers), self.nodule.centres[0][:, None]
        up = chance[:, 0] if self.dome else 2 * chance[:, 0] - 1
        flat, turn = np.sqrt(1 - up**2), 2 * np.pi * chance[:, 1]
        far = outermost(self.nodule) + self.rules.values.fluid_gap
        return centre + far * np.stack([flat * np.cos(turn), flat * np.sin(turn), up])

    def spare(self, share: float) -> None:
        """Every T cell survives with this chance."""
        cells = self.nodule.cells
        chance = self.chances(f"lymphodepletion {self.nodule.turn}", cells["identity"])[:, 0]
        dies = cells.is_t_cell & (chance >= share)
        self.nodule.counts["t_died"] += int(dies.sum())
        cells.keep(np.flatnonzero(~dies))
