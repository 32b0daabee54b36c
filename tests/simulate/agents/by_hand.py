"""Cells set up by hand, and single steps of them by the rules of tissue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats
from scipy.integrate import quad

from cartsim.simulate.agents import signals as s_
from cartsim.simulate.agents.cells import HER2, KIND, PDL1, RADIUS, VOLUME, Cells, X, Z, columns
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.fates import decide
from cartsim.simulate.agents.start import full_volume
from cartsim.simulate.agents.t_cells import walk_and_hold
from cartsim.simulate.agents.values import Now, Values
from tests.simulate.agents import group as g_

MANY = 20_000
"""Cells whose events are counted."""
RARE = 1e-4
"""What p of a test of chances has to exceed: the seeds are fixed, so it does so always or never."""
NEVER = 1e15
"""Minutes."""


def values(**changes: float) -> Values:
    """Values of the parameter set, at which a small group lives fast, with changes by symbol."""
    return Values.of(g_.parameters("none", **changes))


def cells_of(
    kinds: Sequence[int], places: np.ndarray | float = 0.0, radius: np.ndarray | float = 8.5
) -> Cells:
    """A cell of each kind [cell] at places (3, cell), all with HER2 and PD-L1."""
    cells = Cells.none(len(kinds))
    real, whole = columns(len(kinds))
    real[X : Z + 1], real[RADIUS], whole[KIND] = places, radius, kinds
    real[VOLUME], real[HER2], real[PDL1] = full_volume(8.5), 5e3, 3e4
    cells.add(real, whole)
    return cells


def sensed(cells: Cells, v: Values) -> np.ndarray:
    """Signals (SIGNALS, cell)."""
    out = np.empty((len(s_.SIGNALS), cells.n))
    s_.sense(0, cells.n, cells.real, cells.whole, v, now(v, 1.0), out)
    return out


def now(v: Values, minutes: float, cavity: float = 0.0) -> Now:
    """A step of so many minutes in a tumour that grows at k_g."""
    return Now(1.0, 0.0, cavity, v.t_ref, minutes)


def contact_step(
    cells: Cells,
    v: Values,
    minutes: float,
    near: Sequence[int] = (),
    lure: Sequence[float] = (0.0, 0.0, 0.0),
    step: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """One contact step in which every T cell has the same cells `near` in its list and is drawn by the same
    lure (3): its movement (3, T cell) and whether it strikes [T cell]. Other cells have neither.
    """
    n, who = cells.n, np.flatnonzero(cells.is_t_cell)
    start, stop, other = np.zeros(n, dtype=np.int64), np.full(n, len(near)), np.array(near, dtype=np.int32)
    walk, strikes = np.full((3, n), np.nan), np.full(n, 7, dtype=np.int8)
    pull = np.repeat(np.array(lure, dtype=float)[:, None], n, axis=1)
    lists = (start, stop, other)
    here = (cells.real, cells.whole, *lists, pull, sensed(cells, v))
    walk_and_hold(0, who.size, who, *here, v, key_of(5), step, minutes, walk, strikes)
    rest = np.delete(np.arange(n), who)
    assert np.isnan(walk[:, rest]).all()
    assert (strikes[rest] == 7).all()
    return walk[:, who], strikes[who]


def biology_step(
    cells: Cells, v: Values, minutes: float, oxygen: float = 40.0, cavity: float = 0.0, turn: int = 0
) -> np.ndarray:
    """What all cells decide to do (cell) in a step at this oxygen pressure (mmHg)."""
    n, fates = cells.n, np.full(cells.n, 7, dtype=np.int8)
    here = (cells.real, cells.whole, sensed(cells, v), np.full(n, oxygen), np.zeros(n))
    decide(0, n, *here, v, now(v, minutes, cavity), key_of(7), turn, fates)
    return fates


def shares(hazards: dict[str, float], days: float, divide: str = "") -> dict[str, float]:
    """Cells that meet each event, per cell that there was: its hazard (1/day) times the days that the cell
    and its offspring spend alive and unchanged, integrated numerically.
    """
    net = 2 * hazards.get(divide, 0.0) - sum(hazards.values())
    lived = quad(lambda s: np.exp(net * s), 0, days)[0]
    return {event: hazard * lived for event, hazard in hazards.items()}


def assert_as_likely(seen: int, n: int, chance: float) -> None:
    """So many of n fit a chance each."""
    assert stats.binomtest(int(seen), n, chance).pvalue > RARE, (seen, n, chance)


def assert_even(counts: Sequence[int] | np.ndarray) -> None:
    """Counts that fit the same chance for every place."""
    assert stats.chisquare(counts).pvalue > RARE, counts


def assert_uniform(numbers: np.ndarray, low: float, high: float) -> None:
    """Numbers spread evenly between two."""
    assert stats.kstest((numbers - low) / (high - low), "uniform").pvalue > RARE
