"""What of a run a page shows: arms and moments, and how it is thinned where all of it would be too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from cartsim.errors import BadInput, Problem
from cartsim.report.nodule_slices import (
    FIRST_T_CELL,
    at_day,
    cells_of,
    chosen_days,
    days_kept,
    has_pictures,
)
from cartsim.report.plates.sheet import arms_of
from cartsim.results.run import Run
from cartsim.scenario.mistakes import nearest, shown

MOST_CELLS = 600_000
"""Cells on a page, all arms and moments together: about 5 MB of text."""
MOST_VALUES = 3_000_000
"""Values of fields on a page: about 4 MB of text."""
FEWEST = 8
"""Moments that are kept before cells are left out."""
MOST_ARMS = 8
"""Arms side by side."""
COARSEST = 8
"""Voxels of the run along the edge of one of the page, at most."""


@dataclass(frozen=True)
class Choice:
    """Arms, days and snapshots [arm][day]; every `nth` tumour cell; voxels along the edge of one shown."""

    arms: list[str]
    days: np.ndarray
    snapshots: list[list[int]]
    nth: int
    coarse: int
    thinned: list[str]

    @property
    def all_snapshots(self) -> list[int]:
        """Arm after arm, day after day."""
        return [snapshot for row in self.snapshots for snapshot in row]


def choose(run: Run, arms: Sequence[str] = ()) -> Choice:
    """All of it where a page can carry that, else less, and sentences on what is left out."""
    if not has_pictures(run):
        remedy = (
            "run it again with snapshots_every: 6 hours under agents"
            if run.nodule.sizes
            else "runs of single cells have them, such as that of scenarios/nodule_routes.yaml"
        )
        raise BadInput(Problem("", "RUN", "has no snapshots of single cells to show", remedy))
    asked = _arms(run, arms)
    names = asked[:MOST_ARMS]
    kept = days_kept(run.nodule)
    days = chosen_days(kept, _most_days(run, names, kept))
    snapshots = [[at_day(run.nodule, arm, day) for day in days] for arm in names]
    cells = int(run.nodule["snapshot_cells"].values[snapshots].sum())
    nth, coarse = max(ceil(cells / MOST_CELLS), 1), _coarse(run, len(names) * len(days))
    thinned = []
    if len(names) < len(asked):
        thinned.append(f"the first {MOST_ARMS} of {len(asked)} arms are shown (cartsim view --arm chooses)")
    if days.size < kept.size:
        thinned.append(f"{days.size} of the {kept.size} moments kept are shown")
    if nth > 1:
        thinned.append(f"1 in {nth} tumour cells is drawn and every CAR-T cell; counts are of all cells")
    if coarse > 1:
        thinned.append(f"fields are means over {coarse}³ voxels of the run")
    return Choice(names, days, snapshots, nth, coarse, thinned)


def _arms(run: Run, asked: Sequence[str]) -> list[str]:
    """The arms to show, in the order of the trial."""
    known = arms_of(run)
    problems = [
        Problem("", "--arm", f"{shown(name)} is no arm of this run", nearest(name, known))
        for name in asked
        if name not in known
    ]
    if problems:
        raise BadInput(*problems)
    return [name for name in known if name in asked or not asked]


def _most_days(run: Run, arms: Sequence[str], days: np.ndarray) -> int:
    """Moments that a page has room for, but FEWEST of them in any case."""
    places = [at_day(run.nodule, arm, day) for arm in arms for day in days]
    cells = int(run.nodule["snapshot_cells"].values[places].sum())
    values = run.nodule["field_value"][0].size * len(places)
    room = min(MOST_CELLS / max(cells, 1), COARSEST * MOST_VALUES / max(values, 1), 1.0)
    return max(int(days.size * room), min(FEWEST, days.size))


def _coarse(run: Run, snapshots: int) -> int:
    """Voxels of the run along the edge of one of the page."""
    shape = run.nodule["field_value"].shape[1:]
    for edge in range(1, COARSEST):
        values = snapshots * shape[0] * int(np.prod([ceil(n / edge) for n in shape[1:]]))
        if values <= MOST_VALUES:
            return edge
    return COARSEST


def drawn(run: Run, snapshot: int, nth: int) -> np.ndarray:
    """Places of the cells of a snapshot that are drawn: of tumour cells the same ones at every moment."""
    cells = cells_of(run.nodule, snapshot)
    t_cell = cells["cell_kind"].values >= FIRST_T_CELL
    return np.flatnonzero(t_cell | (cells["cell_identity"].values % nth == 0))
