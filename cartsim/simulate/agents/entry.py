"""How T cells come in: out of the fluid around the nodule, or out of its vessels, at once or over a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

import numpy as np

from cartsim.population.streams import uniforms
from cartsim.simulate.agents.start import outside


@dataclass(frozen=True)
class Infusion:
    """So many T cells from a minute on, evenly over `over` minutes (0: at once)."""

    minute: float
    number: int
    over: float = 0.0

    def entered(self, minute: float) -> int:
        """How many have come in by then."""
        since = minute - self.minute
        if since < 0:
            return 0
        return self.number if since >= self.over else floor(self.number * since / self.over)


@dataclass(frozen=True)
class Entry:
    """The infusions of a run, the way in, the share of memory cells, and where: `box` (2, 3) with `far` (um
    from every centre) for the fluid, the vessel points (3, point) and their half width (um) for the blood.
    """

    infusions: tuple[Infusion, ...]
    way: Literal["cavity", "vessels"]
    memory: float
    seed: int
    repeat: int
    centres: np.ndarray
    box: np.ndarray
    vessels: np.ndarray
    half_width: float

    def due(self, minute: float) -> int:
        """T cells that have come in by a minute, all infusions together."""
        return sum(infusion.entered(minute) for infusion in self.infusions)

    def places(self, first: int, n: int, far: float) -> np.ndarray:
        """Where the T cells numbered from `first` come in (3, cell), `far` um from every centre if from the
        fluid."""
        purpose = f"agents/entry/{self.repeat}"
        if self.way == "cavity":
            return outside(n, self.centres, far, self.box, first, purpose, self.seed)
        chance = uniforms(self.seed, purpose, first + np.arange(n), 4)
        points = self.vessels.shape[1]
        which = np.minimum((chance[:, 3] * points).astype(int), points - 1)
        places = self.vessels[:, which] + self.half_width * (2 * chance[:, :3].T - 1)
        low = self.box[:1].T
        return low + np.abs(places - low)  # a vessel on the wall reaches into the tissue only

    def are_memory(self, first: int, n: int) -> np.ndarray:
        """Which of these T cells are memory cells [cell]."""
        chance = uniforms(self.seed, f"agents/memory/{self.repeat}", first + np.arange(n))
        return chance[:, 0] < self.memory
