"""What the calibration asks: the likelihood of each kind of target, and the files it is written in."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logit
from scipy.stats import binom, multinomial, norm

from cartsim.calibration.experiments import conditions
from cartsim.calibration.free import chosen, load_free, values_at
from cartsim.calibration.targets import Target, load_targets, odds_of, on_scale, share_on_scale, shares
from cartsim.parameters import load_parameters, load_references


def target(**asked) -> Target:
    return Target("x", "x", "x", asked.pop("scale", "log"), "1", "cartsim", "x", **asked)


def test_a_band_is_the_chance_that_reading_and_error_lie_inside():
    found = target(band={"low": 1.0, "high": 50.0, "error": 0.2})
    for value in (0.5, 1.0, 7.0, 50.0, 80.0):
        inside = norm.cdf((np.log(50) - np.log(value)) / 0.2) - norm.cdf((np.log(1) - np.log(value)) / 0.2)
        assert found.log_likelihood([np.log(value)]) == pytest.approx(np.log(inside), abs=1e-12)


def test_a_band_far_away_still_says_which_way_is_nearer():
    found = target(band={"low": 1.0, "high": 50.0, "error": 0.01})
    near, far = found.log_likelihood(np.log([[0.5], [0.01]]))
    assert np.isfinite([near, far]).all()
    assert far < near < -1000


def test_an_estimate_is_a_normal_error_on_its_scale():
    found = target(scale="logit", estimate={"value": 0.09, "low": 0.04, "high": 0.16})
    sd = (logit(0.16) - logit(0.04)) / (2 * 1.959964)
    for share in (0.05, 0.09, 0.3):
        expected = norm.logpdf(logit(share), logit(0.09), sd) - norm.logpdf(0, 0, sd)
        assert found.log_likelihood([logit(share)]) == pytest.approx(expected)


def test_counts_are_multinomial():
    found, p = target(scale="shares", counts=(3, 9, 0)), np.array([0.3, 0.6, 0.1])
    odds = odds_of(1e9 * p)
    ratio = found.log_likelihood(odds) - found.log_likelihood(odds_of(1e9 * np.array([0.2, 0.7, 0.1])))
    other = multinomial.logpmf([3, 9, 0], 12, p) - multinomial.logpmf([3, 9, 0], 12, [0.2, 0.7, 0.1])
    assert ratio == pytest.approx(other, abs=1e-6)


def test_shares_and_their_odds_are_inverse_up_to_half_a_patient():
    counts = np.array([40, 55, 5])
    assert shares(odds_of(counts)) == pytest.approx((counts + [0.5, 0.25, 0.25]) / 101, rel=0.05)
    assert shares(odds_of(counts)).sum() == pytest.approx(1.0)
    assert np.isfinite(odds_of([100, 0, 0])).all()


def test_a_share_of_none_or_all_has_finite_odds():
    assert share_on_scale(0, 100) == -share_on_scale(100, 100) == pytest.approx(np.log(0.5 / 100.5))


def test_the_ends_of_a_scale_are_endless():
    assert on_scale(0.0, "log") == -np.inf
    assert on_scale(1.0, "logit") == np.inf
    assert on_scale(np.inf, "log") == np.inf


def test_exact_intervals_of_crs_are_those_of_nine_and_none_in_twelve():
    """The accepted ranges are computed, not typed: Clopper-Pearson by the tails of the binomial."""
    _, (low, high), (_, most) = load_targets()["C3"].accept
    assert binom.sf(8, 12, low) == pytest.approx(0.025, rel=0.02)
    assert binom.cdf(9, 12, high) == pytest.approx(0.025, rel=0.02)
    assert binom.cdf(0, 12, most) == pytest.approx(0.025, rel=0.02)


@pytest.mark.parametrize("name", list(load_targets()))
def test_a_target_asks_one_thing_and_names_its_source(name):
    found = load_targets()[name]
    assert sum(x is not None for x in (found.estimate, found.band, found.counts)) == (not found.shown)
    assert found.source in load_references()
    assert found.where.strip()
    assert found.accept is None or found.log_likelihood(np.zeros(found.width)).shape == ()


def test_a_published_estimate_lies_in_what_is_accepted():
    for found in load_targets().values():
        if found.estimate is not None:
            assert found.accepts(found.estimate["value"])


def test_free_parameters_are_parameters_and_their_priors_lie_inside_the_bounds():
    for free in load_free().values():
        assert load_parameters()[free.symbol].permits(free.prior)
        assert free.reason
        assert free.score(float(free.value(1.3))) == pytest.approx(1.3)


def test_at_score_zero_every_free_parameter_has_its_prior():
    free = chosen()
    assert values_at(np.zeros(len(free)), free) == {one.symbol: one.prior for one in free}


def test_every_condition_says_what_it_is():
    for block in conditions().values():
        assert set(block) == {"value", "unit", "source", "reason"}
        assert block["source"] in load_references()
