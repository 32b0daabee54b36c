"""Random numbers by address: the published generator, uniform, and unrelated between addresses."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from cartsim._jit import kernel
from cartsim.simulate.agents import chance as c_

KNOWN_ANSWERS = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
)
"""Counter, key and answer of Philox4x32 with ten rounds, from `tests/kat_vectors` of Random123 1.14 (D. E. Shaw
Research)."""
PURPOSES = (c_.MOVE, c_.CONTACT, c_.FATE, c_.SPLIT, c_.START, c_.ENTRY)
KEY = c_.key_of(2024, 3)
CELLS, STEPS = 1000, 100


def words(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


@kernel
def fill(key, first, step, purpose, out):
    """Numbers (cell, step, 4) of cells from `first` and steps from `step` on."""
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j, 0], out[i, j, 1], out[i, j, 2], out[i, j, 3] = c_.uniforms(key, first + i, step + j, purpose)


def numbers(purpose=c_.FATE, key=KEY, first=0, step=0, cells=CELLS, steps=STEPS):
    out = np.empty((cells, steps, 4))
    fill(key, first, step, purpose, out)
    return out


def independent(a: np.ndarray, b: np.ndarray, cells: int = 16) -> float:
    """p of a chi-square test that pairs of numbers fill the unit square evenly."""
    seen, _, _ = np.histogram2d(a.ravel(), b.ravel(), cells, ((0, 1), (0, 1)))
    return float(stats.chisquare(seen.ravel()).pvalue)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_the_generator_gives_the_published_answers(counter, key, answer):
    assert list(c_.philox(*words(counter), *words(key))) == words(answer)


def test_an_address_is_a_counter_of_the_generator():
    """cell, step and purpose fill 48, 64 and 16 bits of the counter and do not touch."""
    cell, step, purpose = 0xABC_1234_5678, 0x9_8765_4321, c_.ENTRY
    counter = (0x1234_5678, 0xABC | purpose << 16, 0x8765_4321, 0x9)
    found = c_.philox(*map(np.uint64, counter), *KEY)
    assert c_.uniforms(KEY, cell, step, purpose) == tuple((int(word) + 0.5) / 2**32 for word in found)


def test_numbers_lie_strictly_between_0_and_1():
    low, high = (0 + 0.5) * c_.UNIT, (2**32 - 1 + 0.5) * c_.UNIT
    assert 0.0 < low < high < 1.0


@pytest.mark.parametrize("purpose", PURPOSES)
def test_numbers_are_uniform(purpose, record_property):
    p = float(stats.kstest(numbers(purpose).ravel(), "uniform").pvalue)
    record_property("p of a Kolmogorov-Smirnov test", f"{p:.2f}")
    assert p > 1e-3


@pytest.mark.parametrize("way", ["word", "cell", "step", "far cell"])
def test_neighbouring_addresses_have_unrelated_numbers(way):
    if way == "word":
        pairs = [(numbers()[..., i], numbers()[..., j]) for i, j in itertools.combinations(range(4), 2)]
    else:
        moved = {"cell": {"first": 1}, "step": {"step": 1}, "far cell": {"first": 2**32}}[way]
        pairs = [(numbers()[..., i], numbers(**moved)[..., j]) for i in range(2) for j in range(2)]
    for a, b in pairs:
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / a.size**0.5
        assert independent(a, b) > 1e-3 / len(pairs)


def test_purposes_keys_and_repeats_have_unrelated_numbers():
    sets = [numbers(purpose)[..., 0] for purpose in PURPOSES]
    sets += [numbers(key=c_.key_of(*key))[..., 0] for key in ((2024, 4), (2025, 3), (0, 0), (0, 1))]
    pairs = list(itertools.combinations(sets, 2))
    for a, b in pairs:
        assert (a == b).mean() < 1e-4
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4.5 / a.size**0.5
        assert independent(a, b) > 1e-3 / len(pairs)


def test_neighbouring_steps_of_a_cell_form_no_runs():
    """Lengths of runs above and below a half are geometric."""
    above = numbers(cells=50, steps=4000)[..., 0] > 0.5
    for word in above:
        changes = int((word[1:] != word[:-1]).sum())
        assert abs(changes - 3999 / 2) < 4.5 * (3999 / 4) ** 0.5


def test_directions_are_uniform_on_the_sphere():
    u = numbers(c_.MOVE).reshape(-1, 4)[:20_000]
    found = np.array([c_.direction(a, b) for a, b in u[:, :2]])
    np.testing.assert_allclose((found**2).sum(axis=1), 1.0, rtol=1e-12)
    for axis in range(3):
        assert stats.kstest((found[:, axis] + 1) / 2, "uniform").pvalue > 1e-3
    moments = found.T @ found / len(found)
    np.testing.assert_allclose(moments, np.eye(3) / 3, atol=4 * (4 / 45 / len(found)) ** 0.5)
