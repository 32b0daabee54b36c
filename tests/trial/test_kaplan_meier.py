"""Survival curves against lifelines, and the rules of medians."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from cartsim.trial.survival import aalen_johansen, kaplan_meier, quantile_time, restricted_mean
from cartsim.trial.turnbull import turnbull

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


def test_turnbull_is_kaplan_meier_when_events_are_exact():
    time, event = np.array([1.0, 2, 3, 4, 6]), np.array([1, 1, 0, 1, 0])
    found = turnbull(time, np.where(event == 1, time, np.inf))
    curve = kaplan_meier(time, event)
    assert 1 - np.cumsum(found.mass)[:3] == pytest.approx(curve.survival[event == 1], abs=1e-6)


def test_turnbull_puts_the_mass_inside_the_visits():
    found = turnbull([0, 0, 30, 91], [30, 30, 91, np.inf])
    assert list(zip(found.start, found.end, strict=True))[:2] == [(0.0, 30.0), (30.0, 91.0)]
    assert found.mass[:2] == pytest.approx([0.5, 0.25], abs=1e-6)
    assert found.median() == (0.0, 30.0)


@pytest.mark.parametrize(
    ("time", "event"), [([1.0], [1, 0]), ([np.nan], [1]), ([-1.0], [1]), ([1.0], [2]), ([1.0], [0.5])]
)
def test_what_is_no_follow_up_is_refused(time, event):
    with pytest.raises(ValueError):
        kaplan_meier(time, event)
