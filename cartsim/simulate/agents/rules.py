"""What a set of rules gives the loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from cartsim.simulate.agents.fields.grid import Grid
from cartsim.simulate.agents.fields.multigrid import Steady
from cartsim.simulate.agents.neighbours import Neighbours

if TYPE_CHECKING:
    from cartsim.simulate.agents.nodule import Nodule, Setting


class Rules(Protocol):
    """How cells enter, what they give and take, how they touch, and what becomes of them."""

    @property
    def fastest_walk(self) -> float:
        """um/min"""

    def enter(self, nodule: Nodule, setting: Setting, minutes: float) -> None:
        """Cells that come in during the coming biology step."""

    def sense(self, nodule: Nodule, setting: Setting) -> Any:
        """What cells perceive of each other before the fields are solved; handed to the rules below."""

    def exchange(
        self, nodule: Nodule, sensed: Any, field: int, voxels: np.ndarray, grid: Grid
    ) -> tuple[np.ndarray, np.ndarray]:
        """Volume of cells that take a field up [um^3] and their secretion [unit um^3/min], (z, y, x)."""

    def settle(
        self, nodule: Nodule, setting: Setting, place: int, taking: np.ndarray, secreting: np.ndarray
    ) -> Steady:
        """A field among cells that take up and secrete so (z, y, x)."""

    def touching(
        self, nodule: Nodule, setting: Setting, sensed: Any
    ) -> Callable[[Neighbours, float], np.ndarray]:
        """The function that does one contact step of so many minutes and gives the cells' own movement
        (3, cell) [um/min]."""

    def become(self, nodule: Nodule, setting: Setting, sensed: Any, minutes: float) -> None:
        """Fates of all cells; births and removals."""
