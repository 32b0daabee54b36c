"""Two trials by hand: one escalates, expands and ends late, the other stops at once."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.population.streams import uniforms
from cartsim.trial.campaigns import Campaigns, Candidates, Plan, campaigns, expansion_counts, orders
from cartsim.trial.operating import Pool, Rules

LEVELS = 2
TOXIC, RESPONDS, SEVERE, LOST = (6, 7, 8, 9), (0, 1, 7), (1,), 10
ORDER = np.array([[0, 1, 2, 3, 4, 5, 1, 7, LOST, 0, 0, 0], [7, 8, 9, *[0] * 9]])


def patients(*who):
    """Those patients of twelve, at both levels."""
    return np.isin(np.arange(12), who)[:, None].repeat(LEVELS, axis=1)


PEOPLE = Candidates(
    Pool(patients(*TOXIC), ~patients(LOST), np.where(patients(LOST), 5.0, 0.0)),
    response=patients(*RESPONDS),
    infused=~patients(LOST),
    severe=patients(*SEVERE, LOST),
    reason=np.zeros((12, LEVELS), int),
)


def carried_out(expansion=3, level=None) -> Campaigns:
    return campaigns(PEOPLE, ORDER, Plan(Rules(), expansion, level))


def test_a_trial_expands_the_selected_level_with_its_next_patients():
    """0 of 3, then 0 of 3 at the top: days 0 to 84, a patient a week from then on."""
    found = carried_out()
    assert found.escalation.selected.tolist() == [2, 0]
    assert found.expansion.level.tolist() == [2, 0]
    assert found.expansion.who[0].tolist() == [1, 7, LOST]
    assert found.expansion.filled.tolist() == [[True] * 3, [False] * 3]
    assert found.expansion.day[0].tolist() == [84.0, 91.0, 98.0]
    assert found.closes.tolist() == [126.0, 42.0]


def test_without_an_expansion_a_trial_closes_with_its_escalation():
    found = carried_out(expansion=0)
    assert found.closes.tolist() == [84.0, 42.0]
    assert found.expansion.level.tolist() == [0, 0]


def test_a_level_is_expanded_where_it_proved_tolerable():
    assert carried_out(level=1).expansion.level.tolist() == [1, 0]


def test_outcomes_count_the_evaluable_of_both_parts_by_level():
    """Level 1: 0 1 2 and 7 8 9; level 2: 3 4 5 and 1 7 of the expansion, whose third was not followed."""
    found = carried_out().outcomes
    assert found.patients.tolist() == [[3, 5], [3, 0]]
    assert found.dlts.tolist() == [[0, 1], [3, 0]]
    assert found.responses.tolist() == [[2, 2], [1, 0]]
    assert found.both.tolist() == [[0, 1], [1, 0]]


def test_expansion_counts_response_of_all_dlt_of_the_evaluable_crs_of_the_infused():
    counts = expansion_counts(PEOPLE, carried_out().expansion)
    found = {name: [part.tolist() for part in parts] for name, parts in counts.items()}
    assert found == {"orr": [[2, 0], [3, 0]], "dlt": [[1, 0], [2, 0]], "severe_crs": [[1, 0], [2, 0]]}


def test_nobody_in_the_pool_gives_trials_of_nobody():
    empty = Candidates(*(part[:0] for part in (PEOPLE.pool.limited,) * 5))
    empty = empty._replace(pool=Pool(*(part[:0] for part in PEOPLE.pool)))
    found = campaigns(empty, np.zeros((2, 0), np.int64), Plan(Rules(), 3))
    assert found.outcomes.patients.tolist() == [[0, 0], [0, 0]]
    counts = expansion_counts(empty, found.expansion)
    assert {name: [part.tolist() for part in parts] for name, parts in counts.items()} == {
        name: [[0, 0], [0, 0]] for name in ("orr", "dlt", "severe_crs")
    }
    assert {part.dtype for parts in counts.values() for part in parts} == {np.dtype(np.int64)}
    assert {part.dtype for part in found.outcomes} == {np.dtype(np.int64)}


@pytest.mark.parametrize("expansion", [0, 5])
def test_the_order_of_enrolment_is_drawn_by_its_own_name(expansion):
    plan, trials = Plan(Rules(most_patients=2), expansion), np.arange(4)
    found = orders(3, trials, 50, plan)
    expected = (uniforms(3, "design/enrolment", trials, found.shape[1]) * 50).astype(int)
    np.testing.assert_array_equal(found, expected)
    assert found.shape[1] == 8 + expansion
    assert orders(3, trials, 0, plan).shape == (4, 0)
