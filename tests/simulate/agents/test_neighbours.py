"""Lists of neighbours against a k-d tree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from cartsim.simulate.agents import crew as crews
from cartsim.simulate.agents.crew import ALONE, crew
from cartsim.simulate.agents.neighbours import FEWEST, PER_CELL, Bins, Neighbours, bins_for, sort_cells

RANDOM = np.random.default_rng(11)


def lists_of(places: np.ndarray, reach: np.ndarray, room: int = 32, hands: crews.Crew = ALONE) -> list[list[int]]:
    lists = Neighbours(places.shape[1], room, hands)
    lists.find(places, reach)
    return [list(lists.other[a:b]) for a, b in zip(lists.start, lists.stop, strict=True)]


def pairs_of(lists: list[list[int]]) -> set[tuple[int, int]]:
    return {(i, int(o)) for i, others in enumerate(lists) for o in others}


def pairs_by_tree(places: np.ndarray, reach: np.ndarray) -> set[tuple[int, int]]:
    """All ordered pairs nearer than the sum of their reaches."""
    found = cKDTree(places.T).query_pairs(2 * reach.max() * (1 + 1e-9), output_type="ndarray")
    d2 = ((places[:, found[:, 0]] - places[:, found[:, 1]]) ** 2).sum(axis=0)
    near = found[d2 < (reach[found[:, 0]] + reach[found[:, 1]]) ** 2]
    return {(int(i), int(j)) for i, j in near} | {(int(j), int(i)) for i, j in near}


def cloud(n: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    return RANDOM.uniform(-width, width, (3, n)), RANDOM.choice([7.0, 12.0, 12.3], n)


@pytest.mark.parametrize(("n", "width"), [(1, 10), (2, 5), (9, 10), (700, 60), (3000, 400), (400, 4000)])
def test_lists_hold_everyone_within_reach_and_none_twice(n, width):
    places, reach = cloud(n, width)
    lists = lists_of(places, reach)
    assert pairs_of(lists) == pairs_by_tree(places, reach)
    assert sum(map(len, lists)) == len(pairs_of(lists))


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(st.tuples(*[st.floats(-60, 60)] * 3, st.floats(1, 20)), min_size=1, max_size=60),
)
def test_lists_are_complete_wherever_cells_lie(points):
    table = np.array(points).T.copy()
    assert pairs_of(lists_of(table[:3], table[3])) == pairs_by_tree(table[:3], table[3])


def test_cells_at_one_place_are_neighbours_of_each_other_and_not_of_themselves():
    lists = lists_of(np.zeros((3, 20)), np.full(20, 5.0))
    assert [sorted(others) for others in lists] == [[o for o in range(20) if o != i] for i in range(20)]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_clump_too_dense_for_the_room_gets_more(threads):
    places = np.concatenate([RANDOM.uniform(-3, 3, (3, 1500)), cloud(1500, 300)[0]], axis=1)
    reach = np.full(3000, 10.0)
    with crew(threads) as hands:
        found = Neighbours(3000, 8, hands)
        found.find(places, reach)
    assert found.room > 8
    counts = np.bincount([i for i, _ in pairs_by_tree(places, reach)], minlength=3000)
    np.testing.assert_array_equal(found.stop - found.start, counts)


def test_lists_and_their_order_are_the_same_for_any_number_of_threads():
    places, reach = cloud(5000, 120)
    alone = lists_of(places, reach)
    for threads in (2, 3, 7):
        with crew(threads) as hands:
            assert lists_of(places, reach, hands=hands) == alone


def test_far_cells_around_a_dense_nodule_take_few_bins_and_are_still_found():
    """A box of the whole cavity would be half a million bins for so few cells."""
    places = np.concatenate([cloud(2000, 80)[0], cloud(300, 2000)[0]], axis=1)
    reach = np.full(2300, 12.0)
    bins = bins_for(places, 24.0)
    assert bins.counts.max() <= max(FEWEST, np.ceil((PER_CELL * 2300) ** (1 / 3)))
    assert (bins.low + bins.size * bins.counts < places.max(axis=1)).all()
    assert pairs_of(lists_of(places, reach)) == pairs_by_tree(places, reach)


def test_cells_outside_the_bins_are_in_the_nearest_one():
    bins = Bins(np.zeros(3), 10.0, np.array([3, 2, 1]), np.zeros(7, dtype=np.int64))
    places = np.array([[-99.0, 5, 5], [99, 99, 99], [15, 5, 5], [25, -1, -1]]).T
    assert list(sort_cells(places, bins, ALONE)) == [0, 2, 3, 1]
    assert list(np.diff(bins.first)) == [1, 1, 1, 0, 0, 1]


def test_sorting_is_by_bin_then_by_column_for_any_number_of_threads():
    places, _ = cloud(4000, 100)
    bins = bins_for(places, 25.0)
    order = sort_cells(places, bins, ALONE)
    k, j, i = (np.floor((places[axis] - bins.low[axis]) / 25.0).astype(int) for axis in (2, 1, 0))
    np.testing.assert_array_equal(order, np.lexsort((np.arange(4000), i, j, k)))
    with crew(3) as hands:
        np.testing.assert_array_equal(sort_cells(places, bins_for(places, 25.0), hands), order)


def test_a_list_stays_complete_while_nobody_moves_further_than_the_margin():
    places, reach = cloud(2000, 90)
    margin = RANDOM.choice([1.5, 6.0], 2000)
    listed = pairs_of(lists_of(places, reach + margin))
    step = RANDOM.normal(size=(3, 2000))
    moved = places + 0.999 * margin * step / np.sqrt((step**2).sum(axis=0))
    assert pairs_by_tree(moved, reach) <= listed
    assert not pairs_by_tree(places + 3 * (moved - places), reach) <= listed
