"""The fields of the agent model: what cells put in and take out, and what diffusion makes of it.

du/dt = D lap(u) - (decay + uptake * phi) u + secretion,  phi the share of a voxel that is the volume of cells
taking the substance up. This is PhysiCell's convention (Ghaffarizadeh et al., PLoS Comput Biol 14:e1005991,
2018): a cell's own uptake is rate * (cell volume / voxel volume) * concentration of its voxel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.fields.deposit import Deposit, deposit, deposit_shared
from cartsim.simulate.agents.fields.grid import FACES, Grid
from cartsim.simulate.agents.fields.line_implicit import current, march_increments, prepare
from cartsim.simulate.agents.fields.multigrid import Steady, Work, solve

__all__ = [
    "Balance", "Deposit", "Field", "balance", "deposit", "deposit_shared", "loss", "solve_steady",
    "step_transient",
]  # fmt: skip


TOLERANCE = 1e-6
"""Relative residual at which a field counts as at rest."""


@dataclass(frozen=True)
class Field:
    """A substance: its unit, D [um^2/min], decay [1/min], uptake [1/min where cells fill the voxel], the
    value that faces hold [unit] (one, or one for each of FACES), and the relative residual of its steady
    state.
    """

    name: str
    unit: str
    diffusion: float
    decay: float
    uptake: float
    boundary: float | tuple[float, ...] = 0.0
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        if not 0 < self.diffusion < np.inf:
            raise ValueError(f"{self.name} diffusion: needs a number above 0 um^2/min; got {self.diffusion}")
        for rate in ("decay", "uptake"):
            if not 0 <= getattr(self, rate) < np.inf:
                raise ValueError(f"{self.name} {rate}: needs 0 or more per min; got {getattr(self, rate)}")
        if np.size(self.boundary) not in (1, len(FACES)):
            raise ValueError(f"{self.name} boundary: needs one value, or one for each of {', '.join(FACES)}")

    @property
    def on_faces(self) -> np.ndarray:
        """Value for each of FACES (6) [unit]."""
        return np.broadcast_to(np.asarray(self.boundary, dtype=float), (len(FACES),)).copy()


def loss(grid: Grid, field: Field, taking: np.ndarray) -> np.ndarray:
    """Decay and uptake [1/min] for the volume of cells that take up [um^3] (z, y, x)."""
    return field.decay + (field.uptake / grid.volume) * taking


def solve_steady(
    grid: Grid,
    field: Field,
    taking: np.ndarray,
    secretion: np.ndarray,
    *,
    start: np.ndarray | None = None,
    work: Work | None = None,
    crew: Crew = ALONE,
) -> Steady:
    """The field at rest among cells of this volume [um^3] and secretion [unit um^3/min] (z, y, x), from the
    last solution if one is given. A solve that failed says so in `converged`.
    """
    return solve(
        grid, field.diffusion, loss(grid, field, taking), secretion / grid.volume, field.on_faces,
        start=start, tolerance=field.tolerance, work=work, crew=crew,
    )  # fmt: skip


def step_transient(
    grid: Grid,
    field: Field,
    values: np.ndarray,
    taking: np.ndarray,
    secretion: np.ndarray,
    *,
    dt: float,
    steps: int,
    dtype: type = np.float64,
    crew: Crew = ALONE,
) -> np.ndarray:
    """The field (z, y, x) after so many steps of `dt` [min] from `values`, cells and secretion (as for
    `solve_steady`) standing still. `dt` D / h^2 is best at most 2 (.01 min for oxygen): the finest errors of
    a longer step linger.
    """
    lines = prepare(
        grid, values, field.diffusion, field.decay, field.on_faces, dt,
        s=(field.uptake / grid.volume) * taking, q=secretion / grid.volume, dtype=dtype, threads=crew.threads,
    )  # fmt: skip
    return current(march_increments(lines, steps, crew))


class Balance(NamedTuple):
    """What enters and leaves the domain [unit um^3/min]: secretion, uptake, decay, and through each of FACES
    (6), outwards.
    """

    secretion: float
    uptake: float
    decay: float
    outflow: np.ndarray

    @property
    def gain(self) -> float:
        """What is left in the domain: zero at rest."""
        return self.secretion - self.uptake - self.decay - float(self.outflow.sum())

    @property
    def turnover(self) -> float:
        """All that enters or leaves, halved: what passes through at rest."""
        return (abs(self.secretion) + abs(self.uptake) + abs(self.decay) + float(abs(self.outflow).sum())) / 2


def balance(
    grid: Grid, field: Field, values: np.ndarray, taking: np.ndarray, secretion: np.ndarray
) -> Balance:
    """Terms of the mass balance of a field (z, y, x); at rest `gain` is the summed residual."""
    taken = float(np.sum(values * taking)) * field.uptake
    decayed = float(np.sum(values)) * field.decay * grid.volume
    return Balance(float(np.sum(secretion)), taken, decayed, _outflow(grid, field, values))


def _outflow(grid: Grid, field: Field, values: np.ndarray) -> np.ndarray:
    """Through each face [unit um^3/min]: D (u - b) / (h / 2) over its area."""
    first = [values[:, :, 0], values[:, :, -1], values[:, 0], values[:, -1], values[0], values[-1]]
    above = np.array([np.sum(plane - b) for plane, b in zip(first, field.on_faces, strict=True)])
    return np.where(grid.fixed, 2 * field.diffusion * grid.spacing * above, 0.0)
