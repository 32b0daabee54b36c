"""The pushing of cells in Mesa, the agent framework of Python: one object an agent, its continuous space.

Mesa's space measures the distance to every agent, so its rate falls with their number; it is timed with few.
"""

from __future__ import annotations

import time

import numpy as np

PUSH, STICK, REACH, RADIUS, MINUTES = 10.0, 0.4, 1.25, 8.4, 0.3


def packing(n: int, spacing: float = 16.0) -> np.ndarray:
    """Places (cell, 3) of a cube of so many cells, each a little off its lattice."""
    side = np.arange(round(n ** (1 / 3)))
    lattice = spacing * np.stack(np.meshgrid(side, side, side), axis=-1).reshape(-1, 3)
    return 20.0 + lattice + np.random.default_rng(1).normal(0, 1.0, lattice.shape)


def rate(agents: int = 1000, steps: int = 3) -> float:
    """Agent steps per CPU-second: neighbours in reach, the sum of their forces, a move."""
    import mesa
    from mesa.experimental.continuous_space import ContinuousSpace, ContinuousSpaceAgent

    class Cell(ContinuousSpaceAgent):
        """A soft sphere."""

        def look(self) -> None:
            """Velocity from all neighbours within reach, by the law of `mechanics.forces`."""
            others, d = self.get_neighbors_in_radius(2 * REACH * RADIUS)
            away = self.position - np.array([other.position for other in others]).reshape(-1, 3)
            f = PUSH * np.clip(1 - d / (2 * RADIUS), 0, None) ** 2
            f -= STICK * np.clip(1 - d / (2 * REACH * RADIUS), 0, None) ** 2
            self.velocity = ((f / d)[:, None] * away).sum(axis=0)

        def go(self) -> None:
            """A step of Euler's method."""
            self.position = self.position + MINUTES * self.velocity

    model, places = mesa.Model(seed=1), packing(agents)
    space = ContinuousSpace([[0.0, places.max() + 40.0]] * 3, random=model.random, n_agents=len(places))
    for place in places:
        Cell(space, model).position = place
    began = time.process_time()
    for _ in range(steps):
        model.agents.do("look")
        model.agents.do("go")
    return len(places) * steps / (time.process_time() - began)
