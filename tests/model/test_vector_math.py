"""Elementary functions of lanes against 60-digit arithmetic: the bounds that they state."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from cartsim._jit import kernel
from cartsim._lanes import LANES, aligned, get, put
from cartsim.model import vector_math as vm

U = 2.0**-53
TINY, HUGE = 2.2250738585072014e-308, 1.7976931348623157e308


@kernel
def logs(x, out):
    for m in range(x.shape[0]):
        put(out, m, vm.log(get(x, m)))


@kernel
def exps(x, out):
    for m in range(x.shape[0]):
        put(out, m, vm.exp(get(x, m)))


@kernel
def cube_roots(x, out):
    for m in range(x.shape[0]):
        put(out, m, vm.cube_root(get(x, m)))


@kernel
def powers(x, n, out):
    for m in range(x.shape[0]):
        put(out, m, vm.power(get(x, m), get(n, m)))


@kernel
def slopes(x, n, out):
    for m in range(x.shape[0]):
        put(out, m, vm.power_slope(get(x, m), get(n, m)))


def applied(function, *columns: np.ndarray) -> np.ndarray:
    """The function on columns of any length, eight at a time."""
    rows = -(-len(columns[0]) // LANES)
    inputs = []
    for column in columns:
        room = aligned(rows)
        room.reshape(-1)[: len(column)] = column
        inputs.append(room)
    out = aligned(rows)
    function(*inputs, out)
    return out.reshape(-1)[: len(columns[0])].copy()


def worst(found: np.ndarray, exact: list) -> float:
    """Greatest relative error, in units of one rounding."""
    with mpmath.workdps(60):
        errors = [abs((mpmath.mpf(float(a)) - b) / b) for a, b in zip(found, exact, strict=True) if b != 0]
        return float(max(errors) / U)


def spread(low: float, high: float, n: int, seed: int) -> np.ndarray:
    """Numbers of every size in between, and the ends."""
    random = np.random.default_rng(seed)
    return np.concatenate([[low, high], np.exp(random.uniform(np.log(low), np.log(high), n))])


def exactly(function, *columns: np.ndarray) -> list:
    with mpmath.workdps(60):
        return [function(*(mpmath.mpf(float(x)) for x in row)) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    ("low", "high"), [(TINY, HUGE), (0.5, 2.0), (1 - 1e-3, 1 + 1e-3), (1.4142135, 1.4142136)]
)
def test_log_keeps_its_bound(low, high):
    x = spread(low, high, 4000, 1)
    x = np.concatenate([x, np.nextafter(1.0, [0.0, 2.0])])
    assert worst(applied(logs, x), exactly(mpmath.log, x)) <= 3.0


@pytest.mark.parametrize(("low", "high"), [(-708.0, 709.0), (-0.35, 0.35), (-1e-3, 1e-3)])
def test_exp_keeps_its_bound(low, high):
    x = np.concatenate([np.random.default_rng(2).uniform(low, high, 4000), [low, high, 0.0]])
    assert worst(applied(exps, x), exactly(mpmath.exp, x)) <= 2.0


@pytest.mark.parametrize(("low", "high"), [(TINY, HUGE), (1.0, 8.0), (1e-3, 1e14)])
def test_cube_root_keeps_its_bound(low, high):
    x = np.concatenate([spread(low, high, 4000, 3), [1.0, 2.0, 4.0, 8.0, 27.0]])
    assert worst(applied(cube_roots, x), exactly(lambda v: mpmath.root(v, 3), x)) <= 3.0


def test_power_keeps_its_bound():
    x, n = spread(1e-12, 1e12, 4000, 4), np.random.default_rng(5).uniform(0.01, 6.0, 4002)
    found, exact = applied(powers, x, n), exactly(lambda a, b: a**b, x, n)
    for a, b, base, exponent in zip(found, exact, x, n, strict=True):
        bound = (2.0 + 4.0 * abs(exponent * np.log(base))) * U
        assert abs((mpmath.mpf(float(a)) - b) / b) <= bound, (base, exponent)


def test_power_slope_is_the_derivative():
    x, n = spread(1e-6, 1e6, 500, 6), np.random.default_rng(7).uniform(0.1, 6.0, 502)
    np.testing.assert_allclose(applied(slopes, x, n), n * x ** (n - 1), rtol=1e-12)


def test_what_lies_outside_is_as_stated():
    nan, inf = float("nan"), float("inf")
    x = np.array([0.0, -1.0, nan, inf, -inf, 5e-324])
    np.testing.assert_array_equal(applied(logs, x), [-inf, nan, nan, inf, nan, -inf])
    np.testing.assert_array_equal(
        applied(exps, np.array([-709.0, 710.0, nan, inf, -inf])), [0.0, inf, nan, inf, 0.0]
    )
    np.testing.assert_array_equal(applied(cube_roots, np.array([0.0, -8.0, nan])), [0.0, 0.0, nan])
    base, exponent = np.array([0.0, -2.0, nan, 1.0, 0.0]), np.array([1.3, 2.0, 2.0, 5.0, 1.0])
    np.testing.assert_array_equal(applied(powers, base, exponent), [0.0, 0.0, nan, 1.0, 0.0])
    at_zero = applied(slopes, np.array([-1.0, 0.0, 0.0]), np.array([2.0, 1.0, 2.0]))
    np.testing.assert_allclose(at_zero, [0.0, 1.0, 0.0], rtol=1e-12)


def test_a_lane_does_not_see_its_neighbours():
    x = spread(1e-3, 1e3, 30, 8)[:LANES]
    alone = np.array([applied(logs, np.full(LANES, value))[0] for value in x])
    np.testing.assert_array_equal(applied(logs, x), alone)
