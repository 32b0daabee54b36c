"""The state of a nodule as an HDF5 file: a run that goes on from it has the same bits as one that never
stopped."""

from __future__ import annotations

from pathlib import Path

import h5py  # type: ignore[import-untyped]
import numpy as np

from cartsim.simulate.agents.cells import REAL, WHOLE, Cells
from cartsim.simulate.agents.nodule import EVENTS, Nodule

FORMAT = "cartsim.nodule/2"
NUMBERS = (
    "minute", "turn", "step", "given", "fitness", "worst_residual", "unsolved", "effector_minutes",
)  # fmt: skip
"""What a nodule has beside arrays."""
OPTIONS = {"compression": "gzip", "compression_opts": 1, "shuffle": True}


def save_snapshot(path: str | Path, nodule: Nodule) -> None:
    """Write the state of a nodule."""
    with h5py.File(path, "w") as file:
        write_nodule(file, nodule)


def load_snapshot(path: str | Path) -> Nodule:
    """Read the state of a nodule; ValueError for a file that holds none."""
    with h5py.File(path, "r") as file:
        return read_nodule(file)


def write_nodule(group: h5py.Group, nodule: Nodule) -> None:
    """The state of a nodule, into a group."""
    cells = nodule.cells
    group.attrs["format"] = FORMAT
    group.attrs["rows"] = " ".join((*REAL, *WHOLE))
    group.attrs["born"] = cells.born
    for name in NUMBERS:
        group.attrs[name] = getattr(nodule, name)
    for event in EVENTS:
        group.attrs[f"count_{event}"] = nodule.counts[event]
    write_arrays(group, {"real": cells.real[:, : cells.n], "whole": cells.whole[:, : cells.n]})
    write_arrays(group, {"key": nodule.key, "centres": nodule.centres})
    write_arrays(group, {"kills": np.concatenate([np.empty((5, 0)), *nodule.kills], axis=1)})
    write_arrays(group.create_group("fields", track_order=True), nodule.fields)


def read_nodule(group: h5py.Group) -> Nodule:
    """The state of a nodule, from a group; ValueError if it was written with other rows or in another
    format."""
    if group.attrs.get("format") != FORMAT or group.attrs["rows"] != " ".join((*REAL, *WHOLE)):
        raise ValueError(f"no state of a nodule in the format {FORMAT}")
    real, whole = group["real"][...], group["whole"][...]
    kills = group["kills"][...]
    nodule = Nodule(
        cells=Cells(real, whole, real.shape[1], int(group.attrs["born"])),
        key=group["key"][...],
        centres=group["centres"][...],
        fields=read_arrays(group["fields"]),
        counts={event: int(group.attrs[f"count_{event}"]) for event in EVENTS},
        kills=[kills] if kills.size else [],
    )
    for name in NUMBERS:
        setattr(nodule, name, type(getattr(nodule, name))(group.attrs[name]))
    return nodule


def write_arrays(group: h5py.Group, arrays: dict[str, np.ndarray]) -> None:
    """Arrays by name, compressed where they have an axis."""
    for name, values in arrays.items():
        group.create_dataset(name, data=values, **(OPTIONS if np.ndim(values) and np.size(values) else {}))


def read_arrays(group: h5py.Group) -> dict[str, np.ndarray]:
    """The arrays of a group by name, in the order in which they were written."""
    return {name: np.asarray(item[()]) for name, item in group.items()}
