"""How T cells that the equations bring by fractions become whole cells of every nodule."""

from __future__ import annotations

import numpy as np

from cartsim.population.streams import uniforms

KINDS = 3
"""M, E and X."""


class WholeCells:
    """T cells of a group [kind] as whole cells for each of its `nodules`, by systematic sampling: a cell of a
    kind enters every nodule whenever so many more have come as there are nodules, counted from a random
    `start` in [0, 1) of the way [kind].

    As a mean over starts the nodules have at any time what has come, no cell early or late. In each run they
    differ from it by less than one cell per nodule: `owed` (cell) is what has come less what went in.
    Madow & Madow, On the theory of systematic sampling, Ann Math Stat 15:1 (1944).
    """

    def __init__(self, nodules: float, start: np.ndarray) -> None:
        self.nodules, self.start = nodules, start
        self.owed = np.zeros(KINDS)

    @classmethod
    def of_run(cls, nodules: float, seed: int, repeat: int) -> WholeCells:
        """With the run's own random numbers."""
        return cls(nodules, uniforms(seed, f"agents/whole cells/{repeat}", [0], KINDS)[0])

    def of(self, came: np.ndarray) -> np.ndarray:
        """Whole cells of each kind for each nodule, when so many have come to all of them."""
        self.owed += came
        whole = np.floor(self.owed / self.nodules + self.start)
        self.owed -= whole * self.nodules
        return whole
