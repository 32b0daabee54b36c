"""The voxels of the fields: a cell-centred grid of cubes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cartsim._jit import kernel

DIRICHLET, NO_FLUX = "dirichlet", "no_flux"
FACES = ("x_low", "x_high", "y_low", "y_high", "z_low", "z_high")
"""Order of the six faces of the domain."""
IN_FLUID = (DIRICHLET,) * len(FACES)
"""A nodule free in fluid."""
ON_SEROSA = (DIRICHLET,) * (len(FACES) - 2) + (NO_FLUX, DIRICHLET)
"""A nodule on a wall at the low z that lets nothing through."""
WIDEST = 20.0
"""um: a voxel is about one tumour cell wide."""
SMALLEST_ROOTS, LARGEST_ROOT = (4, 5, 6, 7), 8
"""Counts are one of these times a power of two, so that a multigrid ends on so few voxels."""


@dataclass(frozen=True)
class Grid:
    """Voxels (x, y, z), their edge [um], the domain's low corner [um], and what each of FACES is:
    `dirichlet`, where every field has a value of its own, or `no_flux`.
    """

    counts: tuple[int, int, int]
    spacing: float
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    faces: tuple[str, ...] = IN_FLUID

    def __post_init__(self) -> None:
        if len(self.counts) != 3 or min(self.counts) < 2:
            raise ValueError(f"counts: needs three numbers of at least 2; got {self.counts}")
        if not 0 < self.spacing <= WIDEST:
            raise ValueError(f"spacing: needs more than 0 and at most {WIDEST:g} um; got {self.spacing}")
        if len(self.origin) != 3 or not all(map(math.isfinite, self.origin)):
            raise ValueError(f"origin: needs three finite numbers; got {self.origin}")
        if len(self.faces) != len(FACES) or set(self.faces) - {DIRICHLET, NO_FLUX}:
            raise ValueError(f"faces: needs six of {DIRICHLET!r}, {NO_FLUX!r}; got {self.faces}")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape of an array of voxels: (z, y, x)."""
        nx, ny, nz = self.counts
        return nz, ny, nx

    @property
    def volume(self) -> float:
        """Of one voxel [um^3]."""
        return self.spacing**3

    @property
    def fixed(self) -> np.ndarray:
        """Which of FACES hold a value (6)."""
        return np.array([face == DIRICHLET for face in self.faces])

    def centres(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x (x), y (y) and z (z) of the voxels' centres [um]."""
        x, y, z = (
            low + self.spacing * (np.arange(n) + 0.5) for low, n in zip(self.origin, self.counts, strict=True)
        )
        return x, y, z


def good_count(least: int) -> int:
    """The smallest count of at least `least` that halves down to a few voxels: 4 to 7 times a power of two.
    """
    if least <= LARGEST_ROOT:
        return max(least, SMALLEST_ROOTS[0])
    return min(root << max(0, math.ceil(math.log2(least / root))) for root in SMALLEST_ROOTS)


def cubic(edge: float, widest: float = WIDEST, *, faces: tuple[str, ...] = IN_FLUID) -> Grid:
    """A cube of this edge [um] in voxels no wider than `widest` [um], centred on the origin in x and y, and
    in z too unless its low z face is a wall, which is then the plane z = 0.
    """
    if not (edge > 0 and math.isfinite(edge)):
        raise ValueError(f"edge: needs a length above 0 um; got {edge}")
    count = good_count(math.ceil(edge / min(widest, WIDEST)))
    low = -edge / 2
    wall = faces[FACES.index("z_low")] == NO_FLUX
    return Grid((count,) * 3, edge / count, (low, low, 0.0 if wall else low), faces)


def voxel_of(grid: Grid, points: np.ndarray) -> np.ndarray:
    """Place in the flattened (z, y, x) array of the voxel that holds each point (point, 3) [um]; -1 outside.
    """
    points = np.ascontiguousarray(points, dtype=np.float64)
    places = np.empty(len(points), dtype=np.int64)
    _locate(points, np.array(grid.origin, dtype=np.float64), grid.spacing, np.array(grid.counts), places)
    return places


@kernel
def _locate(points, origin, spacing, counts, places):
    """Voxels of points; a point that is no number lies outside."""
    for p in range(points.shape[0]):
        x = (points[p, 0] - origin[0]) / spacing
        y = (points[p, 1] - origin[1]) / spacing
        z = (points[p, 2] - origin[2]) / spacing
        inside = 0.0 <= x < counts[0] and 0.0 <= y < counts[1] and 0.0 <= z < counts[2]
        places[p] = int(x) + counts[0] * (int(y) + counts[1] * int(z)) if inside else -1
