"""The numbers of the page are the very digits that a run rounds to."""

import gzip
from base64 import b64decode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartsim.demo.static.packed import MISSING, as_text, coded, decoded, in_planes

three_digits = st.builds(lambda m, e: float(f"{m}e{e}"), st.integers(100, 999), st.integers(-31, 25))


@given(st.lists(three_digits, min_size=1, max_size=50))
def test_a_number_of_three_digits_comes_back_as_it_is(numbers):
    assert decoded(coded(numbers)).tolist() == numbers


@given(st.floats(min_value=1e-29, max_value=1e27))
def test_any_other_is_rounded_to_the_nearest_of_three_digits(number):
    (found,) = decoded(coded([number]))
    digit = 10.0 ** (np.floor(np.log10(number)) - 2)
    assert abs(found - number) <= 0.5000001 * digit


@pytest.mark.parametrize("number", [9.995, 9.9951, 99.96, 999.9, 1e3, 9.9999e-30])
def test_rounding_up_to_a_power_of_ten_is_one(number):
    assert decoded(coded([number])).tolist() == [float(f"{number:.2e}")]


def test_zero_the_tiny_and_the_missing_have_codes_of_their_own():
    codes = coded([0.0, 1e-31, np.nan, 1.0])
    assert codes[:3].tolist() == [0, 0, MISSING]
    np.testing.assert_equal(decoded(codes), [0.0, 0.0, np.nan, 1.0])


@pytest.mark.parametrize("number", [-1.0, np.inf])
def test_what_has_no_code_is_refused(number):
    with pytest.raises(ValueError, match="finite numbers from zero on"):
        coded([1.0, number])


def test_planes_hold_the_steps_from_time_to_time():
    codes = np.random.default_rng(1).integers(0, 65536, (4, 2, 7), dtype=np.uint16)
    low, high = in_planes(codes)
    content = gzip.decompress(b64decode(as_text(low, high)))
    steps = np.frombuffer(content, np.uint8).reshape(2, 4, 2, 7).astype(np.uint16)
    np.testing.assert_array_equal(np.cumsum(steps[0] + 256 * steps[1], axis=-1, dtype=np.uint16), codes)
