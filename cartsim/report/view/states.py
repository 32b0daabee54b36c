"""What a cell of a snapshot is shown as: its kind, with what it does or lacks; words and colours of each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from cartsim.datasets import CELL_KIND
from cartsim.report.figures.nodule_slices import COLOURS
from cartsim.results.run import Run
from cartsim.simulate.agents.prepare import asked_of, values_of
from cartsim.simulate.nodule_course import look_at


class State(NamedTuple):
    """A state: its kind of the results file, words, colour, and whether it is a CAR-T cell."""

    name: str
    kind: str
    words: str
    colour: str
    t_cell: bool


STATES = (
    State("positive", "tumour", "tumour cell with antigen", "#E2A6C6", False),
    State("negative", "tumour", "tumour cell without antigen", "#6A2A5B", False),
    State("killed", "apoptotic", "killed tumour cell", COLOURS["apoptotic"], False),
    State("starved", "necrotic", "starved tumour cell", COLOURS["necrotic"], False),
    State("memory", "memory", "memory CAR-T cell", COLOURS["memory"], True),
    State("searching", "effector", "effector CAR-T cell, searching", COLOURS["effector"], True),
    State("engaged", "effector", "effector CAR-T cell, engaged", "#7DF0C5", True),
    State("exhausted", "exhausted", "exhausted CAR-T cell", COLOURS["exhausted"], True),
    State("spent", "spent", "dead CAR-T cell", "#0057D9", True),
)
"""Told apart with every common colour vision. Engaged: it holds a tumour cell; its rim is drawn thick."""
PLACE = {state.name: place for place, state in enumerate(STATES)}


def states_of(cells: xr.Dataset, low: float) -> np.ndarray:
    """The place in STATES of each cell (cell), where so much HER2 counts as none."""
    kind = cells["cell_kind"].values
    first = np.array([next(k for k, s in enumerate(STATES) if s.kind == name) for name in CELL_KIND], "u1")
    found = first[kind]
    tumour, effector = (kind == CELL_KIND.index(name) for name in ("tumour", "effector"))
    found[tumour & (cells["cell_her2"].values <= low)] = PLACE["negative"]
    found[effector & (cells["cell_holds"].values == 1)] = PLACE["engaged"]
    return found


def antigen_none(run: Run, arm: str) -> float:
    """HER2 up to which a tumour cell counts as without antigen, as in the readings of the run."""
    scenario = run.scenario
    (named,) = (one for one in scenario.trial.arms if one.name == arm)
    known = values_of(scenario, named, run.patients if run.coupled else None)
    return look_at(asked_of(scenario), known).low
