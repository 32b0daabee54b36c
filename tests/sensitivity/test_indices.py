"""Indices of functions whose indices are known, through the path that a trial takes."""

from __future__ import annotations

import numpy as np
import pytest

from cartsim.sensitivity.campaign import Choices, indices_of, values_of
from cartsim.sensitivity.evaluate import evaluated
from cartsim.sensitivity.factors import CENTRAL
from cartsim.sensitivity.indices import design, patients_luck, sobol_indices
from cartsim.sensitivity.record import Record
from cartsim.sensitivity.screening import effects, paths, strength

NAMES = ["x1", "x2", "x3", "dummy"]
BELONGS = {"format": "cartsim.evaluations/1", "scenario": "ishigami", "parameters and code": "none"}
A, B = 7.0, 0.1


def unit(point):
    """Probabilities over the central part as numbers from 0 to 1."""
    return (np.asarray(point) - CENTRAL[0]) / (CENTRAL[1] - CENTRAL[0])


def ishigami(point):
    """Ishigami and Homma 1990: sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]; three equal parts."""
    x = np.pi * (2.0 * unit(point) - 1.0)
    value = np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])
    return np.full((1, 3), value)


def known():
    """First and total order by the closed form."""
    v1 = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    v2 = A**2 / 8
    v13 = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return np.array([v1, v2, 0, 0]) / whole, np.array([v1 + v13, v2, v13, 0]) / whole


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("ishigami") / "evaluations.jsonl"
    with Record(path, BELONGS) as record:
        values = values_of(ishigami, NAMES, Choices(points=2048, seed=3), record, None)
    return indices_of(NAMES, ["y"], values, 3)["y"]


def test_the_indices_of_ishigami_are_the_known_ones(found):
    first, total = known()
    np.testing.assert_allclose(found.first, first, atol=0.02)
    np.testing.assert_allclose(found.total, total, atol=0.02)


def test_the_limits_hold_the_known_indices(found):
    first, total = known()
    limits = (found.first_lower, found.first_upper), (found.total_lower, found.total_upper)
    for value, (low, high) in zip((first, total), limits, strict=True):
        assert (low[:3] <= value[:3] + 0.01).all()
        assert (value[:3] - 0.01 <= high[:3]).all()
        assert (high[:3] - low[:3] < 0.2).all()


def test_the_dummy_is_nothing_at_all(found):
    assert found.first[-1] == found.total[-1] == found.total_upper[-1] == found.luck[-1] == 0.0


def test_an_output_that_never_changes_has_no_indices():
    rows = len(design(NAMES, 4, 1))
    found = sobol_indices(NAMES, np.full((rows, 3), 0.5), 1)
    assert np.isnan(found.total).all()
    assert (found.mean, found.sd) == (0.5, 0.0)
    assert np.isnan(sobol_indices(NAMES, np.full((rows, 3), np.nan), 1).first).all()


def test_the_luck_of_the_patients_is_found_where_it_is_all_there_is():
    random, names = np.random.default_rng(5), ["real", "nothing"]
    points = design(names, 2048, 2)
    halves = unit(points[:, 0])[:, None] + 0.4 * random.standard_normal((len(points), 2))
    outputs = np.column_stack([halves.mean(axis=1), halves])
    found = sobol_indices(names, outputs, 2)
    assert found.luck[1] == pytest.approx(found.total[1], rel=0.1)
    truth = (1 / 12) / (1 / 12 + 0.08)
    assert found.total[0] - found.luck[0] == pytest.approx(truth, abs=0.05)
    np.testing.assert_allclose(patients_luck(outputs, 2), found.luck)


def test_the_design_is_that_of_its_seed_and_grows_by_whole_blocks():
    few, more = design(NAMES, 4, 7), design(NAMES, 8, 7)
    assert few.shape == (4 * (len(NAMES) + 2), len(NAMES))
    np.testing.assert_array_equal(few, more[: len(few)])
    np.testing.assert_array_equal(few, design(NAMES, 4, 7))
    assert not np.array_equal(few, design(NAMES, 4, 8))
    assert (few >= CENTRAL[0]).all()
    assert (few <= CENTRAL[1]).all()


def test_the_bootstrap_is_that_of_the_seed():
    outputs = np.stack([ishigami(point)[0] for point in design(NAMES, 16, 1)])
    one, two = sobol_indices(NAMES, outputs, 1), sobol_indices(NAMES, outputs, 1)
    np.testing.assert_array_equal(one.total_upper, two.total_upper)
    assert not np.array_equal(one.total_upper, sobol_indices(NAMES, outputs, 2).total_upper)


def test_screening_finds_the_slopes_of_a_plane():
    names = ["steep", "flat", "none"]
    points = paths(names, 6, 1)
    outputs = np.column_stack([unit(points) @ [3.0, -1.0, 0.0], np.full(len(points), np.nan)])
    found = effects(names, points, outputs, 1)
    np.testing.assert_allclose(found[:, 0], [3.0, 1.0, 0.0], atol=1e-9)
    np.testing.assert_array_equal(found[:, 1], 0.0)
    np.testing.assert_allclose(strength(found), [1.5, 0.5, 0.0], atol=1e-9)


def test_all_cores_give_what_one_gives(tmp_path, monkeypatch):
    points = design(NAMES, 4, 1)
    with Record(tmp_path / "many", BELONGS) as record:
        many = evaluated(ishigami, NAMES, points, record)
    monkeypatch.setattr("cartsim.sensitivity.evaluate.os.cpu_count", lambda: 1)
    with Record(tmp_path / "one", BELONGS) as record:
        one = evaluated(ishigami, NAMES, points, record)
    np.testing.assert_array_equal(many, one)
