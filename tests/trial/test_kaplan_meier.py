"""Survival curves against lifelines, and the rules of medians."""

from __future__ import annotations

import warnings
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from cartsim.trial.survival import aalen_johansen, kaplan_meier, quantile_time, restricted_mean

FOLLOW_UP = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=40)


def split(rows):
    return np.array([row[0] for row in rows], float), np.array([row[1] for row in rows], int)


@settings(max_examples=60, deadline=None)
@given(FOLLOW_UP)
def test_curve_and_log_log_limits_are_those_of_lifelines(rows):
    time, event = split(rows)
    curve = kaplan_meier(time, event)
    fitter = KaplanMeierFitter().fit(time, event)
    assert curve.survival == pytest.approx(fitter.survival_function_at_times(curve.time).to_numpy())
    known = (curve.survival > 0) & (curve.survival < 1)
    table = fitter.confidence_interval_survival_function_.loc[curve.time].to_numpy()
    assert curve.lower[known] == pytest.approx(table[known, 0], abs=1e-9)
    assert curve.upper[known] == pytest.approx(table[known, 1], abs=1e-9)
    assert np.isnan(curve.lower[~known]).all()
    assert np.isnan(curve.upper[~known]).all()


@given(FOLLOW_UP, st.sampled_from(["log-log", "log", "plain"]))
def test_the_table_keeps_everybody_and_never_rises(rows, interval):
    time, event = split(rows)
    curve = kaplan_meier(time, event, interval)
    assert curve.time.tolist() == sorted(set(time))
    assert curve.at_risk[0] == len(rows)
    assert curve.events.sum() == event.sum()
    assert (np.diff(curve.survival) <= 0).all()
    limits = np.concatenate([curve.lower, curve.upper])
    assert ((limits[~np.isnan(limits)] >= 0) & (limits[~np.isnan(limits)] <= 1)).all()


def test_greenwood_and_the_three_scales_by_hand():
    log = kaplan_meier([1, 2, 3, 4, 5], [1, 0, 1, 0, 0], "log")
    plain = kaplan_meier([1, 2, 3, 4, 5], [1, 0, 1, 0, 0], "plain")
    survival, se = 0.8 * 2 / 3, (1 / 20 + 1 / 6) ** 0.5
    assert plain.lower[2] == pytest.approx(survival - 1.959963985 * survival * se)
    assert log.upper[2] == pytest.approx(min(1.0, survival * np.exp(1.959963985 * se)))
    with pytest.raises(ValueError, match="interval"):
        kaplan_meier([1], [1], "logit")


def test_events_come_before_censorings_of_the_same_day():
    assert kaplan_meier([2, 2, 3], [0, 1, 1]).survival.tolist() == pytest.approx([2 / 3, 0.0])


@pytest.mark.parametrize(("time", "event", "median"), [
    ([1, 2, 3, 4], [1, 1, 1, 1], 2.5),
    ([1, 2, 3], [1, 1, 1], 2.0),
    ([1, 2, 9, 12], [1, 1, 0, 0], 7.0),
    ([1, 2, 3, 4], [1, 0, 0, 0], np.nan),
])  # fmt: skip
def test_median_lies_in_the_middle_of_a_flat_stretch_at_one_half(time, event, median):
    assert kaplan_meier(time, event).median == pytest.approx(median, nan_ok=True)


def test_a_half_that_rounding_spoils_is_still_a_half():
    assert quantile_time([1, 5, 8], [0.7, 0.5 + 1e-14, 0.2]) == 6.5
    assert quantile_time([1, 5, 8], [0.7, np.nan, np.nan]) != quantile_time([1, 5, 8], [0.7, 0.4, 0.2])
    assert np.isnan(quantile_time([1, 5], [0.7, np.nan]))


@given(FOLLOW_UP)
def test_limits_of_the_median_stand_around_it(rows):
    curve = kaplan_meier(*split(rows))
    if not np.isnan(curve.median):
        assert not curve.median_lower > curve.median
        assert not curve.median_upper < curve.median


@given(FOLLOW_UP)
def test_restricted_mean_without_censoring_is_the_mean(rows):
    time, _ = split(rows)
    curve = kaplan_meier(time, np.ones(time.size, int))
    assert restricted_mean(curve, 12.0) == pytest.approx(np.minimum(time, 12.0).mean())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 60))
def test_competing_risks_are_those_of_lifelines(seed, n):
    random = np.random.default_rng(seed)
    time, cause = np.sort(random.uniform(0.1, 10, n)), random.integers(0, 3, n)
    cause[0] = 1
    curve = aalen_johansen(time, cause)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = AalenJohansenFitter(calculate_variance=True).fit(time, cause, event_of_interest=1)
    oracle = fitter.cumulative_density_.iloc[:, 0]
    assert curve.incidence == pytest.approx(oracle.loc[curve.time].to_numpy())
    mid = n // 2
    deviation = np.log(curve.lower[mid]) / np.log(curve.upper[mid])
    if np.isfinite(deviation):
        variance = fitter.variance_.loc[curve.time[mid]]
        value = curve.incidence[mid]
        assert np.log(deviation) == pytest.approx(
            -2 * 1.959964 * variance**0.5 / (value * np.log(value)), rel=1e-5
        )


def test_incidence_without_censoring_is_the_crude_share():
    curve = aalen_johansen([1, 2, 2, 5, 9], [1, 2, 1, 1, 0])
    assert curve.at(5)[0] == pytest.approx(3 / 5)
    assert curve.at(0.5) == (0.0, 0.0, 0.0)
    assert curve.at(1)[0] == pytest.approx(1 / 5)


@pytest.mark.parametrize(("time", "event", "message"), [
    ([1.0], [1, 0], "1 times and 2 events"),
    ([np.nan], [1], "a time is missing, infinite or negative"),
    ([np.inf], [0], "a time is missing, infinite or negative"),
    ([-1.0], [1], "a time is missing, infinite or negative"),
    ([1.0], [2], "an event is coded 1, a censoring 0"),
    ([1.0], [-1], "an event is coded 1, a censoring 0"),
    ([1.0], [0.5], "an event is coded 1, a censoring 0"),
])  # fmt: skip
def test_what_is_no_follow_up_is_refused(time, event, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        kaplan_meier(time, event)


def test_a_competing_cause_is_coded_two_and_up():
    assert aalen_johansen([1.0, 2.0], [7, 1]).incidence.tolist() == [0.0, 0.5]
    with pytest.raises(ValueError, match=r"^an event is coded 1, a censoring 0, competing causes 2 and up$"):
        aalen_johansen([1.0], [-1])


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5])
def test_a_level_is_a_share(level):
    with pytest.raises(ValueError, match=f"^level must lie between 0 and 1, not {level}$"):
        kaplan_meier([1.0], [1], level=level)


def test_nobody_gives_empty_curves():
    assert kaplan_meier([], []).time.size == aalen_johansen([], []).time.size == 0
    assert np.isnan(kaplan_meier([], []).median)
    assert restricted_mean(kaplan_meier([], []), 7.0) == 7.0


def test_time_and_event_may_be_text_of_numbers_and_truths():
    assert kaplan_meier(["1", "2"], [True, False]).survival.tolist() == [0.5, 0.5]


def test_a_restricted_mean_stops_at_its_horizon_and_carries_the_last_value_on():
    curve = kaplan_meier([2, 4, 4, 8], [1, 1, 0, 0])
    assert [restricted_mean(curve, day) for day in (1, 3, 6, 10)] == [1.0, 2.75, 4.5, 6.5]


def nelson_style_incidence(time, cause):
    """Incidence and its variance, term by term as the textbook writes them (Marubini & Valsecchi 1995)."""
    rows = []
    for day in sorted(set(time)):
        incidence, variance, survival = 0.0, 0.0, 1.0
        steps = []
        for s in sorted({d for d in time if d <= day}):
            n = sum(d >= s for d in time)
            ours = sum(d == s and c == 1 for d, c in zip(time, cause, strict=True))
            dead = sum(d == s and c > 0 for d, c in zip(time, cause, strict=True))
            incidence += survival * ours / n
            steps.append((incidence, survival, n, ours, dead))
            survival *= 1 - dead / n
        for then, before, n, ours, dead in steps:
            gap = incidence - then
            variance += gap**2 * dead / (n * (n - dead)) if n > dead else 0.0
            variance += before**2 * (n - ours) * ours / n**3 - 2 * gap * before * ours / n**2
        rows.append((incidence, variance))
    return np.array(rows).T


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_incidence_and_its_limits_are_those_of_the_textbook(seed, level):
    random = np.random.default_rng(seed)
    time, cause = random.integers(0, 12, 25).astype(float), random.integers(0, 4, 25)
    curve = aalen_johansen(time, cause, level)
    incidence, variance = nelson_style_incidence(time.tolist(), cause.tolist())
    assert curve.incidence == pytest.approx(incidence, abs=1e-13)
    known = (incidence > 0) & (incidence < 1)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    log = np.log(-np.log(incidence[known]))
    half = z * np.sqrt(variance[known]) / -np.log(incidence[known]) / incidence[known]
    assert curve.lower[known] == pytest.approx(np.exp(-np.exp(log + half)), abs=1e-12)
    assert curve.upper[known] == pytest.approx(np.exp(-np.exp(log - half)), abs=1e-12)
    assert np.isnan([curve.lower[~known], curve.upper[~known]]).all()
    day = curve.time[3]
    assert curve.at(day) == curve.at(day + 0.5) == (curve.incidence[3], curve.lower[3], curve.upper[3])


def test_an_incidence_of_everybody_has_no_limits():
    curve = aalen_johansen([1, 2], [1, 1])
    assert curve.incidence.tolist() == [0.5, 1.0]
    assert np.isnan([curve.lower[1], curve.upper[1]]).all()
    assert 0 < curve.lower[0] < 0.5 < curve.upper[0] < 1
