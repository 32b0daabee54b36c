"""The names of `_lanes` on plain numpy arrays of one number per lane, for runs with `NUMBA_DISABLE_JIT=1`."""

from __future__ import annotations

import numpy as np

np.seterr(all="ignore")  # as in compiled code, x/0 is infinite and an idle lane may hold anything

sqrt, absolute = np.sqrt, np.abs


def full(x):
    """A number in every lane: numpy broadcasts it."""
    return np.float64(x)


def get(array, row):
    """Row of an array (row, lane), a copy."""
    return array[row].copy()


def put(array, row, value):
    """Store into a row of an array (row, lane)."""
    array[row] = value


def put_along(array, place, value):
    """Store all lanes from a place of a contiguous array on."""
    array.reshape(-1)[place : place + np.size(value)] = value


def spread(array, row, lane):
    """One lane of a row, in every lane."""
    return array[row, lane]


def where(condition, x, y):
    """x where the condition holds, else y."""
    return np.where(condition, x, y)


def largest(x, y):
    """max(x, y); a NaN in x stays one."""
    return np.where(y > x, y, x)


def exponent(x):
    """floor(log2 x)."""
    return np.frexp(x)[1] - 1.0


def mantissa(x):
    """x 2^-exponent(x), in [1, 2)."""
    return 2.0 * np.frexp(x)[0]


def scaled(x, power):
    """x 2^n for whole n."""
    return np.ldexp(x, np.nan_to_num(power).astype(int))


def take(counters, place):
    """Add one to a place; the value before."""
    counters[place] += 1
    return counters[place] - 1
