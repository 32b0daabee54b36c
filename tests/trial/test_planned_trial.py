"""Repeated virtual trials: independent arms, proper tests, a fixed sequence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cartsim.scenario.planned import Planned
from cartsim.trial import compare, paired
from cartsim.trial.planned_trial import log_rank_p, planned_trials, repeated_trials, sampled, share_p
from tests.trial.synthetic_course import make_scenario

DAYS = st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.booleans()), min_size=4, max_size=30)


@settings(max_examples=80, deadline=None)
@given(DAYS)
def test_the_log_rank_is_that_of_scipy(rows):
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    p, _ = log_rank_p(time[None].astype(float), event[None].astype(int), group[None].astype(int))
    halves = [
        stats.CensoredData(time[(group == g) & event], right=time[(group == g) & ~event]) for g in (0, 1)
    ]
    if event.sum() == 0 or group.all() or not group.any():
        assert p[0] == 1.0
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = stats.logrank(*halves).pvalue
    if np.isfinite(expected):
        assert p[0] == pytest.approx(expected, abs=1e-10)
    else:
        assert p[0] == 1.0


def test_the_log_rank_by_hand():
    """Days 1 2 | 3 4: expected in the early group 1/2 + 1/3, variance 1/4 + 2/9; (2 - 5/6)^2 / (17/36)."""
    p, fewer = log_rank_p(np.array([[3.0, 1, 4, 2]]), np.ones((1, 4), int), np.array([[0, 1, 0, 1]]))
    assert p[0] == pytest.approx(stats.chi2.sf((7 / 6) ** 2 / (17 / 36), 1))
    assert not fewer[0]


def test_rows_do_not_meet():
    random = np.random.default_rng(3)
    time, event = random.integers(1, 9, (20, 12)).astype(float), random.integers(0, 2, (20, 12))
    group = np.repeat([[0, 1]], 6, axis=1).repeat(20, axis=0)
    whole = log_rank_p(time, event, group)[0]
    for row in range(20):
        assert whole[row] == log_rank_p(*(part[row : row + 1] for part in (time, event, group)))[0][0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12))
def test_shares_are_tested_as_scipy_tests_them(x, y):
    expected = stats.fisher_exact([[x, y], [12 - x, 12 - y]])[1] if 0 < x + y < 24 else 1.0
    assert share_p(x, 12, y, 12) == pytest.approx(expected)
    assert share_p(x, 12, y, 12) == pytest.approx(share_p(y, 12, x, 12))


def test_boschloo_rejects_where_fisher_does_and_more():
    tables = [(x, y) for x in range(0, 11, 2) for y in range(0, 11, 2)]
    exact = np.array([share_p(x, 10, y, 10) for x, y in tables])
    better = np.array([share_p(x, 10, y, 10, "boschloo") for x, y in tables])
    assert (better <= exact + 1e-3).all()
    assert (better <= 0.05).sum() > (exact <= 0.05).sum()


def test_an_empty_arm_rejects_nothing():
    assert share_p(0, 0, 3, 9) == share_p(3, 9, 0, 0) == 1.0


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(0, 30), st.integers(0, 99))
def test_nobody_is_in_a_trial_twice(each, more, seed):
    pool = np.arange(2 * each + more) * 3
    first, second = sampled(pool, each, 7, seed, "x")
    for one, two in zip(first, second, strict=True):
        assert len({*one.tolist(), *two.tolist()}) == 2 * each
        assert set(one.tolist()) | set(two.tolist()) <= set(pool.tolist())


def test_every_patient_comes_as_often_into_either_arm():
    first, second = sampled(np.arange(20), 4, 6000, 1, "x")
    for arm in (first, second):
        counts = np.bincount(arm.ravel(), minlength=20)
        assert stats.chisquare(counts).pvalue > 1e-3
    assert (np.sort(first, axis=1) != first).any()


def test_a_further_repeat_changes_none():
    few, many = sampled(np.arange(50), 5, 30, 1, "x"), sampled(np.arange(50), 5, 90, 1, "x")
    assert np.array_equal(few[0], many[0][:30])
    assert not np.array_equal(few[0], sampled(np.arange(50), 5, 30, 1, "y")[0])


def trials(event, hierarchy=("confirmed_orr",), times=None, **fields):
    """Power of two arms with these outcomes (arm, patient); the second arm is tested against the first."""
    planned = Planned(patients_per_arm=20, trials=2500, hierarchy=hierarchy, **fields)
    known = np.ones_like(event)
    measures = {"confirmed_orr": (event, known), "dcr": (event, known), "dlt": (event, known & False)}
    return repeated_trials([(1, 0)], ["b - a"], measures, times or {}, known, planned, seed=5)


def chances(*shares, patients=4000):
    random = np.random.default_rng(9)
    return random.random((len(shares), patients)) < np.array(shares)[:, None]


def test_the_power_is_that_of_the_binomial_table():
    """Exact: the chance of every table times whether Fisher's test rejects it."""
    event = chances(0.2, 0.6)
    one, two = event.mean(axis=1)
    table = stats.binom.pmf(np.arange(21), 20, one)[:, None] * stats.binom.pmf(np.arange(21), 20, two)
    rejected = np.array([[share_p(x, 20, y, 20) <= 0.05 for y in range(21)] for x in range(21)])
    found = trials(event)
    assert found["power"][0, 0] == pytest.approx((table * rejected).sum(), abs=0.025)
    assert found["power_lower"][0, 0] < found["power"][0, 0] < found["power_upper"][0, 0]
    assert found["power_mcse"][0, 0] < 0.01
    assert found["power_in_favour"][0, 0] == pytest.approx(found["power"][0, 0], abs=0.01)
    turned = trials(event[::-1])
    assert turned["power_in_favour"][0, 0] < 0.01


def test_equal_arms_are_told_apart_no_more_often_than_alpha():
    event = chances(0.4)
    same = np.concatenate([event, event])
    assert trials(same)["power"][0, 0] <= 0.05
    day = np.broadcast_to(np.random.default_rng(1).exponential(90, event.size), same.shape)
    found = trials(same, ("pfs",), {"pfs": (day, np.ones(same.shape, int))})
    assert found["power"][0, 0] == pytest.approx(0.06, abs=0.015), (
        "its chi^2 is rough with 20 patients an arm"
    )


def test_the_sequence_stops_at_the_first_hypothesis_not_rejected():
    event = chances(0.2, 0.6)
    found = trials(event, ("confirmed_orr", "dcr", "dlt"))
    assert found["power_in_sequence"][0, 1] == found["power"][0, 0] == found["power"][0, 1]
    assert found["power"][0, 2] == found["power_in_sequence"][0, 2] == 0.0
    blocked = trials(event, ("dlt", "confirmed_orr"))
    assert blocked["power"][0, 1] > 0.5
    assert blocked["power_in_sequence"][0, 1] == 0.0


def test_those_outside_the_set_of_a_curve_change_nothing():
    event = chances(0.5, 0.5)
    random = np.random.default_rng(2)
    day = random.exponential([[60.0], [140.0]], event.shape)
    found = trials(event, ("pfs",), {"pfs": (np.full(event.shape, np.nan), np.ones(event.shape))})
    assert found["power"][0, 0] == 0.0
    late = trials(event, ("pfs",), {"pfs": (day, np.ones(event.shape, int))})
    assert late["power_in_favour"][0, 0] > 0.5


def test_a_pool_too_small_for_two_arms_has_no_power():
    found = trials(chances(0.2, 0.6, patients=39))
    assert np.isnan(found["power"][0, 0])


def test_the_paired_comparison_offers_no_test():
    """A log-rank of arms that share their patients would ignore the pairing; p-values live in the repeats."""
    for module in (compare, paired):
        assert not [name for name in vars(module) if "log_rank" in name or "p_value" in name]


def test_a_run_hands_over_its_contrasts_its_times_and_its_seed():
    """The second arm is IC; one patient failed; survival is told apart from progression."""
    random, size = np.random.default_rng(4), (2, 90)
    scenario = make_scenario(
        "trial.planned={patients_per_arm: 12, trials: 300, hierarchy: [confirmed_orr, pfs, os]}",
        "run.patients=90",
    )
    event, solved = random.random(size) < [[0.2], [0.6]], np.ones(size, bool)
    solved[0, 3] = False
    found = {
        "pfs": random.exponential([[80.0], [160.0]], size),
        "pfs_event": (random.random(size) < 0.9).astype(int),
        "os": random.exponential(300.0, size),
        "os_event": (random.random(size) < 0.5).astype(int),
    }
    measures = {"confirmed_orr": (event, solved)}
    times = {"pfs": (found["pfs"], found["pfs_event"]), "os": (found["os"], found["os_event"])}
    planned, seed = scenario.trial.planned, scenario.run.seed
    expected = repeated_trials([(1, 0)], ["IC - IV"], measures, times, solved, planned, seed)
    power = planned_trials(measures, found, scenario, solved)
    assert set(power) == set(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(power[name], values, err_msg=name)
    assert power["power"].shape == (1, 3)
    assert power["power"][0, 0] > power["power"][0, 2]
    assert planned_trials(measures, found, make_scenario(), solved) == {}


def test_alike_arms_are_no_better_than_each_other():
    """A tie favours nobody, in shares and in times."""
    event = np.ones((2, 50), bool)
    assert trials(event, alpha=0.5)["power_in_favour"][0, 0] == 0.0
    p, fewer = log_rank_p(np.array([[1.0, 1.0, 2.0, 2.0]]), np.ones((1, 4), int), np.array([[0, 1, 0, 1]]))
    assert (p[0], bool(fewer[0])) == (1.0, False)


def test_boschloo_is_used_where_the_trial_plans_it():
    event = chances(0.2, 0.5)
    fisher, boschloo = (trials(event, test=test)["power"][0, 0] for test in ("fisher", "boschloo"))
    assert boschloo > fisher + 0.02
