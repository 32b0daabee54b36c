"""The cells of a nodule as a structure of arrays: one row per attribute, one column per cell.

Real-valued rows lie in `real` [row, cell], whole-numbered ones in `whole` [row, cell]; the first `n` columns
are cells. Columns are sorted by place, so a cell has no fixed column: its identity is the row IDENTITY, given
once and never used again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

REAL_ROWS = (
    ("x", "um", "centre"),
    ("y", "um", "centre"),
    ("z", "um", "centre"),
    ("dx", "1", "direction in which a T cell walks, unit vector"),
    ("dy", "1", "direction in which a T cell walks, unit vector"),
    ("dz", "1", "direction in which a T cell walks, unit vector"),
    ("radius", "um", "of the sphere that pushes and holds"),
    ("volume", "um^3", "of the cell"),
    ("her2", "molecule/cell", "HER2 of a tumour cell; in the organoid rules the relative antigen"),
    ("pdl1", "molecule/cell", "PD-L1 of a tumour cell"),
    ("clock", "min", "since the present state began"),
    ("contact", "h", "that a T cell has spent attached since it came in or was born of a division"),
    ("span", "min", "that a killed cell takes to go; in the organoid rules a T cell's lifetime, and a tumour "
     "cell's own cycle time in hours"),
    ("fluid", "um^3", "fluid part of the volume, organoid rules"),
    ("nucleus", "um^3", "solid part of the nucleus, organoid rules"),
    ("cytoplasm", "um^3", "solid part of the cytoplasm, organoid rules"),
)  # fmt: skip
"""Name, unit and meaning of each row of `real`."""
WHOLE_ROWS = (
    ("identity", "1", "given once, addresses the cell's random numbers"),
    ("kind", "code", "one of KINDS"),
    ("partner", "column", "of the cell that it holds, or that holds it in the organoid rules; -1 for none"),
    ("nodule", "1", "number of the nodule that a tumour cell belongs to"),
)
"""Name, unit and meaning of each row of `whole`."""
REAL = tuple(name for name, _, _ in REAL_ROWS)
WHOLE = tuple(name for name, _, _ in WHOLE_ROWS)
(
    X, Y, Z, DX, DY, DZ, RADIUS, VOLUME, HER2, PDL1, CLOCK, CONTACT_TIME, SPAN, FLUID, NUCLEUS,
    CYTOPLASM,
) = range(len(REAL))  # fmt: skip
IDENTITY, KIND, PARTNER, NODULE = range(len(WHOLE))

KINDS = ("tumour", "apoptotic", "necrotic", "spent", "memory", "effector", "exhausted")
TUMOUR, APOPTOTIC, NECROTIC, SPENT, MEMORY, EFFECTOR, EXHAUSTED = range(len(KINDS))
"""Codes of the row KIND: up to NECROTIC tumour cells, alive and dead; SPENT a dead T cell that still lies
there; from MEMORY on live T cells.
"""

NOBODY = -1
"""The partner of a cell that holds none."""


@dataclass
class Cells:
    """The cells: `real` and `whole` with room for more, how many there are, and the next free identity."""

    real: np.ndarray
    whole: np.ndarray
    n: int
    born: int

    @classmethod
    def none(cls, room: int = 1024) -> Cells:
        """Room for so many cells, and no cell."""
        return cls(np.zeros((len(REAL), room)), np.zeros((len(WHOLE), room), dtype=np.int64), 0, 0)

    def __getitem__(self, name: str) -> np.ndarray:
        """One attribute of all cells [cell], a view."""
        row = REAL.index(name) if name in REAL else None
        return self.whole[WHOLE.index(name), : self.n] if row is None else self.real[row, : self.n]

    @property
    def is_t_cell(self) -> np.ndarray:
        """Which cells are T cells [cell]."""
        return self["kind"] >= MEMORY

    def count(self, *kinds: int) -> int:
        """How many cells are of these kinds."""
        return int(np.isin(self["kind"], kinds).sum())

    def make_room(self, more: int) -> None:
        """Room for `more` further cells; what is there stays."""
        room = self.real.shape[1]
        if self.n + more <= room:
            return
        wider = max(self.n + more, room + room // 2)
        self.real = np.concatenate([self.real, np.zeros((len(REAL), wider - room))], axis=1)
        self.whole = np.concatenate(
            [self.whole, np.zeros((len(WHOLE), wider - room), dtype=np.int64)], axis=1
        )

    def add(self, real: np.ndarray, whole: np.ndarray) -> None:
        """Append cells given as columns (row, cell); they get the next identities in their order."""
        more = real.shape[1]
        self.make_room(more)
        here = slice(self.n, self.n + more)
        self.real[:, here], self.whole[:, here] = real, whole
        self.whole[IDENTITY, here] = np.arange(self.born, self.born + more)
        self.n, self.born = self.n + more, self.born + more

    def keep(self, which: np.ndarray) -> None:
        """Only the columns `which` (places in the new order) stay; partners follow, a lost one is NOBODY."""
        new_place = np.full(self.n + 1, NOBODY, dtype=np.int64)
        new_place[which] = np.arange(which.size)
        self.real[:, : which.size] = self.real[:, which]
        self.whole[:, : which.size] = self.whole[:, which]
        self.n = which.size
        partner = self["partner"]
        partner[:] = new_place[partner]  # NOBODY = -1 looks up the last entry, which is NOBODY


def columns(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Empty columns for `n` new cells: real rows 0, no partner."""
    whole = np.zeros((len(WHOLE), n), dtype=np.int64)
    whole[PARTNER] = NOBODY
    return np.zeros((len(REAL), n)), whole
