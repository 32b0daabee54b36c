"""3+3 and BOIN: printed tables, formulas, and whole trials."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from cartsim.trial.escalation import boin_boundaries, boin_mtd, boin_next, three_plus_three
from cartsim.trial.operating import operating_characteristics, run_escalation

TABLE_30 = {3: (0, 2, 3), 6: (1, 3, 4), 9: (2, 4, 5), 12: (2, 5, 7), 15: (3, 6, 8)}
"""BOIN for a target of .30 as the design's own table prints it: escalate, de-escalate, eliminate."""


@pytest.mark.parametrize("n", list(TABLE_30))
def test_boin_boundaries_are_those_of_the_printed_table(n):
    assert boin_boundaries(0.3, n)[2:] == TABLE_30[n]


def test_boin_lambdas():
    found = boin_boundaries(0.3, 1)
    assert found.lambda_e == pytest.approx(0.2364907, abs=5e-8)
    assert found.lambda_d == pytest.approx(0.3585195, abs=5e-8)
    assert found.eliminate is None
    assert boin_boundaries(0.3, 2).eliminate is None


@given(st.floats(0.1, 0.5), st.integers(1, 60))
def test_boin_counts_follow_their_definitions(target, n):
    found = boin_boundaries(target, n)
    assert found.lambda_e < target < found.lambda_d
    rates = np.arange(n + 1) / n
    assert found.escalate == max((y for y in range(n + 1) if rates[y] <= found.lambda_e), default=-1)
    assert found.deescalate == min(y for y in range(n + 1) if rates[y] >= found.lambda_d - 1e-12)
    toxic = [y for y in range(n + 1) if beta.sf(target, 1 + y, 1 + n - y) > 0.95]
    assert found.eliminate == (toxic[0] if toxic and n >= 3 else None)


@pytest.mark.parametrize(("outcomes", "doses", "next_dose", "done"), [
    ("", 3, 1, False),
    ("1NNN", 3, 2, False),
    ("1NNT", 3, 1, False),
    ("1NNT 1NNN", 3, 2, False),
    ("1NNT 1NNT", 3, None, True),
    ("1NTT", 3, None, True),
    ("1NNN 2NTT", 3, 1, False),
    ("1NNN 2NTT 1NNN", 3, 1, True),
    ("1NNN 2NTT 1NNT", 3, 1, True),
    ("1NNN 2NTT 1NTT", 3, None, True),
    ("1NNN 2NNT 2NNT", 3, 1, False),
    ("1NNN 2NNN 3NNN", 3, 3, True),
    ("1NNN 2NNN 3NNT", 3, 3, False),
    ("1NNN 2NNN 3NNT 3NNN", 3, 3, True),
    ("1NN", 3, 1, False),
    ("1NNN 1NNN 2NTT", 3, 1, True),
])  # fmt: skip
def test_three_plus_three_by_hand(outcomes, doses, next_dose, done):
    assert tuple(three_plus_three(outcomes, doses)) == (next_dose, done)


def test_three_plus_three_that_does_not_go_back():
    assert tuple(three_plus_three("1NNN 2NTT", 3, deescalate=False)) == (1, True)


@pytest.mark.parametrize(("outcomes", "next_dose", "done"), [
    ("", 1, False),
    ("1NNN", 2, False),
    ("1NNT", 1, False),
    ("1NTT", 1, False),
    ("1TTT", None, True),
    ("1NNN 2TTT", 1, False),
    ("1NNN 2TTT 1NNN", 1, False),
    ("1NNN 2NNN 3NNN", 3, False),
    ("1NNN 2NTT 1NNT", 2, False),
    ("1NNN 2NTT 1NTT", 1, False),
])  # fmt: skip
def test_boin_next_by_hand(outcomes, next_dose, done):
    assert tuple(boin_next(outcomes, 3, target=0.3)) == (next_dose, done)


def test_the_selected_dose_is_nearest_the_target_after_pooling():
    assert boin_mtd("1NNN 2NNN 3NTT 2NNT", 3, target=0.3) == 2
    assert boin_mtd("1TTT", 3, target=0.3) is None
    assert boin_mtd("1NNN 1NNN 2NNT 2NNT", 2, target=0.3) == 2
    assert boin_mtd("1NNT 1NNT 2NNN 2NNN", 2, target=0.3) == 2


@pytest.mark.parametrize("bad", ["NNN", "4NNN", "0NNN", "1NXN", "1", "1NNN,2NNN"])
def test_what_is_no_cohort_is_refused(bad):
    with pytest.raises(ValueError, match="no cohort"):
        three_plus_three(bad, 3)
    with pytest.raises(ValueError):
        boin_boundaries(0.9, 3)


COHORTS = st.lists(st.sampled_from(["NNN", "NNT", "NTT", "TTT"]), max_size=12)


@given(COHORTS, st.integers(1, 4), st.sampled_from(["3+3", "boin"]))
def test_a_trial_never_leaves_its_doses_nor_skips_one_upwards(cohorts, doses, rule):
    outcomes, level = [], 1
    for letters in cohorts:
        outcomes.append(f"{level}{letters}")
        text = " ".join(outcomes)
        decision = three_plus_three(text, doses) if rule == "3+3" else boin_next(text, doses, target=0.3)
        if decision.done or decision.next_dose is None:
            assert decision.done
            break
        assert 1 <= decision.next_dose <= min(doses, level + 1)
        level = decision.next_dose


def test_whole_trials_find_the_dose_between_safe_and_toxic():
    random = np.random.default_rng(1)
    toxic = random.uniform(size=(400, 1)) < np.array([0.02, 0.08, 0.30, 0.70])
    found = operating_characteristics(toxic, np.ones_like(toxic), "boin", 60, 5, target=0.3)
    assert found.selected.sum() + found.none_selected == pytest.approx(1.0)
    assert found.selected[2] == max(found.selected)
    assert found.patients.sum() == pytest.approx(36.0)
    assert (found.dlts <= found.patients).all()


def test_who_is_not_evaluable_is_replaced_by_the_next():
    toxic = np.zeros((9, 1), bool)
    evaluable = np.ones_like(toxic)
    evaluable[1] = False
    trial = run_escalation(toxic, evaluable, "3+3")
    assert (trial.outcomes, trial.replaced, trial.selected) == ("1NNN", 1, 1)
    assert run_escalation(toxic[:2], evaluable[:2], "3+3").outcomes == ""
