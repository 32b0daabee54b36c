"""Response surfaces and the posterior on them, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.calibration import posterior, search
from cartsim.calibration.free import load_free
from cartsim.calibration.surface import Surface, features, fitted

FREE = len(load_free())


@pytest.fixture
def quadratic():
    random = np.random.default_rng(1)
    scores = random.standard_normal((400, 4))
    coefficients = random.standard_normal((features(scores).shape[1], 2))
    return scores, coefficients


def test_a_quadratic_is_found_exactly(quadratic):
    scores, coefficients = quadratic
    found = fitted(scores, features(scores) @ coefficients)
    np.testing.assert_allclose(found.coefficients, coefficients, atol=1e-10)
    assert found.error.max() < 1e-10


def test_the_error_is_that_of_readings_left_out(quadratic):
    scores, coefficients = quadratic
    rows = features(scores) @ coefficients + 0.3 * np.random.default_rng(2).standard_normal((400, 2))
    found = fitted(scores, rows)
    left = []
    for place in range(40):
        rest = np.arange(400) != place
        left.append(rows[place] - fitted(scores[rest], rows[rest])(scores[place]))
    one_by_one = np.sqrt(np.mean(np.square(left), axis=0))
    np.testing.assert_allclose(found.error, one_by_one, rtol=0.35)
    np.testing.assert_allclose(found.error, 0.3, rtol=0.15)


def test_a_reading_that_failed_is_left_out_of_its_column_alone(quadratic):
    scores, coefficients = quadratic
    rows = features(scores) @ coefficients
    rows[:50, 0] = np.nan
    np.testing.assert_allclose(fitted(scores, rows).coefficients, coefficients, atol=1e-9)


def test_too_few_evaluations_are_refused(quadratic):
    scores, coefficients = quadratic
    with pytest.raises(ValueError, match="too few"):
        fitted(scores[:10], (features(scores) @ coefficients)[:10])


@pytest.fixture
def one_told(monkeypatch):
    """A likelihood that tells the first parameter: score 1 with an SD of .5, the others nothing."""
    monkeypatch.setattr(posterior, "log_likelihood", lambda rows: -0.5 * ((rows[..., 0] - 1.0) / 0.5) ** 2)
    coefficients = np.zeros((features(np.zeros((1, FREE))).shape[1], 1))
    coefficients[1, 0] = 1.0
    return Surface(coefficients, np.zeros(1))


def test_the_top_of_two_normals_is_where_they_meet(one_told):
    expected = np.zeros(FREE)
    expected[0] = 1.0 / (1.0 + 0.25)
    np.testing.assert_allclose(posterior.top(one_told), expected, atol=1e-4)


def test_samples_have_the_spread_that_prior_and_likelihood_give(one_told):
    samples = posterior.sampled(one_told, seed=3)
    first, *rest = posterior.told(samples)
    assert first.sd_ratio == pytest.approx(np.sqrt(0.25 / 1.25), rel=0.1)
    assert first.median == pytest.approx(0.8, abs=0.1)
    assert first.word == "data"
    assert {row.word for row in rest} == {"prior"}


def test_the_same_seed_gives_the_same_samples(one_told):
    np.testing.assert_array_equal(posterior.sampled(one_told, 3), posterior.sampled(one_told, 3))


def test_nothing_is_asked_beyond_the_reach_of_the_surfaces(one_told):
    assert posterior.log_posterior(np.full(FREE, posterior.REACH + 0.1), one_told) == -np.inf


def test_the_first_wave_spreads_over_the_prior_and_no_further():
    scores = search.first_wave(500, FREE, 1)
    assert np.abs(scores).max() <= search.WIDEST
    np.testing.assert_allclose(scores.mean(axis=0), 0.0, atol=0.05)
    np.testing.assert_allclose(scores.std(axis=0), 0.96, atol=0.03)
    assert np.abs(np.corrcoef(scores.T) - np.eye(FREE)).max() < 0.2


def test_an_interrupted_wave_goes_on_where_it_stopped(tmp_path, monkeypatch):
    """Rows that stand in the table are not evaluated again; one cut off is."""
    scores = search.first_wave(6, FREE, 1)
    table = tmp_path / "evaluations.csv"
    first = search.evaluated(scores[:4], 20, 1, table)
    whole = table.read_text()
    table.write_text(whole + whole.splitlines()[0][:40])
    seen = []
    again = search.evaluated(scores[:4], 20, 1, table, seen.append)
    np.testing.assert_array_equal(first, again)
    assert seen == [4]
