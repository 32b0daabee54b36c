"""The table of cells: who is added, kept and held."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cartsim.simulate.agents import fates
from cartsim.simulate.agents.cells import (
    CLOCK,
    EFFECTOR,
    IDENTITY,
    KIND,
    NOBODY,
    PARTNER,
    RADIUS,
    TUMOUR,
    VOLUME,
    Cells,
    X,
    Z,
    columns,
)  # fmt: skip
from cartsim.simulate.agents.chance import key_of
from tests.simulate.agents.packing import cells_at


def some(n: int, room: int = 4) -> Cells:
    cells = Cells.none(room)
    real, whole = columns(n)
    real[X] = np.arange(n)
    cells.add(real, whole)
    return cells


def test_cells_are_added_with_identities_in_order_and_room_grows():
    cells = some(3)
    cells.add(*columns(10))
    assert cells.n == 13
    assert cells.real.shape[1] >= 13
    assert list(cells["identity"]) == list(range(13))
    assert list(cells["x"][:3]) == [0, 1, 2]
    assert (cells["partner"] == NOBODY).all()


@given(st.integers(1, 40), st.data())
def test_those_kept_take_their_partners_along_and_lose_the_ones_that_go(n, data):
    cells = some(n)
    partners = data.draw(st.lists(st.integers(NOBODY, n - 1), min_size=n, max_size=n))
    cells["partner"][:] = partners
    stay = np.array(data.draw(st.permutations(range(n))))[: data.draw(st.integers(0, n))]
    cells.keep(stay)
    assert list(cells["identity"]) == list(stay)
    held = [NOBODY if o == NOBODY else cells["identity"][o] for o in cells["partner"]]
    assert held == [partners[i] if partners[i] in stay else NOBODY for i in stay]


def test_an_identity_is_never_given_twice():
    cells = some(5)
    cells.keep(np.array([1, 3]))
    cells.add(*columns(2))
    assert list(cells["identity"]) == [1, 3, 5, 6]
    assert cells.born == 7


def test_attributes_are_views_of_the_cells_that_there_are():
    cells = some(3, room=50)
    cells["radius"][:] = 5.0
    assert cells["radius"].size == 3
    assert (cells.real[RADIUS, :3] == 5.0).all()
    assert (cells.real[RADIUS, 3:] == 0.0).all()


def test_kinds_are_counted():
    cells = some(4)
    cells["kind"][:] = [TUMOUR, EFFECTOR, TUMOUR, EFFECTOR]
    assert cells.count(TUMOUR) == 2
    assert cells.count(TUMOUR, EFFECTOR) == 4
    assert list(cells.is_t_cell) == [False, True, False, True]


def test_a_mother_becomes_two_halves_within_her_outline():
    cells = cells_at(np.array([[0.0, 50], [0, 0], [0, 0]]), np.array([[60.0], [0], [0]]))
    radius, volume = cells["radius"].copy(), cells["volume"].copy()
    cells["partner"][2], cells["clock"][:] = 1, 7.0
    fates.split(cells, np.array([1]), key_of(5), 3, (VOLUME,))
    assert cells.n == 4
    mother, daughter = cells.real[:, 1], cells.real[:, 3]
    assert mother[VOLUME] == daughter[VOLUME] == volume[1] / 2
    assert mother[RADIUS] == daughter[RADIUS] == radius[1] * 0.5 ** (1 / 3)
    apart = np.linalg.norm(mother[X : Z + 1] - daughter[X : Z + 1])
    np.testing.assert_allclose(apart, 2 * (radius[1] - mother[RADIUS]), rtol=1e-12)
    np.testing.assert_allclose((mother + daughter)[X : Z + 1] / 2, [50, 0, 0], atol=1e-12)
    assert daughter[CLOCK] == 0
    assert list(cells.whole[PARTNER]) [:4] == [NOBODY, NOBODY, 1, NOBODY]
    assert cells.whole[IDENTITY, 3] == 3
    assert cells.whole[KIND, 3] == TUMOUR
