"""Response surfaces and the posterior on them, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.calibration import posterior, search
from cartsim.calibration.free import chosen, load_free
from cartsim.calibration.surface import Surface, features, fitted
from cartsim.calibration.targets import load_targets
from cartsim.errors import BadInput

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
    for place in range(400):
        rest = np.arange(400) != place
        left.append(rows[place] - fitted(scores[rest], rows[rest])(scores[place]))
    one_by_one = np.sqrt(np.mean(np.square(left), axis=0))
    np.testing.assert_allclose(found.error, one_by_one, rtol=1e-9)
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
    monkeypatch.setattr(
        posterior, "log_likelihood", lambda rows, without="": -0.5 * ((rows[..., 0] - 1.0) / 0.5) ** 2
    )
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


def test_an_interrupted_wave_goes_on_where_it_stopped(tmp_path):
    """What is in the file is not evaluated again; a line cut off is, and does those after it no harm."""
    free = chosen(("k_bc", "i_max_k"))
    scores, file = search.first_wave(6, 2, 1), tmp_path / "evaluations.jsonl"
    first = search.read_off(scores[:3], free, 20, 1, file)
    file.write_bytes(file.read_bytes() + b'{"key": "cut o')
    seen = []
    both = search.read_off(scores[:5], free, 20, 1, file, lambda done, total: seen.append(done))
    again = search.read_off(scores, free, 20, 1, file, lambda done, total: seen.append(done))
    np.testing.assert_array_equal(first, both[:3])
    np.testing.assert_array_equal(both, again[:5])
    assert seen == [4, 5, 6]


def test_evaluations_of_one_parameter_are_not_taken_for_those_of_another(tmp_path):
    scores, file = search.first_wave(2, 1, 1), tmp_path / "evaluations.jsonl"
    one = search.read_off(scores, chosen(("k_bc",)), 20, 1, file)
    other = search.read_off(scores, chosen(("d_m",)), 20, 1, file)
    assert not np.array_equal(one, other)


def test_evaluations_of_other_patients_are_refused(tmp_path):
    scores, file = search.first_wave(2, 1, 1), tmp_path / "evaluations.jsonl"
    search.read_off(scores[:1], chosen(("k_bc",)), 20, 1, file)
    for patients, seed in ((20, 2), (30, 1)):
        with pytest.raises(BadInput, match="other"):
            search.read_off(scores, chosen(("k_bc",)), patients, seed, file)


def test_a_target_that_tells_a_parameter_is_named(one_told, monkeypatch):
    """Without the one target that speaks of the first parameter its SD is that of the prior."""
    told = -0.5

    def likelihood(rows, without=""):
        return told * ((rows[..., 0] - 1.0) / 0.5) ** 2 * (without != "C1")

    monkeypatch.setattr(posterior, "log_likelihood", likelihood)
    two = {name: load_targets()[name] for name in ("C1", "C2")}
    monkeypatch.setattr(posterior, "load_targets", lambda: two)
    named = posterior.told_by(one_told, posterior.sampled(one_told, 3), 3)
    assert named[0] == ["C1"]
    assert not any(named[1:])
