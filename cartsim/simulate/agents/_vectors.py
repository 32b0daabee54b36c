"""Eight numbers of a flat array as one value (`_lanes`), so that a stencil needs no loop to be recognised."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from cartsim._jit import uncompiled
from cartsim._lanes import LANES, VECTOR, lanes

BYTES = 8
"""Places need no alignment beyond that of one double."""


def _place(context: Any, builder: Any, sig: Any, args: Any, ahead: int = 0) -> Any:
    """Pointer to eight doubles of the array that is the first argument, from the place that is the second, or
    some further.
    """
    data = context.make_array(sig.args[0])(context, builder, args[0]).data
    at = context.cast(builder, args[1], sig.args[1], types.intp)
    at = builder.add(at, ir.Constant(at.type, ahead))
    return builder.bitcast(builder.gep(data, [at]), VECTOR.as_pointer())


def _shuffled(builder: Any, first: Any, second: Any, order: list[int]) -> Any:
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(ir.IntType(32), LANES), order))


@intrinsic
def _load(typing, array, place):
    def build(context, builder, sig, args):
        value = builder.load(_place(context, builder, sig, args))
        value.align = BYTES
        return value

    return lanes(array, place), build


@intrinsic
def _store(typing, array, place, value):
    def build(context, builder, sig, args):
        builder.store(args[2], _place(context, builder, sig, args)).align = BYTES
        return context.get_dummy_value()

    return types.void(array, place, value), build


@intrinsic
def _every_other(typing, array, place):
    def build(context, builder, sig, args):
        halves = [builder.load(_place(context, builder, sig, args, ahead)) for ahead in (0, LANES)]
        for half in halves:
            half.align = BYTES
        return _shuffled(builder, *halves, list(range(0, 2 * LANES, 2)))

    return lanes(array, place), build


@intrinsic
def _interleave(typing, array, place, even, odd):
    def build(context, builder, sig, args):
        for ahead in (0, LANES):
            order = [k // 2 + ahead // 2 + LANES * (k % 2) for k in range(LANES)]
            value = _shuffled(builder, args[2], args[3], order)
            builder.store(value, _place(context, builder, sig, args, ahead)).align = BYTES
        return context.get_dummy_value()

    return types.void(array, place, even, odd), build


def _plain_load(array: np.ndarray, place: int) -> np.ndarray:
    return array[place : place + LANES].copy()


def _plain_store(array: np.ndarray, place: int, value: np.ndarray) -> None:
    array[place : place + LANES] = value


def _plain_every_other(array: np.ndarray, place: int) -> np.ndarray:
    return array[place : place + 2 * LANES : 2].copy()


def _plain_interleave(array: np.ndarray, place: int, even: np.ndarray, odd: np.ndarray) -> None:
    array[place : place + 2 * LANES : 2] = even
    array[place + 1 : place + 2 * LANES : 2] = odd


load = _plain_load if uncompiled() else _load
"""Eight doubles of an array from a place on."""
store = _plain_store if uncompiled() else _store
"""Put eight doubles into an array from a place on."""
every_other = _plain_every_other if uncompiled() else _every_other
"""Eight doubles of an array, each second one from a place on; the array holds sixteen from there."""
interleave = _plain_interleave if uncompiled() else _interleave
"""Put sixteen doubles into an array from a place on, taken in turn from two values."""
