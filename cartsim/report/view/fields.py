"""Fields of the snapshots as a page carries them: whole, or as means over blocks of voxels."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from cartsim.report.view.choice import Choice
from cartsim.report.view.packing import Packing
from cartsim.results.run import Run

WORDS = {"oxygen": "oxygen", "ifng": "IFN-γ", "lure": "what draws CAR-T cells"}
UNITS = {"1": "relative"}


def pack_fields(run: Run, choice: Choice, packing: Packing) -> list[dict[str, Any]]:
    """Put each field of the run in, arm after arm and day after day; its name, words and unit."""
    nodule, told = run.nodule, []
    for name, unit in zip(nodule["field"].values, nodule["field_unit"].values, strict=True):
        values = nodule["field_value"].sel(field=name).values[choice.all_snapshots]
        packing.numbers(str(name), blocks(values, choice.coarse))
        words = WORDS.get(str(name), str(name))
        told.append({"name": str(name), "words": words, "unit": UNITS.get(str(unit), str(unit))})
    return told


def blocks(values: np.ndarray, edge: int) -> np.ndarray:
    """Means over blocks of so many voxels a side (snapshot, z, y, x); the last ones may hold fewer."""
    for axis in (1, 2, 3):
        if edge > 1:
            starts = np.arange(0, values.shape[axis], edge)
            sizes = np.minimum(edge, values.shape[axis] - starts)
            shape = [-1 if place == axis else 1 for place in range(4)]
            values = np.add.reduceat(values.astype("f8"), starts, axis) / sizes.reshape(shape)
    return values


def grid_of(run: Run, edge: int) -> dict[str, list[Any]]:
    """Where the voxels of the page lie: how many, the low corner and the edge of one, along x, y, z (um)."""
    found: dict[str, list[Any]] = {"counts": [], "origin": [], "spacing": []}
    for axis in "xyz":
        centres = run.nodule[f"voxel_{axis}"].values
        one = float(centres[1] - centres[0])
        found["counts"].append(ceil(centres.size / edge))
        found["origin"].append(float(centres[0]) - one / 2)
        found["spacing"].append(one * edge)
    return found
