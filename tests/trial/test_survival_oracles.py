"""Kaplan-Meier and log-rank against lifelines and scipy, to 1e-12, on published data and on hard cases."""

from __future__ import annotations

import warnings
from statistics import NormalDist

import lifelines.datasets as published
import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from scipy.stats import CensoredData, ecdf, logrank

from cartsim.trial.survival import kaplan_meier, log_rank, quantile_time

EXACT = {"rel": 1e-12, "abs": 1e-12}
PUBLISHED = {
    "waltons": (published.load_waltons, "T", "E", "group"),
    "rossi": (published.load_rossi, "week", "arrest", "fin"),
    "larynx": (published.load_larynx, "time", "death", "Stage_II"),
    "leukaemia": (published.load_leukemia, "t", "status", "Rx"),
    "gbsg2": (published.load_gbsg2, "time", "cens", "tgrade"),
    "kidney transplant": (published.load_kidney_transplant, "time", "death", "black_male"),
    "lung": (published.load_lung, "time", "status", "sex"),
    "dictatorships": (published.load_dd, "duration", "observed", "un_continent_name"),
    "lymph node": (published.load_lymph_node, "rectime", "censrec", "grade"),
    "lymphoma": (published.load_lymphoma, "Time", "Censor", "Stage_group"),
    "glioma": (published.load_g3, "time", "event", "group"),
    "psychiatric patients": (published.load_psychiatric_patients, "T", "C", "sex"),
}


def synthetic():
    random = np.random.default_rng(5)
    ties = random.integers(1, 6, 60).astype(float), random.integers(0, 2, 60), random.integers(0, 3, 60)
    return {
        "ties": ties,
        "all censored": (np.array([1.0, 2, 2, 5]), np.zeros(4, int), np.array([0, 1, 0, 1])),
        "all at once": (np.full(6, 3.0), np.ones(6, int), np.array([0, 1, 0, 1, 0, 1])),
        "one patient each": (np.array([4.0, 9.0]), np.array([1, 0]), np.array([0, 1])),
        "events at zero": (np.array([0.0, 0, 1, 2, 3]), np.array([1, 0, 1, 0, 1]), np.array([0, 1, 1, 0, 1])),
    }


def read(name):
    load, time, event, group = PUBLISHED[name]
    frame = load()
    known = frame[[time, event, group]].dropna()
    return (
        known[time].to_numpy(float),
        known[event].to_numpy().astype(int),
        known[group].to_numpy().astype(str),
    )


DATA = {name: read(name) for name in PUBLISHED} | synthetic()
EACH = pytest.mark.parametrize("name", DATA)


@EACH
def test_survival_and_numbers_at_risk_are_those_of_both_oracles(name):
    time, event, _ = DATA[name]
    curve = kaplan_meier(time, event)
    fitter = KaplanMeierFitter().fit(time, event)
    table = fitter.event_table.loc[curve.time]
    assert curve.survival == pytest.approx(fitter.survival_function_.loc[curve.time].iloc[:, 0], **EXACT)
    assert curve.at_risk.tolist() == table["at_risk"].tolist()
    assert curve.events.tolist() == table["observed"].tolist()
    scipys = ecdf(CensoredData(uncensored=time[event == 1], right=time[event == 0])).sf
    assert curve.time == pytest.approx(scipys.quantiles)
    assert curve.survival == pytest.approx(scipys.probabilities, **EXACT)


@EACH
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_log_log_limits_are_those_of_lifelines_and_plain_ones_those_of_scipy(name, level):
    time, event, _ = DATA[name]
    log_log, plain = kaplan_meier(time, event, "log-log", level), kaplan_meier(time, event, "plain", level)
    inner = (log_log.survival > 0) & (log_log.survival < 1)
    fitter = KaplanMeierFitter(alpha=1 - level).fit(time, event)
    table = fitter.confidence_interval_survival_function_.loc[log_log.time].to_numpy()
    assert np.stack([log_log.lower, log_log.upper], 1)[inner] == pytest.approx(table[inner], **EXACT)
    assert np.isnan([log_log.lower[~inner], log_log.upper[~inner]]).all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        scipys = ecdf(CensoredData(uncensored=time[event == 1], right=time[event == 0])).sf
        limits = scipys.confidence_interval(level, method="linear")
    alive = plain.survival > 0
    assert plain.lower[alive] == pytest.approx(np.clip(limits.low.probabilities, 0, 1)[alive], **EXACT)
    assert plain.upper[alive] == pytest.approx(np.clip(limits.high.probabilities, 0, 1)[alive], **EXACT)
    assert np.isnan([plain.lower[~alive], plain.upper[~alive]]).all()


@EACH
def test_greenwood_s_variance_is_the_sum_of_its_terms(name):
    time, event, _ = DATA[name]
    curve = kaplan_meier(time, event, "log", 0.9)
    total = 0.0
    for row in range(curve.time.size):
        at_risk, dead = int(curve.at_risk[row]), int(curve.events[row])
        if at_risk == dead:
            break
        total += dead / (at_risk * (at_risk - dead))
        spread = np.exp(NormalDist().inv_cdf(0.95) * total**0.5)
        assert curve.lower[row] == pytest.approx(curve.survival[row] / spread, **EXACT)
        assert curve.upper[row] == pytest.approx(min(curve.survival[row] * spread, 1.0), **EXACT)


@EACH
def test_the_median_is_that_of_lifelines_unless_the_curve_lies_at_one_half(name):
    """lifelines takes the first day of a stretch at exactly one half; ours is the middle of that stretch."""
    time, event, _ = DATA[name]
    curve = kaplan_meier(time, event)
    first = KaplanMeierFitter().fit(time, event).median_survival_time_
    flat = np.isclose(curve.survival, 0.5, rtol=0, atol=1e-12)
    if not flat.any():
        assert curve.median == (
            pytest.approx(first) if np.isfinite(first) else pytest.approx(np.nan, nan_ok=True)
        )
        return
    later = curve.time[curve.survival < 0.5 - 1e-12]
    assert curve.median == (curve.time[flat][0] + (later[0] if later.size else curve.time[-1])) / 2


@EACH
def test_limits_of_the_median_invert_the_limits_of_the_curve(name):
    time, event, _ = DATA[name]
    for interval in ("log-log", "log", "plain"):
        curve = kaplan_meier(time, event, interval)
        for limit, found in ((curve.lower, curve.median_lower), (curve.upper, curve.median_upper)):
            below = [day for day, value in zip(curve.time, limit, strict=True) if value <= 0.5]
            assert found == pytest.approx(below[0] if below else np.nan, nan_ok=True)
            assert found == pytest.approx(quantile_time(curve.time, limit), nan_ok=True)


def test_medians_that_differ_on_purpose():
    time, event = [1, 2, 3, 4], [1, 1, 1, 1]
    assert KaplanMeierFitter().fit(time, event).median_survival_time_ == 2
    assert kaplan_meier(time, event).median == 2.5


@EACH
def test_log_rank_is_that_of_lifelines(name):
    time, event, group = DATA[name]
    found = log_rank(time, event, group)
    if name in ("all censored", "all at once"):
        assert found == (0.0, 1.0)
        return
    oracle = multivariate_logrank_test(time, group, event)
    assert found.statistic == pytest.approx(oracle.test_statistic, rel=1e-10, abs=1e-12)
    assert found.p_value == pytest.approx(oracle.p_value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", [name for name, data in DATA.items() if len(set(data[2])) == 2])
def test_log_rank_of_two_groups_is_that_of_scipy(name):
    time, event, group = DATA[name]
    if name in ("all censored", "all at once"):
        return
    sides = [
        CensoredData(uncensored=time[mine & (event == 1)], right=time[mine & (event == 0)])
        for mine in (group == one for one in sorted(set(group)))
    ]
    oracle = logrank(*sides)
    found = log_rank(time, event, group)
    assert found.statistic == pytest.approx(oracle.statistic**2, rel=1e-12, abs=1e-12)
    assert found.p_value == pytest.approx(oracle.pvalue, rel=1e-9, abs=1e-12)
