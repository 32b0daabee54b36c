"""T cells catch, hold, kill and let go with the chances that the contact rules state."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from cartsim.simulate.agents import fates as f_
from cartsim.simulate.agents import signals as s_
from cartsim.simulate.agents.cells import (
    APOPTOTIC,
    EFFECTOR,
    EXHAUSTED,
    KINDS,
    MEMORY,
    NECROTIC,
    NOBODY,
    TUMOUR,
    VOLUME,
    Cells,
)
from cartsim.simulate.agents.chance import key_of
from tests.simulate.agents.by_hand import (
    MANY,
    NEVER,
    assert_as_likely,
    assert_even,
    cells_of,
    contact_step,
    sensed,
    values,
)

AT_ONCE = 1e6
"""A hazard per minute that nothing escapes."""
FAST = 288.0
"""A killing rate (1/day) at which every sixth holding effector of a signal of 1 kills in a minute."""
AXES = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1), "-x": (-1, 0, 0), "askew": (0.48, -0.6, 0.64)}


def holding(n: int, kind: int, hours: float = 0.0) -> Cells:
    """`n` T cells after so many hours of contact, all holding the tumour cell in column n."""
    cells = cells_of([kind] * n + [TUMOUR])
    cells["partner"][:n], cells["contact"][:n] = n, hours
    return cells


def among(
    n: int, kind: int, others: list[tuple[int, float]], radius: float = 8.5
) -> tuple[Cells, list[int]]:
    """`n` free T cells of radius 4.5 um at the origin, others (kind, x in um) around; the columns of those.
    """
    cells = cells_of([kind] * n + [other for other, _ in others])
    cells["x"][n:] = [x for _, x in others]
    cells["radius"][:n], cells["radius"][n:] = 4.5, radius
    return cells, list(range(n, cells.n))


@pytest.mark.parametrize("hours", [0.0, 20.0, 35.0, 60.0])
def test_hours_of_contact_take_killing_by_their_law(hours):
    v, minutes = values(k_kill=FAST, k50_k=3.0), 1.0
    cells = holding(MANY, EFFECTOR, hours)
    of = sensed(cells, v)[:, MANY]
    assert 0.1 < of[s_.KILL] < 0.9
    assert 0.1 < of[s_.KILL_BLOCK] < 0.9
    _, strikes = contact_step(cells, v, minutes)
    left = 1 / (1 + ((hours + minutes / 60) / 35) ** 4)
    kill, let_go = FAST * of[s_.KILL] * of[s_.KILL_BLOCK] * left / 1440, 1 / 60
    happens = 1 - exp(-(kill + let_go) * minutes)
    free = cells["partner"][:MANY] == NOBODY
    assert_as_likely(strikes.sum(), MANY, happens * kill / (kill + let_go))
    assert_as_likely(free.sum(), MANY, happens * let_go / (kill + let_go))
    assert not strikes[free].any()
    assert set(strikes) == {0, 1}


def test_a_tired_contact_kills_a_tenth_of_what_a_fresh_one_does():
    """In numbers that stand in the parameters' own reasons: half at 35 h, 10 % at 60 h."""
    v = values(k_kill=FAST, hold_t=NEVER)
    cells = (holding(MANY, EFFECTOR, hours) for hours in (0.0, 35.0, 60.0))
    fresh, half, tired = (contact_step(each, v, 0.1)[1].sum() for each in cells)
    error = 4.5 * fresh**0.5
    assert abs(half - 0.5 * fresh) < error
    assert abs(tired - 0.104 * fresh) < error
    assert error < 0.3 * fresh


@pytest.mark.parametrize("kind", [MEMORY, EFFECTOR])
def test_contact_hours_grow_while_a_t_cell_holds_and_only_then(kind):
    v = values(k_kill=0.0, hold_t=NEVER, attach_t=AT_ONCE)
    cells = cells_of([kind] * 3 + [TUMOUR])
    cells["partner"][0], cells["contact"][:3] = 3, [2.0, 5.0, 0.0]
    for step, minutes in enumerate((7.5, 3.0, 1.5)):
        contact_step(cells, v, minutes, step=step)
    np.testing.assert_allclose(cells["contact"], [2.2, 5.0, 0.0, 0.0], rtol=1e-14)
    contact_step(cells, v, 6.0, near=[3])
    assert list(cells["partner"]) == [3, 3, 3, NOBODY]
    np.testing.assert_allclose(cells["contact"], [2.3, 5.0, 0.0, 0.0], rtol=1e-14)
    contact_step(cells, v, 6.0, near=[3])
    np.testing.assert_allclose(cells["contact"], [2.4, 5.1, 0.1, 0.0], rtol=1e-14)


@pytest.mark.parametrize("minutes", [0.5, 6.0, 60.0])
@pytest.mark.parametrize("kind", [MEMORY, EFFECTOR])
def test_who_does_not_kill_lets_go_after_the_time_of_holding(kind, minutes):
    """Memory cells however strong the signals, effectors that cannot kill."""
    v = values(k_kill=1e5 if kind == MEMORY else 0.0, hold_t=45.0)
    cells = holding(MANY, kind)
    _, strikes = contact_step(cells, v, minutes)
    assert not strikes.any()
    assert_as_likely((cells["partner"][:MANY] == NOBODY).sum(), MANY, 1 - exp(-minutes / 45.0))


def test_times_of_holding_are_exponential_over_many_steps():
    v, cells = values(hold_t=20.0), holding(MANY, MEMORY)
    for step in range(30):
        contact_step(cells, v, 1.0, step=step)
    assert_as_likely((cells["partner"][:MANY] == NOBODY).sum(), MANY, 1 - exp(-30 / 20))
    assert cells["contact"][:MANY].mean() * 60 == pytest.approx(
        (1 - exp(-30 / 20)) / (1 - exp(-1 / 20)), abs=4.5 * 20 / MANY**0.5
    )


@pytest.mark.parametrize("kind", [MEMORY, EFFECTOR])
@pytest.mark.parametrize("minutes", [0.5, 5.0])
def test_a_free_t_cell_catches_with_the_hazard_of_attachment(kind, minutes):
    v = values(attach_t=0.2)
    cells, near = among(MANY, kind, [(TUMOUR, 10.0)])
    _, strikes = contact_step(cells, v, minutes, near)
    assert_as_likely((cells["partner"][:MANY] == MANY).sum(), MANY, 1 - exp(-0.2 * minutes))
    assert not strikes.any()


@pytest.mark.parametrize("touching", [1, 2, 3, 5])
def test_every_tumour_cell_that_it_touches_is_caught_as_often(touching):
    """Between them in the list are cells out of reach, dead ones and T cells."""
    between = [(TUMOUR, 14.4), (APOPTOTIC, 5.0), (EXHAUSTED, 6.0), (NECROTIC, 7.0), (TUMOUR, -20.0)]
    others = [other for i in range(touching) for other in (between[i], (TUMOUR, 9.0 + i))]
    cells, near = among(MANY, EFFECTOR, [*others, (APOPTOTIC, 3.0)])
    contact_step(cells, values(attach_t=0.2), 5.0, near)
    partner = cells["partner"][:MANY]
    caught = [int((partner == column).sum()) for column in near]
    assert_as_likely(sum(caught), MANY, 1 - exp(-1.0))
    assert sum(caught[1::2]) == sum(caught) == (partner != NOBODY).sum()
    if touching > 1:
        assert_even(caught[1::2])


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize(("radius", "factor"), [(8.5, 1.1), (3.0, 1.1), (8.5, 1.0), (8.5, 1.5)])
def test_the_reach_of_a_catch_is_its_factor_times_both_radii(axis, radius, factor):
    v = values(attach_t=AT_ONCE, contact_reach=factor)
    reach = factor * (4.5 + radius)
    for share, partner in ((1 - 1e-6, 1), (1 + 1e-6, NOBODY)):
        cells, near = among(1, EFFECTOR, [(TUMOUR, 0.0)], radius)
        cells.real[:3, 0] = 100.0, -50.0, 30.0
        cells.real[:3, 1] = cells.real[:3, 0] + share * reach * np.array(AXES[axis])
        contact_step(cells, v, 1.0, near)
        assert cells["partner"][0] == partner


@pytest.mark.parametrize("kind", range(APOPTOTIC, len(KINDS)), ids=KINDS[APOPTOTIC:])
def test_nobody_catches_dead_cells_or_t_cells(kind):
    cells, near = among(50, EFFECTOR, [(kind, 5.0), (kind, -5.0)])
    contact_step(cells, values(attach_t=AT_ONCE), 1.0, near)
    assert (cells["partner"] == NOBODY).all()


def test_an_exhausted_t_cell_catches_nobody():
    for kind, partner in ((EXHAUSTED, NOBODY), (EFFECTOR, 50), (MEMORY, 50)):
        cells, near = among(50, kind, [(TUMOUR, 5.0)])
        contact_step(cells, values(attach_t=AT_ONCE), 1.0, near)
        assert (cells["partner"][:50] == partner).all()


def test_a_t_cell_that_holds_catches_no_other():
    cells = holding(100, EFFECTOR)
    more = cells_of([TUMOUR])
    cells.add(more.real, more.whole)
    contact_step(cells, values(attach_t=AT_ONCE, hold_t=NEVER, k_kill=0.0), 1.0, near=[101])
    assert (cells["partner"][:100] == 100).all()


def test_who_holds_is_drawn_to_what_it_holds_and_who_is_free_walks_on():
    v = values(k_kill=0.0, hold_t=NEVER, persist_t=NEVER, speed_t=3.0, spring=0.02)
    cells = cells_of([EFFECTOR, EFFECTOR, TUMOUR])
    cells.real[:3, :3] = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [11.0, -3.0, 4.0]]).T
    cells.real[3:6, :2] = np.array([[0.0, 0.0, 1.0], [0.6, -0.8, 0.0]]).T
    cells["partner"][0] = 2
    walk, _ = contact_step(cells, v, 1.0)
    np.testing.assert_allclose(walk.T, [[0.2, -0.1, 0.02], [1.8, -2.4, 0.0]], rtol=1e-12)


def test_a_struck_cell_dies_once_and_all_who_hold_it_let_go():
    """T cells 0, 1 and 2 hold the cell 5, which 0 and 1 strike; 3 holds 6; 4 strikes 7, which died before."""
    cells = cells_of([EFFECTOR] * 5 + [TUMOUR, TUMOUR, NECROTIC])
    cells["partner"][:5], cells["clock"][:] = [5, 5, 5, 6, 7], 99.0
    strikes, dead = np.array([1, 1, 0, 0, 1, 0, 0, 0], dtype=np.int8), np.empty(5, dtype=np.int64)
    n = f_.strike_down(np.arange(5), cells.real, cells.whole, strikes, 516.0, dead)
    assert list(dead[:n]) == [5]
    assert list(cells["kind"][5:]) == [APOPTOTIC, TUMOUR, NECROTIC]
    assert list(cells["partner"]) == [NOBODY, NOBODY, NOBODY, 6, NOBODY, NOBODY, NOBODY, NOBODY]
    assert list(cells["clock"][5:]) == [0.0, 99.0, 99.0]
    assert cells["span"][5] == 516.0


def test_t_cells_let_go_of_cells_that_died_otherwise():
    cells = cells_of([EFFECTOR] * 3 + [NECROTIC, TUMOUR])
    cells["partner"][:3] = [3, 4, NOBODY]
    f_.let_go(np.arange(3), cells.whole)
    assert list(cells["partner"][:3]) == [NOBODY, 4, NOBODY]


def test_a_daughter_begins_without_hours_of_contact():
    cells = holding(1, EFFECTOR, 30.0)
    f_.split(cells, np.array([0]), key_of(3), 0, (VOLUME,))
    assert list(cells["contact"]) == [30.0, 0.0, 0.0]
    assert list(cells["partner"]) == [1, NOBODY, NOBODY]
