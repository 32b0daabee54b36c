"""The fields of the agent model: what cells put in and take out, and what diffusion makes of it.

du/dt = D lap(u) - (decay + uptake * phi) u + secretion,  phi the share of a voxel that is the volume of cells
taking the substance up. This is PhysiCell's convention (Ghaffarizadeh et al., PLoS Comput Biol 14:e1005991, 2018):
a cell's own uptake is rate * (cell volume / voxel volume) * concentration of its voxel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cartsim._jit import kernel
from cartsim.simulate.agents.crew import ALONE, Crew
from cartsim.simulate.agents.grid import FACES, Grid
from cartsim.simulate.agents.multigrid import Steady, Work, solve


TOLERANCE = 1e-6
"""Relative residual at which a field counts as at rest."""


@dataclass(frozen=True)
class Field:
    """A substance: its unit, D [um^2/min], decay [1/min], uptake [1/min where cells fill the voxel], the value that
    faces hold [unit] (one, or one for each of FACES), and the relative residual of its steady state.
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


class Deposit(NamedTuple):
    """Amounts by voxel (z, y, x), and how many cells lay outside the domain: theirs are in no voxel."""

    amounts: np.ndarray
    outside: int


def deposit(grid: Grid, voxels: np.ndarray, amounts: np.ndarray) -> Deposit:
    """Add each cell's amount (cell) to its voxel (cell), as given by `grid.voxel_of`. One after the other, in the
    cells' order: the same bits however the cells were made.
    """
    total = np.zeros(grid.shape)
    cells, amounts = np.asarray(voxels, dtype=np.int64), np.asarray(amounts, dtype=np.float64)
    if cells.shape != amounts.shape or cells.ndim != 1:
        raise ValueError(f"needs one amount for each cell; got {amounts.shape} for {cells.shape}")
    return Deposit(total, int(_add(cells, amounts, total.reshape(-1))))


@kernel
def _add(voxels, amounts, total):
    """Add amounts to voxels; the number of those outside."""
    outside = 0
    for cell in range(voxels.shape[0]):
        if 0 <= voxels[cell] < total.shape[0]:
            total[voxels[cell]] += amounts[cell]
        else:
            outside += 1
    return outside


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
    """The field at rest among cells of this volume [um^3] and secretion [unit um^3/min] (z, y, x), from the last
    solution if one is given. A solve that failed says so in `converged`.
    """
    return solve(
        grid, field.diffusion, loss(grid, field, taking), secretion / grid.volume, field.on_faces,
        start=start, tolerance=field.tolerance, work=work, crew=crew,
    )  # fmt: skip


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
