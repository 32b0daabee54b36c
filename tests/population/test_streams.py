"""Random numbers: addressed by seed, purpose and patient, never consumed in order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cartsim.population.streams import DRAWS_PER_BLOCK, WIDEST_GAP, normals, uniforms

IDS = np.arange(4000)


def test_a_patient_alone_has_the_numbers_it_has_among_others():
    everyone = uniforms(7, "k_kill", IDS, 6)
    for patient in (0, 7, 3999):
        assert np.array_equal(uniforms(7, "k_kill", [patient], 6)[0], everyone[patient])


@given(st.lists(st.integers(0, 3999), min_size=1, max_size=30))
def test_order_and_repetition_of_ids_change_nothing(ids):
    assert np.array_equal(uniforms(7, "k_kill", ids, 2), EVERYONE[ids])


EVERYONE = uniforms(7, "k_kill", IDS, 2)


def test_ids_far_apart_are_as_good_as_neighbours():
    far = np.array([5, 5 + WIDEST_GAP, 6 + 2 * WIDEST_GAP, 10**9, 2**62])
    together = uniforms(3, "x", far, 5)
    assert all(
        np.array_equal(uniforms(3, "x", [patient], 5)[0], row)
        for patient, row in zip(far, together, strict=True)
    )


def test_the_first_draws_stay_when_more_are_asked_for():
    long = uniforms(1, "reading error", IDS, 4 * DRAWS_PER_BLOCK + 1)
    for n in (1, 3, 4, 5, 8, 16):
        assert np.array_equal(uniforms(1, "reading error", IDS, n), long[:, :n])


def test_numbers_lie_strictly_between_zero_and_one():
    draws = uniforms(2, "x", np.arange(200_000), 4)
    assert draws.min() > 0.0
    assert draws.max() < 1.0
    assert np.isfinite(normals(2, "x", IDS, 4)).all()


def test_the_extreme_words_stay_inside_the_open_interval():
    words = np.array([0, 2**64 - 1], dtype=np.uint64)
    low, high = ((words >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52
    assert 0.0 < low < high < 1.0


@pytest.mark.parametrize("seed", [0, 1, 20261122, 2**53])
def test_draws_are_uniform_and_normal(seed):
    assert stats.kstest(uniforms(seed, "weight", IDS).ravel(), "uniform").pvalue > 1e-3
    assert stats.kstest(normals(seed, "weight", IDS, 2).ravel(), "norm").pvalue > 1e-3


def test_purposes_seeds_patients_and_draws_are_independent():
    columns = [
        uniforms(1, "a", IDS)[:, 0], uniforms(1, "b", IDS)[:, 0], uniforms(2, "a", IDS)[:, 0],
        uniforms(1, "a", IDS + 1)[:, 0], *uniforms(1, "c", IDS, 6).T,
    ]  # fmt: skip
    table = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(table).max() < 4.5 / np.sqrt(IDS.size)


def test_pairs_of_draws_fill_the_square():
    draws = uniforms(11, "x", IDS, 2)
    counts, _, _ = np.histogram2d(draws[:, 0], draws[:, 1], bins=8, range=((0, 1), (0, 1)))
    assert stats.chisquare(counts.ravel()).pvalue > 1e-3


def test_seed_and_purpose_cannot_be_confused():
    assert not np.array_equal(uniforms(1, "1x", IDS), uniforms(11, "x", IDS))
    assert not np.array_equal(uniforms(1, "x", IDS, 8)[:, 4:], uniforms(1, "x\0", IDS, 4))


def test_the_numbers_of_a_version_are_pinned():
    drawn = uniforms(20261122, "k_kill", [0, 1, 1000], 2)
    assert drawn.tolist() == PINNED


PINNED = [
    [0.8923501601741685, 0.36356010387206383],
    [0.7227960285912151, 0.1045532820627545],
    [0.600846190877829, 0.06466238460444573],
]


@pytest.mark.parametrize("bad", [[-1], [1.5], [[1, 2]], ["a"]])
def test_what_names_no_patient_is_refused(bad):
    with pytest.raises(ValueError, match="whole numbers"):
        uniforms(1, "x", bad)


def test_no_patients_and_no_draws_are_empty():
    assert uniforms(1, "x", [], 3).shape == (0, 3)
    assert uniforms(1, "x", [1, 2], 0).shape == (2, 0)
