"""Eight numbers of a flat array as one value (`_lanes`), so that a stencil needs no loop to be recognised.

Arrays hold float64 or float32; arithmetic is in doubles.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from cartsim._jit import uncompiled
from cartsim._lanes import LANES, VECTOR, lanes


def _at(context: Any, builder: Any, sig: Any, args: Any, which: int, ahead: Any = 0) -> Any:
    """Pointer to eight numbers of the array that is argument `which`, from the place that is the next, or
    some further.
    """
    data = context.make_array(sig.args[which])(context, builder, args[which]).data
    at = context.cast(builder, args[which + 1], sig.args[which + 1], types.intp)
    at = builder.add(at, ir.Constant(at.type, ahead) if isinstance(ahead, int) else ahead)
    return builder.bitcast(builder.gep(data, [at]), ir.VectorType(data.type.pointee, LANES).as_pointer())


def _read(builder: Any, pointer: Any) -> Any:
    """Eight doubles or floats, as doubles."""
    value = builder.load(pointer)
    value.align = _bytes(value.type)
    return value if value.type == VECTOR else builder.fpext(value, VECTOR)


def _write(builder: Any, value: Any, pointer: Any) -> None:
    """Eight doubles, as what the array holds."""
    kind = pointer.type.pointee
    value = value if kind == VECTOR else builder.fptrunc(value, kind)
    builder.store(value, pointer).align = _bytes(kind)


def _bytes(kind: Any) -> int:
    """Of one number: places need no other alignment."""
    return 8 if kind == VECTOR else 4


def _shuffled(builder: Any, first: Any, second: Any, order: list[int]) -> Any:
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(ir.IntType(32), LANES), order))


@intrinsic
def _load(typing, array, place):
    def build(context, builder, sig, args):
        return _read(builder, _at(context, builder, sig, args, 0))

    return lanes(array, place), build


@intrinsic
def _store(typing, array, place, value):
    def build(context, builder, sig, args):
        _write(builder, args[2], _at(context, builder, sig, args, 0))
        return context.get_dummy_value()

    return types.void(array, place, value), build


@intrinsic
def _every_other(typing, array, place):
    def build(context, builder, sig, args):
        halves = [_read(builder, _at(context, builder, sig, args, 0, ahead)) for ahead in (0, LANES)]
        return _shuffled(builder, *halves, list(range(0, 2 * LANES, 2)))

    return lanes(array, place), build


@intrinsic
def _interleave(typing, array, place, even, odd):
    def build(context, builder, sig, args):
        for ahead in (0, LANES):
            order = [k // 2 + ahead // 2 + LANES * (k % 2) for k in range(LANES)]
            value = _shuffled(builder, args[2], args[3], order)
            _write(builder, value, _at(context, builder, sig, args, 0, ahead))
        return context.get_dummy_value()

    return types.void(array, place, even, odd), build


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    """Rows and lanes exchanged: blocks of 1, 2 and 4 of the off-diagonal change places."""
    for size in (1, 2, 4):
        for i in (i for i in range(LANES) if not i & size):
            upper = [j + LANES - size if j & size else j for j in range(LANES)]
            lower = [j + LANES if j & size else j + size for j in range(LANES)]
            pair = rows[i], rows[i + size]
            rows[i], rows[i + size] = (_shuffled(builder, *pair, order) for order in (upper, lower))
    return rows


@intrinsic
def _turn(typing, source, place, pitch, into, at, step):
    def build(context, builder, sig, args):
        def along(which: int, k: int) -> Any:
            pitch = context.cast(builder, args[which + 2], sig.args[which + 2], types.intp)
            ahead = builder.mul(pitch, ir.Constant(pitch.type, k))
            return _at(context, builder, sig, args, which, ahead)

        rows = [_read(builder, along(0, k)) for k in range(LANES)]
        for k, value in enumerate(_transposed(builder, rows)):
            _write(builder, value, along(3, k))
        return context.get_dummy_value()

    return types.void(source, place, pitch, into, at, step), build


def _plain_load(array: np.ndarray, place: int) -> np.ndarray:
    return array[place : place + LANES].copy()


def _plain_store(array: np.ndarray, place: int, value: np.ndarray) -> None:
    array[place : place + LANES] = value


def _plain_every_other(array: np.ndarray, place: int) -> np.ndarray:
    return array[place : place + 2 * LANES : 2].copy()


def _plain_interleave(array: np.ndarray, place: int, even: np.ndarray, odd: np.ndarray) -> None:
    array[place : place + 2 * LANES : 2] = even
    array[place + 1 : place + 2 * LANES : 2] = odd


def _plain_turn(source: np.ndarray, place: int, pitch: int, into: np.ndarray, at: int, step: int) -> None:
    block = [source[place + k * pitch : place + k * pitch + LANES] for k in range(LANES)]
    for k, row in enumerate(np.transpose(block)):
        into[at + k * step : at + k * step + LANES] = row


load = _plain_load if uncompiled() else _load
"""Eight numbers of an array, float64 or float32, from a place on."""
store = _plain_store if uncompiled() else _store
"""Put eight numbers into an array from a place on."""
every_other = _plain_every_other if uncompiled() else _every_other
"""Eight doubles of an array, each second one from a place on; the array holds sixteen from there."""
interleave = _plain_interleave if uncompiled() else _interleave
"""Put sixteen doubles into an array from a place on, taken in turn from two values."""
turn = _plain_turn if uncompiled() else _turn
"""Eight rows of eight numbers, a pitch apart, into eight rows a step apart in another array, transposed."""
