"""PD-L1 and the receptor that binds it act on single cells as the laws say."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from cartsim.model.receptors import DESIGNS
from cartsim.simulate.agents import signals as s_
from cartsim.simulate.agents.cells import (
    EFFECTOR,
    HER2,
    KIND,
    PARTNER,
    PDL1,
    RADIUS,
    TUMOUR,
    VOLUME,
    Cells,
    X,
    columns,
)
from cartsim.simulate.agents.chance import key_of
from cartsim.simulate.agents.events import DAY, DIVIDE, HOUR, STAY, likely
from cartsim.simulate.agents.fates import decide
from cartsim.simulate.agents.t_cells import effector_hazards, secrete, secreted, walk_and_hold
from cartsim.simulate.agents.values import Now, Values
from tests.reference.receptors import checkpoint
from tests.simulate.agents import group as g_

PDL1_LEVELS = (0.0, 5e3, 2e4, 1e5, 5e5)
PAIRS = 20_000


def values_of(design: str, **changes: float) -> Values:
    return Values.of(g_.parameters(design, **changes))


def held_pairs(n: int, her2: float, pdl1: float) -> Cells:
    """`n` effectors, each holding a tumour cell of its own: columns n to 2n."""
    cells = Cells.none(2 * n)
    real, whole = columns(2 * n)
    real[RADIUS], real[VOLUME], real[X] = 8.5, 2572.0, 30.0 * np.arange(2 * n)
    real[HER2, n:], real[PDL1, n:] = her2, pdl1
    whole[KIND, :n], whole[KIND, n:] = EFFECTOR, TUMOUR
    whole[PARTNER, :n] = np.arange(n, 2 * n)
    cells.add(real, whole)
    return cells


def sensed(cells: Cells, values: Values, now: Now) -> np.ndarray:
    """Signals (SIGNALS, cell)."""
    out = np.empty((len(s_.SIGNALS), cells.n))
    s_.sense(0, cells.n, cells.real, cells.whole, values, now, out)
    return out


def signal(design: str, name: str) -> np.ndarray:
    """One signal of a tumour cell against PDL1_LEVELS."""
    now = Now(1.0, 0.0, 1.0, 1e3, 6.0)
    place = s_.SIGNALS.index(name)
    return np.array([sensed(held_pairs(1, 1e5, level), values_of(design), now)[place, 1] for level in PDL1_LEVELS])


@pytest.mark.parametrize("design", DESIGNS)
def test_pdl1_blocks_killing_and_drives_the_switch(design):
    assert (np.diff(signal(design, "kill_block")) < 0).all()
    switch = np.diff(signal(design, "switch"))
    assert (switch == 0).all() if design == "none" else (switch > 0).all()
    assert (np.diff(signal(design, "survival")) < 0).all() == (design != "none")


def test_a_switch_receptor_raises_gain_and_spares_effectors():
    for design in ("pd1_cd28", "scfv_cd28", "scfv_zeta"):
        more, less = signal(design, "gain"), signal("none", "gain")
        assert more[0] == less[0]
        assert (more[1:] > less[1:]).all()
        assert (signal(design, "survival")[1:] < 1).all()
        assert (signal(design, "kill_block")[1:] > signal("none", "kill_block")[1:]).all()


@pytest.mark.parametrize("design", DESIGNS)
def test_signals_of_a_cell_are_those_of_the_second_implementation(design):
    known = g_.parameters(design)
    for level, *found in zip(
        PDL1_LEVELS, *(signal(design, name) for name in ("inhibition", "switch", "kill_block")), strict=True
    ):
        inhibited, switch = checkpoint(SimpleNamespace(**known), level)
        np.testing.assert_allclose(found, [inhibited, switch, 1 - known["i_max_k"] * inhibited], rtol=1e-12, atol=1e-15)


def kills(design: str, pdl1: float, minutes: float) -> tuple[int, int, float]:
    """Of PAIRS holding T cells, how many strike and how many let go in a contact step; the chance of a strike
    by the law.
    """
    v, now = values_of(design, k_kill=288.0), Now(1.0, 0.0, 1.0, 1e3, 6.0)
    cells = held_pairs(PAIRS, 1e5, pdl1)
    found, who = sensed(cells, v, now), np.arange(PAIRS)
    none, strikes = np.zeros(2 * PAIRS, dtype=np.int64), np.zeros(2 * PAIRS, dtype=np.int8)
    lure, walk = np.zeros((3, 2 * PAIRS)), np.zeros((3, 2 * PAIRS))
    walk_and_hold(
        0, PAIRS, who, cells.real, cells.whole, none, none, none, lure, found, v, key_of(5), 0, minutes, walk, strikes
    )
    fresh = 1 / (1 + (minutes / HOUR / v.fade_50) ** v.fade_n)
    kill = v.k_kill / DAY * found[s_.KILL, PAIRS] * found[s_.KILL_BLOCK, PAIRS] * fresh
    total = kill + 1 / v.hold_t
    let_go = int((cells["partner"][:PAIRS] < 0).sum())
    return int(strikes.sum()), let_go, kill / total * (1 - np.exp(-total * minutes))


@pytest.mark.parametrize("pdl1", [0.0, 3e4])
@pytest.mark.parametrize("design", ["none", "pd1_cd28", "scfv_zeta"])
def test_held_cells_are_killed_as_often_as_the_hazard_says(design, pdl1):
    struck, let_go, chance = kills(design, pdl1, 1.0)
    assert stats.binomtest(struck, PAIRS, chance).pvalue > 1e-4
    assert let_go > 0


def test_pdl1_spares_held_cells_and_a_switch_takes_part_of_that_back():
    """The same draws in all three, so that every strike against more of a block is one against less."""
    low, high, switched = (kills(*case, 1.0)[0] for case in (("none", 0.0), ("none", 3e4), ("pd1_cd28", 3e4)))
    assert high < switched < low


@pytest.mark.parametrize("design", DESIGNS)
def test_fates_of_engaged_effectors_are_as_frequent_as_their_hazards(design):
    v, now = values_of(design), Now(1.0, 0.2, 1.0, 1e3, 60.0)
    cells = held_pairs(PAIRS, 1e5, 1e5)
    found, n = sensed(cells, v, now), cells.n
    fates = np.zeros(n, dtype=np.int8)
    oxygen = np.full(n, v.o2_growth)
    decide(0, n, cells.real, cells.whole, found, oxygen, np.zeros(n), v, now, key_of(7), 0, fates)
    of = found[:, PAIRS]
    hazards = effector_hazards(
        1.0, of[s_.PROLIFERATE], of[s_.GAIN], of[s_.SURVIVAL], of[s_.INHIBITION], v, now
    )
    chance = likely(hazards, hazards[2], now.minutes / DAY)
    divided = int((fates[:PAIRS] == DIVIDE).sum())
    tired = int((cells["kind"][:PAIRS] != EFFECTOR).sum())
    stayed = int((fates[:PAIRS] == STAY).sum()) - tired
    for seen, hazard in ((divided, hazards[2]), (tired, hazards[3] + hazards[4])):
        assert stats.binomtest(seen, PAIRS, chance * hazard / sum(hazards)).pvalue > 1e-4
    assert stats.binomtest(stayed, PAIRS, 1 - chance).pvalue > 1e-4


def test_effectors_that_hold_nobody_neither_divide_nor_secrete():
    v, now = values_of("pd1_cd28"), Now(1.0, 0.0, 1.0, 1e3, 360.0)
    cells = held_pairs(2000, 1e5, 1e5)
    cells.whole[PARTNER, :1000] = -1
    found, made, fates = sensed(cells, v, now), np.empty(4000), np.zeros(4000, dtype=np.int8)
    secrete(0, 4000, cells.whole, found, v, now, made)
    decide(0, 4000, cells.real, cells.whole, found, np.full(4000, 50.0), np.zeros(4000), v, now, key_of(7), 0, fates)
    assert not (fates[:1000] == DIVIDE).any()
    assert (fates[1000:2000] == DIVIDE).any()
    assert (made[:1000] == 0).all()
    assert (made[2000:] == 0).all()
    np.testing.assert_allclose(made[1000:2000], secreted(1.0, found[s_.GAIN, 2000], v, now), rtol=1e-14)
